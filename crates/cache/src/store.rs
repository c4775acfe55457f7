//! The objects, the writers that change them, and the batches that readers are told.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::BuildHasher,
    sync::{
        Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicU32, Ordering},
    },
};

use hashbrown::{DefaultHashBuilder, HashTable};
use model::Kind;
use tokio::sync::broadcast;

use crate::{Interner, Object, Row};

/// What a writer says of one object.
#[derive(Debug)]
pub enum Change {
    /// It is so now.
    Put { kind: Kind, id: Arc<str>, row: Row },
    /// It is gone.
    Remove(Arc<str>),
}

/// One object before and after.
#[derive(Clone, Debug)]
pub struct Delta {
    pub old: Option<Arc<Object>>,
    pub new: Option<Arc<Object>>,
}

impl Delta {
    /// The object it is about: as it is, or as it last was.
    pub fn object(&self) -> Option<&Arc<Object>> {
        self.new.as_ref().or(self.old.as_ref())
    }
}

/// What changed at once.
#[derive(Debug)]
pub struct Batch {
    /// The store's sequence number after it.
    pub seq: u64,
    pub deltas: Vec<Delta>,
}

/// All objects of all sources. Clones are the same store.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    interner: Interner,
    epoch: Box<str>,
    sources: AtomicU32,
    state: RwLock<State>,
    tx: broadcast::Sender<Arc<Batch>>,
}

#[derive(Default)]
struct State {
    seq: u64,
    hasher: DefaultHashBuilder,
    all: HashTable<Arc<Object>>,
    kinds: BTreeMap<Kind, HashTable<Arc<Object>>>,
    /// Objects whose id another source had first, to be shown when that one leaves.
    shadowed: HashMap<Arc<str>, Vec<Arc<Object>>>,
}

impl Store {
    /// An empty store. `epoch` must differ from that of any earlier store, since sequence numbers begin anew;
    /// a reader that is more than `batches` behind is told that it lagged.
    pub fn new(epoch: &str, batches: usize) -> Self {
        Self(Arc::new(Inner {
            interner: Interner::default(),
            epoch: epoch.into(),
            sources: AtomicU32::new(0),
            state: RwLock::default(),
            tx: broadcast::channel(batches).0,
        }))
    }

    /// A hand for a new source. Writers of other sources are not disturbed by it.
    pub fn writer(&self) -> Writer {
        Writer {
            source: self.0.sources.fetch_add(1, Ordering::Relaxed),
            store: self.clone(),
            own: HashSet::new(),
        }
    }

    pub fn interner(&self) -> &Interner {
        &self.0.interner
    }

    /// Names the series of sequence numbers.
    pub fn epoch(&self) -> &str {
        &self.0.epoch
    }

    /// The number of the latest change.
    pub fn seq(&self) -> u64 {
        self.read().seq
    }

    /// How many objects there are.
    pub fn len(&self) -> usize {
        self.read().all.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many objects of each kind there are.
    pub fn counts(&self) -> Vec<(Kind, usize)> {
        self.read().kinds.iter().map(|(kind, table)| (*kind, table.len())).collect()
    }

    /// The object with this id, of whatever kind.
    pub fn get(&self, id: &str) -> Option<Arc<Object>> {
        let state = self.read();
        let hash = state.hasher.hash_one(id);
        state.all.find(hash, |o| *o.id == *id).cloned()
    }

    /// The objects of these kinds, in no order.
    pub fn of(&self, kinds: &[Kind]) -> Vec<Arc<Object>> {
        self.read().of(kinds)
    }

    /// All objects, in no order.
    pub fn all(&self) -> Vec<Arc<Object>> {
        self.read().all.iter().cloned().collect()
    }

    /// The batches from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Batch>> {
        let _no_write_meanwhile = self.read();
        self.0.tx.subscribe()
    }

