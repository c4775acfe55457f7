//! Calls about virtual machines.

use model::{
    Id, Kind, Privilege, Target,
    objects::{Host, Vm},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Method, Route, Rule, Verb::*};

/// What has settings of its own to change.
const EDITABLE: &[Kind] = &[Kind::Vm, Kind::VmSnapshot, Kind::VmTemplate];

/// A VM proper, no template, snapshot or control domain.
fn vm(id: &Id<Vm>) -> Target {
    Target::of(id).only(&[Kind::Vm])
}

/// Start a VM; one that is paused or suspended goes on from where it was.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Start {
    pub id: Id<Vm>,
    /// Start even if XAPI would rather not.
    #[serde(default)]
    pub force: bool,
    /// Where to start it; XAPI chooses when absent.
    #[serde(default, alias = "hostId", skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-alias" = "hostId"))]
    pub host: Option<Id<Host>>,
    /// Start even if another running VM has one of its MAC addresses.
    #[serde(default, rename = "bypassMacAddressesCheck")]
    pub bypass_mac_addresses_check: bool,
}
impl Method for Start {
    const NAME: &'static str = "vm.start";
    const ROUTES: &'static [Route] = &[Route::new(Post, "/vms/{id}/actions/start")];
    const RULE: Rule<Self> = Rule::On(Privilege::Power, |c| vm(&c.id));
    const LONG: bool = true;
    type Output = ();

    fn also(&self) -> Vec<(Privilege, Target)> {
        self.host.iter().map(|host| (Privilege::See, Target::of(host))).collect()
    }
}

/// Shut a VM down: ask the guest, or pull the plug.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    pub id: Id<Vm>,
    /// Pull the plug instead of asking the guest.
    #[serde(default)]
    pub force: bool,
    /// Pull the plug when the guest has not shut down after that many milliseconds; 0 waits as long as XAPI does.
    #[serde(default, rename = "forceShutdownDelay")]
    pub force_shutdown_delay: u64,
    /// Lift a block on the operation for this once.
    #[serde(default, rename = "bypassBlockedOperation")]
    pub bypass_blocked_operation: bool,
}
impl Method for Stop {
    const NAME: &'static str = "vm.stop";
    const ROUTES: &'static [Route] = &[
        Route::new(Post, "/vms/{id}/actions/clean_shutdown").with(&[("force", "false")]),
        Route::new(Post, "/vms/{id}/actions/hard_shutdown").with(&[("force", "true")]),
    ];
    const RULE: Rule<Self> = Rule::On(Privilege::Power, |c| vm(&c.id));
    const LONG: bool = true;
    type Output = ();
}

/// Reboot a VM: ask the guest, or pull the plug and start again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Restart {
    pub id: Id<Vm>,
    /// Pull the plug instead of asking the guest.
    #[serde(default)]
    pub force: bool,
    /// Lift a block on the operation for this once.
    #[serde(default, rename = "bypassBlockedOperation")]
    pub bypass_blocked_operation: bool,
}
impl Method for Restart {
    const NAME: &'static str = "vm.restart";
    const ROUTES: &'static [Route] = &[
        Route::new(Post, "/vms/{id}/actions/clean_reboot").with(&[("force", "false")]),
        Route::new(Post, "/vms/{id}/actions/hard_reboot").with(&[("force", "true")]),
    ];
    const RULE: Rule<Self> = Rule::On(Privilege::Power, |c| vm(&c.id));
    const LONG: bool = true;
    type Output = ();
}

/// Suspend a VM: its memory goes to disk and it stops.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suspend {
    pub id: Id<Vm>,
}
impl Method for Suspend {
    const NAME: &'static str = "vm.suspend";
    const ROUTES: &'static [Route] = &[Route::new(Post, "/vms/{id}/actions/suspend")];
    const RULE: Rule<Self> = Rule::On(Privilege::Power, |c| vm(&c.id));
    const LONG: bool = true;
    type Output = ();
}

/// Resume a suspended VM.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resume {
    pub id: Id<Vm>,
}
impl Method for Resume {
    const NAME: &'static str = "vm.resume";
    const ROUTES: &'static [Route] = &[Route::new(Post, "/vms/{id}/actions/resume")];
    const RULE: Rule<Self> = Rule::On(Privilege::Power, |c| vm(&c.id));
    const LONG: bool = true;
    type Output = ();
}

/// Pause a VM: it keeps its memory and gets no processor.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    pub id: Id<Vm>,
}
impl Method for Pause {
    const NAME: &'static str = "vm.pause";
    const ROUTES: &'static [Route] = &[Route::new(Post, "/vms/{id}/actions/pause")];
    const RULE: Rule<Self> = Rule::On(Privilege::Power, |c| vm(&c.id));
    const LONG: bool = true;
    type Output = ();
}

/// Let a paused VM go on.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unpause {
    pub id: Id<Vm>,
}
impl Method for Unpause {
    const NAME: &'static str = "vm.unpause";
    const ROUTES: &'static [Route] = &[Route::new(Post, "/vms/{id}/actions/unpause")];
    const RULE: Rule<Self> = Rule::On(Privilege::Power, |c| vm(&c.id));
    const LONG: bool = true;
    type Output = ();
}

/// Change properties of a VM; those that are absent stay as they are.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Set {
    pub id: Id<Vm>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 0))]
    pub name_description: Option<String>,
}
impl Method for Set {
    const NAME: &'static str = "vm.set";
    const ROUTES: &'static [Route] = &[Route::new(Patch, "/vms/{id}")];
    const RULE: Rule<Self> = Rule::On(Privilege::Edit, |c| Target::of(&c.id).only(EDITABLE));
    type Output = ();
}

/// Ask for a one-use ticket to a VM's console, valid for 30 seconds.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Console {
    pub id: Id<Vm>,
}
impl Method for Console {
    const NAME: &'static str = "vm.console";
    const RULE: Rule<Self> = Rule::On(Privilege::Console, |c| vm(&c.id));
    type Output = ConsoleTicket;
}

/// Where a WebSocket that carries raw RFB can be opened, once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ConsoleTicket {
    /// A path with its query on this server.
    pub path: String,
}
