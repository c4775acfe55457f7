//! New repositories: created on storage, or introduced where one lies already.

use crate::behave::Args;
use crate::behave::sm::{self, Driver};
use crate::behave::vdi_records::{self, Unknown};
use crate::behave::{sr, sr_probe};
use crate::data::content::Content;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;

/// Discs that a library on a server is found with.
const DISCS: &[(&str, i64)] =
    &[("debian-13.0.0-amd64-netinst.iso", 784_334_848), ("memtest86plus-7.20.iso", 6_610_944)];

/// `SR.create`: records of the repository and of each host's connection, which are plugged at once.
pub async fn create(cx: &Cx, a: &Args<'_>) -> Result<Value, Failure> {
    let (host, config, size) = (a.shared(0), a.value(1), a.int(2));
    let (name, description, kind, content, shared) =
        (a.value(3), a.value(4), a.shared(5), a.str(6), a.bool(7));
    cx.pool.read(|db| db.get("host", &host, "uuid"))?;
    let driver = sm::wanted(&kind)?;
    // Drivers answer the same as when they are asked what is there: what is missing, and what there would be.
    cx.pool.read(|db| sr_probe::refuse_incomplete(db, driver, &config))?;
    driver.check(&config)?;
    cx.pool.read(|db| unused(db, driver, &host, &config))?;
    cx.work(0.8).await?;
    cx.progress(0.5);
    let reference = cx.pool.fresh_ref();
    let uuid = cx.pool.fresh_uuid();
    cx.pool.write(|db| {
        unused(db, driver, &host, &config)?;
        let content = match content {
            "" if driver.kind == "iso" => "iso",
            "" => "user",
            given => given,
        };
        let size = if size > 0 { size } else { sr_probe::size_of(driver, &config) };
        db.insert(
            "SR",
            &reference,
            &uuid,
            [
                ("name_label", name.clone()),
                ("name_description", description.clone()),
                ("type", Value::from(driver.kind)),
                ("content_type", Value::from(content)),
                ("shared", Value::Bool(shared)),
                ("physical_size", Value::Int(size)),
                ("sm_config", a.value(8)),
                ("default_vdi_visibility", Value::Bool(true)),
            ],
        )?;
        if driver.kind == "iso" {
            lay_discs(db, &cx.pool, &uuid);
        }
        let hosts = if shared { db.refs("host") } else { vec![host.clone()] };
        for host in hosts {
            let fields = [
                ("host", Value::from(&host)),
                ("SR", Value::from(&reference)),
                ("device_config", config.clone()),
                ("currently_attached", Value::Bool(true)),
            ];
            db.insert("PBD", &cx.pool.fresh_ref(), &cx.pool.fresh_uuid(), fields)?;
        }
        vdi_records::find(db, &cx.pool, &reference)?;
        sr::measure(db, &cx.pool, &reference)
    })?;
    Ok(Value::from(reference))
}

/// A drive of a host can hold one repository.
fn unused(db: &Db, driver: &Driver, host: &str, config: &Value) -> Result<(), Failure> {
    if !matches!(driver.kind, "ext" | "lvm") {
        return Ok(());
    }
    let drives = |config: &Value| -> Vec<String> {
        config.key("device").map_or("", Value::as_str).split(',').map(str::to_owned).collect()
    };
    let wanted = drives(config);
    for pbd in db.get("host", host, "PBDs")?.items().iter().map(Value::as_str) {
        let taken = drives(&db.get("PBD", pbd, "device_config")?);
        if wanted.iter().any(|drive| taken.contains(drive)) {
            return Err(Failure::bare("SR_DEVICE_IN_USE"));
        }
    }
    Ok(())
}

fn lay_discs(db: &mut Db, pool: &Pool, sr: &Str) {
    for (name, size) in DISCS {
        let uuid = pool.fresh_uuid();
        let fields = vec![
            ("name_label", Value::from(*name)),
            ("location", Value::from(*name)),
            ("virtual_size", Value::Int(*size)),
            ("physical_utilisation", Value::Int(*size)),
            ("type", Value::from("user")),
            ("read_only", Value::Bool(true)),
            ("managed", Value::Bool(true)),
        ];
        let content = Content::seeded(name, u64::try_from(*size).unwrap_or(0));
        db.storage.add_unknown(Unknown { sr: sr.clone(), uuid, fields, content });
    }
}

/// `SR.introduce`: a record only; connections are made and plugged one by one, and find what lies there.
pub fn introduce(cx: &Cx, a: &Args<'_>) -> Result<Value, Failure> {
    let (reference, fresh) = (cx.pool.fresh_ref(), cx.pool.fresh_uuid());
    let uuid = if a.str(0).is_empty() { fresh } else { a.shared(0) };
    let driver = sm::wanted(a.str(3))?;
    cx.pool.write(|db| {
        if db.table("SR")?.by_uuid(&uuid).is_some() {
            return Err(Failure::new("SR_UUID_EXISTS", [&*uuid]));
        }
        let lies_there = db.storage.unknown().iter().filter(|disk| disk.sr == uuid);
        let used: i64 = lies_there
            .filter_map(|disk| disk.fields.iter().find(|(name, _)| *name == "physical_utilisation"))
            .map(|(_, taken)| taken.as_int())
            .sum();
        let size = sr_probe::size_from(&uuid).max(used);
        db.insert(
            "SR",
            &reference,
            &uuid,
            [
                ("name_label", a.value(1)),
                ("name_description", a.value(2)),
                ("type", Value::from(driver.kind)),
                ("content_type", a.value(4)),
                ("shared", Value::Bool(a.bool(5))),
                ("physical_size", Value::Int(size)),
                ("sm_config", a.value(6)),
                ("default_vdi_visibility", Value::Bool(true)),
            ],
        )
    })?;
    Ok(Value::from(reference))
}
