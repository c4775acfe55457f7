//! Class `data_source`, made from the data model by `cargo xtask codegen`: not to be edited.

use crate::schema::{Class, Field as F, Qualifier as Q, Type as T};
use crate::types::{Record, lenient};

/// A record of class `data_source`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct DataSource {
    /// string, RO/runtime.
    pub name_label: String,
    /// string, RO/runtime.
    pub name_description: String,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub enabled: bool,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub standard: bool,
    /// string, RO/runtime.
    pub units: String,
    /// float, RO/runtime.
    #[serde(deserialize_with = "lenient::float")]
    pub min: f64,
    /// float, RO/runtime.
    #[serde(deserialize_with = "lenient::float")]
    pub max: f64,
    /// float, RO/runtime.
    #[serde(deserialize_with = "lenient::float")]
    pub value: f64,
}

impl Record for DataSource {
    const CLASS: &'static str = "data_source";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "data_source",
    event_class: "data_source",
    events: false,
    in_database: false,
    persistent: false,
    ctor_dtor: false,
    async_ok: false,
    fields: &[
        F {
            name: "name_label",
            db_path: "name__label",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "name_description",
            db_path: "name__description",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F { name: "enabled", db_path: "enabled", ty: T::Bool, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "standard", db_path: "standard", ty: T::Bool, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "units", db_path: "units", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "min", db_path: "min", ty: T::Float, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "max", db_path: "max", ty: T::Float, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "value", db_path: "value", ty: T::Float, qualifier: Q::RoRuntime, ..F::BASE },
    ],
    messages: &[],
};
