//! Class `GPU_group`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{AllocationAlgorithm, Pgpu, Vgpu, VgpuType};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref};

/// A record of class `GPU_group`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct GpuGroup {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RW.
    pub name_label: String,
    /// string, RW.
    pub name_description: String,
    /// PGPU ref set, RO/runtime.
    #[serde(rename = "PGPUs")]
    pub pgpus: Vec<Ref<Pgpu>>,
    /// VGPU ref set, RO/runtime.
    #[serde(rename = "VGPUs")]
    pub vgpus: Vec<Ref<Vgpu>>,
    /// string set, RO/runtime.
    #[serde(rename = "GPU_types")]
    pub gpu_types: Vec<String>,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
    /// enum allocation_algorithm, RW.
    pub allocation_algorithm: AllocationAlgorithm,
    /// VGPU_type ref set, RO/runtime.
    #[serde(rename = "supported_VGPU_types")]
    pub supported_vgpu_types: Vec<Ref<VgpuType>>,
    /// VGPU_type ref set, RO/runtime.
    #[serde(rename = "enabled_VGPU_types")]
    pub enabled_vgpu_types: Vec<Ref<VgpuType>>,
}

impl Record for GpuGroup {
    const CLASS: &'static str = "GPU_group";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "GPU_group",
    event_class: "gpu_group",
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
            name: "PGPUs",
            db_path: "PGPUs",
            ty: T::Set(&T::Ref("PGPU")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "VGPUs",
            db_path: "VGPUs",
            ty: T::Set(&T::Ref("VGPU")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "GPU_types",
            db_path: "GPU_types",
            ty: T::Set(&T::String),
            default: Some("[]"),
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
            name: "allocation_algorithm",
            db_path: "allocation_algorithm",
            ty: T::Enum("allocation_algorithm"),
            default: Some("\"depth_first\""),
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
    ],
    messages: &[
        M {
            name: "create",
            kind: K::Custom,
            params: &[
                P { name: "name_label", ty: T::String, default: Some("\"\""), optional: true },
                P { name: "name_description", ty: T::String, default: Some("\"\""), optional: true },
                P {
                    name: "other_config",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
            ],
            result: T::Ref("GPU_group"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "update_enabled_VGPU_types",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "update_supported_VGPU_types",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_remaining_capacity",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE },
                P { name: "vgpu_type", ty: T::Ref("VGPU_type"), ..P::BASE },
            ],
            result: T::Int,
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("GPU_group")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("GPU_group")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("GPU_group"), &T::Record("GPU_group")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("GPU_group"), &T::Record("GPU_group")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_label",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_description",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_PGPUs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE }],
            result: T::Set(&T::Ref("PGPU")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VGPUs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE }],
            result: T::Set(&T::Ref("VGPU")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_GPU_types",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_allocation_algorithm",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE }],
            result: T::Enum("allocation_algorithm"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_allocation_algorithm",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE },
                P { name: "value", ty: T::Enum("allocation_algorithm"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_supported_VGPU_types",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE }],
            result: T::Set(&T::Ref("VGPU_type")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_enabled_VGPU_types",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE }],
            result: T::Set(&T::Ref("VGPU_type")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("GPU_group"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("GPU_group"), ..P::BASE }],
            result: T::Record("GPU_group"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("GPU_group")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
