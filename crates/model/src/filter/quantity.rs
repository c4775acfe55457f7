//! What is compared: numbers, sizes, dates and ages.

use std::time::{SystemTime, UNIX_EPOCH};

use time::{Date, OffsetDateTime, format_description::well_known::Iso8601};

use super::json::Scalar;

/// Numbers beyond this are times in milliseconds: as seconds they were of the year 5138.
const MOST_SECONDS: f64 = 1e11;

/// What a value is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Quantity {
    /// A number, or a size in bytes.
    Number(f64),
    /// A moment, in Unix seconds.
    Moment(f64),
    /// So many seconds before the moment of asking.
    Ago(f64),
}

impl Quantity {
    /// Reads `12`, `1.5GiB`, `2026-01-31`, `2026-01-31T12:00:00Z` or `-7d`.
    pub fn read(text: &str) -> Option<Self> {
        if let Some(number) = js_number(text) {
            return Some(Self::Number(number));
        }
        let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '-');
        if let Ok(number) = text[..text.len() - unit.len()].parse::<f64>() {
            if let (Some(seconds), true) = (seconds(unit), number < 0.0) {
                return Some(Self::Ago(-number * seconds));
            }
            if let Some(bytes) = bytes(unit) {
                return Some(Self::Number(number * bytes));
            }
        }
        moment(text).map(Self::Moment)
    }

    /// The number to compare, and a value's number to compare it with.
    pub fn against(&self, scalar: &Scalar<'_>) -> Option<(f64, f64)> {
        match self {
            Self::Number(number) => Some((as_number(scalar)?, *number)),
            Self::Moment(at) => Some((as_moment(scalar)?, *at)),
            Self::Ago(seconds) => {
                let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Some((as_moment(scalar)?, now.as_secs_f64() - seconds))
            }
        }
    }
}

/// Bytes that a text such as `10GiB`, `1.5 T` or `1024` says, if it says a size.
pub fn size(text: &str) -> Option<u64> {
    let text: String = text.split_whitespace().collect();
    match Quantity::read(&text)? {
        Quantity::Number(bytes) if (0.0..u64::MAX as f64).contains(&bytes) => Some(bytes.round() as u64),
        _ => None,
    }
}

/// As JavaScript coerces it, which filters of Xen Orchestra count on.
fn as_number(scalar: &Scalar<'_>) -> Option<f64> {
    match scalar {
        Scalar::Number(number) => Some(*number),
        Scalar::Text(text) => js_number(text.trim()).or_else(|| text.trim().is_empty().then_some(0.0)),
        Scalar::Flag(flag) => Some(f64::from(*flag)),
        Scalar::Null => Some(0.0),
    }
}

fn as_moment(scalar: &Scalar<'_>) -> Option<f64> {
    match scalar {
        Scalar::Number(number) if *number > MOST_SECONDS => Some(number / 1000.0),
        Scalar::Number(number) => Some(*number),
        Scalar::Text(text) => js_number(text).or_else(|| moment(text)),
        Scalar::Flag(_) | Scalar::Null => None,
    }
}

/// A number as JavaScript reads it; not what only Rust knows (`inf`, `nan`).
pub fn js_number(text: &str) -> Option<f64> {
    if let Some(hex) = text.strip_prefix("0x") {
        return u64::from_str_radix(hex, 16).ok().map(|n| n as f64);
    }
    let begins =
        text.strip_prefix(['-', '+']).unwrap_or(text).starts_with(|c: char| c.is_ascii_digit() || c == '.');
    text.parse().ok().filter(|_| begins)
}

/// Unix seconds of a date (its beginning in UTC) or of a date with a time (in UTC where no offset is told).
fn moment(text: &str) -> Option<f64> {
    let seconds = |at: OffsetDateTime| at.unix_timestamp_nanos() as f64 / 1e9;
    if let Ok(at) = OffsetDateTime::parse(text, &Iso8601::DEFAULT) {
        return Some(seconds(at));
    }
    if let Ok(at) = time::PrimitiveDateTime::parse(text, &Iso8601::DEFAULT) {
        return Some(seconds(at.assume_utc()));
    }
    Date::parse(text, &Iso8601::DATE).ok().map(|date| seconds(date.midnight().assume_utc()))
}

/// What a unit of time is in seconds.
fn seconds(unit: &str) -> Option<f64> {
    Some(match unit {
        "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        "d" => 86_400.0,
        "w" => 7.0 * 86_400.0,
        "y" => 365.0 * 86_400.0,
        _ => return None,
    })
}

/// What a unit of size is in bytes: `kB` are 1000, `KiB` and `K` 1024.
fn bytes(unit: &str) -> Option<f64> {
    let (power, rest) = match unit.as_bytes() {
        [b'B'] => return Some(1.0),
        [letter, rest @ ..] => (b"KMGTPE".iter().position(|l| *l == letter.to_ascii_uppercase())? + 1, rest),
        [] => return None,
    };
    let base: f64 = match rest {
        b"" | b"i" | b"iB" => 1024.0,
        b"B" => 1000.0,
        _ => return None,
    };
    Some(base.powi(power as i32))
}
