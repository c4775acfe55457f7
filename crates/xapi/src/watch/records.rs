//! The records of a class as they came, taken apart but not parsed.

use std::fmt;

use bytes::Bytes;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The answer of `get_all_records`: references and records as JSON texts, without a copy of any.
#[derive(Clone, Default)]
pub struct Records {
    bytes: Bytes,
    spans: Vec<Span>,
}

#[derive(Clone, Copy)]
struct Span {
    reference: (u32, u32),
    record: (u32, u32),
}

impl Records {
    /// Takes an answer apart; every record is checked to be JSON, and nothing more.
    pub fn parse(bytes: Bytes) -> Result<Self, serde_json::Error> {
        let text = std::str::from_utf8(&bytes).map_err(serde_json::Error::custom)?;
        if u32::try_from(text.len()).is_err() {
            return Err(serde_json::Error::custom("the listing is longer than 4 GiB"));
        }
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let spans = deserializer.deserialize_map(SpanVisitor { text })?;
        deserializer.end()?;
        Ok(Records { bytes, spans })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Each reference with its record as a JSON text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        // The whole was checked to be UTF-8, and spans begin and end at ASCII.
        let text = std::str::from_utf8(&self.bytes).unwrap_or_default();
        self.spans.iter().map(move |span| (part(text, span.reference), part(text, span.record)))
    }
}

fn part(text: &str, (start, length): (u32, u32)) -> &str {
    &text[start as usize..][..length as usize]
}

struct SpanVisitor<'a> {
    text: &'a str,
}

impl SpanVisitor<'_> {
    /// Where a part lies in the whole.
    fn span(&self, part: &str) -> (u32, u32) {
        ((part.as_ptr().addr() - self.text.as_ptr().addr()) as u32, part.len() as u32)
    }
}

impl<'de> Visitor<'de> for SpanVisitor<'de> {
    type Value = Vec<Span>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map from references to records")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<Span>, A::Error> {
        let mut spans = Vec::new();
        while let Some((reference, record)) = map.next_entry::<&'de str, &'de RawValue>()? {
            spans.push(Span { reference: self.span(reference), record: self.span(record.get()) });
        }
        Ok(spans)
    }
}

impl fmt::Debug for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Records({})", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        let text = r#" {"OpaqueRef:1" : {"name_label":"é}","x":[1]}, "OpaqueRef:2":{}} "#;
        let records = Records::parse(Bytes::from_static(text.as_bytes())).unwrap();
        let parts: Vec<_> = records.iter().collect();
        assert_eq!(parts, [("OpaqueRef:1", r#"{"name_label":"é}","x":[1]}"#), ("OpaqueRef:2", "{}")]);
        assert!(Records::parse(Bytes::from_static(b"{}")).unwrap().is_empty());
    }

    #[test]
    fn what_is_no_map_of_records() {
        for text in [&b"[]"[..], b"{\"a\":{}", b"{\"a\":{}} x", b"{\"a\":\xff}", b"\"\""] {
            assert!(Records::parse(Bytes::from_static(text)).is_err());
        }
    }
}
