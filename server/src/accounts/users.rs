//! Users come, go and change.

use std::collections::BTreeSet;

use api::{ApiError, ParamError};
use model::{Id, objects::User};
use serde_json::{Map, Value};

use super::{Accounts, Live, State, preferences};
use crate::store::{StoreError, UserRow};

/// The permission of an administrator of Xenith itself.
pub const ADMIN: &str = "admin";
/// The permission of everybody else.
pub const NONE: &str = "none";

/// What changes about a user; what is absent stays.
#[derive(Default)]
pub struct Changes {
    pub email: Option<String>,
    pub password: Option<String>,
    pub permission: Option<String>,
    /// Members to replace; `null` takes one away.
    pub preferences: Option<Map<String, Value>>,
    /// Whether one-time codes are switched off.
    pub no_otp: bool,
}

impl Accounts {
    /// All users, oldest first.
    pub fn users(&self) -> Vec<User> {
        let state = self.read();
        let mut rows: Vec<&UserRow> = state.users.values().collect();
        rows.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        rows.into_iter().map(|row| object(&state, row)).collect()
    }

    pub fn user(&self, id: &Id<User>) -> Option<User> {
        let state = self.read();
        state.users.get(id).map(|row| object(&state, row))
    }

    /// Whether nobody can administer Xenith.
    pub fn has_no_admin(&self) -> bool {
        !self.read().users.values().any(|u| u.permission == ADMIN)
    }

    /// Creates a user; `permission` is [`ADMIN`] or [`NONE`].
    pub async fn create_user(
        &self,
        email: &str,
        password: &str,
        permission: &str,
    ) -> Result<Id<User>, ApiError> {
        let email = valid_name(email, "email")?;
        let permission = valid_permission(permission)?;
        let password_hash = self.passwords.hash(valid_password(password, "password")?).await;
        let _turn = self.changing.lock().await;
        let row = UserRow {
            id: uuid::Uuid::new_v4().to_string(),
            email,
            password_hash,
            permission,
            preferences: "{}".into(),
            created_at: self.now(),
            otp_secret: None,
            otp_pending: None,
            otp_step: 0,
            recovery: "[]".into(),
        };
        self.store.insert_user(&row).await.map_err(|e| taken(e, &row))?;
        let id = Id::<User>::from(row.id.as_str());
        self.write().users.insert(id.clone(), row);
        self.changed.send_replace(());
        Ok(id)
    }

    /// Changes a user. A new password ends their sessions; a new name or permission reopens their sockets.
    pub async fn set_user(&self, id: &Id<User>, changes: Changes) -> Result<(), ApiError> {
        let email = changes.email.as_deref().map(|email| valid_name(email, "email")).transpose()?;
        let permission = changes.permission.as_deref().map(valid_permission).transpose()?;
        let password = changes.password.as_deref().map(|p| valid_password(p, "password")).transpose()?;
        self.known(id)?;
        let password_hash = match password {
            Some(password) => Some(self.passwords.hash(password).await),
            None => None,
        };
        let _turn = self.changing.lock().await;
        let old = self.known(id)?;
        let preferences =
            changes.preferences.map(|new| preferences::merged(&old.preferences, new)).transpose()?;
        let ends = password_hash.is_some();
        let new = UserRow {
            email: email.unwrap_or_else(|| old.email.clone()),
            permission: permission.unwrap_or_else(|| old.permission.clone()),
            password_hash: password_hash.unwrap_or_else(|| old.password_hash.clone()),
            preferences: preferences.unwrap_or_else(|| old.preferences.clone()),
            ..old.clone()
        };
        let new = if changes.no_otp { new.without_otp() } else { new };
        if old.permission == ADMIN && new.permission != ADMIN {
            self.not_the_last_admin(id, "lose the permission")?;
        }
        self.keep(&old, new).await?;
        if ends {
            self.end_now(|live| live.caller().user_id == *id).await?;
        }
        Ok(())
    }

    /// Changes one's own password, knowing the old one. Every other session of theirs ends.
    pub async fn change_password(&self, me: &crate::Caller, old: &str, new: &str) -> Result<(), ApiError> {
        let password = valid_password(new, "newPassword")?;
        let user = self.known(&me.user_id)?;
        if !self.passwords.verify(old.to_owned(), Some(user.password_hash)).await {
            return Err(ApiError::InvalidCredentials);
        }
        let password_hash = self.passwords.hash(password).await;
        let _turn = self.changing.lock().await;
        let old = self.known(&me.user_id)?;
        self.keep(&old, UserRow { password_hash, ..old.clone() }).await?;
        let others =
            |live: &Live| live.caller().user_id == me.user_id && live.caller().session_id != me.session_id;
        self.end_now(others).await?;
        Ok(())
    }

