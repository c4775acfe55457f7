//! Settings of VMs that are more than a write: those that ask for a state, bounds, or another field in step.

use crate::behave::{Args, vm_migrate, vm_state};
use crate::data::schema::Method;
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::generic;
use crate::software::GUIDANCES;

/// The longest text among the BIOS strings.
const LONGEST_BIOS_STRING: usize = 64;
/// What may be said there.
const BIOS_STRINGS: &[&str] = &[
    "bios-vendor",
    "bios-version",
    "system-manufacturer",
    "system-product-name",
    "system-version",
    "system-serial-number",
    "enclosure-asset-tag",
    "baseboard-manufacturer",
    "baseboard-product-name",
    "baseboard-version",
    "baseboard-serial-number",
    "baseboard-asset-tag",
    "baseboard-location-in-chassis",
];

/// A plain write that a VM must allow as an operation.
pub fn write_as(cx: &Cx, method: Method, a: &Args<'_>, op: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| vm_state::check(db, a.str(0), op, false))?;
    generic::change(cx, method, a.0)
}

/// `VM.set_VCPUs_max` and `VM.set_VCPUs_at_startup`.
pub fn set_vcpus(cx: &Cx, method: Method, a: &Args<'_>) -> Result<Value, Failure> {
    let (vm, count) = (a.str(0), a.int(1));
    let (field, other) = match method.message.name {
        "set_VCPUs_max" => ("VCPUs_max", "VCPUs_at_startup"),
        _ => ("VCPUs_at_startup", "VCPUs_max"),
    };
    let other = cx.pool.read(|db| {
        vm_state::check(db, vm, "changing_VCPUs", false)?;
        db.get("VM", vm, other).map(|count| count.as_int())
    })?;
    let (first, most) = if field == "VCPUs_max" { (other, count) } else { (count, other) };
    if !(1..=most).contains(&first) {
        return Err(Failure::new(
            "INVALID_VALUE",
            ["VCPU values must satisfy: 0 < VCPUs_at_startup ≤ VCPUs_max".to_owned(), count.to_string()],
        ));
    }
    generic::change(cx, method, a.0)
}

/// `VM.set_HVM_shadow_multiplier`.
pub fn set_shadow_multiplier(cx: &Cx, method: Method, a: &Args<'_>) -> Result<Value, Failure> {
    let multiplier = a.value(1).as_float();
    if multiplier < 1.0 {
        return Err(Failure::new(
            "INVALID_VALUE",
            ["HVM_shadow_multiplier".to_owned(), multiplier.to_string()],
        ));
    }
    write_as(cx, method, a, "changing_shadow_memory")
}

/// `VM.set_has_vendor_device`: not while there is a domain.
pub fn set_vendor_device(cx: &Cx, method: Method, a: &Args<'_>) -> Result<Value, Failure> {
    cx.pool.read(|db| vm_state::assert_power(db, a.str(0), "Halted"))?;
    generic::change(cx, method, a.0)
}

/// `VM.set_HVM_boot_policy` and `VM.set_domain_type`: each says what the other is.
pub fn set_domain_type(cx: &Cx, method: Method, a: &Args<'_>) -> Result<Value, Failure> {
    let (vm, value) = (a.str(0), a.str(1));
    generic::change(cx, method, a.0)?;
    let (field, derived) = match (method.message.name, value) {
        ("set_domain_type", "hvm") => ("HVM_boot_policy", "BIOS order"),
        ("set_domain_type", _) => ("HVM_boot_policy", ""),
        (_, "") => ("domain_type", "pv"),
        _ => ("domain_type", "hvm"),
    };
    cx.pool.write(|db| db.set("VM", vm, field, derived))?;
    Ok(Value::Void)
}

