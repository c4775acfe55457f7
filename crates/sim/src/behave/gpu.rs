//! Graphics cards, their groups, and what of them VMs are given.

use crate::behave::Args;
use crate::behave::vm_state::assert_power;
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;

/// How many virtual cards a VM can have.
const MOST: u32 = 32;

/// A group knows the types that any of its cards knows.
pub fn update_group(db: &mut Db, group: &str, field: &str) -> Result<(), Failure> {
    let mut types = Vec::new();
    for card in db.get_refs("GPU_group", group, "PGPUs")? {
        for kind in db.get_refs("PGPU", &card, field)? {
            if !types.contains(&kind) {
                types.push(kind);
            }
        }
    }
    let now = db.get_refs("GPU_group", group, field)?;
    if now.len() == types.len() && now.iter().all(|t| types.contains(t)) {
        return Ok(());
    }
    db.set("GPU_group", group, field, Value::set(types))?;
    Ok(())
}

/// `GPU_group.update_enabled_VGPU_types` and `GPU_group.update_supported_VGPU_types`.
pub fn update(cx: &Cx, group: &str, field: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| update_group(db, group, field)).map(|()| Value::Void)
}

/// How many more of a type a card can take.
fn room(db: &Db, card: &str, kind: &str) -> Result<i64, Failure> {
    let size = db.get("VGPU_type", kind, "size")?.as_int();
    let passthrough = db.get("VGPU_type", kind, "implementation")?.as_str() == "passthrough";
    if !db.get_refs("PGPU", card, "enabled_VGPU_types")?.iter().any(|t| **t == *kind) {
        return Ok(0);
    }
    if db.get_refs("PCI", &db.get_str("PGPU", card, "PCI")?, "attached_VMs").is_ok_and(|vms| !vms.is_empty())
    {
        return Ok(0);
    }
    let mut used = 0;
    for other in users(db, card)? {
        let theirs = db.get_str("VGPU", &other, "type")?;
        // A card is cut into pieces of one kind at a time.
        if &*theirs != kind || passthrough {
            return Ok(0);
        }
        used += size;
    }
    let whole = db.get("PGPU", card, "size")?.as_int();
    Ok(if passthrough { 1 } else { (whole - used) / size.max(1) })
}

/// The virtual cards on a card, or on their way to it.
fn users(db: &Db, card: &str) -> Result<Vec<Str>, Failure> {
    let mut all = db.get_refs("PGPU", card, "resident_VGPUs")?;
    for other in db.refs("VGPU") {
        if &*db.get_str("VGPU", &other, "scheduled_to_be_resident_on")? == card && !all.contains(&other) {
            all.push(other);
        }
    }
    Ok(all)
}

/// `PGPU.get_remaining_capacity`.
pub fn card_capacity(cx: &Cx, card: &str, kind: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| room(db, card, kind)).map(Value::Int)
}

/// `GPU_group.get_remaining_capacity`.
pub fn group_capacity(cx: &Cx, group: &str, kind: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        let mut all = 0;
        for card in db.get_refs("GPU_group", group, "PGPUs")? {
            all += room(db, &card, kind)?;
        }
        Ok(Value::Int(all))
    })
}

fn assert_supported(db: &Db, card: &str, kind: &str) -> Result<(), Failure> {
    let supported = db.get_refs("PGPU", card, "supported_VGPU_types")?;
    if supported.iter().any(|t| **t == *kind) {
        return Ok(());
    }
    let mut params = vec![kind.to_owned()];
    params.extend(supported.iter().map(|t| t.to_string()));
    Err(Failure::new("VGPU_TYPE_NOT_SUPPORTED", params))
}

fn assert_unused(db: &Db, card: &str, kind: &str) -> Result<(), Failure> {
    let mut vms = Vec::new();
    for user in db.get_refs("PGPU", card, "resident_VGPUs")? {
        if &*db.get_str("VGPU", &user, "type")? == kind {
            vms.push(db.get_str("VGPU", &user, "VM")?);
        }
    }
    if vms.is_empty() {
        return Ok(());
    }
    Err(Failure::new("PGPU_IN_USE_BY_VM", vms.iter().map(|vm| &**vm)))
}

