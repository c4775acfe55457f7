//! Class `Diagnostics`, made from the data model by `cargo xtask codegen`: not to be edited.

use crate::schema::{Class, Kind as K, Message as M, Param as P, Type as T};
use crate::types::Record;

/// A record of class `Diagnostics`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Diagnostics {}

impl Record for Diagnostics {
    const CLASS: &'static str = "Diagnostics";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "Diagnostics",
    event_class: "diagnostics",
    events: false,
    in_database: false,
    persistent: false,
    ctor_dtor: false,
    async_ok: true,
    fields: &[],
    messages: &[
        M {
            name: "gc_compact",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "gc_stats",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "db_stats",
            kind: K::Custom,
            result: T::Map(&T::String, &T::String),
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "network_stats",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "params", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Set(&T::Set(&T::String)),
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
    ],
};
