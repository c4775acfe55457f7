//! Templates, control domains and guests, with their disks, drives, interfaces, metrics and consoles.

use std::collections::HashMap;

use rand::Rng;

use super::hosts::Networks;
use super::storage::Storage;
use super::{Kit, names};
use crate::behave::{vm_devices, vm_guest, vm_state};
use crate::data::value::{NULL, Str, Value};
use crate::error::Failure;
use crate::pool::uuid_from;

const GIB: i64 = 1 << 30;

const RECOMMENDATIONS: &str = "<restrictions><restriction field=\"memory-static-max\" max=\"1649267441664\" />\
<restriction field=\"vcpus-max\" max=\"32\" /><restriction field=\"has-vendor-device\" value=\"false\" />\
<restriction field=\"allow-gpu-passthrough\" value=\"1\" /><restriction field=\"allow-vgpu\" value=\"1\" />\
<restriction field=\"allow-network-sriov\" value=\"1\" /><restriction field=\"supports-bios\" value=\"yes\" />\
<restriction field=\"supports-uefi\" value=\"yes\" /><restriction field=\"supports-secure-boot\" value=\"yes\" />\
<restriction max=\"255\" property=\"number-of-vbds\" /><restriction max=\"7\" property=\"number-of-vifs\" /></restrictions>";

/// What all VMs share.
fn common() -> Vec<(&'static str, Value)> {
    vec![
        ("user_version", Value::Int(1)),
        ("actions_after_shutdown", Value::from("destroy")),
        ("actions_after_reboot", Value::from("restart")),
        ("actions_after_crash", Value::from("restart")),
        ("HVM_boot_policy", Value::from("BIOS order")),
        ("HVM_boot_params", Value::map([("firmware", "uefi"), ("order", "cdn")])),
        ("HVM_shadow_multiplier", Value::Float(1.0)),
        (
            "platform",
            Value::map([
                ("timeoffset", "0"),
                ("vga", "std"),
                ("videoram", "8"),
                ("nx", "true"),
                ("acpi", "1"),
                ("apic", "true"),
                ("pae", "true"),
                ("hpet", "true"),
                ("viridian", "false"),
                ("secureboot", "false"),
                ("device-model", "qemu-upstream-uefi"),
            ]),
        ),
        (
            "bios_strings",
            Value::map([
                ("bios-vendor", "Xen"),
                ("bios-version", ""),
                ("system-manufacturer", "Xen"),
                ("system-product-name", "HVM domU"),
                ("system-version", ""),
                ("system-serial-number", ""),
                ("enclosure-asset-tag", ""),
                ("baseboard-manufacturer", ""),
                ("baseboard-product-name", ""),
                ("hp-rombios", ""),
            ]),
        ),
        ("recommendations", Value::from(RECOMMENDATIONS)),
        ("hardware_platform_version", Value::Int(2)),
        ("has_vendor_device", Value::Bool(false)),
        ("domain_type", Value::from("hvm")),
    ]
}

fn memory(gib: i64) -> Vec<(&'static str, Value)> {
    let bytes = Value::Int(gib * GIB);
    vec![
        ("memory_static_max", bytes.clone()),
        ("memory_dynamic_max", bytes.clone()),
        ("memory_dynamic_min", bytes.clone()),
        ("memory_target", bytes),
        ("memory_static_min", Value::Int(GIB / 2)),
    ]
}

fn metrics(kit: &mut Kit<'_>, gib: i64, vcpus: i64, started: i64) -> Result<Str, Failure> {
    let age = kit.rng.random_range(1..900) * 86_400;
    kit.add(
        "VM_metrics",
        [
            ("memory_actual", Value::Int(if started > 0 { gib * GIB } else { 0 })),
            ("VCPUs_number", Value::Int(vcpus)),
            ("start_time", Value::Time(started)),
            ("install_time", Value::Time(kit.epoch - age)),
            ("last_updated", Value::Time(kit.epoch)),
            ("hvm", Value::Bool(started > 0)),
            ("current_domain_type", Value::from(if started > 0 { "hvm" } else { "unspecified" })),
        ],
    )
}

