//! Calls about users.

use model::{
    Id,
    objects::{Session, User},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Method, Route, Rule, Verb::*};

/// Create a user.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// The name to sign in with.
    pub email: String,
    pub password: String,
    /// `admin` or `none`; `none` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<String>,
}
impl Method for Create {
    const NAME: &'static str = "user.create";
    const ROUTES: &'static [Route] = &[Route::new(Post, "/users").created()];
    const RULE: Rule<Self> = Rule::Admin;
    type Output = Id<User>;
}

/// Delete a user, ending all their sessions.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Delete {
    pub id: Id<User>,
}
impl Method for Delete {
    const NAME: &'static str = "user.delete";
    const ROUTES: &'static [Route] = &[Route::new(Delete, "/users/{id}")];
    const RULE: Rule<Self> = Rule::Admin;
    type Output = ();
}

/// Change a user; absent parameters stay as they are. A new password ends their sessions.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Set {
    pub id: Id<User>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<String>,
}
impl Method for Set {
    const NAME: &'static str = "user.set";
    const ROUTES: &'static [Route] = &[Route::new(Patch, "/users/{id}")];
    const RULE: Rule<Self> = Rule::Admin;
    type Output = ();
}

/// List the users.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetAll {}
impl Method for GetAll {
    const NAME: &'static str = "user.getAll";
    const RULE: Rule<Self> = Rule::Admin;
    type Output = Vec<User>;
}

/// Change your own password, ending your other sessions.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    #[serde(rename = "oldPassword")]
    pub old_password: String,
    #[serde(rename = "newPassword")]
    pub new_password: String,
}
impl Method for ChangePassword {
    const NAME: &'static str = "user.changePassword";
    const RULE: Rule<Self> = Rule::SignedIn;
    type Output = ();
}

/// List your own sessions and tokens.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetAuthenticationTokens {}
impl Method for GetAuthenticationTokens {
    const NAME: &'static str = "user.getAuthenticationTokens";
    const RULE: Rule<Self> = Rule::SignedIn;
    type Output = Vec<Session>;
}