/// `PGPU.set_enabled_VGPU_types`, `add_enabled_VGPU_types` and `remove_enabled_VGPU_types`.
pub fn enable_types(cx: &Cx, card: &str, choose: impl Fn(&Value) -> Value) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let now = db.get("PGPU", card, "enabled_VGPU_types")?;
        let new = choose(&now);
        for kind in new.items().iter().filter(|t| !now.items().contains(t)) {
            assert_supported(db, card, kind.as_str())?;
        }
        for kind in now.items().iter().filter(|t| !new.items().contains(t)) {
            assert_unused(db, card, kind.as_str())?;
        }
        db.set("PGPU", card, "enabled_VGPU_types", new)?;
        let group = db.get_str("PGPU", card, "GPU_group")?;
        if db.exists("GPU_group", &group) {
            update_group(db, &group, "enabled_VGPU_types")?;
        }
        Ok(Value::Void)
    })
}

/// `PGPU.set_GPU_group`: cards of one model go together.
pub fn set_group(cx: &Cx, card: &str, group: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let pci = db.get_str("PGPU", card, "PCI")?;
        let mut vms = db.get_refs("PCI", &pci, "attached_VMs").unwrap_or_default();
        for user in db.get_refs("PGPU", card, "resident_VGPUs")? {
            vms.push(db.get_str("VGPU", &user, "VM")?);
        }
        if !vms.is_empty() {
            return Err(Failure::new("PGPU_IN_USE_BY_VM", vms.iter().map(|vm| &**vm)));
        }
        let old = db.get_str("PGPU", card, "GPU_group")?;
        if db.exists("GPU_group", &old) && &*old != group {
            let orphans = db.get_refs("GPU_group", &old, "VGPUs")?;
            if db.get_refs("GPU_group", &old, "PGPUs")?.len() == 1 && !orphans.is_empty() {
                return Err(Failure::new("GPU_GROUP_CONTAINS_VGPU", orphans.iter().map(|v| &**v)));
            }
        }
        let part = |field| db.get_str("PCI", &pci, field).unwrap_or_else(|_| "".into());
        let model = format!("{}/{}", part("vendor_id"), part("device_id"));
        let known = db.get("GPU_group", group, "GPU_types")?;
        if !known.items().is_empty() && !known.contains(&model) {
            let all: Vec<&str> = known.items().iter().map(Value::as_str).collect();
            return Err(Failure::new(
                "PGPU_NOT_COMPATIBLE_WITH_GPU_GROUP",
                [model, format!("[{}]", all.join(", "))],
            ));
        }
        db.set("PGPU", card, "GPU_group", group)?;
        db.set("GPU_group", group, "GPU_types", Value::set([model]))?;
        for group in [&*old, group] {
            if db.exists("GPU_group", group) {
                update_group(db, group, "supported_VGPU_types")?;
                update_group(db, group, "enabled_VGPU_types")?;
            }
        }
        Ok(Value::Void)
    })
}

/// `VGPU.create`: for a halted VM; without a type it is a whole card.
pub fn create(cx: &Cx, a: &Args<'_>) -> Result<Value, Failure> {
    let (vm, group, device, kind) = (a.shared(0), a.shared(1), a.shared(2), a.shared(4));
    let card = cx.pool.write(|db| {
        db.get("GPU_group", &group, "uuid")?;
        assert_power(db, &vm, "Halted")?;
        if !device.parse::<u32>().is_ok_and(|n| n < MOST) {
            return Err(Failure::new("INVALID_DEVICE", [&*device]));
        }
        let kind = if &*kind == NULL { passthrough_type(db)? } else { kind.clone() };
        db.get("VGPU_type", &kind, "uuid")?;
        for other in db.get_refs("VM", &vm, "VGPUs")? {
            if db.get_str("VGPU", &other, "device")? == device {
                return Err(Failure::new("DEVICE_ALREADY_EXISTS", [&*device]));
            }
            let theirs = db.get_str("VGPU", &other, "type")?;
            if !db.get_refs("VGPU_type", &theirs, "compatible_types_in_vm")?.contains(&kind) {
                return Err(Failure::new("VGPU_TYPE_NOT_COMPATIBLE", [&*kind]));
            }
        }
        let fields = [
            ("VM", Value::from(&vm)),
            ("GPU_group", Value::from(&group)),
            ("device", Value::from(&device)),
            ("other_config", a.value(3)),
            ("type", Value::from(kind)),
        ];
        cx.pool.insert(db, "VGPU", fields)
    })?;
    Ok(Value::from(card))
}

