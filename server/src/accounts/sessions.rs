//! Sessions and tokens: opened, listed, described, ended.

use std::{net::IpAddr, sync::Arc, time::Duration};

use api::ApiError;
use model::{
    Id, Scope,
    objects::{Session, User},
};

use super::{Accounts, Hash, Live, hash, secret};
use crate::store::{SessionRow, StoreError, Use};

/// Whoever opens more loses the oldest.
const SESSIONS_PER_USER: usize = 1_000;

/// What a new session is.
pub struct NewSession {
    pub kind: SessionKind,
    pub lives_for: Duration,
    pub description: Option<String>,
    pub client_id: Option<String>,
    /// What it is limited to.
    pub scope: Option<Arc<Scope>>,
    /// Where it was opened from, when it is used there at once.
    pub from: Option<IpAddr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    Browser,
    Token,
}

impl Accounts {
    /// A new session and its secret, which is kept nowhere.
    pub async fn open(&self, user: &Id<User>, new: NewSession) -> Result<(String, Arc<Live>), ApiError> {
        let _turn = self.changing.lock().await;
        let user = self.read().users.get(user).cloned().ok_or(ApiError::InvalidCredentials)?;
        let secret = secret();
        let now = self.now();
        let lives_for = i64::try_from(new.lives_for.as_millis()).unwrap_or(i64::MAX);
        let expires_at = now.saturating_add(lives_for);
        if let Some(known) = self.token_of_client(&user.id, &new) {
            if known.caller().scope == new.scope {
                let live = self.change_secret(&known, &secret, expires_at, new.description).await?;
                return Ok((secret, live));
            }
            self.end_now(|live| std::ptr::eq(live, &*known)).await?;
        }
        let scope = new.scope.as_deref().map(serde_json::to_string).transpose();
        let scope = scope.map_err(|_| ApiError::Internal)?;
        let hash = hash(&secret);
        let row = SessionRow {
            id: uuid::Uuid::new_v4().to_string(),
            user_id: user.id.clone(),
            hash: hex::encode(hash),
            kind: match new.kind {
                SessionKind::Browser => "browser".into(),
                SessionKind::Token => "token".into(),
            },
            created_at: now,
            expires_at,
            used_at: new.from.map(|_| now),
            used_from: new.from.map(|from| from.to_string()),
            description: new.description,
            client_id: new.client_id,
            scope,
        };
        self.make_room(&user.id).await?;
        self.store.insert_session(&row).await?;
        let live = Arc::new(Live::new(
            self.read().caller(&user, row.id.as_str().into()).limited(new.scope),
            Some(row),
        ));
        self.write().by_hash.insert(hash, live.clone());
        self.changed.send_replace(());
        Ok((secret, live))
    }

    /// The token that the program has already for which one is asked.
    fn token_of_client(&self, user: &str, new: &NewSession) -> Option<Arc<Live>> {
        let client = new.client_id.as_ref()?;
        let is_it = |live: &&Arc<Live>| {
            live.caller().user_id.as_str() == user
                && live.row().is_some_and(|row| row.client_id.as_ref() == Some(client))
        };
        let now = self.clock.now();
        self.read().by_hash.values().filter(|live| !live.is_expired(now)).find(is_it).cloned()
    }

    /// The same session with another secret and another end: the old secret opens nothing more.
    async fn change_secret(
        &self,
        known: &Arc<Live>,
        secret: &str,
        expires_at: i64,
        description: Option<String>,
    ) -> Result<Arc<Live>, ApiError> {
        let row = known.row().cloned().ok_or(ApiError::Internal)?;
        let hash = hash(secret);
        let description = description.or(row.description);
        self.rewrite(known, SessionRow { hash: hex::encode(hash), expires_at, description, ..row }).await
    }

    /// Describes a session of `user` anew; `named` is its id or its secret.
    pub async fn describe(
        &self,
        user: &Id<User>,
        named: &str,
        description: Option<String>,
    ) -> Result<(), ApiError> {
        let _turn = self.changing.lock().await;
        let (now, hash) = (self.clock.now(), hash(named));
        let is_it = |live: &&Arc<Live>| {
            live.caller().user_id == *user && !live.is_expired(now) && live.is_named(named, &hash)
        };
        let known = self.read().by_hash.values().find(is_it).cloned();
        let (known, row) = known
            .and_then(|live| live.row().cloned().map(|row| (live, row)))
            .ok_or_else(|| ApiError::NotFound { what: "token".into(), id: named.into() })?;
        self.rewrite(&known, SessionRow { description, ..row }).await?;
        Ok(())
    }

