//! `VM` → [`Vm`]: virtual machines, templates, snapshots and control domains.

use std::collections::BTreeMap;

use cache::Row;
use model::{
    Id, Kind,
    objects::{Creation, PowerState, TemplateDisk, TemplateInfo, Vm, VmCpus, VmMemory},
};
use serde::Deserialize;

use super::{
    Context, Object,
    class::Head,
    context::each_reference,
    mirror::string,
    values::{flag, moment, number, text},
    vm_guest::{self, Guest},
};

pub const METRICS: &[&str] =
    &["memory_actual", "VCPUs_number", "start_time", "install_time", "hvm", "current_domain_type"];

pub const GUEST_METRICS: &[&str] = &[
    "os_version",
    "PV_drivers_version",
    "PV_drivers_up_to_date",
    "PV_drivers_detected",
    "memory",
    "networks",
    "other",
];

pub const KEEP: &[&str] = &[
    "uuid",
    "current_operations",
    "name_label",
    "name_description",
    "power_state",
    "is_a_template",
    "is_default_template",
    "suspend_VDI",
    "resident_on",
    "affinity",
    "memory_static_max",
    "memory_dynamic_max",
    "memory_dynamic_min",
    "memory_static_min",
    "VCPUs_params",
    "VCPUs_max",
    "VCPUs_at_startup",
    "VIFs",
    "VBDs",
    "VTPMs",
    "VGPUs",
    "PV_args",
    "HVM_boot_policy",
    "HVM_boot_params",
    "platform",
    "other_config",
    "is_control_domain",
    "metrics",
    "guest_metrics",
    "recommendations",
    "xenstore_data",
    "ha_restart_priority",
    "is_a_snapshot",
    "snapshot_of",
    "snapshots",
    "snapshot_time",
    "tags",
    "blocked_operations",
    "parent",
    "bios_strings",
    "start_delay",
    "suspend_SR",
    "has_vendor_device",
    "domain_type",
];

/// Whether a VM's record is one of the templates that come with the product.
pub fn is_default_template(row: &Row) -> bool {
    #[derive(Deserialize)]
    struct OtherConfig<'a> {
        #[serde(borrow, default)]
        default_template: Option<&'a str>,
    }
    let is = |field: &str| row.get(field) == Some("true");
    let noted = || {
        let other_config = row.get("other_config").filter(|text| text.contains("\"default_template\""))?;
        serde_json::from_str::<OtherConfig<'_>>(other_config).ok()?.default_template
    };
    is("is_a_template") && (is("is_default_template") || noted() == Some("true"))
}

