//! The blocks of a disk in an archive: each a file, its checksum in the next one. What holds nothing is left out.

use std::io;

use sha1::{Digest, Sha1};
use tokio::io::{AsyncWrite, AsyncWriteExt};
use xxhash_rust::xxh64::xxh64;

use super::archive::{Archive, invalid};
use super::tar;
use super::{CHECKSUMS, MIB};
use crate::data::content::{BLOCK, CHUNK, Content};
use crate::error::Failure;
use crate::pool::Pool;
use crate::transfer::flow::spoil;
use crate::wire::xml_rpc;

/// No writer makes blocks larger than this.
const LARGEST: usize = 16 << 20;

/// Sends a file.
pub async fn file(out: &mut (impl AsyncWrite + Unpin), name: &str, content: &[u8]) -> io::Result<()> {
    let size = content.len() as u64;
    out.write_all(&tar::header(name, size)).await?;
    out.write_all(content).await?;
    out.write_all(&[0; tar::PIECE][..tar::padding(size)]).await
}

/// The numbers of the blocks that are sent: the first, the last, and between them what the storage has given room to.
pub fn numbers(content: &Content, size: u64, sparse: bool) -> Vec<u64> {
    let all = size.div_ceil(MIB as u64);
    if !sparse {
        return (0..all).collect();
    }
    let each = (BLOCK / MIB) as u64;
    let held = content.blocks(size).into_iter().map(u64::from);
    let mut numbers: Vec<u64> = held.flat_map(|block| block * each..(block + 1) * each).collect();
    numbers.extend([0, all.saturating_sub(1)]);
    numbers.retain(|number| *number < all);
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Sends one block, its number behind a prefix, and its checksum; a fault may damage it in between.
pub async fn send(
    out: &mut (impl AsyncWrite + Unpin),
    pool: &Pool,
    prefix: &str,
    content: &Content,
    size: u64,
    number: u64,
) -> io::Result<()> {
    let at = number * MIB as u64;
    let mut block = vec![0; size.saturating_sub(at).min(MIB as u64) as usize];
    for (chunk, piece) in (at / CHUNK as u64..).zip(block.chunks_mut(CHUNK)) {
        content.read(chunk, piece);
    }
    let sum = format!("{:016X}", xxh64(&block, 0));
    spoil(pool, &mut block);
    let name = format!("{prefix}{number:08}");
    file(out, &name, &block).await?;
    file(out, &format!("{name}.xxhash"), sum.as_bytes()).await
}

/// Reads the blocks of disks, one disk after the other.
pub struct Reader {
    /// The length of the very first block, by which the gaps of all disks are measured.
    length: Option<u64>,
    force: bool,
    /// Checksums of blocks so far, where they are only told at the end.
    collected: Option<Vec<(String, String)>>,
}

fn sha1(block: &[u8]) -> String {
    format!("{:x}", Sha1::digest(block))
}

impl Reader {
    /// `inline` checksums follow their blocks; those of old archives come at the end. `force` ignores wrong ones.
    pub fn new(inline: bool, force: bool) -> Reader {
        Reader { length: None, force, collected: (!inline).then(Vec::new) }
    }

    /// Reads a disk's blocks up to its end, and gives each with its place to `write`.
    pub async fn disk(
        &mut self,
        archive: &mut Archive<'_>,
        pool: &Pool,
        prefix: &str,
        size: u64,
        mut write: impl FnMut(u64, &[u8]) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let (mut offset, mut last): (u64, Option<(u64, String)>) = (0, None);
        while offset < size {
            let entry = archive.next().await?.ok_or_else(|| Failure::bare("IMPORT_ERROR_PREMATURE_EOF"))?;
            let number = entry.name.strip_prefix(prefix);
            let number = number.ok_or_else(|| invalid("a block of another disk was expected"))?.to_owned();
            let counted: u64 = number.parse().map_err(|_| invalid("a block has no number"))?;
            let gap = match &last {
                Some((_, before)) if *before >= number => {
                    return Err(invalid("the numbers of blocks do not rise"));
                }
                Some((before, _)) => counted.checked_sub(before + 1),
                None => Some(counted),
            };
            let gap = gap.ok_or_else(|| invalid("the numbers of blocks do not rise"))?;
            let mut block = archive.content(&entry, LARGEST).await?;
            spoil(pool, &mut block);
            let given = Some(block.len() as u64).filter(|length| *length > 0);
            self.length = self.length.or(given);
            // An empty block keeps the connection alive: it has a number, but takes no room.
            let skipped =
                gap.checked_mul(self.length.unwrap_or(0)).and_then(|skipped| offset.checked_add(skipped));
            offset = skipped.ok_or_else(|| invalid("a block lies beyond every disk"))?;
            if !block.is_empty() {
                write(offset, &block)?;
                offset += block.len() as u64;
            }
            last = Some((counted, number));
            match &mut self.collected {
                Some(collected) => collected.push((entry.name, sha1(&block))),
                None => self.checksum(archive, &entry.name, &block).await?,
            }
        }
        Ok(())
    }

    /// The next file must be the checksum of a block. Behind an empty one, which only kept the connection alive, it
    /// may be missing.
    async fn checksum(&self, archive: &mut Archive<'_>, name: &str, block: &[u8]) -> Result<(), Failure> {
        let entry = archive.next().await?.ok_or_else(|| Failure::bare("IMPORT_ERROR_PREMATURE_EOF"))?;
        let right = match entry.name.strip_prefix(name) {
            Some(".xxhash") => format!("{:016X}", xxh64(block, 0)),
            Some(".checksum") => sha1(block),
            _ if block.is_empty() => {
                archive.put_back(entry);
                return Ok(());
            }
            _ => return Err(invalid("a block has no checksum")),
        };
        let given = archive.content(&entry, 1 << 10).await?;
        self.same(given.trim_ascii_end(), &right)
    }

    /// Compares the checksums at the end of an old archive.
    pub async fn end(&self, archive: &mut Archive<'_>) -> Result<(), Failure> {
        let Some(collected) = &self.collected else { return Ok(()) };
        let entry = archive.next().await?.ok_or_else(|| Failure::bare("IMPORT_ERROR_PREMATURE_EOF"))?;
        if entry.name != CHECKSUMS {
            return Err(Failure::new("IMPORT_ERROR_UNEXPECTED_FILE", [CHECKSUMS, &entry.name]));
        }
        let table =
            xml_rpc::parse_value(&archive.content(&entry, LARGEST).await?).map_err(|why| invalid(&why))?;
        for (name, right) in collected {
            let given = table.get(name).and_then(serde_json::Value::as_str).unwrap_or("");
            self.same(given.as_bytes(), right)?;
        }
        Ok(())
    }

    fn same(&self, given: &[u8], right: &str) -> Result<(), Failure> {
        if given.eq_ignore_ascii_case(right.as_bytes()) || self.force {
            return Ok(());
        }
        Err(Failure::bare("IMPORT_ERROR_SOME_CHECKSUMS_FAILED"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_and_the_last_block_are_always_sent() {
        let mut content = Content::default();
        let size = 100 * MIB as u64;
        assert_eq!(numbers(&content, size, true), [0, 99]);
        content.write(51 * MIB as u64 + 7, b"x");
        assert_eq!(numbers(&content, size, true), [0, 50, 51, 99]);
        assert_eq!(numbers(&content, 5, true), [0]);
        assert_eq!(numbers(&content, size, false).len(), 100);
        assert!(numbers(&content, 0, true).is_empty());
    }
}
