//! Class `Cluster_host`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{Cluster, ClusterHostOperation, Host, Pif};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{DateTime, Record, Ref, lenient};

/// A record of class `Cluster_host`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct ClusterHost {
    /// string, RO/runtime.
    pub uuid: String,
    /// Cluster ref, RO/constructor.
    pub cluster: Ref<Cluster>,
    /// host ref, RO/constructor.
    pub host: Ref<Host>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub enabled: bool,
    /// PIF ref, RO/constructor.
    #[serde(rename = "PIF")]
    pub pif: Ref<Pif>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub joined: bool,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub live: bool,
    /// datetime, RO/runtime.
    pub last_update_live: DateTime,
    /// enum cluster_host_operation set, RO/runtime.
    pub allowed_operations: Vec<ClusterHostOperation>,
    /// (string -> enum cluster_host_operation) map, RO/runtime.
    pub current_operations: BTreeMap<String, ClusterHostOperation>,
    /// (string -> string) map, RO/constructor.
    pub other_config: BTreeMap<String, String>,
}

impl Record for ClusterHost {
    const CLASS: &'static str = "Cluster_host";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "Cluster_host",
    event_class: "cluster_host",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "cluster",
            db_path: "cluster",
            ty: T::Ref("Cluster"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "host",
            db_path: "host",
            ty: T::Ref("host"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "enabled",
            db_path: "enabled",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "PIF",
            db_path: "PIF",
            ty: T::Ref("PIF"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "joined",
            db_path: "joined",
            ty: T::Bool,
            default: Some("true"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "live",
            db_path: "live",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "last_update_live",
            db_path: "last_update_live",
            ty: T::DateTime,
            default: Some("\"19700101T00:00:00Z\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "allowed_operations",
            db_path: "allowed_operations",
            ty: T::Set(&T::Enum("cluster_host_operation")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "current_operations",
            db_path: "current_operations",
            ty: T::Map(&T::String, &T::Enum("cluster_host_operation")),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "other_config",
            db_path: "other_config",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "create",
            kind: K::Custom,
            params: &[
                P { name: "cluster", ty: T::Ref("Cluster"), ..P::BASE },
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "pif", ty: T::Ref("PIF"), ..P::BASE },
            ],
            result: T::Ref("Cluster_host"),
            role: "pool-operator",
            errors: &["PIF_NOT_ATTACHED_TO_HOST", "NO_CLUSTER_HOSTS_REACHABLE"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("Cluster_host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            errors: &["CLUSTER_STACK_IN_USE", "CLUSTERING_DISABLED", "CLUSTER_HOST_IS_LAST"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "enable",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("Cluster_host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            errors: &["PIF_ALLOWS_UNPLUG", "REQUIRED_PIF_IS_UNPLUGGED"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "force_destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("Cluster_host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            errors: &["CLUSTER_STACK_IN_USE"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "forget",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("Cluster_host"), ..P::BASE }],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "disable",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("Cluster_host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            errors: &["CLUSTER_STACK_IN_USE"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("Cluster_host")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("Cluster_host")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("Cluster_host"), &T::Record("Cluster_host")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("Cluster_host"), &T::Record("Cluster_host")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster_host"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_cluster",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster_host"), ..P::BASE }],
            result: T::Ref("Cluster"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_host",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster_host"), ..P::BASE }],
            result: T::Ref("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_enabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster_host"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_PIF",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster_host"), ..P::BASE }],
            result: T::Ref("PIF"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_joined",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster_host"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_live",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster_host"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_last_update_live",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster_host"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_allowed_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster_host"), ..P::BASE }],
            result: T::Set(&T::Enum("cluster_host_operation")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_current_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster_host"), ..P::BASE }],
            result: T::Map(&T::String, &T::Enum("cluster_host_operation")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster_host"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("Cluster_host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("Cluster_host"), ..P::BASE }],
            result: T::Record("Cluster_host"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
