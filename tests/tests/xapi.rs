//! The XAPI client against the simulator, over real sockets: what it shows is what the pool holds, whatever happens.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use sim::{Config as SimConfig, Sim};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use xapi::{
    Client, Config, Error, Fingerprint, Ref, Trust, Vm, VmPowerState, WatchEvent, WatchOptions, params,
    schema, watch,
};

/// Everything a watcher told, applied blindly.
#[derive(Default)]
struct Mirror {
    classes: HashMap<&'static str, BTreeMap<String, Value>>,
    /// The states of the connection, in short.
    states: Vec<String>,
}

type Shared = Arc<Mutex<Mirror>>;

fn config(sim: &Sim) -> Config {
    Config::new(sim.url().parse().unwrap(), "root", "xenith").trust(Trust::FirstUse)
}

fn mirror(client: &Client) -> Shared {
    let shared = Shared::default();
    let mut events = watch(client.clone(), WatchOptions::everything());
    let inside = shared.clone();
    tokio::spawn(async move {
        while let Some(event) = events.next().await {
            inside.lock().unwrap().apply(event);
        }
        inside.lock().unwrap().states.push("over".into());
    });
    shared
}

impl Mirror {
    fn apply(&mut self, event: WatchEvent) {
        match event {
            WatchEvent::Connecting { .. } => {}
            WatchEvent::Connected { address, .. } => {
                self.states.push(format!("connected {}", address.host()))
            }
            WatchEvent::Disconnected { why, .. } => {
                self.states.push(format!("disconnected: {}", why.chain()))
            }
            WatchEvent::ListingDone => self.states.push("current".into()),
            WatchEvent::Listing { class, records } => {
                let parse = |(reference, record): (&str, &str)| {
                    (reference.to_owned(), serde_json::from_str(record).unwrap())
                };
                self.classes.insert(class, records.iter().map(parse).collect());
            }
            WatchEvent::Batch(events) => {
                for event in events {
                    let class = self.classes.entry(event.class).or_default();
                    match event.snapshot {
                        Some(record) => {
                            class.insert(event.reference.into(), serde_json::from_str(record.get()).unwrap());
                        }
                        None => drop(class.remove(&*event.reference)),
                    }
                }
            }
        }
    }
}

/// Waits until something is true, or says what is not.
async fn eventually(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..200 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("never: {what}");
}

async fn reaches(mirror: &Shared, state: &str) {
    eventually(state, async || mirror.lock().unwrap().states.iter().any(|it| it == state)).await;
}

