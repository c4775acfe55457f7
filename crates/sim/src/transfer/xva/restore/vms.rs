//! The VMs of an archive, what was known of their guests, and their snapshots.

use super::super::records::Object;
use super::Restorer;
use crate::behave::{vm_copy, vm_place, vm_state};
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::error::Failure;

/// Fields of a VM that an archive does not decide.
const OWN: &[&str] = &[
    "uuid",
    "allowed_operations",
    "current_operations",
    "power_state",
    "suspend_VDI",
    "resident_on",
    "scheduled_to_be_resident_on",
    "affinity",
    "suspend_SR",
    "domid",
    "metrics",
    "guest_metrics",
    "consoles",
    "VBDs",
    "VIFs",
    "VUSBs",
    "VGPUs",
    "VTPMs",
    "crash_dumps",
    "snapshots",
    "children",
    "attached_PCIs",
    "blobs",
    "snapshot_of",
    "parent",
    "appliance",
    "protection_policy",
    "snapshot_schedule",
    "groups",
    "is_default_template",
    "is_control_domain",
    "other_config",
    "version",
    "generation_id",
    "requires_reboot",
    "pending_guidances",
    "pending_guidances_recommended",
    "pending_guidances_full",
];

impl Restorer<'_> {
    /// A VM that is not this one must not have the seed of its MAC addresses.
    pub(super) fn assert_seeds_free(&self) -> Result<(), Failure> {
        for object in self.objects.iter().filter(|object| object.class == "VM") {
            let config = object.get("other_config")?;
            let Some(seed) = config.key("mac_seed").map(Value::as_str) else { continue };
            let mut related = vec![object.text("uuid")?];
            if let Ok(vm) = self.original(&object.text("snapshot_of")?) {
                related.push(vm.text("uuid")?);
            }
            let taken = |db: &Db, vm: &Str| {
                let of = db.get_str("VM", vm, "snapshot_of").unwrap_or_else(|_| NULL.into());
                let known = [db.get_str("VM", vm, "uuid"), db.get_str("VM", &of, "uuid")];
                let same = db
                    .get("VM", vm, "other_config")
                    .is_ok_and(|config| config.key("mac_seed").is_some_and(|theirs| theirs.as_str() == seed));
                same && !known.iter().flatten().any(|uuid| related.contains(uuid))
            };
            if self.cx.pool.read(|db| db.refs("VM").iter().any(|vm| taken(db, vm))) {
                return Err(Failure::new("DUPLICATE_MAC_SEED", [seed]));
            }
        }
        Ok(())
    }

    /// Metrics of a VM or of its guest: what was known last.
    pub(super) fn metrics(&mut self, object: &Object) -> Result<(), Failure> {
        let fields = object.fields(&["uuid"])?;
        self.make(object, object.class, false, fields).map(|_| ())
    }

    pub(super) fn vm(&mut self, object: &Object) -> Result<(), Failure> {
        let config = object.get("other_config")?;
        let name = object.text("name_label")?;
        if object.is("is_a_template")? && config.key("default_template").is_some_and(|v| v.as_str() == "true")
        {
            let named = |db: &Db| {
                db.refs("VM")
                    .into_iter()
                    .find(|vm| db.get_str("VM", vm, "name_label").is_ok_and(|n| n == name))
            };
            let template = self.cx.pool.read(named).unwrap_or_else(|| NULL.into());
            self.note(object, &template);
            return Ok(());
        }
        let version = object.get("version")?.as_int();
        let existing = if self.plan.restore { self.found(object, "VM") } else { None };
        if let Some(vm) = &existing {
            let (state, theirs) = self.cx.pool.read(|db| {
                Ok::<_, Failure>((
                    db.get_str("VM", vm, "power_state")?,
                    db.get("VM", vm, "version")?.as_int(),
                ))
            })?;
            if &*state != "Halted" {
                // One that cannot be replaced is left alone, if anything goes.
                return match self.plan.force {
                    true => Ok(()),
                    false => Err(Failure::new("VM_BAD_POWER_STATE", [vm, "Halted", &*state])),
                };
            }
            if theirs >= version && !self.plan.force {
                let (theirs, ours) = (theirs.to_string(), version.to_string());
                return Err(Failure::new("VM_TO_IMPORT_IS_NOT_NEWER_VERSION", [&**vm, &theirs, &ours]));
            }
        }
        if let Some(host) = &self.plan.live {
            let needed = object.get("memory_dynamic_min")?.as_int() + object.get("memory_overhead")?.as_int();
            self.cx.pool.read(|db| vm_place::assert_room(db, host, needed))?;
        }
        let fields = self.vm_fields(object, config, version)?;
        if let Some(vm) = existing.filter(|_| !self.plan.dry_run) {
            self.cx.pool.write(|db| vm_copy::remove(db, &vm))?;
        }
        let vm = self.make(object, "VM", self.plan.restore, fields)?;
        if self.plan.dry_run {
            return Ok(());
        }
        self.vms.push(vm.clone());
        let (pool, key) = (&self.cx.pool, self.cx.task_ref());
        let (metrics, metrics_uuid) = (pool.fresh_ref(), pool.fresh_uuid());
        pool.write(|db| {
            if db.get("VM", &vm, "metrics")?.is_null() {
                db.insert("VM_metrics", &metrics, &metrics_uuid, [])?;
                db.set("VM", &vm, "metrics", &metrics)?;
            }
            if !self.plan.force {
                let noted = Value::map([(&*key, "import")]);
                db.set("VM", &vm, "current_operations", noted)?;
            }
            vm_state::refresh(db, &vm)
        })
    }

    fn vm_fields(
        &self,
        object: &Object,
        config: Value,
        version: i64,
    ) -> Result<Vec<(&'static str, Value)>, Failure> {
        let mut fields = object.fields(OWN)?;
        let mut config = config.without_entry("default_template").without_entry("grant_api_access");
        if !self.plan.restore {
            config = config.with_entry("mac_seed", Value::from(self.cx.pool.fresh_uuid()));
        }
        fields.push(("other_config", config.with_entry("import_task", Value::from(self.cx.task_ref()))));
        fields.push(("version", Value::Int(if self.plan.restore { version + 1 } else { 0 })));
        let generation = {
            let mut rng = self.cx.pool.random();
            format!("{}:{}", rand::RngCore::next_u64(&mut *rng), rand::RngCore::next_u64(&mut *rng))
        };
        fields.push(("generation_id", Value::from(generation)));
        fields.push(("domid", Value::Int(-1)));
        let mut state = "Halted";
        if &*object.text("power_state")? == "Suspended" {
            let memory = object.text("suspend_VDI")?;
            match self.here(&memory) {
                Some(memory) => {
                    state = "Suspended";
                    fields.push(("suspend_VDI", Value::from(memory)));
                }
                None if self.plan.force => {}
                None => return Err(Failure::new("IMPORT_ERROR_FAILED_TO_FIND_OBJECT", [&*memory])),
            }
        }
        fields.push(("power_state", Value::from(state)));
        for field in ["metrics", "guest_metrics", "affinity"] {
            if let Some(here) = self.here(&object.text(field)?) {
                fields.push((field, Value::from(here)));
            }
        }
        let sr = object.text("suspend_SR")?;
        if self.cx.pool.read(|db| db.exists("SR", &sr)) {
            fields.push(("suspend_SR", Value::from(sr)));
        }
        Ok(fields)
    }

    /// Snapshots find the VMs they were taken of, and those before them.
    pub(super) fn link_snapshots(&mut self) -> Result<(), Failure> {
        for object in self.objects.iter().filter(|object| object.class == "VM") {
            let Some(vm) = self.here(&object.id).filter(|vm| self.vms.contains(vm)) else { continue };
            if object.is("is_a_snapshot")? {
                let of = object.text("snapshot_of")?;
                let of = if &*of == NULL { None } else { Some(self.lookup(&of)?) };
                of.map(|of| self.cx.pool.write(|db| db.set("VM", vm, "snapshot_of", &of))).transpose()?;
            }
            if let Some(parent) = self.here(&object.text("parent")?) {
                self.cx.pool.write(|db| db.set("VM", vm, "parent", parent))?;
            }
        }
        Ok(())
    }
}
