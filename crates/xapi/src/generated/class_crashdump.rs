//! Class `crashdump`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{Vdi, Vm};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref};

/// A record of class `crashdump`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Crashdump {
    /// string, RO/runtime.
    pub uuid: String,
    /// VM ref, RO/constructor.
    #[serde(rename = "VM")]
    pub vm: Ref<Vm>,
    /// VDI ref, RO/constructor.
    #[serde(rename = "VDI")]
    pub vdi: Ref<Vdi>,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
}

impl Record for Crashdump {
    const CLASS: &'static str = "crashdump";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "crashdump",
    event_class: "crashdump",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "VM", db_path: "VM", ty: T::Ref("VM"), qualifier: Q::RoConstructor, ..F::BASE },
        F { name: "VDI", db_path: "VDI", ty: T::Ref("VDI"), qualifier: Q::RoConstructor, ..F::BASE },
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
            params: &[P { name: "self", ty: T::Ref("crashdump"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("crashdump")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("crashdump")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("crashdump"), &T::Record("crashdump")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("crashdump"), &T::Record("crashdump")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("crashdump"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VM",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("crashdump"), ..P::BASE }],
            result: T::Ref("VM"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VDI",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("crashdump"), ..P::BASE }],
            result: T::Ref("VDI"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("crashdump"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("crashdump"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("crashdump"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("crashdump"), ..P::BASE },
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
            result: T::Ref("crashdump"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("crashdump"), ..P::BASE }],
            result: T::Record("crashdump"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
