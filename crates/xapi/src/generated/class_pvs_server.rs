//! Class `PVS_server`, made from the data model by `cargo xtask codegen`: not to be edited.

use super::PvsSite;
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `PVS_server`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct PvsServer {
    /// string, RO/runtime.
    pub uuid: String,
    /// string set, RO/constructor.
    pub addresses: Vec<String>,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub first_port: i64,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub last_port: i64,
    /// PVS_site ref, RO/constructor.
    pub site: Ref<PvsSite>,
}

impl Record for PvsServer {
    const CLASS: &'static str = "PVS_server";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "PVS_server",
    event_class: "pvs_server",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "addresses",
            db_path: "addresses",
            ty: T::Set(&T::String),
            default: Some("[]"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "first_port",
            db_path: "first_port",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "last_port",
            db_path: "last_port",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "site",
            db_path: "site",
            ty: T::Ref("PVS_site"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "introduce",
            kind: K::Custom,
            params: &[
                P { name: "addresses", ty: T::Set(&T::String), ..P::BASE },
                P { name: "first_port", ty: T::Int, ..P::BASE },
                P { name: "last_port", ty: T::Int, ..P::BASE },
                P { name: "site", ty: T::Ref("PVS_site"), ..P::BASE },
            ],
            result: T::Ref("PVS_server"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "forget",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("PVS_server"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("PVS_server")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("PVS_server")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("PVS_server"), &T::Record("PVS_server")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("PVS_server"), &T::Record("PVS_server")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_server"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_addresses",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_server"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_first_port",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_server"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_last_port",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_server"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_site",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_server"), ..P::BASE }],
            result: T::Ref("PVS_site"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("PVS_server"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("PVS_server"), ..P::BASE }],
            result: T::Record("PVS_server"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
