//! The feed at `/feed`: frames as they are, and the client that programs use.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use api::{ApiError, session, user, vm as calls};
use cache::{Change, Row, Writer};
use client::{Client, End, Hello, Rows, Watch};
use futures::{FutureExt, Sink, SinkExt, Stream, StreamExt};
use model::{Kind, Privileges, Sort, View, Window};
use serde_json::{Value, json};
use sim::{Config, Sim};
use tests::{ADMIN, PASSWORD, Socket, TestServer, eventually};
use tokio::{net::TcpStream, sync::mpsc, task::JoinHandle, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async, connect_async_with_config,
    tungstenite::{
        Error, Message,
        client::IntoClientRequest,
        protocol::{
            WebSocketConfig,
            frame::{
                Frame,
                coding::{CloseCode, Data, OpCode},
            },
        },
    },
};

async fn secret(server: &TestServer, email: &str, password: &str) -> String {
    let answer = server.visitor().post("/signin", &json!({ "email": email, "password": password })).await;
    answer.cookie().expect("a cookie")
}

async fn feed(server: &TestServer, secret: &str) -> Socket {
    let cookie = format!("token={secret}");
    let mut feed = Socket::open(server.address(), "/feed", &[("cookie", &cookie)]).await.unwrap();
    let hello = feed.next().await.unwrap();
    assert!(hello["hello"]["epoch"].is_string() && hello["hello"]["user"].is_object(), "{hello}");
    feed
}

async fn admin(server: &TestServer) -> Socket {
    feed(server, &secret(server, ADMIN, PASSWORD).await).await
}

fn put(writer: &Writer, kind: Kind, id: &str, row: Value) -> Change {
    let row = Row::from_json(writer.store().interner(), &row.to_string()).unwrap();
    Change::Put { kind, id: id.into(), row }
}

fn vm(writer: &Writer, id: &str, n: u64) -> Change {
    put(writer, Kind::Vm, id, json!({ "id": id, "name_label": format!("VM {id}"), "startDelay": n }))
}

