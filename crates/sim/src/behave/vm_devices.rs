//! VBDs and VIFs: create, destroy, plug, unplug, insert, eject, and what they allow.

use crate::behave::allowed::check_attachable;
use crate::behave::vbd::assert_idle;
use crate::behave::{passthrough, vif, vm_state};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;

/// Works out what each device of a VM allows.
pub fn refresh_all(db: &mut Db, vm: &str) -> Result<(), Failure> {
    for device in db.get("VM", vm, "VBDs")?.items() {
        refresh(db, "VBD", device.as_str())?;
    }
    for device in db.get("VM", vm, "VIFs")?.items() {
        vif::refresh(db, device.as_str())?;
    }
    passthrough::refresh(db, vm)
}

/// Works out what one device allows.
pub fn refresh(db: &mut Db, class: &str, device: &str) -> Result<(), Failure> {
    let vm = db.get_str(class, device, "VM")?;
    let running = db.get("VM", &vm, "power_state").is_ok_and(|s| s.as_str() == "Running");
    let attached = db.get(class, device, "currently_attached")?.as_bool();
    let mut allowed = match (running, attached) {
        (true, true) if class == "VBD" => vec!["unplug", "unplug_force", "pause", "unpause"],
        (true, true) => vec!["unplug"],
        (true, false) => vec!["plug", "attach"],
        _ => vec!["attach"],
    };
    if class == "VBD" && db.get("VBD", device, "type")?.as_str() == "CD" {
        allowed.push(if db.get("VBD", device, "empty")?.as_bool() { "insert" } else { "eject" });
    }
    db.set(class, device, "allowed_operations", Value::set(allowed))?;
    Ok(())
}

/// The device numbers of a VM not yet taken.
pub fn free_devices(cx: &Cx, vm: &str, field: &str, most: u32) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        let taken = taken(db, vm, field)?;
        Ok(Value::set((0..most).map(|n| n.to_string()).filter(|n| !taken.contains(n))))
    })
}

fn taken(db: &Db, vm: &str, field: &str) -> Result<Vec<String>, Failure> {
    let (class, number) = if field == "VBDs" { ("VBD", "userdevice") } else { ("VIF", "device") };
    let devices = db.get("VM", vm, field)?;
    devices.items().iter().map(|d| db.get_str(class, d.as_str(), number).map(|n| n.to_string())).collect()
}

/// The fields a constructor was given; one without a default must be there. What is put behind them is in force
/// instead of theirs.
pub fn constructor(db: &Db, class: &str, record: &Value) -> Result<Vec<(&'static str, Value)>, Failure> {
    let class = db.schema.class(class).ok_or_else(|| Failure::internal(format!("no class {class}")))?;
    let mut fields = Vec::new();
    for field in &class.fields {
        use xapi::schema::Qualifier;
        if field.internal || field.def.qualifier == Qualifier::RoRuntime {
            continue;
        }
        match record.key(field.def.name) {
            Some(value) => fields.push((field.def.name, value.clone())),
            None if field.def.default.is_some() => {}
            None => {
                return Err(Failure::internal(format!("Dispatcher_FieldNotFound(\"{}\")", field.def.name)));
            }
        }
    }
    Ok(fields)
}

fn given<'a>(fields: &'a [(&'static str, Value)], name: &str) -> &'a str {
    fields.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| v.as_str())
}

pub fn create_vbd(cx: &Cx, record: &Value) -> Result<Value, Failure> {
    let (reference, uuid) = (cx.pool.fresh_ref(), cx.pool.fresh_uuid());
    cx.pool.write(|db| {
        let mut fields = constructor(db, "VBD", record)?;
        let vm: Str = given(&fields, "VM").into();
        let cd = given(&fields, "type") == "CD";
        let vdi = given(&fields, "VDI").to_owned();
        if cd && given(&fields, "mode") == "RW" {
            return Err(Failure::bare("VBD_CDS_MUST_BE_READONLY"));
        }
        let taken = taken(db, &vm, "VBDs")?;
        let device = match given(&fields, "userdevice") {
            "autodetect" => (0..255).map(|n| n.to_string()).find(|n| !taken.contains(n)).unwrap_or_default(),
            named => {
                let number = match named.strip_prefix("xvd").map(str::as_bytes) {
                    Some([letter @ b'a'..=b'z']) => (letter - b'a').to_string(),
                    _ => named.to_owned(),
                };
                if number.parse::<u8>().is_err() {
                    return Err(Failure::new("INVALID_DEVICE", [named]));
                }
                number
            }
        };
        if taken.contains(&device) {
            return Err(Failure::new("DEVICE_ALREADY_EXISTS", [device]));
        }
        let empty = !db.exists("VDI", &vdi);
        if empty && !cd {
            return Err(Failure::handle_invalid("VDI", &vdi));
        }
        if !empty {
            if given(&fields, "mode") == "RW" && db.get("VDI", &vdi, "read_only")?.as_bool() {
                return Err(Failure::new("VDI_READONLY", [vdi]));
            }
            let kind = db.get_str("VDI", &vdi, "type")?;
            if &*kind == "cbt_metadata" {
                return Err(Failure::new("VDI_INCOMPATIBLE_TYPE", [&*vdi, &*kind]));
            }
        }
        fields.extend([
            ("userdevice", Value::from(device.as_str())),
            ("device", Value::from(device_name(&device))),
            ("empty", Value::Bool(empty)),
            ("currently_attached", Value::Bool(false)),
        ]);
        db.insert("VBD", &reference, &uuid, fields)?;
        refresh(db, "VBD", &reference)
    })?;
    Ok(Value::from(reference))
}

/// `0` is `xvda`.
pub fn device_name(number: &str) -> String {
    match number.parse::<u8>() {
        Ok(n @ 0..26) => format!("xvd{}", char::from(b'a' + n)),
        Ok(n) => format!("xvd{}{}", char::from(b'a' + n / 26 - 1), char::from(b'a' + n % 26)),
        Err(_) => String::new(),
    }
}

pub fn destroy_device(cx: &Cx, class: &'static str, device: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        if db.get(class, device, "currently_attached")?.as_bool() {
            return Err(Failure::new(
                "OPERATION_NOT_ALLOWED",
                [format!("{class} '{device}' still attached to a VM")],
            ));
        }
        db.delete(class, device)
    })?;
    Ok(Value::Void)
}

