//! Archives of a few files: tar, tar packed with gzip or bzip2, and zip.

use std::io;

use async_compression::tokio::write::{BzEncoder, GzipEncoder};
use tokio::io::AsyncWriteExt;

use crate::transfer::xva::tar::{END, header, padding};

/// How files are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Tar,
    TarGz,
    TarBz2,
    Zip,
}

impl Kind {
    pub const fn content_type(self) -> &'static str {
        match self {
            Kind::Tar => "application/x-tar",
            Kind::TarGz => "application/gzip",
            Kind::TarBz2 => "application/x-bzip2",
            Kind::Zip => "application/zip",
        }
    }

    pub const fn ending(self) -> &'static str {
        match self {
            Kind::Tar => "tar",
            Kind::TarGz => "tgz",
            Kind::TarBz2 => "tar.bz2",
            Kind::Zip => "zip",
        }
    }
}

/// A file of an archive.
pub struct File {
    pub path: String,
    pub body: Vec<u8>,
}

/// Puts files together. `time` is when they were last changed, where the kind of archive tells.
pub async fn pack(kind: Kind, files: &[File], time: i64) -> io::Result<Vec<u8>> {
    match kind {
        Kind::Zip => Ok(zip(files, time)),
        Kind::Tar => Ok(tar(files)),
        Kind::TarGz => {
            let mut out = GzipEncoder::new(Vec::new());
            out.write_all(&tar(files)).await?;
            out.shutdown().await?;
            Ok(out.into_inner())
        }
        Kind::TarBz2 => {
            let mut out = BzEncoder::new(Vec::new());
            out.write_all(&tar(files)).await?;
            out.shutdown().await?;
            Ok(out.into_inner())
        }
    }
}

fn tar(files: &[File]) -> Vec<u8> {
    let mut out = Vec::new();
    for file in files {
        let size = file.body.len() as u64;
        out.extend_from_slice(&header(&file.path, size));
        out.extend_from_slice(&file.body);
        out.resize(out.len() + padding(size), 0);
    }
    out.extend_from_slice(&END);
    out
}

/// A zip of files as they are, not packed.
fn zip(files: &[File], time: i64) -> Vec<u8> {
    let (year, month, day, hour, minute, second) = crate::time::civil(time);
    let date = (year.clamp(1980, 2107) - 1980) as u32 * 512 + month * 32 + day;
    let stamp = [hour * 2_048 + minute * 32 + second / 2, date].map(|n| n as u16);
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for file in files {
        let at = out.len() as u32;
        let size = file.body.len() as u32;
        let mut common = Vec::new();
        let mut short = |n: u16| common.extend_from_slice(&n.to_le_bytes());
        // Needs version 2.0, no flags, not packed, then when it was changed.
        [20, 0, 0, stamp[0], stamp[1]].into_iter().for_each(&mut short);
        for n in [crc32fast::hash(&file.body), size, size] {
            common.extend_from_slice(&n.to_le_bytes());
        }
        common.extend_from_slice(&(file.path.len() as u16).to_le_bytes());
        common.extend_from_slice(&[0, 0]);
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&common);
        out.extend_from_slice(file.path.as_bytes());
        out.extend_from_slice(&file.body);
        directory.extend_from_slice(b"PK\x01\x02\x14\x03");
        directory.extend_from_slice(&common);
        // No comment, first disk, no attributes but the mode.
        directory.extend_from_slice(&[0; 6]);
        directory.extend_from_slice(&(0o100_644u32 << 16).to_le_bytes());
        directory.extend_from_slice(&at.to_le_bytes());
        directory.extend_from_slice(file.path.as_bytes());
    }
    let (count, start, size) = (files.len() as u16, out.len() as u32, directory.len() as u32);
    out.append(&mut directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    for n in [count, count] {
        out.extend_from_slice(&n.to_le_bytes());
    }
    out.extend_from_slice(&size.to_le_bytes());
    out.extend_from_slice(&start.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    out
}
