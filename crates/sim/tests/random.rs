//! Random operations, and followers that must end with exactly what reading everything gives.

use std::collections::HashMap;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use sim::Config;

use crate::common::{Client, start};

/// Operations per run.
const STEPS: usize = 120;

/// What a follower knows: records by class and reference.
type Cache = HashMap<(String, String), Value>;

fn apply(cache: &mut Cache, batch: &Value) {
    for event in batch["events"].as_array().unwrap() {
        let key = (event["class"].as_str().unwrap().to_owned(), event["ref"].as_str().unwrap().to_owned());
        match event["operation"].as_str().unwrap() {
            "del" => assert!(cache.remove(&key).is_some(), "{key:?} was told before it was removed"),
            _ => {
                cache.insert(key, event["snapshot"].clone());
            }
        }
    }
}

/// Follows all events until told to stop, pausing as it likes.
async fn follow(client: Client, seed: u64, stop: tokio::sync::watch::Receiver<bool>) -> (Cache, String) {
    let mut rng = StdRng::seed_from_u64(seed);
    let (mut cache, mut token) = (Cache::new(), String::new());
    loop {
        let last = *stop.borrow();
        let batch = client.ok("event.from", json!([["*"], token, 0.1])).await;
        token = batch["token"].as_str().unwrap().to_owned();
        apply(&mut cache, &batch);
        for (class, count) in batch["valid_ref_counts"].as_object().unwrap() {
            let known = cache.keys().filter(|(c, _)| c == class).count();
            // Classes without events are counted too.
            if known > 0 {
                assert_eq!(known as u64, count.as_u64().unwrap(), "{class}");
            }
        }
        if last {
            return (cache, token);
        }
        tokio::time::sleep(Duration::from_millis(rng.random_range(0..150))).await;
    }
}

/// Does something; refusals are part of life.
async fn step(client: &Client, rng: &mut StdRng, vms: &mut Vec<String>) {
    let vm = vms.choose(rng).unwrap().clone();
    let result = match rng.random_range(0..14) {
        0 => client.call("VM.start", json!([vm, false, false])).await,
        1 => client.call("VM.start", json!([vm, true, false])).await,
        2 => client.call("VM.hard_shutdown", json!([vm])).await,
        3 => client.call("VM.clean_shutdown", json!([vm])).await,
        4 => client.call("VM.hard_reboot", json!([vm])).await,
        5 => client.call("VM.suspend", json!([vm])).await,
        6 => client.call("VM.resume", json!([vm, false, false])).await,
        7 => client.call("VM.pause", json!([vm])).await,
        8 => client.call("VM.unpause", json!([vm])).await,
        9 => client.call("VM.snapshot", json!([vm, "s"])).await,
        10 => client.call("VM.set_name_label", json!([vm, format!("n{}", rng.random_range(0..3))])).await,
        11 => client.call("VM.add_tags", json!([vm, format!("t{}", rng.random_range(0..3))])).await,
        12 => match client.call("VM.clone", json!([vm, "c"])).await {
            Ok(copy) => {
                vms.push(copy.as_str().unwrap().to_owned());
                Ok(copy)
            }
            refused => refused,
        },
        _ => {
            let result = client.call("VM.destroy", json!([vm])).await;
            if result.is_ok() {
                vms.retain(|v| *v != vm);
            }
            result
        }
    };
    if let Err(error) = result {
        let known = [
            "VM_BAD_POWER_STATE",
            "OTHER_OPERATION_IN_PROGRESS",
            "HOST_NOT_ENOUGH_FREE_MEMORY",
            "VM_REQUIRES_SR",
        ];
        assert!(known.contains(&error[0].as_str()), "{error:?}");
    }
}

async fn run(seed: u64) {
    let (sim, client) =
        start(Config { seed, vms: 30, hosts: 2, speed: 300.0, churn: 50.0, ..Config::test() }).await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let mut followers = Vec::new();
    for n in 0..3 {
        let client = Client::login(sim.address()).await;
        followers.push(tokio::spawn(follow(client, seed * 10 + n, stopped.clone())));
    }
    let mut rng = StdRng::seed_from_u64(seed);
    let mut vms = client.vms("Halted").await;
    vms.extend(client.vms("Running").await);
    let mut middle = String::new();
    let mut early = Cache::new();
    for n in 0..STEPS {
        if n == STEPS / 2 {
            // A second reading that begins in the middle.
            let batch = client.ok("event.from", json!([["*"], "", 0.0])).await;
            middle = batch["token"].as_str().unwrap().to_owned();
            apply(&mut early, &batch);
        }
        step(&client, &mut rng, &mut vms).await;
    }
    stop.send_replace(true);
    let mut caches = Vec::new();
    for follower in followers {
        caches.push(follower.await.unwrap());
    }
    let batch = client.ok("event.from", json!([["*"], middle, 0.0])).await;
    apply(&mut early, &batch);
    caches.push((early, batch["token"].as_str().unwrap().to_owned()));

    // Churn goes on; a token taken now is the moment at which all are compared.
    for (cache, token) in &mut caches {
        let batch = client.ok("event.from", json!([["*"], token, 0.0])).await;
        *token = batch["token"].as_str().unwrap().to_owned();
        apply(cache, &batch);
    }
    let methods = client.call("system.listMethods", json!([])).await.unwrap();
    let mut compared = 0;
    for method in methods.as_array().unwrap().iter().filter_map(Value::as_str) {
        let Some(class) = method.strip_suffix(".get_all_records") else { continue };
        // What churn moves between two readings is left out; so is what has no events.
        if matches!(
            class,
            "VM" | "VM_metrics" | "VM_guest_metrics" | "host_metrics" | "user" | "secret" | "session"
        ) {
            continue;
        }
        let Ok(records) = client.call(method, json!([])).await else { continue };
        let records = records.as_object().unwrap();
        for (cache, _) in &caches {
            let known = cache.iter().filter(|((c, _), _)| *c == class.to_lowercase());
            assert_eq!(known.count(), records.len(), "{class}");
            for (reference, record) in records {
                let key = (class.to_lowercase(), reference.clone());
                assert_eq!(cache.get(&key), Some(record), "{class} {reference}");
                compared += 1;
            }
        }
    }
    assert!(compared > 1000, "{compared}");
    // VMs: all but what churn moves.
    let records = client.ok("VM.get_all_records", json!([])).await;
    let still = |record: &Value| {
        let mut record = record.clone();
        record["current_operations"] = Value::Null;
        record["allowed_operations"] = Value::Null;
        record["guest_metrics"] = Value::Null;
        record
    };
    for (cache, _) in &caches {
        for (reference, record) in records.as_object().unwrap() {
            let key = ("vm".to_owned(), reference.clone());
            assert_eq!(cache.get(&key).map(still), Some(still(record)), "{reference}");
        }
    }
}

#[tokio::test]
async fn followers_end_with_what_reading_gives() {
    for seed in 1..=4 {
        run(seed).await;
    }
}