fn passthrough_type(db: &Db) -> Result<Str, Failure> {
    let whole =
        |kind: &Str| db.get_str("VGPU_type", kind, "implementation").is_ok_and(|i| &*i == "passthrough");
    db.refs("VGPU_type").into_iter().find(whole).ok_or_else(|| Failure::handle_invalid("VGPU_type", NULL))
}

/// `VGPU.destroy`.
pub fn destroy(cx: &Cx, card: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let vm = db.get_str("VGPU", card, "VM")?;
        let live = db.get_str("VM", &vm, "power_state").is_ok_and(|s| matches!(&*s, "Running" | "Paused"));
        if live && db.get("VGPU", card, "currently_attached")?.as_bool() {
            return Err(Failure::new("OPERATION_NOT_ALLOWED", ["vGPU currently attached to a running VM"]));
        }
        db.delete("VGPU", card)
    })?;
    Ok(Value::Void)
}

/// The card of a host that a virtual card would be on.
fn choose(db: &Db, card: &str, host: &str) -> Result<Option<Str>, Failure> {
    let (group, kind) = (db.get_str("VGPU", card, "GPU_group")?, db.get_str("VGPU", card, "type")?);
    let depth = db.get("GPU_group", &group, "allocation_algorithm")?.as_str() == "depth_first";
    let mut able = Vec::new();
    for physical in db.get_refs("GPU_group", &group, "PGPUs")? {
        let room = room(db, &physical, &kind)?;
        if &*db.get_str("PGPU", &physical, "host")? == host && room > 0 {
            able.push((room, physical));
        }
    }
    let chosen = if depth { able.into_iter().min() } else { able.into_iter().max() };
    Ok(chosen.map(|(_, physical)| physical))
}

/// Refuses a host without the cards that a VM needs.
pub fn assert_capacity(db: &Db, vm: &str, host: &str) -> Result<(), Failure> {
    for card in db.get_refs("VM", vm, "VGPUs")? {
        let (group, kind) = (db.get_str("VGPU", &card, "GPU_group")?, db.get_str("VGPU", &card, "type")?);
        let here = |p: &Str| db.get_str("PGPU", p, "host").is_ok_and(|h| &*h == host);
        if !db.get_refs("GPU_group", &group, "PGPUs")?.iter().any(here) {
            return Err(Failure::new("VM_REQUIRES_GPU", [vm, &*group]));
        }
        if choose(db, &card, host)?.is_none() {
            return Err(Failure::new("VM_REQUIRES_VGPU", [vm, &*group, &*kind]));
        }
    }
    Ok(())
}

/// The virtual cards of a VM are on cards of its host.
pub fn attach(db: &mut Db, vm: &str, host: &str) -> Result<(), Failure> {
    for card in db.get_refs("VM", vm, "VGPUs")? {
        let Some(physical) = choose(db, &card, host)? else { continue };
        db.set("VGPU", &card, "resident_on", &physical)?;
        db.set("VGPU", &card, "currently_attached", true)?;
        let kind = db.get_str("VGPU", &card, "type")?;
        if db.get("VGPU_type", &kind, "implementation")?.as_str() == "passthrough" {
            super::pci::give(db, &db.get_str("PGPU", &physical, "PCI")?, vm)?;
        }
    }
    Ok(())
}

/// They are on none any more.
pub fn detach(db: &mut Db, vm: &str) -> Result<(), Failure> {
    for card in db.get_refs("VM", vm, "VGPUs")? {
        db.set("VGPU", &card, "currently_attached", false)?;
        db.set("VGPU", &card, "resident_on", Value::null())?;
        db.set("VGPU", &card, "scheduled_to_be_resident_on", Value::null())?;
    }
    Ok(())
}
