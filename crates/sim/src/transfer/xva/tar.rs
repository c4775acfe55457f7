//! Headers of POSIX tar files, as far as archives of VMs use them: plain files with short names.

/// Everything in a tar comes in pieces of this size.
pub const PIECE: usize = 512;
/// What a tar ends with.
pub const END: [u8; 2 * PIECE] = [0; 2 * PIECE];

/// A file in a tar.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub name: String,
    pub size: u64,
}

/// Bytes of padding behind a file.
pub fn padding(size: u64) -> usize {
    (PIECE - (size % PIECE as u64) as usize) % PIECE
}

/// The header of a file. Names are short and sizes below 8 GiB.
pub fn header(name: &str, size: u64) -> [u8; PIECE] {
    let mut header = [0; PIECE];
    let mut put = |at: usize, text: &[u8]| header[at..at + text.len()].copy_from_slice(text);
    put(0, &name.as_bytes()[..name.len().min(100)]);
    for (at, text) in [(100, "0000400"), (108, "0000000"), (116, "0000000"), (136, "00000000000")] {
        put(at, text.as_bytes());
    }
    put(124, format!("{size:011o}").as_bytes());
    put(156, b"0");
    put(257, b"ustar\x0000");
    let sum = format!("{:06o}\0 ", checksum(&header));
    header[148..156].copy_from_slice(sum.as_bytes());
    header
}

/// The sum of all bytes, those of the sum itself counted as spaces.
fn checksum(header: &[u8; PIECE]) -> u64 {
    let counted = |(at, byte): (usize, &u8)| if (148..156).contains(&at) { 32 } else { u64::from(*byte) };
    header.iter().enumerate().map(counted).sum()
}

/// Reads a header; `None` is the end of the archive.
pub fn parse(header: &[u8; PIECE]) -> Result<Option<Entry>, &'static str> {
    if header.iter().all(|byte| *byte == 0) {
        return Ok(None);
    }
    if number(&header[148..156]) != Some(checksum(header)) {
        return Err("a header's checksum is wrong");
    }
    let mut name = text(&header[..100])?.to_owned();
    if &header[257..262] == b"ustar" && header[262] == 0 && header[345] != 0 {
        name = format!("{}/{name}", text(&header[345..500])?);
    }
    let size = number(&header[124..136]).ok_or("a file has no size")?;
    Ok(Some(Entry { name, size }))
}

/// Text up to the first zero.
fn text(field: &[u8]) -> Result<&str, &'static str> {
    let end = field.iter().position(|byte| *byte == 0).unwrap_or(field.len());
    std::str::from_utf8(&field[..end]).map_err(|_| "a name is not UTF-8")
}

/// An octal number, padded by spaces or zeros.
fn number(field: &[u8]) -> Option<u64> {
    let text = text(field).ok()?.trim();
    u64::from_str_radix(text, 8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_come_back_and_damage_is_noticed() {
        for (name, size) in [("ova.xml", 0), ("Ref:12/00000007.xxhash", 16), ("Ref:0/00000000", 1 << 20)] {
            let mut bytes = header(name, size);
            assert_eq!(parse(&bytes), Ok(Some(Entry { name: name.to_owned(), size })));
            bytes[3] ^= 1;
            assert!(parse(&bytes).is_err());
        }
        assert_eq!(parse(&[0; PIECE]), Ok(None));
        assert_eq!((padding(0), padding(1), padding(512), padding(513)), (0, 511, 0, 511));
    }
}
