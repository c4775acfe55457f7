//! Virtual machines, and what shares their shape: templates, snapshots, control domains.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Host, PowerState, Seconds, Sr, Task, Texts, Vbd, Vdi, Vif, pool_object};
use crate::Id;

pool_object! {
    /// A virtual machine (kind `VM`), or one of the family: `VM-template`, `VM-snapshot`, `VM-controller`. From XAPI's
    /// `VM`, with its `VM_metrics` and `VM_guest_metrics`.
    pub struct Vm called "VM" of [Vm, VmTemplate, VmSnapshot, VmController] {
        pub name_label: String,
        pub name_description: String,
        pub power_state: PowerState,
        /// The host it runs on; else its pool, or the host that has its disks on local storage.
        #[serde(rename = "$container", default, skip_serializing_if = "Option::is_none")]
        pub container: Option<Id<()>>,
        /// What is being done to it: operation by task.
        pub current_operations: BTreeMap<Id<Task>, String>,
        /// Address by `<device>/ipv4/<n>` or `<device>/ipv6/<n>`, as the guest reports them.
        pub addresses: Texts,
        /// The first IPv4 address, else the first IPv6 one.
        #[serde(rename = "mainIpAddress", default, skip_serializing_if = "Option::is_none")]
        pub main_ip_address: Option<String>,
        #[serde(rename = "CPUs")]
        pub cpus: VmCpus,
        pub memory: VmMemory,
        /// `hvm`, `pv`, `pvh`, `pv_in_pvh`.
        #[serde(rename = "virtualizationMode")]
        pub virtualization_mode: String,
        /// The operating system, as the guest reports it.
        pub os_version: Option<Texts>,
        /// When it was installed.
        #[serde(rename = "installTime")]
        pub install_time: Option<Seconds>,
        /// When it was started last.
        #[serde(rename = "startTime")]
        pub start_time: Option<Seconds>,
        pub tags: Vec<String>,
        /// Why an operation is refused, by operation.
        #[serde(rename = "blockedOperations")]
        pub blocked_operations: Texts,
        #[serde(rename = "$VBDs")]
        pub vbds: Vec<Id<Vbd>>,
        #[serde(rename = "VIFs")]
        pub vifs: Vec<Id<Vif>>,
        #[serde(rename = "VTPMs")]
        pub vtpms: Vec<Id<()>>,
        #[serde(rename = "VGPUs")]
        pub vgpus: Vec<Id<()>>,
        /// The same as `VGPUs`.
        #[serde(rename = "$VGPUs")]
        pub vgpus_again: Vec<Id<()>>,
        pub snapshots: Vec<Id<Vm>>,
        /// The snapshot it was last taken back to or made from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub parent: Option<Id<Vm>>,
        #[serde(rename = "suspendSr", default, skip_serializing_if = "Option::is_none")]
        pub suspend_sr: Option<Id<Sr>>,
        /// Where it would rather run.
        #[serde(rename = "affinityHost", default, skip_serializing_if = "Option::is_none")]
        pub affinity_host: Option<Id<Host>>,
        /// PCI addresses that are passed through: `0000:04:01.0`.
        #[serde(rename = "attachedPcis", default, skip_serializing_if = "Option::is_none")]
        pub attached_pcis: Option<Vec<String>>,
        /// Whether it is started with its host.
        pub auto_poweron: bool,
        pub bios_strings: Texts,
        /// `order`, `firmware`.
        pub boot: Texts,
        #[serde(rename = "coresPerSocket", default, skip_serializing_if = "Option::is_none")]
        pub cores_per_socket: Option<i64>,
        /// Percent of one processor.
        #[serde(rename = "cpuCap", default, skip_serializing_if = "Option::is_none")]
        pub cpu_cap: Option<i64>,
        #[serde(rename = "cpuMask", default, skip_serializing_if = "Option::is_none")]
        pub cpu_mask: Option<Vec<i64>>,
        #[serde(rename = "cpuWeight", default, skip_serializing_if = "Option::is_none")]
        pub cpu_weight: Option<i64>,
        /// Who made it, when, and from what, when a manager made it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub creation: Option<Creation>,
        #[serde(rename = "expNestedHvm")]
        pub exp_nested_hvm: bool,
        #[serde(rename = "isNestedVirtEnabled")]
        pub is_nested_virt_enabled: bool,
        #[serde(rename = "hasVendorDevice")]
        pub has_vendor_device: bool,
        /// `restart`, `best-effort`, or empty.
        pub high_availability: String,
        #[serde(rename = "isFirmwareSupported")]
        pub is_firmware_supported: bool,
        #[serde(rename = "needsVtpm")]
        pub needs_vtpm: bool,
        #[serde(rename = "secureBoot")]
        pub secure_boot: bool,
        pub viridian: bool,
        #[serde(rename = "nicType", default, skip_serializing_if = "Option::is_none")]
        pub nic_type: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub notes: Option<String>,
        /// XAPI's `other_config`.
        pub other: Texts,
        /// The resource set that it is charged to.
        #[serde(rename = "resourceSet", default, skip_serializing_if = "Option::is_none")]
        pub resource_set: Option<String>,
        /// Seconds to wait before the next VM when the pool starts its VMs.
        #[serde(rename = "startDelay")]
        pub start_delay: i64,
        #[serde(rename = "xenStoreData")]
        pub xenstore_data: Texts,
        /// Whether the guest runs a management agent; known of running VMs only.
        #[serde(rename = "managementAgentDetected", default, skip_serializing_if = "Option::is_none")]
        pub management_agent_detected: Option<bool>,
        #[serde(rename = "pvDriversDetected", default, skip_serializing_if = "Option::is_none")]
        pub pv_drivers_detected: Option<bool>,
        /// `major.minor.micro-build`.
        #[serde(rename = "pvDriversVersion", default, skip_serializing_if = "Option::is_none")]
        pub pv_drivers_version: Option<String>,
        #[serde(rename = "pvDriversUpToDate", default, skip_serializing_if = "Option::is_none")]
        pub pv_drivers_up_to_date: Option<bool>,
        /// Guest tools in the older form; absent unless it runs.
        #[serde(rename = "xenTools", default, skip_serializing_if = "Option::is_none")]
        pub xen_tools: Option<XenTools>,
        /// The graphics card; HVM only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub vga: Option<String>,
        /// MiB; HVM only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub videoram: Option<i64>,
        /// The kernel's command line; not HVM.
        #[serde(rename = "PV_args", default, skip_serializing_if = "Option::is_none")]
        pub pv_args: Option<String>,
        /// When the snapshot was taken; snapshots only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub snapshot_time: Option<Seconds>,
        /// What it is a snapshot of; snapshots only.
        #[serde(rename = "$snapshot_of", default, skip_serializing_if = "Option::is_none")]
        pub snapshot_of: Option<Id<Vm>>,
        /// Where the memory was written to; snapshots only.
        #[serde(rename = "suspendVdi", default, skip_serializing_if = "Option::is_none")]
        pub suspend_vdi: Option<Id<Vdi>>,
        /// Whether it came with the product; templates only.
        #[serde(rename = "isDefaultTemplate", default, skip_serializing_if = "Option::is_none")]
        pub is_default_template: Option<bool>,
        /// How to install from it; templates only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub template_info: Option<TemplateInfo>,
    }
}

