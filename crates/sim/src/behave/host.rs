//! Hosts: whether they are enabled and live, who is master, and what becomes of those that are gone.

use std::sync::Arc;

use xapi::schema::Type;

use crate::behave::vm_state::assert_free;
use crate::behave::{cluster, ha, pool_record, vm_power};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::machine::{self, Mood};
use crate::pool::Pool;

/// Operations that bring VMs to a host, and those that take them off it: they exclude one another.
pub const CREATE: [&str; 4] = ["provision", "vm_start", "vm_resume", "vm_migrate"];
pub const REMOVE: [&str; 4] = ["evacuate", "reboot", "shutdown", "apply_updates"];

/// Whether a host gives signs of life, by its record.
pub fn is_live(db: &Db, host: &str) -> Result<bool, Failure> {
    let metrics = db.get_str("host", host, "metrics")?;
    Ok(db.get("host_metrics", &metrics, "live").is_ok_and(|live| live.as_bool()))
}

/// Refuses what needs an answer of a host that gives none.
pub fn assert_live(db: &Db, host: &str) -> Result<(), Failure> {
    if is_live(db, host)? { Ok(()) } else { Err(Failure::new("HOST_OFFLINE", [host])) }
}

/// Refuses what needs every member of the pool.
pub fn assert_all_reachable(pool: &Pool) -> Result<(), Failure> {
    for member in pool.members() {
        if pool.machines.mood(member) != Mood::Ready {
            return Err(Failure::new("CANNOT_CONTACT_HOST", [&*pool.hosts[member].reference]));
        }
    }
    Ok(())
}

/// `host.enable`.
pub fn enable(cx: &Cx, host: &str) -> Result<Value, Failure> {
    let number = cx.pool.member(host)?;
    if cx.pool.machines.mood(number) == Mood::Booting {
        return Err(Failure::bare("HOST_STILL_BOOTING"));
    }
    cx.pool.write(|db| {
        assert_live(db, host)?;
        if assert_none_of(db, host, &["evacuate"]).is_err() {
            return Err(Failure::new("HOST_EVACUATE_IN_PROGRESS", [host]));
        }
        assert_none_of(db, host, &REMOVE)?;
        db.set("host", host, "enabled", true)?;
        refresh(db, host)
    })?;
    cx.pool.machines.set_auto_enable(number, true);
    ha::plan_anew(&cx.pool)?;
    Ok(Value::Void)
}

/// `host.disable`; a host disabled without auto-enabling stays so when it has booted.
pub fn disable(cx: &Cx, host: &str, auto_enable: bool) -> Result<Value, Failure> {
    let number = cx.pool.member(host)?;
    cx.pool.read(|db| {
        assert_live(db, host)?;
        ha::assert_plan_without(db, host)
    })?;
    cx.pool.machines.set_auto_enable(number, auto_enable);
    cx.pool.write(|db| {
        db.set("host", host, "enabled", false)?;
        refresh(db, host)
    })?;
    ha::plan_anew(&cx.pool)?;
    Ok(Value::Void)
}

/// Refuses while one of some operations is under way on a host.
pub fn assert_none_of(db: &Db, host: &str, operations: &[&str]) -> Result<(), Failure> {
    assert_free(db, "host", host, |op| operations.contains(&op))
}

/// Works out what a host allows.
pub fn refresh(db: &mut Db, host: &str) -> Result<(), Failure> {
    let current = db.get("host", host, "current_operations")?;
    let under_way = |ops: &[&str]| current.entries().iter().any(|(_, op)| ops.contains(&op.as_str()));
    let mut allowed = Vec::new();
    if !is_live(db, host)? {
        if !db.get("host", host, "power_on_mode")?.as_str().is_empty() {
            allowed.push("power_on");
        }
    } else {
        if !under_way(&REMOVE) {
            allowed.extend(CREATE);
        }
        if !under_way(&REMOVE) && !under_way(&CREATE) {
            allowed.push("evacuate");
            if !db.get("host", host, "enabled")?.as_bool() {
                allowed.extend(["reboot", "shutdown", "apply_updates", "enable"]);
            }
        }
    }
    db.set("host", host, "allowed_operations", Value::set(allowed))?;
    Ok(())
}

/// Nothing is under way on a host any more.
pub fn forget_operations(db: &mut Db, host: &str) -> Result<(), Failure> {
    db.set("host", host, "current_operations", Value::no_entries())?;
    refresh(db, host)
}

/// The VMs on a host that are no part of it.
pub fn guests(db: &Db, host: &str) -> Result<Vec<Str>, Failure> {
    let mut guests = Vec::new();
    for vm in db.get("host", host, "resident_VMs")?.items() {
        if !db.get("VM", vm.as_str(), "is_control_domain")?.as_bool() {
            guests.push(vm.to_shared());
        }
    }
    Ok(guests)
}

