//! What plugs disks and networks into VMs.

use super::{Network, Texts, Vdi, Vm, pool_object};
use crate::Id;

pool_object! {
    /// A drive of a VM, with or without a disk in it. From XAPI's `VBD`.
    pub struct Vbd called "VBD" of [Vbd] {
        pub attached: bool,
        pub bootable: bool,
        /// As the guest names it; null while it is not attached.
        pub device: Option<String>,
        pub is_cd_drive: bool,
        /// A number, as text.
        pub position: String,
        pub read_only: bool,
        #[serde(rename = "VDI", default, skip_serializing_if = "Option::is_none")]
        pub vdi: Option<Id<Vdi>>,
        #[serde(rename = "VM", default, skip_serializing_if = "Option::is_none")]
        pub vm: Option<Id<Vm>>,
    }
}

pool_object! {
    /// A network card of a VM. From XAPI's `VIF`.
    pub struct Vif called "VIF" of [Vif] {
        #[serde(rename = "allowedIpv4Addresses")]
        pub allowed_ipv4_addresses: Vec<String>,
        #[serde(rename = "allowedIpv6Addresses")]
        pub allowed_ipv6_addresses: Vec<String>,
        pub attached: bool,
        /// A number, as text.
        pub device: String,
        /// `network_default`, `locked`, `unlocked`, `disabled`.
        #[serde(rename = "lockingMode")]
        pub locking_mode: String,
        #[serde(rename = "MAC")]
        pub mac: String,
        #[serde(rename = "MTU")]
        pub mtu: i64,
        pub other_config: Texts,
        #[serde(rename = "txChecksumming")]
        pub tx_checksumming: bool,
        /// kB/s.
        #[serde(rename = "rateLimit", default, skip_serializing_if = "Option::is_none")]
        pub rate_limit: Option<i64>,
        #[serde(rename = "$network", default, skip_serializing_if = "Option::is_none")]
        pub network: Option<Id<Network>>,
        #[serde(rename = "$VM", default, skip_serializing_if = "Option::is_none")]
        pub vm: Option<Id<Vm>>,
    }
}
