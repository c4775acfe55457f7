//! Readers for fields of records whose encoding varies: numbers and truth values sent as such or as texts.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};

/// An integer sent as a number or as a text.
pub fn int<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    Ok(Int::deserialize(deserializer)?.0)
}

/// A float sent as a number or as a text, `NaN` and infinities included.
pub fn float<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    Ok(Float::deserialize(deserializer)?.0)
}

/// A truth value sent as such, as a number or as a text.
pub fn boolean<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    deserializer.deserialize_any(BoolVisitor)
}

pub fn int_set<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<i64>, D::Error> {
    Ok(Vec::<Int>::deserialize(deserializer)?.into_iter().map(|it| it.0).collect())
}

pub fn int_map<'de, D, K>(deserializer: D) -> Result<BTreeMap<K, i64>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord,
{
    Ok(BTreeMap::<K, Int>::deserialize(deserializer)?.into_iter().map(|(k, it)| (k, it.0)).collect())
}

pub fn float_map<'de, D, K>(deserializer: D) -> Result<BTreeMap<K, f64>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord,
{
    Ok(BTreeMap::<K, Float>::deserialize(deserializer)?.into_iter().map(|(k, it)| (k, it.0)).collect())
}

struct Int(i64);

impl<'de> Deserialize<'de> for Int {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IntVisitor)
    }
}

struct IntVisitor;

impl Visitor<'_> for IntVisitor {
    type Value = Int;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer, as a number or as text")
    }

    fn visit_i64<E>(self, value: i64) -> Result<Int, E> {
        Ok(Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Int, E> {
        Ok(Int(i64::try_from(value).unwrap_or(i64::MAX)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Int, E> {
        Ok(Int(value as i64))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Int, E> {
        match text.trim() {
            "" => Ok(Int(0)),
            text => text.parse().map(Int).map_err(|_| E::invalid_value(Unexpected::Str(text), &self)),
        }
    }

    fn visit_unit<E>(self) -> Result<Int, E> {
        Ok(Int(0))
    }
}

struct Float(f64);

impl<'de> Deserialize<'de> for Float {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FloatVisitor)
    }
}

struct FloatVisitor;

impl Visitor<'_> for FloatVisitor {
    type Value = Float;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a float, as a number or as text")
    }

    fn visit_f64<E>(self, value: f64) -> Result<Float, E> {
        Ok(Float(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Float, E> {
        Ok(Float(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Float, E> {
        Ok(Float(value as f64))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Float, E> {
        match text.trim() {
            "" => Ok(Float(0.0)),
            text => text.parse().map(Float).map_err(|_| E::invalid_value(Unexpected::Str(text), &self)),
        }
    }

    fn visit_unit<E>(self) -> Result<Float, E> {
        Ok(Float(0.0))
    }
}

struct BoolVisitor;

impl Visitor<'_> for BoolVisitor {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a truth value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<bool, E> {
        Ok(value)
    }

    fn visit_u64<E>(self, value: u64) -> Result<bool, E> {
        Ok(value != 0)
    }

    fn visit_i64<E>(self, value: i64) -> Result<bool, E> {
        Ok(value != 0)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        match text {
            "true" | "1" => Ok(true),
            "false" | "0" | "" => Ok(false),
            _ => Err(E::invalid_value(Unexpected::Str(text), &self)),
        }
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }
}
