//! Class `VIF_metrics`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{DateTime, Record, lenient};

/// A record of class `VIF_metrics`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct VifMetrics {
    /// string, RO/runtime.
    pub uuid: String,
    /// float, RO/runtime, no longer meaningful.
    #[serde(deserialize_with = "lenient::float")]
    pub io_read_kbs: f64,
    /// float, RO/runtime, no longer meaningful.
    #[serde(deserialize_with = "lenient::float")]
    pub io_write_kbs: f64,
    /// datetime, RO/runtime.
    pub last_updated: DateTime,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
}

impl Record for VifMetrics {
    const CLASS: &'static str = "VIF_metrics";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "VIF_metrics",
    event_class: "vif_metrics",
    events: true,
    in_database: true,
    persistent: false,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "io_read_kbs",
            db_path: "io__read_kbs",
            ty: T::Float,
            default: Some("0"),
            qualifier: Q::RoRuntime,
            persist: false,
            removed: true,
            ..F::BASE
        },
        F {
            name: "io_write_kbs",
            db_path: "io__write_kbs",
            ty: T::Float,
            default: Some("0"),
            qualifier: Q::RoRuntime,
            persist: false,
            removed: true,
            ..F::BASE
        },
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
            write_role: "vm-admin",
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("VIF_metrics")),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VIF_metrics")),
            role: "read-only",
            removed: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("VIF_metrics"), &T::Record("VIF_metrics")),
            role: "read-only",
            removed: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("VIF_metrics"), &T::Record("VIF_metrics")),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VIF_metrics"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_io_read_kbs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VIF_metrics"), ..P::BASE }],
            result: T::Float,
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_io_write_kbs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VIF_metrics"), ..P::BASE }],
            result: T::Float,
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_last_updated",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VIF_metrics"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VIF_metrics"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VIF_metrics"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "add_to_other_config",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("VIF_metrics"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "remove_from_other_config",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("VIF_metrics"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("VIF_metrics"),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("VIF_metrics"), ..P::BASE }],
            result: T::Record("VIF_metrics"),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
    ],
};
