//! Hosts with their CPUs, metrics, interfaces and networks, and the pool itself.

use rand::Rng;

use super::storage::Storage;
use super::{Kit, names};
use crate::behave::{host, pool_record};
use crate::data::value::{Str, Value};
use crate::error::Failure;
use crate::pool::{ref_from, uuid_from};
use crate::rights::{self, Rights};

const GIB: i64 = 1 << 30;

/// Processors that hosts come with: vendor, model, sockets, cores in all, MHz.
const PROCESSORS: &[(&str, &str, i64, i64, i64)] = &[
    ("AuthenticAMD", "AMD EPYC 7313 16-Core Processor", 2, 32, 2994),
    ("AuthenticAMD", "AMD EPYC 9354P 32-Core Processor", 1, 32, 3245),
    ("GenuineIntel", "Intel(R) Xeon(R) Gold 6326 CPU @ 2.90GHz", 2, 32, 2893),
];

const FEATURES: &str =
    "178bfbff-f6d83203-2e500800-040001f3-0000000f-219c01a9-00400004-00000000-00001000-ac000010";

/// The networks that VMs use, in the order of their interfaces.
pub struct Networks {
    pub lan: Str,
    pub storage: Str,
    pub dmz: Str,
}

pub fn networks(kit: &mut Kit<'_>) -> Result<Networks, Failure> {
    let mut network = |name: &'static str, description: &'static str, bridge: &'static str, mtu: i64| {
        kit.add(
            "network",
            [
                ("name_label", Value::from(name)),
                ("name_description", Value::from(description)),
                ("bridge", Value::from(bridge)),
                ("MTU", Value::Int(mtu)),
            ],
        )
    };
    let lan = network("LAN", "Servers and management", "xenbr0", 1500)?;
    let storage = network("Storage", "NFS, jumbo frames", "xenbr1", 9000)?;
    let dmz = network("DMZ", "Reachable from outside, VLAN 20", "xapi0", 1500)?;
    kit.add(
        "network",
        [
            ("name_label", Value::from("Host internal management network")),
            ("name_description", Value::from("Network on which guests will be assigned a private link-local IP address which can be used to talk XenAPI")),
            ("bridge", Value::from("xenapi")),
            ("other_config", Value::map([("is_guest_installer_network", "true"), ("is_host_internal_management_network", "true"), ("ip_begin", "169.254.0.1"), ("ip_end", "169.254.255.254"), ("netmask", "255.255.0.0")])),
        ],
    )?;
    Ok(Networks { lan, storage, dmz })
}

/// Memory of each host: enough for its share of VMs twice over, and at least 256 GiB.
fn memory(kit: &Kit<'_>) -> i64 {
    let share = (kit.config.vms / kit.seats.len().max(1) + 1) as i64;
    let mut gib = 256;
    while gib < share * 18 {
        gib *= 2;
    }
    gib * GIB
}

