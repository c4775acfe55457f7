//! The watcher's states against a scripted pool with a small database of its own.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

use super::*;
use crate::testing::{Answer, Asked, Down, Pool};
use crate::{Client, Ref, Task, params};

/// Rows with the generations of their creation and last change, and the log of deletions.
#[derive(Default)]
struct Rows {
    generation: u64,
    rows: BTreeMap<(&'static str, String), (u64, u64, Value)>,
    deleted: Vec<(&'static str, String, u64, u64)>,
    /// Whether deletions are forgotten at once.
    forgetful: bool,
    session_invalid: u32,
    events_lost: u32,
    polls: usize,
}

#[derive(Clone, Default)]
struct Db {
    rows: Arc<Mutex<Rows>>,
    changed: Arc<Notify>,
}

impl Db {
    fn put(&self, class: &'static str, reference: &str, record: Value) {
        let mut db = self.rows.lock().unwrap();
        db.generation += 1;
        let generation = db.generation;
        let row =
            db.rows.entry((class, reference.to_owned())).or_insert((generation, generation, Value::Null));
        (row.1, row.2) = (generation, record);
        drop(db);
        self.changed.notify_waiters();
    }

    fn del(&self, class: &'static str, reference: &str) {
        let mut db = self.rows.lock().unwrap();
        db.generation += 1;
        let generation = db.generation;
        let (created, ..) = db.rows.remove(&(class, reference.to_owned())).unwrap();
        if !db.forgetful {
            db.deleted.push((class, reference.to_owned(), created, generation));
        }
        drop(db);
        self.changed.notify_waiters();
    }

    fn set(&self, change: impl FnOnce(&mut Rows)) {
        change(&mut self.rows.lock().unwrap());
        self.changed.notify_waiters();
    }

    fn pool(&self) -> Pool {
        let db = self.clone();
        Pool::new(move |asked| {
            let db = db.clone();
            async move { db.answer(asked).await }
        })
    }

    async fn answer(&self, asked: Asked) -> Option<Answer> {
        match asked.method.as_str() {
            "event.from" => Some(self.event_from(&asked).await),
            "VMPP.get_all_records" => Some(Err(("MESSAGE_REMOVED", vec![]))),
            "VM.get_all_records" => Some(Ok(self.records("VM"))),
            "task.get_all_records" => Some(Ok(self.records("task"))),
            "message.get_all_records" => Some(Ok(self.records("message"))),
            "Async.VM.start" => {
                self.put("task", "OpaqueRef:t", json!({"status": "pending"}));
                Some(Ok(json!("OpaqueRef:t")))
            }
            "task.destroy" => {
                self.del("task", "OpaqueRef:t");
                Some(Ok(json!("")))
            }
            _ => None,
        }
    }

    fn records(&self, class: &str) -> Value {
        let db = self.rows.lock().unwrap();
        let of_class = db.rows.iter().filter(|((its, _), _)| *its == class);
        Value::Object(of_class.map(|((_, reference), row)| (reference.clone(), row.2.clone())).collect())
    }

    async fn event_from(&self, asked: &Asked) -> Answer {
        let classes: Vec<String> = serde_json::from_value(asked.params[1].clone()).unwrap();
        let token = asked.params[2].as_str().unwrap();
        let since: u64 = token.split(',').next().unwrap().parse().unwrap_or(0);
        let deadline = Instant::now() + Duration::from_secs_f64(asked.params[3].as_f64().unwrap());
        self.rows.lock().unwrap().polls += 1;
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            {
                let mut db = self.rows.lock().unwrap();
                if db.session_invalid > 0 {
                    db.session_invalid -= 1;
                    return Err(("SESSION_INVALID", vec![asked.params[0].as_str().unwrap().to_owned()]));
                }
                if db.events_lost > 0 {
                    db.events_lost -= 1;
                    return Err(("EVENTS_LOST", vec![]));
                }
                let watched = |class: &str| classes.iter().any(|it| *it == class.to_lowercase());
                let mut events = Vec::new();
                for ((class, reference), (created, modified, record)) in &db.rows {
                    if watched(class) && *modified > since {
                        let operation = if *created > since { "add" } else { "mod" };
                        events.push(json!({"id": "1", "timestamp": "0.0", "class": class.to_lowercase(),
                            "operation": operation, "ref": reference, "snapshot": record}));
                    }
                }
                for (class, reference, created, deleted) in &db.deleted {
                    if watched(class) && *deleted > since && *created <= since {
                        events.push(
                            json!({"class": class.to_lowercase(), "operation": "del", "ref": reference}),
                        );
                    }
                }
                if !events.is_empty() || Instant::now() >= deadline || token.is_empty() {
                    let count = |class| db.rows.keys().filter(|(its, _)| *its == class).count();
                    let counts = json!({"vm": count("VM"), "task": count("task"), "vmpp": 0});
                    let token = format!("{:020},{:020}", db.generation, 0);
                    return Ok(json!({"events": events, "valid_ref_counts": counts, "token": token}));
                }
            }
            let _ = tokio::time::timeout_at(deadline, changed).await;
        }
    }
}

fn options() -> WatchOptions {
    WatchOptions::new(["VM", "task", "VMPP", "message", "no such class"])
}

/// The next event in short.
async fn next(watch: &mut Watch) -> String {
    let event = timeout(Duration::from_secs(60), watch.next()).await.expect("an event in time");
    match event {
        None => "end".into(),
        Some(WatchEvent::Connecting { address }) => format!("connecting {}", address.host()),
        Some(WatchEvent::Connected { address, resumed, pool }) => {
            assert_eq!(pool.uuid, "pool-1");
            format!("connected {}{}", address.host(), if resumed { " resumed" } else { "" })
        }
        Some(WatchEvent::Disconnected { last_seen, retry_in, .. }) => {
            let seen = last_seen.map_or("never", |_| "seen");
            format!("disconnected {seen}{}", if retry_in.is_none() { " for good" } else { "" })
        }
        Some(WatchEvent::Listing { class, records }) => format!("{class} {}", records.len()),
        Some(WatchEvent::ListingDone) => "done".into(),
        Some(WatchEvent::Batch(events)) => {
            let each = events.iter().map(|event| {
                assert_eq!(event.snapshot.is_none(), event.op == Op::Del);
                format!("{:?} {} {}", event.op, event.class, event.reference)
            });
            each.collect::<Vec<_>>().join(", ")
        }
    }
}

/// Events up to a given one, without it, in alphabetical order.
async fn until(watch: &mut Watch, last: &str) -> Vec<String> {
    let mut seen = Vec::new();
    loop {
        let event = next(watch).await;
        if event == last {
            seen.sort();
            return seen;
        }
        seen.push(event);
    }
}

async fn started(db: &Db) -> (Pool, Client, Watch) {
    let pool = db.pool();
    let client = Client::new(pool.config());
    let mut watch = watch(client.clone(), options());
    until(&mut watch, "done").await;
    (pool, client, watch)
}

#[tokio::test(start_paused = true)]
async fn lists_once_and_then_follows() {
    let db = Db::default();
    db.put("VM", "a", json!({"name_label": "A"}));
    db.put("message", "m", json!({}));
    let pool = db.pool();
    let client = Client::new(pool.config());
    let mut watch = watch(client.clone(), options());
    assert_eq!(next(&mut watch).await, "connecting one");
    assert_eq!(next(&mut watch).await, "connected one");
    assert_eq!(until(&mut watch, "done").await, ["VM 1", "VMPP 0", "message 1", "task 0"]);
    let methods = pool.methods();
    let at = |method: &str| methods.iter().position(|it| it == method).unwrap();
    assert!(at("event.from") < at("VM.get_all_records"), "the token comes first");

    db.put("VM", "b", json!({}));
    assert_eq!(next(&mut watch).await, "Add VM b");
    db.put("VM", "a", json!({"name_label": "B"}));
    assert_eq!(next(&mut watch).await, "Mod VM a");
    db.del("VM", "a");
    assert_eq!(next(&mut watch).await, "Del VM a");
    db.put("task", "t", json!({"status": "pending"}));
    assert_eq!(next(&mut watch).await, "Add task t");

    assert!(timeout(Duration::from_secs(120), watch.next()).await.is_err(), "silence tells nothing");
    assert_eq!(pool.count("VM.get_all_records"), 1);
    drop(watch);
    client.close().await;
    assert_eq!(pool.count("session.logout"), 1);
}

#[tokio::test(start_paused = true)]
async fn changes_during_the_listing_are_told_after_it() {
    let db = Db::default();
    let (inside, during) = (db.clone(), Arc::new(Mutex::new(true)));
    let pool = Pool::new(move |asked: Asked| {
        let (db, during) = (inside.clone(), during.clone());
        async move {
            let answer = db.answer(asked.clone()).await;
            if asked.method == "VM.get_all_records" && std::mem::take(&mut *during.lock().unwrap()) {
                db.put("VM", "late", json!({}));
            }
            answer
        }
    });
    let mut watch = watch(Client::new(pool.config()), options());
    assert!(until(&mut watch, "done").await.contains(&"VM 0".to_owned()));
    assert_eq!(next(&mut watch).await, "Add VM late");
}

#[tokio::test(start_paused = true)]
async fn a_forgotten_deletion_is_noticed_and_only_its_class_listed() {
    let db = Db::default();
    db.put("VM", "a", json!({}));
    let (pool, _client, mut watch) = started(&db).await;
    db.set(|rows| rows.forgetful = true);
    db.del("VM", "a");
    db.put("VM", "b", json!({}));
    assert_eq!(next(&mut watch).await, "Add VM b");
    assert_eq!(next(&mut watch).await, "VM 1");
    assert_eq!((pool.count("VM.get_all_records"), pool.count("message.get_all_records")), (2, 1));
    db.put("VM", "b", json!({"x": 1}));
    assert_eq!(next(&mut watch).await, "Mod VM b");
    assert_eq!(pool.count("VM.get_all_records"), 2);
}

#[tokio::test(start_paused = true)]
async fn a_lost_session_is_no_alarm() {
    let db = Db::default();
    let (pool, _client, mut watch) = started(&db).await;
    db.set(|rows| rows.session_invalid = 1);
    pool.forget_session();
    assert_eq!(next(&mut watch).await, "connected one resumed");
    assert_eq!(until(&mut watch, "done").await, ["message 0"]);
    db.put("VM", "b", json!({}));
    assert_eq!(next(&mut watch).await, "Add VM b");
    assert_eq!(pool.count("session.login_with_password"), 2);
}

#[tokio::test(start_paused = true)]
async fn lost_events_and_a_server_in_the_past_mean_to_list_anew() {
    let db = Db::default();
    db.put("VM", "a", json!({}));
    let (_pool, _client, mut watch) = started(&db).await;
    db.set(|rows| rows.events_lost = 1);
    assert!(until(&mut watch, "done").await.contains(&"VM 1".to_owned()));
    db.set(|rows| rows.generation = 0);
    tokio::time::sleep(Duration::from_secs(11)).await;
    assert!(until(&mut watch, "done").await.contains(&"VM 1".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_stopped_server_is_found_out_and_caught_up_with() {
    let db = Db::default();
    db.put("VM", "a", json!({}));
    let (pool, client, mut watch) = started(&db).await;
    tokio::time::sleep(Duration::from_secs(61)).await;
    let stopped = Instant::now();
    for host in ["one", "two"] {
        pool.set_down(host, Some(Down::Silent));
    }
    assert_eq!(next(&mut watch).await, "disconnected seen");
    assert!(stopped.elapsed() <= Duration::from_secs(5), "{:?}", stopped.elapsed());
    db.put("VM", "b", json!({}));
    for host in ["one", "two"] {
        pool.set_down(host, None);
    }
    let back = Instant::now();
    assert_eq!(until(&mut watch, "connected one resumed").await[0], "connecting one");
    assert!(back.elapsed() <= Duration::from_secs(10), "{:?}", back.elapsed());
    assert_eq!(until(&mut watch, "done").await, ["Add VM b", "message 0"]);
    assert_eq!(pool.count("VM.get_all_records"), 1, "nothing is listed again");
    assert_eq!(pool.count("session.login_with_password"), 1, "the session is kept");
    drop(client);
}

#[tokio::test(start_paused = true)]
async fn pauses_grow_up_to_five_seconds() {
    let pool = Pool::plain();
    for host in ["one", "two"] {
        pool.set_down(host, Some(Down::Refused));
    }
    let mut watch = watch(Client::new(pool.config()), options().seed(7));
    let mut last = Duration::ZERO;
    for round in 0..12 {
        assert_eq!(next(&mut watch).await, "connecting one");
        match watch.next().await {
            Some(WatchEvent::Disconnected { retry_in: Some(pause), last_seen: None, .. }) => last = pause,
            other => panic!("{other:?}"),
        }
        assert!(last <= Duration::from_secs(5), "round {round}: {last:?}");
    }
    assert!(last >= Duration::from_millis(2_500));
}

#[tokio::test(start_paused = true)]
async fn another_master_is_listed_anew() {
    let db = Db::default();
    db.put("VM", "a", json!({}));
    let master = Arc::new(Mutex::new("one"));
    let (inside, current) = (db.clone(), master.clone());
    let pool = Pool::new(move |asked: Asked| {
        let (db, master) = (inside.clone(), *current.lock().unwrap());
        async move {
            if asked.host != master {
                return Some(Err(("HOST_IS_SLAVE", vec![master.to_owned()])));
            }
            if asked.method == "pool.get_all_records" {
                return Some(Ok(json!({"p": {"uuid": "pool-1", "master": format!("OpaqueRef:{master}")}})));
            }
            db.answer(asked).await
        }
    });
    let mut watch = watch(Client::new(pool.config()), options());
    until(&mut watch, "done").await;
    *master.lock().unwrap() = "two";
    pool.set_down("one", Some(Down::Refused));
    tokio::time::sleep(Duration::from_secs(11)).await;
    let seen = until(&mut watch, "done").await;
    assert!(seen.contains(&"connected two".to_owned()) && seen.contains(&"VM 1".to_owned()), "{seen:?}");
}

#[tokio::test(start_paused = true)]
async fn a_wrong_password_ends_the_watch() {
    let pool = Pool::plain();
    let mut config = pool.config();
    config.password = "wrong".into();
    let mut watch = watch(Client::new(config), options());
    assert_eq!(next(&mut watch).await, "connecting one");
    assert_eq!(next(&mut watch).await, "disconnected never for good");
    assert_eq!(next(&mut watch).await, "end");
    assert_eq!(pool.count("session.login_with_password"), 1);
}

#[tokio::test(start_paused = true)]
async fn tasks_are_awaited_through_events() {
    let db = Db::default();
    let (pool, client, mut watch) = started(&db).await;
    let reader = tokio::spawn(async move { while watch.next().await.is_some() {} });
    let starting = tokio::spawn(async move {
        let started: Ref<Task> = client.run_task("VM.start", params!["a", false, false]).await.unwrap();
        started
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    db.put("task", "OpaqueRef:t", json!({"status": "success", "result": "<value>OpaqueRef:x</value>"}));
    let started = timeout(Duration::from_millis(100), starting).await.expect("at once").unwrap();
    assert_eq!(started.as_str(), "OpaqueRef:x");
    assert_eq!(pool.count("task.get_record"), 0);
    assert_eq!(pool.count("task.destroy"), 1);
    reader.abort();
}

#[tokio::test(start_paused = true)]
async fn a_slow_reader_slows_the_watcher_down() {
    let db = Db::default();
    let (_pool, _client, mut watch) = started(&db).await;
    for round in 0..200 {
        db.put("VM", "a", json!({"round": round}));
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    tokio::time::sleep(Duration::from_secs(30)).await;
    assert!(db.rows.lock().unwrap().polls < 20);
    let mut last = None;
    while let Ok(Some(WatchEvent::Batch(events))) = timeout(Duration::from_secs(1), watch.next()).await {
        last = events.into_iter().next_back().and_then(|event| event.snapshot);
    }
    assert_eq!(last.unwrap().get(), r#"{"round":199}"#);
}
