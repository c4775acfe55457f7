//! A client against a server played by the test, frame by frame.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use api::{ApiError, session::GetUser, vm};
use client::{Client, End, Error, Hello, Rows, Update};
use futures::{
    FutureExt, Sink, SinkExt, Stream, StreamExt,
    channel::mpsc,
    executor::{LocalPool, LocalSpawner},
    task::LocalSpawnExt,
};
use model::{Id, Kind, View, Window};
use serde_json::{Value, json};

/// One end of a connection.
struct Wire {
    tx: mpsc::UnboundedSender<String>,
    rx: mpsc::UnboundedReceiver<String>,
}

impl Stream for Wire {
    type Item = Result<String, mpsc::SendError>;
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.rx.poll_next_unpin(cx).map(|item| item.map(Ok))
    }
}

impl Sink<String> for Wire {
    type Error = mpsc::SendError;
    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.tx.poll_ready_unpin(cx)
    }
    fn start_send(mut self: Pin<&mut Self>, frame: String) -> Result<(), Self::Error> {
        self.tx.start_send_unpin(frame)
    }
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.tx.poll_flush_unpin(cx)
    }
    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.tx.poll_close_unpin(cx)
    }
}

fn wires() -> (Wire, Wire) {
    let (a, b) = (mpsc::unbounded(), mpsc::unbounded());
    (Wire { tx: a.0, rx: b.1 }, Wire { tx: b.0, rx: a.1 })
}

impl Wire {
    fn hear(&mut self) -> Option<Value> {
        self.rx.try_recv().ok().map(|text| serde_json::from_str(&text).unwrap())
    }
    fn say(&self, frame: Value) {
        self.tx.unbounded_send(frame.to_string()).unwrap();
    }
    fn hello(&self, epoch: &str) {
        self.say(json!({ "hello": { "epoch": epoch, "user": null } }));
    }
}

fn connect(client: &Client, spawner: &LocalSpawner) -> (Wire, mpsc::UnboundedReceiver<Hello>) {
    let (ours, theirs) = wires();
    let (tx, rx) = mpsc::unbounded();
    let client = client.clone();
    let run = async move {
        client.run(ours, |hello| tx.unbounded_send(hello).unwrap()).await;
    };
    spawner.spawn_local(run).unwrap();
    (theirs, rx)
}

fn vms() -> View {
    View { kinds: vec![Kind::Vm], window: Some(Window { start: 0, len: 2 }), ..View::default() }
}

#[test]
fn calls_are_answered_in_any_order_and_fail_with_the_connection() {
    let (client, mut pool) = (Client::new(), LocalPool::new());
    let call = |params: GetUser| client.call(&params);
    let early = call(GetUser {});
    let (mut server, mut hello) = connect(&client, &pool.spawner());
    let late = call(GetUser {});
    server.hello("e");
    pool.run_until_stalled();
    assert_eq!(hello.try_recv().unwrap(), Hello { epoch: "e".into(), user: None });
    assert_eq!(server.hear(), Some(json!({"id": 1, "method": "session.getUser", "params": {}})));
    assert_eq!(server.hear(), Some(json!({"id": 2, "method": "session.getUser", "params": {}})));
    server.say(json!({ "id": 2, "error": ApiError::NotSignedIn.to_json() }));
    server.say(json!({ "id": 1, "result": null }));
    pool.run_until_stalled();
    assert_eq!(early.now_or_never().unwrap().unwrap(), None);
    assert!(matches!(late.now_or_never(), Some(Err(Error::Api(ApiError::NotSignedIn)))));

    let lost = call(GetUser {});
    pool.run_until_stalled();
    drop(server);
    pool.run_until_stalled();
    assert!(matches!(lost.now_or_never(), Some(Err(Error::Lost))));
    assert!(matches!(call(GetUser {}).now_or_never(), Some(Err(Error::Away))));
}

#[test]
fn a_long_call_tells_its_task_and_then_its_end() {
    let (client, mut pool) = (Client::new(), LocalPool::new());
    let (mut server, _hello) = connect(&client, &pool.spawner());
    let params: vm::Start = serde_json::from_value(json!({ "id": "v" })).unwrap();
    let start = client.start(&params);
    pool.run_until_stalled();
    assert_eq!(server.hear().unwrap()["params"]["id"], "v");
    server.say(json!({ "id": 1, "result": "t" }));
    pool.run_until_stalled();
    let started = start.now_or_never().unwrap().unwrap();
    assert_eq!(started.task, Id::from("t"));
    server.say(json!({ "ended": 1, "error": ApiError::Internal.to_json() }));
    pool.run_until_stalled();
    assert!(matches!(started.end().now_or_never(), Some(Err(Error::Api(ApiError::Internal)))));

    let refused = client.start(&params);
    server.say(json!({ "id": 2, "error": ApiError::NotSignedIn.to_json() }));
    pool.run_until_stalled();
    assert!(matches!(refused.now_or_never(), Some(Err(Error::Api(ApiError::NotSignedIn)))));
}

