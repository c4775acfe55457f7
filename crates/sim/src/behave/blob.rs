//! Blobs: small binary things kept beside objects. Their bytes come and go over HTTP (`transfer::blob`).

use crate::data::content::Content;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;

fn add(db: &mut Db, pool: &Pool, name: &str, mime: &str, public: bool) -> Result<Str, Failure> {
    let reference = pool.fresh_ref();
    let mime = if mime.is_empty() { "application/octet-stream" } else { mime };
    let fields = [
        ("name_label", Value::from(name)),
        ("mime_type", Value::from(mime)),
        ("public", Value::Bool(public)),
        ("last_updated", Value::Time(0)),
    ];
    db.insert("blob", &reference, &pool.fresh_uuid(), fields)?;
    db.set_content(&reference, Content::default());
    Ok(reference)
}

/// `blob.create`.
pub fn create(cx: &Cx, mime: &str, public: bool) -> Result<Value, Failure> {
    cx.pool.write(|db| add(db, &cx.pool, "", mime, public)).map(Value::from)
}

/// `create_new_blob` of VMs, hosts, networks, repositories and pools: it is found there under its name.
pub fn create_on(
    cx: &Cx,
    class: &str,
    owner: &str,
    name: &str,
    mime: &str,
    public: bool,
) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let blobs = db.get(class, owner, "blobs")?;
        if blobs.key(name).is_some() {
            return Err(Failure::new("MAP_DUPLICATE_KEY", [class, "blobs", owner, name]));
        }
        let blob = add(db, &cx.pool, name, mime, public)?;
        db.set(class, owner, "blobs", blobs.with_entry(name, Value::from(&blob)))?;
        Ok(Value::from(blob))
    })
}

/// `blob.destroy`.
pub fn destroy(cx: &Cx, blob: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        db.delete("blob", blob)?;
        for class in ["VM", "host", "network", "SR", "pool"] {
            for owner in db.refs(class) {
                let blobs = db.get(class, &owner, "blobs")?;
                let name =
                    blobs.entries().iter().find(|(_, of)| of.as_str() == blob).map(|(name, _)| name.clone());
                if let Some(name) = name {
                    db.set(class, &owner, "blobs", blobs.without_entry(&name))?;
                }
            }
        }
        Ok(Value::Void)
    })
}

/// `crashdump.destroy`: with its disk.
pub fn destroy_crashdump(cx: &Cx, dump: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let vdi = db.get_str("crashdump", dump, "VDI")?;
        if db.exists("VDI", &vdi) {
            crate::behave::allowed::check(db, &vdi, "destroy")?;
            crate::behave::vdi::remove(db, &vdi)?;
        }
        db.delete("crashdump", dump)
    })?;
    Ok(Value::Void)
}
