//! Class `pool_patch`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{AfterApplyGuidance, HostPatch, PoolUpdate};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `pool_patch`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct PoolPatch {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RO/constructor.
    pub name_label: String,
    /// string, RO/constructor.
    pub name_description: String,
    /// string, RO/constructor.
    pub version: String,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub size: i64,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub pool_applied: bool,
    /// host_patch ref set, RO/runtime.
    pub host_patches: Vec<Ref<HostPatch>>,
    /// enum after_apply_guidance set, RO/runtime.
    pub after_apply_guidance: Vec<AfterApplyGuidance>,
    /// pool_update ref, RO/constructor.
    pub pool_update: Ref<PoolUpdate>,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
}

impl Record for PoolPatch {
    const CLASS: &'static str = "pool_patch";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "pool_patch",
    event_class: "pool_patch",
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
            name: "version",
            db_path: "version",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "filename",
            db_path: "filename",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            internal_only: true,
            ..F::BASE
        },
        F {
            name: "size",
            db_path: "size",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "pool_applied",
            db_path: "pool_applied",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "host_patches",
            db_path: "host_patches",
            ty: T::Set(&T::Ref("host_patch")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "after_apply_guidance",
            db_path: "after_apply_guidance",
            ty: T::Set(&T::Enum("after_apply_guidance")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "pool_update",
            db_path: "pool_update",
            ty: T::Ref("pool_update"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "other_config",
            db_path: "other_config",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "apply",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE },
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
            ],
            result: T::String,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "pool_apply",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "precheck",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE },
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
            ],
            result: T::String,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "clean",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "pool_clean",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "clean_on_host",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE },
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("pool_patch")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("pool_patch")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("pool_patch"), &T::Record("pool_patch")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("pool_patch"), &T::Record("pool_patch")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_version",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_size",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_pool_applied",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_host_patches",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE }],
            result: T::Set(&T::Ref("host_patch")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_after_apply_guidance",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE }],
            result: T::Set(&T::Enum("after_apply_guidance")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_pool_update",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE }],
            result: T::Ref("pool_update"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "add_to_other_config",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "remove_from_other_config",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("pool_patch"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("pool_patch"), ..P::BASE }],
            result: T::Record("pool_patch"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("pool_patch")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
