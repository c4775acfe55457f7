//! What keeps a pool in order: logs and observers.

use crate::behave::objects;
use crate::data::db::Db;
use crate::data::value::Value;
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::handlers::files;

/// What observers can watch.
const COMPONENTS: &[&str] = &["xapi", "xenopsd", "xapi-clusterd", "smapi"];

/// `host.get_log`.
pub fn log(cx: &Cx, host: &str) -> Result<Value, Failure> {
    let log = cx.pool.read(|db| files::log(db, &cx.pool, host))?;
    Ok(Value::from(String::from_utf8_lossy(&log).into_owned()))
}

/// `pool.audit_log_append`.
pub fn append(cx: &Cx, line: &str) -> Result<Value, Failure> {
    cx.pool.audit.append(line);
    Ok(Value::Void)
}

fn check(db: &Db, field: &str, value: &Value) -> Result<(), Failure> {
    let invalid = |given: &str| Failure::new("INVALID_VALUE", [field, given]);
    match field {
        "hosts" => {
            value.items().iter().try_for_each(|host| db.get("host", host.as_str(), "uuid").map(|_| ()))
        }
        "components" => match value.items().iter().find(|c| !COMPONENTS.contains(&c.as_str())) {
            Some(other) => Err(invalid(other.as_str())),
            None => Ok(()),
        },
        "endpoints" => {
            let fits = |e: &str| e == "bugtool" || e.starts_with("http://") || e.starts_with("https://");
            match value.items().iter().find(|e| !fits(e.as_str())) {
                Some(other) => Err(invalid(other.as_str())),
                None => Ok(()),
            }
        }
        "attributes" => {
            let bad = |key: &str| {
                key.is_empty() || key.starts_with("xs.") || key.chars().any(|c| !c.is_ascii_graphic())
            };
            match value.entries().iter().find(|(key, _)| bad(key)) {
                Some((key, _)) => Err(invalid(key)),
                None => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// `Observer.create`. Without components it watches all, without endpoints it writes to the bug tool.
pub fn create_observer(cx: &Cx, record: &Value) -> Result<Value, Failure> {
    let mut record = record.clone();
    for (field, usual) in [("components", COMPONENTS), ("endpoints", &["bugtool"])] {
        if record.key(field).is_none_or(|given| given.items().is_empty()) {
            record = record.with_entry(field, Value::set(usual.iter().copied()));
        }
    }
    cx.pool.read(|db| record.entries().iter().try_for_each(|(field, value)| check(db, field, value)))?;
    objects::create_plain(cx, "Observer", &record)
}

/// `Observer.destroy`.
pub fn destroy_observer(cx: &Cx, observer: &str) -> Result<Value, Failure> {
    objects::destroy_plain(cx, "Observer", observer)
}

/// Changes what an observer watches, and where it tells of it.
pub fn set_observer(cx: &Cx, observer: &str, field: &str, value: Value) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        check(db, field, &value)?;
        db.set("Observer", observer, field, value)
    })?;
    Ok(Value::Void)
}
