//! A pool: one or several hosts with one master.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Id, Named};

/// A pool of hosts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Pool {
    pub id: Id<Pool>,
    pub uuid: String,
    pub name_label: String,
}
impl Named for Pool {
    const NAME: &'static str = "pool";
}
