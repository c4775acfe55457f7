//! The life of tasks: begun with a call, moved by its progress, finished with its result, collected later.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::watch;

use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::fault::{Kind, Site};
use crate::pool::{Pool, lock};
use crate::wire::Origin;
use crate::wire::writer::{Format, Writer};

/// How often finished tasks are looked through.
const COLLECT: Duration = Duration::from_secs(30);
/// Finished tasks older than this go.
const FINISHED_AGE: i64 = 65 * 60;
/// Pending tasks older than this go.
const PENDING_AGE: i64 = 24 * 3600;
/// More tasks than this are not kept, the oldest finished ones going first.
const MOST: usize = 200;
/// When an end that a fault tells twice is told again.
const REPEAT: Duration = Duration::from_millis(150);
/// Calls that may wait for busy objects at once.
const MOST_WAITING: usize = 100;

/// Adds the row of a task.
pub fn create(
    pool: &Pool,
    label: &str,
    description: &str,
    host: usize,
    session: &str,
) -> Result<Str, Failure> {
    let (reference, uuid) = (pool.fresh_ref(), pool.fresh_uuid());
    pool.write(|db| {
        db.insert(
            "task",
            &reference,
            &uuid,
            [
                ("name_label", Value::from(label)),
                ("name_description", Value::from(description)),
                ("allowed_operations", Value::set(["cancel", "destroy"])),
                ("created", Value::Time(crate::time::now())),
                ("status", Value::from("pending")),
                ("session", Value::from(session)),
                ("resident_on", Value::from(&pool.hosts[host].reference)),
                ("type", Value::from("<none/>")),
            ],
        )
    })?;
    Ok(reference)
}

/// Tasks below that of a call, one for each part of its work; they go when the work is done.
pub struct Parts {
    pool: Arc<Pool>,
    tasks: Vec<Str>,
}

impl Parts {
    /// As many as there are parts. What nobody can see as a task has none.
    pub fn begin(cx: &Cx, label: &str, count: usize) -> Result<Parts, Failure> {
        let mut parts = Parts { pool: cx.pool.clone(), tasks: Vec::new() };
        let Some(parent) = &cx.task else { return Ok(parts) };
        for _ in 0..count {
            let part = create(&cx.pool, label, "", cx.host, &cx.session)?;
            parts.tasks.push(part.clone());
            cx.pool.write(|db| db.set("task", &part, "subtask_of", parent))?;
        }
        Ok(parts)
    }

    /// Moves them all.
    pub fn progress(&self, to: f64) {
        self.tasks.iter().for_each(|part| progress(&self.pool, part, to));
    }
}

impl Drop for Parts {
    fn drop(&mut self) {
        self.pool.write(|db| {
            for part in &self.tasks {
                // Its owner may have destroyed it.
                let _ = db.delete("task", part);
            }
        });
    }
}

/// Gives a call its task.
pub fn begin(cx: Cx, label: &str) -> Result<Cx, Failure> {
    let reference = create(&cx.pool, label, "", cx.host, &cx.session)?;
    let (cancel, cancelled) = watch::channel(false);
    lock(&cx.pool.cancels).insert(reference.clone(), cancel);
    Ok(Cx { task: Some(reference), cancelled: Some(cancelled), ..cx })
}

/// Gives a call its task, with what the headers around it say.
pub fn begin_from(cx: Cx, label: &str, origin: &Origin) -> Result<Cx, Failure> {
    let cx = begin(cx, label)?;
    if origin.parent.is_none() && origin.other_config.is_empty() {
        return Ok(cx);
    }
    let task = cx.task_ref();
    cx.pool.write(|db| {
        if let Some(parent) = origin.parent.as_deref().filter(|p| db.exists("task", p)) {
            db.set("task", &task, "subtask_of", parent)?;
        }
        let noted = origin.other_config.iter().map(|(k, v)| (format!("http:{k}"), v.as_str()));
        db.set("task", &task, "other_config", Value::map(noted))
    })?;
    Ok(cx)
}

