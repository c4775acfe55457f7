//! Hosts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Id, Named};

/// A host.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Host {
    pub id: Id<Host>,
    pub uuid: String,
    pub name_label: String,
}
impl Named for Host {
    const NAME: &'static str = "host";
}
