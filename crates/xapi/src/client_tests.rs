//! The client against a scripted pool: sessions, the way to the master, certificates, tasks, consoles.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::testing::{Down, Pool};
use crate::*;

#[tokio::test(start_paused = true)]
async fn logs_in_once_and_out_at_the_end() {
    let pool = Pool::plain();
    let client = Client::new(pool.config());
    let (a, b) = tokio::join!(client.records::<Vm>(), client.records::<Host>());
    assert_eq!((a.unwrap().len(), b.unwrap().len()), (0, 2));
    assert_eq!(client.pool().unwrap().uuid, "pool-1");
    client.close().await;
    assert!(matches!(client.records::<Vm>().await, Err(Error::Closed)));
    assert_eq!(pool.count("session.login_with_password"), 1);
    assert_eq!(pool.count("session.logout"), 1);
    let login = pool.asked().into_iter().find(|it| it.method == "session.login_with_password").unwrap();
    assert_eq!(login.params, [json!("root"), json!("secret"), json!("1.0"), json!("xenith")]);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_client_logs_out() {
    let pool = Pool::plain();
    drop(Client::connect(pool.config()).await.unwrap());
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(pool.count("session.logout"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_lost_session_is_replaced_and_the_call_replayed() {
    let pool = Pool::plain();
    let client = Client::connect(pool.config()).await.unwrap();
    pool.forget_session();
    assert_eq!(client.records::<Vm>().await.unwrap().len(), 0);
    assert_eq!(pool.count("session.login_with_password"), 2);
    assert_eq!(pool.count("VM.get_all_records"), 2);
}

#[tokio::test(start_paused = true)]
async fn a_session_that_is_never_good_ends_in_an_error() {
    let pool = Pool::new(async |asked| {
        (asked.method == "VM.get_all_records")
            .then(|| Err(("SESSION_INVALID", vec![asked.params[0].as_str().unwrap().to_owned()])))
    });
    let client = Client::connect(pool.config()).await.unwrap();
    assert!(client.records::<Vm>().await.unwrap_err().is("SESSION_INVALID"));
    assert_eq!(pool.count("VM.get_all_records"), 2);
}

#[tokio::test(start_paused = true)]
async fn a_wrong_password_is_tried_once() {
    let pool = Pool::plain();
    let mut config = pool.config();
    config.password = "wrong".into();
    config.members = vec!["two".into(), "three".into()];
    let why = Client::connect(config).await.unwrap_err();
    assert!(why.is("SESSION_AUTHENTICATION_FAILED") && why.needs_attention());
    assert_eq!(pool.count("session.login_with_password"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_refused_password_is_not_tried_by_everyone() {
    let pool = Pool::plain();
    let mut config = pool.config();
    config.password = "wrong".into();
    let client = Client::new(config);
    let calls = futures::future::join_all((0..10).map(|_| client.records::<Vm>())).await;
    let unreachable = calls.iter().filter(|it| matches!(it, Err(Error::Unreachable { .. }))).count();
    assert_eq!((unreachable, pool.count("session.login_with_password")), (9, 1));
    assert!(matches!(client.records::<Vm>().await, Err(Error::Unreachable { .. })));
    tokio::time::sleep(Duration::from_secs(31)).await;
    assert!(client.records::<Vm>().await.unwrap_err().is("SESSION_AUTHENTICATION_FAILED"));
}

#[tokio::test(start_paused = true)]
async fn follows_to_the_master_without_telling_the_slave_a_password() {
    let pool = Pool::new(async |asked| {
        (asked.host == "one").then(|| Err(("HOST_IS_SLAVE", vec!["two".to_owned()])))
    });
    let client = Client::connect(pool.config()).await.unwrap();
    assert_eq!(client.address().to_string(), "http://two");
    assert!(pool.asked().iter().all(|it| it.host == "two" || !it.method.contains("login")));
}

#[tokio::test(start_paused = true)]
async fn hosts_that_name_each_other_end_in_an_error() {
    let pool = Pool::new(async |asked| {
        let other = if asked.host == "one" { "two" } else { "one" };
        Some(Err(("HOST_IS_SLAVE", vec![other.to_owned()])))
    });
    let why = Client::connect(pool.config()).await.unwrap_err();
    assert!(matches!(why, Error::NoMaster { .. }), "{why}");
}

#[tokio::test(start_paused = true)]
async fn a_new_master_in_the_middle_is_followed() {
    let master = Arc::new(Mutex::new("one"));
    let current = master.clone();
    let pool = Pool::new(move |asked| {
        let master = *current.lock().unwrap();
        async move { (asked.host != master).then(|| Err(("HOST_IS_SLAVE", vec![master.to_owned()]))) }
    });
    let client = Client::connect(pool.config()).await.unwrap();
    *master.lock().unwrap() = "two";
    assert_eq!(client.records::<Host>().await.unwrap().len(), 2);
    assert_eq!(client.address().host(), "two");
}

#[tokio::test(start_paused = true)]
async fn other_hosts_are_asked_when_the_master_is_gone() {
    let pool = Pool::plain();
    let client = Client::connect(pool.config()).await.unwrap();
    for down in [Down::Refused, Down::Silent] {
        pool.set_down("one", Some(down));
        let mut config = pool.config();
        config.members = vec!["one".into(), "two".into()];
        config.pool = Some("pool-1".into());
        let other = Client::connect(config).await.unwrap();
        assert_eq!(other.address().host(), "two");
    }
    drop(client);
}

#[tokio::test(start_paused = true)]
async fn another_pool_is_left_alone() {
    let pool = Pool::plain();
    let mut config = pool.config();
    config.pool = Some("pool-2".into());
    let why = Client::connect(config).await.unwrap_err();
    assert!(matches!(&why, Error::OtherPool { found, .. } if found == "pool-1"), "{why}");
    assert_eq!(pool.count("session.logout"), pool.count("session.login_with_password"));
}

#[tokio::test(start_paused = true)]
async fn what_is_no_xapi_gets_no_password() {
    let pool = Pool::plain();
    pool.answer_html();
    let why = Client::connect(pool.config()).await.unwrap_err();
    assert!(matches!(&why, Error::NotXapi { .. }), "{why}");
    assert_eq!(pool.count("session.login_with_password"), 0);
}

#[tokio::test(start_paused = true)]
async fn a_busy_server_is_asked_again() {
    let tries = Arc::new(AtomicUsize::new(0));
    let count = tries.clone();
    let pool = Pool::new(move |asked| {
        let busy = asked.method == "VM.get_all_records" && count.fetch_add(1, Ordering::SeqCst) < 3;
        async move { busy.then(|| Err(("TOO_MANY_PENDING_TASKS", vec![]))) }
    });
    let client = Client::new(pool.config());
    client.records::<Vm>().await.unwrap();
    assert_eq!(tries.load(Ordering::SeqCst), 4);
}

#[tokio::test(start_paused = true)]
async fn errors_name_the_call() {
    let client = Client::new(Pool::plain().config());
    let why = client.call::<()>("VM.fly", params!["x"]).await.unwrap_err();
    assert_eq!(why.to_string(), "VM.fly failed: MESSAGE_METHOD_UNKNOWN (VM.fly)");
    let why = client.call::<i64>("pool.get_all_records", params![]).await.unwrap_err();
    assert!(matches!(why, Error::Decode { .. }));
}

#[tokio::test]
async fn certificates_are_pinned_at_first_use_and_a_change_stops_everything() {
    let pool = Pool::plain();
    let first = Fingerprint::of(&pool.set_tls("one"));
    let mut config = pool.config().trust(Trust::FirstUse);
    config.address = "https://one".parse().unwrap();
    let client = Client::connect(config.clone()).await.unwrap();
    let pins = client.pins().borrow().clone();
    assert_eq!(pins, [("one:443".to_owned(), first)].into());
    client.close().await;

    let second = Fingerprint::of(&pool.set_tls("one"));
    let before = pool.asked().len();
    config.pins = pins;
    let client = Client::new(config);
    match client.records::<Vm>().await {
        Err(Error::CertificateChanged { expected, seen, .. }) => {
            assert_eq!((expected, seen), (first, second))
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(pool.asked().len(), before);
    client.pin(&client.address(), second);
    client.records::<Vm>().await.unwrap();
}

#[tokio::test]
async fn an_unknown_authority_is_refused_with_the_fingerprint() {
    let pool = Pool::plain();
    let shown = Fingerprint::of(&pool.set_tls("one"));
    let mut config = pool.config();
    config.address = "https://one".parse().unwrap();
    let why = Client::connect(config.clone()).await.unwrap_err();
    assert!(matches!(&why, Error::CertificateUntrusted { seen, .. } if *seen == shown), "{why:?}");
    assert!(pool.asked().is_empty());
    Client::connect(config.clone().pin(&config.address, shown)).await.unwrap();
}

/// A pool over TLS whose first host is down, asked with these pins and members.
async fn without_its_first_host(pool: &Pool, at: &str, pins: Pins) -> (Client, Result<(), Error>) {
    pool.set_down("one", Some(Down::Refused));
    let mut config = pool.config();
    config.address = at.parse().unwrap();
    config.members = vec!["one".into(), "two".into()];
    config.pins = pins;
    let client = Client::new(config);
    let found = client.records::<Vm>().await.map(drop);
    (client, found)
}

#[tokio::test]
async fn hosts_that_a_pinned_pool_named_are_met_as_at_first_use() {
    let pool = Pool::plain();
    let first = Fingerprint::of(&pool.set_tls("one"));
    let second = Fingerprint::of(&pool.set_tls("two"));
    let pins = || Pins::from([("one:443".to_owned(), first)]);
    let (client, found) = without_its_first_host(&pool, "https://one", Pins::new()).await;
    assert!(matches!(found, Err(Error::Connect { .. })), "{found:?}");
    let untrusted = client.untrusted();
    let untrusted = untrusted.as_deref();
    assert!(matches!(untrusted, Some(Error::CertificateUntrusted { seen, .. }) if *seen == second));
    let (_, found) = without_its_first_host(&pool, "https://two", pins()).await;
    assert!(matches!(found, Err(Error::CertificateUntrusted { .. })), "the configured one is not: {found:?}");
    assert!(pool.asked().is_empty());

    let (client, found) = without_its_first_host(&pool, "https://one", pins()).await;
    found.unwrap();
    assert_eq!(client.untrusted().map(|why| why.chain()), None);
    let met = client.pins().borrow().clone();
    assert_eq!(met.get("two:443"), Some(&second));
    pool.set_tls("two");
    let before = pool.asked().len();
    let (_, found) = without_its_first_host(&pool, "https://one", met).await;
    assert!(matches!(found, Err(Error::CertificateChanged { .. })), "{found:?}");
    assert_eq!(pool.asked().len(), before);
}

#[tokio::test]
async fn the_certificates_that_a_pinned_pool_tells_are_pinned() {
    let told = Fingerprint::of(b"of the second host");
    let records = json!({
        "OpaqueRef:a": {"type": "host", "host": "OpaqueRef:host2", "fingerprint_sha256": told.to_string()},
        "OpaqueRef:b": {"type": "host_internal", "host": "OpaqueRef:host2", "fingerprint_sha256": "AA"},
        "OpaqueRef:c": {"type": "host", "host": "OpaqueRef:host1", "fingerprint_sha256": told.to_string()},
    });
    let pool = Pool::new(move |asked| {
        let answer = (asked.method == "Certificate.get_all_records").then(|| Ok(records.clone()));
        async move { answer }
    });
    let first = Fingerprint::of(&pool.set_tls("one"));
    pool.set_tls("two");
    let mut config = pool.config();
    config.address = "https://one".parse().unwrap();
    let client = Client::connect(config.clone().pin(&config.address, first)).await.unwrap();
    let pins = client.pins().borrow().clone();
    assert_eq!(pins, [("one:443".to_owned(), first), ("two:443".to_owned(), told)].into());
    let why = client.dial_console("https://two/console?uuid=1").await.unwrap_err();
    assert!(matches!(why, Error::CertificateChanged { .. }), "{why}");
}

#[tokio::test]
async fn a_server_without_tls_is_told_apart() {
    let pool = Pool::plain();
    let mut config = pool.config().trust(Trust::FirstUse);
    config.address = "https://one".parse().unwrap();
    let why = Client::connect(config).await.unwrap_err();
    assert!(matches!(why, Error::Tls { .. }), "{why:?}");
    assert_eq!(why.other_scheme(), Some("http://one".parse().unwrap()));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_reached_and_leaves_the_greeting_unanswered_is_told_apart() {
    let mute = crate::Connector::new(|_, _| {
        Box::pin(async {
            let (ours, theirs) = tokio::io::duplex(4096);
            tokio::spawn(async move {
                let _held = theirs;
                std::future::pending::<()>().await;
            });
            Ok(Box::new(ours) as crate::BoxIo)
        })
    });
    let mut config = Pool::plain().config().trust(Trust::FirstUse).connector(mute);
    config.address = "https://one".parse().unwrap();
    let why = Client::connect(config).await.unwrap_err();
    assert!(
        matches!(&why, Error::Tls { source, .. } if source.kind() == std::io::ErrorKind::TimedOut),
        "{why:?}"
    );
}

#[tokio::test]
async fn a_server_that_wants_tls_is_told_apart() {
    let pool = Pool::plain();
    pool.set_tls("one");
    let mut config = pool.config();
    config.address = "http://one:8443".parse().unwrap();
    let why = Client::connect(config).await.unwrap_err();
    assert!(matches!(why, Error::NotXapi { .. }), "{why:?}");
    assert_eq!(why.other_scheme(), Some("https://one:8443".parse().unwrap()));
    assert!(pool.asked().is_empty());
}

fn task_pool(ends: serde_json::Value, after: usize) -> Pool {
    let asked_for = Arc::new(AtomicUsize::new(0));
    Pool::new(move |asked| {
        let answer = match asked.method.as_str() {
            "Async.VM.start" => Some(Ok(json!("OpaqueRef:task"))),
            "task.get_record" if asked_for.fetch_add(1, Ordering::SeqCst) < after => {
                Some(Ok(json!({"status": "pending", "progress": 0.5})))
            }
            "task.get_record" => Some(Ok(ends.clone())),
            "task.destroy" | "task.cancel" => Some(Ok(json!(""))),
            _ => None,
        };
        async move { answer }
    })
}

#[tokio::test(start_paused = true)]
async fn tasks_are_asked_for_when_nobody_brings_their_events() {
    let pool = task_pool(json!({"status": "success", "progress": "1", "result": "<value></value>"}), 3);
    let client = Client::new(pool.config());
    client.run_task::<()>("VM.start", params!["OpaqueRef:vm", false, false]).await.unwrap();
    assert_eq!((pool.count("task.get_record"), pool.count("task.destroy")), (4, 1));
}

#[tokio::test(start_paused = true)]
async fn a_failed_task_is_an_error_of_its_call() {
    let ends = json!({"status": "failure", "error_info": ["VM_BAD_POWER_STATE", "OpaqueRef:vm", "halted", "running"]});
    let pool = task_pool(ends, 0);
    let client = Client::new(pool.config());
    let running = client.start_task("VM.start", params!["OpaqueRef:vm", false, false]).await.unwrap();
    running.cancel().await.unwrap();
    match running.wait::<()>().await {
        Err(Error::Xapi { method, code, params }) => {
            assert_eq!((method.as_str(), code.as_str(), params.len()), ("VM.start", "VM_BAD_POWER_STATE", 3));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(pool.count("task.destroy"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_task_that_vanished_is_said_to_be_lost() {
    let pool = Pool::new(async |asked| match asked.method.as_str() {
        "Async.VM.start" => Some(Ok(json!("OpaqueRef:task"))),
        "task.get_record" => Some(Err(("HANDLE_INVALID", vec!["task".into(), "OpaqueRef:task".into()]))),
        _ => None,
    });
    let client = Client::new(pool.config());
    let why = client.run_task::<()>("VM.start", params![]).await.unwrap_err();
    assert!(matches!(why, Error::TaskLost { .. }), "{why}");
}

#[tokio::test(start_paused = true)]
async fn results_of_tasks_are_read() {
    let result = "<value><array><data><value>OpaqueRef:a</value></data></array></value>";
    let pool = task_pool(json!({"status": "success", "result": result}), 0);
    let client = Client::new(pool.config());
    let made: Vec<Ref<Vm>> = client.run_task("VM.start", params![]).await.unwrap();
    assert_eq!(made, [Ref::new("OpaqueRef:a")]);
    let why = client.run_task::<i64>("VM.start", params![]).await.unwrap_err();
    assert!(matches!(why, Error::TaskResult { .. }), "{why}");
}

#[tokio::test]
async fn consoles_are_dialled_on_their_own_host() {
    let pool = Pool::plain();
    let shown = Fingerprint::of(&pool.set_tls("two"));
    let client = Client::connect(pool.config().trust(Trust::FirstUse)).await.unwrap();
    let mut console = client.dial_console("https://two:8443/console?uuid=c").await.unwrap();
    let mut greeting = [0; 12];
    console.read_exact(&mut greeting).await.unwrap();
    assert_eq!(&greeting, b"RFB 003.008\n");
    console.write_all(b"ping").await.unwrap();
    let mut echo = [0; 4];
    console.read_exact(&mut echo).await.unwrap();
    assert_eq!(&echo, b"ping");
    let dialled = pool.asked().into_iter().find(|it| it.method == "CONNECT").unwrap();
    assert_eq!(dialled.host, "two");
    assert!(dialled.params[0].as_str().unwrap().starts_with("CONNECT /console?uuid=c HTTP/1.0\r\n"));
    assert_eq!(client.pins().borrow().get("two:8443"), Some(&shown));
}

#[tokio::test]
async fn a_console_with_a_lost_session_is_dialled_again() {
    let pool = Pool::plain();
    let client = Client::connect(pool.config()).await.unwrap();
    pool.forget_session();
    client.dial_console("http://one/console?uuid=c").await.unwrap();
    assert_eq!(pool.count("CONNECT"), 2);
    let why = client.dial_console("nowhere").await.unwrap_err();
    assert!(matches!(why, Error::Location { .. }));
}
