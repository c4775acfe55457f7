//! Class `event`, made from the data model by `cargo xtask codegen`: not to be edited.

use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "event",
    event_class: "event",
    events: false,
    in_database: false,
    persistent: false,
    ctor_dtor: false,
    async_ok: false,
    fields: &[
        F { name: "id", db_path: "id", ty: T::Int, qualifier: Q::RoConstructor, ..F::BASE },
        F {
            name: "timestamp",
            db_path: "timestamp",
            ty: T::DateTime,
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F { name: "class", db_path: "class", ty: T::String, qualifier: Q::RoConstructor, ..F::BASE },
        F {
            name: "operation",
            db_path: "operation",
            ty: T::Enum("event_operation"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F { name: "ref", db_path: "ref", ty: T::String, qualifier: Q::RoConstructor, ..F::BASE },
        F { name: "obj_uuid", db_path: "obj_uuid", ty: T::String, qualifier: Q::RoConstructor, ..F::BASE },
        F { name: "snapshot", db_path: "snapshot", ty: T::AnyRecord, qualifier: Q::RoRuntime, ..F::BASE },
    ],
    messages: &[
        M {
            name: "register",
            kind: K::Custom,
            params: &[P { name: "classes", ty: T::Set(&T::String), ..P::BASE }],
            result: T::Void,
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "unregister",
            kind: K::Custom,
            params: &[P { name: "classes", ty: T::Set(&T::String), ..P::BASE }],
            result: T::Void,
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "next",
            kind: K::Custom,
            result: T::Set(&T::Record("event")),
            role: "read-only",
            errors: &["SESSION_NOT_REGISTERED", "EVENTS_LOST", "EVENT_SUBSCRIPTION_PARSE_FAILURE"],
            ..M::BASE
        },
        M {
            name: "from",
            kind: K::Custom,
            params: &[
                P { name: "classes", ty: T::Set(&T::String), ..P::BASE },
                P { name: "token", ty: T::String, ..P::BASE },
                P { name: "timeout", ty: T::Float, ..P::BASE },
            ],
            result: T::EventBatch,
            role: "read-only",
            errors: &["EVENT_FROM_TOKEN_PARSE_FAILURE", "EVENT_SUBSCRIPTION_PARSE_FAILURE"],
            ..M::BASE
        },
        M { name: "get_current_id", kind: K::Custom, result: T::Int, role: "read-only", ..M::BASE },
        M {
            name: "inject",
            kind: K::Custom,
            params: &[
                P { name: "class", ty: T::String, ..P::BASE },
                P { name: "ref", ty: T::String, ..P::BASE },
            ],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
    ],
};
