//! What a move will do, and all that speaks against it.

use std::sync::Arc;

use super::{Asked, some};
use crate::behave::pbd::{assert_reaches, reaches};
use crate::behave::vm_migrate::Machine;
use crate::behave::{vm_place, vm_state};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;

/// A disk and where it goes.
pub struct Disk {
    pub vdi: Str,
    pub sr: Str,
    /// It is not there yet.
    pub moves: bool,
}

/// A move that nothing speaks against.
pub struct Plan {
    pub vm: Str,
    pub there: Arc<Pool>,
    /// The session there.
    pub session: Str,
    pub host: Str,
    /// The host it runs on now.
    pub from: Str,
    /// Within its pool.
    pub within: bool,
    pub running: bool,
    pub copy: bool,
    /// The VM's own disks, its memory, then those of its snapshots.
    pub disks: Vec<Disk>,
    /// Interfaces, those of snapshots too, with their networks there.
    pub networks: Vec<(Str, Str)>,
}

impl Plan {
    pub fn make(cx: &Cx, asked: &Asked) -> Result<Plan, Failure> {
        let told = |key: &str| {
            let found = asked.dest.key(key).map(Value::to_shared);
            found.ok_or_else(|| Failure::internal("Not_found"))
        };
        let (host, session) = (told("host")?, told("session_id")?);
        for key in ["SM", "xenops", "master"] {
            told(key)?;
        }
        let there = cx.pool.of_session(&session);
        let there = there.ok_or_else(|| Failure::new("SESSION_INVALID", [&*session]))?;
        let within = Arc::ptr_eq(&there, &cx.pool);
        let vm = &asked.vm;
        let (state, from) = cx.pool.read(|db| {
            Ok::<_, Failure>((db.get_str("VM", vm, "power_state")?, db.get_str("VM", vm, "resident_on")?))
        })?;
        if asked.copy {
            cx.pool.read(|db| vm_state::assert_power(db, vm, "Halted"))?;
        }
        if asked.copy && within {
            let text = "VM.migrate_send cannot copy a VM within its pool; use VM.copy";
            return Err(Failure::new("OPERATION_NOT_ALLOWED", [text]));
        }
        let mut plan = Plan {
            vm: vm.clone(),
            there,
            session,
            host,
            from,
            within,
            running: &*state == "Running",
            copy: asked.copy,
            disks: Vec::new(),
            networks: Vec::new(),
        };
        plan.there.read(|db| vm_place::assert_takes_vms(db, &plan.host))?;
        cx.pool.read(|db| plan.find_networks(db, asked))?;
        cx.pool.read(|db| plan.find_disks(db, asked))?;
        // Two pools are never read one inside the other: each may wait for the other's writer.
        for (_, network) in &plan.networks {
            plan.there.read(|db| db.get("network", network, "uuid"))?;
        }
        for disk in plan.disks.iter().filter(|disk| disk.moves) {
            plan.check_sr(&disk.sr)?;
        }
        cx.pool.read(|db| plan.check_vm(db, asked))?;
        plan.check_room(cx, asked.force, &state)?;
        Ok(plan)
    }

    /// In another pool each interface needs a network; those of snapshots go where the same address of the VM goes.
    fn find_networks(&mut self, db: &Db, asked: &Asked) -> Result<(), Failure> {
        let mut by_address: Vec<(Str, Str)> = Vec::new();
        for vm in self.family(db)? {
            for vif in db.get("VM", &vm, "VIFs")?.items().iter().map(Value::to_shared) {
                let mac = db.get_str("VIF", &vif, "MAC")?;
                let given = asked.vifs.key(&vif).map(Value::to_shared);
                let like = || by_address.iter().find(|(theirs, _)| *theirs == mac).map(|(_, n)| n.clone());
                match given.or_else(like) {
                    Some(network) => {
                        by_address.push((mac, network.clone()));
                        self.networks.push((vif, network));
                    }
                    None if self.within => {}
                    None => return Err(Failure::new("VIF_NOT_IN_MAP", [&*vif])),
                }
            }
        }
        Ok(())
    }

    /// The VM and its snapshots.
    pub fn family(&self, db: &Db) -> Result<Vec<Str>, Failure> {
        let snapshots = db.get("VM", &self.vm, "snapshots")?;
        Ok(std::iter::once(self.vm.clone()).chain(snapshots.items().iter().map(Value::to_shared)).collect())
    }

