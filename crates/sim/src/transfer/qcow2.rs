//! The qcow2 format: written in one pass, and read from a file that was kept as it came.
//!
//! Files are written with clusters of 64 KiB, everything that tells where they are before the first of them. Read are
//! versions 2 and 3 with any size of clusters in any order; compressed, encrypted and extended ones are refused.

use super::vhd::Image;
use crate::data::content::{CHUNK, Content};

/// Size of the clusters that are written; one for each chunk of a disk's content.
pub const CLUSTER: usize = CHUNK;
/// Entries of a table that fills a cluster.
const ENTRIES: u64 = (CLUSTER / 8) as u64;
/// Counts of references that fill a cluster.
const COUNTS: u64 = (CLUSTER / 2) as u64;
/// The only reference to a cluster, which may be written in place.
const COPIED: u64 = 1 << 63;
const COMPRESSED: u64 = 1 << 62;
/// Reads as zeros, whatever the base holds.
const ZEROS: u64 = 1;
const OFFSET: u64 = 0x00ff_ffff_ffff_fe00;
/// The header's bytes.
const HEADER: usize = 104;
/// A first table of more entries is not read: 32 MiB of it.
const MOST_ENTRIES: u64 = 4 << 20;

/// A cluster of the disk that the file tells of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cluster {
    pub chunk: u64,
    /// Whether it holds data; else it is told to be zeros.
    pub data: bool,
}

/// The clusters that a file of the disk will have. Takes a while on large disks.
pub fn clusters(image: &Image) -> Vec<Cluster> {
    let per_block = (crate::data::content::BLOCK / CHUNK) as u64;
    let all = image.size.div_ceil(CHUNK as u64);
    let blocks = image.blocks();
    let chunks = blocks.iter().flat_map(|block| {
        let first = u64::from(*block) * per_block;
        first..(first + per_block).min(all)
    });
    chunks
        .filter_map(|chunk| {
            let data = image.content.holds_chunk(chunk);
            let told = image.base.as_ref().map_or(data, |(_, base)| image.content.differs(base, chunk));
            told.then_some(Cluster { chunk, data })
        })
        .collect()
}

/// Everything before the first cluster of data.
pub fn start(image: &Image, clusters: &[Cluster]) -> Vec<u8> {
    let size = image.size.next_multiple_of(512);
    let first = size.div_ceil(CLUSTER as u64 * ENTRIES).max(1);
    let first_clusters = first.div_ceil(ENTRIES);
    let mut second: Vec<u64> = clusters.iter().map(|cluster| cluster.chunk / ENTRIES).collect();
    second.dedup();
    let data = clusters.iter().filter(|cluster| cluster.data).count() as u64;
    // Counts are kept of the clusters with the counts too.
    let (mut tables, mut blocks) = (1, 1);
    let total = loop {
        let total = 1 + first_clusters + tables + blocks + second.len() as u64 + data;
        let (need_blocks, need_tables) = (total.div_ceil(COUNTS), total.div_ceil(COUNTS).div_ceil(ENTRIES));
        if need_blocks <= blocks && need_tables <= tables {
            break total;
        }
        (blocks, tables) = (need_blocks.max(blocks), need_tables.max(tables));
    };
    let at = |cluster: u64| cluster * CLUSTER as u64;
    let (first_at, table_at) = (1, 1 + first_clusters);
    let blocks_at = table_at + tables;
    let second_at = blocks_at + blocks;
    let data_at = second_at + second.len() as u64;

    let mut out = vec![0; at(data_at) as usize];
    let mut put = |offset: u64, bytes: &[u8]| {
        out[offset as usize..offset as usize + bytes.len()].copy_from_slice(bytes);
    };
    put(0, b"QFI\xfb");
    put(4, &3u32.to_be_bytes());
    put(20, &CLUSTER.trailing_zeros().to_be_bytes());
    put(24, &size.to_be_bytes());
    put(36, &(first as u32).to_be_bytes());
    put(40, &at(first_at).to_be_bytes());
    put(48, &at(table_at).to_be_bytes());
    put(56, &(tables as u32).to_be_bytes());
    put(96, &4u32.to_be_bytes());
    put(100, &(HEADER as u32).to_be_bytes());
    for block in 0..blocks {
        put(at(table_at) + block * 8, &at(blocks_at + block).to_be_bytes());
    }
    for cluster in 0..total {
        put(at(blocks_at) + cluster * 2, &1u16.to_be_bytes());
    }
    for (n, table) in (0..).zip(&second) {
        put(at(first_at) + table * 8, &(at(second_at + n) | COPIED).to_be_bytes());
    }
    let (mut next, mut table, mut current) = (data_at, 0, second.first().copied());
    for cluster in clusters {
        if Some(cluster.chunk / ENTRIES) != current {
            table += 1;
            current = Some(cluster.chunk / ENTRIES);
        }
        let entry = if cluster.data {
            next += 1;
            at(next - 1) | COPIED
        } else {
            ZEROS
        };
        put(at(second_at + table) + cluster.chunk % ENTRIES * 8, &entry.to_be_bytes());
    }
    out
}

