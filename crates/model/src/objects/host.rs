//! Hosts.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Pbd, Pif, PowerState, Seconds, Task, Texts, Vm, pool_object};
use crate::Id;

pool_object! {
    /// A host. From XAPI's `host`, with its `host_metrics`.
    pub struct Host called "host" of [Host] {
        pub name_label: String,
        pub name_description: String,
        /// IP address or name.
        pub address: String,
        pub hostname: String,
        /// `Running` when XAPI hears of it, `Halted` when it does not, `Unknown` without metrics.
        pub power_state: PowerState,
        /// Whether VMs may be started on it.
        pub enabled: bool,
        /// What is being done to it: operation by task.
        pub current_operations: BTreeMap<Id<Task>, String>,
        pub memory: HostMemory,
        pub cpus: CpuCount,
        /// XAPI's `cpu_info`.
        #[serde(rename = "CPUs")]
        pub cpu_info: Texts,
        /// The product's version.
        pub version: String,
        pub build: String,
        #[serde(rename = "productBrand")]
        pub product_brand: String,
        pub bios_strings: Texts,
        pub chipset_info: ChipsetInfo,
        #[serde(rename = "controlDomain", default, skip_serializing_if = "Option::is_none")]
        pub control_domain: Option<Id<Vm>>,
        /// The VMs that run on it, its control domain among them.
        #[serde(rename = "residentVms")]
        pub resident_vms: Vec<Id<Vm>>,
        /// Patches of releases before 7.1.
        pub patches: Vec<Id<()>>,
        #[serde(rename = "iscsiIqn")]
        pub iscsi_iqn: String,
        #[serde(rename = "zstdSupported")]
        pub zstd_supported: bool,
        pub license_params: Texts,
        pub license_server: Texts,
        /// When its licence ends; null when it does not.
        pub license_expiry: Option<Seconds>,
        pub logging: Texts,
        pub multipathing: bool,
        #[serde(rename = "otherConfig")]
        pub other_config: Texts,
        #[serde(rename = "powerOnMode")]
        pub power_on_mode: String,
        /// When it booted.
        #[serde(rename = "startTime")]
        pub start_time: Option<Seconds>,
        /// When its toolstack started.
        #[serde(rename = "agentStartTime")]
        pub agent_start_time: Option<Seconds>,
        #[serde(rename = "supplementalPacks")]
        pub supplemental_packs: Vec<SupplementalPack>,
        /// Whether an installed patch waits for a reboot.
        #[serde(rename = "rebootRequired")]
        pub reboot_required: bool,
        pub tags: Vec<String>,
        /// Whether its processors can run unmodified guests.
        #[serde(rename = "hvmCapable")]
        pub hvm_capable: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub certificates: Option<Vec<Certificate>>,
        #[serde(rename = "PIFs")]
        pub pifs: Vec<Id<Pif>>,
        /// The same as `PIFs`.
        #[serde(rename = "$PIFs")]
        pub pifs_again: Vec<Id<Pif>>,
        #[serde(rename = "PCIs")]
        pub pcis: Vec<Id<()>>,
        /// The same as `PCIs`.
        #[serde(rename = "$PCIs")]
        pub pcis_again: Vec<Id<()>>,
        #[serde(rename = "PGPUs")]
        pub pgpus: Vec<Id<()>>,
        /// The same as `PGPUs`.
        #[serde(rename = "$PGPUs")]
        pub pgpus_again: Vec<Id<()>>,
        #[serde(rename = "$PBDs")]
        pub pbds: Vec<Id<Pbd>>,
    }
}

/// A host's memory, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HostMemory {
    /// 0 when XAPI does not hear of the host.
    pub usage: i64,
    /// Rounded up to a GiB.
    pub size: i64,
}

/// How many processors there are; absent when XAPI does not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CpuCount {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cores: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sockets: Option<i64>,
}

/// Software that was added to a host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SupplementalPack {
    pub name: String,
    pub description: String,
    pub author: String,
    pub version: String,
}

/// A certificate that a host shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Certificate {
    /// SHA-256, `AB:CD:…`.
    pub fingerprint: String,
    /// When it ends.
    #[serde(rename = "notAfter")]
    pub not_after: Option<Seconds>,
}

/// What a host's chipset can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChipsetInfo {
    /// Whether devices can be passed through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iommu: Option<bool>,
}
