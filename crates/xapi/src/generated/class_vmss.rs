//! Class `VMSS`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{Vm, VmssFrequency, VmssType};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{DateTime, Record, Ref, lenient};

/// A record of class `VMSS`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Vmss {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RW.
    pub name_label: String,
    /// string, RW.
    pub name_description: String,
    /// bool, RW.
    #[serde(deserialize_with = "lenient::boolean")]
    pub enabled: bool,
    /// enum vmss_type, RO/constructor.
    #[serde(rename = "type")]
    pub type_: VmssType,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub retained_snapshots: i64,
    /// enum vmss_frequency, RO/constructor.
    pub frequency: VmssFrequency,
    /// (string -> string) map, RO/constructor.
    pub schedule: BTreeMap<String, String>,
    /// datetime, RO/runtime.
    pub last_run_time: DateTime,
    /// VM ref set, RO/runtime.
    #[serde(rename = "VMs")]
    pub vms: Vec<Ref<Vm>>,
}

impl Record for Vmss {
    const CLASS: &'static str = "VMSS";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "VMSS",
    event_class: "vmss",
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
            name: "enabled",
            db_path: "enabled",
            ty: T::Bool,
            default: Some("true"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F { name: "type", db_path: "type", ty: T::Enum("vmss_type"), qualifier: Q::RoConstructor, ..F::BASE },
        F {
            name: "retained_snapshots",
            db_path: "retained_snapshots",
            ty: T::Int,
            default: Some("7"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "frequency",
            db_path: "frequency",
            ty: T::Enum("vmss_frequency"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "schedule",
            db_path: "schedule",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "last_run_time",
            db_path: "last_run_time",
            ty: T::DateTime,
            default: Some("\"19700101T00:00:00Z\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F { name: "VMs", db_path: "VMs", ty: T::Set(&T::Ref("VM")), qualifier: Q::RoRuntime, ..F::BASE },
    ],
    messages: &[
        M {
            name: "snapshot_now",
            kind: K::Custom,
            params: &[P { name: "vmss", ty: T::Ref("VMSS"), ..P::BASE }],
            result: T::String,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "set_retained_snapshots",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMSS"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "set_frequency",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMSS"), ..P::BASE },
                P { name: "value", ty: T::Enum("vmss_frequency"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "set_schedule",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMSS"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "add_to_schedule",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMSS"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "remove_from_schedule",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMSS"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "set_last_run_time",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMSS"), ..P::BASE },
                P { name: "value", ty: T::DateTime, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            ..M::BASE
        },
        M {
            name: "set_type",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMSS"), ..P::BASE },
                P { name: "value", ty: T::Enum("vmss_type"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("VMSS")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VMSS")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("VMSS"), &T::Record("VMSS")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("VMSS"), &T::Record("VMSS")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMSS"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMSS"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_label",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VMSS"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMSS"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_description",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VMSS"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_enabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMSS"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_enabled",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VMSS"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_type",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMSS"), ..P::BASE }],
            result: T::Enum("vmss_type"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_retained_snapshots",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMSS"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_frequency",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMSS"), ..P::BASE }],
            result: T::Enum("vmss_frequency"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_schedule",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMSS"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_last_run_time",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMSS"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VMs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMSS"), ..P::BASE }],
            result: T::Set(&T::Ref("VM")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "create",
            kind: K::Create,
            params: &[P { name: "args", ty: T::Record("VMSS"), ..P::BASE }],
            result: T::Ref("VMSS"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Destroy,
            params: &[P { name: "self", ty: T::Ref("VMSS"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("VMSS"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("VMSS"), ..P::BASE }],
            result: T::Record("VMSS"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VMSS")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
