//! Class `Host_driver`, made from the data model by `cargo xtask codegen`: not to be edited.

use super::{DriverVariant, Host};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref};

/// A record of class `Host_driver`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct HostDriver {
    /// string, RO/runtime.
    pub uuid: String,
    /// host ref, RO/constructor.
    pub host: Ref<Host>,
    /// string, RO/runtime.
    pub name: String,
    /// string, RO/runtime.
    pub friendly_name: String,
    /// Driver_variant ref set, RO/runtime.
    pub variants: Vec<Ref<DriverVariant>>,
    /// Driver_variant ref, RO/runtime.
    pub active_variant: Ref<DriverVariant>,
    /// Driver_variant ref, RO/runtime.
    pub selected_variant: Ref<DriverVariant>,
    /// string, RO/runtime.
    #[serde(rename = "type")]
    pub type_: String,
    /// string, RO/runtime.
    pub description: String,
    /// string, RO/runtime.
    pub info: String,
}

impl Record for HostDriver {
    const CLASS: &'static str = "Host_driver";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "Host_driver",
    event_class: "host_driver",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "host",
            db_path: "host",
            ty: T::Ref("host"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F { name: "name", db_path: "name", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "friendly_name",
            db_path: "friendly_name",
            ty: T::String,
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "variants",
            db_path: "variants",
            ty: T::Set(&T::Ref("Driver_variant")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "active_variant",
            db_path: "active_variant",
            ty: T::Ref("Driver_variant"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "selected_variant",
            db_path: "selected_variant",
            ty: T::Ref("Driver_variant"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F { name: "type", db_path: "type", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "description", db_path: "description", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "info", db_path: "info", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
    ],
    messages: &[
        M {
            name: "select",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("Host_driver"), ..P::BASE },
                P { name: "variant", ty: T::Ref("Driver_variant"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "deselect",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("Host_driver"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "rescan",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("Host_driver")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("Host_driver")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("Host_driver"), &T::Record("Host_driver")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("Host_driver"), &T::Record("Host_driver")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Host_driver"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_host",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Host_driver"), ..P::BASE }],
            result: T::Ref("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Host_driver"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_friendly_name",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Host_driver"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_variants",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Host_driver"), ..P::BASE }],
            result: T::Set(&T::Ref("Driver_variant")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_active_variant",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Host_driver"), ..P::BASE }],
            result: T::Ref("Driver_variant"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_selected_variant",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Host_driver"), ..P::BASE }],
            result: T::Ref("Driver_variant"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_type",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Host_driver"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Host_driver"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_info",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Host_driver"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("Host_driver"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("Host_driver"), ..P::BASE }],
            result: T::Record("Host_driver"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
