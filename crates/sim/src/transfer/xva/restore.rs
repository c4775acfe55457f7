//! Makes VMs of the records of an archive: what is there already is found again, what is not is made, and all of it
//! goes again when something fails.

mod devices;
mod disks;
mod vms;

use std::collections::HashMap;

use super::records::Object;
use crate::behave::{vm_copy, vm_devices, vm_state};
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;

/// Where the disks come from.
pub enum Disks {
    /// They are made on this repository, to be filled from the archive.
    Stream(Str),
    /// They are here already.
    Present,
}

/// How an archive is brought in.
pub struct Plan {
    pub disks: Disks,
    /// Keep UUIDs and MAC addresses, replacing what has them.
    pub restore: bool,
    /// Take what is incomplete, and clean nothing up.
    pub force: bool,
    /// Change nothing; tell what would fail.
    pub dry_run: bool,
    /// Disks that are missing in a dry run will be here by then.
    pub disks_follow: bool,
    /// A VM that is on its way here while it runs: its memory must find room on this host.
    pub live: Option<Str>,
    /// Disks by their old UUIDs.
    pub vdis: HashMap<String, Str>,
    /// Networks by the old UUIDs of interfaces.
    pub networks: HashMap<String, Str>,
}

impl Plan {
    /// A plain import.
    pub fn new(disks: Disks, restore: bool, force: bool) -> Plan {
        let (dry_run, disks_follow, live) = (false, false, None);
        let (vdis, networks) = Default::default();
        Plan { disks, restore, force, dry_run, disks_follow, live, vdis, networks }
    }
}

/// The work of bringing an archive in. Dropped before it is kept, it takes back all it made.
pub struct Restorer<'a> {
    cx: &'a Cx,
    plan: Plan,
    objects: &'a [Object],
    table: HashMap<Str, Str>,
    /// What was made, in order.
    made: Vec<(&'static str, Str)>,
    vms: Vec<Str>,
    /// Disks to fill: reference in the archive, disk, size.
    pub fill: Vec<(Str, Str, u64)>,
}

/// The classes in the order in which they are dealt with.
const ORDER: &[&str] = &[
    "host",
    "SR",
    "VDI",
    "VM_metrics",
    "VM_guest_metrics",
    "VM",
    "network",
    "GPU_group",
    "VGPU_type",
    "VBD",
    "VIF",
    "VGPU",
];

impl<'a> Restorer<'a> {
    /// Runs the plan; the disks are still to be filled.
    pub fn run(cx: &'a Cx, objects: &'a [Object], plan: Plan) -> Result<Restorer<'a>, Failure> {
        let (table, made, vms, fill) = Default::default();
        let mut restorer = Restorer { cx, plan, objects, table, made, vms, fill };
        if restorer.plan.restore {
            restorer.assert_seeds_free()?;
        }
        for class in ORDER {
            for object in objects.iter().filter(|object| object.class == *class) {
                restorer.step(object)?;
            }
        }
        if !restorer.plan.dry_run {
            restorer.link_snapshots()?;
        }
        Ok(restorer)
    }

    fn step(&mut self, object: &Object) -> Result<(), Failure> {
        match object.class {
            "host" => {
                self.found(object, "host").inspect(|found| self.note(object, found));
                Ok(())
            }
            "SR" => self.sr(object),
            "VDI" => self.vdi(object),
            "VM_metrics" | "VM_guest_metrics" => self.metrics(object),
            "VM" => self.vm(object),
            "network" => self.network(object),
            "GPU_group" => self.gpu_group(object),
            "VGPU_type" => self.vgpu_type(object),
            "VBD" => self.vbd(object),
            "VIF" => self.vif(object),
            "VGPU" => self.vgpu(object),
            _ => Ok(()),
        }
    }

    /// What was made stays: the import is over. Its VMs, without snapshots.
    pub fn keep(mut self) -> Result<Vec<Str>, Failure> {
        self.made.clear();
        let key = self.cx.task_ref();
        self.cx.pool.write(|db| {
            for vm in &self.vms {
                let others = db.get("VM", vm, "current_operations")?.without_entry(&key);
                db.set("VM", vm, "current_operations", others)?;
                vm_devices::refresh_all(db, vm)?;
                vm_state::refresh(db, vm)?;
            }
            if let Ok(config) = db.get("task", &key, "other_config") {
                db.set(
                    "task",
                    &key,
                    "other_config",
                    config.with_entry("object_creation", "complete".into()),
                )?;
            }
            Ok::<_, Failure>(())
        })?;
        let whole =
            |vm: &&Str| !self.cx.pool.read(|db| db.get("VM", vm, "is_a_snapshot")).is_ok_and(|s| s.as_bool());
        Ok(self.vms.iter().filter(whole).cloned().collect())
    }

    /// What an object of the archive is here.
    pub fn here(&self, id: &str) -> Option<&Str> {
        self.table.get(id)
    }

    fn note(&mut self, object: &Object, reference: &Str) {
        self.table.insert(object.id.clone(), reference.clone());
    }

    fn lookup(&self, id: &str) -> Result<Str, Failure> {
        let found = self.here(id).cloned();
        found.ok_or_else(|| Failure::new("IMPORT_ERROR_FAILED_TO_FIND_OBJECT", [id]))
    }

    fn original(&self, id: &str) -> Result<&'a Object, Failure> {
        let object = self.objects.iter().find(|object| *object.id == *id);
        object.ok_or_else(|| Failure::new("IMPORT_ERROR_FAILED_TO_FIND_OBJECT", [id]))
    }

    /// The object of the same UUID.
    fn found(&self, object: &Object, class: &str) -> Option<Str> {
        let uuid = object.text("uuid").ok()?;
        self.cx.pool.read(|db| db.table(class).ok()?.by_uuid(&uuid).cloned())
    }

    /// A new row, unless nothing is to change.
    fn make(
        &mut self,
        object: &Object,
        class: &'static str,
        keep_uuid: bool,
        fields: Vec<(&'static str, Value)>,
    ) -> Result<Str, Failure> {
        let reference = self.cx.pool.fresh_ref();
        let given = object.text("uuid")?;
        let uuid = if keep_uuid && !given.is_empty() { given } else { self.cx.pool.fresh_uuid() };
        if !self.plan.dry_run {
            self.cx.pool.write(|db| db.insert(class, &reference, &uuid, fields))?;
            self.made.push((class, reference.clone()));
        }
        self.note(object, &reference);
        Ok(reference)
    }
}

impl Drop for Restorer<'_> {
    fn drop(&mut self) {
        if self.made.is_empty() || self.plan.force {
            return;
        }
        self.cx.pool.write(|db| {
            for (class, reference) in self.made.iter().rev() {
                // What is gone already needs no removing.
                let _ = match *class {
                    "VM" => vm_copy::remove(db, reference),
                    class => db.delete(class, reference),
                };
            }
        });
    }
}
