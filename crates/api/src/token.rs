//! Calls about the tokens that scripts and browsers sign in with.

use model::{
    Id, Scope,
    objects::{Session, TokenClient},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Method, Rule};

/// Create a token for yourself; its secret is answered once and never shown again.
///
/// A client that has a token gets a new secret for it, and the old one ends: Xen Orchestra answers the old one again,
/// which would mean keeping it readable.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
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
impl Method for Create {
    const NAME: &'static str = "token.create";
    const RULE: Rule<Self> = Rule::SignedIn;
    type Output = String;
}

/// A duration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ExpiresIn {
    Milliseconds(u64),
    Text(String),
}

/// End sessions or tokens of anybody, by id, by the secret itself, or by what they have.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Delete {
    /// Ids or secrets; what is not there is left out of account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Vec<Id<Session>>>,
    /// Members of the tokens, as `user.getAuthenticationTokens` lists them: `{"user_id": "…"}`. Combined with `__and`,
    /// `__or` and `__not`. Both may be given; all that are named or match are ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<Map<String, Value>>,
}
impl Method for Delete {
    const NAME: &'static str = "token.delete";
    const RULE: Rule<Self> = Rule::Admin;
    type Output = ();
}

/// End sessions or tokens of your own, by id, by the secret itself, or by what they have.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteOwn {
    /// Ids or secrets; what is not there is left out of account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Vec<Id<Session>>>,
    /// Members of the tokens, as `user.getAuthenticationTokens` lists them: `{"description": "…"}`. Combined with
    /// `__and`, `__or` and `__not`. Both may be given; all that are named or match are ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<Map<String, Value>>,
}
impl Method for DeleteOwn {
    const NAME: &'static str = "token.deleteOwn";
    const RULE: Rule<Self> = Rule::SignedIn;
    type Output = ();
}

/// Describe a session or a token of your own anew.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Set {
    /// Its id, or the secret itself.
    pub id: Id<Session>,
    /// Nothing, `null` or an empty text takes it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 0))]
    pub description: Option<String>,
}
impl Method for Set {
    const NAME: &'static str = "token.set";
    const RULE: Rule<Self> = Rule::SignedIn;
    type Output = ();
}
