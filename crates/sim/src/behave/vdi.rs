//! Disks: create, snapshot, clone, copy, resize, destroy.

use crate::behave::vm_copy::{Disks, duplicate_disk};
use crate::behave::vm_devices::constructor;
use crate::behave::vm_state::Notes;
use crate::data::content::Content;
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;

/// Disks come in whole multiples of this.
const GRANULE: i64 = 2 << 20;

/// A size as the storage makes it.
fn rounded(size: i64) -> Result<i64, Failure> {
    if size < 0 {
        return Err(Failure::new("INVALID_VALUE", ["virtual_size".to_owned(), size.to_string()]));
    }
    Ok(size.checked_add(GRANULE - 1).unwrap_or(size) / GRANULE * GRANULE)
}

/// Refuses what a disk does not allow now: while something else is done to it, and, but for what can be done live,
/// while a VM uses it.
pub fn check(db: &Db, vdi: &str, op: &str) -> Result<(), Failure> {
    let current = db.get("VDI", vdi, "current_operations")?;
    if let Some((task, running)) = current.entries().iter().find(|(_, running)| running.as_str() != "copy") {
        return Err(Failure::new("OTHER_OPERATION_IN_PROGRESS", ["VDI", vdi, running.as_str(), &**task]));
    }
    if op == "snapshot" && db.get("VDI", vdi, "sharable")?.as_bool() {
        return Err(Failure::new("VDI_IS_SHARABLE", [vdi]));
    }
    if matches!(op, "snapshot" | "clone" | "resize_online") {
        return Ok(());
    }
    for vbd in db.get("VDI", vdi, "VBDs")?.items().iter().map(Value::as_str) {
        let harmless = op == "copy" && db.get("VBD", vbd, "mode")?.as_str() == "RO";
        if db.get("VBD", vbd, "currently_attached")?.as_bool() && !harmless {
            return Err(Failure::new("VDI_IN_USE", [vdi, op]));
        }
    }
    Ok(())
}

/// Refuses an SR that holds discs, on which nothing can be made.
fn check_sr(db: &Db, sr: &str) -> Result<(), Failure> {
    if db.get("SR", sr, "content_type")?.as_str() == "iso" {
        return Err(Failure::new("SR_OPERATION_NOT_SUPPORTED", [sr]));
    }
    Ok(())
}

/// Notes an operation on a disk that allows it.
fn begin(cx: &Cx, vdi: &Str, op: &str) -> Result<Notes, Failure> {
    let mut notes = Notes::new(cx);
    cx.pool.write(|db| {
        check(db, vdi, op)?;
        notes.add(db, "VDI", vdi, op)
    })?;
    Ok(notes)
}

/// `VDI.create`: the size is rounded up.
pub fn create(cx: &Cx, record: &Value) -> Result<Value, Failure> {
    let (reference, uuid) = (cx.pool.fresh_ref(), cx.pool.fresh_uuid());
    cx.pool.write(|db| {
        let mut fields = constructor(db, "VDI", record)?;
        let sr = record.key("SR").map_or("", Value::as_str);
        check_sr(db, sr)?;
        let size = rounded(record.key("virtual_size").map_or(0, Value::as_int))?;
        fields.retain(|(name, _)| *name != "virtual_size");
        fields.push(("virtual_size", Value::Int(size)));
        fields.push(("managed", Value::Bool(true)));
        fields.push(("location", Value::from(&uuid)));
        fields.push((
            "allowed_operations",
            Value::set(["clone", "copy", "resize", "snapshot", "destroy", "forget"]),
        ));
        db.insert("VDI", &reference, &uuid, fields)?;
        db.set_content(&reference, Content::default());
        Ok::<_, Failure>(())
    })?;
    Ok(Value::from(reference))
}

/// `VDI.destroy`: not while a VM uses it; drives that held it are left without.
pub fn destroy(cx: &Cx, vdi: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        check(db, vdi, "destroy")?;
        let vbds = db.get("VDI", vdi, "VBDs")?;
        for vbd in vbds.items().iter().map(Value::as_str) {
            if db.get("VBD", vbd, "type")?.as_str() == "CD" {
                db.set("VBD", vbd, "VDI", Value::null())?;
                db.set("VBD", vbd, "empty", true)?;
            } else {
                db.delete("VBD", vbd)?;
            }
        }
        db.delete("VDI", vdi)
    })?;
    Ok(Value::Void)
}

/// `VDI.snapshot` and `VDI.clone`: another disk on the same SR, at once.
pub async fn twin(cx: &Cx, vdi: Str, op: &'static str) -> Result<Value, Failure> {
    let notes = begin(cx, &vdi, op)?;
    cx.work(0.3).await?;
    let none = Value::no_items();
    let disks = if op == "snapshot" { Disks::Snapshot(&none) } else { Disks::Clone };
    let new = cx.pool.write(|db| {
        check_sr(db, &db.get_str("VDI", &vdi, "SR")?)?;
        duplicate_disk(db, &cx.pool, &vdi, disks)
    })?;
    drop(notes);
    Ok(Value::from(new))
}

/// `VDI.copy`: a whole copy on any SR, into a new disk or one that is there.
pub async fn copy(cx: &Cx, vdi: Str, sr: Str, into: Str) -> Result<Value, Failure> {
    cx.pool.read(|db| if &*into == NULL { check_sr(db, &sr) } else { check(db, &into, "copy") })?;
    let notes = begin(cx, &vdi, "copy")?;
    for step in 1..=8 {
        cx.work(0.3).await?;
        cx.progress(f64::from(step) / 9.0);
    }
    let new = cx.pool.write(|db| {
        if &*into == NULL {
            return duplicate_disk(db, &cx.pool, &vdi, Disks::Copy(&sr));
        }
        let (from, to) = (db.get("VDI", &vdi, "virtual_size")?, db.get("VDI", &into, "virtual_size")?);
        if to.as_int() < from.as_int() {
            return Err(Failure::new("VDI_TOO_SMALL", [&*into, &from.as_int().to_string()]));
        }
        let used = db.get("VDI", &vdi, "physical_utilisation")?;
        db.set("VDI", &into, "physical_utilisation", used)?;
        let content = db.content(&vdi)?;
        db.set_content(&into, content);
        Ok(into.clone())
    })?;
    drop(notes);
    Ok(Value::from(new))
}

/// `VDI.resize` and `VDI.resize_online`: disks only grow.
pub async fn resize(cx: &Cx, vdi: Str, size: i64, op: &'static str) -> Result<Value, Failure> {
    let notes = begin(cx, &vdi, op)?;
    cx.work(0.3).await?;
    cx.pool.write(|db| {
        let size = rounded(size)?;
        if size < db.get("VDI", &vdi, "virtual_size")?.as_int() {
            return Err(Failure::new(
                "SR_BACKEND_FAILURE_79",
                ["", "VDI Invalid size [opterr=shrinking not allowed]", ""],
            ));
        }
        // What a disk holds from the start depends on its first size; beyond that there is nothing.
        let content = db.content(&vdi)?;
        db.set_content(&vdi, content);
        db.set("VDI", &vdi, "virtual_size", size)
    })?;
    drop(notes);
    Ok(Value::Void)
}

/// `VDI.forget`: the record goes, the data stays where it is.
pub fn forget(cx: &Cx, vdi: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        check(db, vdi, "forget")?;
        db.delete("VDI", vdi)
    })?;
    Ok(Value::Void)
}
