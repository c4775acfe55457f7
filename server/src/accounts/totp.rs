//! Codes that change with time (RFC 6238), as every authenticator shows them: SHA-1, six digits, every 30 seconds. Pure.

use hmac::{Hmac, Mac};
use sha1::Sha1;

const PERIOD_MS: u64 = 30_000;
const DIGITS: u32 = 6;
/// So many steps the clock of a device may be wrong, either way.
const WINDOW: u64 = 1;

/// The step that `code` is of: one around now, and later than the last that was used.
pub fn step_of(secret: &[u8], code: &str, now_ms: u64, used: u64) -> Option<u64> {
    let now = now_ms / PERIOD_MS;
    let mut around = now.saturating_sub(WINDOW)..=now + WINDOW;
    around.find(|step| *step > used && code == self::code(secret, *step, DIGITS))
}

fn code(secret: &[u8], step: u64, digits: u32) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("a key may have any length");
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[hash.len() - 1] & 0xf);
    let number = u32::from_be_bytes([hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]]);
    format!("{:0width$}", number % 10_u32.pow(digits), width = digits as usize)
}

/// What an authenticator reads, as text or as a QR code.
pub fn uri(user: &str, secret: &[u8]) -> String {
    let (user, secret) = (escaped(user), base32(secret));
    format!(
        "otpauth://totp/Xenith:{user}?secret={secret}&issuer=Xenith&algorithm=SHA1&digits={DIGITS}&period=30"
    )
}

fn escaped(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

/// RFC 4648, without the signs that fill it up.
pub fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut text, mut held, mut bits) = (String::new(), 0_u32, 0);
    for byte in bytes {
        held = (held << 8 | u32::from(*byte)) & 0xfff;
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(LETTERS[(held >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        text.push(char::from(LETTERS[(held << (5 - bits) & 31) as usize]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn the_codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B, SHA-1
        for (seconds, expected) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            assert_eq!(code(SECRET, seconds / 30, 8), expected);
            assert_eq!(step_of(SECRET, &expected[2..], seconds * 1000, 0), Some(seconds / 30));
        }
        // RFC 4226, appendix D
        let first = ["755224", "287082", "359152", "969429", "338314"];
        assert_eq!([0, 1, 2, 3, 4].map(|step| code(SECRET, step, 6)), first);
    }

    #[test]
    fn a_code_holds_for_its_neighbours_and_once() {
        let now = 1_111_111_111;
        let step = now / 30;
        for (of, accepted) in
            [(step - 2, false), (step - 1, true), (step, true), (step + 1, true), (step + 2, false)]
        {
            assert_eq!(step_of(SECRET, &code(SECRET, of, 6), now * 1000, 0).is_some(), accepted, "{of}");
        }
        assert_eq!(step_of(SECRET, &code(SECRET, step, 6), now * 1000, step), None, "used");
        assert_eq!(
            step_of(SECRET, &code(SECRET, step - 1, 6), now * 1000, step),
            None,
            "and so are those before"
        );
        assert_eq!(step_of(SECRET, "", now * 1000, 0), None);
    }

    #[test]
    fn a_secret_is_told_as_authenticators_read_it() {
        // RFC 4648, section 10
        for (text, expected) in
            [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI")]
        {
            assert_eq!(base32(text.as_bytes()), expected);
        }
        let uri = uri("bob smith@x", SECRET);
        let expected =
            "otpauth://totp/Xenith:bob%20smith%40x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Xenith";
        assert!(uri.starts_with(expected), "{uri}");
    }
}
