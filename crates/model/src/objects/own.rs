//! Xenith's own objects: configured pool connections, users, groups of them, roles, and signed-in
//! sessions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Id, Kind, Named, Privilege, Scope, objects::Pool};

/// A pool connection that an administrator configured. The password never leaves the server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Server {
    pub id: Id<Server>,
    /// `[http://|https://]host[:port]`, https when no scheme is given.
    pub host: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    pub username: String,
    /// Whether the certificate shown at the first connection is trusted and pinned, valid chain or not.
    pub allow_unauthorized: bool,
    /// Whether Xenith should be connected.
    pub enabled: bool,
    pub read_only: bool,
    pub status: ServerStatus,
    /// Known once it has been connected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool_id: Option<Id<Pool>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool_name_label: Option<String>,
    /// The address of the pool master that is talked to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub master: Option<String>,
    /// When the pool last answered, Unix seconds; absent while it is connected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen: Option<f64>,
    /// Why it is not connected, in sentences that also say whether it is tried again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The SHA-256 fingerprint that is trusted for the master, or for the host whose certificate is offered, `AB:CD:…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// The fingerprint that was shown instead of the trusted one, or that has no valid chain; waits for an
    /// administrator to accept it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered_fingerprint: Option<String>,
    /// The host of the pool that showed it, `host:port`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered_by: Option<String>,
}

/// How a pool connection fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ServerStatus {
    Connected,
    /// Trying, for the first time or, if there is an error, again.
    Connecting,
    /// Not trying: disabled, or stopped by something that only an administrator can settle.
    Disconnected,
}

/// Somebody who may sign in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct User {
    pub id: Id<User>,
    /// The name to sign in with; an e-mail address by convention.
    pub email: String,
    #[serde(default)]
    pub groups: Vec<Id<Group>>,
    /// `admin` or `none`.
    pub permission: String,
    #[serde(default)]
    pub preferences: Map<String, Value>,
    /// Whether signing in takes a one-time code too.
    #[serde(default)]
    pub otp: bool,
}

/// Users who are granted things together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Group {
    pub id: Id<Group>,
    pub name: String,
    /// Its members, by id.
    pub users: Vec<Id<User>>,
}

/// A set of privileges with a name, as it is granted to users and groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AclRole {
    pub id: Id<AclRole>,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it can be neither changed nor deleted.
    pub built_in: bool,
    /// Weakest first.
    pub privileges: Vec<Privilege>,
    /// What those are in Xen Orchestra's words: `view`, `operate`, `administrate`.
    pub permissions: Vec<String>,
}

/// A signed-in browser or a script's token. Its secret is shown once, at its creation, and is not its id, unlike with Xen
/// Orchestra; calls that name a token take either.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Session {
    pub id: Id<Session>,
    pub user_id: Id<User>,
    /// Milliseconds since 1970, as Xen Orchestra has it.
    pub created_at: u64,
    /// Milliseconds since 1970.
    pub expiration: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The program that a token was made for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<TokenClient>,
    /// What a token is limited to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// When and from where it was last used; milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_uses: Option<Map<String, Value>>,
    /// Whether it is the session that asks.
    #[serde(default)]
    pub current: bool,
}

/// What a program says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TokenClient {
    /// The same at every registration of the same program.
    pub id: String,
}

impl Named for Server {
    const NAME: &'static str = "server";
    const KINDS: &'static [Kind] = &[Kind::Server];
}
impl Named for User {
    const NAME: &'static str = "user";
    const KINDS: &'static [Kind] = &[Kind::User];
}
impl Named for Group {
    const NAME: &'static str = "group";
    const KINDS: &'static [Kind] = &[Kind::Group];
}
impl Named for AclRole {
    const NAME: &'static str = "acl-role";
    const KINDS: &'static [Kind] = &[Kind::AclRole];
}
impl Named for Session {
    const NAME: &'static str = "session";
    const KINDS: &'static [Kind] = &[Kind::Session];
}
