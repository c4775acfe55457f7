//! Class `role`, made from the data model by `cargo xtask codegen`: not to be edited.

use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `role`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Role {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RO/constructor.
    pub name_label: String,
    /// string, RO/constructor.
    pub name_description: String,
    /// role ref set, RO/constructor.
    pub subroles: Vec<Ref<Role>>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub is_internal: bool,
}

impl Record for Role {
    const CLASS: &'static str = "role";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "role",
    event_class: "role",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "name_label",
            db_path: "name__label",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "name_description",
            db_path: "name__description",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "subroles",
            db_path: "subroles",
            ty: T::Set(&T::Ref("role")),
            default: Some("[]"),
            qualifier: Q::RoConstructor,
            ignore_foreign_key: true,
            ..F::BASE
        },
        F {
            name: "is_internal",
            db_path: "is_internal",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "get_permissions",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("role"), ..P::BASE }],
            result: T::Set(&T::Ref("role")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_permissions_name_label",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("role"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_permission",
            kind: K::Custom,
            params: &[P { name: "permission", ty: T::Ref("role"), ..P::BASE }],
            result: T::Set(&T::Ref("role")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_permission_name_label",
            kind: K::Custom,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("role")),
            role: "read-only",
            ..M::BASE
        },
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("role")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("role")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("role"), &T::Record("role")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("role"), &T::Record("role")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("role"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("role"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("role"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_subroles",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("role"), ..P::BASE }],
            result: T::Set(&T::Ref("role")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_is_internal",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("role"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("role"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("role"), ..P::BASE }],
            result: T::Record("role"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("role")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
