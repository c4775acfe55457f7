//! The VHD format: dynamic and differencing disks, written and read in one pass.

use crate::data::content::{BLOCK, CHUNK, Content};

pub const SECTOR: usize = 512;
/// Disks beyond this do not fit.
pub const LARGEST: u64 = 2040 << 30;
/// Where the table of blocks begins in what is written here: behind the footer's copy and the header.
const TABLE: u64 = 3 * SECTOR as u64;
/// No block.
pub const NONE: u32 = u32::MAX;
/// A table of more entries is not read: 16 MiB of it.
const MOST_ENTRIES: u32 = 4 << 20;

/// What is exported: a disk, or what of it is another than in its base.
pub struct Image {
    pub content: Content,
    pub size: u64,
    pub uuid: [u8; 16],
    /// UUID and content of the base.
    pub base: Option<([u8; 16], Content)>,
}

impl Image {
    /// The blocks that the file will have. Takes a while on large disks.
    pub fn blocks(&self) -> Vec<u32> {
        match &self.base {
            Some((_, base)) => self.content.blocks_that_differ(base, self.size),
            None => self.content.blocks(self.size),
        }
    }

    /// Everything before the first block: the footer's copy, the header, the table.
    pub fn start(&self, blocks: &[u32]) -> Vec<u8> {
        let entries = self.size.div_ceil(BLOCK as u64) as usize;
        let table = (entries * 4).next_multiple_of(SECTOR);
        let mut out = self.footer();
        out.extend(self.header(entries as u32));
        let from = out.len();
        out.resize(from + table, 0xff);
        let mut sector = (TABLE as usize + table) / SECTOR;
        for block in blocks {
            let at = from + *block as usize * 4;
            out[at..at + 4].copy_from_slice(&(sector as u32).to_be_bytes());
            sector += 1 + BLOCK / SECTOR;
        }
        out
    }

    /// One block: its bitmap and its data.
    pub fn block(&self, block: u32, out: &mut Vec<u8>) {
        out.clear();
        out.resize(SECTOR + BLOCK, 0);
        let (bitmap, data) = out.split_at_mut(SECTOR);
        let first = u64::from(block) * (BLOCK / CHUNK) as u64;
        let bits = bitmap.chunks_mut(CHUNK / SECTOR / 8);
        for ((chunk, bits), data) in (first..).zip(bits).zip(data.chunks_mut(CHUNK)) {
            let held = self.content.read(chunk, data);
            if self.base.as_ref().map_or(held, |(_, base)| self.content.differs(base, chunk)) {
                bits.fill(0xff);
            }
        }
    }

    /// The last 512 bytes, which are also the first.
    pub fn footer(&self) -> Vec<u8> {
        let kind = if self.base.is_some() { 4u32 } else { 3 };
        let mut out = vec![0; SECTOR];
        out[..8].copy_from_slice(b"conectix");
        put(&mut out, 8, &2u32.to_be_bytes());
        put(&mut out, 12, &0x10000u32.to_be_bytes());
        put(&mut out, 16, &(SECTOR as u64).to_be_bytes());
        // As blktap writes it: readers then go by the size, not by the geometry.
        put(&mut out, 28, b"tap\0");
        put(&mut out, 32, &0x10003u32.to_be_bytes());
        put(&mut out, 40, &self.size.to_be_bytes());
        put(&mut out, 48, &self.size.to_be_bytes());
        put(&mut out, 56, &geometry(self.size));
        put(&mut out, 60, &kind.to_be_bytes());
        put(&mut out, 68, &self.uuid);
        let sum = checksum(&out, 64).to_be_bytes();
        put(&mut out, 64, &sum);
        out
    }

    fn header(&self, entries: u32) -> Vec<u8> {
        let mut out = vec![0; 2 * SECTOR];
        out[..8].copy_from_slice(b"cxsparse");
        put(&mut out, 8, &u64::MAX.to_be_bytes());
        put(&mut out, 16, &TABLE.to_be_bytes());
        put(&mut out, 24, &0x10000u32.to_be_bytes());
        put(&mut out, 28, &entries.to_be_bytes());
        put(&mut out, 32, &(BLOCK as u32).to_be_bytes());
        if let Some((uuid, _)) = &self.base {
            put(&mut out, 40, uuid);
            let name = format!("{}.vhd", uuid::Uuid::from_bytes(*uuid));
            let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_be_bytes).collect();
            put(&mut out, 64, &name);
        }
        let sum = checksum(&out, 36).to_be_bytes();
        put(&mut out, 36, &sum);
        out
    }
}

fn put(out: &mut [u8], at: usize, bytes: &[u8]) {
    out[at..at + bytes.len()].copy_from_slice(bytes);
}

/// The complement of the sum of all bytes, but for the checksum's own.
fn checksum(bytes: &[u8], own: usize) -> u32 {
    let others = bytes.iter().enumerate().filter(|(at, _)| !(own..own + 4).contains(at));
    !others.map(|(_, byte)| u32::from(*byte)).sum::<u32>()
}

