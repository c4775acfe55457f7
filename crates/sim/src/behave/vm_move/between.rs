//! A move to another pool: the VM comes into being there as by an import of its records, on disks that were mirrored
//! before; then it goes here.

use std::sync::Arc;

use super::plan::Plan;
use super::{Mirrors, some};
use crate::behave::vm_power::{self, attach_devices, run_domain};
use crate::behave::vm_state::Notes;
use crate::behave::{network, vdi, vm_copy, vm_devices, vm_state};
use crate::data::db::Db;
use crate::data::value::Str;
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;
use crate::task;
use crate::transfer::xva;
use crate::transfer::xva::gather::Wanted;
use crate::transfer::xva::records::Manifest;
use crate::transfer::xva::restore::{self, Restorer};

/// What another pool's import would say.
pub fn rehearse(cx: &Cx, plan: &Plan) -> Result<(), Failure> {
    let there = context(cx, plan);
    let objects = records(cx, plan)?;
    let steps = restore::Plan { dry_run: true, ..steps(cx, plan, &[])? };
    Restorer::run(&there, &objects.objects, steps).map(drop)
}

/// Moves; the VM there.
pub async fn go(cx: &Cx, plan: &Plan) -> Result<Str, Failure> {
    rehearse(cx, plan)?;
    let there = task::begin(context(cx, plan), "VM.metadata_import")?;
    let moved = go_there(cx, &there, plan).await;
    task::forget(&there);
    let new = moved?;
    if !plan.copy {
        cx.pool.write(|db| leave(db, &cx.pool, plan))?;
    }
    Ok(new)
}

/// The other pool, as its own calls see it.
fn context(cx: &Cx, plan: &Plan) -> Cx {
    let host = plan.there.hosts.number(&plan.host).unwrap_or(0);
    Cx {
        pool: plan.there.clone(),
        host,
        session: plan.session.clone(),
        task: None,
        cancelled: cx.cancelled.clone(),
    }
}

fn records(cx: &Cx, plan: &Plan) -> Result<Manifest, Failure> {
    let wanted = Wanted { snapshots: true, power_state: true, ..Wanted::default() };
    let (_, text) = cx.pool.read(|db| xva::gather::manifest(db, std::slice::from_ref(&plan.vm), &wanted))?;
    Manifest::parse(&text, false)
}

fn steps(cx: &Cx, plan: &Plan, mirrored: &[(Str, Str)]) -> Result<restore::Plan, Failure> {
    cx.pool.read(|db| {
        let mut networks = std::collections::HashMap::new();
        for (vif, network) in &plan.networks {
            networks.insert(db.get_str("VIF", vif, "uuid")?.to_string(), network.clone());
        }
        Ok(restore::Plan {
            disks_follow: true,
            live: plan.running.then(|| plan.host.clone()),
            vdis: mirrored.iter().map(|(old, new)| (old.to_string(), new.clone())).collect(),
            networks,
            ..restore::Plan::new(restore::Disks::Present, !plan.copy, false)
        })
    })
}

/// Disks that were made there; they go again when the VM does not come.
struct Landing {
    pool: Arc<Pool>,
    /// UUIDs here, references there.
    made: Vec<(Str, Str)>,
    kept: bool,
}

impl Drop for Landing {
    fn drop(&mut self) {
        if !self.kept {
            self.pool.write(|db| {
                for (_, vdi) in &self.made {
                    // Somebody may have been quicker.
                    let _ = db.delete("VDI", vdi);
                }
            });
        }
    }
}