    /// Deletes a user and ends their sessions.
    pub async fn delete_user(&self, id: &Id<User>) -> Result<(), ApiError> {
        let _turn = self.changing.lock().await;
        let user = self.known(id)?;
        if user.permission == ADMIN {
            self.not_the_last_admin(id, "be deleted")?;
        }
        self.store.delete_user(id.as_str()).await?;
        {
            let mut state = self.write();
            state.users.remove(id);
            for group in state.groups.values_mut() {
                group.users.remove(id);
            }
            state.grants.retain(|grant| grant.subject != id.as_str());
        }
        let theirs: Vec<_> = self.read().all().filter(|l| l.caller().user_id == *id).cloned().collect();
        self.cut(&theirs);
        self.changed.send_replace(());
        Ok(())
    }

    pub(super) fn find_user(&self, name: &str) -> Option<UserRow> {
        let key = UserRow::key(name);
        self.read().users.values().find(|u| UserRow::key(&u.email) == key).cloned()
    }

    /// Creates an administrator, or makes one of a user, gives them that password and asks for no one-time codes.
    pub async fn make_admin(&self, email: &str, password: &str) -> Result<Id<User>, ApiError> {
        match self.find_user(email) {
            None => self.create_user(email, password, ADMIN).await,
            Some(user) => {
                let id = Id::from(user.id);
                let (password, permission) = (Some(password.into()), Some(ADMIN.into()));
                self.set_user(&id, Changes { password, permission, no_otp: true, ..Changes::default() })
                    .await?;
                Ok(id)
            }
        }
    }

    pub(super) async fn keep(&self, old: &UserRow, new: UserRow) -> Result<(), ApiError> {
        self.store.update_user(&new).await.map_err(|e| taken(e, &new))?;
        self.write().users.insert(Id::from(new.id.as_str()), new.clone());
        if old.permission != new.permission || old.email != new.email {
            self.renew(&BTreeSet::from([Id::from(new.id.as_str())]));
        }
        self.changed.send_replace(());
        Ok(())
    }

    pub(super) fn known(&self, id: &Id<User>) -> Result<UserRow, ApiError> {
        let known = self.read().users.get(id).cloned();
        known.ok_or_else(|| ApiError::NotFound { what: "user".into(), id: id.to_string() })
    }

    fn not_the_last_admin(&self, id: &Id<User>, what: &str) -> Result<(), ApiError> {
        let others = self.read().users.values().any(|u| u.permission == ADMIN && u.id != id.as_str());
        if others {
            return Ok(());
        }
        let reason = format!("the last administrator cannot {what}");
        Err(ApiError::IncorrectState { object: id.to_string(), reason })
    }
}

fn object(state: &State, row: &UserRow) -> User {
    let id = Id::from(row.id.as_str());
    User {
        groups: state.groups_of(&id),
        id,
        email: row.email.clone(),
        permission: row.permission.clone(),
        preferences: serde_json::from_str(&row.preferences).unwrap_or_default(),
        otp: row.otp_secret.is_some(),
    }
}

fn taken(error: StoreError, user: &UserRow) -> ApiError {
    match error {
        StoreError::Exists => {
            ApiError::AlreadyExists { what: format!("a user named {}", user.email), id: user.email.clone() }
        }
        error => error.into(),
    }
}

/// A user's or a group's name; `parameter` has it.
pub(super) fn valid_name(name: &str, parameter: &str) -> Result<String, ApiError> {
    let name = name.trim();
    let long = name.chars().count() > 254;
    if name.is_empty() || long || name.chars().any(char::is_control) {
        let message = "must have 1 to 254 characters, none of them a control character";
        return Err(ApiError::parameter(ParamError::wrong(parameter, "format", message)));
    }
    Ok(name.to_owned())
}

fn valid_permission(permission: &str) -> Result<String, ApiError> {
    match permission {
        ADMIN | NONE => Ok(permission.to_owned()),
        _ => Err(ApiError::parameter(ParamError::wrong("permission", "enum", "must be `admin` or `none`"))),
    }
}

fn valid_password(password: &str, name: &str) -> Result<String, ApiError> {
    if password.is_empty() || password.len() > 1024 {
        let message = "must have 1 to 1024 bytes";
        return Err(ApiError::parameter(ParamError::wrong(name, "minLength", message)));
    }
    Ok(password.to_owned())
}
