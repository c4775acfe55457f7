//! What is known of one pool: a row per record, with the fields that translations look at.
//!
//! Knows who must be translated again when something changes: objects of which a part changed, and objects that named
//! a reference before it was known.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet, VecDeque},
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use cache::{Interner, Row};
use serde::{Deserialize, Deserializer, de::Visitor};
use serde_json::value::RawValue;

use super::{Class, Context, Head, Object};

/// Objects that wait for a reference to become known; the oldest are given up beyond that many. Some wait in vain:
/// operations name tasks that are not shown to us.
const WAITING: usize = 4096;

/// A reference in few bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(u128);

/// The records of one pool.
pub struct Mirror {
    interner: Interner,
    entries: HashMap<Key, Entry>,
    /// Whose part something is.
    owners: HashMap<Key, Vec<Key>>,
    /// Who named a reference that was not known.
    waiting: HashMap<Key, Vec<Key>>,
    waiting_order: VecDeque<Key>,
    /// Disks that build on others, by the uuid of those.
    children: HashMap<Arc<str>, HashSet<Key>>,
    disks: HashMap<Arc<str>, Key>,
    pool: Arc<str>,
    pool_key: Key,
}

struct Entry {
    class: &'static Class,
    reference: Box<str>,
    id: Arc<str>,
    row: Row,
}

impl Key {
    /// The key of a reference. References are a word and a uuid; of any others a hash is as good.
    pub fn of(reference: &str) -> Self {
        let uuid = reference.strip_prefix("OpaqueRef:").filter(|uuid| uuid.len() == 36);
        if let Some(number) = uuid.and_then(hex) {
            return Self(number);
        }
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, reference).hash(&mut hasher);
            u128::from(hasher.finish())
        };
        Self(half(0) << 64 | half(1))
    }
}

/// The number that a lower-case uuid stands for.
fn hex(uuid: &str) -> Option<u128> {
    let mut number = 0;
    for (at, byte) in uuid.bytes().enumerate() {
        let digit = match (at, byte) {
            (8 | 13 | 18 | 23, b'-') => continue,
            (8 | 13 | 18 | 23, _) => return None,
            (_, b'0'..=b'9') => byte - b'0',
            (_, b'a'..=b'f') => byte - b'a' + 10,
            _ => return None,
        };
        number = number << 4 | u128::from(digit);
    }
    Some(number)
}

impl Mirror {
    /// An empty one of the pool with that uuid and reference. Its rows share their fragments with all that come from
    /// the same interner.
    pub fn new(interner: Interner, pool: &str, reference: &str) -> Self {
        Self {
            interner,
            entries: HashMap::new(),
            owners: HashMap::new(),
            waiting: HashMap::new(),
            waiting_order: VecDeque::new(),
            children: HashMap::new(),
            disks: HashMap::new(),
            pool: pool.into(),
            pool_key: Key::of(reference),
        }
    }

    /// Takes in a record, and adds to `stale` what has to be translated because of it: nothing if nothing that
    /// matters changed.
    ///
    /// # Errors
    /// When it is not a JSON object.
    pub fn put(
        &mut self,
        class: &'static Class,
        reference: &str,
        record: &str,
        stale: &mut HashSet<Key>,
    ) -> Result<(), serde_json::Error> {
        let row = kept(&self.interner, class, record)?;
        let key = Key::of(reference);
        let old = self.entries.get(&key);
        if old.is_some_and(|old| old.row == row) {
            return Ok(());
        }
        let old_row = old.map(|old| old.row.clone());
        let id = match old {
            Some(old) => old.id.clone(),
            None => self.id(class, reference, &row),
        };
        self.link(class, key, old_row.as_ref(), &row, stale);
        if old_row.is_none() {
            stale.extend(self.waiting.remove(&key).unwrap_or_default());
        }
        self.touch(class, key, stale);
        self.entries.insert(key, Entry { class, reference: reference.into(), id, row });
        Ok(())
    }

