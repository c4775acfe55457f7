//! What a caller may do with an object, and what a call asks for. Pure data: the server enforces it,
//! the page greys a button with it.

use std::ops::{BitAnd, BitOr, BitOrAssign};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Id, Kind, Named, objects::AclRole};

/// One thing a caller may do with an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Privilege {
    See,
    Console,
    Power,
    Snapshot,
    Edit,
    Create,
    Migrate,
    Delete,
    Patch,
    Administer,
}

impl Privilege {
    /// All privileges, weakest first.
    pub const ALL: &[Privilege] = &[
        Self::See,
        Self::Console,
        Self::Power,
        Self::Snapshot,
        Self::Edit,
        Self::Create,
        Self::Migrate,
        Self::Delete,
        Self::Patch,
        Self::Administer,
    ];

    /// Its name in JSON and in sentences.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::See => "see",
            Self::Console => "console",
            Self::Power => "power",
            Self::Snapshot => "snapshot",
            Self::Edit => "edit",
            Self::Create => "create",
            Self::Migrate => "migrate",
            Self::Delete => "delete",
            Self::Patch => "patch",
            Self::Administer => "administer",
        }
    }

    /// The privilege of that name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|privilege| privilege.as_str() == text)
    }
}

/// A set of privileges; in JSON a number whose bit `n` is the `n`-th privilege of [`Privilege::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Privileges(u16);

impl Privileges {
    pub const NONE: Self = Self(0);
    pub const ALL: Self = Self((1 << Privilege::ALL.len()) - 1);
    /// Xen Orchestra's viewer.
    pub const VIEWER: Self = Self::of(&[Privilege::See]);
    /// Xen Orchestra's operator.
    pub const OPERATOR: Self =
        Self::of(&[Privilege::See, Privilege::Console, Privilege::Power, Privilege::Snapshot]);

    pub const fn of(list: &[Privilege]) -> Self {
        let (mut bits, mut i) = (0, 0);
        while i < list.len() {
            bits |= 1 << list[i] as u16;
            i += 1;
        }
        Self(bits)
    }

    pub const fn has(self, privilege: Privilege) -> bool {
        self.0 & (1 << privilege as u16) != 0
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all of `other` are among these.
    pub const fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Those of these that are not in `other`.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Weakest first.
    pub fn list(self) -> Vec<Privilege> {
        Privilege::ALL.iter().copied().filter(|privilege| self.has(*privilege)).collect()
    }

    /// What these are in Xen Orchestra's words, weakest first: `view`, `operate`, `administrate`.
    pub fn permissions(self) -> Vec<&'static str> {
        let covered = Role::ALL.iter().filter(|role| self.covers(role.privileges()));
        covered.map(|role| role.permission()).collect()
    }

    /// The number that stands for the set in JSON.
    pub const fn bits(self) -> u16 {
        self.0
    }
}

/// A set of privileges with a name, as it is granted on objects: Xen Orchestra's three, which are built in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Viewer,
    Operator,
    Admin,
}

impl Role {
    pub const ALL: &[Role] = &[Self::Viewer, Self::Operator, Self::Admin];

    /// Its id in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Operator => "operator",
            Self::Admin => "admin",
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Viewer => "Viewer",
            Self::Operator => "Operator",
            Self::Admin => "Admin",
        }
    }

    /// Xen Orchestra's word for what it allows and no weaker one does.
    pub fn permission(self) -> &'static str {
        match self {
            Self::Viewer => "view",
            Self::Operator => "operate",
            Self::Admin => "administrate",
        }
    }

    /// As an object.
    pub fn object(self) -> AclRole {
        AclRole {
            id: self.as_str().into(),
            name: self.name().into(),
            description: None,
            built_in: true,
            privileges: self.privileges().list(),
            permissions: self.privileges().permissions().iter().map(|p| (*p).to_owned()).collect(),
        }
    }

    pub fn privileges(self) -> Privileges {
        match self {
            Self::Viewer => Privileges::VIEWER,
            Self::Operator => Privileges::OPERATOR,
            Self::Admin => Privileges::ALL,
        }
    }

    /// The role of that id, or the weakest one with that permission.
    pub fn of_action(action: &str) -> Option<Role> {
        Self::ALL.iter().copied().find(|r| r.as_str() == action || r.permission() == action)
    }
}

impl BitAnd for Privileges {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}
impl BitOr for Privileges {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
impl BitOrAssign for Privileges {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// What a call needs before it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nobody needs to be signed in.
    Anyone,
    SignedIn,
    /// Privileges on objects, each of them.
    On(Vec<(Privilege, Target)>),
    /// An administrator of Xenith itself.
    Admin,
}

impl Access {
    pub fn on<T: Named>(id: &Id<T>, needs: Privilege) -> Self {
        Self::On(vec![(needs, Target::of(id))])
    }
}

/// An object that a call names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub id: Id<()>,
    /// What a sentence calls it: "VM".
    pub what: &'static str,
    /// What it may be; anything else is not found.
    pub kinds: &'static [Kind],
}

impl Target {
    /// Of any kind that has the shape of `T`.
    pub fn of<T: Named>(id: &Id<T>) -> Self {
        Self { id: id.cast(), what: T::NAME, kinds: T::KINDS }
    }

    /// The same, of these kinds alone.
    pub fn only(self, kinds: &'static [Kind]) -> Self {
        Self { kinds, ..self }
    }

    /// Anything that a pool has, or Xenith itself.
    pub fn any(id: &Id<()>) -> Self {
        Self { id: id.clone(), what: "object", kinds: Kind::ALL }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_hold_what_they_were_made_of() {
        let set = Privileges::of(&[Privilege::See, Privilege::Power]);
        assert!(set.has(Privilege::Power) && !set.has(Privilege::Delete));
        assert!(Privilege::ALL.iter().all(|p| Privileges::ALL.has(*p)));
        assert_eq!(serde_json::to_string(&set).unwrap(), "5");
        assert_eq!(set.list(), [Privilege::See, Privilege::Power]);
        assert!(Privileges::OPERATOR.covers(set) && !set.covers(Privileges::OPERATOR));
        assert_eq!(Privileges::OPERATOR.without(set).list(), [Privilege::Console, Privilege::Snapshot]);
        assert!(Privilege::ALL.iter().all(|p| Privilege::parse(p.as_str()) == Some(*p)));
        assert_eq!(set.permissions(), ["view"]);
        assert_eq!(Privileges::ALL.permissions(), ["view", "operate", "administrate"]);
    }
}
