//! A pool: one or several hosts with one master.

use std::collections::BTreeMap;

use super::{CpuCount, Host, Sr, Task, Texts, pool_object};
use crate::Id;

pool_object! {
    /// A pool of hosts. From XAPI's `pool`, with the `host` that is its master.
    pub struct Pool called "pool" of [Pool] {
        /// The master's name when it has none of its own.
        pub name_label: String,
        pub name_description: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub master: Option<Id<Host>>,
        pub auto_poweron: bool,
        #[serde(rename = "crashDumpSr", default, skip_serializing_if = "Option::is_none")]
        pub crash_dump_sr: Option<Id<Sr>>,
        #[serde(rename = "suspendSr", default, skip_serializing_if = "Option::is_none")]
        pub suspend_sr: Option<Id<Sr>>,
        #[serde(rename = "default_SR", default, skip_serializing_if = "Option::is_none")]
        pub default_sr: Option<Id<Sr>>,
        /// What is being done to it: operation by task.
        pub current_operations: BTreeMap<Id<Task>, String>,
        #[serde(rename = "HA_enabled")]
        pub ha_enabled: bool,
        #[serde(rename = "haRebootVmOnInternalShutdown")]
        pub ha_reboot_vm_on_internal_shutdown: bool,
        /// The storage that the HA heartbeats are on.
        #[serde(rename = "haSrs")]
        pub ha_srs: Vec<Id<Sr>>,
        pub tags: Vec<String>,
        #[serde(rename = "migrationCompression")]
        pub migration_compression: bool,
        #[serde(rename = "otherConfig")]
        pub other_config: Texts,
        /// Of all hosts together.
        pub cpus: CpuCount,
        #[serde(rename = "zstdSupported")]
        pub zstd_supported: bool,
        #[serde(rename = "vtpmSupported")]
        pub vtpm_supported: bool,
        /// The master's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub platform_version: Option<String>,
    }
}
