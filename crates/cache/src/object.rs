//! One object as readers see it.

use std::sync::Arc;

use model::{Haystack, Kind};
use serde_json::Value;

use crate::{Fragment, Row};

/// An object at one moment. A change makes a new one.
#[derive(Debug)]
pub struct Object {
    pub kind: Kind,
    pub id: Arc<str>,
    /// The writer that it comes from.
    pub source: u32,
    /// The sequence number of its last change.
    pub seq: u64,
    pub(crate) row: Row,
}

impl Object {
    /// The JSON text of a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.row.get(name)
    }

    /// A field as text: the string itself, or the JSON of anything else.
    pub fn text(&self, name: &str) -> Option<String> {
        let raw = self.get(name)?;
        Some(serde_json::from_str::<String>(raw).unwrap_or_else(|_| raw.to_owned()))
    }

    pub fn row(&self) -> &Row {
        &self.row
    }

    /// Its fields in the order of its kind.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Fragment)> {
        self.row.iter()
    }

    /// Appends the whole object as JSON.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        self.row.write_json(out);
    }

    /// The whole object as a JSON value; slower than [`Object::write_json`].
    pub fn to_value(&self) -> Value {
        let mut json = Vec::new();
        self.write_json(&mut json);
        serde_json::from_slice(&json).unwrap_or(Value::Null)
    }
}

impl Haystack for Object {
    fn property(&self, name: &str, found: &mut dyn FnMut(&str)) {
        let Some(raw) = self.get(name) else { return };
        if raw == "null" {
            return;
        }
        match raw.strip_prefix('"').and_then(|r| r.strip_suffix('"')) {
            Some(plain) if !plain.contains('\\') => found(plain),
            Some(_) => {
                if let Ok(text) = serde_json::from_str::<String>(raw) {
                    found(&text);
                }
            }
            None if raw.starts_with(['[', '{']) => {
                if let Ok(value) = serde_json::from_str::<Value>(raw) {
                    each_text(&value, found);
                }
            }
            None => found(raw),
        }
    }
}

/// Every string and number inside, but no names of members.
fn each_text(value: &Value, found: &mut dyn FnMut(&str)) {
    match value {
        Value::String(s) => found(s),
        Value::Array(items) => items.iter().for_each(|v| each_text(v, found)),
        Value::Object(members) => members.values().for_each(|v| each_text(v, found)),
        Value::Null => {}
        other => found(&other.to_string()),
    }
}
