//! What disks, repositories and drives allow: refused in one place, and kept in `allowed_operations` by the same rules.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use crate::behave::sm::{self, Driver};
use crate::behave::vm_devices;
use crate::behave::vm_state::assert_free;
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::error::Failure;
use crate::pool::lock;

/// The operations that a disk's `allowed_operations` may list; newer ones are left out for old clients.
const ON_DISKS: &[&str] = &[
    "generate_config",
    "update",
    "forget",
    "destroy",
    "snapshot",
    "resize_online",
    "resize",
    "copy",
    "clone",
];

/// Those of a repository.
const ON_REPOSITORIES: &[&str] = &[
    "unplug",
    "plug",
    "pbd_create",
    "update",
    "pbd_destroy",
    "vdi_resize",
    "vdi_clone",
    "scan",
    "vdi_snapshot",
    "vdi_mirror",
    "vdi_create",
    "vdi_destroy",
    "destroy",
    "forget",
];

/// Works out anew what is allowed by all that changed in storage.
pub fn settle(db: &mut Db) {
    let Some(stale) = db.storage.stale.as_mut().map(std::mem::take) else { return };
    for (class, reference) in stale {
        // It may be gone by now.
        let _ = match db.class(class).def.name {
            "VDI" => allowed_by(&*db, ON_DISKS, |db, op| check(db, &reference, op))
                .and_then(|allowed| db.set("VDI", &reference, "allowed_operations", allowed)),
            "SR" => allowed_by(&*db, ON_REPOSITORIES, |db, op| check_sr(db, &reference, op))
                .and_then(|allowed| db.set("SR", &reference, "allowed_operations", allowed)),
            _ => vm_devices::refresh(db, "VBD", &reference).map(|()| false),
        };
    }
}

/// Gives the contents of a new pool what they allow, as if it had always been there, and keeps it from then on.
pub fn begin(db: &mut Db) -> Result<(), Failure> {
    for vdi in db.refs("VDI") {
        let allowed = allowed_by(&*db, ON_DISKS, |db, op| check(db, &vdi, op))?;
        db.preset("VDI", &vdi, "allowed_operations", allowed)?;
    }
    for sr in db.refs("SR") {
        let allowed = allowed_by(&*db, ON_REPOSITORIES, |db, op| check_sr(db, &sr, op))?;
        db.preset("SR", &sr, "allowed_operations", allowed)?;
    }
    db.storage.stale = Some(Default::default());
    Ok(())
}

/// The set of what is not refused. Equal sets share their memory: there are few, and many disks.
fn allowed_by(
    db: &Db,
    all: &'static [&'static str],
    check: impl Fn(&Db, &str) -> Result<(), Failure>,
) -> Result<Value, Failure> {
    type Sets = HashMap<(usize, u32), Value>;
    static SETS: LazyLock<Mutex<Sets>> = LazyLock::new(Mutex::default);
    let mut bits = 0u32;
    for (n, op) in all.iter().enumerate() {
        match check(db, op) {
            Ok(()) => bits |= 1 << n,
            Err(failure) if failure.code == "HANDLE_INVALID" => return Err(failure),
            Err(_) => {}
        }
    }
    let list = || Value::set(all.iter().enumerate().filter(|(n, _)| bits & (1 << n) != 0).map(|(_, op)| *op));
    Ok(lock(&SETS).entry((all.len(), bits)).or_insert_with(list).clone())
}

/// The driver of a disk's repository; one whose record is gone can do nothing.
fn driver_of(db: &Db, sr: &str) -> Option<&'static Driver> {
    db.get("SR", sr, "type").ok().and_then(|kind| sm::driver(kind.as_str()))
}

/// What a driver must be able to do for an operation on a disk.
fn needed(op: &str) -> Option<&'static str> {
    Some(match op {
        "clone" => "VDI_CLONE",
        "snapshot" => "VDI_SNAPSHOT",
        "resize" => "VDI_RESIZE",
        "resize_online" => "VDI_RESIZE_ONLINE",
        "destroy" => "VDI_DELETE",
        "update" => "VDI_UPDATE",
        "generate_config" => "VDI_GENERATE_CONFIG",
        "mirror" => "VDI_MIRROR",
        "enable_cbt" | "disable_cbt" | "data_destroy" | "list_changed_blocks" => "VDI_CONFIG_CBT",
        "set_on_boot" => "VDI_RESET_ON_BOOT/2",
        "revert_to" | "revert_from" => "VDI_REVERT",
        _ => return None,
    })
}