/// A VM's processors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VmCpus {
    /// How many it can have without being stopped.
    pub max: i64,
    /// How many it has, or will have when started.
    pub number: i64,
}

/// A VM's memory, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VmMemory {
    /// Least and most while running.
    pub dynamic: [i64; 2],
    /// Least and most at all.
    #[serde(rename = "static")]
    pub fixed: [i64; 2],
    /// What it has, or will have when started.
    pub size: i64,
    /// What the guest uses, when it tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<i64>,
}

/// How a VM came to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Creation {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
}

/// The guest tools: `false`, or their version.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum XenTools {
    /// Whether there are any; only `false` is ever told.
    Present(bool),
    Version {
        major: i64,
        minor: i64,
        /// `major.minor` as a number.
        version: f64,
    },
}

/// How to install a VM from a template.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TemplateInfo {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arch: Option<String>,
    pub disks: Vec<TemplateDisk>,
    /// `cdrom`, `http`, `ftp`, `nfs`.
    pub install_methods: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub install_repository: Option<String>,
}

/// A disk that a VM made from a template gets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TemplateDisk {
    pub bootable: bool,
    pub device: String,
    /// Bytes.
    pub size: i64,
    /// `system` or `user`.
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(rename = "SR", default, skip_serializing_if = "Option::is_none")]
    pub sr: Option<String>,
}
