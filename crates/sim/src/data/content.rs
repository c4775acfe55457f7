//! What disks hold. A disk of the seeded contents holds data here and there, made from its UUID whenever it is read; what
//! is written is kept on top, and shared between copies until they diverge. So terabytes cost nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::data::db::Db;
use crate::error::Failure;

/// What is written is kept in pieces of this size.
pub const CHUNK: usize = 64 << 10;
/// Seeded data comes in blocks of this size, of which not every chunk holds some.
pub const BLOCK: usize = 2 << 20;
const CHUNKS: u64 = (BLOCK / CHUNK) as u64;
/// About so many blocks of a disk hold seeded data, however large it is, but at most half of them.
const SEEDED: u64 = 32;

/// What a disk holds. A clone costs nothing until either side is written.
#[derive(Clone, Debug, Default)]
pub struct Content {
    seed: Option<Seed>,
    written: Arc<Written>,
}

/// What is written, by chunk; `None` are zeros over seeded data.
pub type Written = BTreeMap<u64, Option<Arc<[u8]>>>;

/// From what seeded data is made.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seed {
    number: u64,
    blocks: u64,
}

impl Seed {
    fn block(&self, block: u64) -> bool {
        let some = mix(self.number ^ mix(block)) % self.blocks.max(2 * SEEDED) < SEEDED;
        block < self.blocks && (block == 0 || some)
    }

    fn chunk(&self, chunk: u64) -> bool {
        self.block(chunk / CHUNKS) && (chunk == 0 || !mix(self.number ^ mix(!chunk)).is_multiple_of(4))
    }

    fn fill(&self, chunk: u64, out: &mut [u8]) {
        let mut state = mix(self.number.wrapping_add(mix(chunk)));
        for piece in out.chunks_mut(8) {
            state = mix(state);
            piece.copy_from_slice(&state.to_le_bytes()[..piece.len()]);
        }
    }
}

impl Content {
    /// A content from its parts.
    pub fn of(seed: Option<Seed>, written: Written) -> Content {
        Content { seed, written: Arc::new(written) }
    }

    /// What it is made of.
    pub fn parts(&self) -> (Option<Seed>, &Written) {
        (self.seed, &self.written)
    }

    /// What a disk of that UUID and size holds from the start.
    pub fn seeded(uuid: &str, size: u64) -> Content {
        let number = uuid.bytes().fold(0, |n, byte| mix(n ^ u64::from(byte)));
        Content { seed: Some(Seed { number, blocks: size.div_ceil(BLOCK as u64) }), written: Arc::default() }
    }

    /// Reads a chunk, or its beginning; tells whether it may hold anything but zeros.
    pub fn read(&self, chunk: u64, out: &mut [u8]) -> bool {
        match (self.written.get(&chunk), self.seed) {
            (Some(Some(bytes)), _) => out.copy_from_slice(&bytes[..out.len()]),
            (None, Some(seed)) if seed.chunk(chunk) => seed.fill(chunk, out),
            _ => {
                out.fill(0);
                return false;
            }
        }
        true
    }

    /// Writes anywhere.
    pub fn write(&mut self, offset: u64, mut bytes: &[u8]) {
        let (mut chunk, mut at) = (offset / CHUNK as u64, (offset % CHUNK as u64) as usize);
        let mut whole = vec![0; CHUNK];
        while !bytes.is_empty() {
            let (now, rest) = bytes.split_at(bytes.len().min(CHUNK - at));
            if now.len() < CHUNK {
                self.read(chunk, &mut whole);
            }
            whole[at..at + now.len()].copy_from_slice(now);
            self.put(chunk, &whole);
            (chunk, at, bytes) = (chunk + 1, 0, rest);
        }
    }

    fn put(&mut self, chunk: u64, bytes: &[u8]) {
        let written = Arc::make_mut(&mut self.written);
        if bytes.iter().any(|b| *b != 0) {
            written.insert(chunk, Some(bytes.into()));
        } else if self.seed.is_some_and(|seed| seed.chunk(chunk)) {
            written.insert(chunk, None);
        } else {
            written.remove(&chunk);
        }
    }