/// `VM.set_bios_strings`: once, and only such as there are.
pub fn set_bios_strings(cx: &Cx, method: Method, a: &Args<'_>) -> Result<Value, Failure> {
    if !cx.pool.read(|db| db.get("VM", a.str(0), "bios_strings"))?.entries().is_empty() {
        return Err(Failure::bare("VM_BIOS_STRINGS_ALREADY_SET"));
    }
    for (key, value) in a.value(1).entries() {
        let value = value.as_str();
        if !BIOS_STRINGS.contains(&&**key) {
            return Err(Failure::new("INVALID_VALUE", [&**key, "Unknown key"]));
        }
        if value.is_empty()
            || value.len() > LONGEST_BIOS_STRING
            || !value.bytes().all(|b| (b' '..=b'~').contains(&b))
        {
            return Err(Failure::new("INVALID_VALUE", [&**key, value]));
        }
    }
    generic::change(cx, method, a.0)
}

/// `VM.set_start_delay`, `VM.set_shutdown_delay` and `VM.set_order`: none is below nothing.
pub fn set_delay(cx: &Cx, method: Method, a: &Args<'_>) -> Result<Value, Failure> {
    if a.int(1) < 0 {
        let field = method.message.name.trim_start_matches("set_");
        return Err(Failure::new("INVALID_VALUE", [field.to_owned(), a.int(1).to_string()]));
    }
    generic::change(cx, method, a.0)
}

/// `VM.set_suspend_VDI`: another image for a VM that is suspended.
pub fn set_suspend_image(cx: &Cx, method: Method, a: &Args<'_>) -> Result<Value, Failure> {
    let kind = cx.pool.read(|db| {
        vm_state::assert_power(db, a.str(0), "Suspended")?;
        db.get_str("VDI", a.str(1), "type")
    })?;
    if &*kind != "suspend" {
        return Err(Failure::new("VDI_INCOMPATIBLE_TYPE", [a.str(1), &kind]));
    }
    generic::change(cx, method, a.0)
}

/// `VM.set_is_a_template`: only what is shut down becomes one, and nothing guards it from then on.
pub fn set_is_a_template(cx: &Cx, a: &Args<'_>) -> Result<Value, Failure> {
    let (vm, template) = (a.str(0), a.bool(1));
    cx.pool.write(|db| {
        if template && !db.get("VM", vm, "is_a_template")?.as_bool() {
            vm_state::check(db, vm, "make_into_template", false)?;
            db.set("VM", vm, "ha_always_run", false)?;
            db.set("VM", vm, "ha_restart_priority", "")?;
        }
        db.set("VM", vm, "is_a_template", template)?;
        vm_state::refresh(db, vm)
    })?;
    Ok(Value::Void)
}

/// `VM.set_is_default_template`: a key says so too.
pub fn set_is_default_template(cx: &Cx, a: &Args<'_>) -> Result<Value, Failure> {
    let (vm, default) = (a.str(0), a.bool(1));
    if default {
        set_is_a_template(cx, &Args(&[a.value(0), Value::Bool(true)]))?;
    }
    cx.pool.write(|db| {
        let config = db.get("VM", vm, "other_config")?.without_entry("default_template");
        let config = if default { config.with_entry("default_template", "true".into()) } else { config };
        db.set("VM", vm, "other_config", config)?;
        db.set("VM", vm, "is_default_template", default)?;
        vm_state::refresh(db, vm)
    })?;
    Ok(Value::Void)
}

/// `VM.restart_device_models`: the VM moves to where it is, with a new device model.
pub async fn restart_device_models(cx: &Cx, vm: Str) -> Result<Value, Failure> {
    let host = cx.pool.read(|db| db.get_str("VM", &vm, "resident_on"))?;
    if &*host == NULL {
        cx.pool.read(|db| vm_state::assert_power(db, &vm, "Running"))?;
    }
    vm_migrate::pool_migrate(cx, vm.clone(), host, &Value::no_entries()).await?;
    cx.pool.write(|db| {
        for field in GUIDANCES {
            db.exclude("VM", &vm, field, &"restart_device_model".into())?;
        }
        Ok::<_, Failure>(())
    })?;
    Ok(Value::Void)
}
