//! Hashes and verifies passwords with argon2id, two at a time, off the async threads.

use std::sync::{Arc, OnceLock};

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::{SaltString, rand_core::OsRng},
};
use tokio::sync::Semaphore;

/// OWASP's first choice: 46 MiB, one pass, one lane.
const MEMORY_KIB: u32 = 47_104;
/// How many may be computed at once, which bounds the memory that attackers can make us use.
const AT_ONCE: usize = 2;

/// The one that does the work.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    /// A hash of nothing anybody knows, so that an unknown name takes as long as a known one.
    decoy: Arc<OnceLock<String>>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)), decoy: Arc::default() }
    }
}

impl Passwords {
    /// A PHC string for a new password.
    pub async fn hash(&self, password: String) -> String {
        self.run(move || hash(&password)).await
    }

    /// Whether `password` is the one that `hash` was made of; `None` stands for a user that does not exist.
    pub async fn verify(&self, password: String, hash_of_user: Option<String>) -> bool {
        let decoy = self.decoy.clone();
        self.run(move || match hash_of_user {
            Some(known) => verify(&password, &known),
            None => {
                verify(&password, decoy.get_or_init(|| hash(&uuid::Uuid::new_v4().to_string())));
                false
            }
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let turns = self.turns.clone();
        let turn = turns.acquire_owned().await.expect("the semaphore is never closed");
        let work = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        work.await.expect("hashing does not panic and the runtime outlives its callers")
    }
}

fn hash(password: &str) -> String {
    let params = Params::new(MEMORY_KIB, 1, 1, None).expect("the parameters are within argon2's limits");
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let salt = SaltString::generate(&mut OsRng);
    let hash = argon2.hash_password(password.as_bytes(), &salt).expect("the salt is of a valid length");
    hash.to_string()
}

/// With the parameters that the hash itself names.
fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|known| Argon2::default().verify_password(password.as_bytes(), &known).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_password_itself_fits() {
        let passwords = Passwords::default();
        let hash = passwords.hash("pässword".into()).await;
        assert!(hash.starts_with("$argon2id$v=19$m=47104,t=1,p=1$"), "{hash}");
        assert!(passwords.verify("pässword".into(), Some(hash.clone())).await);
        assert!(!passwords.verify("password".into(), Some(hash.clone())).await);
        assert!(!passwords.verify("pässword".into(), None).await);
        assert!(!passwords.verify("pässword".into(), Some("damaged".into())).await);
        assert_ne!(hash, passwords.hash("pässword".into()).await);
    }
}
