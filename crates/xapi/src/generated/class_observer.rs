//! Class `Observer`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::Host;
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `Observer`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Observer {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RW.
    pub name_label: String,
    /// string, RW.
    pub name_description: String,
    /// host ref set, RO/constructor.
    pub hosts: Vec<Ref<Host>>,
    /// (string -> string) map, RO/constructor.
    pub attributes: BTreeMap<String, String>,
    /// string set, RO/constructor.
    pub endpoints: Vec<String>,
    /// string set, RO/constructor.
    pub components: Vec<String>,
    /// bool, RO/constructor.
    #[serde(deserialize_with = "lenient::boolean")]
    pub enabled: bool,
}

impl Record for Observer {
    const CLASS: &'static str = "Observer";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "Observer",
    event_class: "observer",
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
            name: "hosts",
            db_path: "hosts",
            ty: T::Set(&T::Ref("host")),
            default: Some("[]"),
            qualifier: Q::RoConstructor,
            ignore_foreign_key: true,
            ..F::BASE
        },
        F {
            name: "attributes",
            db_path: "attributes",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "endpoints",
            db_path: "endpoints",
            ty: T::Set(&T::String),
            default: Some("[]"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "components",
            db_path: "components",
            ty: T::Set(&T::String),
            default: Some("[]"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "enabled",
            db_path: "enabled",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "register",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("Observer"), ..P::BASE },
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "unregister",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("Observer"), ..P::BASE },
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "set_hosts",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("Observer"), ..P::BASE },
                P { name: "value", ty: T::Set(&T::Ref("host")), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_enabled",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("Observer"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_attributes",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("Observer"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_endpoints",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("Observer"), ..P::BASE },
                P { name: "value", ty: T::Set(&T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_components",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("Observer"), ..P::BASE },
                P { name: "value", ty: T::Set(&T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("Observer")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("Observer")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("Observer"), &T::Record("Observer")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("Observer"), &T::Record("Observer")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Observer"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Observer"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_label",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("Observer"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Observer"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_description",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("Observer"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "get_hosts",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Observer"), ..P::BASE }],
            result: T::Set(&T::Ref("host")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_attributes",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Observer"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_endpoints",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Observer"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_components",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Observer"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_enabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Observer"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "create",
            kind: K::Create,
            params: &[P { name: "args", ty: T::Record("Observer"), ..P::BASE }],
            result: T::Ref("Observer"),
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Destroy,
            params: &[P { name: "self", ty: T::Ref("Observer"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("Observer"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("Observer"), ..P::BASE }],
            result: T::Record("Observer"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("Observer")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
