//! Class `subject`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::Role;
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref};

/// A record of class `subject`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Subject {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RO/constructor.
    pub subject_identifier: String,
    /// (string -> string) map, RO/constructor.
    pub other_config: BTreeMap<String, String>,
    /// role ref set, RO/runtime.
    pub roles: Vec<Ref<Role>>,
}

impl Record for Subject {
    const CLASS: &'static str = "subject";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "subject",
    event_class: "subject",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: true,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "subject_identifier",
            db_path: "subject_identifier",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "other_config",
            db_path: "other_config",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "roles",
            db_path: "roles",
            ty: T::Set(&T::Ref("role")),
            default: Some("[\"OpaqueRef:0165f154-ba3e-034e-6b27-5d271af109ba\"]"),
            qualifier: Q::RoRuntime,
            ignore_foreign_key: true,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "add_to_roles",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("subject"), ..P::BASE },
                P { name: "role", ty: T::Ref("role"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "remove_from_roles",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("subject"), ..P::BASE },
                P { name: "role", ty: T::Ref("role"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "get_permissions_name_label",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("subject"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("subject")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("subject")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("subject"), &T::Record("subject")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("subject"), &T::Record("subject")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("subject"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_subject_identifier",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("subject"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("subject"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_roles",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("subject"), ..P::BASE }],
            result: T::Set(&T::Ref("role")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "create",
            kind: K::Create,
            params: &[P { name: "args", ty: T::Record("subject"), ..P::BASE }],
            result: T::Ref("subject"),
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Destroy,
            params: &[P { name: "self", ty: T::Ref("subject"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("subject"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("subject"), ..P::BASE }],
            result: T::Record("subject"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
