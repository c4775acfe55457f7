//! Names and passwords that were right a moment ago, so that a script that sends them with every request does
//! not cost a password hash each time. Kept as keyed hashes, few of them, in memory only.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use model::{Id, objects::User};
use sha2::{Digest, Sha256};

use super::{Hash, secret};

/// At most so many are remembered.
const REMEMBERED: usize = 256;

/// Remembers them.
pub struct Verified {
    /// Differs from process to process, so that a hash says nothing elsewhere.
    salt: String,
    known: Mutex<HashMap<Hash, (Id<User>, String)>>,
}

impl Default for Verified {
    fn default() -> Self {
        Self { salt: secret(), known: Mutex::default() }
    }
}

impl Verified {
    pub fn key(&self, name: &str, password: &str) -> Hash {
        let mut hash = Sha256::new();
        for part in [self.salt.as_str(), name, password] {
            hash.update(part.len().to_le_bytes());
            hash.update(part.as_bytes());
        }
        hash.finalize().into()
    }

    /// The user, and the hash of the password that they had then.
    pub fn get(&self, key: &Hash) -> Option<(Id<User>, String)> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    pub fn insert(&self, key: Hash, user: Id<User>, password_hash: String) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(key, (user, password_hash));
    }
}
