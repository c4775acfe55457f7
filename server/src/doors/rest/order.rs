//! The order that `?sort=` asks for: text without regard to case and with numbers by value, numbers by size,
//! absent last.

use std::{cmp::Ordering, sync::Arc};

use cache::Object;
use serde_json::Value;

/// What one field of an object sorts by.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    Number(f64),
    Text(String),
    Absent,
}

impl Key {
    pub fn of(object: &Object, field: &str) -> Self {
        match object.get(field) {
            None | Some("null") => Self::Absent,
            Some(raw) => match serde_json::from_str(raw) {
                Ok(Value::Number(number)) => Self::Number(number.as_f64().unwrap_or_default()),
                Ok(Value::String(text)) => Self::Text(text.to_lowercase()),
                _ => Self::Text(raw.to_lowercase()),
            },
        }
    }

    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => natural(a, b),
            (Self::Absent, Self::Absent) => Ordering::Equal,
            (Self::Absent, _) => Ordering::Greater,
            (_, Self::Absent) => Ordering::Less,
            (Self::Number(_), Self::Text(_)) => Ordering::Less,
            (Self::Text(_), Self::Number(_)) => Ordering::Greater,
        }
    }
}

/// Sorts by `field`, or by `-field` downwards; by id among equals.
pub fn sort(objects: &mut Vec<Arc<Object>>, by: &str) {
    let (field, down) = by.strip_prefix('-').map_or((by, false), |field| (field, true));
    let mut keyed: Vec<(Key, Arc<Object>)> =
        std::mem::take(objects).into_iter().map(|o| (Key::of(&o, field), o)).collect();
    keyed.sort_by(|(a, x), (b, y)| {
        let by_key = match (a, b) {
            (Key::Absent, _) | (_, Key::Absent) => a.cmp(b),
            _ if down => b.cmp(a),
            _ => a.cmp(b),
        };
        by_key.then_with(|| x.id().cmp(y.id()))
    });
    objects.extend(keyed.into_iter().map(|(_, o)| o));
}

/// `vm2` before `vm10`.
fn natural(mut a: &str, mut b: &str) -> Ordering {
    loop {
        let (x, y) = (leading_digits(a), leading_digits(b));
        if !x.is_empty() && !y.is_empty() {
            let (m, n) = (x.trim_start_matches('0'), y.trim_start_matches('0'));
            let by_value = m.len().cmp(&n.len()).then_with(|| m.cmp(n));
            if by_value.is_ne() {
                return by_value;
            }
            (a, b) = (&a[x.len()..], &b[y.len()..]);
            continue;
        }
        let (mut p, mut q) = (a.chars(), b.chars());
        match (p.next(), q.next()) {
            (None, None) => return Ordering::Equal,
            (one, other) if one != other => return one.cmp(&other),
            _ => (a, b) = (p.as_str(), q.as_str()),
        }
    }
}

fn leading_digits(text: &str) -> &str {
    &text[..text.bytes().take_while(u8::is_ascii_digit).count()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_texts_count() {
        let mut names = ["vm10", "vm2", "vm02b", "ä", "vm", "vm2a", "10", "9"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["9", "10", "vm", "vm2", "vm2a", "vm02b", "vm10", "ä"]);
    }
}
