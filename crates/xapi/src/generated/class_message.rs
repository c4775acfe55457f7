//! Class `message`, made from the data model by `cargo xtask codegen`: not to be edited.

use super::Cls;
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{DateTime, Record, lenient};

/// A record of class `message`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Message {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RO/runtime.
    pub name: String,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub priority: i64,
    /// enum cls, RO/runtime.
    pub cls: Cls,
    /// string, RO/runtime.
    pub obj_uuid: String,
    /// datetime, RO/runtime.
    pub timestamp: DateTime,
    /// string, RO/runtime.
    pub body: String,
}

impl Record for Message {
    const CLASS: &'static str = "message";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "message",
    event_class: "message",
    events: true,
    in_database: false,
    persistent: false,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "name", db_path: "name", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "priority", db_path: "priority", ty: T::Int, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "cls", db_path: "cls", ty: T::Enum("cls"), qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "obj_uuid", db_path: "obj_uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "timestamp", db_path: "timestamp", ty: T::DateTime, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "body", db_path: "body", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
    ],
    messages: &[
        M {
            name: "create",
            kind: K::Custom,
            params: &[
                P { name: "name", ty: T::String, ..P::BASE },
                P { name: "priority", ty: T::Int, ..P::BASE },
                P { name: "cls", ty: T::Enum("cls"), ..P::BASE },
                P { name: "obj_uuid", ty: T::String, ..P::BASE },
                P { name: "body", ty: T::String, ..P::BASE },
            ],
            result: T::Ref("message"),
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("message"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "destroy_many",
            kind: K::Custom,
            params: &[P { name: "messages", ty: T::Set(&T::Ref("message")), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy_all",
            kind: K::Custom,
            params: &[P { name: "filters", ty: T::Map(&T::String, &T::String), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get",
            kind: K::Custom,
            params: &[
                P { name: "cls", ty: T::Enum("cls"), ..P::BASE },
                P { name: "obj_uuid", ty: T::String, ..P::BASE },
                P { name: "since", ty: T::DateTime, ..P::BASE },
            ],
            result: T::Map(&T::Ref("message"), &T::Record("message")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::Custom,
            result: T::Set(&T::Ref("message")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_since",
            kind: K::Custom,
            params: &[P { name: "since", ty: T::DateTime, ..P::BASE }],
            result: T::Map(&T::Ref("message"), &T::Record("message")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("message"), ..P::BASE }],
            result: T::Record("message"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::Custom,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("message"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::Custom,
            result: T::Map(&T::Ref("message"), &T::Record("message")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::Custom,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("message"), &T::Record("message")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
