//! Smaller calls about VMs: memory in figures, processors' shares, BIOS strings, agility, groups.

use crate::behave::{Args, vm_place, vm_state};
use crate::data::db::Db;
use crate::data::value::Value;
use crate::dispatch::Cx;
use crate::error::Failure;

/// A VM of that much memory costs its host a page in so many beyond it.
const PAGES_OF_TABLES: i64 = 128;

/// `VM.compute_memory_overhead`.
pub fn memory_overhead(cx: &Cx, vm: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| db.get("VM", vm, "uuid"))?;
    Ok(Value::Int(vm_place::OVERHEAD))
}

/// `VM.maximise_memory`: the most that a VM may have of a total, its own overhead paid.
pub fn maximise_memory(cx: &Cx, vm: &str, total: i64) -> Result<Value, Failure> {
    cx.pool.read(|db| db.get("VM", vm, "uuid"))?;
    let most = (total - vm_place::OVERHEAD).max(0);
    Ok(Value::Int(most / PAGES_OF_TABLES * PAGES_OF_TABLES))
}

/// `VM.set_memory_target_live`: within what a running VM may have.
pub fn set_memory_target(cx: &Cx, vm: &str, target: i64) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        vm_state::check(db, vm, "changing_memory_live", false)?;
        let (least, most) =
            (db.get("VM", vm, "memory_dynamic_min")?, db.get("VM", vm, "memory_dynamic_max")?);
        let target = target.clamp(least.as_int(), most.as_int());
        db.set("VM", vm, "memory_target", target)?;
        let metrics = db.get_str("VM", vm, "metrics")?;
        db.set("VM_metrics", &metrics, "memory_actual", target)
    })?;
    Ok(Value::Void)
}

/// `VM.wait_memory_target_live`: a guest has at once what it was given.
pub fn wait_memory_target(cx: &Cx, vm: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| vm_state::check(db, vm, "awaiting_memory_live", false))?;
    Ok(Value::Void)
}

/// `VM.get_cooperative`: guests do as they are told.
pub fn cooperative(cx: &Cx, vm: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| db.get("VM", vm, "uuid"))?;
    Ok(Value::Bool(true))
}

/// `VM.set_shadow_multiplier_live`.
pub fn set_shadow_multiplier_live(cx: &Cx, vm: &str, multiplier: f64) -> Result<Value, Failure> {
    if multiplier < 1.0 {
        return Err(Failure::new("INVALID_VALUE", ["multiplier".to_owned(), multiplier.to_string()]));
    }
    cx.pool.write(|db| {
        vm_state::check(db, vm, "changing_shadow_memory_live", false)?;
        db.set("VM", vm, "HVM_shadow_multiplier", multiplier)
    })?;
    Ok(Value::Void)
}

/// `VM.add_to_VCPUs_params_live`: in force at once, and kept.
pub fn add_vcpus_param(cx: &Cx, a: &Args<'_>) -> Result<Value, Failure> {
    let (vm, key) = (a.str(0), a.str(1));
    cx.pool.write(|db| {
        vm_state::check(db, vm, "changing_VCPUs_live", false)?;
        let params = db.get("VM", vm, "VCPUs_params")?;
        if params.key(key).is_some() {
            return Err(Failure::new("MAP_DUPLICATE_KEY", ["VM", "VCPUs_params", vm, key]));
        }
        db.set("VM", vm, "VCPUs_params", params.with_entry(key, a.value(2)))?;
        Ok(Value::Void)
    })
}

/// `VM.copy_bios_strings`: those of a host, once.
pub fn copy_bios_strings(cx: &Cx, vm: &str, host: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        if !db.get("VM", vm, "bios_strings")?.entries().is_empty() {
            return Err(Failure::bare("VM_BIOS_STRINGS_ALREADY_SET"));
        }
        let strings = db.get("host", host, "bios_strings")?;
        db.set("VM", vm, "bios_strings", strings)
    })?;
    Ok(Value::Void)
}

/// `VM.assert_agile`: nothing ties it to a host.
pub fn assert_agile(cx: &Cx, vm: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        for vbd in db.get("VM", vm, "VBDs")?.items() {
            let vdi = db.get_str("VBD", vbd.as_str(), "VDI")?;
            let Ok(sr) = db.get_str("VDI", &vdi, "SR") else { continue };
            if !db.get("SR", &sr, "shared")?.as_bool() {
                return Err(Failure::new("HA_CONSTRAINT_VIOLATION_SR_NOT_SHARED", [&*sr]));
            }
        }
        let hosts = db.refs("host").len();
        for vif in db.get("VM", vm, "VIFs")?.items() {
            let network = db.get_str("VIF", vif.as_str(), "network")?;
            if reached(db, &network)? < hosts {
                return Err(Failure::new("HA_CONSTRAINT_VIOLATION_NETWORK_NOT_SHARED", [&*network]));
            }
        }
        Ok(Value::Void)
    })
}

/// From how many hosts a network is reached.
fn reached(db: &Db, network: &str) -> Result<usize, Failure> {
    let mut hosts = Vec::new();
    for pif in db.get("network", network, "PIFs")?.items() {
        hosts.push(db.get_str("PIF", pif.as_str(), "host")?);
    }
    hosts.sort();
    hosts.dedup();
    Ok(hosts.len())
}

/// `VM.set_groups`: at most one.
pub fn set_groups(cx: &Cx, vm: &str, groups: &Value) -> Result<Value, Failure> {
    if groups.items().len() > 1 {
        return Err(Failure::bare("TOO_MANY_GROUPS"));
    }
    cx.pool.write(|db| {
        for group in groups.items() {
            db.get("VM_group", group.as_str(), "uuid")?;
        }
        if db.get("VM", vm, "is_control_domain")?.as_bool() {
            return Err(Failure::new("OPERATION_NOT_ALLOWED", ["Control domains are in no group"]));
        }
        db.set("VM", vm, "groups", groups.clone())?;
        Ok(Value::Void)
    })
}
