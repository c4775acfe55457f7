//! Storage repositories, their disks, and how hosts reach them.

use std::collections::BTreeMap;

use super::{Host, Seconds, Task, Texts, Vbd, pool_object};
use crate::Id;

pool_object! {
    /// A storage repository. From XAPI's `SR`.
    pub struct Sr called "SR" of [Sr] {
        pub name_label: String,
        pub name_description: String,
        /// The pool when it is shared (or reached by no host), else the host that has it.
        #[serde(rename = "$container", default, skip_serializing_if = "Option::is_none")]
        pub container: Option<Id<()>>,
        /// `user`, `iso`, `disk`.
        pub content_type: String,
        /// `ext`, `lvm`, `nfs`, …
        #[serde(rename = "SR_type")]
        pub sr_type: String,
        pub shared: bool,
        /// Bytes.
        pub size: i64,
        /// Bytes that are taken on the device.
        pub physical_usage: i64,
        /// Bytes that its disks may grow to.
        pub usage: i64,
        /// `thin`, `thick`, or `unknown`; absent where the type does not tell.
        #[serde(rename = "allocationStrategy", default, skip_serializing_if = "Option::is_none")]
        pub allocation_strategy: Option<String>,
        #[serde(rename = "inMaintenanceMode")]
        pub in_maintenance_mode: bool,
        /// What is being done to it: operation by task.
        pub current_operations: BTreeMap<Id<Task>, String>,
        pub tags: Vec<String>,
        pub other_config: Texts,
        pub sm_config: Texts,
        #[serde(rename = "VDIs")]
        pub vdis: Vec<Id<Vdi>>,
        #[serde(rename = "$PBDs")]
        pub pbds: Vec<Id<Pbd>>,
    }
}

pool_object! {
    /// A storage driver. From XAPI's `SM`.
    pub struct Sm called "SM" of [Sm] {
        pub name_label: String,
        pub name_description: String,
        #[serde(rename = "SM_type")]
        pub sm_type: String,
        /// What to tell it when an SR is made: explanation by key.
        pub configuration: Texts,
        pub vendor: String,
        /// What it can do: version by feature.
        pub features: BTreeMap<String, i64>,
        pub driver_filename: String,
        pub required_cluster_stack: Vec<String>,
        /// `vhd`, `qcow2`, `raw`.
        pub supported_image_formats: Vec<String>,
    }
}

pool_object! {
    /// How a host reaches an SR. From XAPI's `PBD`.
    pub struct Pbd called "PBD" of [Pbd] {
        pub attached: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub host: Option<Id<Host>>,
        #[serde(rename = "SR", default, skip_serializing_if = "Option::is_none")]
        pub sr: Option<Id<Sr>>,
        /// Secrets are replaced by `* obfuscated *`.
        pub device_config: Texts,
        #[serde(rename = "otherConfig")]
        pub other_config: Texts,
    }
}

pool_object! {
    /// A disk (kind `VDI`), a snapshot of one (`VDI-snapshot`), or one that only the storage driver uses
    /// (`VDI-unmanaged`). From XAPI's `VDI`.
    pub struct Vdi called "VDI" of [Vdi, VdiSnapshot, VdiUnmanaged] {
        pub name_label: String,
        pub name_description: String,
        #[serde(rename = "VDI_type")]
        pub vdi_type: String,
        /// Bytes that a guest sees.
        pub size: i64,
        /// Bytes that it takes.
        pub usage: i64,
        /// Bytes that it and the disks it builds on take; kind `VDI` only.
        #[serde(rename = "chainPhysicalUsage", default, skip_serializing_if = "Option::is_none")]
        pub chain_physical_usage: Option<i64>,
        #[serde(rename = "$SR", default, skip_serializing_if = "Option::is_none")]
        pub sr: Option<Id<Sr>>,
        #[serde(rename = "$VBDs")]
        pub vbds: Vec<Id<Vbd>>,
        pub snapshots: Vec<Id<Vdi>>,
        /// What it builds on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub parent: Option<Id<Vdi>>,
        /// `vhd`, `qcow2`, `raw`; absent where the storage does not tell.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub image_format: Option<String>,
        /// Whether the blocks that change are tracked.
        pub cbt_enabled: bool,
        /// Whether the storage no longer has it.
        pub missing: bool,
        pub tags: Vec<String>,
        /// What is being done to it: operation by task.
        pub current_operations: BTreeMap<Id<Task>, String>,
        pub other_config: Texts,
        /// When the snapshot was taken; snapshots only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub snapshot_time: Option<Seconds>,
        /// What it is a snapshot of; snapshots only.
        #[serde(rename = "$snapshot_of", default, skip_serializing_if = "Option::is_none")]
        pub snapshot_of: Option<Id<Vdi>>,
    }
}
