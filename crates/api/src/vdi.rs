//! Calls about disks.

use std::collections::BTreeMap;

use model::{
    Id, Kind, Privilege, Target,
    objects::{Sr, Vdi},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Method, Route, Rule, Verb, values::Size};

/// What people work with: no disks that only storage drivers use.
const MANAGED: &[Kind] = &[Kind::Vdi, Kind::VdiSnapshot];

/// Create a disk.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    #[serde(rename = "srId")]
    pub sr: Id<Sr>,
    pub name_label: String,
    #[serde(default)]
    #[schemars(length(min = 0))]
    pub name_description: String,
    /// Bytes, or text such as `10GiB`.
    pub virtual_size: Size,
    #[serde(default)]
    pub read_only: bool,
    /// Whether several VMs may use it at once.
    #[serde(default)]
    pub sharable: bool,
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(default)]
    pub other_config: BTreeMap<String, String>,
    #[serde(default)]
    pub sm_config: BTreeMap<String, String>,
}
impl Method for Create {
    const NAME: &'static str = "vdi.create";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Post, "/vdis").created()];
    const RULE: Rule<Self> = Rule::On(Privilege::Create, |c| Target::of(&c.sr));
    type Output = Id<Vdi>;
}

/// Delete a disk or a snapshot of one, and what is on it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Delete {
    pub id: Id<Vdi>,
}
impl Method for Delete {
    const NAME: &'static str = "vdi.delete";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Delete, "/vdis/{id}")];
    const RULE: Rule<Self> = Rule::On(Privilege::Delete, |c| Target::of(&c.id).only(MANAGED));
    type Output = ();
}

/// Change a disk; what is absent stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Set {
    pub id: Id<Vdi>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 0))]
    pub name_description: Option<String>,
    /// Bytes, or text such as `10GiB`; a disk can only grow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
    /// Whether the blocks that change are tracked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cbt: Option<bool>,
}
impl Method for Set {
    const NAME: &'static str = "vdi.set";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Patch, "/vdis/{id}")];
    const RULE: Rule<Self> = Rule::On(Privilege::Edit, |c| Target::of(&c.id).only(MANAGED));
    type Output = ();
}

/// Move a disk to another storage repository, also while a VM uses it; answers the id that it has there.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Migrate {
    pub id: Id<Vdi>,
    #[serde(rename = "sr_id", alias = "srId")]
    #[schemars(extend("x-alias" = "srId"))]
    pub sr: Id<Sr>,
    /// The resource set that allows the repository; there are none yet, so that it is refused.
    #[serde(default, rename = "resourceSet", skip_serializing_if = "Option::is_none")]
    pub resource_set: Option<String>,
}
impl Method for Migrate {
    const NAME: &'static str = "vdi.migrate";
    const ROUTES: &'static [Route] = &[Route::new(Verb::Post, "/vdis/{id}/actions/migrate")];
    const RULE: Rule<Self> = Rule::On(Privilege::Migrate, |c| Target::of(&c.id).only(MANAGED));
    const LONG: bool = true;
    type Output = Id<Vdi>;

    fn also(&self) -> Vec<(Privilege, Target)> {
        vec![(Privilege::Create, Target::of(&self.sr))]
    }
}
