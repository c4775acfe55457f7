//! What a translation may ask: ids of references, and records of other objects.

use std::{
    cell::{OnceCell, RefCell},
    collections::BTreeMap,
    sync::Arc,
};

use cache::Row;
use model::{
    Id,
    objects::{Pool, Task},
};
use xapi::{Record, Ref};

use super::{
    Key, Mirror,
    mirror::{self, string},
};

/// One look at the mirror. Remembers which references were not known, so that who asked can be translated again.
pub struct Context<'a> {
    mirror: &'a Mirror,
    missing: RefCell<Vec<Key>>,
    platform: OnceCell<Option<(u32, u32)>>,
}

impl<'a> Context<'a> {
    pub fn new(mirror: &'a Mirror) -> Self {
        Self { mirror, missing: RefCell::default(), platform: OnceCell::new() }
    }

    /// The references that were asked for in vain.
    pub fn into_missing(self) -> Vec<Key> {
        self.missing.into_inner()
    }

    /// The id of the pool.
    pub fn pool(&self) -> Id<Pool> {
        Id::new(self.mirror.pool().1.clone())
    }

    /// The id of a referenced object.
    pub fn id<T, U>(&self, reference: &Ref<T>) -> Option<Id<U>> {
        self.id_of(reference.get()?)
    }

    /// The id of the object with a reference, if it is known.
    pub fn id_of<U>(&self, reference: &str) -> Option<Id<U>> {
        let key = Key::of(reference);
        match self.mirror.id_of(key) {
            Some(id) => Some(Id::new(id)),
            None => {
                self.missing.borrow_mut().push(key);
                None
            }
        }
    }

    /// The ids of the referenced objects that are known.
    pub fn ids<T, U>(&self, references: &[Ref<T>]) -> Vec<Id<U>> {
        references.iter().filter_map(|reference| self.id(reference)).collect()
    }

    /// The record of a referenced object.
    pub fn record<T: Record>(&self, reference: &Ref<T>) -> Option<T> {
        let row = self.row(reference.get()?)?;
        row.read().inspect_err(|error| tracing::debug!(%reference, %error, "a part cannot be read")).ok()
    }

    /// The kept fields of the object with a reference.
    pub fn row(&self, reference: &str) -> Option<&'a Row> {
        let key = Key::of(reference);
        let row = self.mirror.row_of(key);
        if row.is_none() {
            self.missing.borrow_mut().push(key);
        }
        row
    }

    /// The disk with a uuid: its id and kept fields.
    pub fn disk(&self, uuid: &str) -> Option<(Arc<str>, &'a Row)> {
        let key = self.mirror.disk(uuid)?;
        Some((self.mirror.id_of(key)?, self.mirror.row_of(key)?))
    }

    /// The object that a field refers to, as its kept fields.
    pub fn follow(&self, row: &Row, field: &str) -> Option<&'a Row> {
        self.row(string(row, field).filter(|reference| !xapi::is_null_ref(reference))?)
    }

    /// What is being done: operations by the ids of their tasks. Tasks that are not known are left out.
    pub fn operations<T: std::fmt::Display>(
        &self,
        operations: &BTreeMap<String, T>,
    ) -> BTreeMap<Id<Task>, String> {
        let known = operations.iter().filter_map(|(task, what)| Some((self.id_of(task)?, what.to_string())));
        known.collect()
    }

    /// The master's version of the platform, major and minor.
    pub fn platform_version(&self) -> Option<(u32, u32)> {
        *self.platform.get_or_init(|| {
            let pool = self.mirror.row_of(self.mirror.pool().0)?;
            let versions = self.follow(pool, "master")?.get("software_version")?;
            let versions: BTreeMap<String, String> = serde_json::from_str(versions).ok()?;
            let mut parts = versions.get("platform_version")?.split('.').map(|part| part.parse().ok());
            Some((parts.next()??, parts.next()??))
        })
    }
}

/// The references in a field.
pub(super) fn each_reference<'r>(row: &'r Row, field: &str) -> impl Iterator<Item = &'r str> + use<'r> {
    mirror::texts(row, field).filter(|text| !xapi::is_null_ref(text))
}
