//! Looking into JSON text without making values of it.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

/// What is neither a list nor an object.
pub enum Scalar<'a> {
    Text(&'a str),
    Number(f64),
    Flag(bool),
    Null,
}

/// Calls `found` with every scalar in a JSON value until it says that it has seen enough.
pub fn scalars(json: &str, found: &mut dyn FnMut(Scalar<'_>) -> bool) {
    if let Some(text) = plain_text(json) {
        found(Scalar::Text(text));
        return;
    }
    // What objects hold is JSON; if it were not, there would be nothing to find in the rest.
    let _ = Walk { found, enough: &mut false }.deserialize(&mut serde_json::Deserializer::from_str(json));
}

/// A text that stands as it is: the usual case.
fn plain_text(json: &str) -> Option<&str> {
    let text = json.strip_prefix('"')?.strip_suffix('"')?;
    (!text.contains('\\')).then_some(text)
}

/// Whether a JSON value is what its property is not called empty for: no `null`, `false`, zero or empty text.
pub fn is_truthy(json: &str) -> bool {
    match json {
        "null" | "false" | "\"\"" => false,
        _ => json.parse::<f64>().map_or(true, |number| number != 0.0 && !number.is_nan()),
    }
}

/// Calls `each` with a member of an object, an item or the `length` of a list, or that member of every item.
pub fn members(json: &str, name: &str, each: &mut dyn FnMut(&str)) {
    if json.starts_with('{') {
        let mut found = None;
        let _ =
            (Member { name, found: &mut found }).deserialize(&mut serde_json::Deserializer::from_str(json));
        if let Some(raw) = found {
            each(raw);
        }
    } else if json.starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(json).unwrap_or_default();
        if name == "length" {
            each(&items.len().to_string());
        } else if let Ok(at) = name.parse::<usize>() {
            if let Some(item) = items.get(at) {
                each(item.get());
            }
        } else {
            items.iter().for_each(|item| members(item.get(), name, each));
        }
    } else if name == "length"
        && let Ok(text) = serde_json::from_str::<Cow<'_, str>>(json)
    {
        each(&text.encode_utf16().count().to_string());
    }
}

struct Walk<'f> {
    found: &'f mut dyn FnMut(Scalar<'_>) -> bool,
    enough: &'f mut bool,
}

impl Walk<'_> {
    fn tell(self, scalar: Scalar<'_>) {
        *self.enough = *self.enough || (self.found)(scalar);
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if *self.enough {
            return IgnoredAny::deserialize(deserializer).map(drop);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.tell(Scalar::Text(text));
        Ok(())
    }
    fn visit_bool<E>(self, flag: bool) -> Result<(), E> {
        self.tell(Scalar::Flag(flag));
        Ok(())
    }
    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.tell(Scalar::Number(number as f64));
        Ok(())
    }
    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.tell(Scalar::Number(number as f64));
        Ok(())
    }
    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.tell(Scalar::Number(number));
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        self.tell(Scalar::Null);
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Walk { found: self.found, enough: self.enough })?.is_some() {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_key::<IgnoredAny>()?.is_some() {
            map.next_value_seed(Walk { found: self.found, enough: self.enough })?;
        }
        Ok(())
    }
}

/// Finds one member of an object.
struct Member<'n, 'f, 'de> {
    name: &'n str,
    found: &'f mut Option<&'de str>,
}

impl<'de> DeserializeSeed<'de> for Member<'_, '_, 'de> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Member<'_, '_, 'de> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(wanted) = map.next_key_seed(IsName(self.name, PhantomData))? {
            if wanted {
                *self.found = Some(map.next_value::<&RawValue>()?.get());
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// Whether a key is a name.
struct IsName<'n, 'de>(&'n str, PhantomData<&'de ()>);

impl<'de> DeserializeSeed<'de> for IsName<'_, 'de> {
    type Value = bool;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for IsName<'_, 'de> {
    type Value = bool;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }
    fn visit_str<E>(self, name: &str) -> Result<bool, E> {
        Ok(name == self.0)
    }
}
