//! One-time codes.

use api::{
    ApiError, ParamError,
    otp::{Confirm, Disable, Reset, Secret, Start},
};

use crate::{Cx, accounts::Proof};

pub async fn start(cx: Cx, _: Start) -> Result<Secret, ApiError> {
    let (secret, uri) = cx.app.accounts.start_otp(&cx.caller.user_id).await?;
    Ok(Secret { secret, uri })
}

pub async fn confirm(cx: Cx, call: Confirm) -> Result<Vec<String>, ApiError> {
    cx.app.accounts.confirm_otp(&cx.caller.user_id, &call.otp).await
}

pub async fn disable(cx: Cx, call: Disable) -> Result<(), ApiError> {
    let proof = match (&call.otp, &call.password) {
        (Some(code), _) => Proof::Code(code),
        (None, Some(password)) => Proof::Password(password),
        (None, None) => return Err(ApiError::parameter(ParamError::missing("password"))),
    };
    cx.app.accounts.disable_otp(&cx.caller, proof).await
}

pub async fn reset(cx: Cx, call: Reset) -> Result<(), ApiError> {
    cx.app.accounts.reset_otp(&call.id).await
}