    /// Writes zeros, whatever the length.
    pub fn clear(&mut self, offset: u64, length: u64) {
        let end = offset + length;
        let zeros = vec![0; CHUNK];
        let mut at = offset;
        while at < end {
            let chunk = at / CHUNK as u64;
            let now = (end - at).min(CHUNK as u64 - at % CHUNK as u64);
            if self.holds_chunk(chunk) {
                self.write(at, &zeros[..now as usize]);
            }
            at += now;
        }
    }

    /// Takes over what another holds, up to a size; with a base, only where the other is not like that.
    pub fn overlay(&mut self, other: &Content, base: Option<&Content>, size: u64) {
        let blocks = match base {
            Some(base) => other.blocks_that_differ(base, size),
            None => {
                let mut blocks = other.blocks(size);
                blocks.extend(self.blocks(size));
                blocks.sort_unstable();
                blocks.dedup();
                blocks
            }
        };
        let mut buffer = vec![0; CHUNK];
        for block in blocks {
            let first = u64::from(block) * CHUNKS;
            for chunk in first..(first + CHUNKS).min(size.div_ceil(CHUNK as u64)) {
                if base.is_some_and(|base| !other.differs(base, chunk)) {
                    continue;
                }
                if let Some(Some(shared)) = other.written.get(&chunk) {
                    Arc::make_mut(&mut self.written).insert(chunk, Some(shared.clone()));
                } else {
                    other.read(chunk, &mut buffer);
                    self.put(chunk, &buffer);
                }
            }
        }
    }

    /// A bit for each chunk up to a size that is another than in `base`, the first in the highest bit of a byte.
    pub fn bitmap_of_changes(&self, base: &Content, size: u64) -> Vec<u8> {
        let chunks = size.div_ceil(CHUNK as u64);
        let mut bitmap = vec![0u8; chunks.div_ceil(8) as usize];
        for block in self.blocks_that_differ(base, size) {
            let first = u64::from(block) * CHUNKS;
            for chunk in (first..(first + CHUNKS).min(chunks)).filter(|chunk| self.differs(base, *chunk)) {
                bitmap[(chunk / 8) as usize] |= 0x80 >> (chunk % 8);
            }
        }
        bitmap
    }

    /// The blocks, up to a size, that hold something.
    pub fn blocks(&self, size: u64) -> Vec<u32> {
        let all = size.div_ceil(BLOCK as u64) as u32;
        (0..all).filter(|block| self.holds(u64::from(*block))).collect()
    }

    /// Whether it began with data of its own.
    pub fn is_seeded(&self) -> bool {
        self.seed.is_some()
    }

    /// Whether a chunk may hold anything but zeros.
    pub fn holds_chunk(&self, chunk: u64) -> bool {
        match (self.written.get(&chunk), self.seed) {
            (Some(written), _) => written.is_some(),
            (None, seed) => seed.is_some_and(|seed| seed.chunk(chunk)),
        }
    }

    /// Reads anywhere.
    pub fn read_at(&self, offset: u64, out: &mut [u8]) {
        let (mut chunk, mut at) = (offset / CHUNK as u64, (offset % CHUNK as u64) as usize);
        let mut whole = vec![0; CHUNK];
        let mut rest = out;
        while !rest.is_empty() {
            let now = rest.len().min(CHUNK - at);
            let (piece, later) = rest.split_at_mut(now);
            self.read(chunk, &mut whole);
            piece.copy_from_slice(&whole[at..at + now]);
            (chunk, at, rest) = (chunk + 1, 0, later);
        }
    }

    /// Whether a block may hold anything but zeros.
    pub fn holds(&self, block: u64) -> bool {
        self.seed.is_some_and(|seed| seed.block(block))
            || self.written.range(block * CHUNKS..(block + 1) * CHUNKS).any(|(_, bytes)| bytes.is_some())
    }

    /// Whether a chunk is another than in `base`.
    pub fn differs(&self, base: &Content, chunk: u64) -> bool {
        match (self.written.get(&chunk), base.written.get(&chunk)) {
            (None, None) if self.seed == base.seed => return false,
            (Some(Some(ours)), Some(Some(theirs))) if Arc::ptr_eq(ours, theirs) => return false,
            _ => {}
        }
        let (mut ours, mut theirs) = (vec![0; CHUNK], vec![0; CHUNK]);
        self.read(chunk, &mut ours);
        base.read(chunk, &mut theirs);
        ours != theirs
    }

