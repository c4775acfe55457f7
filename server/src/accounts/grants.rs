//! Groups of users, and what users and groups were granted on objects.

use std::{collections::BTreeSet, sync::Arc};

use api::{ApiError, ParamError, acl::Grant};
use model::{
    Id, Privileges,
    objects::{Group, User},
};

use super::{Accounts, State, users::valid_name};
use crate::{
    access::{Grants, Target},
    store::{GrantRow, GroupRow, Store, StoreError},
};

/// A group and who is in it.
#[derive(Clone)]
pub(super) struct Members {
    pub row: GroupRow,
    pub users: BTreeSet<Id<User>>,
}

/// A grant, and what follows from it alone.
pub struct Given {
    pub grant: Grant,
    /// What its role is called.
    pub role: String,
    pub privileges: Privileges,
    /// The one grant, compiled.
    pub compiled: Grants,
}

impl State {
    /// Reads groups and grants from the store.
    pub(super) async fn load_grants(&mut self, store: &Store) -> Result<(), StoreError> {
        for row in store.groups().await? {
            self.groups.insert(row.id.as_str().into(), Members { row, users: BTreeSet::new() });
        }
        for member in store.group_members().await? {
            if let Some(group) = self.groups.get_mut(&Id::from(member.group_id)) {
                group.users.insert(member.user_id.into());
            }
        }
        self.grants = store.grants().await?;
        self.roles = store.roles().await?;
        Ok(())
    }

    /// The groups of a user.
    pub(super) fn groups_of(&self, user: &Id<User>) -> Vec<Id<Group>> {
        let theirs = self.groups.iter().filter(|(_, group)| group.users.contains(user));
        let mut ids: Vec<_> = theirs.map(|(id, _)| id.clone()).collect();
        ids.sort();
        ids
    }

    /// What was granted to a user, or to a group of theirs.
    pub(super) fn privileges_of(&self, user: &Id<User>) -> Vec<(Target, Privileges)> {
        let groups = self.groups_of(user);
        let theirs = |grant: &&GrantRow| {
            grant.subject == user.as_str() || groups.iter().any(|g| g.as_str() == grant.subject)
        };
        let theirs = self.grants.iter().filter(theirs);
        theirs.filter_map(|grant| Some((target(grant)?, self.privileges_of_action(&grant.action)?))).collect()
    }

    pub(super) fn grants_of(&self, user: &Id<User>) -> Arc<Grants> {
        Arc::new(Grants::of(self.privileges_of(user)))
    }

    pub(super) fn behind(&self, subject: &str) -> Result<BTreeSet<Id<User>>, ApiError> {
        let users = self.users_behind(subject);
        users.ok_or_else(|| ApiError::NotFound { what: "user or group".into(), id: subject.into() })
    }

    /// Who is in a group.
    pub(super) fn members(&self, id: &Id<Group>) -> Result<BTreeSet<Id<User>>, ApiError> {
        let users = self.groups.get(id).map(|group| group.users.clone());
        users.ok_or_else(|| ApiError::NotFound { what: "group".into(), id: id.to_string() })
    }

    /// A grant that is yet to be kept.
    pub(super) fn new_grant(
        &self,
        subject: &str,
        target: &Target,
        action: &str,
    ) -> Result<GrantRow, ApiError> {
        if self.privileges_of_action(action).is_none() {
            let message = "must be the id of a role, or `view`, `operate` or `administrate`";
            return Err(ApiError::parameter(ParamError::wrong("action", "enum", message)));
        }
        Ok(GrantRow {
            id: uuid::Uuid::new_v4().to_string(),
            subject: subject.into(),
            kind: target.kind().into(),
            target: target.text().into(),
            action: action.into(),
        })
    }

    /// The grant of an action on a target.
    pub(super) fn find_grant(
        &self,
        subject: &str,
        target: &Target,
        action: &str,
    ) -> Result<&GrantRow, ApiError> {
        let is_it = |grant: &&GrantRow| {
            grant.subject == subject
                && grant.kind == target.kind()
                && grant.target == target.text()
                && grant.action == action
        };
        self.grants.iter().find(is_it).ok_or_else(|| ApiError::NotFound {
            what: "grant".into(),
            id: format!("of {action} on {target} to {subject}"),
        })
    }

    /// Every grant by itself.
    fn given(&self) -> Vec<Given> {
        let given = |row: &GrantRow| {
            let privileges = self.privileges_of_action(&row.action)?;
            Some(Given {
                grant: grant(row)?,
                role: self.role_name(&row.action)?,
                privileges,
                compiled: Grants::of([(target(row)?, privileges)]),
            })
        };
        self.grants.iter().filter_map(given).collect()
    }

    /// The users that a subject stands for; `None` if there is no such user or group.
    pub(super) fn users_behind(&self, subject: &str) -> Option<BTreeSet<Id<User>>> {
        if self.users.contains_key(&Id::from(subject)) {
            return Some(BTreeSet::from([subject.into()]));
        }
        self.groups.get(&Id::from(subject)).map(|group| group.users.clone())
    }
}

impl Accounts {
    /// All groups, oldest first.
    pub fn groups(&self) -> Vec<Group> {
        let state = self.read();
        let mut all: Vec<&Members> = state.groups.values().collect();
        all.sort_by(|a, b| (a.row.created_at, &a.row.id).cmp(&(b.row.created_at, &b.row.id)));
        let object = |group: &Members| Group {
            id: group.row.id.as_str().into(),
            name: group.row.name.clone(),
            users: group.users.iter().cloned().collect(),
        };
        all.into_iter().map(object).collect()
    }

