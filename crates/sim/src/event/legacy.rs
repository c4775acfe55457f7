//! The events of old: `event.register`, `unregister` and `next`. Each registered session has a queue of its own, which
//! holds what happened since; when it grows too long, the session is told once that events were lost.

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::data::db::{Clock, Db};
use crate::data::schema::ClassId;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::event::{Found, Wanted};
use crate::pool::lock;
use crate::wire::writer::{Format, Writer};
use tokio::time::Instant;

/// A queue holds this many bytes of events.
const ROOM: usize = 10 << 20;
/// The pause before looking, during which events gather.
const GATHER: Duration = Duration::from_millis(200);
/// After this long without an event a session is told of itself, so that it notices a dead connection.
const HEARTBEAT: f64 = 30.0;

/// The queues of a pool.
#[derive(Default)]
pub struct Queues {
    by_session: Mutex<HashMap<Str, Queue>>,
    /// How many there are, to be asked without locking: mostly none.
    registered: AtomicUsize,
}

struct Queue {
    /// Lower-case names; `*` is all.
    classes: Vec<String>,
    seen: Clock,
    events: VecDeque<Noted>,
    bytes: usize,
    lost: bool,
}

/// An event as it was when it happened.
struct Noted {
    id: u64,
    at: i64,
    class: ClassId,
    operation: &'static str,
    reference: Str,
    values: Option<Box<[Value]>>,
}

impl Queues {
    /// Notes what a change of the database did.
    pub fn note(&self, db: &Db) {
        if self.registered.load(Ordering::Relaxed) == 0 {
            return;
        }
        let mut queues = lock(&self.by_session);
        queues.retain(|session, _| db.exists("session", session));
        self.registered.store(queues.len(), Ordering::Relaxed);
        for queue in queues.values_mut() {
            queue.note(db);
        }
    }

    /// Whether events were lost, or what there is.
    fn take(&self, session: &str) -> Result<Vec<Noted>, Failure> {
        let mut queues = lock(&self.by_session);
        let queue =
            queues.get_mut(session).ok_or_else(|| Failure::new("SESSION_NOT_REGISTERED", [session]))?;
        if std::mem::take(&mut queue.lost) {
            return Err(Failure::bare("EVENTS_LOST"));
        }
        queue.bytes = 0;
        Ok(queue.events.drain(..).collect())
    }
}

impl Queue {
    fn note(&mut self, db: &Db) {
        let found = Found::since(db, &[Wanted::Everything], self.seen);
        self.seen = db.clock;
        let at = crate::time::now();
        let mut new = Vec::new();
        for (operation, rows) in [("add", &found.messages), ("add", &found.adds), ("mod", &found.mods)] {
            for (class, row) in rows {
                let (reference, values) = (row.reference.clone(), Some(row.values.clone()));
                new.push(Noted { id: row.modified, at, class: *class, operation, reference, values });
            }
        }
        for (class, reference, generation) in &found.dels {
            let reference = (*reference).clone();
            new.push(Noted { id: *generation, at, class: *class, operation: "del", reference, values: None });
        }
        new.retain(|event| self.wants(db.class(event.class).def.event_class));
        new.sort_by_key(|event| event.id);
        for event in new {
            self.bytes += event.size(db);
            self.events.push_back(event);
        }
        if self.bytes > ROOM {
            (self.lost, self.bytes) = (true, 0);
            self.events.clear();
        }
    }

    fn wants(&self, class: &str) -> bool {
        self.classes.iter().any(|c| c == "*" || c == class)
    }
}

impl Noted {
    fn size(&self, db: &Db) -> usize {
        let mut out = Writer::new(Format::Json);
        self.write(db, &mut out);
        out.len()
    }

    fn write(&self, db: &Db, out: &mut Writer) {
        let class = db.class(self.class);
        let uuid = class.uuid.zip(self.values.as_ref()).map_or("", |(field, values)| values[field].as_str());
        out.open_struct();
        let (id, at) = (self.id.to_string(), format!("{}.0", self.at));
        for (name, text) in [
            ("id", id.as_str()),
            ("timestamp", &at),
            ("class", class.def.event_class),
            ("operation", self.operation),
            ("ref", &self.reference),
            ("obj_uuid", uuid),
        ] {
            out.member(name);
            out.string(text);
            out.end_member();
        }
        if let Some(values) = &self.values {
            out.member("snapshot");
            out.record(class, values, false);
            out.end_member();
        }
        out.close_struct();
    }
}

