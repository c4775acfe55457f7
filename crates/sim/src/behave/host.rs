//! Hosts: enabled or not, and who is master.

use crate::behave::vm_power;
use crate::data::db::Db;
use crate::data::value::Value;
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::{Pool, lock};

pub fn set_enabled(cx: &Cx, host: &str, enabled: bool) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        db.set("host", host, "enabled", enabled)?;
        refresh(db, host)
    })?;
    Ok(Value::Void)
}

/// Works out what a host allows.
pub fn refresh(db: &mut Db, host: &str) -> Result<(), Failure> {
    let mut allowed = vec!["provision", "evacuate", "vm_start", "vm_resume", "vm_migrate", "apply_updates"];
    if !db.get("host", host, "enabled")?.as_bool() {
        allowed = vec!["evacuate", "shutdown", "reboot", "apply_updates", "enable"];
    }
    db.set("host", host, "allowed_operations", Value::set(allowed))?;
    Ok(())
}

/// `pool.designate_new_master`: the other host answers from now on; sessions and tasks are lost.
pub fn designate_new_master(cx: &Cx, host: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| db.get("host", host, "uuid"))?;
    let Some(index) = cx.pool.hosts.iter().position(|h| &*h.reference == host) else {
        return Err(Failure::handle_invalid("host", host));
    };
    if index != cx.pool.master() {
        take_over(&cx.pool, index)?;
    }
    Ok(Value::Void)
}

/// Makes a host the master: `pool.master` changes, sessions and tasks of the old one are gone.
pub fn take_over(pool: &Pool, index: usize) -> Result<(), Failure> {
    let cancels = std::mem::take(&mut *lock(&pool.cancels));
    for cancel in cancels.values() {
        cancel.send_replace(true);
    }
    pool.write(|db| {
        for class in ["session", "task"] {
            for row in db.refs(class) {
                db.delete(class, &row)?;
            }
        }
        let record = db.refs("pool").into_iter().next().ok_or_else(|| Failure::internal("no pool"))?;
        db.set("pool", &record, "master", &pool.hosts[index].reference)
    })?;
    pool.wake();
    Ok(())
}

/// A host has died: it is not live, and the VMs that ran on it are halted.
pub fn mourn(pool: &Pool, index: usize) -> Result<(), Failure> {
    let host = &pool.hosts[index].reference;
    pool.write(|db| {
        let metrics = db.get_str("host", host, "metrics")?;
        db.set("host_metrics", &metrics, "live", false)?;
        for vm in db.get("host", host, "resident_VMs")?.items() {
            if !db.get("VM", vm.as_str(), "is_control_domain")?.as_bool() {
                vm_power::halt(db, pool, &vm.to_shared())?;
            }
        }
        Ok(())
    })
}

/// A host that died is back.
pub fn revive(pool: &Pool, index: usize) -> Result<(), Failure> {
    let host = &pool.hosts[index].reference;
    pool.write(|db| {
        let metrics = db.get_str("host", host, "metrics")?;
        db.set("host_metrics", &metrics, "live", true)?;
        Ok(())
    })
}
