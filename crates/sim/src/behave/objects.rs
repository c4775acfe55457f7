//! Constructors and destructors of VMs and plain records.

use crate::behave::Args;
use crate::behave::vm_devices::constructor;
use crate::behave::vm_state;
use crate::data::db::Db;
use crate::data::schema::Method;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;

/// `VM.create`: no devices, its metrics made beside it.
pub fn create_vm(cx: &Cx, record: &Value) -> Result<Value, Failure> {
    let pool = &cx.pool;
    pool.write(|db| {
        let mut fields = constructor(db, "VM", record)?;
        let state = record.key("power_state").map_or("Halted", Value::as_str);
        if !matches!(state, "Halted" | "Suspended") {
            return Err(Failure::new(
                "INVALID_VALUE",
                ["VM.create: power_state must be Halted or Suspended", state],
            ));
        }
        let config = record.key("other_config").cloned().unwrap_or_else(Value::no_entries);
        if config.key("mac_seed").is_none() {
            fields.push(("other_config", config.with_entry("mac_seed", Value::from(pool.fresh_uuid()))));
        }
        let metrics = pool.insert(db, "VM_metrics", [("last_updated", Value::Time(crate::time::now()))])?;
        fields.extend([("domid", Value::Int(-1)), ("metrics", Value::from(metrics))]);
        let vm = pool.insert(db, "VM", fields)?;
        vm_state::refresh(db, &vm)?;
        Ok(Value::from(vm))
    })
}

/// The constructor of a class of which a record is all there is.
pub fn create_plain(cx: &Cx, class: &str, record: &Value) -> Result<Value, Failure> {
    let made = cx.pool.write(|db| {
        let fields = constructor(db, class, record)?;
        cx.pool.insert(db, class, fields)
    })?;
    Ok(Value::from(made))
}

/// A constructor whose parameters are the fields of the record, of which nothing is checked.
pub fn introduce(cx: &Cx, class: &str, method: Method, a: &Args<'_>) -> Result<Value, Failure> {
    let made = cx.pool.write(|db| cx.pool.insert(db, class, a.fields(method)))?;
    Ok(Value::from(made))
}

/// The destructor of a class of which a record is all there is.
pub fn destroy_plain(cx: &Cx, class: &str, reference: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| db.delete(class, reference))?;
    Ok(Value::Void)
}

/// What VMs have of a network or group, to go with it: refused while they use it or hosts have a part in it.
///
/// `given` is the class of what VMs have, `own` that of what hosts have.
pub fn assert_deserted(
    db: &Db,
    class: &str,
    group: &str,
    given: &str,
    own: &str,
) -> Result<Vec<Str>, Failure> {
    let full = |part: &str| format!("{}_CONTAINS_{part}", class.to_uppercase());
    let devices = db.get_refs(class, group, &format!("{given}s"))?;
    let used = |device: &&Str| {
        let is = |field| db.get(given, device, field).is_ok_and(|v| v.as_bool());
        is("currently_attached") || is("reserved")
    };
    let in_use: Vec<&str> = devices.iter().filter(used).map(|device| &**device).collect();
    if !in_use.is_empty() {
        return Err(Failure::new(&full(given), in_use));
    }
    let parts = db.get_refs(class, group, &format!("{own}s"))?;
    if !parts.is_empty() {
        return Err(Failure::new(&full(own), parts.iter().map(|part| &**part)));
    }
    Ok(devices)
}

/// The destructor of a group of devices.
pub fn destroy_group(cx: &Cx, class: &str, group: &str, given: &str, own: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        for device in assert_deserted(db, class, group, given, own)? {
            db.delete(given, &device)?;
        }
        db.delete(class, group)
    })?;
    Ok(Value::Void)
}

/// `secret.introduce`: a secret that keeps the UUID it has elsewhere.
pub fn introduce_secret(cx: &Cx, a: &Args<'_>) -> Result<Value, Failure> {
    let (reference, uuid) = (cx.pool.fresh_ref(), a.shared(0));
    cx.pool.write(|db| {
        if db.table("secret")?.by_uuid(&uuid).is_some() {
            return Err(Failure::new("DB_UNIQUENESS_CONSTRAINT_VIOLATION", ["secret", "uuid", &uuid]));
        }
        db.insert("secret", &reference, &uuid, [("value", a.value(1)), ("other_config", a.value(2))])
    })?;
    Ok(Value::from(reference))
}