/// `allowed_operations`, worked out once for VMs in the same situation.
#[derive(Default)]
struct Allowed(HashMap<(String, bool, bool, bool, bool), Value>);

impl Allowed {
    fn apply(&mut self, kit: &mut Kit<'_>, vm: &Str) -> Result<(), Failure> {
        let get = |field| kit.db.get("VM", vm, field);
        let key = (
            get("power_state")?.as_str().to_owned(),
            get("is_a_template")?.as_bool(),
            get("is_default_template")?.as_bool(),
            get("is_a_snapshot")?.as_bool(),
            get("guest_metrics")?.is_null(),
        );
        if let Some(allowed) = self.0.get(&key) {
            kit.db.set("VM", vm, "allowed_operations", allowed.clone())?;
        } else {
            vm_state::refresh(&mut kit.db, vm)?;
            self.0.insert(key, kit.db.get("VM", vm, "allowed_operations")?);
        }
        vm_devices::refresh_all(&mut kit.db, vm)
    }
}

pub fn templates(kit: &mut Kit<'_>, storage: &Storage) -> Result<(), Failure> {
    let mut allowed = Allowed::default();
    for name in names::TEMPLATES {
        let windows = name.starts_with("Windows");
        let (gib, vcpus) = if windows { (4, 2) } else { (2, 1) };
        let metrics = metrics(kit, gib, vcpus, 0)?;
        let mut fields = common();
        fields.extend(memory(gib));
        let disks = format!(
            "<provision><disk device=\"0\" size=\"{}\" sr=\"\" bootable=\"true\" type=\"system\"/></provision>",
            if windows { 64 * GIB } else { 16 * GIB }
        );
        fields.extend([
            ("name_label", Value::from(*name)),
            ("name_description", Value::from("Template that allows VM installation from a DVD or image")),
            ("is_a_template", Value::Bool(true)),
            ("is_default_template", Value::Bool(true)),
            ("VCPUs_max", Value::Int(vcpus)),
            ("VCPUs_at_startup", Value::Int(vcpus)),
            ("domid", Value::Int(-1)),
            ("metrics", Value::from(&metrics)),
            ("reference_label", Value::from(name.to_lowercase().replace(' ', "-"))),
            (
                "other_config",
                Value::map([
                    ("default_template", "true".to_owned()),
                    ("install-methods", "cdrom,nfs,http,ftp".to_owned()),
                    ("disks", disks),
                ]),
            ),
        ]);
        let vm = kit.add("VM", fields)?;
        allowed.apply(kit, &vm)?;
    }
    let metrics = metrics(kit, 4, 2, 0)?;
    let mut fields = common();
    fields.extend(memory(4));
    fields.extend([
        ("name_label", Value::from("golden-debian-12")),
        ("name_description", Value::from("Debian 12 with our agent and keys, rebuilt every month")),
        ("is_a_template", Value::Bool(true)),
        ("tags", Value::set(["golden"])),
        ("VCPUs_max", Value::Int(2)),
        ("VCPUs_at_startup", Value::Int(2)),
        ("domid", Value::Int(-1)),
        ("metrics", Value::from(&metrics)),
    ]);
    let vm = kit.add("VM", fields)?;
    disk(kit, &vm, "golden-debian-12 root", &storage.shared, 20, false)?;
    allowed.apply(kit, &vm)
}

