//! Groups of users, and what users and groups were granted on objects.

use std::{collections::BTreeSet, sync::Arc};

use api::{ApiError, ParamError, acl::Grant};
use model::{
    Id, Privileges,
    objects::{Group, User},
};

use super::{Accounts, State, users::valid_name};
use crate::{
    access::Grants,
    store::{GrantRow, GroupRow, Store, StoreError},
};

/// A group and who is in it.
pub(super) struct Members {
    pub row: GroupRow,
    pub users: BTreeSet<Id<User>>,
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
    pub(super) fn privileges_of(&self, user: &Id<User>) -> Vec<(&str, Privileges)> {
        let groups = self.groups_of(user);
        let theirs = |grant: &&GrantRow| {
            grant.subject == user.as_str() || groups.iter().any(|g| g.as_str() == grant.subject)
        };
        let theirs = self.grants.iter().filter(theirs);
        theirs
            .filter_map(|grant| Some((grant.object.as_str(), self.privileges_of_action(&grant.action)?)))
            .collect()
    }

    pub(super) fn grants_of(&self, user: &Id<User>) -> Arc<Grants> {
        Arc::new(Grants::of(self.privileges_of(user)))
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
        let grant = |row: &GrantRow| Grant {
            id: row.id.clone(),
            subject: row.subject.clone(),
            object: row.object.as_str().into(),
            action: row.action.clone(),
        };
        self.read().grants.iter().map(grant).collect()
    }

    /// What was granted to a user, or to a group of theirs.
    pub fn privileges_of(&self, user: &Id<User>) -> Vec<(String, Privileges)> {
        let state = self.read();
        state.privileges_of(user).into_iter().map(|(object, may)| (object.to_owned(), may)).collect()
    }

    /// Grants `action` on `object` to a user or a group. What was granted already stays.
    pub async fn grant(&self, subject: &str, object: &Id<()>, action: &str) -> Result<(), ApiError> {
        let _turn = self.changing.lock().await;
        let affected = self.behind(subject)?;
        if self.read().privileges_of_action(action).is_none() {
            let message = "must be the id of a role, or `view`, `operate` or `administrate`";
            return Err(ApiError::parameter(ParamError::wrong("action", "enum", message)));
        }
        let row = GrantRow {
            id: uuid::Uuid::new_v4().to_string(),
            subject: subject.into(),
            object: object.to_string(),
            action: action.into(),
        };
        match self.store.insert_grant(&row).await {
            Err(StoreError::Exists) => return Ok(()),
            other => other?,
        }
        self.write().grants.push(row);
        self.rights_changed(&affected);
        Ok(())
    }

    /// Takes a grant back.
    pub async fn revoke(&self, subject: &str, object: &Id<()>, action: &str) -> Result<(), ApiError> {
        let _turn = self.changing.lock().await;
        let affected = self.behind(subject)?;
        let is_it = |grant: &GrantRow| {
            grant.subject == subject && grant.object == object.as_str() && grant.action == action
        };
        let known = self.read().grants.iter().find(|grant| is_it(grant)).map(|grant| grant.id.clone());
        let id = known.ok_or_else(|| ApiError::NotFound {
            what: "grant".into(),
            id: format!("of {action} on {object} to {subject}"),
        })?;
        self.store.delete_grant(&id).await?;
        self.write().grants.retain(|grant| grant.id != id);
        self.rights_changed(&affected);
        Ok(())
    }

    /// The users that a subject stands for.
    fn behind(&self, subject: &str) -> Result<BTreeSet<Id<User>>, ApiError> {
        let users = self.read().users_behind(subject);
        users.ok_or_else(|| ApiError::NotFound { what: "user or group".into(), id: subject.into() })
    }

    fn known_group(&self, id: &Id<Group>) -> Result<BTreeSet<Id<User>>, ApiError> {
        let users = self.read().groups.get(id).map(|group| group.users.clone());
        users.ok_or_else(|| ApiError::NotFound { what: "group".into(), id: id.to_string() })
    }

    /// What these users opened must be opened anew, with the rights that they have now.
    pub(super) fn rights_changed(&self, users: &BTreeSet<Id<User>>) {
        self.renew(users);
        self.changed.send_replace(());
    }
}

fn taken(error: StoreError, name: &str) -> ApiError {
    match error {
        StoreError::Exists => {
            ApiError::AlreadyExists { what: format!("a group named {name}"), id: name.into() }
        }
        error => error.into(),
    }
}
