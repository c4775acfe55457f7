//! Calls about the server itself.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Method, Rule};

/// Describe every call: its parameters, and who may make it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetMethodsInfo {}
impl Method for GetMethodsInfo {
    const NAME: &'static str = "system.getMethodsInfo";
    const RULE: Rule<Self> = Rule::Anyone;
    const READS: bool = true;
    type Output = BTreeMap<String, Value>;
}

/// Say the version of the server.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetServerVersion {}
impl Method for GetServerVersion {
    const NAME: &'static str = "system.getServerVersion";
    const RULE: Rule<Self> = Rule::Anyone;
    const READS: bool = true;
    type Output = String;
}

/// Say the version of this API.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetVersion {}
impl Method for GetVersion {
    const NAME: &'static str = "system.getVersion";
    const RULE: Rule<Self> = Rule::Anyone;
    const READS: bool = true;
    type Output = String;
}

/// List the names of all calls.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListMethods {}
impl Method for ListMethods {
    const NAME: &'static str = "system.listMethods";
    const RULE: Rule<Self> = Rule::Anyone;
    const READS: bool = true;
    type Output = Vec<String>;
}
