//! Faults, each seen from a client's side.

use std::time::Duration;

use serde_json::{Value, json};
use sim::{Config, Fault, RunningPool, Sim};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::common::{Client, call, post, send, start};

/// Long enough for an answer on a busy machine, when one is due.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long to watch that nothing comes.
const WATCH: Duration = Duration::from_millis(300);

fn fault(pool: &RunningPool, spec: &str) {
    pool.strike(spec.parse::<Fault>().unwrap()).unwrap();
}

fn body(client: &Client, method: &str) -> String {
    json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": [client.session]}).to_string()
}

#[tokio::test]
async fn connections_that_are_never_answered() {
    let (sim, client) = start(Config::test()).await;
    fault(sim.first(), "half-open,times=1");
    let mut dead = TcpStream::connect(sim.address()).await.unwrap();
    dead.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    let mut buffer = [0; 64];
    assert!(timeout(WATCH, dead.read(&mut buffer)).await.is_err(), "neither an answer nor an end");
    client.ok("VM.get_all", json!([])).await;
    sim.first().clear_faults();
    let end = timeout(PATIENCE, dead.read(&mut buffer)).await.unwrap();
    assert!(matches!(end, Ok(0) | Err(_)), "it ends with the faults");
}

#[tokio::test]
async fn answers_that_stop_half_way() {
    let (sim, client) = start(Config::test()).await;
    fault(sim.first(), "stall,method=VM.get_all_records,times=1");
    let request = body(&client, "VM.get_all_records");
    let head = format!("POST /jsonrpc HTTP/1.1\r\nContent-Length: {}\r\n\r\n{request}", request.len());
    let mut stream = TcpStream::connect(sim.address()).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut got = Vec::new();
    let ended = timeout(Duration::from_secs(1), stream.read_to_end(&mut got)).await;
    assert!(ended.is_err(), "the connection stays open");
    let text = String::from_utf8_lossy(&got).into_owned();
    let (head, part) = text.split_once("\r\n\r\n").unwrap();
    let length: usize =
        head.lines().find_map(|l| l.strip_prefix("content-length: ")).unwrap().parse().unwrap();
    assert_eq!(part.len(), length / 2);
    client.ok("VM.get_all_records", json!([])).await;
}

#[tokio::test]
async fn heads_that_are_slow_or_wrong() {
    let (sim, client) = start(Config::test()).await;
    fault(sim.first(), "content-type=wrong,times=1");
    let request = body(&client, "VM.get_all");
    let (head, _) = post(sim.address(), "/jsonrpc", &request).await.unwrap();
    assert!(head.contains("content-type: text/html"), "{head}");
    fault(sim.first(), "http-500,method=VM.get_all,times=1");
    let (head, page) = post(sim.address(), "/jsonrpc", &request).await.unwrap();
    assert!(head.starts_with("HTTP/1.1 500") && page.contains("Internal Error"), "{head} {page}");
    fault(sim.first(), "slow-headers=0.6,times=1");
    let begun = std::time::Instant::now();
    let (head, _) = post(sim.address(), "/jsonrpc", &request).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(500));
    assert!(head.contains("content-type: application/json"), "{head}");
}

#[tokio::test]
async fn a_call_that_meets_a_page_is_not_executed() {
    let (sim, client) = start(Config::test()).await;
    let vm = client.vms("Halted").await[0].clone();
    fault(sim.first(), "http-500,method=VM.set_name_label,times=1");
    let text = json!({"jsonrpc": "2.0", "id": 1, "method": "VM.set_name_label",
        "params": [client.session, vm, "lost"]});
    let (head, _) = post(sim.address(), "/jsonrpc", &text.to_string()).await.unwrap();
    assert!(head.starts_with("HTTP/1.1 500"));
    assert_ne!(client.ok("VM.get_name_label", json!([vm])).await, "lost");
}

