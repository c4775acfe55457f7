//! Clone, copy, provision, destroy.

use std::collections::BTreeMap;

use crate::behave::allowed::check_attached;
use crate::behave::vm_power::announce;
use crate::behave::vm_state::{self, Operation};
use crate::behave::{pool_record, space, vdi, vif, vm_devices, vtpm};
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;
use crate::task::Parts;

/// How the disks of a new VM come to be.
#[derive(Clone, Copy, PartialEq)]
pub enum Disks<'a> {
    Clone,
    /// On another SR, or the same with the null reference.
    Copy(&'a str),
    /// But for those named.
    Snapshot(&'a Value),
    /// Back from a snapshot: clones, on networks as they were.
    Revert,
}

/// `VM.clone` and `VM.copy`.
pub async fn copy(cx: &Cx, vm: Str, name: &str, op: &'static str, sr: &str) -> Result<Value, Failure> {
    let operation = Operation::begin(cx, &vm, op).await?;
    let disks = if op == "copy" { Disks::Copy(sr) } else { Disks::Clone };
    cx.pool.read(|db| assert_room(db, &cx.pool, &vm, disks))?;
    let (steps, label) = if op == "copy" { (8, "Async.VDI.copy") } else { (2, "Async.VDI.clone") };
    let parts = Parts::begin(cx, label, cx.pool.read(|db| disks_of(db, &vm))?.len())?;
    for step in 1..=steps {
        cx.work(0.35).await?;
        let done = f64::from(step) / f64::from(steps + 1);
        cx.progress(done);
        parts.progress(done);
    }
    drop(parts);
    let new = cx.pool.write(|db| duplicate(db, &cx.pool, &vm, name, disks))?;
    drop(operation);
    let uuid = cx.pool.read(|db| db.get_str("VM", &new, "uuid"))?;
    announce(cx, "VM_CLONED", &vm, |_| Ok(format!(" cloned (new uuid: {uuid})")))?;
    Ok(Value::from(new))
}

/// Refuses copies of a VM's disks that their repositories cannot take.
pub fn assert_room(db: &Db, pool: &Pool, vm: &str, disks: Disks<'_>) -> Result<(), Failure> {
    let mut needed: BTreeMap<Str, i64> = BTreeMap::new();
    if let Disks::Copy(sr) = disks
        && sr != NULL
    {
        vdi::check_target(db, sr)?;
    }
    for vdi in disks_of(db, vm)? {
        let own = db.get_str("VDI", &vdi, "SR")?;
        let (sr, bytes) = match disks {
            Disks::Snapshot(ignored) if ignored.contains(&vdi) => continue,
            Disks::Copy(NULL) => (own.clone(), space::of_copy(db, &vdi, &own)?),
            Disks::Copy(sr) => (sr.into(), space::of_copy(db, &vdi, sr)?),
            _ => {
                let size = db.get("VDI", &vdi, "virtual_size")?.as_int();
                let first = space::at_first(db, &own, size);
                (own, first)
            }
        };
        *needed.entry(sr).or_default() += bytes;
    }
    needed.iter().try_for_each(|(sr, bytes)| {
        check_attached(db, sr)?;
        space::claim(pool, db, sr, *bytes)
    })
}

/// The disks of a VM, without discs.
pub fn disks_of(db: &Db, vm: &str) -> Result<Vec<Str>, Failure> {
    let mut disks = Vec::new();
    for vbd in db.get("VM", vm, "VBDs")?.items().iter().map(Value::as_str) {
        let vdi = db.get_str("VBD", vbd, "VDI")?;
        if &*db.get_str("VBD", vbd, "type")? == "Disk" && db.exists("VDI", &vdi) {
            disks.push(vdi);
        }
    }
    Ok(disks)
}

/// The fields of a VM that are not copied: they are its own, or kept by the other end.
pub const OWN: &[&str] = &[
    "uuid",
    "name_label",
    "allowed_operations",
    "current_operations",
    "resident_on",
    "scheduled_to_be_resident_on",
    "domid",
    "metrics",
    "guest_metrics",
    "is_default_template",
    "suspend_VDI",
    "snapshot_of",
    "parent",
    "consoles",
    "VBDs",
    "VIFs",
    "VUSBs",
    "VGPUs",
    "VTPMs",
    "crash_dumps",
    "snapshots",
    "children",
    "attached_PCIs",
    "blobs",
    "snapshot_info",
    "snapshot_time",
    "is_a_snapshot",
    "power_state",
    "other_config",
    "appliance",
    "snapshot_schedule",
    "is_vmss_snapshot",
];

/// Fields and values of a row, but for some.
pub fn copied(
    db: &Db,
    class: &str,
    from: &str,
    except: &[&str],
) -> Result<Vec<(&'static str, Value)>, Failure> {
    let id = db.schema.class_id(class).ok_or_else(|| Failure::internal(class))?;
    let row = db.row(id, from)?;
    let fields = db.class(id).fields.iter().zip(row.values.iter());
    Ok(fields.filter(|(f, _)| !except.contains(&f.def.name)).map(|(f, v)| (f.def.name, v.clone())).collect())
}

/// Another VM with copies of the devices and disks of one.
pub fn duplicate(db: &mut Db, pool: &Pool, vm: &Str, name: &str, disks: Disks<'_>) -> Result<Str, Failure> {
    let (new, uuid) = (pool.fresh_ref(), pool.fresh_uuid());
    let snapshot = matches!(disks, Disks::Snapshot(_));
    let mut fields = copied(db, "VM", vm, OWN)?;
    let mut config = db.get("VM", vm, "other_config")?;
    if !snapshot {
        if config.key("default_template").is_some() {
            let base = db.get("VM", vm, "name_label")?;
            config = config.without_entry("default_template").with_entry("base_template_name", base);
        }
        config = config.with_entry("mac_seed", Value::from(pool.fresh_uuid()));
    }
    fields.push(("name_label", Value::from(name)));
    fields.push(("power_state", Value::from("Halted")));
    fields.push(("domid", Value::Int(-1)));
    fields.push(("other_config", config));
    db.insert("VM", &new, &uuid, fields)?;
    let (metrics, metrics_uuid) = (pool.fresh_ref(), pool.fresh_uuid());
    let old_metrics = db.get_str("VM", vm, "metrics")?;
    let values = if db.exists("VM_metrics", &old_metrics) {
        copied(db, "VM_metrics", &old_metrics, &["uuid"])?
    } else {
        Vec::new()
    };
    db.insert("VM_metrics", &metrics, &metrics_uuid, values)?;
    db.set("VM", &new, "metrics", &metrics)?;
    copy_devices(db, pool, vm, &new, disks)?;
    vm_devices::refresh_all(db, &new)?;
    vm_state::refresh(db, &new)?;
    Ok(new)
}

/// Gives a VM copies of the devices and disks of another.
pub fn copy_devices(db: &mut Db, pool: &Pool, vm: &Str, new: &Str, disks: Disks<'_>) -> Result<(), Failure> {
    let config = db.get("VM", new, "other_config")?;
    let seed = config.key("mac_seed").map(Value::to_shared).unwrap_or_else(|| pool.fresh_uuid());
    let same_macs = matches!(disks, Disks::Snapshot(_) | Disks::Revert);
    for vbd in db.get("VM", vm, "VBDs")?.items() {
        let vbd = vbd.as_str();
        let vdi = db.get_str("VBD", vbd, "VDI")?;
        let disk = db.get("VBD", vbd, "type")?.as_str() == "Disk";
        let vdi = match disks {
            Disks::Snapshot(ignored) if ignored.contains(&vdi) => continue,
            _ if disk && db.exists("VDI", &vdi) => duplicate_disk(db, pool, &vdi, disks)?,
            _ => vdi,
        };
        let mut fields = copied(
            db,
            "VBD",
            vbd,
            &["uuid", "VM", "VDI", "currently_attached", "current_operations", "metrics"],
        )?;
        fields.push(("VM", Value::from(new)));
        fields.push(("VDI", Value::from(vdi)));
        let reference = pool.fresh_ref();
        db.insert("VBD", &reference, &pool.fresh_uuid(), fields)?;
    }
    for vif in db.get("VM", vm, "VIFs")?.items() {
        let mut fields = copied(
            db,
            "VIF",
            vif.as_str(),
            &["uuid", "VM", "currently_attached", "current_operations", "metrics"],
        )?;
        fields.push(("VM", Value::from(new)));
        if !same_macs && db.get("VIF", vif.as_str(), "MAC_autogenerated")?.as_bool() {
            let device = db.get_str("VIF", vif.as_str(), "device")?;
            fields.push(("MAC", Value::from(vif::mac_from(&seed, &device))));
        }
        let reference = pool.fresh_ref();
        db.insert("VIF", &reference, &pool.fresh_uuid(), fields)?;
    }
    Ok(())
}

/// Another disk with what one holds.
pub fn duplicate_disk(db: &mut Db, pool: &Pool, vdi: &str, disks: Disks<'_>) -> Result<Str, Failure> {
    let (reference, uuid) = (pool.fresh_ref(), pool.fresh_uuid());
    let own = [
        "uuid",
        "VBDs",
        "crash_dumps",
        "snapshots",
        "current_operations",
        "location",
        "is_a_snapshot",
        "snapshot_of",
        "snapshot_time",
    ];
    let mut fields = copied(db, "VDI", vdi, &own)?;
    fields.push(("location", Value::from(&uuid)));
    match disks {
        Disks::Snapshot(_) => {
            fields.push(("is_a_snapshot", Value::Bool(true)));
            fields.push(("snapshot_of", Value::from(vdi)));
            fields.push(("snapshot_time", Value::Time(crate::time::now())));
        }
        Disks::Copy(sr) if sr != NULL => {
            fields.push(("SR", Value::from(sr)));
        }
        _ => {}
    }
    let snapshot = matches!(disks, Disks::Snapshot(_));
    if !snapshot {
        // Changes are tracked of a disk and its snapshots only.
        fields.retain(|(name, _)| *name != "cbt_enabled");
    }
    let content = db.content(vdi)?;
    db.insert("VDI", &reference, &uuid, fields)?;
    db.set_content(&reference, content);
    let (sr, size) =
        (db.get_str("VDI", &reference, "SR")?, db.get("VDI", &reference, "virtual_size")?.as_int());
    if !matches!(disks, Disks::Copy(_)) || space::thick(db, &sr) {
        // What is shared with the first takes no room again.
        db.set("VDI", &reference, "physical_utilisation", space::at_first(db, &sr, size))?;
    }
    Ok(reference)
}

/// `VM.provision`: a template becomes a VM. Disks that the template's XML asks for are made.
pub async fn provision(cx: &Cx, vm: Str) -> Result<Value, Failure> {
    let operation = Operation::begin(cx, &vm, "provision").await?;
    cx.work(0.4).await?;
    cx.pool.write(|db| {
        let config = db.get("VM", &vm, "other_config")?;
        let wanted = config.key("disks").map(Value::to_shared).unwrap_or_else(|| "".into());
        let mut made = Vec::new();
        for disk in wanted.split("<disk ").skip(1) {
            match provision_disk(db, &cx.pool, &vm, disk) {
                Ok(vdi) => made.push(vdi),
                Err(failure) => {
                    // With one disk missing, the others are of no use.
                    made.iter().try_for_each(|vdi| vdi::remove(db, vdi))?;
                    return Err(failure);
                }
            }
        }
        db.set("VM", &vm, "other_config", config.without_entry("disks"))?;
        db.set("VM", &vm, "is_a_template", false)?;
        db.set("VM", &vm, "is_default_template", false)?;
        Ok(())
    })?;
    drop(operation);
    Ok(Value::Void)
}

/// Makes a disk that a template asks for, by the attributes of its element.
fn provision_disk(db: &mut Db, pool: &Pool, vm: &Str, disk: &str) -> Result<Str, Failure> {
    let attribute = |name: &str| {
        disk.split_once(&format!("{name}=\""))
            .and_then(|(_, rest)| rest.split_once('"'))
            .map_or("", |(value, _)| value)
    };
    let (device, size) = (attribute("device"), attribute("size"));
    let sr = match db.table("SR")?.by_uuid(attribute("sr")) {
        Some(sr) => sr.clone(),
        None => pool_record::default_sr(db)?,
    };
    let size: i64 = size.parse().map_err(|_| Failure::new("INVALID_VALUE", ["size", size]))?;
    let name = format!("{} {device}", db.get("VM", vm, "name_label")?.as_str());
    let fields = vec![("name_label", Value::from(name)), ("type", Value::from("system"))];
    let vdi = vdi::add(db, pool, &sr, size, fields)?;
    let vbd = pool.fresh_ref();
    db.insert(
        "VBD",
        &vbd,
        &pool.fresh_uuid(),
        [
            ("VM", Value::from(vm)),
            ("VDI", Value::from(&vdi)),
            ("device", Value::from(vm_devices::device_name(device))),
            ("userdevice", Value::from(device)),
            ("bootable", Value::Bool(attribute("bootable") == "true")),
            ("mode", Value::from("RW")),
            ("type", Value::from("Disk")),
        ],
    )?;
    vm_devices::refresh(db, "VBD", &vbd)?;
    Ok(vdi)
}

/// `VM.destroy`: the VM and its devices go; its disks and snapshots stay.
pub async fn destroy(cx: &Cx, vm: Str) -> Result<Value, Failure> {
    if cx.pool.read(|db| db.get("VM", &vm, "is_default_template"))?.as_bool() {
        return Err(Failure::new("VM_CANNOT_DELETE_DEFAULT_TEMPLATE", [&*vm]));
    }
    let operation = Operation::begin(cx, &vm, "destroy").await?;
    cx.work(0.2).await?;
    cx.pool.write(|db| {
        let memory = db.get_str("VM", &vm, "suspend_VDI")?;
        if db.exists("VDI", &memory) {
            db.delete("VDI", &memory)?;
        }
        remove(db, &vm)
    })?;
    drop(operation);
    Ok(Value::Void)
}

/// A VM's record goes, with its devices and what was known of it; no disk does.
pub fn remove(db: &mut Db, vm: &str) -> Result<(), Failure> {
    let parent = db.get("VM", vm, "parent")?;
    for child in db.get("VM", vm, "children")?.items() {
        db.set("VM", child.as_str(), "parent", parent.clone())?;
    }
    for module in db.get("VM", vm, "VTPMs")?.items() {
        vtpm::drop_contents(db, module.as_str())?;
    }
    for (class, field) in [
        ("VBD", "VBDs"),
        ("VIF", "VIFs"),
        ("console", "consoles"),
        ("VGPU", "VGPUs"),
        ("VUSB", "VUSBs"),
        ("VTPM", "VTPMs"),
    ] {
        for device in db.get("VM", vm, field)?.items() {
            db.delete(class, device.as_str())?;
        }
    }
    for (class, field) in [("VM_metrics", "metrics"), ("VM_guest_metrics", "guest_metrics")] {
        let owned = db.get_str("VM", vm, field)?;
        if db.exists(class, &owned) {
            db.delete(class, &owned)?;
        }
    }
    db.delete("VM", vm)
}
