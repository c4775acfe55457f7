//! Class `secret`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::Record;

/// A record of class `secret`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Secret {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RW.
    pub value: String,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
}

impl Record for Secret {
    const CLASS: &'static str = "secret";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "secret",
    event_class: "secret",
    events: false,
    in_database: true,
    persistent: true,
    ctor_dtor: true,
    async_ok: true,
    fields: &[
        F {
            name: "uuid",
            db_path: "uuid",
            ty: T::String,
            qualifier: Q::RoRuntime,
            read_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "value",
            db_path: "value",
            ty: T::String,
            qualifier: Q::Rw,
            write_role: "pool-operator",
            read_role: "pool-operator",
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
            name: "introduce",
            kind: K::Custom,
            params: &[
                P { name: "uuid", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
                P {
                    name: "other_config",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
            ],
            result: T::Ref("secret"),
            role: "pool-operator",
            hidden: true,
            secret: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("secret")),
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("secret")),
            role: "pool-operator",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("secret"), &T::Record("secret")),
            role: "pool-operator",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("secret"), &T::Record("secret")),
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("secret"), ..P::BASE }],
            result: T::String,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_value",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("secret"), ..P::BASE }],
            result: T::String,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "set_value",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("secret"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("secret"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("secret"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("secret"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("secret"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "create",
            kind: K::Create,
            params: &[P { name: "args", ty: T::Record("secret"), ..P::BASE }],
            result: T::Ref("secret"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Destroy,
            params: &[P { name: "self", ty: T::Ref("secret"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("secret"),
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("secret"), ..P::BASE }],
            result: T::Record("secret"),
            role: "pool-operator",
            ..M::BASE
        },
    ],
};
