//! Class `auth`, made from the data model by `cargo xtask codegen`: not to be edited.

use crate::schema::{Class, Kind as K, Message as M, Param as P, Type as T};
use crate::types::Record;

/// A record of class `auth`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Auth {}

impl Record for Auth {
    const CLASS: &'static str = "auth";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "auth",
    event_class: "auth",
    events: false,
    in_database: false,
    persistent: false,
    ctor_dtor: false,
    async_ok: true,
    fields: &[],
    messages: &[
        M {
            name: "get_subject_identifier",
            kind: K::Custom,
            params: &[P { name: "subject_name", ty: T::String, ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_subject_information_from_identifier",
            kind: K::Custom,
            params: &[P { name: "subject_identifier", ty: T::String, ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_group_membership",
            kind: K::Custom,
            params: &[P { name: "subject_identifier", ty: T::String, ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
    ],
};