/// What ran on a host runs no more.
pub fn halt_residents(db: &mut Db, pool: &Pool, host: &str) -> Result<Vec<Str>, Failure> {
    let halted = guests(db, host)?;
    halted.iter().try_for_each(|vm| vm_power::halt(db, pool, vm))?;
    Ok(halted)
}

/// Notes whether a host gives signs of life.
pub fn set_live(pool: &Pool, number: usize, live: bool) -> Result<(), Failure> {
    let host = &pool.hosts[number].reference;
    pool.write(|db| {
        let metrics = db.get_str("host", host, "metrics")?;
        if db.set("host_metrics", &metrics, "live", live)? {
            db.set("host_metrics", &metrics, "last_updated", Value::Time(crate::time::now()))?;
        }
        cluster::follow(db, host, live)?;
        refresh(db, host)
    })?;
    if live {
        ha::welcome_back(pool, number)?;
    }
    Ok(())
}

/// Hosts of the records that have no place in this process are out of reach.
pub fn lose_strangers(db: &mut Db, pool: &Pool) -> Result<(), Failure> {
    for host in db.refs("host") {
        if pool.hosts.number(&host).is_none() {
            let metrics = db.get_str("host", &host, "metrics")?;
            db.set("host_metrics", &metrics, "live", false)?;
            refresh(db, &host)?;
        }
    }
    Ok(())
}

/// A host has died: it is not live, and the VMs that ran on it are halted.
pub fn mourn(pool: &Arc<Pool>, number: usize) -> Result<(), Failure> {
    set_live(pool, number, false)?;
    if ha::enabled(pool) {
        return ha::host_failed(pool, number);
    }
    let host = &pool.hosts[number].reference;
    pool.write(|db| halt_residents(db, pool, host))?;
    Ok(())
}

/// A host that was out of reach is back.
pub fn revive(pool: &Pool, number: usize) -> Result<(), Failure> {
    if pool.member(&pool.hosts[number].reference).is_err() {
        return Ok(());
    }
    set_live(pool, number, true)?;
    ha::plan_anew(pool)
}

/// Makes a host the master: `pool.master` changes, sessions and tasks of the old one are gone.
pub fn take_over(pool: &Pool, number: usize) -> Result<(), Failure> {
    pool.forget_memory();
    pool.write(|db| {
        let record = pool_record::only(db)?;
        db.set("pool", &record, "master", &pool.hosts[number].reference)
    })?;
    pool.machines.set_mood(number, Mood::Ready);
    pool.wake();
    Ok(())
}

/// What `host.destroy` and `host.declare_dead` refuse alike.
fn assert_dead(cx: &Cx, host: &str) -> Result<usize, Failure> {
    let number = cx.pool.member(host)?;
    if cx.pool.read(|db| is_live(db, host))? {
        return Err(Failure::new("HOST_IS_LIVE", [host]));
    }
    if number == cx.host {
        return Err(Failure::new("HOST_CANNOT_DESTROY_SELF", [host]));
    }
    Ok(number)
}

/// `host.declare_dead`: its VMs are halted, and may be started elsewhere.
pub fn declare_dead(cx: &Cx, host: &str) -> Result<Value, Failure> {
    assert_dead(cx, host)?;
    cx.pool.write(|db| halt_residents(db, &cx.pool, host))?;
    Ok(Value::Void)
}

/// `host.destroy`: the records of a host that is gone.
pub fn destroy(cx: &Cx, host: &str) -> Result<Value, Failure> {
    assert_dead(cx, host)?;
    cx.pool.write(|db| {
        if !guests(db, host)?.is_empty() {
            return Err(Failure::new("HOST_HAS_RESIDENT_VMS", [host]));
        }
        remove(db, host)
    })?;
    ha::plan_anew(&cx.pool)?;
    Ok(Value::Void)
}

/// Removes a host and everything that is a part of it.
pub fn remove(db: &mut Db, host: &str) -> Result<(), Failure> {
    for (class, row) in parts(db, host)? {
        // A part of a part may be gone with it.
        let _ = db.delete(class, &row);
    }
    db.delete("host", host)?;
    pool_record::count_cpus(db)
}

