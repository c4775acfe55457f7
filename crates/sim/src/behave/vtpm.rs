//! The trusted platform modules of VMs, and what they keep.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::behave::vm_state;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;

fn secret(db: &mut Db, pool: &Pool, value: &str) -> Result<Str, Failure> {
    pool.insert(db, "secret", [("value", Value::from(value))])
}

/// `VTPM.create`: one for each VM, while it is halted.
pub fn create(cx: &Cx, vm: &str, unique: bool) -> Result<Value, Failure> {
    let module = cx.pool.write(|db| {
        for pool in db.refs("pool") {
            let restrictions = db.get("pool", &pool, "restrictions")?;
            if restrictions.key("restrict_vtpm").is_some_and(|r| r.as_str() == "true") {
                return Err(Failure::new("FEATURE_RESTRICTED", ["restrict_vtpm"]));
            }
            if db.get("pool", &pool, "ha_enabled")?.as_bool() || !db.refs("Cluster").is_empty() {
                return Err(Failure::new("NOT_IMPLEMENTED", ["VTPM.create with HA or clustering enabled"]));
            }
        }
        let there = db.get("VM", vm, "VTPMs")?.items().len();
        if there > 0 {
            return Err(Failure::new("VTPM_MAX_AMOUNT_REACHED", [there.to_string()]));
        }
        vm_state::assert_power(db, vm, "Halted")?;
        let contents = secret(db, &cx.pool, "")?;
        let fields = [
            ("VM", Value::from(vm)),
            ("is_unique", Value::Bool(unique)),
            ("contents", Value::from(contents)),
            ("allowed_operations", Value::set(["destroy"])),
        ];
        cx.pool.insert(db, "VTPM", fields)
    })?;
    Ok(Value::from(module))
}

/// `VTPM.destroy`: what it kept is lost.
pub fn destroy(cx: &Cx, module: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        vm_state::assert_power(db, &db.get_str("VTPM", module, "VM")?, "Halted")?;
        drop_contents(db, module)?;
        db.delete("VTPM", module)
    })?;
    Ok(Value::Void)
}

/// Takes away what a module keeps.
pub fn drop_contents(db: &mut Db, module: &str) -> Result<(), Failure> {
    let contents = db.get_str("VTPM", module, "contents")?;
    if db.exists("secret", &contents) { db.delete("secret", &contents) } else { Ok(()) }
}

/// A module can be taken away while its VM is halted.
pub fn refresh(db: &mut Db, module: &str) -> Result<(), Failure> {
    let halted = vm_state::assert_power(db, &db.get_str("VTPM", module, "VM")?, "Halted").is_ok();
    let allowed = if halted { Value::set(["destroy"]) } else { Value::no_items() };
    db.set("VTPM", module, "allowed_operations", allowed)?;
    Ok(())
}

/// `VTPM.get_contents`.
pub fn contents(cx: &Cx, module: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        let contents = db.get_str("VTPM", module, "contents")?;
        db.get("secret", &contents, "value")
    })
}

/// `VTPM.set_contents`, which are Base64.
pub fn set_contents(cx: &Cx, module: &str, contents: &str) -> Result<Value, Failure> {
    if let Err(why) = STANDARD.decode(contents) {
        return Err(Failure::internal(why.to_string()));
    }
    cx.pool.write(|db| {
        db.get("VTPM", module, "uuid")?;
        drop_contents(db, module)?;
        let contents = secret(db, &cx.pool, contents)?;
        db.set("VTPM", module, "contents", contents)
    })?;
    Ok(Value::Void)
}
