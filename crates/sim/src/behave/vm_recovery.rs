//! Bringing VMs and appliances back in another pool that has their storage.

use crate::behave::{allowed, objects, vm_state};
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::task;
use crate::transfer::xva::gather::{self, Wanted};
use crate::transfer::xva::records::Manifest;
use crate::transfer::xva::restore::{Disks, Plan, Restorer};

/// The pool of a session, as its calls see it.
fn other(cx: &Cx, session: &str) -> Result<Cx, Failure> {
    let pool = cx.pool.of_session(session).ok_or_else(|| Failure::new("SESSION_INVALID", [session]))?;
    let host = pool.master();
    Ok(Cx { pool, host, session: session.into(), task: None, cancelled: None })
}

/// The VMs of an appliance, or a VM alone.
fn vms(db: &Db, class: &str, of: &str) -> Result<Vec<Str>, Failure> {
    if class == "VM" {
        db.get("VM", of, "uuid")?;
        return Ok(vec![of.into()]);
    }
    db.get_refs("VM_appliance", of, "VMs")
}

/// The repositories that are needed and that no host of the other pool reaches: VM and repository.
fn missing(cx: &Cx, there: &Cx, class: &str, of: &str) -> Result<Vec<(Str, Str)>, Failure> {
    let needed = cx.pool.read(|db| {
        let mut needed = Vec::new();
        for vm in vms(db, class, of)? {
            for sr in gather::repositories(db, &vm)? {
                let iso = db.get("SR", &sr, "content_type")?.as_str() == "iso";
                if !iso {
                    needed.push((vm.clone(), db.get_str("SR", &sr, "uuid")?, sr));
                }
            }
        }
        Ok::<_, Failure>(needed)
    })?;
    let reached = |uuid: &str| {
        there.pool.read(|db| {
            let sr = db.table("SR").ok().and_then(|srs| srs.by_uuid(uuid));
            sr.is_some_and(|sr| allowed::plugged(db, sr).unwrap_or(false))
        })
    };
    Ok(needed.into_iter().filter(|(_, uuid, _)| !reached(uuid)).map(|(vm, _, sr)| (vm, sr)).collect())
}

/// `get_SRs_required_for_recovery` of either class: those that are not there yet.
pub fn required(cx: &Cx, class: &str, of: &str, session: &str) -> Result<Value, Failure> {
    let mut srs: Vec<Str> =
        missing(cx, &other(cx, session)?, class, of)?.into_iter().map(|(_, sr)| sr).collect();
    srs.sort();
    srs.dedup();
    Ok(Value::set(srs))
}

/// `assert_can_be_recovered` of either class.
pub fn assert_possible(cx: &Cx, class: &str, of: &str, session: &str) -> Result<Value, Failure> {
    if class == "VM" {
        let appliance = cx.pool.read(|db| db.get_str("VM", of, "appliance"))?;
        if &*appliance != NULL {
            return Err(Failure::new("VM_IS_PART_OF_AN_APPLIANCE", [of, &*appliance]));
        }
    }
    match missing(cx, &other(cx, session)?, class, of)?.first() {
        Some((vm, sr)) => Err(Failure::new("VM_REQUIRES_SR", [&**vm, &**sr])),
        None => Ok(Value::Void),
    }
}

/// `recover` of either class: the records come into being there, on the disks that are there.
pub async fn recover(cx: &Cx, class: &str, of: &str, session: &str, force: bool) -> Result<Value, Failure> {
    assert_possible(cx, class, of, session)?;
    cx.work(0.5).await?;
    let there = task::begin(other(cx, session)?, "VM.metadata_import")?;
    let done = bring(cx, &there, class, of, force);
    task::forget(&there);
    done.map(|()| Value::Void)
}

fn bring(cx: &Cx, there: &Cx, class: &str, of: &str, force: bool) -> Result<(), Failure> {
    let wanted = Wanted { snapshots: true, power_state: true, ..Wanted::default() };
    let (text, record) = cx.pool.read(|db| {
        let vms = vms(db, class, of)?;
        let record = match class {
            "VM" => None,
            _ => Some(Value::map([
                ("name_label", db.get_str(class, of, "name_label")?),
                ("name_description", db.get_str(class, of, "name_description")?),
            ])),
        };
        Ok::<_, Failure>((gather::manifest(db, &vms, &wanted)?.1, record))
    })?;
    let manifest = Manifest::parse(&text, force)?;
    let made = Restorer::run(there, &manifest.objects, Plan::new(Disks::Present, true, force))?.keep()?;
    if let Some(record) = record {
        let appliance = objects::create_plain(there, "VM_appliance", &record)?;
        there.pool.write(|db| {
            for vm in &made {
                db.set("VM", vm, "appliance", appliance.clone())?;
                vm_state::refresh(db, vm)?;
            }
            Ok::<_, Failure>(())
        })?;
    }
    Ok(())
}
