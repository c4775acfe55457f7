//! A session in use, and the signal that it has ended.

use std::{
    net::IpAddr,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use model::objects;
use serde_json::{Map, json};
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

use crate::{Caller, store::SessionRow};

/// A use is noted at most that often.
const NOTE_EVERY_MS: u64 = 60_000;

/// What identifies a secret without being it.
pub type Hash = [u8; 32];

/// The hash of a session's secret.
pub fn hash(secret: &str) -> Hash {
    Sha256::digest(secret.as_bytes()).into()
}

/// A session in use: of a browser, of a script, or of one connection that signed in with a password.
pub struct Live {
    caller: Caller,
    /// As kept in the store; `None` for the session of a single connection.
    row: Option<SessionRow>,
    used_at: AtomicU64,
    used_from: Mutex<Option<String>>,
    ended: CancellationToken,
}

impl Live {
    pub(super) fn new(caller: Caller, row: Option<SessionRow>) -> Self {
        let used_at = row.as_ref().and_then(|r| r.used_at).unwrap_or_default();
        let used_from = row.as_ref().and_then(|r| r.used_from.clone());
        Self {
            caller,
            row,
            used_at: AtomicU64::new(used_at.try_into().unwrap_or_default()),
            used_from: Mutex::new(used_from),
            ended: CancellationToken::new(),
        }
    }

    /// The same session as it is kept now; what it has open stays open.
    pub(super) fn rewritten(&self, row: SessionRow) -> Self {
        let (used_at, used_from) = self.last_use().unzip();
        Self {
            caller: self.caller.clone(),
            row: Some(row),
            used_at: AtomicU64::new(used_at.unwrap_or_default()),
            used_from: Mutex::new(used_from),
            ended: self.ended.clone(),
        }
    }

    /// Whose it is.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Cancelled as soon as the session ends: signed out, expired, ended by somebody, its user deleted, their
    /// password or permission changed. Every socket and console that was opened with it must close then.
    pub fn ended(&self) -> &CancellationToken {
        &self.ended
    }

    /// Whether `name` is its id, or its secret, whose hash is `hash`.
    pub fn is_named(&self, name: &str, hash: &Hash) -> bool {
        self.caller.session_id.as_str() == name
            || self.row.as_ref().is_some_and(|row| row.hash == hex::encode(hash))
    }

    pub(super) fn row(&self) -> Option<&SessionRow> {
        self.row.as_ref()
    }

    pub(super) fn is_expired(&self, now: u64) -> bool {
        self.row.as_ref().is_some_and(|r| r.expires_at <= i64::try_from(now).unwrap_or(i64::MAX))
    }

    /// Notes a use; whether it is worth writing down.
    pub(super) fn used(&self, now: u64, from: IpAddr) -> bool {
        let last = self.used_at.load(Ordering::Relaxed);
        if self.row.is_none() || last + NOTE_EVERY_MS > now {
            return false;
        }
        self.used_at.store(now, Ordering::Relaxed);
        *self.used_from.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(from.to_string());
        true
    }

    /// When and from where it was used last.
    pub(super) fn last_use(&self) -> Option<(u64, String)> {
        let from = self.used_from.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()?;
        Some((self.used_at.load(Ordering::Relaxed), from))
    }

    /// As callers see it; `None` for the session of a single connection.
    pub fn object(&self, current: bool) -> Option<objects::Session> {
        let row = self.row.as_ref()?;
        let last_uses = self.last_use().map(|(at, from)| {
            let mut uses = Map::new();
            uses.insert(from, json!({ "timestamp": at }));
            uses
        });
        Some(objects::Session {
            id: row.id.as_str().into(),
            user_id: self.caller.user_id.clone(),
            created_at: row.created_at.try_into().unwrap_or_default(),
            expiration: row.expires_at.try_into().unwrap_or_default(),
            description: row.description.clone(),
            scope: self.caller.scope.as_deref().cloned(),
            client: row.client_id.clone().map(|id| objects::TokenClient { id }),
            last_uses,
            current,
        })
    }
}
