//! Class `VLAN`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::Pif;
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `VLAN`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Vlan {
    /// string, RO/runtime.
    pub uuid: String,
    /// PIF ref, RO/constructor.
    #[serde(rename = "tagged_PIF")]
    pub tagged_pif: Ref<Pif>,
    /// PIF ref, RO/runtime.
    #[serde(rename = "untagged_PIF")]
    pub untagged_pif: Ref<Pif>,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub tag: i64,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
}

impl Record for Vlan {
    const CLASS: &'static str = "VLAN";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "VLAN",
    event_class: "vlan",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "tagged_PIF",
            db_path: "tagged_PIF",
            ty: T::Ref("PIF"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "untagged_PIF",
            db_path: "untagged_PIF",
            ty: T::Ref("PIF"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "tag",
            db_path: "tag",
            ty: T::Int,
            default: Some("-1"),
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
            name: "pool_introduce",
            kind: K::Custom,
            params: &[
                P { name: "tagged_PIF", ty: T::Ref("PIF"), ..P::BASE },
                P { name: "untagged_PIF", ty: T::Ref("PIF"), ..P::BASE },
                P { name: "tag", ty: T::Int, ..P::BASE },
                P { name: "other_config", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Ref("VLAN"),
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "create",
            kind: K::Custom,
            params: &[
                P { name: "tagged_PIF", ty: T::Ref("PIF"), ..P::BASE },
                P { name: "tag", ty: T::Int, ..P::BASE },
                P { name: "network", ty: T::Ref("network"), ..P::BASE },
            ],
            result: T::Ref("VLAN"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VLAN"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("VLAN")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VLAN")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("VLAN"), &T::Record("VLAN")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("VLAN"), &T::Record("VLAN")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VLAN"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_tagged_PIF",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VLAN"), ..P::BASE }],
            result: T::Ref("PIF"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_untagged_PIF",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VLAN"), ..P::BASE }],
            result: T::Ref("PIF"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_tag",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VLAN"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VLAN"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VLAN"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("VLAN"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("VLAN"), ..P::BASE },
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
            result: T::Ref("VLAN"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("VLAN"), ..P::BASE }],
            result: T::Record("VLAN"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
