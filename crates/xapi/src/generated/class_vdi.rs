//! Class `VDI`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{Crashdump, OnBoot, Pool, Sr, Vbd, VdiOperations, VdiType};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{DateTime, Record, Ref, lenient};

/// A record of class `VDI`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Vdi {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RO/constructor.
    pub name_label: String,
    /// string, RO/constructor.
    pub name_description: String,
    /// enum vdi_operations set, RO/runtime.
    pub allowed_operations: Vec<VdiOperations>,
    /// (string -> enum vdi_operations) map, RO/runtime.
    pub current_operations: BTreeMap<String, VdiOperations>,
    /// SR ref, RO/constructor.
    #[serde(rename = "SR")]
    pub sr: Ref<Sr>,
    /// VBD ref set, RO/runtime.
    #[serde(rename = "VBDs")]
    pub vbds: Vec<Ref<Vbd>>,
    /// crashdump ref set, RO/runtime.
    pub crash_dumps: Vec<Ref<Crashdump>>,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub virtual_size: i64,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub physical_utilisation: i64,
    /// enum vdi_type, RO/constructor.
    #[serde(rename = "type")]
    pub type_: VdiType,
    /// bool, RO/constructor.
    #[serde(deserialize_with = "lenient::boolean")]
    pub sharable: bool,
    /// bool, RO/constructor.
    #[serde(deserialize_with = "lenient::boolean")]
    pub read_only: bool,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub storage_lock: bool,
    /// string, RO/runtime.
    pub location: String,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub managed: bool,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub missing: bool,
    /// VDI ref, RO/runtime.
    pub parent: Ref<Vdi>,
    /// (string -> string) map, RW.
    pub xenstore_data: BTreeMap<String, String>,
    /// (string -> string) map, RW.
    pub sm_config: BTreeMap<String, String>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub is_a_snapshot: bool,
    /// VDI ref, RO/runtime.
    pub snapshot_of: Ref<Vdi>,
    /// VDI ref set, RO/runtime.
    pub snapshots: Vec<Ref<Vdi>>,
    /// datetime, RO/runtime.
    pub snapshot_time: DateTime,
    /// string set, RW.
    pub tags: Vec<String>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub allow_caching: bool,
    /// enum on_boot, RO/runtime.
    pub on_boot: OnBoot,
    /// pool ref, RO/runtime.
    pub metadata_of_pool: Ref<Pool>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub metadata_latest: bool,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub is_tools_iso: bool,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub cbt_enabled: bool,
}

