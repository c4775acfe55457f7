//! Storage repositories and their connections to hosts.

use crate::behave::vm_devices::constructor;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;

fn plugged(db: &Db, sr: &str) -> Result<bool, Failure> {
    for pbd in db.get("SR", sr, "PBDs")?.items() {
        if db.get("PBD", pbd.as_str(), "currently_attached")?.as_bool() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `SR.scan` and `SR.update`: the figures are those of the disks.
pub async fn scan(cx: &Cx, sr: Str) -> Result<Value, Failure> {
    cx.pool
        .read(|db| if plugged(db, &sr)? { Ok(()) } else { Err(Failure::new("SR_HAS_NO_PBDS", [&*sr])) })?;
    cx.work(0.5).await?;
    cx.pool.write(|db| {
        let (mut allocated, mut used) = (0, 0);
        for vdi in db.get("SR", &sr, "VDIs")?.items().iter().map(Value::as_str) {
            allocated += db.get("VDI", vdi, "virtual_size")?.as_int();
            used += db.get("VDI", vdi, "physical_utilisation")?.as_int();
        }
        db.set("SR", &sr, "virtual_allocation", allocated)?;
        db.set("SR", &sr, "physical_utilisation", used)
    })?;
    Ok(Value::Void)
}

/// `SR.forget`: the records of the SR and its disks go, the data stays.
pub async fn forget(cx: &Cx, sr: Str) -> Result<Value, Failure> {
    cx.pool.read(|db| unplugged(db, &sr))?;
    cx.work(0.3).await?;
    cx.pool.write(|db| remove(db, &sr))?;
    Ok(Value::Void)
}

/// `SR.destroy`: only of an empty one.
pub async fn destroy(cx: &Cx, sr: Str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        unplugged(db, &sr)?;
        if db.get("SR", &sr, "PBDs")?.items().is_empty() {
            return Err(Failure::new("SR_HAS_NO_PBDS", [&*sr]));
        }
        for vdi in db.get("SR", &sr, "VDIs")?.items() {
            if db.get("VDI", vdi.as_str(), "managed")?.as_bool() {
                return Err(Failure::bare("SR_NOT_EMPTY"));
            }
        }
        Ok(())
    })?;
    cx.work(0.6).await?;
    cx.pool.write(|db| remove(db, &sr))?;
    Ok(Value::Void)
}

fn unplugged(db: &Db, sr: &str) -> Result<(), Failure> {
    if plugged(db, sr)? { Err(Failure::new("SR_HAS_PBD", [sr])) } else { Ok(()) }
}

fn remove(db: &mut Db, sr: &str) -> Result<(), Failure> {
    for (class, field) in [("PBD", "PBDs"), ("VDI", "VDIs")] {
        for part in db.get("SR", sr, field)?.items() {
            db.delete(class, part.as_str())?;
        }
    }
    db.delete("SR", sr)
}

/// `PBD.create`: one for each host and SR.
pub fn create_pbd(cx: &Cx, record: &Value) -> Result<Value, Failure> {
    let (reference, uuid) = (cx.pool.fresh_ref(), cx.pool.fresh_uuid());
    cx.pool.write(|db| {
        let fields = constructor(db, "PBD", record)?;
        let named = |field: &str| record.key(field).map_or("", Value::as_str);
        let (host, sr) = (named("host"), named("SR"));
        db.get("host", host, "uuid")?;
        for other in db.get("SR", sr, "PBDs")?.items() {
            if db.get("PBD", other.as_str(), "host")?.as_str() == host {
                return Err(Failure::new("PBD_EXISTS", [sr, host, other.as_str()]));
            }
        }
        db.insert("PBD", &reference, &uuid, fields)
    })?;
    Ok(Value::from(reference))
}

/// `PBD.destroy`: not while it is plugged.
pub fn destroy_pbd(cx: &Cx, pbd: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        if db.get("PBD", pbd, "currently_attached")?.as_bool() {
            return Err(Failure::new("OPERATION_NOT_ALLOWED", ["PBD is currently attached"]));
        }
        db.delete("PBD", pbd)
    })?;
    Ok(Value::Void)
}

/// `PBD.plug`; again is no error.
pub async fn plug(cx: &Cx, pbd: Str) -> Result<Value, Failure> {
    cx.pool.read(|db| db.get("PBD", &pbd, "uuid"))?;
    cx.work(0.4).await?;
    cx.pool.write(|db| db.set("PBD", &pbd, "currently_attached", true))?;
    Ok(Value::Void)
}

/// `PBD.unplug`: not while a VM on its host uses a disk of the SR.
pub async fn unplug(cx: &Cx, pbd: Str) -> Result<Value, Failure> {
    let idle = |db: &Db| {
        let (sr, host) = (db.get_str("PBD", &pbd, "SR")?, db.get_str("PBD", &pbd, "host")?);
        for vdi in db.get("SR", &sr, "VDIs")?.items().iter().map(Value::as_str) {
            for vbd in db.get("VDI", vdi, "VBDs")?.items().iter().map(Value::as_str) {
                let vm = db.get_str("VBD", vbd, "VM")?;
                if db.get("VBD", vbd, "currently_attached")?.as_bool()
                    && db.get_str("VM", &vm, "resident_on")? == host
                {
                    return Err(Failure::new("VDI_IN_USE", [vdi, "unplug"]));
                }
            }
        }
        Ok(())
    };
    cx.pool.read(idle)?;
    cx.work(0.4).await?;
    cx.pool.write(|db| {
        idle(db)?;
        db.set("PBD", &pbd, "currently_attached", false)
    })?;
    Ok(Value::Void)
}
