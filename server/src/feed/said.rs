//! What the calls of a connection have to say, until the connection says it.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::Notify;

/// What a call has to say.
pub enum Said {
    Answer(String),
    /// A long call is answered with its task.
    Begun(String),
    /// The long call is over.
    Ended(String),
}

/// Rings the connection's bell for everything that is said. Empty as a rule, and then it takes no memory, unlike a
/// channel.
#[derive(Clone)]
pub struct Say {
    waiting: Arc<Mutex<VecDeque<Said>>>,
    bell: Arc<Notify>,
}

impl Say {
    pub fn new(bell: Arc<Notify>) -> Self {
        Self { waiting: Arc::default(), bell }
    }

    pub fn say(&self, said: Said) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push_back(said);
        self.bell.notify_one();
    }

    /// All that was said since the last time.
    pub fn take(&self) -> VecDeque<Said> {
        std::mem::take(&mut self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
