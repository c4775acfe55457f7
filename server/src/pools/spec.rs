//! What an administrator wants of a pool connection, and what the connection learns by itself.

use std::fmt;

use xapi::Fingerprint;

/// A configured pool connection.
#[derive(Clone, PartialEq, Eq)]
pub struct ServerSpec {
    pub id: String,
    /// `[http://|https://]host[:port]`.
    pub host: String,
    pub label: Option<String>,
    pub username: String,
    pub password: String,
    /// Pin whatever certificate a host shows first.
    pub allow_unauthorized: bool,
    pub enabled: bool,
    /// Refuse every call that would change the pool.
    pub read_only: bool,
    /// The pool that was found there; another one is never attached in its place.
    pub pool_id: Option<String>,
    /// Trusted certificates by `host:port`.
    pub pins: Vec<(String, Fingerprint)>,
    /// Where the hosts of the pool were, tried when nobody answers at `host`.
    pub members: Vec<String>,
}

impl ServerSpec {
    /// Whether a connection made for `other` serves this one as well.
    pub(super) fn connects_like(&self, other: &Self) -> bool {
        let essence = |spec: &Self| {
            let mut spec = spec.clone();
            spec.label = None;
            spec.read_only = false;
            // These are learned on the way.
            spec.pool_id = None;
            spec.pins.clear();
            spec.members.clear();
            spec
        };
        essence(self) == essence(other)
    }

    /// What was learned since this was written down is kept: certificates, the pool, and where its hosts are.
    pub(super) fn keep_what_was_learned(&mut self, before: &Self) {
        self.pool_id = self.pool_id.take().or_else(|| before.pool_id.clone());
        self.pins = before.pins.clone();
        self.members = before.members.clone();
    }

    /// What to call it before the name of its pool is known.
    pub(super) fn name(&self) -> String {
        self.label.clone().filter(|label| !label.is_empty()).unwrap_or_else(|| self.host.clone())
    }
}

impl fmt::Debug for ServerSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerSpec").field("id", &self.id).field("host", &self.host).finish_non_exhaustive()
    }
}

/// What is to be remembered beyond this process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Learned {
    /// This certificate is trusted for a host from now on.
    Pin {
        server: String,
        /// `host:port`.
        address: String,
        fingerprint: Fingerprint,
    },
    /// This pool answers there.
    Pool { server: String, pool: String },
    /// The hosts of the pool are at these addresses and no others.
    Members { server: String, members: Vec<String> },
}
