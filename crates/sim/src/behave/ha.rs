//! High availability: on and off, and what happens when a host of such a pool fails.

use std::sync::Arc;
use std::time::Duration;

use crate::behave::ha_plan::{self, Change};
use crate::behave::{host, pbd, pool_record, vm_power};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::machine::Mood;
use crate::pool::{Pool, lock};
use crate::task;
use crate::time::Instant;

/// A disk of the pool's own.
pub struct Disk {
    pub name: &'static str,
    pub description: &'static str,
    pub kind: &'static str,
    pub bytes: i64,
}

const STATEFILE: Disk = Disk {
    name: "Statefile for HA",
    description: "Used for storage heartbeating",
    kind: "ha_statefile",
    bytes: 4 << 20,
};
const METADATA: Disk = Disk {
    name: "Metadata for HA",
    description: "Used for master failover",
    kind: "redo_log",
    bytes: 256 << 20,
};

impl Disk {
    /// Makes it on an SR.
    pub fn add(&self, db: &mut Db, pool: &Pool, sr: &str) -> Result<Str, Failure> {
        let (vdi, uuid) = (pool.fresh_ref(), pool.fresh_uuid());
        let fields = [
            ("name_label", Value::from(self.name)),
            ("name_description", Value::from(self.description)),
            ("SR", Value::from(sr)),
            ("virtual_size", Value::Int(self.bytes)),
            ("physical_utilisation", Value::Int(self.bytes)),
            ("type", Value::from(self.kind)),
            ("sharable", Value::Bool(true)),
            ("managed", Value::Bool(true)),
            ("location", Value::from(&uuid)),
        ];
        db.insert("VDI", &vdi, &uuid, fields)?;
        Ok(vdi)
    }
}

pub fn is_enabled(db: &Db) -> bool {
    pool_record::only(db).and_then(|pool| db.get("pool", &pool, "ha_enabled")).is_ok_and(|on| on.as_bool())
}

pub fn enabled(pool: &Pool) -> bool {
    pool.read(is_enabled)
}

/// Refuses what is not done while HA is on.
pub fn assert_disabled(db: &Db) -> Result<(), Failure> {
    if is_enabled(db) { Err(Failure::bare("HA_IS_ENABLED")) } else { Ok(()) }
}

fn assert_enabled(db: &Db) -> Result<(), Failure> {
    if is_enabled(db) { Ok(()) } else { Err(Failure::bare("HA_NOT_ENABLED")) }
}

/// Refuses an SR that not every host can write a statefile to.
pub fn assert_can_host_statefile(db: &Db, sr: &str) -> Result<(), Failure> {
    if !db.get("SR", sr, "shared")?.as_bool() {
        return Err(Failure::new("HA_CONSTRAINT_VIOLATION_SR_NOT_SHARED", [sr]));
    }
    if matches!(db.get("SR", sr, "content_type")?.as_str(), "iso" | "disk") {
        return Err(Failure::new("SR_OPERATION_NOT_SUPPORTED", [sr]));
    }
    if db.refs("host").iter().all(|host| pbd::reaches(db, host, sr)) {
        return Ok(());
    }
    Err(Failure::new("SR_NO_PBDS", [sr]))
}

