//! Class `SR`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{Blob, DrTask, Pbd, StorageOperations, Vdi};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `SR`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Sr {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RO/constructor.
    pub name_label: String,
    /// string, RO/constructor.
    pub name_description: String,
    /// enum storage_operations set, RO/runtime.
    pub allowed_operations: Vec<StorageOperations>,
    /// (string -> enum storage_operations) map, RO/runtime.
    pub current_operations: BTreeMap<String, StorageOperations>,
    /// VDI ref set, RO/runtime.
    #[serde(rename = "VDIs")]
    pub vdis: Vec<Ref<Vdi>>,
    /// PBD ref set, RO/runtime.
    #[serde(rename = "PBDs")]
    pub pbds: Vec<Ref<Pbd>>,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub virtual_allocation: i64,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub physical_utilisation: i64,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub physical_size: i64,
    /// string, RO/constructor.
    #[serde(rename = "type")]
    pub type_: String,
    /// string, RO/constructor.
    pub content_type: String,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub shared: bool,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
    /// string set, RW.
    pub tags: Vec<String>,
    /// (string -> string) map, RW.
    pub sm_config: BTreeMap<String, String>,
    /// (string -> blob ref) map, RO/runtime.
    pub blobs: BTreeMap<String, Ref<Blob>>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub local_cache_enabled: bool,
    /// DR_task ref, RO/runtime.
    pub introduced_by: Ref<DrTask>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub clustered: bool,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub is_tools_sr: bool,
}

