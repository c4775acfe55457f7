//! Class `Bond`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{BondMode, Pif};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `Bond`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Bond {
    /// string, RO/runtime.
    pub uuid: String,
    /// PIF ref, RO/constructor.
    pub master: Ref<Pif>,
    /// PIF ref set, RO/runtime.
    pub slaves: Vec<Ref<Pif>>,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
    /// PIF ref, RO/runtime.
    pub primary_slave: Ref<Pif>,
    /// enum bond_mode, RO/runtime.
    pub mode: BondMode,
    /// (string -> string) map, RO/runtime.
    pub properties: BTreeMap<String, String>,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub links_up: i64,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub auto_update_mac: bool,
}

impl Record for Bond {
    const CLASS: &'static str = "Bond";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "Bond",
    event_class: "bond",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "master",
            db_path: "master",
            ty: T::Ref("PIF"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "slaves",
            db_path: "slaves",
            ty: T::Set(&T::Ref("PIF")),
            qualifier: Q::RoRuntime,
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
            name: "primary_slave",
            db_path: "primary_slave",
            ty: T::Ref("PIF"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "mode",
            db_path: "mode",
            ty: T::Enum("bond_mode"),
            default: Some("\"balance-slb\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "properties",
            db_path: "properties",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "links_up",
            db_path: "links_up",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "auto_update_mac",
            db_path: "auto_update_mac",
            ty: T::Bool,
            default: Some("true"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "create",
            kind: K::Custom,
            params: &[
                P { name: "network", ty: T::Ref("network"), ..P::BASE },
                P { name: "members", ty: T::Set(&T::Ref("PIF")), ..P::BASE },
                P { name: "MAC", ty: T::String, ..P::BASE },
                P {
                    name: "mode",
                    ty: T::Enum("bond_mode"),
                    default: Some("\"balance-slb\""),
                    optional: true,
                },
                P {
                    name: "properties",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
            ],
            result: T::Ref("Bond"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("Bond"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_mode",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("Bond"), ..P::BASE },
                P { name: "value", ty: T::Enum("bond_mode"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_property",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("Bond"), ..P::BASE },
                P { name: "name", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("Bond")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("Bond")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("Bond"), &T::Record("Bond")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("Bond"), &T::Record("Bond")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Bond"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_master",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Bond"), ..P::BASE }],
            result: T::Ref("PIF"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_slaves",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Bond"), ..P::BASE }],
            result: T::Set(&T::Ref("PIF")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Bond"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("Bond"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("Bond"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("Bond"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_primary_slave",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Bond"), ..P::BASE }],
            result: T::Ref("PIF"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_mode",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Bond"), ..P::BASE }],
            result: T::Enum("bond_mode"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_properties",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Bond"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_links_up",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Bond"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_auto_update_mac",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Bond"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("Bond"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("Bond"), ..P::BASE }],
            result: T::Record("Bond"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
