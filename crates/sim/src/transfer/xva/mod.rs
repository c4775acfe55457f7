//! VMs as XVA archives: a tar of `ova.xml`, which holds the records, and of each disk's blocks with their checksums.

pub mod archive;
pub mod blocks;
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
