//! `event.from`: what changed since a token, once per object, messages first, then adds, mods and dels.

pub mod legacy;

use std::time::Duration;

use tokio::time::Instant;

use crate::data::db::{Clock, Db, Row};
use crate::data::schema::ClassId;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::wire::writer::Writer;

/// The pause before looking, during which changes gather; subscribers to tasks alone are spared it.
const GATHER: Duration = Duration::from_millis(50);
/// Negative and endless timeouts.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// What a subscriber wants to hear of.
enum Wanted {
    Everything,
    Class(ClassId),
    Object(ClassId, String),
}

/// `%020d,%020d`.
pub fn token(clock: Clock) -> String {
    format!("{:020},{:020}", clock.rows, clock.messages)
}

/// Reads a token; the empty one is the beginning of time.
pub fn parse_token(token: &str) -> Result<Clock, Failure> {
    if token.is_empty() {
        return Ok(Clock::default());
    }
    let number = |text: &str| {
        (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
    };
    token
        .split_once(',')
        .and_then(|(rows, messages)| Some(Clock { rows: number(rows)?, messages: number(messages)? }))
        .ok_or_else(|| Failure::new("EVENT_FROM_TOKEN_PARSE_FAILURE", [token]))
}

fn subscriptions(db: &Db, classes: &Value) -> Result<Vec<Wanted>, Failure> {
    let mut wanted = Vec::new();
    for text in classes.items() {
        let text = text.as_str();
        let mut parts = text.split('/');
        let (class, object) = (parts.next().unwrap_or("").to_lowercase(), parts.next());
        if parts.next().is_some() || class.is_empty() {
            return Err(Failure::new("EVENT_SUBSCRIPTION_PARSE_FAILURE", [text]));
        }
        // An unknown class is no error; it just never matches.
        match (db.schema.event_class(&class), object) {
            _ if class == "*" => wanted.push(Wanted::Everything),
            (Some(class), None) => wanted.push(Wanted::Class(class)),
            (Some(class), Some(object)) => wanted.push(Wanted::Object(class, object.to_owned())),
            (None, _) => {}
        }
    }
    Ok(wanted)
}

fn wants(wanted: &[Wanted], db: &Db, class: ClassId, reference: &str) -> bool {
    db.class(class).def.events
        && wanted.iter().any(|w| match w {
            Wanted::Everything => true,
            Wanted::Class(c) => *c == class,
            Wanted::Object(c, r) => *c == class && r == reference,
        })
}

/// What a subscriber has missed.
#[derive(Default)]
struct Found<'a> {
    messages: Vec<(ClassId, &'a Row)>,
    adds: Vec<(ClassId, &'a Row)>,
    mods: Vec<(ClassId, &'a Row)>,
    /// Class, reference, generation.
    dels: Vec<(ClassId, &'a Str, u64)>,
}

impl<'a> Found<'a> {
    fn since(db: &'a Db, wanted: &[Wanted], since: Clock) -> Found<'a> {
        let mut found = Found::default();
        for (class, row) in db.changed_since(since.messages, true) {
            if wants(wanted, db, class, &row.reference) {
                found.messages.push((class, row));
            }
        }
        for (class, row) in db.changed_since(since.rows, false) {
            if !wants(wanted, db, class, &row.reference) {
                continue;
            }
            if row.created > since.rows {
                found.adds.push((class, row));
            } else {
                found.mods.push((class, row));
            }
        }
        for (class, table) in db.tables.iter().enumerate() {
            let since = if db.class(class).def.in_database { since.rows } else { since.messages };
            for gone in table.deletions.iter().rev().take_while(|d| d.deleted > since) {
                if gone.created <= since && wants(wanted, db, class, &gone.reference) {
                    found.dels.push((class, &gone.reference, gone.deleted));
                }
            }
        }
        found
    }

    fn is_empty(&self) -> bool {
        self.messages.is_empty() && self.adds.is_empty() && self.mods.is_empty() && self.dels.is_empty()
    }
}

/// Answers `event.from(classes, token, timeout)`.
pub async fn from(cx: &Cx, args: &[Value], out: &mut Writer) -> Result<(), Failure> {
    let [classes, since, timeout] = args else {
        return Err(Failure::internal("event.from takes three parameters"));
    };
    let since = parse_token(since.as_str())?;
    let wanted = cx.pool.read(|db| subscriptions(db, classes))?;
    let timeout = match timeout.as_float() {
        t if t < 0.0 || t > LONGEST.as_secs_f64() || !t.is_finite() => LONGEST,
        t => Duration::from_secs_f64(t),
    };
    let deadline = Instant::now() + timeout;
    let task_class = cx.pool.read(|db| db.schema.class_id("task"));
    let tasks_only = !wanted.is_empty()
        && wanted
            .iter()
            .all(|w| matches!(w, Wanted::Class(c) | Wanted::Object(c, _) if Some(*c) == task_class));

    let mut changes = cx.pool.changes();
    let mut pause = if tasks_only { Duration::ZERO } else { GATHER };
    loop {
        tokio::time::sleep(pause).await;
        cx.check_session()?;
        let late = Instant::now() >= deadline;
        changes.borrow_and_update();
        let answered = cx.pool.read(|db| {
            let found = Found::since(db, &wanted, since);
            if found.is_empty() && !late {
                return false;
            }
            write(db, &found, cx.pool.faults.token_ahead(), out);
            true
        });
        if answered {
            return Ok(());
        }
        // An ended channel cannot be: the pool holds its sender.
        let _ = tokio::time::timeout_at(deadline, changes.changed()).await;
        if !tasks_only {
            pause = GATHER.mul_f64(0.5);
        }
    }
}

/// Writes everything that changed since a moment, as a subscriber to all classes is told.
pub fn everything_since(db: &Db, since: Clock, out: &mut Writer) {
    write(db, &Found::since(db, &[Wanted::Everything], since), 0, out);
}

fn write(db: &Db, found: &Found<'_>, ahead: u64, out: &mut Writer) {
    out.open_struct();
    out.member("events");
    out.open_array();
    let rows = [("add", &found.messages), ("add", &found.adds), ("mod", &found.mods)];
    for (operation, rows) in rows {
        for (class, row) in rows {
            event(db, *class, operation, &row.reference, row.modified, Some(row), out);
        }
    }
    for (class, reference, generation) in &found.dels {
        event(db, *class, "del", reference, *generation, None, out);
    }
    out.close_array();
    out.end_member();
    out.member("valid_ref_counts");
    out.open_struct();
    for (class, table) in db.schema.classes.iter().zip(&db.tables) {
        if class.def.in_database {
            out.member(class.def.event_class);
            out.small_int(table.len());
            out.end_member();
        }
    }
    out.close_struct();
    out.end_member();
    out.member("token");
    // After a token from the future the answer's is lower: that is how clients can tell.
    out.string(&token(Clock { rows: db.clock.rows + ahead, ..db.clock }));
    out.end_member();
    out.close_struct();
}

fn event(
    db: &Db,
    class: ClassId,
    operation: &str,
    reference: &str,
    generation: u64,
    row: Option<&Row>,
    out: &mut Writer,
) {
    let class = db.class(class);
    out.open_struct();
    for (name, text) in [
        ("id", generation.to_string().as_str()),
        ("timestamp", "0.0"),
        ("class", class.def.event_class),
        ("operation", operation),
        ("ref", reference),
    ] {
        out.member(name);
        out.string(text);
        out.end_member();
    }
    if let Some(row) = row {
        out.member("snapshot");
        out.record(class, &row.values, false);
        out.end_member();
    }
    out.close_struct();
}

/// `event.inject(class, ref)`: touches the row and answers a token from before the touch.
pub fn inject(cx: &Cx, class: &str, reference: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let id = db.schema.class_id(class).ok_or_else(|| Failure::handle_invalid(class, reference))?;
        let before = db.clock;
        db.touch(id, reference)?;
        db.touch(id, reference)?;
        Ok(Value::from(token(before)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_go_there_and_back() {
        let clock = Clock { rows: 1234, messages: 5 };
        assert_eq!(token(clock), "00000000000000001234,00000000000000000005");
        assert_eq!(parse_token(&token(clock)), Ok(clock));
        assert_eq!(parse_token(""), Ok(Clock::default()));
        for bad in ["x", "1", "1,", ",1", "1,2,3", "-1,2", "1, 2", "99999999999999999999999,1"] {
            assert_eq!(parse_token(bad).unwrap_err().code, "EVENT_FROM_TOKEN_PARSE_FAILURE", "{bad}");
        }
    }

    #[test]
    fn one_event_per_object_holding_the_latest() {
        let mut db = Db::new();
        let (a, b): (Str, Str) = ("OpaqueRef:a".into(), "OpaqueRef:b".into());
        db.insert("VM", &a, &"ua".into(), []).unwrap();
        let since = db.clock;
        db.insert("VM", &b, &"ub".into(), []).unwrap();
        for name in ["x", "y", "z"] {
            db.set("VM", &a, "name_label", name).unwrap();
            db.set("VM", &b, "name_label", name).unwrap();
        }
        let found = Found::since(&db, &[Wanted::Everything], since);
        assert_eq!((found.adds.len(), found.mods.len(), found.dels.len()), (1, 1, 0));
        db.delete("VM", &b).unwrap();
        db.delete("VM", &a).unwrap();
        let found = Found::since(&db, &[Wanted::Everything], since);
        assert_eq!((found.adds.len(), found.mods.len()), (0, 0));
        assert_eq!(
            found.dels.iter().map(|d| &**d.1).collect::<Vec<_>>(),
            ["OpaqueRef:a"],
            "b was never seen"
        );
        assert!(Found::since(&db, &[Wanted::Everything], Clock { rows: 10_000, messages: 0 }).is_empty());
    }
}
