//! Messages: what a pool noted about its objects.

use std::sync::Arc;

use super::{Seconds, pool_object};

pool_object! {
    /// A message. From XAPI's `message`.
    pub struct Message called "message" of [Message] {
        /// `VM_STARTED`, `ALARM`, …
        pub name: String,
        pub body: String,
        pub time: Option<Seconds>,
        /// The uuid of what it is about, which may be gone.
        #[serde(rename = "$object")]
        pub object: Arc<str>,
    }
}