/// Lets a call be part of a task that somebody else ends.
pub fn join(cx: Cx, task: Str) -> Cx {
    let cancelled = lock(&cx.pool.cancels).get(&task).map(watch::Sender::subscribe);
    Cx { task: Some(task), cancelled, ..cx }
}

/// The task of a request that is no call: the one made for it, or a new one.
pub fn adopt(cx: Cx, given: Option<String>, parent: Option<&str>, label: &str) -> Result<Cx, Failure> {
    let Some(given) = given else {
        let cx = begin(cx, label)?;
        if let Some(parent) = parent {
            cx.pool.write(|db| db.set("task", &cx.task_ref(), "subtask_of", parent))?;
        }
        return Ok(cx);
    };
    cx.pool.read(|db| db.get("task", &given, "uuid"))?;
    let (reference, (cancel, cancelled)) = (Str::from(given), watch::channel(false));
    lock(&cx.pool.cancels).insert(reference.clone(), cancel);
    Ok(Cx { task: Some(reference), cancelled: Some(cancelled), ..cx })
}

/// Moves a task's progress, if it is still there.
pub fn progress(pool: &Pool, task: &Str, progress: f64) {
    // A destroyed task has no progress to move.
    let _ = pool.write(|db| db.set("task", task, "progress", progress));
}

/// Ends the task of an asynchronous call with its result.
pub fn finish(cx: &Cx, result: Result<Value, Failure>) {
    let Some(task) = &cx.task else { return };
    lock(&cx.pool.cancels).remove(task);
    let faults = &cx.pool.faults;
    let label = cx.pool.read(|db| db.get_str("task", task, "name_label")).unwrap_or_else(|_| "".into());
    let site = Site::call(cx.host, label.trim_start_matches("Async."));
    if faults.is(site, &Kind::LoseTask) {
        // It may be gone already.
        let _ = cx.pool.write(|db| db.delete("task", task));
        return;
    }
    let late = faults.strikes(site, |k| if let Kind::LateTask(by) = k { Some(*by) } else { None });
    let again = faults.is(site, &Kind::RepeatTaskEnd);
    let Some(late) = late.or(again.then_some(REPEAT)) else { return end(&cx.pool, task, result) };
    if again {
        end(&cx.pool, task, result.clone());
    }
    let (pool, task) = (cx.pool.clone(), task.clone());
    crate::time::spawn(async move {
        crate::time::sleep(late).await;
        if !again {
            return end(&pool, &task, result);
        }
        // The same once more changes nothing: a touch makes it an event.
        pool.write(|db| {
            if let Some(class) = db.schema.class_id("task") {
                // It may have been destroyed meanwhile.
                let _ = db.touch(class, &task);
            }
        });
    });
}

/// Writes the end of a task.
fn end(pool: &Pool, task: &Str, result: Result<Value, Failure>) {
    // A task that was destroyed while it ran is gone already, or goes now.
    let _ = pool.write(|db| {
        write_result(db, task, result)?;
        if is_doomed(db, task)? {
            db.delete("task", task)?;
        }
        Ok::<_, Failure>(())
    });
}

/// Whether a task was destroyed while it was pending.
fn is_doomed(db: &Db, task: &str) -> Result<bool, Failure> {
    let operations = db.get("task", task, "current_operations")?;
    Ok(operations.entries().iter().any(|(_, operation)| operation.as_str() == "destroy"))
}

/// Ends the task of a synchronous call: it is removed.
pub fn forget(cx: &Cx) {
    let Some(task) = &cx.task else { return };
    lock(&cx.pool.cancels).remove(task);
    // It may have been destroyed meanwhile.
    let _ = cx.pool.write(|db| db.delete("task", task));
}

