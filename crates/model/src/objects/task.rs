//! XAPI tasks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Id, Named};

/// A XAPI task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Task {
    pub id: Id<Task>,
    pub uuid: String,
    pub name_label: String,
}
impl Named for Task {
    const NAME: &'static str = "task";
}