/// Every class in the mirror is what the pool answers.
async fn same(client: &Client, mirror: &Shared) {
    for class in schema::CLASSES.iter().filter(|class| class.events) {
        let method = format!("{}.get_all_records", class.name);
        eventually(&format!("{} is the same", class.name), async || {
            let truth = match client.call::<BTreeMap<String, Value>>(&method, params![]).await {
                Err(why) if why.is("MESSAGE_REMOVED") || why.is("MESSAGE_METHOD_UNKNOWN") => BTreeMap::new(),
                Err(_) => return false,
                Ok(truth) => truth,
            };
            let ours = || mirror.lock().unwrap().classes.get(class.name).cloned().unwrap_or_default();
            if truth == ours() {
                return true;
            }
            // What changed a moment ago may still be on its way.
            tokio::time::sleep(Duration::from_millis(150)).await;
            truth == ours()
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mirror_is_the_pool_in_spite_of_faults() {
    let sim = Sim::start(SimConfig { hosts: 2, vms: 30, churn: 30.0, life: true, ..SimConfig::test() })
        .await
        .unwrap();
    let client = Client::new(config(&sim));
    let mirror = mirror(&client);
    reaches(&mirror, "current").await;
    for fault in ["lose-deletions", "kill-sessions=1", "drop=0.05"] {
        sim.first().add_fault(fault.parse().unwrap());
    }
    for uuid in sim.first().vms("Halted").into_iter().take(5) {
        let vm: Result<Ref<Vm>, _> = client.by_uuid(&uuid).await;
        if let Ok(vm) = vm {
            // With calls failing at random, only the picture afterwards counts.
            let _ = client.run_task::<()>("VM.start", params![vm, false, false]).await;
            let _ = client.run_task::<()>("VM.hard_shutdown", params![vm]).await;
        }
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    sim.first().clear_faults();
    sim.first().kill_sessions();
    same(&client, &mirror).await;
    client.close().await;
    sim.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_awaited_and_its_failure_is_the_calls() {
    let sim = Sim::start(SimConfig { vms: 10, ..SimConfig::test() }).await.unwrap();
    let client = Client::connect(config(&sim)).await.unwrap();
    let uuid = sim.first().vms("Halted").first().cloned().unwrap();
    let vm: Ref<Vm> = client.by_uuid(&uuid).await.unwrap();
    client.run_task::<()>("VM.start", params![vm, false, false]).await.unwrap();
    assert_eq!(client.record(&vm).await.unwrap().power_state, VmPowerState::Running);

    let mirror = mirror(&client);
    reaches(&mirror, "current").await;
    let why = client.run_task::<()>("VM.start", params![vm, false, false]).await.unwrap_err();
    assert!(why.is("VM_BAD_POWER_STATE"), "{why}");
    client.run_task::<()>("VM.hard_shutdown", params![vm]).await.unwrap();
    eventually("the tasks are destroyed", async || sim.first().count("task") == 0).await;
    client.close().await;
    assert_eq!(sim.first().sessions(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_password_is_sent_past_a_changed_certificate() {
    let sim = Sim::start(SimConfig { hosts: 2, tls: true, ..SimConfig::test() }).await.unwrap();
    let pool = sim.first();
    let client = Client::connect(config(&sim)).await.unwrap();
    let pins = client.pins().borrow().clone();
    let shown: Fingerprint = pool.fingerprint(0).unwrap().parse().unwrap();
    assert_eq!(pins.values().collect::<Vec<_>>(), [&shown]);
    client.close().await;

    let changed: Fingerprint = pool.change_certificate(0).unwrap().parse().unwrap();
    let tried = pool.door().passwords.len();
    let client = Client::new(Config { pins, ..config(&sim) });
    match client.records::<Vm>().await {
        Err(Error::CertificateChanged { expected, seen, .. }) => {
            assert_eq!((expected, seen), (shown, changed))
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(pool.door().passwords.len(), tried);
    client.pin(&client.address(), changed);
    client.records::<Vm>().await.unwrap();
    client.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_host_takes_over() {
    let sim = Sim::start(SimConfig { hosts: 3, vms: 12, tls: true, ..SimConfig::test() }).await.unwrap();
    let client = Client::new(config(&sim));
    let mirror = mirror(&client);
    reaches(&mirror, "current").await;
    let master = sim.first().kill_master().unwrap();
    let host = sim.first().addresses()[master].ip().to_string();
    reaches(&mirror, &format!("connected {host}")).await;
    same(&client, &mirror).await;
    assert_eq!(client.address().host(), host);
    client.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slave_leads_to_the_master() {
    let sim = Sim::start(SimConfig { hosts: 3, ..SimConfig::test() }).await.unwrap();
    let slave = sim.first().addresses()[2];
    let config = Config::new(format!("http://{slave}").parse().unwrap(), "root", "xenith");
    let client = Client::connect(config).await.unwrap();
    assert_eq!(client.address().host(), sim.first().addresses()[0].ip().to_string());
    assert_eq!(sim.first().door().passwords.len(), 1);
    client.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_console_greets_over_tls() {
    let sim = Sim::start(SimConfig { hosts: 3, vms: 12, tls: true, ..SimConfig::test() }).await.unwrap();
    let client = Client::connect(config(&sim)).await.unwrap();
    for uuid in sim.first().vms("Running").into_iter().take(4) {
        let vm = client.record(&client.by_uuid::<Vm>(&uuid).await.unwrap()).await.unwrap();
        let console = client.record(&vm.consoles[0]).await.unwrap();
        let mut stream = client.dial_console(&console.location).await.unwrap();
        let mut greeting = [0; 12];
        stream.read_exact(&mut greeting).await.unwrap();
        assert_eq!(&greeting, b"RFB 003.008\n");
        stream.write_all(&greeting).await.unwrap();
        let mut types = [0; 2];
        stream.read_exact(&mut types).await.unwrap();
        assert_eq!(types, [1, 1], "one security type: none");
    }
    assert!(client.pins().borrow().len() > 1, "each host has a certificate of its own");
    client.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_tried_once() {
    let sim = Sim::start(SimConfig::test()).await.unwrap();
    let client = Client::new(Config { password: "wrong".into(), ..config(&sim) });
    let mirror = mirror(&client);
    reaches(&mirror, "over").await;
    assert_eq!(sim.first().door().passwords, ["wrong"]);
}
