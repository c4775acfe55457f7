//! Calls about roles: named sets of privileges, as they are granted.

use model::{Id, Privilege, objects::AclRole};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Method, Route, Rule, Verb};

/// List the roles that can be given, those that are built in first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetAll {}
impl Method for GetAll {
    const NAME: &'static str = "role.getAll";
    const RULE: Rule<Self> = Rule::SignedIn;
    const READS: bool = true;
    type Output = Vec<AclRole>;
}

/// Create a role.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// No two roles have the same.
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 0))]
    pub description: Option<String>,
    /// What it allows; nothing if absent.
    #[serde(default)]
    pub privileges: Vec<Privilege>,
}
impl Method for Create {
    const NAME: &'static str = "role.create";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Post, "/acl-roles").created()];
    const RULE: Rule<Self> = Rule::Admin;
    type Output = Id<AclRole>;
}

/// Create a role that allows what another does, built in or not.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Copy {
    pub id: Id<AclRole>,
    /// `NAME (copy)` if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 0))]
    pub description: Option<String>,
}
impl Method for Copy {
    const NAME: &'static str = "role.copy";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Post, "/acl-roles/{id}/actions/copy").created()];
    const RULE: Rule<Self> = Rule::Admin;
    type Output = Id<AclRole>;
}

/// Change a role. Whoever was granted it may at once what it allows now, and no more.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Set {
    pub id: Id<AclRole>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Empty for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 0))]
    pub description: Option<String>,
    /// All that it is to allow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privileges: Option<Vec<Privilege>>,
}
impl Method for Set {
    const NAME: &'static str = "role.set";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Patch, "/acl-roles/{id}")];
    const RULE: Rule<Self> = Rule::Admin;
    type Output = ();
}

/// Delete a role. One that somebody has is only deleted together with its grants.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Delete {
    pub id: Id<AclRole>,
    /// Take back what was granted of it.
    #[serde(default, rename = "withGrants")]
    pub with_grants: bool,
}
impl Method for Delete {
    const NAME: &'static str = "role.delete";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Delete, "/acl-roles/{id}")];
    const RULE: Rule<Self> = Rule::Admin;
    type Output = ();
}
