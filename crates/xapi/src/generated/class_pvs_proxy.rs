//! Class `PVS_proxy`, made from the data model by `cargo xtask codegen`: not to be edited.

use super::{PvsProxyStatus, PvsSite, Vif};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `PVS_proxy`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct PvsProxy {
    /// string, RO/runtime.
    pub uuid: String,
    /// PVS_site ref, RO/constructor.
    pub site: Ref<PvsSite>,
    /// VIF ref, RO/constructor.
    #[serde(rename = "VIF")]
    pub vif: Ref<Vif>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub currently_attached: bool,
    /// enum pvs_proxy_status, RO/runtime.
    pub status: PvsProxyStatus,
}

impl Record for PvsProxy {
    const CLASS: &'static str = "PVS_proxy";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "PVS_proxy",
    event_class: "pvs_proxy",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "site",
            db_path: "site",
            ty: T::Ref("PVS_site"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "VIF",
            db_path: "VIF",
            ty: T::Ref("VIF"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "currently_attached",
            db_path: "currently_attached",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "status",
            db_path: "status",
            ty: T::Enum("pvs_proxy_status"),
            default: Some("\"stopped\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "create",
            kind: K::Custom,
            params: &[
                P { name: "site", ty: T::Ref("PVS_site"), ..P::BASE },
                P { name: "VIF", ty: T::Ref("VIF"), ..P::BASE },
            ],
            result: T::Ref("PVS_proxy"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("PVS_proxy"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("PVS_proxy")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("PVS_proxy")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("PVS_proxy"), &T::Record("PVS_proxy")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("PVS_proxy"), &T::Record("PVS_proxy")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_proxy"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_site",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_proxy"), ..P::BASE }],
            result: T::Ref("PVS_site"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VIF",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_proxy"), ..P::BASE }],
            result: T::Ref("VIF"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_currently_attached",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_proxy"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_status",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PVS_proxy"), ..P::BASE }],
            result: T::Enum("pvs_proxy_status"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("PVS_proxy"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("PVS_proxy"), ..P::BASE }],
            result: T::Record("PVS_proxy"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
