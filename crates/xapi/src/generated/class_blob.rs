//! Class `blob`, made from the data model by `cargo xtask codegen`: not to be edited.

use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{DateTime, Record, lenient};

/// A record of class `blob`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Blob {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RW.
    pub name_label: String,
    /// string, RW.
    pub name_description: String,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub size: i64,
    /// bool, RW.
    #[serde(deserialize_with = "lenient::boolean")]
    pub public: bool,
    /// datetime, RO/constructor.
    pub last_updated: DateTime,
    /// string, RO/constructor.
    pub mime_type: String,
}

impl Record for Blob {
    const CLASS: &'static str = "blob";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "blob",
    event_class: "blob",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: false,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "name_label",
            db_path: "name__label",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "name_description",
            db_path: "name__description",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F { name: "size", db_path: "size", ty: T::Int, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "public",
            db_path: "public",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "last_updated",
            db_path: "last_updated",
            ty: T::DateTime,
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F { name: "mime_type", db_path: "mime_type", ty: T::String, qualifier: Q::RoConstructor, ..F::BASE },
    ],
    messages: &[
        M {
            name: "create",
            kind: K::Custom,
            params: &[
                P { name: "mime_type", ty: T::String, ..P::BASE },
                P { name: "public", ty: T::Bool, default: Some("false"), optional: true },
            ],
            result: T::Ref("blob"),
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("blob"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("blob")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("blob")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("blob"), &T::Record("blob")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("blob"), &T::Record("blob")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("blob"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("blob"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_label",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("blob"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("blob"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_description",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("blob"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_size",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("blob"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_public",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("blob"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_public",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("blob"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_last_updated",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("blob"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_mime_type",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("blob"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("blob"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("blob"), ..P::BASE }],
            result: T::Record("blob"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("blob")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
