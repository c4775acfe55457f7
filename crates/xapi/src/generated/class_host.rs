//! Class `host`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{
    Blob, Certificate, Feature, HostAllowedOperations, HostCpu, HostCrashdump, HostDisplay, HostMetrics,
    HostNtpMode, HostNumaAffinityPolicy, HostPatch, LatestSyncedUpdatesAppliedState, Pbd, Pci, Pgpu, Pif,
    PoolUpdate, Pusb, Sr, UpdateGuidances, Vm,
};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{DateTime, Record, Ref, lenient};

/// A record of class `host`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Host {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RW.
    pub name_label: String,
    /// string, RW.
    pub name_description: String,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub memory_overhead: i64,
    /// enum host_allowed_operations set, RO/runtime.
    pub allowed_operations: Vec<HostAllowedOperations>,
    /// (string -> enum host_allowed_operations) map, RO/runtime.
    pub current_operations: BTreeMap<String, HostAllowedOperations>,
    /// int, RO/runtime.
    #[serde(rename = "API_version_major", deserialize_with = "lenient::int")]
    pub api_version_major: i64,
    /// int, RO/runtime.
    #[serde(rename = "API_version_minor", deserialize_with = "lenient::int")]
    pub api_version_minor: i64,
    /// string, RO/runtime.
    #[serde(rename = "API_version_vendor")]
    pub api_version_vendor: String,
    /// (string -> string) map, RO/runtime.
    #[serde(rename = "API_version_vendor_implementation")]
    pub api_version_vendor_implementation: BTreeMap<String, String>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub enabled: bool,
    /// (string -> string) map, RO/constructor.
    pub software_version: BTreeMap<String, String>,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
    /// string set, RO/constructor.
    pub capabilities: Vec<String>,
    /// (string -> string) map, RO/runtime.
    pub cpu_configuration: BTreeMap<String, String>,
    /// string, RO/runtime.
    pub sched_policy: String,
    /// string set, RO/runtime.
    pub supported_bootloaders: Vec<String>,
    /// VM ref set, RO/runtime.
    #[serde(rename = "resident_VMs")]
    pub resident_vms: Vec<Ref<Vm>>,
    /// (string -> string) map, RW.
    pub logging: BTreeMap<String, String>,
    /// PIF ref set, RO/runtime.
    #[serde(rename = "PIFs")]
    pub pifs: Vec<Ref<Pif>>,
    /// SR ref, RW.
    pub suspend_image_sr: Ref<Sr>,
    /// SR ref, RW.
    pub crash_dump_sr: Ref<Sr>,
    /// host_crashdump ref set, RO/runtime.
    pub crashdumps: Vec<Ref<HostCrashdump>>,
    /// host_patch ref set, RO/runtime.
    pub patches: Vec<Ref<HostPatch>>,
    /// pool_update ref set, RO/runtime.
    pub updates: Vec<Ref<PoolUpdate>>,
    /// PBD ref set, RO/runtime.
    #[serde(rename = "PBDs")]
    pub pbds: Vec<Ref<Pbd>>,
    /// host_cpu ref set, RO/runtime.
    #[serde(rename = "host_CPUs")]
    pub host_cpus: Vec<Ref<HostCpu>>,
    /// (string -> string) map, RO/runtime.
    pub cpu_info: BTreeMap<String, String>,
    /// string, RW.
    pub hostname: String,
    /// string, RW.
    pub address: String,
    /// host_metrics ref, RO/runtime.
    pub metrics: Ref<HostMetrics>,
    /// (string -> string) map, RO/runtime.
    pub license_params: BTreeMap<String, String>,
    /// string set, RO/runtime.
    pub ha_statefiles: Vec<String>,
    /// string set, RO/runtime.
    pub ha_network_peers: Vec<String>,
    /// (string -> blob ref) map, RO/runtime.
    pub blobs: BTreeMap<String, Ref<Blob>>,
    /// string set, RW.
    pub tags: Vec<String>,
    /// string, RO/runtime.
    pub external_auth_type: String,
    /// string, RO/runtime.
    pub external_auth_service_name: String,
    /// (string -> string) map, RO/runtime.
    pub external_auth_configuration: BTreeMap<String, String>,
    /// string, RO/runtime.
    pub edition: String,
    /// (string -> string) map, RW.
    pub license_server: BTreeMap<String, String>,
    /// (string -> string) map, RO/runtime.
    pub bios_strings: BTreeMap<String, String>,
    /// string, RO/runtime.
    pub power_on_mode: String,
    /// (string -> string) map, RO/runtime.
    pub power_on_config: BTreeMap<String, String>,
    /// SR ref, RO/constructor.
    pub local_cache_sr: Ref<Sr>,
    /// (string -> string) map, RO/runtime.
    pub chipset_info: BTreeMap<String, String>,
    /// PCI ref set, RO/runtime.
    #[serde(rename = "PCIs")]
    pub pcis: Vec<Ref<Pci>>,
    /// PGPU ref set, RO/runtime.
    #[serde(rename = "PGPUs")]
    pub pgpus: Vec<Ref<Pgpu>>,
    /// PUSB ref set, RO/runtime.
    #[serde(rename = "PUSBs")]
    pub pusbs: Vec<Ref<Pusb>>,
    /// bool, RO/constructor.
    #[serde(deserialize_with = "lenient::boolean")]
    pub ssl_legacy: bool,
    /// (string -> string) map, RW.
    #[serde(rename = "guest_VCPUs_params")]
    pub guest_vcpus_params: BTreeMap<String, String>,
    /// enum host_display, RW.
    pub display: HostDisplay,
    /// int set, RO/runtime.
    #[serde(deserialize_with = "lenient::int_set")]
    pub virtual_hardware_platform_versions: Vec<i64>,
    /// VM ref, RO/runtime.
    pub control_domain: Ref<Vm>,
    /// pool_update ref set, RO/runtime.
    pub updates_requiring_reboot: Vec<Ref<PoolUpdate>>,
    /// Feature ref set, RO/runtime.
    pub features: Vec<Ref<Feature>>,
    /// string, RO/constructor.
    pub iscsi_iqn: String,
    /// bool, RO/constructor.
    #[serde(deserialize_with = "lenient::boolean")]
    pub multipathing: bool,
    /// string, RO/constructor.
    pub uefi_certificates: String,
    /// Certificate ref set, RO/runtime.
    pub certificates: Vec<Ref<Certificate>>,
    /// string set, RO/runtime.
    pub editions: Vec<String>,
    /// enum update_guidances set, RO/runtime.
    pub pending_guidances: Vec<UpdateGuidances>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub tls_verification_enabled: bool,
    /// datetime, RO/runtime.
    pub last_software_update: DateTime,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub https_only: bool,
    /// enum latest_synced_updates_applied_state, RO/runtime.
    pub latest_synced_updates_applied: LatestSyncedUpdatesAppliedState,
    /// enum host_numa_affinity_policy, RO/runtime.
    pub numa_affinity_policy: HostNumaAffinityPolicy,
    /// enum update_guidances set, RO/runtime.
    pub pending_guidances_recommended: Vec<UpdateGuidances>,
    /// enum update_guidances set, RO/runtime.
    pub pending_guidances_full: Vec<UpdateGuidances>,
    /// string, RO/runtime.
    pub last_update_hash: String,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub ssh_enabled: bool,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub ssh_enabled_timeout: i64,
    /// datetime, RO/runtime.
    pub ssh_expiry: DateTime,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub console_idle_timeout: i64,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub ssh_auto_mode: bool,
    /// string, RO/runtime.
    pub max_cstate: String,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub secure_boot: bool,
    /// enum host_ntp_mode, RO/runtime.
    pub ntp_mode: HostNtpMode,
    /// string set, RO/runtime.
    pub ntp_custom_servers: Vec<String>,
    /// string, RO/runtime.
    pub timezone: String,
}

