//! Virtual machines.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Id, Named};

/// A virtual machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Vm {
    pub id: Id<Vm>,
    pub uuid: String,
    pub name_label: String,
}
impl Named for Vm {
    const NAME: &'static str = "VM";
}
