//! Who asks, and what they may do with an object. Pure: no IO, no protocol.

use std::sync::Arc;

use api::{ApiError, Permission};
use model::{
    Id, Privilege, Privileges,
    objects::{Session, User},
};

/// Who makes a call or reads a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Empty for a visitor who has not signed in.
    pub user_id: Id<User>,
    /// The name they signed in with.
    pub name: Arc<str>,
    pub admin: bool,
    /// The session that the call came with.
    pub session_id: Id<Session>,
}

/// Callers with equal keys see the same objects with the same privileges, so they can share lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RightsKey {
    Admin,
    Nothing,
}

impl Caller {
    /// Somebody who has not signed in.
    pub fn visitor() -> Self {
        Self { user_id: Id::from(""), name: Arc::from(""), admin: false, session_id: Id::from("") }
    }

    pub fn is_signed_in(&self) -> bool {
        !self.user_id.as_str().is_empty()
    }

    /// What the caller's rights depend on.
    pub fn rights_key(&self) -> RightsKey {
        if self.admin { RightsKey::Admin } else { RightsKey::Nothing }
    }

    /// Whether the caller may make calls that ask for `permission` at all.
    pub fn check(&self, permission: Permission) -> Result<(), ApiError> {
        match permission {
            Permission::Anyone => Ok(()),
            _ if !self.is_signed_in() => Err(ApiError::NotSignedIn),
            Permission::Admin if !self.admin => {
                Err(ApiError::Forbidden { missing: Privilege::Administer, object: None })
            }
            Permission::SignedIn | Permission::Admin => Ok(()),
        }
    }
}

/// What the caller may do with an object.
pub fn may(caller: &Caller, _object: &cache::Object) -> Privileges {
    match caller.rights_key() {
        RightsKey::Admin => Privileges::ALL,
        RightsKey::Nothing => Privileges::NONE,
    }
}