pub fn assert_running(db: &Db, class: &str, device: &str) -> Result<(), Failure> {
    vm_state::assert_power(db, &db.get_str(class, device, "VM")?, "Running")
}

/// Refuses to plug or unplug a device that is busy, of a VM that does not run, or that is so already.
pub fn check_hotplug(db: &Db, class: &str, device: &str, op: &str) -> Result<(), Failure> {
    vm_state::assert_idle(db, class, device)?;
    if op == "attach" {
        return Ok(());
    }
    assert_running(db, class, device)?;
    match (op, db.get(class, device, "currently_attached")?.as_bool()) {
        ("plug", true) => Err(Failure::new("DEVICE_ALREADY_ATTACHED", [device])),
        ("unplug", false) => Err(Failure::new("DEVICE_ALREADY_DETACHED", [device])),
        _ => Ok(()),
    }
}

/// Notes which of these operations a device allows.
pub fn refresh_hotplug(
    db: &mut Db,
    class: &str,
    device: &str,
    check: impl Fn(&Db, &str) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let allowed: Vec<&str> =
        ["attach", "plug", "unplug"].into_iter().filter(|op| check(db, op).is_ok()).collect();
    db.set(class, device, "allowed_operations", Value::set(allowed))?;
    Ok(())
}

pub async fn plug(cx: &Cx, class: &'static str, device: Str) -> Result<Value, Failure> {
    let check = |db: &Db| {
        assert_running(db, class, &device)?;
        if db.get(class, &device, "currently_attached")?.as_bool() {
            return Err(Failure::new("DEVICE_ALREADY_ATTACHED", [&*device]));
        }
        if class == "VBD" {
            check_attachable(db, &device)?;
        }
        Ok(())
    };
    switch(cx, class, &device, "plug", true, check).await
}

pub async fn unplug(cx: &Cx, class: &'static str, device: Str) -> Result<Value, Failure> {
    let check = |db: &Db| {
        assert_running(db, class, &device)?;
        if !db.get(class, &device, "currently_attached")?.as_bool() {
            return Err(Failure::new("DEVICE_ALREADY_DETACHED", [&*device]));
        }
        if class == "VBD" && !db.get("VBD", &device, "unpluggable")?.as_bool() {
            return Err(Failure::new("VBD_NOT_UNPLUGGABLE", [&*device]));
        }
        Ok(())
    };
    switch(cx, class, &device, "unplug", false, check).await
}

/// `VBD.unplug_force_no_safety_check`: whatever the device says of itself.
pub async fn tear_out(cx: &Cx, device: Str) -> Result<Value, Failure> {
    let check = |db: &Db| {
        assert_running(db, "VBD", &device)?;
        if !db.get("VBD", &device, "currently_attached")?.as_bool() {
            return Err(Failure::new("DEVICE_ALREADY_DETACHED", [&*device]));
        }
        Ok(())
    };
    switch(cx, "VBD", &device, "unplug_force", false, check).await
}

async fn switch(
    cx: &Cx,
    class: &'static str,
    device: &Str,
    op: &str,
    attached: bool,
    check: impl Fn(&Db) -> Result<(), Failure>,
) -> Result<Value, Failure> {
    let mut notes = vm_state::Notes::new(cx);
    cx.pool.write(|db| {
        check(db)?;
        assert_idle(db, class, device)?;
        notes.add(db, class, device, op)
    })?;
    cx.work(0.4).await?;
    cx.pool.write(|db| {
        db.set(class, device, "currently_attached", attached)?;
        refresh(db, class, device)
    })?;
    Ok(Value::Void)
}

/// Refuses while another VM uses one of a VM's disks.
pub fn assert_disks_free(db: &Db, vm: &str) -> Result<(), Failure> {
    for vbd in db.get("VM", vm, "VBDs")?.items() {
        check_attachable(db, vbd.as_str()).map_err(|mut failure| {
            if failure.code == "VDI_IN_USE" {
                failure.params.push("attach".to_owned());
            }
            failure
        })?;
    }
    Ok(())
}
