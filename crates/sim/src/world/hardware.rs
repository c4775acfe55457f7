//! The cards and devices in hosts. Every host has its network cards; the rest is there on request.

use super::Kit;
use super::hosts::Networks;
use crate::behave::gpu;
use crate::config::Config;
use crate::data::value::{Str, Value};
use crate::error::Failure;

/// Network cards of every host, and with more hardware.
const CARDS: (usize, usize) = (2, 4);

/// USB devices that a host has from the start; what comes after was plugged in since.
const PLUGGED: usize = 2;

/// USB devices: vendor, product, what it is, how fast in Mbit/s.
const USB: &[(&str, &str, &str, &str, &str, f64)] = &[
    ("096e", "Feitian Technologies, Inc.", "0006", "HASP Dongle", "1.10", 12.0),
    ("0529", "Aladdin Knowledge Systems", "0001", "HASP copy protection dongle", "1.10", 12.0),
    ("0781", "SanDisk Corp.", "5581", "Ultra", "3.00", 5000.0),
];

/// How many network cards a host has.
pub fn cards(config: &Config) -> usize {
    if config.hardware { CARDS.1 } else { CARDS.0 }
}

/// The MAC address of a host's network card.
pub fn mac(pool: usize, host: usize, card: usize) -> String {
    format!("3c:ec:ef:{pool:02x}:{host:02x}:{card:02x}")
}

/// Where on the bus a network card is that has a record there.
pub fn bus_address(config: &Config, device: &str) -> Option<String> {
    let n: usize = device.strip_prefix("eth")?.parse().ok()?;
    (config.hardware && (CARDS.0..CARDS.1).contains(&n)).then(|| format!("0000:5e:00.{}", n - CARDS.0))
}

/// What a network card can do.
pub fn capabilities(config: &Config, device: &str) -> Value {
    if bus_address(config, device).is_some() { Value::set(["sriov"]) } else { Value::no_items() }
}

/// The USB devices plugged into a host now.
pub fn usb_devices(config: &Config, pool: usize, host: usize) -> Vec<Vec<(&'static str, Value)>> {
    let all = if config.hardware { USB } else { &[] };
    let device = |(n, (vendor, maker, product, what, version, speed)): (usize, &(_, _, _, _, _, f64))| {
        let text = |text: &&'static str| Value::from(*text);
        vec![
            ("path", Value::from(format!("1-{}", n + 1))),
            ("vendor_id", text(vendor)),
            ("vendor_desc", text(maker)),
            ("product_id", text(product)),
            ("product_desc", text(what)),
            ("serial", Value::from(format!("{pool:02}{host:02}{n:04}"))),
            ("version", text(version)),
            ("description", Value::from(format!("{maker}_{what}"))),
            ("speed", Value::Float(*speed)),
        ]
    };
    all.iter().enumerate().map(device).collect()
}

/// Adds what hosts have on request.
pub fn add(kit: &mut Kit<'_>, networks: &Networks) -> Result<(), Failure> {
    let more = card_networks(kit, networks)?;
    let types = graphics_types(kit)?;
    let group = kit.add(
        "GPU_group",
        [
            ("name_label", Value::from("Group of NVIDIA Corporation GA102GL [A10] GPUs")),
            ("GPU_types", Value::set(["10de/2236"])),
        ],
    )?;
    for j in 0..kit.seats.len() {
        network_cards(kit, j, &more)?;
        graphics(kit, j, &group, &types)?;
        for fields in usb_devices(kit.config, kit.index, j).into_iter().take(PLUGGED) {
            usb(kit, j, fields)?;
        }
        drivers(kit, j)?;
    }
    gpu::update_group(&mut kit.db, &group, "supported_VGPU_types")?;
    gpu::update_group(&mut kit.db, &group, "enabled_VGPU_types")
}

/// The networks of the other cards.
fn card_networks(kit: &mut Kit<'_>, networks: &Networks) -> Result<Vec<Str>, Failure> {
    let mtu = kit.db.get("network", &networks.lan, "MTU")?;
    let one = |n: usize| {
        kit.add(
            "network",
            [
                ("name_label", Value::from(format!("Pool-wide network associated with eth{n}"))),
                ("bridge", Value::from(format!("xenbr{n}"))),
                ("MTU", mtu.clone()),
            ],
        )
    };
    (CARDS.0..CARDS.1).map(one).collect()
}

fn network_cards(kit: &mut Kit<'_>, j: usize, networks: &[Str]) -> Result<(), Failure> {
    for (n, network) in (CARDS.0..CARDS.1).zip(networks) {
        let device = format!("eth{n}");
        let address = bus_address(kit.config, &device).unwrap_or_default();
        let pci = kit.add(
            "PCI",
            [
                ("class_id", Value::from("0200")),
                ("class_name", Value::from("Ethernet controller")),
                ("vendor_id", Value::from("8086")),
                ("vendor_name", Value::from("Intel Corporation")),
                ("device_id", Value::from("1572")),
                ("device_name", Value::from("Ethernet Controller X710 for 10GbE SFP+")),
                ("host", Value::from(&kit.seats[j].reference)),
                ("pci_id", Value::from(address.as_str())),
                ("driver_name", Value::from("i40e")),
            ],
        )?;
        let metrics = kit.add(
            "PIF_metrics",
            [
                ("carrier", Value::Bool(true)),
                ("vendor_id", Value::from("8086")),
                ("vendor_name", Value::from("Intel Corporation")),
                ("device_id", Value::from("1572")),
                ("device_name", Value::from("Ethernet Controller X710 for 10GbE SFP+")),
                ("speed", Value::Int(10_000)),
                ("duplex", Value::Bool(true)),
                ("pci_bus_path", Value::from(address)),
                ("last_updated", Value::Time(kit.epoch)),
            ],
        )?;
        kit.add(
            "PIF",
            [
                ("device", Value::from(device.as_str())),
                ("device_name", Value::from(device.as_str())),
                ("network", Value::from(network)),
                ("host", Value::from(&kit.seats[j].reference)),
                ("MAC", Value::from(mac(kit.index, j, n))),
                ("MTU", Value::Int(1500)),
                ("VLAN", Value::Int(-1)),
                ("metrics", Value::from(&metrics)),
                ("physical", Value::Bool(true)),
                ("currently_attached", Value::Bool(true)),
                ("capabilities", capabilities(kit.config, &device)),
                ("PCI", Value::from(&pci)),
            ],
        )?;
    }
    Ok(())
}

