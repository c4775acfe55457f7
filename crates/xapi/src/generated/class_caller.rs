//! Class `Caller`, made from the data model by `cargo xtask codegen`: not to be edited.

use super::RateLimit;
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{DateTime, Record, Ref, lenient};

/// A record of class `Caller`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Caller {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RW.
    pub name_label: String,
    /// string, RW.
    pub name_description: String,
    /// string, RO/constructor.
    pub user_agent: String,
    /// string, RO/constructor.
    pub client_ip: String,
    /// datetime, RO/runtime.
    pub last_access: DateTime,
    /// string set, RO/runtime.
    pub groups: Vec<String>,
    /// Rate_limit ref, RO/runtime.
    pub rate_limit: Ref<RateLimit>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub auto_registered: bool,
}

impl Record for Caller {
    const CLASS: &'static str = "Caller";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "Caller",
    event_class: "caller",
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
            name: "user_agent",
            db_path: "user_agent",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "client_ip",
            db_path: "client_ip",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "last_access",
            db_path: "last_access",
            ty: T::DateTime,
            default: Some("\"19700101T00:00:00Z\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "groups",
            db_path: "groups",
            ty: T::Set(&T::String),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "rate_limit",
            db_path: "rate_limit",
            ty: T::Ref("Rate_limit"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "auto_registered",
            db_path: "auto_registered",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "add_group",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("Caller"), ..P::BASE },
                P { name: "group", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "remove_group",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("Caller"), ..P::BASE },
                P { name: "group", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "query_token_usage",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("Caller"), ..P::BASE }],
            result: T::Float,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "query_call_count",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("Caller"), ..P::BASE }],
            result: T::Int,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "query_group_token_usage",
            kind: K::Custom,
            params: &[P { name: "group", ty: T::String, ..P::BASE }],
            result: T::Float,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "query_group_call_count",
            kind: K::Custom,
            params: &[P { name: "group", ty: T::String, ..P::BASE }],
            result: T::Int,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "query_all_usage",
            kind: K::Custom,
            result: T::Set(&T::Set(&T::String)),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("Caller")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("Caller")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("Caller"), &T::Record("Caller")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("Caller"), &T::Record("Caller")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Caller"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Caller"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_label",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("Caller"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Caller"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_description",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("Caller"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "get_user_agent",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Caller"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_client_ip",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Caller"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_last_access",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Caller"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_groups",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Caller"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_rate_limit",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Caller"), ..P::BASE }],
            result: T::Ref("Rate_limit"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_auto_registered",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Caller"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "create",
            kind: K::Create,
            params: &[P { name: "args", ty: T::Record("Caller"), ..P::BASE }],
            result: T::Ref("Caller"),
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Destroy,
            params: &[P { name: "self", ty: T::Ref("Caller"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("Caller"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("Caller"), ..P::BASE }],
            result: T::Record("Caller"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("Caller")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
