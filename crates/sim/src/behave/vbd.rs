//! Drives and disks of VMs: what may be changed about them, paused, inserted, ejected.

use crate::behave::allowed::check_attachable;
use crate::behave::pbd;
use crate::behave::vm_devices::{assert_running, refresh};
use crate::behave::vm_state::{self, Notes};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;

/// Refuses while something else is done to the device, or its VM is on its way down.
pub fn assert_idle(db: &Db, class: &str, device: &str) -> Result<(), Failure> {
    vm_state::assert_idle(db, class, device)?;
    let vm = db.get_str(class, device, "VM")?;
    let leaving = |op: &str| matches!(op, "clean_shutdown" | "hard_shutdown" | "suspend" | "pause");
    if db.exists("VM", &vm) { vm_state::assert_free(db, "VM", &vm, leaving) } else { Ok(()) }
}

fn assert_drive(db: &Db, vbd: &str) -> Result<(), Failure> {
    if db.get("VBD", vbd, "type")?.as_str() != "CD" {
        return Err(Failure::new("VBD_NOT_REMOVABLE_MEDIA", [vbd]));
    }
    assert_idle(db, "VBD", vbd)?;
    // What a suspended VM remembers must not change under it.
    let vm = db.get_str("VBD", vbd, "VM")?;
    let state = db.get_str("VM", &vm, "power_state")?;
    if &*state == "Suspended" {
        return Err(Failure::new("VM_BAD_POWER_STATE", [&*vm, "running", "suspended"]));
    }
    Ok(())
}

/// `VBD.insert`: a disc into an empty drive, if the VM's host can reach it.
pub fn insert(cx: &Cx, vbd: &str, vdi: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        assert_drive(db, vbd)?;
        if !db.get("VBD", vbd, "empty")?.as_bool() {
            return Err(Failure::new("VBD_NOT_EMPTY", [vbd]));
        }
        let sr = db.get_str("VDI", vdi, "SR")?;
        if db.get("SR", &sr, "content_type")?.as_str() != "iso" {
            let kind = db.get_str("VDI", vdi, "type")?;
            return Err(Failure::new("VDI_IS_NOT_ISO", [vdi, &*kind]));
        }
        let vm = db.get_str("VBD", vbd, "VM")?;
        let host = db.get("VM", &vm, "resident_on")?;
        if !host.is_null() && !pbd::reaches(db, host.as_str(), &sr) {
            return Err(Failure::new("VM_REQUIRES_SR", [&*vm, &*sr]));
        }
        db.set("VBD", vbd, "VDI", vdi)?;
        if let Err(taken) = check_attachable(db, vbd) {
            db.set("VBD", vbd, "VDI", Value::null())?;
            return Err(taken);
        }
        db.set("VBD", vbd, "empty", false)?;
        refresh(db, "VBD", vbd)
    })?;
    Ok(Value::Void)
}

/// `VBD.eject`.
pub fn eject(cx: &Cx, vbd: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        assert_drive(db, vbd)?;
        if db.get("VBD", vbd, "empty")?.as_bool() {
            return Err(Failure::new("VBD_IS_EMPTY", [vbd]));
        }
        db.set("VBD", vbd, "VDI", Value::null())?;
        db.set("VBD", vbd, "empty", true)?;
        refresh(db, "VBD", vbd)
    })?;
    Ok(Value::Void)
}

/// `VBD.set_mode`: only while the VM is off.
pub fn set_mode(cx: &Cx, vbd: &str, mode: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let vm = db.get_str("VBD", vbd, "VM")?;
        vm_state::assert_power(db, &vm, "Halted")?;
        if mode == "RW" && db.get("VBD", vbd, "type")?.as_str() == "CD" {
            return Err(Failure::bare("VBD_CDS_MUST_BE_READONLY"));
        }
        let vdi = db.get_str("VBD", vbd, "VDI")?;
        if mode == "RW" && db.get("VDI", &vdi, "read_only").is_ok_and(|only| only.as_bool()) {
            return Err(Failure::new("VDI_READONLY", [&*vdi]));
        }
        db.set("VBD", vbd, "mode", mode)
    })?;
    Ok(Value::Void)
}

/// `VBD.assert_attachable`.
pub fn assert_attachable(cx: &Cx, vbd: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        assert_idle(db, "VBD", vbd)?;
        check_attachable(db, vbd)
    })?;
    Ok(Value::Void)
}

fn assert_attached(db: &Db, vbd: &str) -> Result<(), Failure> {
    assert_running(db, "VBD", vbd)?;
    if !db.get("VBD", vbd, "currently_attached")?.as_bool() {
        return Err(Failure::new("DEVICE_NOT_ATTACHED", [vbd]));
    }
    assert_idle(db, "VBD", vbd)
}

/// `VBD.pause`: answers a token, without which it is not unpaused.
pub async fn pause(cx: &Cx, vbd: Str) -> Result<Value, Failure> {
    let mut notes = Notes::new(cx);
    cx.pool.write(|db| {
        assert_attached(db, &vbd)?;
        notes.add(db, "VBD", &vbd, "pause")
    })?;
    cx.work(0.1).await?;
    let token = cx.pool.fresh_uuid();
    let token = cx.pool.write(|db| db.storage.paused.entry(vbd).or_insert(token).clone());
    drop(notes);
    Ok(Value::from(token))
}

/// `VBD.unpause`; one that is not paused stays as it is.
pub async fn unpause(cx: &Cx, vbd: Str, token: &str) -> Result<Value, Failure> {
    let mut notes = Notes::new(cx);
    cx.pool.write(|db| {
        assert_attached(db, &vbd)?;
        if db.storage.paused.get(&vbd).is_some_and(|own| !token.is_empty() && **own != *token) {
            return Err(Failure::new("OPERATION_NOT_ALLOWED", ["VBD was paused with another token"]));
        }
        notes.add(db, "VBD", &vbd, "unpause")
    })?;
    cx.work(0.1).await?;
    cx.pool.write(|db| db.storage.paused.remove(&vbd));
    drop(notes);
    Ok(Value::Void)
}
