//! Class `VBD`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{VbdMetrics, VbdMode, VbdOperations, VbdType, Vdi, Vm};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `VBD`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Vbd {
    /// string, RO/runtime.
    pub uuid: String,
    /// enum vbd_operations set, RO/runtime.
    pub allowed_operations: Vec<VbdOperations>,
    /// (string -> enum vbd_operations) map, RO/runtime.
    pub current_operations: BTreeMap<String, VbdOperations>,
    /// VM ref, RO/constructor.
    #[serde(rename = "VM")]
    pub vm: Ref<Vm>,
    /// VDI ref, RO/constructor.
    #[serde(rename = "VDI")]
    pub vdi: Ref<Vdi>,
    /// string, RO/constructor.
    pub device: String,
    /// string, RW.
    pub userdevice: String,
    /// bool, RW.
    #[serde(deserialize_with = "lenient::boolean")]
    pub bootable: bool,
    /// enum vbd_mode, RO/constructor.
    pub mode: VbdMode,
    /// enum vbd_type, RW.
    #[serde(rename = "type")]
    pub type_: VbdType,
    /// bool, RW.
    #[serde(deserialize_with = "lenient::boolean")]
    pub unpluggable: bool,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub storage_lock: bool,
    /// bool, RO/constructor.
    #[serde(deserialize_with = "lenient::boolean")]
    pub empty: bool,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
    /// bool, RO/constructor.
    #[serde(deserialize_with = "lenient::boolean")]
    pub currently_attached: bool,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub status_code: i64,
    /// string, RO/runtime.
    pub status_detail: String,
    /// (string -> string) map, RO/runtime.
    pub runtime_properties: BTreeMap<String, String>,
    /// string, RW.
    pub qos_algorithm_type: String,
    /// (string -> string) map, RW.
    pub qos_algorithm_params: BTreeMap<String, String>,
    /// string set, RO/runtime.
    pub qos_supported_algorithms: Vec<String>,
    /// VBD_metrics ref, RO/runtime, no longer meaningful.
    pub metrics: Ref<VbdMetrics>,
}

impl Record for Vbd {
    const CLASS: &'static str = "VBD";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "VBD",
    event_class: "vbd",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: true,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "allowed_operations",
            db_path: "allowed_operations",
            ty: T::Set(&T::Enum("vbd_operations")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "current_operations",
            db_path: "current_operations",
            ty: T::Map(&T::String, &T::Enum("vbd_operations")),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F { name: "VM", db_path: "VM", ty: T::Ref("VM"), qualifier: Q::RoConstructor, ..F::BASE },
        F { name: "VDI", db_path: "VDI", ty: T::Ref("VDI"), qualifier: Q::RoConstructor, ..F::BASE },
        F {
            name: "device",
            db_path: "device",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "userdevice",
            db_path: "userdevice",
            ty: T::String,
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "bootable",
            db_path: "bootable",
            ty: T::Bool,
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F { name: "mode", db_path: "mode", ty: T::Enum("vbd_mode"), qualifier: Q::RoConstructor, ..F::BASE },
        F {
            name: "type",
            db_path: "type",
            ty: T::Enum("vbd_type"),
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "unpluggable",
            db_path: "unpluggable",
            ty: T::Bool,
            default: Some("true"),
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F { name: "storage_lock", db_path: "storage_lock", ty: T::Bool, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "empty", db_path: "empty", ty: T::Bool, qualifier: Q::RoConstructor, ..F::BASE },
        F {
            name: "reserved",
            db_path: "reserved",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            internal_only: true,
            ..F::BASE
        },
        F {
            name: "other_config",
            db_path: "other_config",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "currently_attached",
            db_path: "currently_attached",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F { name: "status_code", db_path: "status_code", ty: T::Int, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "status_detail",
            db_path: "status_detail",
            ty: T::String,
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "runtime_properties",
            db_path: "runtime_properties",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "qos_algorithm_type",
            db_path: "qos__algorithm_type",
            ty: T::String,
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "qos_algorithm_params",
            db_path: "qos__algorithm_params",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "qos_supported_algorithms",
            db_path: "qos__supported_algorithms",
            ty: T::Set(&T::String),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "metrics",
            db_path: "metrics",
            ty: T::Ref("VBD_metrics"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            removed: true,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "eject",
            kind: K::Custom,
            params: &[P { name: "vbd", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Void,
            role: "vm-operator",
            errors: &["VBD_NOT_REMOVABLE_MEDIA", "VBD_IS_EMPTY"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "insert",
            kind: K::Custom,
            params: &[
                P { name: "vbd", ty: T::Ref("VBD"), ..P::BASE },
                P { name: "vdi", ty: T::Ref("VDI"), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-operator",
            errors: &["VBD_NOT_REMOVABLE_MEDIA", "VBD_NOT_EMPTY"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "plug",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "unplug",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Void,
            role: "vm-admin",
            errors: &["DEVICE_DETACH_REJECTED", "DEVICE_ALREADY_DETACHED"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "unplug_force",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "unplug_force_no_safety_check",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "assert_attachable",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "pause",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::String,
            role: "vm-admin",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "unpause",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VBD"), ..P::BASE },
                P { name: "token", ty: T::String, default: Some("\"\""), optional: true },
            ],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "set_mode",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VBD"), ..P::BASE },
                P { name: "value", ty: T::Enum("vbd_mode"), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("VBD")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VBD")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("VBD"), &T::Record("VBD")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("VBD"), &T::Record("VBD")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_allowed_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Set(&T::Enum("vbd_operations")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_current_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Map(&T::String, &T::Enum("vbd_operations")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VM",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Ref("VM"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VDI",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Ref("VDI"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_device",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_userdevice",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_userdevice",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VBD"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_bootable",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_bootable",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VBD"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_mode",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Enum("vbd_mode"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_type",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Enum("vbd_type"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_type",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VBD"), ..P::BASE },
                P { name: "value", ty: T::Enum("vbd_type"), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_unpluggable",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_unpluggable",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VBD"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_storage_lock",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_empty",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VBD"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("VBD"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "remove_from_other_config",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("VBD"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_currently_attached",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_status_code",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_status_detail",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_runtime_properties",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_qos_algorithm_type",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_qos_algorithm_type",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VBD"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_qos_algorithm_params",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_qos_algorithm_params",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VBD"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "add_to_qos_algorithm_params",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("VBD"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "remove_from_qos_algorithm_params",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("VBD"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_qos_supported_algorithms",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_metrics",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Ref("VBD_metrics"),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "create",
            kind: K::Create,
            params: &[P { name: "args", ty: T::Record("VBD"), ..P::BASE }],
            result: T::Ref("VBD"),
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Destroy,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("VBD"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("VBD"), ..P::BASE }],
            result: T::Record("VBD"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
