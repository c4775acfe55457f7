//! Class `Feature`, made from the data model by `cargo xtask codegen`: not to be edited.

use super::Host;
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `Feature`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Feature {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RO/constructor.
    pub name_label: String,
    /// string, RO/constructor.
    pub name_description: String,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub enabled: bool,
    /// bool, RO/constructor.
    #[serde(deserialize_with = "lenient::boolean")]
    pub experimental: bool,
    /// string, RO/constructor.
    pub version: String,
    /// host ref, RO/runtime.
    pub host: Ref<Host>,
}

impl Record for Feature {
    const CLASS: &'static str = "Feature";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "Feature",
    event_class: "feature",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "name_label",
            db_path: "name__label",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "name_description",
            db_path: "name__description",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "enabled",
            db_path: "enabled",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "experimental",
            db_path: "experimental",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "version",
            db_path: "version",
            ty: T::String,
            default: Some("\"1.0\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F { name: "host", db_path: "host", ty: T::Ref("host"), qualifier: Q::RoRuntime, ..F::BASE },
    ],
    messages: &[
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("Feature")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("Feature")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("Feature"), &T::Record("Feature")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("Feature"), &T::Record("Feature")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Feature"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Feature"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Feature"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_enabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Feature"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_experimental",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Feature"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_version",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Feature"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_host",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Feature"), ..P::BASE }],
            result: T::Ref("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("Feature"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("Feature"), ..P::BASE }],
            result: T::Record("Feature"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("Feature")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
