//! Glyphs of eight by eight pixels, the leftmost pixel in the lowest bit.

use font8x8::{BASIC_FONTS, LATIN_FONTS, UnicodeFonts};

const UNKNOWN: [u8; 8] = [0x7e, 0x42, 0x42, 0x42, 0x42, 0x42, 0x7e, 0];

/// The picture of a character; an empty box for those without one.
pub fn glyph(c: char) -> [u8; 8] {
    BASIC_FONTS.get(c).or_else(|| LATIN_FONTS.get(c)).unwrap_or(UNKNOWN)
}
