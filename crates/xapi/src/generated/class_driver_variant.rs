//! Class `Driver_variant`, made from the data model by `cargo xtask codegen`: not to be edited.

use super::HostDriver;
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `Driver_variant`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct DriverVariant {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RO/runtime.
    pub name: String,
    /// Host_driver ref, RO/runtime.
    pub driver: Ref<HostDriver>,
    /// string, RO/runtime.
    pub version: String,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub hardware_present: bool,
    /// float, RO/runtime.
    #[serde(deserialize_with = "lenient::float")]
    pub priority: f64,
    /// string, RO/runtime.
    pub status: String,
}

impl Record for DriverVariant {
    const CLASS: &'static str = "Driver_variant";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "Driver_variant",
    event_class: "driver_variant",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "name", db_path: "name", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "driver",
            db_path: "driver",
            ty: T::Ref("Host_driver"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F { name: "version", db_path: "version", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "hardware_present",
            db_path: "hardware_present",
            ty: T::Bool,
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F { name: "priority", db_path: "priority", ty: T::Float, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "status", db_path: "status", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
    ],
    messages: &[
        M {
            name: "select",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("Driver_variant"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("Driver_variant")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("Driver_variant")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("Driver_variant"), &T::Record("Driver_variant")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("Driver_variant"), &T::Record("Driver_variant")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Driver_variant"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Driver_variant"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_driver",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Driver_variant"), ..P::BASE }],
            result: T::Ref("Host_driver"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_version",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Driver_variant"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_hardware_present",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Driver_variant"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_priority",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Driver_variant"), ..P::BASE }],
            result: T::Float,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_status",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Driver_variant"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("Driver_variant"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("Driver_variant"), ..P::BASE }],
            result: T::Record("Driver_variant"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