    /// Keeps a session as `row` has it now. What it has open stays open.
    async fn rewrite(&self, known: &Arc<Live>, row: SessionRow) -> Result<Arc<Live>, ApiError> {
        self.store.update_session(&row).await?;
        let mut hash = Hash::default();
        hex::decode_to_slice(&row.hash, &mut hash).map_err(|_| ApiError::Internal)?;
        let live = Arc::new(known.rewritten(row));
        let mut state = self.write();
        state.by_hash.retain(|_, live| !Arc::ptr_eq(live, known));
        state.by_hash.insert(hash, live.clone());
        drop(state);
        self.changed.send_replace(());
        Ok(live)
    }

    /// Ends the oldest session of somebody who has too many.
    async fn make_room(&self, user: &str) -> Result<(), ApiError> {
        let oldest = {
            let state = self.read();
            let theirs = state.by_hash.values().filter(|live| live.caller().user_id.as_str() == user);
            let rows: Vec<_> = theirs.filter_map(|live| live.row()).collect();
            if rows.len() < SESSIONS_PER_USER {
                return Ok(());
            }
            rows.iter().min_by_key(|row| row.created_at).map(|row| row.id.clone())
        };
        self.end_now(|live| live.row().is_some_and(|row| Some(&row.id) == oldest.as_ref())).await?;
        Ok(())
    }

    /// Ends the sessions of `user` that `which` picks; how many there were. Their sockets close at once.
    pub async fn end(&self, user: &Id<User>, which: impl Fn(&Live) -> bool) -> Result<usize, ApiError> {
        let _turn = self.changing.lock().await;
        self.end_now(|live| live.caller().user_id == *user && which(live)).await
    }

    /// Ends the sessions of anybody that `which` picks; how many there were.
    pub async fn end_any(&self, which: impl Fn(&Live) -> bool) -> Result<usize, ApiError> {
        let _turn = self.changing.lock().await;
        self.end_now(which).await
    }

    /// Ends sessions whose time is over.
    pub async fn sweep(&self) -> Result<(), ApiError> {
        let now = self.clock.now();
        if self.read().by_hash.values().any(|live| live.is_expired(now)) {
            let _turn = self.changing.lock().await;
            self.end_now(|live| live.is_expired(now)).await?;
        }
        Ok(())
    }

    /// Writes down when sessions were used last.
    pub async fn note_uses(&self) -> Result<(), StoreError> {
        let uses: Vec<Use> = {
            let mut state = self.write();
            let unwritten = std::mem::take(&mut state.unwritten);
            let live = unwritten.iter().filter_map(|hash| state.by_hash.get(hash));
            live.filter_map(|live| {
                let (at, from) = live.last_use()?;
                let session = live.row()?.id.clone();
                Some(Use { session, at: at.try_into().unwrap_or(i64::MAX), from })
            })
            .collect()
        };
        if !uses.is_empty() {
            self.store.note_uses(&uses).await?;
            self.changed.send_replace(());
        }
        Ok(())
    }

    /// The sessions of one user or of all, oldest first; `current` is marked.
    pub fn sessions(&self, user: Option<&Id<User>>, current: Option<&Id<Session>>) -> Vec<Session> {
        let now = self.clock.now();
        let state = self.read();
        let of_user = |live: &&Arc<Live>| user.is_none_or(|u| live.caller().user_id == *u);
        let mut all: Vec<Session> = state
            .by_hash
            .values()
            .filter(|live| !live.is_expired(now))
            .filter(of_user)
            .filter_map(|live| live.object(current == Some(&live.caller().session_id)))
            .collect();
        all.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        all
    }

    pub(super) async fn end_now(&self, which: impl Fn(&Live) -> bool) -> Result<usize, ApiError> {
        let ending: Vec<Arc<Live>> = self.read().all().filter(|live| which(live)).cloned().collect();
        let ids: Vec<String> = ending.iter().filter_map(|live| live.row()).map(|r| r.id.clone()).collect();
        if !ids.is_empty() {
            self.store.delete_sessions(&ids).await?;
        }
        self.cut(&ending);
        Ok(ending.len())
    }

    /// Forgets sessions that the store has forgotten, and closes what they opened.
    pub(super) fn cut(&self, ending: &[Arc<Live>]) {
        if ending.is_empty() {
            return;
        }
        let mut state = self.write();
        let gone = |live: &Arc<Live>| ending.iter().any(|e| Arc::ptr_eq(e, live));
        state.by_hash.retain(|_, live| !gone(live));
        state.connections.retain(|_, live| !gone(live));
        drop(state);
        ending.iter().for_each(|live| live.ended().cancel());
        self.changed.send_replace(());
    }
}
