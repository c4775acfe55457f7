//! What the hosts of a pool keep beside its database, and a restart does not lose.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Files of the hosts, those that are alike on all of them once.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// The password of root, once it was changed.
    pub password: Option<String>,
    /// How often the pool's secret was changed.
    pub secrets: u64,
    /// Lists of revoked certificates by name, as they came.
    pub revoked: BTreeMap<String, String>,
    /// By the number of the host; see [`Kept::host`].
    hosts: Vec<OfHost>,
}

/// What a host shows to callers.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OfHost {
    /// How often it made itself another certificate.
    pub changes: u64,
    /// The certificate that was installed since.
    pub installed: Option<Installed>,
}

/// A certificate that is not of the host's own making: texts as they came.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Installed {
    pub certificate: String,
    pub key: String,
    pub chain: String,
}

impl Kept {
    /// What a host has of its own; nothing is kept of one that changed nothing.
    pub fn host(&self, number: usize) -> OfHost {
        self.hosts.get(number).cloned().unwrap_or_default()
    }

    /// The same, to be changed.
    pub fn host_mut(&mut self, number: usize) -> &mut OfHost {
        if self.hosts.len() <= number {
            self.hosts.resize(number + 1, OfHost::default());
        }
        &mut self.hosts[number]
    }
}
