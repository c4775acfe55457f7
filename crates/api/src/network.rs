//! Calls about networks.

use model::{
    Id, Privilege, Target,
    objects::{Network, Pif, Pool},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Method, Route, Rule, Verb};

/// The ways the interfaces of a bond can share the load.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetBondModes {}
impl Method for GetBondModes {
    const NAME: &'static str = "network.getBondModes";
    const RULE: Rule<Self> = Rule::SignedIn;
    const READS: bool = true;
    type Output = Vec<String>;
}

/// Create a network: one inside the pool, or a VLAN on every host when an interface is given.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    #[serde(alias = "id")]
    #[schemars(extend("x-alias" = "id"))]
    pub pool: Id<Pool>,
    pub name: String,
    #[serde(default)]
    #[schemars(length(min = 0))]
    pub description: String,
    /// The interface, of any host, that carries the VLAN; the other hosts use theirs on the same network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pif: Option<Id<Pif>>,
    /// Bytes; 1500 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 68))]
    pub mtu: Option<i64>,
    /// 0 to 4094; together with an interface.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vlan: Option<i64>,
    /// Whether disks may be read over it, with TLS.
    #[serde(default)]
    pub nbd: bool,
}
impl Method for Create {
    const NAME: &'static str = "network.create";
    const ROUTES: &'static [Route] = &[
        Route::new(Verb::Post, "/pools/{id}/actions/create_network").created(),
        Route::new(Verb::Post, "/pools/{id}/actions/create_internal_network").created(),
    ];
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.pool));
    const LONG: bool = true;
    type Output = Id<Network>;

    fn also(&self) -> Vec<(Privilege, Target)> {
        self.pif.iter().map(|pif| (Privilege::See, Target::of(pif))).collect()
    }
}

/// Create a network on bonds: on each host the interfaces of the same names as those given become one.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateBonded {
    #[serde(alias = "id")]
    #[schemars(extend("x-alias" = "id"))]
    pub pool: Id<Pool>,
    pub name: String,
    #[serde(default)]
    #[schemars(length(min = 0))]
    pub description: String,
    /// The interfaces of one host.
    #[serde(alias = "pifIds")]
    #[schemars(extend("x-alias" = "pifIds"))]
    pub pifs: Vec<Id<Pif>>,
    /// Bytes; 1500 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 68))]
    pub mtu: Option<i64>,
    #[serde(rename = "bondMode")]
    pub bond_mode: BondMode,
    /// Whether disks may be read over it, with TLS.
    #[serde(default)]
    pub nbd: bool,
}
impl Method for CreateBonded {
    const NAME: &'static str = "network.createBonded";
    const ROUTES: &'static [Route] =
        &[Route::new(Verb::Post, "/pools/{id}/actions/create_bonded_network").created()];
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.pool));
    const LONG: bool = true;
    type Output = Id<Network>;

    fn also(&self) -> Vec<(Privilege, Target)> {
        self.pifs.iter().map(|pif| (Privilege::See, Target::of(pif))).collect()
    }
}

/// How the interfaces of a bond share the load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BondMode {
    BalanceSlb,
    ActiveBackup,
    Lacp,
}

/// Change properties of a network; those that are absent stay as they are.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Set {
    pub id: Id<Network>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 0))]
    pub name_description: Option<String>,
    /// Whether new VMs get a card on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub automatic: Option<bool>,
    /// Whether a card passes nothing unless its addresses are allowed.
    #[serde(default, rename = "defaultIsLocked", skip_serializing_if = "Option::is_none")]
    pub default_is_locked: Option<bool>,
    /// Bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 68))]
    pub mtu: Option<i64>,
    /// Whether disks may be read over it, with TLS; without TLS they may no longer, whichever is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nbd: Option<bool>,
}
impl Method for Set {
    const NAME: &'static str = "network.set";
    const RULE: Rule<Self> = Rule::On(Privilege::Edit, |c| Target::of(&c.id));
    type Output = ();
}

/// Delete a network, with its VLANs, bonds and tunnels, unless something is attached to it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Delete {
    pub id: Id<Network>,
}
impl Method for Delete {
    const NAME: &'static str = "network.delete";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Delete, "/networks/{id}")];
    const RULE: Rule<Self> = Rule::On(Privilege::Delete, |c| Target::of(&c.id));
    type Output = ();
}
