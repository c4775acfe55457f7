//! Networks, and the hosts' interfaces to them.

use std::collections::BTreeMap;

use super::{Host, Task, Texts, Vif, pool_object};
use crate::Id;

pool_object! {
    /// A network. From XAPI's `network`.
    pub struct Network called "network" of [Network] {
        pub name_label: String,
        pub name_description: String,
        /// Whether new VMs get a card on it.
        pub automatic: bool,
        pub bridge: String,
        /// What is being done to it: operation by task.
        pub current_operations: BTreeMap<Id<Task>, String>,
        /// Whether a card passes nothing unless its addresses are allowed.
        #[serde(rename = "defaultIsLocked")]
        pub default_is_locked: bool,
        #[serde(rename = "MTU")]
        pub mtu: i64,
        pub other_config: Texts,
        pub tags: Vec<String>,
        #[serde(rename = "PIFs")]
        pub pifs: Vec<Id<Pif>>,
        #[serde(rename = "VIFs")]
        pub vifs: Vec<Id<Vif>>,
        /// Whether disks may be read over it, with TLS.
        pub nbd: bool,
        /// The same without TLS.
        #[serde(rename = "insecureNbd")]
        pub insecure_nbd: bool,
        #[serde(rename = "isBonded")]
        pub is_bonded: bool,
    }
}

pool_object! {
    /// A network interface of a host. From XAPI's `PIF`, with its `PIF_metrics`.
    pub struct Pif called "PIF" of [Pif] {
        pub attached: bool,
        #[serde(rename = "isBondMaster")]
        pub is_bond_master: bool,
        #[serde(rename = "isBondSlave")]
        pub is_bond_slave: bool,
        /// The bond's interface; members of a bond only.
        #[serde(rename = "bondMaster", default, skip_serializing_if = "Option::is_none")]
        pub bond_master: Option<Id<Pif>>,
        /// The bond's members; bonds only.
        #[serde(rename = "bondSlaves", default, skip_serializing_if = "Option::is_none")]
        pub bond_slaves: Option<Vec<Id<Pif>>>,
        /// `eth0`.
        pub device: String,
        /// What the hardware calls itself.
        #[serde(rename = "deviceName", default, skip_serializing_if = "Option::is_none")]
        pub device_name: Option<String>,
        /// Mbit/s.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub speed: Option<i64>,
        /// Whether a cable is in.
        pub carrier: bool,
        pub dns: String,
        pub gateway: String,
        pub ip: String,
        pub ipv6: Vec<String>,
        pub netmask: String,
        pub mac: String,
        /// `None`, `DHCP`, `Static`.
        pub mode: String,
        /// `None`, `DHCP`, `Static`, `Autoconf`.
        #[serde(rename = "ipv6Mode")]
        pub ipv6_mode: String,
        pub mtu: i64,
        pub management: bool,
        #[serde(rename = "disallowUnplug")]
        pub disallow_unplug: bool,
        pub physical: bool,
        /// `IPv4` or `IPv6`.
        #[serde(rename = "primaryAddressType")]
        pub primary_address_type: String,
        /// -1 for none.
        pub vlan: i64,
        #[serde(rename = "$host", default, skip_serializing_if = "Option::is_none")]
        pub host: Option<Id<Host>>,
        #[serde(rename = "$network", default, skip_serializing_if = "Option::is_none")]
        pub network: Option<Id<Network>>,
    }
}
