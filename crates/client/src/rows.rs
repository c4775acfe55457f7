//! What a watch holds: the ids that the client knows, and a list of rows that applies updates.

use std::collections::{HashMap, HashSet};

use model::{Diff, Reset, Row};
use serde_json::Value;

use crate::Update;

/// The ids whose rows a watch has been sent.
#[derive(Default)]
pub(crate) struct Held(HashSet<String>);

impl Held {
    /// Whether the update makes sense here: every id in its order is of a row that is held or comes with it.
    pub fn apply(&mut self, update: &Update) -> bool {
        match update {
            Update::Reset(reset) => self.0 = reset.rows.iter().filter_map(id).map(Into::into).collect(),
            Update::Diff(diff) => {
                self.0.extend(diff.set.iter().filter_map(id).map(Into::into));
                if let Some(order) = &diff.order {
                    if !order.ids.iter().all(|id| self.0.contains(id)) {
                        return false;
                    }
                    self.0 = order.ids.iter().cloned().collect();
                }
            }
            Update::Refused(_) => self.0.clear(),
        }
        true
    }
}

fn id(row: &Row) -> Option<&str> {
    row.get("id").and_then(Value::as_str)
}

/// An ordered part of a list, kept up to date.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// How many objects match, inside the window or not.
    pub total: u32,
    /// The position of the first id.
    pub start: u32,
    pub order: Vec<String>,
    pub rows: HashMap<String, Row>,
}

impl Rows {
    /// Applies an update; a refusal empties the list.
    pub fn apply(&mut self, update: Update) {
        match update {
            Update::Reset(reset) => self.reset(reset),
            Update::Diff(diff) => self.diff(diff),
            Update::Refused(_) => *self = Self::default(),
        }
    }

    fn reset(&mut self, reset: Reset) {
        let order: Vec<String> = reset.rows.iter().filter_map(id).map(Into::into).collect();
        let rows = order.iter().cloned().zip(reset.rows).collect();
        *self = Self { total: reset.total, start: reset.start, order, rows };
    }

    fn diff(&mut self, diff: Diff) {
        self.total = diff.total.unwrap_or(self.total);
        for row in diff.set {
            let Some(id) = id(&row).map(str::to_owned) else { continue };
            merge(self.rows.entry(id).or_default(), row);
        }
        if let Some(order) = diff.order {
            self.start = order.start;
            self.order = order.ids;
            let kept: HashSet<&String> = self.order.iter().collect();
            self.rows.retain(|id, _| kept.contains(id));
        }
    }

    /// The rows in order.
    pub fn iter(&self) -> impl Iterator<Item = &Row> {
        self.order.iter().filter_map(|id| self.rows.get(id))
    }
}

/// Sets the members of `change` in `row`; a whole row (it has a type) replaces it, a null removes a member.
pub fn merge(row: &mut Row, change: Row) {
    if change.contains_key("type") {
        *row = change;
        return;
    }
    for (name, value) in change {
        if value.is_null() {
            row.remove(&name);
        } else {
            row.insert(name, value);
        }
    }
}
