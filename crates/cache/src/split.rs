//! Takes a struct apart into its top-level fields, each as JSON text.

use std::{borrow::Cow, fmt, ops::Range};

use serde::{
    Deserialize, Serialize, Serializer,
    de::{MapAccess, Visitor},
    ser::{Error, Impossible, SerializeStruct},
};
use serde_json::value::RawValue;

/// The value is not a struct with named fields, or one of its fields has no JSON form.
#[derive(Debug, PartialEq, Eq)]
pub struct NotAStruct(String);

impl fmt::Display for NotAStruct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a struct with named fields: {}", self.0)
    }
}
impl std::error::Error for NotAStruct {}
impl Error for NotAStruct {
    fn custom<T: fmt::Display>(msg: T) -> Self {
        Self(msg.to_string())
    }
}

/// The fields of a struct, all in one text.
pub(crate) struct Parts {
    pub names: Vec<&'static str>,
    text: Vec<u8>,
    ranges: Vec<Option<Range<usize>>>,
}

impl Parts {
    pub fn texts(&self) -> impl Iterator<Item = Option<&str>> {
        self.ranges.iter().map(|r| {
            let bytes = &self.text[r.clone()?];
            // serde_json writes UTF-8
            std::str::from_utf8(bytes).ok()
        })
    }
}

pub(crate) fn split(value: &impl Serialize) -> Result<Parts, NotAStruct> {
    value.serialize(Splitter)
}

struct Splitter;

impl SerializeStruct for Parts {
    type Ok = Parts;
    type Error = NotAStruct;

    fn serialize_field<T: ?Sized + Serialize>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), NotAStruct> {
        let start = self.text.len();
        serde_json::to_writer(&mut self.text, value).map_err(Error::custom)?;
        self.names.push(name);
        self.ranges.push(Some(start..self.text.len()));
        Ok(())
    }

    fn skip_field(&mut self, name: &'static str) -> Result<(), NotAStruct> {
        self.names.push(name);
        self.ranges.push(None);
        Ok(())
    }

    fn end(self) -> Result<Parts, NotAStruct> {
        Ok(self)
    }
}

macro_rules! refuse {
    ($($method:ident($($arg:ident: $ty:ty),*) -> $ok:ty;)*) => {
        $(fn $method(self, $($arg: $ty),*) -> Result<$ok, NotAStruct> {
            $(let _ = $arg;)*
            Err(NotAStruct(stringify!($method).into()))
        })*
    };
}

type No = Impossible<Parts, NotAStruct>;

impl Serializer for Splitter {
    type Ok = Parts;
    type Error = NotAStruct;
    type SerializeSeq = No;
    type SerializeTuple = No;
    type SerializeTupleStruct = No;
    type SerializeTupleVariant = No;
    type SerializeMap = No;
    type SerializeStruct = Parts;
    type SerializeStructVariant = No;

    fn serialize_struct(self, _: &'static str, len: usize) -> Result<Parts, NotAStruct> {
        Ok(Parts {
            names: Vec::with_capacity(len),
            text: Vec::with_capacity(1024),
            ranges: Vec::with_capacity(len),
        })
    }
    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        v: &T,
    ) -> Result<Parts, NotAStruct> {
        v.serialize(self)
    }
    fn serialize_some<T: ?Sized + Serialize>(self, v: &T) -> Result<Parts, NotAStruct> {
        v.serialize(self)
    }
    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: &T,
    ) -> Result<Parts, NotAStruct> {
        Err(NotAStruct(name.into()))
    }
    refuse! {
        serialize_bool(v: bool) -> Parts;
        serialize_i8(v: i8) -> Parts;
        serialize_i16(v: i16) -> Parts;
        serialize_i32(v: i32) -> Parts;
        serialize_i64(v: i64) -> Parts;
        serialize_u8(v: u8) -> Parts;
        serialize_u16(v: u16) -> Parts;
        serialize_u32(v: u32) -> Parts;
        serialize_u64(v: u64) -> Parts;
        serialize_f32(v: f32) -> Parts;
        serialize_f64(v: f64) -> Parts;
        serialize_char(v: char) -> Parts;
        serialize_str(v: &str) -> Parts;
        serialize_bytes(v: &[u8]) -> Parts;
        serialize_none() -> Parts;
        serialize_unit() -> Parts;
        serialize_unit_struct(name: &'static str) -> Parts;
        serialize_unit_variant(name: &'static str, i: u32, variant: &'static str) -> Parts;
        serialize_seq(len: Option<usize>) -> No;
        serialize_tuple(len: usize) -> No;
        serialize_tuple_struct(name: &'static str, len: usize) -> No;
        serialize_tuple_variant(name: &'static str, i: u32, variant: &'static str, len: usize) -> No;
        serialize_map(len: Option<usize>) -> No;
        serialize_struct_variant(name: &'static str, i: u32, variant: &'static str, len: usize) -> No;
    }
}

/// The members of a JSON object, in its order, unparsed.
pub(crate) struct Members<'a>(pub Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::with_capacity(128);
                while let Some(Key(name)) = map.next_key::<Key<'de>>()? {
                    members.push((name, map.next_value()?));
                }
                Ok(Members(members))
            }
        }
        d.deserialize_map(Reader)
    }
}

/// A member's name, borrowed unless it is escaped.
#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);
