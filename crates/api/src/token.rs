//! Calls about the tokens that scripts and browsers sign in with.

use model::{Id, objects::Session};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Method, Rule};

/// Create a token for yourself; its secret is answered once and never shown again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Milliseconds, or a text such as `1h` or `30 days`.
    #[serde(default, rename = "expiresIn", skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<ExpiresIn>,
    /// The program that will use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientInfo>,
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

/// What a program says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClientInfo {
    pub id: String,
}

/// End sessions or tokens of your own, by id or by the secret itself.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteOwn {
    pub tokens: Vec<Id<Session>>,
}
impl Method for DeleteOwn {
    const NAME: &'static str = "token.deleteOwn";
    const RULE: Rule<Self> = Rule::SignedIn;
    type Output = ();
}
