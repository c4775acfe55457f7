//! Class `tunnel`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{Pif, TunnelProtocol};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref};

/// A record of class `tunnel`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Tunnel {
    /// string, RO/runtime.
    pub uuid: String,
    /// PIF ref, RO/constructor.
    #[serde(rename = "access_PIF")]
    pub access_pif: Ref<Pif>,
    /// PIF ref, RO/constructor.
    #[serde(rename = "transport_PIF")]
    pub transport_pif: Ref<Pif>,
    /// (string -> string) map, RW.
    pub status: BTreeMap<String, String>,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
    /// enum tunnel_protocol, RW.
    pub protocol: TunnelProtocol,
}

impl Record for Tunnel {
    const CLASS: &'static str = "tunnel";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "tunnel",
    event_class: "tunnel",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "access_PIF",
            db_path: "access_PIF",
            ty: T::Ref("PIF"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "transport_PIF",
            db_path: "transport_PIF",
            ty: T::Ref("PIF"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "status",
            db_path: "status",
            ty: T::Map(&T::String, &T::String),
            default: Some("{\"active\":\"false\"}"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
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
        F {
            name: "protocol",
            db_path: "protocol",
            ty: T::Enum("tunnel_protocol"),
            default: Some("\"gre\""),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "create",
            kind: K::Custom,
            params: &[
                P { name: "transport_PIF", ty: T::Ref("PIF"), ..P::BASE },
                P { name: "network", ty: T::Ref("network"), ..P::BASE },
                P {
                    name: "protocol",
                    ty: T::Enum("tunnel_protocol"),
                    default: Some("\"gre\""),
                    optional: true,
                },
            ],
            result: T::Ref("tunnel"),
            role: "pool-operator",
            errors: &["OPENVSWITCH_NOT_ACTIVE", "TRANSPORT_PIF_NOT_CONFIGURED", "IS_TUNNEL_ACCESS_PIF"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("tunnel"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("tunnel")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("tunnel")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("tunnel"), &T::Record("tunnel")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("tunnel"), &T::Record("tunnel")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("tunnel"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_access_PIF",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("tunnel"), ..P::BASE }],
            result: T::Ref("PIF"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_transport_PIF",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("tunnel"), ..P::BASE }],
            result: T::Ref("PIF"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_status",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("tunnel"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_status",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("tunnel"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "add_to_status",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("tunnel"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "remove_from_status",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("tunnel"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("tunnel"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("tunnel"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("tunnel"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("tunnel"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_protocol",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("tunnel"), ..P::BASE }],
            result: T::Enum("tunnel_protocol"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_protocol",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("tunnel"), ..P::BASE },
                P { name: "value", ty: T::Enum("tunnel_protocol"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("tunnel"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("tunnel"), ..P::BASE }],
            result: T::Record("tunnel"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
