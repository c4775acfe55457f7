//! Class `PVS_site`, made from the data model by `cargo xtask codegen`: not to be edited.

use super::{PvsCacheStorage, PvsProxy, PvsServer};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref};

/// A record of class `PVS_site`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct PvsSite {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RW.
    pub name_label: String,
    /// string, RW.
    pub name_description: String,
    /// string, RO/constructor.
    #[serde(rename = "PVS_uuid")]
    pub pvs_uuid: String,
    /// PVS_cache_storage ref set, RO/runtime.
    pub cache_storage: Vec<Ref<PvsCacheStorage>>,
    /// PVS_server ref set, RO/runtime.
    pub servers: Vec<Ref<PvsServer>>,
    /// PVS_proxy ref set, RO/runtime.
    pub proxies: Vec<Ref<PvsProxy>>,
}

impl Record for PvsSite {
    const CLASS: &'static str = "PVS_site";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "PVS_site",
    event_class: "pvs_site",
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
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "name_description",
            db_path: "name__description",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "PVS_uuid",
            db_path: "PVS_uuid",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "cache_storage",
            db_path: "cache_storage",
            ty: T::Set(&T::Ref("PVS_cache_storage")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            ignore_foreign_key: true,
            ..F::BASE
        },
        F {
            name: "servers",
            db_path: "servers",
            ty: T::Set(&T::Ref("PVS_server")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "proxies",
            db_path: "proxies",
            ty: T::Set(&T::Ref("PVS_proxy")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "introduce",
            kind: K::Custom,
            params: &[
                P { name: "name_label", ty: T::String, ..P::BASE },
                P { name: "name_description", ty: T::String, ..P::BASE },
                P { name: "PVS_uuid", ty: T::String, ..P::BASE },
            ],
            result: T::Ref("PVS_site"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "forget",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("PVS_site"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            errors: &["PVS_SITE_CONTAINS_RUNNING_PROXIES", "PVS_SITE_CONTAINS_SERVERS"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_PVS_uuid",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("PVS_site"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("PVS_site")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("PVS_site")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("PVS_site"), &T::Record("PVS_site")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("PVS_site"), &T::Record("PVS_site")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_site"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_site"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_label",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("PVS_site"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_site"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_description",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("PVS_site"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_PVS_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_site"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_cache_storage",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_site"), ..P::BASE }],
            result: T::Set(&T::Ref("PVS_cache_storage")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_servers",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_site"), ..P::BASE }],
            result: T::Set(&T::Ref("PVS_server")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_proxies",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_site"), ..P::BASE }],
            result: T::Set(&T::Ref("PVS_proxy")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("PVS_site"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("PVS_site"), ..P::BASE }],
            result: T::Record("PVS_site"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("PVS_site")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
