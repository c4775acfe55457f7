//! What a VM was booted with, its UEFI variables, and what it takes for a VM to count as a snapshot.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::behave::vm_state;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;

/// The key under which a UEFI guest's variables are kept.
const VARIABLES: &str = "EFI-variables";
/// What a store of variables that was made here begins with.
const MARK: &[u8] = b"VARS\0";
/// The keys of secure boot.
const KEYS: &[&str] = &["PK", "KEK", "db", "dbx"];

/// `VM.get_boot_record`: the VM as it was started, which is as it is.
pub fn boot_record(cx: &Cx, vm: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        vm_state::check(db, vm, "get_boot_record", false)?;
        let id = db.schema.class_id("VM").ok_or_else(|| Failure::internal("no class VM"))?;
        let fields = db.class(id).fields.iter().zip(db.row(id, vm)?.values.iter());
        let sent = fields.filter(|(field, value)| !field.internal && **value != Value::Absent);
        Ok(Value::Map(sent.map(|(field, value)| (Str::from(field.def.name), value.clone())).collect()))
    })
}

/// `VM.set_NVRAM_EFI_variables`.
pub fn set_variables(cx: &Cx, vm: &str, value: &Value, update: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let nvram = db.get("VM", vm, "NVRAM")?.with_entry(VARIABLES, value.clone());
        db.set("VM", vm, "NVRAM", nvram)?;
        match update {
            "yes" => db.set("VM", vm, "secureboot_certificates_state", "update_available"),
            "no" => db.set("VM", vm, "secureboot_certificates_state", "ok"),
            _ => Ok(false),
        }
    })?;
    Ok(Value::Void)
}

/// `VM.update_secureboot_certificates_on_boot`.
pub fn mark_certificates(cx: &Cx, vm: &str, mark: bool) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        assert_uefi(db, vm)?;
        db.set(
            "VM",
            vm,
            "secureboot_certificates_state",
            if mark { "update_on_boot" } else { "update_available" },
        )
    })?;
    Ok(Value::Void)
}

fn assert_uefi(db: &Db, vm: &str) -> Result<(), Failure> {
    let boot = db.get("VM", vm, "HVM_boot_params")?;
    if boot.key("firmware").is_some_and(|firmware| firmware.as_str() == "uefi") {
        return Ok(());
    }
    Err(Failure::new("OPERATION_NOT_ALLOWED", ["The VM does not boot by UEFI"]))
}

/// Variables of a guest: the name of each that is set, after the store's mark.
fn stored(names: &[&str]) -> String {
    STANDARD.encode(format!("VARS{}", names.iter().map(|name| format!("\0{name}")).collect::<String>()))
}

/// `VM.set_uefi_mode`: without a platform key (`setup`), or with the pool's keys (`user`).
pub fn set_uefi_mode(cx: &Cx, vm: &str, mode: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        assert_uefi(db, vm)?;
        vm_state::check(db, vm, "changing_NVRAM", false)?;
        let names = if mode == "setup" { &KEYS[1..] } else { KEYS };
        let nvram = db.get("VM", vm, "NVRAM")?.with_entry(VARIABLES, Value::from(stored(names)));
        db.set("VM", vm, "NVRAM", nvram)
    })?;
    Ok(Value::from(""))
}

/// `VM.get_secureboot_readiness`.
pub fn readiness(cx: &Cx, vm: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        if assert_uefi(db, vm).is_err() {
            return Ok(Value::from("not_supported"));
        }
        let secure = db.get("VM", vm, "platform")?.key("secureboot").is_some_and(|s| s.as_str() == "true");
        let nvram = db.get("VM", vm, "NVRAM")?;
        let held = nvram.key(VARIABLES).and_then(|text| STANDARD.decode(text.as_str()).ok());
        let has = |held: &[u8], name: &str| held.split(|byte| *byte == 0).any(|part| part == name.as_bytes());
        Ok(Value::from(match held {
            _ if !secure => "disabled",
            None => "first_boot",
            // What a guest's firmware wrote is not looked into.
            Some(held) if !held.starts_with(MARK) => "ready",
            Some(held) if !has(&held, "PK") => "setup_mode",
            Some(held) if !has(&held, "KEK") || !has(&held, "db") => "certs_incomplete",
            Some(held) if !has(&held, "dbx") => "ready_no_dbx",
            Some(_) => "ready",
        }))
    })
}

/// `VM.update_snapshot_metadata`: a VM made elsewhere is a snapshot.
pub fn as_snapshot(cx: &Cx, vm: &str, of: &str, time: Value, id: Value) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        db.set("VM", vm, "is_a_snapshot", true)?;
        db.set("VM", vm, "snapshot_of", of)?;
        db.set("VM", vm, "snapshot_time", time)?;
        db.set("VM", vm, "transportable_snapshot_id", id)?;
        vm_state::refresh(db, vm)
    })?;
    Ok(Value::Void)
}
