//! What a repository may be used for beyond disks: the state of HA, copies of the database.

use crate::behave::{host, pbd, sm, space};
use crate::data::db::Db;
use crate::data::value::Value;
use crate::dispatch::Cx;
use crate::error::Failure;

/// What the file of HA's state takes.
const STATEFILE: i64 = 4 << 20;

/// Hosts that are up and connected to a repository.
pub fn live_hosts(cx: &Cx, sr: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        let mut live = Vec::new();
        for pbd in db.get("SR", sr, "PBDs")?.items().iter().map(Value::as_str) {
            let host = db.get_str("PBD", pbd, "host")?;
            if db.get("PBD", pbd, "currently_attached")?.as_bool() && host::is_live(db, &host)? {
                live.push(host);
            }
        }
        Ok(Value::set(live))
    })
}

/// Every host must be connected.
fn reached_by_all(db: &Db, sr: &str) -> Result<(), Failure> {
    if db.get("SR", sr, "PBDs")?.items().is_empty() {
        return Err(Failure::new("SR_HAS_NO_PBDS", [sr]));
    }
    if db.refs("host").iter().all(|host| pbd::reaches(db, host, sr)) {
        return Ok(());
    }
    Err(Failure::new("SR_NOT_ATTACHED", [sr]))
}

/// Its driver must be able to say how a disk is reached without the pool's database.
fn self_describing(db: &Db, sr: &str) -> Result<(), Failure> {
    let kind = db.get_str("SR", sr, "type")?;
    if sm::wanted(&kind)?.can("VDI_GENERATE_CONFIG") {
        return Ok(());
    }
    Err(Failure::new("SR_OPERATION_NOT_SUPPORTED", [sr]))
}

/// `SR.assert_can_host_ha_statefile`.
pub fn statefile(cx: &Cx, sr: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        if !db.get("SR", sr, "shared")?.as_bool() {
            return Err(Failure::new("HA_CONSTRAINT_VIOLATION_SR_NOT_SHARED", [sr]));
        }
        self_describing(db, sr)?;
        reached_by_all(db, sr)?;
        let free = space::free(&cx.pool, db, sr)?;
        if free < STATEFILE {
            return Err(Failure::new("SR_FULL", [STATEFILE.to_string(), free.to_string()]));
        }
        Ok(Value::Void)
    })
}

/// `SR.assert_supports_database_replication`.
pub fn replication(db: &Db, sr: &str) -> Result<(), Failure> {
    reached_by_all(db, sr)?;
    self_describing(db, sr)
}
