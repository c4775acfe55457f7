//! Calls about who is signed in on this connection. The doors answer them, since they own the connection.

use model::objects::User;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Method, Rule};

/// Say who is signed in.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetUser {}
impl Method for GetUser {
    const NAME: &'static str = "session.getUser";
    const RULE: Rule<Self> = Rule::Anyone;
    const READS: bool = true;
    type Output = Option<User>;
}

/// Sign in on this connection, with a token or with a name and a password.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The name to sign in with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The same as `email`, which wins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// The one-time code, or a recovery code, of somebody who has switched them on. A token needs none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otp: Option<String>,
}
impl Method for SignIn {
    const NAME: &'static str = "session.signIn";
    const RULE: Rule<Self> = Rule::Anyone;
    type Output = User;
}

/// Sign out on this connection. Tokens stay valid.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignOut {}
impl Method for SignOut {
    const NAME: &'static str = "session.signOut";
    const RULE: Rule<Self> = Rule::SignedIn;
    type Output = ();
}
