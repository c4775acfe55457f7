//! One pool's objects in the cache, kept equal to what its watcher tells.

use std::{
    collections::{BTreeSet, HashSet},
    ops::Range,
    sync::Arc,
};

use cache::{Change, Row, Store, Writer};
use model::Kind;
use xapi::{ObjectEvent, Op, PoolInfo, Records};

use crate::translate::{CLASSES, Class, Failed, Key, Keys, Mirror, Object, Stale, Translated};

/// So many records or objects at once are worth more than one thread.
const MUCH: usize = 1024;
/// At most so many threads work for one pool.
const HANDS: usize = 4;
/// Records that are complained about; beyond that many, silence.
const COMPLAINTS: usize = 1000;

/// The only holder of a pool's writer and mirror.
pub struct Picture {
    writer: Writer,
    mirror: Option<Mirror>,
    /// Whether the cache holds all that the mirror does, but for what is stale or gone.
    whole: bool,
    /// Whether everything is told that happened before the connection was made.
    current: bool,
    stale: Stale,
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
            current: false,
            stale: Stale::default(),
            gone: Vec::new(),
            pool_name: None,
            complained: HashSet::new(),
        }
    }

    /// The names of the classes to watch.
    pub fn classes() -> impl Iterator<Item = &'static str> {
        CLASSES.iter().map(|class| class.name)
    }

    /// Whether readers may see anything.
    pub fn is_shown(&self) -> bool {
        self.whole
    }

    /// The connection is lost: what readers see is as it was then, Unix seconds, and says so.
    pub fn lost(&mut self, last_seen: f64) {
        self.writer.lost(last_seen);
    }

    /// A connection is made: either changes will be told, or everything anew. What readers see stays until all is told,
    /// so that nothing old ever looks new.
    pub fn begin(&mut self, pool: &PoolInfo, resumed: bool) {
        self.current = false;
        if resumed && self.mirror.is_some() {
            return;
        }
        let interner = self.writer.store().interner().clone();
        self.mirror = Some(Mirror::new(interner, &pool.uuid, &pool.reference));
        self.whole = false;
        self.stale = Stale::default();
        self.gone.clear();
    }

    /// All records of a class.
    pub async fn listing(&mut self, class: &str, records: Records) {
        let Some(class) = Class::of(class) else { return };
        let interner = self.writer.store().interner().clone();
        let count = records.len();
        let take_apart = move |part: Range<usize>| {
            let part = records.iter().skip(part.start).take(part.len());
            let kept = part.map(|(reference, record)| {
                class.kept(&interner, None, reference, record).map_err(|error| (reference.to_owned(), error))
            });
            kept.collect::<Vec<_>>()
        };
        let kept = in_parts(count, take_apart).await;
        let Some(mirror) = &mut self.mirror else { return };
        let mut present = Keys::with_capacity(count);
        for kept in kept {
            match kept {
                Ok(kept) => {
                    present.insert(kept.key());
                    mirror.put_kept(class, kept, &mut self.stale);
                }
                Err((reference, error)) => {
                    // What was known of it stays.
                    present.insert(Key::of(&reference));
                    complain(&mut self.complained, class.name, &reference, &error);
                }
            }
        }
        self.gone.extend(mirror.retain(class, &present, &mut self.stale));
        self.flush().await;
    }

    /// Everything is told: what is in the cache and not in the mirror leaves, and the rest is new.
    pub async fn listed(&mut self) {
        self.current = true;
        if self.whole {
            return self.flush().await;
        }
        let Some(mirror) = &self.mirror else { return };
        let keys = mirror.shown();
        let objects = self.translate(keys).await;
        self.writer.replace_all(objects);
        self.whole = true;
        // all objects were in it: its room is given back
        self.stale = Stale::default();
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
        if !self.whole || !self.current {
            return;
        }
        let Stale { mut whole, mut fields } = std::mem::take(&mut self.stale);
        fields.retain(|key, _| !whole.contains(key));
        let mut put = Vec::with_capacity(fields.len());
        for (key, names) in fields {
            match self.copy(key, &names) {
                Some(copied) => put.push(copied),
                None => drop(whole.insert(key)),
            }
        }
        put.extend(self.translate(whole.into_iter().collect()).await);
        let removed = std::mem::take(&mut self.gone).into_iter().map(Change::Remove);
        let put = put.into_iter().map(|(kind, id, row)| Change::Put { kind, id, row });
        self.writer.apply(removed.chain(put));
    }

    /// The object of which only such fields changed, if it is shown; all else of it stays as it is.
    fn copy(&self, key: Key, names: &BTreeSet<&'static str>) -> Option<(Kind, Arc<str>, Row)> {
        let store = self.writer.store();
        let mirror = self.mirror.as_ref()?;
        let (id, fields) = (mirror.id_of(key)?, mirror.copy(key, names)?);
        let known = store.get(&id).filter(|known| known.source() == self.writer.source())?;
        let row = known.row().with(store.interner(), &fields)?;
        Some((known.kind(), id, row))
    }

    async fn translate(&mut self, keys: Vec<Key>) -> Vec<(Kind, Arc<str>, Row)> {
        let Some(mirror) = self.mirror.take() else { return Vec::new() };
        let store = self.writer.store().clone();
        let (mirror, keys) = (Arc::new(mirror), Arc::new(keys));
        let (shared, all) = (mirror.clone(), keys.clone());
        let write = move |part: Range<usize>| {
            let written = all[part].iter().map(|key| {
                let Translated { object, missing } = shared.look(*key)?;
                // Only the row outlives this: objects are large.
                Some((*key, missing, object.and_then(|object| Written::new(&store, &object))))
            });
            written.collect::<Vec<_>>()
        };
        let written = in_parts(keys.len(), write).await;
        let mut mirror = Arc::into_inner(mirror).expect("whoever shared it is done");
        let mut rows = Vec::with_capacity(written.len());
        for (key, missing, written) in written.into_iter().flatten() {
            mirror.wait(key, &missing);
            match written {
                Ok(Written { kind, id, row, pool_name }) => {
                    self.pool_name = pool_name.or(self.pool_name.take());
                    rows.push((kind, id, row));
                }
                Err(failed) => {
                    complain(&mut self.complained, failed.class, &failed.reference, &failed.source);
                }
            }
        }
        self.mirror = Some(mirror);
        rows
    }
}

