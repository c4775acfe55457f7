//! XAPI tasks: cancel and forget.

use api::{
    ApiError,
    task::{Cancel, Destroy},
};
use model::{Id, objects::Task};
use xapi::params;

use crate::{Cx, pools::PoolHandle};

pub async fn cancel(cx: Cx, call: Cancel) -> Result<(), ApiError> {
    let (pool, task) = find(&cx, &call.id)?;
    pool.change("task.cancel", params![task]).await
}

pub async fn destroy(cx: Cx, call: Destroy) -> Result<(), ApiError> {
    let (pool, task) = find(&cx, &call.id)?;
    pool.change("task.destroy", params![task]).await
}

/// The pool and the reference of a task.
fn find(cx: &Cx, id: &Id<Task>) -> Result<(PoolHandle, String), ApiError> {
    let not_found = || ApiError::NotFound { what: "task".into(), id: id.to_string() };
    let object = cx.app.cache.get(id.as_str()).ok_or_else(not_found)?;
    let task: Task = object.read().map_err(|_| ApiError::Internal)?;
    Ok((cx.app.pools.of(&object, &cx.caller)?, task.xapi_ref.to_string()))
}
