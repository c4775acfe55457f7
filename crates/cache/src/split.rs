//! Serialises a value into one JSON text per top-level field.

use std::{borrow::Cow, fmt::Display};

use serde::{
    Serialize, Serializer,
    ser::{Error as _, Impossible, SerializeMap, SerializeStruct, SerializeStructVariant},
};
use serde_json::Error;

/// Names and JSON texts in order, the texts in one buffer.
#[derive(Default)]
pub(crate) struct Split {
    text: Vec<u8>,
    /// Each name, and where its text ends.
    fields: Vec<(Cow<'static, str>, usize)>,
    /// The key of a map whose value comes next.
    key: String,
}

/// The top-level fields of what `value` serialises to.
pub(crate) fn fields(value: &impl Serialize) -> Result<Split, Error> {
    value.serialize(Top)
}

impl Split {
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> + Clone {
        (0..self.fields.len()).map(|at| {
            let start = if at == 0 { 0 } else { self.fields[at - 1].1 };
            let (name, end) = &self.fields[at];
            // serde_json writes UTF-8 and ends between characters
            (&**name, std::str::from_utf8(&self.text[start..*end]).unwrap_or_default())
        })
    }

    fn put<T: Serialize + ?Sized>(&mut self, name: Cow<'static, str>, value: &T) -> Result<(), Error> {
        serde_json::to_writer(&mut self.text, value)?;
        self.fields.push((name, self.text.len()));
        Ok(())
    }
}

impl SerializeStruct for Split {
    type Ok = Split;
    type Error = Error;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        self.put(Cow::Borrowed(name), value)
    }
    fn end(self) -> Result<Split, Error> {
        Ok(self)
    }
}

impl SerializeMap for Split {
    type Ok = Split;
    type Error = Error;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        match serde_json::to_value(key)? {
            serde_json::Value::String(key) => self.key = key,
            other => self.key = other.to_string(),
        }
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let key = std::mem::take(&mut self.key);
        self.put(Cow::Owned(key), value)
    }
    fn end(self) -> Result<Split, Error> {
        Ok(self)
    }
}

/// A struct variant would be nested in JSON, so it never gets here.
impl SerializeStructVariant for Split {
    type Ok = Split;
    type Error = Error;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, _: &T) -> Result<(), Error> {
        Err(not_an_object("an enum"))
    }
    fn end(self) -> Result<Split, Error> {
        Err(not_an_object("an enum"))
    }
}

fn not_an_object(what: impl Display) -> Error {
    Error::custom(format_args!("{what} is not a record"))
}

struct Top;

macro_rules! refuse {
    ($($name:ident: $type:ty),* $(,)?) => {
        $(fn $name(self, _: $type) -> Result<Split, Error> {
            Err(not_an_object(stringify!($type)))
        })*
    };
}

impl Serializer for Top {
    type Ok = Split;
    type Error = Error;
    type SerializeSeq = Impossible<Split, Error>;
    type SerializeTuple = Impossible<Split, Error>;
    type SerializeTupleStruct = Impossible<Split, Error>;
    type SerializeTupleVariant = Impossible<Split, Error>;
    type SerializeMap = Split;
    type SerializeStruct = Split;
    type SerializeStructVariant = Split;

    fn serialize_struct(self, _: &'static str, len: usize) -> Result<Split, Error> {
        Ok(Split { text: Vec::with_capacity(32 * len), fields: Vec::with_capacity(len), key: String::new() })
    }
    fn serialize_map(self, len: Option<usize>) -> Result<Split, Error> {
        self.serialize_struct("", len.unwrap_or(32))
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Split, Error> {
        value.serialize(self)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Split, Error> {
        value.serialize(self)
    }

    refuse! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_f32: f32,
        serialize_f64: f64, serialize_char: char, serialize_str: &str, serialize_bytes: &[u8],
    }
    fn serialize_none(self) -> Result<Split, Error> {
        Err(not_an_object("null"))
    }
    fn serialize_unit(self) -> Result<Split, Error> {
        Err(not_an_object("null"))
    }
    fn serialize_unit_struct(self, name: &'static str) -> Result<Split, Error> {
        Err(not_an_object(name))
    }
    fn serialize_unit_variant(self, name: &'static str, _: u32, _: &'static str) -> Result<Split, Error> {
        Err(not_an_object(name))
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Split, Error> {
        Err(not_an_object(name))
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Error> {
        Err(not_an_object("a list"))
    }
    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> {
        Err(not_an_object("a list"))
    }
    fn serialize_tuple_struct(
        self,
        name: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Error> {
        Err(not_an_object(name))
    }
    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        Err(not_an_object(name))
    }
    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Split, Error> {
        Err(not_an_object(name))
    }
}
