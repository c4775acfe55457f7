//! Which operations a VM allows, in which states, and the frame around each operation.

use std::sync::Arc;

use crate::time::Instant;
use xapi::schema::enum_values;

use crate::behave::{appliance, host, host_power, passthrough, pool_record, usb, vif};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;
use crate::task;

/// The power states in which an operation may begin; none means never, all four means any.
fn states(op: &str) -> &'static [&'static str] {
    match op {
        "start"
        | "start_on"
        | "changing_NVRAM"
        | "changing_shadow_memory"
        | "make_into_template"
        | "provision"
        | "create_vtpm"
        | "changing_VCPUs"
        | "changing_static_range"
        | "changing_memory_limits" => &["Halted"],
        "changing_dynamic_range" => &["Halted", "Running"],
        "unpause" => &["Paused"],
        "resume" | "resume_on" | "csvm" => &["Suspended"],
        "pause"
        | "suspend"
        | "clean_shutdown"
        | "clean_reboot"
        | "pool_migrate"
        | "call_plugin"
        | "data_source_op"
        | "send_sysrq"
        | "send_trigger"
        | "sysprep"
        | "changing_memory_live"
        | "awaiting_memory_live"
        | "changing_shadow_memory_live"
        | "changing_VCPUs_live" => &["Running"],
        "hard_reboot" => &["Paused", "Running"],
        "hard_shutdown" | "shutdown" | "checkpoint" | "get_boot_record" => {
            &["Paused", "Suspended", "Running"]
        }
        "clone" | "copy" => &["Halted"],
        "destroy" | "export" | "create_template" => &["Halted", "Suspended"],
        "migrate_send" => &["Halted", "Suspended", "Running"],
        "import" => &[],
        _ => &["Halted", "Paused", "Running", "Suspended"],
    }
}

/// Operations that `allowed_operations` never lists.
const NEVER_LISTED: &[&str] = &[
    "create_template",
    "power_state_reset",
    "csvm",
    "get_boot_record",
    "send_sysrq",
    "send_trigger",
    "query_services",
    "shutdown",
    "call_plugin",
    "changing_memory_live",
    "awaiting_memory_live",
    "changing_memory_limits",
    "changing_shadow_memory_live",
    "changing_VCPUs",
    "assert_operation_valid",
    "data_source_op",
    "update_allowed_operations",
    "import",
    "reverting",
    // Gone from the product, still in the enum.
    "snapshot_with_quiesce",
];

const ON_TEMPLATES: &[&str] = &[
    "changing_dynamic_range",
    "changing_static_range",
    "changing_memory_limits",
    "changing_shadow_memory",
    "changing_VCPUs",
    "changing_NVRAM",
    "clone",
    "copy",
    "export",
    "metadata_export",
    "provision",
];

const ON_SNAPSHOTS: &[&str] =
    &["revert", "clone", "copy", "export", "destroy", "hard_shutdown", "metadata_export"];

/// Whether an operation may begin while another runs.
fn concurrent(op: &str, running: &str) -> bool {
    let both = |set: &[&str]| set.contains(&op) && set.contains(&running);
    both(&["clone", "copy", "export"])
        || both(&["snapshot", "checkpoint"])
        || (running == "migrate_send" && matches!(op, "metadata_export" | "clean_shutdown" | "clean_reboot"))
        || (op == "hard_shutdown" && running != "hard_shutdown")
        || (op == "hard_reboot" && !matches!(running, "hard_shutdown" | "hard_reboot"))
}