/// Refuses what a disk does not allow now.
pub fn check(db: &Db, vdi: &str, op: &str) -> Result<(), Failure> {
    let get = |field| db.get("VDI", vdi, field);
    // Beside a copy others may look at it, but not change it.
    let beside_copy = matches!(op, "copy" | "clone" | "snapshot" | "mirror");
    let excluded = |running: &str| running != "copy" || !beside_copy;
    assert_free(db, "VDI", vdi, excluded)?;
    let sr = get("SR")?;
    let unsupported = || Failure::new("SR_OPERATION_NOT_SUPPORTED", [sr.as_str()]);
    let driver = driver_of(db, sr.as_str());
    if driver.is_some_and(|driver| driver.kind == "udev")
        && matches!(op, "destroy" | "data_destroy" | "forget" | "resize")
    {
        return Err(Failure::new("VDI_IS_A_PHYSICAL_DEVICE", [vdi]));
    }
    if let Some(capability) = needed(op)
        && !driver.is_some_and(|driver| driver.can(capability))
    {
        return Err(unsupported());
    }
    let kind = get("type")?;
    check_kind(db, vdi, op, kind.as_str())?;
    if op == "snapshot" && get("sharable")?.as_bool() {
        return Err(Failure::new("VDI_IS_SHARABLE", [vdi]));
    }
    if get("cbt_enabled")?.as_bool() && matches!(op, "mirror" | "set_on_boot") {
        return Err(Failure::new("VDI_CBT_ENABLED", [vdi]));
    }
    if matches!(
        op,
        "snapshot" | "clone" | "resize_online" | "mirror" | "enable_cbt" | "disable_cbt" | "revert_to"
    ) {
        return Ok(());
    }
    for vbd in get("VBDs")?.items().iter().map(Value::as_str) {
        let reads = matches!(op, "copy" | "attach_reading" | "generate_config" | "update");
        let harmless = reads && db.get("VBD", vbd, "mode")?.as_str() == "RO";
        if db.get("VBD", vbd, "currently_attached")?.as_bool() && !harmless {
            return Err(Failure::new("VDI_IN_USE", [vdi, op]));
        }
    }
    Ok(())
}

/// What is not done to disks of a kind.
fn check_kind(db: &Db, vdi: &str, op: &str, kind: &str) -> Result<(), Failure> {
    let get = |field| db.get("VDI", vdi, field).map(|v| v.as_bool());
    let incompatible = || Failure::new("VDI_INCOMPATIBLE_TYPE", [vdi, kind]);
    let not_allowed = |why: &str| Failure::new("OPERATION_NOT_ALLOWED", [why]);
    match op {
        // Of a disk without its data only what tells the changes is left.
        "snapshot" | "clone" | "resize" | "resize_online" | "copy" | "mirror" | "set_on_boot"
        | "enable_cbt" | "disable_cbt" | "attach" | "attach_reading"
            if kind == "cbt_metadata" =>
        {
            Err(incompatible())
        }
        "enable_cbt" | "disable_cbt" if !matches!(kind, "user" | "system") => Err(incompatible()),
        "enable_cbt" | "disable_cbt" if get("is_a_snapshot")? => {
            Err(not_allowed("VDI is a snapshot: its changes are not tracked"))
        }
        "data_destroy" if !get("is_a_snapshot")? => {
            Err(not_allowed("VDI is not a snapshot: its data cannot be destroyed"))
        }
        "data_destroy" if !get("cbt_enabled")? => Err(Failure::new("VDI_NO_CBT_METADATA", [vdi])),
        "destroy" if get("is_tools_iso")? => Err(not_allowed("VDI is the tools' disc")),
        "destroy" if kind == "rrd" => Err(Failure::new("VDI_HAS_RRDS", [vdi])),
        _ => Ok(()),
    }
}