/// `pool.enable_ha`.
pub async fn enable(cx: &Cx, srs: &Value, configuration: &Value) -> Result<Value, Failure> {
    let mut srs: Vec<Str> = srs.items().iter().map(Value::to_shared).collect();
    cx.pool.read(|db| {
        assert_disabled(db)?;
        if let Some((key, _)) = configuration.entries().iter().find(|(key, _)| &**key != "timeout") {
            return Err(Failure::new("INVALID_VALUE", ["configuration", &**key]));
        }
        if let Some(timeout) = configuration.key("timeout")
            && !timeout.as_str().parse::<u32>().is_ok_and(|seconds| seconds > 0)
        {
            return Err(Failure::new("INVALID_VALUE", ["timeout", timeout.as_str()]));
        }
        if srs.is_empty() {
            srs = db.refs("SR").into_iter().filter(|sr| assert_can_host_statefile(db, sr).is_ok()).collect();
            srs.truncate(1);
        }
        if srs.is_empty() {
            return Err(Failure::bare("CANNOT_CREATE_STATE_FILE"));
        }
        srs.iter().try_for_each(|sr| assert_can_host_statefile(db, sr))
    })?;
    host::assert_all_reachable(&cx.pool)?;
    let operation = pool_record::begin(cx, "ha_enable")?;
    cx.progress(0.1);
    cx.work(1.0).await?;
    cx.progress(0.7);
    cx.pool.write(|db| {
        let mut statefiles = Vec::new();
        for sr in &srs {
            statefiles.push(STATEFILE.add(db, &cx.pool, sr)?);
            METADATA.add(db, &cx.pool, sr)?;
        }
        let pool = pool_record::only(db)?;
        let statefiles = Value::set(statefiles);
        db.set("pool", &pool, "ha_configuration", configuration.clone())?;
        db.set("pool", &pool, "ha_statefiles", statefiles.clone())?;
        db.set("pool", &pool, "ha_cluster_stack", "xhad")?;
        let uuids: Result<Vec<Str>, Failure> =
            db.refs("host").iter().map(|host| db.get_str("host", host, "uuid")).collect();
        let peers = Value::set(uuids?);
        for host in db.refs("host") {
            db.set("host", &host, "ha_statefiles", statefiles.clone())?;
            db.set("host", &host, "ha_network_peers", peers.clone())?;
        }
        db.set("pool", &pool, "ha_enabled", true)
    })?;
    drop(operation);
    plan_anew(&cx.pool)?;
    Ok(Value::Void)
}

/// `pool.disable_ha`.
pub async fn disable(cx: &Cx) -> Result<Value, Failure> {
    cx.pool.read(assert_enabled)?;
    let operation = pool_record::begin(cx, "ha_disable")?;
    cx.work(0.5).await?;
    cx.pool.write(turn_off)?;
    drop(operation);
    Ok(Value::Void)
}

/// `host.emergency_ha_disable`: the host that is asked stops taking part, and with its pool's HA off, all do.
pub fn emergency_disable(cx: &Cx) -> Result<Value, Failure> {
    cx.pool.read(assert_enabled)?;
    cx.pool.write(turn_off)?;
    Ok(Value::Void)
}

fn turn_off(db: &mut Db) -> Result<(), Failure> {
    let pool = pool_record::only(db)?;
    db.set("pool", &pool, "ha_enabled", false)?;
    for host in db.refs("host") {
        db.set("host", &host, "ha_statefiles", Value::no_items())?;
        db.set("host", &host, "ha_network_peers", Value::no_items())?;
    }
    let mut disks = db.get_refs("pool", &pool, "ha_statefiles")?;
    db.set("pool", &pool, "ha_statefiles", Value::no_items())?;
    for vdi in db.refs("VDI") {
        let logs = db.get("VDI", &vdi, "type")?.as_str() == "redo_log"
            && db.get("VDI", &vdi, "name_label")?.as_str() == METADATA.name;
        if logs {
            disks.push(vdi);
        }
    }
    for vdi in disks {
        if db.exists("VDI", &vdi) {
            db.delete("VDI", &vdi)?;
        }
    }
    db.set("pool", &pool, "ha_configuration", Value::no_entries())?;
    db.set("pool", &pool, "ha_overcommitted", false)?;
    db.set("pool", &pool, "ha_plan_exists_for", 0i64)?;
    pool_record::refresh(db)
}

