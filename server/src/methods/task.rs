//! XAPI tasks: cancel and forget.

use api::{
    ApiError,
    task::{Cancel, Destroy},
};
use xapi::params;

use super::found::Found;
use crate::Cx;

pub async fn cancel(cx: Cx, call: Cancel) -> Result<(), ApiError> {
    Found::find(&cx, &call.id)?.change("task.cancel", params![]).await
}

pub async fn destroy(cx: Cx, call: Destroy) -> Result<(), ApiError> {
    Found::find(&cx, &call.id)?.change("task.destroy", params![]).await
}