/// Refuses an operation that a VM does not allow now. `strict` also asks for the guest's features, as
/// `allowed_operations` does.
pub fn check(db: &Db, vm: &str, op: &str, strict: bool) -> Result<(), Failure> {
    let get = |field| db.get("VM", vm, field);
    if let Some(reason) = get("blocked_operations")?.key(op) {
        return Err(Failure::new("OPERATION_BLOCKED", [vm, reason.as_str()]));
    }
    let state = get("power_state")?;
    let snapshot = get("is_a_snapshot")?.as_bool();
    let suspended_snapshot = snapshot && state.as_str() == "Suspended" && matches!(op, "clone" | "copy");
    let expected = states(op);
    if !expected.contains(&state.as_str()) && !suspended_snapshot {
        let expected = expected.join(", ").to_lowercase();
        return Err(Failure::new("VM_BAD_POWER_STATE", [vm, &expected, &state.as_str().to_lowercase()]));
    }
    let current = get("current_operations")?;
    if current.entries().iter().any(|(_, running)| !concurrent(op, running.as_str())) {
        let ops: Vec<&str> = current.entries().iter().map(|(_, op)| op.as_str()).collect();
        let tasks: Vec<&str> = current.entries().iter().map(|(task, _)| &**task).collect();
        let braced =
            |all: &[&str]| if all.len() == 1 { all[0].to_owned() } else { format!("{{{}}}", all.join(",")) };
        return Err(Failure::new(
            "OTHER_OPERATION_IN_PROGRESS",
            ["VM".to_owned(), vm.to_owned(), braced(&ops), braced(&tasks)],
        ));
    }
    let template = get("is_a_template")?.as_bool() && !snapshot;
    if template {
        let default = get("is_default_template")?.as_bool();
        if !ON_TEMPLATES.contains(&op) && (default || !matches!(op, "destroy" | "migrate_send")) {
            return Err(Failure::new("VM_IS_TEMPLATE", [vm, op]));
        }
    }
    if snapshot && !ON_SNAPSHOTS.contains(&op) {
        return Err(Failure::new("VM_IS_SNAPSHOT", [vm, op]));
    }
    if op == "provision" && !template {
        return Err(Failure::bare("PROVISION_ONLY_ALLOWED_ON_TEMPLATE"));
    }
    if op == "revert" && !snapshot {
        return Err(Failure::bare("REVERT_ONLY_ALLOWED_ON_SNAPSHOT"));
    }
    if strict && matches!(op, "suspend" | "checkpoint" | "pool_migrate" | "migrate_send") && immobile(db, vm)?
    {
        return Err(Failure::new("VM_IS_IMMOBILE", [vm]));
    }
    if get("is_control_domain")?.as_bool() {
        return Err(Failure::new("OPERATION_NOT_ALLOWED", ["This operation is not allowed on dom0"]));
    }
    if matches!(state.as_str(), "Running" | "Paused")
        && matches!(op, "suspend" | "checkpoint" | "pool_migrate" | "migrate_send")
    {
        let agent = get("guest_metrics")?;
        let other = db.get("VM_guest_metrics", agent.as_str(), "other").unwrap_or(Value::Void);
        if let Some(reason) = other.key("data-cant-suspend-reason") {
            return Err(Failure::new("VM_NON_SUSPENDABLE", [vm, reason.as_str()]));
        }
    }
    passthrough::assert_movable(db, vm, op)?;
    if strict && matches!(state.as_str(), "Running" | "Paused") && needs_guest(op) {
        let agent = get("guest_metrics")?;
        let detected =
            db.get("VM_guest_metrics", agent.as_str(), "PV_drivers_detected").is_ok_and(|v| v.as_bool());
        if !detected {
            return Err(Failure::new("VM_LACKS_FEATURE", [vm]));
        }
    }
    if op == "make_into_template" {
        assert_in_no_set(db, vm)?;
    }
    if matches!(op, "suspend" | "checkpoint" | "snapshot") && forgets(db, vm)? {
        return Err(Failure::bare("VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION"));
    }
    Ok(())
}

/// Refuses unless a VM is in that power state.
pub fn assert_power(db: &Db, vm: &str, wanted: &str) -> Result<(), Failure> {
    let state = db.get_str("VM", vm, "power_state")?;
    if &*state == wanted {
        return Ok(());
    }
    Err(Failure::new("VM_BAD_POWER_STATE", [vm, &wanted.to_lowercase(), &state.to_lowercase()]))
}

/// Refuses while anything is done to an object.
pub fn assert_idle(db: &Db, class: &str, reference: &str) -> Result<(), Failure> {
    assert_free(db, class, reference, |_| true)
}