/// Refuses what a repository does not allow now.
pub fn check_sr(db: &Db, sr: &str, op: &str) -> Result<(), Failure> {
    assert_free(db, "SR", sr, |running| !(op == "plug" && running == "plug"))?;
    let driver = driver_of(db, sr);
    let capability = match op {
        "update" => Some("SR_UPDATE"),
        "vdi_create" => Some("VDI_CREATE"),
        "vdi_introduce" => Some("VDI_INTRODUCE"),
        "vdi_destroy" => Some("VDI_DELETE"),
        "vdi_resize" => Some("VDI_RESIZE"),
        "vdi_clone" => Some("VDI_CLONE"),
        "vdi_snapshot" => Some("VDI_SNAPSHOT"),
        "vdi_mirror" => Some("VDI_MIRROR"),
        _ => None,
    };
    if let Some(capability) = capability
        && !driver.is_some_and(|driver| driver.can(capability))
    {
        return Err(Failure::new("SR_OPERATION_NOT_SUPPORTED", [sr]));
    }
    match op {
        "destroy" | "forget" if plugged(db, sr)? => Err(Failure::new("SR_HAS_PBD", [sr])),
        "destroy" if db.get("SR", sr, "PBDs")?.items().is_empty() => {
            Err(Failure::new("SR_HAS_NO_PBDS", [sr]))
        }
        "destroy" if holds_disks(db, sr)? => Err(Failure::bare("SR_NOT_EMPTY")),
        "destroy" if db.get("SR", sr, "other_config")?.key("indestructible").is_some() => {
            Err(Failure::new("SR_INDESTRUCTIBLE", [sr]))
        }
        _ => Ok(()),
    }
}

/// Whether any host is connected to a repository.
pub fn plugged(db: &Db, sr: &str) -> Result<bool, Failure> {
    for pbd in db.get("SR", sr, "PBDs")?.items() {
        if db.get("PBD", pbd.as_str(), "currently_attached")?.as_bool() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn holds_disks(db: &Db, sr: &str) -> Result<bool, Failure> {
    for vdi in db.get("SR", sr, "VDIs")?.items() {
        if db.get("VDI", vdi.as_str(), "managed")?.as_bool() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Refuses a repository that no host is connected to, or that is not there.
pub fn check_attached(db: &Db, sr: &str) -> Result<(), Failure> {
    if db.get("SR", sr, "PBDs")?.items().is_empty() {
        return Err(Failure::new("SR_HAS_NO_PBDS", [sr]));
    }
    if plugged(db, sr)? { Ok(()) } else { Err(Failure::new("SR_NOT_ATTACHED", [sr])) }
}

/// A disk may have one writer, or any number of readers; and what cannot be written is not.
pub fn check_attachable(db: &Db, vbd: &str) -> Result<(), Failure> {
    let vdi: Str = db.get_str("VBD", vbd, "VDI")?;
    if &*vdi == NULL || db.get("VBD", vbd, "empty")?.as_bool() {
        return Ok(());
    }
    let writes = |vbd: &str| db.get("VBD", vbd, "mode").is_ok_and(|m| m.as_str() == "RW");
    if writes(vbd) && db.get("VDI", &vdi, "read_only")?.as_bool() {
        return Err(Failure::new("VDI_READONLY", [&*vdi]));
    }
    if db.get("VDI", &vdi, "type")?.as_str() == "cbt_metadata" {
        return Err(Failure::new("VDI_INCOMPATIBLE_TYPE", [&*vdi, "cbt_metadata"]));
    }
    if db.get("VDI", &vdi, "sharable")?.as_bool() {
        return Ok(());
    }
    for other in db.get("VDI", &vdi, "VBDs")?.items().iter().map(Value::as_str).filter(|o| *o != vbd) {
        let active = db.get("VBD", other, "currently_attached")?.as_bool()
            || db.get("VBD", other, "reserved")?.as_bool();
        if active && (writes(vbd) || writes(other)) {
            return Err(Failure::new("VDI_IN_USE", [&*vdi]));
        }
    }
    Ok(())
}
