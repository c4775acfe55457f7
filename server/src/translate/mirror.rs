//! What is known of one pool: a row per record, with the fields that translations look at.
//!
//! Knows who must be translated again when something changes: objects of which a part changed, and objects that named
//! a reference before it was known.

use std::{
    borrow::Cow,
    collections::{BTreeSet, VecDeque},
    sync::Arc,
};

use cache::{Interner, Row};
use hashbrown::{HashMap, HashSet};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{IgnoredAny, Visitor},
};
use serde_json::value::RawValue;

use super::{Class, Context, Head, Key, Object};

/// Objects that wait for a reference to become known; the oldest are given up beyond that many. Some wait in vain:
/// operations name tasks that are not shown to us.
const WAITING: usize = 4096;

/// Where a kept row has the reference of its object: as text it is shared with what others have of it.
const REFERENCE: &str = "_ref";

/// Some objects of a mirror.
pub type Keys = HashSet<Key>;

/// What has to be translated.
#[derive(Debug, Default, PartialEq)]
pub struct Stale {
    /// Objects as a whole.
    pub whole: Keys,
    /// Objects, perhaps among those too, of which some fields have changed that are copied as they are.
    pub fields: HashMap<Key, BTreeSet<&'static str>>,
}

/// The records of one pool.
pub struct Mirror {
    interner: Interner,
    entries: HashMap<Key, Entry>,
    /// Whose part something is: the part, and its owner.
    owners: BTreeSet<(Key, Key)>,
    /// Who named a reference that was not known.
    waiting: HashMap<Key, Vec<Key>>,
    waiting_order: VecDeque<Key>,
    /// Disks that build on others: the uuid of the other, and the disk.
    children: BTreeSet<(Key, Key)>,
    /// Disks by their uuid.
    disks: HashMap<Key, Key>,
    /// Ids that are not the uuid of their record.
    ids: HashMap<Key, Arc<str>>,
    pool: Arc<str>,
    pool_key: Key,
}

struct Entry {
    class: &'static Class,
    row: Row,
}

/// A record as it is kept.
pub struct Kept {
    key: Key,
    row: Row,
}

impl Kept {
    /// The key of its object.
    pub fn key(&self) -> Key {
        self.key
    }
}

/// An object as a record makes it.
pub struct Translated {
    /// The object, or why there is none.
    pub object: Result<Object, Failed>,
    /// What it names that is not known.
    pub missing: Vec<Key>,
}