    /// The objects of these kinds, the sequence number of that moment, and the batches since.
    pub fn watch(&self, kinds: &[Kind]) -> (Vec<Arc<Object>>, u64, broadcast::Receiver<Arc<Batch>>) {
        let state = self.read();
        (state.of(kinds), state.seq, self.0.tx.subscribe())
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.0.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.0.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The only hand that changes the objects of one source. Never waits for a reader.
pub struct Writer {
    source: u32,
    store: Store,
    /// The ids that this source has said, shown or shadowed.
    own: HashSet<Arc<str>>,
}

impl Writer {
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Applies changes at once; what is equal already is silent. Returns how many objects changed.
    pub fn apply(&mut self, changes: impl IntoIterator<Item = Change>) -> usize {
        let store = self.store.clone();
        let mut state = store.write();
        let mut deltas = Vec::new();
        for change in changes {
            deltas.extend(match change {
                Change::Put { kind, id, row } => {
                    self.own.insert(id.clone());
                    state.put(self.source, kind, id, row)
                }
                Change::Remove(id) => self.own.remove(&id).then(|| state.remove(self.source, &id)).flatten(),
            });
        }
        let changed = deltas.len();
        if changed > 0 {
            // sent under the lock, so that batches come in the order of their numbers; an error means
            // that nobody listens
            let _ = store.0.tx.send(Arc::new(Batch { seq: state.seq, deltas }));
        }
        changed
    }

    /// Makes these the only objects of this source; only differences are told.
    pub fn replace_all(&mut self, objects: Vec<(Kind, Arc<str>, Row)>) -> usize {
        let fresh: HashSet<&str> = objects.iter().map(|(_, id, _)| &**id).collect();
        let gone: Vec<Arc<str>> = self.own.iter().filter(|id| !fresh.contains(&***id)).cloned().collect();
        let puts = objects.into_iter().map(|(kind, id, row)| Change::Put { kind, id, row });
        self.apply(gone.into_iter().map(Change::Remove).chain(puts).collect::<Vec<_>>())
    }

    /// Takes all objects of this source away.
    pub fn clear(&mut self) -> usize {
        self.replace_all(Vec::new())
    }
}

impl State {
    fn of(&self, kinds: &[Kind]) -> Vec<Arc<Object>> {
        kinds.iter().filter_map(|k| self.kinds.get(k)).flat_map(|t| t.iter().cloned()).collect()
    }

    fn put(&mut self, source: u32, kind: Kind, id: Arc<str>, row: Row) -> Option<Delta> {
        let hash = self.hasher.hash_one(&*id);
        let old = self.all.find(hash, |o| o.id == id).cloned();
        if let Some(old) = &old {
            if old.source != source {
                let waiting = self.shadowed.entry(id.clone()).or_default();
                waiting.retain(|o| o.source != source);
                waiting.push(Arc::new(Object { kind, id, source, seq: 0, row }));
                return None;
            }
            if old.kind == kind && old.row.same(&row) {
                return None;
            }
        }
        self.seq += 1;
        let id = old.as_ref().map_or(id, |o| o.id.clone());
        let new = Arc::new(Object { kind, id, source, seq: self.seq, row });
        if let Some(old) = &old {
            self.forget(hash, old);
        }
        self.keep(hash, &new);
        Some(Delta { old, new: Some(new) })
    }

    fn remove(&mut self, source: u32, id: &Arc<str>) -> Option<Delta> {
        let hash = self.hasher.hash_one(&**id);
        let old = self.all.find(hash, |o| o.id == *id).cloned()?;
        if old.source != source {
            let waiting = self.shadowed.get_mut(id)?;
            waiting.retain(|o| o.source != source);
            return None;
        }
        self.seq += 1;
        self.forget(hash, &old);
        let heir = self.shadowed.get_mut(id).filter(|w| !w.is_empty()).map(|w| w.remove(0));
        if self.shadowed.get(id).is_some_and(Vec::is_empty) {
            self.shadowed.remove(id);
        }
        let new = heir.map(|o| {
            Arc::new(Object {
                kind: o.kind,
                id: o.id.clone(),
                source: o.source,
                seq: self.seq,
                row: o.row.clone(),
            })
        });
        if let Some(new) = &new {
            self.keep(hash, new);
        }
        Some(Delta { old: Some(old), new })
    }

    fn keep(&mut self, hash: u64, object: &Arc<Object>) {
        let Self { hasher, all, kinds, .. } = self;
        let rehash = |o: &Arc<Object>| hasher.hash_one(&*o.id);
        all.insert_unique(hash, object.clone(), rehash);
        kinds.entry(object.kind).or_default().insert_unique(hash, object.clone(), rehash);
    }

    fn forget(&mut self, hash: u64, object: &Arc<Object>) {
        let is = |o: &Arc<Object>| Arc::ptr_eq(o, object);
        if let Ok(entry) = self.all.find_entry(hash, is) {
            entry.remove();
        }
        if let Some(Ok(entry)) = self.kinds.get_mut(&object.kind).map(|t| t.find_entry(hash, is)) {
            entry.remove();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(store: &Store, id: &str, name: &str) -> Change {
        let json =
            serde_json::value::to_raw_value(&serde_json::json!({ "id": id, "name_label": name })).unwrap();
        Change::Put { kind: Kind::Vm, id: id.into(), row: Row::from_json(store.interner(), &json).unwrap() }
    }
    fn told(rx: &mut broadcast::Receiver<Arc<Batch>>) -> Vec<String> {
        let mut all = Vec::new();
        while let Ok(batch) = rx.try_recv() {
            for d in &batch.deltas {
                let side = |o: &Option<Arc<Object>>| {
                    o.as_ref().map_or("-".into(), |o| o.text("name_label").unwrap())
                };
                all.push(format!("{} {}>{}", d.object().unwrap().id, side(&d.old), side(&d.new)));
            }
        }
        all
    }

    #[test]
    fn only_differences_are_told_and_numbered() {
        let store = Store::new("e", 16);
        let mut w = store.writer();
        let (none, 0, mut rx) = store.watch(&[Kind::Vm]) else { panic!() };
        assert!(none.is_empty());
        w.apply([put(&store, "a", "1"), put(&store, "b", "1")]);
        w.apply([put(&store, "a", "1")]);
        w.apply([put(&store, "a", "2"), Change::Remove("b".into()), Change::Remove("c".into())]);
        assert_eq!(told(&mut rx), ["a ->1", "b ->1", "a 1>2", "b 1>-"]);
        assert_eq!((store.seq(), store.len(), store.get("a").unwrap().seq), (4, 1, 3));
        let rows = |names: &[(&str, &str)]| {
            names
                .iter()
                .map(|(id, n)| match put(&store, id, n) {
                    Change::Put { kind, id, row } => (kind, id, row),
                    Change::Remove(_) => unreachable!(),
                })
                .collect()
        };
        w.replace_all(rows(&[("a", "2"), ("c", "1")]));
        assert_eq!(told(&mut rx), ["c ->1"]);
        w.clear();
        assert!(store.is_empty() && store.of(&[Kind::Vm]).is_empty());
    }

    #[test]
    fn the_first_source_of_an_id_wins_until_it_leaves() {
        let store = Store::new("e", 16);
        let (mut first, mut second) = (store.writer(), store.writer());
        let mut rx = store.subscribe();
        first.apply([put(&store, "a", "first")]);
        second.apply([put(&store, "a", "second")]);
        second.apply([put(&store, "a", "second, later")]);
        first.clear();
        second.clear();
        assert_eq!(told(&mut rx), ["a ->first", "a first>second, later", "a second, later>-"]);
        first.apply([put(&store, "a", "first")]);
        second.apply([put(&store, "a", "second")]);
        second.clear();
        first.clear();
        assert_eq!(told(&mut rx), ["a ->first", "a first>-"]);
    }

    #[test]
    fn a_reader_that_applies_batches_from_any_point_holds_the_store() {
        // a small linear congruential generator: the same walk each time
        let mut state = 7u64;
        let mut next = move |n: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % n
        };
        let store = Store::new("e", 8);
        let mut writers = [store.writer(), store.writer()];
        let (mut held, mut rx) = (HashMap::new(), store.subscribe());
        for _ in 0..5_000 {
            let (id, name) = (next(12).to_string(), next(4).to_string());
            let writer = &mut writers[next(2) as usize];
            match next(20) {
                0 => drop(writer.clear()),
                1..6 => drop(writer.apply([Change::Remove(id.as_str().into())])),
                _ => drop(writer.apply([put(&store, &id, &name)])),
            }
            if next(5) > 0 {
                continue;
            }
            loop {
                match rx.try_recv() {
                    Ok(batch) => {
                        for d in &batch.deltas {
                            let id = d.object().unwrap().id.clone();
                            match &d.new {
                                Some(new) => drop(held.insert(id, new.clone())),
                                None => drop(held.remove(&id)),
                            }
                        }
                    }
                    Err(broadcast::error::TryRecvError::Lagged(_)) => {
                        let (all, _, fresh) = store.watch(&[Kind::Vm]);
                        rx = fresh;
                        held = all.into_iter().map(|o| (o.id.clone(), o)).collect();
                    }
                    Err(_) => break,
                }
            }
            assert_eq!(held.len(), store.len());
            assert!(held.values().all(|o| store.get(&o.id).is_some_and(|s| Arc::ptr_eq(&s, o))));
        }
    }
}