impl Record for Vdi {
    const CLASS: &'static str = "VDI";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "VDI",
    event_class: "vdi",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: true,
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
            ty: T::Set(&T::Enum("vdi_operations")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "current_operations",
            db_path: "current_operations",
            ty: T::Map(&T::String, &T::Enum("vdi_operations")),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F { name: "SR", db_path: "SR", ty: T::Ref("SR"), qualifier: Q::RoConstructor, ..F::BASE },
        F { name: "VBDs", db_path: "VBDs", ty: T::Set(&T::Ref("VBD")), qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "crash_dumps",
            db_path: "crash_dumps",
            ty: T::Set(&T::Ref("crashdump")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "virtual_size",
            db_path: "virtual_size",
            ty: T::Int,
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "physical_utilisation",
            db_path: "physical_utilisation",
            ty: T::Int,
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F { name: "type", db_path: "type", ty: T::Enum("vdi_type"), qualifier: Q::RoConstructor, ..F::BASE },
        F { name: "sharable", db_path: "sharable", ty: T::Bool, qualifier: Q::RoConstructor, ..F::BASE },
        F { name: "read_only", db_path: "read_only", ty: T::Bool, qualifier: Q::RoConstructor, ..F::BASE },
        F {
            name: "other_config",
            db_path: "other_config",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::Rw,
            write_role: "vm-admin",
            map_key_roles: &[("XenCenter.CustomFields.*", "vm-operator"), ("folder", "vm-operator")],
            ..F::BASE
        },
        F { name: "storage_lock", db_path: "storage_lock", ty: T::Bool, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "location",
            db_path: "location",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F { name: "managed", db_path: "managed", ty: T::Bool, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "missing", db_path: "missing", ty: T::Bool, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "parent", db_path: "parent", ty: T::Ref("VDI"), qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "xenstore_data",
            db_path: "xenstore_data",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "sm_config",
            db_path: "sm_config",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "is_a_snapshot",
            db_path: "is_a_snapshot",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "snapshot_of",
            db_path: "snapshot_of",
            ty: T::Ref("VDI"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "snapshots",
            db_path: "snapshots",
            ty: T::Set(&T::Ref("VDI")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "snapshot_time",
            db_path: "snapshot_time",
            ty: T::DateTime,
            default: Some("\"19700101T00:00:00Z\""),
            qualifier: Q::RoRuntime,
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
            name: "allow_caching",
            db_path: "allow_caching",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "on_boot",
            db_path: "on_boot",
            ty: T::Enum("on_boot"),
            default: Some("\"persist\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "metadata_of_pool",
            db_path: "metadata_of_pool",
            ty: T::Ref("pool"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "metadata_latest",
            db_path: "metadata_latest",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "is_tools_iso",
            db_path: "is_tools_iso",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "cbt_enabled",
            db_path: "cbt_enabled",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "snapshot",
            kind: K::Custom,
            params: &[
                P { name: "vdi", ty: T::Ref("VDI"), ..P::BASE },
                P {
                    name: "driver_params",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
            ],
            result: T::Ref("VDI"),
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "clone",
            kind: K::Custom,
            params: &[
                P { name: "vdi", ty: T::Ref("VDI"), ..P::BASE },
                P {
                    name: "driver_params",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
            ],
            result: T::Ref("VDI"),
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "resize",
            kind: K::Custom,
            params: &[
                P { name: "vdi", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "size", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "resize_online",
            kind: K::Custom,
            params: &[
                P { name: "vdi", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "size", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
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
                P { name: "SR", ty: T::Ref("SR"), ..P::BASE },
                P { name: "type", ty: T::Enum("vdi_type"), ..P::BASE },
                P { name: "sharable", ty: T::Bool, ..P::BASE },
                P { name: "read_only", ty: T::Bool, ..P::BASE },
                P { name: "other_config", ty: T::Map(&T::String, &T::String), ..P::BASE },
                P { name: "location", ty: T::String, ..P::BASE },
                P {
                    name: "xenstore_data",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
                P {
                    name: "sm_config",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
                P { name: "managed", ty: T::Bool, default: Some("true"), optional: true },
                P { name: "virtual_size", ty: T::Int, default: Some("0"), optional: true },
                P { name: "physical_utilisation", ty: T::Int, default: Some("0"), optional: true },
                P {
                    name: "metadata_of_pool",
                    ty: T::Ref("pool"),
                    default: Some("\"OpaqueRef:NULL\""),
                    optional: true,
                },
                P { name: "is_a_snapshot", ty: T::Bool, default: Some("false"), optional: true },
                P {
                    name: "snapshot_time",
                    ty: T::DateTime,
                    default: Some("\"19700101T00:00:00Z\""),
                    optional: true,
                },
                P {
                    name: "snapshot_of",
                    ty: T::Ref("VDI"),
                    default: Some("\"OpaqueRef:NULL\""),
                    optional: true,
                },
            ],
            result: T::Ref("VDI"),
            role: "vm-admin",
            errors: &["SR_OPERATION_NOT_SUPPORTED"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "pool_introduce",
            kind: K::Custom,
            params: &[
                P { name: "uuid", ty: T::String, ..P::BASE },
                P { name: "name_label", ty: T::String, ..P::BASE },
                P { name: "name_description", ty: T::String, ..P::BASE },
                P { name: "SR", ty: T::Ref("SR"), ..P::BASE },
                P { name: "type", ty: T::Enum("vdi_type"), ..P::BASE },
                P { name: "sharable", ty: T::Bool, ..P::BASE },
                P { name: "read_only", ty: T::Bool, ..P::BASE },
                P { name: "other_config", ty: T::Map(&T::String, &T::String), ..P::BASE },
                P { name: "location", ty: T::String, ..P::BASE },
                P {
                    name: "xenstore_data",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
                P {
                    name: "sm_config",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
                P { name: "managed", ty: T::Bool, default: Some("true"), optional: true },
                P { name: "virtual_size", ty: T::Int, default: Some("0"), optional: true },
                P { name: "physical_utilisation", ty: T::Int, default: Some("0"), optional: true },
                P {
                    name: "metadata_of_pool",
                    ty: T::Ref("pool"),
                    default: Some("\"OpaqueRef:NULL\""),
                    optional: true,
                },
                P { name: "is_a_snapshot", ty: T::Bool, default: Some("false"), optional: true },
                P {
                    name: "snapshot_time",
                    ty: T::DateTime,
                    default: Some("\"19700101T00:00:00Z\""),
                    optional: true,
                },
                P {
                    name: "snapshot_of",
                    ty: T::Ref("VDI"),
                    default: Some("\"OpaqueRef:NULL\""),
                    optional: true,
                },
                P { name: "cbt_enabled", ty: T::Bool, default: Some("false"), optional: true },
            ],
            result: T::Ref("VDI"),
            role: "vm-admin",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "db_introduce",
            kind: K::Custom,
            params: &[
                P { name: "uuid", ty: T::String, ..P::BASE },
                P { name: "name_label", ty: T::String, ..P::BASE },
                P { name: "name_description", ty: T::String, ..P::BASE },
                P { name: "SR", ty: T::Ref("SR"), ..P::BASE },
                P { name: "type", ty: T::Enum("vdi_type"), ..P::BASE },
                P { name: "sharable", ty: T::Bool, ..P::BASE },
                P { name: "read_only", ty: T::Bool, ..P::BASE },
                P { name: "other_config", ty: T::Map(&T::String, &T::String), ..P::BASE },
                P { name: "location", ty: T::String, ..P::BASE },
                P {
                    name: "xenstore_data",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
                P {
                    name: "sm_config",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
                P { name: "managed", ty: T::Bool, default: Some("true"), optional: true },
                P { name: "virtual_size", ty: T::Int, default: Some("0"), optional: true },
                P { name: "physical_utilisation", ty: T::Int, default: Some("0"), optional: true },
                P {
                    name: "metadata_of_pool",
                    ty: T::Ref("pool"),
                    default: Some("\"OpaqueRef:NULL\""),
                    optional: true,
                },
                P { name: "is_a_snapshot", ty: T::Bool, default: Some("false"), optional: true },
                P {
                    name: "snapshot_time",
                    ty: T::DateTime,
                    default: Some("\"19700101T00:00:00Z\""),
                    optional: true,
                },
                P {
                    name: "snapshot_of",
                    ty: T::Ref("VDI"),
                    default: Some("\"OpaqueRef:NULL\""),
                    optional: true,
                },
                P { name: "cbt_enabled", ty: T::Bool, default: Some("false"), optional: true },
            ],
            result: T::Ref("VDI"),
            role: "local-root",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "db_forget",
            kind: K::Custom,
            params: &[P { name: "vdi", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "update",
            kind: K::Custom,
            params: &[P { name: "vdi", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Void,
            role: "vm-admin",
            errors: &["SR_OPERATION_NOT_SUPPORTED"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "copy",
            kind: K::Custom,
            params: &[
                P { name: "vdi", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "sr", ty: T::Ref("SR"), default: Some("\"OpaqueRef:NULL\""), optional: true },
                P {
                    name: "base_vdi",
                    ty: T::Ref("VDI"),
                    default: Some("\"OpaqueRef:NULL\""),
                    optional: true,
                },
                P {
                    name: "into_vdi",
                    ty: T::Ref("VDI"),
                    default: Some("\"OpaqueRef:NULL\""),
                    optional: true,
                },
            ],
            result: T::Ref("VDI"),
            role: "vm-admin",
            errors: &["VDI_READONLY", "VDI_TOO_SMALL", "VDI_NOT_SPARSE"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "force_unlock",
            kind: K::Custom,
            params: &[P { name: "vdi", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "set_managed",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "forget",
            kind: K::Custom,
            params: &[P { name: "vdi", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_sharable",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "set_read_only",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "set_missing",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "set_virtual_size",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "set_is_a_snapshot",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "set_snapshot_of",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "value", ty: T::Ref("VDI"), ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "set_snapshot_time",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "value", ty: T::DateTime, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "set_metadata_of_pool",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "value", ty: T::Ref("pool"), ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "set_name_label",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_name_description",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "generate_config",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "vdi", ty: T::Ref("VDI"), ..P::BASE },
            ],
            result: T::String,
            role: "vm-admin",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "set_on_boot",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "value", ty: T::Enum("on_boot"), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_allow_caching",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "open_database",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Ref("session"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "checksum",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::String,
            role: "vm-admin",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "read_database_pool_uuid",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "pool_migrate",
            kind: K::Custom,
            params: &[
                P { name: "vdi", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "sr", ty: T::Ref("SR"), ..P::BASE },
                P { name: "options", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Ref("VDI"),
            role: "vm-power-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "enable_cbt",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Void,
            role: "vm-admin",
            errors: &[
                "SR_OPERATION_NOT_SUPPORTED",
                "VDI_MISSING",
                "SR_NOT_ATTACHED",
                "SR_HAS_NO_PBDS",
                "OPERATION_NOT_ALLOWED",
                "VDI_INCOMPATIBLE_TYPE",
                "VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "disable_cbt",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Void,
            role: "vm-admin",
            errors: &[
                "SR_OPERATION_NOT_SUPPORTED",
                "VDI_MISSING",
                "SR_NOT_ATTACHED",
                "SR_HAS_NO_PBDS",
                "OPERATION_NOT_ALLOWED",
                "VDI_INCOMPATIBLE_TYPE",
                "VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_cbt_enabled",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "data_destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Void,
            role: "vm-admin",
            errors: &[
                "SR_OPERATION_NOT_SUPPORTED",
                "VDI_MISSING",
                "SR_NOT_ATTACHED",
                "SR_HAS_NO_PBDS",
                "OPERATION_NOT_ALLOWED",
                "VDI_INCOMPATIBLE_TYPE",
                "VDI_NO_CBT_METADATA",
                "VDI_IN_USE",
                "VDI_IS_A_PHYSICAL_DEVICE",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "list_changed_blocks",
            kind: K::Custom,
            params: &[
                P { name: "vdi_from", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "vdi_to", ty: T::Ref("VDI"), ..P::BASE },
            ],
            result: T::String,
            role: "vm-operator",
            errors: &[
                "SR_OPERATION_NOT_SUPPORTED",
                "VDI_MISSING",
                "SR_NOT_ATTACHED",
                "SR_HAS_NO_PBDS",
                "VDI_IN_USE",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_nbd_info",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Set(&T::Record("vdi_nbd_server_info")),
            role: "vm-admin",
            errors: &["VDI_INCOMPATIBLE_TYPE"],
            ..M::BASE
        },
        M {
            name: "revert",
            kind: K::Custom,
            params: &[P { name: "snapshot", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Void,
            role: "vm-power-admin",
            errors: &["UNIMPLEMENTED_IN_SM_BACKEND"],
            async_ok: true,
            ..M::BASE
        },
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("VDI")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VDI")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("VDI"), &T::Record("VDI")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("VDI"), &T::Record("VDI")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_allowed_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Set(&T::Enum("vdi_operations")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_current_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Map(&T::String, &T::Enum("vdi_operations")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_SR",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Ref("SR"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VBDs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Set(&T::Ref("VBD")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_crash_dumps",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Set(&T::Ref("crashdump")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_virtual_size",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_physical_utilisation",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_type",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Enum("vdi_type"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_sharable",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_read_only",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "add_to_other_config",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            map_key_roles: &[("XenCenter.CustomFields.*", "vm-operator"), ("folder", "vm-operator")],
            ..M::BASE
        },
        M {
            name: "remove_from_other_config",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            map_key_roles: &[("XenCenter.CustomFields.*", "vm-operator"), ("folder", "vm-operator")],
            ..M::BASE
        },
        M {
            name: "get_storage_lock",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_location",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_managed",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_missing",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_parent",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Ref("VDI"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_xenstore_data",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_xenstore_data",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "add_to_xenstore_data",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "remove_from_xenstore_data",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_sm_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_sm_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "add_to_sm_config",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "remove_from_sm_config",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_is_a_snapshot",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_snapshot_of",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Ref("VDI"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_snapshots",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Set(&T::Ref("VDI")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_snapshot_time",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_tags",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_tags",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-operator",
            ..M::BASE
        },
        M {
            name: "get_allow_caching",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_on_boot",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Enum("on_boot"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_metadata_of_pool",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Ref("pool"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_metadata_latest",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_is_tools_iso",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_cbt_enabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "create",
            kind: K::Create,
            params: &[P { name: "args", ty: T::Record("VDI"), ..P::BASE }],
            result: T::Ref("VDI"),
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Destroy,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("VDI"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("VDI"), ..P::BASE }],
            result: T::Record("VDI"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VDI")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
