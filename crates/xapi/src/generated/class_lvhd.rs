//! Class `LVHD`, made from the data model by `cargo xtask codegen`: not to be edited.

use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::Record;

/// A record of class `LVHD`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Lvhd {
    /// string, RO/runtime.
    pub uuid: String,
}

impl Record for Lvhd {
    const CLASS: &'static str = "LVHD";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "LVHD",
    event_class: "lvhd",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE }],
    messages: &[
        M {
            name: "enable_thin_provisioning",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "SR", ty: T::Ref("SR"), ..P::BASE },
                P { name: "initial_allocation", ty: T::Int, ..P::BASE },
                P { name: "allocation_quantum", ty: T::Int, ..P::BASE },
            ],
            result: T::String,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("LVHD"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("LVHD"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("LVHD"), ..P::BASE }],
            result: T::Record("LVHD"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