/// The records that are nothing without a host, parts before wholes.
pub fn parts(db: &Db, host: &str) -> Result<Vec<(&'static str, Str)>, Failure> {
    let mut parts = Vec::new();
    for class in &db.schema.classes {
        let name = class.def.name;
        let Some(field) = class.fields.iter().find(|f| f.def.name == "host") else { continue };
        if !matches!(field.def.ty, Type::Ref("host")) {
            continue;
        }
        for row in db.refs(name) {
            if &*db.get_str(name, &row, "host")? == host {
                if name == "PIF" {
                    for (class, field) in [("VLAN", "VLAN_master_of"), ("PIF_metrics", "metrics")] {
                        let part = db.get_str("PIF", &row, field)?;
                        if db.exists(class, &part) {
                            parts.push((class, part));
                        }
                    }
                    for bond in db.get("PIF", &row, "bond_master_of")?.items() {
                        parts.push(("Bond", bond.to_shared()));
                    }
                }
                parts.push((name, row));
            }
        }
    }
    let domain = db.get_str("host", host, "control_domain")?;
    if db.exists("VM", &domain) {
        let metrics = db.get_str("VM", &domain, "metrics")?;
        let consoles = db.get("VM", &domain, "consoles")?;
        parts.extend(consoles.items().iter().map(|console| ("console", console.to_shared())));
        if db.exists("VM_metrics", &metrics) {
            parts.push(("VM_metrics", metrics));
        }
        parts.push(("VM", domain));
    }
    let metrics = db.get_str("host", host, "metrics")?;
    if db.exists("host_metrics", &metrics) {
        parts.push(("host_metrics", metrics));
    }
    Ok(parts)
}

/// `pool.designate_new_master`: the other host answers from now on; sessions and tasks are lost.
pub async fn designate_new_master(cx: &Cx, host: &str) -> Result<Value, Failure> {
    let number = cx.pool.member(host)?;
    if number == cx.pool.master() {
        return Ok(Value::Void);
    }
    cx.pool.read(|db| {
        assert_live(db, host)?;
        if !db.get("host", host, "enabled")?.as_bool() {
            return Err(Failure::new("HOST_DISABLED", [host]));
        }
        Ok(())
    })?;
    if cx.pool.machines.mood(number) != Mood::Ready {
        return Err(Failure::new("CANNOT_CONTACT_HOST", [host]));
    }
    let operation = pool_record::begin(cx, "designate_new_master")?;
    cx.work(0.5).await?;
    drop(operation);
    take_over(&cx.pool, number)?;
    Ok(Value::Void)
}

/// `pool.emergency_transition_to_master`: the member that is asked takes the master's part, whatever became of it.
pub fn emergency_transition(cx: &Cx) -> Result<Value, Failure> {
    cx.pool.read(ha::assert_disabled)?;
    let old = cx.pool.master();
    if old == cx.host {
        return Ok(Value::Void);
    }
    take_over(&cx.pool, cx.host)?;
    if cx.pool.machines.mood(old) == Mood::Down {
        set_live(&cx.pool, old, false)?;
    }
    // Members that were not told of it look for the old master still.
    for member in cx.pool.members() {
        if member != cx.host && member != old && cx.pool.machines.mood(member) == Mood::Ready {
            let reason = Failure::bare("HOST_IN_EMERGENCY_MODE");
            cx.pool.machines.set_mood(member, Mood::Emergency(reason));
        }
    }
    Ok(Value::Void)
}

/// `pool.emergency_reset_master`: the member that is asked is told where its master is.
pub fn emergency_reset(cx: &Cx, address: &str) -> Result<Value, Failure> {
    cx.pool.read(ha::assert_disabled)?;
    let master = cx.pool.master();
    if cx.pool.hosts[cx.host].address.ip().to_string() == address {
        return Err(Failure::bare("HOST_ITS_OWN_SLAVE"));
    }
    let found = cx.pool.hosts[master].address.ip().to_string() == address
        && cx.pool.machines.mood(master) == Mood::Ready;
    if found {
        cx.pool.machines.set_mood(cx.host, Mood::Ready);
        set_live(&cx.pool, cx.host, true)?;
    } else {
        let reason = Failure::new("HOST_MASTER_CANNOT_TALK_BACK", [address]);
        cx.pool.machines.set_mood(cx.host, Mood::Emergency(reason));
    }
    Ok(Value::Void)
}

/// `pool.recover_slaves`: members in emergency mode are told where their master is; answers those it reached.
pub fn recover_slaves(cx: &Cx) -> Result<Value, Failure> {
    let mut recovered = Vec::new();
    for member in cx.pool.members() {
        if cx.pool.machines.lost_its_master(member) {
            recovered.push(cx.pool.hosts[member].reference.clone());
        }
    }
    machine::end_emergencies(&cx.pool);
    Ok(Value::set(recovered))
}

/// `pool.is_slave`: asked of any host.
pub fn is_slave(cx: &Cx) -> Value {
    Value::Bool(cx.pool.master() != cx.host)
}
