//! What a reader asks to see, and how it is told of changes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::Kind;

/// A question that stays open: which objects, which of their fields, in which order, which part of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// The kinds to list.
    #[serde(rename = "type")]
    pub kinds: Vec<Kind>,
    /// A filter expression, see [`crate::Filter`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 0))]
    pub filter: Option<String>,
    /// Only these objects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ids: Option<Vec<String>>,
    /// The fields to send besides `id`, `type` and `may`; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<String>>,
    /// By id when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
    /// The part of the ordered list to send; all of it when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
}

/// Order by one field: text without regard to case and with numbers by value, numbers by size, absent last.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sort {
    /// A field, or what is inside one: `memory.size`.
    pub field: String,
    /// Descending.
    #[serde(default)]
    pub desc: bool,
}

/// Positions `start .. start + len` of an ordered list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    pub start: u32,
    pub len: u32,
}

/// Where a returning reader left off: the server's epoch and the last sequence number it was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Resume {
    pub epoch: String,
    pub seq: u64,
}

/// An object as sent to a reader: its fields, with `id`, `type` and `may` (see [`crate::Privileges`]).
/// In a diff it may be partial: the fields that changed, `null` for one that went away.
pub type Row = Map<String, Value>;

/// The state of a view from nothing: everything the reader held before is void.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reset {
    /// How many objects match, inside the window or not.
    pub total: u32,
    /// The position of the first row.
    pub start: u32,
    pub rows: Vec<Row>,
}

/// What changed in a view since the last message about it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Diff {
    /// How many objects match now, when that changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
    /// The ids in the window now, when that changed. Rows that are not among them are gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
    /// Whole rows of objects that are new to the window, partial rows of others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<Row>,
}

/// The ids in a window, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub start: u32,
    pub ids: Vec<String>,
}
