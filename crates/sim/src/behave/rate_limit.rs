//! Who calls, and how often they may. As in XAPI, which limits nobody unless its configuration file says so, records are
//! kept and nobody is slowed down.

use crate::behave::objects;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;

/// `Caller.create`; one that is known by the same marks is named anew.
pub fn create_caller(cx: &Cx, record: &Value) -> Result<Value, Failure> {
    let text = |field: &str| record.key(field).map_or("", Value::as_str);
    if text("user_agent").is_empty() && text("client_ip").is_empty() {
        let why = "all-wildcard pattern not allowed";
        return Err(Failure::new("INVALID_VALUE", ["user_agent/client_ip", why]));
    }
    let known = cx.pool.write(|db| {
        for caller in db.refs("Caller") {
            let same =
                |field: &str| db.get("Caller", &caller, field).map(|value| value.as_str() == text(field));
            if same("user_agent")? && same("client_ip")? {
                db.set("Caller", &caller, "name_label", text("name_label"))?;
                db.set("Caller", &caller, "name_description", text("name_description"))?;
                return Ok(Some(caller));
            }
        }
        Ok::<Option<Str>, Failure>(None)
    })?;
    match known {
        Some(caller) => Ok(Value::from(caller)),
        None => objects::create_plain(cx, "Caller", record),
    }
}

/// `Caller.add_group` and `Caller.remove_group`.
pub fn set_group(cx: &Cx, caller: &str, group: &Value, member: bool) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let now = db.get("Caller", caller, "groups")?;
        let new = if member { now.with_item(group) } else { now.without_item(group) };
        db.set("Caller", caller, "groups", new.unwrap_or(now))
    })?;
    Ok(Value::Void)
}

/// As OCaml writes a number.
fn text(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}.") } else { value.to_string() }
}

fn assert_positive(limits: [(&str, f64); 2]) -> Result<(), Failure> {
    match limits.into_iter().find(|(_, value)| value.is_nan() || *value <= 0.0) {
        Some((field, value)) => Err(Failure::new("INVALID_VALUE", [field, &text(value)])),
        None => Ok(()),
    }
}

/// `Rate_limit.create`.
pub fn create(cx: &Cx, record: &Value) -> Result<Value, Failure> {
    let number = |field: &str| record.key(field).map_or(0.0, Value::as_float);
    assert_positive(["fill_rate", "burst_size"].map(|field| (field, number(field))))?;
    objects::create_plain(cx, "Rate_limit", record)
}

/// `Rate_limit.destroy`: its callers are free.
pub fn destroy(cx: &Cx, limit: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        for caller in db.get_refs("Rate_limit", limit, "callers")? {
            db.set("Caller", &caller, "rate_limit", Value::null())?;
        }
        db.delete("Rate_limit", limit)
    })?;
    Ok(Value::Void)
}

/// `Rate_limit.add_caller`, away from any other limit, and `Rate_limit.remove_caller`.
pub fn set_caller(cx: &Cx, limit: &str, caller: &str, limited: bool) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        db.get("Rate_limit", limit, "uuid")?;
        let now = db.get_str("Caller", caller, "rate_limit")?;
        match limited {
            true => db.set("Caller", caller, "rate_limit", limit),
            false if *now == *limit => db.set("Caller", caller, "rate_limit", Value::null()),
            false => Ok(false),
        }
    })?;
    Ok(Value::Void)
}

/// `Rate_limit.set_burst_size` and `Rate_limit.set_fill_rate`.
pub fn set(cx: &Cx, limit: &str, field: &str, value: &Value) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let number = |of: &str| match of == field {
            true => Ok(value.as_float()),
            false => db.get("Rate_limit", limit, of).map(|now| now.as_float()),
        };
        assert_positive([("fill_rate", number("fill_rate")?), ("burst_size", number("burst_size")?)])?;
        db.set("Rate_limit", limit, field, value.clone())
    })?;
    Ok(Value::Void)
}
