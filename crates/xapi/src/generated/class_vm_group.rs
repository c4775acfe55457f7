//! Class `VM_group`, made from the data model by `cargo xtask codegen`: not to be edited.

use super::{PlacementPolicy, Vm};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref};

/// A record of class `VM_group`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct VmGroup {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RW.
    pub name_label: String,
    /// string, RW.
    pub name_description: String,
    /// enum placement_policy, RO/constructor.
    pub placement: PlacementPolicy,
    /// VM ref set, RO/runtime.
    #[serde(rename = "VMs")]
    pub vms: Vec<Ref<Vm>>,
}

impl Record for VmGroup {
    const CLASS: &'static str = "VM_group";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "VM_group",
    event_class: "vm_group",
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
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "name_description",
            db_path: "name__description",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "placement",
            db_path: "placement",
            ty: T::Enum("placement_policy"),
            default: Some("\"normal\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F { name: "VMs", db_path: "VMs", ty: T::Set(&T::Ref("VM")), qualifier: Q::RoRuntime, ..F::BASE },
    ],
    messages: &[
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("VM_group")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VM_group")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("VM_group"), &T::Record("VM_group")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("VM_group"), &T::Record("VM_group")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_group"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_group"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_label",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM_group"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_group"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_description",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM_group"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_placement",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_group"), ..P::BASE }],
            result: T::Enum("placement_policy"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VMs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_group"), ..P::BASE }],
            result: T::Set(&T::Ref("VM")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "create",
            kind: K::Create,
            params: &[P { name: "args", ty: T::Record("VM_group"), ..P::BASE }],
            result: T::Ref("VM_group"),
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Destroy,
            params: &[P { name: "self", ty: T::Ref("VM_group"), ..P::BASE }],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("VM_group"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("VM_group"), ..P::BASE }],
            result: T::Record("VM_group"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VM_group")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
