//! The objects of all sources: who may change them, and how readers hear of it.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    hash::BuildHasher,
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use hashbrown::{DefaultHashBuilder, HashTable};
use model::Kind;
use tokio::sync::broadcast::{self, error::RecvError, error::TryRecvError};

use crate::{
    Interner, Object, Row,
    intern::Frag,
    object::{Id, Source},
};

/// How many batches a reader may be behind before it has to look for itself.
const BEHIND: usize = 1024;

/// All objects, by id and by kind.
pub struct Store {
    epoch: Arc<str>,
    interner: Interner,
    hasher: DefaultHashBuilder,
    objects: RwLock<Objects>,
    tx: broadcast::Sender<Arc<Batch>>,
}

#[derive(Default)]
struct Objects {
    by_id: HashTable<Arc<Object>>,
    by_kind: HashMap<Kind, HashTable<Arc<Object>>>,
    /// What other sources say of an id that already has an object, oldest first.
    shadows: HashMap<Arc<str>, Vec<Shadow>>,
    seq: u64,
}

struct Shadow {
    source: Arc<Source>,
    kind: Kind,
    row: Row,
}

/// What a source has to say.
#[derive(Clone, Debug)]
pub enum Change {
    Put { kind: Kind, id: Arc<str>, row: Row },
    Remove(Arc<str>),
}

/// One object that is not what it was.
#[derive(Clone, Debug)]
pub struct Delta {
    pub old: Option<Arc<Object>>,
    pub new: Option<Arc<Object>>,
}

/// What changed in one go, in order.
#[derive(Debug)]
pub struct Batch {
    /// The sequence number of the last change in it.
    pub seq: u64,
    pub deltas: Vec<Delta>,
}

/// What a reader hears.
#[derive(Debug)]
pub enum Told {
    Batch(Arc<Batch>),
    /// Batches were lost: look at the store for what is newer than the last known sequence number, and for
    /// what is gone.
    Lagged,
}

/// Hears of every change after the moment it was made.
pub struct Subscription {
    rx: broadcast::Receiver<Arc<Batch>>,
}

/// The only hand that changes the objects of its source. It never waits for a reader, and when it is dropped
/// its objects stay as they were.
pub struct Writer {
    store: Arc<Store>,
    source: Arc<Source>,
    /// Whether objects of the source may say otherwise than it does when it was last heard of.
    mixed: bool,
}

impl Store {
    /// An empty store. `epoch` tells this life of the store from others, so that a sequence number of another
    /// one is never taken for one of this.
    pub fn new(epoch: impl Into<Arc<str>>) -> Arc<Self> {
        Arc::new(Self {
            epoch: epoch.into(),
            interner: Interner::new(),
            hasher: DefaultHashBuilder::default(),
            objects: RwLock::default(),
            tx: broadcast::channel(BEHIND).0,
        })
    }

    /// The writer of a source. There must be one writer of that name at a time; a later one takes over what
    /// an earlier one left.
    pub fn writer(self: &Arc<Self>, source: &str) -> Writer {
        let source = Source { name: source.into(), last_seen: None };
        Writer { store: self.clone(), source: Arc::new(source), mixed: true }
    }

    /// Where the rows of this store are made.
    pub fn interner(&self) -> &Interner {
        &self.interner
    }

    pub fn epoch(&self) -> &str {
        &self.epoch
    }

    /// The sequence number of the latest change.
    pub fn seq(&self) -> u64 {
        self.read().seq
    }

    /// The object with that id.
    pub fn get(&self, id: &str) -> Option<Arc<Object>> {
        self.read().by_id.find(self.hasher.hash_one(id), |o| o.id() == id).cloned()
    }

    /// All objects of a kind, in no particular order.
    pub fn of_kind(&self, kind: Kind) -> Vec<Arc<Object>> {
        self.read().by_kind.get(&kind).map(|t| t.iter().cloned().collect()).unwrap_or_default()
    }

    /// How many objects of a kind there are.
    pub fn count(&self, kind: Kind) -> usize {
        self.read().by_kind.get(&kind).map_or(0, HashTable::len)
    }

    /// All objects, in no particular order.
    pub fn all(&self) -> Vec<Arc<Object>> {
        self.read().by_id.iter().cloned().collect()
    }

    /// Changes from now on.
    pub fn subscribe(&self) -> Subscription {
        let _still = self.read();
        Subscription { rx: self.tx.subscribe() }
    }