#[test]
fn rows_follow_a_watch_over_reconnections() {
    let (client, mut pool) = (Client::new(), LocalPool::new());
    let mut watch = client.watch(vms());
    let mut rows = Rows::default();
    let mut apply = |watch: &mut client::Watch| {
        while let Some(Some(update)) = watch.next().now_or_never() {
            rows.apply(update);
        }
        serde_json::to_value((rows.total, rows.start, rows.iter().collect::<Vec<_>>())).unwrap()
    };

    let (mut server, _h) = connect(&client, &pool.spawner());
    pool.run_until_stalled();
    let asked = server.hear().unwrap();
    assert_eq!(asked, json!({"watch": 1, "view": {"type": ["VM"], "window": {"start": 0, "len": 2}}}));
    server.hello("e");
    let a = json!({"id": "a", "type": "VM", "n": 1, "note": "x"});
    let b = json!({"id": "b", "type": "VM", "n": 2});
    server.say(json!({"watch": 1, "seq": 5, "reset": {"total": 3, "start": 0, "rows": [a, b]}}));
    server.say(json!({"watch": 1, "seq": 6, "diff": {"set": [{"id": "a", "n": 9, "note": null}]}}));
    pool.run_until_stalled();
    let a = json!({"id": "a", "type": "VM", "n": 9});
    assert_eq!(apply(&mut watch), json!([3, 0, [a, b]]));

    watch.set_window(1, 2);
    pool.run_until_stalled();
    assert_eq!(server.hear(), Some(json!({"window": 1, "start": 1, "len": 2})));
    let c = json!({"id": "c", "type": "VM"});
    server.say(json!({"watch": 1, "seq": 7, "diff": {"order": {"start": 1, "ids": ["b", "c"]}, "set": [c]}}));
    pool.run_until_stalled();
    assert_eq!(apply(&mut watch), json!([3, 1, [b, c]]));

    // the connection is lost; the same life of the server goes on from there
    drop(server);
    pool.run_until_stalled();
    let (mut server, _h) = connect(&client, &pool.spawner());
    pool.run_until_stalled();
    assert_eq!(server.hear(), None, "it waits for the epoch");
    server.hello("e");
    pool.run_until_stalled();
    let asked = server.hear().unwrap();
    assert_eq!(asked["resume"], json!({"epoch": "e", "seq": 7}));
    let c = json!({"id": "c", "type": "VM", "n": 4});
    server.say(json!({"watch": 1, "seq": 9,
        "diff": {"total": 2, "order": {"start": 1, "ids": ["c", "b"]}, "set": [c]}}));
    pool.run_until_stalled();
    assert_eq!(apply(&mut watch), json!([2, 1, [c, b]]));

    // a row that moved into the window unchanged is not held here: everything is asked again
    drop(server);
    pool.run_until_stalled();
    let (mut server, _h) = connect(&client, &pool.spawner());
    server.hello("e");
    pool.run_until_stalled();
    assert_eq!(server.hear().unwrap()["resume"]["seq"], 9);
    server.say(json!({"watch": 1, "seq": 10, "diff": {"order": {"start": 1, "ids": ["c", "z"]}}}));
    pool.run_until_stalled();
    assert_eq!(server.hear(), Some(json!({"unwatch": 1})));
    let asked = server.hear().unwrap();
    assert!(asked["resume"].is_null() && asked["watch"] != 1, "{asked}");
    assert_eq!(apply(&mut watch), json!([2, 1, [c, b]]), "nothing half-known is shown");

    // another life of the server: from nothing
    drop(server);
    pool.run_until_stalled();
    let (mut server, _h) = connect(&client, &pool.spawner());
    server.hello("f");
    pool.run_until_stalled();
    assert!(server.hear().unwrap()["resume"].is_null());
    drop(watch);
    pool.run_until_stalled();
    assert!(server.hear().unwrap()["unwatch"].is_u64());
}

#[test]
fn another_view_is_told_from_nothing() {
    let (client, mut pool) = (Client::new(), LocalPool::new());
    let mut watch = client.watch(vms());
    let (mut server, _h) = connect(&client, &pool.spawner());
    server.hello("e");
    pool.run_until_stalled();
    server.hear();
    server.say(json!({"watch": 1, "seq": 5, "reset": {"total": 0, "start": 0, "rows": []}}));
    pool.run_until_stalled();
    watch.set_view(View { filter: Some("x".into()), ..vms() });
    assert_eq!(watch.next().now_or_never(), None);
    pool.run_until_stalled();
    assert_eq!(server.hear(), Some(json!({"unwatch": 1})));
    let number = server.hear().unwrap()["watch"].clone();
    server.say(json!({"watch": 1, "seq": 6, "diff": {"total": 9}}));
    server.say(json!({"watch": number, "seq": 6, "error": ApiError::NotSignedIn.to_json()}));
    pool.run_until_stalled();
    assert_eq!(watch.next().now_or_never(), Some(Some(Update::Refused(ApiError::NotSignedIn))));
}

#[test]
fn the_end_says_why() {
    let client = Client::new();
    let (ours, server) = wires();
    server.hello("e");
    server.say(json!({ "error": ApiError::NotSignedIn.to_json() }));
    drop(server);
    let end = client.run(ours, |_| {}).now_or_never();
    assert!(matches!(end, Some(End::Closed(Some(ApiError::NotSignedIn)))), "{end:?}");
    let (ours, server) = wires();
    server.tx.unbounded_send("what".into()).unwrap();
    assert!(matches!(client.run(ours, |_| {}).now_or_never(), Some(End::Garbled(_))));
}
