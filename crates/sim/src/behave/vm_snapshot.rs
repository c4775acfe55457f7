//! Snapshot, checkpoint and the way back.

use std::collections::HashMap;

use crate::behave::vm_copy::{
    Disks, OWN, assert_room, copied, copy_devices, disks_of, duplicate, duplicate_disk,
};
use crate::behave::vm_devices;
use crate::behave::vm_power::{announce, halt, resume_here, save_memory};
use crate::behave::vm_state::{self, Operation};
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;
use crate::task::Parts;

/// `VM.snapshot`, disks only.
pub async fn snapshot(cx: &Cx, vm: Str, name: &str, ignored: &Value) -> Result<Value, Failure> {
    let operation = Operation::begin(cx, &vm, "snapshot").await?;
    cx.pool.read(|db| assert_room(db, &cx.pool, &vm, Disks::Snapshot(ignored)))?;
    let parts = Parts::begin(cx, "Async.VDI.snapshot", cx.pool.read(|db| disks_of(db, &vm))?.len())?;
    cx.work(0.8).await?;
    cx.progress(0.6);
    drop(parts);
    let new = cx.pool.write(|db| {
        let state = db.get_str("VM", &vm, "power_state")?;
        let new = take(db, &cx.pool, &vm, name, ignored, &state)?;
        vm_state::refresh(db, &new)?;
        Ok::<_, Failure>(new)
    })?;
    drop(operation);
    announce(cx, "VM_SNAPSHOTTED", &vm, |_| Ok(format!(" snapshotted, snapshot name: {name}")))?;
    Ok(Value::from(new))
}

/// `VM.checkpoint`: the memory too, for which a VM that runs is suspended, and resumed where it was.
pub async fn checkpoint(cx: &Cx, vm: Str, name: &str) -> Result<Value, Failure> {
    let operation = Operation::begin(cx, &vm, "checkpoint").await?;
    let state = cx.pool.read(|db| db.get_str("VM", &vm, "power_state"))?;
    let host = cx.pool.read(|db| db.get_str("VM", &vm, "resident_on"))?;
    if &*state != "Suspended" {
        save_memory(cx, &vm, 0.5).await?;
    }
    // From here on a cancelled task still brings the VM back.
    crate::time::sleep(cx.pool.pace(0.8)).await;
    let new = cx.pool.write(|db| {
        let new = take(db, &cx.pool, &vm, name, &Value::no_items(), &state)?;
        let memory = db.get_str("VM", &vm, "suspend_VDI")?;
        let memory = duplicate_disk(db, &cx.pool, &memory, Disks::Clone)?;
        db.set("VM", &new, "suspend_VDI", &memory)?;
        db.set("VM", &new, "power_state", "Suspended")?;
        vm_state::refresh(db, &new)?;
        Ok::<_, Failure>(new)
    })?;
    cx.progress(0.8);
    if &*state != "Suspended" {
        crate::time::sleep(cx.pool.pace(0.6)).await;
        cx.pool.write(|db| resume_here(db, &cx.pool, &vm, &host, &state))?;
    }
    drop(operation);
    announce(cx, "VM_CHECKPOINTED", &vm, |_| Ok(format!(" checkpointed, snapshot name: {name}")))?;
    Ok(Value::from(new))
}

/// The record of a snapshot, its disks, and its place in the tree of snapshots.
fn take(
    db: &mut Db,
    pool: &Pool,
    vm: &Str,
    name: &str,
    ignored: &Value,
    state: &str,
) -> Result<Str, Failure> {
    let new = duplicate(db, pool, vm, name, Disks::Snapshot(ignored))?;
    db.set("VM", &new, "is_a_snapshot", true)?;
    db.set("VM", &new, "is_a_template", true)?;
    db.set("VM", &new, "snapshot_of", vm)?;
    db.set("VM", &new, "snapshot_time", Value::Time(crate::time::now()))?;
    let info = [("power-state-at-snapshot", state), ("disk-snapshot-type", "crash_consistent")];
    db.set("VM", &new, "snapshot_info", Value::map(info))?;
    let called = db.get("VM", vm, "name_label")?;
    db.set("VM", &new, "snapshot_metadata", noted(called.as_str()))?;
    db.set("VM", &new, "parent", db.get("VM", vm, "parent")?)?;
    db.set("VM", vm, "parent", &new)?;
    Ok(new)
}

const NOTE: (&str, &str) = ("(('name_label' '", "'))");

/// What the snapshot's own record cannot tell: how the VM was called.
fn noted(name: &str) -> String {
    format!("{}{}{}", NOTE.0, name.replace('\\', "\\\\").replace('\'', "\\'"), NOTE.1)
}

fn name_noted(metadata: &str) -> Option<String> {
    let name = metadata.strip_prefix(NOTE.0)?.strip_suffix(NOTE.1)?;
    Some(name.replace("\\'", "'").replace("\\\\", "\\"))
}

