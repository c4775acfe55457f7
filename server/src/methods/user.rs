//! Users and their sessions.

use std::collections::HashMap;

use api::{
    ApiError, ParamError,
    user::{ChangePassword, Create, Delete, GetAll, GetAuthenticationTokens, Set},
};
use model::{
    Filter, Haystack, Id, Privilege,
    objects::{Session, User},
};
use serde_json::Value;

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
    seen(&cx, &call.id)?;
    let more = call.email.is_some() || call.password.is_some() || call.permission.is_some();
    if more && !cx.caller.admin {
        return Err(ApiError::Forbidden {
            missing: Privilege::Administer,
            object: Some(call.id.to_string()),
        });
    }
    if call.permission.is_some() {
        not_oneself(&cx, &call.id, "You cannot change your own permission.")?;
    }
    let changes = Changes {
        email: call.email,
        password: call.password,
        permission: call.permission,
        preferences: call.preferences,
        no_otp: false,
    };
    cx.app.accounts.set_user(&call.id, changes).await
}

pub async fn change_password(cx: Cx, call: ChangePassword) -> Result<(), ApiError> {
    cx.app.accounts.change_password(&cx.caller, &call.old_password, &call.new_password).await
}

pub async fn get_all(cx: Cx, _: GetAll) -> Result<Vec<User>, ApiError> {
    Ok(cx.app.accounts.users())
}

pub async fn get_authentication_tokens(
    cx: Cx,
    call: GetAuthenticationTokens,
) -> Result<Vec<Session>, ApiError> {
    let user = call.id.unwrap_or_else(|| cx.caller.user_id.clone());
    seen(&cx, &user)?;
    let filter = Filter::parse(call.filter.as_deref().unwrap_or_default());
    let filter = filter.map_err(|error| ApiError::parameter(ParamError::filter("filter", &error)))?;
    let mut sessions = cx.app.accounts.sessions(Some(&user), Some(&cx.caller.session_id));
    sessions.retain(|session| filter.matches(&Members::of(session)));
    sessions.truncate(call.limit.map_or(usize::MAX, |limit| limit as usize));
    Ok(sessions)
}

/// Of others, only administrators know that they are there.
fn seen(cx: &Cx, id: &Id<User>) -> Result<(), ApiError> {
    let known = cx.caller.user_id == *id || (cx.caller.admin && cx.app.accounts.user(id).is_some());
    if known { Ok(()) } else { Err(ApiError::NotFound { what: "user".into(), id: id.to_string() }) }
}

/// A session's members as JSON texts, as a filter looks through them.
struct Members(HashMap<String, String>);

impl Members {
    fn of(session: &Session) -> Self {
        match serde_json::to_value(session) {
            Ok(Value::Object(members)) => {
                Self(members.into_iter().map(|(name, value)| (name, value.to_string())).collect())
            }
            _ => Self(HashMap::new()),
        }
    }
}

impl Haystack for Members {
    fn property(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

fn not_oneself(cx: &Cx, id: &Id<User>, reason: &str) -> Result<(), ApiError> {
    if cx.caller.user_id == *id {
        return Err(ApiError::IncorrectState { object: id.to_string(), reason: reason.into() });
    }
    Ok(())
}
