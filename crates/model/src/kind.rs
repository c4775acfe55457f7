//! The kinds of object, by the names that Xen Orchestra gives them in `type`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $collection:literal;)*) => {
        /// What an object is. Pool objects come from XAPI; `server`, `user`, `group`, `acl-role` and `session` are Xenith's own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum Kind {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
        }

        impl Kind {
            /// Every kind, in the order of this list.
            pub const ALL: &[Kind] = &[$(Kind::$name),*];

            /// The value of `type` in JSON.
            pub fn as_str(self) -> &'static str {
                match self { $(Kind::$name => $text),* }
            }

            /// The name of its REST collection, without slashes.
            pub fn collection(self) -> &'static str {
                match self { $(Kind::$name => $collection),* }
            }
        }
    };
}

kinds! {
    Vm = "VM", "vms";
    VmTemplate = "VM-template", "vm-templates";
    VmSnapshot = "VM-snapshot", "vm-snapshots";
    VmController = "VM-controller", "vm-controllers";
    Host = "host", "hosts";
    Pool = "pool", "pools";
    Sr = "SR", "srs";
    Sm = "SM", "sms";
    Vdi = "VDI", "vdis";
    VdiSnapshot = "VDI-snapshot", "vdi-snapshots";
    VdiUnmanaged = "VDI-unmanaged", "vdi-unmanaged";
    Vbd = "VBD", "vbds";
    Vif = "VIF", "vifs";
    Pif = "PIF", "pifs";
    Pbd = "PBD", "pbds";
    Network = "network", "networks";
    Message = "message", "messages";
    /// A XAPI task.
    Task = "task", "tasks";
    /// A pool connection that an administrator configured, with its live state.
    Server = "server", "servers";
    User = "user", "users";
    Group = "group", "groups";
    /// A set of privileges that can be granted.
    AclRole = "acl-role", "acl-roles";
    /// A signed-in browser or script.
    Session = "session", "sessions";
}

impl Kind {
    /// The kind whose `type` is `text`.
    pub fn parse(text: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|k| k.as_str() == text)
    }

    /// The kind whose REST collection is `name`.
    pub fn of_collection(name: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|k| k.collection() == name)
    }
}

impl Kind {
    /// Whether such objects are a pool's; Xen Orchestra lists no others among "all".
    pub fn is_of_pool(self) -> bool {
        !matches!(self, Kind::Server | Kind::User | Kind::Group | Kind::AclRole | Kind::Session)
    }
}

/// A Rust type that stands for objects of one kind, or of a family of kinds.
pub trait Named {
    /// What a sentence calls it: "VM", "host".
    const NAME: &'static str;
    /// The kinds that it stands for.
    const KINDS: &'static [Kind];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_round_trip() {
        for k in Kind::ALL {
            assert_eq!(Kind::parse(k.as_str()), Some(*k));
            assert_eq!(Kind::of_collection(k.collection()), Some(*k));
            assert_eq!(serde_json::to_string(k).unwrap(), format!("\"{}\"", k.as_str()));
        }
    }
}
