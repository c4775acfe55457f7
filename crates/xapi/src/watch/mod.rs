//! The picture of a pool, kept up to date: list every class once, then follow its events for ever.
//!
//! [`watch`] runs a state machine (see `machine`) and gives what it sees as [`WatchEvent`]s, in an order that a mirror
//! can apply blindly: a [`WatchEvent::Listing`] replaces all that is known of its class, a [`WatchEvent::Batch`]
//! changes single objects. The queue between is bounded; a slow reader slows the watcher down, and since servers merge
//! the changes of an object, it is simply told less often.

mod lane;
mod machine;
mod records;
#[cfg(test)]
mod tests;

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures::Stream;
use serde_json::value::RawValue;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::address::Address;
use crate::attach::Pool;
use crate::client::Client;
use crate::error::Error;

pub use records::Records;

/// What to watch, and how patiently.
#[derive(Debug, Clone)]
pub struct WatchOptions {
    /// Exact names of the classes to follow, such as `VM`; names the data model does not have are left out.
    pub classes: Vec<&'static str>,
    /// How long the server may hold a poll when nothing happens.
    pub poll: Duration,
    /// How much later than that the answer may come.
    pub grace: Duration,
    /// After how much silence the server is asked for a sign of life.
    pub probe_after: Duration,
    /// How long that sign may take: a stopped server is found out after both together.
    pub probe_wait: Duration,
    /// The pause after the first failure; it doubles with each further one.
    pub backoff_from: Duration,
    /// The longest pause.
    pub backoff_to: Duration,
    /// The seed of the jitter of pauses.
    pub seed: u64,
    /// How many classes are listed at once.
    pub listings: usize,
    /// How many events wait for a slow reader; each may be a listing of many megabytes.
    pub queue: usize,
}

impl WatchOptions {
    /// Watches these classes, with the usual patience.
    pub fn new(classes: impl IntoIterator<Item = &'static str>) -> Self {
        WatchOptions {
            classes: classes.into_iter().collect(),
            poll: Duration::from_secs(10),
            grace: Duration::from_secs(5),
            probe_after: Duration::from_secs(2),
            probe_wait: Duration::from_secs(2),
            backoff_from: Duration::from_millis(100),
            backoff_to: Duration::from_secs(5),
            seed: 0,
            listings: 2,
            queue: 2,
        }
    }

    /// Watches every class that has events.
    pub fn everything() -> Self {
        WatchOptions::new(crate::schema::CLASSES.iter().filter(|class| class.events).map(|class| class.name))
    }

    /// Sets the seed of the jitter of pauses.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }
}

/// What a watcher sees.
#[derive(Debug)]
pub enum WatchEvent {
    /// A connection is being made.
    Connecting {
        /// To the master as far as it is known; other hosts are tried after it.
        address: Address,
    },
    /// The connection is made. What was listed before is not to be trusted until [`WatchEvent::ListingDone`].
    Connected {
        /// Where the master is.
        address: Address,
        /// What pool it is.
        pool: Arc<Pool>,
        /// Whether changes since the connection was lost will be told; else every class is listed anew.
        resumed: bool,
    },
    /// The connection is lost, or cannot be made.
    Disconnected {
        /// Why.
        why: Arc<Error>,
        /// When the server was last heard of.
        last_seen: Option<Instant>,
        /// After what pause it is tried again; if not at all, somebody has to change something and watch again.
        retry_in: Option<Duration>,
    },
    /// All objects of a class: any other that is known of the class is no more.
    Listing {
        /// The class.
        class: &'static str,
        /// Its records.
        records: Records,
    },
    /// Everything is listed or caught up with: the picture is whole and current.
    ListingDone,
    /// Changes since the last listing or batch. Objects may be named before they are added.
    Batch(Vec<Event>),
}

/// A change of one object.
#[derive(Debug)]
pub struct Event {
    /// Its class, by its exact name.
    pub class: &'static str,
    /// What happened.
    pub op: Op,
    /// The object's reference.
    pub reference: Box<str>,
    /// Its whole record, absent when it was deleted.
    pub snapshot: Option<Box<RawValue>>,
}

/// What happened to an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// It is new, or was not told of before.
    Add,
    /// It changed.
    Mod,
    /// It is no more.
    Del,
}

/// Watches a pool until what it returns is dropped. Its connection is the client's own.
pub fn watch(client: Client, options: WatchOptions) -> Watch {
    let (sender, receiver) = mpsc::channel(options.queue.max(1));
    let task = tokio::spawn(machine::Machine::new(client, options).run(sender));
    Watch { receiver, task }
}

/// The events of a watcher; dropping it ends the watcher.
#[derive(Debug)]
pub struct Watch {
    receiver: mpsc::Receiver<WatchEvent>,
    task: JoinHandle<()>,
}

impl Watch {
    /// The next event; none after a [`WatchEvent::Disconnected`] without retry.
    pub async fn next(&mut self) -> Option<WatchEvent> {
        self.receiver.recv().await
    }
}

impl Stream for Watch {
    type Item = WatchEvent;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<WatchEvent>> {
        self.receiver.poll_recv(cx)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.task.abort();
    }
}