/// `VM.revert`: the VM is as it was then; its disks are new ones. One that was destroyed comes into being again.
pub async fn revert(cx: &Cx, snapshot: Str) -> Result<Value, Failure> {
    let operation = Operation::begin(cx, &snapshot, "revert").await?;
    let vm = cx.pool.read(|db| db.get_str("VM", &snapshot, "snapshot_of"))?;
    let was_there = cx.pool.read(|db| db.exists("VM", &vm));
    for step in 1..=4 {
        cx.work(0.3).await?;
        cx.progress(f64::from(step) * 0.2);
    }
    let vm = cx.pool.write(|db| {
        let vm = if was_there { vm } else { duplicate(db, &cx.pool, &snapshot, "", Disks::Clone)? };
        restore(db, &cx.pool, &vm, &snapshot, was_there)?;
        Ok::<_, Failure>(vm)
    })?;
    let (name, uuid) = cx.pool.read(|db| {
        Ok::<_, Failure>((db.get_str("VM", &snapshot, "name_label")?, db.get_str("VM", &snapshot, "uuid")?))
    })?;
    drop(operation);
    announce(cx, "VM_REVERTED", &vm, |_| Ok(format!(" reverted to snapshot: {name} (uuid {uuid})")))?;
    Ok(Value::Void)
}

fn restore(db: &mut Db, pool: &Pool, vm: &Str, snapshot: &Str, devices: bool) -> Result<(), Failure> {
    halt(db, pool, vm)?;
    for (field, value) in copied(db, "VM", snapshot, OWN)? {
        if !matches!(field, "is_a_template" | "snapshot_metadata") {
            db.set("VM", vm, field, value)?;
        }
    }
    db.set("VM", vm, "other_config", db.get("VM", snapshot, "other_config")?)?;
    db.set("VM", vm, "is_a_template", false)?;
    if let Some(name) = name_noted(&db.get_str("VM", snapshot, "snapshot_metadata")?) {
        db.set("VM", vm, "name_label", name)?;
    }
    if devices {
        drop_devices(db, vm)?;
        copy_devices(db, pool, snapshot, vm, Disks::Revert)?;
    }
    let memory = db.get_str("VM", snapshot, "suspend_VDI")?;
    if db.exists("VDI", &memory) {
        let memory = duplicate_disk(db, pool, &memory, Disks::Clone)?;
        db.set("VM", vm, "suspend_VDI", &memory)?;
        db.set("VM", vm, "power_state", "Suspended")?;
    }
    repoint(db, vm, snapshot)?;
    db.set("VM", vm, "parent", snapshot)?;
    vm_devices::refresh_all(db, vm)?;
    vm_state::refresh(db, vm)
}

/// The devices of a VM go, and the disks that nothing else uses.
fn drop_devices(db: &mut Db, vm: &Str) -> Result<(), Failure> {
    for vif in db.get("VM", vm, "VIFs")?.items() {
        db.delete("VIF", vif.as_str())?;
    }
    for vbd in db.get("VM", vm, "VBDs")?.items().iter().map(Value::as_str) {
        let vdi = db.get_str("VBD", vbd, "VDI")?;
        let disk = db.get("VBD", vbd, "type")?.as_str() == "Disk";
        db.delete("VBD", vbd)?;
        if disk && db.exists("VDI", &vdi) && db.get("VDI", &vdi, "VBDs")?.items().is_empty() {
            db.delete("VDI", &vdi)?;
        }
    }
    Ok(())
}

/// Snapshots of the disks that were are snapshots of those that are now.
fn repoint(db: &mut Db, vm: &Str, snapshot: &Str) -> Result<(), Failure> {
    let disks = |db: &Db, vm: &Str| -> Result<HashMap<Str, Str>, Failure> {
        let vbds = db.get("VM", vm, "VBDs")?;
        let slot = |vbd: &Value| {
            Ok((db.get_str("VBD", vbd.as_str(), "userdevice")?, db.get_str("VBD", vbd.as_str(), "VDI")?))
        };
        vbds.items().iter().map(slot).collect()
    };
    let now = disks(db, vm)?;
    for (slot, then) in disks(db, snapshot)? {
        let (Some(disk), Ok(before)) = (now.get(&slot), db.get_str("VDI", &then, "snapshot_of")) else {
            continue;
        };
        if &*before == NULL {
            continue;
        }
        for vdi in db.refs("VDI") {
            if db.get_str("VDI", &vdi, "snapshot_of")? == before {
                db.set("VDI", &vdi, "snapshot_of", disk)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_is_noted() {
        for name in ["", "web-01", "it's", "back\\slash", "\\'", "'))"] {
            assert_eq!(name_noted(&noted(name)).as_deref(), Some(name));
        }
        assert_eq!(name_noted(""), None);
    }
}