impl Record for Host {
    const CLASS: &'static str = "host";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "host",
    event_class: "host",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "name_label",
            db_path: "name__label",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "name_description",
            db_path: "name__description",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "memory_overhead",
            db_path: "memory__overhead",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "allowed_operations",
            db_path: "allowed_operations",
            ty: T::Set(&T::Enum("host_allowed_operations")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "current_operations",
            db_path: "current_operations",
            ty: T::Map(&T::String, &T::Enum("host_allowed_operations")),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "API_version_major",
            db_path: "API_version__major",
            ty: T::Int,
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "API_version_minor",
            db_path: "API_version__minor",
            ty: T::Int,
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "API_version_vendor",
            db_path: "API_version__vendor",
            ty: T::String,
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "API_version_vendor_implementation",
            db_path: "API_version__vendor_implementation",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F { name: "enabled", db_path: "enabled", ty: T::Bool, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "software_version",
            db_path: "software_version",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "other_config",
            db_path: "other_config",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            map_key_roles: &[("XenCenter.CustomFields.*", "vm-operator"), ("folder", "vm-operator")],
            ..F::BASE
        },
        F {
            name: "capabilities",
            db_path: "capabilities",
            ty: T::Set(&T::String),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "cpu_configuration",
            db_path: "cpu_configuration",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "sched_policy",
            db_path: "sched_policy",
            ty: T::String,
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "supported_bootloaders",
            db_path: "supported_bootloaders",
            ty: T::Set(&T::String),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "resident_VMs",
            db_path: "resident_VMs",
            ty: T::Set(&T::Ref("VM")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "logging",
            db_path: "logging",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F { name: "PIFs", db_path: "PIFs", ty: T::Set(&T::Ref("PIF")), qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "suspend_image_sr",
            db_path: "suspend_image_sr",
            ty: T::Ref("SR"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "crash_dump_sr",
            db_path: "crash_dump_sr",
            ty: T::Ref("SR"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "crashdumps",
            db_path: "crashdumps",
            ty: T::Set(&T::Ref("host_crashdump")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "patches",
            db_path: "patches",
            ty: T::Set(&T::Ref("host_patch")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "updates",
            db_path: "updates",
            ty: T::Set(&T::Ref("pool_update")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F { name: "PBDs", db_path: "PBDs", ty: T::Set(&T::Ref("PBD")), qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "host_CPUs",
            db_path: "host_CPUs",
            ty: T::Set(&T::Ref("host_cpu")),
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
            name: "hostname",
            db_path: "hostname",
            ty: T::String,
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "address",
            db_path: "address",
            ty: T::String,
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "metrics",
            db_path: "metrics",
            ty: T::Ref("host_metrics"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "license_params",
            db_path: "license_params",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "boot_free_mem",
            db_path: "boot_free_mem",
            ty: T::Int,
            qualifier: Q::RoRuntime,
            internal_only: true,
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
            name: "ha_network_peers",
            db_path: "ha_network_peers",
            ty: T::Set(&T::String),
            default: Some("[]"),
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
            name: "external_auth_type",
            db_path: "external_auth_type",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "external_auth_service_name",
            db_path: "external_auth_service_name",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "external_auth_configuration",
            db_path: "external_auth_configuration",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "edition",
            db_path: "edition",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "license_server",
            db_path: "license_server",
            ty: T::Map(&T::String, &T::String),
            default: Some("{\"address\":\"localhost\",\"port\":\"27000\"}"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "bios_strings",
            db_path: "bios_strings",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "power_on_mode",
            db_path: "power_on_mode",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "power_on_config",
            db_path: "power_on_config",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "local_cache_sr",
            db_path: "local_cache_sr",
            ty: T::Ref("SR"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "chipset_info",
            db_path: "chipset_info",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F { name: "PCIs", db_path: "PCIs", ty: T::Set(&T::Ref("PCI")), qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "PGPUs",
            db_path: "PGPUs",
            ty: T::Set(&T::Ref("PGPU")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "PUSBs",
            db_path: "PUSBs",
            ty: T::Set(&T::Ref("PUSB")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "ssl_legacy",
            db_path: "ssl_legacy",
            ty: T::Bool,
            default: Some("true"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "guest_VCPUs_params",
            db_path: "guest_VCPUs_params",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "display",
            db_path: "display",
            ty: T::Enum("host_display"),
            default: Some("\"enabled\""),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "virtual_hardware_platform_versions",
            db_path: "virtual_hardware_platform_versions",
            ty: T::Set(&T::Int),
            default: Some("[0]"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "control_domain",
            db_path: "control_domain",
            ty: T::Ref("VM"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "updates_requiring_reboot",
            db_path: "updates_requiring_reboot",
            ty: T::Set(&T::Ref("pool_update")),
            qualifier: Q::RoRuntime,
            ignore_foreign_key: true,
            ..F::BASE
        },
        F {
            name: "features",
            db_path: "features",
            ty: T::Set(&T::Ref("Feature")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "iscsi_iqn",
            db_path: "iscsi_iqn",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "multipathing",
            db_path: "multipathing",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoConstructor,
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
            name: "certificates",
            db_path: "certificates",
            ty: T::Set(&T::Ref("Certificate")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "editions",
            db_path: "editions",
            ty: T::Set(&T::String),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "pending_guidances",
            db_path: "pending_guidances",
            ty: T::Set(&T::Enum("update_guidances")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
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
            name: "last_software_update",
            db_path: "last_software_update",
            ty: T::DateTime,
            default: Some("\"19700101T00:00:00Z\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "https_only",
            db_path: "https_only",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "recommended_guidances",
            db_path: "recommended_guidances",
            ty: T::Set(&T::Enum("update_guidances")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            internal_only: true,
            removed: true,
            ..F::BASE
        },
        F {
            name: "latest_synced_updates_applied",
            db_path: "latest_synced_updates_applied",
            ty: T::Enum("latest_synced_updates_applied_state"),
            default: Some("\"unknown\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "numa_affinity_policy",
            db_path: "numa_affinity_policy",
            ty: T::Enum("host_numa_affinity_policy"),
            default: Some("\"default_policy\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "pending_guidances_recommended",
            db_path: "pending_guidances_recommended",
            ty: T::Set(&T::Enum("update_guidances")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "pending_guidances_full",
            db_path: "pending_guidances_full",
            ty: T::Set(&T::Enum("update_guidances")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "last_update_hash",
            db_path: "last_update_hash",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "ssh_enabled",
            db_path: "ssh_enabled",
            ty: T::Bool,
            default: Some("true"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "ssh_enabled_timeout",
            db_path: "ssh_enabled_timeout",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "ssh_expiry",
            db_path: "ssh_expiry",
            ty: T::DateTime,
            default: Some("\"19700101T00:00:00Z\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "console_idle_timeout",
            db_path: "console_idle_timeout",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "ssh_auto_mode",
            db_path: "ssh_auto_mode",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "max_cstate",
            db_path: "max_cstate",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "secure_boot",
            db_path: "secure_boot",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "ntp_mode",
            db_path: "ntp_mode",
            ty: T::Enum("host_ntp_mode"),
            default: Some("\"Factory\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "ntp_custom_servers",
            db_path: "ntp_custom_servers",
            ty: T::Set(&T::String),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "timezone",
            db_path: "timezone",
            ty: T::String,
            default: Some("\"UTC\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "disable",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "auto_enable", ty: T::Bool, default: Some("true"), optional: true },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "enable",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "shutdown",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "reboot",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "prepare_for_poweroff",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "dmesg",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "dmesg_clear",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_log",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "send_debug_keys",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "keys", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "bugreport_upload",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "url", ty: T::String, ..P::BASE },
                P { name: "options", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M { name: "list_methods", kind: K::Custom, result: T::Set(&T::String), role: "read-only", ..M::BASE },
        M {
            name: "license_apply",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "contents", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            errors: &["LICENSE_PROCESSING_ERROR"],
            async_ok: true,
            removed: true,
            ..M::BASE
        },
        M {
            name: "license_add",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "contents", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            errors: &["LICENSE_PROCESSING_ERROR"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "license_remove",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "create",
            kind: K::Custom,
            params: &[
                P { name: "uuid", ty: T::String, ..P::BASE },
                P { name: "name_label", ty: T::String, ..P::BASE },
                P { name: "name_description", ty: T::String, ..P::BASE },
                P { name: "hostname", ty: T::String, ..P::BASE },
                P { name: "address", ty: T::String, ..P::BASE },
                P { name: "external_auth_type", ty: T::String, default: Some("\"\""), optional: true },
                P {
                    name: "external_auth_service_name",
                    ty: T::String,
                    default: Some("\"\""),
                    optional: true,
                },
                P {
                    name: "external_auth_configuration",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
                P {
                    name: "license_params",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
                P { name: "edition", ty: T::String, default: Some("\"\""), optional: true },
                P {
                    name: "license_server",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{\"address\":\"localhost\",\"port\":\"27000\"}"),
                    optional: true,
                },
                P {
                    name: "local_cache_sr",
                    ty: T::Ref("SR"),
                    default: Some("\"OpaqueRef:NULL\""),
                    optional: true,
                },
                P {
                    name: "chipset_info",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
                P { name: "ssl_legacy", ty: T::Bool, default: Some("true"), optional: true },
                P {
                    name: "last_software_update",
                    ty: T::DateTime,
                    default: Some("\"19700101T00:00:00Z\""),
                    optional: true,
                },
                P { name: "last_update_hash", ty: T::String, default: Some("\"\""), optional: true },
                P { name: "ssh_enabled", ty: T::Bool, default: Some("true"), optional: true },
                P { name: "ssh_enabled_timeout", ty: T::Int, default: Some("0"), optional: true },
                P {
                    name: "ssh_expiry",
                    ty: T::DateTime,
                    default: Some("\"19700101T00:00:00Z\""),
                    optional: true,
                },
                P { name: "console_idle_timeout", ty: T::Int, default: Some("0"), optional: true },
                P { name: "ssh_auto_mode", ty: T::Bool, default: Some("false"), optional: true },
                P { name: "secure_boot", ty: T::Bool, default: Some("false"), optional: true },
                P {
                    name: "software_version",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
                P { name: "https_only", ty: T::Bool, default: Some("false"), optional: true },
                P { name: "max_cstate", ty: T::String, default: Some("\"\""), optional: true },
                P {
                    name: "ntp_mode",
                    ty: T::Enum("host_ntp_mode"),
                    default: Some("\"Factory\""),
                    optional: true,
                },
                P { name: "ntp_custom_servers", ty: T::Set(&T::String), default: Some("[]"), optional: true },
                P { name: "timezone", ty: T::String, default: Some("\"UTC\""), optional: true },
                P {
                    name: "numa_affinity_policy",
                    ty: T::Enum("host_numa_affinity_policy"),
                    default: Some("\"default_policy\""),
                    optional: true,
                },
                P {
                    name: "latest_synced_updates_applied",
                    ty: T::Enum("latest_synced_updates_applied_state"),
                    default: Some("[]"),
                    optional: true,
                },
                P {
                    name: "pending_guidances_full",
                    ty: T::Set(&T::Enum("update_guidances")),
                    default: Some("[]"),
                    optional: true,
                },
                P {
                    name: "pending_guidances_recommended",
                    ty: T::Set(&T::Enum("update_guidances")),
                    default: Some("[]"),
                    optional: true,
                },
            ],
            result: T::Ref("host"),
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "power_on",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_license_params",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "emergency_ha_disable",
            kind: K::Custom,
            params: &[P { name: "soft", ty: T::Bool, default: Some("false"), optional: true }],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "ha_disarm_fencing",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "preconfigure_ha",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "statefiles", ty: T::Set(&T::Ref("VDI")), ..P::BASE },
                P { name: "metadata_vdi", ty: T::Ref("VDI"), ..P::BASE },
                P { name: "generation", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "ha_join_liveset",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "ha_disable_failover_decisions",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "ha_wait_for_shutdown_via_statefile",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "ha_stop_daemon",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "ha_release_resources",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "ha_xapi_healthcheck",
            kind: K::Custom,
            result: T::Bool,
            role: "pool-admin",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "local_assert_healthy",
            kind: K::Custom,
            result: T::Void,
            role: "local-root",
            errors: &[
                "HOST_STILL_BOOTING",
                "HOST_HAS_NO_MANAGEMENT_IP",
                "HOST_MASTER_CANNOT_TALK_BACK",
                "HOST_UNKNOWN_TO_MASTER",
                "HOST_BROKEN",
                "LICENCE_RESTRICTION",
                "LICENSE_DOES_NOT_SUPPORT_POOLING",
                "HA_SHOULD_BE_FENCED",
                "HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR",
            ],
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "request_backup",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "generation", ty: T::Int, ..P::BASE },
                P { name: "force", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "request_config_file_sync",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "hash", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "propose_new_master",
            kind: K::Custom,
            params: &[
                P { name: "address", ty: T::String, ..P::BASE },
                P { name: "manual", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "commit_new_master",
            kind: K::Custom,
            params: &[P { name: "address", ty: T::String, ..P::BASE }],
            result: T::Void,
            role: "local-root",
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "abort_new_master",
            kind: K::Custom,
            params: &[P { name: "address", ty: T::String, ..P::BASE }],
            result: T::Void,
            role: "local-root",
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "get_data_sources",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::Record("data_source")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "record_data_source",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "data_source", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "query_data_source",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "data_source", ty: T::String, ..P::BASE },
            ],
            result: T::Float,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "forget_data_source_archives",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "data_source", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "assert_can_evacuate",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_vms_which_prevent_evacuation",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Map(&T::Ref("VM"), &T::Set(&T::String)),
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_uncooperative_resident_VMs",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::Ref("VM")),
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_uncooperative_domains",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "evacuate",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P {
                    name: "network",
                    ty: T::Ref("network"),
                    default: Some("\"OpaqueRef:NULL\""),
                    optional: true,
                },
                P { name: "evacuate_batch_size", ty: T::Int, default: Some("0"), optional: true },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "signal_networking_change",
            kind: K::Custom,
            result: T::Void,
            role: "local-root",
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "notify",
            kind: K::Custom,
            params: &[
                P { name: "ty", ty: T::String, ..P::BASE },
                P { name: "params", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "syslog_reconfigure",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "management_reconfigure",
            kind: K::Custom,
            params: &[P { name: "pif", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "local_management_reconfigure",
            kind: K::Custom,
            params: &[P { name: "interface", ty: T::String, ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M { name: "management_disable", kind: K::Custom, result: T::Void, role: "pool-operator", ..M::BASE },
        M {
            name: "get_management_interface",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Ref("PIF"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_system_status_capabilities",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_diagnostic_timing_stats",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "counts", ty: T::Bool, default: Some("false"), optional: true },
            ],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "restart_agent",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M { name: "shutdown_agent", kind: K::Custom, result: T::Void, role: "pool-operator", ..M::BASE },
        M {
            name: "set_hostname_live",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "hostname", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            errors: &["HOST_NAME_INVALID"],
            ..M::BASE
        },
        M {
            name: "is_in_emergency_mode",
            kind: K::Custom,
            result: T::Bool,
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "compute_free_memory",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "compute_memory_overhead",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "tickle_heartbeat",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "stuff", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Map(&T::String, &T::String),
            role: "local-root",
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "sync_data",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "backup_rrds",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "delay", ty: T::Float, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "create_new_blob",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
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
            name: "call_plugin",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "plugin", ty: T::String, ..P::BASE },
                P { name: "fn", ty: T::String, ..P::BASE },
                P { name: "args", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::String,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "has_extension",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "name", ty: T::String, ..P::BASE },
            ],
            result: T::Bool,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "call_extension",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "call", ty: T::String, ..P::BASE },
            ],
            result: T::String,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "get_servertime",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_server_localtime",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "enable_binary_storage",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "disable_binary_storage",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "enable_external_auth",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
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
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "config", ty: T::Map(&T::String, &T::String), default: Some("{}"), optional: true },
                P { name: "force", ty: T::Bool, default: Some("false"), optional: true },
            ],
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "external_auth_set_ldaps",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "ldaps", ty: T::Bool, ..P::BASE },
                P { name: "force", ty: T::Bool, default: Some("false"), optional: true },
            ],
            result: T::Void,
            role: "pool-admin",
            ..M::BASE
        },
        M {
            name: "retrieve_wlb_evacuate_recommendations",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Map(&T::Ref("VM"), &T::Set(&T::String)),
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "install_ca_certificate",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "name", ty: T::String, ..P::BASE },
                P { name: "cert", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "uninstall_ca_certificate",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "name", ty: T::String, ..P::BASE },
                P { name: "force", ty: T::Bool, default: Some("false"), optional: true },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "certificate_list",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "crl_install",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "name", ty: T::String, ..P::BASE },
                P { name: "crl", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "crl_uninstall",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "name", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "crl_list",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "certificate_sync",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "get_server_certificate",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "refresh_server_certificate",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "install_server_certificate",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "certificate", ty: T::String, ..P::BASE },
                P { name: "private_key", ty: T::String, ..P::BASE },
                P { name: "certificate_chain", ty: T::String, default: Some("\"\""), optional: true },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "emergency_reset_server_certificate",
            kind: K::Custom,
            result: T::Void,
            role: "local-root",
            ..M::BASE
        },
        M {
            name: "reset_server_certificate",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "update_pool_secret",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "pool_secret", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "update_master",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "master_address", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "attach_static_vdis",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "vdi_reason_map", ty: T::Map(&T::Ref("VDI"), &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "detach_static_vdis",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "vdis", ty: T::Set(&T::Ref("VDI")), ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "set_localdb_key",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "apply_edition",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "edition", ty: T::String, ..P::BASE },
                P { name: "force", ty: T::Bool, default: Some("false"), optional: true },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "refresh_pack_info",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_power_on_mode",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "power_on_mode", ty: T::String, ..P::BASE },
                P { name: "power_on_config", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_cpu_features",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "features", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "reset_cpu_features",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "reset_networking",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "enable_local_storage_caching",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "sr", ty: T::Ref("SR"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "disable_local_storage_caching",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_sm_diagnostics",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "pool-operator",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_thread_diagnostics",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "pool-operator",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "sm_dp_destroy",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "dp", ty: T::String, ..P::BASE },
                P { name: "allow_leak", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "sync_vlans",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "sync_tunnels",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "sync_pif_currently_attached",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "bridges", ty: T::Set(&T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "migrate_receive",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "network", ty: T::Ref("network"), ..P::BASE },
                P { name: "options", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Map(&T::String, &T::String),
            role: "vm-power-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "declare_dead",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "enable_display",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Enum("host_display"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "disable_display",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Enum("host_display"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_ssl_legacy",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "apply_guest_agent_config",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "mxgpu_vf_setup",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "vm-operator",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "nvidia_vf_setup",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "pf", ty: T::Ref("PCI"), ..P::BASE },
                P { name: "enable", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-operator",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "allocate_resources_for_vm",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "live", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "set_iscsi_iqn",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_multipathing",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "write_uefi_certificates_to_disk",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "set_uefi_certificates",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "notify_accept_new_pool_secret",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "old_ps", ty: T::String, ..P::BASE },
                P { name: "new_ps", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "notify_send_new_pool_secret",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "old_ps", ty: T::String, ..P::BASE },
                P { name: "new_ps", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "cleanup_pool_secret",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "old_ps", ty: T::String, ..P::BASE },
                P { name: "new_ps", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "set_sched_gran",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::Enum("host_sched_gran"), ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_sched_gran",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Enum("host_sched_gran"),
            role: "local-root",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_numa_affinity_policy",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::Enum("host_numa_affinity_policy"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "emergency_disable_tls_verification",
            kind: K::Custom,
            result: T::Void,
            role: "local-root",
            ..M::BASE
        },
        M {
            name: "emergency_reenable_tls_verification",
            kind: K::Custom,
            result: T::Void,
            role: "local-root",
            ..M::BASE
        },
        M {
            name: "cert_distrib_atom",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "command", ty: T::String, ..P::BASE },
            ],
            result: T::String,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "apply_updates",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "hash", ty: T::String, ..P::BASE },
            ],
            result: T::Set(&T::Set(&T::String)),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "rescan_drivers",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "copy_primary_host_certs",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "set_https_only",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "apply_recommended_guidances",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            removed: true,
            ..M::BASE
        },
        M {
            name: "emergency_clear_mandatory_guidance",
            kind: K::Custom,
            result: T::Void,
            role: "local-root",
            ..M::BASE
        },
        M {
            name: "enable_ssh",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "disable_ssh",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_ssh_enabled_timeout",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_tracked_user_agents",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "update_firewalld_service_status",
            kind: K::Custom,
            result: T::Void,
            role: "pool-operator",
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "set_max_cstate",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_ntp_mode",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::Enum("host_ntp_mode"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_ntp_custom_servers",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::Set(&T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_ntp_servers_status",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_timezone",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "list_timezones",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_ntp_synchronized",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_servertime",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::DateTime, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("host")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("host")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("host"), &T::Record("host")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("host"), &T::Record("host")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_label",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_description",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_memory_overhead",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_allowed_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::Enum("host_allowed_operations")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_current_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Map(&T::String, &T::Enum("host_allowed_operations")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_API_version_major",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_API_version_minor",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_API_version_vendor",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_API_version_vendor_implementation",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_enabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_software_version",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            map_key_roles: &[("XenCenter.CustomFields.*", "vm-operator"), ("folder", "vm-operator")],
            ..M::BASE
        },
        M {
            name: "remove_from_other_config",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            map_key_roles: &[("XenCenter.CustomFields.*", "vm-operator"), ("folder", "vm-operator")],
            ..M::BASE
        },
        M {
            name: "get_capabilities",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_cpu_configuration",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_sched_policy",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_supported_bootloaders",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_resident_VMs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::Ref("VM")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_logging",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_logging",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "add_to_logging",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "remove_from_logging",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_PIFs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::Ref("PIF")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_suspend_image_sr",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Ref("SR"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_suspend_image_sr",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::Ref("SR"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_crash_dump_sr",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Ref("SR"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_crash_dump_sr",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::Ref("SR"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_crashdumps",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::Ref("host_crashdump")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_patches",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::Ref("host_patch")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_updates",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::Ref("pool_update")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_PBDs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::Ref("PBD")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_host_CPUs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::Ref("host_cpu")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_cpu_info",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_hostname",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_hostname",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_address",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_address",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_metrics",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Ref("host_metrics"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_license_params",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ha_statefiles",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ha_network_peers",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_blobs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Map(&T::String, &T::Ref("blob")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_tags",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_tags",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-operator",
            ..M::BASE
        },
        M {
            name: "get_external_auth_type",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_external_auth_service_name",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_external_auth_configuration",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_edition",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_license_server",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_license_server",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_bios_strings",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_power_on_mode",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_power_on_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_local_cache_sr",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Ref("SR"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_chipset_info",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_PCIs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::Ref("PCI")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_PGPUs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::Ref("PGPU")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_PUSBs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::Ref("PUSB")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ssl_legacy",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_guest_VCPUs_params",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_guest_VCPUs_params",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "add_to_guest_VCPUs_params",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "remove_from_guest_VCPUs_params",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_display",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Enum("host_display"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_display",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("host"), ..P::BASE },
                P { name: "value", ty: T::Enum("host_display"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_virtual_hardware_platform_versions",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::Int),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_control_domain",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Ref("VM"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_updates_requiring_reboot",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::Ref("pool_update")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_features",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::Ref("Feature")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_iscsi_iqn",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_multipathing",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uefi_certificates",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_certificates",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::Ref("Certificate")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_editions",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_pending_guidances",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::Enum("update_guidances")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_tls_verification_enabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_last_software_update",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_https_only",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_latest_synced_updates_applied",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Enum("latest_synced_updates_applied_state"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_numa_affinity_policy",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Enum("host_numa_affinity_policy"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_pending_guidances_recommended",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::Enum("update_guidances")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_pending_guidances_full",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::Enum("update_guidances")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_last_update_hash",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ssh_enabled",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ssh_enabled_timeout",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ssh_expiry",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_console_idle_timeout",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ssh_auto_mode",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_max_cstate",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_secure_boot",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ntp_mode",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Enum("host_ntp_mode"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ntp_custom_servers",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_timezone",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("host"), ..P::BASE }],
            result: T::Record("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("host")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