/// `pool.set_ha_host_failures_to_tolerate`.
pub fn set_failures(cx: &Cx, pool: &str, failures: i64) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        db.get("pool", pool, "uuid")?;
        assert_enabled(db)?;
        let Ok(wanted) = usize::try_from(failures) else {
            return Err(Failure::new(
                "INVALID_VALUE",
                ["ha_host_failures_to_tolerate", &failures.to_string()],
            ));
        };
        let more = failures > db.get("pool", pool, "ha_host_failures_to_tolerate")?.as_int();
        let overcommit = db.get("pool", pool, "ha_allow_overcommit")?.as_bool();
        if more && !overcommit && !ha_plan::exists(db, wanted, &Change::default())? {
            return Err(Failure::bare("HA_NO_PLAN"));
        }
        db.set("pool", pool, "ha_host_failures_to_tolerate", failures)
    })?;
    plan_anew(&cx.pool)?;
    Ok(Value::Void)
}

/// Works out again how many failures the pool would survive, and tells when that is fewer than before or than wanted.
pub fn plan_anew(pool: &Pool) -> Result<(), Failure> {
    let told = pool.write(|db| {
        if !is_enabled(db) {
            return Ok(None);
        }
        let record = pool_record::only(db)?;
        let wanted = db.get("pool", &record, "ha_host_failures_to_tolerate")?.as_int();
        let (before, over) = (
            db.get("pool", &record, "ha_plan_exists_for")?.as_int(),
            db.get("pool", &record, "ha_overcommitted")?,
        );
        let now = (ha_plan::most_failures(db, &Change::default())? as i64).min(wanted);
        db.set("pool", &record, "ha_plan_exists_for", now)?;
        db.set("pool", &record, "ha_overcommitted", now < wanted)?;
        let uuid = db.get_str("pool", &record, "uuid")?;
        let name = db.get_str("pool", &record, "name_label")?;
        Ok::<_, Failure>(Some((uuid, name, before, now, wanted, over.as_bool())))
    })?;
    let Some((uuid, name, before, now, wanted, over)) = told else { return Ok(()) };
    if now < wanted && !over {
        let text = format!(
            "The failover tolerance for pool '{name}' is below its target: {now} of {wanted} host failures"
        );
        pool.message("HA_POOL_OVERCOMMITTED", "Pool", &uuid, 3, text);
    } else if now < before && now < wanted {
        let text = format!("The failover tolerance for pool '{name}' has dropped from {before} to {now}");
        pool.message("HA_POOL_DROP_IN_PLAN_EXISTS_FOR", "Pool", &uuid, 3, text);
    }
    Ok(())
}

/// Refuses a change after which the pool could survive fewer failures than it must.
fn assert_plan(db: &Db, change: &Change) -> Result<(), Failure> {
    let pool = pool_record::only(db)?;
    let get = |field| db.get("pool", &pool, field);
    let wanted = usize::try_from(get("ha_host_failures_to_tolerate")?.as_int()).unwrap_or(0);
    if !is_enabled(db) || get("ha_allow_overcommit")?.as_bool() || ha_plan::exists(db, wanted, change)? {
        return Ok(());
    }
    Err(Failure::bare("HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN"))
}

/// Refuses what takes a host away that the pool needs. One that is overcommitted is none the worse for it.
pub fn assert_plan_without(db: &Db, host: &str) -> Result<(), Failure> {
    let pool = pool_record::only(db)?;
    if !db.get("host", host, "enabled")?.as_bool() || db.get("pool", &pool, "ha_overcommitted")?.as_bool() {
        return Ok(());
    }
    assert_plan(db, &Change { without: Some(host.into()), ..Change::default() })
}

/// `VM.set_ha_restart_priority`.
pub fn set_priority(cx: &Cx, vm: &str, priority: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        ha_plan::assert_priority(db, vm, priority)?;
        if priority == "restart" {
            assert_plan(db, &Change { priorities: vec![(vm.into(), priority.into())], ..Change::default() })?;
        }
        db.set("VM", vm, "ha_restart_priority", priority)
    })?;
    plan_anew(&cx.pool)?;
    Ok(Value::Void)
}

