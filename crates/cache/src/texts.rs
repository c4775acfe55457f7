//! What a filter looks for in a JSON value.

use std::fmt;

use serde::{
    Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
};

/// Calls `found` with every text, number and flag in a JSON value.
pub(crate) fn texts(json: &str, found: &mut dyn FnMut(&str)) {
    match json.as_bytes() {
        [b'"', plain @ .., b'"'] if !plain.contains(&b'\\') => found(&json[1..json.len() - 1]),
        [b'"' | b'[' | b'{', ..] => {
            // what the cache holds is JSON; if it were not, there would be nothing to find in the rest
            let _ = Texts(found).deserialize(&mut serde_json::Deserializer::from_str(json));
        }
        _ if json == "null" => {}
        _ => found(json),
    }
}

struct Texts<'f>(&'f mut dyn FnMut(&str));

impl<'de> DeserializeSeed<'de> for Texts<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Texts<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        (self.0)(text);
        Ok(())
    }
    fn visit_bool<E>(self, flag: bool) -> Result<(), E> {
        (self.0)(if flag { "true" } else { "false" });
        Ok(())
    }
    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        (self.0)(&number.to_string());
        Ok(())
    }
    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        (self.0)(&number.to_string());
        Ok(())
    }
    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        (self.0)(&number.to_string());
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Texts(self.0))?.is_some() {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_key::<serde::de::IgnoredAny>()?.is_some() {
            map.next_value_seed(Texts(self.0))?;
        }
        Ok(())
    }
}
