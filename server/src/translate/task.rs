//! `task` → [`Task`].

use cache::Row;
use model::{
    Id, Kind,
    objects::{Task, TaskStatus},
};

use super::{
    Context, Object,
    class::Head,
    values::{moment, words},
};

pub const KEEP: &[&str] = &[
    "uuid",
    "name_label",
    "name_description",
    "allowed_operations",
    "current_operations",
    "created",
    "finished",
    "status",
    "resident_on",
    "progress",
    "result",
    "error_info",
    "other_config",
];

pub fn translate(context: &Context<'_>, head: Head<'_>, row: &Row) -> Result<Object, serde_json::Error> {
    let task: xapi::Task = row.read()?;
    let about = task.other_config.get("applies_to");
    Ok(Object::Task(Box::new(Task {
        kind: Kind::Task,
        id: Id::new(head.id.clone()),
        uuid: task.uuid.as_str().into(),
        pool: context.pool(),
        pool_id: context.pool(),
        xapi_ref: head.reference.into(),
        status: TaskStatus::parse(task.status.as_str()),
        // Not a number would be no JSON.
        progress: if task.progress.is_finite() { task.progress.clamp(0.0, 1.0) } else { 0.0 },
        created: moment(&task.created),
        finished: moment(&task.finished),
        allowed_operations: words(&task.allowed_operations),
        current_operations: context.operations(&task.current_operations),
        own_ref: head.reference.into(),
        applies_to: about.map(|reference| {
            let known: Option<Id<()>> = context.id_of(reference);
            known.map_or_else(|| reference.clone(), |id| id.as_str().to_owned())
        }),
        host: context.id(&task.resident_on),
        name_label: task.name_label,
        name_description: task.name_description,
        result: task.result,
        error_info: task.error_info,
    })))
}
