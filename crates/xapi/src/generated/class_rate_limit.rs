//! Class `Rate_limit`, made from the data model by `cargo xtask codegen`: not to be edited.

use super::Caller;
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `Rate_limit`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct RateLimit {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RW.
    pub name_label: String,
    /// string, RW.
    pub name_description: String,
    /// Caller ref set, RO/runtime.
    pub callers: Vec<Ref<Caller>>,
    /// float, RO/constructor.
    #[serde(deserialize_with = "lenient::float")]
    pub burst_size: f64,
    /// float, RO/constructor.
    #[serde(deserialize_with = "lenient::float")]
    pub fill_rate: f64,
}

impl Record for RateLimit {
    const CLASS: &'static str = "Rate_limit";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "Rate_limit",
    event_class: "rate_limit",
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
            write_role: "pool-admin",
            ..F::BASE
        },
        F {
            name: "name_description",
            db_path: "name__description",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::Rw,
            write_role: "pool-admin",
            ..F::BASE
        },
        F {
            name: "callers",
            db_path: "callers",
            ty: T::Set(&T::Ref("Caller")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "burst_size",
            db_path: "burst_size",
            ty: T::Float,
            default: Some("0"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "fill_rate",
            db_path: "fill_rate",
            ty: T::Float,
            default: Some("0"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "add_caller",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("Rate_limit"), ..P::BASE },
                P { name: "caller", ty: T::Ref("Caller"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "remove_caller",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("Rate_limit"), ..P::BASE },
                P { name: "caller", ty: T::Ref("Caller"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_burst_size",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("Rate_limit"), ..P::BASE },
                P { name: "value", ty: T::Float, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_fill_rate",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("Rate_limit"), ..P::BASE },
                P { name: "value", ty: T::Float, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("Rate_limit")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("Rate_limit")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("Rate_limit"), &T::Record("Rate_limit")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("Rate_limit"), &T::Record("Rate_limit")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Rate_limit"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Rate_limit"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_label",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("Rate_limit"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Rate_limit"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_description",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("Rate_limit"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "get_callers",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Rate_limit"), ..P::BASE }],
            result: T::Set(&T::Ref("Caller")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_burst_size",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Rate_limit"), ..P::BASE }],
            result: T::Float,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_fill_rate",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Rate_limit"), ..P::BASE }],
            result: T::Float,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "create",
            kind: K::Create,
            params: &[P { name: "args", ty: T::Record("Rate_limit"), ..P::BASE }],
            result: T::Ref("Rate_limit"),
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Destroy,
            params: &[P { name: "self", ty: T::Ref("Rate_limit"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("Rate_limit"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("Rate_limit"), ..P::BASE }],
            result: T::Record("Rate_limit"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("Rate_limit")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
