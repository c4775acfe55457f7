//! A record as one JSON fragment per field.

use std::{borrow::Cow, fmt, sync::Arc};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeOwned, DeserializeSeed, Error as _, MapAccess, Visitor, value::BorrowedStrDeserializer},
    forward_to_deserialize_any,
};
use serde_json::{Error, value::RawValue};
use triomphe::ThinArc;

use crate::{
    Interner,
    intern::{Frag, Shape},
    split,
};

/// So many fields of a row can be left out for having their usual value.
const BITS: usize = u64::BITS as usize;

/// An immutable JSON object, cheap to clone. Rows of one interner are compared by pointers.
#[derive(Clone)]
pub struct Row(ThinArc<Head, Frag>);

/// What comes before the fragments of a row.
struct Head {
    shape: Arc<Shape>,
    /// A bit for each field that has the usual value of its shape: it is not among the fragments. Fields beyond the
    /// bits always are.
    usual: u64,
}

impl Row {
    /// The fields that `value` serialises to; skipped ones are absent.
    ///
    /// # Errors
    /// When it does not serialise to a JSON object, or names a field twice.
    pub fn of(interner: &Interner, value: &impl Serialize) -> Result<Self, Error> {
        Self::of_like(interner, None, value)
    }

    /// The same, sooner when it is much like a row that is known.
    ///
    /// # Errors
    /// Those of [`Row::of`].
    pub fn of_like(interner: &Interner, known: Option<&Row>, value: &impl Serialize) -> Result<Self, Error> {
        let fields = split::fields(value)?;
        Self::from_fields_like(interner, known, fields.iter())
    }

    /// The fields of a JSON object, their values kept as they are written there.
    ///
    /// # Errors
    /// When it is not a JSON object, or names a field twice.
    pub fn from_json(interner: &Interner, json: &str) -> Result<Self, Error> {
        let fields: Fields<'_> = serde_json::from_str(json)?;
        Self::from_fields(interner, fields.0.iter().map(|(name, raw)| (&**name, raw.get())))
    }

