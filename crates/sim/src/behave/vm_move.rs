//! `VM.migrate_send`: a VM goes with its disks, to other storage of its pool or to another pool of this simulator.

mod between;
mod plan;
mod within;

use std::sync::Arc;

use crate::behave::vm_state::{self, Notes, Operation};
use crate::behave::{Args, vm_copy, vm_migrate};
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;
use plan::Plan;

/// What the calls are given.
pub struct Asked {
    vm: Str,
    /// What `host.migrate_receive` told.
    dest: Value,
    vdis: Value,
    vifs: Value,
    vgpus: Value,
    copy: bool,
    force: bool,
}

impl Asked {
    /// `VM.migrate_send` and `VM.assert_can_migrate`.
    pub fn of_send(a: &Args<'_>) -> Asked {
        Asked::new(a, a.value(5), a.value(6))
    }

    /// `VM.assert_can_migrate_sender` has its last parameters the other way round.
    pub fn of_sender(a: &Args<'_>) -> Asked {
        Asked::new(a, a.value(6), a.value(5))
    }

    fn new(a: &Args<'_>, options: Value, vgpus: Value) -> Asked {
        let option = |name| options.key(name).is_some_and(|value| value.as_str() == "true");
        Asked {
            vm: a.shared(0),
            dest: a.value(1),
            vdis: a.value(3),
            vifs: a.value(4),
            vgpus,
            copy: option("copy"),
            force: option("force"),
        }
    }
}

/// `host.migrate_receive`: where a VM is to be sent, with a session to do it in.
pub fn receive(cx: &Cx, host: &str, network: &str) -> Result<Value, Failure> {
    let pool = &cx.pool;
    let (session, uuid) = (pool.fresh_ref(), pool.fresh_uuid());
    let user = pool.write(|db| {
        db.get("host", host, "uuid")?;
        let pifs = db.get("network", network, "PIFs")?;
        let of_host = |pif: &&Value| db.get("PIF", pif.as_str(), "host").is_ok_and(|h| h.as_str() == host);
        let pif = pifs.items().iter().find(of_host);
        let pif = pif.ok_or_else(|| Failure::new("HOST_CANNOT_ATTACH_NETWORK", [host, network]))?;
        if db.get("PIF", pif.as_str(), "IP")?.as_str().is_empty() {
            return Err(Failure::new("INTERFACE_HAS_NO_IP", [pif.as_str()]));
        }
        let now = Value::Time(crate::time::now());
        let own = db.get("session", &cx.session, "auth_user_name")?;
        let fields = [
            ("this_host", Value::from(host)),
            ("last_active", now.clone()),
            ("validation_time", now),
            ("is_local_superuser", Value::Bool(true)),
            ("auth_user_name", own.clone()),
        ];
        db.insert("session", &session, &uuid, fields)?;
        Ok(own)
    });
    user?;
    let scheme = if pool.config.tls { "https" } else { "http" };
    let address = |seat: &crate::pool::HostSeat| format!("{scheme}://{}", seat.address);
    let seat = pool.hosts.iter().find(|seat| *seat.reference == *host);
    let seat = seat.ok_or_else(|| Failure::handle_invalid("host", host))?;
    let service = |name: &str| format!("{}/services/{name}?session_id={session}", address(seat));
    Ok(Value::map([
        ("SM", service("SM")),
        ("host", host.to_owned()),
        ("xenops", service("xenops")),
        ("session_id", session.to_string()),
        ("master", format!("{}/", address(&pool.hosts[pool.master()]))),
    ]))
}

/// `VM.assert_can_migrate`.
pub fn assert_possible(cx: &Cx, asked: &Asked) -> Result<Value, Failure> {
    cx.pool.read(|db| vm_state::check(db, &asked.vm, "migrate_send", !asked.force))?;
    let plan = Plan::make(cx, asked)?;
    if !plan.within {
        between::rehearse(cx, &plan)?;
    }
    Ok(Value::Void)
}

/// `VM.migrate_send`.
pub async fn send(cx: &Cx, asked: &Asked) -> Result<Value, Failure> {
    if !asked.force {
        // A guest without tools cannot be moved while it runs; that it is busy is nothing to refuse yet.
        let lacking = cx.pool.read(|db| vm_state::check(db, &asked.vm, "migrate_send", true));
        lacking.or_else(|failure| if failure.code == "VM_LACKS_FEATURE" { Err(failure) } else { Ok(()) })?;
    }
    let operation = Operation::begin(cx, &asked.vm, "migrate_send").await?;
    let plan = Plan::make(cx, asked)?;
    let moved = if plan.within { within::go(cx, &plan).await? } else { between::go(cx, &plan).await? };
    drop(operation);
    if plan.within && plan.running {
        vm_migrate::announce_move(cx, &plan.vm, &plan.from, &plan.host)?;
    }
    Ok(Value::from(moved))
}

/// Disks that are in use by the move: noted, with a snapshot each from which what was there before is copied.
struct Mirrors {
    pool: Arc<Pool>,
    snapshots: Vec<Str>,
    _notes: Notes,
}

impl Mirrors {
    fn begin(cx: &Cx, plan: &Plan) -> Result<Mirrors, Failure> {
        let mut mirrors = Mirrors { pool: cx.pool.clone(), snapshots: Vec::new(), _notes: Notes::new(cx) };
        cx.pool.write(|db| {
            for disk in plan.disks.iter().filter(|disk| disk.moves) {
                vm_state::assert_idle(db, "VDI", &disk.vdi)?;
                let op = if plan.running { "mirror" } else { "copy" };
                mirrors._notes.add(db, "VDI", &disk.vdi, op)?;
                if plan.running {
                    let none = Value::no_items();
                    let taken = vm_copy::Disks::Snapshot(&none);
                    let snapshot = vm_copy::duplicate_disk(db, &cx.pool, &disk.vdi, taken)?;
                    mirrors.snapshots.push(snapshot);
                }
            }
            Ok(())
        })?;
        Ok(mirrors)
    }

    /// The time that the disks and the memory take, told as progress.
    async fn run(&self, cx: &Cx, plan: &Plan) -> Result<(), Failure> {
        let disks = plan.disks.iter().filter(|disk| disk.moves).count();
        let steps = 4 * disks as u32 + if plan.running { 4 } else { 1 };
        for step in 1..=steps {
            cx.work(0.35).await?;
            cx.progress(f64::from(step) / f64::from(steps) * 0.95);
        }
        Ok(())
    }
}

impl Drop for Mirrors {
    fn drop(&mut self) {
        self.pool.write(|db| {
            for snapshot in &self.snapshots {
                // Somebody may have been quicker.
                let _ = db.delete("VDI", snapshot);
            }
        });
    }
}

/// A reference that leads somewhere.
fn some(reference: Str) -> Option<Str> {
    if &*reference == NULL || reference.is_empty() { None } else { Some(reference) }
}
