//! Class `VTPM`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{PersistenceBackend, Vm, VtpmOperations};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `VTPM`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Vtpm {
    /// string, RO/runtime.
    pub uuid: String,
    /// enum vtpm_operations set, RO/runtime.
    pub allowed_operations: Vec<VtpmOperations>,
    /// (string -> enum vtpm_operations) map, RO/runtime.
    pub current_operations: BTreeMap<String, VtpmOperations>,
    /// VM ref, RO/constructor.
    #[serde(rename = "VM")]
    pub vm: Ref<Vm>,
    /// VM ref, RO/runtime.
    pub backend: Ref<Vm>,
    /// enum persistence_backend, RO/runtime.
    pub persistence_backend: PersistenceBackend,
    /// bool, RO/constructor.
    #[serde(deserialize_with = "lenient::boolean")]
    pub is_unique: bool,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub is_protected: bool,
}

impl Record for Vtpm {
    const CLASS: &'static str = "VTPM";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "VTPM",
    event_class: "vtpm",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "allowed_operations",
            db_path: "allowed_operations",
            ty: T::Set(&T::Enum("vtpm_operations")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "current_operations",
            db_path: "current_operations",
            ty: T::Map(&T::String, &T::Enum("vtpm_operations")),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F { name: "VM", db_path: "VM", ty: T::Ref("VM"), qualifier: Q::RoConstructor, ..F::BASE },
        F {
            name: "backend",
            db_path: "backend",
            ty: T::Ref("VM"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "persistence_backend",
            db_path: "persistence_backend",
            ty: T::Enum("persistence_backend"),
            default: Some("\"xapi\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "is_unique",
            db_path: "is_unique",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "is_protected",
            db_path: "is_protected",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "contents",
            db_path: "contents",
            ty: T::Ref("secret"),
            qualifier: Q::RoRuntime,
            internal_only: true,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "create",
            kind: K::Custom,
            params: &[
                P { name: "vM", ty: T::Ref("VM"), ..P::BASE },
                P { name: "is_unique", ty: T::Bool, ..P::BASE },
            ],
            result: T::Ref("VTPM"),
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VTPM"), ..P::BASE }],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_contents",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VTPM"), ..P::BASE }],
            result: T::String,
            role: "local-root",
            async_ok: true,
            hidden: true,
            secret: true,
            ..M::BASE
        },
        M {
            name: "set_contents",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VTPM"), ..P::BASE },
                P { name: "contents", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            secret: true,
            ..M::BASE
        },
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("VTPM")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VTPM")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("VTPM"), &T::Record("VTPM")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("VTPM"), &T::Record("VTPM")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VTPM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_allowed_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VTPM"), ..P::BASE }],
            result: T::Set(&T::Enum("vtpm_operations")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_current_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VTPM"), ..P::BASE }],
            result: T::Map(&T::String, &T::Enum("vtpm_operations")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VM",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VTPM"), ..P::BASE }],
            result: T::Ref("VM"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_backend",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VTPM"), ..P::BASE }],
            result: T::Ref("VM"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_persistence_backend",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VTPM"), ..P::BASE }],
            result: T::Enum("persistence_backend"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_is_unique",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VTPM"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_is_protected",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VTPM"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("VTPM"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("VTPM"), ..P::BASE }],
            result: T::Record("VTPM"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