    fn find_disks(&mut self, db: &Db, asked: &Asked) -> Result<(), Failure> {
        for vm in self.family(db)? {
            let own = vm == self.vm;
            let mut vdis: Vec<Str> = Vec::new();
            for vbd in db.get("VM", &vm, "VBDs")?.items().iter().map(Value::as_str) {
                if db.get("VBD", vbd, "type")?.as_str() != "CD" {
                    vdis.extend(some(db.get_str("VBD", vbd, "VDI")?));
                }
            }
            if db.get("VM", &vm, "power_state")?.as_str() == "Suspended" {
                vdis.extend(some(db.get_str("VM", &vm, "suspend_VDI")?));
            }
            for vdi in vdis {
                let now = db.get_str("VDI", &vdi, "SR")?;
                if self.disks.iter().any(|disk| disk.vdi == vdi)
                    || db.get("SR", &now, "content_type").is_ok_and(|kind| kind.as_str() == "iso")
                {
                    continue;
                }
                let of = db.get_str("VDI", &vdi, "snapshot_of")?;
                let leaf = || self.disks.iter().find(|disk| disk.vdi == of).map(|disk| disk.sr.clone());
                let stays = || (self.within && (!own || reaches(db, &self.host, &now))).then(|| now.clone());
                let given = asked.vdis.key(&vdi).map(Value::to_shared);
                let sr = given.or_else(leaf).or_else(stays);
                let sr = sr.ok_or_else(|| Failure::new("VDI_NOT_IN_MAP", [&*vdi]))?;
                let moves = !self.within || sr != now;
                self.disks.push(Disk { vdi, sr, moves });
            }
        }
        Ok(())
    }

    fn check_sr(&self, sr: &str) -> Result<(), Failure> {
        self.there.read(|db| {
            if db.get("SR", sr, "content_type")?.as_str() == "iso" {
                return Err(Failure::new("SR_DOES_NOT_SUPPORT_MIGRATION", [sr, ""]));
            }
            assert_reaches(db, &self.host, sr)
        })
    }

    /// What the VM has that cannot go along.
    fn check_vm(&self, db: &Db, asked: &Asked) -> Result<(), Failure> {
        let vm = &*self.vm;
        if !db.get("VM", vm, "attached_PCIs")?.items().is_empty() {
            return Err(Failure::new("VM_HAS_PCI_ATTACHED", [vm]));
        }
        if !db.get("VM", vm, "VUSBs")?.items().is_empty() {
            return Err(Failure::new("VM_HAS_VUSBS", [vm]));
        }
        let vgpus = db.get("VM", vm, "VGPUs")?;
        if !self.within && vgpus.items().iter().any(|vgpu| asked.vgpus.key(vgpu.as_str()).is_none()) {
            return Err(Failure::new("VM_HAS_VGPU", [vm]));
        }
        if !self.disks.iter().any(|disk| disk.moves) {
            return Ok(());
        }
        let snapshots = db.get("VM", vm, "snapshots")?;
        if snapshots.items().len() > 1 {
            return Err(Failure::new("VM_HAS_TOO_MANY_SNAPSHOTS", [vm]));
        }
        for snapshot in snapshots.items() {
            if !db.get("VM", snapshot.as_str(), "suspend_VDI")?.is_null() {
                return Err(Failure::new("VM_HAS_CHECKPOINT", [vm]));
            }
        }
        for disk in self.disks.iter().filter(|disk| disk.moves) {
            if db.get("VDI", &disk.vdi, "cbt_enabled")?.as_bool() {
                return Err(Failure::new("VDI_CBT_ENABLED", [&*disk.vdi]));
            }
            if db.get("VDI", &disk.vdi, "on_boot")?.as_str() == "reset" {
                return Err(Failure::bare("VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION"));
            }
        }
        Ok(())
    }

    /// Whether the host there can run what runs here.
    fn check_room(&self, cx: &Cx, force: bool, state: &str) -> Result<(), Failure> {
        if state == "Halted" || self.from == self.host {
            return Ok(());
        }
        if cx.pool.read(|db| db.exists("host", &self.from)) {
            let here = cx.pool.read(|db| Machine::of(db, &self.from))?;
            let there = self.there.read(|db| Machine::of(db, &self.host))?;
            here.assert_not_older(&there, "VM_HOST_INCOMPATIBLE_VERSION_MIGRATE", &self.vm)?;
            if !force {
                here.assert_processors(&there, &self.vm)?;
            }
        }
        if !self.running {
            return Ok(());
        }
        let (minimum, overhead) = cx.pool.read(|db| {
            let of = |field| db.get("VM", &self.vm, field).map(|value| value.as_int());
            Ok::<_, Failure>((of("memory_dynamic_min")?, of("memory_overhead")?))
        })?;
        self.there.read(|db| vm_place::assert_room(db, &self.host, minimum + overhead))
    }
}