pub fn control_domains(kit: &mut Kit<'_>) -> Result<(), Failure> {
    for (j, seat) in kit.seats.iter().enumerate() {
        let started = kit.epoch - 40 * 86_400;
        let metrics = metrics(kit, 8, 8, started)?;
        let name = kit.db.get("host", &seat.reference, "name_label")?;
        let mut fields = memory(8);
        fields.extend([
            ("name_label", Value::from(format!("Control domain on host: {}", name.as_str()))),
            (
                "name_description",
                Value::from("The domain which manages physical devices and manages other domains"),
            ),
            ("power_state", Value::from("Running")),
            ("is_control_domain", Value::Bool(true)),
            ("resident_on", Value::from(&seat.reference)),
            ("affinity", Value::from(&seat.reference)),
            ("VCPUs_max", Value::Int(8)),
            ("VCPUs_at_startup", Value::Int(8)),
            ("domid", Value::Int(0)),
            ("domain_type", Value::from("pv")),
            ("metrics", Value::from(&metrics)),
            (
                "other_config",
                Value::map([("is_system_domain", "true"), ("storage_driver_domain", "OpaqueRef:NULL")]),
            ),
        ]);
        // The UUID of a control domain is known by its host.
        let uuid = uuid_from(&mut kit.rng);
        let vm: Str = format!("OpaqueRef:{}", uuid_from(&mut kit.rng)).into();
        kit.db.insert("VM", &vm, &uuid, fields)?;
        kit.db.set("host", &seat.reference, "control_domain", &vm)?;
        vm_state::refresh(&mut kit.db, &vm)?;
        console(kit, &vm, j)?;
    }
    Ok(())
}

fn console(kit: &mut Kit<'_>, vm: &Str, host: usize) -> Result<(), Failure> {
    let scheme = if kit.config.tls { "https" } else { "http" };
    let address = kit.seats[host].address;
    let reference = kit.add(
        "console",
        [("protocol", Value::from("rfb")), ("VM", Value::from(vm)), ("port", Value::Int(5900))],
    )?;
    let uuid = kit.db.get_str("console", &reference, "uuid")?;
    kit.db.set("console", &reference, "location", format!("{scheme}://{address}/console?uuid={uuid}"))?;
    Ok(())
}

fn disk(kit: &mut Kit<'_>, vm: &Str, name: &str, sr: &Str, gib: i64, attached: bool) -> Result<Str, Failure> {
    let used = gib * GIB / 100 * kit.rng.random_range(8..80);
    let uuid = uuid_from(&mut kit.rng);
    let vdi: Str = format!("OpaqueRef:{}", uuid_from(&mut kit.rng)).into();
    kit.db.insert(
        "VDI",
        &vdi,
        &uuid,
        [
            ("name_label", Value::from(name)),
            ("SR", Value::from(sr)),
            ("virtual_size", Value::Int(gib * GIB)),
            ("physical_utilisation", Value::Int(used)),
            ("type", Value::from("user")),
            ("managed", Value::Bool(true)),
            ("location", Value::from(&uuid)),
            ("sm_config", Value::map([("vhd-parent", "")])),
        ],
    )?;
    kit.add(
        "VBD",
        [
            ("VM", Value::from(vm)),
            ("VDI", Value::from(&vdi)),
            ("device", Value::from("xvda")),
            ("userdevice", Value::from("0")),
            ("bootable", Value::Bool(true)),
            ("mode", Value::from("RW")),
            ("type", Value::from("Disk")),
            ("currently_attached", Value::Bool(attached)),
        ],
    )?;
    Ok(vdi)
}

fn drive(kit: &mut Kit<'_>, vm: &Str, image: Option<&Str>, attached: bool) -> Result<(), Failure> {
    kit.add(
        "VBD",
        [
            ("VM", Value::from(vm)),
            ("VDI", image.map_or_else(Value::null, Value::from)),
            ("device", Value::from("xvdd")),
            ("userdevice", Value::from("3")),
            ("mode", Value::from("RO")),
            ("type", Value::from("CD")),
            ("empty", Value::Bool(image.is_none())),
            ("currently_attached", Value::Bool(attached)),
        ],
    )?;
    Ok(())
}

fn interface(
    kit: &mut Kit<'_>,
    vm: &Str,
    n: usize,
    network: &Str,
    serial: usize,
    attached: bool,
) -> Result<(), Failure> {
    let (hi, lo) = (serial / 250 % 250, serial % 249 + 2);
    kit.add(
        "VIF",
        [
            ("device", Value::from(n.to_string())),
            ("network", Value::from(network)),
            ("VM", Value::from(vm)),
            (
                "MAC",
                Value::from(format!(
                    "2a:{:02x}:{n:02x}:{:02x}:{hi:02x}:{lo:02x}",
                    kit.index,
                    serial / 62_500
                )),
            ),
            ("MTU", Value::Int(1500)),
            ("MAC_autogenerated", Value::Bool(true)),
            ("currently_attached", Value::Bool(attached)),
        ],
    )?;
    Ok(())
}

