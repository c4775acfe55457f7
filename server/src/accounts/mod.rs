//! Users, their groups, grants, passwords and sessions: in memory for every request, in the store before anything is
//! acknowledged. Knows no protocol.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    net::IpAddr,
    sync::{
        Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicU64, Ordering},
    },
};

use api::ApiError;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use model::{
    Id,
    objects::{Group, Session, User},
};
use rand::TryRngCore;

use crate::{
    Caller,
    clock::Clock,
    store::{GrantRow, RoleRow, Store, StoreError, UserRow},
};

mod grants;
mod live;
mod otp;
mod password;
mod preferences;
mod preview;
mod roles;
mod sessions;
mod throttle;
mod totp;
mod users;
mod verified;

pub use grants::Given;
pub use live::{Hash, Live, hash};
pub use otp::Proof;
pub use preview::{Case, Change};
pub use sessions::{NewSession, SessionKind};
pub use users::{ADMIN, Changes, NONE};

use password::Passwords;
use throttle::Throttle;
use verified::Verified;

/// Everybody who may sign in, and everybody who has.
pub struct Accounts {
    store: Arc<Store>,
    clock: Clock,
    passwords: Passwords,
    throttle: Throttle,
    verified: Verified,
    halves: otp::Halves,
    state: RwLock<State>,
    /// Changes go one after the other: first to the store, then to memory.
    changing: tokio::sync::Mutex<()>,
    changed: tokio::sync::watch::Sender<()>,
    refused: AtomicU64,
}

#[derive(Clone, Default)]
struct State {
    users: HashMap<Id<User>, UserRow>,
    groups: HashMap<Id<Group>, grants::Members>,
    grants: Vec<GrantRow>,
    /// Those that are not built in, oldest first.
    roles: Vec<RoleRow>,
    by_hash: HashMap<Hash, Arc<Live>>,
    /// The sessions of single connections, which have no secret.
    connections: HashMap<Id<Session>, Arc<Live>>,
    unwritten: HashSet<Hash>,
}

impl State {
    fn all(&self) -> impl Iterator<Item = &Arc<Live>> {
        self.by_hash.values().chain(self.connections.values())
    }

    /// A user as the maker of calls.
    fn caller(&self, user: &UserRow, session_id: Id<Session>) -> Caller {
        let user_id = Id::from(user.id.as_str());
        let admin = user.permission == ADMIN;
        Caller {
            grants: if admin { Arc::default() } else { self.grants_of(&user_id) },
            user_id,
            name: user.email.as_str().into(),
            admin,
            session_id,
            scope: None,
        }
    }
}

impl Accounts {
    /// Reads users and sessions from the store.
    pub async fn load(store: Arc<Store>, clock: Clock) -> Result<Self, StoreError> {
        let mut state = State::default();
        for user in store.users().await? {
            state.users.insert(Id::from(user.id.as_str()), user);
        }
        state.load_grants(&store).await?;
        let now = clock.now();
        let mut expired = Vec::new();
        for row in store.sessions().await? {
            let mut hash = Hash::default();
            let known = state.users.get(&Id::from(row.user_id.as_str()));
            match known {
                Some(user) if hex::decode_to_slice(&row.hash, &mut hash).is_ok() => {
                    // A limit that cannot be read must not be no limit.
                    let Ok(scope) = row.scope.as_deref().map(serde_json::from_str).transpose() else {
                        tracing::error!(session.id = row.id, "a session is left out: its scope is damaged");
                        continue;
                    };
                    let caller = state.caller(user, row.id.as_str().into()).limited(scope.map(Arc::new));
                    let live = Live::new(caller, Some(row));
                    if live.is_expired(now) {
                        expired.extend(live.row().map(|r| r.id.clone()));
                    } else {
                        state.by_hash.insert(hash, Arc::new(live));
                    }
                }
                _ => expired.push(row.id),
            }
        }
        if !expired.is_empty() {
            store.delete_sessions(&expired).await?;
        }
        Ok(Self {
            store,
            clock,
            passwords: Passwords::default(),
            throttle: Throttle::default(),
            verified: Verified::default(),
            halves: otp::Halves::default(),
            state: RwLock::new(state),
            changing: tokio::sync::Mutex::default(),
            changed: tokio::sync::watch::Sender::new(()),
            refused: AtomicU64::new(0),
        })
    }

    /// Told whenever users or sessions came, went or changed.
    pub fn changes(&self) -> tokio::sync::watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// The session that a secret stands for.
    pub fn authenticate(&self, secret: &str, from: IpAddr) -> Option<Arc<Live>> {
        let hash = hash(secret);
        let now = self.clock.now();
        let live = self.read().by_hash.get(&hash).filter(|live| !live.is_expired(now)).cloned()?;
        if live.used(now, from) {
            self.write().unwritten.insert(hash);
        }
        Some(live)
    }

    /// The session with that id, while it lives.
    pub fn live(&self, id: &Id<Session>) -> Option<Arc<Live>> {
        let now = self.clock.now();
        let state = self.read();
        state.all().find(|live| live.caller().session_id == *id && !live.is_expired(now)).cloned()
    }

