//! From a row's JSON to the objects that the page keeps. Read by hand: derived readers were a tenth of the module.

use std::collections::BTreeMap;

use model::{Privileges, Row};
use serde::Deserialize;
use serde_json::Value;

/// An object's fields as they came.
#[derive(Clone, Copy)]
pub struct Fields<'a>(pub &'a Row);

impl Fields<'_> {
    /// What the field holds. One that is not there, or has a shape that we do not know, is empty.
    pub fn get<T: Field>(self, name: &str) -> T {
        self.0.get(name).and_then(T::read).unwrap_or_default()
    }
}

/// What a field can hold.
pub trait Field: Default {
    fn read(value: &Value) -> Option<Self>;
}

impl Field for bool {
    fn read(value: &Value) -> Option<Self> {
        value.as_bool()
    }
}

impl Field for f64 {
    fn read(value: &Value) -> Option<Self> {
        value.as_f64()
    }
}

impl Field for String {
    fn read(value: &Value) -> Option<Self> {
        value.as_str().map(Into::into)
    }
}

impl Field for Privileges {
    fn read(value: &Value) -> Option<Self> {
        Self::deserialize(value).ok()
    }
}

impl<T: Field> Field for Option<T> {
    fn read(value: &Value) -> Option<Self> {
        T::read(value).map(Some)
    }
}

impl<T: Field> Field for Vec<T> {
    fn read(value: &Value) -> Option<Self> {
        value.as_array().map(|list| list.iter().filter_map(T::read).collect())
    }
}

impl<T: Field> Field for BTreeMap<String, T> {
    fn read(value: &Value) -> Option<Self> {
        let found = value.as_object()?;
        // Collecting would sort first, which is much code for what is in order already.
        let mut map = BTreeMap::new();
        map.extend(found.iter().filter_map(|(name, value)| Some((name.clone(), T::read(value)?))));
        Some(map)
    }
}
