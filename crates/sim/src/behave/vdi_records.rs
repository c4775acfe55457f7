//! Records of disks whose data is there already, or stays behind: introduce, forget, find again; and the disks of
//! pool databases.

use serde::{Deserialize, Serialize};

use crate::behave::Args;
use crate::behave::allowed::{check, check_attached, check_sr};
use crate::behave::vm_copy::copied;
use crate::behave::{pool_record, space, vdi};
use crate::data::content::Content;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;

/// A disk of which a repository has the data, but the pool no record.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// UUID of the repository: it may have no record either.
    pub sr: Str,
    pub uuid: Str,
    pub fields: Vec<(&'static str, Value)>,
    pub content: Content,
}

/// What of such a disk is written on the disk itself.
const ON_DISK: &[&str] = &[
    "name_label",
    "name_description",
    "virtual_size",
    "physical_utilisation",
    "type",
    "sharable",
    "read_only",
    "location",
    "sm_config",
    "is_a_snapshot",
    "snapshot_time",
    "cbt_enabled",
    "managed",
];

/// How the state file has one.
#[derive(Serialize, Deserialize)]
pub struct Written {
    pub unknown: String,
    pub sr: String,
    pub fields: Vec<(String, serde_json::Value)>,
}

impl Unknown {
    /// The fields as JSON, to be kept.
    pub fn written(&self) -> Written {
        let json = |value: &Value| match value {
            Value::Int(n) => serde_json::json!(n),
            Value::Time(n) => serde_json::json!(crate::time::format(*n)),
            Value::Bool(b) => serde_json::json!(b),
            Value::Map(entries) => {
                entries.iter().map(|(k, v)| (k.to_string(), serde_json::json!(v.as_str()))).collect()
            }
            other => serde_json::json!(other.as_str()),
        };
        Written {
            unknown: self.uuid.to_string(),
            sr: self.sr.to_string(),
            fields: self.fields.iter().map(|(name, value)| ((*name).to_owned(), json(value))).collect(),
        }
    }

    /// Read back, all but the content.
    pub fn read(db: &Db, written: &Written) -> Result<Unknown, Failure> {
        let class = db.schema.class("VDI").ok_or_else(|| Failure::internal("no class VDI"))?;
        let mut fields = Vec::new();
        for (name, json) in &written.fields {
            if let Some(field) = class.field_id(name) {
                let field = &class.fields[field].def;
                fields.push((field.name, crate::data::value::unmarshal(&field.ty, json)?));
            }
        }
        let (sr, uuid) = (written.sr.as_str().into(), written.unknown.as_str().into());
        Ok(Unknown { sr, uuid, fields, content: Content::default() })
    }
}

/// A disk's record goes, its data stays where it is.
pub fn leave(db: &mut Db, vdi: &str) -> Result<(), Failure> {
    let sr = db.get_str("VDI", vdi, "SR")?;
    let mut fields = copied(db, "VDI", vdi, &[])?;
    fields.retain(|(name, _)| ON_DISK.contains(name));
    let unknown = Unknown {
        sr: db.get_str("SR", &sr, "uuid")?,
        uuid: db.get_str("VDI", vdi, "uuid")?,
        fields,
        content: db.content(vdi)?,
    };
    db.storage.add_unknown(unknown);
    vdi::remove(db, vdi)
}

/// Disks that lie on a repository without a record get one, as a scan gives it.
pub fn find(db: &mut Db, pool: &Pool, sr: &str) -> Result<(), Failure> {
    let uuid = db.get_str("SR", sr, "uuid")?;
    for unknown in db.storage.take_unknown(&uuid) {
        let reference = pool.fresh_ref();
        let mut fields = unknown.fields;
        fields.push(("SR", Value::from(sr)));
        db.insert("VDI", &reference, &unknown.uuid, fields)?;
        db.set_content(&reference, unknown.content);
    }
    Ok(())
}

/// `VDI.forget` and `VDI.db_forget`.
pub fn forget(cx: &Cx, vdi: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        check(db, vdi, "forget")?;
        leave(db, vdi)
    })?;
    Ok(Value::Void)
}

