//! Room on repositories: what disks take of it, and who gets none.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::behave::sm;
use crate::data::content::{BLOCK, Content};
use crate::data::db::Db;
use crate::data::value::Str;
use crate::error::Failure;
use crate::fault::StorageFault;
use crate::pool::Pool;

/// A block of a VHD file with its bitmap.
pub const ALLOCATED: i64 = BLOCK as i64 + 512;
/// Volumes come in whole extents.
const EXTENT: i64 = 4 << 20;

/// Disks take their whole size from the start.
pub fn thick(db: &Db, sr: &str) -> bool {
    db.get("SR", sr, "type").is_ok_and(|kind| sm::driver(kind.as_str()).is_some_and(|driver| driver.thick))
}

/// Whether a fault has filled a repository.
pub fn filled(pool: &Pool, db: &Db, sr: &str) -> bool {
    let named = |name: &str| {
        ["uuid", "name_label"].iter().any(|field| db.get("SR", sr, field).is_ok_and(|v| v.as_str() == name))
    };
    pool.faults
        .storage(|fault| match fault {
            StorageFault::Full(name) if named(name) => Some(()),
            _ => None,
        })
        .is_some()
}

/// Bytes left.
pub fn free(pool: &Pool, db: &Db, sr: &str) -> Result<i64, Failure> {
    if filled(pool, db, sr) {
        return Ok(0);
    }
    let figure = |field| db.get("SR", sr, field).map(|v| v.as_int());
    Ok(figure("physical_size")?.saturating_sub(figure("physical_utilisation")?).max(0))
}

/// Refuses what needs more than there is.
pub fn claim(pool: &Pool, db: &Db, sr: &str, bytes: i64) -> Result<(), Failure> {
    if free(pool, db, sr)? < bytes { Err(sm::backend(44, "There is insufficient space")) } else { Ok(()) }
}

/// What a new disk takes at once.
pub fn at_first(db: &Db, sr: &str, size: i64) -> i64 {
    let blocks = (size + BLOCK as i64 - 1) / BLOCK as i64;
    let tables = 2048 + (blocks * 4 + 511) / 512 * 512;
    if thick(db, sr) { (size + tables + blocks * 4096 + EXTENT - 1) / EXTENT * EXTENT } else { tables }
}

/// What a disk takes with all that it holds.
pub fn taken(db: &Db, vdi: &str) -> Result<i64, Failure> {
    let sr = db.get_str("VDI", vdi, "SR")?;
    let size = db.get("VDI", vdi, "virtual_size")?.as_int();
    let first = at_first(db, &sr, size);
    if thick(db, &sr) {
        return Ok(first);
    }
    let held = db.content(vdi)?.blocks(u64::try_from(size).unwrap_or(0)).len() as i64;
    Ok(first + held * ALLOCATED)
}

/// What a whole copy of a disk takes on a repository.
pub fn of_copy(db: &Db, vdi: &str, sr: &str) -> Result<i64, Failure> {
    if thick(db, sr) {
        return Ok(at_first(db, sr, db.get("VDI", vdi, "virtual_size")?.as_int()));
    }
    taken(db, vdi)
}

/// Writes down what a disk takes after it was written to. What seeded disks take is made up, and only grows.
pub fn account(db: &mut Db, vdi: &str) -> Result<(), Failure> {
    let mut now = taken(db, vdi)?;
    if db.content(vdi)?.is_seeded() {
        now = now.max(db.get("VDI", vdi, "physical_utilisation")?.as_int());
    }
    db.set("VDI", vdi, "physical_utilisation", now)?;
    Ok(())
}

/// Bytes that a write adds to what a thin disk takes.
fn growth(content: &Content, offset: u64, mut bytes: &[u8]) -> i64 {
    let (mut block, mut at) = (offset / BLOCK as u64, (offset % BLOCK as u64) as usize);
    let mut grown = 0;
    while !bytes.is_empty() {
        let (now, rest) = bytes.split_at(bytes.len().min(BLOCK - at));
        if !content.holds(block) && now.iter().any(|byte| *byte != 0) {
            grown += ALLOCATED;
        }
        (block, at, bytes) = (block + 1, 0, rest);
    }
    grown
}

/// What a disk grows by while it is written from outside. Its figures are written down at the end.
pub struct Filling {
    vdi: Str,
    sr: Str,
    thick: bool,
    grown: AtomicI64,
}

impl Filling {
    pub fn new(db: &Db, vdi: &Str) -> Result<Filling, Failure> {
        let sr = db.get_str("VDI", vdi, "SR")?;
        Ok(Filling { vdi: vdi.clone(), thick: thick(db, &sr), sr, grown: AtomicI64::new(0) })
    }

    /// Writes, if there is room.
    pub fn write(&self, pool: &Pool, db: &mut Db, offset: u64, bytes: &[u8]) -> Result<(), Failure> {
        let more = if self.thick { 0 } else { growth(&db.content(&self.vdi)?, offset, bytes) };
        self.grow(pool, db, more)?;
        db.write_content(&self.vdi, offset, bytes)
    }

    /// The device of a disk that has no more room fails.
    pub fn grow(&self, pool: &Pool, db: &Db, more: i64) -> Result<(), Failure> {
        if more <= 0 || self.thick {
            return Ok(());
        }
        let grown = self.grown.fetch_add(more, Ordering::Relaxed) + more;
        if grown > free(pool, db, &self.sr)? {
            return Err(Failure::new("VDI_IO_ERROR", ["Device I/O errors"]));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_grows_by_every_block_it_begins() {
        let block = BLOCK as u64;
        let mut content = Content::default();
        let bytes = vec![1; 2 * BLOCK];
        assert_eq!(growth(&content, 0, &bytes), 2 * ALLOCATED);
        assert_eq!(growth(&content, block / 2, &bytes), 3 * ALLOCATED);
        assert_eq!(growth(&content, 0, &vec![0; 2 * BLOCK]), 0);
        content.write(block, b"x");
        assert_eq!(growth(&content, block / 2, &bytes), 2 * ALLOCATED);
    }
}