fn write_result(db: &mut Db, task: &str, result: Result<Value, Failure>) -> Result<(), Failure> {
    let now = Value::Time(crate::time::now());
    match result {
        Ok(value) => {
            db.set("task", task, "allowed_operations", Value::no_items())?;
            db.set("task", task, "finished", now)?;
            db.set("task", task, "progress", 1.0)?;
            db.set("task", task, "result", fragment(&value))?;
            db.set("task", task, "status", "success")?;
        }
        Err(failure) => {
            let cancelled = failure.code == "TASK_CANCELLED";
            let info = std::iter::once(failure.code.clone()).chain(failure.params.iter().cloned());
            db.set("task", task, "progress", 1.0)?;
            db.set("task", task, "error_info", Value::set(info))?;
            db.set(
                "task",
                task,
                "backtrace",
                format!("(((process xapi)(filename simulator)(line 0))({failure}))"),
            )?;
            db.set("task", task, "finished", now)?;
            db.set("task", task, "allowed_operations", Value::no_items())?;
            db.set("task", task, "status", if cancelled { "cancelled" } else { "failure" })?;
        }
    }
    Ok(())
}

/// The result of a task: an XML-RPC fragment, also for calls that came by JSON-RPC.
fn fragment(value: &Value) -> String {
    let mut out = Writer::new(Format::Xml);
    out.value(value);
    String::from_utf8_lossy(&out.finish()).into_owned()
}

/// Tells the work behind a task to stop at its next step.
pub fn signal(pool: &Pool, task: &str) {
    if let Some(cancel) = lock(&pool.cancels).get(task) {
        cancel.send_replace(true);
    }
}

/// A call that waits for a busy object, counted: more than a hundred are not let wait.
pub struct Waiting(Arc<Pool>);

impl Waiting {
    pub fn begin(pool: Arc<Pool>) -> Result<Waiting, Failure> {
        let waiting = Waiting(pool);
        if waiting.0.waiting.fetch_add(1, Ordering::Relaxed) >= MOST_WAITING {
            return Err(Failure::bare("TOO_MANY_PENDING_TASKS"));
        }
        Ok(waiting)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Removes old tasks for as long as the pool lives.
pub async fn collect(pool: Arc<Pool>) {
    loop {
        crate::time::sleep(COLLECT).await;
        pool.write(|db| collect_at(db, crate::time::now()));
    }
}

fn collect_at(db: &mut Db, now: i64) {
    let mut finished = Vec::new();
    for task in db.refs("task") {
        let field = |name| db.get("task", &task, name).unwrap_or(Value::Void);
        let ended = field("finished").as_int();
        let old = match field("status").as_str() {
            "pending" | "cancelling" => {
                field("progress").as_float() == 0.0 && now - field("created").as_int() > PENDING_AGE
            }
            _ => now - ended > FINISHED_AGE,
        };
        if old {
            // It was listed a moment ago under the same lock.
            let _ = db.delete("task", &task);
        } else if ended > 0 {
            finished.push((ended, task));
        }
    }
    finished.sort();
    let kept = db.table("task").map_or(0, |t| t.len());
    for (_, task) in finished.into_iter().take(kept.saturating_sub(MOST)) {
        let _ = db.delete("task", &task);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_xml_fragments() {
        assert_eq!(fragment(&Value::Void), "<value></value>");
        assert_eq!(fragment(&"OpaqueRef:x".into()), "<value>OpaqueRef:x</value>");
    }

    #[test]
    fn old_and_surplus_tasks_are_collected() {
        let mut db = Db::new();
        let mut add = |i: usize, status: &'static str, finished: i64| {
            let r: Str = format!("OpaqueRef:{i}").into();
            let fields =
                [("status", status.into()), ("finished", Value::Time(finished)), ("created", Value::Time(1))];
            db.insert("task", &r, &format!("u{i}").into(), fields).unwrap();
        };
        for i in 0..250 {
            add(i, "success", 100_000 + i as i64);
        }
        add(1000, "success", 1);
        add(1001, "pending", 0);
        collect_at(&mut db, 101_000);
        assert_eq!(db.table("task").unwrap().len(), 200);
        assert!(!db.exists("task", "OpaqueRef:1000") && !db.exists("task", "OpaqueRef:1001"));
        assert!(!db.exists("task", "OpaqueRef:0") && db.exists("task", "OpaqueRef:249"));
    }
}