impl Record for Sr {
    const CLASS: &'static str = "SR";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "SR",
    event_class: "sr",
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
            name: "allowed_operations",
            db_path: "allowed_operations",
            ty: T::Set(&T::Enum("storage_operations")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "current_operations",
            db_path: "current_operations",
            ty: T::Map(&T::String, &T::Enum("storage_operations")),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F { name: "VDIs", db_path: "VDIs", ty: T::Set(&T::Ref("VDI")), qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "PBDs", db_path: "PBDs", ty: T::Set(&T::Ref("PBD")), qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "virtual_allocation",
            db_path: "virtual_allocation",
            ty: T::Int,
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "physical_utilisation",
            db_path: "physical_utilisation",
            ty: T::Int,
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "physical_size",
            db_path: "physical_size",
            ty: T::Int,
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F { name: "type", db_path: "type", ty: T::String, qualifier: Q::RoConstructor, ..F::BASE },
        F {
            name: "content_type",
            db_path: "content_type",
            ty: T::String,
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F { name: "shared", db_path: "shared", ty: T::Bool, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "other_config",
            db_path: "other_config",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            map_key_roles: &[("XenCenter.CustomFields.*", "vm-operator"), ("folder", "vm-operator")],
            ..F::BASE
        },
        F {
            name: "tags",
            db_path: "tags",
            ty: T::Set(&T::String),
            default: Some("[]"),
            qualifier: Q::Rw,
            write_role: "vm-operator",
            ..F::BASE
        },
        F {
            name: "default_vdi_visibility",
            db_path: "default_vdi_visibility",
            ty: T::Bool,
            qualifier: Q::RoRuntime,
            internal_only: true,
            ..F::BASE
        },
        F {
            name: "sm_config",
            db_path: "sm_config",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "blobs",
            db_path: "blobs",
            ty: T::Map(&T::String, &T::Ref("blob")),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "local_cache_enabled",
            db_path: "local_cache_enabled",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "introduced_by",
            db_path: "introduced_by",
            ty: T::Ref("DR_task"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "clustered",
            db_path: "clustered",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "is_tools_sr",
            db_path: "is_tools_sr",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "create",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "device_config", ty: T::Map(&T::String, &T::String), ..P::BASE },
                P { name: "physical_size", ty: T::Int, ..P::BASE },
                P { name: "name_label", ty: T::String, ..P::BASE },
                P { name: "name_description", ty: T::String, ..P::BASE },
                P { name: "type", ty: T::String, ..P::BASE },
                P { name: "content_type", ty: T::String, ..P::BASE },
                P { name: "shared", ty: T::Bool, ..P::BASE },
                P {
                    name: "sm_config",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
            ],
            result: T::Ref("SR"),
            role: "pool-operator",
            errors: &["SR_UNKNOWN_DRIVER"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "introduce",
            kind: K::Custom,
            params: &[
                P { name: "uuid", ty: T::String, ..P::BASE },
                P { name: "name_label", ty: T::String, ..P::BASE },
                P { name: "name_description", ty: T::String, ..P::BASE },
                P { name: "type", ty: T::String, ..P::BASE },
                P { name: "content_type", ty: T::String, ..P::BASE },
                P { name: "shared", ty: T::Bool, ..P::BASE },
                P {
                    name: "sm_config",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
            ],
            result: T::Ref("SR"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "make",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "device_config", ty: T::Map(&T::String, &T::String), ..P::BASE },
                P { name: "physical_size", ty: T::Int, ..P::BASE },
                P { name: "name_label", ty: T::String, ..P::BASE },
                P { name: "name_description", ty: T::String, ..P::BASE },
                P { name: "type", ty: T::String, ..P::BASE },
                P { name: "content_type", ty: T::String, ..P::BASE },
                P {
                    name: "sm_config",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
            ],
            result: T::String,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "sr", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            errors: &["SR_HAS_PBD"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "forget",
            kind: K::Custom,
            params: &[P { name: "sr", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            errors: &["SR_HAS_PBD"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "update",
            kind: K::Custom,
            params: &[P { name: "sr", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_supported_types",
            kind: K::Custom,
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "scan",
            kind: K::Custom,
            params: &[P { name: "sr", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Void,
            role: "vm-power-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "probe",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "device_config", ty: T::Map(&T::String, &T::String), ..P::BASE },
                P { name: "type", ty: T::String, ..P::BASE },
                P {
                    name: "sm_config",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
            ],
            result: T::String,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "probe_ext",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "device_config", ty: T::Map(&T::String, &T::String), ..P::BASE },
                P { name: "type", ty: T::String, ..P::BASE },
                P {
                    name: "sm_config",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
            ],
            result: T::Set(&T::Record("probe_result")),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_shared",
            kind: K::Custom,
            params: &[
                P { name: "sr", ty: T::Ref("SR"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_name_label",
            kind: K::Custom,
            params: &[
                P { name: "sr", ty: T::Ref("SR"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_name_description",
            kind: K::Custom,
            params: &[
                P { name: "sr", ty: T::Ref("SR"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "create_new_blob",
            kind: K::Custom,
            params: &[
                P { name: "sr", ty: T::Ref("SR"), ..P::BASE },
                P { name: "name", ty: T::String, ..P::BASE },
                P { name: "mime_type", ty: T::String, ..P::BASE },
                P { name: "public", ty: T::Bool, default: Some("false"), optional: true },
            ],
            result: T::Ref("blob"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_physical_size",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("SR"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "set_virtual_allocation",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("SR"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "set_physical_utilisation",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("SR"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "assert_can_host_ha_statefile",
            kind: K::Custom,
            params: &[P { name: "sr", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "assert_supports_database_replication",
            kind: K::Custom,
            params: &[P { name: "sr", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "enable_database_replication",
            kind: K::Custom,
            params: &[P { name: "sr", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "disable_database_replication",
            kind: K::Custom,
            params: &[P { name: "sr", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_data_sources",
            kind: K::Custom,
            params: &[P { name: "sr", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Set(&T::Record("data_source")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "record_data_source",
            kind: K::Custom,
            params: &[
                P { name: "sr", ty: T::Ref("SR"), ..P::BASE },
                P { name: "data_source", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "query_data_source",
            kind: K::Custom,
            params: &[
                P { name: "sr", ty: T::Ref("SR"), ..P::BASE },
                P { name: "data_source", ty: T::String, ..P::BASE },
            ],
            result: T::Float,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "forget_data_source_archives",
            kind: K::Custom,
            params: &[
                P { name: "sr", ty: T::Ref("SR"), ..P::BASE },
                P { name: "data_source", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_live_hosts",
            kind: K::Custom,
            params: &[P { name: "sr", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Set(&T::Ref("host")),
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("SR")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("SR")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("SR"), &T::Record("SR")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("SR"), &T::Record("SR")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_allowed_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Set(&T::Enum("storage_operations")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_current_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Map(&T::String, &T::Enum("storage_operations")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VDIs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Set(&T::Ref("VDI")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_PBDs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Set(&T::Ref("PBD")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_virtual_allocation",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_physical_utilisation",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_physical_size",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_type",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_content_type",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_shared",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("SR"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("SR"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            map_key_roles: &[("XenCenter.CustomFields.*", "vm-operator"), ("folder", "vm-operator")],
            ..M::BASE
        },
        M {
            name: "remove_from_other_config",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("SR"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            map_key_roles: &[("XenCenter.CustomFields.*", "vm-operator"), ("folder", "vm-operator")],
            ..M::BASE
        },
        M {
            name: "get_tags",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_tags",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("SR"), ..P::BASE },
                P { name: "value", ty: T::Set(&T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-operator",
            ..M::BASE
        },
        M {
            name: "add_tags",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("SR"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-operator",
            ..M::BASE
        },
        M {
            name: "remove_tags",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("SR"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-operator",
            ..M::BASE
        },
        M {
            name: "get_sm_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_sm_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("SR"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "add_to_sm_config",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("SR"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "remove_from_sm_config",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("SR"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_blobs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Map(&T::String, &T::Ref("blob")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_local_cache_enabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_introduced_by",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Ref("DR_task"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_clustered",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_is_tools_sr",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("SR"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Record("SR"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("SR")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