pub fn hosts(kit: &mut Kit<'_>, networks: &Networks) -> Result<(), Failure> {
    let (_, short) = names::POOLS[kit.index % names::POOLS.len()];
    let (vendor, model, sockets, cores, mhz) = PROCESSORS[kit.index % PROCESSORS.len()];
    let cpu_info = Value::map([
        ("cpu_count", cores.to_string()),
        ("socket_count", sockets.to_string()),
        ("threads_per_core", "1".to_owned()),
        ("vendor", vendor.to_owned()),
        ("speed", format!("{mhz}.000")),
        ("modelname", model.to_owned()),
        ("family", "25".to_owned()),
        ("model", "1".to_owned()),
        ("stepping", "1".to_owned()),
        (
            "flags",
            "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat clflush mmx fxsr sse sse2"
                .to_owned(),
        ),
        ("features", FEATURES.to_owned()),
        ("features_pv", FEATURES.to_owned()),
        ("features_hvm", FEATURES.to_owned()),
        ("features_hvm_host", FEATURES.to_owned()),
        ("features_pv_host", FEATURES.to_owned()),
    ]);
    let software = Value::map([
        ("product_version", "8.3.0"),
        ("product_version_text", "8.3"),
        ("product_version_text_short", "8.3"),
        ("product_brand", "XCP-ng"),
        ("platform_name", "XCP"),
        ("platform_version", "3.4.0"),
        ("build_number", "cloud"),
        ("network_backend", "openvswitch"),
        ("xapi", "25.6"),
        ("xapi_build", "25.6.0"),
        ("xen", "4.17.5-6"),
        ("linux", "4.19.0+1"),
        ("xencenter_min", "2.21"),
        ("xencenter_max", "2.21"),
        ("hostname", "localhost"),
        ("date", "2025-05-12"),
        ("dbv", "0.0.1"),
    ]);
    let licence = Value::map([
        ("sku_type", "free"),
        ("version", ""),
        ("company", ""),
        ("restrict_pool_attached_storage", "false"),
        ("restrict_xen_motion", "false"),
        ("expiry", "20991231T23:59:59Z"),
        ("address1", ""),
    ]);
    let bios = Value::map([
        ("bios-vendor", "Dell Inc."),
        ("bios-version", "2.14.1"),
        ("system-manufacturer", "Dell Inc."),
        ("system-product-name", "PowerEdge R6525"),
        ("system-version", ""),
        ("system-serial-number", "7XK2PM3"),
        ("hp-rombios", ""),
    ]);
    let total = memory(kit);
    for (j, seat) in kit.seats.iter().enumerate() {
        let metrics = kit.add(
            "host_metrics",
            [
                ("memory_total", Value::Int(total)),
                ("memory_free", Value::Int(total / 3)),
                ("live", Value::Bool(true)),
                ("last_updated", Value::Time(kit.epoch)),
            ],
        )?;
        let name = format!("{short}-xcp-{:02}", j + 1);
        let started = kit.epoch - kit.rng.random_range(20..200) * 86_400;
        let fields = [
            ("name_label", Value::from(name.as_str())),
            ("name_description", Value::from(format!("Rack {}, unit {}", 1 + j / 8, 10 + 2 * (j % 8)))),
            ("hostname", Value::from(name)),
            ("address", Value::from(seat.address.ip().to_string())),
            ("API_version_major", Value::Int(2)),
            ("API_version_minor", Value::Int(21)),
            ("API_version_vendor", Value::from("XenSource")),
            ("enabled", Value::Bool(true)),
            ("memory_overhead", Value::Int(1_200 << 20)),
            ("boot_free_mem", Value::Int(total)),
            ("software_version", software.clone()),
            (
                "other_config",
                Value::map([
                    ("agent_start_time", format!("{}.", started + 60)),
                    ("boot_time", format!("{started}.")),
                    ("iscsi_iqn", format!("iqn.2025-01.net.example:{short}{j}")),
                ]),
            ),
            (
                "capabilities",
                Value::set(["xen-3.0-x86_64", "hvm-3.0-x86_32", "hvm-3.0-x86_32p", "hvm-3.0-x86_64"]),
            ),
            ("cpu_info", cpu_info.clone()),
            ("sched_policy", Value::from("credit")),
            ("supported_bootloaders", Value::set(["pygrub", "eliloader"])),
            ("metrics", Value::from(&metrics)),
            ("license_params", licence.clone()),
            ("edition", Value::from("xcp-ng")),
            ("editions", Value::set(["xcp-ng"])),
            ("bios_strings", bios.clone()),
            ("chipset_info", Value::map([("iommu", "true")])),
            ("virtual_hardware_platform_versions", Value::Set([0, 1, 2].map(Value::Int).into())),
            ("iscsi_iqn", Value::from(format!("iqn.2025-01.net.example:{short}{j}"))),
            ("tls_verification_enabled", Value::Bool(true)),
            ("ssl_legacy", Value::Bool(false)),
        ];
        kit.db.insert("host", &seat.reference, &seat.uuid, fields)?;
        host::refresh(&mut kit.db, &seat.reference)?;
        for number in 0..cores {
            kit.add(
                "host_cpu",
                [
                    ("host", Value::from(&seat.reference)),
                    ("number", Value::Int(number)),
                    ("vendor", Value::from(vendor)),
                    ("speed", Value::Int(mhz)),
                    ("modelname", Value::from(model)),
                    ("family", Value::Int(25)),
                    ("model", Value::Int(1)),
                    ("stepping", Value::from("1")),
                    ("features", Value::from(FEATURES)),
                ],
            )?;
        }
        interfaces(kit, &seat.reference, &seat.address.ip().to_string(), j, networks)?;
    }
    Ok(())
}

fn interfaces(kit: &mut Kit<'_>, host: &Str, ip: &str, j: usize, networks: &Networks) -> Result<(), Failure> {
    let mut untagged = None;
    for (n, network) in [&networks.lan, &networks.storage].into_iter().enumerate() {
        let metrics = interface_metrics(kit, n)?;
        let mac = super::mac(kit.index, j, n);
        let (address, netmask, gateway) = match n {
            0 => (ip.to_owned(), "255.0.0.0", "127.0.0.1"),
            _ => (format!("10.40.{}.{}", kit.index, j + 10), "255.255.255.0", ""),
        };
        let pif = kit.add(
            "PIF",
            [
                ("device", Value::from(format!("eth{n}"))),
                ("network", Value::from(network)),
                ("host", Value::from(host)),
                ("MAC", Value::from(mac)),
                ("MTU", Value::Int(if n == 0 { 1500 } else { 9000 })),
                ("VLAN", Value::Int(-1)),
                ("metrics", Value::from(&metrics)),
                ("physical", Value::Bool(true)),
                ("currently_attached", Value::Bool(true)),
                ("ip_configuration_mode", Value::from("Static")),
                ("IP", Value::from(address)),
                ("netmask", Value::from(netmask)),
                ("gateway", Value::from(gateway)),
                ("DNS", Value::from(if n == 0 { "10.20.0.53" } else { "" })),
                ("management", Value::Bool(n == 0)),
                ("primary_address_type", Value::from("IPv4")),
            ],
        )?;
        untagged.get_or_insert(pif);
    }
    let Some(tagged) = untagged else { return Ok(()) };
    let metrics = interface_metrics(kit, 0)?;
    let vlan_pif = kit.add(
        "PIF",
        [
            ("device", Value::from("eth0")),
            ("network", Value::from(&networks.dmz)),
            ("host", Value::from(host)),
            ("MAC", Value::from(format!("3c:ec:ef:{:02x}:{:02x}:00", kit.index, j))),
            ("MTU", Value::Int(1500)),
            ("VLAN", Value::Int(20)),
            ("metrics", Value::from(&metrics)),
            ("currently_attached", Value::Bool(true)),
        ],
    )?;
    let vlan = kit.add(
        "VLAN",
        [
            ("tagged_PIF", Value::from(&tagged)),
            ("untagged_PIF", Value::from(&vlan_pif)),
            ("tag", Value::Int(20)),
        ],
    )?;
    kit.db.set("PIF", &vlan_pif, "VLAN_master_of", &vlan)?;
    Ok(())
}

