//! `VDI.pool_migrate`: a disk of a VM moves to another repository, with its snapshots, while the VM runs or not.

use crate::behave::allowed::check;
use crate::behave::vm_copy::copied;
use crate::behave::vm_state::{Notes, Operation};
use crate::behave::{pbd, space, vdi};
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;

pub async fn pool_migrate(cx: &Cx, disk: Str, sr: Str) -> Result<Value, Failure> {
    let vm = cx.pool.read(|db| user(db, &disk))?;
    cx.pool.read(|db| check_move(db, &cx.pool, &vm, &disk, &sr))?;
    let operation = Operation::begin(cx, &vm, "migrate_send").await?;
    if cx.pool.read(|db| db.get_str("VDI", &disk, "SR"))? == sr {
        return Ok(Value::from(disk));
    }
    let mut notes = Notes::new(cx);
    cx.pool.write(|db| {
        check_move(db, &cx.pool, &vm, &disk, &sr)?;
        notes.add(db, "VDI", &disk, "mirror")?;
        notes.add(db, "SR", &sr, "vdi_mirror")
    })?;
    for step in 1..=10 {
        cx.work(0.5).await?;
        cx.progress(f64::from(step) * 0.09);
    }
    let new = cx.pool.write(|db| relocate(db, &cx.pool, &disk, &sr))?;
    drop(notes);
    drop(operation);
    Ok(Value::from(new))
}

/// The VM whose disk it is: one that has it attached, else any.
fn user(db: &Db, disk: &str) -> Result<Str, Failure> {
    let vbds = db.get("VDI", disk, "VBDs")?;
    let active = |vbd: &&Value| db.get("VBD", vbd.as_str(), "currently_attached").is_ok_and(|a| a.as_bool());
    let vbd = vbds.items().iter().find(active).or_else(|| vbds.items().first());
    let vbd = vbd.ok_or_else(|| Failure::new("VDI_NEEDS_VM_FOR_MIGRATE", [disk]))?;
    db.get_str("VBD", vbd.as_str(), "VM")
}

fn check_move(db: &Db, pool: &Pool, vm: &str, disk: &str, sr: &str) -> Result<(), Failure> {
    let state = db.get("VM", vm, "power_state")?;
    let live = state.as_str() == "Running";
    let from = db.get_str("VDI", disk, "SR")?;
    vdi::check_target(db, sr)?;
    if *from == *sr {
        return Ok(());
    }
    if db.get("VDI", disk, "on_boot")?.as_str() == "reset" {
        return Err(Failure::bare("VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION"));
    }
    if live {
        check(db, disk, "mirror")?;
        // Where the VM runs, the new disk must be within reach.
        let host = db.get_str("VM", vm, "resident_on")?;
        if !pbd::reaches(db, &host, sr) {
            return Err(Failure::new("VM_REQUIRES_SR", [vm, sr]));
        }
    } else {
        if db.get("VDI", disk, "cbt_enabled")?.as_bool() {
            return Err(Failure::new("VDI_CBT_ENABLED", [disk]));
        }
        check(db, disk, "copy")?;
    }
    let mut needed = 0;
    for part in family(db, disk)? {
        needed += space::of_copy(db, &part, sr)?;
    }
    space::claim(pool, db, sr, needed)
}

/// A disk and its snapshots where it is.
fn family(db: &Db, disk: &str) -> Result<Vec<Str>, Failure> {
    let from = db.get_str("VDI", disk, "SR")?;
    let mut all = vec![Str::from(disk)];
    for snapshot in db.get("VDI", disk, "snapshots")?.items() {
        if db.get_str("VDI", snapshot.as_str(), "SR").is_ok_and(|sr| sr == from) {
            all.push(snapshot.to_shared());
        }
    }
    Ok(all)
}

/// New disks with what the old ones held take the places of these.
fn relocate(db: &mut Db, pool: &Pool, disk: &Str, sr: &Str) -> Result<Str, Failure> {
    let mut moved = Vec::new();
    for old in family(db, disk)? {
        let (new, uuid) = (pool.fresh_ref(), pool.fresh_uuid());
        let own =
            ["uuid", "VBDs", "crash_dumps", "snapshots", "current_operations", "location", "SR", "parent"];
        let mut fields = copied(db, "VDI", &old, &own)?;
        fields.push(("SR", Value::from(sr)));
        fields.push(("location", Value::from(&uuid)));
        let content = db.content(&old)?;
        db.insert("VDI", &new, &uuid, fields)?;
        db.set_content(&new, content);
        if space::thick(db, sr) {
            let size = db.get("VDI", &new, "virtual_size")?.as_int();
            let taken = space::at_first(db, sr, size);
            db.set("VDI", &new, "physical_utilisation", taken)?;
        }
        for vbd in db.get("VDI", &old, "VBDs")?.items() {
            db.set("VBD", vbd.as_str(), "VDI", &new)?;
        }
        moved.push((old, new));
    }
    let new = moved.first().map_or_else(|| NULL.into(), |(_, new)| new.clone());
    for snapshot in db.get("VDI", disk, "snapshots")?.items() {
        db.set("VDI", snapshot.as_str(), "snapshot_of", &new)?;
    }
    for (old, _) in &moved {
        db.delete("VDI", old)?;
    }
    Ok(new)
}
