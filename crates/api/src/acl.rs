//! Calls about who may do what: grants of roles on objects, tags and filters.

use std::collections::BTreeMap;

use model::Id;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Method, Rule};

/// A role that a user or a group has on an object, a tag or a filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Grant {
    pub id: String,
    /// A user or a group.
    pub subject: String,
    /// An object; it and everything under it are meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<Id<()>>,
    /// The object alone is meant, nothing under it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only: bool,
    /// Every object with this tag is meant, and everything under those.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Every object that this filter finds is meant, and everything under those.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// The id of a role; or one permission: `view`, `operate`, `administrate`.
    pub action: String,
}

/// Give a user or a group a role on an object, a tag or a filter. What they have already stays.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Add {
    /// A user or a group.
    pub subject: String,
    /// An object; it and everything under it are meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<Id<()>>,
    /// The object alone is meant, nothing under it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only: bool,
    /// Every object with this tag is meant, and everything under those.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Every object that this filter finds is meant, and everything under those.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// The id of a role; or one permission: `view`, `operate`, `administrate`.
    pub action: String,
}
impl Method for Add {
    const NAME: &'static str = "acl.add";
    const RULE: Rule<Self> = Rule::Admin;
    type Output = ();
}

/// Take back what was given with the same parameters.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Remove {
    pub subject: String,
    /// An object; it and everything under it are meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<Id<()>>,
    /// The object alone is meant, nothing under it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only: bool,
    /// Every object with this tag is meant, and everything under those.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Every object that this filter finds is meant, and everything under those.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    pub action: String,
}
impl Method for Remove {
    const NAME: &'static str = "acl.remove";
    const RULE: Rule<Self> = Rule::Admin;
    type Output = ();
}

/// List what was given to whom.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Get {}
impl Method for Get {
    const NAME: &'static str = "acl.get";
    const RULE: Rule<Self> = Rule::Admin;
    const READS: bool = true;
    type Output = Vec<Grant>;
}

/// List the permissions that were given to you or to your groups, by object: `{"<object>": {"view": 1}}`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetCurrentPermissions {}
impl Method for GetCurrentPermissions {
    const NAME: &'static str = "acl.getCurrentPermissions";
    const RULE: Rule<Self> = Rule::SignedIn;
    const READS: bool = true;
    type Output = BTreeMap<String, BTreeMap<String, u8>>;
}
