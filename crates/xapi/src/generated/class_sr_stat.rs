//! Class `sr_stat`, made from the data model by `cargo xtask codegen`: not to be edited.

use super::SrHealth;
use crate::schema::{Class, Field as F, Qualifier as Q, Type as T};
use crate::types::{Record, lenient};

/// A record of class `sr_stat`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct SrStat {
    /// string option, RO/runtime.
    pub uuid: Option<String>,
    /// string, RO/runtime.
    pub name_label: String,
    /// string, RO/runtime.
    pub name_description: String,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub free_space: i64,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub total_space: i64,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub clustered: bool,
    /// enum sr_health, RO/runtime.
    pub health: SrHealth,
}

impl Record for SrStat {
    const CLASS: &'static str = "sr_stat";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "sr_stat",
    event_class: "sr_stat",
    events: false,
    in_database: false,
    persistent: false,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::Option(&T::String), qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "name_label", db_path: "name_label", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "name_description",
            db_path: "name_description",
            ty: T::String,
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F { name: "free_space", db_path: "free_space", ty: T::Int, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "total_space", db_path: "total_space", ty: T::Int, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "clustered", db_path: "clustered", ty: T::Bool, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "health", db_path: "health", ty: T::Enum("sr_health"), qualifier: Q::RoRuntime, ..F::BASE },
    ],
    messages: &[],
};
