//! Class `host_cpu`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::Host;
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `host_cpu`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct HostCpu {
    /// string, RO/runtime.
    pub uuid: String,
    /// host ref, RO/runtime.
    pub host: Ref<Host>,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub number: i64,
    /// string, RO/runtime.
    pub vendor: String,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub speed: i64,
    /// string, RO/runtime.
    pub modelname: String,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub family: i64,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub model: i64,
    /// string, RO/runtime.
    pub stepping: String,
    /// string, RO/runtime.
    pub flags: String,
    /// string, RO/runtime.
    pub features: String,
    /// float, RO/runtime.
    #[serde(deserialize_with = "lenient::float")]
    pub utilisation: f64,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
}

impl Record for HostCpu {
    const CLASS: &'static str = "host_cpu";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "host_cpu",
    event_class: "host_cpu",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "host", db_path: "host", ty: T::Ref("host"), qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "number", db_path: "number", ty: T::Int, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "vendor", db_path: "vendor", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "speed", db_path: "speed", ty: T::Int, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "modelname", db_path: "modelname", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "family", db_path: "family", ty: T::Int, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "model", db_path: "model", ty: T::Int, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "stepping", db_path: "stepping", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "flags", db_path: "flags", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "features", db_path: "features", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "utilisation",
            db_path: "utilisation",
            ty: T::Float,
            qualifier: Q::RoRuntime,
            persist: false,
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
            result: T::Set(&T::Ref("host_cpu")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("host_cpu")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("host_cpu"), &T::Record("host_cpu")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("host_cpu"), &T::Record("host_cpu")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_cpu"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_host",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_cpu"), ..P::BASE }],
            result: T::Ref("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_number",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_cpu"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_vendor",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_cpu"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_speed",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_cpu"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_modelname",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_cpu"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_family",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_cpu"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_model",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_cpu"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_stepping",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_cpu"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_flags",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_cpu"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_features",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_cpu"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_utilisation",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_cpu"), ..P::BASE }],
            result: T::Float,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host_cpu"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("host_cpu"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("host_cpu"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("host_cpu"), ..P::BASE },
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
            result: T::Ref("host_cpu"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("host_cpu"), ..P::BASE }],
            result: T::Record("host_cpu"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
