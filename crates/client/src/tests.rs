use std::{cell::RefCell, rc::Rc};

use api::{ApiError, vm};
use futures::{FutureExt, executor::LocalPool, task::LocalSpawnExt};
use model::{Kind, View, Window};
use serde_json::{Value, json};

use crate::{Client, Rows};

type Sent = Rc<RefCell<Vec<Value>>>;

fn client() -> (Client<impl Fn(String) + 'static>, Sent) {
    let sent = Sent::default();
    let log = sent.clone();
    (Client::new(move |text: String| log.borrow_mut().push(serde_json::from_str(&text).unwrap())), sent)
}

fn take(sent: &Sent) -> Vec<Value> {
    std::mem::take(&mut sent.borrow_mut())
}

#[test]
fn calls_are_answered_in_any_order_and_fail_with_the_connection() {
    let (client, sent) = client();
    let mut pool = LocalPool::new();
    let spawner = pool.spawner();
    let call = |id: &str| {
        let (client, params) = (client.clone(), vm::Pause { id: id.into() });
        spawner.spawn_local_with_handle(async move { client.start(&params).await }).unwrap()
    };
    let early = call("0");
    pool.run_until_stalled();
    assert!(matches!(early.now_or_never(), Some(Err(ApiError::Unavailable { .. }))));
    client.opened();
    let (a, b, c) = (call("a"), call("b"), call("c"));
    pool.run_until_stalled();
    let ids: Vec<u64> = take(&sent).iter().map(|f| f["id"].as_u64().unwrap()).collect();
    client.receive(&json!({ "id": ids[1], "result": "task" }).to_string());
    let refused = ApiError::NotFound { what: "VM".into(), id: "a".into() };
    client.receive(&json!({ "id": ids[0], "error": refused.to_json() }).to_string());
    client.receive("{oops");
    client.closed();
    pool.run_until_stalled();
    assert_eq!(a.now_or_never(), Some(Err(refused)));
    assert_eq!(b.now_or_never().unwrap().unwrap().as_str(), "task");
    assert!(matches!(c.now_or_never(), Some(Err(ApiError::Unavailable { .. }))));
}

#[test]
fn a_watch_resumes_where_it_was_and_starts_anew_when_it_cannot() {
    let (client, sent) = client();
    client.opened();
    let rows = Rc::new(RefCell::new(Rows::default()));
    let held = rows.clone();
    let view = View { kinds: vec![Kind::Vm], window: Some(Window { start: 0, len: 2 }), ..View::default() };
    let watch = client.watch(view, move |update| held.borrow_mut().apply(update));
    let number = take(&sent)[0]["watch"].as_u64().unwrap();
    client.receive(&json!({ "hello": { "epoch": "e", "user": null } }).to_string());
    let row = |id: &str| json!({ "id": id, "type": "VM", "may": 1, "name_label": id });
    let reset = json!({ "watch": number, "seq": 4, "reset": { "total": 2, "start": 0, "rows": [row("a"), row("b")] } });
    client.receive(&reset.to_string());
    let diff = json!({ "watch": number, "seq": 5, "diff": { "set": [{ "id": "a", "name_label": "A", "may": null }] } });
    client.receive(&diff.to_string());
    assert_eq!(
        rows.borrow().rows["a"],
        *json!({ "id": "a", "type": "VM", "name_label": "A" }).as_object().unwrap()
    );

    client.closed();
    client.opened();
    assert_eq!(take(&sent)[0]["resume"], json!({ "epoch": "e", "seq": 5 }));
    let gap = json!({ "watch": number, "seq": 9, "diff": { "order": { "start": 0, "ids": ["b", "c"] } } });
    client.receive(&gap.to_string());
    assert_eq!(take(&sent)[0].get("resume"), None, "a row that is not held: from the start");

    watch.set_window(Window { start: 1, len: 2 });
    assert_eq!(take(&sent), [json!({ "window": number, "start": 1, "len": 2 })]);
    drop(watch);
    assert_eq!(take(&sent), [json!({ "unwatch": number })]);
}
