//! A row: the fields of one object as interned JSON, under a field list shared by all objects alike.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use triomphe::Arc;

use crate::{Fragment, Interner, NotAStruct, split};

/// A list of field names, kept once for all rows that have it.
#[derive(Debug)]
pub struct Shape {
    names: Box<[Box<str>]>,
    /// `"name":` for each, ready to be written.
    keys: Box<[Box<str>]>,
}

impl Shape {
    pub(crate) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let names: Box<[Box<str>]> = names.map(Into::into).collect();
        let key = |n: &str| format!("{}:", serde_json::Value::from(n)).into();
        Self { keys: names.iter().map(|n| key(n)).collect(), names }
    }

    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.names.iter().map(|n| &**n)
    }

    /// The position of a field.
    pub fn index(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|n| **n == *name)
    }
}

/// The fields of one object. Absent fields are `None`.
#[derive(Clone, Debug)]
pub struct Row {
    shape: Arc<Shape>,
    fields: Box<[Option<Fragment>]>,
}

impl Row {
    /// The row of a struct: its fields in order, skipped ones absent.
    ///
    /// # Errors
    /// When `value` does not serialise as a struct with named fields.
    pub fn of(interner: &Interner, value: &impl Serialize) -> Result<Self, NotAStruct> {
        let parts = split::split(value)?;
        Ok(Self {
            shape: interner.shape(parts.names.iter().copied()),
            fields: interner.fragments(parts.texts()),
        })
    }

    /// The row of a JSON object, whatever its members.
    ///
    /// # Errors
    /// When `json` is not an object.
    pub fn from_json(interner: &Interner, json: &RawValue) -> serde_json::Result<Self> {
        let members: split::Members<'_> = serde_json::from_str(json.get())?;
        Ok(Self {
            shape: interner.shape(members.0.iter().map(|(name, _)| &**name)),
            fields: interner.fragments(members.0.iter().map(|(_, raw)| Some(raw.get()))),
        })
    }

    /// The JSON text of a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields[self.shape.index(name)?].as_ref().map(Fragment::as_str)
    }

    /// Its fields that are present, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Fragment)> {
        self.shape.names().zip(&self.fields).filter_map(|(name, f)| Some((name, f.as_ref()?)))
    }

    /// The typed value that it is the row of.
    ///
    /// # Errors
    /// When its fields do not make a `T`.
    pub fn read<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        let mut text = Vec::with_capacity(1024);
        self.write_json(&mut text);
        serde_json::from_slice(&text)
    }

    /// Appends `{"name":value,…}`.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        out.push(b'{');
        self.write_members(out, |_| true);
        out.push(b'}');
    }

    /// Appends the members whose name `wanted` lets through, with commas between but without braces.
    /// Returns whether there were any.
    pub fn write_members(&self, out: &mut Vec<u8>, wanted: impl Fn(&str) -> bool) -> bool {
        let mut any = false;
        for (i, field) in self.fields.iter().enumerate() {
            let Some(field) = field else { continue };
            if !wanted(&self.shape.names[i]) {
                continue;
            }
            if any {
                out.push(b',');
            }
            any = true;
            out.extend_from_slice(self.shape.keys[i].as_bytes());
            out.extend_from_slice(field.as_bytes());
        }
        any
    }

    /// Whether every field is the same piece of the same interner.
    pub fn same(&self, other: &Self) -> bool {
        let pair = |(a, b): (&Option<Fragment>, &Option<Fragment>)| match (a, b) {
            (Some(a), Some(b)) => a.same(b),
            (None, None) => true,
            _ => false,
        };
        Arc::ptr_eq(&self.shape, &other.shape) && self.fields.iter().zip(&other.fields).all(pair)
    }

    /// The fields of `self` that are new or different compared with `before`, and those that went away
    /// (with `None`).
    pub fn changes<'a>(&'a self, before: &'a Row) -> Vec<(&'a str, Option<&'a Fragment>)> {
        if Arc::ptr_eq(&self.shape, &before.shape) {
            let differs = |(a, b): (&Option<Fragment>, &Option<Fragment>)| match (a, b) {
                (Some(a), Some(b)) => !a.same(b),
                (None, None) => false,
                _ => true,
            };
            return (0..self.fields.len())
                .filter(|&i| differs((&self.fields[i], &before.fields[i])))
                .map(|i| (&*self.shape.names[i], self.fields[i].as_ref()))
                .collect();
        }
        let new = self.iter().filter(|(name, f)| {
            let old = before.shape.index(name).and_then(|i| before.fields[i].as_ref());
            !old.is_some_and(|old| old.same(f))
        });
        let gone = before.iter().filter(|(name, _)| self.get(name).is_none());
        new.map(|(name, f)| (name, Some(f))).chain(gone.map(|(name, _)| (name, None))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize, serde::Deserialize, PartialEq, Debug)]
    struct Vm {
        name_label: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        notes: Option<String>,
        tags: Vec<String>,
    }

    fn vm(name: &str, notes: Option<&str>) -> Vm {
        Vm { name_label: name.into(), notes: notes.map(Into::into), tags: vec!["a\"b".into()] }
    }

    #[test]
    fn a_row_is_the_json_of_its_struct() {
        let interner = Interner::default();
        for v in [vm("x", None), vm("ü\n", Some("n"))] {
            let row = Row::of(&interner, &v).unwrap();
            let mut json = Vec::new();
            row.write_json(&mut json);
            assert_eq!(String::from_utf8(json).unwrap(), serde_json::to_string(&v).unwrap());
            assert_eq!(row.read::<Vm>().unwrap(), v);
        }
        assert!(Row::of(&interner, &3).is_err());
    }

    #[test]
    fn changes_are_told_by_field() {
        let interner = Interner::default();
        let (a, b) =
            (Row::of(&interner, &vm("x", None)).unwrap(), Row::of(&interner, &vm("y", Some("n"))).unwrap());
        let told = |new: &Row, old: &Row| {
            new.changes(old)
                .iter()
                .map(|(n, f)| format!("{n}={}", f.map_or("-", |f| f.as_str())))
                .collect::<Vec<_>>()
        };
        assert_eq!(told(&b, &a), ["name_label=\"y\"", "notes=\"n\""]);
        assert_eq!(told(&a, &b), ["name_label=\"x\"", "notes=-"]);
        assert!(a.same(&Row::of(&interner, &vm("x", None)).unwrap()) && !a.same(&b));
        let raw = serde_json::value::to_raw_value(&vm("x", None)).unwrap();
        let other_shape = Row::from_json(&interner, &raw).unwrap();
        assert!(told(&other_shape, &a).is_empty());
        assert_eq!(told(&other_shape, &b), ["name_label=\"x\"", "notes=-"]);
    }
}