    /// Creates a group without members.
    pub async fn create_group(&self, name: &str) -> Result<Id<Group>, ApiError> {
        let name = valid_name(name, "name")?;
        let _turn = self.changing.lock().await;
        let row = GroupRow { id: uuid::Uuid::new_v4().to_string(), name, created_at: self.now() };
        self.store.insert_group(&row).await.map_err(|error| taken(error, &row.name))?;
        let id = Id::<Group>::from(row.id.as_str());
        self.write().groups.insert(id.clone(), Members { row, users: BTreeSet::new() });
        self.changed.send_replace(());
        Ok(id)
    }

    /// Renames a group.
    pub async fn rename_group(&self, id: &Id<Group>, name: Option<&str>) -> Result<(), ApiError> {
        let name = name.map(|name| valid_name(name, "name")).transpose()?;
        let _turn = self.changing.lock().await;
        self.known_group(id)?;
        let Some(name) = name else { return Ok(()) };
        self.store.rename_group(id.as_str(), &name).await.map_err(|error| taken(error, &name))?;
        if let Some(group) = self.write().groups.get_mut(id) {
            group.row.name = name;
        }
        self.changed.send_replace(());
        Ok(())
    }

    /// Deletes a group and what was granted to it; its members lose that at once.
    pub async fn delete_group(&self, id: &Id<Group>) -> Result<(), ApiError> {
        let _turn = self.changing.lock().await;
        let members = self.known_group(id)?;
        self.store.delete_group(id.as_str()).await?;
        {
            let mut state = self.write();
            state.groups.remove(id);
            state.grants.retain(|grant| grant.subject != id.as_str());
        }
        self.rights_changed(&members);
        Ok(())
    }

    /// Changes who is in a group; rights follow at once.
    pub async fn set_members(
        &self,
        id: &Id<Group>,
        change: impl FnOnce(&mut BTreeSet<Id<User>>),
    ) -> Result<(), ApiError> {
        let _turn = self.changing.lock().await;
        let old = self.known_group(id)?;
        let mut new = old.clone();
        change(&mut new);
        for user in new.difference(&old) {
            self.known(user)?;
        }
        if new == old {
            return Ok(());
        }
        self.store.set_group_members(id.as_str(), new.iter().map(Id::as_str)).await?;
        let affected = new.symmetric_difference(&old).cloned().collect();
        if let Some(group) = self.write().groups.get_mut(id) {
            group.users = new;
        }
        self.rights_changed(&affected);
        Ok(())
    }

    /// Everything that was granted.
    pub fn grants(&self) -> Vec<Grant> {
        self.read().grants.iter().filter_map(grant).collect()
    }

    /// Every grant by itself.
    pub fn given(&self) -> Vec<Given> {
        self.read().given()
    }

    /// The users that a subject stands for.
    pub fn users_of(&self, subject: &str) -> BTreeSet<Id<User>> {
        self.read().users_behind(subject).unwrap_or_default()
    }

    /// What was granted to a user, or to a group of theirs.
    pub fn privileges_of(&self, user: &Id<User>) -> Vec<(Target, Privileges)> {
        self.read().privileges_of(user)
    }

    /// Grants `action` on a target to a user or a group. What was granted already stays.
    pub async fn grant(&self, subject: &str, target: &Target, action: &str) -> Result<(), ApiError> {
        let _turn = self.changing.lock().await;
        let affected = self.behind(subject)?;
        let row = self.read().new_grant(subject, target, action)?;
        match self.store.insert_grant(&row).await {
            Err(StoreError::Exists) => return Ok(()),
            other => other?,
        }
        self.write().grants.push(row);
        self.rights_changed(&affected);
        Ok(())
    }

    /// Takes a grant back.
    pub async fn revoke(&self, subject: &str, target: &Target, action: &str) -> Result<(), ApiError> {
        let _turn = self.changing.lock().await;
        let affected = self.behind(subject)?;
        let id = self.read().find_grant(subject, target, action)?.id.clone();
        self.store.delete_grant(&id).await?;
        self.write().grants.retain(|grant| grant.id != id);
        self.rights_changed(&affected);
        Ok(())
    }

    /// The users that a subject stands for.
    fn behind(&self, subject: &str) -> Result<BTreeSet<Id<User>>, ApiError> {
        self.read().behind(subject)
    }

    fn known_group(&self, id: &Id<Group>) -> Result<BTreeSet<Id<User>>, ApiError> {
        self.read().members(id)
    }

    /// What these users opened must be opened anew, with the rights that they have now.
    pub(super) fn rights_changed(&self, users: &BTreeSet<Id<User>>) {
        self.renew(users);
        self.changed.send_replace(());
    }
}

pub(super) fn target(row: &GrantRow) -> Option<Target> {
    Target::parse(&row.kind, &row.target)
}

/// As it is told.
fn grant(row: &GrantRow) -> Option<Grant> {
    let target = target(row)?;
    let text = || target.text().to_owned();
    Some(Grant {
        id: row.id.clone(),
        subject: row.subject.clone(),
        object: matches!(target, Target::Tree(_) | Target::Object(_)).then(|| text().into()),
        only: matches!(target, Target::Object(_)),
        tag: matches!(target, Target::Tag(_)).then(text),
        filter: matches!(target, Target::Filter(_)).then(text),
        action: row.action.clone(),
    })
}

fn taken(error: StoreError, name: &str) -> ApiError {
    match error {
        StoreError::Exists => {
            ApiError::AlreadyExists { what: format!("a group named {name}"), id: name.into() }
        }
        error => error.into(),
    }
}
