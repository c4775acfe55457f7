//! Class `host_patch`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{Host, PoolPatch};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{DateTime, Record, Ref, lenient};

/// A record of class `host_patch`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct HostPatch {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RO/constructor.
    pub name_label: String,
    /// string, RO/constructor.
    pub name_description: String,
    /// string, RO/constructor.
    pub version: String,
    /// host ref, RO/constructor.
    pub host: Ref<Host>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub applied: bool,
    /// datetime, RO/runtime.
    pub timestamp_applied: DateTime,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub size: i64,
    /// pool_patch ref, RO/constructor.
    pub pool_patch: Ref<PoolPatch>,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
}

impl Record for HostPatch {
    const CLASS: &'static str = "host_patch";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "host_patch",
    event_class: "host_patch",
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
        F { name: "version", db_path: "version", ty: T::String, qualifier: Q::RoConstructor, ..F::BASE },
        F { name: "host", db_path: "host", ty: T::Ref("host"), qualifier: Q::RoConstructor, ..F::BASE },
        F {
            name: "filename",
            db_path: "filename",
            ty: T::String,
            qualifier: Q::RoRuntime,
            internal_only: true,
            ..F::BASE
        },
        F { name: "applied", db_path: "applied", ty: T::Bool, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "timestamp_applied",
            db_path: "timestamp_applied",
            ty: T::DateTime,
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F { name: "size", db_path: "size", ty: T::Int, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "pool_patch",
            db_path: "pool_patch",
            ty: T::Ref("pool_patch"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
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
            params: &[P { name: "self", ty: T::Ref("host_patch"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "apply",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("host_patch"), ..P::BASE }],
            result: T::String,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("host_patch")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("host_patch")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("host_patch"), &T::Record("host_patch")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("host_patch"), &T::Record("host_patch")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_patch"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_patch"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_patch"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_version",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_patch"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_host",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_patch"), ..P::BASE }],
            result: T::Ref("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_applied",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_patch"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_timestamp_applied",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_patch"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_size",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_patch"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_pool_patch",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_patch"), ..P::BASE }],
            result: T::Ref("pool_patch"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_patch"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("host_patch"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("host_patch"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("host_patch"), ..P::BASE },
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
            result: T::Ref("host_patch"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("host_patch"), ..P::BASE }],
            result: T::Record("host_patch"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("host_patch")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
