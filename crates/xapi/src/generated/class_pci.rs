//! Class `PCI`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::Host;
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref};

/// A record of class `PCI`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Pci {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RO/constructor.
    pub class_id: String,
    /// string, RO/constructor.
    pub class_name: String,
    /// string, RO/constructor.
    pub vendor_id: String,
    /// string, RO/constructor.
    pub vendor_name: String,
    /// string, RO/constructor.
    pub device_id: String,
    /// string, RO/constructor.
    pub device_name: String,
    /// host ref, RO/constructor.
    pub host: Ref<Host>,
    /// string, RO/constructor.
    pub pci_id: String,
    /// PCI ref set, RO/runtime.
    pub dependencies: Vec<Ref<Pci>>,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
    /// string, RO/constructor.
    pub subsystem_vendor_id: String,
    /// string, RO/constructor.
    pub subsystem_vendor_name: String,
    /// string, RO/constructor.
    pub subsystem_device_id: String,
    /// string, RO/constructor.
    pub subsystem_device_name: String,
    /// string, RO/constructor.
    pub driver_name: String,
}

impl Record for Pci {
    const CLASS: &'static str = "PCI";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "PCI",
    event_class: "pci",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "class_id",
            db_path: "class_id",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "class_name",
            db_path: "class_name",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "vendor_id",
            db_path: "vendor_id",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "vendor_name",
            db_path: "vendor_name",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "device_id",
            db_path: "device_id",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "device_name",
            db_path: "device_name",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "host",
            db_path: "host",
            ty: T::Ref("host"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "pci_id",
            db_path: "pci_id",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "functions",
            db_path: "functions",
            ty: T::Int,
            default: Some("1"),
            qualifier: Q::RoRuntime,
            internal_only: true,
            ..F::BASE
        },
        F {
            name: "virtual_functions",
            db_path: "virtual_functions",
            ty: T::Set(&T::Ref("PCI")),
            qualifier: Q::RoRuntime,
            internal_only: true,
            ..F::BASE
        },
        F {
            name: "physical_function",
            db_path: "physical_function",
            ty: T::Ref("PCI"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            internal_only: true,
            ..F::BASE
        },
        F {
            name: "attached_VMs",
            db_path: "attached_VMs",
            ty: T::Set(&T::Ref("VM")),
            qualifier: Q::RoRuntime,
            internal_only: true,
            ..F::BASE
        },
        F {
            name: "dependencies",
            db_path: "dependencies",
            ty: T::Set(&T::Ref("PCI")),
            qualifier: Q::RoRuntime,
            ignore_foreign_key: true,
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
            name: "subsystem_vendor_id",
            db_path: "subsystem_vendor_id",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "subsystem_vendor_name",
            db_path: "subsystem_vendor_name",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "subsystem_device_id",
            db_path: "subsystem_device_id",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "subsystem_device_name",
            db_path: "subsystem_device_name",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "scheduled_to_be_attached_to",
            db_path: "scheduled_to_be_attached_to",
            ty: T::Ref("VM"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            internal_only: true,
            ..F::BASE
        },
        F {
            name: "driver_name",
            db_path: "driver_name",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "disable_dom0_access",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("PCI"), ..P::BASE }],
            result: T::Enum("pci_dom0_access"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "enable_dom0_access",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("PCI"), ..P::BASE }],
            result: T::Enum("pci_dom0_access"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_dom0_access_status",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("PCI"), ..P::BASE }],
            result: T::Enum("pci_dom0_access"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("PCI")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("PCI")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("PCI"), &T::Record("PCI")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("PCI"), &T::Record("PCI")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PCI"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_class_id",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PCI"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_class_name",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PCI"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_vendor_id",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PCI"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_vendor_name",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PCI"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_device_id",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PCI"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_device_name",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PCI"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_host",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PCI"), ..P::BASE }],
            result: T::Ref("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_pci_id",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PCI"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_dependencies",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PCI"), ..P::BASE }],
            result: T::Set(&T::Ref("PCI")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PCI"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("PCI"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("PCI"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("PCI"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_subsystem_vendor_id",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PCI"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_subsystem_vendor_name",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PCI"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_subsystem_device_id",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PCI"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_subsystem_device_name",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PCI"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_driver_name",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PCI"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("PCI"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("PCI"), ..P::BASE }],
            result: T::Record("PCI"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