pub fn guests(kit: &mut Kit<'_>, storage: &Storage, networks: &Networks) -> Result<(), Failure> {
    let mut allowed = Allowed::default();
    let features = vm_guest::features();
    let mut domids = vec![0i64; kit.seats.len()];
    for n in 0..kit.config.vms {
        let names::Role { name: role, description, tags, memory: gib, vcpus, disk: disk_gib } =
            names::ROLES[n % names::ROLES.len()];
        let name = format!("{role}-{:02}", n / names::ROLES.len() + 1);
        let host = n % kit.seats.len();
        let state = match kit.rng.random_range(0..100) {
            0..75 => "Running",
            75..95 => "Halted",
            95..98 => "Suspended",
            _ => "Paused",
        };
        let live = matches!(state, "Running" | "Paused");
        let attached = state != "Halted";
        let started = if live { kit.epoch - kit.rng.random_range(1..5_000) * 3_600 } else { 0 };
        let metrics = metrics(kit, gib, vcpus, started)?;
        let (uuid, seed) = (uuid_from(&mut kit.rng), uuid_from(&mut kit.rng));
        let mut fields = common();
        fields.extend(memory(gib));
        fields.extend([
            ("name_label", Value::from(name.as_str())),
            ("name_description", Value::from(description)),
            ("tags", Value::set(tags.iter().copied())),
            ("power_state", Value::from(state)),
            ("VCPUs_max", Value::Int(vcpus)),
            ("VCPUs_at_startup", Value::Int(vcpus)),
            ("metrics", Value::from(&metrics)),
            (
                "generation_id",
                Value::from(format!("{}:{}", kit.rng.random::<u64>(), kit.rng.random::<u64>())),
            ),
            (
                "other_config",
                Value::map([
                    ("mac_seed", &*seed),
                    ("base_template_name", "Debian Bookworm 12"),
                    ("auto_poweron", "true"),
                ]),
            ),
        ]);
        if live {
            domids[host] += 1;
            fields.push(("resident_on", Value::from(&kit.seats[host].reference)));
            fields.push(("domid", Value::Int(domids[host])));
            fields.push(("memory_overhead", Value::Int(12 << 20)));
            fields.push(("domarch", Value::from("")));
        } else {
            fields.push(("domid", Value::Int(-1)));
        }
        let vm: Str = format!("OpaqueRef:{}", uuid_from(&mut kit.rng)).into();
        kit.db.insert("VM", &vm, &uuid, fields)?;
        let sr = if n % 5 == 4 { &storage.local[host] } else { &storage.shared };
        let vdi = disk(kit, &vm, &format!("{name} root"), sr, disk_gib, attached)?;
        let image = (n % 17 == 0).then(|| &storage.images[n % storage.images.len()]);
        drive(kit, &vm, image, attached)?;
        let first = if tags.contains(&"dmz") { &networks.dmz } else { &networks.lan };
        interface(kit, &vm, 0, first, n, attached)?;
        if role == "files" || role == "db" {
            interface(kit, &vm, 1, &networks.storage, n, attached)?;
        }
        if live {
            let mut report = vm_guest::first_report(&uuid, &name);
            report.push(("last_updated", Value::Time(kit.epoch)));
            report.push(("networks", vm_guest::addresses(&kit.db, &vm)?));
            report.push(("other", features.clone()));
            let agent = kit.add("VM_guest_metrics", report)?;
            kit.db.set("VM", &vm, "guest_metrics", &agent)?;
            console(kit, &vm, host)?;
        }
        if state == "Suspended" {
            suspend_image(kit, &vm, &storage.shared, gib)?;
        }
        allowed.apply(kit, &vm)?;
        if n % 12 == 2 {
            snapshot(kit, &vm, &name, &vdi, gib, vcpus, &mut allowed)?;
        }
    }
    Ok(())
}

