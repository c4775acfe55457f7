//! On which hosts a VM can run, and which of them a starting one is given.

use crate::behave::{host, passthrough, pbd};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;

/// Bytes of overhead that a running VM costs beyond its memory.
pub const OVERHEAD: i64 = 12 << 20;

/// Bytes a host has left: its memory less what every VM there, or on its way there, needs at least.
pub fn free_memory(db: &Db, host: &str) -> Result<i64, Failure> {
    let metrics = db.get_str("host", host, "metrics")?;
    let total = db.get("host_metrics", &metrics, "memory_total")?.as_int();
    let mut used = db.get("host", host, "memory_overhead")?.as_int();
    let table = db.table("VM")?;
    let class = db.schema.class("VM");
    let field = |name| class.and_then(|c| c.field_id(name)).ok_or_else(|| Failure::internal(name));
    let (resident, scheduled) = (field("resident_on")?, field("scheduled_to_be_resident_on")?);
    let (minimum, overhead) = (field("memory_dynamic_min")?, field("memory_overhead")?);
    for row in table.iter() {
        if row.values[resident].as_str() == host || row.values[scheduled].as_str() == host {
            used += row.values[minimum].as_int() + row.values[overhead].as_int();
        }
    }
    Ok((total - used).max(0))
}

/// Refuses a host that has less memory left than is needed.
pub fn assert_room(db: &Db, host: &str, needed: i64) -> Result<(), Failure> {
    let free = free_memory(db, host)?;
    if needed > free {
        return Err(Failure::new("HOST_NOT_ENOUGH_FREE_MEMORY", [needed.to_string(), free.to_string()]));
    }
    Ok(())
}

/// Refuses a host that takes no VMs.
pub fn assert_takes_vms(db: &Db, host: &str) -> Result<(), Failure> {
    if !db.get("host", host, "enabled")?.as_bool() {
        return Err(Failure::new("HOST_DISABLED", [host]));
    }
    if host::is_live(db, host)? { Ok(()) } else { Err(Failure::bare("HOST_NOT_LIVE")) }
}

/// Refuses unless the VM can run on the host now.
pub fn assert_can_boot(db: &Db, vm: &str, host: &str) -> Result<(), Failure> {
    assert_takes_vms(db, host)?;
    for vbd in db.get("VM", vm, "VBDs")?.items() {
        let vdi = db.get_str("VBD", vbd.as_str(), "VDI")?;
        let Ok(sr) = db.get_str("VDI", &vdi, "SR") else { continue };
        if !pbd::reaches(db, host, &sr) {
            return Err(Failure::new("VM_REQUIRES_SR", [vm, &*sr]));
        }
    }
    passthrough::assert_present(db, vm, host)?;
    assert_room(db, host, db.get("VM", vm, "memory_dynamic_min")?.as_int() + OVERHEAD)
}

/// Chooses the host of a starting VM: the wanted one, the affinity, or any that can.
pub fn place(db: &Db, pool: &Pool, vm: &str, on: Option<&str>) -> Result<Str, Failure> {
    if let Some(host) = on {
        assert_can_boot(db, vm, host)?;
        return Ok(host.into());
    }
    let affinity = db.get_str("VM", vm, "affinity")?;
    if db.exists("host", &affinity) && assert_can_boot(db, vm, &affinity).is_ok() {
        return Ok(affinity);
    }
    let mut why = Failure::bare("NO_HOSTS_AVAILABLE");
    let mut able = Vec::new();
    for host in db.refs("host") {
        match assert_can_boot(db, vm, &host) {
            Ok(()) => able.push(host),
            Err(failure) => why = failure,
        }
    }
    if able.is_empty() {
        return Err(why);
    }
    let mut able = apart(db, vm, able)?;
    let chosen = rand::Rng::random_range(&mut *pool.random(), 0..able.len());
    Ok(able.swap_remove(chosen))
}

/// `VM.get_possible_hosts`.
pub fn possible_hosts(cx: &Cx, vm: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        db.get("VM", vm, "uuid")?;
        Ok(Value::set(db.refs("host").into_iter().filter(|h| assert_can_boot(db, vm, h).is_ok())))
    })
}

/// Of some hosts those on which the fewest VMs run that are to be kept apart from this one.
fn apart(db: &Db, vm: &str, hosts: Vec<Str>) -> Result<Vec<Str>, Failure> {
    let groups = db.get("VM", vm, "groups")?;
    let Some(group) = groups.items().first().map(Value::as_str) else { return Ok(hosts) };
    if db.get("VM_group", group, "placement")?.as_str() != "anti_affinity" {
        return Ok(hosts);
    }
    let others = db.get("VM_group", group, "VMs")?;
    let there = |host: &str| {
        let on = |other: &&Value| {
            let at = |field| db.get("VM", other.as_str(), field).is_ok_and(|at| at.as_str() == host);
            other.as_str() != vm && (at("resident_on") || at("scheduled_to_be_resident_on"))
        };
        others.items().iter().filter(on).count()
    };
    let fewest = hosts.iter().map(|host| there(host)).min().unwrap_or(0);
    Ok(hosts.into_iter().filter(|host| there(host) == fewest).collect())
}
