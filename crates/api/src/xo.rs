//! Calls about everything at once.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Method, Rule};

/// All objects that you may see, by id.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetAllObjects {
    /// An object whose members must be equal, or a filter expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Value>,
    /// At most so many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// Answer `{"$getFrom": path}` instead: one object a line is read there, once.
    #[serde(default)]
    pub ndjson: bool,
}
impl Method for GetAllObjects {
    const NAME: &'static str = "xo.getAllObjects";
    const RULE: Rule<Self> = Rule::SignedIn;
    const READS: bool = true;
    type Output = BTreeMap<String, Value>;
}
