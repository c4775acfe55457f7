//! What a fault does when it comes, and how it is undone.

use std::sync::Arc;
use std::time::Duration;

use crate::time::Instant;

use crate::behave::host;
use crate::behave::sr;
use crate::data::value::{Str, Value};
use crate::error::Failure;
use crate::fault::{Fault, Kind};
use crate::pool::{Pool, lock, ref_from};
use crate::state;

/// A storm is made in portions of this length.
const PORTION: Duration = Duration::from_millis(20);
/// So many changes are made in one portion at most; what is owed beyond that, on a machine that is too slow, is let go.
/// Otherwise a backlog would hold the database for longer and longer.
pub const MOST_AT_ONCE: f64 = 2_000.0;

/// A reference that was made to lead nowhere.
pub struct Dangled {
    class: String,
    reference: Str,
    field: String,
    before: Value,
    now: Value,
}

/// Lets a fault come over a pool. What concerns listeners is done by those who hold them.
pub fn strike(pool: &Pool, fault: Fault) -> Result<(), Failure> {
    match &fault.kind {
        Kind::LoseDeletions => pool.write(|db| db.forget_deletions = true),
        Kind::RewindToken(n) => {
            let fits = pool.write(|db| db.rewind(*n));
            if !fits {
                return Err(Failure::internal("the database is younger than that"));
            }
            pool.wake();
        }
        Kind::ClockJump(seconds) => pool.clock.jump(*seconds),
        Kind::Dangling { class, field, count } => dangle(pool, class, field, *count)?,
        _ => {}
    }
    if !fault.kind.at_once() {
        let storage = matches!(fault.kind, Kind::Storage(_));
        pool.faults.add(fault);
        if storage {
            sr::show_filled(pool);
        }
    }
    Ok(())
}

/// Ends all faults.
pub fn recover(pool: &Pool) {
    pool.faults.clear();
    pool.clock.set_right();
    let dangled = std::mem::take(&mut *lock(&pool.faults.dangled));
    pool.write(|db| {
        db.forget_deletions = false;
        for Dangled { class, reference, field, before, now } in dangled {
            // What was changed or removed since is left alone.
            if db.get(&class, &reference, &field).is_ok_and(|value| value == now) {
                let _ = db.set(&class, &reference, &field, before);
            }
        }
    });
}

/// References of some objects of a class lead nowhere from now on.
fn dangle(pool: &Pool, class: &str, field: &str, count: usize) -> Result<(), Failure> {
    let done = pool.write(|db| {
        let mut done = Vec::new();
        for reference in db.refs(class) {
            if done.len() == count {
                break;
            }
            let before = db.get(class, &reference, field)?;
            if !before.as_str().starts_with("OpaqueRef:") || before.is_null() {
                continue;
            }
            let now = Value::from(ref_from(&mut *lock(&pool.faults.rng)));
            db.set(class, &reference, field, now.clone())?;
            let (class, field) = (class.to_owned(), field.to_owned());
            done.push(Dangled { class, reference, field, before, now });
        }
        Ok::<_, Failure>(done)
    })?;
    if done.is_empty() {
        return Err(Failure::internal(format!("{class}.{field} holds no reference")));
    }
    lock(&pool.faults.dangled).extend(done);
    Ok(())
}

/// The toolstack starts again: sessions and tasks are gone, and with them all operations and what deletions could
/// still be told. Generations go on, or start anew.
pub fn restart(pool: &Pool, keep: bool) -> Result<(), Failure> {
    host::take_over(pool, pool.master())?;
    pool.write(|db| {
        db.forget_deleted();
        if !keep {
            db.renumber();
        }
        state::settle(db, pool)
    })?;
    pool.wake();
    Ok(())
}

/// Ends all sessions again and again, while that fault is in force.
pub async fn kill_sessions(pool: Arc<Pool>) {
    let mut changes = pool.faults.changes();
    loop {
        changes.borrow_and_update();
        let Some(every) = pool.faults.kill_sessions_every() else {
            if changes.changed().await.is_err() {
                return;
            }
            continue;
        };
        crate::time::sleep(every).await;
        let due = |k: &Kind| matches!(k, Kind::KillSessions(_)).then_some(());
        if pool.faults.strikes(Default::default(), due).is_some() {
            pool.kill_sessions();
        }
    }
}

/// One guest's agent writes as fast as a storm wants, while that fault is in force.
pub async fn storm(pool: Arc<Pool>) {
    let mut changes = pool.faults.changes();
    let (mut owed, mut last, mut serial) = (0.0, Instant::now(), 0u64);
    loop {
        changes.borrow_and_update();
        let Some(per_second) = pool.faults.storm() else {
            if changes.changed().await.is_err() {
                return;
            }
            last = Instant::now();
            continue;
        };
        crate::time::sleep(PORTION).await;
        owed = (owed + per_second * last.elapsed().as_secs_f64()).min(MOST_AT_ONCE);
        last = Instant::now();
        pool.write(|db| {
            let guest = db.refs("VM").into_iter().find_map(|vm| {
                let metrics = db.get_str("VM", &vm, "guest_metrics").ok()?;
                db.exists("VM_guest_metrics", &metrics).then_some(metrics)
            });
            while owed >= 1.0 {
                owed -= 1.0;
                serial += 1;
                let Some(guest) = &guest else { continue };
                // It was found a moment ago under the same lock.
                if let Ok(other) = db.get("VM_guest_metrics", guest, "other") {
                    let other = other.with_entry("data-storm", Value::from(serial.to_string()));
                    let _ = db.set("VM_guest_metrics", guest, "other", other);
                }
            }
        });
    }
}
