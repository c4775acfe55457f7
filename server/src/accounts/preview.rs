//! What a change of grants, roles or groups would make of the rights of users, without making it.

use std::{collections::BTreeSet, sync::Arc};

use api::ApiError;
use model::{
    Id, Privileges,
    objects::{AclRole, Group, User},
};

use super::{ADMIN, Accounts, State, grants::target, roles::names};
use crate::access::{Grants, Target};

/// A change that is thought of.
pub enum Change {
    Grant {
        subject: String,
        target: Target,
        action: String,
    },
    Revoke {
        subject: String,
        target: Target,
        action: String,
    },
    /// A role is to have these privileges.
    Role(Id<AclRole>, Privileges),
    /// A role goes, with its grants.
    DeleteRole(Id<AclRole>),
    /// A group is to have these members.
    Members(Id<Group>, BTreeSet<Id<User>>),
}

/// What a user has before and after a change.
pub struct Case {
    pub user: Id<User>,
    pub before: Arc<Grants>,
    pub after: Arc<Grants>,
}

impl Accounts {
    /// The users whose grants a change would change, and the targets that it is about, with every privilege.
    pub fn preview(&self, change: &Change) -> Result<(Vec<Case>, Grants), ApiError> {
        let before = self.read().clone();
        let mut after = before.clone();
        let (users, targets) = after.change(change)?;
        let is_admin = |id: &Id<User>| before.users.get(id).is_some_and(|user| user.permission == ADMIN);
        let case =
            |user: Id<User>| Case { before: before.grants_of(&user), after: after.grants_of(&user), user };
        let cases = users.into_iter().filter(|user| !is_admin(user)).map(case);
        let cases = cases.filter(|case| case.before != case.after).collect();
        Ok((cases, Grants::of(targets.into_iter().map(|target| (target, Privileges::ALL)))))
    }
}

impl State {
    /// Makes the change here; whose grants and which targets it is about.
    fn change(&mut self, change: &Change) -> Result<(BTreeSet<Id<User>>, Vec<Target>), ApiError> {
        match change {
            Change::Grant { subject, target, action } => {
                let users = self.behind(subject)?;
                let row = self.new_grant(subject, target, action)?;
                self.grants.push(row);
                Ok((users, vec![target.clone()]))
            }
            Change::Revoke { subject, target, action } => {
                let users = self.behind(subject)?;
                let id = self.find_grant(subject, target, action)?.id.clone();
                self.grants.retain(|grant| grant.id != id);
                Ok((users, vec![target.clone()]))
            }
            Change::Role(id, privileges) => {
                let id_of = self.made_here(id)?.id.clone();
                for role in self.roles.iter_mut().filter(|role| role.id == id_of) {
                    role.privileges = names(*privileges);
                }
                Ok((self.users_with_role(id), self.targets(|action, _| action == id.as_str())))
            }
            Change::DeleteRole(id) => {
                self.made_here(id)?;
                let about = (self.users_with_role(id), self.targets(|action, _| action == id.as_str()));
                self.grants.retain(|grant| grant.action != id.as_str());
                Ok(about)
            }
            Change::Members(id, users) => {
                let old = self.members(id)?;
                if let Some(nobody) = users.iter().find(|user| !self.users.contains_key(*user)) {
                    return Err(ApiError::NotFound { what: "user".into(), id: nobody.to_string() });
                }
                if let Some(group) = self.groups.get_mut(id) {
                    group.users = users.clone();
                }
                let users = users.symmetric_difference(&old).cloned().collect();
                Ok((users, self.targets(|_, subject| subject == id.as_str())))
            }
        }
    }

    /// The targets of grants, picked by action and subject.
    fn targets(&self, which: impl Fn(&str, &str) -> bool) -> Vec<Target> {
        let grants = self.grants.iter().filter(|grant| which(&grant.action, &grant.subject));
        grants.filter_map(target).collect()
    }
}
