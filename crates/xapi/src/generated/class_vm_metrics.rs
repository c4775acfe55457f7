//! Class `VM_metrics`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::DomainType;
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{DateTime, Record, lenient};

/// A record of class `VM_metrics`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct VmMetrics {
    /// string, RO/runtime.
    pub uuid: String,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub memory_actual: i64,
    /// int, RO/runtime.
    #[serde(rename = "VCPUs_number", deserialize_with = "lenient::int")]
    pub vcpus_number: i64,
    /// (int -> float) map, RO/runtime, no longer meaningful.
    #[serde(rename = "VCPUs_utilisation", deserialize_with = "lenient::float_map")]
    pub vcpus_utilisation: BTreeMap<i64, f64>,
    /// (int -> int) map, RO/runtime.
    #[serde(rename = "VCPUs_CPU", deserialize_with = "lenient::int_map")]
    pub vcpus_cpu: BTreeMap<i64, i64>,
    /// (string -> string) map, RO/runtime.
    #[serde(rename = "VCPUs_params")]
    pub vcpus_params: BTreeMap<String, String>,
    /// (int -> string set) map, RO/runtime.
    #[serde(rename = "VCPUs_flags")]
    pub vcpus_flags: BTreeMap<i64, Vec<String>>,
    /// string set, RO/runtime.
    pub state: Vec<String>,
    /// datetime, RO/runtime.
    pub start_time: DateTime,
    /// datetime, RO/runtime.
    pub install_time: DateTime,
    /// datetime, RO/runtime.
    pub last_updated: DateTime,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub hvm: bool,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub nested_virt: bool,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub nomigrate: bool,
    /// enum domain_type, RO/runtime.
    pub current_domain_type: DomainType,
    /// bool, RO/constructor.
    #[serde(deserialize_with = "lenient::boolean")]
    pub numa_optimised: bool,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub numa_nodes: i64,
    /// (int -> int) map, RO/runtime.
    #[serde(deserialize_with = "lenient::int_map")]
    pub numa_node_memory: BTreeMap<i64, i64>,
}

impl Record for VmMetrics {
    const CLASS: &'static str = "VM_metrics";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "VM_metrics",
    event_class: "vm_metrics",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "memory_actual",
            db_path: "memory__actual",
            ty: T::Int,
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F { name: "VCPUs_number", db_path: "VCPUs__number", ty: T::Int, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "VCPUs_utilisation",
            db_path: "VCPUs__utilisation",
            ty: T::Map(&T::Int, &T::Float),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            persist: false,
            removed: true,
            ..F::BASE
        },
        F {
            name: "VCPUs_CPU",
            db_path: "VCPUs__CPU",
            ty: T::Map(&T::Int, &T::Int),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "VCPUs_params",
            db_path: "VCPUs__params",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "VCPUs_flags",
            db_path: "VCPUs__flags",
            ty: T::Map(&T::Int, &T::Set(&T::String)),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "state",
            db_path: "state",
            ty: T::Set(&T::String),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F { name: "start_time", db_path: "start_time", ty: T::DateTime, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "install_time",
            db_path: "install_time",
            ty: T::DateTime,
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "last_updated",
            db_path: "last_updated",
            ty: T::DateTime,
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "other_config",
            db_path: "other_config",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::Rw,
            persist: false,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "hvm",
            db_path: "hvm",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "nested_virt",
            db_path: "nested_virt",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "nomigrate",
            db_path: "nomigrate",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "current_domain_type",
            db_path: "current_domain_type",
            ty: T::Enum("domain_type"),
            default: Some("\"unspecified\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "numa_optimised",
            db_path: "numa_optimised",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "numa_nodes",
            db_path: "numa_nodes",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "numa_node_memory",
            db_path: "numa_node_memory",
            ty: T::Map(&T::Int, &T::Int),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("VM_metrics")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VM_metrics")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("VM_metrics"), &T::Record("VM_metrics")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("VM_metrics"), &T::Record("VM_metrics")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_memory_actual",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VCPUs_number",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VCPUs_utilisation",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE }],
            result: T::Map(&T::Int, &T::Float),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_VCPUs_CPU",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE }],
            result: T::Map(&T::Int, &T::Int),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VCPUs_params",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VCPUs_flags",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE }],
            result: T::Map(&T::Int, &T::Set(&T::String)),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_state",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_start_time",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_install_time",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_last_updated",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_hvm",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_nested_virt",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_nomigrate",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_current_domain_type",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE }],
            result: T::Enum("domain_type"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_numa_optimised",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_numa_nodes",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_numa_node_memory",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE }],
            result: T::Map(&T::Int, &T::Int),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("VM_metrics"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("VM_metrics"), ..P::BASE }],
            result: T::Record("VM_metrics"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
