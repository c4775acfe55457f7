//! Class `task`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{Host, TaskAllowedOperations, TaskStatusType};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{DateTime, Record, Ref, lenient};

/// A record of class `task`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Task {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RO/runtime.
    pub name_label: String,
    /// string, RO/runtime.
    pub name_description: String,
    /// enum task_allowed_operations set, RO/runtime.
    pub allowed_operations: Vec<TaskAllowedOperations>,
    /// (string -> enum task_allowed_operations) map, RO/runtime.
    pub current_operations: BTreeMap<String, TaskAllowedOperations>,
    /// datetime, RO/runtime.
    pub created: DateTime,
    /// datetime, RO/runtime.
    pub finished: DateTime,
    /// enum task_status_type, RO/runtime.
    pub status: TaskStatusType,
    /// host ref, RO/runtime.
    pub resident_on: Ref<Host>,
    /// float, RO/runtime.
    #[serde(deserialize_with = "lenient::float")]
    pub progress: f64,
    /// string, RO/runtime.
    #[serde(rename = "type")]
    pub type_: String,
    /// string, RO/runtime.
    pub result: String,
    /// string set, RO/runtime.
    pub error_info: Vec<String>,
    /// (string -> string) map, RO/runtime.
    pub other_config: BTreeMap<String, String>,
    /// task ref, RO/runtime.
    pub subtask_of: Ref<Task>,
    /// task ref set, RO/runtime.
    pub subtasks: Vec<Ref<Task>>,
    /// string, RO/runtime.
    pub backtrace: String,
}

impl Record for Task {
    const CLASS: &'static str = "task";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "task",
    event_class: "task",
    events: true,
    in_database: true,
    persistent: false,
    ctor_dtor: false,
    async_ok: false,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "name_label",
            db_path: "name__label",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "name_description",
            db_path: "name__description",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "allowed_operations",
            db_path: "allowed_operations",
            ty: T::Set(&T::Enum("task_allowed_operations")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "current_operations",
            db_path: "current_operations",
            ty: T::Map(&T::String, &T::Enum("task_allowed_operations")),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F { name: "created", db_path: "created", ty: T::DateTime, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "finished", db_path: "finished", ty: T::DateTime, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "status",
            db_path: "status",
            ty: T::Enum("task_status_type"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "session",
            db_path: "session",
            ty: T::Ref("session"),
            qualifier: Q::RoRuntime,
            internal_only: true,
            ..F::BASE
        },
        F {
            name: "resident_on",
            db_path: "resident_on",
            ty: T::Ref("host"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F { name: "progress", db_path: "progress", ty: T::Float, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "externalpid",
            db_path: "externalpid",
            ty: T::Int,
            qualifier: Q::RoRuntime,
            internal_only: true,
            ..F::BASE
        },
        F {
            name: "stunnelpid",
            db_path: "stunnelpid",
            ty: T::Int,
            qualifier: Q::RoRuntime,
            internal_only: true,
            ..F::BASE
        },
        F {
            name: "forwarded",
            db_path: "forwarded",
            ty: T::Bool,
            qualifier: Q::RoRuntime,
            internal_only: true,
            ..F::BASE
        },
        F {
            name: "forwarded_to",
            db_path: "forwarded_to",
            ty: T::Ref("host"),
            qualifier: Q::RoRuntime,
            internal_only: true,
            ..F::BASE
        },
        F { name: "type", db_path: "type", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "result", db_path: "result", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "error_info",
            db_path: "error_info",
            ty: T::Set(&T::String),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "other_config",
            db_path: "other_config",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            map_key_roles: &[
                ("XenCenterMeddlingActionTitle", "vm-operator"),
                ("XenCenterUUID", "vm-operator"),
                ("applies_to", "vm-operator"),
            ],
            ..F::BASE
        },
        F {
            name: "subtask_of",
            db_path: "subtask_of",
            ty: T::Ref("task"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "subtasks",
            db_path: "subtasks",
            ty: T::Set(&T::Ref("task")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "backtrace",
            db_path: "backtrace",
            ty: T::String,
            default: Some("\"()\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "create",
            kind: K::Custom,
            params: &[
                P { name: "label", ty: T::String, ..P::BASE },
                P { name: "description", ty: T::String, ..P::BASE },
            ],
            result: T::Ref("task"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("task"), ..P::BASE }],
            result: T::Void,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "cancel",
            kind: K::Custom,
            params: &[P { name: "task", ty: T::Ref("task"), ..P::BASE }],
            result: T::Void,
            role: "read-only",
            errors: &["OPERATION_NOT_ALLOWED"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_status",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("task"), ..P::BASE },
                P { name: "value", ty: T::Enum("task_status_type"), ..P::BASE },
            ],
            result: T::Void,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_progress",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("task"), ..P::BASE },
                P { name: "value", ty: T::Float, ..P::BASE },
            ],
            result: T::Void,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_result",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("task"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_error_info",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("task"), ..P::BASE },
                P { name: "value", ty: T::Set(&T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "add_to_other_config",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("task"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "read-only",
            async_ok: true,
            map_key_roles: &[
                ("XenCenterMeddlingActionTitle", "vm-operator"),
                ("XenCenterUUID", "vm-operator"),
                ("applies_to", "vm-operator"),
            ],
            ..M::BASE
        },
        M {
            name: "remove_from_other_config",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("task"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "read-only",
            async_ok: true,
            map_key_roles: &[
                ("XenCenterMeddlingActionTitle", "vm-operator"),
                ("XenCenterUUID", "vm-operator"),
                ("applies_to", "vm-operator"),
            ],
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("task"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("task")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("task")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("task"), &T::Record("task")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("task"), &T::Record("task")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("task"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("task"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("task"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_allowed_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("task"), ..P::BASE }],
            result: T::Set(&T::Enum("task_allowed_operations")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_current_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("task"), ..P::BASE }],
            result: T::Map(&T::String, &T::Enum("task_allowed_operations")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_created",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("task"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_finished",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("task"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_status",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("task"), ..P::BASE }],
            result: T::Enum("task_status_type"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_resident_on",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("task"), ..P::BASE }],
            result: T::Ref("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_progress",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("task"), ..P::BASE }],
            result: T::Float,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_type",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("task"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_result",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("task"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_error_info",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("task"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("task"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_subtask_of",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("task"), ..P::BASE }],
            result: T::Ref("task"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_subtasks",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("task"), ..P::BASE }],
            result: T::Set(&T::Ref("task")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_backtrace",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("task"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("task"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("task"), ..P::BASE }],
            result: T::Record("task"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("task")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
