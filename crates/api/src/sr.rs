//! Calls about storage repositories: their names, their connections, their disks.

use std::collections::BTreeMap;

use model::{
    Id, Privilege, Target,
    objects::{Sr, Vm},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Method, Route, Rule, Verb};

/// Change name or description of a storage repository; what is absent stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Set {
    pub id: Id<Sr>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 0))]
    pub name_description: Option<String>,
}
impl Method for Set {
    const NAME: &'static str = "sr.set";
    const RULE: Rule<Self> = Rule::On(Privilege::Edit, |c| Target::of(&c.id));
    type Output = ();
}

/// Look what disks lie on a storage repository.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scan {
    pub id: Id<Sr>,
}
impl Method for Scan {
    const NAME: &'static str = "sr.scan";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Post, "/srs/{id}/actions/scan")];
    const RULE: Rule<Self> = Rule::On(Privilege::Edit, |c| Target::of(&c.id));
    const LONG: bool = true;
    type Output = ();
}

/// Destroy a storage repository, after disconnecting all hosts, with all that is on it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Destroy {
    pub id: Id<Sr>,
}
impl Method for Destroy {
    const NAME: &'static str = "sr.destroy";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Delete, "/srs/{id}")];
    const RULE: Rule<Self> = Rule::On(Privilege::Delete, |c| Target::of(&c.id));
    type Output = ();
}

/// Forget a storage repository, after disconnecting all hosts; what is on it stays.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Forget {
    pub id: Id<Sr>,
}
impl Method for Forget {
    const NAME: &'static str = "sr.forget";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Post, "/srs/{id}/actions/forget")];
    const RULE: Rule<Self> = Rule::On(Privilege::Delete, |c| Target::of(&c.id));
    const LONG: bool = true;
    type Output = ();
}

/// Connect all hosts that know how to reach a storage repository.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConnectAllPbds {
    pub id: Id<Sr>,
}
impl Method for ConnectAllPbds {
    const NAME: &'static str = "sr.connectAllPbds";
    const RULE: Rule<Self> = Rule::On(Privilege::Administer, |c| Target::of(&c.id));
    type Output = ();
}

/// Disconnect all hosts from a storage repository.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DisconnectAllPbds {
    pub id: Id<Sr>,
}
impl Method for DisconnectAllPbds {
    const NAME: &'static str = "sr.disconnectAllPbds";
    const RULE: Rule<Self> = Rule::On(Privilege::Administer, |c| Target::of(&c.id));
    type Output = ();
}

/// Disconnect a storage repository for maintenance, and shut down the VMs that use it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnableMaintenanceMode {
    pub id: Id<Sr>,
    /// Those that run and use it; it is refused unless all are named.
    #[serde(default, rename = "vmsToShutdown")]
    pub vms_to_shutdown: Vec<Id<Vm>>,
}
impl Method for EnableMaintenanceMode {
    const NAME: &'static str = "sr.enableMaintenanceMode";
    const RULE: Rule<Self> = Rule::Admin;
    type Output = ();
}

/// Connect a storage repository again after maintenance, and start the VMs that were shut down for it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DisableMaintenanceMode {
    pub id: Id<Sr>,
}
impl Method for DisableMaintenanceMode {
    const NAME: &'static str = "sr.disableMaintenanceMode";
    const RULE: Rule<Self> = Rule::Admin;
    type Output = ();
}

/// Give the space of deleted disks back to the storage.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReclaimSpace {
    pub id: Id<Sr>,
    /// Backups do not hold it up yet, so that this changes nothing.
    #[serde(default, rename = "bypassBackupCheck")]
    pub bypass_backup_check: bool,
}
impl Method for ReclaimSpace {
    const NAME: &'static str = "sr.reclaimSpace";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Post, "/srs/{id}/actions/reclaim_space")];
    const RULE: Rule<Self> = Rule::On(Privilege::Edit, |c| Target::of(&c.id));
    const LONG: bool = true;
    type Output = ();
}

/// Say which disks of a storage repository wait to be merged with what builds on them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetVdiChainsInfo {
    pub id: Id<Sr>,
}
impl Method for GetVdiChainsInfo {
    const NAME: &'static str = "sr.getVdiChainsInfo";
    const RULE: Rule<Self> = Rule::On(Privilege::See, |c| Target::of(&c.id));
    const READS: bool = true;
    type Output = ChainsInfo;
}

/// Say the same of all storage repositories that have such disks, by their id.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetAllUnhealthyVdiChainsLength {}
impl Method for GetAllUnhealthyVdiChainsLength {
    const NAME: &'static str = "sr.getAllUnhealthyVdiChainsLength";
    const RULE: Rule<Self> = Rule::Admin;
    const READS: bool = true;
    type Output = BTreeMap<Id<Sr>, ChainsInfo>;
}

/// Chains of disks that build on each other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChainsInfo {
    /// Disks that build on one that is not there.
    #[serde(rename = "vdisWithUnknownVhdParent")]
    pub vdis_with_unknown_vhd_parent: Vec<String>,
    /// How many disks in a row wait to be merged, by the first of them.
    #[serde(rename = "unhealthyVdis")]
    pub unhealthy_vdis: BTreeMap<String, usize>,
    /// How many of them there are.
    #[serde(rename = "nUnhealthyVdis")]
    pub n_unhealthy_vdis: usize,
}