/// `VDI.introduce` (only of drivers that can), `VDI.pool_introduce` and `VDI.db_introduce`.
pub fn introduce(cx: &Cx, a: &Args<'_>, by_driver: bool) -> Result<Value, Failure> {
    let sr = a.shared(3);
    let (reference, fresh) = (cx.pool.fresh_ref(), cx.pool.fresh_uuid());
    let uuid = if a.str(0).is_empty() { fresh } else { a.shared(0) };
    cx.pool.write(|db| {
        db.get("SR", &sr, "uuid")?;
        if by_driver {
            check_attached(db, &sr)?;
            check_sr(db, &sr, "vdi_introduce")?;
        }
        for vdi in db.get("SR", &sr, "VDIs")?.items().iter().map(Value::as_str) {
            if db.get("VDI", vdi, "location")?.as_str() == a.str(8)
                || db.get("VDI", vdi, "uuid")?.as_str() == &*uuid
            {
                return Err(crate::behave::sm::backend(43, "The VDI already exists"));
            }
        }
        // Its data may lie there from before.
        let on_it = db.get_str("SR", &sr, "uuid")?;
        let known = db.storage.take_unknown_disk(&on_it, &uuid);
        let mut fields = vec![("SR", Value::from(&sr)), ("physical_utilisation", a.value(13))];
        let named = [
            ("name_label", 1),
            ("name_description", 2),
            ("type", 4),
            ("sharable", 5),
            ("read_only", 6),
            ("other_config", 7),
            ("location", 8),
            ("xenstore_data", 9),
            ("sm_config", 10),
            ("managed", 11),
            ("virtual_size", 12),
            ("metadata_of_pool", 14),
            ("is_a_snapshot", 15),
            ("snapshot_time", 16),
            ("snapshot_of", 17),
        ];
        fields.extend(named.map(|(name, n)| (name, a.value(n))));
        if let Value::Bool(tracked) = a.value(18) {
            fields.push(("cbt_enabled", Value::Bool(tracked)));
        }
        if a.int(12) == 0
            && let Some(known) = &known
        {
            let sizes = |name: &&(&str, Value)| matches!(name.0, "virtual_size" | "physical_utilisation");
            fields.extend(known.fields.iter().filter(sizes).cloned());
        }
        db.insert("VDI", &reference, &uuid, fields)?;
        db.set_content(&reference, known.map(|known| known.content).unwrap_or_default());
        Ok::<_, Failure>(())
    })?;
    Ok(Value::from(reference))
}

/// `VDI.update`: the driver writes down what the record says of the disk.
pub async fn update(cx: &Cx, vdi: Str) -> Result<Value, Failure> {
    let notes = vdi::begin(cx, &vdi, "update")?;
    cx.work(0.2).await?;
    cx.pool.write(|db| space::account(db, &vdi))?;
    drop(notes);
    Ok(Value::Void)
}

/// `SR.enable_database_replication`: a disk for the pool's database.
pub async fn replicate(cx: &Cx, sr: Str) -> Result<Value, Failure> {
    cx.pool.read(|db| super::sr_checks::replication(db, &sr))?;
    let already = cx.pool.read(|db| replicas(db, &sr))?;
    if !already.is_empty() {
        return Ok(Value::Void);
    }
    cx.work(0.5).await?;
    cx.pool.write(|db| {
        let fields = vec![
            ("name_label", Value::from("Metadata for DR")),
            ("name_description", Value::from("Used for disaster recovery")),
            ("type", Value::from("metadata")),
            ("metadata_of_pool", Value::from(pool_record::only(db)?)),
            ("metadata_latest", Value::Bool(true)),
        ];
        vdi::add(db, &cx.pool, &sr, 256 << 20, fields)
    })?;
    Ok(Value::Void)
}

/// `SR.disable_database_replication`.
pub fn replicate_no_more(cx: &Cx, sr: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        for vdi in replicas(db, sr)? {
            vdi::remove(db, &vdi)?;
        }
        Ok::<_, Failure>(())
    })?;
    Ok(Value::Void)
}

/// The disks of a repository that hold this pool's database.
fn replicas(db: &Db, sr: &str) -> Result<Vec<Str>, Failure> {
    let mut found = Vec::new();
    for vdi in db.get("SR", sr, "VDIs")?.items() {
        let vdi = vdi.to_shared();
        let of = db.get_str("VDI", &vdi, "metadata_of_pool")?;
        if db.get("VDI", &vdi, "type")?.as_str() == "metadata" && db.exists("pool", &of) {
            found.push(vdi);
        }
    }
    Ok(found)
}

fn metadata(db: &Db, vdi: &str) -> Result<Str, Failure> {
    let kind = db.get_str("VDI", vdi, "type")?;
    if &*kind != "metadata" {
        return Err(Failure::new("VDI_INCOMPATIBLE_TYPE", [vdi, &*kind]));
    }
    db.get_str("VDI", vdi, "metadata_of_pool")
}

/// `VDI.open_database`: only of another pool's, and none that could be read was ever written here.
pub fn open_database(cx: &Cx, vdi: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        let of = metadata(db, vdi)?;
        if db.exists("pool", &of) {
            return Err(Failure::new("VDI_CONTAINS_METADATA_OF_THIS_POOL", [vdi, &*of]));
        }
        Err(Failure::new("COULD_NOT_IMPORT_DATABASE", ["no database is found on the disk"]))
    })
}

/// `VDI.read_database_pool_uuid`: empty when there is none.
pub fn database_pool(cx: &Cx, vdi: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        let of = metadata(db, vdi)?;
        Ok(if db.exists("pool", &of) { db.get("pool", &of, "uuid")? } else { Value::empty() })
    })
}