fn lower(classes: &Value) -> Vec<String> {
    classes.items().iter().map(|c| c.as_str().to_lowercase()).collect()
}

/// `event.register`: adds to what the session is told of.
pub fn register(cx: &Cx, classes: &Value) -> Result<Value, Failure> {
    // Nothing happens between the moment that is noted and the queue's being there.
    cx.pool.read(|db| {
        let queues = &cx.pool.queues;
        let mut by_session = lock(&queues.by_session);
        let queue = by_session.entry(cx.session.clone()).or_insert_with(|| Queue {
            classes: Vec::new(),
            seen: db.clock,
            events: VecDeque::new(),
            bytes: 0,
            lost: false,
        });
        queue.classes.extend(lower(classes));
        queues.registered.store(by_session.len(), Ordering::Relaxed);
    });
    Ok(Value::Void)
}

/// `event.unregister`: takes from it; who is told of nothing any more is not registered.
pub fn unregister(cx: &Cx, classes: &Value) -> Result<Value, Failure> {
    let queues = &cx.pool.queues;
    let mut by_session = lock(&queues.by_session);
    if let Some(queue) = by_session.get_mut(&cx.session) {
        let gone = lower(classes);
        queue.classes.retain(|c| !gone.contains(c));
        if queue.classes.is_empty() {
            by_session.remove(&cx.session);
        }
    }
    queues.registered.store(by_session.len(), Ordering::Relaxed);
    Ok(Value::Void)
}

/// `event.next`: waits for events of the classes that the session registered for.
pub async fn next(cx: &Cx, out: &mut Writer) -> Result<(), Failure> {
    let mut changes = cx.pool.changes();
    let heartbeat = Instant::now() + GATHER + cx.pool.pace(HEARTBEAT);
    loop {
        tokio::time::sleep(GATHER).await;
        cx.check_session()?;
        changes.borrow_and_update();
        let mut events = cx.pool.queues.take(&cx.session)?;
        if events.is_empty() && Instant::now() >= heartbeat {
            events.extend(cx.pool.read(|db| {
                let class = db.schema.class_id("session")?;
                let row = db.row(class, &cx.session).ok()?;
                let (reference, values) = (row.reference.clone(), Some(row.values.clone()));
                let (id, at) = (db.clock.rows, crate::time::now());
                Some(Noted { id, at, class, operation: "mod", reference, values })
            }));
        }
        if !events.is_empty() {
            out.open_array();
            cx.pool.read(|db| events.iter().for_each(|event| event.write(db, out)));
            out.close_array();
            return Ok(());
        }
        // An ended channel cannot be: the pool holds its sender.
        let _ = tokio::time::timeout_at(heartbeat, changes.changed()).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_queue_says_so_once() {
        let mut db = Db::new();
        let session: Str = "OpaqueRef:s".into();
        db.insert("session", &session, &"s".into(), []).unwrap();
        let queues = Queues::default();
        let queue = Queue {
            classes: vec!["vm".into()],
            seen: db.clock,
            events: VecDeque::new(),
            bytes: 0,
            lost: false,
        };
        lock(&queues.by_session).insert(session.clone(), queue);
        queues.registered.store(1, Ordering::Relaxed);
        let vm: Str = "OpaqueRef:vm".into();
        db.insert("VM", &vm, &"vm".into(), []).unwrap();
        db.insert("VDI", &"OpaqueRef:d".into(), &"d".into(), []).unwrap();
        queues.note(&db);
        db.set("VM", &vm, "name_label", "x").unwrap();
        queues.note(&db);
        let told = queues.take(&session).unwrap();
        assert_eq!(told.iter().map(|e| e.operation).collect::<Vec<_>>(), ["add", "mod"]);
        let long = "x".repeat(ROOM / 4);
        for n in 0..5 {
            db.set("VM", &vm, "name_label", format!("{n}{long}")).unwrap();
            queues.note(&db);
        }
        assert_eq!(queues.take(&session).err(), Some(Failure::bare("EVENTS_LOST")));
        assert!(queues.take(&session).is_ok_and(|events| events.len() == 1), "what came after the loss");
        db.delete("session", &session).unwrap();
        queues.note(&db);
        assert_eq!(queues.take(&session).err().map(|f| f.code), Some("SESSION_NOT_REGISTERED".into()));
    }
}
