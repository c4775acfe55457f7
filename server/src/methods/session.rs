//! Who is signed in. Signing in and out on a connection is up to the door that owns it.

use api::{
    ApiError,
    session::{GetUser, SignIn, SignOut},
};
use model::objects::User;

use crate::Cx;

pub async fn get_user(cx: Cx, _: GetUser) -> Result<Option<User>, ApiError> {
    Ok(cx.app.accounts.user(&cx.caller.user_id))
}

pub async fn sign_in(_: Cx, _: SignIn) -> Result<User, ApiError> {
    Err(elsewhere("sign in with POST /signin"))
}

pub async fn sign_out(_: Cx, _: SignOut) -> Result<(), ApiError> {
    Err(elsewhere("sign out with POST /signout"))
}

/// Only a connection at `/api/` has a session of its own.
fn elsewhere(what: &str) -> ApiError {
    ApiError::Unavailable { reason: format!("this door has no session of its own: {what}") }
}
