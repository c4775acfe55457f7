//! What clients do with tasks: cancel them, destroy them, and move those they made themselves.
//!
//! A task belongs to the user in whose session it was made; tasks of others need a permission of their own.

use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::lock;
use crate::rights;
use crate::task;

/// Refuses unless the task is of the same user, or the caller may do that with any task.
pub fn assert_own(cx: &Cx, task: &str, permission: &str) -> Result<(), Failure> {
    let own = cx.pool.read(|db| {
        let session = db.get_str("task", task, "session")?;
        Ok::<_, Failure>(*session == *cx.session || (user(db, &session) == user(db, &cx.session)))
    })?;
    if own { Ok(()) } else { rights::check(&cx.pool, &cx.session, permission) }
}

/// Who a session belongs to, while it lasts.
fn user(db: &Db, session: &str) -> Option<(Str, Str)> {
    let get = |field| db.get_str("session", session, field).ok();
    Some((get("auth_user_sid")?, get("auth_user_name")?))
}

/// `task.cancel`.
pub fn cancel(cx: &Cx, task: &str) -> Result<Value, Failure> {
    assert_own(cx, task, "task.cancel/any")?;
    cx.pool.write(|db| {
        if !db.get("task", task, "allowed_operations")?.contains("cancel") {
            return Err(Failure::new("OPERATION_NOT_ALLOWED", ["Task cannot be cancelled"]));
        }
        note(db, cx, task, "cancel")?;
        db.set("task", task, "status", "cancelling")
    })?;
    task::signal(&cx.pool, task);
    Ok(Value::Void)
}

/// `task.destroy`: a task that work is done for goes when that ends, any other at once.
pub fn destroy(cx: &Cx, task: &str) -> Result<Value, Failure> {
    assert_own(cx, task, "task.destroy/any")?;
    let under_way = lock(&cx.pool.cancels).contains_key(task);
    cx.pool.write(|db| if under_way { note(db, cx, task, "destroy") } else { db.delete("task", task) })?;
    Ok(Value::Void)
}

fn note(db: &mut Db, cx: &Cx, task: &str, operation: &str) -> Result<(), Failure> {
    let operations = db.get("task", task, "current_operations")?;
    db.set("task", task, "current_operations", operations.with_entry(&cx.task_ref(), operation.into()))?;
    Ok(())
}

/// `task.set_status`: a task made by a client ends when its maker says so.
pub fn set_status(cx: &Cx, task: &str, status: &str) -> Result<Value, Failure> {
    assert_own(cx, task, "task.destroy/any")?;
    cx.pool.write(|db| {
        if matches!(status, "success" | "failure" | "cancelled") {
            db.set("task", task, "finished", Value::Time(crate::time::now()))?;
            db.set("task", task, "allowed_operations", Value::no_items())?;
        }
        db.set("task", task, "status", status)
    })?;
    Ok(Value::Void)
}
