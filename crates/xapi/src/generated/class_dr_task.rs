//! Class `DR_task`, made from the data model by `cargo xtask codegen`: not to be edited.

use super::Sr;
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref};

/// A record of class `DR_task`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct DrTask {
    /// string, RO/runtime.
    pub uuid: String,
    /// SR ref set, RO/runtime.
    #[serde(rename = "introduced_SRs")]
    pub introduced_srs: Vec<Ref<Sr>>,
}

impl Record for DrTask {
    const CLASS: &'static str = "DR_task";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "DR_task",
    event_class: "dr_task",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "introduced_SRs",
            db_path: "introduced_SRs",
            ty: T::Set(&T::Ref("SR")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "create",
            kind: K::Custom,
            params: &[
                P { name: "type", ty: T::String, ..P::BASE },
                P { name: "device_config", ty: T::Map(&T::String, &T::String), ..P::BASE },
                P { name: "whitelist", ty: T::Set(&T::String), ..P::BASE },
            ],
            result: T::Ref("DR_task"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("DR_task"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("DR_task")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("DR_task")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("DR_task"), &T::Record("DR_task")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("DR_task"), &T::Record("DR_task")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("DR_task"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_introduced_SRs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("DR_task"), ..P::BASE }],
            result: T::Set(&T::Ref("SR")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("DR_task"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("DR_task"), ..P::BASE }],
            result: T::Record("DR_task"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
