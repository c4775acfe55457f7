//! Class `Cluster`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{ClusterHost, ClusterOperation};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `Cluster`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Cluster {
    /// string, RO/runtime.
    pub uuid: String,
    /// Cluster_host ref set, RO/runtime.
    pub cluster_hosts: Vec<Ref<ClusterHost>>,
    /// string set, RO/runtime.
    pub pending_forget: Vec<String>,
    /// string, RO/constructor.
    pub cluster_token: String,
    /// string, RO/constructor.
    pub cluster_stack: String,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub cluster_stack_version: i64,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub is_quorate: bool,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub quorum: i64,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub live_hosts: i64,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub expected_hosts: i64,
    /// enum cluster_operation set, RO/runtime.
    pub allowed_operations: Vec<ClusterOperation>,
    /// (string -> enum cluster_operation) map, RO/runtime.
    pub current_operations: BTreeMap<String, ClusterOperation>,
    /// bool, RO/constructor.
    #[serde(deserialize_with = "lenient::boolean")]
    pub pool_auto_join: bool,
    /// float, RO/constructor.
    #[serde(deserialize_with = "lenient::float")]
    pub token_timeout: f64,
    /// float, RO/constructor.
    #[serde(deserialize_with = "lenient::float")]
    pub token_timeout_coefficient: f64,
    /// (string -> string) map, RO/constructor.
    pub cluster_config: BTreeMap<String, String>,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
}

impl Record for Cluster {
    const CLASS: &'static str = "Cluster";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "Cluster",
    event_class: "cluster",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "cluster_hosts",
            db_path: "cluster_hosts",
            ty: T::Set(&T::Ref("Cluster_host")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "pending_forget",
            db_path: "pending_forget",
            ty: T::Set(&T::String),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "cluster_token",
            db_path: "cluster_token",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "cluster_stack",
            db_path: "cluster_stack",
            ty: T::String,
            default: Some("\"corosync\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "cluster_stack_version",
            db_path: "cluster_stack_version",
            ty: T::Int,
            default: Some("2"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "is_quorate",
            db_path: "is_quorate",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "quorum",
            db_path: "quorum",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "live_hosts",
            db_path: "live_hosts",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "expected_hosts",
            db_path: "expected_hosts",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "allowed_operations",
            db_path: "allowed_operations",
            ty: T::Set(&T::Enum("cluster_operation")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "current_operations",
            db_path: "current_operations",
            ty: T::Map(&T::String, &T::Enum("cluster_operation")),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "pool_auto_join",
            db_path: "pool_auto_join",
            ty: T::Bool,
            default: Some("true"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "token_timeout",
            db_path: "token_timeout",
            ty: T::Float,
            default: Some("20"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "token_timeout_coefficient",
            db_path: "token_timeout_coefficient",
            ty: T::Float,
            default: Some("1"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "cluster_config",
            db_path: "cluster_config",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "other_config",
            db_path: "other_config",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "create",
            kind: K::Custom,
            params: &[
                P { name: "PIF", ty: T::Ref("PIF"), ..P::BASE },
                P { name: "cluster_stack", ty: T::String, ..P::BASE },
                P { name: "pool_auto_join", ty: T::Bool, ..P::BASE },
                P { name: "token_timeout", ty: T::Float, default: Some("20"), optional: true },
                P { name: "token_timeout_coefficient", ty: T::Float, default: Some("1"), optional: true },
            ],
            result: T::Ref("Cluster"),
            role: "pool-operator",
            errors: &[
                "INVALID_CLUSTER_STACK",
                "INVALID_VALUE",
                "PIF_ALLOWS_UNPLUG",
                "REQUIRED_PIF_IS_UNPLUGGED",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            errors: &["CLUSTER_DOES_NOT_HAVE_ONE_NODE", "CLUSTER_STACK_IN_USE"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_network",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Ref("network"),
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "pool_create",
            kind: K::Custom,
            params: &[
                P { name: "network", ty: T::Ref("network"), ..P::BASE },
                P { name: "cluster_stack", ty: T::String, ..P::BASE },
                P { name: "token_timeout", ty: T::Float, default: Some("20"), optional: true },
                P { name: "token_timeout_coefficient", ty: T::Float, default: Some("1"), optional: true },
            ],
            result: T::Ref("Cluster"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "pool_force_destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            errors: &["CLUSTER_FORCE_DESTROY_FAILED"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "pool_destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            errors: &["CLUSTER_STACK_IN_USE", "CLUSTERING_DISABLED", "CLUSTER_HOST_IS_LAST"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "pool_resync",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "cstack_sync",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("Cluster")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("Cluster")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("Cluster"), &T::Record("Cluster")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("Cluster"), &T::Record("Cluster")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_cluster_hosts",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Set(&T::Ref("Cluster_host")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_pending_forget",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_cluster_token",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_cluster_stack",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_cluster_stack_version",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_is_quorate",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_quorum",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_live_hosts",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_expected_hosts",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_allowed_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Set(&T::Enum("cluster_operation")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_current_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Map(&T::String, &T::Enum("cluster_operation")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_pool_auto_join",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_token_timeout",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Float,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_token_timeout_coefficient",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Float,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_cluster_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("Cluster"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "add_to_other_config",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("Cluster"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "remove_from_other_config",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("Cluster"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("Cluster"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("Cluster"), ..P::BASE }],
            result: T::Record("Cluster"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
