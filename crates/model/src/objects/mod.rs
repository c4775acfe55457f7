//! The objects of a pool and of Xenith itself, in Xen Orchestra's JSON shape.
//!
//! Links are ids of other objects; a link to an object that is not (or not yet) known is absent, or left out of its
//! list. Sizes are bytes, moments Unix seconds. Texts of closed sets that XAPI extends with its releases (operations,
//! device types) stay texts. Any object may say by [`LAST_SEEN`] how old it is.

mod device;
mod host;
mod message;
mod network;
mod own;
mod pool;
mod storage;
mod task;
mod values;
mod vm;

use crate::{Id, Named};

pub use device::{Vbd, Vif};
pub use host::{Certificate, ChipsetInfo, CpuCount, Host, HostMemory, SupplementalPack};
pub use message::Message;
pub use network::{Network, Pif};
pub use own::{AclRole, Group, Server, ServerStatus, Session, TokenClient, User};
pub use pool::Pool;
pub use storage::{Pbd, Sm, Sr, Vdi};
pub use task::{Task, TaskStatus};
pub use values::{PowerState, Seconds, Texts};
pub use vm::{Creation, TemplateDisk, TemplateInfo, Vm, VmCpus, VmMemory, XenTools};

/// The property that every object of a pool has, beside those of its type, while Xenith has lost the connection to the
/// pool: when the pool was last heard of. What else the object says is of then. The [`Server`] has the same number.
pub const LAST_SEEN: &str = "lastSeen";

/// An object that a pool has.
pub trait PoolObject: Named + serde::de::DeserializeOwned {
    /// The pool it belongs to.
    fn pool(&self) -> &Id<Pool>;
    /// XAPI's reference of it.
    fn reference(&self) -> &str;
}

/// Makes the struct of a kind of pool object: the properties that all of them share, then its own.
macro_rules! pool_object {
    ($(#[$meta:meta])* pub struct $name:ident called $called:literal of [$($kind:ident),*] { $($own:tt)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub struct $name {
            /// What it is.
            #[serde(rename = "type")]
            pub kind: crate::Kind,
            /// XAPI's uuid.
            pub id: crate::Id<$name>,
            /// XAPI's uuid, also where the id is not.
            pub uuid: std::sync::Arc<str>,
            /// The pool it belongs to; a pool names itself.
            #[serde(rename = "$pool")]
            pub pool: crate::Id<crate::objects::Pool>,
            /// The same, by its older name.
            #[serde(rename = "$poolId")]
            pub pool_id: crate::Id<crate::objects::Pool>,
            /// XAPI's reference, which lives as long as the object.
            #[serde(rename = "_xapiRef")]
            pub xapi_ref: std::sync::Arc<str>,
            $($own)*
        }

        impl crate::Named for $name {
            const NAME: &'static str = $called;
            const KINDS: &'static [crate::Kind] = &[$(crate::Kind::$kind),*];
        }

        impl crate::objects::PoolObject for $name {
            fn pool(&self) -> &crate::Id<crate::objects::Pool> {
                &self.pool
            }
            fn reference(&self) -> &str {
                &self.xapi_ref
            }
        }
    };
}
use pool_object;
