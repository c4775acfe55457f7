//! Class `PVS_cache_storage`, made from the data model by `cargo xtask codegen`: not to be edited.

use super::{Host, PvsSite, Sr, Vdi};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `PVS_cache_storage`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct PvsCacheStorage {
    /// string, RO/runtime.
    pub uuid: String,
    /// host ref, RO/constructor.
    pub host: Ref<Host>,
    /// SR ref, RO/constructor.
    #[serde(rename = "SR")]
    pub sr: Ref<Sr>,
    /// PVS_site ref, RO/constructor.
    pub site: Ref<PvsSite>,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub size: i64,
    /// VDI ref, RO/runtime.
    #[serde(rename = "VDI")]
    pub vdi: Ref<Vdi>,
}

impl Record for PvsCacheStorage {
    const CLASS: &'static str = "PVS_cache_storage";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "PVS_cache_storage",
    event_class: "pvs_cache_storage",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: true,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "host",
            db_path: "host",
            ty: T::Ref("host"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "SR",
            db_path: "SR",
            ty: T::Ref("SR"),
            default: Some("\"OpaqueRef:NULL\""),
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
        F {
            name: "size",
            db_path: "size",
            ty: T::Int,
            default: Some("21474836480"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "VDI",
            db_path: "VDI",
            ty: T::Ref("VDI"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("PVS_cache_storage")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("PVS_cache_storage")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("PVS_cache_storage"), &T::Record("PVS_cache_storage")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("PVS_cache_storage"), &T::Record("PVS_cache_storage")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_cache_storage"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_host",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_cache_storage"), ..P::BASE }],
            result: T::Ref("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_SR",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_cache_storage"), ..P::BASE }],
            result: T::Ref("SR"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_site",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_cache_storage"), ..P::BASE }],
            result: T::Ref("PVS_site"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_size",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_cache_storage"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VDI",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_cache_storage"), ..P::BASE }],
            result: T::Ref("VDI"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "create",
            kind: K::Create,
            params: &[P { name: "args", ty: T::Record("PVS_cache_storage"), ..P::BASE }],
            result: T::Ref("PVS_cache_storage"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Destroy,
            params: &[P { name: "self", ty: T::Ref("PVS_cache_storage"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("PVS_cache_storage"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("PVS_cache_storage"), ..P::BASE }],
            result: T::Record("PVS_cache_storage"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
