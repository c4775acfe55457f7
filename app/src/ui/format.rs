//! Numbers and times as people read them.

use js_sys::Date;
use wasm_bindgen::JsValue;

/// Bytes in binary units with at most one decimal: `512 MiB`, `1.5 GiB`.
pub fn bytes(n: f64) -> String {
    const UNITS: [&str; 6] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
    let mut value = n.max(0.0);
    let mut unit = 0;
    while value >= 1024.0 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    let rounded = (value * 10.0).round() / 10.0;
    format!("{rounded} {}", UNITS[unit])
}

/// How long ago, coarsely: `just now`, `12 s ago`, `3 min ago`, `5 h ago`, `2 d ago`.
pub fn ago(seconds: f64) -> String {
    match seconds {
        s if s < 5.0 => "just now".into(),
        s if s < 60.0 => format!("{} s ago", s.floor()),
        s if s < 3600.0 => format!("{} min ago", (s / 60.0).floor()),
        s if s < 86_400.0 => format!("{} h ago", (s / 3600.0).floor()),
        s => format!("{} d ago", (s / 86_400.0).floor()),
    }
}

/// A message as a sentence: a full stop last, and a capital first unless it begins with a name such as `db-02`.
pub fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return String::new() };
    let word = text.split_whitespace().next().unwrap_or_default().trim_end_matches([',', ':', ';', '.']);
    let first = if word.chars().all(char::is_alphabetic) {
        first.to_uppercase().collect()
    } else {
        first.to_string()
    };
    let stop = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    first + chars.as_str() + stop
}

/// `1 VM`, `2 VMs`.
pub fn count(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{} {one}s", thousands(n)) }
}

/// `12 345`, with a narrow space that does not break.
pub fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// Date and time in the reader's zone: `2026-11-24 14:03`. `seconds` since 1970. In the browser only.
pub fn when(seconds: f64) -> String {
    let date = Date::new(&JsValue::from_f64(seconds * 1000.0));
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date(),
        date.get_hours(),
        date.get_minutes()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_short_and_units_are_right() {
        for (n, text) in [(0.0, "0 B"), (1023.0, "1023 B"), (1536.0, "1.5 KiB"), (17_179_869_184.0, "16 GiB")]
        {
            assert_eq!(bytes(n), text);
        }
        assert_eq!(thousands(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(thousands(60), "60");
        assert_eq!(count(1, "VM"), "1 VM");
        assert_eq!(count(0, "VM"), "0 VMs");
    }

    #[test]
    fn messages_become_sentences() {
        for (text, said) in [
            ("sign in first", "Sign in first."),
            ("It is off.", "It is off."),
            ("db-02 runs", "db-02 runs."),
            ("no, it is off", "No, it is off."),
            ("", ""),
        ] {
            assert_eq!(sentence(text), said);
        }
    }

    #[test]
    fn ages_are_coarse() {
        for (s, text) in [(0.0, "just now"), (59.9, "59 s ago"), (60.0, "1 min ago"), (90_000.0, "1 d ago")] {
            assert_eq!(ago(s), text);
        }
    }
}
