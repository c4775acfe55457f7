//! `all` notifications: which objects entered or changed, and which left, for one caller.
//!
//! Changes are gathered for a moment and told as they are in the end, so that an object that changes often is
//! told once, and a slow reader costs one entry per object, no more.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::Arc,
    time::Duration,
};

use cache::{Batch, Object, Subscription, Told};
use model::Kind;
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
    /// What a caller knows whose rights depend on other objects too.
    known: Option<Known>,
    /// By id: whether the caller knew the object before.
    pending: HashMap<Arc<str>, bool>,
    due: Option<Instant>,
    /// Written already, to be sent in order.
    ready: VecDeque<String>,
}

/// What a caller was told, or could have asked for.
struct Known {
    ids: HashSet<Arc<str>>,
    /// Kinds whose objects decide about others.
    deciding: Vec<Kind>,
    /// Whether some did since everything was looked at.
    stale: bool,
}

impl Changes {
    /// Everything from now on; nothing for a caller who may not read.
    pub fn of(app: &App, caller: &Caller) -> Self {
        let visitor = Caller::visitor();
        let caller = if caller.may_read().is_ok() { caller } else { &visitor };
        let heard = app.cache.subscribe();
        let known = caller.depends_on_links().then(|| Known {
            ids: visible(app, caller).collect(),
            deciding: access::deciding(Kind::ALL),
            stale: false,
        });
        Self {
            caller: caller.clone(),
            heard,
            known,
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
                    Told::Batch(batch) => self.gather(app, &batch),
                    Told::Lagged => return None,
                },
                () = until(due) => self.write(app),
            }
        }
    }

    fn gather(&mut self, app: &App, batch: &Batch) {
        for delta in &batch.deltas {
            let (old, new) = (delta.old.as_deref(), delta.new.as_deref());
            let Some(id) = new.or(old).map(Object::id) else { continue };
            let before = match &mut self.known {
                None => old.is_some_and(|old| sees(app, &self.caller, old)),
                Some(known) => {
                    let decides =
                        [old, new].into_iter().flatten().any(|o| known.deciding.contains(&o.kind()));
                    known.stale |= decides && access::moved(&self.caller, old, new);
                    known.ids.contains(id)
                }
            };
            if before || new.is_some_and(|new| sees(app, &self.caller, new)) {
                self.pending.entry(id.into()).or_insert(before);
            }
        }
        if !self.pending.is_empty() || self.known.as_ref().is_some_and(|known| known.stale) {
            self.due.get_or_insert_with(|| Instant::now() + GATHER);
        }
    }

    /// Others decided anew: whatever came into sight or left it is pending too.
    fn look_again(&mut self, app: &App) {
        let Some(known) = self.known.as_mut().filter(|known| known.stale) else { return };
        known.stale = false;
        let now: HashSet<Arc<str>> = visible(app, &self.caller).collect();
        for id in now.symmetric_difference(&known.ids) {
            self.pending.entry(id.clone()).or_insert_with(|| known.ids.contains(id));
        }
    }

    /// Writes what is pending, as it is by now.
    fn write(&mut self, app: &App) {
        self.due = None;
        self.look_again(app);
        let (mut enter, mut exit) = (Vec::new(), Vec::new());
        for (id, known) in self.pending.drain() {
            let name = serde_json::to_string(&*id).unwrap_or_default();
            let object = app.cache.get(&id).filter(|object| sees(app, &self.caller, object));
            if let Some(known) = &mut self.known {
                match object {
                    Some(_) => known.ids.insert(id.clone()),
                    None => known.ids.remove(&id),
                };
            }
            match object {
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

fn sees(app: &App, caller: &Caller, object: &Object) -> bool {
    object.kind().is_of_pool() && access::sees(caller, object, &app.cache)
}

/// All that the caller may see by now.
fn visible(app: &App, caller: &Caller) -> impl Iterator<Item = Arc<str>> {
    app.cache.all().into_iter().filter(|object| sees(app, caller, object)).map(|object| object.id().into())
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
