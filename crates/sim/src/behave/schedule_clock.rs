//! The clock of snapshot schedules: each is run when its moment has come.

use std::sync::Arc;
use std::time::Duration;

use crate::behave::schedule;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::pool::Pool;
use crate::task;

const DAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// How often schedules are looked at.
const LOOK: Duration = Duration::from_secs(60);
/// What was due longer ago than this, before anybody looked, is not made up for.
const LATE: i64 = 900;

/// Runs the schedules for as long as the pool lives.
pub async fn run(pool: Arc<Pool>) {
    loop {
        crate::time::sleep(LOOK).await;
        let now = crate::time::now();
        let due: Vec<Str> =
            pool.read(|db| db.refs("VMSS").into_iter().filter(|v| is_due(db, v, now)).collect());
        for vmss in due {
            let cx = Cx {
                pool: pool.clone(),
                host: pool.master(),
                session: "".into(),
                task: None,
                cancelled: None,
            };
            let done = match task::begin(cx, "VMSS.snapshot_now") {
                Ok(cx) => {
                    let done = schedule::snapshot_now(&cx, vmss).await;
                    task::forget(&cx);
                    done
                }
                Err(failure) => Err(failure),
            };
            if let Err(failure) = done {
                tracing::warn!(%failure, "scheduled snapshots");
            }
        }
    }
}

/// Whether the last moment of a schedule is younger than its last run.
fn is_due(db: &Db, vmss: &str, now: i64) -> bool {
    let get = |field| db.get("VMSS", vmss, field).unwrap_or(Value::Void);
    if !get("enabled").as_bool() || get("VMs").items().is_empty() {
        return false;
    }
    let before = last_moment(get("frequency").as_str(), &get("schedule"), now);
    before.is_some_and(|moment| moment > get("last_run_time").as_int() && now - moment < LATE)
}

/// The last moment before now that a schedule names.
fn last_moment(frequency: &str, schedule: &Value, now: i64) -> Option<i64> {
    let number = |key| schedule.key(key).and_then(|text| text.as_str().parse::<i64>().ok());
    let minute = number("min")? * 60;
    let (unit, within) = match frequency {
        "hourly" => (3600, minute),
        _ => (86_400, number("hour")? * 3600 + minute),
    };
    let mut moment = now.div_euclid(unit) * unit + within;
    if moment > now {
        moment -= unit;
    }
    if frequency == "weekly" {
        // The first day of all was a Thursday.
        let day = DAYS[(moment.div_euclid(86_400) + 3).rem_euclid(7) as usize];
        let days = schedule.key("days")?;
        return days.as_str().split(',').any(|named| named.trim() == day).then_some(moment);
    }
    Some(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_found() {
        let at = |text: &str| crate::time::parse(text).unwrap();
        let schedule = Value::map([("hour", "3"), ("min", "15"), ("days", "Monday, Wednesday")]);
        // A Wednesday.
        for (frequency, now, moment) in [
            ("hourly", "20240103T10:20:00Z", Some("20240103T10:15:00Z")),
            ("hourly", "20240103T10:10:00Z", Some("20240103T09:15:00Z")),
            ("daily", "20240103T10:10:00Z", Some("20240103T03:15:00Z")),
            ("daily", "20240103T03:14:59Z", Some("20240102T03:15:00Z")),
            ("weekly", "20240103T03:15:00Z", Some("20240103T03:15:00Z")),
            ("weekly", "20240104T23:15:00Z", None),
        ] {
            assert_eq!(last_moment(frequency, &schedule, at(now)), moment.map(at), "{frequency} {now}");
        }
    }
}
