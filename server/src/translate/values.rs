//! Reading XAPI's maps of texts.

use std::collections::BTreeMap;

use model::objects::Seconds;
use xapi::DateTime;

type Texts = BTreeMap<String, String>;

/// Whether the map says `true` for a key.
pub fn flag(map: &Texts, key: &str) -> bool {
    map.get(key).is_some_and(|value| value == "true")
}

/// What the map says for a key.
pub fn text(map: &Texts, key: &str) -> Option<String> {
    map.get(key).cloned()
}

/// The number that the map has for a key.
pub fn number<T: std::str::FromStr>(map: &Texts, key: &str) -> Option<T> {
    map.get(key).and_then(|value| value.trim().parse().ok())
}

/// A moment, unless it never was.
pub fn moment(time: &DateTime) -> Option<Seconds> {
    time.happened().map(Seconds)
}

/// A moment that a map has as a number of seconds.
pub fn seconds(map: &Texts, key: &str) -> Option<Seconds> {
    number::<f64>(map, key).filter(|at| at.is_finite() && *at > 0.0).map(Seconds)
}

/// The texts of enum values.
pub fn words<T: std::fmt::Display>(values: &[T]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}
