//! Class `Repository`, made from the data model by `cargo xtask codegen`: not to be edited.

use super::Origin;
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, lenient};

/// A record of class `Repository`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Repository {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RW.
    pub name_label: String,
    /// string, RW.
    pub name_description: String,
    /// string, RO/constructor.
    pub binary_url: String,
    /// string, RO/constructor.
    pub source_url: String,
    /// bool, RO/constructor.
    #[serde(deserialize_with = "lenient::boolean")]
    pub update: bool,
    /// string, RO/runtime.
    pub hash: String,
    /// bool, RO/runtime, no longer meaningful.
    #[serde(deserialize_with = "lenient::boolean")]
    pub up_to_date: bool,
    /// string, RO/constructor.
    pub gpgkey_path: String,
    /// enum origin, RO/constructor.
    pub origin: Origin,
    /// string, RO/constructor.
    pub certificate: String,
}

impl Record for Repository {
    const CLASS: &'static str = "Repository";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "Repository",
    event_class: "repository",
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
        F {
            name: "binary_url",
            db_path: "binary_url",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "source_url",
            db_path: "source_url",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "update",
            db_path: "update",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "hash",
            db_path: "hash",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "up_to_date",
            db_path: "up_to_date",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            removed: true,
            ..F::BASE
        },
        F {
            name: "gpgkey_path",
            db_path: "gpgkey_path",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "origin",
            db_path: "origin",
            ty: T::Enum("origin"),
            default: Some("\"remote\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "certificate",
            db_path: "certificate",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "introduce",
            kind: K::Custom,
            params: &[
                P { name: "name_label", ty: T::String, ..P::BASE },
                P { name: "name_description", ty: T::String, ..P::BASE },
                P { name: "binary_url", ty: T::String, ..P::BASE },
                P { name: "source_url", ty: T::String, ..P::BASE },
                P { name: "update", ty: T::Bool, ..P::BASE },
                P { name: "gpgkey_path", ty: T::String, default: Some("\"\""), optional: true },
            ],
            result: T::Ref("Repository"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "introduce_bundle",
            kind: K::Custom,
            params: &[
                P { name: "name_label", ty: T::String, ..P::BASE },
                P { name: "name_description", ty: T::String, ..P::BASE },
            ],
            result: T::Ref("Repository"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "introduce_remote_pool",
            kind: K::Custom,
            params: &[
                P { name: "name_label", ty: T::String, ..P::BASE },
                P { name: "name_description", ty: T::String, ..P::BASE },
                P { name: "binary_url", ty: T::String, ..P::BASE },
                P { name: "certificate", ty: T::String, ..P::BASE },
            ],
            result: T::Ref("Repository"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "forget",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("Repository"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "apply",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "set_gpgkey_path",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("Repository"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "apply_livepatch",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "component", ty: T::String, ..P::BASE },
                P { name: "base_build_id", ty: T::String, ..P::BASE },
                P { name: "base_version", ty: T::String, ..P::BASE },
                P { name: "base_release", ty: T::String, ..P::BASE },
                P { name: "to_version", ty: T::String, ..P::BASE },
                P { name: "to_release", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("Repository")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("Repository")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("Repository"), &T::Record("Repository")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("Repository"), &T::Record("Repository")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Repository"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Repository"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_label",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("Repository"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Repository"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_description",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("Repository"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_binary_url",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Repository"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_source_url",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Repository"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_update",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Repository"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_hash",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Repository"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_up_to_date",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Repository"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_gpgkey_path",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Repository"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_origin",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Repository"), ..P::BASE }],
            result: T::Enum("origin"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_certificate",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Repository"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("Repository"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("Repository"), ..P::BASE }],
            result: T::Record("Repository"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("Repository")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
