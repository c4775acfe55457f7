//! Class `host_crashdump`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::Host;
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{DateTime, Record, Ref, lenient};

/// A record of class `host_crashdump`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct HostCrashdump {
    /// string, RO/runtime.
    pub uuid: String,
    /// host ref, RO/constructor.
    pub host: Ref<Host>,
    /// datetime, RO/runtime.
    pub timestamp: DateTime,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub size: i64,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
}

impl Record for HostCrashdump {
    const CLASS: &'static str = "host_crashdump";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "host_crashdump",
    event_class: "host_crashdump",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "host", db_path: "host", ty: T::Ref("host"), qualifier: Q::RoConstructor, ..F::BASE },
        F { name: "timestamp", db_path: "timestamp", ty: T::DateTime, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "size", db_path: "size", ty: T::Int, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "filename",
            db_path: "filename",
            ty: T::String,
            qualifier: Q::RoConstructor,
            internal_only: true,
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
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("host_crashdump"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "upload",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("host_crashdump"), ..P::BASE },
                P { name: "url", ty: T::String, ..P::BASE },
                P { name: "options", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("host_crashdump")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("host_crashdump")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("host_crashdump"), &T::Record("host_crashdump")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("host_crashdump"), &T::Record("host_crashdump")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_crashdump"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_host",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_crashdump"), ..P::BASE }],
            result: T::Ref("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_timestamp",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_crashdump"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_size",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_crashdump"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_crashdump"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("host_crashdump"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("host_crashdump"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("host_crashdump"), ..P::BASE },
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
            result: T::Ref("host_crashdump"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("host_crashdump"), ..P::BASE }],
            result: T::Record("host_crashdump"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
