//! The audit log: who called what that changes something, on what, and what became of it.

use std::collections::VecDeque;
use std::sync::Mutex;

use xapi::schema::{Kind, Type};

use crate::data::db::Db;
use crate::data::schema::Method;
use crate::data::value::Value;
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::generic;
use crate::pool::{Pool, lock};
use crate::time;

/// Lines kept.
const KEPT: usize = 10_000;

/// The newest lines, oldest first.
#[derive(Default)]
pub struct Audit(Mutex<VecDeque<(i64, String)>>);

impl Audit {
    /// All lines from a time on, as a text.
    pub fn text(&self, since: Option<i64>) -> String {
        let lines = lock(&self.0);
        let lines = lines.iter().filter(|(at, _)| since.is_none_or(|since| *at >= since));
        lines.map(|(_, line)| format!("{line}\n")).collect()
    }

    /// All lines, with when each was written.
    pub fn lines(&self) -> Vec<(i64, String)> {
        lock(&self.0).iter().cloned().collect()
    }

    fn add(&self, at: i64, line: String) {
        let mut lines = lock(&self.0);
        lines.push_back((at, line));
        if lines.len() > KEPT {
            lines.pop_front();
        }
    }

    /// Adds a line as it is.
    pub fn append(&self, line: &str) {
        self.add(time::now(), line.to_owned());
    }
}

/// Whether a call is noted: those that only look are not.
fn notes(method: Method) -> bool {
    let name = method.message.name;
    let looks = ["get_", "assert_", "is_", "query_", "has_"].iter().any(|p| name.starts_with(p));
    let class = crate::data::schema::Schema::get().classes[method.class].def.name;
    match method.message.kind {
        kind if generic::changes(kind) => true,
        Kind::Custom => !looks && !matches!(class, "session" | "event"),
        _ => matches!(name, "create" | "destroy"),
    }
}

/// What a call that is noted is about: its parameters that refer to objects, as they are before it may remove them.
pub fn subjects(pool: &Pool, method: Method, args: &[Value]) -> Option<String> {
    if !notes(method) {
        return None;
    }
    let params = method.message.params.iter().zip(args);
    let about = |db: &Db| {
        let told = params.filter_map(|(param, value)| {
            let Type::Ref(class) = param.ty else { return None };
            let reference = value.as_str();
            let get = |field| db.get_str(class, reference, field).unwrap_or_else(|_| "".into());
            Some(format!("('{}' '{}' '{}' '{reference}')", param.name, get("name_label"), get("uuid")))
        });
        told.collect::<Vec<_>>().join(" ")
    };
    Some(pool.read(about))
}

/// Notes a call, if it is one to note.
pub fn note(cx: &Cx, name: &str, subjects: Option<String>, failure: Option<&Failure>) {
    let Some(subjects) = subjects else { return };
    let now = time::now();
    let (host, user, sid) = cx.pool.read(|db| {
        let get = |field| db.get_str("session", &cx.session, field).unwrap_or_else(|_| "".into());
        let host =
            db.get_str("host", &cx.pool.hosts[cx.host].reference, "hostname").unwrap_or_else(|_| "".into());
        (host, get("auth_user_name"), get("auth_user_sid"))
    });
    let track = cx.task.as_deref().unwrap_or(&cx.session);
    let who = if sid.is_empty() { "LOCAL_SUPERUSER" } else { &sid };
    let outcome = failure.map_or_else(|| "OK".to_owned(), |failure| format!("ERROR:{}", failure.code));
    let denied = failure.is_some_and(|failure| failure.code == "RBAC_PERMISSION_DENIED");
    let allowed = if denied { "DENIED" } else { "ALLOWED" };
    let stamp = time::format(now);
    cx.pool.audit.add(
        now,
        format!(
            "[{stamp}|audit|{host}|0 INET :::80|{name} D:{}|audit] ('trackid={track}' '{who}' '{user}' '{allowed}' \
             '{outcome}' 'API' '{name}' ({subjects}))",
            track.get(track.len().saturating_sub(12)..).unwrap_or("")
        ),
    );
}
