//! Random operations and random bytes: followers must end with exactly what reading everything gives, and readers must
//! neither panic nor grow.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use sim::fuzz::READERS;
use sim::{ClockKind, Config, Sim};

use common::{Client, start};

#[path = "it/common.rs"]
#[expect(dead_code, reason = "this program needs a part of it")]
mod common;

/// Operations per run.
const STEPS: usize = 120;
/// Random inputs per reader and seed.
const CASES: usize = 4000;

/// How many seeds are tried: a few, or as many as `make soak` asks for.
fn seeds(few: u64) -> u64 {
    std::env::var("XENITH_SEEDS").map_or(few, |n| n.parse().unwrap())
}

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
        tokio::time::sleep(Duration::from_millis(rng.random_range(0..60))).await;
    }
}

/// Asks for something; it happens when time passes, and refusals are part of life.
async fn step(client: &Client, rng: &mut StdRng, vms: &[String], tasks: &mut Vec<Value>) {
    let vm = vms.choose(rng).unwrap();
    let name = format!("n{}", rng.random_range(0..3));
    let (method, params) = match rng.random_range(0..14) {
        0 => ("Async.VM.start", json!([vm, false, false])),
        1 => ("Async.VM.start", json!([vm, true, false])),
        2 => ("Async.VM.hard_shutdown", json!([vm])),
        3 => ("Async.VM.clean_shutdown", json!([vm])),
        4 => ("Async.VM.hard_reboot", json!([vm])),
        5 => ("Async.VM.suspend", json!([vm])),
        6 => ("Async.VM.resume", json!([vm, false, false])),
        7 => ("Async.VM.pause", json!([vm])),
        8 => ("Async.VM.unpause", json!([vm])),
        9 => ("Async.VM.snapshot", json!([vm, "s"])),
        10 => ("VM.set_name_label", json!([vm, name])),
        11 => ("VM.add_tags", json!([vm, name])),
        12 => ("Async.VM.clone", json!([vm, "c"])),
        _ => ("Async.VM.destroy", json!([vm])),
    };
    match client.call(method, params).await {
        Ok(task) if method.starts_with("Async.") => tasks.push(task),
        Ok(_) => {}
        Err(error) => assert_eq!(error[0], "HANDLE_INVALID", "{error:?}"),
    }
}

async fn pass(sim: &Sim, seconds: f64) {
    sim.advance(Duration::from_secs_f64(seconds)).await.unwrap();
}

