//! Appliances: VMs that are started and shut down together, in their order.

use crate::behave::vm_power;
use crate::behave::vm_state::{self, Notes};
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::task;

/// Works out what an appliance allows: nothing while something is done to it.
pub fn refresh(db: &mut Db, appliance: &str) -> Result<(), Failure> {
    if appliance == NULL || !db.exists("VM_appliance", appliance) {
        return Ok(());
    }
    let busy = !db.get("VM_appliance", appliance, "current_operations")?.entries().is_empty();
    let vms = db.get("VM_appliance", appliance, "VMs")?;
    let halted = |vm: &Value| db.get("VM", vm.as_str(), "power_state").is_ok_and(|s| s.as_str() == "Halted");
    let (any_halted, any_live) = (vms.items().iter().any(halted), !vms.items().iter().all(halted));
    let mut allowed = Vec::new();
    if !busy && any_halted {
        allowed.push("start");
    }
    if !busy && any_live {
        allowed.extend(["clean_shutdown", "hard_shutdown", "shutdown"]);
    }
    db.set("VM_appliance", appliance, "allowed_operations", Value::set(allowed))?;
    Ok(())
}

/// `VM.set_appliance`.
pub fn give(cx: &Cx, vm: &str, appliance: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| join(db, vm, appliance))?;
    Ok(Value::Void)
}

/// A VM comes to an appliance, or to none: what it allows, the one it leaves, and the new one.
fn join(db: &mut Db, vm: &str, appliance: &str) -> Result<(), Failure> {
    let before = db.get_str("VM", vm, "appliance")?;
    db.set("VM", vm, "appliance", appliance)?;
    refresh(db, &before)?;
    vm_state::refresh(db, vm)
}

/// `VM_appliance.destroy`: its VMs are in none from then on.
pub fn destroy(cx: &Cx, appliance: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        for vm in db.get_refs("VM_appliance", appliance, "VMs")? {
            join(db, &vm, NULL)?;
        }
        db.delete("VM_appliance", appliance)
    })?;
    Ok(Value::Void)
}

/// `VM_appliance.start`: in the order of the VMs, each followed by its delay.
pub async fn start(cx: &Cx, appliance: Str, paused: bool) -> Result<Value, Failure> {
    run(cx, appliance, "start", paused).await
}

/// `VM_appliance.clean_shutdown`, `hard_shutdown` and `shutdown`: the other way round.
pub async fn shutdown(cx: &Cx, appliance: Str, how: &'static str) -> Result<Value, Failure> {
    run(cx, appliance, how, false).await
}

async fn run(cx: &Cx, appliance: Str, op: &'static str, paused: bool) -> Result<Value, Failure> {
    let mut notes = Notes::new(cx);
    let vms = cx.pool.write(|db| {
        vm_state::assert_idle(db, "VM_appliance", &appliance)?;
        notes.add(db, "VM_appliance", &appliance, op)?;
        in_order(db, &appliance, op)
    })?;
    let mut failed = false;
    for (vm, delay) in vms {
        failed |= one(cx, vm, op, paused).await.is_err();
        cx.work(delay as f64).await?;
    }
    drop(notes);
    if failed {
        return Err(Failure::new("OPERATION_PARTIALLY_FAILED", [format!("VM_appliance.{op}")]));
    }
    Ok(Value::Void)
}

/// The VMs that are to be started or shut down, each with the pause after it.
fn in_order(db: &Db, appliance: &str, op: &str) -> Result<Vec<(Str, i64)>, Failure> {
    let starts = op == "start";
    let mut vms = Vec::new();
    for vm in db.get("VM_appliance", appliance, "VMs")?.items() {
        let get = |field| db.get("VM", vm.as_str(), field);
        if (get("power_state")?.as_str() == "Halted") == starts {
            let delay = get(if starts { "start_delay" } else { "shutdown_delay" })?.as_int();
            vms.push((get("order")?.as_int(), vm.to_shared(), delay));
        }
    }
    vms.sort();
    if !starts {
        vms.reverse();
    }
    Ok(vms.into_iter().map(|(_, vm, delay)| (vm, delay)).collect())
}

/// One VM, as a task below that of the appliance.
async fn one(cx: &Cx, vm: Str, op: &'static str, paused: bool) -> Result<(), Failure> {
    let own = task::begin(Cx { task: None, cancelled: None, ..cx.clone() }, &format!("Async.VM.{op}"))?;
    if let Some(parent) = &cx.task {
        cx.pool.write(|db| db.set("task", &own.task_ref(), "subtask_of", parent))?;
    }
    let result = match op {
        "start" => vm_power::start(&own, vm, None, paused).await,
        how => vm_power::shutdown(&own, vm, how).await,
    };
    let done = result.as_ref().map(|_| ()).map_err(Clone::clone);
    task::finish(&own, result);
    done
}
