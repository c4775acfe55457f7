//! Class `VM_appliance`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{Vm, VmApplianceOperation};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref};

/// A record of class `VM_appliance`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct VmAppliance {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RW.
    pub name_label: String,
    /// string, RW.
    pub name_description: String,
    /// enum vm_appliance_operation set, RO/runtime.
    pub allowed_operations: Vec<VmApplianceOperation>,
    /// (string -> enum vm_appliance_operation) map, RO/runtime.
    pub current_operations: BTreeMap<String, VmApplianceOperation>,
    /// VM ref set, RO/runtime.
    #[serde(rename = "VMs")]
    pub vms: Vec<Ref<Vm>>,
}

impl Record for VmAppliance {
    const CLASS: &'static str = "VM_appliance";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "VM_appliance",
    event_class: "vm_appliance",
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
            name: "allowed_operations",
            db_path: "allowed_operations",
            ty: T::Set(&T::Enum("vm_appliance_operation")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "current_operations",
            db_path: "current_operations",
            ty: T::Map(&T::String, &T::Enum("vm_appliance_operation")),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F { name: "VMs", db_path: "VMs", ty: T::Set(&T::Ref("VM")), qualifier: Q::RoRuntime, ..F::BASE },
    ],
    messages: &[
        M {
            name: "start",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM_appliance"), ..P::BASE },
                P { name: "paused", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            errors: &["OPERATION_PARTIALLY_FAILED"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "clean_shutdown",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VM_appliance"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            errors: &["OPERATION_PARTIALLY_FAILED"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "hard_shutdown",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VM_appliance"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            errors: &["OPERATION_PARTIALLY_FAILED"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "shutdown",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VM_appliance"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            errors: &["OPERATION_PARTIALLY_FAILED"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "assert_can_be_recovered",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM_appliance"), ..P::BASE },
                P { name: "session_to", ty: T::Ref("session"), ..P::BASE },
            ],
            result: T::Void,
            role: "read-only",
            errors: &["VM_REQUIRES_SR"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_SRs_required_for_recovery",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM_appliance"), ..P::BASE },
                P { name: "session_to", ty: T::Ref("session"), ..P::BASE },
            ],
            result: T::Set(&T::Ref("SR")),
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "recover",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM_appliance"), ..P::BASE },
                P { name: "session_to", ty: T::Ref("session"), ..P::BASE },
                P { name: "force", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "read-only",
            errors: &["VM_REQUIRES_SR"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("VM_appliance")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VM_appliance")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("VM_appliance"), &T::Record("VM_appliance")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("VM_appliance"), &T::Record("VM_appliance")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_appliance"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_appliance"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_label",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM_appliance"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_appliance"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_description",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM_appliance"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_allowed_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_appliance"), ..P::BASE }],
            result: T::Set(&T::Enum("vm_appliance_operation")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_current_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_appliance"), ..P::BASE }],
            result: T::Map(&T::String, &T::Enum("vm_appliance_operation")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VMs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_appliance"), ..P::BASE }],
            result: T::Set(&T::Ref("VM")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "create",
            kind: K::Create,
            params: &[P { name: "args", ty: T::Record("VM_appliance"), ..P::BASE }],
            result: T::Ref("VM_appliance"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Destroy,
            params: &[P { name: "self", ty: T::Ref("VM_appliance"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("VM_appliance"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("VM_appliance"), ..P::BASE }],
            result: T::Record("VM_appliance"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VM_appliance")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
