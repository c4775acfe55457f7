//! Power operations, tasks and events, watched from outside.

use std::time::{Duration, Instant};

use crate::common::{Client, NULL, start};
use serde_json::{Value, json};
use sim::Config;

/// Starts a subscription at the present moment.
async fn token(client: &Client) -> String {
    let pool = client.ok("pool.get_all", json!([])).await[0].clone();
    let token = client.ok("event.inject", json!(["pool", pool])).await;
    let batch = client.ok("event.from", json!([["pool"], token, 5.0])).await;
    assert_eq!(batch["events"][0]["ref"], pool, "the barrier shows");
    batch["token"].as_str().unwrap().to_owned()
}

/// Collects the successive values of a VM's fields until a task has ended.
async fn watch(client: &Client, mut token: String, vm: &str, task: &Value) -> Vec<Value> {
    let mut seen = Vec::new();
    loop {
        let batch = client
            .ok(
                "event.from",
                json!([[format!("VM/{vm}"), format!("task/{}", task.as_str().unwrap())], token, 5.0]),
            )
            .await;
        token = batch["token"].as_str().unwrap().to_owned();
        let mut ended = false;
        for event in batch["events"].as_array().unwrap() {
            match event["class"].as_str().unwrap() {
                "vm" => seen.push(event["snapshot"].clone()),
                "task" => ended |= event["snapshot"]["status"] == "success",
                other => panic!("{other} was not asked for"),
            }
        }
        if ended {
            return seen;
        }
    }
}