#[tokio::test]
async fn calls_that_are_refused_for_a_while() {
    let (sim, client) = start(Config { busy_wait: Duration::from_millis(300), ..Config::test() }).await;
    let pool = sim.first();
    let vm = client.vms("Halted").await[0].clone();
    fault(pool, "fail=VM.start:*:SR_FULL:1:2,times=2");
    for _ in 0..2 {
        let refused = client.refused("VM.start", json!([vm, false, false])).await;
        assert_eq!(refused, ["SR_FULL", "1", "2"]);
    }
    fault(pool, "too-many-pending,times=1");
    client.ok("VM.get_uuid", json!([vm])).await;
    assert_eq!(client.refused("VM.start", json!([vm, false, false])).await, ["TOO_MANY_PENDING_TASKS"]);

    fault(pool, "hold=start:600");
    let refused = client.refused("VM.start", json!([vm, false, false])).await;
    assert_eq!(refused[..4], ["OTHER_OPERATION_IN_PROGRESS", "VM", &vm, "start"]);
    let task = client.ok("Async.VM.start", json!([vm, false, false])).await;
    pool.clear_faults();
    assert_eq!(client.task(&task).await["status"], "success", "what waited goes on");
}

#[tokio::test]
async fn only_emergency_calls_are_served_in_an_emergency() {
    let (sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    fault(sim.first(), "emergency=HOST_MASTER_CANNOT_TALK_BACK:10.0.0.1,host=0");
    let refused = client.refused("VM.get_all", json!([])).await;
    assert_eq!(refused, ["HOST_MASTER_CANNOT_TALK_BACK", "10.0.0.1"]);
    let login = call(sim.address(), "session.login_with_password", json!(["root", "xenith"])).await;
    assert_eq!(login.unwrap_err()[0], "HOST_MASTER_CANNOT_TALK_BACK");
    let other = sim.first().addresses()[1];
    let there = call(other, "session.login_with_password", json!(["root", "xenith"])).await;
    assert_eq!(there.unwrap_err()[0], "HOST_IS_SLAVE");
    sim.first().clear_faults();
    client.ok("VM.get_all", json!([])).await;
}

#[tokio::test]
async fn tokens_that_lie_in_the_future() {
    let (sim, client) = start(Config::test()).await;
    let vm = client.vms("Halted").await[0].clone();
    for n in 0..40 {
        client.ok("VM.set_name_label", json!([vm, format!("n{n}")])).await;
    }
    let before = client.token().await;
    fault(sim.first(), "rewind-token=20");
    client.ok("VM.set_name_label", json!([vm, "unheard"])).await;
    let batch = client.ok("event.from", json!([["vm"], before, 0.0])).await;
    assert_eq!(batch["events"], json!([]));
    assert!(batch["token"].as_str().unwrap() < before.as_str(), "which is how a client can tell");
    let batch = client.ok("event.from", json!([["vm"], batch["token"], 0.0])).await;
    assert_eq!(batch["events"], json!([]), "what was changed before that token");
    client.ok("VM.set_name_label", json!([vm, "heard"])).await;
    let batch = client.ok("event.from", json!([["vm"], batch["token"], 0.0])).await;
    assert_eq!(batch["events"][0]["snapshot"]["name_label"], "heard");

    let honest = client.token().await;
    fault(sim.first(), "future-token=1000,times=1");
    let ahead = client.token().await;
    assert!(ahead > honest);
    client.ok("VM.set_name_label", json!([vm, "missed"])).await;
    let batch = client.ok("event.from", json!([["vm"], ahead, 0.0])).await;
    assert_eq!(batch["events"], json!([]));
    let refused = sim.first().strike("rewind-token=100000000".parse().unwrap());
    assert_eq!(refused.unwrap_err().code, "INTERNAL_ERROR");
}

#[tokio::test]
async fn a_toolstack_that_restarts() {
    let (sim, client) = start(Config { speed: 1.0, ..Config::test() }).await;
    let pool = sim.first();
    let vm = client.vms("Halted").await[0].clone();
    let gone = client.ok("VM.clone", json!([vm, "gone"])).await;
    let before = client.token().await;
    client.ok("VM.destroy", json!([gone])).await;
    client.ok("VM.set_name_label", json!([vm, "kept"])).await;
    let mut waiting = TcpStream::connect(sim.address()).await.unwrap();
    let text = json!({"jsonrpc": "2.0", "id": 1, "method": "event.from",
        "params": [client.session, ["pool"], client.token().await, 60.0]})
    .to_string();
    let head = format!("POST /jsonrpc HTTP/1.1\r\nContent-Length: {}\r\n\r\n{text}", text.len());
    waiting.write_all(head.as_bytes()).await.unwrap();
    let task = client.ok("Async.VM.start", json!([vm, false, false])).await;
    client.until("task", task.as_str().unwrap(), "progress", json!(0.1)).await;

    fault(pool, "restart=keep");
    let mut rest = Vec::new();
    let read = timeout(PATIENCE, waiting.read_to_end(&mut rest)).await.unwrap();
    // It may have been refused just before it was cut.
    let refused = String::from_utf8_lossy(&rest).contains("SESSION_INVALID");
    assert!(refused || (rest.is_empty() && matches!(read, Ok(0) | Err(_))), "its connection is cut");
    assert_eq!(client.refused("VM.get_all", json!([])).await[0], "SESSION_INVALID");
    let client = Client::login(sim.address()).await;
    assert_eq!(client.refused("task.get_status", json!([task])).await[0], "HANDLE_INVALID");
    let batch = client.ok("event.from", json!([["vm"], before, 0.0])).await;
    let told: Vec<&Value> = batch["events"].as_array().unwrap().iter().map(|e| &e["operation"]).collect();
    assert!(!told.is_empty() && told.iter().all(|o| *o != "del"), "{told:?}: deletions are no longer known");
    assert_eq!(batch["valid_ref_counts"]["vm"], pool.count("VM"));
    let operations = client.ok("VM.get_current_operations", json!([vm])).await;
    assert_eq!(operations, json!({}), "what was under way is not");

    let kept = client.ok("VM.get_all_records", json!([])).await;
    let before = client.token().await;
    pool.restart_toolstack(false).unwrap();
    let client = Client::login(sim.address()).await;
    assert_eq!(
        client.ok("VM.get_all", json!([])).await.as_array().unwrap().len(),
        kept.as_object().unwrap().len()
    );
    assert!(client.token().await < before, "generations start anew");
    sim.shutdown().await;
}

#[tokio::test]
async fn tasks_that_vanish_or_end_late_or_twice() {
    let (sim, client) = start(Config::test()).await;
    let pool = sim.first();
    let vm = client.vms("Halted").await[0].clone();
    fault(pool, "lose-task,method=VM.start,times=1");
    let task = client.ok("Async.VM.start", json!([vm, false, false])).await;
    client.until("VM", &vm, "power_state", json!("Running")).await;
    for n in 0.. {
        if let Err(error) = client.call("task.get_status", json!([task])).await {
            assert_eq!(error, ["HANDLE_INVALID", "task", task.as_str().unwrap()]);
            break;
        }
        assert!(n < 500, "the task never vanished");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }

    fault(pool, "late-task=600,times=1");
    let task = client.ok("Async.VM.hard_shutdown", json!([vm])).await;
    client.until("VM", &vm, "power_state", json!("Halted")).await;
    client.until("VM", &vm, "current_operations", json!({})).await;
    assert_eq!(client.ok("task.get_status", json!([task])).await, "pending");

    fault(pool, "repeat-task-end,times=1");
    let task = client
        .ok("Async.VM.set_memory_limits", json!([vm, "1073741824", "1073741824", "1073741824", "1073741824"]))
        .await;
    let only = format!("task/{}", task.as_str().unwrap());
    client.task(&task).await;
    let token = client.token().await;
    let batch = timeout(PATIENCE, client.ok("event.from", json!([[only], token, 30.0]))).await.unwrap();
    assert_eq!(batch["events"][0]["operation"], "mod");
    assert_ne!(batch["events"][0]["snapshot"]["status"], "pending");
}

#[tokio::test]
async fn one_guest_storms() {
    let (sim, client) = start(Config::test()).await;
    let before = client.token().await;
    let generation = client.ok("event.get_current_id", json!([])).await;
    fault(sim.first(), "storm=2000:0.5");
    let (mut last, mut now) = (json!(-1), generation.clone());
    while now != last || now == generation {
        tokio::time::sleep(WATCH).await;
        last = now;
        now = client.ok("event.get_current_id", json!([])).await;
    }
    let count = now.as_i64().unwrap() - generation.as_i64().unwrap();
    assert!(count > 100, "{count} changes");
    let batch = client.ok("event.from", json!([["vm_guest_metrics"], before, 0.0])).await;
    assert_eq!(batch["events"].as_array().unwrap().len(), 1, "all by one guest");
}

#[tokio::test]
async fn a_storm_that_no_machine_can_make_stops_nobody() {
    let (sim, client) = start(Config::test()).await;
    fault(sim.first(), "storm=1e9:9999");
    for _ in 0..20 {
        client.ok("pool.get_all", json!([])).await;
        tokio::time::sleep(WATCH).await;
    }
    sim.first().clear_faults();
}

#[tokio::test]
async fn references_that_lead_nowhere() {
    let (sim, client) = start(Config::test()).await;
    let records = client.ok("VBD.get_all_records", json!([])).await;
    fault(sim.first(), "dangling=VBD.VDI:3");
    let mut dangling = 0;
    for vbd in client.ok("VBD.get_all_records", json!([])).await.as_object().unwrap().values() {
        if vbd["VDI"] != "OpaqueRef:NULL" && client.call("VDI.get_uuid", json!([vbd["VDI"]])).await.is_err() {
            dangling += 1;
        }
    }
    assert_eq!(dangling, 3);
    sim.first().clear_faults();
    assert_eq!(client.ok("VBD.get_all_records", json!([])).await, records);
    assert!(sim.first().strike("dangling=VBD.nonsense:1".parse().unwrap()).is_err());
}

#[tokio::test]
async fn guests_that_do_not_listen_or_report() {
    let (sim, client) = start(Config { speed: 400.0, ..Config::test() }).await;
    let pool = sim.first();
    let vm = client.vms("Running").await[0].clone();
    let uuid = client.ok("VM.get_uuid", json!([vm])).await;
    fault(pool, &format!("hang-shutdown={}", uuid.as_str().unwrap()));
    let refused = client.refused("VM.clean_shutdown", json!([vm])).await;
    assert_eq!(refused, ["VM_SHUTDOWN_TIMEOUT", &vm, "1200.0"]);
    assert_eq!(client.ok("VM.get_power_state", json!([vm])).await, "Running");
    client.ok("VM.hard_shutdown", json!([vm])).await;

    fault(pool, &format!("no-agent={}", uuid.as_str().unwrap()));
    client.ok("VM.start", json!([vm, false, false])).await;
    let loud = client.vms("Halted").await[0].clone();
    client.ok("VM.start", json!([loud, false, false])).await;
    for n in 0.. {
        // The other one booted later and has reported.
        if client.ok("VM.get_guest_metrics", json!([loud])).await != "OpaqueRef:NULL" {
            break;
        }
        assert!(n < 1000);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(client.ok("VM.get_guest_metrics", json!([vm])).await, "OpaqueRef:NULL");
}

#[tokio::test]
async fn faults_by_the_control_socket_and_from_the_start() {
    let control = "127.0.0.1:0".parse().unwrap();
    let faults = vec!["fail=VM.get_all:1:SR_FULL".parse().unwrap()];
    let (sim, client) =
        start(Config { control: Some(control), faults, hosts: 2, tls: false, ..Config::test() }).await;
    assert_eq!(client.refused("VM.get_all", json!([])).await, ["SR_FULL"]);
    let control = sim.control_address().unwrap();
    let ask = |target: &str| {
        let request = format!("POST {target} HTTP/1.1\r\n\r\n");
        async move { send(control, &request).await.unwrap() }
    };
    let (head, _) = ask("/sim/fault?spec=fail%3DVM.get_all:1:X_Y").await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert_eq!(client.refused("VM.get_all", json!([])).await, ["X_Y"]);
    let (head, why) = ask("/sim/fault?spec=nonsense").await;
    assert!(head.starts_with("HTTP/1.1 400") && why.contains("half-open"), "{why}");
    let (head, why) = ask("/sim/fault?spec=certificate").await;
    assert!(head.starts_with("HTTP/1.1 400") && why.contains("without TLS"), "{why}");
    ask("/sim/fault?spec=master%3D1").await;
    assert_eq!(sim.first().master(), 1);
    ask("/sim/restart-toolstack?state=lose").await;
    let there = sim.first().addresses()[1];
    Client::login(there).await.ok("VM.get_all", json!([])).await;
    let start =
        Sim::start(Config { faults: vec!["dangling=VM.nonsense".parse().unwrap()], ..Config::test() });
    assert!(start.await.err().unwrap().to_string().contains("fault"));
}
