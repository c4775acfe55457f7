//! Calls about disks and the drives that they are made for.

use model::{
    Id, Kind, Privilege, Target,
    objects::{Sr, Vdi, Vm},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Method, Rule,
    values::{Label, Size},
    vbd::DriveMode,
};

/// Create a disk, and a drive for it when a VM is given; a running VM gets it at once.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    pub name: String,
    /// Bytes, or text such as `10GiB`.
    pub size: Size,
    pub sr: Id<Sr>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vm: Option<Id<Vm>>,
    /// Whether a paravirtual VM boots from it.
    #[serde(default)]
    pub bootable: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<DriveMode>,
    /// Of the drive, a number; the first free one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Label>,
}
impl Method for Create {
    const NAME: &'static str = "disk.create";
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.sr));
    type Output = Id<Vdi>;

    fn also(&self) -> Vec<(Privilege, Target)> {
        let vm = |vm| (Privilege::Edit, Target::of(vm).only(&[Kind::Vm, Kind::VmTemplate]));
        self.vm.iter().map(vm).collect()
    }
}