    /// Forgets an object: answers its id if it was one that is shown.
    pub fn remove(&mut self, reference: &str, stale: &mut HashSet<Key>) -> Option<Arc<str>> {
        self.remove_key(Key::of(reference), stale)
    }

    fn remove_key(&mut self, key: Key, stale: &mut HashSet<Key>) -> Option<Arc<str>> {
        let entry = self.entries.remove(&key)?;
        self.unlink(entry.class, key, &entry.row);
        self.touch(entry.class, key, stale);
        stale.remove(&key);
        entry.class.translate.is_some().then_some(entry.id)
    }

    /// Forgets the objects of a class that are not among `present`: answers the ids of those that were shown.
    pub fn retain(
        &mut self,
        class: &'static Class,
        present: &HashSet<Key>,
        stale: &mut HashSet<Key>,
    ) -> Vec<Arc<str>> {
        let of_class = self.entries.iter().filter(|(_, entry)| entry.class.name == class.name);
        let gone: Vec<Key> = of_class.map(|(key, _)| *key).filter(|key| !present.contains(key)).collect();
        gone.into_iter().filter_map(|key| self.remove_key(key, stale)).collect()
    }

    /// Makes the object of a record; none if it is not known or not shown.
    pub fn translate(&mut self, key: Key) -> Option<Result<Object, Failed>> {
        let entry = self.entries.get(&key)?;
        let translate = entry.class.translate?;
        let context = Context::new(self);
        let head = Head { reference: &entry.reference, id: &entry.id };
        let result = translate(&context, head, &entry.row).map_err(|source| Failed {
            class: entry.class.name,
            reference: entry.reference.to_string(),
            id: entry.id.clone(),
            source,
        });
        let missing = context.into_missing();
        missing.into_iter().for_each(|reference| self.wait(key, reference));
        Some(result)
    }

    /// Every object that is shown.
    pub fn shown(&self) -> Vec<Key> {
        let shown = self.entries.iter().filter(|(_, entry)| entry.class.translate.is_some());
        shown.map(|(key, _)| *key).collect()
    }