/// Cylinders, heads and sectors per track, by the rule of the format's specification.
fn geometry(size: u64) -> [u8; 4] {
    let total = (size / SECTOR as u64).min(65535 * 16 * 255);
    let (sectors, heads, rest);
    if total >= 65535 * 16 * 63 {
        (sectors, heads, rest) = (255, 16, total / 255);
    } else {
        let (mut s, mut r) = (17, total / 17);
        let mut h = r.div_ceil(1024).max(4);
        if r >= h * 1024 || h > 16 {
            (s, h, r) = (31, 16, total / 31);
        }
        if r >= h * 1024 {
            (s, h, r) = (63, 16, total / 63);
        }
        (sectors, heads, rest) = (s, h, r);
    }
    let cylinders = ((rest / heads) as u16).to_be_bytes();
    [cylinders[0], cylinders[1], heads as u8, sectors as u8]
}

/// What the first 512 bytes of a file tell.
#[derive(Debug, PartialEq)]
pub struct Footer {
    pub header: u64,
    pub size: u64,
    pub differencing: bool,
}

impl Footer {
    pub fn parse(bytes: &[u8; SECTOR]) -> Result<Footer, &'static str> {
        if &bytes[..8] != b"conectix" || checksum(bytes, 64) != word(bytes, 64) {
            return Err("not a VHD");
        }
        let differencing = match word(bytes, 60) {
            3 => false,
            4 => true,
            _ => return Err("neither a dynamic nor a differencing VHD"),
        };
        Ok(Footer { header: long(bytes, 16), size: long(bytes, 48), differencing })
    }
}

/// What the header tells.
#[derive(Debug, PartialEq)]
pub struct Header {
    pub table: u64,
    pub entries: u32,
    pub block: u32,
}

impl Header {
    pub fn parse(bytes: &[u8; 2 * SECTOR]) -> Result<Header, &'static str> {
        if &bytes[..8] != b"cxsparse" || checksum(bytes, 36) != word(bytes, 36) {
            return Err("not the header of a VHD");
        }
        let header = Header { table: long(bytes, 16), entries: word(bytes, 28), block: word(bytes, 32) };
        if header.entries > MOST_ENTRIES || !header.block.is_power_of_two() || header.block < SECTOR as u32 {
            return Err("a table or blocks of an impossible size");
        }
        Ok(header)
    }

    /// Length of a block's bitmap, in whole sectors.
    pub fn bitmap(&self) -> usize {
        (self.block as usize / SECTOR).div_ceil(8).next_multiple_of(SECTOR)
    }
}

/// Where each block begins in the file, in the order of the file.
pub fn order(table: &[u8]) -> Vec<(u64, u32)> {
    let entries = table.chunks_exact(4).map(|entry| word(entry, 0)).zip(0..);
    let mut order: Vec<(u64, u32)> = entries
        .filter(|(sector, _)| *sector != NONE)
        .map(|(sector, block)| (u64::from(sector) * SECTOR as u64, block))
        .collect();
    order.sort_unstable();
    order
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes[at..at + 4].iter().fold(0, |n, byte| n << 8 | u32::from(*byte))
}

fn long(bytes: &[u8], at: usize) -> u64 {
    u64::from(word(bytes, at)) << 32 | u64::from(word(bytes, at + 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(size: u64) -> Image {
        Image { content: Content::seeded("a", size), size, uuid: [1; 16], base: None }
    }

    #[test]
    fn what_is_written_is_read() {
        let image = image(64 << 20);
        let blocks = image.blocks();
        let start = image.start(&blocks);
        let footer = Footer::parse(start[..SECTOR].try_into().unwrap()).unwrap();
        assert_eq!(footer, Footer { header: 512, size: 64 << 20, differencing: false });
        let header = Header::parse(start[512..1536].try_into().unwrap()).unwrap();
        assert_eq!(header, Header { table: 1536, entries: 32, block: BLOCK as u32 });
        assert_eq!((start.len(), header.bitmap()), (2048, SECTOR));
        let found: Vec<u32> = order(&start[1536..1536 + 128]).into_iter().map(|(_, block)| block).collect();
        assert_eq!(found, blocks);
    }

    #[test]
    fn damage_is_noticed() {
        let start = image(64 << 20).start(&[0]);
        for at in [0, 49, 511] {
            let mut footer: [u8; SECTOR] = start[..SECTOR].try_into().unwrap();
            footer[at] ^= 1;
            assert!(Footer::parse(&footer).is_err(), "{at}");
        }
        let mut header: [u8; 2 * SECTOR] = start[512..1536].try_into().unwrap();
        header[30] ^= 1;
        assert!(Header::parse(&header).is_err());
    }

    #[test]
    fn geometries_are_those_of_the_specification() {
        assert_eq!(geometry(64 << 20), [0x03, 0xc3, 8, 17]);
        assert_eq!(geometry(LARGEST), [0xff, 0xff, 16, 255]);
    }
}
