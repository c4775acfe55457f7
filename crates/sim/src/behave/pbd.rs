//! Connections of hosts to repositories.

use crate::behave::vm_devices::constructor;
use crate::behave::{ha, pool_record, sm, sr, vdi_records};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;

/// Whether a host reaches a repository.
pub fn reaches(db: &Db, host: &str, sr: &str) -> bool {
    let pbds = db.get("SR", sr, "PBDs").unwrap_or_else(|_| Value::no_items());
    pbds.items().iter().map(Value::as_str).any(|pbd| {
        db.get("PBD", pbd, "host").is_ok_and(|h| h.as_str() == host)
            && db.get("PBD", pbd, "currently_attached").is_ok_and(|a| a.as_bool())
    })
}

pub fn assert_reaches(db: &Db, host: &str, sr: &str) -> Result<(), Failure> {
    if reaches(db, host, sr) { Ok(()) } else { Err(Failure::new("HOST_CANNOT_SEE_SR", [host, sr])) }
}

/// `PBD.create`: one for each host and SR, and only one in all of an SR that is not shared.
pub fn create(cx: &Cx, record: &Value) -> Result<Value, Failure> {
    let (reference, uuid) = (cx.pool.fresh_ref(), cx.pool.fresh_uuid());
    cx.pool.write(|db| {
        let fields = constructor(db, "PBD", record)?;
        let named = |field: &str| record.key(field).map_or("", Value::as_str);
        let (host, sr) = (named("host"), named("SR"));
        db.get("host", host, "uuid")?;
        let shared = db.get("SR", sr, "shared")?.as_bool();
        for other in db.get("SR", sr, "PBDs")?.items() {
            if db.get("PBD", other.as_str(), "host")?.as_str() == host {
                return Err(Failure::new("PBD_EXISTS", [sr, host, other.as_str()]));
            }
            if !shared {
                return Err(Failure::new("SR_NOT_SHARABLE", [sr, host]));
            }
        }
        db.insert("PBD", &reference, &uuid, fields)
    })?;
    Ok(Value::from(reference))
}

fn unplugged(db: &Db, pbd: &str) -> Result<(), Failure> {
    if db.get("PBD", pbd, "currently_attached")?.as_bool() {
        return Err(Failure::new("OPERATION_NOT_ALLOWED", ["PBD is currently attached"]));
    }
    Ok(())
}

/// `PBD.destroy`: not while it is plugged.
pub fn destroy(cx: &Cx, pbd: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        unplugged(db, pbd)?;
        db.delete("PBD", pbd)
    })?;
    Ok(Value::Void)
}

/// `PBD.set_device_config`: likewise.
pub fn set_device_config(cx: &Cx, pbd: &str, config: Value) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        unplugged(db, pbd)?;
        db.set("PBD", pbd, "device_config", config)
    })?;
    Ok(Value::Void)
}

/// `PBD.plug`; again is no error. The first connection finds what lies on the storage.
pub async fn plug(cx: &Cx, pbd: Str) -> Result<Value, Failure> {
    let sr = cx.pool.read(|db| db.get_str("PBD", &pbd, "SR"))?;
    if cx.pool.read(|db| db.get("PBD", &pbd, "currently_attached"))?.as_bool() {
        return Ok(Value::Void);
    }
    cx.pool.read(|db| {
        let driver = sm::wanted(&db.get_str("SR", &sr, "type")?)?;
        driver.check(&db.get("PBD", &pbd, "device_config")?)
    })?;
    let notes = sr::begin(cx, &sr, "plug")?;
    cx.work(0.4).await?;
    cx.pool.write(|db| {
        db.set("PBD", &pbd, "currently_attached", true)?;
        vdi_records::find(db, &cx.pool, &sr)
    })?;
    drop(notes);
    Ok(Value::Void)
}

/// `PBD.unplug`: not while a VM on its host uses a disk of the SR.
pub async fn unplug(cx: &Cx, pbd: Str) -> Result<Value, Failure> {
    let (sr, host) = cx
        .pool
        .read(|db| Ok::<_, Failure>((db.get_str("PBD", &pbd, "SR")?, db.get_str("PBD", &pbd, "host")?)))?;
    let idle = |db: &Db| {
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
        // Where the host caches disks, and, with HA on, where its state lies.
        let local = db.get("SR", &sr, "local_cache_enabled")?.as_bool();
        if local && db.get_str("host", &host, "local_cache_sr")? == sr {
            return Err(Failure::new("SR_IS_CACHE_SR", [&*host]));
        }
        if ha::is_enabled(db) {
            let files = db.get("pool", &pool_record::only(db)?, "ha_statefiles")?;
            for file in files.items().iter().map(Value::as_str) {
                if db.get_str("VDI", file, "SR").is_ok_and(|on| on == sr) {
                    return Err(Failure::bare("HA_IS_ENABLED"));
                }
            }
        }
        Ok(())
    };
    if !cx.pool.read(|db| db.get("PBD", &pbd, "currently_attached"))?.as_bool() {
        return Ok(Value::Void);
    }
    cx.pool.read(idle)?;
    let notes = sr::begin(cx, &sr, "unplug")?;
    cx.work(0.4).await?;
    cx.pool.write(|db| {
        idle(db)?;
        db.set("PBD", &pbd, "currently_attached", false)
    })?;
    drop(notes);
    Ok(Value::Void)
}
