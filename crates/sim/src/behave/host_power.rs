//! The power of hosts and their toolstacks: off, on, and again.

use crate::behave::vm_power;
use crate::behave::{ha, host, vm_state};
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::machine::{self, Depth, Mood};

/// How a host may be given power from afar; anything else names a script of the user's own.
const POWER_ON_MODES: [&str; 3] = ["wake-on-lan", "iLO", "DRAC"];

/// `host.reboot` and `host.shutdown`: the host must be disabled, and takes what runs on it down with it.
pub fn leave(cx: &Cx, reference: &str, operation: &'static str) -> Result<Value, Failure> {
    let number = cx.pool.member(reference)?;
    cx.pool.write(|db| {
        host::assert_live(db, reference)?;
        host::assert_none_of(db, reference, &host::REMOVE)?;
        host::assert_none_of(db, reference, &host::CREATE)?;
        if db.get("host", reference, "enabled")?.as_bool() {
            return Err(Failure::bare("HOST_NOT_DISABLED"));
        }
        ha::assert_plan_without(db, reference)?;
        let current = db.get("host", reference, "current_operations")?;
        let noted = current.with_entry(&cx.task_ref(), operation.into());
        db.set("host", reference, "current_operations", noted)?;
        Ok(())
    })?;
    host::set_live(&cx.pool, number, false)?;
    machine::plan(&cx.pool, number, Depth::Machine, operation == "reboot");
    Ok(Value::Void)
}

/// `host.prepare_for_poweroff`: the VMs of a disabled host are shut down, cleanly where their guests can.
pub async fn prepare(cx: &Cx, reference: &str) -> Result<Value, Failure> {
    let guests = cx.pool.read(|db| {
        host::assert_live(db, reference)?;
        if db.get("host", reference, "enabled")?.as_bool() {
            return Err(Failure::bare("HOST_NOT_DISABLED"));
        }
        host::guests(db, reference)
    })?;
    for vm in guests {
        let clean = cx.pool.read(|db| vm_state::check(db, &vm, "clean_shutdown", true)).is_ok();
        vm_power::shutdown(cx, vm, if clean { "clean_shutdown" } else { "hard_shutdown" }).await?;
    }
    Ok(Value::Void)
}

/// `host.set_power_on_mode`.
pub fn set_power_on_mode(cx: &Cx, reference: &str, mode: &str, config: &Value) -> Result<Value, Failure> {
    if matches!(mode, "iLO" | "DRAC") && config.key("power_on_ip").is_none() {
        return Err(Failure::new("INVALID_VALUE", ["power_on_config", "power_on_ip is missing"]));
    }
    cx.pool.write(|db| {
        db.set("host", reference, "power_on_mode", mode)?;
        db.set("host", reference, "power_on_config", config.clone())?;
        host::refresh(db, reference)
    })?;
    Ok(Value::Void)
}

/// `host.power_on`: answers when the host is live.
pub async fn power_on(cx: &Cx, reference: &str) -> Result<Value, Failure> {
    let number = cx.pool.member(reference)?;
    let mode = cx.pool.read(|db| {
        if host::is_live(db, reference)? {
            return Err(Failure::new("HOST_IS_LIVE", [reference]));
        }
        db.get_str("host", reference, "power_on_mode")
    })?;
    if mode.is_empty() {
        return Err(Failure::bare("HOST_POWER_ON_MODE_DISABLED"));
    }
    if !POWER_ON_MODES.contains(&&*mode) {
        let missing = "the script of that name is not on the master";
        return Err(Failure::new("XENAPI_PLUGIN_FAILURE", ["main", missing, &*mode]));
    }
    if cx.pool.machines.mood(number) == Mood::Down {
        machine::power_up(&cx.pool, number);
    }
    let mut changes = cx.pool.changes();
    loop {
        changes.borrow_and_update();
        if cx.pool.read(|db| host::is_live(db, reference))? {
            return Ok(Value::Void);
        }
        tokio::select! {
            _ = changes.changed() => {}
            cancelled = cx.sleep(cx.pool.config.busy_wait) => {
                cancelled?;
                return Err(Failure::new("HOST_OFFLINE", [reference]));
            }
        }
    }
}

/// `host.restart_agent`: the toolstack alone restarts; VMs run on.
pub fn restart_agent(cx: &Cx, reference: &str) -> Result<Value, Failure> {
    let number = cx.pool.member(reference)?;
    cx.pool.read(|db| host::assert_live(db, reference))?;
    machine::plan(&cx.pool, number, Depth::Toolstack, true);
    Ok(Value::Void)
}

/// `host.shutdown_agent`: the toolstack of the host that is asked ends.
pub fn shutdown_agent(cx: &Cx) -> Value {
    machine::plan(&cx.pool, cx.host, Depth::Toolstack, false);
    Value::Void
}

/// The host a VM is on must answer for the VM to be operated.
pub fn assert_host_of(db: &crate::data::db::Db, vm: &Str) -> Result<(), Failure> {
    let host = db.get_str("VM", vm, "resident_on")?;
    if db.exists("host", &host) { host::assert_live(db, &host) } else { Ok(()) }
}
