//! Class `pool_update`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{Host, UpdateAfterApplyGuidance, Vdi};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `pool_update`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct PoolUpdate {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RO/constructor.
    pub name_label: String,
    /// string, RO/constructor.
    pub name_description: String,
    /// string, RO/constructor.
    pub version: String,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub installation_size: i64,
    /// string, RO/constructor.
    pub key: String,
    /// enum update_after_apply_guidance set, RO/constructor.
    pub after_apply_guidance: Vec<UpdateAfterApplyGuidance>,
    /// VDI ref, RO/constructor.
    pub vdi: Ref<Vdi>,
    /// host ref set, RO/runtime.
    pub hosts: Vec<Ref<Host>>,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
    /// bool, RO/constructor.
    #[serde(deserialize_with = "lenient::boolean")]
    pub enforce_homogeneity: bool,
}

impl Record for PoolUpdate {
    const CLASS: &'static str = "pool_update";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "pool_update",
    event_class: "pool_update",
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
            name: "installation_size",
            db_path: "installation_size",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "key",
            db_path: "key",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "after_apply_guidance",
            db_path: "after_apply_guidance",
            ty: T::Set(&T::Enum("update_after_apply_guidance")),
            default: Some("[]"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F { name: "vdi", db_path: "vdi", ty: T::Ref("VDI"), qualifier: Q::RoConstructor, ..F::BASE },
        F {
            name: "hosts",
            db_path: "hosts",
            ty: T::Set(&T::Ref("host")),
            qualifier: Q::RoRuntime,
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
        F {
            name: "enforce_homogeneity",
            db_path: "enforce_homogeneity",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "introduce",
            kind: K::Custom,
            params: &[P { name: "vdi", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Ref("pool_update"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "precheck",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool_update"), ..P::BASE },
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
            ],
            result: T::Enum("livepatch_status"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "apply",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool_update"), ..P::BASE },
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "pool_apply",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("pool_update"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "pool_clean",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("pool_update"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("pool_update"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "attach",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool_update"), ..P::BASE },
                P { name: "use_localhost_proxy", ty: T::Bool, default: Some("false"), optional: true },
            ],
            result: T::String,
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "detach",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("pool_update"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "resync_host",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("pool_update")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("pool_update")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("pool_update"), &T::Record("pool_update")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("pool_update"), &T::Record("pool_update")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_update"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_update"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_update"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_version",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_update"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_installation_size",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_update"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_key",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_update"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_after_apply_guidance",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_update"), ..P::BASE }],
            result: T::Set(&T::Enum("update_after_apply_guidance")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_vdi",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_update"), ..P::BASE }],
            result: T::Ref("VDI"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_hosts",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_update"), ..P::BASE }],
            result: T::Set(&T::Ref("host")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_update"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool_update"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("pool_update"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("pool_update"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_enforce_homogeneity",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool_update"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("pool_update"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("pool_update"), ..P::BASE }],
            result: T::Record("pool_update"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("pool_update")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
