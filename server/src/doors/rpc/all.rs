//! `all` notifications: which objects entered or changed, and which left, for one caller.
//!
//! Changes are gathered for a moment and told as they are in the end, so that an object that changes often is
//! told once, and a slow reader costs one entry per object, no more.

use std::{collections::HashMap, collections::VecDeque, sync::Arc, time::Duration};

use cache::{Batch, Object, Subscription, Told};
use model::Privilege;
use tokio::time::{Instant, sleep_until};

use super::wire;
use crate::{App, Caller, access};

/// How long changes are gathered.
const GATHER: Duration = Duration::from_millis(50);
/// About the size at which a notification is cut into several.
const LONGEST: usize = 512 * 1024;

/// What one caller has yet to hear.
pub struct Changes {
    caller: Caller,
    heard: Subscription,
    /// By id: whether the caller knew the object before.
    pending: HashMap<Arc<str>, bool>,
    due: Option<Instant>,
    /// Written already, to be sent in order.
    ready: VecDeque<String>,
}

impl Changes {
    /// Everything from now on.
    pub fn of(app: &App, caller: &Caller) -> Self {
        Self {
            caller: caller.clone(),
            heard: app.cache.subscribe(),
            pending: HashMap::new(),
            due: None,
            ready: VecDeque::new(),
        }
    }

    /// The next notification; `None` when changes were lost. It can be dropped at any point and asked again.
    pub async fn next(&mut self, app: &App) -> Option<String> {
        loop {
            if let Some(message) = self.ready.pop_front() {
                return Some(message);
            }
            let due = self.due;
            tokio::select! {
                told = self.heard.next() => match told? {
                    Told::Batch(batch) => self.gather(&batch),
                    Told::Lagged => return None,
                },
                () = until(due) => self.write(app),
            }
        }
    }

    fn gather(&mut self, batch: &Batch) {
        for delta in &batch.deltas {
            let sees = |object: &Arc<Object>| sees(&self.caller, object);
            let before = delta.old.as_ref().is_some_and(sees);
            let after = delta.new.as_ref().is_some_and(sees);
            if let Some(object) = delta.new.as_ref().or(delta.old.as_ref())
                && (before || after)
            {
                self.pending.entry(object.id().into()).or_insert(before);
            }
        }
        if !self.pending.is_empty() {
            self.due.get_or_insert_with(|| Instant::now() + GATHER);
        }
    }

    /// Writes what is pending, as it is by now.
    fn write(&mut self, app: &App) {
        self.due = None;
        let (mut enter, mut exit) = (Vec::new(), Vec::new());
        for (id, known) in self.pending.drain() {
            let name = serde_json::to_string(&*id).unwrap_or_default();
            match app.cache.get(&id).filter(|object| sees(&self.caller, object)) {
                Some(object) => {
                    member(&mut enter, &name);
                    object.write_json(&mut enter);
                    if enter.len() > LONGEST {
                        self.ready.push_back(message("enter", &std::mem::take(&mut enter)));
                    }
                }
                None if known => {
                    member(&mut exit, &name);
                    exit.push(b'0');
                }
                None => {}
            }
        }
        for (kind, items) in [("enter", enter), ("exit", exit)] {
            if !items.is_empty() {
                self.ready.push_back(message(kind, &items));
            }
        }
    }
}

fn sees(caller: &Caller, object: &Object) -> bool {
    object.kind().is_of_pool() && access::may(caller, object).has(Privilege::See)
}

fn member(items: &mut Vec<u8>, name: &str) {
    if !items.is_empty() {
        items.push(b',');
    }
    items.extend_from_slice(name.as_bytes());
    items.push(b':');
}

fn message(kind: &str, items: &[u8]) -> String {
    wire::notification(kind, &String::from_utf8_lossy(items))
}

async fn until(due: Option<Instant>) {
    match due {
        Some(due) => sleep_until(due).await,
        None => std::future::pending().await,
    }
}