    /// The blocks, up to a size, in which a chunk is another than in `base`.
    pub fn blocks_that_differ(&self, base: &Content, size: u64) -> Vec<u32> {
        let all = size.div_ceil(BLOCK as u64) as u32;
        let either = (0..all).filter(|block| self.holds(u64::from(*block)) || base.holds(u64::from(*block)));
        either
            .filter(|block| {
                let first = u64::from(*block) * CHUNKS;
                (first..first + CHUNKS).any(|chunk| self.differs(base, chunk))
            })
            .collect()
    }
}

impl Db {
    /// What a disk holds now.
    pub fn content(&self, vdi: &str) -> Result<Content, Failure> {
        if let Some(content) = self.contents.get(vdi) {
            return Ok(content.clone());
        }
        let size = self.get("VDI", vdi, "virtual_size")?.as_int();
        Ok(Content::seeded(&self.get_str("VDI", vdi, "uuid")?, u64::try_from(size).unwrap_or(0)))
    }

    /// Gives a disk another content.
    pub fn set_content(&mut self, vdi: &str, content: Content) {
        if let Some(written) = &mut self.written {
            written.insert(vdi.into());
        }
        self.contents.insert(vdi.into(), content);
    }

    /// Writes to a disk.
    pub fn write_content(&mut self, vdi: &str, offset: u64, bytes: &[u8]) -> Result<(), Failure> {
        if !self.contents.contains_key(vdi) {
            let content = self.content(vdi)?;
            self.set_content(vdi, content);
        }
        if let Some(content) = self.contents.get_mut(vdi) {
            content.write(offset, bytes);
        }
        if let Some(written) = &mut self.written
            && !written.contains(vdi)
        {
            written.insert(vdi.into());
        }
        Ok(())
    }
}

/// Splitmix64.
fn mix(n: u64) -> u64 {
    let n = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIB: u64 = 1 << 40;

    fn bytes(content: &Content, chunk: u64) -> Vec<u8> {
        let mut out = vec![7; CHUNK];
        content.read(chunk, &mut out);
        out
    }

    #[test]
    fn seeded_data_is_sparse_and_always_the_same() {
        for size in [BLOCK as u64, 1 << 30, TIB, 2 * TIB] {
            let (once, again) = (Content::seeded("a", size), Content::seeded("a", size));
            let blocks = once.blocks(size);
            assert_eq!(blocks.first(), Some(&0));
            assert!(blocks.len() < 80, "{} of {size}", blocks.len());
            for block in blocks.iter().map(|b| u64::from(*b) * CHUNKS) {
                assert_eq!(bytes(&once, block), bytes(&again, block));
            }
            assert_ne!(bytes(&once, 0), bytes(&Content::seeded("b", size), 0));
        }
        assert!(Content::default().blocks(TIB).is_empty());
    }

    #[test]
    fn what_is_written_is_read_and_copies_diverge() {
        let size = 1 << 30;
        let mut disk = Content::seeded("a", size);
        let before = disk.clone();
        // Over the border of two chunks.
        disk.write(CHUNK as u64 - 3, b"across");
        assert_eq!(&bytes(&disk, 0)[CHUNK - 3..], b"acr");
        assert_eq!(&bytes(&disk, 1)[..3], b"oss");
        assert_eq!(bytes(&disk, 0)[..CHUNK - 3], bytes(&before, 0)[..CHUNK - 3]);
        assert_ne!(bytes(&disk, 0), bytes(&before, 0));
        assert_eq!(disk.blocks_that_differ(&before, size), [0]);
        assert!(disk.differs(&before, 1) && !disk.differs(&before, 2));
        // What is the same again differs no more.
        disk.write(0, &bytes(&before, 0));
        disk.write(CHUNK as u64, &bytes(&before, 1));
        assert!(disk.blocks_that_differ(&before, size).is_empty());
        // Zeros hide seeded data, and elsewhere cost nothing.
        disk.write(0, &vec![0; CHUNK]);
        assert_eq!(bytes(&disk, 0), vec![0; CHUNK]);
        let mut empty = Content::default();
        empty.write(5 * BLOCK as u64, &vec![0; BLOCK]);
        assert!(empty.written.is_empty());
    }
}
