//! One-time codes as a second step of signing in: switched on, asked for, spent, switched off.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use api::{ApiError, ParamError};
use model::{Id, objects::User};
use sha2::{Digest, Sha256};

use super::{Accounts, Hash, hash, random, secret, totp};
use crate::{Caller, store::UserRow};

/// How many recovery codes there are.
const RECOVERY_CODES: usize = 10;
/// How long a sign-in waits for its code.
const WAITS_MS: u64 = 5 * 60_000;
/// So many sign-ins wait for their codes at once; then the oldest must begin anew.
const WAITING: usize = 1_000;

/// What somebody proves with that they are who they say.
pub enum Proof<'a> {
    Password(&'a str),
    /// A one-time code, or a recovery code.
    Code(&'a str),
}

/// Sign-ins whose password was right and whose code is awaited, by the hash of a secret that the browser holds.
#[derive(Default)]
pub(super) struct Halves(Mutex<HashMap<Hash, Half>>);

#[derive(Clone)]
struct Half {
    user: Id<User>,
    /// Another password makes it void.
    password_hash: String,
    remember: bool,
    until: u64,
}

impl Halves {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Hash, Half>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Accounts {
    /// A new secret, for people and as a URI for authenticators. It counts once it is confirmed.
    pub async fn start_otp(&self, id: &Id<User>) -> Result<(String, String), ApiError> {
        let _turn = self.changing.lock().await;
        let old = self.known(id)?;
        if old.otp_secret.is_some() {
            return Err(wrong_state(id, "one-time codes are switched on already: switch them off first"));
        }
        let secret: [u8; 20] = random();
        let sealed = self.store.seal_for(id.as_str(), &hex::encode(secret));
        self.keep(&old, UserRow { otp_pending: Some(sealed), ..old.clone() }).await?;
        Ok((totp::base32(&secret), totp::uri(&old.email, &secret)))
    }

    /// Switches one-time codes on, with a code that shows that a device knows the secret. Answers recovery codes, which
    /// are kept nowhere.
    pub async fn confirm_otp(&self, id: &Id<User>, code: &str) -> Result<Vec<String>, ApiError> {
        let _turn = self.changing.lock().await;
        let old = self.known(id)?;
        let Some(sealed) = old.otp_pending.clone() else {
            return Err(wrong_state(id, "there is no new secret to be confirmed: call user.startOtp first"));
        };
        let secret = self.opened(id, &sealed)?;
        let Some(step) = totp::step_of(&secret, &plain(code), self.clock.now(), 0) else {
            let message = "is not the code that the device should show now: is its clock right?";
            return Err(ApiError::parameter(ParamError::wrong("otp", "format", message)));
        };
        let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code()).collect();
        let hashes: Vec<String> = codes.iter().map(|code| recovery_hash(id, &plain(code))).collect();
        let new = UserRow {
            otp_secret: Some(sealed),
            otp_pending: None,
            otp_step: step.try_into().unwrap_or(i64::MAX),
            recovery: serde_json::json!(hashes).to_string(),
            ..old.clone()
        };
        self.keep(&old, new).await?;
        Ok(codes)
    }

    /// Switches one's own one-time codes off.
    pub async fn disable_otp(&self, me: &Caller, proof: Proof<'_>) -> Result<(), ApiError> {
        let user = self.known(&me.user_id)?;
        if user.otp_secret.is_none() {
            return Err(wrong_state(&me.user_id, "one-time codes are not switched on"));
        }
        let attempt = self.throttle.begin_own(me.user_id.as_str(), self.clock.now());
        let attempt = attempt.map_err(|wait| ApiError::Throttled { seconds: wait.div_ceil(1000) })?;
        match proof {
            Proof::Password(password) => {
                if !self.passwords.verify(password.to_owned(), Some(user.password_hash)).await {
                    return Err(ApiError::InvalidCredentials);
                }
            }
            Proof::Code(code) => {
                if !self.spend(&me.user_id, code).await? {
                    return Err(ApiError::InvalidOtp);
                }
            }
        }
        attempt.succeeded();
        self.reset_otp(&me.user_id).await
    }

    /// Switches somebody's one-time codes off, who lost their device, say.
    pub async fn reset_otp(&self, id: &Id<User>) -> Result<(), ApiError> {
        let _turn = self.changing.lock().await;
        let old = self.known(id)?;
        self.keep(&old, old.clone().without_otp()).await
    }

    /// Lets a sign-in whose password was right wait for its code; the secret that it is known by.
    pub fn await_code(&self, name: &str, remember: bool) -> Option<String> {
        let user = self.find_user(name)?;
        let (secret, now) = (secret(), self.clock.now());
        let mut waiting = self.halves.lock();
        waiting.retain(|_, half| half.until > now);
        if waiting.len() >= WAITING {
            let oldest = waiting.iter().min_by_key(|(_, half)| half.until).map(|(hash, _)| *hash);
            oldest.and_then(|hash| waiting.remove(&hash));
        }
        let (user, password_hash) = (user.id.into(), user.password_hash);
        waiting.insert(hash(&secret), Half { user, password_hash, remember, until: now + WAITS_MS });
        Some(secret)
    }

    /// Ends the wait of a sign-in with its code: whose it is, and whether to remember them.
    pub async fn complete(
        &self,
        secret: &str,
        code: &str,
        from: IpAddr,
    ) -> Result<(Id<User>, bool), ApiError> {
        let (key, now) = (hash(secret), self.clock.now());
        let half = self.halves.lock().get(&key).filter(|half| half.until > now).cloned();
        let half = half.ok_or(ApiError::TicketVoid)?;
        let user = self.known(&half.user).ok().filter(|user| user.password_hash == half.password_hash);
        let user = user.ok_or(ApiError::TicketVoid)?;
        let attempt = self.throttle.begin(&user.email, from, now);
        let attempt = attempt.map_err(|wait| ApiError::Throttled { seconds: wait.div_ceil(1000) })?;
        if !self.spend(&half.user, code).await? {
            self.note_refusal(&user.email, from);
            return Err(ApiError::InvalidOtp);
        }
        attempt.succeeded();
        self.halves.lock().remove(&key);
        Ok((half.user, half.remember))
    }

    /// Whether `code` is one that the user's device shows now, or a recovery code that is left. Either counts once.
    pub(super) async fn spend(&self, id: &Id<User>, code: &str) -> Result<bool, ApiError> {
        let _turn = self.changing.lock().await;
        let old = self.known(id)?;
        let Some(sealed) = &old.otp_secret else { return Ok(true) };
        let (secret, code) = (self.opened(id, sealed)?, plain(code));
        let used = old.otp_step.try_into().unwrap_or_default();
        let new = match totp::step_of(&secret, &code, self.clock.now(), used) {
            Some(step) => UserRow { otp_step: step.try_into().unwrap_or(i64::MAX), ..old.clone() },
            None => {
                let mut left: Vec<String> = serde_json::from_str(&old.recovery).unwrap_or_default();
                let hash = recovery_hash(id, &code);
                let Some(at) = left.iter().position(|known| *known == hash) else { return Ok(false) };
                left.remove(at);
                UserRow { recovery: serde_json::json!(left).to_string(), ..old.clone() }
            }
        };
        self.keep(&old, new).await?;
        Ok(true)
    }

    fn opened(&self, id: &Id<User>, sealed: &str) -> Result<Vec<u8>, ApiError> {
        let secret = self.store.open_for(id.as_str(), sealed)?;
        hex::decode(secret).map_err(|_| ApiError::Internal)
    }
}

/// Codes are read with blanks and dashes, in either case.
fn plain(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_lowercase).collect()
}

/// 80 random bits, as `abcd-efgh-ijkl-mnop`.
fn recovery_code() -> String {
    let letters = totp::base32(&random::<10>()).to_lowercase();
    let groups: Vec<&str> = (0..4).map(|group| &letters[group * 4..group * 4 + 4]).collect();
    groups.join("-")
}

fn recovery_hash(user: &Id<User>, code: &str) -> String {
    hex::encode(Sha256::digest(format!("{user}:{code}")))
}

fn wrong_state(id: &Id<User>, reason: &str) -> ApiError {
    ApiError::IncorrectState { object: id.to_string(), reason: reason.into() }
}