    /// The objects of some kinds now, the sequence number of now, and the changes from now on.
    pub fn listen(&self, kinds: &[Kind]) -> (Vec<Arc<Object>>, u64, Subscription) {
        let objects = self.read();
        let now = kinds.iter().filter_map(|k| objects.by_kind.get(k)).flatten().cloned().collect();
        (now, objects.seq, Subscription { rx: self.tx.subscribe() })
    }

    fn read(&self) -> RwLockReadGuard<'_, Objects> {
        self.objects.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Objects> {
        self.objects.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let objects = self.read();
        write!(f, "Store of {} objects at {} in {}", objects.by_id.len(), objects.seq, self.epoch)
    }
}

impl Subscription {
    /// The next thing to hear; `None` once the store is gone.
    pub async fn next(&mut self) -> Option<Told> {
        match self.rx.recv().await {
            Ok(batch) => Some(Told::Batch(batch)),
            Err(RecvError::Lagged(_)) => Some(Told::Lagged),
            Err(RecvError::Closed) => None,
        }
    }

    /// What there is to hear at this moment, if anything.
    pub fn try_next(&mut self) -> Option<Told> {
        match self.rx.try_recv() {
            Ok(batch) => Some(Told::Batch(batch)),
            Err(TryRecvError::Lagged(_)) => Some(Told::Lagged),
            Err(TryRecvError::Empty | TryRecvError::Closed) => None,
        }
    }
}

impl Writer {
    /// The name of the source.
    pub fn source(&self) -> &str {
        &self.source.name
    }

    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// Applies what the source says; an equal object is no change. Says how many objects changed. A source that was
    /// lost is heard of again by that.
    ///
    /// Where two sources have an object of the same id, the first one shows; when it removes its own, the
    /// other's does.
    pub fn apply(&mut self, changes: impl IntoIterator<Item = Change>) -> usize {
        // whatever makes the changes, it does so before readers have to wait
        let changes: Vec<_> = changes.into_iter().collect();
        self.set_last_seen(None);
        let mut step = Step::new(&self.store, &self.source);
        for change in changes {
            match change {
                Change::Put { kind, id, row } => step.put(kind, id, row),
                Change::Remove(id) => step.remove(&id),
            }
        }
        if std::mem::take(&mut self.mixed) {
            step.stamp();
        }
        step.tell()
    }

    /// The source has exactly these objects, `(kind, id, row)`: only differences are told.
    pub fn replace_all(&mut self, all: impl IntoIterator<Item = (Kind, Arc<str>, Row)>) -> usize {
        let all: Vec<_> = all.into_iter().collect();
        let kept: HashSet<_> = all.iter().map(|(_, id, _)| id.clone()).collect();
        self.set_last_seen(None);
        self.mixed = false;
        let mut step = Step::new(&self.store, &self.source);
        for (kind, id, row) in all {
            step.put(kind, id, row);
        }
        step.others(&kept).iter().for_each(|id| step.remove(id));
        step.tell()
    }

    /// The source is not heard of any more since then, Unix seconds: its objects stay and say so, each by
    /// [`LAST_SEEN`](model::objects::LAST_SEEN), until the source has something to say again. Says how many objects
    /// changed.
    pub fn lost(&mut self, last_seen: f64) -> usize {
        let text = serde_json::Value::from(last_seen).to_string();
        self.set_last_seen(Some(self.store.interner.frag(&text)));
        let mut step = Step::new(&self.store, &self.source);
        if std::mem::take(&mut self.mixed) {
            step.stamp();
        }
        step.tell()
    }

    fn set_last_seen(&mut self, last_seen: Option<Frag>) {
        if self.source.last_seen != last_seen {
            self.source = Arc::new(Source { name: self.source.name.clone(), last_seen });
            self.mixed = true;
        }
    }

    /// The source is gone, and all it had.
    pub fn clear(&mut self) -> usize {
        self.replace_all([])
    }
}

/// One batch in the making. The store is locked, so that the order of batches is that of sequence numbers.
struct Step<'a> {
    store: &'a Store,
    source: &'a Arc<Source>,
    objects: RwLockWriteGuard<'a, Objects>,
    deltas: Vec<Delta>,
}

impl<'a> Step<'a> {
    fn new(store: &'a Store, source: &'a Arc<Source>) -> Self {
        Self { store, source, objects: store.write(), deltas: Vec::new() }
    }

    fn put(&mut self, kind: Kind, id: Arc<str>, row: Row) {
        let known = self.known(&id).cloned();
        match known {
            Some(known) if known.source.name != self.source.name => self.shadow(kind, &id, row),
            Some(known) if known.says_the_same(kind, &row, self.source) => {}
            Some(known) => self.replace(Some(known.clone()), Some((kind, known.id.clone(), row))),
            None => self.replace(None, Some((kind, Id::new(&self.store.interner, &id), row))),
        }
    }

