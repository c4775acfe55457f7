//! Calls about the pool connections that an administrator configures.

use model::{Id, objects::Server};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Method, Route, Rule, Verb::*};

/// Add a pool by the address of its master; answers the id at once and connects in the background.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Add {
    /// `[http://|https://]host[:port]`, https when no scheme is given.
    pub host: String,
    pub username: String,
    pub password: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Trust and pin the certificate shown at the first connection.
    #[serde(default, rename = "allowUnauthorized")]
    pub allow_unauthorized: bool,
    /// Whether to connect now; yes when absent.
    #[serde(default, rename = "autoConnect", skip_serializing_if = "Option::is_none")]
    pub auto_connect: Option<bool>,
    /// Refuse every call that would change the pool.
    #[serde(default, rename = "readOnly")]
    pub read_only: bool,
}
impl Method for Add {
    const NAME: &'static str = "server.add";
    const ROUTES: &'static [Route] = &[Route::new(Post, "/servers").created()];
    const RULE: Rule<Self> = Rule::Admin;
    type Output = Id<Server>;
}

/// Change a pool connection; absent parameters stay as they are. Address and credentials of a connected one reconnect it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Set {
    pub id: Id<Server>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// An empty text removes the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 0))]
    pub label: Option<String>,
    #[serde(default, rename = "allowUnauthorized", skip_serializing_if = "Option::is_none")]
    pub allow_unauthorized: Option<bool>,
    #[serde(default, rename = "readOnly", skip_serializing_if = "Option::is_none")]
    pub read_only: Option<bool>,
}
impl Method for Set {
    const NAME: &'static str = "server.set";
    const RULE: Rule<Self> = Rule::Admin;
    type Output = ();
}

/// Connect to a pool and stay connected; waits for the outcome of the first attempt.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Enable {
    pub id: Id<Server>,
}
impl Method for Enable {
    const NAME: &'static str = "server.enable";
    const ROUTES: &'static [Route] = &[Route::new(Post, "/servers/{id}/actions/connect")];
    const RULE: Rule<Self> = Rule::Admin;
    type Output = ();
}

/// Disconnect from a pool; its objects leave.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disable {
    pub id: Id<Server>,
}
impl Method for Disable {
    const NAME: &'static str = "server.disable";
    const ROUTES: &'static [Route] = &[Route::new(Post, "/servers/{id}/actions/disconnect")];
    const RULE: Rule<Self> = Rule::Admin;
    type Output = ();
}

/// Trust the certificate with this fingerprint from now on, and connect.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptCertificate {
    pub id: Id<Server>,
    /// The fingerprint that was offered, as in `offeredFingerprint`.
    pub fingerprint: String,
}
impl Method for AcceptCertificate {
    const NAME: &'static str = "server.acceptCertificate";
    const RULE: Rule<Self> = Rule::Admin;
    type Output = ();
}

/// Forget a pool connection.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Remove {
    pub id: Id<Server>,
}
impl Method for Remove {
    const NAME: &'static str = "server.remove";
    const ROUTES: &'static [Route] = &[Route::new(Delete, "/servers/{id}")];
    const RULE: Rule<Self> = Rule::Admin;
    type Output = ();
}

/// A pool connection, and what is known of its pool.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Listed {
    #[serde(flatten)]
    pub server: Server,
    /// What the pool says of itself.
    #[serde(default, rename = "poolNameDescription", skip_serializing_if = "Option::is_none")]
    pub pool_name_description: Option<String>,
    /// The addresses of its hosts.
    #[serde(default, rename = "poolMembersAddresses", skip_serializing_if = "Option::is_none")]
    pub pool_members_addresses: Option<Vec<String>>,
}

/// List the pool connections.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetAll {}
impl Method for GetAll {
    const NAME: &'static str = "server.getAll";
    const RULE: Rule<Self> = Rule::Admin;
    const READS: bool = true;
    type Output = Vec<Listed>;
}
