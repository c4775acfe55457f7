//! Calls that say who may do what, and why; and what a change would make of it.

use model::{
    Id, Kind, Privilege,
    objects::{Group, User},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Method, Rule,
    acl::{Add, Grant, Remove},
    group::SetUsers,
    role::{Delete, Set},
};

/// An object as it is spoken of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Spoken {
    pub id: Id<()>,
    #[serde(rename = "type")]
    pub kind: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A grant that reaches an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    pub grant: Grant,
    /// What its role is called.
    pub role: String,
    /// What it allows, weakest first.
    pub privileges: Vec<Privilege>,
    /// The group that has the grant, if the user has it by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupName>,
    /// From the object that the grant is on down to the object in question, each under the one before.
    pub way: Vec<Spoken>,
}

/// A group as it is spoken of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GroupName {
    pub id: Id<Group>,
    pub name: String,
}

/// What a user may do with an object, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Explanation {
    /// Whether they are an administrator, who may everything without a grant.
    pub admin: bool,
    /// All that they may do, weakest first. Nobody may do anything with an object that they do not see.
    pub privileges: Vec<Privilege>,
    pub reasons: Vec<Reason>,
}

/// Say what a user may do with an object, and by which grants.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Explain {
    pub user: Id<User>,
    /// An object of a pool.
    pub object: Id<()>,
}
impl Method for Explain {
    const NAME: &'static str = "acl.explain";
    const RULE: Rule<Self> = Rule::Admin;
    const READS: bool = true;
    type Output = Explanation;
}

/// Somebody who may do something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Able {
    pub user: Id<User>,
    pub email: String,
    /// Whether they are an administrator, who may everything without a grant.
    pub admin: bool,
    /// The grants that allow it.
    pub grants: Vec<String>,
}

/// List the users who may do something with an object.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WhoCan {
    /// An object of a pool.
    pub object: Id<()>,
    pub privilege: Privilege,
}
impl Method for WhoCan {
    const NAME: &'static str = "acl.whoCan";
    const RULE: Rule<Self> = Rule::Admin;
    const READS: bool = true;
    type Output = Vec<Able>;
}

/// What users gain and lose who are in the same case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Effect {
    pub users: Vec<Id<User>>,
    /// How many objects they gain or lose something on.
    pub total: usize,
    /// The first of those, by their ids.
    pub objects: Vec<Difference>,
}

/// What somebody gains and loses on an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    pub object: Spoken,
    pub gained: Vec<Privilege>,
    pub lost: Vec<Privilege>,
}

/// Say what users would gain and lose by a change, which is not made. Give one change, as the call that makes it takes
/// it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Preview {
    /// As of `acl.add`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub add: Option<Add>,
    /// As of `acl.remove`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remove: Option<Remove>,
    /// As of `role.set`.
    #[serde(default, rename = "setRole", skip_serializing_if = "Option::is_none")]
    pub set_role: Option<Set>,
    /// As of `role.delete`, with its grants.
    #[serde(default, rename = "deleteRole", skip_serializing_if = "Option::is_none")]
    pub delete_role: Option<Delete>,
    /// As of `group.setUsers`.
    #[serde(default, rename = "setUsers", skip_serializing_if = "Option::is_none")]
    pub set_users: Option<SetUsers>,
    /// At most so many objects are told of each case; 100 if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
}
impl Method for Preview {
    const NAME: &'static str = "acl.preview";
    const RULE: Rule<Self> = Rule::Admin;
    const READS: bool = true;
    type Output = Vec<Effect>;
}
