//! Tables of rows with generations, the log of deletions, and relations kept at both ends.
//!
//! Every change of a field raises the generation by one; writing an equal value does nothing at all.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use crate::data::content::Content;
use crate::data::schema::{Class, ClassId, FieldId, Schema};
use crate::data::storage::Storage;
use crate::data::value::{Str, Value};
use crate::error::Failure;

/// A record.
pub struct Row {
    pub reference: Str,
    /// Generation of its creation.
    pub created: u64,
    /// Generation of its last change.
    pub modified: u64,
    pub values: Box<[Value]>,
}

/// A deletion that `event.from` can still tell.
pub struct Deletion {
    pub reference: Str,
    pub created: u64,
    pub deleted: u64,
}

/// The rows of a class.
#[derive(Default)]
pub struct Table {
    rows: Vec<Option<Row>>,
    free: Vec<u32>,
    by_ref: HashMap<Str, u32>,
    by_uuid: HashMap<Str, Str>,
    pub deletions: VecDeque<Deletion>,
}

impl Table {
    pub fn iter(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().flatten()
    }

    pub fn len(&self) -> usize {
        self.by_ref.len()
    }

    pub fn row(&self, reference: &str) -> Option<&Row> {
        self.by_ref.get(reference).and_then(|&slot| self.rows[slot as usize].as_ref())
    }

    pub fn by_uuid(&self, uuid: &str) -> Option<&Str> {
        self.by_uuid.get(uuid)
    }
}

/// Two counters: rows of tables, and messages, which XAPI keeps apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    pub rows: u64,
    pub messages: u64,
}

/// The database of a pool.
pub struct Db {
    pub schema: &'static Schema,
    pub tables: Vec<Table>,
    pub clock: Clock,
    /// Where each class's latest changes are, by generation.
    changed: BTreeMap<u64, (ClassId, u32)>,
    changed_messages: BTreeMap<u64, (ClassId, u32)>,
    message_class: ClassId,
    /// A fault: deletions are forgotten at once.
    pub forget_deletions: bool,
    /// Rows removed since a journal last took them; `None` without a journal.
    pub removed: Option<Vec<(ClassId, Str)>>,
    /// What disks hold, by VDI, where it is no longer what they held from the start.
    pub contents: HashMap<Str, Content>,
    /// Disks whose content changed since a journal last took them; `None` without a journal.
    pub written: Option<HashSet<Str>>,
    pub storage: Storage,
}

impl Db {
    pub fn new() -> Db {
        let schema = Schema::get();
        Db {
            schema,
            tables: schema.classes.iter().map(|_| Table::default()).collect(),
            clock: Clock::default(),
            changed: BTreeMap::new(),
            changed_messages: BTreeMap::new(),
            message_class: schema.class_id("message").unwrap_or(usize::MAX),
            forget_deletions: false,
            removed: None,
            contents: HashMap::new(),
            written: None,
            storage: Storage::new(schema),
        }
    }

    /// Writes a field as if it had always been so; for contents in the making.
    pub fn preset(&mut self, class: &str, reference: &str, field: &str, value: Value) -> Result<(), Failure> {
        let class = self.class_id(class)?;
        let field = self.field_id(class, field)?;
        if let Some(&slot) = self.tables[class].by_ref.get(reference)
            && let Some(row) = &mut self.tables[class].rows[slot as usize]
        {
            row.values[field] = value;
        }
        Ok(())
    }

    fn is_message(&self, class: ClassId) -> bool {
        class == self.message_class
    }

    fn class_id(&self, class: &str) -> Result<ClassId, Failure> {
        self.schema.class_id(class).ok_or_else(|| Failure::internal(format!("no class {class}")))
    }

    fn field_id(&self, class: ClassId, field: &str) -> Result<FieldId, Failure> {
        let class = &self.schema.classes[class];
        class.field_id(field).ok_or_else(|| Failure::internal(format!("no field {}.{field}", class.def.name)))
    }

