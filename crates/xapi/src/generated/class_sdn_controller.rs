//! Class `SDN_controller`, made from the data model by `cargo xtask codegen`: not to be edited.

use super::SdnControllerProtocol;
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, lenient};

/// A record of class `SDN_controller`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct SdnController {
    /// string, RO/runtime.
    pub uuid: String,
    /// enum sdn_controller_protocol, RO/constructor.
    pub protocol: SdnControllerProtocol,
    /// string, RO/constructor.
    pub address: String,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub port: i64,
}

impl Record for SdnController {
    const CLASS: &'static str = "SDN_controller";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "SDN_controller",
    event_class: "sdn_controller",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "protocol",
            db_path: "protocol",
            ty: T::Enum("sdn_controller_protocol"),
            default: Some("\"ssl\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "address",
            db_path: "address",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "port",
            db_path: "port",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "introduce",
            kind: K::Custom,
            params: &[
                P {
                    name: "protocol",
                    ty: T::Enum("sdn_controller_protocol"),
                    default: Some("\"ssl\""),
                    optional: true,
                },
                P { name: "address", ty: T::String, default: Some("\"\""), optional: true },
                P { name: "port", ty: T::Int, default: Some("0"), optional: true },
            ],
            result: T::Ref("SDN_controller"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "forget",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("SDN_controller"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("SDN_controller")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("SDN_controller")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("SDN_controller"), &T::Record("SDN_controller")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("SDN_controller"), &T::Record("SDN_controller")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SDN_controller"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_protocol",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SDN_controller"), ..P::BASE }],
            result: T::Enum("sdn_controller_protocol"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_address",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SDN_controller"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_port",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SDN_controller"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("SDN_controller"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("SDN_controller"), ..P::BASE }],
            result: T::Record("SDN_controller"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