/// An object as it goes to the cache.
struct Written {
    kind: Kind,
    id: Arc<str>,
    row: Row,
    /// If it is the pool.
    pool_name: Option<String>,
}

impl Written {
    fn new(store: &Store, object: &Object) -> Result<Self, Failed> {
        let failed =
            |source| Failed { class: object.kind().as_str(), reference: object.id().to_string(), source };
        let known = store.get(&object.id());
        let row = Row::of_like(store.interner(), known.as_ref().map(|known| known.row()), object)
            .map_err(failed)?;
        let pool_name = match object {
            Object::Pool(pool) => Some(pool.name_label.clone()),
            _ => None,
        };
        Ok(Self { kind: object.kind(), id: object.id(), row, pool_name })
    }
}

/// Does something to `0..count`: much of it in parts at once, off the threads that serve everybody else.
async fn in_parts<T: Send + 'static>(
    count: usize,
    work: impl Fn(Range<usize>) -> Vec<T> + Send + Sync + 'static,
) -> Vec<T> {
    if count < MUCH {
        return work(0..count);
    }
    let hands = std::thread::available_parallelism().map_or(1, usize::from).clamp(1, HANDS);
    let work = Arc::new(work);
    let size = count.div_ceil(hands);
    let parts: Vec<_> = (0..count)
        .step_by(size)
        .map(|start| {
            let work = work.clone();
            tokio::task::spawn_blocking(move || {
                let done = work(start..count.min(start + size));
                drop(work);
                done
            })
        })
        .collect();
    drop(work);
    let mut all = Vec::with_capacity(count);
    for part in parts {
        match part.await {
            Ok(done) => all.extend(done),
            // As if it had happened here.
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }
    all
}

/// Says once that a record is skipped.
fn complain(complained: &mut HashSet<Key>, class: &str, reference: &str, error: &serde_json::Error) {
    if complained.len() < COMPLAINTS && complained.insert(Key::of(reference)) {
        tracing::warn!(class, reference, %error, "a record was not understood and is left out");
    }
}