    fn remove(&mut self, id: &str) {
        let Some(known) = self.known(id).cloned() else { return };
        if known.source.name != self.source.name {
            let source = self.source;
            self.edit_shadows(id, |all| all.retain(|s| s.source.name != source.name));
            return;
        }
        let mut next = None;
        self.edit_shadows(id, |all| {
            if !all.is_empty() {
                next = Some(all.remove(0));
            }
        });
        let next = next.map(|s| (s.source, s.kind, s.row));
        match next {
            Some((source, kind, row)) => {
                let id = known.id.clone();
                self.replace_by(Some(known), Some((kind, id, row)), source);
            }
            None => self.replace(Some(known), None),
        }
    }

    /// Everything else that the source has, shown or shadowed.
    fn others(&self, kept: &HashSet<Arc<str>>) -> Vec<Arc<str>> {
        let shown = self.objects.by_id.iter().filter(|o| o.source.name == self.source.name).map(|o| o.id());
        let mine = |s: &Shadow| s.source.name == self.source.name;
        let shadowed =
            self.objects.shadows.iter().filter(|(_, all)| all.iter().any(mine)).map(|(id, _)| &**id);
        shown.chain(shadowed).filter(|id| !kept.contains(*id)).map(Into::into).collect()
    }

    /// Everything that the source has says what the source does of when it was last heard of.
    fn stamp(&mut self) {
        let source = self.source;
        let differs = |its: &Source| its.name == source.name && its.last_seen != source.last_seen;
        let differing: Vec<_> =
            self.objects.by_id.iter().filter(|object| differs(&object.source)).cloned().collect();
        for object in differing {
            let now = (object.kind, object.id.clone(), object.row.clone());
            self.replace(Some(object), Some(now));
        }
        for shadow in self.objects.shadows.values_mut().flatten().filter(|shadow| differs(&shadow.source)) {
            shadow.source = source.clone();
        }
    }

    fn known(&self, id: &str) -> Option<&Arc<Object>> {
        self.objects.by_id.find(self.store.hasher.hash_one(id), |o| o.id() == id)
    }

    fn shadow(&mut self, kind: Kind, id: &Arc<str>, row: Row) {
        let shadow = Shadow { source: self.source.clone(), kind, row };
        let all = self.objects.shadows.entry(id.clone()).or_default();
        match all.iter_mut().find(|s| s.source.name == shadow.source.name) {
            Some(known) => *known = shadow,
            None => all.push(shadow),
        }
    }

    fn edit_shadows(&mut self, id: &str, edit: impl FnOnce(&mut Vec<Shadow>)) {
        if let Some(all) = self.objects.shadows.get_mut(id) {
            edit(all);
            if all.is_empty() {
                self.objects.shadows.remove(id);
            }
        }
    }

    fn replace(&mut self, old: Option<Arc<Object>>, new: Option<(Kind, Id, Row)>) {
        self.replace_by(old, new, self.source.clone());
    }

    fn replace_by(&mut self, old: Option<Arc<Object>>, new: Option<(Kind, Id, Row)>, source: Arc<Source>) {
        let objects = &mut *self.objects;
        objects.seq += 1;
        let seq = objects.seq;
        let hasher = &self.store.hasher;
        let new = new.map(|(kind, id, row)| Arc::new(Object { kind, id, source, seq, row }));
        if let Some(old) = &old {
            let hash = hasher.hash_one(old.id());
            let by_kind = objects.by_kind.entry(old.kind).or_default();
            for table in [&mut objects.by_id, by_kind] {
                if let Ok(entry) = table.find_entry(hash, |o| o.id() == old.id()) {
                    entry.remove();
                }
            }
        }
        if let Some(new) = &new {
            let hash = hasher.hash_one(new.id());
            let by_kind = objects.by_kind.entry(new.kind).or_default();
            for table in [&mut objects.by_id, by_kind] {
                table.insert_unique(hash, new.clone(), |o| hasher.hash_one(o.id()));
            }
        }
        self.deltas.push(Delta { old, new });
    }

    fn tell(self) -> usize {
        let changed = self.deltas.len();
        if changed > 0 {
            // an error means that nobody listens
            let _ = self.store.tx.send(Arc::new(Batch { seq: self.objects.seq, deltas: self.deltas }));
        }
        changed
    }
}
