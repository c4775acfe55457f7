//! Lists that are evaluated once and shared by all who watch them: a view without its window, for callers of
//! equal rights.
//!
//! A [`List`] keeps the objects that match, in order, and follows the cache by itself. Whoever shows a part of
//! it holds the objects that it showed last ([`Held`]); what to tell is the difference to the list as it is
//! now. So a reader that was slow is told the latest state and nothing in between.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, Weak},
};

use cache::{Batch, Delta, Object, Store, Subscription, Told};
use model::{Filter, FilterError, Kind, Privilege, Privileges, View};
use tokio::sync::Notify;
use tokio_util::task::AbortOnDropHandle;

use crate::{
    Caller,
    access::{self, RightsKey},
};

mod frames;
pub mod order;

pub use frames::Held;
use order::Key;

/// A batch that touches more of a list than this is sorted in, not inserted one by one.
const MANY: usize = 256;

/// The lists that somebody watches.
pub struct Lists {
    cache: Arc<Store>,
    open: Mutex<HashMap<(View, RightsKey), Weak<List>>>,
}

/// One list, as long as somebody holds it.
pub struct List {
    question: Question,
    state: RwLock<State>,
    bells: Mutex<Vec<Weak<Notify>>>,
    follow: std::sync::OnceLock<AbortOnDropHandle<()>>,
}

/// What makes an object belong to a list, and where.
struct Question {
    view: View,
    filter: Filter,
    ids: Option<HashSet<String>>,
    /// Somebody with the rights of all who share the list.
    caller: Caller,
    /// Kinds whose objects decide what that caller may do with those of the list.
    deciding: Vec<Kind>,
    cache: Arc<Store>,
}

#[derive(Default)]
struct State {
    /// Counts evaluations; 0 is none yet.
    version: u64,
    /// The sequence number of the cache that the list is true of.
    seq: u64,
    items: Vec<Item>,
    last: Step,
}

struct Item {
    key: Key,
    may: Privileges,
    object: Arc<Object>,
}

/// What the last evaluation did, so that those who were up to date need not compare everything.
#[derive(Default)]
struct Step {
    /// Whether objects came, went or moved.
    order: bool,
    patches: Vec<Patch>,
}

/// An object that stayed where it was, and the partial row that tells how it changed.
struct Patch {
    at: usize,
    old: Arc<Object>,
    new: Arc<Object>,
    /// Empty when nothing changed that the view shows.
    json: Box<[u8]>,
}

impl Lists {
    pub fn new(cache: Arc<Store>) -> Self {
        Self { cache, open: Mutex::default() }
    }

    /// The list of a view, whatever its window; evaluated from now on if it is not watched yet. `bell` rings at
    /// every evaluation from now on.
    ///
    /// # Errors
    /// When the view's filter cannot be read.
    pub fn open(&self, view: &View, caller: &Caller, bell: &Arc<Notify>) -> Result<Arc<List>, FilterError> {
        let view = View { window: None, ..view.clone() };
        let key = (view, caller.rights_key());
        let mut open = lock(&self.open);
        if let Some(list) = open.get(&key).and_then(Weak::upgrade) {
            lock(&list.bells).push(Arc::downgrade(bell));
            return Ok(list);
        }
        open.retain(|_, list| list.strong_count() > 0);
        let list = Arc::new(List {
            question: Question::new(key.0.clone(), caller.clone(), self.cache.clone())?,
            state: RwLock::default(),
            bells: Mutex::new(vec![Arc::downgrade(bell)]),
            follow: std::sync::OnceLock::new(),
        });
        let follow = tokio::spawn(follow(Arc::downgrade(&list), self.cache.clone()));
        // it was just made: nobody else can have set it
        let _ = list.follow.set(AbortOnDropHandle::new(follow));
        open.insert(key, Arc::downgrade(&list));
        Ok(list)
    }

