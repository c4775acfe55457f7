//! USB devices of hosts, their groups, and the VMs that have them.

use crate::behave::Args;
use crate::behave::vm_devices::{check_hotplug, refresh_hotplug};
use crate::behave::vm_state::Notes;
use crate::data::db::Db;
use crate::data::schema::Method;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;
use crate::world;

/// How many USB devices a VM can have.
const MOST: usize = 6;

/// `PUSB.scan`: devices plugged in since get their records.
pub async fn scan(cx: &Cx, host: Str) -> Result<Value, Failure> {
    cx.pool.read(|db| db.get("host", &host, "uuid"))?;
    cx.work(0.3).await?;
    let Some(seat) = cx.pool.hosts.number(&host) else { return Ok(Value::Void) };
    cx.pool.write(|db| {
        for device in world::usb_devices(&cx.pool.config, cx.pool.index, seat) {
            let path = device.iter().find(|(name, _)| *name == "path").map_or("", |(_, v)| v.as_str());
            let mut known = false;
            for other in db.get_refs("host", &host, "PUSBs")? {
                known |= &*db.get_str("PUSB", &other, "path")? == path;
            }
            if !known {
                add(db, &cx.pool, &host, device.clone())?;
            }
        }
        Ok(Value::Void)
    })
}

/// The record of a device, in a group of its own.
fn add(db: &mut Db, pool: &Pool, host: &Str, mut fields: Vec<(&'static str, Value)>) -> Result<(), Failure> {
    let text = |name: &str| fields.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| v.as_str());
    let name = format!("Group of {} {} USBs", text("vendor_id"), text("product_id"));
    let group = pool.insert(db, "USB_group", [("name_label", Value::from(name))])?;
    fields.push(("host", Value::from(host)));
    fields.push(("USB_group", Value::from(group)));
    pool.insert(db, "PUSB", fields).map(drop)
}

/// The VMs that have the device of a group now.
fn users(db: &Db, group: &str) -> Result<Vec<Str>, Failure> {
    let mut vms = Vec::new();
    for usb in db.get_refs("USB_group", group, "VUSBs")? {
        if db.get("VUSB", &usb, "currently_attached")?.as_bool() {
            vms.push(db.get_str("VUSB", &usb, "VM")?);
        }
    }
    Ok(vms)
}

/// `PUSB.set_passthrough_enabled`: a device for VMs is no disk of the host's.
pub fn set_passthrough(cx: &Cx, usb: &str, enabled: bool) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let (group, path) = (db.get_str("PUSB", usb, "USB_group")?, db.get_str("PUSB", usb, "path")?);
        if enabled {
            let disks = disks_at(db, &path)?;
            for disk in &disks {
                if !db.get_refs("VDI", disk, "VBDs")?.is_empty() {
                    return Err(Failure::new("PUSB_VDI_CONFLICT", [usb, &**disk]));
                }
            }
            for disk in disks {
                db.delete("VDI", &disk)?;
            }
        } else if db.exists("USB_group", &group) {
            if let Some(vm) = users(db, &group)?.first() {
                return Err(Failure::new("USB_ALREADY_ATTACHED", [usb, &**vm]));
            }
            for given in db.get_refs("USB_group", &group, "VUSBs")? {
                db.delete("VUSB", &given)?;
            }
        }
        db.set("PUSB", usb, "passthrough_enabled", enabled)
    })?;
    Ok(Value::Void)
}

/// The disks on removable storage that are the device at a path.
fn disks_at(db: &Db, path: &str) -> Result<Vec<Str>, Failure> {
    let mut disks = Vec::new();
    for sr in db.refs("SR") {
        if &*db.get_str("SR", &sr, "type")? != "udev" {
            continue;
        }
        for disk in db.get_refs("SR", &sr, "VDIs")? {
            let config = db.get("VDI", &disk, "sm_config")?;
            if config.key("usb_path").is_some_and(|p| p.as_str() == path) {
                disks.push(disk);
            }
        }
    }
    Ok(disks)
}

/// `VUSB.create`: a group's device is for one VM.
pub fn create(cx: &Cx, method: Method, a: &Args<'_>) -> Result<Value, Failure> {
    let (vm, group) = (a.shared(0), a.shared(1));
    cx.pool.write(|db| {
        if db.get_refs("VM", &vm, "VUSBs")?.len() >= MOST {
            return Err(Failure::new("TOO_MANY_VUSBS", [MOST.to_string()]));
        }
        if !db.get_refs("USB_group", &group, "VUSBs")?.is_empty() {
            return Err(Failure::new("USB_GROUP_CONFLICT", [&*group]));
        }
        if db.get("VM", &vm, "ha_restart_priority")?.as_str() == "restart" {
            let text =
                format!("VM {vm} ha_restart_priority has been set to 'restart', cannot create VUSB for it. ");
            return Err(Failure::new("OPERATION_NOT_ALLOWED", [text]));
        }
        let usb = cx.pool.insert(db, "VUSB", a.fields(method))?;
        refresh(db, &usb)?;
        Ok(Value::from(usb))
    })
}

/// Works out what a VM's USB device allows.
pub fn refresh(db: &mut Db, usb: &str) -> Result<(), Failure> {
    refresh_hotplug(db, "VUSB", usb, |db, op| check_hotplug(db, "VUSB", usb, op))
}

/// `VUSB.unplug`.
pub async fn unplug(cx: &Cx, usb: Str) -> Result<Value, Failure> {
    let mut notes = Notes::new(cx);
    cx.pool.write(|db| {
        check_hotplug(db, "VUSB", &usb, "unplug")?;
        notes.add(db, "VUSB", &usb, "unplug")
    })?;
    cx.work(0.3).await?;
    cx.pool.write(|db| db.set("VUSB", &usb, "currently_attached", false))?;
    Ok(Value::Void)
}

/// `VUSB.destroy`.
pub fn destroy(cx: &Cx, usb: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        if db.get("VUSB", usb, "currently_attached")?.as_bool() {
            let vm = db.get_str("VM", &db.get_str("VUSB", usb, "VM")?, "uuid")?;
            let text = format!("VUSB '{}' still attached to '{vm}'", db.get_str("VUSB", usb, "uuid")?);
            return Err(Failure::new("OPERATION_NOT_ALLOWED", [text]));
        }
        db.delete("VUSB", usb)
    })?;
    Ok(Value::Void)
}

/// Refuses a host without the devices that a VM needs.
pub fn assert_present(db: &Db, vm: &str, host: &str) -> Result<(), Failure> {
    for usb in db.get_refs("VM", vm, "VUSBs")? {
        let group = db.get_str("VUSB", &usb, "USB_group")?;
        let here = |p: &Str| {
            db.get_str("PUSB", p, "host").is_ok_and(|h| &*h == host)
                && db.get("PUSB", p, "passthrough_enabled").is_ok_and(|e| e.as_bool())
        };
        if !db.get_refs("USB_group", &group, "PUSBs")?.iter().any(here) {
            return Err(Failure::new("VM_REQUIRES_VUSB", [vm, &*group]));
        }
    }
    Ok(())
}

/// A VM has its USB devices, or has them no more.
pub fn attach(db: &mut Db, vm: &str, attached: bool) -> Result<(), Failure> {
    for usb in db.get_refs("VM", vm, "VUSBs")? {
        db.set("VUSB", &usb, "currently_attached", attached)?;
    }
    Ok(())
}