/// Refuses a VM that is started with others, or goes by a schedule.
fn assert_in_no_set(db: &Db, vm: &str) -> Result<(), Failure> {
    for (class, field, code) in [
        ("VM_appliance", "appliance", "VM_IS_PART_OF_AN_APPLIANCE"),
        ("VMSS", "snapshot_schedule", "VM_ASSIGNED_TO_SNAPSHOT_SCHEDULE"),
    ] {
        let set = db.get_str("VM", vm, field)?;
        if db.exists(class, &set) {
            return Err(Failure::new(code, [vm, &*set]));
        }
    }
    Ok(())
}

/// Whether its platform ties a VM to its host.
fn immobile(db: &Db, vm: &str) -> Result<bool, Failure> {
    let platform = db.get("VM", vm, "platform")?;
    let on = |key: &str| platform.key(key).is_some_and(|v| matches!(v.as_str(), "true" | "1"));
    Ok(on("nomigrate") || on("nested-virt"))
}

/// Whether one of its disks is as it was at each boot.
fn forgets(db: &Db, vm: &str) -> Result<bool, Failure> {
    let vbds = db.get("VM", vm, "VBDs")?;
    let resets = |vbd: &Value| {
        let vdi = db.get_str("VBD", vbd.as_str(), "VDI");
        vdi.and_then(|vdi| db.get_str("VDI", &vdi, "on_boot")).is_ok_and(|mode| &*mode == "reset")
    };
    Ok(vbds.items().iter().any(resets))
}

fn needs_guest(op: &str) -> bool {
    matches!(
        op,
        "suspend"
            | "checkpoint"
            | "pool_migrate"
            | "migrate_send"
            | "clean_shutdown"
            | "clean_reboot"
            | "changing_VCPUs_live"
            | "sysprep"
    )
}

/// Works out `allowed_operations` anew.
pub fn refresh(db: &mut Db, vm: &str) -> Result<(), Failure> {
    let ops = enum_values("vm_operations").unwrap_or(&[]);
    let allowed: Vec<&str> = if db.get("VM", vm, "is_control_domain")?.as_bool() {
        ops.iter()
            .rev()
            .copied()
            .filter(|op| matches!(*op, "changing_dynamic_range" | "metadata_export"))
            .collect()
    } else {
        let listed = |op: &&str| !NEVER_LISTED.contains(op) && check(db, vm, op, true).is_ok();
        ops.iter().rev().copied().filter(listed).collect()
    };
    db.set("VM", vm, "allowed_operations", Value::set(allowed))?;
    let appliance = db.get_str("VM", vm, "appliance")?;
    appliance::refresh(db, &appliance)
}

/// An operation under way: noted on the VM until it ends or is dropped.
pub struct Operation {
    pool: Arc<Pool>,
    vm: Str,
    key: Str,
}

impl Operation {
    /// Waits until the VM allows the operation, then notes it.
    pub async fn begin(cx: &Cx, vm: &Str, op: &'static str) -> Result<Operation, Failure> {
        let deadline = Instant::now() + cx.pool.config.busy_wait;
        let mut changes = cx.pool.changes();
        let mut waiting = None;
        loop {
            changes.borrow_and_update();
            let key = cx.task_ref();
            let begun = cx.pool.write(|db| {
                check(db, vm, op, false)?;
                host_power::assert_host_of(db, vm)?;
                let others = db.get("VM", vm, "current_operations")?;
                db.set("VM", vm, "current_operations", others.with_entry(&key, op.into()))?;
                refresh(db, vm)?;
                Ok::<_, Failure>(others)
            });
            let busy = match begun {
                Ok(others) => {
                    let operation = Operation { pool: cx.pool.clone(), vm: vm.clone(), key };
                    if op.starts_with("hard_") {
                        operation.preempt(cx, &others).await?;
                    }
                    return Ok(operation);
                }
                Err(failure) if failure.code == "OTHER_OPERATION_IN_PROGRESS" => failure,
                Err(failure) => return Err(failure),
            };
            if waiting.is_none() {
                waiting = Some(task::Waiting::begin(cx.pool.clone())?);
            }
            tokio::select! {
                _ = crate::time::timeout_at(deadline, changes.changed()) => {}
                cancelled = cx.sleep(cx.pool.config.busy_wait) => cancelled?,
            }
            if Instant::now() >= deadline {
                return Err(busy);
            }
        }
    }

