//! What an object sorts by: text without regard to case and with numbers by value, numbers by size, absent last.

use std::cmp::Ordering;

use cache::Object;
use model::Sort;
use serde_json::Value;

/// The place of an object among others, but for its id.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    Number(f64),
    /// Lower case, and its numbers written so that text order is their order.
    Text(Box<str>),
    Absent,
}

impl Key {
    /// By what `sort` says; all equal without one.
    pub fn of(object: &Object, sort: Option<&Sort>) -> Self {
        let Some(mut path) = sort.map(|s| s.field.split('.')) else { return Self::Absent };
        let Some(raw) = path.next().and_then(|name| object.get(name)) else { return Self::Absent };
        let Ok(mut value) = serde_json::from_str::<Value>(raw) else { return Self::Absent };
        for step in path {
            value = value.get_mut(step).map(Value::take).unwrap_or_default();
        }
        match value {
            Value::Null => Self::Absent,
            Value::Number(number) => Self::Number(number.as_f64().unwrap_or_default()),
            Value::String(text) => Self::Text(comparable(&text)),
            other => Self::Text(comparable(&other.to_string())),
        }
    }

    /// Downwards if `desc`, with what is absent last all the same.
    pub fn compare(&self, other: &Self, desc: bool) -> Ordering {
        let upwards = match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            _ => return self.rank(desc).cmp(&other.rank(desc)),
        };
        if desc { upwards.reverse() } else { upwards }
    }

    fn rank(&self, desc: bool) -> u8 {
        match self {
            Self::Number(_) => u8::from(desc),
            Self::Text(_) => u8::from(!desc),
            Self::Absent => 2,
        }
    }
}

/// In front of a run of digits goes its length, so that `vm10` comes after `vm9`.
fn comparable(text: &str) -> Box<str> {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text.trim();
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits > 0 {
            let number = rest[..digits].trim_start_matches('0');
            out.push('0');
            out.push(char::from(u8::try_from(number.len()).unwrap_or(u8::MAX).min(0x7f)));
            out.push_str(number);
            rest = &rest[digits..];
        }
        let word = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        out.extend(rest[..word].chars().flat_map(char::to_lowercase));
        rest = &rest[word..];
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Key {
        Key::Text(comparable(text))
    }

    #[test]
    fn text_is_ordered_as_people_do() {
        let order = ["", "007", "8", "a", "A2b", "a10", "a10b", "B", "vm-9", "vm-10", "\u{e9}"];
        for pair in order.windows(2) {
            assert_eq!(text(pair[0]).compare(&text(pair[1]), false), Ordering::Less, "{pair:?}");
            assert_eq!(text(pair[0]).compare(&text(pair[1]), true), Ordering::Greater, "{pair:?}");
        }
        assert_eq!(text("vm 01"), text("VM 1"));
    }

    #[test]
    fn absent_is_last_both_ways() {
        for desc in [false, true] {
            assert_eq!(Key::Absent.compare(&text("z"), desc), Ordering::Greater);
            assert_eq!(Key::Number(1e9).compare(&Key::Absent, desc), Ordering::Less);
            assert_eq!(Key::Absent.compare(&Key::Absent, desc), Ordering::Equal);
        }
        assert_eq!(Key::Number(2.0).compare(&Key::Number(10.0), false), Ordering::Less);
        assert_eq!(Key::Number(2.0).compare(&text("1"), false), Ordering::Less);
        assert_eq!(Key::Number(2.0).compare(&text("1"), true), Ordering::Greater);
    }
}
