//! Constructors and destructors of VMs, VDIs and networks, and the status of tasks made by clients.

use crate::behave::Args;
use crate::behave::vm_devices::constructor;
use crate::behave::vm_state;
use crate::data::value::Value;
use crate::dispatch::Cx;
use crate::error::Failure;

/// Disks come in whole multiples of this.
const GRANULE: i64 = 2 << 20;

/// `VM.create`: no devices, its metrics made beside it.
pub fn create_vm(cx: &Cx, record: &Value) -> Result<Value, Failure> {
    let pool = &cx.pool;
    let (reference, uuid) = (pool.fresh_ref(), pool.fresh_uuid());
    let (metrics, metrics_uuid) = (pool.fresh_ref(), pool.fresh_uuid());
    pool.write(|db| {
        let mut fields = constructor(db, "VM", record)?;
        let state = record.key("power_state").map_or("Halted", Value::as_str);
        if !matches!(state, "Halted" | "Suspended") {
            return Err(Failure::new(
                "INVALID_VALUE",
                ["VM.create: power_state must be Halted or Suspended", state],
            ));
        }
        let config = record.key("other_config").cloned().unwrap_or_else(Value::no_entries);
        if config.key("mac_seed").is_none() {
            fields.retain(|(name, _)| *name != "other_config");
            fields.push(("other_config", config.with_entry("mac_seed", Value::from(pool.fresh_uuid()))));
        }
        fields.push(("domid", Value::Int(-1)));
        fields.push(("metrics", Value::from(&metrics)));
        db.insert(
            "VM_metrics",
            &metrics,
            &metrics_uuid,
            [("last_updated", Value::Time(crate::time::now()))],
        )?;
        db.insert("VM", &reference, &uuid, fields)?;
        vm_state::refresh(db, &reference)
    })?;
    Ok(Value::from(reference))
}

/// `VDI.create`: the size is rounded up.
pub fn create_vdi(cx: &Cx, record: &Value) -> Result<Value, Failure> {
    let (reference, uuid) = (cx.pool.fresh_ref(), cx.pool.fresh_uuid());
    cx.pool.write(|db| {
        let mut fields = constructor(db, "VDI", record)?;
        let sr = record.key("SR").map_or("", Value::as_str);
        if db.get("SR", sr, "content_type")?.as_str() == "iso" {
            return Err(Failure::new("SR_OPERATION_NOT_SUPPORTED", [sr]));
        }
        let size = record.key("virtual_size").map_or(0, Value::as_int);
        if size < 0 {
            return Err(Failure::new("INVALID_VALUE", ["virtual_size".to_owned(), size.to_string()]));
        }
        fields.retain(|(name, _)| *name != "virtual_size");
        let rounded = size.checked_add(GRANULE - 1).unwrap_or(size) / GRANULE * GRANULE;
        fields.push(("virtual_size", Value::Int(rounded)));
        fields.push(("managed", Value::Bool(true)));
        fields.push(("location", Value::from(&uuid)));
        fields.push((
            "allowed_operations",
            Value::set(["clone", "copy", "resize", "snapshot", "destroy", "forget"]),
        ));
        db.insert("VDI", &reference, &uuid, fields)
    })?;
    Ok(Value::from(reference))
}

/// `VDI.destroy`: not while a VM uses it; drives that held it are left without.
pub fn destroy_vdi(cx: &Cx, vdi: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let vbds = db.get("VDI", vdi, "VBDs")?;
        for vbd in vbds.items() {
            if db.get("VBD", vbd.as_str(), "currently_attached")?.as_bool() {
                return Err(Failure::new("VDI_IN_USE", [vdi, "destroy"]));
            }
        }
        for vbd in vbds.items().iter().map(Value::as_str) {
            if db.get("VBD", vbd, "type")?.as_str() == "CD" {
                db.set("VBD", vbd, "VDI", Value::null())?;
                db.set("VBD", vbd, "empty", true)?;
            } else {
                db.delete("VBD", vbd)?;
            }
        }
        db.delete("VDI", vdi)
    })?;
    Ok(Value::Void)
}

pub fn create_network(cx: &Cx, record: &Value) -> Result<Value, Failure> {
    let (reference, uuid) = (cx.pool.fresh_ref(), cx.pool.fresh_uuid());
    cx.pool.write(|db| {
        let mut fields = constructor(db, "network", record)?;
        if record.key("bridge").is_none_or(|b| b.as_str().is_empty()) {
            let taken: Vec<_> =
                db.refs("network").iter().filter_map(|n| db.get_str("network", n, "bridge").ok()).collect();
            let free = (0..).map(|n| format!("xapi{n}")).find(|b| !taken.iter().any(|t| **t == **b));
            fields.retain(|(name, _)| *name != "bridge");
            fields.push(("bridge", Value::from(free.unwrap_or_default())));
        }
        db.insert("network", &reference, &uuid, fields)
    })?;
    Ok(Value::from(reference))
}

pub fn destroy_network(cx: &Cx, network: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        for (field, class, code) in
            [("PIFs", "PIF", "NETWORK_CONTAINS_PIF"), ("VIFs", "VIF", "NETWORK_CONTAINS_VIF")]
        {
            let on_it = db.get("network", network, field)?;
            if let Some(device) = on_it.items().iter().find(|d| db.exists(class, d.as_str())) {
                return Err(Failure::new(code, [device.as_str()]));
            }
        }
        db.delete("network", network)
    })?;
    Ok(Value::Void)
}

/// `task.set_status`: a task made by a client ends when its maker says so.
pub fn set_task_status(cx: &Cx, a: &Args<'_>) -> Result<Value, Failure> {
    let (task, status) = (a.str(0), a.str(1));
    cx.pool.write(|db| {
        if matches!(status, "success" | "failure" | "cancelled") {
            db.set("task", task, "finished", Value::Time(crate::time::now()))?;
            db.set("task", task, "allowed_operations", Value::no_items())?;
        }
        db.set("task", task, "status", status)
    })?;
    Ok(Value::Void)
}
