//! Class `host_metrics`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{DateTime, Record, lenient};

/// A record of class `host_metrics`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct HostMetrics {
    /// string, RO/runtime.
    pub uuid: String,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub memory_total: i64,
    /// int, RO/runtime, no longer meaningful.
    #[serde(deserialize_with = "lenient::int")]
    pub memory_free: i64,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub live: bool,
    /// datetime, RO/runtime.
    pub last_updated: DateTime,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
}

impl Record for HostMetrics {
    const CLASS: &'static str = "host_metrics";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "host_metrics",
    event_class: "host_metrics",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "memory_total", db_path: "memory__total", ty: T::Int, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "memory_free",
            db_path: "memory__free",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoRuntime,
            removed: true,
            ..F::BASE
        },
        F { name: "live", db_path: "live", ty: T::Bool, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "last_updated",
            db_path: "last_updated",
            ty: T::DateTime,
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "other_config",
            db_path: "other_config",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("host_metrics")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("host_metrics")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("host_metrics"), &T::Record("host_metrics")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("host_metrics"), &T::Record("host_metrics")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_metrics"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_memory_total",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_metrics"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_memory_free",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_metrics"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_live",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_metrics"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_last_updated",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_metrics"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_metrics"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("host_metrics"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "add_to_other_config",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("host_metrics"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "remove_from_other_config",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("host_metrics"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("host_metrics"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("host_metrics"), ..P::BASE }],
            result: T::Record("host_metrics"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