async fn go_there(cx: &Cx, there: &Cx, plan: &Plan) -> Result<Str, Failure> {
    let mut notes = Notes::new(there);
    if plan.running {
        plan.there.write(|db| notes.add(db, "host", &plan.host, "vm_migrate"))?;
    }
    let mut landing = Landing { pool: plan.there.clone(), made: Vec::new(), kept: false };
    let mirrors = Mirrors::begin(cx, plan)?;
    make_disks(cx, plan, &mut landing)?;
    mirrors.run(cx, plan).await?;
    fill_disks(cx, plan, &landing)?;
    // The snapshots that were only for the mirrors do not go along.
    drop(mirrors);
    let manifest = records(cx, plan)?;
    let restorer = Restorer::run(there, &manifest.objects, steps(cx, plan, &landing.made)?)?;
    let here = manifest.objects.iter().find(|object| {
        object.class == "VM"
            && cx
                .pool
                .read(|db| db.get_str("VM", &plan.vm, "uuid"))
                .is_ok_and(|uuid| object.text("uuid").is_ok_and(|theirs| theirs == uuid))
    });
    let new = here.and_then(|object| restorer.here(&object.id)).cloned();
    let new = new.ok_or_else(|| Failure::internal("the VM did not arrive"))?;
    if plan.running {
        plan.there.write(|db| arrive(db, plan, &new))?;
    }
    restorer.keep()?;
    landing.kept = true;
    Ok(new)
}

/// A disk there for each here.
fn make_disks(cx: &Cx, plan: &Plan, landing: &mut Landing) -> Result<(), Failure> {
    for disk in &plan.disks {
        let (uuid, size, fields) = cx.pool.read(|db| {
            let get = |field| db.get("VDI", &disk.vdi, field);
            let fields = vdi::CARRIED.iter().map(|name| Ok((*name, get(name)?)));
            let fields = fields.collect::<Result<Vec<_>, Failure>>()?;
            Ok::<_, Failure>((get("uuid")?.to_shared(), get("virtual_size")?.as_int(), fields))
        })?;
        let new = plan.there.write(|db| vdi::add(db, &plan.there, &disk.sr, size, fields))?;
        landing.made.push((uuid, new));
    }
    Ok(())
}

/// What the disks hold when the move ends, and which are snapshots of which.
fn fill_disks(cx: &Cx, plan: &Plan, landing: &Landing) -> Result<(), Failure> {
    for (disk, (_, new)) in plan.disks.iter().zip(&landing.made) {
        let (content, used, snapshot, of, time) = cx.pool.read(|db| {
            let get = |field| db.get("VDI", &disk.vdi, field);
            Ok::<_, Failure>((
                db.content(&disk.vdi)?,
                get("physical_utilisation")?,
                get("is_a_snapshot")?,
                get("snapshot_of")?.to_shared(),
                get("snapshot_time")?,
            ))
        })?;
        let of = some(of).and_then(|of| plan.disks.iter().position(|other| other.vdi == of));
        plan.there.write(|db| {
            db.set_content(new, content);
            db.set("VDI", new, "physical_utilisation", used)?;
            db.set("VDI", new, "is_a_snapshot", snapshot)?;
            db.set("VDI", new, "snapshot_time", time)?;
            if let Some(of) = of {
                db.set("VDI", new, "snapshot_of", &landing.made[of].1)?;
            }
            Ok::<_, Failure>(())
        })?;
    }
    Ok(())
}

/// The domain runs on, there.
fn arrive(db: &mut Db, plan: &Plan, vm: &Str) -> Result<(), Failure> {
    network::attach_all(db, vm, &plan.host)?;
    attach_devices(db, vm, true)?;
    let metrics = db.get_str("VM", vm, "metrics")?;
    let started = db.get("VM_metrics", &metrics, "start_time")?;
    run_domain(db, &plan.there, vm, &plan.host, "Running")?;
    db.set("VM_metrics", &metrics, "start_time", started)?;
    db.set("VM", vm, "resident_on", &plan.host)?;
    vm_devices::refresh_all(db, vm)?;
    vm_state::refresh(db, vm)
}

/// What has gone there is here no more: the VM, its snapshots, their disks.
fn leave(db: &mut Db, pool: &Pool, plan: &Plan) -> Result<(), Failure> {
    let family = plan.family(db)?;
    vm_power::halt(db, pool, &plan.vm)?;
    for vm in family {
        vm_copy::remove(db, &vm)?;
    }
    for disk in &plan.disks {
        if db.exists("VDI", &disk.vdi) {
            db.delete("VDI", &disk.vdi)?;
        }
    }
    Ok(())
}