pub fn translate(context: &Context<'_>, head: Head<'_>, row: &Row) -> Result<Object, serde_json::Error> {
    let vm: xapi::Vm = row.read()?;
    let snapshot_of = context.id(&vm.snapshot_of);
    let kind = kind(&vm, snapshot_of.is_some());
    let power_state = PowerState::parse(vm.power_state.as_str());
    let running = matches!(power_state, PowerState::Running | PowerState::Paused);
    let metrics = context.record(&vm.metrics);
    let guest = context.record(&vm.guest_metrics);
    let tools = vm_guest::tools(running && metrics.is_some(), guest.as_ref());
    let vcpus = metrics.as_ref().filter(|_| kind != Kind::VmTemplate && tools.has_tools());
    let cpus = VmCpus {
        max: vm.vcpus_max,
        number: vcpus.map_or(vm.vcpus_at_startup, |metrics| metrics.vcpus_number),
    };
    let memory = memory(&vm, running, metrics.as_ref(), guest.as_ref());
    let mode = virtualization_mode(&vm);
    let hvm = mode == "hvm";
    // XAPI keeps the last report of a halted VM until its next start.
    let reachable = guest.as_ref().filter(|_| power_state != PowerState::Halted);
    let Guest { addresses, main_ip_address } = vm_guest::addresses(reachable);
    let nested = flag(&vm.platform, "exp-nested-hvm");
    // Before 3.4 the platform had no other word for it.
    let old = || context.platform_version().is_some_and(|version| version < (3, 4));
    let firmware = vm.hvm_boot_params.get("firmware").map_or("bios", String::as_str);
    let snapshot = kind == Kind::VmSnapshot;
    let template = kind == Kind::VmTemplate;
    let vgpus: Vec<Id<()>> = context.ids(&vm.vgpus);
    Ok(Object::Vm(Box::new(Vm {
        kind,
        id: Id::new(head.id.clone()),
        uuid: vm.uuid.as_str().into(),
        pool: context.pool(),
        pool_id: context.pool(),
        xapi_ref: head.reference.into(),
        power_state,
        container: container(context, &vm, row),
        current_operations: context.operations(&vm.current_operations),
        addresses,
        main_ip_address,
        cpus,
        memory,
        virtualization_mode: mode,
        os_version: guest.map(|guest: xapi::VmGuestMetrics| guest.os_version),
        install_time: metrics.as_ref().and_then(|metrics| moment(&metrics.install_time)),
        start_time: metrics.as_ref().and_then(|metrics: &xapi::VmMetrics| moment(&metrics.start_time)),
        blocked_operations: vm.blocked_operations.iter().map(|(k, v)| (k.to_string(), v.clone())).collect(),
        vbds: context.ids(&vm.vbds),
        vifs: context.ids(&vm.vifs),
        vtpms: context.ids(&vm.vtpms),
        vgpus_again: vgpus.clone(),
        vgpus,
        snapshots: context.ids(&vm.snapshots),
        parent: context.id(&vm.parent),
        suspend_sr: context.id(&vm.suspend_sr),
        affinity_host: context.id(&vm.affinity),
        attached_pcis: attached_pcis(&vm.other_config),
        auto_poweron: flag(&vm.other_config, "auto_poweron"),
        cores_per_socket: number(&vm.platform, "cores-per-socket"),
        cpu_cap: number(&vm.vcpus_params, "cap"),
        cpu_weight: number(&vm.vcpus_params, "weight"),
        cpu_mask: vm
            .vcpus_params
            .get("mask")
            .map(|mask| mask.split(',').filter_map(|cpu| cpu.trim().parse().ok()).collect()),
        creation: creation(&vm),
        exp_nested_hvm: nested,
        is_nested_virt_enabled: flag(&vm.platform, "nested-virt") || nested && old(),
        has_vendor_device: vm.has_vendor_device,
        is_firmware_supported: supports(&vm.recommendations, firmware),
        needs_vtpm: flag(&vm.platform, "vtpm"),
        secure_boot: flag(&vm.platform, "secureboot"),
        viridian: flag(&vm.platform, "viridian"),
        nic_type: text(&vm.platform, "nic_type"),
        notes: text(&vm.other_config, "xo:notes"),
        resource_set: vm.other_config.get("xo:resource_set").and_then(|raw| serde_json::from_str(raw).ok()),
        management_agent_detected: tools.agent,
        pv_drivers_detected: tools.detected,
        pv_drivers_version: tools.version,
        pv_drivers_up_to_date: tools.up_to_date,
        xen_tools: tools.xen_tools,
        vga: hvm.then(|| text(&vm.platform, "vga").unwrap_or_else(|| "cirrus".into())),
        videoram: hvm.then(|| number(&vm.platform, "videoram").unwrap_or(4)),
        pv_args: (!hvm).then_some(vm.pv_args),
        snapshot_time: if snapshot { moment(&vm.snapshot_time) } else { None },
        suspend_vdi: if snapshot { context.id(&vm.suspend_vdi) } else { None },
        snapshot_of: snapshot_of.filter(|_| snapshot),
        is_default_template: template.then(|| is_default_template(row)),
        template_info: template.then(|| template_info(&vm.other_config)),
        high_availability: vm.ha_restart_priority,
        name_label: vm.name_label,
        name_description: vm.name_description,
        tags: vm.tags,
        bios_strings: vm.bios_strings,
        boot: vm.hvm_boot_params,
        start_delay: vm.start_delay,
        xenstore_data: vm.xenstore_data,
        other: vm.other_config,
    })))
}

fn kind(vm: &xapi::Vm, has_original: bool) -> Kind {
    if vm.is_control_domain {
        Kind::VmController
    } else if vm.is_a_snapshot || has_original {
        Kind::VmSnapshot
    } else if vm.is_a_template {
        Kind::VmTemplate
    } else {
        Kind::Vm
    }
}