    /// Exactly these fields, their values as JSON.
    ///
    /// # Errors
    /// When a field is named twice.
    pub fn from_fields<'a>(
        interner: &Interner,
        fields: impl ExactSizeIterator<Item = (&'a str, &'a str)> + Clone,
    ) -> Result<Self, Error> {
        Self::from_fields_like(interner, None, fields)
    }

    /// The same, sooner when it is much like a row that is known: what is equal in both is not looked for in the
    /// interner.
    ///
    /// # Errors
    /// Those of [`Row::from_fields`].
    pub fn from_fields_like<'a>(
        interner: &Interner,
        known: Option<&Row>,
        fields: impl ExactSizeIterator<Item = (&'a str, &'a str)> + Clone,
    ) -> Result<Self, Error> {
        let names = fields.clone().map(|(name, _)| name);
        let known = known.filter(|known| known.shape().names().eq(names.clone()));
        let shape = match known {
            Some(known) => known.0.header.header.shape.clone(),
            None => interner.shape(names).ok_or_else(|| Error::custom("a field comes twice"))?,
        };
        let typical = shape.usual();
        let mut usual = 0;
        let mut own = Vec::with_capacity(fields.len());
        for (at, (_, text)) in fields.enumerate() {
            if at < BITS && typical.get(at).is_some_and(|frag| frag.as_str() == text) {
                usual |= 1 << at;
                continue;
            }
            let same = known.map(|known| known.frag(at)).filter(|frag| frag.as_str() == text);
            own.push(same.map_or_else(|| interner.frag(text), Frag::clone));
        }
        if typical.is_empty() {
            shape.learn(&own);
        }
        Ok(Self(ThinArc::from_header_and_iter(Head { shape, usual }, own.into_iter())))
    }

    /// The same row with other values, as JSON, in some of its fields; none if it lacks one of those.
    pub fn with(&self, interner: &Interner, values: &[(&str, String)]) -> Option<Self> {
        let mut fields: Vec<_> = self.fields().collect();
        for (name, value) in values {
            fields[self.shape().position(name)?].1 = value;
        }
        Self::from_fields_like(interner, Some(self), fields.into_iter()).ok()
    }

    /// The value of a field, as JSON.
    pub fn get(&self, field: &str) -> Option<&str> {
        Some(self.frag(self.shape().position(field)?).as_str())
    }

    /// Names and values, in order.
    pub fn fields(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.shape().names().zip(self.frags()).map(|(name, frag)| (name, frag.as_str()))
    }

    /// How many fields it has.
    pub fn len(&self) -> usize {
        self.shape().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads the row back into a type.
    ///
    /// # Errors
    /// When the type wants something else; the error names it.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Error> {
        T::deserialize(self)
    }

    /// Reads one field; an absent one reads as `null`.
    ///
    /// # Errors
    /// When the type wants something else.
    pub fn read_field<T: DeserializeOwned>(&self, field: &str) -> Result<T, Error> {
        serde_json::from_str(self.get(field).unwrap_or("null"))
    }

    /// Appends the whole row as a JSON object.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        out.push(b'{');
        for (at, frag) in self.frags().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            self.shape().write_name(at, out);
            out.extend_from_slice(frag.as_bytes());
        }
        out.push(b'}');
    }

    /// Calls `changed` with each field that differs from `old` and its value now, `None` if it went away.
    pub fn changes<'a>(&'a self, old: &'a Row, mut changed: impl FnMut(&'a str, Option<&'a str>)) {
        if self.same_shape(old) {
            for (at, (now, before)) in self.frags().zip(old.frags()).enumerate() {
                if now != before {
                    changed(self.shape().name(at), Some(now.as_str()));
                }
            }
            return;
        }
        for (name, now) in self.shape().names().zip(self.frags()) {
            let before = old.shape().position(name).map(|at| old.frag(at));
            if before != Some(now) {
                changed(name, Some(now.as_str()));
            }
        }
        for name in old.shape().names() {
            if self.shape().position(name).is_none() {
                changed(name, None);
            }
        }
    }

    pub(crate) fn shape(&self) -> &Shape {
        &self.0.header.header.shape
    }

    /// The value of the field at a position of the shape.
    pub(crate) fn frag(&self, at: usize) -> &Frag {
        let usual = self.0.header.header.usual;
        if at >= BITS {
            return &self.0.slice[at - usual.count_ones() as usize];
        }
        let bit = 1 << at;
        if usual & bit != 0 {
            return &self.shape().usual()[at];
        }
        &self.0.slice[at - (usual & (bit - 1)).count_ones() as usize]
    }

    /// The values of all fields, in order.
    pub(crate) fn frags(&self) -> impl ExactSizeIterator<Item = &Frag> {
        (0..self.len()).map(|at| self.frag(at))
    }

    fn same_shape(&self, other: &Row) -> bool {
        std::ptr::eq(self.shape(), other.shape())
    }
}

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        if self.same_shape(other) {
            return self.frags().eq(other.frags());
        }
        self.len() == other.len() && self.fields().all(|(name, text)| other.get(name) == Some(text))
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.fields()).finish()
    }
}

