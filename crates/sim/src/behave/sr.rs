//! Storage repositories: scan, forget, destroy, share.

use std::sync::Arc;
use std::time::Duration;

use crate::behave::allowed::check_sr;
use crate::behave::vm_state::Notes;
use crate::behave::{space, vdi_records};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;

/// Seconds between scans of a repository that asks for them, at the speed of the simulation; and the least it can be.
const AUTO_SCAN: f64 = 30.0;
const LEAST_PAUSE: f64 = 0.05;

/// Notes an operation on a repository that allows it.
pub fn begin(cx: &Cx, sr: &Str, op: &str) -> Result<Notes, Failure> {
    let mut notes = Notes::new(cx);
    cx.pool.write(|db| {
        check_sr(db, sr, op)?;
        notes.add(db, "SR", sr, op)
    })?;
    Ok(notes)
}

/// `SR.scan` and `SR.update`: the figures are those of the disks; a scan also finds disks that lie there.
pub async fn scan(cx: &Cx, sr: Str, op: &'static str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        db.get("SR", &sr, "uuid")?;
        let plugged = crate::behave::allowed::plugged(db, &sr)?;
        if plugged { Ok(()) } else { Err(Failure::new("SR_HAS_NO_PBDS", [&*sr])) }
    })?;
    let notes = begin(cx, &sr, op)?;
    cx.work(0.5).await?;
    cx.pool.write(|db| {
        if op == "scan" {
            vdi_records::find(db, &cx.pool, &sr)?;
        }
        measure(db, &cx.pool, &sr)
    })?;
    drop(notes);
    Ok(Value::Void)
}

/// Scans the repositories whose `other_config` asks for it, for as long as the pool lives.
pub async fn scan_by_itself(pool: Arc<Pool>) {
    let pause = Duration::from_secs_f64((AUTO_SCAN / pool.config.speed).max(LEAST_PAUSE));
    loop {
        crate::time::sleep(pause).await;
        let asks = |db: &Db, sr: &Str| {
            let config = db.get("SR", sr, "other_config").unwrap_or(Value::Void);
            config.key("auto-scan").is_some_and(|on| on.as_str() == "true")
        };
        let due: Vec<Str> = pool.read(|db| db.refs("SR").into_iter().filter(|sr| asks(db, sr)).collect());
        for sr in due {
            let session = "".into();
            let cx = Cx { pool: pool.clone(), host: pool.master(), session, task: None, cancelled: None };
            // One that is busy or that no host is connected to is scanned the next time.
            if let Err(failure) = scan(&cx, sr, "scan").await {
                tracing::debug!(%failure, "a scan by itself");
            }
        }
    }
}

/// Writes down what the disks of a repository are and take together.
pub fn measure(db: &mut Db, pool: &Pool, sr: &str) -> Result<(), Failure> {
    let (mut allocated, mut used) = (0, 0);
    for vdi in db.get("SR", sr, "VDIs")?.items().iter().map(Value::as_str) {
        allocated += db.get("VDI", vdi, "virtual_size")?.as_int();
        used += db.get("VDI", vdi, "physical_utilisation")?.as_int();
    }
    if space::filled(pool, db, sr) {
        used = db.get("SR", sr, "physical_size")?.as_int();
    }
    db.set("SR", sr, "virtual_allocation", allocated)?;
    db.set("SR", sr, "physical_utilisation", used)?;
    Ok(())
}

/// `SR.forget`: the records of the SR and its disks go, the data stays.
pub async fn forget(cx: &Cx, sr: Str) -> Result<Value, Failure> {
    let notes = begin(cx, &sr, "forget")?;
    cx.work(0.3).await?;
    cx.pool.write(|db| {
        for vdi in db.get("SR", &sr, "VDIs")?.items() {
            vdi_records::leave(db, vdi.as_str())?;
        }
        remove(db, &sr)
    })?;
    drop(notes);
    Ok(Value::Void)
}

/// `SR.destroy`: only of an empty one.
pub async fn destroy(cx: &Cx, sr: Str) -> Result<Value, Failure> {
    let notes = begin(cx, &sr, "destroy")?;
    cx.work(0.6).await?;
    cx.pool.write(|db| {
        let uuid = db.get_str("SR", &sr, "uuid")?;
        for vdi in db.get("SR", &sr, "VDIs")?.items() {
            db.delete("VDI", vdi.as_str())?;
        }
        // Whatever else lay there is lost with it.
        db.storage.take_unknown(&uuid);
        remove(db, &sr)
    })?;
    drop(notes);
    Ok(Value::Void)
}

fn remove(db: &mut Db, sr: &str) -> Result<(), Failure> {
    for pbd in db.get("SR", sr, "PBDs")?.items() {
        db.delete("PBD", pbd.as_str())?;
    }
    db.delete("SR", sr)
}

/// `SR.set_shared`: no more shared is only what a single host is connected to.
pub fn set_shared(cx: &Cx, sr: &str, shared: bool) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let pbds = db.get("SR", sr, "PBDs")?;
        if !shared && pbds.items().len() > 1 {
            return Err(Failure::new("SR_HAS_MULTIPLE_PBDS", pbds.items().iter().map(Value::as_str)));
        }
        db.set("SR", sr, "shared", shared)
    })?;
    Ok(Value::Void)
}

/// Repositories that a fault has just filled show it at once.
pub fn show_filled(pool: &Pool) {
    pool.write(|db| {
        for sr in db.refs("SR") {
            if space::filled(pool, db, &sr) {
                // It was listed a moment ago under the same lock.
                let _ = measure(db, pool, &sr);
            }
        }
    });
}
