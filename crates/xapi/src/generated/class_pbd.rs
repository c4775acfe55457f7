//! Class `PBD`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{Host, Sr};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `PBD`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Pbd {
    /// string, RO/runtime.
    pub uuid: String,
    /// host ref, RO/constructor.
    pub host: Ref<Host>,
    /// SR ref, RO/constructor.
    #[serde(rename = "SR")]
    pub sr: Ref<Sr>,
    /// (string -> string) map, RO/constructor.
    pub device_config: BTreeMap<String, String>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub currently_attached: bool,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
}

impl Record for Pbd {
    const CLASS: &'static str = "PBD";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "PBD",
    event_class: "pbd",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: true,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "host", db_path: "host", ty: T::Ref("host"), qualifier: Q::RoConstructor, ..F::BASE },
        F { name: "SR", db_path: "SR", ty: T::Ref("SR"), qualifier: Q::RoConstructor, ..F::BASE },
        F {
            name: "device_config",
            db_path: "device_config",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "currently_attached",
            db_path: "currently_attached",
            ty: T::Bool,
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
    ],
    messages: &[
        M {
            name: "plug",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("PBD"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            errors: &["SR_UNKNOWN_DRIVER"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "unplug",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("PBD"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_device_config",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("PBD"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("PBD")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("PBD")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("PBD"), &T::Record("PBD")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("PBD"), &T::Record("PBD")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PBD"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_host",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PBD"), ..P::BASE }],
            result: T::Ref("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_SR",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PBD"), ..P::BASE }],
            result: T::Ref("SR"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_device_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PBD"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_currently_attached",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PBD"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PBD"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("PBD"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("PBD"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("PBD"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "create",
            kind: K::Create,
            params: &[P { name: "args", ty: T::Record("PBD"), ..P::BASE }],
            result: T::Ref("PBD"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Destroy,
            params: &[P { name: "self", ty: T::Ref("PBD"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("PBD"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("PBD"), ..P::BASE }],
            result: T::Record("PBD"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
