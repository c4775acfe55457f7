//! Class `pool`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{
    Blob, Host, PoolAllowedOperations, Repository, Secret, Sr, TelemetryFrequency, UpdateSyncFrequency, Vdi,
};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{DateTime, Record, Ref, lenient};

/// A record of class `pool`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Pool {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RW.
    pub name_label: String,
    /// string, RW.
    pub name_description: String,
    /// host ref, RO/runtime.
    pub master: Ref<Host>,
    /// SR ref, RW.
    #[serde(rename = "default_SR")]
    pub default_sr: Ref<Sr>,
    /// SR ref, RW.
    #[serde(rename = "suspend_image_SR")]
    pub suspend_image_sr: Ref<Sr>,
    /// SR ref, RW.
    #[serde(rename = "crash_dump_SR")]
    pub crash_dump_sr: Ref<Sr>,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub ha_enabled: bool,
    /// (string -> string) map, RO/runtime.
    pub ha_configuration: BTreeMap<String, String>,
    /// string set, RO/runtime.
    pub ha_statefiles: Vec<String>,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub ha_host_failures_to_tolerate: i64,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub ha_plan_exists_for: i64,
    /// bool, RW.
    #[serde(deserialize_with = "lenient::boolean")]
    pub ha_allow_overcommit: bool,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub ha_overcommitted: bool,
    /// (string -> blob ref) map, RO/runtime.
    pub blobs: BTreeMap<String, Ref<Blob>>,
    /// string set, RW.
    pub tags: Vec<String>,
    /// (string -> string) map, RW.
    pub gui_config: BTreeMap<String, String>,
    /// (string -> string) map, RW.
    pub health_check_config: BTreeMap<String, String>,
    /// string, RO/runtime.
    pub wlb_url: String,
    /// string, RO/runtime.
    pub wlb_username: String,
    /// bool, RW.
    #[serde(deserialize_with = "lenient::boolean")]
    pub wlb_enabled: bool,
    /// bool, RW.
    #[serde(deserialize_with = "lenient::boolean")]
    pub wlb_verify_cert: bool,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub redo_log_enabled: bool,
    /// VDI ref, RO/runtime.
    pub redo_log_vdi: Ref<Vdi>,
    /// string, RO/runtime.
    pub vswitch_controller: String,
    /// (string -> string) map, RO/runtime.
    pub restrictions: BTreeMap<String, String>,
    /// VDI ref set, RO/runtime.
    #[serde(rename = "metadata_VDIs")]
    pub metadata_vdis: Vec<Ref<Vdi>>,
    /// string, RO/runtime.
    pub ha_cluster_stack: String,
    /// enum pool_allowed_operations set, RO/runtime.
    pub allowed_operations: Vec<PoolAllowedOperations>,
    /// (string -> enum pool_allowed_operations) map, RO/runtime.
    pub current_operations: BTreeMap<String, PoolAllowedOperations>,
    /// (string -> string) map, RO/runtime.
    pub guest_agent_config: BTreeMap<String, String>,
    /// (string -> string) map, RO/runtime.
    pub cpu_info: BTreeMap<String, String>,
    /// bool, RW.
    #[serde(deserialize_with = "lenient::boolean")]
    pub policy_no_vendor_device: bool,
    /// bool, RW.
    #[serde(deserialize_with = "lenient::boolean")]
    pub live_patching_disabled: bool,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub igmp_snooping_enabled: bool,
    /// string, RO/constructor.
    pub uefi_certificates: String,
    /// string, RO/constructor.
    pub custom_uefi_certificates: String,
    /// bool, RW.
    #[serde(deserialize_with = "lenient::boolean")]
    pub is_psr_pending: bool,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub tls_verification_enabled: bool,
    /// Repository ref set, RO/runtime.
    pub repositories: Vec<Ref<Repository>>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub client_certificate_auth_enabled: bool,
    /// string, RO/runtime.
    pub client_certificate_auth_name: String,
    /// string, RO/runtime.
    pub repository_proxy_url: String,
    /// string, RO/runtime.
    pub repository_proxy_username: String,
    /// secret ref, RO/runtime.
    pub repository_proxy_password: Ref<Secret>,
    /// bool, RW.
    #[serde(deserialize_with = "lenient::boolean")]
    pub migration_compression: bool,
    /// bool, RW.
    #[serde(deserialize_with = "lenient::boolean")]
    pub coordinator_bias: bool,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub local_auth_max_threads: i64,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub ext_auth_max_threads: i64,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub ext_auth_cache_enabled: bool,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub ext_auth_cache_size: i64,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub ext_auth_cache_expiry: i64,
    /// secret ref, RO/runtime.
    pub telemetry_uuid: Ref<Secret>,
    /// enum telemetry_frequency, RO/runtime.
    pub telemetry_frequency: TelemetryFrequency,
    /// datetime, RO/runtime.
    pub telemetry_next_collection: DateTime,
    /// datetime, RO/runtime.
    pub last_update_sync: DateTime,
    /// enum update_sync_frequency, RO/runtime.
    pub update_sync_frequency: UpdateSyncFrequency,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub update_sync_day: i64,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub update_sync_enabled: bool,
    /// (string -> string) map, RO/runtime.
    pub recommendations: BTreeMap<String, String>,
    /// (string -> string) map, RW.
    pub license_server: BTreeMap<String, String>,
    /// bool, RW.
    #[serde(deserialize_with = "lenient::boolean")]
    pub ha_reboot_vm_on_internal_shutdown: bool,
    /// bool, RW.
    #[serde(deserialize_with = "lenient::boolean")]
    pub limit_console_sessions: bool,
    /// int, RW.
    #[serde(deserialize_with = "lenient::int")]
    pub vm_console_idle_timeout: i64,
    /// bool, RW.
    #[serde(deserialize_with = "lenient::boolean")]
    pub auto_update_vm_secureboot_certificates: bool,
}