    /// The rows of a view as it is now, as a [`model::Reset`]'s JSON.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn once(&self, view: &View, caller: &Caller) -> Result<Vec<u8>, FilterError> {
        let bell = Arc::new(Notify::new());
        let list = self.open(view, caller, &bell)?;
        while !list.is_ready() {
            bell.notified().await;
        }
        Ok(list.rows(view.window))
    }

    /// How many lists are watched.
    pub fn count(&self) -> usize {
        lock(&self.open).values().filter(|list| list.strong_count() > 0).count()
    }
}

/// Evaluates a list and keeps it true until nobody holds it any more.
async fn follow(list: Weak<List>, cache: Arc<Store>) {
    let evaluate = || {
        let list = list.upgrade()?;
        let (objects, seq, subscription) = cache.listen(&list.question.view.kinds);
        list.evaluate(objects, seq);
        Some(subscription)
    };
    let Some(mut subscription) = evaluate() else { return };
    while let Some(told) = subscription.next().await {
        let Some(list) = list.upgrade() else { return };
        if list.hear(told, &mut subscription).is_err() {
            match evaluate() {
                Some(anew) => subscription = anew,
                None => return,
            }
        }
    }
}

/// Changes cannot be applied one by one: some were not heard, or others decide now who sees what.
struct Lost;

impl List {
    /// The fields that rows have, all if `None`.
    fn fields(&self) -> Option<&[String]> {
        self.question.view.fields.as_deref()
    }