impl Mirror {
    /// An empty one of the pool with that uuid and reference. Its rows share their fragments with all that come from
    /// the same interner.
    pub fn new(interner: Interner, pool: &str, reference: &str) -> Self {
        Self {
            interner,
            entries: HashMap::new(),
            owners: BTreeSet::new(),
            waiting: HashMap::new(),
            waiting_order: VecDeque::new(),
            children: BTreeSet::new(),
            disks: HashMap::new(),
            ids: HashMap::new(),
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
        stale: &mut Stale,
    ) -> Result<(), serde_json::Error> {
        let known = self.row_of(Key::of(reference));
        let kept = class.kept(&self.interner, known, reference, record)?;
        self.put_kept(class, kept, stale);
        Ok(())
    }

    /// The same with a record that is taken apart already.
    pub fn put_kept(&mut self, class: &'static Class, kept: Kept, stale: &mut Stale) {
        let Kept { key, row } = kept;
        let old = self.entries.get(&key);
        if old.is_some_and(|old| old.row == row) {
            return;
        }
        let old_row = old.map(|old| old.row.clone());
        // what an object is called first is its id for good
        let id = if old.is_some() { self.id_of(key) } else { self.id(class, &row) };
        if id.as_deref() != uuid(class, &row) {
            self.ids.extend(id.map(|id| (key, id)));
        }
        match old_row.as_ref().and_then(|old| copied(class, old, &row)) {
            Some(names) => stale.fields.entry(key).or_default().extend(names),
            None if class.translate.is_some() => drop(stale.whole.insert(key)),
            None => {}
        }
        let linked = |old: &Row| class.parts.iter().all(|field| old.get(field) == row.get(field));
        if class.name == "VDI" || !old_row.as_ref().is_some_and(linked) {
            if let Some(old) = &old_row {
                self.unlink(class, key, old);
            }
            self.link(class, key, &row, stale);
        }
        if old_row.is_none() {
            stale.whole.extend(self.waiting.remove(&key).unwrap_or_default());
        }
        self.touch(class, key, stale);
        self.entries.insert(key, Entry { class, row });
    }

    /// Forgets an object: answers its id if it was one that is shown.
    pub fn remove(&mut self, reference: &str, stale: &mut Stale) -> Option<Arc<str>> {
        self.remove_key(Key::of(reference), stale)
    }

    fn remove_key(&mut self, key: Key, stale: &mut Stale) -> Option<Arc<str>> {
        let id = self.id_of(key);
        let entry = self.entries.remove(&key)?;
        self.ids.remove(&key);
        self.unlink(entry.class, key, &entry.row);
        self.touch(entry.class, key, stale);
        stale.whole.remove(&key);
        stale.fields.remove(&key);
        id.filter(|_| entry.class.translate.is_some())
    }

    /// Forgets the objects of a class that are not among `present`: answers the ids of those that were shown.
    pub fn retain(&mut self, class: &'static Class, present: &Keys, stale: &mut Stale) -> Vec<Arc<str>> {
        let of_class = self.entries.iter().filter(|(_, entry)| entry.class.name == class.name);
        let gone: Vec<Key> = of_class.map(|(key, _)| *key).filter(|key| !present.contains(key)).collect();
        gone.into_iter().filter_map(|key| self.remove_key(key, stale)).collect()
    }

    /// Makes the object of a record; none if it is not known or not shown. What it names that is not known is to be
    /// told to [`Mirror::wait`].
    pub fn look(&self, key: Key) -> Option<Translated> {
        let entry = self.entries.get(&key)?;
        let translate = entry.class.translate?;
        let context = Context::new(self);
        let reference = string(&entry.row, REFERENCE).unwrap_or_default();
        let id = self.id_of(key)?;
        let head = Head { reference, id: &id };
        let object = translate(&context, head, &entry.row).map_err(|source| Failed {
            class: entry.class.name,
            reference: reference.to_owned(),
            source,
        });
        Some(Translated { object, missing: context.into_missing() })
    }

    /// Fields of a record as its object has them; none if one is not what it should be.
    pub fn copy(&self, key: Key, names: &BTreeSet<&'static str>) -> Option<Vec<(&'static str, String)>> {
        let row = self.row_of(key)?;
        names.iter().map(|name| Some((*name, rewritten(row.get(name)?)?))).collect()
    }

    /// An object waits for what it names.
    pub fn wait(&mut self, key: Key, missing: &[Key]) {
        missing.iter().for_each(|reference| self.wait_for(key, *reference));
    }

    /// Both at once.
    pub fn translate(&mut self, key: Key) -> Option<Result<Object, Failed>> {
        let Translated { object, missing } = self.look(key)?;
        self.wait(key, &missing);
        Some(object)
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

    /// The id of the object of a record.
    pub fn id_of(&self, key: Key) -> Option<Arc<str>> {
        let Entry { class, row } = self.entries.get(&key)?;
        self.ids.get(&key).cloned().or_else(|| uuid(class, row).map(Into::into))
    }

    pub(super) fn row_of(&self, key: Key) -> Option<&Row> {
        self.entries.get(&key).map(|entry| &entry.row)
    }

    pub(super) fn disk(&self, uuid: &str) -> Option<Key> {
        self.disks.get(&Key::of_uuid(uuid)).copied()
    }

    pub(super) fn pool(&self) -> (Key, &Arc<str>) {
        (self.pool_key, &self.pool)
    }

    /// Default templates have the same uuid in every pool, so theirs is put after the pool's.
    fn id(&self, class: &Class, row: &Row) -> Option<Arc<str>> {
        let uuid = uuid(class, row)?;
        if class.name == "VM" && super::vm::is_default_template(row) {
            return Some(format!("{}-{uuid}", self.pool).into());
        }
        let uuid = Some(uuid).filter(|uuid| !uuid.is_empty()).or_else(|| string(row, REFERENCE));
        uuid.map(Into::into)
    }

    /// Who else has to be translated when this one changes.
    fn touch(&self, class: &Class, key: Key, stale: &mut Stale) {
        stale.whole.extend(seconds(&self.owners, key));
        if class.name == "VDI"
            && let Some(uuid) = self.row_of(key).and_then(|row| string(row, "uuid"))
        {
            stale.whole.extend(seconds(&self.children, Key::of_uuid(uuid)));
        }
    }

    fn link(&mut self, class: &Class, key: Key, row: &Row, stale: &mut Stale) {
        for field in class.parts {
            self.owners.extend(references(row, field).map(|part| (part, key)));
        }
        if class.name == "VDI" {
            if let Some(uuid) = string(row, "uuid") {
                let uuid = Key::of_uuid(uuid);
                stale.whole.extend(seconds(&self.children, uuid));
                self.disks.insert(uuid, key);
            }
            if let Some(parent) = super::vdi::parent_uuid(row) {
                self.children.insert((Key::of_uuid(&parent), key));
            }
        }
    }

    fn unlink(&mut self, class: &Class, key: Key, row: &Row) {
        for field in class.parts {
            for part in references(row, field) {
                self.owners.remove(&(part, key));
            }
        }
        if class.name == "VDI" {
            if let Some(uuid) = string(row, "uuid") {
                self.disks.remove(&Key::of_uuid(uuid));
            }
            if let Some(parent) = super::vdi::parent_uuid(row) {
                self.children.remove(&(Key::of_uuid(&parent), key));
            }
        }
    }

    fn wait_for(&mut self, who: Key, reference: Key) {
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
    pub source: serde_json::Error,
}

/// The fields that changed, if they are all such that are copied.
fn copied(class: &Class, old: &Row, new: &Row) -> Option<Vec<&'static str>> {
    let mut names = Some(Vec::new());
    new.changes(old, |name, _| {
        let known = class.copied.iter().find(|copied| **copied == name);
        names = names.take().zip(known).map(|(mut names, known)| {
            names.push(*known);
            names
        });
    });
    names
}

/// A text or a list of texts as we write it ourselves.
fn rewritten(json: &str) -> Option<String> {
    #[derive(Deserialize, Serialize)]
    #[serde(untagged)]
    enum Plain {
        Text(String),
        Texts(Vec<String>),
    }
    serde_json::to_string(&serde_json::from_str::<Plain>(json).ok()?).ok()
}

/// What is paired with a key.
fn seconds(pairs: &BTreeSet<(Key, Key)>, first: Key) -> impl Iterator<Item = &Key> {
    pairs.range((first, Key::LEAST)..=(first, Key::MOST)).map(|(_, second)| second)
}

/// The uuid in a record; none for what is nowhere named by it.
fn uuid<'a>(class: &Class, row: &'a Row) -> Option<&'a str> {
    class.keep.contains(&"uuid").then(|| string(row, "uuid").unwrap_or_default())
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

impl Class {
    /// The fields of a record that are kept; sooner with what was kept of it last.
    ///
    /// # Errors
    /// When it is not a JSON object.
    pub fn kept(
        &'static self,
        interner: &Interner,
        known: Option<&Row>,
        reference: &str,
        record: &str,
    ) -> Result<Kept, serde_json::Error> {
        let mut deserializer = serde_json::Deserializer::from_str(record);
        let mut fields = deserializer.deserialize_map(Fields(self))?;
        let quoted = format!("\"{reference}\"");
        fields.push((REFERENCE, &quoted));
        let row = Row::from_fields_like(interner, known, fields.iter().copied())?;
        Ok(Kept { key: Key::of(reference), row })
    }
}

/// Reads the kept fields of a record, and over the others.
struct Fields(&'static Class);

impl<'de> Visitor<'de> for Fields {
    type Value = Vec<(&'static str, &'de str)>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        #[derive(Deserialize)]
        struct Name<'a>(#[serde(borrow)] Cow<'a, str>);
        let mut fields = Vec::with_capacity(self.0.keep.len() + 1);
        while let Some(Name(name)) = map.next_key()? {
            match self.0.keep.iter().find(|known| **known == name) {
                Some(known) => fields.push((*known, map.next_value::<&'de RawValue>()?.get())),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(fields)
    }
}
