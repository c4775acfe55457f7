//! What the database keeps in step about storage: the sums of repositories, and which rows' `allowed_operations` have
//! to be worked out anew; and what storage has beside its records.

use std::collections::{BTreeSet, HashMap};

use crate::behave::vdi_records::Unknown;
use crate::data::db::{Db, Row};
use crate::data::schema::{ClassId, FieldId, Schema};
use crate::data::value::{Str, Value};

/// Storage beside its rows.
pub struct Storage {
    /// Rows that changed since what they allow was last worked out; `None` while contents are made.
    pub stale: Option<BTreeSet<(ClassId, Str)>>,
    /// Tokens of the VBDs that are paused.
    pub paused: HashMap<Str, Str>,
    kinds: [Kind; 4],
    sums: Sums,
    unknown: Vec<Unknown>,
    /// Whether a journal has yet to hear of a change of those.
    unknown_changed: bool,
}

/// A class of storage.
struct Kind {
    class: ClassId,
    /// Its `allowed_operations`, which follow from the rest and from which nothing follows.
    allowed: Option<FieldId>,
    /// A field whose row allows other things when a row of this class changes, and the class of that.
    above: Option<(FieldId, ClassId)>,
}

/// A repository's figures, which add up those of its disks.
struct Sums {
    vdi: ClassId,
    sr: ClassId,
    /// Of a disk: its repository.
    on: FieldId,
    /// Of a disk: its size, and what it takes.
    parts: [FieldId; 2],
    /// Of a repository: what all disks are together, and what they take.
    wholes: [FieldId; 2],
}

impl Storage {
    pub(super) fn new(schema: &Schema) -> Storage {
        let class = |name: &str| schema.class_id(name).unwrap_or(usize::MAX);
        let field = |name: &str, field: &str| schema.class(name).and_then(|c| c.field_id(field));
        let of = |name, part| field(name, part).unwrap_or(usize::MAX);
        let kind = |name, above: Option<&str>| Kind {
            class: class(name),
            allowed: field(name, "allowed_operations"),
            above: above.and_then(|above| Some((field(name, above)?, class(above)))),
        };
        Storage {
            stale: None,
            paused: HashMap::new(),
            kinds: [kind("VDI", None), kind("SR", None), kind("VBD", Some("VDI")), kind("PBD", Some("SR"))],
            sums: Sums {
                vdi: class("VDI"),
                sr: class("SR"),
                on: of("VDI", "SR"),
                parts: ["virtual_size", "physical_utilisation"].map(|name| of("VDI", name)),
                wholes: ["virtual_allocation", "physical_utilisation"].map(|name| of("SR", name)),
            },
            unknown: Vec::new(),
            unknown_changed: false,
        }
    }

    /// Notes that what a row allows, and the one above it, has to be worked out anew.
    fn note(&mut self, kind: usize, row: &Row) {
        let (Some(stale), Some(kind)) = (&mut self.stale, self.kinds.get(kind)) else { return };
        if kind.allowed.is_some() {
            stale.insert((kind.class, row.reference.clone()));
        }
        if let Some((field, class)) = kind.above
            && let Value::Str(above) = &row.values[field]
        {
            stale.insert((class, above.clone()));
        }
    }

    /// Which of the kinds a class is, if figures are kept by now.
    fn kind(&self, class: ClassId) -> Option<usize> {
        self.stale.as_ref()?;
        self.kinds.iter().position(|kind| kind.class == class)
    }

    /// Disks that lie on repositories without a record.
    pub fn unknown(&self) -> &[Unknown] {
        &self.unknown
    }

    /// Those, if they changed since they were last taken so.
    pub fn take_unknown_changes(&mut self) -> Option<&[Unknown]> {
        std::mem::take(&mut self.unknown_changed).then_some(&*self.unknown)
    }

    pub fn set_unknown(&mut self, unknown: Vec<Unknown>) {
        (self.unknown, self.unknown_changed) = (unknown, true);
    }

    pub fn add_unknown(&mut self, disk: Unknown) {
        self.unknown.push(disk);
        self.unknown_changed = true;
    }

    /// Takes those on a repository.
    pub fn take_unknown(&mut self, sr: &str) -> Vec<Unknown> {
        let taken: Vec<_> = self.unknown.extract_if(.., |disk| &*disk.sr == sr).collect();
        self.unknown_changed |= !taken.is_empty();
        taken
    }

    /// Takes one of them.
    pub fn take_unknown_disk(&mut self, sr: &str, uuid: &str) -> Option<Unknown> {
        let at = self.unknown.iter().position(|disk| &*disk.sr == sr && &*disk.uuid == uuid)?;
        self.unknown_changed = true;
        Some(self.unknown.remove(at))
    }
}

impl Db {
    /// After a field was written.
    pub(super) fn storage_written(&mut self, class: ClassId, reference: &str, field: FieldId, old: &Value) {
        let Some(kind) = self.storage.kind(class) else { return };
        if self.storage.kinds[kind].allowed == Some(field) {
            return;
        }
        let Some(row) = self.tables[class].row(reference) else { return };
        self.storage.note(kind, row);
        let sums = &self.storage.sums;
        if class == sums.vdi && sums.parts.contains(&field) {
            let sr = row.values[sums.on].to_shared();
            let more = row.values[field].as_int() - old.as_int();
            let more = sums.parts.map(|part| if part == field { more } else { 0 });
            self.add_to_sums(&sr, more);
        }
    }

    /// After a row was added.
    pub(super) fn storage_came(&mut self, class: ClassId, reference: &str) {
        let Some(kind) = self.storage.kind(class) else { return };
        let Some(row) = self.tables[class].row(reference) else { return };
        self.storage.note(kind, row);
        if let Some((sr, sizes)) = self.storage.sums.of(class, row) {
            self.add_to_sums(&sr, sizes);
        }
    }

    /// After a row was taken away.
    pub(super) fn storage_gone(&mut self, class: ClassId, row: &Row) {
        let Some(kind) = self.storage.kind(class) else { return };
        self.storage.note(kind, row);
        if let Some((sr, sizes)) = self.storage.sums.of(class, row) {
            self.add_to_sums(&sr, sizes.map(|size| -size));
        }
    }

    fn add_to_sums(&mut self, sr: &str, more: [i64; 2]) {
        let (class, wholes) = (self.storage.sums.sr, self.storage.sums.wholes);
        for (field, more) in wholes.into_iter().zip(more) {
            let Some(row) = self.tables[class].row(sr) else { return };
            let before = row.values[field].as_int();
            // What is not told (of the tools' repository) stays untold.
            if more != 0 && before >= 0 {
                self.put(class, sr, field, Value::Int(before.saturating_add(more).max(0)));
            }
        }
    }
}

impl Sums {
    /// A disk's repository and its own figures.
    fn of(&self, class: ClassId, row: &Row) -> Option<(Str, [i64; 2])> {
        let figures = || self.parts.map(|part| row.values[part].as_int());
        (class == self.vdi).then(|| (row.values[self.on].to_shared(), figures()))
    }
}
