//! `host` → [`Host`].

use std::collections::BTreeMap;

use cache::Row;
use model::{
    Id, Kind,
    objects::{Certificate, ChipsetInfo, CpuCount, Host, HostMemory, PowerState, Seconds, SupplementalPack},
};
use xapi::DateTime;

use super::{
    Context, Object,
    class::Head,
    values::{moment, number, seconds, text},
};

pub const KEEP: &[&str] = &[
    "uuid",
    "name_label",
    "name_description",
    "current_operations",
    "enabled",
    "software_version",
    "other_config",
    "capabilities",
    "resident_VMs",
    "logging",
    "PIFs",
    "patches",
    "PBDs",
    "cpu_info",
    "hostname",
    "address",
    "metrics",
    "license_params",
    "tags",
    "license_server",
    "bios_strings",
    "power_on_mode",
    "chipset_info",
    "PCIs",
    "PGPUs",
    "control_domain",
    "updates_requiring_reboot",
    "iscsi_iqn",
    "multipathing",
    "certificates",
];

const GIB: i64 = 1 << 30;

pub fn translate(context: &Context<'_>, head: Head<'_>, row: &Row) -> Result<Object, serde_json::Error> {
    let host: xapi::Host = row.read()?;
    let metrics: Option<xapi::HostMetrics> = context.record(&host.metrics);
    let version = |key: &str| host.software_version.get(key).cloned().unwrap_or_default();
    let start_time = seconds(&host.other_config, "boot_time");
    let (pifs, pcis, pgpus): (Vec<_>, Vec<_>, Vec<_>) =
        (context.ids(&host.pifs), context.ids(&host.pcis), context.ids(&host.pgpus));
    let power_state = match &metrics {
        Some(metrics) if metrics.live => PowerState::Running,
        Some(_) => PowerState::Halted,
        None => PowerState::Unknown,
    };
    let certificates: Vec<Certificate> = host
        .certificates
        .iter()
        .filter_map(|certificate| context.record(certificate))
        .map(|it: xapi::Certificate| Certificate {
            fingerprint: if it.fingerprint_sha256.is_empty() {
                it.fingerprint
            } else {
                it.fingerprint_sha256
            },
            not_after: moment(&it.not_after),
        })
        .collect();
    Ok(Object::Host(Box::new(Host {
        kind: Kind::Host,
        id: Id::new(head.id.clone()),
        uuid: host.uuid.as_str().into(),
        pool: context.pool(),
        pool_id: context.pool(),
        xapi_ref: head.reference.into(),
        power_state,
        current_operations: context.operations(&host.current_operations),
        memory: memory(metrics.as_ref()),
        cpus: cpus(&host.cpu_info),
        version: version("product_version"),
        build: version("build_number"),
        product_brand: version("product_brand"),
        chipset_info: ChipsetInfo { iommu: host.chipset_info.get("iommu").map(|value| value == "true") },
        control_domain: context.id(&host.control_domain),
        resident_vms: context.ids(&host.resident_vms),
        patches: context.ids(&host.patches),
        iscsi_iqn: Some(host.iscsi_iqn)
            .filter(|iqn| !iqn.is_empty())
            .or_else(|| text(&host.other_config, "iscsi_iqn"))
            .unwrap_or_default(),
        zstd_supported: host.license_params.get("restrict_zstd_export").is_some_and(|value| value == "false"),
        license_expiry: host
            .license_params
            .get("expiry")
            .and_then(|expiry| DateTime::new(expiry.as_str()).happened())
            .map(Seconds),
        reboot_required: reboot_required(&host.software_version, &host.other_config, start_time)
            .unwrap_or(!host.updates_requiring_reboot.is_empty()),
        start_time,
        agent_start_time: seconds(&host.other_config, "agent_start_time"),
        supplemental_packs: supplemental_packs(&host.software_version),
        hvm_capable: host.capabilities.iter().any(|capability| capability.contains("hvm")),
        certificates: (!certificates.is_empty()).then_some(certificates),
        pifs_again: pifs.clone(),
        pifs,
        pcis_again: pcis.clone(),
        pcis,
        pgpus_again: pgpus.clone(),
        pgpus,
        pbds: context.ids(&host.pbds),
        name_label: host.name_label,
        name_description: host.name_description,
        address: host.address,
        hostname: host.hostname,
        enabled: host.enabled,
        cpu_info: host.cpu_info,
        bios_strings: host.bios_strings,
        license_params: host.license_params,
        license_server: host.license_server,
        logging: host.logging,
        multipathing: host.multipathing,
        other_config: host.other_config,
        power_on_mode: host.power_on_mode,
        tags: host.tags,
    })))
}

/// The counts in XAPI's `cpu_info`.
pub fn cpus(cpu_info: &BTreeMap<String, String>) -> CpuCount {
    CpuCount { cores: number(cpu_info, "cpu_count"), sockets: number(cpu_info, "socket_count") }
}

fn memory(metrics: Option<&xapi::HostMetrics>) -> HostMemory {
    let Some(metrics) = metrics else { return HostMemory { usage: 0, size: 0 } };
    let size = (metrics.memory_total + GIB - 1).div_euclid(GIB) * GIB;
    let used = metrics.memory_total - metrics.memory_free;
    HostMemory { usage: if metrics.live { used } else { 0 }, size }
}

/// On XCP-ng, whether a package that needs a reboot was installed since the last one. Elsewhere XAPI knows.
fn reboot_required(
    versions: &BTreeMap<String, String>,
    other_config: &BTreeMap<String, String>,
    booted: Option<Seconds>,
) -> Option<bool> {
    versions.get("product_brand").filter(|brand| *brand == "XCP-ng")?;
    let installed = seconds(other_config, "rpm_patch_installation_time");
    Some(booted.zip(installed).is_some_and(|(booted, installed)| booted < installed))
}

/// Packs are listed among the versions: `author:name` = `description, version 1.2.3[, …]`.
fn supplemental_packs(versions: &BTreeMap<String, String>) -> Vec<SupplementalPack> {
    let pack = |(key, value): (&String, &String)| {
        let (author, name) = key.split_once(':')?;
        let (description, rest) = value.split_once(", version ").unwrap_or((value, ""));
        let version = rest.split_once(", ").map_or(rest, |(version, _)| version);
        Some(SupplementalPack {
            name: name.into(),
            description: description.into(),
            author: author.into(),
            version: version.into(),
        })
    };
    versions.iter().filter_map(pack).collect()
}
