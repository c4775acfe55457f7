//! Typed object ids: `Id<Vm>` and `Id<Host>` cannot be mixed.

use std::{cmp::Ordering, fmt, hash, marker::PhantomData, sync::Arc};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The id of an object of kind `T`: for pool objects XAPI's uuid, as in Xen Orchestra. Cheap to clone.
pub struct Id<T: ?Sized> {
    raw: Arc<str>,
    kind: PhantomData<fn() -> T>,
}

impl<T: ?Sized> Id<T> {
    /// Takes the id as it is; whether such an object exists is known only to the server.
    pub fn new(raw: impl Into<Arc<str>>) -> Self {
        Self { raw: raw.into(), kind: PhantomData }
    }

    pub fn as_str(&self) -> &str {
        &self.raw
    }

    /// The same id, said of another kind: for links whose kind is only known at run time.
    pub fn cast<U: ?Sized>(&self) -> Id<U> {
        Id { raw: self.raw.clone(), kind: PhantomData }
    }

    /// The shared text itself.
    pub fn into_raw(self) -> Arc<str> {
        self.raw
    }
}

impl<T: ?Sized> Clone for Id<T> {
    fn clone(&self) -> Self {
        Self { raw: self.raw.clone(), kind: PhantomData }
    }
}
impl<T: ?Sized> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.raw)
    }
}
impl<T: ?Sized> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.raw)
    }
}
impl<T: ?Sized> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}
impl<T: ?Sized> Eq for Id<T> {}
impl<T: ?Sized> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T: ?Sized> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.raw.cmp(&other.raw)
    }
}
impl<T: ?Sized> hash::Hash for Id<T> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.raw.hash(state);
    }
}
impl<T: ?Sized> From<&str> for Id<T> {
    fn from(raw: &str) -> Self {
        Self::new(raw)
    }
}
impl<T: ?Sized> From<String> for Id<T> {
    fn from(raw: String) -> Self {
        Self::new(raw)
    }
}
impl<T: ?Sized> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.raw)
    }
}
impl<'de, T: ?Sized> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Ok(Self::new(String::deserialize(d)?))
    }
}
impl<T: ?Sized> JsonSchema for Id<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "type": "string" })
    }
}