    /// `bell` does not ring for this list any more.
    pub fn close(&self, bell: &Arc<Notify>) {
        let mut bells = lock(&self.bells);
        if let Some(at) = bells.iter().position(|b| std::ptr::eq(b.as_ptr(), Arc::as_ptr(bell))) {
            bells.swap_remove(at);
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Applies what was told, and what else there is to hear already.
    fn hear(&self, told: Told, subscription: &mut Subscription) -> Result<(), Lost> {
        let mut batches = Vec::new();
        let mut next = Some(told);
        while let Some(told) = next {
            match told {
                Told::Batch(batch) => batches.push(batch),
                Told::Lagged => return Err(Lost),
            }
            next = subscription.try_next();
        }
        if batches.iter().flat_map(|batch| &batch.deltas).any(|delta| self.question.is_decided_by(delta)) {
            return Err(Lost);
        }
        self.apply(&batches);
        Ok(())
    }

    fn evaluate(&self, objects: Vec<Arc<Object>>, seq: u64) {
        let mut items: Vec<Item> = objects.into_iter().filter_map(|o| self.question.item(o)).collect();
        items.sort_unstable_by(|a, b| self.question.compare(a, b));
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.items = items;
        state.last = Step { order: true, patches: Vec::new() };
        self.done(&mut state, seq);
        drop(state);
        self.ring();
    }

    fn apply(&self, batches: &[Arc<Batch>]) {
        let concerns = |delta: &&Delta| {
            [&delta.old, &delta.new]
                .into_iter()
                .flatten()
                .any(|o| self.question.view.kinds.contains(&o.kind()))
        };
        let Some(seq) = batches.last().map(|b| b.seq) else { return };
        let deltas: Vec<&Delta> = batches.iter().flat_map(|b| &b.deltas).filter(concerns).collect();
        if deltas.is_empty() {
            return;
        }
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if seq <= state.seq {
            return;
        }
        let mut step = Step::default();
        if deltas.len() > MANY {
            self.sort_in(&mut state.items, &deltas);
            step.order = true;
        } else {
            deltas.iter().for_each(|delta| self.question.step(&mut state.items, delta, &mut step));
        }
        if step.order {
            // positions are those of different moments
            step.patches.iter_mut().for_each(|p| p.at = usize::MAX);
        }
        if !step.order && step.patches.is_empty() {
            return;
        }
        for patch in &mut step.patches {
            patch.json = self.patch(&patch.old, &patch.new);
        }
        state.last = step;
        self.done(&mut state, seq);
        drop(state);
        self.ring();
    }

    fn sort_in(&self, items: &mut Vec<Item>, deltas: &[&Delta]) {
        let mut latest: HashMap<&str, Option<&Arc<Object>>> = HashMap::with_capacity(deltas.len());
        for delta in deltas {
            if let Some(old) = &delta.old {
                latest.insert(old.id(), None);
            }
            if let Some(new) = &delta.new {
                latest.insert(new.id(), Some(new));
            }
        }
        items.retain(|item| !latest.contains_key(item.object.id()));
        let now = latest.into_values().flatten().filter_map(|o| self.question.item(o.clone()));
        items.extend(now);
        // stable sorting makes use of the part that is sorted already
        items.sort_by(|a, b| self.question.compare(a, b));
    }

    fn done(&self, state: &mut State, seq: u64) {
        state.version += 1;
        state.seq = seq;
    }

    fn ring(&self) {
        let mut gone = false;
        for bell in lock(&self.bells).iter() {
            match bell.upgrade() {
                Some(bell) => bell.notify_one(),
                None => gone = true,
            }
        }
        if gone {
            lock(&self.bells).retain(|b| b.strong_count() > 0);
        }
    }
}

impl Question {
    fn new(view: View, caller: Caller, cache: Arc<Store>) -> Result<Self, FilterError> {
        let filter = Filter::parse(view.filter.as_deref().unwrap_or_default())?;
        let ids = view.ids.as_ref().map(|ids| ids.iter().cloned().collect());
        let deciding = if caller.depends_on_links() { access::deciding(&view.kinds) } else { Vec::new() };
        Ok(Self { view, filter, ids, caller, deciding, cache })
    }

    /// Whether a change can have changed what the caller may do with other objects of the list.
    fn is_decided_by(&self, delta: &Delta) -> bool {
        let (old, new) = (delta.old.as_deref(), delta.new.as_deref());
        [old, new].into_iter().flatten().any(|object| self.deciding.contains(&object.kind()))
            && access::moved(&self.caller, old, new)
    }

    /// The object's place in the list, if it has one.
    fn item(&self, object: Arc<Object>) -> Option<Item> {
        if !self.view.kinds.contains(&object.kind())
            || self.ids.as_ref().is_some_and(|ids| !ids.contains(object.id()))
            || !self.filter.matches(&*object)
        {
            return None;
        }
        let may = access::may(&self.caller, &object, &self.cache);
        let key = Key::of(&object, self.view.sort.as_ref());
        may.has(Privilege::See).then_some(Item { key, may, object })
    }

    fn compare(&self, a: &Item, b: &Item) -> std::cmp::Ordering {
        let desc = self.view.sort.as_ref().is_some_and(|s| s.desc);
        a.key.compare(&b.key, desc).then_with(|| a.object.id().cmp(b.object.id()))
    }

    fn find(&self, items: &[Item], item: &Item) -> Result<usize, usize> {
        items.binary_search_by(|i| self.compare(i, item))
    }

    /// Where an object stands as it was, whatever the caller may do with it by now.
    fn find_old(&self, items: &[Item], object: &Arc<Object>) -> Option<usize> {
        let key = Key::of(object, self.view.sort.as_ref());
        self.find(items, &Item { key, may: Privileges::NONE, object: object.clone() }).ok()
    }

    fn step(&self, items: &mut Vec<Item>, delta: &Delta, step: &mut Step) {
        let old = delta.old.as_ref().and_then(|old| self.find_old(items, old));
        let new = delta.new.clone().and_then(|o| self.item(o));
        match (old, new) {
            (None, None) => {}
            (Some(at), None) => {
                items.remove(at);
                step.order = true;
            }
            (None, Some(new)) => {
                if let Err(at) = self.find(items, &new) {
                    items.insert(at, new);
                    step.order = true;
                }
            }
            (Some(at), Some(new)) => {
                let patch = Patch {
                    at,
                    old: items[at].object.clone(),
                    new: new.object.clone(),
                    json: Box::default(),
                };
                if self.compare(&items[at], &new).is_eq() {
                    items[at] = new;
                } else {
                    items.remove(at);
                    let at = self.find(items, &new).unwrap_or_else(|at| at);
                    items.insert(at, new);
                    step.order = true;
                }
                step.patches.push(patch);
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
