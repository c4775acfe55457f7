//! Churn: what a busy pool does all day, as a follower of events sees it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::json;
use sim::{ClockKind, Config};

use crate::common::start;

fn busy(churn: f64) -> Config {
    Config { clock: ClockKind::Manual, churn, vms: 40, hosts: 2, ..Config::test() }
}

#[tokio::test]
async fn it_is_of_many_kinds() {
    let (sim, client) = start(busy(200.0)).await;
    let mut token = client.ok("event.from", json!([["*"], "", 0.0])).await["token"].clone();
    let mut seen = BTreeSet::new();
    let mut counts = BTreeMap::<String, usize>::new();
    for _ in 0..40 {
        sim.advance(Duration::from_millis(500)).await.unwrap();
        let batch = client.ok("event.from", json!([["*"], token, 0.0])).await;
        token = batch["token"].clone();
        for event in batch["events"].as_array().unwrap() {
            let class = event["class"].as_str().unwrap();
            seen.insert(format!("{class} {}", event["operation"].as_str().unwrap()));
            *counts.entry(class.to_owned()).or_default() += 1;
        }
    }
    for wanted in [
        "vm_guest_metrics mod",
        "vm_metrics mod",
        "host_metrics mod",
        "vm mod",
        "task add",
        "task del",
        "vdi add",
        "vdi mod",
        "vdi del",
        "sr mod",
        "vbd mod",
        "message add",
        "console add",
        "console del",
    ] {
        assert!(seen.contains(wanted), "{wanted} is missing: {counts:?}");
    }
    assert!(counts["vm_guest_metrics"] > counts["task"], "{counts:?}");
    let all: usize = counts.values().sum();
    assert!((800..8000).contains(&all), "of 4000 changes some share an event: {all}");
}

#[tokio::test]
async fn a_pool_keeps_its_size() {
    let (sim, client) = start(busy(100.0)).await;
    let count = |class: &'static str| {
        let client = &client;
        async move { client.ok(&format!("{class}.get_all"), json!([])).await.as_array().unwrap().len() }
    };
    sim.advance(Duration::from_secs(100)).await.unwrap();
    let mut before = Vec::new();
    for class in ["VM", "VBD", "VDI", "task", "message", "host"] {
        before.push((class, count(class).await));
    }
    sim.advance(Duration::from_secs(300)).await.unwrap();
    for (class, before) in before {
        let now = count(class).await;
        // Starts and stops leave their messages, as they do in a pool.
        let room = if class == "message" { 600 } else { 60 };
        assert!(now.abs_diff(before) <= room, "{class}: {before}, then {now}");
    }
}
