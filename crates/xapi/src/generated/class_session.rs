//! Class `session`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{Host, Subject, Task, User};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{DateTime, Record, Ref, lenient};

/// A record of class `session`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Session {
    /// string, RO/runtime.
    pub uuid: String,
    /// host ref, RO/runtime.
    pub this_host: Ref<Host>,
    /// user ref, RO/runtime.
    pub this_user: Ref<User>,
    /// datetime, RO/runtime.
    pub last_active: DateTime,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub pool: bool,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub is_local_superuser: bool,
    /// subject ref, RO/runtime.
    pub subject: Ref<Subject>,
    /// datetime, RO/runtime.
    pub validation_time: DateTime,
    /// string, RO/runtime.
    pub auth_user_sid: String,
    /// string, RO/runtime.
    pub auth_user_name: String,
    /// string set, RO/constructor.
    pub rbac_permissions: Vec<String>,
    /// task ref set, RO/runtime.
    pub tasks: Vec<Ref<Task>>,
    /// session ref, RO/constructor.
    pub parent: Ref<Session>,
    /// string, RO/runtime.
    pub originator: String,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub client_certificate: bool,
}

impl Record for Session {
    const CLASS: &'static str = "session";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "session",
    event_class: "session",
    events: false,
    in_database: true,
    persistent: false,
    ctor_dtor: false,
    async_ok: false,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "this_host", db_path: "this_host", ty: T::Ref("host"), qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "this_user", db_path: "this_user", ty: T::Ref("user"), qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "last_active",
            db_path: "last_active",
            ty: T::DateTime,
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F { name: "pool", db_path: "pool", ty: T::Bool, qualifier: Q::RoRuntime, ..F::BASE },
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
            name: "is_local_superuser",
            db_path: "is_local_superuser",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "subject",
            db_path: "subject",
            ty: T::Ref("subject"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "validation_time",
            db_path: "validation_time",
            ty: T::DateTime,
            default: Some("\"19700101T00:00:00Z\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "auth_user_sid",
            db_path: "auth_user_sid",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "auth_user_name",
            db_path: "auth_user_name",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "rbac_permissions",
            db_path: "rbac_permissions",
            ty: T::Set(&T::String),
            default: Some("[]"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "tasks",
            db_path: "tasks",
            ty: T::Set(&T::Ref("task")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "parent",
            db_path: "parent",
            ty: T::Ref("session"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "originator",
            db_path: "originator",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "client_certificate",
            db_path: "client_certificate",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "login_with_password",
            kind: K::Custom,
            params: &[
                P { name: "uname", ty: T::String, ..P::BASE },
                P { name: "pwd", ty: T::String, ..P::BASE },
                P { name: "version", ty: T::String, default: Some("\"1.1\""), optional: true },
                P { name: "originator", ty: T::String, default: Some("\"\""), optional: true },
            ],
            result: T::Ref("session"),
            role: "read-only",
            errors: &["SESSION_AUTHENTICATION_FAILED", "HOST_IS_SLAVE"],
            secret: true,
            session: false,
            ..M::BASE
        },
        M { name: "logout", kind: K::Custom, result: T::Void, role: "read-only", ..M::BASE },
        M {
            name: "change_password",
            kind: K::Custom,
            params: &[
                P { name: "old_pwd", ty: T::String, ..P::BASE },
                P { name: "new_pwd", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            ..M::BASE
        },
        M {
            name: "slave_login",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "psecret", ty: T::String, ..P::BASE },
            ],
            result: T::Ref("session"),
            role: "pool-admin",
            hidden: true,
            secret: true,
            session: false,
            ..M::BASE
        },
        M {
            name: "slave_local_login",
            kind: K::Custom,
            params: &[P { name: "psecret", ty: T::String, ..P::BASE }],
            result: T::Ref("session"),
            role: "pool-admin",
            hidden: true,
            secret: true,
            session: false,
            ..M::BASE
        },
        M {
            name: "slave_local_login_with_password",
            kind: K::Custom,
            params: &[
                P { name: "uname", ty: T::String, ..P::BASE },
                P { name: "pwd", ty: T::String, ..P::BASE },
            ],
            result: T::Ref("session"),
            role: "pool-admin",
            secret: true,
            session: false,
            ..M::BASE
        },
        M {
            name: "create_from_db_file",
            kind: K::Custom,
            params: &[P { name: "filename", ty: T::String, ..P::BASE }],
            result: T::Ref("session"),
            role: "local-root",
            async_ok: true,
            ..M::BASE
        },
        M { name: "local_logout", kind: K::Custom, result: T::Void, role: "pool-admin", ..M::BASE },
        M {
            name: "get_all_subject_identifiers",
            kind: K::Custom,
            result: T::Set(&T::String),
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "logout_subject_identifier",
            kind: K::Custom,
            params: &[P { name: "subject_identifier", ty: T::String, ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("session"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_this_host",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("session"), ..P::BASE }],
            result: T::Ref("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_this_user",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("session"), ..P::BASE }],
            result: T::Ref("user"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_last_active",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("session"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_pool",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("session"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("session"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("session"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("session"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("session"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "get_is_local_superuser",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("session"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_subject",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("session"), ..P::BASE }],
            result: T::Ref("subject"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_validation_time",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("session"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_auth_user_sid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("session"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_auth_user_name",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("session"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_rbac_permissions",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("session"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_tasks",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("session"), ..P::BASE }],
            result: T::Set(&T::Ref("task")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_parent",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("session"), ..P::BASE }],
            result: T::Ref("session"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_originator",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("session"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_client_certificate",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("session"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("session"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("session"), ..P::BASE }],
            result: T::Record("session"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