fn interface_metrics(kit: &mut Kit<'_>, n: usize) -> Result<Str, Failure> {
    kit.add(
        "PIF_metrics",
        [
            ("carrier", Value::Bool(true)),
            ("vendor_id", Value::from("15b3")),
            ("vendor_name", Value::from("Mellanox Technologies")),
            ("device_id", Value::from("1015")),
            ("device_name", Value::from("MT27710 Family [ConnectX-4 Lx]")),
            ("speed", Value::Int(25_000)),
            ("duplex", Value::Bool(true)),
            ("pci_bus_path", Value::from(format!("0000:41:00.{n}"))),
            ("last_updated", Value::Time(kit.epoch)),
        ],
    )
}

pub fn pool(kit: &mut Kit<'_>, storage: &Storage) -> Result<(), Failure> {
    let (name, _) = names::POOLS[kit.index % names::POOLS.len()];
    let name = match kit.index / names::POOLS.len() {
        0 => name.to_owned(),
        n => format!("{name} {}", n + 1),
    };
    let (Some(master), Some(model)) = (kit.seats.first(), PROCESSORS.get(kit.index % PROCESSORS.len()))
    else {
        return Err(Failure::internal("a pool needs a host"));
    };
    let cpus = model.3 * kit.seats.len() as i64;
    kit.add(
        "pool",
        [
            ("name_label", Value::from(name)),
            ("name_description", Value::from("Simulated pool")),
            ("master", Value::from(&master.reference)),
            ("default_SR", Value::from(&storage.shared)),
            ("suspend_image_SR", Value::from(&storage.shared)),
            ("crash_dump_SR", Value::from(&storage.shared)),
            ("tls_verification_enabled", Value::Bool(true)),
            (
                "cpu_info",
                Value::map([
                    ("vendor", model.0.to_owned()),
                    ("cpu_count", cpus.to_string()),
                    ("socket_count", (model.2 * kit.seats.len() as i64).to_string()),
                    ("features_hvm", FEATURES.to_owned()),
                    ("features_pv", FEATURES.to_owned()),
                ]),
            ),
        ],
    )?;
    roles(kit)
}

/// The roles, alike in every pool.
fn roles(kit: &mut Kit<'_>) -> Result<(), Failure> {
    for (role, description) in [
        ("pool-admin", "The Pool Administrator role has full access to all features and settings"),
        ("pool-operator", "The Pool Operator role manages host- and pool-wide resources"),
        ("vm-power-admin", "The VM Power Administrator role has full access to VM and template management"),
        ("vm-admin", "The VM Administrator role can manage VMs and templates"),
        ("vm-operator", "The VM Operator role can use VMs and interact with VM consoles"),
        ("read-only", "The Read-Only role can log in with basic read-only access"),
    ] {
        // What comes after does not depend on how roles get their references.
        let _ = (ref_from(&mut kit.rng), uuid_from(&mut kit.rng));
        kit.db.insert(
            "role",
            &rights::role_reference(role),
            &rights::role_uuid(role),
            [
                ("name_label", Value::from(role)),
                ("name_description", Value::from(description)),
                ("subroles", Rights::get().held(role)),
            ],
        )?;
    }
    Ok(())
}

/// The hosts ask the directory who people are.
pub fn join_domain(kit: &mut Kit<'_>) -> Result<(), Failure> {
    let realm = kit.config.directory.realm.as_str();
    for host in kit.db.refs("host") {
        kit.db.set("host", &host, "external_auth_type", "AD")?;
        kit.db.set("host", &host, "external_auth_service_name", realm)?;
        let configuration = Value::map([("domain", realm), ("user", "Administrator")]);
        kit.db.set("host", &host, "external_auth_configuration", configuration)?;
    }
    pool_record::refresh(&mut kit.db)
}
