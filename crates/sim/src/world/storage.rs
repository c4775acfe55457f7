//! Storage: a local repository per host, a shared one, an ISO library, drives and the drivers behind them.

use rand::Rng;

use super::{Kit, names};
use crate::behave::sm;
use crate::data::value::{Str, Value};
use crate::error::Failure;

const GIB: i64 = 1 << 30;
/// The drivers whose records come first.
const FIRST_DRIVERS: usize = 5;

/// Where disks and discs are.
pub struct Storage {
    pub shared: Str,
    /// By host.
    pub local: Vec<Str>,
    pub images: Vec<Str>,
}

pub fn repositories(kit: &mut Kit<'_>) -> Result<Storage, Failure> {
    for driver in &sm::DRIVERS[..FIRST_DRIVERS] {
        kit.add("SM", driver_fields(driver))?;
    }
    let hosts: Vec<Str> = kit.seats.iter().map(|s| s.reference.clone()).collect();
    let shared = repository(kit, "NFS storage", "Shared, on the filer", "nfs", "user", true, 60_000 * GIB)?;
    for host in &hosts {
        plug(kit, host, &shared, Value::map([("server", "10.40.0.2"), ("serverpath", "/tank/vms")]))?;
    }
    let library = repository(kit, "ISO library", "Installation images", "iso", "iso", true, 500 * GIB)?;
    for host in &hosts {
        plug(kit, host, &library, Value::map([("location", "10.40.0.2:/tank/iso"), ("type", "nfs_iso")]))?;
    }
    let mut images = Vec::new();
    for (name, size) in names::IMAGES {
        images.push(kit.add(
            "VDI",
            [
                ("name_label", Value::from(*name)),
                ("SR", Value::from(&library)),
                ("virtual_size", Value::Int(*size)),
                ("physical_utilisation", Value::Int(*size)),
                ("type", Value::from("user")),
                ("read_only", Value::Bool(true)),
                ("managed", Value::Bool(true)),
                ("location", Value::from(*name)),
            ],
        )?);
    }
    let tools = repository(kit, "XCP-ng Tools", "XCP-ng Tools ISOs", "iso", "iso", true, -1)?;
    kit.db.set("SR", &tools, "is_tools_sr", true)?;
    for host in &hosts {
        plug(
            kit,
            host,
            &tools,
            Value::map([("location", "/opt/xensource/packages/iso"), ("legacy_mode", "true")]),
        )?;
    }
    let mut local = Vec::new();
    for host in &hosts {
        let size = kit.rng.random_range(2..8) * 900 * GIB;
        let disks = repository(kit, "Local storage", "", "ext", "user", false, size)?;
        plug(kit, host, &disks, Value::map([("device", "/dev/disk/by-id/nvme-eui.0025384a31b0-part3")]))?;
        local.push(disks);
        let drive = repository(kit, "DVD drives", "Physical DVD drives", "udev", "iso", false, 0)?;
        plug(kit, host, &drive, Value::map([("location", "/dev/xapi/cd")]))?;
    }
    Ok(Storage { shared, local, images })
}

/// Drivers of which nothing is used at first.
pub fn further_drivers(kit: &mut Kit<'_>) -> Result<(), Failure> {
    for driver in &sm::DRIVERS[FIRST_DRIVERS..] {
        kit.add("SM", driver_fields(driver))?;
    }
    Ok(())
}

fn driver_fields(driver: &sm::Driver) -> Vec<(&'static str, Value)> {
    let features = driver.capabilities.iter().map(|capability| {
        let (name, version) = capability.split_once('/').unwrap_or((capability, "1"));
        (Str::from(name), Value::Int(version.parse().unwrap_or(1)))
    });
    let configuration =
        driver.needs.iter().map(|(key, ..)| (*key, format!("{key} of the storage (required)")));
    vec![
        ("type", Value::from(driver.kind)),
        ("name_label", Value::from(driver.name)),
        ("name_description", Value::from(format!("SR plugin for {}", driver.kind))),
        ("vendor", Value::from("Citrix Systems Inc")),
        ("version", Value::from("3.0")),
        ("required_api_version", Value::from("1.0")),
        ("driver_filename", Value::from(format!("/opt/xensource/sm/{}SR", driver.kind.to_uppercase()))),
        ("capabilities", Value::set(driver.capabilities.iter().copied())),
        ("features", Value::Map(features.collect())),
        ("configuration", Value::map(configuration)),
    ]
}

fn repository(
    kit: &mut Kit<'_>,
    name: &'static str,
    description: &'static str,
    kind: &'static str,
    content: &'static str,
    shared: bool,
    size: i64,
) -> Result<Str, Failure> {
    let used = if size > 0 { size / 100 * kit.rng.random_range(20..75) } else { size };
    kit.add(
        "SR",
        [
            ("name_label", Value::from(name)),
            ("name_description", Value::from(description)),
            ("type", Value::from(kind)),
            ("content_type", Value::from(content)),
            ("shared", Value::Bool(shared)),
            ("physical_size", Value::Int(size)),
            ("physical_utilisation", Value::Int(used)),
            ("virtual_allocation", Value::Int(used / 10 * 13)),
        ],
    )
}

fn plug(kit: &mut Kit<'_>, host: &Str, sr: &Str, config: Value) -> Result<(), Failure> {
    kit.add(
        "PBD",
        [
            ("host", Value::from(host)),
            ("SR", Value::from(sr)),
            ("device_config", config),
            ("currently_attached", Value::Bool(true)),
        ],
    )?;
    Ok(())
}