/// A JSON object cut at its top level.
struct Fields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Fields<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::with_capacity(map.size_hint().unwrap_or(64));
                while let Some((Text(name), value)) = map.next_entry()? {
                    fields.push((name, value));
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// Borrowed unless it has escapes.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserializer<'de> for &'de Row {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(Entries { row: self, at: 0 })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Entries<'a> {
    row: &'a Row,
    at: usize,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        if self.at == self.row.len() {
            return Ok(None);
        }
        let name = self.row.shape().name(self.at);
        self.at += 1;
        seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let text = self.row.frag(self.at - 1).as_str();
        let name = self.row.shape().name(self.at - 1);
        seed.deserialize(&mut serde_json::Deserializer::from_str(text))
            .map_err(|e| Error::custom(format_args!("{name}: {e}")))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.row.len() - self.at)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Vm {
        name: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        tags: Vec<String>,
        #[serde(flatten)]
        more: Inner,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Inner {
        n: u8,
    }

    fn vm(note: Option<&str>) -> Vm {
        Vm { name: "a\"b".into(), note: note.map(Into::into), tags: vec!["x".into()], more: Inner { n: 1 } }
    }

    fn json(row: &Row) -> Value {
        let mut out = Vec::new();
        row.write_json(&mut out);
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn a_type_becomes_a_row_and_comes_back() {
        let interner = Interner::new();
        for value in [vm(None), vm(Some("n"))] {
            let row = Row::of(&interner, &value).unwrap();
            assert_eq!(json(&row), serde_json::to_value(&value).unwrap());
            assert_eq!(row.read::<Vm>().unwrap(), value);
            assert_eq!(row.read_field::<Option<String>>("note").unwrap(), value.note);
        }
        assert!(Row::of(&interner, &3).is_err());
    }

    #[test]
    fn a_json_object_becomes_a_row_with_the_same_values() {
        let interner = Interner::new();
        let text = r#"{"a": {"b" : [1, 2]}, "c\"d": "x", "n": 1.50}"#;
        let row = Row::from_json(&interner, text).unwrap();
        assert_eq!(row.get("a"), Some(r#"{"b" : [1, 2]}"#));
        assert_eq!(row.get("n"), Some("1.50"));
        assert_eq!(json(&row), serde_json::from_str::<Value>(text).unwrap());
        assert_eq!(row, Row::from_json(&interner, text).unwrap());
        for bad in ["[]", "{", r#"{"a":1,"a":2}"#, "3"] {
            assert!(Row::from_json(&interner, bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn changes_name_what_differs_and_what_went_away() {
        let interner = Interner::new();
        let row = |v: Value| Row::from_json(&interner, &v.to_string()).unwrap();
        let changes = |old: Value, new: Value| {
            let (old, new) = (row(old), row(new));
            let mut all = Vec::new();
            new.changes(&old, |n, v| all.push(format!("{n}={}", v.unwrap_or("-"))));
            all.join(" ")
        };
        assert_eq!(changes(json!({"a": 1, "b": 2}), json!({"a": 1, "b": 2})), "");
        assert_eq!(changes(json!({"a": 1, "b": 2}), json!({"a": 1, "b": 3})), "b=3");
        assert_eq!(changes(json!({"a": 1, "b": 2}), json!({"a": 1, "c": 3})), "c=3 b=-");
    }

    #[test]
    fn a_row_with_other_values_is_as_if_it_was_made_of_them() {
        let interner = Interner::new();
        let row = |v: Value| Row::from_json(&interner, &v.to_string()).unwrap();
        let old = row(json!({"a": 1, "b": "x", "c": []}));
        let with = |name, value: &str| old.with(&interner, &[(name, value.to_owned())]);
        assert_eq!(with("b", "\"y\""), Some(row(json!({"a": 1, "b": "y", "c": []}))));
        assert_eq!(with("b", "\"x\""), Some(old.clone()));
        assert_eq!(with("d", "1"), None);
    }

    #[test]
    fn a_row_is_the_same_whether_or_not_the_usual_values_were_known() {
        let interner = Interner::new();
        let row = |n: u32| {
            let mut fields: Vec<_> = (0..100).map(|at| (format!("f{at}"), "\"usual\"".to_owned())).collect();
            for at in [0, 7, 63, 64, 99] {
                fields[at].1 = (n * 100 + at as u32).to_string();
            }
            let fields = fields.iter().map(|(name, text)| (name.as_str(), text.as_str()));
            Row::from_fields(&interner, fields).unwrap()
        };
        let (early, other): (Row, Row) = (row(0), row(1));
        let more: Vec<Row> = (2..1000).map(row).collect();
        let late = row(0);
        assert_eq!((early.0.slice.len(), late.0.slice.len()), (100, 5 + 36 - 2));
        assert_eq!(early, late);
        assert!(more.iter().all(|row| *row != early && *row != late));
        assert_eq!(json(&early), json(&late));
        let names = |a: &Row, b: &Row| {
            let mut names = Vec::new();
            a.changes(b, |name, _| names.push(name.to_owned()));
            names.join(" ")
        };
        assert_eq!(names(&early, &late), "");
        assert_eq!(names(&other, &late), "f0 f7 f63 f64 f99");
        let fields: Vec<_> = late.fields().collect();
        let like = |known: &Row, fields: &[(&str, &str)]| {
            Row::from_fields_like(&interner, Some(known), fields.iter().copied()).unwrap()
        };
        for known in [&early, &late, &other] {
            let again = like(known, &fields);
            assert_eq!((again.0.slice.len(), &again), (late.0.slice.len(), &late));
        }
        assert_eq!(like(&late, &fields[..3]).fields().collect::<Vec<_>>(), fields[..3]);
        assert_eq!(late.get("f8"), Some("\"usual\""));
        assert_eq!((late.get("f63"), late.get("f64"), late.get("f99")), (Some("63"), Some("64"), Some("99")));
    }

    #[test]
    fn an_error_names_the_field() {
        let interner = Interner::new();
        let row = Row::from_json(&interner, r#"{"name": 3, "tags": [], "n": 1}"#).unwrap();
        let error = row.read::<Vm>().unwrap_err().to_string();
        assert!(error.contains("name"), "{error}");
    }
}
