//! Calls about the network cards of VMs.

use std::collections::BTreeMap;

use model::{
    Id, Kind, Privilege, Target,
    objects::{Network, Vif, Vm},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Method, Route, Rule, Verb};

/// The ways a card can be limited to addresses.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetLockingModeValues {}
impl Method for GetLockingModeValues {
    const NAME: &'static str = "vif.getLockingModeValues";
    const RULE: Rule<Self> = Rule::SignedIn;
    const READS: bool = true;
    type Output = Vec<String>;
}

/// Give a VM a network card; plug it in when the VM runs with [`Connect`].
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    #[serde(rename = "networkId")]
    pub network: Id<Network>,
    #[serde(rename = "vmId")]
    pub vm: Id<Vm>,
    /// A number; the first free one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// XAPI makes one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac: Option<String>,
    /// Bytes; the network's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 68))]
    pub mtu: Option<i64>,
    #[serde(default)]
    pub other_config: BTreeMap<String, String>,
    #[serde(default)]
    #[schemars(length(min = 0))]
    pub qos_algorithm_type: String,
    #[serde(default)]
    pub qos_algorithm_params: BTreeMap<String, String>,
}
impl Method for Create {
    const NAME: &'static str = "vif.create";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Post, "/vifs").created()];
    const RULE: Rule<Self> =
        Rule::On(Privilege::Edit, |c| Target::of(&c.vm).only(&[Kind::Vm, Kind::VmTemplate]));
    type Output = Id<Vif>;

    fn also(&self) -> Vec<(Privilege, Target)> {
        vec![(Privilege::Create, Target::of(&self.network))]
    }
}

/// Plug a card into its running VM.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Connect {
    pub id: Id<Vif>,
}
impl Method for Connect {
    const NAME: &'static str = "vif.connect";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Post, "/vifs/{id}/actions/connect")];
    const RULE: Rule<Self> = Rule::On(Privilege::Power, |c| Target::of(&c.id));
    const LONG: bool = true;
    type Output = ();
}

/// Unplug a card from its running VM.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disconnect {
    pub id: Id<Vif>,
}
impl Method for Disconnect {
    const NAME: &'static str = "vif.disconnect";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Post, "/vifs/{id}/actions/disconnect")];
    const RULE: Rule<Self> = Rule::On(Privilege::Power, |c| Target::of(&c.id));
    const LONG: bool = true;
    type Output = ();
}

/// Take a card away, unplugging it first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Delete {
    pub id: Id<Vif>,
}
impl Method for Delete {
    const NAME: &'static str = "vif.delete";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Delete, "/vifs/{id}")];
    const RULE: Rule<Self> = Rule::On(Privilege::Edit, |c| Target::of(&c.id));
    type Output = ();
}

/// Change a card; what is absent stays as it is. With another MAC address it is replaced by a new card, and so it is
/// answered which one it is now.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Set {
    pub id: Id<Vif>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<Id<Network>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac: Option<String>,
    #[serde(default, rename = "allowedIpv4Addresses", skip_serializing_if = "Option::is_none")]
    pub allowed_ipv4_addresses: Option<Vec<String>>,
    #[serde(default, rename = "allowedIpv6Addresses", skip_serializing_if = "Option::is_none")]
    pub allowed_ipv6_addresses: Option<Vec<String>>,
    /// Whether it is plugged in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attached: Option<bool>,
    #[serde(default, rename = "lockingMode", skip_serializing_if = "Option::is_none")]
    pub locking_mode: Option<LockingMode>,
    /// kB/s; null lifts the limit.
    #[serde(
        default,
        rename = "rateLimit",
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<f64>")]
    pub rate_limit: Option<Option<f64>>,
    /// The resource set to take addresses from; there are none yet, so that it is refused.
    #[serde(default, rename = "resourceSet", skip_serializing_if = "Option::is_none")]
    pub resource_set: Option<String>,
    /// Whether the guest may leave checksums to the host.
    #[serde(default, rename = "txChecksumming", skip_serializing_if = "Option::is_none")]
    pub tx_checksumming: Option<bool>,
}
impl Method for Set {
    const NAME: &'static str = "vif.set";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Patch, "/vifs/{id}")];
    const RULE: Rule<Self> = Rule::On(Privilege::Edit, |c| Target::of(&c.id));
    type Output = Id<Vif>;

    fn also(&self) -> Vec<(Privilege, Target)> {
        self.network.iter().map(|network| (Privilege::Create, Target::of(network))).collect()
    }
}

/// What is there is kept apart from what is absent, also when it is null.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Option<f64>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// How a card is limited to addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LockingMode {
    NetworkDefault,
    Locked,
    Unlocked,
    Disabled,
}
