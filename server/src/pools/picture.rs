//! One pool's objects in the cache, kept equal to what its watcher tells.

use std::{collections::HashSet, sync::Arc};

use cache::{Change, Row, Writer};
use model::Kind;
use xapi::{ObjectEvent, Op, PoolInfo, Records};

use crate::translate::{CLASSES, Class, Key, Mirror, Object};

/// After so many records or objects others get a turn.
const TURN: usize = 256;
/// Records that are complained about; beyond that many, silence.
const COMPLAINTS: usize = 1000;

/// The only holder of a pool's writer and mirror.
pub struct Picture {
    writer: Writer,
    mirror: Option<Mirror>,
    /// Whether the cache holds all that the mirror does.
    whole: bool,
    stale: HashSet<Key>,
    gone: Vec<Arc<str>>,
    pool_name: Option<String>,
    complained: HashSet<Key>,
}

impl Picture {
    pub fn new(writer: Writer) -> Self {
        Self {
            writer,
            mirror: None,
            whole: false,
            stale: HashSet::new(),
            gone: Vec::new(),
            pool_name: None,
            complained: HashSet::new(),
        }
    }

    /// The names of the classes to watch.
    pub fn classes() -> impl Iterator<Item = &'static str> {
        CLASSES.iter().map(|class| class.name)
    }

    /// A connection is made: either changes will be told, or everything anew. What readers see stays until then.
    pub fn begin(&mut self, pool: &PoolInfo, resumed: bool) {
        if resumed && self.mirror.is_some() {
            return;
        }
        let interner = self.writer.store().interner().clone();
        self.mirror = Some(Mirror::new(interner, &pool.uuid, &pool.reference));
        self.whole = false;
        self.stale.clear();
        self.gone.clear();
    }

    /// All records of a class.
    pub async fn listing(&mut self, class: &str, records: Records) {
        let (Some(class), Some(mirror)) = (Class::of(class), &mut self.mirror) else { return };
        let mut present = HashSet::with_capacity(records.len());
        for (at, (reference, record)) in records.iter().enumerate() {
            present.insert(Key::of(reference));
            if let Err(error) = mirror.put(class, reference, record, &mut self.stale) {
                complain(&mut self.complained, class.name, reference, &error);
            }
            if at % TURN == TURN - 1 {
                tokio::task::yield_now().await;
            }
        }
        drop(records);
        self.gone.extend(mirror.retain(class, &present, &mut self.stale));
        self.flush().await;
    }

    /// Everything is listed: what is in the cache and not in the mirror leaves.
    pub async fn listed(&mut self) {
        if self.whole {
            return;
        }
        let Some(mirror) = &self.mirror else { return };
        let keys = mirror.shown();
        let objects = self.translate(keys).await;
        self.writer.replace_all(objects);
        self.whole = true;
        self.stale.clear();
        self.gone.clear();
    }

    /// Changes of single objects: all are taken in before any is translated, since they may name each other.
    pub async fn batch(&mut self, events: Vec<ObjectEvent>) {
        let Some(mirror) = &mut self.mirror else { return };
        for event in events {
            let Some(class) = Class::of(event.class) else { continue };
            match (event.op, event.snapshot) {
                (Op::Del, _) => self.gone.extend(mirror.remove(&event.reference, &mut self.stale)),
                (_, Some(record)) => {
                    if let Err(error) = mirror.put(class, &event.reference, record.get(), &mut self.stale) {
                        complain(&mut self.complained, class.name, &event.reference, &error);
                    }
                }
                (_, None) => {}
            }
        }
        self.flush().await;
    }

    /// All objects leave.
    pub fn clear(&mut self) {
        self.writer.clear();
        self.mirror = None;
        self.whole = false;
    }

    /// The name of the pool, as last seen.
    pub fn pool_name(&self) -> Option<&str> {
        self.pool_name.as_deref()
    }

    async fn flush(&mut self) {
        if !self.whole {
            return;
        }
        let stale = std::mem::take(&mut self.stale).into_iter().collect();
        let removed = std::mem::take(&mut self.gone).into_iter().map(Change::Remove);
        let put = self.translate(stale).await;
        let put = put.into_iter().map(|(kind, id, row)| Change::Put { kind, id, row });
        self.writer.apply(removed.chain(put));
    }

    async fn translate(&mut self, keys: Vec<Key>) -> Vec<(Kind, Arc<str>, Row)> {
        let Some(mirror) = &mut self.mirror else { return Vec::new() };
        let interner = self.writer.store().interner().clone();
        let mut rows = Vec::with_capacity(keys.len());
        for (at, key) in keys.into_iter().enumerate() {
            if at % TURN == TURN - 1 {
                tokio::task::yield_now().await;
            }
            let object = match mirror.translate(key) {
                None => continue,
                Some(Ok(object)) => object,
                Some(Err(failed)) => {
                    complain(&mut self.complained, failed.class, &failed.reference, &failed.source);
                    continue;
                }
            };
            if let Object::Pool(pool) = &object {
                self.pool_name = Some(pool.name_label.clone());
            }
            match Row::of(&interner, &object) {
                Ok(row) => rows.push((object.kind(), object.id(), row)),
                Err(error) => complain(&mut self.complained, object.kind().as_str(), &object.id(), &error),
            }
        }
        rows
    }
}

/// Says once that a record is skipped.
fn complain(complained: &mut HashSet<Key>, class: &str, reference: &str, error: &serde_json::Error) {
    if complained.len() < COMPLAINTS && complained.insert(Key::of(reference)) {
        tracing::warn!(class, reference, %error, "a record was not understood and is left out");
    }
}
