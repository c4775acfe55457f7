//! Class `PGPU`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{GpuGroup, Host, Pci, PciDom0Access, Vgpu, VgpuType};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `PGPU`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Pgpu {
    /// string, RO/runtime.
    pub uuid: String,
    /// PCI ref, RO/constructor.
    #[serde(rename = "PCI")]
    pub pci: Ref<Pci>,
    /// GPU_group ref, RO/constructor.
    #[serde(rename = "GPU_group")]
    pub gpu_group: Ref<GpuGroup>,
    /// host ref, RO/runtime.
    pub host: Ref<Host>,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
    /// VGPU_type ref set, RO/runtime.
    #[serde(rename = "supported_VGPU_types")]
    pub supported_vgpu_types: Vec<Ref<VgpuType>>,
    /// VGPU_type ref set, RO/runtime.
    #[serde(rename = "enabled_VGPU_types")]
    pub enabled_vgpu_types: Vec<Ref<VgpuType>>,
    /// VGPU ref set, RO/runtime.
    #[serde(rename = "resident_VGPUs")]
    pub resident_vgpus: Vec<Ref<Vgpu>>,
    /// (VGPU_type ref -> int) map, RO/runtime.
    #[serde(rename = "supported_VGPU_max_capacities", deserialize_with = "lenient::int_map")]
    pub supported_vgpu_max_capacities: BTreeMap<Ref<VgpuType>, i64>,
    /// enum pci_dom0_access, RO/runtime.
    pub dom0_access: PciDom0Access,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub is_system_display_device: bool,
    /// (string -> string) map, RO/runtime.
    pub compatibility_metadata: BTreeMap<String, String>,
}

impl Record for Pgpu {
    const CLASS: &'static str = "PGPU";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "PGPU",
    event_class: "pgpu",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "PCI",
            db_path: "PCI",
            ty: T::Ref("PCI"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "GPU_group",
            db_path: "GPU_group",
            ty: T::Ref("GPU_group"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "host",
            db_path: "host",
            ty: T::Ref("host"),
            default: Some("\"OpaqueRef:NULL\""),
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
            name: "supported_VGPU_types",
            db_path: "supported_VGPU_types",
            ty: T::Set(&T::Ref("VGPU_type")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "enabled_VGPU_types",
            db_path: "enabled_VGPU_types",
            ty: T::Set(&T::Ref("VGPU_type")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "resident_VGPUs",
            db_path: "resident_VGPUs",
            ty: T::Set(&T::Ref("VGPU")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "size",
            db_path: "size",
            ty: T::Int,
            default: Some("1048576"),
            qualifier: Q::RoConstructor,
            internal_only: true,
            ..F::BASE
        },
        F {
            name: "supported_VGPU_max_capacities",
            db_path: "supported_VGPU_max_capacities",
            ty: T::Map(&T::Ref("VGPU_type"), &T::Int),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "dom0_access",
            db_path: "dom0_access",
            ty: T::Enum("pci_dom0_access"),
            default: Some("\"enabled\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "is_system_display_device",
            db_path: "is_system_display_device",
            ty: T::Bool,
            default: Some("false"),
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
    ],
    messages: &[
        M {
            name: "add_enabled_VGPU_types",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("PGPU"), ..P::BASE },
                P { name: "value", ty: T::Ref("VGPU_type"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "remove_enabled_VGPU_types",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("PGPU"), ..P::BASE },
                P { name: "value", ty: T::Ref("VGPU_type"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_enabled_VGPU_types",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("PGPU"), ..P::BASE },
                P { name: "value", ty: T::Set(&T::Ref("VGPU_type")), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_GPU_group",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("PGPU"), ..P::BASE },
                P { name: "value", ty: T::Ref("GPU_group"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_remaining_capacity",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("PGPU"), ..P::BASE },
                P { name: "vgpu_type", ty: T::Ref("VGPU_type"), ..P::BASE },
            ],
            result: T::Int,
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "enable_dom0_access",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("PGPU"), ..P::BASE }],
            result: T::Enum("pci_dom0_access"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "disable_dom0_access",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("PGPU"), ..P::BASE }],
            result: T::Enum("pci_dom0_access"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("PGPU")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("PGPU")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("PGPU"), &T::Record("PGPU")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("PGPU"), &T::Record("PGPU")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PGPU"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_PCI",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PGPU"), ..P::BASE }],
            result: T::Ref("PCI"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_GPU_group",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PGPU"), ..P::BASE }],
            result: T::Ref("GPU_group"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_host",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PGPU"), ..P::BASE }],
            result: T::Ref("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PGPU"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("PGPU"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("PGPU"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("PGPU"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_supported_VGPU_types",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PGPU"), ..P::BASE }],
            result: T::Set(&T::Ref("VGPU_type")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_enabled_VGPU_types",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PGPU"), ..P::BASE }],
            result: T::Set(&T::Ref("VGPU_type")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_resident_VGPUs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PGPU"), ..P::BASE }],
            result: T::Set(&T::Ref("VGPU")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_supported_VGPU_max_capacities",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PGPU"), ..P::BASE }],
            result: T::Map(&T::Ref("VGPU_type"), &T::Int),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_dom0_access",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PGPU"), ..P::BASE }],
            result: T::Enum("pci_dom0_access"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_is_system_display_device",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PGPU"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_compatibility_metadata",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PGPU"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("PGPU"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("PGPU"), ..P::BASE }],
            result: T::Record("PGPU"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
