//! Class `VGPU`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{GpuGroup, Pci, Pgpu, VgpuType, Vm};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `VGPU`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Vgpu {
    /// string, RO/runtime.
    pub uuid: String,
    /// VM ref, RO/runtime.
    #[serde(rename = "VM")]
    pub vm: Ref<Vm>,
    /// GPU_group ref, RO/runtime.
    #[serde(rename = "GPU_group")]
    pub gpu_group: Ref<GpuGroup>,
    /// string, RO/runtime.
    pub device: String,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub currently_attached: bool,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
    /// VGPU_type ref, RO/runtime.
    #[serde(rename = "type")]
    pub type_: Ref<VgpuType>,
    /// PGPU ref, RO/runtime.
    pub resident_on: Ref<Pgpu>,
    /// PGPU ref, RO/runtime.
    pub scheduled_to_be_resident_on: Ref<Pgpu>,
    /// (string -> string) map, RO/runtime.
    pub compatibility_metadata: BTreeMap<String, String>,
    /// string, RW.
    pub extra_args: String,
    /// PCI ref, RO/runtime.
    #[serde(rename = "PCI")]
    pub pci: Ref<Pci>,
}

impl Record for Vgpu {
    const CLASS: &'static str = "VGPU";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "VGPU",
    event_class: "vgpu",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "VM", db_path: "VM", ty: T::Ref("VM"), qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "GPU_group",
            db_path: "GPU_group",
            ty: T::Ref("GPU_group"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "device",
            db_path: "device",
            ty: T::String,
            default: Some("\"0\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "currently_attached",
            db_path: "currently_attached",
            ty: T::Bool,
            default: Some("false"),
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
            name: "type",
            db_path: "type",
            ty: T::Ref("VGPU_type"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "resident_on",
            db_path: "resident_on",
            ty: T::Ref("PGPU"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "scheduled_to_be_resident_on",
            db_path: "scheduled_to_be_resident_on",
            ty: T::Ref("PGPU"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "compatibility_metadata",
            db_path: "compatibility_metadata",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "extra_args",
            db_path: "extra_args",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "PCI",
            db_path: "PCI",
            ty: T::Ref("PCI"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "create",
            kind: K::Custom,
            params: &[
                P { name: "VM", ty: T::Ref("VM"), ..P::BASE },
                P { name: "GPU_group", ty: T::Ref("GPU_group"), ..P::BASE },
                P { name: "device", ty: T::String, default: Some("\"0\""), optional: true },
                P {
                    name: "other_config",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
                P {
                    name: "type",
                    ty: T::Ref("VGPU_type"),
                    default: Some("\"OpaqueRef:NULL\""),
                    optional: true,
                },
            ],
            result: T::Ref("VGPU"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VGPU"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "atomic_set_resident_on",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VGPU"), ..P::BASE },
                P { name: "value", ty: T::Ref("PGPU"), ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("VGPU")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VGPU")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("VGPU"), &T::Record("VGPU")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("VGPU"), &T::Record("VGPU")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VM",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU"), ..P::BASE }],
            result: T::Ref("VM"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_GPU_group",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU"), ..P::BASE }],
            result: T::Ref("GPU_group"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_device",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_currently_attached",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VGPU"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("VGPU"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("VGPU"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_type",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU"), ..P::BASE }],
            result: T::Ref("VGPU_type"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_resident_on",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU"), ..P::BASE }],
            result: T::Ref("PGPU"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_scheduled_to_be_resident_on",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU"), ..P::BASE }],
            result: T::Ref("PGPU"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_compatibility_metadata",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_extra_args",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_extra_args",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VGPU"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_PCI",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU"), ..P::BASE }],
            result: T::Ref("PCI"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("VGPU"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("VGPU"), ..P::BASE }],
            result: T::Record("VGPU"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