impl Record for Pool {
    const CLASS: &'static str = "pool";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "pool",
    event_class: "pool",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "name_label",
            db_path: "name_label",
            ty: T::String,
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "name_description",
            db_path: "name_description",
            ty: T::String,
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F { name: "master", db_path: "master", ty: T::Ref("host"), qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "default_SR",
            db_path: "default_SR",
            ty: T::Ref("SR"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "suspend_image_SR",
            db_path: "suspend_image_SR",
            ty: T::Ref("SR"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "crash_dump_SR",
            db_path: "crash_dump_SR",
            ty: T::Ref("SR"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "other_config",
            db_path: "other_config",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            map_key_roles: &[
                ("EMPTY_FOLDERS", "vm-operator"),
                ("XenCenter.CustomFields.*", "vm-operator"),
                ("folder", "vm-operator"),
            ],
            ..F::BASE
        },
        F {
            name: "ha_enabled",
            db_path: "ha_enabled",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "ha_configuration",
            db_path: "ha_configuration",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "ha_statefiles",
            db_path: "ha_statefiles",
            ty: T::Set(&T::String),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "ha_host_failures_to_tolerate",
            db_path: "ha_host_failures_to_tolerate",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "ha_plan_exists_for",
            db_path: "ha_plan_exists_for",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "ha_allow_overcommit",
            db_path: "ha_allow_overcommit",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "ha_overcommitted",
            db_path: "ha_overcommitted",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "blobs",
            db_path: "blobs",
            ty: T::Map(&T::String, &T::Ref("blob")),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "tags",
            db_path: "tags",
            ty: T::Set(&T::String),
            default: Some("[]"),
            qualifier: Q::Rw,
            write_role: "vm-operator",
            ..F::BASE
        },
        F {
            name: "gui_config",
            db_path: "gui_config",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::Rw,
            write_role: "vm-operator",
            ..F::BASE
        },
        F {
            name: "health_check_config",
            db_path: "health_check_config",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "wlb_url",
            db_path: "wlb_url",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "wlb_username",
            db_path: "wlb_username",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "wlb_password",
            db_path: "wlb_password",
            ty: T::Ref("secret"),
            qualifier: Q::RoRuntime,
            internal_only: true,
            ..F::BASE
        },
        F {
            name: "wlb_enabled",
            db_path: "wlb_enabled",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "wlb_verify_cert",
            db_path: "wlb_verify_cert",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "redo_log_enabled",
            db_path: "redo_log_enabled",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "redo_log_vdi",
            db_path: "redo_log_vdi",
            ty: T::Ref("VDI"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "vswitch_controller",
            db_path: "vswitch_controller",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "restrictions",
            db_path: "restrictions",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "metadata_VDIs",
            db_path: "metadata_VDIs",
            ty: T::Set(&T::Ref("VDI")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "ha_cluster_stack",
            db_path: "ha_cluster_stack",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "allowed_operations",
            db_path: "allowed_operations",
            ty: T::Set(&T::Enum("pool_allowed_operations")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "current_operations",
            db_path: "current_operations",
            ty: T::Map(&T::String, &T::Enum("pool_allowed_operations")),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "guest_agent_config",
            db_path: "guest_agent_config",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "cpu_info",
            db_path: "cpu_info",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "policy_no_vendor_device",
            db_path: "policy_no_vendor_device",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "live_patching_disabled",
            db_path: "live_patching_disabled",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "igmp_snooping_enabled",
            db_path: "igmp_snooping_enabled",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "uefi_certificates",
            db_path: "uefi_certificates",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "custom_uefi_certificates",
            db_path: "custom_uefi_certificates",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "is_psr_pending",
            db_path: "is_psr_pending",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "tls_verification_enabled",
            db_path: "tls_verification_enabled",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "repositories",
            db_path: "repositories",
            ty: T::Set(&T::Ref("Repository")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            ignore_foreign_key: true,
            ..F::BASE
        },
        F {
            name: "client_certificate_auth_enabled",
            db_path: "client_certificate_auth_enabled",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "client_certificate_auth_name",
            db_path: "client_certificate_auth_name",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "repository_proxy_url",
            db_path: "repository_proxy_url",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "repository_proxy_username",
            db_path: "repository_proxy_username",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "repository_proxy_password",
            db_path: "repository_proxy_password",
            ty: T::Ref("secret"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "migration_compression",
            db_path: "migration_compression",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "coordinator_bias",
            db_path: "coordinator_bias",
            ty: T::Bool,
            default: Some("true"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "local_auth_max_threads",
            db_path: "local_auth_max_threads",
            ty: T::Int,
            default: Some("8"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "ext_auth_max_threads",
            db_path: "ext_auth_max_threads",
            ty: T::Int,
            default: Some("1"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "ext_auth_cache_enabled",
            db_path: "ext_auth_cache_enabled",
            ty: T::Bool,
            default: Some("true"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "ext_auth_cache_size",
            db_path: "ext_auth_cache_size",
            ty: T::Int,
            default: Some("50"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "ext_auth_cache_expiry",
            db_path: "ext_auth_cache_expiry",
            ty: T::Int,
            default: Some("300"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "telemetry_uuid",
            db_path: "telemetry_uuid",
            ty: T::Ref("secret"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "telemetry_frequency",
            db_path: "telemetry_frequency",
            ty: T::Enum("telemetry_frequency"),
            default: Some("\"weekly\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "telemetry_next_collection",
            db_path: "telemetry_next_collection",
            ty: T::DateTime,
            default: Some("\"19700101T00:00:00Z\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "last_update_sync",
            db_path: "last_update_sync",
            ty: T::DateTime,
            default: Some("\"19700101T00:00:00Z\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "update_sync_frequency",
            db_path: "update_sync_frequency",
            ty: T::Enum("update_sync_frequency"),
            default: Some("\"weekly\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "update_sync_day",
            db_path: "update_sync_day",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "update_sync_enabled",
            db_path: "update_sync_enabled",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "recommendations",
            db_path: "recommendations",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "license_server",
            db_path: "license_server",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "ha_reboot_vm_on_internal_shutdown",
            db_path: "ha_reboot_vm_on_internal_shutdown",
            ty: T::Bool,
            default: Some("true"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "limit_console_sessions",
            db_path: "limit_console_sessions",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "vm_console_idle_timeout",
            db_path: "vm_console_idle_timeout",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "auto_update_vm_secureboot_certificates",
            db_path: "auto_update_vm_secureboot_certificates",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "join",
            kind: K::Custom,
            params: &[
                P { name: "master_address", ty: T::String, ..P::BASE },
                P { name: "master_username", ty: T::String, ..P::BASE },
                P { name: "master_password", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            errors: &["JOINING_HOST_CANNOT_CONTAIN_SHARED_SRS"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "join_force",
            kind: K::Custom,
            params: &[
                P { name: "master_address", ty: T::String, ..P::BASE },
                P { name: "master_username", ty: T::String, ..P::BASE },
                P { name: "master_password", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "eject",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "initial_auth",
            kind: K::Custom,
            result: T::String,
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "exchange_certificates_on_join",
            kind: K::Custom,
            params: &[
                P { name: "uuid", ty: T::String, ..P::BASE },
                P { name: "certificate", ty: T::String, ..P::BASE },
            ],
            result: T::Map(&T::String, &T::String),
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "exchange_ca_certificates_on_join",
            kind: K::Custom,
            params: &[
                P { name: "import", ty: T::Map(&T::String, &T::String), ..P::BASE },
                P { name: "export", ty: T::Set(&T::Ref("Certificate")), ..P::BASE },
            ],
            result: T::Map(&T::String, &T::String),
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "emergency_transition_to_master",
            kind: K::Custom,
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "emergency_reset_master",
            kind: K::Custom,
            params: &[P { name: "master_address", ty: T::String, ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "recover_slaves",
            kind: K::Custom,
            result: T::Set(&T::Ref("host")),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "hello",
            kind: K::Custom,
            params: &[
                P { name: "host_uuid", ty: T::String, ..P::BASE },
                P { name: "host_address", ty: T::String, ..P::BASE },
            ],
            result: T::Enum("hello_return"),
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "is_slave",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Bool,
            role: "pool-admin",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "create_VLAN",
            kind: K::Custom,
            params: &[
                P { name: "device", ty: T::String, ..P::BASE },
                P { name: "network", ty: T::Ref("network"), ..P::BASE },
                P { name: "VLAN", ty: T::Int, ..P::BASE },
            ],
            result: T::Set(&T::Ref("PIF")),
            role: "pool-operator",
            errors: &["VLAN_TAG_INVALID"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "management_reconfigure",
            kind: K::Custom,
            params: &[P { name: "network", ty: T::Ref("network"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            errors: &[
                "HA_IS_ENABLED",
                "PIF_NOT_PRESENT",
                "CANNOT_PLUG_BOND_SLAVE",
                "PIF_INCOMPATIBLE_PRIMARY_ADDRESS_TYPE",
                "PIF_HAS_NO_NETWORK_CONFIGURATION",
                "PIF_HAS_NO_V6_NETWORK_CONFIGURATION",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "create_VLAN_from_PIF",
            kind: K::Custom,
            params: &[
                P { name: "pif", ty: T::Ref("PIF"), ..P::BASE },
                P { name: "network", ty: T::Ref("network"), ..P::BASE },
                P { name: "VLAN", ty: T::Int, ..P::BASE },
            ],
            result: T::Set(&T::Ref("PIF")),
            role: "pool-operator",
            errors: &["VLAN_TAG_INVALID"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "enable_ha",
            kind: K::Custom,
            params: &[
                P { name: "heartbeat_srs", ty: T::Set(&T::Ref("SR")), ..P::BASE },
                P { name: "configuration", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "disable_ha",
            kind: K::Custom,
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "sync_database",
            kind: K::Custom,
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "designate_new_master",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "ha_prevent_restarts_for",
            kind: K::Custom,
            params: &[P { name: "seconds", ty: T::Int, ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "ha_failover_plan_exists",
            kind: K::Custom,
            params: &[P { name: "n", ty: T::Int, ..P::BASE }],
            result: T::Bool,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "ha_compute_max_host_failures_to_tolerate",
            kind: K::Custom,
            result: T::Int,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "ha_compute_hypothetical_max_host_failures_to_tolerate",
            kind: K::Custom,
            params: &[P { name: "configuration", ty: T::Map(&T::Ref("VM"), &T::String), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "ha_compute_vm_failover_plan",
            kind: K::Custom,
            params: &[
                P { name: "failed_hosts", ty: T::Set(&T::Ref("host")), ..P::BASE },
                P { name: "failed_vms", ty: T::Set(&T::Ref("VM")), ..P::BASE },
            ],
            result: T::Map(&T::Ref("VM"), &T::Map(&T::String, &T::String)),
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "set_ha_host_failures_to_tolerate",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "create_new_blob",
            kind: K::Custom,
            params: &[
                P { name: "pool", ty: T::Ref("pool"), ..P::BASE },
                P { name: "name", ty: T::String, ..P::BASE },
                P { name: "mime_type", ty: T::String, ..P::BASE },
                P { name: "public", ty: T::Bool, default: Some("false"), optional: true },
            ],
            result: T::Ref("blob"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "ha_schedule_plan_recomputation",
            kind: K::Custom,
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "enable_binary_storage",
            kind: K::Custom,
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "disable_binary_storage",
            kind: K::Custom,
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "enable_external_auth",
            kind: K::Custom,
            params: &[
                P { name: "pool", ty: T::Ref("pool"), ..P::BASE },
                P { name: "config", ty: T::Map(&T::String, &T::String), ..P::BASE },
                P { name: "service_name", ty: T::String, ..P::BASE },
                P { name: "auth_type", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "disable_external_auth",
            kind: K::Custom,
            params: &[
                P { name: "pool", ty: T::Ref("pool"), ..P::BASE },
                P { name: "config", ty: T::Map(&T::String, &T::String), default: Some("{}"), optional: true },
            ],
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "external_auth_set_ldaps",
            kind: K::Custom,
            params: &[
                P { name: "pool", ty: T::Ref("pool"), ..P::BASE },
                P { name: "ldaps", ty: T::Bool, ..P::BASE },
                P { name: "force", ty: T::Bool, default: Some("false"), optional: true },
            ],
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "detect_nonhomogeneous_external_auth",
            kind: K::Custom,
            params: &[P { name: "pool", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "initialize_wlb",
            kind: K::Custom,
            params: &[
                P { name: "wlb_url", ty: T::String, ..P::BASE },
                P { name: "wlb_username", ty: T::String, ..P::BASE },
                P { name: "wlb_password", ty: T::String, ..P::BASE },
                P { name: "xenserver_username", ty: T::String, ..P::BASE },
                P { name: "xenserver_password", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "deconfigure_wlb",
            kind: K::Custom,
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "send_wlb_configuration",
            kind: K::Custom,
            params: &[P { name: "config", ty: T::Map(&T::String, &T::String), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "retrieve_wlb_configuration",
            kind: K::Custom,
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "retrieve_wlb_recommendations",
            kind: K::Custom,
            result: T::Map(&T::Ref("VM"), &T::Set(&T::String)),
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "send_test_post",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::String, ..P::BASE },
                P { name: "port", ty: T::Int, ..P::BASE },
                P { name: "body", ty: T::String, ..P::BASE },
            ],
            result: T::String,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "certificate_install",
            kind: K::Custom,
            params: &[
                P { name: "name", ty: T::String, ..P::BASE },
                P { name: "cert", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "certificate_uninstall",
            kind: K::Custom,
            params: &[P { name: "name", ty: T::String, ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "certificate_list",
            kind: K::Custom,
            result: T::Set(&T::String),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "install_ca_certificate",
            kind: K::Custom,
            params: &[
                P { name: "name", ty: T::String, ..P::BASE },
                P { name: "cert", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "uninstall_ca_certificate",
            kind: K::Custom,
            params: &[
                P { name: "name", ty: T::String, ..P::BASE },
                P { name: "force", ty: T::Bool, default: Some("false"), optional: true },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "crl_install",
            kind: K::Custom,
            params: &[
                P { name: "name", ty: T::String, ..P::BASE },
                P { name: "cert", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "crl_uninstall",
            kind: K::Custom,
            params: &[P { name: "name", ty: T::String, ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "crl_list",
            kind: K::Custom,
            result: T::Set(&T::String),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "certificate_sync",
            kind: K::Custom,
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "enable_tls_verification",
            kind: K::Custom,
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "enable_redo_log",
            kind: K::Custom,
            params: &[P { name: "sr", ty: T::Ref("SR"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "disable_redo_log",
            kind: K::Custom,
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "audit_log_append",
            kind: K::Custom,
            params: &[P { name: "line", ty: T::String, ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "set_vswitch_controller",
            kind: K::Custom,
            params: &[P { name: "address", ty: T::String, ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "test_archive_target",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "config", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::String,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "enable_local_storage_caching",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "disable_local_storage_caching",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_license_state",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "apply_edition",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "edition", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "enable_ssl_legacy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            removed: true,
            ..M::BASE
        },
        M {
            name: "disable_ssl_legacy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_igmp_snooping_enabled",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "has_extension",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "name", ty: T::String, ..P::BASE },
            ],
            result: T::Bool,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "add_to_guest_agent_config",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "remove_from_guest_agent_config",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "rotate_secret",
            kind: K::Custom,
            result: T::Void,
            role: "pool-admin",
            errors: &[
                "INTERNAL_ERROR",
                "HOST_IS_SLAVE",
                "CANNOT_CONTACT_HOST",
                "HA_IS_ENABLED",
                "NOT_SUPPORTED_DURING_UPGRADE",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_repositories",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Set(&T::Ref("Repository")), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "add_repository",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Ref("Repository"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "remove_repository",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Ref("Repository"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "sync_updates",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "force", ty: T::Bool, ..P::BASE },
                P { name: "token", ty: T::String, default: Some("\"\""), optional: true },
                P { name: "token_id", ty: T::String, default: Some("\"\""), optional: true },
                P { name: "username", ty: T::String, default: Some("\"\""), optional: true },
                P { name: "password", ty: T::String, default: Some("\"\""), optional: true },
            ],
            result: T::String,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "check_update_readiness",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "requires_reboot", ty: T::Bool, ..P::BASE },
            ],
            result: T::Set(&T::Set(&T::String)),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "enable_client_certificate_auth",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "name", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "disable_client_certificate_auth",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "configure_repository_proxy",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "url", ty: T::String, ..P::BASE },
                P { name: "username", ty: T::String, ..P::BASE },
                P { name: "password", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "disable_repository_proxy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_uefi_certificates",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_custom_uefi_certificates",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_https_only",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_telemetry_next_collection",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::DateTime, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "reset_telemetry_uuid",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "configure_update_sync",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "update_sync_frequency", ty: T::Enum("update_sync_frequency"), ..P::BASE },
                P { name: "update_sync_day", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_update_sync_enabled",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_local_auth_max_threads",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "set_ext_auth_max_threads",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "set_ext_auth_cache_enabled",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_ext_auth_cache_size",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_ext_auth_cache_expiry",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_guest_secureboot_readiness",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Enum("pool_guest_secureboot_readiness"),
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "enable_ssh",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "disable_ssh",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_ssh_enabled_timeout",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_console_idle_timeout",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_ssh_auto_mode",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "install_trusted_certificate",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "ca", ty: T::Bool, ..P::BASE },
                P { name: "cert", ty: T::String, ..P::BASE },
                P { name: "purpose", ty: T::Set(&T::Enum("certificate_purpose")), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "uninstall_trusted_certificate",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "certificate", ty: T::Ref("Certificate"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "sync_trusted_certificates_from",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "remote_pool", ty: T::String, ..P::BASE },
                P { name: "remote_session", ty: T::Ref("session"), ..P::BASE },
                P { name: "remote_certificate", ty: T::String, ..P::BASE },
                P { name: "ca", ty: T::Bool, ..P::BASE },
            ],
            result: T::Set(&T::Ref("Certificate")),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "exchange_trusted_certificates_on_join",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "ca", ty: T::Bool, ..P::BASE },
                P { name: "import", ty: T::Map(&T::String, &T::Set(&T::String)), ..P::BASE },
                P { name: "export", ty: T::Set(&T::Ref("Certificate")), ..P::BASE },
            ],
            result: T::Map(&T::String, &T::Set(&T::String)),
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "exchange_crls_on_join",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "import", ty: T::Map(&T::String, &T::String), ..P::BASE },
                P { name: "export", ty: T::Set(&T::String), ..P::BASE },
            ],
            result: T::Map(&T::String, &T::String),
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("pool")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("pool")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("pool"), &T::Record("pool")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("pool"), &T::Record("pool")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_label",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_description",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_master",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Ref("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_default_SR",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Ref("SR"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_default_SR",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Ref("SR"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_suspend_image_SR",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Ref("SR"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_suspend_image_SR",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Ref("SR"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_crash_dump_SR",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Ref("SR"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_crash_dump_SR",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Ref("SR"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            map_key_roles: &[
                ("EMPTY_FOLDERS", "vm-operator"),
                ("XenCenter.CustomFields.*", "vm-operator"),
                ("folder", "vm-operator"),
            ],
            ..M::BASE
        },
        M {
            name: "remove_from_other_config",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            map_key_roles: &[
                ("EMPTY_FOLDERS", "vm-operator"),
                ("XenCenter.CustomFields.*", "vm-operator"),
                ("folder", "vm-operator"),
            ],
            ..M::BASE
        },
        M {
            name: "get_ha_enabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ha_configuration",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ha_statefiles",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ha_host_failures_to_tolerate",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ha_plan_exists_for",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ha_allow_overcommit",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_ha_allow_overcommit",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_ha_overcommitted",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_blobs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Map(&T::String, &T::Ref("blob")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_tags",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_tags",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Set(&T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-operator",
            ..M::BASE
        },
        M {
            name: "add_tags",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-operator",
            ..M::BASE
        },
        M {
            name: "remove_tags",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-operator",
            ..M::BASE
        },
        M {
            name: "get_gui_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_gui_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-operator",
            ..M::BASE
        },
        M {
            name: "add_to_gui_config",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-operator",
            ..M::BASE
        },
        M {
            name: "remove_from_gui_config",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-operator",
            ..M::BASE
        },
        M {
            name: "get_health_check_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_health_check_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "add_to_health_check_config",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "remove_from_health_check_config",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_wlb_url",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_wlb_username",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_wlb_enabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_wlb_enabled",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_wlb_verify_cert",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_wlb_verify_cert",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_redo_log_enabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_redo_log_vdi",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Ref("VDI"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_vswitch_controller",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_restrictions",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_metadata_VDIs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Set(&T::Ref("VDI")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ha_cluster_stack",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_allowed_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Set(&T::Enum("pool_allowed_operations")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_current_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Map(&T::String, &T::Enum("pool_allowed_operations")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_guest_agent_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_cpu_info",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_policy_no_vendor_device",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_policy_no_vendor_device",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_live_patching_disabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_live_patching_disabled",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_igmp_snooping_enabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uefi_certificates",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_custom_uefi_certificates",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_is_psr_pending",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_is_psr_pending",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_tls_verification_enabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_repositories",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Set(&T::Ref("Repository")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_client_certificate_auth_enabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_client_certificate_auth_name",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_repository_proxy_url",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_repository_proxy_username",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_repository_proxy_password",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Ref("secret"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_migration_compression",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_migration_compression",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_coordinator_bias",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_coordinator_bias",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_local_auth_max_threads",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ext_auth_max_threads",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ext_auth_cache_enabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ext_auth_cache_size",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ext_auth_cache_expiry",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_telemetry_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Ref("secret"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_telemetry_frequency",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Enum("telemetry_frequency"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_telemetry_next_collection",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_last_update_sync",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_update_sync_frequency",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Enum("update_sync_frequency"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_update_sync_day",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_update_sync_enabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_recommendations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_license_server",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_license_server",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "add_to_license_server",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "remove_from_license_server",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_ha_reboot_vm_on_internal_shutdown",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_ha_reboot_vm_on_internal_shutdown",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_limit_console_sessions",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_limit_console_sessions",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_vm_console_idle_timeout",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_vm_console_idle_timeout",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_auto_update_vm_secureboot_certificates",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_auto_update_vm_secureboot_certificates",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("pool"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("pool"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("pool"), ..P::BASE }],
            result: T::Record("pool"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
