//! What a VM has of its host while it runs: networks brought up, functions of cards, graphics, USB devices.

use crate::behave::{gpu, network, pci, pif, pvs, sriov, usb, vtpm};
use crate::data::db::Db;
use crate::error::Failure;

/// Refuses a host that lacks a network or a device that the VM needs.
pub fn assert_present(db: &Db, vm: &str, host: &str) -> Result<(), Failure> {
    for vif in db.get_refs("VM", vm, "VIFs")? {
        let network = db.get_str("VIF", &vif, "network")?;
        if db.exists("network", &network) && !pif::can_see(db, host, &network)? {
            return Err(Failure::new("VM_REQUIRES_NETWORK", [vm, &*network]));
        }
    }
    pci::assert_possible(db, vm, host)?;
    gpu::assert_capacity(db, vm, host)?;
    usb::assert_present(db, vm, host)?;
    sriov::assert_capacity(db, vm, host)
}

/// A VM that starts on a host takes what it needs there.
pub fn attach(db: &mut Db, vm: &str, host: &str) -> Result<(), Failure> {
    network::attach_all(db, vm, host)?;
    gpu::attach(db, vm, host)?;
    pci::attach(db, vm, host)?;
    usb::attach(db, vm, true)?;
    for vif in db.get_refs("VM", vm, "VIFs")? {
        sriov::reserve(db, &vif, host)?;
        pvs::follow(db, &vif)?;
    }
    Ok(())
}

/// A VM that is no more gives everything back.
pub fn detach(db: &mut Db, vm: &str) -> Result<(), Failure> {
    for vif in db.get_refs("VM", vm, "VIFs")? {
        sriov::release(db, &vif)?;
        pvs::follow(db, &vif)?;
    }
    gpu::detach(db, vm)?;
    usb::attach(db, vm, false)?;
    pci::detach(db, vm)
}

/// Works out what USB devices and platform modules allow.
pub fn refresh(db: &mut Db, vm: &str) -> Result<(), Failure> {
    for device in db.get_refs("VM", vm, "VUSBs")? {
        usb::refresh(db, &device)?;
    }
    for module in db.get_refs("VM", vm, "VTPMs")? {
        vtpm::refresh(db, &module)?;
    }
    Ok(())
}

/// Operations that devices of the host in a VM stand against.
const MOVES: &[&str] = &["suspend", "checkpoint", "pool_migrate", "migrate_send"];

/// A VM that has devices of its host cannot leave it.
pub fn assert_movable(db: &Db, vm: &str, op: &str) -> Result<(), Failure> {
    if !MOVES.contains(&op) {
        return Ok(());
    }
    for usb in db.get_refs("VM", vm, "VUSBs")? {
        if db.get("VUSB", &usb, "currently_attached")?.as_bool() {
            return Err(Failure::new("VM_HAS_VUSBS", [vm]));
        }
    }
    let has = db.get_refs("VM", vm, "attached_PCIs")?;
    if has.is_empty() {
        return Ok(());
    }
    for vif in db.get_refs("VM", vm, "VIFs")? {
        if has.contains(&db.get_str("VIF", &vif, "reserved_pci")?) {
            return Err(Failure::new("VM_HAS_SRIOV_VIF", [vm]));
        }
    }
    Err(Failure::new("VM_HAS_PCI_ATTACHED", [vm]))
}
