//! Class `VMPP`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{Vm, VmppArchiveFrequency, VmppArchiveTargetType, VmppBackupFrequency, VmppBackupType};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{DateTime, Record, Ref, lenient};

/// A record of class `VMPP`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Vmpp {
    /// string, RO/runtime, no longer meaningful.
    pub uuid: String,
    /// string, RW, no longer meaningful.
    pub name_label: String,
    /// string, RW, no longer meaningful.
    pub name_description: String,
    /// bool, RW, no longer meaningful.
    #[serde(deserialize_with = "lenient::boolean")]
    pub is_policy_enabled: bool,
    /// enum vmpp_backup_type, RW, no longer meaningful.
    pub backup_type: VmppBackupType,
    /// int, RO/constructor, no longer meaningful.
    #[serde(deserialize_with = "lenient::int")]
    pub backup_retention_value: i64,
    /// enum vmpp_backup_frequency, RO/constructor, no longer meaningful.
    pub backup_frequency: VmppBackupFrequency,
    /// (string -> string) map, RO/constructor, no longer meaningful.
    pub backup_schedule: BTreeMap<String, String>,
    /// bool, RO/runtime, no longer meaningful.
    #[serde(deserialize_with = "lenient::boolean")]
    pub is_backup_running: bool,
    /// datetime, RO/runtime, no longer meaningful.
    pub backup_last_run_time: DateTime,
    /// enum vmpp_archive_target_type, RO/constructor, no longer meaningful.
    pub archive_target_type: VmppArchiveTargetType,
    /// (string -> string) map, RO/constructor, no longer meaningful.
    pub archive_target_config: BTreeMap<String, String>,
    /// enum vmpp_archive_frequency, RO/constructor, no longer meaningful.
    pub archive_frequency: VmppArchiveFrequency,
    /// (string -> string) map, RO/constructor, no longer meaningful.
    pub archive_schedule: BTreeMap<String, String>,
    /// bool, RO/runtime, no longer meaningful.
    #[serde(deserialize_with = "lenient::boolean")]
    pub is_archive_running: bool,
    /// datetime, RO/runtime, no longer meaningful.
    pub archive_last_run_time: DateTime,
    /// VM ref set, RO/runtime, no longer meaningful.
    #[serde(rename = "VMs")]
    pub vms: Vec<Ref<Vm>>,
    /// bool, RO/constructor, no longer meaningful.
    #[serde(deserialize_with = "lenient::boolean")]
    pub is_alarm_enabled: bool,
    /// (string -> string) map, RO/constructor, no longer meaningful.
    pub alarm_config: BTreeMap<String, String>,
    /// string set, RO/runtime, no longer meaningful.
    pub recent_alerts: Vec<String>,
}

