//! What is asked of the agent in a guest, and of services outside that a plain pool does not have.

use crate::behave::vm_state;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;

/// The plugin that a guest's agent has.
const PLUGIN: &str = "guest-agent-operation";

/// `VM.call_plugin`: remote desktop is switched on or off, which the agent reports.
pub async fn call_plugin(cx: &Cx, vm: Str, plugin: &str, function: &str) -> Result<Value, Failure> {
    let agent = cx.pool.read(|db| {
        vm_state::check(db, &vm, "call_plugin", false)?;
        let agent = db.get_str("VM", &vm, "guest_metrics")?;
        let there = db.get("VM_guest_metrics", &agent, "PV_drivers_detected").is_ok_and(|d| d.as_bool());
        Ok::<_, Failure>(there.then_some(agent))
    })?;
    if plugin != PLUGIN {
        return Err(Failure::new("XENAPI_MISSING_PLUGIN", [plugin]));
    }
    let on = match function {
        "request-rdp-on" => "1",
        "request-rdp-off" => "0",
        _ => return Err(Failure::new("UNKNOWN_XENAPI_PLUGIN_FUNCTION", [function])),
    };
    let agent = agent.ok_or_else(|| Failure::new("VM_MISSING_PV_DRIVERS", [&*vm]))?;
    cx.work(0.2).await?;
    cx.pool.write(|db| {
        let other = db.get("VM_guest_metrics", &agent, "other")?;
        db.set("VM_guest_metrics", &agent, "other", other.with_entry("data-ts", on.into()))
    })?;
    Ok(Value::from("TRUE"))
}

/// The host that a VM runs on, whose plugins `VM.call_host_plugin` calls.
pub fn host_of(cx: &Cx, vm: &str) -> Result<Str, Failure> {
    cx.pool.read(|db| {
        vm_state::check(db, vm, "call_plugin", false)?;
        db.get_str("VM", vm, "resident_on")
    })
}

/// `VM.s3_suspend` and `VM.s3_resume`: the guest sleeps, and its agent with it.
pub async fn sleep(cx: &Cx, vm: Str, asleep: bool) -> Result<Value, Failure> {
    let agent = cx.pool.read(|db| {
        vm_state::assert_power(db, &vm, "Running")?;
        let agent = db.get_str("VM", &vm, "guest_metrics")?;
        if !db.exists("VM_guest_metrics", &agent) {
            return Err(Failure::new("VM_LACKS_FEATURE", [&*vm]));
        }
        Ok(agent)
    })?;
    cx.work(0.3).await?;
    cx.pool.write(|db| db.set("VM_guest_metrics", &agent, "live", !asleep))?;
    Ok(Value::Void)
}

/// `VM.sysprep`: switched off unless an administrator edits a file.
pub fn sysprep(cx: &Cx, vm: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| vm_state::check(db, vm, "sysprep", false))?;
    Err(Failure::new("SYSPREP", [vm, "API call is disabled"]))
}

/// `VM.query_services`: only system domains have any, and none of those is a VM of its own here.
pub fn services(cx: &Cx, vm: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| vm_state::check(db, vm, "query_services", false))?;
    Err(Failure::new("OPERATION_NOT_ALLOWED", ["The VM is not a system domain"]))
}

/// `VM.import_convert`: the plugin comes with an appliance that is not installed.
pub fn convert(cx: &Cx, sr: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| db.get("SR", sr, "uuid"))?;
    Err(Failure::new("XENAPI_MISSING_PLUGIN", ["conversion"]))
}

/// `VM.retrieve_wlb_recommendations`: no server for it is known.
pub fn no_balancer(cx: &Cx, vm: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| db.get("VM", vm, "uuid"))?;
    Err(Failure::bare("WLB_NOT_INITIALIZED"))
}
