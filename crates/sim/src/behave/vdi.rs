//! Disks: create, snapshot, clone, copy, resize, destroy.

pub use crate::behave::allowed::check;

use crate::behave::allowed::{check_attached, check_sr};
use crate::behave::sm;
use crate::behave::space;
use crate::behave::vm_copy::{Disks, duplicate_disk};
use crate::behave::vm_devices::constructor;
use crate::behave::vm_state::Notes;
use crate::data::content::Content;
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;

/// Disks come in whole multiples of this.
const GRANULE: i64 = 2 << 20;

/// A size as the storage makes it.
fn rounded(size: i64) -> Result<i64, Failure> {
    if size < 0 {
        return Err(Failure::new("INVALID_VALUE", ["virtual_size".to_owned(), size.to_string()]));
    }
    Ok(size.max(1).checked_add(GRANULE - 1).unwrap_or(size) / GRANULE * GRANULE)
}

/// Refuses a repository on which no disk can be made.
pub fn check_target(db: &Db, sr: &str) -> Result<(), Failure> {
    if db.get("SR", sr, "content_type")?.as_str() == "iso" {
        return Err(Failure::new("SR_OPERATION_NOT_SUPPORTED", [sr]));
    }
    check_attached(db, sr)?;
    check_sr(db, sr, "vdi_create")
}

/// Notes an operation on a disk that allows it.
pub fn begin(cx: &Cx, vdi: &Str, op: &str) -> Result<Notes, Failure> {
    let mut notes = Notes::new(cx);
    cx.pool.write(|db| {
        check(db, vdi, op)?;
        check_attached(db, &db.get_str("VDI", vdi, "SR")?)?;
        notes.add(db, "VDI", vdi, op)
    })?;
    Ok(notes)
}

/// `VDI.create`: the size is rounded up.
pub fn create(cx: &Cx, record: &Value) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let fields = constructor(db, "VDI", record)?;
        let sr = record.key("SR").map_or("", Value::as_str);
        let size = record.key("virtual_size").map_or(0, Value::as_int);
        add(db, &cx.pool, sr, size, fields).map(Value::from)
    })
}

/// A new and empty disk on a repository that has room for it.
pub fn add(
    db: &mut Db,
    pool: &Pool,
    sr: &str,
    size: i64,
    mut fields: Vec<(&'static str, Value)>,
) -> Result<Str, Failure> {
    check_target(db, sr)?;
    let size = rounded(size)?;
    let taken = space::at_first(db, sr, size);
    space::claim(pool, db, sr, taken)?;
    let (reference, uuid) = (pool.fresh_ref(), pool.fresh_uuid());
    fields.extend([
        ("SR", Value::from(sr)),
        ("virtual_size", Value::Int(size)),
        ("physical_utilisation", Value::Int(taken)),
        ("managed", Value::Bool(true)),
        ("location", Value::from(&uuid)),
    ]);
    db.insert("VDI", &reference, &uuid, fields)?;
    db.set_content(&reference, Content::default());
    Ok(reference)
}

/// What of a disk's record a copy of it elsewhere has, too.
pub const CARRIED: &[&str] = &[
    "name_label",
    "name_description",
    "virtual_size",
    "type",
    "sharable",
    "read_only",
    "other_config",
    "xenstore_data",
    "tags",
];

/// `VDI.destroy`: not while a VM uses it; drives that held it are left without.
pub fn destroy(cx: &Cx, vdi: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        check(db, vdi, "destroy")?;
        check_attached(db, &db.get_str("VDI", vdi, "SR")?)?;
        remove(db, vdi)
    })?;
    Ok(Value::Void)
}

/// A disk's record goes, and what pointed to it.
pub fn remove(db: &mut Db, vdi: &str) -> Result<(), Failure> {
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
}

/// `VDI.snapshot` and `VDI.clone`: another disk on the same SR, at once.
pub async fn twin(cx: &Cx, vdi: Str, op: &'static str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        let sr = db.get_str("VDI", &vdi, "SR")?;
        let size = db.get("VDI", &vdi, "virtual_size")?.as_int();
        space::claim(&cx.pool, db, &sr, space::at_first(db, &sr, size))
    })?;
    let notes = begin(cx, &vdi, op)?;
    cx.work(0.3).await?;
    let none = Value::no_items();
    let disks = if op == "snapshot" { Disks::Snapshot(&none) } else { Disks::Clone };
    let new = cx.pool.write(|db| duplicate_disk(db, &cx.pool, &vdi, disks))?;
    drop(notes);
    Ok(Value::from(new))
}