/// What an A10 can be cut into: the whole card, thirds and sixths.
fn graphics_types(kit: &mut Kit<'_>) -> Result<Vec<Str>, Failure> {
    let whole = 1i64 << 20;
    let mut types = vec![kit.add(
        "VGPU_type",
        [
            ("model_name", Value::from("passthrough")),
            ("size", Value::Int(0)),
            ("implementation", Value::from("passthrough")),
            ("identifier", Value::from("0001:passthrough")),
        ],
    )?];
    for (model, framebuffer, share) in [("NVIDIA A10-8Q", 8i64, 3), ("NVIDIA A10-4Q", 4, 6)] {
        let kind = kit.add(
            "VGPU_type",
            [
                ("vendor_name", Value::from("NVIDIA Corporation")),
                ("model_name", Value::from(model)),
                ("framebuffer_size", Value::Int(framebuffer << 30)),
                ("max_heads", Value::Int(4)),
                ("max_resolution_x", Value::Int(7680)),
                ("max_resolution_y", Value::Int(4320)),
                ("size", Value::Int(whole / share)),
                ("implementation", Value::from("nvidia_sriov")),
                ("identifier", Value::from(format!("0004:nvidia,2236,0,{framebuffer}"))),
            ],
        )?;
        types.push(kind);
    }
    for kind in &types {
        for field in ["compatible_types_in_vm", "compatible_types_on_pgpu"] {
            kit.db.set("VGPU_type", kind, field, Value::set([kind.clone()]))?;
        }
    }
    Ok(types)
}

fn graphics(kit: &mut Kit<'_>, j: usize, group: &Str, types: &[Str]) -> Result<(), Failure> {
    let host = kit.seats[j].reference.clone();
    let pci = kit.add(
        "PCI",
        [
            ("class_id", Value::from("0302")),
            ("class_name", Value::from("3D controller")),
            ("vendor_id", Value::from("10de")),
            ("vendor_name", Value::from("NVIDIA Corporation")),
            ("device_id", Value::from("2236")),
            ("device_name", Value::from("GA102GL [A10]")),
            ("host", Value::from(&host)),
            ("pci_id", Value::from("0000:3b:00.0")),
            ("driver_name", Value::from("nvidia")),
        ],
    )?;
    let most = types.iter().zip([1, 3, 6]).map(|(kind, n)| (kind.clone(), Value::Int(n)));
    kit.add(
        "PGPU",
        [
            ("PCI", Value::from(&pci)),
            ("GPU_group", Value::from(group)),
            ("host", Value::from(&host)),
            ("supported_VGPU_types", Value::set(types.iter().cloned())),
            ("enabled_VGPU_types", Value::set(types.iter().cloned())),
            ("supported_VGPU_max_capacities", Value::Map(most.collect())),
            ("size", Value::Int(1 << 20)),
        ],
    )?;
    Ok(())
}

/// A driver in three variants: the one in use, a newer one, and one for a card that is not there.
fn drivers(kit: &mut Kit<'_>, j: usize) -> Result<(), Failure> {
    let driver = kit.add(
        "Host_driver",
        [
            ("host", Value::from(&kit.seats[j].reference)),
            ("name", Value::from("ice")),
            ("friendly_name", Value::from("Intel Ethernet Controller E810")),
            ("type", Value::from("network")),
            ("description", Value::from("Driver of Intel Ethernet adapters of the 800 series")),
            ("info", Value::from("ice")),
        ],
    )?;
    let mut variants = Vec::new();
    for (name, version, present, priority, status) in [
        ("ice-1.11.17", "1.11.17", true, 30.0, "production"),
        ("ice-1.14.9", "1.14.9", true, 50.0, "beta"),
        ("ice-oem", "1.9.11", false, 10.0, "oem"),
    ] {
        variants.push(kit.add(
            "Driver_variant",
            [
                ("name", Value::from(name)),
                ("driver", Value::from(&driver)),
                ("version", Value::from(version)),
                ("hardware_present", Value::Bool(present)),
                ("priority", Value::Float(priority)),
                ("status", Value::from(status)),
            ],
        )?);
    }
    for field in ["active_variant", "selected_variant"] {
        kit.db.set("Host_driver", &driver, field, Value::from(&variants[0]))?;
    }
    Ok(())
}

fn usb(kit: &mut Kit<'_>, j: usize, mut fields: Vec<(&'static str, Value)>) -> Result<(), Failure> {
    let text = |name: &str| fields.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| v.as_str());
    let name = format!("Group of {} {} USBs", text("vendor_id"), text("product_id"));
    let group = kit.add("USB_group", [("name_label", Value::from(name))])?;
    fields.push(("host", Value::from(&kit.seats[j].reference)));
    fields.push(("USB_group", Value::from(&group)));
    kit.add("PUSB", fields)?;
    Ok(())
}
