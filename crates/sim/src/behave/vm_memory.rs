//! Memory ranges and live vCPUs.

use crate::behave::Args;
use crate::behave::vm_state;
use crate::data::value::Value;
use crate::dispatch::Cx;
use crate::error::Failure;

const ORDER: &str = "Memory limits must satisfy: static_min <= dynamic_min <= dynamic_max <= static_max";

/// Every call that sets one or more of the four limits.
pub fn set(cx: &Cx, call: &str, a: &Args<'_>) -> Result<Value, Failure> {
    let vm = a.str(0);
    cx.pool.write(|db| {
        let now = |field| db.get("VM", vm, field).map(|v| v.as_int());
        let (mut smin, mut smax) = (now("memory_static_min")?, now("memory_static_max")?);
        let (mut dmin, mut dmax) = (now("memory_dynamic_min")?, now("memory_dynamic_max")?);
        match call {
            "set_memory_limits" => (smin, smax, dmin, dmax) = (a.int(1), a.int(2), a.int(3), a.int(4)),
            "set_memory" => (smin, smax, dmin, dmax) = (smin.min(a.int(1)), a.int(1), a.int(1), a.int(1)),
            "set_memory_static_range" => (smin, smax) = (a.int(1), a.int(2)),
            "set_memory_dynamic_range" => (dmin, dmax) = (a.int(1), a.int(2)),
            "set_memory_static_max" => smax = a.int(1),
            "set_memory_static_min" => smin = a.int(1),
            "set_memory_dynamic_max" => dmax = a.int(1),
            _ => dmin = a.int(1),
        }
        let op = if call.contains("dynamic") { "changing_dynamic_range" } else { "changing_static_range" };
        vm_state::check(db, vm, op, false)?;
        if smin > dmin || dmin > dmax || dmax > smax {
            return Err(Failure::new("MEMORY_CONSTRAINT_VIOLATION", [ORDER]));
        }
        let running = db.get("VM", vm, "power_state")?.as_str() == "Running";
        db.set("VM", vm, "memory_static_min", smin)?;
        db.set("VM", vm, "memory_static_max", smax)?;
        db.set("VM", vm, "memory_dynamic_min", dmin)?;
        db.set("VM", vm, "memory_dynamic_max", dmax)?;
        if running {
            db.set("VM", vm, "memory_target", dmax)?;
        }
        Ok(Value::Void)
    })
}

/// `VM.set_VCPUs_number_live`.
pub fn set_vcpus_live(cx: &Cx, a: &Args<'_>) -> Result<Value, Failure> {
    let (vm, count) = (a.str(0), a.int(1));
    cx.pool.write(|db| {
        vm_state::check(db, vm, "changing_VCPUs_live", true)?;
        let most = db.get("VM", vm, "VCPUs_max")?.as_int();
        if !(1..=most).contains(&count) {
            return Err(Failure::new(
                "INVALID_VALUE",
                ["VCPU values must satisfy: 0 < VCPUs ≤ VCPUs_max".to_owned(), count.to_string()],
            ));
        }
        db.set("VM", vm, "VCPUs_at_startup", count)?;
        let metrics = db.get_str("VM", vm, "metrics")?;
        db.set("VM_metrics", &metrics, "VCPUs_number", count)?;
        Ok(Value::Void)
    })
}