    /// Cancels what else runs on the VM and waits until it has ended.
    async fn preempt(&self, cx: &Cx, others: &Value) -> Result<(), Failure> {
        let mut changes = self.pool.changes();
        for (task, _) in others.entries() {
            task::signal(&self.pool, task);
        }
        loop {
            changes.borrow_and_update();
            let now = self.pool.read(|db| db.get("VM", &self.vm, "current_operations"))?;
            let ended = |(task, _): &(Str, Value)| now.key(task).is_none();
            if others.entries().iter().all(ended) {
                return Ok(());
            }
            tokio::select! {
                _ = changes.changed() => {}
                cancelled = cx.sleep(self.pool.config.busy_wait) => cancelled?,
            }
        }
    }
}

impl Drop for Operation {
    fn drop(&mut self) {
        // The VM itself may be what the operation removed.
        let _ = self.pool.write(|db| {
            let others = db.get("VM", &self.vm, "current_operations")?.without_entry(&self.key);
            db.set("VM", &self.vm, "current_operations", others)?;
            refresh(db, &self.vm)
        });
    }
}

/// Refuses while an operation is under way on an object that excludes what is to be done.
pub fn assert_free(
    db: &Db,
    class: &str,
    reference: &str,
    excludes: impl Fn(&str) -> bool,
) -> Result<(), Failure> {
    let current = db.get(class, reference, "current_operations")?;
    match current.entries().iter().find(|(_, op)| excludes(op.as_str())) {
        Some((task, op)) => {
            Err(Failure::new("OTHER_OPERATION_IN_PROGRESS", [class, reference, op.as_str(), &**task]))
        }
        None => Ok(()),
    }
}

/// Operations noted on objects of other classes (a host, a VBD, the pool) for as long as this lives.
///
/// It must be made and dropped outside the database's lock.
pub struct Notes {
    pool: Arc<Pool>,
    key: Str,
    on: Vec<(&'static str, Str)>,
}

impl Notes {
    pub fn new(cx: &Cx) -> Notes {
        Notes { pool: cx.pool.clone(), key: cx.task_ref(), on: Vec::new() }
    }

    pub fn add(
        &mut self,
        db: &mut Db,
        class: &'static str,
        reference: &Str,
        op: &str,
    ) -> Result<(), Failure> {
        let others = db.get(class, reference, "current_operations")?;
        db.set(class, reference, "current_operations", others.with_entry(&self.key, op.into()))?;
        self.on.push((class, reference.clone()));
        refresh_noted(db, class, reference)
    }
}

impl Drop for Notes {
    fn drop(&mut self) {
        self.pool.write(|db| {
            for (class, reference) in &self.on {
                // The object may be gone.
                if let Ok(others) = db.get(class, reference, "current_operations") {
                    let _ = db.set(class, reference, "current_operations", others.without_entry(&self.key));
                    let _ = refresh_noted(db, class, reference);
                }
            }
        });
    }
}

/// What some objects allow depends on what is under way with them.
pub fn refresh_noted(db: &mut Db, class: &str, reference: &str) -> Result<(), Failure> {
    match class {
        "host" => host::refresh(db, reference),
        "pool" => pool_record::refresh(db),
        "VM_appliance" => appliance::refresh(db, reference),
        "VIF" => vif::refresh(db, reference),
        "VUSB" => usb::refresh(db, reference),
        _ => Ok(()),
    }
}

/// `VM 'name' (uuid: …)`, as messages begin.
pub fn described(db: &Db, vm: &str) -> Result<String, Failure> {
    Ok(format!(
        "VM '{}' (uuid: {})",
        db.get("VM", vm, "name_label")?.as_str(),
        db.get("VM", vm, "uuid")?.as_str()
    ))
}
