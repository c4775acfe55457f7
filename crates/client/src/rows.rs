//! The rows of a watched window, kept by its updates.

use std::collections::HashMap;

use model::{Diff, Reset, Row};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Update;

/// The window of a list as it is now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// How many objects match, inside the window or not.
    pub total: u32,
    /// The position of the first row.
    pub start: u32,
    order: Vec<String>,
    rows: HashMap<String, Row>,
}

/// What an update did to the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// `total`, `start` or which rows there are in which order.
    pub order: bool,
    /// The rows whose content changed, or that are new.
    pub ids: Vec<String>,
}

impl Rows {
    /// Applies an update. A refusal changes nothing.
    pub fn apply(&mut self, update: Update) -> Changed {
        match update {
            Update::Reset(reset) => self.reset(reset),
            Update::Diff(diff) => self.diff(diff),
            Update::Refused(_) => Changed::default(),
        }
    }

    pub fn len(&self) -> usize {
        self.order.len()
    }

    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The ids in order.
    pub fn ids(&self) -> &[String] {
        &self.order
    }

    pub fn get(&self, id: &str) -> Option<&Row> {
        self.rows.get(id)
    }

    /// The row as a type; `None` when it is not there or not of that type.
    pub fn read<T: DeserializeOwned>(&self, id: &str) -> Option<T> {
        T::deserialize(Value::Object(self.get(id)?.clone())).ok()
    }

    /// The rows in order.
    pub fn iter(&self) -> impl Iterator<Item = &Row> {
        self.order.iter().filter_map(|id| self.rows.get(id))
    }

    fn reset(&mut self, reset: Reset) -> Changed {
        *self = Self { total: reset.total, start: reset.start, ..Self::default() };
        for row in reset.rows {
            if let Some(id) = id(&row) {
                self.order.push(id.clone());
                self.rows.insert(id, row);
            }
        }
        Changed { order: true, ids: self.order.clone() }
    }

    fn diff(&mut self, diff: Diff) -> Changed {
        let mut changed = Changed { order: diff.total.is_some() || diff.order.is_some(), ids: Vec::new() };
        self.total = diff.total.unwrap_or(self.total);
        for part in diff.set {
            let Some(id) = id(&part) else { continue };
            let row = self.rows.entry(id.clone()).or_default();
            // a row that says its type is whole
            if part.contains_key("type") {
                row.clear();
            }
            for (name, value) in part {
                if value.is_null() {
                    row.remove(&name);
                } else {
                    row.insert(name, value);
                }
            }
            changed.ids.push(id);
        }
        if let Some(order) = diff.order {
            self.start = order.start;
            let mut before = std::mem::take(&mut self.rows);
            self.rows = order.ids.iter().filter_map(|id| before.remove_entry(id)).collect();
            self.order = order.ids;
        }
        changed
    }
}

fn id(row: &Row) -> Option<String> {
    row.get("id")?.as_str().map(Into::into)
}
