//! Calls about groups of users.

use model::{
    Id,
    objects::{Group, User},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Method, Route, Rule, Verb};

/// Create a group without members.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// No two groups have the same.
    pub name: String,
}
impl Method for Create {
    const NAME: &'static str = "group.create";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Post, "/groups").created()];
    const RULE: Rule<Self> = Rule::Admin;
    type Output = Id<Group>;
}

/// Delete a group and what was granted to it. Its members stay users.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Delete {
    pub id: Id<Group>,
}
impl Method for Delete {
    const NAME: &'static str = "group.delete";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Delete, "/groups/{id}")];
    const RULE: Rule<Self> = Rule::Admin;
    type Output = ();
}

/// Rename a group.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Set {
    pub id: Id<Group>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}
impl Method for Set {
    const NAME: &'static str = "group.set";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Patch, "/groups/{id}")];
    const RULE: Rule<Self> = Rule::Admin;
    type Output = ();
}

/// List the groups with their members.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetAll {}
impl Method for GetAll {
    const NAME: &'static str = "group.getAll";
    const RULE: Rule<Self> = Rule::Admin;
    const READS: bool = true;
    type Output = Vec<Group>;
}

/// Make these users the members of a group, and nobody else.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetUsers {
    pub id: Id<Group>,
    #[serde(rename = "userIds")]
    pub user_ids: Vec<Id<User>>,
}
impl Method for SetUsers {
    const NAME: &'static str = "group.setUsers";
    const RULE: Rule<Self> = Rule::Admin;
    type Output = ();
}

/// Make a user a member of a group.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddUser {
    pub id: Id<Group>,
    #[serde(rename = "userId")]
    pub user_id: Id<User>,
}
impl Method for AddUser {
    const NAME: &'static str = "group.addUser";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Put, "/groups/{id}/users/{userId}")];
    const RULE: Rule<Self> = Rule::Admin;
    type Output = ();
}

/// Take a user out of a group.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveUser {
    pub id: Id<Group>,
    #[serde(rename = "userId")]
    pub user_id: Id<User>,
}
impl Method for RemoveUser {
    const NAME: &'static str = "group.removeUser";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Delete, "/groups/{id}/users/{userId}")];
    const RULE: Rule<Self> = Rule::Admin;
    type Output = ();
}