async fn run(seed: u64) {
    let clock = ClockKind::Manual;
    let config =
        Config { seed, clock, vms: 30, hosts: 2, churn: 50.0, life: true, speed: 1.0, ..Config::test() };
    let (sim, client) = start(config).await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let mut followers = Vec::new();
    for n in 0..3 {
        let client = Client::login(sim.address()).await;
        followers.push(tokio::spawn(follow(client, seed * 10 + n, stopped.clone())));
    }
    let mut rng = StdRng::seed_from_u64(seed);
    let (mut vms, mut tasks) = (Vec::new(), Vec::new());
    let mut middle = String::new();
    let mut early = Cache::new();
    for n in 0..STEPS {
        if n % 20 == 0 {
            vms = client.vms("Halted").await;
            vms.extend(client.vms("Running").await);
        }
        if n == STEPS / 2 {
            // A second reading that begins in the middle.
            let batch = client.ok("event.from", json!([["*"], "", 0.0])).await;
            middle = batch["token"].as_str().unwrap().to_owned();
            apply(&mut early, &batch);
        }
        step(&client, &mut rng, &vms, &mut tasks).await;
        pass(&sim, rng.random_range(0.0..1.5)).await;
    }
    // All that was begun ends.
    pass(&sim, 30.0).await;
    for task in tasks {
        // Finished tasks beyond the 200 newest are gone.
        let Ok(task) = client.call("task.get_record", json!([task])).await else { continue };
        let known = [
            "VM_BAD_POWER_STATE",
            "OTHER_OPERATION_IN_PROGRESS",
            "HOST_NOT_ENOUGH_FREE_MEMORY",
            "VM_REQUIRES_SR",
            "TASK_CANCELLED",
            "HANDLE_INVALID",
        ];
        let error = task["error_info"][0].as_str().unwrap_or_default();
        assert!(task["status"] == "success" || known.contains(&error), "{task}");
    }
    stop.send_replace(true);
    let mut caches = Vec::new();
    for follower in followers {
        caches.push(follower.await.unwrap());
    }
    let batch = client.ok("event.from", json!([["*"], middle, 0.0])).await;
    apply(&mut early, &batch);
    caches.push((early, batch["token"].as_str().unwrap().to_owned()));

    // Time stands still, so nothing may differ. Only calls themselves have tasks, which are gone when they answer.
    let methods = client.call("system.listMethods", json!([])).await.unwrap();
    let mut compared = 0;
    for method in methods.as_array().unwrap().iter().filter_map(Value::as_str) {
        let Some(class) = method.strip_suffix(".get_all_records") else { continue };
        // What has no events.
        if matches!(class, "user" | "secret" | "session") {
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
    sim.shutdown().await;
}

#[tokio::test]
async fn followers_end_with_what_reading_gives() {
    // Seconds each: as many as the others have is too long.
    for seed in 1..=seeds(3).div_ceil(10).max(3) {
        run(seed).await;
    }
}

/// Something that is nearly one of the samples, or nothing like them.
fn input(rng: &mut StdRng, samples: &[Vec<u8>]) -> Vec<u8> {
    if rng.random_bool(0.05) {
        let length = rng.random_range(0..300);
        return (0..length).map(|_| rng.random()).collect();
    }
    let mut bytes = samples.choose(rng).unwrap().clone();
    for _ in 0..rng.random_range(0..6) {
        let at = rng.random_range(0..=bytes.len());
        let end = rng.random_range(at..=bytes.len().min(at + 40));
        match rng.random_range(0..9) {
            0 if at < bytes.len() => bytes[at] = rng.random(),
            1 if at < bytes.len() => bytes[at] ^= 1 << rng.random_range(0..8),
            2 => bytes.insert(at, *b"\0\\\"<>&%{}[](),;:/=-+eE09 \r\n\xff".choose(rng).unwrap()),
            3 => drop(bytes.drain(at..end)),
            4 => bytes.truncate(at),
            5 => {
                let piece = bytes[at..end].to_vec();
                let times = *[1, 2, 300].choose(rng).unwrap();
                bytes.splice(at..at, piece.repeat(times).into_iter().take(4000));
            }
            6 => {
                let other = samples.choose(rng).unwrap();
                let from = rng.random_range(0..=other.len());
                bytes.truncate(at);
                bytes.extend(&other[from..]);
            }
            7 => {
                let number: &[&str] =
                    &["-1", "99999999999999999999", "1e400", "NaN", "0x10", "\u{661}", "\u{10ffff}"];
                bytes.splice(at..end, number.choose(rng).unwrap().bytes());
            }
            _ => {
                let with: u32 = *[0, 1, u32::MAX, 1 << 31, 0x7fff_ffff].choose(rng).unwrap();
                bytes.splice(at..(at + 4).min(bytes.len()), with.to_be_bytes());
            }
        }
    }
    bytes
}

/// The most memory that this process ever had, bytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() << 10
}

#[test]
fn readers_stand_any_bytes() {
    let rounds = seeds(3);
    std::thread::scope(|scope| {
        for (n, reader) in READERS.iter().enumerate() {
            scope.spawn(move || {
                let samples = (reader.samples)();
                for sample in &samples {
                    let whole = (reader.read)(sample);
                    // A footer alone is a piece of a disk, and none.
                    assert!(whole || reader.name == "VHD", "{}: its own sample", reader.name);
                }
                let (mut sense, mut cases) = (0u64, 0u64);
                for seed in 0..rounds {
                    let mut rng = StdRng::seed_from_u64(seed << 8 | n as u64);
                    for _ in 0..CASES {
                        let bytes = input(&mut rng, &samples);
                        let read = std::panic::catch_unwind(|| (reader.read)(&bytes));
                        let read = read.unwrap_or_else(|_| {
                            panic!("{}: {:?}", reader.name, bytes.escape_ascii().to_string())
                        });
                        sense += u64::from(read);
                        cases += 1;
                    }
                }
                assert!(sense > 0 && sense < cases, "{}: {sense} of {cases} made sense", reader.name);
                println!("{}: {cases} cases, {sense} made sense", reader.name);
            });
        }
    });
    assert!(peak() < 1 << 30, "{} bytes", peak());
}