fn suspend_image(kit: &mut Kit<'_>, vm: &Str, sr: &Str, gib: i64) -> Result<(), Failure> {
    let size = Value::Int(gib * GIB / 100 * 126 + (100 << 20));
    let image = kit.add(
        "VDI",
        [
            ("name_label", Value::from("Suspend image")),
            ("name_description", Value::from("Suspend image")),
            ("SR", Value::from(sr)),
            ("virtual_size", size.clone()),
            ("physical_utilisation", size),
            ("type", Value::from("suspend")),
            ("managed", Value::Bool(true)),
        ],
    )?;
    kit.db.set("VM", vm, "suspend_VDI", &image)?;
    Ok(())
}

fn snapshot(
    kit: &mut Kit<'_>,
    vm: &Str,
    name: &str,
    vdi: &Str,
    gib: i64,
    vcpus: i64,
    allowed: &mut Allowed,
) -> Result<(), Failure> {
    let taken = kit.epoch - kit.rng.random_range(1..40) * 86_400;
    let metrics = metrics(kit, gib, vcpus, 0)?;
    let mut fields = common();
    fields.extend(memory(gib));
    fields.extend([
        ("name_label", Value::from(format!("{name} before upgrade"))),
        ("is_a_template", Value::Bool(true)),
        ("is_a_snapshot", Value::Bool(true)),
        ("snapshot_of", Value::from(vm)),
        ("snapshot_time", Value::Time(taken)),
        (
            "snapshot_info",
            Value::map([("power-state-at-snapshot", "Running"), ("disk-snapshot-type", "crash_consistent")]),
        ),
        ("VCPUs_max", Value::Int(vcpus)),
        ("VCPUs_at_startup", Value::Int(vcpus)),
        ("domid", Value::Int(-1)),
        ("metrics", Value::from(&metrics)),
    ]);
    let copy = kit.add("VM", fields)?;
    let sr = kit.db.get_str("VDI", vdi, "SR")?;
    let size = kit.db.get("VDI", vdi, "virtual_size")?.as_int() / GIB;
    let disk = disk(kit, &copy, &format!("{name} root"), &sr, size, false)?;
    let content = kit.db.content(vdi)?;
    kit.db.set_content(&disk, content);
    kit.db.set("VDI", &disk, "is_a_snapshot", true)?;
    kit.db.set("VDI", &disk, "snapshot_of", vdi)?;
    kit.db.set("VDI", &disk, "snapshot_time", Value::Time(taken))?;
    kit.db.set("VM", vm, "parent", &copy)?;
    allowed.apply(kit, &copy)
}

/// A few messages of the last days.
pub fn news(kit: &mut Kit<'_>) -> Result<(), Failure> {
    let running: Vec<Str> = kit
        .db
        .refs("VM")
        .into_iter()
        .filter(|vm| {
            kit.db.get("VM", vm, "power_state").is_ok_and(|s| s.as_str() == "Running")
                && kit.db.get("VM", vm, "is_control_domain").is_ok_and(|c| !c.as_bool())
        })
        .take(6)
        .collect();
    for (n, vm) in running.iter().enumerate() {
        let host = kit.db.get_str("VM", vm, "resident_on")?;
        let body = if &*host == NULL {
            continue;
        } else {
            format!(
                "{} started on host: {} (uuid: {})",
                vm_state::described(&kit.db, vm)?,
                kit.db.get("host", &host, "name_label")?.as_str(),
                kit.db.get("host", &host, "uuid")?.as_str()
            )
        };
        let uuid = kit.db.get("VM", vm, "uuid")?;
        kit.add(
            "message",
            [
                ("name", Value::from("VM_STARTED")),
                ("priority", Value::Int(5)),
                ("cls", Value::from("VM")),
                ("obj_uuid", uuid),
                ("timestamp", Value::Time(kit.epoch - (n as i64 + 1) * 17_000)),
                ("body", Value::from(body)),
            ],
        )?;
    }
    Ok(())
}
