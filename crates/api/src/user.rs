//! Calls about users.

use model::{
    Id, Scope,
    objects::{Session, TokenClient, User},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Method, Route, Rule, Verb::*, token::ExpiresIn};

/// Create a user.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// The name to sign in with; REST also takes it as `name`.
    #[serde(alias = "name")]
    #[schemars(extend("x-alias" = "name"))]
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
///
/// Whoever is no administrator changes only their own preferences; Xen Orchestra lets them change anybody's.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Set {
    pub id: Id<User>,
    /// REST also takes it as `name`.
    #[serde(default, alias = "name", skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-alias" = "name"))]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<String>,
    /// Members are replaced one by one, and `null` takes one away; 64 KiB in all. `sshKeys` is a list of
    /// `{"title": …, "key": …}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferences: Option<Map<String, Value>>,
}
impl Method for Set {
    const NAME: &'static str = "user.set";
    const ROUTES: &'static [Route] = &[Route::new(Patch, "/users/{id}")];
    const RULE: Rule<Self> = Rule::SignedIn;
    type Output = ();
}

/// List the users.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetAll {}
impl Method for GetAll {
    const NAME: &'static str = "user.getAll";
    const RULE: Rule<Self> = Rule::Admin;
    const READS: bool = true;
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

/// List sessions and tokens: your own, or as an administrator those of somebody else.
///
/// Without an `id` as in Xen Orchestra. What is listed has ids that are no secrets.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetAuthenticationTokens {
    /// Yourself when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id<User>>,
    /// Terms that must all match, as for any list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// At most so many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}
impl Method for GetAuthenticationTokens {
    const NAME: &'static str = "user.getAuthenticationTokens";
    const ROUTES: &'static [Route] = &[Route::new(Get, "/users/{id}/authentication_tokens")];
    const RULE: Rule<Self> = Rule::SignedIn;
    const READS: bool = true;
    type Output = Vec<Session>;
}

/// Create a token for yourself, as `token.create`, and answer what there is to know of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateAuthenticationToken {
    /// Yourself: nobody creates tokens for somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id<User>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Milliseconds, or a text such as `1h` or `30 days`.
    #[serde(default, rename = "expiresIn", skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<ExpiresIn>,
    /// The program that will use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<TokenClient>,
    /// What it is limited to; nothing but its user's rights when absent. A token that is limited itself makes only
    /// tokens with the same limits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
}
impl Method for CreateAuthenticationToken {
    const NAME: &'static str = "user.createAuthenticationToken";
    const ROUTES: &'static [Route] = &[
        Route::new(Post, "/users/{id}/authentication_tokens").created(),
        Route::new(Post, "/users/authentication_tokens").created(),
    ];
    const RULE: Rule<Self> = Rule::SignedIn;
    type Output = Created;
}

/// A token that was just created.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Created {
    pub token: NewToken,
}

/// As Xen Orchestra's REST API answers it: its `id` is the secret.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct NewToken {
    /// The secret, which is never shown again.
    pub id: String,
    /// Under which id it is listed.
    pub session: Id<Session>,
    pub user_id: Id<User>,
    /// Milliseconds since 1970.
    pub created_at: u64,
    /// Milliseconds since 1970.
    pub expiration: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<TokenClient>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
}
