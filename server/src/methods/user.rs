//! Users and their sessions.

use api::{
    ApiError,
    user::{ChangePassword, Create, Delete, GetAll, GetAuthenticationTokens, Set},
};
use model::{
    Id,
    objects::{Session, User},
};

use crate::{
    Cx,
    accounts::{Changes, NONE},
};

pub async fn create(cx: Cx, call: Create) -> Result<Id<User>, ApiError> {
    let permission = call.permission.as_deref().unwrap_or(NONE);
    cx.app.accounts.create_user(&call.email, &call.password, permission).await
}

pub async fn delete(cx: Cx, call: Delete) -> Result<(), ApiError> {
    not_oneself(&cx, &call.id, "You cannot delete yourself.")?;
    cx.app.accounts.delete_user(&call.id).await
}

pub async fn set(cx: Cx, call: Set) -> Result<(), ApiError> {
    if call.permission.is_some() {
        not_oneself(&cx, &call.id, "You cannot change your own permission.")?;
    }
    let changes = Changes { email: call.email, password: call.password, permission: call.permission };
    cx.app.accounts.set_user(&call.id, changes).await
}

pub async fn change_password(cx: Cx, call: ChangePassword) -> Result<(), ApiError> {
    cx.app.accounts.change_password(&cx.caller, &call.old_password, &call.new_password).await
}

pub async fn get_all(cx: Cx, _: GetAll) -> Result<Vec<User>, ApiError> {
    Ok(cx.app.accounts.users())
}

pub async fn get_authentication_tokens(cx: Cx, _: GetAuthenticationTokens) -> Result<Vec<Session>, ApiError> {
    Ok(cx.app.accounts.sessions(Some(&cx.caller.user_id), Some(&cx.caller.session_id)))
}

fn not_oneself(cx: &Cx, id: &Id<User>, reason: &str) -> Result<(), ApiError> {
    if cx.caller.user_id == *id {
        return Err(ApiError::IncorrectState { object: id.to_string(), reason: reason.into() });
    }
    Ok(())
}
