//! Class `VUSB`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{UsbGroup, Vm, VusbOperations};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `VUSB`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Vusb {
    /// string, RO/runtime.
    pub uuid: String,
    /// enum vusb_operations set, RO/runtime.
    pub allowed_operations: Vec<VusbOperations>,
    /// (string -> enum vusb_operations) map, RO/runtime.
    pub current_operations: BTreeMap<String, VusbOperations>,
    /// VM ref, RO/runtime.
    #[serde(rename = "VM")]
    pub vm: Ref<Vm>,
    /// USB_group ref, RO/runtime.
    #[serde(rename = "USB_group")]
    pub usb_group: Ref<UsbGroup>,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub currently_attached: bool,
}

impl Record for Vusb {
    const CLASS: &'static str = "VUSB";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "VUSB",
    event_class: "vusb",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "allowed_operations",
            db_path: "allowed_operations",
            ty: T::Set(&T::Enum("vusb_operations")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "current_operations",
            db_path: "current_operations",
            ty: T::Map(&T::String, &T::Enum("vusb_operations")),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F { name: "VM", db_path: "VM", ty: T::Ref("VM"), qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "USB_group",
            db_path: "USB_group",
            ty: T::Ref("USB_group"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "other_config",
            db_path: "other_config",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::Rw,
            write_role: "pool-admin",
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
    ],
    messages: &[
        M {
            name: "create",
            kind: K::Custom,
            params: &[
                P { name: "VM", ty: T::Ref("VM"), ..P::BASE },
                P { name: "USB_group", ty: T::Ref("USB_group"), ..P::BASE },
                P {
                    name: "other_config",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
            ],
            result: T::Ref("VUSB"),
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "unplug",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VUSB"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VUSB"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("VUSB")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VUSB")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("VUSB"), &T::Record("VUSB")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("VUSB"), &T::Record("VUSB")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VUSB"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_allowed_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VUSB"), ..P::BASE }],
            result: T::Set(&T::Enum("vusb_operations")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_current_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VUSB"), ..P::BASE }],
            result: T::Map(&T::String, &T::Enum("vusb_operations")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VM",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VUSB"), ..P::BASE }],
            result: T::Ref("VM"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_USB_group",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VUSB"), ..P::BASE }],
            result: T::Ref("USB_group"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VUSB"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VUSB"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "add_to_other_config",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("VUSB"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "remove_from_other_config",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("VUSB"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "get_currently_attached",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VUSB"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("VUSB"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("VUSB"), ..P::BASE }],
            result: T::Record("VUSB"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
