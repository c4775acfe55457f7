//! Named sets of privileges: three that are built in, and those that were made here.

use std::collections::BTreeSet;

use api::ApiError;
use model::{
    Id, Privilege, Privileges, Role,
    objects::{AclRole, User},
};

use super::{Accounts, State, users::valid_name};
use crate::store::{RoleRow, StoreError, UserRow};

impl State {
    /// What a grant with that action allows; nothing has the name if `None`.
    pub(super) fn privileges_of_action(&self, action: &str) -> Option<Privileges> {
        match Role::of_action(action) {
            Some(role) => Some(role.privileges()),
            None => self.roles.iter().find(|role| role.id == action).map(privileges),
        }
    }

    /// What the role of a grant with that action is called.
    pub(super) fn role_name(&self, action: &str) -> Option<String> {
        match Role::of_action(action) {
            Some(role) => Some(role.name().into()),
            None => self.roles.iter().find(|role| role.id == action).map(|role| role.name.clone()),
        }
    }

    /// A role that can be changed.
    pub(super) fn made_here(&self, id: &Id<AclRole>) -> Result<&RoleRow, ApiError> {
        if let Some(role) = Role::ALL.iter().find(|role| role.as_str() == id.as_str()) {
            let reason = format!("the role {} is built in: copy it to have one like it", role.name());
            return Err(ApiError::IncorrectState { object: id.to_string(), reason });
        }
        self.roles.iter().find(|row| row.id == id.as_str()).ok_or_else(|| no_such(id))
    }

    /// The users whose rights follow from grants of a role.
    pub(super) fn users_with_role(&self, id: &Id<AclRole>) -> BTreeSet<Id<User>> {
        let grants = self.grants.iter().filter(|grant| grant.action == id.as_str());
        grants.filter_map(|grant| self.users_behind(&grant.subject)).flatten().collect()
    }
}

impl Accounts {
    /// All roles, those that are built in first, then oldest first.
    pub fn roles(&self) -> Vec<AclRole> {
        let built_in = Role::ALL.iter().map(|role| role.object());
        built_in.chain(self.read().roles.iter().map(object)).collect()
    }

    /// A role, built in or not.
    pub fn role(&self, id: &Id<AclRole>) -> Result<AclRole, ApiError> {
        self.roles().into_iter().find(|role| role.id == *id).ok_or_else(|| no_such(id))
    }

    /// Creates a role.
    pub async fn create_role(
        &self,
        name: &str,
        description: Option<&str>,
        privileges: Privileges,
    ) -> Result<Id<AclRole>, ApiError> {
        let name = free_name(name)?;
        let _turn = self.changing.lock().await;
        let row = RoleRow {
            id: uuid::Uuid::new_v4().to_string(),
            name,
            description: description.unwrap_or_default().trim().to_owned(),
            privileges: names(privileges),
            created_at: self.now(),
        };
        self.store.insert_role(&row).await.map_err(|error| taken(error, &row.name))?;
        let id = row.id.as_str().into();
        self.write().roles.push(row);
        self.changed.send_replace(());
        Ok(id)
    }

    /// Changes a role; what is absent stays. Rights follow at once.
    pub async fn set_role(
        &self,
        id: &Id<AclRole>,
        name: Option<&str>,
        description: Option<&str>,
        privileges: Option<Privileges>,
    ) -> Result<(), ApiError> {
        let _turn = self.changing.lock().await;
        let old = self.read().made_here(id)?.clone();
        let new = RoleRow {
            name: name.map(free_name).transpose()?.unwrap_or_else(|| old.name.clone()),
            description: description.map_or_else(|| old.description.clone(), |text| text.trim().to_owned()),
            privileges: privileges.map_or_else(|| old.privileges.clone(), names),
            ..old.clone()
        };
        self.store.update_role(&new).await.map_err(|error| taken(error, &new.name))?;
        let affected = match new.privileges == old.privileges {
            true => BTreeSet::new(),
            false => self.read().users_with_role(id),
        };
        if let Some(role) = self.write().roles.iter_mut().find(|role| role.id == new.id) {
            *role = new;
        }
        self.rights_changed(&affected);
        Ok(())
    }

    /// Deletes a role. One that was granted is refused, unless its grants are to go with it.
    pub async fn delete_role(&self, id: &Id<AclRole>, with_grants: bool) -> Result<(), ApiError> {
        let _turn = self.changing.lock().await;
        let role = self.read().made_here(id)?.clone();
        let granted = self.read().grants.iter().filter(|grant| grant.action == role.id).count();
        if granted > 0 && !with_grants {
            let grants = if granted == 1 { "a grant".into() } else { format!("{granted} grants") };
            let name = &role.name;
            let reason =
                format!("the role {name} has {grants}: take them back first, or delete it with them");
            return Err(ApiError::IncorrectState { object: role.id, reason });
        }
        let affected = self.read().users_with_role(id);
        self.store.delete_role(&role.id).await?;
        {
            let mut state = self.write();
            state.grants.retain(|grant| grant.action != role.id);
            state.roles.retain(|known| known.id != role.id);
        }
        self.rights_changed(&affected);
        Ok(())
    }
}

fn no_such(id: &Id<AclRole>) -> ApiError {
    ApiError::NotFound { what: "role".into(), id: id.to_string() }
}

fn privileges(row: &RoleRow) -> Privileges {
    let list: Vec<Privilege> = row.privileges.split(' ').filter_map(Privilege::parse).collect();
    Privileges::of(&list)
}

pub(super) fn names(privileges: Privileges) -> String {
    let names: Vec<&str> = privileges.list().into_iter().map(Privilege::as_str).collect();
    names.join(" ")
}

fn object(row: &RoleRow) -> AclRole {
    let privileges = privileges(row);
    AclRole {
        id: row.id.as_str().into(),
        name: row.name.clone(),
        description: (!row.description.is_empty()).then(|| row.description.clone()),
        built_in: false,
        privileges: privileges.list(),
        permissions: privileges.permissions().into_iter().map(str::to_owned).collect(),
    }
}

/// A name that no role has that is built in; the store looks at the others.
fn free_name(name: &str) -> Result<String, ApiError> {
    let name = valid_name(name, "name")?;
    match Role::ALL.iter().any(|role| UserRow::key(role.name()) == UserRow::key(&name)) {
        true => Err(taken(StoreError::Exists, &name)),
        false => Ok(name),
    }
}

fn taken(error: StoreError, name: &str) -> ApiError {
    match error {
        StoreError::Exists => {
            ApiError::AlreadyExists { what: format!("a role named {name}"), id: name.into() }
        }
        error => error.into(),
    }
}
