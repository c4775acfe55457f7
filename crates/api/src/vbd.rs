//! Calls about the drives of VMs.

use std::collections::BTreeMap;

use model::{
    Id, Kind, Privilege, Target,
    objects::{Vbd, Vdi, Vm},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Method, Route, Rule, Verb, values::Label};

/// Give a VM a drive, with a disk in it; plug it in when the VM runs with [`Connect`].
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    #[serde(rename = "VM")]
    pub vm: Id<Vm>,
    /// Absent for an empty CD drive.
    #[serde(default, rename = "VDI", skip_serializing_if = "Option::is_none")]
    pub vdi: Option<Id<Vdi>>,
    #[serde(default, rename = "type")]
    pub kind: DriveKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<DriveMode>,
    #[serde(default)]
    pub bootable: bool,
    /// A number; the first free one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userdevice: Option<Label>,
    #[serde(default)]
    pub other_config: BTreeMap<String, String>,
}
impl Method for Create {
    const NAME: &'static str = "vbd.create";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Post, "/vbds").created()];
    const RULE: Rule<Self> =
        Rule::On(Privilege::Edit, |c| Target::of(&c.vm).only(&[Kind::Vm, Kind::VmTemplate]));
    type Output = Id<Vbd>;

    fn also(&self) -> Vec<(Privilege, Target)> {
        self.vdi.iter().map(|vdi| (Privilege::Edit, Target::of(vdi))).collect()
    }
}

/// What a drive holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum DriveKind {
    #[default]
    Disk,
    #[serde(rename = "CD")]
    Cd,
}

/// Whether the guest may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum DriveMode {
    Ro,
    Rw,
}

/// Plug a drive into its running VM.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Connect {
    pub id: Id<Vbd>,
}
impl Method for Connect {
    const NAME: &'static str = "vbd.connect";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Post, "/vbds/{id}/actions/connect")];
    const RULE: Rule<Self> = Rule::On(Privilege::Edit, |c| Target::of(&c.id));
    const LONG: bool = true;
    type Output = ();
}

/// Unplug a drive from its running VM.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disconnect {
    pub id: Id<Vbd>,
}
impl Method for Disconnect {
    const NAME: &'static str = "vbd.disconnect";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Post, "/vbds/{id}/actions/disconnect")];
    const RULE: Rule<Self> = Rule::On(Privilege::Edit, |c| Target::of(&c.id));
    const LONG: bool = true;
    type Output = ();
}

/// Take an unplugged drive away; the disk in it stays.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Delete {
    pub id: Id<Vbd>,
}
impl Method for Delete {
    const NAME: &'static str = "vbd.delete";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Delete, "/vbds/{id}")];
    const RULE: Rule<Self> = Rule::On(Privilege::Edit, |c| Target::of(&c.id));
    type Output = ();
}

/// Change the position of a drive.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Set {
    pub id: Id<Vbd>,
    /// A number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Label>,
}
impl Method for Set {
    const NAME: &'static str = "vbd.set";
    const RULE: Rule<Self> = Rule::On(Privilege::Edit, |c| Target::of(&c.id));
    type Output = ();
}

/// Say whether a paravirtual VM boots from a drive.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetBootable {
    pub vbd: Id<Vbd>,
    pub bootable: bool,
}
impl Method for SetBootable {
    const NAME: &'static str = "vbd.setBootable";
    const RULE: Rule<Self> = Rule::On(Privilege::Edit, |c| Target::of(&c.vbd));
    type Output = ();
}
