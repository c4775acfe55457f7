//! Calls about storage drivers.

use model::{Id, Privilege, Target, objects::Sr};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Method, Rule};

/// Read XAPI's record of the driver of a storage repository.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetFromSr {
    pub sr: Id<Sr>,
}
impl Method for GetFromSr {
    const NAME: &'static str = "sm.getFromSr";
    const RULE: Rule<Self> = Rule::On(Privilege::See, |c| Target::of(&c.sr));
    const READS: bool = true;
    type Output = serde_json::Map<String, serde_json::Value>;
}
