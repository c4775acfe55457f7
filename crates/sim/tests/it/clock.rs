//! Time that is poked step by step: nothing goes on without it, and the same pokes give the same run.

use std::time::Duration;

use serde_json::{Value, json};
use sim::{ClockKind, Config, RunningPool, Sim};

use crate::common::{call, send, start};

fn manual() -> Config {
    Config { clock: ClockKind::Manual, speed: 1.0, ..Config::test() }
}

async fn pass(pool: &RunningPool, seconds: f64) {
    pool.advance(Duration::from_secs_f64(seconds)).await.unwrap();
}

#[tokio::test]
async fn nothing_goes_on_without_a_poke() {
    let (sim, client) = start(Config { life: true, churn: 10.0, ..manual() }).await;
    let pool = sim.first();
    let vm = client.vms("Halted").await[0].clone();
    let generation = client.ok("event.get_current_id", json!([])).await;
    let time = client.ok("host.get_servertime", json!([client.ok("host.get_all", json!([])).await[0]])).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(client.ok("event.get_current_id", json!([])).await, generation, "neither churn nor life");
    let task = client.ok("Async.VM.start", json!([vm, false, false])).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(client.ok("VM.get_power_state", json!([vm])).await, "Halted");
    assert_eq!(client.ok("task.get_status", json!([task])).await, "pending");
    pass(pool, 10.0).await;
    assert_eq!(client.ok("VM.get_power_state", json!([vm])).await, "Running");
    let later =
        client.ok("host.get_servertime", json!([client.ok("host.get_all", json!([])).await[0]])).await;
    assert_eq!(time, "20250615T15:06:40Z");
    assert_eq!(later, "20250615T15:06:50Z");
    assert!(client.ok("event.get_current_id", json!([])).await.as_i64() > generation.as_i64());
    assert_ne!(client.ok("VM.get_guest_metrics", json!([vm])).await, "OpaqueRef:NULL", "it has reported");

    // An hour and more: finished tasks are collected, all at once.
    pass(pool, 66.0 * 60.0).await;
    assert_eq!(client.refused("task.get_status", json!([task])).await[0], "HANDLE_INVALID");
}

#[tokio::test]
async fn a_wrong_password_waits_for_a_poke() {
    let config = Config { login_penalty: Duration::from_secs(5), ..manual() };
    let sim = Sim::start(config).await.unwrap();
    let address = sim.address();
    let wrong =
        tokio::spawn(
            async move { call(address, "session.login_with_password", json!(["root", "no"])).await },
        );
    while sim.first().door().passwords.is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    pass(sim.first(), 4.9).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!wrong.is_finished());
    pass(sim.first(), 0.2).await;
    assert_eq!(wrong.await.unwrap().unwrap_err()[0], "SESSION_AUTHENTICATION_FAILED");
}

#[tokio::test]
async fn a_clock_that_runs_by_itself_is_not_poked() {
    let (sim, client) =
        start(Config { control: Some("127.0.0.1:0".parse().unwrap()), ..Config::test() }).await;
    assert!(sim.advance(Duration::from_secs(1)).await.is_err());
    let poke = "POST /sim/advance?seconds=1 HTTP/1.1\r\n\r\n";
    let (head, why) = send(sim.control_address().unwrap(), poke).await.unwrap();
    assert!(head.starts_with("HTTP/1.1 400") && why.contains("by itself"), "{why}");
    // It jumps, though.
    let host = client.ok("host.get_all", json!([])).await[0].clone();
    let stamp = |text: &Value| text.as_str().unwrap()[..8].parse::<u32>().unwrap();
    let today = stamp(&client.ok("host.get_servertime", json!([host])).await);
    sim.first().strike("clock-jump=-31622400".parse().unwrap()).unwrap();
    let past = stamp(&client.ok("host.get_servertime", json!([host])).await);
    assert!(today - past >= 9_999, "{today} {past}");
    let task = client.ok("task.create", json!(["stamped", ""])).await;
    assert!(stamp(&client.ok("task.get_created", json!([task])).await) < today - 9_000);
    sim.first().clear_faults();
    let now = stamp(&client.ok("host.get_servertime", json!([host])).await);
    assert!(now >= today, "{now} {today}");
    sim.shutdown().await;
}

/// Does the same in every run; everything that could be seen of it.
async fn story(seed: u64, listen: std::net::SocketAddr) -> Vec<String> {
    let config = Config { seed, listen, hosts: 2, vms: 30, life: true, churn: 20.0, ..manual() };
    let (sim, client) = start(config).await;
    let pool = sim.first();
    let mut seen = Vec::new();
    let mut token = String::new();
    let mut halted = client.vms("Halted").await;
    halted.sort();
    let running = client.vms("Running").await;
    for round in 0..12 {
        let vm = &halted[round % halted.len()];
        let other = &running[round % running.len()];
        for (method, params) in [
            ("Async.VM.start", json!([vm, false, false])),
            // Waits for the start, like the one after it.
            ("Async.VM.hard_shutdown", json!([vm])),
            ("Async.VM.snapshot", json!([vm, "s"])),
            ("Async.VM.clean_reboot", json!([other])),
            ("Async.VM.suspend", json!([other])),
        ] {
            seen.push(format!("{method} {:?}", client.call(method, params).await));
        }
        pass(pool, [0.0, 0.5, 1.3, 20.0][round % 4]).await;
        let batch = client.ok("event.from", json!([["*"], token, 0.0])).await;
        token = batch["token"].as_str().unwrap().to_owned();
        seen.push(batch.to_string());
    }
    pass(pool, 60.0).await;
    for class in ["VM", "VBD", "VDI", "task", "console", "VM_guest_metrics", "host_metrics", "message"] {
        seen.push(client.ok(&format!("{class}.get_all_records"), json!([])).await.to_string());
    }
    seen.push(client.ok("event.from", json!([["*"], "", 0.0])).await.to_string());
    sim.shutdown().await;
    seen
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_seed_and_the_same_calls_give_the_same_run() {
    // The same place as well: the locations of consoles tell it.
    let place = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let first = story(5, place).await;
    let again = story(5, place).await;
    assert_eq!(first.len(), again.len());
    for (n, (one, other)) in first.iter().zip(&again).enumerate() {
        let differs = one.bytes().zip(other.bytes()).position(|(a, b)| a != b).unwrap_or(0);
        let around = |text: &str| {
            text.get(differs.saturating_sub(300)..(differs + 200).min(text.len())).map(str::to_owned)
        };
        assert!(one == other, "at {n}, {differs}: {:?}\n{:?}", around(one), around(other));
    }
    assert!(first.iter().map(String::len).sum::<usize>() > 100_000);
    assert_ne!(first, story(6, place).await, "another seed, another run");
}
