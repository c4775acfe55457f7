//! Class `VGPU_type`, made from the data model by `cargo xtask codegen`: not to be edited.

use super::{GpuGroup, Pgpu, Vgpu, VgpuTypeImplementation};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `VGPU_type`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct VgpuType {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RO/constructor.
    pub vendor_name: String,
    /// string, RO/constructor.
    pub model_name: String,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub framebuffer_size: i64,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub max_heads: i64,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub max_resolution_x: i64,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub max_resolution_y: i64,
    /// PGPU ref set, RO/runtime.
    #[serde(rename = "supported_on_PGPUs")]
    pub supported_on_pgpus: Vec<Ref<Pgpu>>,
    /// PGPU ref set, RO/runtime.
    #[serde(rename = "enabled_on_PGPUs")]
    pub enabled_on_pgpus: Vec<Ref<Pgpu>>,
    /// VGPU ref set, RO/runtime.
    #[serde(rename = "VGPUs")]
    pub vgpus: Vec<Ref<Vgpu>>,
    /// GPU_group ref set, RO/runtime.
    #[serde(rename = "supported_on_GPU_groups")]
    pub supported_on_gpu_groups: Vec<Ref<GpuGroup>>,
    /// GPU_group ref set, RO/runtime.
    #[serde(rename = "enabled_on_GPU_groups")]
    pub enabled_on_gpu_groups: Vec<Ref<GpuGroup>>,
    /// enum vgpu_type_implementation, RO/constructor.
    pub implementation: VgpuTypeImplementation,
    /// string, RO/constructor.
    pub identifier: String,
    /// bool, RO/constructor.
    #[serde(deserialize_with = "lenient::boolean")]
    pub experimental: bool,
    /// VGPU_type ref set, RO/runtime.
    pub compatible_types_in_vm: Vec<Ref<VgpuType>>,
}

impl Record for VgpuType {
    const CLASS: &'static str = "VGPU_type";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "VGPU_type",
    event_class: "vgpu_type",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "vendor_name",
            db_path: "vendor_name",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "model_name",
            db_path: "model_name",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "framebuffer_size",
            db_path: "framebuffer_size",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "max_heads",
            db_path: "max_heads",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "max_resolution_x",
            db_path: "max_resolution_x",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "max_resolution_y",
            db_path: "max_resolution_y",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "size",
            db_path: "size",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoConstructor,
            internal_only: true,
            ..F::BASE
        },
        F {
            name: "supported_on_PGPUs",
            db_path: "supported_on_PGPUs",
            ty: T::Set(&T::Ref("PGPU")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "enabled_on_PGPUs",
            db_path: "enabled_on_PGPUs",
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
            name: "internal_config",
            db_path: "internal_config",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoConstructor,
            internal_only: true,
            ..F::BASE
        },
        F {
            name: "supported_on_GPU_groups",
            db_path: "supported_on_GPU_groups",
            ty: T::Set(&T::Ref("GPU_group")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "enabled_on_GPU_groups",
            db_path: "enabled_on_GPU_groups",
            ty: T::Set(&T::Ref("GPU_group")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "implementation",
            db_path: "implementation",
            ty: T::Enum("vgpu_type_implementation"),
            default: Some("\"passthrough\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "identifier",
            db_path: "identifier",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "experimental",
            db_path: "experimental",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "compatible_types_in_vm",
            db_path: "compatible_types_in_vm",
            ty: T::Set(&T::Ref("VGPU_type")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            ignore_foreign_key: true,
            ..F::BASE
        },
        F {
            name: "compatible_types_on_pgpu",
            db_path: "compatible_types_on_pgpu",
            ty: T::Set(&T::Ref("VGPU_type")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            internal_only: true,
            ignore_foreign_key: true,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("VGPU_type")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VGPU_type")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("VGPU_type"), &T::Record("VGPU_type")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("VGPU_type"), &T::Record("VGPU_type")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU_type"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_vendor_name",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU_type"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_model_name",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU_type"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_framebuffer_size",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU_type"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_max_heads",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU_type"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_max_resolution_x",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU_type"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_max_resolution_y",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU_type"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_supported_on_PGPUs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU_type"), ..P::BASE }],
            result: T::Set(&T::Ref("PGPU")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_enabled_on_PGPUs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU_type"), ..P::BASE }],
            result: T::Set(&T::Ref("PGPU")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VGPUs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU_type"), ..P::BASE }],
            result: T::Set(&T::Ref("VGPU")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_supported_on_GPU_groups",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU_type"), ..P::BASE }],
            result: T::Set(&T::Ref("GPU_group")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_enabled_on_GPU_groups",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU_type"), ..P::BASE }],
            result: T::Set(&T::Ref("GPU_group")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_implementation",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU_type"), ..P::BASE }],
            result: T::Enum("vgpu_type_implementation"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_identifier",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU_type"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_experimental",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU_type"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_compatible_types_in_vm",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VGPU_type"), ..P::BASE }],
            result: T::Set(&T::Ref("VGPU_type")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("VGPU_type"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("VGPU_type"), ..P::BASE }],
            result: T::Record("VGPU_type"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