#[tokio::test]
async fn a_visitor_is_greeted_and_shown_nothing() {
    let server = TestServer::start().await;
    let mut feed = Socket::open(server.address(), "/feed", &[]).await.unwrap();
    assert_eq!(feed.next().await.unwrap()["hello"]["user"], Value::Null);
    feed.send(r#"{"watch":1,"view":{"type":["VM"]}}"#).await;
    assert_eq!(feed.next().await.unwrap(), json!({ "watch": 1, "error": ApiError::NotSignedIn.to_json() }));
    feed.send(r#"{"id":1,"method":"session.getUser"}"#).await;
    assert_eq!(feed.next().await.unwrap(), json!({ "id": 1, "result": null }));
    feed.send(r#"{"id":2,"method":"user.getAll","params":{}}"#).await;
    assert_eq!(feed.next().await.unwrap(), json!({ "id": 2, "error": ApiError::NotSignedIn.to_json() }));
    let foreign = Socket::open(server.address(), "/feed", &[("origin", "http://evil.example")]).await;
    assert_eq!(foreign.err(), Some(403));
}

#[tokio::test]
async fn what_is_wrong_with_a_frame_is_named_and_the_connection_goes_on() {
    let server = TestServer::start().await;
    let mut feed = admin(&server).await;
    for (frame, about, named) in [
        ("{oops", json!({}), "JSON object"),
        ("[]", json!({}), "JSON object"),
        ("{}", json!({}), "exactly one of"),
        (r#"{"id":3}"#, json!({ "id": 3 }), "exactly one of"),
        (r#"{"id":3,"method":"x","extra":1}"#, json!({ "id": 3 }), "extra"),
        (r#"{"id":3,"method":"no.such"}"#, json!({ "id": 3 }), "no.such"),
        (
            r#"{"id":3,"method":"user.create","params":{"email":4}}"#,
            json!({ "id": 3 }),
            "email must be a string",
        ),
        (r#"{"watch":5,"view":{"type":[]}}"#, json!({ "watch": 5 }), "at least one kind"),
        (r#"{"watch":5,"view":{"type":["cow"]}}"#, json!({ "watch": 5 }), "view.type.0 must be one of VM,"),
        (r#"{"watch":5,"view":{"type":["VM"],"sorted":1}}"#, json!({ "watch": 5 }), "sorted"),
        (
            r#"{"watch":5,"view":{"type":["VM"],"filter":"a (b"}}"#,
            json!({ "watch": 5 }),
            "view.filter cannot be read: the ( is not closed, at character 3",
        ),
        (
            r#"{"watch":5,"view":{"type":["VM"],"fields":["name_label","nope"]}}"#,
            json!({ "watch": 5 }),
            "view.fields names a property that no VM has: nope",
        ),
        (
            r#"{"watch":5,"view":{"type":["VM","host"],"sort":{"field":"nope.size"}}}"#,
            json!({ "watch": 5 }),
            "view.sort.field names a property that none of these kinds has: nope",
        ),
        (r#"{"window":5,"start":0,"len":1}"#, json!({ "watch": 5 }), "no such watch 5"),
        (r#"{"window":5,"start":0}"#, json!({ "watch": 5 }), "'len' is missing"),
        (r#"{"unwatch":5}"#, json!({ "watch": 5 }), "no such watch 5"),
    ] {
        feed.send(frame).await;
        let answer = feed.next().await.unwrap();
        for (key, value) in about.as_object().unwrap() {
            assert_eq!(&answer[key], value, "{frame}: {answer}");
        }
        assert!(answer["error"]["message"].as_str().unwrap().contains(named), "{frame}: {answer}");
    }
    feed.send(r#"{"id":9,"method":"system.getVersion"}"#).await;
    assert_eq!(feed.next().await.unwrap(), json!({ "id": 9, "result": "0.1" }));
    feed.send(format!("{{\"id\":1,\"method\":\"{}\"}}", "x".repeat(1024 * 1024))).await;
    assert_eq!(feed.closed().await, Some(1009));
    let told = feed.next().await.unwrap();
    assert!(told["error"]["message"].as_str().unwrap().contains("1 MiB"), "{told}");
}

#[tokio::test]
async fn what_is_long_goes_in_fragments_both_ways() {
    let server = TestServer::start().await;
    let mut writer = server.app().cache.writer("test");
    writer.apply((0..2000).map(|n| vm(&writer, &format!("é{n:04}"), 0)).collect::<Vec<_>>());
    let mut request = format!("ws://{}/feed", server.address()).into_client_request().unwrap();
    let cookie = format!("token={}", secret(&server, ADMIN, PASSWORD).await);
    request.headers_mut().insert("cookie", cookie.parse().unwrap());
    // a longer frame is an error of the socket
    let config = WebSocketConfig::default().max_frame_size(Some(64 * 1024));
    let (feed, _) = connect_async_with_config(request, Some(config), false).await.unwrap();
    let mut feed = feed.filter(|message| {
        // the server pings when it likes
        std::future::ready(!matches!(message, Ok(Message::Ping(ping)) if ping.is_empty()))
    });
    let part =
        |part: &[u8], kind, last| Message::Frame(Frame::message(part.to_vec(), OpCode::Data(kind), last));
    assert!(feed.next().await.unwrap().unwrap().to_text().unwrap().contains("hello"));
    let asked = r#"{"watch":1,"view":{"type":["VM"],"filter":"é"}}"#.as_bytes();
    // cut within a character, with a ping between
    let cut = asked.iter().position(|byte| *byte > 0x7f).unwrap() + 1;
    feed.send(part(&asked[..cut], Data::Text, false)).await.unwrap();
    feed.send(Message::Ping("p".into())).await.unwrap();
    feed.send(part(&asked[cut..], Data::Continue, true)).await.unwrap();
    assert_eq!(feed.next().await.unwrap().unwrap(), Message::Pong("p".into()));
    let reset = feed.next().await.unwrap().unwrap();
    let reset: Value = serde_json::from_str(reset.to_text().unwrap()).unwrap();
    assert_eq!(reset["reset"]["rows"].as_array().unwrap().len(), 2000);
    feed.send(Message::Binary("{}".into())).await.unwrap();
    assert!(feed.next().await.unwrap().unwrap().to_text().unwrap().contains("must be text"));
    feed.send(part(&[0xff], Data::Text, true)).await.unwrap();
    assert!(feed.next().await.unwrap().unwrap().to_text().unwrap().contains("must be UTF-8"));
    let Message::Close(Some(close)) = feed.next().await.unwrap().unwrap() else { panic!("it goes on") };
    assert_eq!(close.code, CloseCode::Invalid);
}

#[tokio::test]
async fn a_window_is_told_what_changes_in_it_and_may_be_moved() {
    let server = TestServer::start().await;
    let mut writer = server.app().cache.writer("test");
    writer.apply((0..20).map(|n| vm(&writer, &format!("{n:02}"), 0)).collect::<Vec<_>>());
    let mut feed = admin(&server).await;
    feed.send(r#"{"watch":1,"view":{"type":["VM"],"fields":["startDelay"],"sort":{"field":"name_label"},"window":{"start":0,"len":2}}}"#)
        .await;
    let reset = feed.next().await.unwrap();
    let may = Privileges::ALL.bits();
    let row = |id: &str, n: u64| json!({ "id": id, "type": "VM", "startDelay": n, "may": may });
    assert_eq!(reset["reset"], json!({ "total": 20, "start": 0, "rows": [row("00", 0), row("01", 0)] }));
    let seq = reset["seq"].as_u64().unwrap();

    writer.apply([vm(&writer, "07", 1)]);
    writer.apply([vm(&writer, "01", 1)]);
    let diff = feed.next().await.unwrap();
    assert_eq!(
        diff["diff"],
        json!({ "set": [{ "id": "01", "startDelay": 1 }] }),
        "the other is not in the window"
    );
    assert!(diff["seq"].as_u64().unwrap() > seq);

    feed.send(r#"{"window":1,"start":1,"len":2}"#).await;
    let moved = feed.next().await.unwrap();
    let order = json!({ "start": 1, "ids": ["01", "02"] });
    assert_eq!(moved["diff"], json!({ "order": order, "set": [row("02", 0)] }));

    writer.apply([Change::Remove("02".into())]);
    let gone = feed.next().await.unwrap();
    let order = json!({ "start": 1, "ids": ["01", "03"] });
    assert_eq!(gone["diff"], json!({ "total": 19, "order": order, "set": [row("03", 0)] }));

    // another question under the same number, and no word of the list any more once it is left
    feed.send(r#"{"watch":1,"view":{"type":["VM"],"filter":"startDelay:1 name_label:07","fields":[]}}"#)
        .await;
    let other = feed.next().await.unwrap();
    assert_eq!(other["reset"]["rows"], json!([{ "id": "07", "type": "VM", "may": may }]));
    feed.send(r#"{"unwatch":1}"#).await;
    feed.send(r#"{"id":1,"method":"system.getVersion"}"#).await;
    assert_eq!(feed.next().await.unwrap()["id"], 1);
    writer.clear();
    feed.send(r#"{"id":2,"method":"system.getVersion"}"#).await;
    assert_eq!(feed.next().await.unwrap()["id"], 2);
    assert_eq!(server.app().lists.count(), 0);
}

#[tokio::test]
async fn somebody_without_rights_is_shown_nothing_at_any_time() {
    let server = TestServer::start().await;
    server.user("eve", "e").await;
    let mut writer = server.app().cache.writer("test");
    writer.apply([vm(&writer, "a", 0)]);
    let mut eve = feed(&server, &secret(&server, "eve", "e").await).await;
    eve.send(r#"{"watch":1,"view":{"type":["VM","user","session","server"]}}"#).await;
    assert_eq!(eve.next().await.unwrap()["reset"], json!({ "total": 0, "start": 0, "rows": [] }));
    writer.apply([vm(&writer, "a", 1), vm(&writer, "b", 0)]);
    tokio::time::sleep(Duration::from_millis(200)).await;
    eve.send(r#"{"id":1,"method":"system.getVersion"}"#).await;
    assert_eq!(eve.next().await.unwrap()["id"], 1, "nothing came before the answer");
}

#[tokio::test]
async fn who_may_not_be_here_any_more_is_told_and_sent_off() {
    let server = TestServer::start().await;
    let bob = server.user("bob", "b").await;
    let told = |feed: Option<Value>| feed.map(|f| f["error"]["code"].clone());
    // signed out
    let cookie = secret(&server, "bob", "b").await;
    let mut feed_of_bob = feed(&server, &cookie).await;
    let http = server.visitor().with("cookie", &format!("token={cookie}"));
    http.post("/signout", &json!({})).await;
    assert_eq!(timeout(Duration::from_secs(1), feed_of_bob.closed()).await.unwrap(), Some(1008));
    assert_eq!(told(feed_of_bob.next().await), Some(json!("not_signed_in")));
    // a new password
    let mut feed_of_bob = feed(&server, &secret(&server, "bob", "b").await).await;
    let mut root = admin(&server).await;
    root.send(json!({ "id": 1, "method": "user.set", "params": { "id": bob, "password": "c" } }).to_string())
        .await;
    assert_eq!(timeout(Duration::from_secs(1), feed_of_bob.closed()).await.unwrap(), Some(1008));
    // deleted
    let mut feed_of_bob = feed(&server, &secret(&server, "bob", "c").await).await;
    root.send(json!({ "id": 2, "method": "user.delete", "params": { "id": bob } }).to_string()).await;
    assert_eq!(timeout(Duration::from_secs(1), feed_of_bob.closed()).await.unwrap(), Some(1008));
    // expired
    server.user("eve", "e").await;
    let mut feed_of_eve = feed(&server, &secret(&server, "eve", "e").await).await;
    server.pass(Duration::from_secs(11 * 3600));
    assert_eq!(timeout(Duration::from_secs(3), feed_of_eve.closed()).await.unwrap(), Some(1008));
}

#[tokio::test]
async fn a_server_that_stops_says_goodbye() {
    let mut server = TestServer::start().await;
    let mut feed = admin(&server).await;
    server.stop().await;
    assert_eq!(feed.closed().await, Some(1001));
    assert_eq!(feed.next().await.unwrap()["error"]["code"], "unavailable");
}

#[tokio::test]
async fn a_reader_that_is_cut_off_amid_a_long_text_hears_the_reason_all_the_same() {
    let mut server = TestServer::start().await;
    let mut writer = server.app().cache.writer("test");
    let row = json!({ "id": "a", "text": "x".repeat(30_000_000) });
    writer.apply([put(&writer, Kind::Vm, "a", row)]);
    let mut feed = admin(&server).await;
    feed.send(r#"{"watch":1,"view":{"type":["VM"]}}"#).await;
    // more than the sockets between hold
    tokio::time::sleep(Duration::from_millis(300)).await;
    let late = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        feed.closed().await
    };
    let (closed, ()) = tokio::join!(late, server.stop());
    assert_eq!(closed, Some(1001));
}

#[tokio::test]
async fn a_reader_that_does_not_read_is_told_the_latest_state_only() {
    let server = TestServer::start().await;
    let mut writer = server.app().cache.writer("test");
    let mut change = |n: u64| {
        let text = format!("{n} {}", "x".repeat(100_000));
        let row = json!({ "id": "a", "n": n, "text": text });
        writer.apply([put(&writer, Kind::Vm, "a", row)]);
    };
    change(0);
    let mut feed = admin(&server).await;
    feed.send(r#"{"watch":1,"view":{"type":["VM"]}}"#).await;
    assert_eq!(feed.next().await.unwrap()["reset"]["rows"][0]["n"], 0);
    for n in 1..=300 {
        change(n);
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let (mut frames, mut last) = (0, 0);
    while last < 300 {
        let frame = feed.next().await.unwrap();
        let now = frame["diff"]["set"][0]["n"].as_u64().unwrap();
        assert!(now > last);
        (frames, last) = (frames + 1, now);
    }
    assert!(frames < 150, "{frames} frames of 100 kB were kept for it");
}

/// A connection of the client.
struct Transport(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Stream for Transport {
    type Item = Result<String, Error>;
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::task::ready!(self.0.poll_next_unpin(cx)) {
                Some(Ok(Message::Text(text))) => return Poll::Ready(Some(Ok(text.as_str().to_owned()))),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl Sink<String> for Transport {
    type Error = Error;
    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.0.poll_ready_unpin(cx)
    }
    fn start_send(mut self: Pin<&mut Self>, text: String) -> Result<(), Error> {
        self.0.start_send_unpin(Message::text(text))
    }
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.0.poll_flush_unpin(cx)
    }
    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.0.poll_close_unpin(cx)
    }
}

/// Connects a client; aborting the task cuts the connection.
async fn connect(client: &Client, server: &TestServer, secret: &str) -> (Hello, JoinHandle<End<Error>>) {
    let mut request = format!("ws://{}/feed", server.address()).into_client_request().unwrap();
    request.headers_mut().insert("cookie", format!("token={secret}").parse().unwrap());
    let (socket, _) = connect_async(request).await.unwrap();
    let (tx, mut rx) = mpsc::unbounded_channel();
    let client = client.clone();
    let run = async move { client.run(Transport(socket), move |hello| drop(tx.send(hello))).await };
    let run = tokio::spawn(run);
    (rx.recv().await.expect("a hello"), run)
}

fn apply(watch: &mut Watch, rows: &mut Rows) -> Vec<client::Changed> {
    let updates = std::iter::from_fn(|| watch.next().now_or_never().flatten());
    updates.map(|update| rows.apply(update)).collect()
}

fn shown(rows: &Rows) -> Vec<(String, u64)> {
    rows.iter().map(|r| (r["id"].as_str().unwrap().to_owned(), r["startDelay"].as_u64().unwrap())).collect()
}

#[tokio::test]
async fn the_client_calls_watches_and_resumes_with_what_it_missed() {
    let mut server = TestServer::start().await;
    let secret = secret(&server, ADMIN, PASSWORD).await;
    let client = Client::new();
    let (hello, run) = connect(&client, &server, &secret).await;
    let me = client.call(&session::GetUser {}).await.unwrap();
    assert_eq!((me.as_ref(), me.as_ref().map(|u| u.email.as_str())), (hello.user.as_ref(), Some(ADMIN)));
    let twice = client.call(&user::Create { email: ADMIN.into(), password: "x".into(), permission: None });
    assert!(matches!(twice.await, Err(client::Error::Api(ApiError::AlreadyExists { .. }))));

    let mut writer = server.app().cache.writer("test");
    writer.apply((0..50).map(|n| vm(&writer, &format!("{n:02}"), 0)).collect::<Vec<_>>());
    let view = View {
        kinds: vec![Kind::Vm],
        sort: Some(Sort { field: "name_label".into(), desc: false }),
        window: Some(Window { start: 0, len: 30 }),
        ..View::default()
    };
    let (mut watch, mut rows) = (client.watch(view.clone()), Rows::default());
    eventually("the first rows", async || {
        apply(&mut watch, &mut rows);
        (rows.len() == 30).then_some(())
    })
    .await;

    // cut off, changed meanwhile, and back: only what changed is sent
    run.abort();
    assert!(run.await.is_err());
    writer.apply([vm(&writer, "03", 7), vm(&writer, "40", 7)]);
    let (again, run) = connect(&client, &server, &secret).await;
    assert_eq!(again.epoch, hello.epoch);
    let mut changes = Vec::new();
    eventually("what was missed", async || {
        changes.extend(apply(&mut watch, &mut rows));
        rows.get("03").filter(|r| r["startDelay"] == 7).map(drop)
    })
    .await;
    assert_eq!(changes.iter().flat_map(|c| &c.ids).collect::<Vec<_>>(), ["03"]);

    // what moves in unchanged meanwhile is asked for again
    run.abort();
    assert!(run.await.is_err());
    writer.apply([Change::Remove("00".into())]);
    let (_, run) = connect(&client, &server, &secret).await;
    eventually("the row that moved in", async || {
        apply(&mut watch, &mut rows);
        rows.get("30").map(drop)
    })
    .await;
    let expected: Vec<_> = (1..31).map(|n| (format!("{n:02}"), if n == 3 { 7 } else { 0 })).collect();
    assert_eq!(shown(&rows), expected);

    // another life of the server knows nothing of these numbers
    server.restart().await;
    let end = run.await.unwrap();
    assert!(matches!(end, End::Closed(Some(ApiError::Unavailable { .. }))), "{end:?}");
    let (other, _run) = connect(&client, &server, &secret).await;
    assert_ne!(other.epoch, hello.epoch);
    eventually("the empty list", async || {
        apply(&mut watch, &mut rows);
        rows.is_empty().then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_call_to_a_pool_tells_its_task_its_changes_and_its_end() {
    let sim = Sim::start(Config { listen: ([127, 0, 0, 1], 0).into(), speed: 20.0, ..Config::default() });
    let sim = sim.await.unwrap();
    let pool = sim.first();
    let server = TestServer::start().await;
    server.add_pool(&sim).await;
    let secret = secret(&server, ADMIN, PASSWORD).await;
    let (one, two) = (Client::new(), Client::new());
    let (_, _one) = connect(&one, &server, &secret).await;
    let (_, _two) = connect(&two, &server, &secret).await;
    let id = pool.vms("Halted").into_iter().next().expect("a halted VM");
    let view = View { kinds: vec![Kind::Vm], ids: Some(vec![id.clone()]), ..View::default() };
    let (mut watch, mut rows, mut states) = (two.watch(view), Rows::default(), Vec::new());
    let mut look = async |wanted: &str| {
        eventually(wanted, async || {
            for changed in apply(&mut watch, &mut rows) {
                states.extend(
                    changed.ids.iter().filter_map(|id| rows.get(id)).map(|r| r["power_state"].clone()),
                );
            }
            rows.get(&id).filter(|r| r["power_state"] == wanted).map(drop)
        })
        .await;
    };
    look("Halted").await;
    let start =
        calls::Start { id: id.as_str().into(), force: false, host: None, bypass_mac_addresses_check: false };
    let started = one.start(&start).await.unwrap();
    assert!(!started.task.as_str().is_empty());
    look("Running").await;
    started.end().await.unwrap();
    // what a pool refuses is told as a sentence, when it is over
    let refused = one.call(&start).await.unwrap_err();
    assert!(
        matches!(&refused, client::Error::Api(ApiError::Xapi { code, .. }) if code == "VM_BAD_POWER_STATE"),
        "{refused}"
    );
    // what somebody else does on the pool shows as well
    pool.rename(&id, "renamed elsewhere").unwrap();
    eventually("the new name", async || {
        apply(&mut watch, &mut rows);
        rows.get(&id).filter(|r| r["name_label"] == "renamed elsewhere").map(drop)
    })
    .await;
}

#[tokio::test]
async fn many_readers_of_one_list_hear_the_same() {
    let server = TestServer::start().await;
    let secret = secret(&server, ADMIN, PASSWORD).await;
    let mut writer = server.app().cache.writer("test");
    let client = Client::new();
    let (_, _run) = connect(&client, &server, &secret).await;
    let view =
        |start| View { kinds: vec![Kind::Vm], window: Some(Window { start, len: 10 }), ..View::default() };
    let mut readers: Vec<_> = (0..40).map(|n| (client.watch(view(n % 4)), Rows::default())).collect();
    for round in 0..20 {
        writer.apply((0..20).map(|n| vm(&writer, &format!("{n:02}"), round)).collect::<Vec<_>>());
        writer.apply([Change::Remove(format!("{round:02}").into())]);
    }
    writer.apply((0..20).map(|n| vm(&writer, &format!("{n:02}"), 99)).collect::<Vec<_>>());
    for (n, (watch, rows)) in readers.iter_mut().enumerate() {
        let start = n % 4;
        let expected: Vec<_> = (start..start + 10).map(|n| (format!("{n:02}"), 99)).collect();
        eventually("the last round", async || {
            apply(watch, rows);
            (shown(rows) == expected).then_some(())
        })
        .await;
    }
    assert_eq!(server.app().lists.count(), 1);
}
