//! VMs as XVA archives: a tar of `ova.xml`, which holds the records, and of each disk's blocks with their checksums.

pub mod archive;
mod blocks;
pub mod export;
pub mod fetch;
pub mod gather;
pub mod import;
pub mod records;
pub mod restore;
mod tables;
pub mod tar;

/// The first file of an archive.
const MANIFEST: &str = "ova.xml";
/// The last file of old archives: the checksums of all blocks.
const CHECKSUMS: &str = "checksum.xml";
/// Disks come in blocks of this size, but for the last.
const MIB: usize = 1 << 20;
/// The version of the format that is written.
const VERSION: u32 = 2;

use crate::data::db::Db;
use crate::error::Failure;

/// A VM goes with its devices and metrics, but not its disks.
pub fn remove_vm(db: &mut Db, vm: &str) -> Result<(), Failure> {
    for (class, field) in [("VBD", "VBDs"), ("VIF", "VIFs"), ("VGPU", "VGPUs"), ("VTPM", "VTPMs")] {
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
