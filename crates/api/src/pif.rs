//! Calls about the network interfaces of hosts.

use model::{Id, Privilege, Target, objects::Pif};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Method, Rule, values::Whole};

/// The ways an interface can get its IPv4 address.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetIpv4ConfigurationModes {}
impl Method for GetIpv4ConfigurationModes {
    const NAME: &'static str = "pif.getIpv4ConfigurationModes";
    const RULE: Rule<Self> = Rule::SignedIn;
    const READS: bool = true;
    type Output = Vec<String>;
}

/// The ways an interface can get its IPv6 address.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetIpv6ConfigurationModes {}
impl Method for GetIpv6ConfigurationModes {
    const NAME: &'static str = "pif.getIpv6ConfigurationModes";
    const RULE: Rule<Self> = Rule::SignedIn;
    const READS: bool = true;
    type Output = Vec<String>;
}

/// Bring an interface up.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Connect {
    pub id: Id<Pif>,
}
impl Method for Connect {
    const NAME: &'static str = "pif.connect";
    const RULE: Rule<Self> = Rule::On(Privilege::Administer, |c| Target::of(&c.id));
    const LONG: bool = true;
    type Output = ();
}

/// Take an interface down.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disconnect {
    pub id: Id<Pif>,
}
impl Method for Disconnect {
    const NAME: &'static str = "pif.disconnect";
    const RULE: Rule<Self> = Rule::On(Privilege::Administer, |c| Target::of(&c.id));
    const LONG: bool = true;
    type Output = ();
}

/// Remove an interface: forget a card, destroy a VLAN or a tunnel.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Delete {
    pub id: Id<Pif>,
}
impl Method for Delete {
    const NAME: &'static str = "pif.delete";
    const RULE: Rule<Self> = Rule::On(Privilege::Administer, |c| Target::of(&c.id));
    type Output = ();
}

/// Change how an interface gets its addresses. What is absent of IPv4 or of IPv6 leaves that as it is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReconfigureIp {
    pub id: Id<Pif>,
    /// `None`, `DHCP` or `Static`; IPv4 stays as it is when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Ipv4Mode>,
    #[serde(default)]
    #[schemars(length(min = 0))]
    pub ip: String,
    #[serde(default)]
    #[schemars(length(min = 0))]
    pub netmask: String,
    #[serde(default)]
    #[schemars(length(min = 0))]
    pub gateway: String,
    /// Name servers, with commas between them.
    #[serde(default)]
    #[schemars(length(min = 0))]
    pub dns: String,
    /// An address with the length of its prefix: `fd00::5/64`.
    #[serde(default)]
    #[schemars(length(min = 0))]
    pub ipv6: String,
    /// IPv6 stays as it is when absent.
    #[serde(default, rename = "ipv6Mode", skip_serializing_if = "Option::is_none")]
    pub ipv6_mode: Option<Ipv6Mode>,
}
impl Method for ReconfigureIp {
    const NAME: &'static str = "pif.reconfigureIp";
    const RULE: Rule<Self> = Rule::On(Privilege::Administer, |c| Target::of(&c.id));
    type Output = ();
}

/// How an interface gets its IPv4 address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Ipv4Mode {
    None,
    #[serde(rename = "DHCP")]
    Dhcp,
    Static,
}

/// How an interface gets its IPv6 address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Ipv6Mode {
    None,
    #[serde(rename = "DHCP")]
    Dhcp,
    Static,
    Autoconf,
}

/// Give the VLAN that an interface is on another number, on all hosts.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditPif {
    pub id: Id<Pif>,
    /// 0 to 4094.
    pub vlan: Whole,
}
impl Method for EditPif {
    const NAME: &'static str = "pif.editPif";
    const RULE: Rule<Self> = Rule::On(Privilege::Administer, |c| Target::of(&c.id));
    type Output = ();
}
