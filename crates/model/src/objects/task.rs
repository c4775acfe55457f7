//! XAPI tasks.

use std::{collections::BTreeMap, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Host, Seconds, pool_object};
use crate::Id;

pool_object! {
    /// A XAPI task. From XAPI's `task`.
    pub struct Task called "task" of [Task] {
        /// The call: `Async.VM.start`.
        pub name_label: String,
        pub name_description: String,
        pub status: TaskStatus,
        /// 0 to 1.
        pub progress: f64,
        pub created: Option<Seconds>,
        /// Null while it is pending.
        pub finished: Option<Seconds>,
        /// `cancel`, `destroy`.
        #[serde(rename = "allowedOperations")]
        pub allowed_operations: Vec<String>,
        /// What is being done to it: operation by task.
        pub current_operations: BTreeMap<Id<Task>, String>,
        /// What it came to, in XAPI's encoding; empty while it is pending.
        pub result: String,
        /// XAPI's code and its parameters; failed tasks only.
        #[serde(rename = "errorInfo", default, skip_serializing_if = "Vec::is_empty")]
        pub error_info: Vec<String>,
        /// XAPI's reference.
        #[serde(rename = "xapiRef")]
        pub own_ref: Arc<str>,
        /// The uuid of what it is about, when whoever started it noted that.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub applies_to: Option<String>,
        /// The host it runs on.
        #[serde(rename = "$host", default, skip_serializing_if = "Option::is_none")]
        pub host: Option<Id<Host>>,
    }
}

/// How a task fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TaskStatus {
    Pending,
    Success,
    Failure,
    Cancelling,
    Cancelled,
    /// A status that this version does not know.
    #[serde(other)]
    Unknown,
}

impl TaskStatus {
    /// The status with that name.
    pub fn parse(text: &str) -> Self {
        match text {
            "pending" => Self::Pending,
            "success" => Self::Success,
            "failure" => Self::Failure,
            "cancelling" => Self::Cancelling,
            "cancelled" => Self::Cancelled,
            _ => Self::Unknown,
        }
    }

    /// Whether nothing more comes.
    pub fn ended(self) -> bool {
        matches!(self, Self::Success | Self::Failure | Self::Cancelled)
    }
}