    /// How many records are known.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn id_of(&self, key: Key) -> Option<&Arc<str>> {
        self.entries.get(&key).map(|entry| &entry.id)
    }

    pub(super) fn row_of(&self, key: Key) -> Option<&Row> {
        self.entries.get(&key).map(|entry| &entry.row)
    }

    pub(super) fn disk(&self, uuid: &str) -> Option<Key> {
        self.disks.get(uuid).copied()
    }

    pub(super) fn pool(&self) -> (Key, &Arc<str>) {
        (self.pool_key, &self.pool)
    }

    /// Default templates have the same uuid in every pool, so theirs is put after the pool's.
    fn id(&self, class: &Class, reference: &str, row: &Row) -> Arc<str> {
        let uuid = string(row, "uuid").filter(|uuid| !uuid.is_empty()).unwrap_or(reference);
        if class.name == "VM" && super::vm::is_default_template(row) {
            return format!("{}-{uuid}", self.pool).into();
        }
        uuid.into()
    }

    /// Who has to be translated when this one changes.
    fn touch(&self, class: &Class, key: Key, stale: &mut HashSet<Key>) {
        if class.translate.is_some() {
            stale.insert(key);
        }
        stale.extend(self.owners.get(&key).into_iter().flatten());
        if class.name == "VDI"
            && let Some(row) = self.row_of(key)
            && let Some(children) = string(row, "uuid").and_then(|uuid| self.children.get(uuid))
        {
            stale.extend(children);
        }
    }

    fn link(&mut self, class: &Class, key: Key, old: Option<&Row>, new: &Row, stale: &mut HashSet<Key>) {
        for field in class.parts {
            if old.is_some_and(|old| old.get(field) == new.get(field)) {
                continue;
            }
            old.into_iter().flat_map(|old| references(old, field)).for_each(|part| self.disown(part, key));
            for part in references(new, field) {
                self.owners.entry(part).or_default().push(key);
            }
        }
        if class.name == "VDI" {
            if let Some(old) = old {
                self.unlink_disk(key, old);
            }
            if let Some(uuid) = string(new, "uuid") {
                stale.extend(self.children.get(uuid).into_iter().flatten());
                self.disks.insert(uuid.into(), key);
            }
            if let Some(parent) = super::vdi::parent_uuid(new) {
                self.children.entry(parent.into()).or_default().insert(key);
            }
        }
    }

    fn unlink(&mut self, class: &Class, key: Key, row: &Row) {
        for field in class.parts {
            references(row, field).for_each(|part| self.disown(part, key));
        }
        if class.name == "VDI" {
            self.unlink_disk(key, row);
        }
    }

    fn unlink_disk(&mut self, key: Key, row: &Row) {
        if let Some(uuid) = string(row, "uuid") {
            self.disks.remove(uuid);
        }
        let Some(parent) = super::vdi::parent_uuid(row) else { return };
        if let Some(children) = self.children.get_mut(&*parent) {
            children.remove(&key);
            if children.is_empty() {
                self.children.remove(&*parent);
            }
        }
    }

    fn disown(&mut self, part: Key, owner: Key) {
        if let Some(owners) = self.owners.get_mut(&part) {
            owners.retain(|known| *known != owner);
            if owners.is_empty() {
                self.owners.remove(&part);
            }
        }
    }

    fn wait(&mut self, who: Key, reference: Key) {
        let waiting = self.waiting.entry(reference).or_insert_with(|| {
            self.waiting_order.push_back(reference);
            Vec::new()
        });
        if !waiting.contains(&who) {
            waiting.push(who);
        }
        while self.waiting_order.len() > WAITING {
            if let Some(oldest) = self.waiting_order.pop_front() {
                self.waiting.remove(&oldest);
            }
        }
    }
}

/// A record that could not be translated.
#[derive(Debug, thiserror::Error)]
#[error("the {class} {reference} cannot be read")]
pub struct Failed {
    pub class: &'static str,
    pub reference: String,
    pub id: Arc<str>,
    pub source: serde_json::Error,
}

/// The text of a field that is a plain string.
pub(super) fn string<'a>(row: &'a Row, field: &str) -> Option<&'a str> {
    let text = row.get(field)?.strip_prefix('"')?.strip_suffix('"')?;
    (!text.contains('\\')).then_some(text)
}

/// The references in a field, one or a list.
fn references<'a>(row: &'a Row, field: &str) -> impl Iterator<Item = Key> + use<'a> {
    texts(row, field).filter(|text| !xapi::is_null_ref(text)).map(Key::of)
}

/// The texts in a field that has no escapes, such as references: one or a list.
pub(super) fn texts<'a>(row: &'a Row, field: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    row.get(field).unwrap_or_default().split('"').skip(1).step_by(2)
}

/// The fields of a record that its class keeps.
fn kept(interner: &Interner, class: &'static Class, record: &str) -> Result<Row, serde_json::Error> {
    struct Fields(&'static Class);
    impl<'de> Visitor<'de> for Fields {
        type Value = Vec<(&'static str, &'de str)>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a record")
        }
        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut fields = Vec::with_capacity(self.0.keep.len());
            while let Some(Name(name)) = map.next_key()? {
                let value = map.next_value::<&'de RawValue>()?;
                if let Some(known) = self.0.keep.iter().find(|known| **known == name) {
                    fields.push((*known, value.get()));
                }
            }
            Ok(fields)
        }
    }
    #[derive(Deserialize)]
    struct Name<'a>(#[serde(borrow)] Cow<'a, str>);
    let mut deserializer = serde_json::Deserializer::from_str(record);
    let fields = deserializer.deserialize_map(Fields(class))?;
    Row::from_fields(interner, fields.iter().copied())
}
