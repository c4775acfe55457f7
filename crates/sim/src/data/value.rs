//! Values of fields and parameters: small, shared, comparable.

use std::sync::{Arc, LazyLock};

use serde_json::Value as Json;
use xapi::schema::{Type, enum_values};

use crate::error::Failure;

/// A shared string. Equal strings of the seeded contents share their bytes.
pub type Str = Arc<str>;

/// The reference that leads nowhere.
pub const NULL: &str = "OpaqueRef:NULL";

static NULL_REF: LazyLock<Str> = LazyLock::new(|| NULL.into());
static EMPTY: LazyLock<Str> = LazyLock::new(|| "".into());
static NO_ITEMS: LazyLock<Arc<[Value]>> = LazyLock::new(|| [].into());
static NO_ENTRIES: LazyLock<Arc<[(Str, Value)]>> = LazyLock::new(|| [].into());

/// One value as the database keeps it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// The result of calls that answer nothing.
    Void,
    /// An option that is not there; left out of records.
    Absent,
    /// Strings, enum values and references.
    Str(Str),
    Int(i64),
    Float(f64),
    Bool(bool),
    /// Seconds since 1970.
    Time(i64),
    Set(Arc<[Value]>),
    /// Keys are strings on the wire whatever their type.
    Map(Arc<[(Str, Value)]>),
}

impl Value {
    pub fn null() -> Value {
        Value::Str(NULL_REF.clone())
    }

    pub fn empty() -> Value {
        Value::Str(EMPTY.clone())
    }

    pub fn no_items() -> Value {
        Value::Set(NO_ITEMS.clone())
    }

    pub fn no_entries() -> Value {
        Value::Map(NO_ENTRIES.clone())
    }

    /// A set of strings or references.
    pub fn set<S: Into<Str>>(items: impl IntoIterator<Item = S>) -> Value {
        let items: Vec<Value> = items.into_iter().map(|s| Value::Str(s.into())).collect();
        if items.is_empty() { Value::no_items() } else { Value::Set(items.into()) }
    }

    /// A map of strings to strings.
    pub fn map<K: Into<Str>, V: Into<Str>>(entries: impl IntoIterator<Item = (K, V)>) -> Value {
        let entries: Vec<_> = entries.into_iter().map(|(k, v)| (k.into(), Value::Str(v.into()))).collect();
        if entries.is_empty() { Value::no_entries() } else { Value::Map(entries.into()) }
    }

