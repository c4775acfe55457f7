//! The guest's agent: what it reports some seconds after a boot, and its addresses.

use std::sync::Arc;

use crate::behave::{vm_devices, vm_state};
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::error::Failure;
use crate::pool::Pool;
use crate::world::systems;

/// The old report goes when a domain is built.
pub fn drop_metrics(db: &mut Db, vm: &str) -> Result<(), Failure> {
    let metrics = db.get_str("VM", vm, "guest_metrics")?;
    if &*metrics != NULL {
        db.set("VM", vm, "guest_metrics", Value::null())?;
        if db.exists("VM_guest_metrics", &metrics) {
            db.delete("VM_guest_metrics", &metrics)?;
        }
    }
    Ok(())
}

/// The agent of a booted VM: first the system and its drivers, then addresses, then the rest.
pub fn boot_agent(pool: &Arc<Pool>, vm: &Str) {
    let (pool, vm) = (pool.clone(), vm.clone());
    crate::time::spawn(async move {
        // A VM that went away or down meanwhile reports nothing more.
        if let Err(failure) = report(&pool, &vm).await {
            tracing::debug!(%failure, "the guest's agent went silent");
        }
    });
}

async fn report(pool: &Pool, vm: &Str) -> Result<(), Failure> {
    let domid = pool.read(|db| db.get("VM", vm, "domid"))?;
    let same = |db: &Db| -> Result<(), Failure> {
        let here =
            db.get("VM", vm, "domid")? == domid && db.get("VM", vm, "power_state")?.as_str() == "Running";
        if here { Ok(()) } else { Err(Failure::internal("another domain")) }
    };
    crate::time::sleep(pool.pace(2.0)).await;
    let (id, name) = pool
        .read(|db| Ok::<_, Failure>((db.get_str("VM", vm, "uuid")?, db.get_str("VM", vm, "name_label")?)))?;
    if pool.faults.no_agent(&id, &name) {
        return Ok(());
    }
    let metrics = pool.fresh_ref();
    let uuid = pool.fresh_uuid();
    pool.write(|db| {
        same(db)?;
        drop_metrics(db, vm)?;
        let fields = first_report(&db.get_str("VM", vm, "uuid")?, &db.get_str("VM", vm, "name_label")?);
        db.insert("VM_guest_metrics", &metrics, &uuid, fields)?;
        db.set("VM", vm, "guest_metrics", &metrics)?;
        vm_devices::refresh_all(db, vm)?;
        vm_state::refresh(db, vm)
    })?;
    crate::time::sleep(pool.pace(0.8)).await;
    pool.write(|db| {
        same(db)?;
        let addresses = addresses(db, vm)?;
        db.set("VM_guest_metrics", &metrics, "networks", addresses)?;
        db.set("VM_guest_metrics", &metrics, "last_updated", Value::Time(crate::time::now()))
    })?;
    crate::time::sleep(pool.pace(0.8)).await;
    pool.write(|db| {
        same(db)?;
        db.set("VM_guest_metrics", &metrics, "other", features())?;
        db.set("VM_guest_metrics", &metrics, "last_updated", Value::Time(crate::time::now()))
    })?;
    Ok(())
}

/// What the agent knows at once.
pub fn first_report(vm_uuid: &str, name: &str) -> Vec<(&'static str, Value)> {
    let system = systems::of(vm_uuid, name);
    vec![
        ("os_version", system.os_version()),
        ("PV_drivers_version", system.drivers()),
        ("PV_drivers_up_to_date", Value::Bool(true)),
        ("PV_drivers_detected", Value::Bool(true)),
        ("live", Value::Bool(true)),
        ("can_use_hotplug_vbd", Value::from("yes")),
        ("can_use_hotplug_vif", Value::from("yes")),
        ("last_updated", Value::Time(crate::time::now())),
    ]
}

/// What the guest says it can do.
pub fn features() -> Value {
    let one = "1";
    Value::map([
        ("feature-poweroff", one),
        ("feature-reboot", one),
        ("feature-shutdown", one),
        ("feature-suspend", one),
        ("feature-vcpu-hotplug", one),
        ("feature-balloon", one),
        ("has-vendor-device", "0"),
        ("platform-feature-multiprocessor-suspend", one),
        ("platform-feature-xs_reset_watches", one),
    ])
}

/// The addresses of a VM's networks, the same at every boot: they follow from its MAC addresses.
pub fn addresses(db: &Db, vm: &str) -> Result<Value, Failure> {
    let mut entries = Vec::new();
    for vif in db.get("VM", vm, "VIFs")?.items() {
        let device = db.get_str("VIF", vif.as_str(), "device")?;
        let mac = db.get_str("VIF", vif.as_str(), "MAC")?;
        entries.extend(vif_addresses(&device, &mac));
    }
    Ok(Value::map(entries))
}

/// Legacy key, new key and IPv6 of one interface.
fn vif_addresses(device: &str, mac: &str) -> Vec<(String, String)> {
    let bytes: Vec<u8> = mac.split(':').filter_map(|b| u8::from_str_radix(b, 16).ok()).collect();
    let [a, b, c, d, e, f] = bytes[..] else { return Vec::new() };
    let second = if device == "0" { 20 } else { 30 };
    let v4 = format!("10.{second}.{e}.{}", f.clamp(2, 250));
    let v6 = format!("fe80::{:x}:{c:02x}ff:fe{d:02x}:{e:02x}{f:02x}", u16::from(a ^ 2) << 8 | u16::from(b));
    vec![
        (format!("{device}/ip"), v4.clone()),
        (format!("{device}/ipv4/0"), v4),
        (format!("{device}/ipv6/0"), v6),
    ]
}