/// `VDI.copy`: a whole copy on any SR, into a new disk or one that is there; with a base, only what is another than
/// there.
pub async fn copy(cx: &Cx, vdi: Str, sr: Str, base: Str, into: Str) -> Result<Value, Failure> {
    let sr =
        if &*sr == NULL && &*into == NULL { cx.pool.read(|db| db.get_str("VDI", &vdi, "SR"))? } else { sr };
    cx.pool.read(|db| {
        if &*base != NULL {
            db.get("VDI", &base, "uuid")?;
        }
        if &*into == NULL {
            check_target(db, &sr)?;
            return space::claim(&cx.pool, db, &sr, space::of_copy(db, &vdi, &sr)?);
        }
        check(db, &into, "attach")?;
        if db.get("VDI", &into, "read_only")?.as_bool() {
            return Err(Failure::new("VDI_READONLY", [&*into]));
        }
        let (from, to) = (db.get("VDI", &vdi, "virtual_size")?, db.get("VDI", &into, "virtual_size")?);
        if to.as_int() < from.as_int() {
            return Err(Failure::new("VDI_TOO_SMALL", [&*into, &from.as_int().to_string()]));
        }
        Ok(())
    })?;
    let mut notes = begin(cx, &vdi, "copy")?;
    if &*into != NULL {
        cx.pool.write(|db| notes.add(db, "VDI", &into, "copy"))?;
    }
    for step in 1..=8 {
        cx.work(0.3).await?;
        cx.progress(f64::from(step) / 9.0);
    }
    let new = cx.pool.write(|db| {
        if &*into == NULL {
            return duplicate_disk(db, &cx.pool, &vdi, Disks::Copy(&sr));
        }
        let size = u64::try_from(db.get("VDI", &vdi, "virtual_size")?.as_int()).unwrap_or(0);
        let mut content = db.content(&into)?;
        let base = if &*base == NULL { None } else { Some(db.content(&base)?) };
        content.overlay(&db.content(&vdi)?, base.as_ref(), size);
        let sr = db.get_str("VDI", &into, "SR")?;
        let before = db.content(&into)?;
        db.set_content(&into, content);
        let more = space::taken(db, &into)? - db.get("VDI", &into, "physical_utilisation")?.as_int();
        if let Err(full) = space::claim(&cx.pool, db, &sr, more.max(0)) {
            db.set_content(&into, before);
            return Err(full);
        }
        space::account(db, &into)?;
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
        let before = db.get("VDI", &vdi, "virtual_size")?.as_int();
        if size < before {
            return Err(sm::backend(79, "VDI Invalid size [opterr=shrinking not allowed]"));
        }
        let sr = db.get_str("VDI", &vdi, "SR")?;
        let more = space::at_first(db, &sr, size) - space::at_first(db, &sr, before);
        space::claim(&cx.pool, db, &sr, more)?;
        // What a disk holds from the start depends on its first size; beyond that there is nothing.
        let content = db.content(&vdi)?;
        db.set_content(&vdi, content);
        db.set("VDI", &vdi, "virtual_size", size)?;
        let taken = db.get("VDI", &vdi, "physical_utilisation")?.as_int();
        db.set("VDI", &vdi, "physical_utilisation", taken + more)
    })?;
    drop(notes);
    Ok(Value::Void)
}

/// `VDI.set_on_boot`: not while it is used, and not with its changes tracked.
pub fn set_on_boot(cx: &Cx, vdi: &str, value: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        check(db, vdi, "set_on_boot")?;
        db.set("VDI", vdi, "on_boot", value)
    })?;
    Ok(Value::Void)
}

/// `VDI.revert`: of a snapshot, and no driver of today can.
pub fn revert(cx: &Cx, snapshot: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        if !db.get("VDI", snapshot, "is_a_snapshot")?.as_bool() {
            return Err(Failure::new("OPERATION_NOT_ALLOWED", ["VDI is not a snapshot"]));
        }
        check(db, snapshot, "copy")?;
        let kind = db.get_str("SR", &db.get_str("VDI", snapshot, "SR")?, "type")?;
        Err(Failure::new("UNIMPLEMENTED_IN_SM_BACKEND", [format!("VDI.revert ({kind})")]))
    })
}
