//! What happens by itself: churn at a given rate, and the gentle life of the demonstration.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use crate::time::Instant;
use rand::Rng;
use rand::seq::IndexedRandom;

use crate::behave::vm_power;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;
use crate::task;

/// Churn is made in portions of this length.
const PORTION: Duration = Duration::from_millis(20);
/// How often the list of objects that churn touches is made anew.
const RELIST: Duration = Duration::from_secs(2);
/// How long an operation of churn's lasts; others on that VM wait for it.
const BLINK: Duration = Duration::from_millis(300);
/// VMs of these roles come and go in the demonstration; nobody minds them.
const RESTLESS: &[&str] = &["build-", "staging-", "k8s-node-"];

/// What churn touches.
#[derive(Default)]
struct Targets {
    vm_metrics: Vec<Str>,
    guest_metrics: Vec<Str>,
    host_metrics: Vec<Str>,
    running: Vec<Str>,
}

impl Targets {
    fn list(db: &Db) -> Targets {
        let mut targets = Targets { host_metrics: db.refs("host_metrics"), ..Targets::default() };
        for vm in db.refs("VM") {
            let get = |field| db.get_str("VM", &vm, field).ok();
            if get("power_state").is_some_and(|s| &*s == "Running") {
                targets.vm_metrics.extend(get("metrics").filter(|m| db.exists("VM_metrics", m)));
                targets
                    .guest_metrics
                    .extend(get("guest_metrics").filter(|m| db.exists("VM_guest_metrics", m)));
                targets.running.push(vm);
            }
        }
        targets
    }
}

/// Changes at the configured rate: mostly metrics of guests, then of VMs and hosts, and operations that come and go.
pub async fn churn(pool: Arc<Pool>) {
    let rate = pool.config.churn;
    let mut owed = 0.0;
    let mut targets = pool.read(Targets::list);
    let mut listed = Instant::now();
    let mut busy: VecDeque<(Instant, Str)> = VecDeque::new();
    let mut last = Instant::now();
    let mut serial = 0i64;
    loop {
        crate::time::sleep(PORTION).await;
        if listed.elapsed() > RELIST {
            targets = pool.read(Targets::list);
            listed = Instant::now();
        }
        owed += rate * last.elapsed().as_secs_f64();
        last = Instant::now();
        let now = Value::Time(crate::time::now());
        let mut rng = pool.random().clone();
        pool.write(|db| {
            while busy.front().is_some_and(|(begun, _)| begun.elapsed() > BLINK) {
                if let Some((_, vm)) = busy.pop_front() {
                    // The VM may be gone.
                    let _ = unblink(db, &vm);
                    owed -= 1.0;
                }
            }
            while owed >= 1.0 {
                owed -= 1.0;
                serial += 1;
                // An object that has gone since it was listed is left alone.
                let _ = match rng.random_range(0..100) {
                    0..45 => pick(&mut rng, &targets.guest_metrics, |g| {
                        let other = db.get("VM_guest_metrics", g, "other")?;
                        let mib = 200 + (serial * 7919) % 3000;
                        let other = other.with_entry("data-updated", Value::from(format!("{serial}-{mib}")));
                        db.set("VM_guest_metrics", g, "other", other)
                    }),
                    45..70 => pick(&mut rng, &targets.vm_metrics, |m| {
                        let params = Value::map([("weight", format!("{}", 256 + serial % 256))]);
                        db.set("VM_metrics", m, "VCPUs_params", params)?;
                        db.set("VM_metrics", m, "last_updated", now.clone())
                    }),
                    70..85 => pick(&mut rng, &targets.host_metrics, |h| {
                        let total = db.get("host_metrics", h, "memory_total")?.as_int();
                        let free = total / 4 + (serial * 104_729) % (total / 4).max(1);
                        db.set("host_metrics", h, "memory_free", free)
                    }),
                    _ => blink(db, &mut rng, &targets.running, &mut busy),
                };
            }
        });
        // The generator moves on by what was drawn from its copy.
        *pool.random() = rng;
    }
}

fn pick<R>(
    rng: &mut impl Rng,
    all: &[Str],
    change: impl FnOnce(&Str) -> Result<R, Failure>,
) -> Result<(), Failure> {
    match all.choose(rng) {
        Some(one) => change(one).map(|_| ()),
        None => Ok(()),
    }
}

/// The key under which churn's operations are noted.
const BLINK_KEY: &str = "OpaqueRef:00000000-0000-4000-8000-00000000c0de";

/// An export of metadata, as backup software does all the time, begins on a VM.
fn blink(
    db: &mut Db,
    rng: &mut impl Rng,
    running: &[Str],
    busy: &mut VecDeque<(Instant, Str)>,
) -> Result<(), Failure> {
    let Some(vm) = running.choose(rng) else { return Ok(()) };
    let operations = db.get("VM", vm, "current_operations")?;
    if operations.entries().is_empty() {
        db.set("VM", vm, "current_operations", operations.with_entry(BLINK_KEY, "metadata_export".into()))?;
        busy.push_back((Instant::now(), vm.clone()));
    }
    Ok(())
}

/// It ends.
fn unblink(db: &mut Db, vm: &str) -> Result<(), Failure> {
    let operations = db.get("VM", vm, "current_operations")?;
    db.set("VM", vm, "current_operations", operations.without_entry(BLINK_KEY))?;
    Ok(())
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
            let pool = pool.clone();
            crate::time::spawn(async move {
                if let Err(failure) = act(&pool).await {
                    tracing::debug!(%failure, "gentle life");
                }
            });
        }
    }
}

fn breathe(pool: &Pool) {
    let targets = pool.read(Targets::list);
    let mut rng = pool.random().clone();
    let now = Value::Time(crate::time::now());
    pool.write(|db| {
        // What has gone since it was listed is left alone.
        let _ = pick(&mut rng, &targets.guest_metrics, |g| {
            db.set("VM_guest_metrics", g, "last_updated", now.clone())
        });
        let free: i64 = rng.random_range(20..80);
        let _ = pick(&mut rng, &targets.host_metrics, |h| {
            let total = db.get("host_metrics", h, "memory_total")?.as_int();
            db.set("host_metrics", h, "memory_free", total / 100 * free)?;
            db.set("host_metrics", h, "last_updated", now.clone())
        });
    });
    *pool.random() = rng;
}

/// Starts or stops a VM that nobody minds, whichever keeps about three in four running.
async fn act(pool: &Arc<Pool>) -> Result<(), Failure> {
    let (halted, running): (Vec<Str>, Vec<Str>) = pool.read(|db| {
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
    let chosen =
        if start { halted.choose(&mut *pool.random()) } else { running.choose(&mut *pool.random()) }.cloned();
    let Some(vm) = chosen else { return Ok(()) };
    let cx = Cx { pool: pool.clone(), host: pool.master(), session: "".into(), task: None, cancelled: None };
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