    /// Checks a name and a password, and a one-time code of whoever has switched them on.
    pub async fn verify(
        &self,
        name: &str,
        password: &str,
        otp: Option<&str>,
        from: IpAddr,
    ) -> Result<Id<User>, ApiError> {
        let attempt = self
            .throttle
            .begin(name, from, self.clock.now())
            .map_err(|wait| ApiError::Throttled { seconds: wait.div_ceil(1000) })?;
        let user = self.refreshed(name).await?;
        let hash = user.as_ref().map(|u| u.password_hash.clone());
        let right = self.passwords.verify(password.to_owned(), hash).await;
        match user {
            Some(user) if right => {
                let id = Id::from(user.id);
                match otp {
                    None if user.otp_secret.is_some() => {
                        attempt.undecided();
                        return Err(ApiError::OtpRequired);
                    }
                    Some(code) if user.otp_secret.is_some() && !self.spend(&id, code).await? => {
                        drop(attempt);
                        self.note_refusal(name, from);
                        return Err(ApiError::InvalidOtp);
                    }
                    _ => {}
                }
                attempt.succeeded();
                Ok(id)
            }
            _ => {
                drop(attempt);
                self.note_refusal(name, from);
                Err(ApiError::InvalidCredentials)
            }
        }
    }

    fn note_refusal(&self, name: &str, from: IpAddr) {
        self.refused.fetch_add(1, Ordering::Relaxed);
        tracing::warn!(user.name = name, client.address = %from, "a sign-in failed");
    }

    /// How many sign-ins were refused since the start.
    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    /// A user as the store has them, which another process may have changed: an administrator on the command
    /// line, say. What they may no longer do, or with which password, ends here.
    async fn refreshed(&self, name: &str) -> Result<Option<UserRow>, ApiError> {
        let stored = self.store.user_named(name).await?;
        let known = self.find_user(name);
        if stored == known {
            return Ok(stored);
        }
        let _turn = self.changing.lock().await;
        let stored = self.store.user_named(name).await?;
        if let Some(new) = &stored {
            let old = self.write().users.insert(Id::from(new.id.as_str()), new.clone());
            if old.as_ref().is_some_and(|old| old.password_hash != new.password_hash) {
                self.end_now(|live| live.caller().user_id.as_str() == new.id).await?;
            }
            self.renew(&BTreeSet::from([Id::from(new.id.as_str())]));
        }
        self.changed.send_replace(());
        Ok(stored)
    }

    /// Checks a name and a password that come with every request, which costs a hash only now and then. Whoever has
    /// switched one-time codes on needs a token instead, since no code holds for every request.
    pub async fn verify_again(&self, name: &str, password: &str, from: IpAddr) -> Result<Caller, ApiError> {
        let key = self.verified.key(name, password);
        let current = |id: &Id<User>| self.read().users.get(id).cloned();
        if let Some(user) = self.verified.get(&key).and_then(|(id, hash)| {
            current(&id).filter(|user| user.password_hash == hash && user.otp_secret.is_none())
        }) {
            return Ok(self.read().caller(&user, "".into()));
        }
        let id = self.verify(name, password, None, from).await?;
        let user = current(&id).ok_or(ApiError::InvalidCredentials)?;
        self.verified.insert(key, id, user.password_hash.clone());
        Ok(self.read().caller(&user, "".into()))
    }

    /// A user as the maker of a call, without a session.
    pub fn caller(&self, id: &Id<User>) -> Option<Caller> {
        let state = self.read();
        state.users.get(id).map(|user| state.caller(user, "".into()))
    }

    /// A session for a single connection that signed in with a password. It ends with [`Self::close`].
    pub fn open_connection(&self, user: &Id<User>) -> Result<Arc<Live>, ApiError> {
        let mut state = self.write();
        let user = state.users.get(user).ok_or(ApiError::InvalidCredentials)?;
        let id: Id<Session> = uuid::Uuid::new_v4().to_string().into();
        let live = Arc::new(Live::new(state.caller(user, id.clone()), None));
        state.connections.insert(id, live.clone());
        Ok(live)
    }

    /// Ends the session of a single connection; others stay.
    pub fn close(&self, live: &Live) {
        if let Some(live) = self.write().connections.remove(&live.caller().session_id) {
            live.ended().cancel();
        }
    }

    /// Sessions of users whose name, permission or grants changed go on, but what they opened must be opened anew.
    fn renew(&self, users: &BTreeSet<Id<User>>) {
        let mut state = self.write();
        let open: BTreeSet<Id<User>> =
            state.all().map(|live| live.caller().user_id.clone()).filter(|id| users.contains(id)).collect();
        let now: HashMap<Id<User>, Caller> = open
            .into_iter()
            .filter_map(|id| Some((id.clone(), state.caller(state.users.get(&id)?, "".into()))))
            .collect();
        let mut old = Vec::new();
        for live in state.by_hash.values_mut() {
            let Some(now) = now.get(&live.caller().user_id) else { continue };
            let caller = Caller { session_id: live.caller().session_id.clone(), ..now.clone() };
            let caller = caller.limited(live.caller().scope.clone());
            let row = live.row().cloned().map(|mut row| {
                if let Some((at, from)) = live.last_use() {
                    row.used_at = at.try_into().ok();
                    row.used_from = Some(from);
                }
                row
            });
            old.push(std::mem::replace(live, Arc::new(Live::new(caller, row))));
        }
        state.connections.retain(|_, live| {
            let stays = !now.contains_key(&live.caller().user_id);
            if !stays {
                old.push(live.clone());
            }
            stays
        });
        drop(state);
        old.iter().for_each(|live| live.ended().cancel());
    }

    fn now(&self) -> i64 {
        i64::try_from(self.clock.now()).unwrap_or(i64::MAX)
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// 256 random bits as 43 letters that stand in URLs, headers and cookies.
pub fn secret() -> String {
    URL_SAFE_NO_PAD.encode(random::<32>())
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rngs::OsRng.try_fill_bytes(&mut bytes).expect("the system gives random bytes");
    bytes
}