impl Record for Vmpp {
    const CLASS: &'static str = "VMPP";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "VMPP",
    event_class: "vmpp",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: true,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, removed: true, ..F::BASE },
        F {
            name: "name_label",
            db_path: "name__label",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::Rw,
            removed: true,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "name_description",
            db_path: "name__description",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::Rw,
            removed: true,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "is_policy_enabled",
            db_path: "is_policy_enabled",
            ty: T::Bool,
            default: Some("true"),
            qualifier: Q::Rw,
            removed: true,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "backup_type",
            db_path: "backup_type",
            ty: T::Enum("vmpp_backup_type"),
            default: Some("\"snapshot\""),
            qualifier: Q::Rw,
            removed: true,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "backup_retention_value",
            db_path: "backup_retention_value",
            ty: T::Int,
            default: Some("7"),
            qualifier: Q::RoConstructor,
            removed: true,
            ..F::BASE
        },
        F {
            name: "backup_frequency",
            db_path: "backup_frequency",
            ty: T::Enum("vmpp_backup_frequency"),
            default: Some("\"daily\""),
            qualifier: Q::RoConstructor,
            removed: true,
            ..F::BASE
        },
        F {
            name: "backup_schedule",
            db_path: "backup_schedule",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoConstructor,
            removed: true,
            ..F::BASE
        },
        F {
            name: "is_backup_running",
            db_path: "is_backup_running",
            ty: T::Bool,
            qualifier: Q::RoRuntime,
            removed: true,
            ..F::BASE
        },
        F {
            name: "backup_last_run_time",
            db_path: "backup_last_run_time",
            ty: T::DateTime,
            default: Some("\"19700101T00:00:00Z\""),
            qualifier: Q::RoRuntime,
            removed: true,
            ..F::BASE
        },
        F {
            name: "archive_target_type",
            db_path: "archive_target_type",
            ty: T::Enum("vmpp_archive_target_type"),
            default: Some("\"none\""),
            qualifier: Q::RoConstructor,
            removed: true,
            ..F::BASE
        },
        F {
            name: "archive_target_config",
            db_path: "archive_target_config",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoConstructor,
            removed: true,
            ..F::BASE
        },
        F {
            name: "archive_frequency",
            db_path: "archive_frequency",
            ty: T::Enum("vmpp_archive_frequency"),
            default: Some("\"never\""),
            qualifier: Q::RoConstructor,
            removed: true,
            ..F::BASE
        },
        F {
            name: "archive_schedule",
            db_path: "archive_schedule",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoConstructor,
            removed: true,
            ..F::BASE
        },
        F {
            name: "is_archive_running",
            db_path: "is_archive_running",
            ty: T::Bool,
            qualifier: Q::RoRuntime,
            removed: true,
            ..F::BASE
        },
        F {
            name: "archive_last_run_time",
            db_path: "archive_last_run_time",
            ty: T::DateTime,
            default: Some("\"19700101T00:00:00Z\""),
            qualifier: Q::RoRuntime,
            removed: true,
            ..F::BASE
        },
        F {
            name: "VMs",
            db_path: "VMs",
            ty: T::Set(&T::Ref("VM")),
            qualifier: Q::RoRuntime,
            removed: true,
            ..F::BASE
        },
        F {
            name: "is_alarm_enabled",
            db_path: "is_alarm_enabled",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoConstructor,
            removed: true,
            ..F::BASE
        },
        F {
            name: "alarm_config",
            db_path: "alarm_config",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoConstructor,
            removed: true,
            ..F::BASE
        },
        F {
            name: "recent_alerts",
            db_path: "recent_alerts",
            ty: T::Set(&T::String),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            removed: true,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "protect_now",
            kind: K::Custom,
            params: &[P { name: "vmpp", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::String,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "archive_now",
            kind: K::Custom,
            params: &[P { name: "snapshot", ty: T::Ref("VM"), ..P::BASE }],
            result: T::String,
            role: "vm-power-admin",
            removed: true,
            ..M::BASE
        },
        M {
            name: "create_alert",
            kind: K::Custom,
            params: &[
                P { name: "vmpp", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "name", ty: T::String, ..P::BASE },
                P { name: "priority", ty: T::Int, ..P::BASE },
                P { name: "body", ty: T::String, ..P::BASE },
                P { name: "data", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            removed: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_alerts",
            kind: K::Custom,
            params: &[
                P { name: "vmpp", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "hours_from_now", ty: T::Int, ..P::BASE },
            ],
            result: T::Set(&T::String),
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "set_backup_retention_value",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "set_is_backup_running",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            removed: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "set_is_archive_running",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            removed: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "set_backup_frequency",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "value", ty: T::Enum("vmpp_backup_frequency"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "set_backup_schedule",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "set_archive_frequency",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "value", ty: T::Enum("vmpp_archive_frequency"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "set_archive_schedule",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "set_archive_target_type",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "value", ty: T::Enum("vmpp_archive_target_type"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "set_archive_target_config",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "set_is_alarm_enabled",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "set_alarm_config",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "add_to_backup_schedule",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "add_to_archive_target_config",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "add_to_archive_schedule",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "add_to_alarm_config",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "remove_from_backup_schedule",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "remove_from_archive_target_config",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "remove_from_archive_schedule",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "remove_from_alarm_config",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "set_backup_last_run_time",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "value", ty: T::DateTime, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            removed: true,
            ..M::BASE
        },
        M {
            name: "set_archive_last_run_time",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "value", ty: T::DateTime, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("VMPP")),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VMPP")),
            role: "read-only",
            removed: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("VMPP"), &T::Record("VMPP")),
            role: "read-only",
            removed: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("VMPP"), &T::Record("VMPP")),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "set_name_label",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "set_name_description",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_is_policy_enabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "set_is_policy_enabled",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_backup_type",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::Enum("vmpp_backup_type"),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "set_backup_type",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VMPP"), ..P::BASE },
                P { name: "value", ty: T::Enum("vmpp_backup_type"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_backup_retention_value",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_backup_frequency",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::Enum("vmpp_backup_frequency"),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_backup_schedule",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_is_backup_running",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_backup_last_run_time",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_archive_target_type",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::Enum("vmpp_archive_target_type"),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_archive_target_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_archive_frequency",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::Enum("vmpp_archive_frequency"),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_archive_schedule",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_is_archive_running",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_archive_last_run_time",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_VMs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::Set(&T::Ref("VM")),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_is_alarm_enabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_alarm_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_recent_alerts",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "create",
            kind: K::Create,
            params: &[P { name: "args", ty: T::Record("VMPP"), ..P::BASE }],
            result: T::Ref("VMPP"),
            role: "pool-operator",
            async_ok: true,
            removed: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Destroy,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("VMPP"),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("VMPP"), ..P::BASE }],
            result: T::Record("VMPP"),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VMPP")),
            role: "read-only",
            removed: true,
            ..M::BASE
        },
    ],
};
