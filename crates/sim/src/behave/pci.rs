//! Devices on the buses of hosts: whether the control domain uses them, and which VMs have them.

use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::{Pool, lock};

/// Whether the control domain uses a device, now and after the next boot.
fn status(pool: &Pool, pci: &str) -> &'static str {
    lock(&pool.dom0_access).get(pci).copied().unwrap_or("enabled")
}

/// `PCI.get_dom0_access_status`.
pub fn dom0_access(cx: &Cx, pci: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| db.get("PCI", pci, "uuid"))?;
    Ok(Value::from(status(&cx.pool, pci)))
}

/// `PCI.enable_dom0_access` and `PCI.disable_dom0_access`: it comes true when the host boots.
pub fn set_dom0_access(cx: &Cx, pci: &str, enable: bool) -> Result<Value, Failure> {
    let next = match (status(&cx.pool, pci), enable) {
        ("enabled" | "disable_on_reboot", true) => "enabled",
        ("enabled" | "disable_on_reboot", false) => "disable_on_reboot",
        (_, true) => "enable_on_reboot",
        (_, false) => "disabled",
    };
    cx.pool.write(|db| {
        db.get("PCI", pci, "uuid")?;
        note(db, &cx.pool, pci, next)
    })?;
    Ok(Value::from(next))
}

/// `PGPU.enable_dom0_access` and `PGPU.disable_dom0_access`.
pub fn set_card_access(cx: &Cx, card: &str, enable: bool) -> Result<Value, Failure> {
    let pci = cx.pool.read(|db| db.get_str("PGPU", card, "PCI"))?;
    set_dom0_access(cx, &pci, enable)
}

fn note(db: &mut Db, pool: &Pool, pci: &str, status: &'static str) -> Result<(), Failure> {
    lock(&pool.dom0_access).insert(pci.into(), status);
    for card in db.refs("PGPU") {
        if &*db.get_str("PGPU", &card, "PCI")? == pci {
            db.set("PGPU", &card, "dom0_access", status)?;
        }
    }
    Ok(())
}

/// What was to come true when the host boots comes true.
pub fn booted(db: &mut Db, pool: &Pool, host: &str) -> Result<(), Failure> {
    for pci in db.get_refs("host", host, "PCIs")? {
        match status(pool, &pci) {
            "disable_on_reboot" => note(db, pool, &pci, "disabled")?,
            "enable_on_reboot" => note(db, pool, &pci, "enabled")?,
            _ => {}
        }
    }
    Ok(())
}

/// A VM has a device.
pub fn give(db: &mut Db, pci: &str, vm: &str) -> Result<(), Failure> {
    if !db.exists("PCI", pci) {
        return Ok(());
    }
    db.include("PCI", pci, "attached_VMs", &vm.into()).map(drop)
}

/// The devices of a host that a VM's configuration names: `0/0000:3b:00.0,0/…`.
fn named(db: &Db, vm: &str, host: &str) -> Result<Vec<Str>, Failure> {
    let config = db.get("VM", vm, "other_config")?;
    let Some(list) = config.key("pci") else { return Ok(Vec::new()) };
    let wanted: Vec<&str> =
        list.as_str().split(',').map(|part| part.split_once('/').map_or(part, |(_, id)| id)).collect();
    let mut all = db.get_refs("host", host, "PCIs")?;
    all.retain(|pci| db.get_str("PCI", pci, "pci_id").is_ok_and(|id| wanted.contains(&&*id)));
    Ok(all)
}

/// A VM that is given devices needs a host that can hand them on.
pub fn assert_possible(db: &Db, vm: &str, host: &str) -> Result<(), Failure> {
    let config = db.get("VM", vm, "other_config")?;
    if config.key("pci").is_none_or(|list| list.as_str().is_empty()) {
        return Ok(());
    }
    let chipset = db.get("host", host, "chipset_info")?;
    if chipset.key("iommu").is_none_or(|on| on.as_str() != "true") {
        return Err(Failure::new("VM_REQUIRES_IOMMU", [host]));
    }
    Ok(())
}

/// The devices that a VM's configuration names are its own while it runs.
pub fn attach(db: &mut Db, vm: &str, host: &str) -> Result<(), Failure> {
    for pci in named(db, vm, host)? {
        give(db, &pci, vm)?;
    }
    Ok(())
}

/// A VM has no devices any more.
pub fn detach(db: &mut Db, vm: &str) -> Result<(), Failure> {
    db.set("VM", vm, "attached_PCIs", Value::no_items())?;
    Ok(())
}
