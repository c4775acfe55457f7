//! Class `PUSB`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{Host, UsbGroup};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `PUSB`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Pusb {
    /// string, RO/runtime.
    pub uuid: String,
    /// USB_group ref, RO/constructor.
    #[serde(rename = "USB_group")]
    pub usb_group: Ref<UsbGroup>,
    /// host ref, RO/constructor.
    pub host: Ref<Host>,
    /// string, RO/constructor.
    pub path: String,
    /// string, RO/constructor.
    pub vendor_id: String,
    /// string, RO/constructor.
    pub vendor_desc: String,
    /// string, RO/constructor.
    pub product_id: String,
    /// string, RO/constructor.
    pub product_desc: String,
    /// string, RO/constructor.
    pub serial: String,
    /// string, RO/constructor.
    pub version: String,
    /// string, RO/constructor.
    pub description: String,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub passthrough_enabled: bool,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
    /// float, RO/constructor.
    #[serde(deserialize_with = "lenient::float")]
    pub speed: f64,
}

impl Record for Pusb {
    const CLASS: &'static str = "PUSB";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "PUSB",
    event_class: "pusb",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "USB_group",
            db_path: "USB_group",
            ty: T::Ref("USB_group"),
            default: Some("\"OpaqueRef:NULL\""),
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
            name: "path",
            db_path: "path",
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
            name: "vendor_desc",
            db_path: "vendor_desc",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "product_id",
            db_path: "product_id",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "product_desc",
            db_path: "product_desc",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "serial",
            db_path: "serial",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "version",
            db_path: "version",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "description",
            db_path: "description",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "passthrough_enabled",
            db_path: "passthrough_enabled",
            ty: T::Bool,
            default: Some("false"),
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
            name: "speed",
            db_path: "speed",
            ty: T::Float,
            default: Some("-1"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "scan",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_passthrough_enabled",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("PUSB"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("PUSB")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("PUSB")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("PUSB"), &T::Record("PUSB")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("PUSB"), &T::Record("PUSB")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PUSB"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_USB_group",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PUSB"), ..P::BASE }],
            result: T::Ref("USB_group"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_host",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PUSB"), ..P::BASE }],
            result: T::Ref("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_path",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PUSB"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_vendor_id",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PUSB"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_vendor_desc",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PUSB"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_product_id",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PUSB"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_product_desc",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PUSB"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_serial",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PUSB"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_version",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PUSB"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PUSB"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_passthrough_enabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PUSB"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PUSB"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("PUSB"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("PUSB"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("PUSB"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "get_speed",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PUSB"), ..P::BASE }],
            result: T::Float,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("PUSB"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("PUSB"), ..P::BASE }],
            result: T::Record("PUSB"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
