//! What happens by itself: the gentle life of the demonstration.

use std::sync::Arc;
use std::time::Duration;

use rand::Rng;
use rand::seq::IndexedRandom;

use crate::behave::vm_power;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;
use crate::task;

/// VMs of these roles come and go in the demonstration; nobody minds them.
const RESTLESS: &[&str] = &["build-", "staging-", "k8s-node-"];

/// What moves by itself.
#[derive(Default)]
pub struct Targets {
    pub vm_metrics: Vec<Str>,
    pub guest_metrics: Vec<Str>,
    pub host_metrics: Vec<Str>,
    pub running: Vec<Str>,
    /// Disks of VMs that run, and their drives for discs.
    pub disks: Vec<Str>,
    pub drives: Vec<Str>,
    /// What can be put in.
    pub discs: Vec<Str>,
}

impl Targets {
    pub fn list(db: &Db) -> Targets {
        let mut targets = Targets { host_metrics: db.refs("host_metrics"), ..Targets::default() };
        for vm in db.refs("VM") {
            let get = |field| db.get_str("VM", &vm, field).ok();
            let guest = db.get("VM", &vm, "is_control_domain").is_ok_and(|v| !v.as_bool());
            if get("power_state").is_none_or(|s| &*s != "Running") {
                continue;
            }
            targets.vm_metrics.extend(get("metrics").filter(|m| db.exists("VM_metrics", m)));
            targets.guest_metrics.extend(get("guest_metrics").filter(|m| db.exists("VM_guest_metrics", m)));
            if guest {
                targets.devices(db, &vm);
            }
            targets.running.push(vm);
        }
        for sr in db.refs("SR") {
            if db.get("SR", &sr, "content_type").is_ok_and(|t| t.as_str() == "iso") {
                let discs = db.get("SR", &sr, "VDIs").unwrap_or(Value::Void);
                targets.discs.extend(discs.items().iter().map(Value::to_shared));
            }
        }
        targets
    }

    fn devices(&mut self, db: &Db, vm: &str) {
        let vbds = db.get("VM", vm, "VBDs").unwrap_or(Value::Void);
        for vbd in vbds.items().iter().map(Value::to_shared) {
            match db.get("VBD", &vbd, "type") {
                Ok(kind) if kind.as_str() == "CD" => self.drives.push(vbd),
                _ => self.disks.extend(db.get_str("VBD", &vbd, "VDI").ok().filter(|d| db.exists("VDI", d))),
            }
        }
    }
}

/// Every few seconds some metrics move; now and then a VM is started or stopped.
pub async fn live(pool: Arc<Pool>) {
    let mut next_action = pool.random().random_range(8..16);
    for second in 1u64.. {
        crate::time::sleep(Duration::from_secs(1)).await;
        if second % 3 == 0 {
            breathe(&pool);
        }
        if second >= next_action {
            next_action = second + pool.random().random_range(15..40);
            let choice = pool.random().random_range(0..1 << 20);
            let (host, pool) = (pool.master(), pool.clone());
            crate::time::spawn(async move {
                let cx = Cx { pool, host, session: "".into(), task: None, cancelled: None };
                if let Err(failure) = act(cx, choice).await {
                    tracing::debug!(%failure, "gentle life");
                }
            });
        }
    }
}

fn breathe(pool: &Pool) {
    let targets = pool.read(Targets::list);
    let (guest, host, free) = {
        let mut rng = pool.random();
        let guest = targets.guest_metrics.choose(&mut *rng).cloned();
        (guest, targets.host_metrics.choose(&mut *rng).cloned(), rng.random_range(20..80i64))
    };
    let now = Value::Time(crate::time::now());
    // What has gone since it was listed is left alone.
    let _ = pool.write(|db| {
        if let Some(guest) = guest {
            db.set("VM_guest_metrics", &guest, "last_updated", now.clone())?;
        }
        if let Some(host) = host {
            let total = db.get("host_metrics", &host, "memory_total")?.as_int();
            db.set("host_metrics", &host, "memory_free", total / 100 * free)?;
            db.set("host_metrics", &host, "last_updated", now)?;
        }
        Ok::<_, Failure>(())
    });
}

/// Starts or stops a VM that nobody minds, whichever keeps about three in four running.
pub async fn act(cx: Cx, choice: usize) -> Result<(), Failure> {
    let (halted, running): (Vec<Str>, Vec<Str>) = cx.pool.read(|db| {
        let mut both = (Vec::new(), Vec::new());
        for vm in db.refs("VM") {
            let get = |field| db.get("VM", &vm, field).unwrap_or(Value::Void);
            let restless = RESTLESS.iter().any(|r| get("name_label").as_str().starts_with(r));
            if !restless || get("is_a_template").as_bool() || !get("current_operations").entries().is_empty()
            {
                continue;
            }
            match get("power_state").as_str() {
                "Halted" => both.0.push(vm),
                "Running" => both.1.push(vm),
                _ => {}
            }
        }
        both
    });
    let start = running.len() < 3 * halted.len() || running.is_empty();
    let all = if start { halted } else { running };
    let Some(vm) = all.get(choice % all.len().max(1)).cloned() else { return Ok(()) };
    let cx = task::begin(cx, if start { "Async.VM.start" } else { "Async.VM.clean_shutdown" })?;
    let result = if start {
        vm_power::start(&cx, vm, None, false).await
    } else {
        vm_power::shutdown(&cx, vm, "clean_shutdown").await
    };
    task::finish(&cx, result);
    crate::time::sleep(Duration::from_secs(5)).await;
    task::forget(&cx);
    Ok(())
}
