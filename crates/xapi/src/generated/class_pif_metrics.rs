//! Class `PIF_metrics`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{DateTime, Record, lenient};

/// A record of class `PIF_metrics`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct PifMetrics {
    /// string, RO/runtime.
    pub uuid: String,
    /// float, RO/runtime, no longer meaningful.
    #[serde(deserialize_with = "lenient::float")]
    pub io_read_kbs: f64,
    /// float, RO/runtime, no longer meaningful.
    #[serde(deserialize_with = "lenient::float")]
    pub io_write_kbs: f64,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub carrier: bool,
    /// string, RO/runtime.
    pub vendor_id: String,
    /// string, RO/runtime.
    pub vendor_name: String,
    /// string, RO/runtime.
    pub device_id: String,
    /// string, RO/runtime.
    pub device_name: String,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub speed: i64,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub duplex: bool,
    /// string, RO/runtime.
    pub pci_bus_path: String,
    /// datetime, RO/runtime.
    pub last_updated: DateTime,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
}

impl Record for PifMetrics {
    const CLASS: &'static str = "PIF_metrics";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "PIF_metrics",
    event_class: "pif_metrics",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "io_read_kbs",
            db_path: "io__read_kbs",
            ty: T::Float,
            default: Some("0"),
            qualifier: Q::RoRuntime,
            persist: false,
            removed: true,
            ..F::BASE
        },
        F {
            name: "io_write_kbs",
            db_path: "io__write_kbs",
            ty: T::Float,
            default: Some("0"),
            qualifier: Q::RoRuntime,
            persist: false,
            removed: true,
            ..F::BASE
        },
        F { name: "carrier", db_path: "carrier", ty: T::Bool, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "vendor_id", db_path: "vendor_id", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "vendor_name", db_path: "vendor_name", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "device_id", db_path: "device_id", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "device_name", db_path: "device_name", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "speed", db_path: "speed", ty: T::Int, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "duplex", db_path: "duplex", ty: T::Bool, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "pci_bus_path",
            db_path: "pci_bus_path",
            ty: T::String,
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
            write_role: "pool-operator",
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("PIF_metrics")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("PIF_metrics")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("PIF_metrics"), &T::Record("PIF_metrics")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("PIF_metrics"), &T::Record("PIF_metrics")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF_metrics"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_io_read_kbs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF_metrics"), ..P::BASE }],
            result: T::Float,
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_io_write_kbs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF_metrics"), ..P::BASE }],
            result: T::Float,
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_carrier",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF_metrics"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_vendor_id",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF_metrics"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_vendor_name",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF_metrics"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_device_id",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF_metrics"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_device_name",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF_metrics"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_speed",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF_metrics"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_duplex",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF_metrics"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_pci_bus_path",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF_metrics"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_last_updated",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF_metrics"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF_metrics"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("PIF_metrics"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("PIF_metrics"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("PIF_metrics"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("PIF_metrics"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("PIF_metrics"), ..P::BASE }],
            result: T::Record("PIF_metrics"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