    pub fn class(&self, id: ClassId) -> &'static Class {
        &self.schema.classes[id]
    }

    /// The table of a class that is known to exist.
    pub fn table(&self, class: &str) -> Result<&Table, Failure> {
        Ok(&self.tables[self.class_id(class)?])
    }

    pub fn row(&self, class: ClassId, reference: &str) -> Result<&Row, Failure> {
        self.tables[class]
            .row(reference)
            .ok_or_else(|| Failure::handle_invalid(self.schema.classes[class].def.name, reference))
    }

    pub fn exists(&self, class: &str, reference: &str) -> bool {
        self.table(class).is_ok_and(|t| t.row(reference).is_some())
    }

    /// A field's value.
    pub fn get(&self, class: &str, reference: &str, field: &str) -> Result<Value, Failure> {
        let class = self.class_id(class)?;
        let field = self.field_id(class, field)?;
        Ok(self.row(class, reference)?.values[field].clone())
    }

    pub fn get_str(&self, class: &str, reference: &str, field: &str) -> Result<Str, Failure> {
        self.get(class, reference, field).map(|v| v.to_shared())
    }

    /// The references in a field that holds a set of them.
    pub fn get_refs(&self, class: &str, reference: &str, field: &str) -> Result<Vec<Str>, Failure> {
        Ok(self.get(class, reference, field)?.items().iter().map(Value::to_shared).collect())
    }

    /// References of all rows of a class.
    pub fn refs(&self, class: &str) -> Vec<Str> {
        self.table(class).map(|t| t.iter().map(|r| r.reference.clone()).collect()).unwrap_or_default()
    }

    /// Writes a field by name; tells whether that changed anything.
    pub fn set(
        &mut self,
        class: &str,
        reference: &str,
        field: &str,
        value: impl Into<Value>,
    ) -> Result<bool, Failure> {
        let class = self.class_id(class)?;
        let field = self.field_id(class, field)?;
        self.write(class, reference, field, value.into())
    }

    /// Puts an item into a field that holds a set; tells whether it was not in it.
    pub fn include(
        &mut self,
        class: &str,
        reference: &str,
        field: &str,
        item: &Value,
    ) -> Result<bool, Failure> {
        match self.get(class, reference, field)?.with_item(item) {
            Some(more) => self.set(class, reference, field, more),
            None => Ok(false),
        }
    }

    /// Takes an item out of a field that holds a set; tells whether it was in it.
    pub fn exclude(
        &mut self,
        class: &str,
        reference: &str,
        field: &str,
        item: &Value,
    ) -> Result<bool, Failure> {
        match self.get(class, reference, field)?.without_item(item) {
            Some(fewer) => self.set(class, reference, field, fewer),
            None => Ok(false),
        }
    }

    /// Writes a field and the other ends of its relation.
    pub fn write(
        &mut self,
        class: ClassId,
        reference: &str,
        field: FieldId,
        value: Value,
    ) -> Result<bool, Failure> {
        let old = {
            let row = self.row(class, reference)?;
            if row.values[field] == value {
                return Ok(false);
            }
            row.values[field].clone()
        };
        self.put(class, reference, field, value.clone());
        if let Some(link) = self.schema.classes[class].fields[field].link {
            let me = Value::from(reference);
            if link.many_to_many {
                for gone in old.items().iter().filter(|v| !value.items().contains(v)) {
                    self.unlink(link.class, gone.as_str(), link.field, &me);
                }
                for new in value.items().iter().filter(|v| !old.items().contains(v)) {
                    self.link(link.class, new.as_str(), link.field, &me);
                }
            } else {
                self.unlink(link.class, old.as_str(), link.field, &me);
                self.link(link.class, value.as_str(), link.field, &me);
            }
        }
        Ok(true)
    }

    fn link(&mut self, class: ClassId, reference: &str, field: FieldId, item: &Value) {
        let with = self.tables[class].row(reference).and_then(|row| row.values[field].with_item(item));
        if let Some(with) = with {
            self.put(class, reference, field, with);
        }
    }

    fn unlink(&mut self, class: ClassId, reference: &str, field: FieldId, item: &Value) {
        let without = self.tables[class].row(reference).and_then(|row| row.values[field].without_item(item));
        if let Some(without) = without {
            self.put(class, reference, field, without);
        }
    }

    /// Stores a value and marks the row as changed.
    pub(super) fn put(&mut self, class: ClassId, reference: &str, field: FieldId, value: Value) {
        if let Some(&slot) = self.tables[class].by_ref.get(reference)
            && let Some(row) = &mut self.tables[class].rows[slot as usize]
        {
            let old = std::mem::replace(&mut row.values[field], value);
            self.touch_slot(class, slot);
            self.storage_written(class, reference, field, &old);
        }
    }

    fn next_generation(&mut self, class: ClassId) -> u64 {
        let counter = if self.is_message(class) { &mut self.clock.messages } else { &mut self.clock.rows };
        *counter += 1;
        *counter
    }

    fn log(&mut self, class: ClassId) -> &mut BTreeMap<u64, (ClassId, u32)> {
        if self.is_message(class) { &mut self.changed_messages } else { &mut self.changed }
    }

    fn touch_slot(&mut self, class: ClassId, slot: u32) {
        let generation = self.next_generation(class);
        if let Some(row) = &mut self.tables[class].rows[slot as usize] {
            let before = std::mem::replace(&mut row.modified, generation);
            let log = self.log(class);
            log.remove(&before);
            log.insert(generation, (class, slot));
        }
    }

    /// Marks a row as changed without changing it.
    pub fn touch(&mut self, class: ClassId, reference: &str) -> Result<(), Failure> {
        self.row(class, reference)?;
        if let Some(&slot) = self.tables[class].by_ref.get(reference) {
            self.touch_slot(class, slot);
        }
        Ok(())
    }

    /// Adds a row with the given fields over the defaults, and the other ends of its relations.
    pub fn insert(
        &mut self,
        class: &str,
        reference: &Str,
        uuid: &Str,
        fields: impl IntoIterator<Item = (&'static str, Value)>,
    ) -> Result<(), Failure> {
        let id = self.class_id(class)?;
        let c = self.class(id);
        let mut values: Vec<Value> = c.fields.iter().map(|f| f.default.clone()).collect();
        for (name, value) in fields {
            let field = self.field_id(id, name)?;
            values[field] = value;
        }
        if let Some(field) = c.uuid {
            values[field] = uuid.into();
        }
        self.insert_values(id, reference, values);
        Ok(())
    }

    /// Adds a row of which every value is known.
    pub fn insert_values(&mut self, class: ClassId, reference: &Str, values: Vec<Value>) {
        let generation = self.next_generation(class);
        self.restore(
            class,
            Row {
                reference: reference.clone(),
                created: generation,
                modified: generation,
                values: values.into(),
            },
        );
        self.storage_came(class, reference);
        for (field, f) in self.class(class).fields.iter().enumerate() {
            let Some(link) = f.link else { continue };
            let Some(value) = self.tables[class].row(reference).map(|row| row.values[field].clone()) else {
                continue;
            };
            let me = Value::from(reference);
            if link.many_to_many {
                for other in value.items() {
                    self.link(link.class, other.as_str(), link.field, &me);
                }
            } else {
                self.link(link.class, value.as_str(), link.field, &me);
            }
        }
    }

    /// Puts a row as it is, replacing one of the same reference; touches nothing else.
    pub fn restore(&mut self, class: ClassId, row: Row) {
        let uuid_field = self.class(class).uuid;
        self.take(class, &row.reference.clone());
        let table = &mut self.tables[class];
        let slot = table.free.pop().unwrap_or_else(|| {
            table.rows.push(None);
            (table.rows.len() - 1) as u32
        });
        table.by_ref.insert(row.reference.clone(), slot);
        if let Some(Value::Str(uuid)) = uuid_field.map(|f| &row.values[f]) {
            table.by_uuid.insert(uuid.clone(), row.reference.clone());
        }
        let modified = row.modified;
        table.rows[slot as usize] = Some(row);
        self.log(class).insert(modified, (class, slot));
    }

    /// Takes a row out of its table without a trace.
    pub fn take(&mut self, class: ClassId, reference: &str) -> Option<Row> {
        let uuid_field = self.class(class).uuid;
        let table = &mut self.tables[class];
        let slot = table.by_ref.remove(reference)?;
        let row = table.rows[slot as usize].take()?;
        table.free.push(slot);
        if let Some(Value::Str(uuid)) = uuid_field.map(|f| &row.values[f]) {
            table.by_uuid.remove(uuid);
        }
        self.log(class).remove(&row.modified);
        Some(row)
    }

    /// Removes a row: its relations are cut at the other ends, single references to it may dangle.
    pub fn delete(&mut self, class: &str, reference: &str) -> Result<(), Failure> {
        let id = self.class_id(class)?;
        self.row(id, reference)?;
        let Some(row) = self.take(id, reference) else { return Ok(()) };
        let me = Value::from(reference);
        for (f, value) in self.class(id).fields.iter().zip(row.values.iter()) {
            let Some(link) = f.link else { continue };
            if link.many_to_many {
                for other in value.items() {
                    self.unlink(link.class, other.as_str(), link.field, &me);
                }
            } else {
                self.unlink(link.class, value.as_str(), link.field, &me);
            }
        }
        self.storage_gone(id, &row);
        self.contents.remove(reference);
        let deleted = self.next_generation(id);
        if let Some(removed) = &mut self.removed {
            removed.push((id, row.reference.clone()));
        }
        if self.forget_deletions {
            return Ok(());
        }
        let keep = if self.is_message(id) { (1024, 512) } else { (512, 256) };
        let log = &mut self.tables[id].deletions;
        log.push_back(Deletion { reference: row.reference, created: row.created, deleted });
        // Older deletions are lost without a word: XAPI never raises EVENTS_LOST here.
        if log.len() > keep.0 {
            log.drain(..log.len() - keep.1);
        }
        Ok(())
    }

    /// Makes the database some generations younger, as if it had been restored: what was told of the time since is
    /// from the future. Tells whether it was old enough for that.
    pub fn rewind(&mut self, generations: u64) -> bool {
        let Some(now) =
            self.clock.rows.checked_sub(generations).filter(|now| *now >= self.changed.len() as u64)
        else {
            return false;
        };
        self.renumber_from(now);
        true
    }

    /// Generations start anew: rows are numbered in the order of their changes.
    pub fn renumber(&mut self) {
        self.renumber_from(self.changed.len() as u64);
    }

    /// Moves the generations of rows down where they would lie after `now`, keeping their order.
    fn renumber_from(&mut self, now: u64) {
        let mut free = now;
        let mut renumbered = BTreeMap::new();
        for (generation, (class, slot)) in std::mem::take(&mut self.changed).into_iter().rev() {
            let generation = generation.min(free);
            free = generation.saturating_sub(1);
            if let Some(row) = &mut self.tables[class].rows[slot as usize] {
                row.modified = generation;
                row.created = row.created.min(generation);
            }
            renumbered.insert(generation, (class, slot));
        }
        self.changed = renumbered;
        let messages = self.message_class;
        for (_, table) in self.tables.iter_mut().enumerate().filter(|(class, _)| *class != messages) {
            for gone in &mut table.deletions {
                gone.deleted = gone.deleted.min(now);
                gone.created = gone.created.min(gone.deleted);
            }
        }
        self.clock.rows = now;
    }

    /// Forgets what has been deleted, as a restart does.
    pub fn forget_deleted(&mut self) {
        self.tables.iter_mut().for_each(|table| table.deletions.clear());
    }

    /// Rows changed after a generation, oldest change first. `messages` chooses the counter.
    pub fn changed_since(&self, since: u64, messages: bool) -> impl Iterator<Item = (ClassId, &Row)> {
        let log = if messages { &self.changed_messages } else { &self.changed };
        log.range(since.saturating_add(1)..).filter_map(|(_, &(class, slot))| {
            self.tables[class].rows[slot as usize].as_ref().map(|row| (class, row))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn db_with_vm() -> (Db, Str, Str) {
        let mut db = Db::new();
        let (vm, vdi): (Str, Str) = ("OpaqueRef:vm".into(), "OpaqueRef:vdi".into());
        db.insert("VM", &vm, &"u-vm".into(), [("name_label", "web".into())]).unwrap();
        db.insert("VDI", &vdi, &"u-vdi".into(), []).unwrap();
        (db, vm, vdi)
    }

    #[test]
    fn an_equal_write_is_silent() {
        let (mut db, vm, _) = db_with_vm();
        let before = db.clock;
        assert!(!db.set("VM", &vm, "name_label", "web").unwrap());
        assert_eq!(db.clock, before);
        assert!(db.set("VM", &vm, "name_label", "db").unwrap());
        assert_eq!(db.clock.rows, before.rows + 1);
    }

    #[test]
    fn both_ends_of_a_relation_move_together() {
        let (mut db, vm, vdi) = db_with_vm();
        let before = db.clock.rows;
        let vbd: Str = "OpaqueRef:vbd".into();
        db.insert("VBD", &vbd, &"u-vbd".into(), [("VM", (&vm).into()), ("VDI", (&vdi).into())]).unwrap();
        assert!(db.get("VM", &vm, "VBDs").unwrap().contains(&vbd));
        assert!(db.get("VDI", &vdi, "VBDs").unwrap().contains(&vbd));
        let changed: Vec<_> = db.changed_since(before, false).map(|(_, r)| r.reference.to_string()).collect();
        assert_eq!(changed.len(), 3, "the VBD, the VM and the VDI: {changed:?}");
        db.delete("VBD", &vbd).unwrap();
        assert!(db.get("VM", &vm, "VBDs").unwrap().items().is_empty());
        assert_eq!(db.get("VBD", &vbd, "VM"), Err(Failure::handle_invalid("VBD", &vbd)));
    }

    #[test]
    fn generations_go_back_in_their_order() {
        let (mut db, vm, vdi) = db_with_vm();
        for name in ["a", "b", "c", "d"] {
            db.set("VM", &vm, "name_label", name).unwrap();
            db.set("VDI", &vdi, "name_label", name).unwrap();
        }
        let told = db.clock.rows;
        assert!(db.rewind(5));
        assert_eq!(db.clock.rows, told - 5);
        let changed: Vec<_> = db.changed_since(0, false).map(|(_, r)| r.reference.to_string()).collect();
        assert_eq!(changed, ["OpaqueRef:vm", "OpaqueRef:vdi"]);
        assert_eq!(db.changed_since(told, false).count(), 0);
        db.set("VM", &vm, "name_label", "e").unwrap();
        assert_eq!(db.changed_since(told - 5, false).count(), 1);
        assert!(!db.rewind(1000));
        db.renumber();
        assert_eq!(db.clock.rows, 2);
        assert_eq!(db.changed_since(1, false).count(), 1);
    }

    #[test]
    fn the_deletion_log_is_cut() {
        let mut db = Db::new();
        for i in 0..513 {
            let r: Str = format!("OpaqueRef:{i}").into();
            db.insert("VM", &r, &format!("u{i}").into(), []).unwrap();
            db.delete("VM", &r).unwrap();
        }
        assert_eq!(db.table("VM").unwrap().deletions.len(), 256);
    }
}