/// `pool.ha_prevent_restarts_for`: protected VMs are left alone for some (simulated) seconds.
pub fn prevent_restarts(cx: &Cx, seconds: i64) -> Result<Value, Failure> {
    cx.pool.read(assert_enabled)?;
    let seconds = (seconds.max(0) as f64 / cx.pool.config.speed).min(1e9);
    *lock(&cx.pool.no_restarts_before) = Some(Instant::now() + Duration::from_secs_f64(seconds));
    Ok(Value::Void)
}

/// Another member took the master's part.
pub fn announce_transition(pool: &Pool, number: usize) -> Result<(), Failure> {
    let host = &pool.hosts[number];
    let name = pool.read(|db| db.get_str("host", &host.reference, "name_label"))?;
    let text = format!("The master of the pool is now '{name}'");
    pool.message("POOL_MASTER_TRANSITION", "Host", &host.uuid, 4, text);
    Ok(())
}

/// What a pool with HA does about a host that failed: its VMs are not running, and the protected ones are started
/// again, in their order, then those that are to be tried.
pub fn host_failed(pool: &Arc<Pool>, number: usize) -> Result<(), Failure> {
    if !enabled(pool) {
        return Ok(());
    }
    let seat = &pool.hosts[number];
    let (name, mut lost) = pool.write(|db| {
        let name = db.get_str("host", &seat.reference, "name_label")?;
        let mut lost = Vec::new();
        for vm in host::halt_residents(db, pool, &seat.reference)? {
            let priority = db.get_str("VM", &vm, "ha_restart_priority")?;
            if !priority.is_empty() {
                lost.push((&*priority != "restart", db.get("VM", &vm, "order")?.as_int(), vm));
            }
        }
        Ok::<_, Failure>((name, lost))
    })?;
    pool.machines.fence(number, true);
    pool.message("HA_HOST_FAILED", "Host", &seat.uuid, 3, format!("Server '{name}' has failed"));
    plan_anew(pool)?;
    lost.sort();
    let pool = pool.clone();
    crate::time::spawn(async move {
        let wait = *lock(&pool.no_restarts_before);
        if let Some(moment) = wait {
            crate::time::sleep(moment - Instant::now()).await;
        }
        for (_, _, vm) in lost {
            restart(&pool, &vm).await;
        }
    });
    Ok(())
}

/// Starts a protected VM again, wherever it fits.
async fn restart(pool: &Arc<Pool>, vm: &Str) {
    let cx = Cx { pool: pool.clone(), host: pool.master(), session: "".into(), task: None, cancelled: None };
    let Ok(cx) = task::begin(cx, "VM.start") else { return };
    let result = vm_power::start(&cx, vm.clone(), None, false).await;
    task::forget(&cx);
    let Err(failure) = result else { return };
    let about = pool
        .read(|db| Ok::<_, Failure>((db.get_str("VM", vm, "uuid")?, db.get_str("VM", vm, "name_label")?)));
    // A VM that was destroyed meanwhile needs no restart.
    if let Ok((uuid, name)) = about {
        let text = format!("VM '{name}' could not be restarted: {}", failure.code);
        pool.message("HA_PROTECTED_VM_RESTART_FAILED", "VM", &uuid, 2, text);
    }
}

/// A host that was taken for dead is back.
pub fn welcome_back(pool: &Pool, number: usize) -> Result<(), Failure> {
    if pool.machines.mood(number) == Mood::Down || !pool.machines.fence(number, false) {
        return Ok(());
    }
    let host = &pool.hosts[number];
    let name = pool.read(|db| db.get_str("host", &host.reference, "name_label"))?;
    let text = format!("Server '{name}' was fenced and has rebooted");
    pool.message("HA_HOST_WAS_FENCED", "Host", &host.uuid, 4, text);
    Ok(())
}