#[tokio::test]
async fn a_boot_in_its_order() {
    let (_sim, client) = start(Config { hosts: 2, speed: 4.0, ..Config::test() }).await;
    let vm = client.vms("Halted").await[0].clone();
    let since = token(&client).await;
    let task = client.ok("Async.VM.start", json!([vm, false, false])).await;
    let seen = watch(&client, since, &vm, &task).await;
    let first = &seen[0];
    assert_eq!(first["current_operations"], json!({task.as_str().unwrap(): "start"}));
    assert_eq!(first["power_state"], "Halted");
    assert!(!first["allowed_operations"].as_array().unwrap().contains(&json!("start")));
    assert!(seen.iter().any(|s| s["scheduled_to_be_resident_on"] != NULL && s["power_state"] == "Halted"));
    assert!(
        seen.iter().any(|s| s["power_state"] == "Running" && s["resident_on"] == NULL),
        "running before resident"
    );
    let last = client.ok("VM.get_record", json!([vm])).await;
    assert_eq!(last["power_state"], "Running");
    assert_ne!(last["resident_on"], NULL);
    assert_eq!(last["scheduled_to_be_resident_on"], NULL);
    assert_eq!(last["current_operations"], json!({}));
    assert_eq!(last["consoles"].as_array().unwrap().len(), 1);
    let host = &last["resident_on"];
    assert!(client.ok("host.get_resident_VMs", json!([host])).await.as_array().unwrap().contains(&json!(vm)));
    for vbd in last["VBDs"].as_array().unwrap() {
        assert_eq!(client.ok("VBD.get_currently_attached", json!([vbd])).await, true);
        assert_eq!(client.ok("VBD.get_current_operations", json!([vbd])).await, json!({}));
    }
    let record = client.ok("task.get_record", json!([task])).await;
    assert_eq!((&record["result"], &record["progress"]), (&json!("<value></value>"), &json!(1.0)));
    assert_eq!(record["name_label"], "Async.VM.start");
    // The agent reports after the boot.
    assert_eq!(last["guest_metrics"], NULL);
    for _ in 0..300 {
        let metrics = client.ok("VM.get_guest_metrics", json!([vm])).await;
        if metrics != NULL {
            let record = client.ok("VM_guest_metrics.get_record", json!([metrics])).await;
            assert!(record["os_version"]["name"].is_string());
            let allowed = client.ok("VM.get_allowed_operations", json!([vm])).await;
            assert!(allowed.as_array().unwrap().contains(&json!("clean_shutdown")));
            let messages = client.ok("message.get_all_records", json!([])).await;
            let started = |m: &Value| m["name"] == "VM_STARTED" && m["obj_uuid"] == last["uuid"];
            assert!(messages.as_object().unwrap().values().any(started));
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the guest never reported");
}

#[tokio::test]
async fn every_power_operation_and_its_end_state() {
    let (_sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let vm = client.vms("Running").await[0].clone();
    let uuid = client.ok("VM.get_uuid", json!([vm])).await;
    let steps = [
        ("pause", "Paused"),
        ("unpause", "Running"),
        ("suspend", "Suspended"),
        ("resume", "Running"),
        ("hard_reboot", "Running"),
        ("clean_reboot", "Running"),
        ("clean_shutdown", "Halted"),
        ("start", "Running"),
        ("suspend", "Suspended"),
        ("hard_shutdown", "Halted"),
    ];
    let mut consoles = client.ok("VM.get_consoles", json!([vm])).await;
    for (op, state) in steps {
        let mut params = json!([vm]);
        if matches!(op, "start" | "resume") {
            params = json!([vm, false, false]);
        }
        client.ok(&format!("VM.{op}"), params).await;
        let record = client.ok("VM.get_record", json!([vm])).await;
        assert_eq!((&record["power_state"], &record["uuid"]), (&json!(state), &uuid), "after {op}");
        let live = matches!(state, "Running" | "Paused");
        assert_eq!(record["domid"].as_i64().unwrap() > 0, live, "domid after {op}");
        assert_eq!(record["consoles"].as_array().unwrap().len(), usize::from(live), "consoles after {op}");
        assert_eq!(record["suspend_VDI"] != NULL, state == "Suspended");
        assert_eq!(record["resident_on"] != NULL, live);
        if op.ends_with("reboot") {
            assert_ne!(record["consoles"], consoles, "{op} replaces the console");
        }
        consoles = record["consoles"].clone();
    }
    assert_eq!(client.ok("task.get_all", json!([])).await, json!([]), "tasks of synchronous calls are gone");
}

#[tokio::test]
async fn operations_that_are_not_allowed() {
    let (_sim, client) = start(Config::test()).await;
    let running = client.vms("Running").await[0].clone();
    let r = running.as_str();
    assert_eq!(
        client.refused("VM.start", json!([r, false, false])).await,
        ["VM_BAD_POWER_STATE", r, "halted", "running"]
    );
    assert_eq!(
        client.refused("VM.unpause", json!([r])).await,
        ["VM_BAD_POWER_STATE", r, "paused", "running"]
    );
    let halted = client.vms("Halted").await[0].clone();
    let h = halted.as_str();
    assert_eq!(
        client.refused("VM.hard_reboot", json!([h])).await,
        ["VM_BAD_POWER_STATE", h, "paused, running", "halted"]
    );
    let task = client.ok("Async.VM.clean_shutdown", json!([h])).await;
    let record = client.task(&task).await;
    assert_eq!(record["status"], "failure");
    assert_eq!(record["error_info"], json!(["VM_BAD_POWER_STATE", h, "running", "halted"]));
    client.ok("VM.add_to_blocked_operations", json!([h, "start", "not today"])).await;
    assert_eq!(
        client.refused("VM.start", json!([h, false, false])).await,
        ["OPERATION_BLOCKED", h, "not today"]
    );
    assert!(
        !client
            .ok("VM.get_allowed_operations", json!([h]))
            .await
            .as_array()
            .unwrap()
            .contains(&json!("start"))
    );
    let all = client.ok("VM.get_all_records", json!([])).await;
    let find = |what: &str| all.as_object().unwrap().iter().find(|(_, r)| r[what] == true).unwrap().0.clone();
    let template = find("is_default_template");
    assert_eq!(
        client.refused("VM.start", json!([template, false, false])).await,
        ["VM_IS_TEMPLATE", &template, "start"]
    );
    assert_eq!(
        client.refused("VM.destroy", json!([template])).await,
        ["VM_CANNOT_DELETE_DEFAULT_TEMPLATE", &template]
    );
    let snapshot = find("is_a_snapshot");
    assert_eq!(
        client.refused("VM.start", json!([snapshot, false, false])).await,
        ["VM_IS_SNAPSHOT", &snapshot, "start"]
    );
    let dom0 = find("is_control_domain");
    assert_eq!(client.refused("VM.hard_shutdown", json!([dom0])).await[0], "OPERATION_NOT_ALLOWED");
    let host = client.ok("host.get_all", json!([])).await[0].clone();
    client.ok("host.disable", json!([host])).await;
    let other = client.vms("Halted").await.into_iter().find(|v| *v != halted).unwrap();
    assert_eq!(client.refused("VM.start_on", json!([other, host, false, false])).await[0], "HOST_DISABLED");
}

#[tokio::test]
async fn a_busy_vm_makes_others_wait() {
    let (_sim, client) =
        start(Config { speed: 3.0, busy_wait: Duration::from_millis(150), ..Config::test() }).await;
    let vm = client.vms("Running").await[0].clone();
    let task = client.ok("Async.VM.clean_shutdown", json!([vm])).await;
    client.until("VM", &vm, "current_operations", json!({task.as_str().unwrap(): "clean_shutdown"})).await;
    let refused = client.refused("VM.pause", json!([vm])).await;
    assert_eq!(refused, ["OTHER_OPERATION_IN_PROGRESS", "VM", &vm, "clean_shutdown", task.as_str().unwrap()]);
    // A hard shutdown does not wait: it cancels what runs.
    client.ok("VM.hard_shutdown", json!([vm])).await;
    assert_eq!(client.task(&task).await["status"], "cancelled");
    assert_eq!(client.ok("VM.get_power_state", json!([vm])).await, "Halted");
}

#[tokio::test]
async fn tasks_can_be_cancelled_and_destroyed() {
    let (_sim, client) = start(Config { speed: 1.0, ..Config::test() }).await;
    let vm = client.vms("Running").await[0].clone();
    let task = client.ok("Async.VM.suspend", json!([vm])).await;
    client.until("task", task.as_str().unwrap(), "status", json!("pending")).await;
    client.ok("task.cancel", json!([task])).await;
    let record = client.task(&task).await;
    assert_eq!(record["status"], "cancelled");
    assert_eq!(record["error_info"], json!(["TASK_CANCELLED", task]));
    assert_eq!(client.ok("VM.get_power_state", json!([vm])).await, "Running");
    assert_eq!(client.refused("task.cancel", json!([task])).await[0], "OPERATION_NOT_ALLOWED");
    client.ok("task.destroy", json!([task])).await;
    assert_eq!(client.refused("task.get_record", json!([task])).await[0], "HANDLE_INVALID");
}

#[tokio::test]
async fn clone_snapshot_migrate_destroy() {
    let (_sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    // One that is not tied to a host by a disk on its local storage.
    let mut free = Vec::new();
    for vm in client.vms("Running").await {
        if client.ok("VM.get_possible_hosts", json!([vm])).await.as_array().unwrap().len() == 2 {
            free.push(vm);
        }
    }
    let vm = free[0].clone();
    let before = client.ok("VM.get_record", json!([vm])).await;
    let hosts = client.ok("host.get_all", json!([])).await;
    let other = hosts.as_array().unwrap().iter().find(|h| **h != before["resident_on"]).unwrap().clone();
    client.ok("VM.pool_migrate", json!([vm, other, {"live": "true"}])).await;
    let moved = client.ok("VM.get_record", json!([vm])).await;
    assert_eq!(moved["resident_on"], other);
    assert_ne!(moved["consoles"], before["consoles"]);
    let snapshot = client.ok("VM.snapshot", json!([vm, "safe"])).await;
    let record = client.ok("VM.get_record", json!([snapshot])).await;
    assert_eq!(
        (&record["is_a_snapshot"], &record["is_a_template"], &record["snapshot_of"]),
        (&json!(true), &json!(true), &json!(vm))
    );
    assert_eq!(record["VBDs"].as_array().unwrap().len(), before["VBDs"].as_array().unwrap().len());
    assert!(client.ok("VM.get_snapshots", json!([vm])).await.as_array().unwrap().contains(&snapshot));
    let copy = client.ok("VM.clone", json!([snapshot, "copy"])).await;
    client.ok("VM.destroy", json!([snapshot])).await;
    assert!(!client.ok("VM.get_snapshots", json!([vm])).await.as_array().unwrap().contains(&snapshot));
    assert_eq!(client.ok("VM.get_name_label", json!([copy])).await, "copy");
    let template = client.ok("VM.get_by_name_label", json!(["Debian Bookworm 12"])).await[0].clone();
    let fresh = client.ok("VM.clone", json!([template, "fresh"])).await;
    client.ok("VM.provision", json!([fresh])).await;
    let record = client.ok("VM.get_record", json!([fresh])).await;
    assert_eq!((&record["is_a_template"], record["VBDs"].as_array().unwrap().len()), (&json!(false), 1));
    client.ok("VM.start", json!([fresh, false, false])).await;
}

#[tokio::test]
async fn a_long_poll_waits_and_wakes() {
    let (sim, client) = start(Config::test()).await;
    let since = token(&client).await;
    let begun = Instant::now();
    let empty = client.ok("event.from", json!([["vm"], since, 0.3])).await;
    assert_eq!(empty["events"], json!([]));
    assert!(begun.elapsed() >= Duration::from_millis(300));
    let uuid = sim.first().vm("web-01").unwrap();
    let waiting = client.ok("event.from", json!([["vm"], empty["token"], 30.0]));
    let renaming = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        sim.first().rename(&uuid, "renamed").unwrap();
    };
    let begun = Instant::now();
    let (batch, ()) = tokio::join!(waiting, renaming);
    assert!(begun.elapsed() < Duration::from_secs(5));
    let events = batch["events"].as_array().unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(
        (&events[0]["operation"], &events[0]["class"], &events[0]["timestamp"]),
        (&json!("mod"), &json!("vm"), &json!("0.0"))
    );
    assert_eq!(events[0]["snapshot"]["name_label"], "renamed");
    assert_eq!(batch["valid_ref_counts"]["vm"], sim.first().count("VM"));
    assert_eq!(batch["valid_ref_counts"].get("message"), None);
    // Renaming to the same name is nothing.
    sim.first().rename(&uuid, "renamed").unwrap();
    let silent = client.ok("event.from", json!([["*"], batch["token"], 0.2])).await;
    assert_eq!(silent["events"], json!([]));
    for (classes, token, code) in [
        (json!(["a/b/c"]), batch["token"].clone(), "EVENT_SUBSCRIPTION_PARSE_FAILURE"),
        (json!(["vm"]), json!("soon"), "EVENT_FROM_TOKEN_PARSE_FAILURE"),
    ] {
        assert_eq!(client.refused("event.from", json!([classes, token, 0.1])).await[0], code);
    }
    let waiting = client.call("event.from", json!([["vm"], batch["token"], 30.0]));
    let killing = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        sim.first().kill_sessions();
    };
    let (ended, ()) = tokio::join!(waiting, killing);
    assert_eq!(ended.unwrap_err(), ["SESSION_INVALID", &client.session]);
}

#[tokio::test]
async fn following_events_gives_what_reading_gives() {
    let config = Config { churn: 300.0, clock: sim::ClockKind::Manual, ..Config::test() };
    let (sim, client) = start(config).await;
    let mut cache: std::collections::HashMap<String, Value> = Default::default();
    let mut token = String::new();
    let vm = client.vms("Halted").await[0].clone();
    client.ok("Async.VM.start", json!([vm, false, false])).await;
    let classes = json!(["vm", "vbd", "vm_metrics", "vm_guest_metrics", "host_metrics", "host", "console"]);
    for _ in 0..20 {
        sim.advance(Duration::from_millis(100)).await.unwrap();
        let batch = client.ok("event.from", json!([classes, token, 0.0])).await;
        token = batch["token"].as_str().unwrap().to_owned();
        for event in batch["events"].as_array().unwrap() {
            let reference = event["ref"].as_str().unwrap().to_owned();
            match event["operation"].as_str().unwrap() {
                "del" => assert!(cache.remove(&reference).is_some(), "only what was told can go"),
                "add" => assert!(cache.insert(reference, event["snapshot"].clone()).is_none(), "added once"),
                _ => assert!(
                    cache.insert(reference, event["snapshot"].clone()).is_some(),
                    "added before changed"
                ),
            }
        }
    }
    let last = client.ok("event.from", json!([classes, token, 0.0])).await;
    for event in last["events"].as_array().unwrap() {
        cache.insert(event["ref"].as_str().unwrap().to_owned(), event["snapshot"].clone());
    }
    for class in ["VM", "VBD", "VM_metrics", "VM_guest_metrics", "host_metrics", "host", "console"] {
        for (reference, record) in
            client.ok(&format!("{class}.get_all_records"), json!([])).await.as_object().unwrap()
        {
            assert_eq!(cache.get(reference), Some(record), "{class}");
        }
    }
    assert!(sim.first().door().calls > 10);
}

#[tokio::test]
async fn a_paused_start_boots_on_when_unpaused() {
    let (_sim, client) = start(Config::test()).await;
    let vm = client.vms("Halted").await[0].clone();
    client.ok("VM.start", json!([vm, true, false])).await;
    assert_eq!(client.ok("VM.get_power_state", json!([vm])).await, "Paused");
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(
        client.ok("VM.get_guest_metrics", json!([vm])).await,
        NULL,
        "nothing reports while it is paused"
    );
    client.ok("VM.unpause", json!([vm])).await;
    for _ in 0..200 {
        if client.ok("VM.get_guest_metrics", json!([vm])).await != NULL {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the guest never reported");
}

#[tokio::test]
async fn its_own_figures_can_be_measured() {
    let report = sim::bench::run(Config { vms: 10, ..Config::test() }).await.unwrap();
    assert!(report.objects > 80 && report.vms > 20, "{report:?}");
    assert!(
        report.records_mb_per_s > 0.0 && report.serde_json_mb_per_s > 0.0 && report.events_per_s > 0.0,
        "{report:?}"
    );
}

#[tokio::test]
async fn a_vm_needs_virtual_cpus_that_fit_its_sockets() {
    let (_sim, client) = start(Config::test()).await;
    let vm = client.vms("Halted").await[0].clone();
    let start = json!([vm, true, false]);
    client.ok("VM.set_VCPUs_max", json!([vm, 4])).await;
    client.ok("VM.set_VCPUs_at_startup", json!([vm, 4])).await;
    client.ok("VM.add_to_platform", json!([vm, "cores-per-socket", "3"])).await;
    let refused = client.refused("VM.start", start.clone()).await;
    assert_eq!(refused, ["INVALID_VALUE", "platform:cores-per-socket", "3"]);
    client.ok("VM.remove_from_platform", json!([vm, "cores-per-socket"])).await;
    client.ok("VM.add_to_platform", json!([vm, "cores-per-socket", "2"])).await;
    client.ok("VM.start", start).await;
}
