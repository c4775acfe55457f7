//! What a client needs to know before its first connection.

use std::fmt;
use std::time::Duration;

use crate::address::Address;
use crate::net::Connector;
use crate::tls::{Fingerprint, Pins, Trust};

/// Where a pool is, who logs in, and what is trusted.
#[derive(Clone)]
pub struct Config {
    /// The master, or any other host of the pool: the master is found from it.
    pub address: Address,
    /// Who logs in.
    pub user: String,
    /// The password.
    pub password: String,
    /// Stored with the session and its tasks, and what the server counts sessions by.
    pub originator: String,
    /// What to do about certificates that are not pinned.
    pub trust: Trust,
    /// Certificates known from earlier, by `host:port`.
    pub pins: Pins,
    /// The uuid of the pool, once known: a client never attaches itself to another.
    pub pool: Option<String>,
    /// Addresses of the pool's hosts known from earlier, tried when the master is gone.
    pub members: Vec<String>,
    /// How connections are made.
    pub connector: Connector,
    /// How long to wait for what.
    pub timeouts: Timeouts,
}

/// How long to wait for what.
#[derive(Debug, Clone)]
pub struct Timeouts {
    /// For a connection, TLS included, and for the first answer of a host.
    pub connect: Duration,
    /// For the log-in: servers take 5 s to refuse one, and directories have their own pace.
    pub login: Duration,
    /// For the first byte of an answer, and between any two.
    pub silence: Duration,
    /// Between two tries of a call that a busy server puts off.
    pub busy: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Timeouts {
            connect: Duration::from_secs(5),
            login: Duration::from_secs(20),
            silence: Duration::from_secs(120),
            busy: Duration::from_secs(5),
        }
    }
}

impl Config {
    /// A client that trusts what the authorities of this machine vouch for.
    pub fn new(address: Address, user: impl Into<String>, password: impl Into<String>) -> Self {
        Config {
            address,
            user: user.into(),
            password: password.into(),
            originator: "xenith".into(),
            trust: Trust::default(),
            pins: Pins::new(),
            pool: None,
            members: Vec::new(),
            connector: Connector::tcp(),
            timeouts: Timeouts::default(),
        }
    }

    /// Says what to do about certificates that are not pinned.
    pub fn trust(mut self, trust: Trust) -> Self {
        self.trust = trust;
        self
    }

    /// Pins the certificate of a host.
    pub fn pin(mut self, address: &Address, fingerprint: Fingerprint) -> Self {
        self.pins.insert(address.authority(), fingerprint);
        self
    }

    /// Makes connections in another way.
    pub fn connector(mut self, connector: Connector) -> Self {
        self.connector = connector;
        self
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("address", &self.address)
            .field("user", &self.user)
            .field("trust", &self.trust)
            .field("pins", &self.pins)
            .field("pool", &self.pool)
            .finish_non_exhaustive()
    }
}