    /// A record, or what a constructor is given.
    pub fn record(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
        Value::Map(fields.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }

    pub fn as_str(&self) -> &str {
        match self {
            Value::Str(s) => s,
            _ => "",
        }
    }

    pub fn to_shared(&self) -> Str {
        match self {
            Value::Str(s) => s.clone(),
            _ => EMPTY.clone(),
        }
    }

    pub fn as_int(&self) -> i64 {
        match self {
            Value::Int(i) | Value::Time(i) => *i,
            _ => 0,
        }
    }

    pub fn as_bool(&self) -> bool {
        matches!(self, Value::Bool(true))
    }

    pub fn as_float(&self) -> f64 {
        match self {
            Value::Float(f) => *f,
            Value::Int(i) => *i as f64,
            _ => 0.0,
        }
    }

    pub fn items(&self) -> &[Value] {
        match self {
            Value::Set(items) => items,
            _ => &[],
        }
    }

    pub fn entries(&self) -> &[(Str, Value)] {
        match self {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    pub fn key(&self, key: &str) -> Option<&Value> {
        self.entries().iter().find(|(k, _)| &**k == key).map(|(_, v)| v)
    }

    pub fn contains(&self, item: &str) -> bool {
        self.items().iter().any(|v| v.as_str() == item)
    }

    /// The set with the item in front, or `None` when it holds it already.
    pub fn with_item(&self, item: &Value) -> Option<Value> {
        if self.items().contains(item) {
            return None;
        }
        Some(Value::Set(std::iter::once(item).chain(self.items()).cloned().collect()))
    }

    /// The set without the item, or `None` when it is not in it.
    pub fn without_item(&self, item: &Value) -> Option<Value> {
        if !self.items().contains(item) {
            return None;
        }
        Some(Value::Set(self.items().iter().filter(|v| *v != item).cloned().collect()))
    }

    /// The map with the entry in front, replacing one of the same key.
    pub fn with_entry(&self, key: &str, value: Value) -> Value {
        let rest = self.entries().iter().filter(|(k, _)| &**k != key).cloned();
        Value::Map(std::iter::once((Str::from(key), value)).chain(rest).collect())
    }

    pub fn without_entry(&self, key: &str) -> Value {
        Value::Map(self.entries().iter().filter(|(k, _)| &**k != key).cloned().collect())
    }

    /// True for the null reference and for anything that cannot be one.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Str(s) if &**s == NULL || s.is_empty())
    }
}

impl From<&str> for Value {
    fn from(s: &str) -> Value {
        Value::Str(s.into())
    }
}
impl From<String> for Value {
    fn from(s: String) -> Value {
        Value::Str(s.into())
    }
}
impl From<Str> for Value {
    fn from(s: Str) -> Value {
        Value::Str(s)
    }
}
impl From<&Str> for Value {
    fn from(s: &Str) -> Value {
        Value::Str(s.clone())
    }
}
impl From<i64> for Value {
    fn from(i: i64) -> Value {
        Value::Int(i)
    }
}
impl From<f64> for Value {
    fn from(f: f64) -> Value {
        Value::Float(f)
    }
}
impl From<bool> for Value {
    fn from(b: bool) -> Value {
        Value::Bool(b)
    }
}

/// Reads a parameter of a call into a value of the wanted type.
///
/// Integers and floats may come as text (XML-RPC clients send them so); everything else must be of its
/// own kind. A wrong kind is an internal error in XAPI, a wrong enum or date an invalid value.
pub fn unmarshal(ty: &Type, json: &Json) -> Result<Value, Failure> {
    let mismatch = || Failure::internal(format!("Expected a value of type {ty:?}, got {}", kind_of(json)));
    Ok(match (ty, json) {
        (Type::String | Type::Ref(_), Json::String(s)) => {
            if !crate::wire::is_legal(s) {
                return Err(Failure::new("INVALID_VALUE", ["string".to_owned(), s.clone()]));
            }
            if s == NULL { Value::null() } else { Value::from(s.as_str()) }
        }
        (Type::Enum(name), Json::String(s)) => {
            match enum_values(name).and_then(|all| all.iter().find(|v| v.eq_ignore_ascii_case(s))) {
                Some(v) => Value::from(*v),
                None => return Err(Failure::new("INVALID_VALUE", [(*name).to_owned(), s.clone()])),
            }
        }
        (Type::Int, Json::Number(n)) => Value::Int(n.as_i64().ok_or_else(mismatch)?),
        (Type::Int, Json::String(s)) => Value::Int(s.trim().parse().map_err(|_| mismatch())?),
        (Type::Float, Json::Number(n)) => Value::Float(n.as_f64().ok_or_else(mismatch)?),
        (Type::Float, Json::String(s)) => Value::Float(s.trim().parse().map_err(|_| mismatch())?),
        (Type::Bool, Json::Bool(b)) => Value::Bool(*b),
        (Type::DateTime, Json::String(s)) => match crate::time::parse(s) {
            Some(t) => Value::Time(t),
            None => return Err(Failure::new("INVALID_VALUE", ["datetime".to_owned(), s.clone()])),
        },
        (Type::Set(of), Json::Array(items)) => {
            let items: Result<Vec<_>, _> = items.iter().map(|i| unmarshal(of, i)).collect();
            let items = items?;
            if items.is_empty() { Value::no_items() } else { Value::Set(items.into()) }
        }
        (Type::Map(key, of), Json::Object(members)) => {
            let mut entries = Vec::with_capacity(members.len());
            for (k, v) in members {
                let key = unmarshal(key, &Json::String(k.clone()))?;
                let key: Str = match key {
                    Value::Str(s) => s,
                    _ => k.as_str().into(),
                };
                entries.push((key, unmarshal(of, v)?));
            }
            if entries.is_empty() { Value::no_entries() } else { Value::Map(entries.into()) }
        }
        (Type::Option(_), Json::Null) => Value::Absent,
        (Type::Option(of), other) => unmarshal(of, other)?,
        (Type::Void, _) => Value::Void,
        _ => return Err(mismatch()),
    })
}

fn kind_of(json: &Json) -> &'static str {
    match json {
        Json::Null => "nothing",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "an array",
        Json::Object(_) => "a struct",
    }
}
