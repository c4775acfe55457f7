//! Class `VM_guest_metrics`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::TristateType;
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{DateTime, Record, lenient};

/// A record of class `VM_guest_metrics`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct VmGuestMetrics {
    /// string, RO/runtime.
    pub uuid: String,
    /// (string -> string) map, RO/runtime.
    pub os_version: BTreeMap<String, String>,
    /// (string -> string) map, RO/runtime.
    pub netbios_name: BTreeMap<String, String>,
    /// (string -> string) map, RO/runtime.
    #[serde(rename = "PV_drivers_version")]
    pub pv_drivers_version: BTreeMap<String, String>,
    /// bool, RO/runtime.
    #[serde(rename = "PV_drivers_up_to_date", deserialize_with = "lenient::boolean")]
    pub pv_drivers_up_to_date: bool,
    /// (string -> string) map, RO/runtime, no longer meaningful.
    pub memory: BTreeMap<String, String>,
    /// (string -> string) map, RO/runtime, no longer meaningful.
    pub disks: BTreeMap<String, String>,
    /// (string -> string) map, RO/runtime.
    pub networks: BTreeMap<String, String>,
    /// (string -> string) map, RO/runtime.
    pub other: BTreeMap<String, String>,
    /// datetime, RO/runtime.
    pub last_updated: DateTime,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub live: bool,
    /// enum tristate_type, RO/runtime.
    pub can_use_hotplug_vbd: TristateType,
    /// enum tristate_type, RO/runtime.
    pub can_use_hotplug_vif: TristateType,
    /// bool, RO/runtime.
    #[serde(rename = "PV_drivers_detected", deserialize_with = "lenient::boolean")]
    pub pv_drivers_detected: bool,
    /// (string -> string) map, RO/runtime.
    pub services: BTreeMap<String, String>,
}

impl Record for VmGuestMetrics {
    const CLASS: &'static str = "VM_guest_metrics";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "VM_guest_metrics",
    event_class: "vm_guest_metrics",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "os_version",
            db_path: "os_version",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "netbios_name",
            db_path: "netbios_name",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "PV_drivers_version",
            db_path: "PV_drivers_version",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "PV_drivers_up_to_date",
            db_path: "PV_drivers_up_to_date",
            ty: T::Bool,
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "memory",
            db_path: "memory",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            removed: true,
            ..F::BASE
        },
        F {
            name: "disks",
            db_path: "disks",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            removed: true,
            ..F::BASE
        },
        F {
            name: "networks",
            db_path: "networks",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "other",
            db_path: "other",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "last_updated",
            db_path: "last_updated",
            ty: T::DateTime,
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "other_config",
            db_path: "other_config",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "live",
            db_path: "live",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "can_use_hotplug_vbd",
            db_path: "can_use_hotplug_vbd",
            ty: T::Enum("tristate_type"),
            default: Some("\"unspecified\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "can_use_hotplug_vif",
            db_path: "can_use_hotplug_vif",
            ty: T::Enum("tristate_type"),
            default: Some("\"unspecified\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "PV_drivers_detected",
            db_path: "PV_drivers_detected",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "services",
            db_path: "services",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("VM_guest_metrics")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VM_guest_metrics")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("VM_guest_metrics"), &T::Record("VM_guest_metrics")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("VM_guest_metrics"), &T::Record("VM_guest_metrics")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_guest_metrics"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_os_version",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_guest_metrics"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_netbios_name",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_guest_metrics"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_PV_drivers_version",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_guest_metrics"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_PV_drivers_up_to_date",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_guest_metrics"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_memory",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_guest_metrics"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_disks",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_guest_metrics"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_networks",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_guest_metrics"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_guest_metrics"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_last_updated",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_guest_metrics"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_guest_metrics"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM_guest_metrics"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("VM_guest_metrics"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("VM_guest_metrics"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_live",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_guest_metrics"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_can_use_hotplug_vbd",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_guest_metrics"), ..P::BASE }],
            result: T::Enum("tristate_type"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_can_use_hotplug_vif",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_guest_metrics"), ..P::BASE }],
            result: T::Enum("tristate_type"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_PV_drivers_detected",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_guest_metrics"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_services",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM_guest_metrics"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("VM_guest_metrics"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("VM_guest_metrics"), ..P::BASE }],
            result: T::Record("VM_guest_metrics"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