fn memory(
    vm: &xapi::Vm,
    running: bool,
    metrics: Option<&xapi::VmMetrics>,
    guest: Option<&xapi::VmGuestMetrics>,
) -> VmMemory {
    let told = guest.filter(|_| running).map(|guest| &guest.memory);
    let told = told.and_then(|memory| Some((number(memory, "total")?, number(memory, "used")?)));
    let (size, usage) = match (told, metrics) {
        (Some((total, used)), _) => (total, Some(used)),
        (None, Some(metrics)) if running => (metrics.memory_actual, None),
        _ => (vm.memory_dynamic_max, None),
    };
    VmMemory {
        dynamic: [vm.memory_dynamic_min, vm.memory_dynamic_max],
        fixed: [vm.memory_static_min, vm.memory_static_max],
        size,
        usage,
    }
}

fn virtualization_mode(vm: &xapi::Vm) -> String {
    match vm.domain_type.as_str() {
        "" | "unspecified" if vm.hvm_boot_policy.is_empty() => "pv".into(),
        "" | "unspecified" => "hvm".into(),
        told => told.into(),
    }
}

/// The host it runs on; else the host whose local storage has its first such disk, else the pool.
fn container(context: &Context<'_>, vm: &xapi::Vm, row: &Row) -> Option<Id<()>> {
    if let Some(host) = context.id(&vm.resident_on) {
        return Some(host);
    }
    let local = each_reference(row, "VBDs").find_map(|vbd| {
        let vbd = context.row(vbd)?;
        let sr = context.follow(context.follow(vbd, "VDI")?, "SR")?;
        if string(vbd, "type") == Some("CD") || sr.get("shared") == Some("true") {
            return None;
        }
        let pbd = context.row(each_reference(sr, "PBDs").next()?)?;
        context.id_of(string(pbd, "host")?)
    });
    Some(local.unwrap_or_else(|| context.pool().cast()))
}

/// `0/0000:04:01.0,1/0000:04:02.0` → the addresses.
fn attached_pcis(other_config: &BTreeMap<String, String>) -> Option<Vec<String>> {
    let list = other_config.get("pci")?;
    Some(
        list.split(',')
            .map(|pci| pci.split_once('/').map_or(pci, |(_, address)| address).to_owned())
            .collect(),
    )
}

/// Managers note it under the first eight characters of the VM's uuid, so that copies do not inherit it.
fn creation(vm: &xapi::Vm) -> Option<Creation> {
    #[derive(Deserialize)]
    struct Noted {
        creation: Creation,
    }
    let raw = vm.other_config.get(&format!("xo:{}", vm.uuid.get(..8)?))?;
    let nested = serde_json::from_str::<Noted>(raw).map(|noted| noted.creation);
    nested.or_else(|_| serde_json::from_str(raw)).ok()
}

/// Whether the recommendations, `<restriction field="supports-uefi" value="no"/>` and the like, allow a firmware.
fn supports(recommendations: &str, firmware: &str) -> bool {
    let Some(at) = recommendations.find(&format!("\"supports-{firmware}\"")) else { return true };
    let start = recommendations[..at].rfind('<').unwrap_or(0);
    let end = recommendations[at..].find('>').map_or(recommendations.len(), |end| at + end);
    !recommendations[start..end].contains("value=\"no\"")
}

fn template_info(other_config: &BTreeMap<String, String>) -> TemplateInfo {
    let methods = other_config.get("install-methods").map_or("", String::as_str);
    TemplateInfo {
        arch: text(other_config, "install-arch"),
        disks: other_config.get("disks").map(|xml| disks(xml)).unwrap_or_default(),
        install_methods: methods.split(',').filter(|method| !method.is_empty()).map(Into::into).collect(),
        install_repository: text(other_config, "install-repository"),
    }
}

/// `<provision><disk device="0" size="8589934592" sr="" bootable="true" type="system"/></provision>`
fn disks(xml: &str) -> Vec<TemplateDisk> {
    let tags = xml.split("<disk").skip(1).map(|rest| rest.split_once('>').map_or(rest, |(tag, _)| tag));
    let disk = |tag: &str| {
        let attribute = |name: &str| {
            let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
            tag[start..].split_once('"').map(|(value, _)| value.to_owned())
        };
        TemplateDisk {
            bootable: attribute("bootable").as_deref() == Some("true"),
            device: attribute("device").unwrap_or_default(),
            size: attribute("size").and_then(|size| size.parse().ok()).unwrap_or(0),
            kind: attribute("type").unwrap_or_default(),
            sr: attribute("sr").filter(|sr| !sr.is_empty()),
        }
    };
    tags.map(disk).collect()
}
