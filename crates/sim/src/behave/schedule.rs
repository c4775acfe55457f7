//! Schedules of snapshots (VMSS): what they hold, and a run by hand.

use crate::behave::vm_devices::constructor;
use crate::behave::{Args, vdi, vm_copy, vm_snapshot, vm_state};
use crate::data::schema::Method;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::generic;

/// Snapshots kept, at most.
const MOST_KEPT: i64 = 10;
/// What a schedule may say.
const KEYS: &[&str] = &["min", "hour", "days"];

/// `VMSS.create`.
pub fn create(cx: &Cx, record: &Value) -> Result<Value, Failure> {
    let (reference, uuid) = (cx.pool.fresh_ref(), cx.pool.fresh_uuid());
    cx.pool.write(|db| {
        let fields = constructor(db, "VMSS", record)?;
        if let Some(kept) = record.key("retained_snapshots") {
            check_kept(kept.as_int())?;
        }
        for (key, _) in record.key("schedule").map_or(&[][..], Value::entries) {
            check_key(key)?;
        }
        db.insert("VMSS", &reference, &uuid, fields)
    })?;
    Ok(Value::from(reference))
}

fn check_kept(kept: i64) -> Result<(), Failure> {
    if (1..=MOST_KEPT).contains(&kept) {
        return Ok(());
    }
    Err(Failure::new("INVALID_VALUE", ["retained_snapshots".to_owned(), kept.to_string()]))
}

fn check_key(key: &str) -> Result<(), Failure> {
    if KEYS.contains(&key) { Ok(()) } else { Err(Failure::new("INVALID_VALUE", ["schedule", key])) }
}

/// `VMSS.destroy`: not while a VM goes by it.
pub fn destroy(cx: &Cx, schedule: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        if !db.get("VMSS", schedule, "VMs")?.items().is_empty() {
            return Err(Failure::bare("VMSS_HAS_VM"));
        }
        db.delete("VMSS", schedule)
    })?;
    Ok(Value::Void)
}

/// `VMSS.set_retained_snapshots`, and what is set, added to or taken from its schedule.
pub fn set(cx: &Cx, method: Method, a: &Args<'_>) -> Result<Value, Failure> {
    match method.message.name {
        "set_retained_snapshots" => check_kept(a.int(1))?,
        "set_schedule" => a.value(1).entries().iter().try_for_each(|(key, _)| check_key(key))?,
        "add_to_schedule" => check_key(a.str(1))?,
        _ => {}
    }
    generic::change(cx, method, a.0)
}

/// `VM.set_snapshot_schedule`.
pub fn give(cx: &Cx, method: Method, a: &Args<'_>) -> Result<Value, Failure> {
    let (vm, schedule) = (a.str(0), a.str(1));
    cx.pool.read(|db| {
        if db.get("VM", vm, "is_control_domain")?.as_bool() || db.get("VM", vm, "is_a_template")?.as_bool() {
            return Err(Failure::new("OPERATION_NOT_ALLOWED", ["Only VMs have snapshots by schedule"]));
        }
        if a.value(1).is_null() { Ok(()) } else { db.get("VMSS", schedule, "uuid").map(|_| ()) }
    })?;
    generic::change(cx, method, a.0)?;
    cx.pool.write(|db| vm_state::refresh(db, vm))?;
    Ok(Value::Void)
}

/// `VMSS.snapshot_now`: every VM of it, with memory if it says so; those beyond what is kept go.
pub async fn snapshot_now(cx: &Cx, schedule: Str) -> Result<Value, Failure> {
    let (vms, memory, name, kept) = cx.pool.read(|db| {
        let get = |field| db.get("VMSS", &schedule, field);
        let kept = usize::try_from(get("retained_snapshots")?.as_int()).unwrap_or(0);
        Ok::<_, Failure>((get("VMs")?, get("type")?.as_str() == "checkpoint", get("name_label")?, kept))
    })?;
    for vm in vms.items().iter().map(Value::to_shared) {
        let name = format!("{}-{}", name.as_str(), crate::time::format(crate::time::now()));
        let taken = if memory && cx.pool.read(|db| db.get("VM", &vm, "power_state"))?.as_str() == "Running" {
            vm_snapshot::checkpoint(cx, vm.clone(), &name).await?
        } else {
            vm_snapshot::snapshot(cx, vm.clone(), &name, &Value::no_items()).await?
        };
        cx.pool.write(|db| db.set("VM", taken.as_str(), "is_vmss_snapshot", true))?;
        for old in surplus(cx, &vm, kept)? {
            remove(cx, old).await?;
        }
    }
    cx.pool.write(|db| db.set("VMSS", &schedule, "last_run_time", Value::Time(crate::time::now())))?;
    Ok(Value::Void)
}

/// The snapshots of a schedule beyond those that are kept, the oldest first.
fn surplus(cx: &Cx, vm: &str, kept: usize) -> Result<Vec<Str>, Failure> {
    cx.pool.read(|db| {
        let mut taken = Vec::new();
        for snapshot in db.get("VM", vm, "snapshots")?.items().iter().map(Value::to_shared) {
            if db.get("VM", &snapshot, "is_vmss_snapshot")?.as_bool() {
                taken.push((db.get("VM", &snapshot, "snapshot_time")?.as_int(), snapshot));
            }
        }
        taken.sort();
        taken.truncate(taken.len().saturating_sub(kept));
        Ok(taken.into_iter().map(|(_, snapshot)| snapshot).collect())
    })
}

/// A snapshot goes with its disks.
async fn remove(cx: &Cx, snapshot: Str) -> Result<(), Failure> {
    let disks = cx.pool.read(|db| vm_copy::disks_of(db, &snapshot))?;
    vm_copy::destroy(cx, snapshot).await?;
    for disk in disks {
        vdi::destroy(cx, &disk)?;
    }
    Ok(())
}
