//! One-use permissions to open a console, given out by a call and taken at the socket.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use model::{Id, objects::Vm};

use crate::accounts::{self, Live};

/// How long a ticket is good for.
const LIVES_MS: u64 = 30_000;
/// At most so many wait; the oldest are forgotten first.
const WAITING: usize = 1_000;

/// Who may open which console.
#[derive(Clone)]
pub struct Ticket {
    pub session: Arc<Live>,
    pub vm: Id<Vm>,
}

/// The tickets that were not used yet.
#[derive(Default)]
pub struct Tickets(Mutex<HashMap<String, (u64, Ticket)>>);

impl Tickets {
    /// A secret that stands for the ticket for 30 s, once. `now` is in milliseconds since 1970.
    pub fn issue(&self, ticket: Ticket, now: u64) -> String {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, (until, _)| *until > now);
        if waiting.len() >= WAITING
            && let Some(oldest) = waiting.iter().min_by_key(|(_, (until, _))| *until).map(|(k, _)| k.clone())
        {
            waiting.remove(&oldest);
        }
        let secret = accounts::secret();
        waiting.insert(secret.clone(), (now + LIVES_MS, ticket));
        secret
    }

    /// The ticket that a secret stands for; it is void from then on.
    pub fn take(&self, secret: &str, now: u64) -> Option<Ticket> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.remove(secret).filter(|(until, _)| *until > now).map(|(_, ticket)| ticket)
    }
}
