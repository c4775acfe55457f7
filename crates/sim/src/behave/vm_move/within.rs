//! A move within a pool: the VM stays the same record, its disks become others.

use super::Mirrors;
use super::plan::Plan;
use crate::behave::network;
use crate::behave::vm_copy::{self, duplicate_disk};
use crate::behave::vm_migrate::{arrive, depart};
use crate::behave::vm_state::Notes;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;

/// Moves; the VM it was.
pub async fn go(cx: &Cx, plan: &Plan) -> Result<Str, Failure> {
    let vm = &plan.vm;
    let mut notes = Notes::new(cx);
    if plan.running {
        cx.pool.write(|db| {
            for (_, network) in &plan.networks {
                network::bring_up(db, network, &plan.host)?;
            }
            depart(db, &mut notes, vm, &plan.host)
        })?;
    }
    let mirrors = Mirrors::begin(cx, plan)?;
    let waited = mirrors.run(cx, plan).await;
    let done = waited.and_then(|()| {
        cx.pool.write(|db| {
            for disk in plan.disks.iter().filter(|disk| disk.moves) {
                replace(db, &cx.pool, &disk.vdi, &disk.sr)?;
            }
            for (vif, network) in &plan.networks {
                db.set("VIF", vif, "network", network)?;
            }
            if plan.running {
                arrive(db, &cx.pool, vm, &plan.host)?;
            }
            Ok(())
        })
    });
    drop(mirrors);
    cx.pool.write(|db| db.set("VM", vm, "scheduled_to_be_resident_on", Value::null()))?;
    done.map(|()| vm.clone())
}

/// A disk becomes another on another repository: drives hold that one, and its snapshots are of that one.
fn replace(db: &mut Db, pool: &Pool, vdi: &Str, sr: &str) -> Result<(), Failure> {
    let new = duplicate_disk(db, pool, vdi, vm_copy::Disks::Copy(sr))?;
    for field in ["is_a_snapshot", "snapshot_of", "snapshot_time"] {
        let value = db.get("VDI", vdi, field)?;
        db.set("VDI", &new, field, value)?;
    }
    for vbd in db.get("VDI", vdi, "VBDs")?.items() {
        db.set("VBD", vbd.as_str(), "VDI", &new)?;
    }
    for snapshot in db.get("VDI", vdi, "snapshots")?.items() {
        db.set("VDI", snapshot.as_str(), "snapshot_of", &new)?;
    }
    for vm in db.refs("VM") {
        if db.get("VM", &vm, "suspend_VDI")?.as_str() == &**vdi {
            db.set("VM", &vm, "suspend_VDI", &new)?;
        }
    }
    db.delete("VDI", vdi)
}