/// One cluster of data; beyond the end of the disk there is nothing.
pub fn data(image: &Image, cluster: Cluster, out: &mut [u8]) {
    image.content.read(cluster.chunk, out);
    let inside = (image.size - cluster.chunk * CHUNK as u64).min(CHUNK as u64) as usize;
    out[inside..].fill(0);
}

/// What the header of a file tells.
#[derive(Debug, PartialEq)]
pub struct Header {
    pub size: u64,
    bits: u32,
    first_at: u64,
    first: u64,
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes[at..at + 4].iter().fold(0, |n, byte| n << 8 | u32::from(*byte))
}

fn long(bytes: &[u8], at: usize) -> u64 {
    u64::from(word(bytes, at)) << 32 | u64::from(word(bytes, at + 4))
}

impl Header {
    /// Reads the first bytes of a file.
    pub fn parse(bytes: &[u8; HEADER]) -> Result<Header, &'static str> {
        if &bytes[..4] != b"QFI\xfb" {
            return Err("not a qcow2 file");
        }
        let version = word(bytes, 4);
        if !matches!(version, 2 | 3) {
            return Err("an unknown version");
        }
        let (bits, size) = (word(bytes, 20), long(bytes, 24));
        if !(9..=21).contains(&bits) {
            return Err("clusters of an impossible size");
        }
        if word(bytes, 32) != 0 {
            return Err("encrypted files are not supported");
        }
        // But for the one that tells of a file that was not closed well.
        if version == 3 && long(bytes, 72) & !1 != 0 {
            return Err("features that are not supported");
        }
        let per_table = 1u64 << (2 * bits - 3);
        let (first, needed) = (u64::from(word(bytes, 36)), size.div_ceil(per_table));
        if needed > MOST_ENTRIES {
            return Err("a table of an impossible size");
        }
        if first < needed {
            return Err("a table that is too short");
        }
        Ok(Header { size, bits, first_at: long(bytes, 40), first: needed })
    }

    /// Writes to a disk what a whole file holds. What the file does not tell of stays as it was.
    pub fn apply(&self, file: &Content, length: u64, disk: &mut Content) -> Result<(), &'static str> {
        let cluster = 1u64 << self.bits;
        let inside = |offset: u64, count: u64| offset.checked_add(count).is_some_and(|end| end <= length);
        let entries = cluster / 8;
        if !inside(self.first_at, self.first * 8) {
            return Err("a table beyond the end");
        }
        // Nothing is told twice, so what is read is bounded by the file.
        let (mut left_tables, mut left) = (length / cluster + 1, length / cluster + 1);
        let mut table = vec![0; cluster as usize];
        let mut buffer = vec![0; cluster as usize];
        let mut entry = [0; 8];
        for n in 0..self.first {
            file.read_at(self.first_at + n * 8, &mut entry);
            let at = u64::from_be_bytes(entry) & OFFSET;
            if at == 0 {
                continue;
            }
            if !inside(at, cluster) || !at.is_multiple_of(cluster) {
                return Err("a table beyond the end");
            }
            left_tables = left_tables.checked_sub(1).ok_or("a table is used twice")?;
            file.read_at(at, &mut table);
            for m in 0..entries {
                let guest = (n * entries + m) * cluster;
                let entry = long(&table, m as usize * 8);
                if guest >= self.size || entry == 0 {
                    continue;
                }
                if entry & COMPRESSED != 0 {
                    return Err("compressed clusters are not supported");
                }
                let piece = &mut buffer[..(self.size - guest).min(cluster) as usize];
                let at = entry & OFFSET;
                if entry & ZEROS != 0 {
                    disk.clear(guest, piece.len() as u64);
                } else if at != 0 {
                    if !at.is_multiple_of(cluster) || !inside(at, piece.len() as u64) {
                        return Err("a cluster beyond the end");
                    }
                    left = left.checked_sub(1).ok_or("a cluster is used twice")?;
                    file.read_at(at, piece);
                    disk.write(guest, piece);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file as it is sent.
    fn file(image: &Image) -> Vec<u8> {
        let clusters = clusters(image);
        let mut out = start(image, &clusters);
        let mut buffer = vec![0; CLUSTER];
        for cluster in clusters.into_iter().filter(|cluster| cluster.data) {
            data(image, cluster, &mut buffer);
            out.extend(&buffer);
        }
        out
    }

    fn read(file: &[u8], disk: &mut Content) -> Result<Header, &'static str> {
        let header = Header::parse(file[..HEADER].try_into().unwrap())?;
        let mut kept = Content::default();
        kept.write(0, file);
        header.apply(&kept, file.len() as u64, disk)?;
        Ok(header)
    }

    #[test]
    fn what_is_written_is_read() {
        for size in [2 << 20, (600 << 20) + 512, 3 << 40] {
            let image = Image { content: Content::seeded("a", size), size, uuid: [1; 16], base: None };
            let mut disk = Content::default();
            assert_eq!(read(&file(&image), &mut disk).unwrap().size, size);
            assert_eq!(disk.blocks(size), image.content.blocks(size));
            assert!(disk.blocks_that_differ(&image.content, size / (2 << 20) * (2 << 20)).is_empty());
        }
    }

    #[test]
    fn a_difference_also_brings_zeros() {
        let size = 64 << 20;
        let base = Content::seeded("a", size);
        let mut content = base.clone();
        content.write(0, &vec![0; CLUSTER]);
        content.write(5 << 20, b"new");
        let image = Image { content, size, uuid: [1; 16], base: Some(([2; 16], base.clone())) };
        assert_eq!(clusters(&image), [Cluster { chunk: 0, data: false }, Cluster { chunk: 80, data: true }]);
        let mut disk = base;
        read(&file(&image), &mut disk).unwrap();
        assert!(disk.blocks_that_differ(&image.content, size).is_empty());
    }

    #[test]
    fn a_cluster_is_not_read_again_and_again() {
        let size = 1 << 30;
        let image = Image { content: Content::seeded("a", size), size, uuid: [1; 16], base: None };
        let mut bytes = file(&image);
        // Every table is the first one, and all of it the same cluster.
        let (first, second) = (CLUSTER, 4 * CLUSTER);
        let (table, entry) = (bytes[first..first + 8].to_vec(), bytes[second..second + 8].to_vec());
        bytes[first + 8..first + 16].copy_from_slice(&table);
        for at in (second..second + CLUSTER).step_by(8) {
            bytes[at..at + 8].copy_from_slice(&entry);
        }
        assert_eq!(read(&bytes, &mut Content::default()), Err("a cluster is used twice"));
    }
}
