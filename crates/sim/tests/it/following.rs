//! `event.from`, one rule after the other.

use std::time::Duration;

use serde_json::{Value, json};
use sim::Config;

use crate::common::{Client, start};

async fn token(client: &Client) -> Value {
    client.ok("event.from", json!([["vm"], "", 0.0])).await["token"].clone()
}

fn told(batch: &Value) -> Vec<(String, String)> {
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    batch["events"].as_array().unwrap().iter().map(|e| (text(&e["class"]), text(&e["operation"]))).collect()
}

#[tokio::test]
async fn the_first_answer_is_everything_as_it_is() {
    let (sim, client) = start(Config::test()).await;
    let batch = client.ok("event.from", json!([["*"], "", 10.0])).await;
    let events = batch["events"].as_array().unwrap();
    assert!(events.iter().all(|e| e["operation"] == "add" && e["timestamp"] == "0.0"));
    for class in ["VM", "VBD", "SR", "VM_metrics", "pool"] {
        let read = client.ok(&format!("{class}.get_all_records"), json!([])).await;
        let of: Vec<_> = events.iter().filter(|e| e["class"] == class.to_lowercase()).collect();
        assert_eq!(of.len(), read.as_object().unwrap().len(), "{class}");
        for event in of {
            assert_eq!(event["snapshot"], read[event["ref"].as_str().unwrap()], "as reading has it");
            assert!(event["id"].as_str().unwrap().parse::<u64>().unwrap() > 0);
        }
    }
    let counts = batch["valid_ref_counts"].as_object().unwrap();
    assert!(counts.len() > 55 && counts.keys().all(|k| *k == k.to_lowercase()));
    assert_eq!(counts["vm"], sim.first().count("VM"));
    assert!(!counts.contains_key("message"), "messages are in no table");
    let (rows, messages) = batch["token"].as_str().unwrap().split_once(',').unwrap();
    assert_eq!((rows.len(), messages.len()), (20, 20));
}

#[tokio::test]
async fn subscriptions_are_by_class_and_by_object() {
    let (_sim, client) = start(Config::test()).await;
    let vms = client.vms("Halted").await;
    let since = token(&client).await;
    for vm in &vms[..2] {
        client.ok("VM.set_name_description", json!([vm, "changed"])).await;
    }
    let refs = async |classes: Value| {
        let batch = client.ok("event.from", json!([classes, since, 0.1])).await;
        let mut refs: Vec<String> = batch["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| e["ref"].as_str().unwrap().to_owned())
            .collect();
        refs.sort();
        refs
    };
    let mut both = vms[..2].to_vec();
    both.sort();
    for classes in
        [json!(["vm"]), json!(["VM"]), json!(["Vm", "no_such_class"]), json!(["*"]), json!(["vm", "*"])]
    {
        assert_eq!(refs(classes).await, both);
    }
    assert_eq!(refs(json!([format!("vm/{}", vms[0])])).await, [vms[0].clone()]);
    assert!(refs(json!(["session", "vbd", "no_such_class"])).await.is_empty());
    assert_eq!(
        client.refused("event.from", json!([["a/b/c"], since, 0.1])).await,
        ["EVENT_SUBSCRIPTION_PARSE_FAILURE", "a/b/c"]
    );
    assert_eq!(
        client.refused("event.from", json!([["vm"], "soon", 0.1])).await,
        ["EVENT_FROM_TOKEN_PARSE_FAILURE", "soon"]
    );
}

#[tokio::test]
async fn what_happened_meanwhile_is_told_once() {
    let (_sim, client) = start(Config::test()).await;
    let vm = client.vms("Halted").await[0].clone();
    let since = token(&client).await;
    for n in 0..4 {
        client.ok("VM.set_name_description", json!([vm, n.to_string()])).await;
    }
    let made =
        client.ok("VM_appliance.create", json!([{"name_label": "made", "name_description": ""}])).await;
    client.ok("VM_appliance.set_name_description", json!([made, "and changed"])).await;
    let gone =
        client.ok("VM_appliance.create", json!([{"name_label": "gone", "name_description": ""}])).await;
    client.ok("VM_appliance.destroy", json!([gone])).await;
    let batch = client.ok("event.from", json!([["vm", "vm_appliance"], since, 1.0])).await;
    assert_eq!(told(&batch), [("vm_appliance".into(), "add".into()), ("vm".into(), "mod".into())]);
    assert_eq!(batch["events"][0]["snapshot"]["name_description"], "and changed");
    assert_eq!(batch["events"][1]["snapshot"]["name_description"], "3");
    // An equal value is nothing, and so is the token's own moment.
    client.ok("VM.set_name_description", json!([vm, "3"])).await;
    let quiet = client.ok("event.from", json!([["vm", "vm_appliance"], batch["token"], 0.1])).await;
    assert_eq!(told(&quiet), []);
    assert!(quiet["token"].as_str() >= batch["token"].as_str());
    client.ok("VM_appliance.destroy", json!([made])).await;
    let last = client.ok("event.from", json!([["vm_appliance"], quiet["token"], 1.0])).await;
    assert_eq!(told(&last), [("vm_appliance".into(), "del".into())]);
    assert_eq!(last["events"][0].get("snapshot"), None);
}

#[tokio::test]
async fn both_ends_of_a_relation_are_told() {
    let (_sim, client) = start(Config::test()).await;
    let vm = client.vms("Halted").await[0].clone();
    let sr = client.ok("SR.get_by_name_label", json!(["NFS storage"])).await[0].clone();
    let vdi = json!({"name_label": "d", "SR": sr, "virtual_size": 1, "type": "user", "sharable": false,
        "read_only": false, "other_config": {}});
    let vdi = client.ok("VDI.create", json!([vdi])).await;
    let since = token(&client).await;
    let vbd = json!({"VM": vm, "VDI": vdi, "userdevice": "autodetect", "bootable": false, "mode": "RW", "type": "Disk",
        "empty": false, "other_config": {}, "qos_algorithm_type": "", "qos_algorithm_params": {}});
    let vbd = client.ok("VBD.create", json!([vbd])).await;
    let batch = client.ok("event.from", json!([["vm", "vbd", "vdi"], since, 1.0])).await;
    let find =
        |class: &str| batch["events"].as_array().unwrap().iter().find(|e| e["class"] == class).unwrap();
    assert_eq!(find("vbd")["operation"], "add");
    assert!(find("vm")["snapshot"]["VBDs"].as_array().unwrap().contains(&vbd));
    assert_eq!(find("vdi")["snapshot"]["VBDs"], json!([vbd]));
    client.ok("VBD.destroy", json!([vbd])).await;
    let batch = client.ok("event.from", json!([["vm", "vbd", "vdi"], batch["token"], 1.0])).await;
    assert_eq!(told(&batch).iter().filter(|(_, op)| op == "mod").count(), 2);
}

#[tokio::test]
async fn old_deletions_are_lost_and_only_counts_tell() {
    let (_sim, client) = start(Config::test()).await;
    let appliance = json!({"name_label": "short-lived", "name_description": ""});
    let mut made = Vec::new();
    for _ in 0..520 {
        made.push(client.ok("VM_appliance.create", json!([appliance])).await);
    }
    let since = token(&client).await;
    for one in &made {
        client.ok("VM_appliance.destroy", json!([one])).await;
    }
    let batch = client.ok("event.from", json!([["vm_appliance"], since, 0.0])).await;
    let dels = told(&batch).len();
    assert!((256..520).contains(&dels), "{dels} of 520 are told, and no error");
    assert_eq!(batch["valid_ref_counts"]["vm_appliance"], 0);
}

#[tokio::test]
async fn many_listen_in_one_session() {
    let (_sim, client) = start(Config::test()).await;
    let vm = client.vms("Halted").await[0].clone();
    let since = token(&client).await;
    let wait =
        async |classes: Value, timeout: f64| client.ok("event.from", json!([classes, since, timeout])).await;
    // A timeout below nothing is a very long one.
    let (a, b, quiet, ()) = tokio::join!(
        wait(json!(["vm"]), 30.0),
        wait(json!([format!("vm/{vm}")]), -1.0),
        wait(json!(["sr"]), 0.3),
        async {
            tokio::time::sleep(Duration::from_millis(150)).await;
            client.ok("VM.set_name_description", json!([vm, "heard"])).await;
        }
    );
    assert_eq!((told(&a).len(), told(&b).len(), told(&quiet).len()), (1, 1, 0));
}

#[tokio::test]
async fn messages_come_first_and_never_change() {
    let (_sim, client) = start(Config::test()).await;
    let vm = client.vms("Halted").await[0].clone();
    let uuid = client.ok("VM.get_uuid", json!([vm])).await;
    let since = token(&client).await;
    let message = client.ok("message.create", json!(["HELLO", 3, "VM", uuid, "a body"])).await;
    client.ok("VM_appliance.create", json!([{"name_label": "later", "name_description": ""}])).await;
    let batch = client.ok("event.from", json!([["*"], since, 1.0])).await;
    assert_eq!(told(&batch)[0], ("message".into(), "add".into()));
    let read = client.ok("message.get_record", json!([message])).await;
    assert_eq!(batch["events"][0]["snapshot"], read);
    assert_eq!(
        (&read["name"], &read["priority"], &read["cls"], &read["obj_uuid"], &read["body"]),
        (&json!("HELLO"), &json!(3), &json!("VM"), &uuid, &json!("a body"))
    );
    let found = client.ok("message.get", json!(["VM", uuid, "19700101T00:00:00Z"])).await;
    assert!(found.as_object().unwrap().contains_key(message.as_str().unwrap()));
    let later = client.ok("message.get_since", json!(["20990101T00:00:00Z"])).await;
    assert_eq!(later, json!({}));
    client.ok("message.destroy", json!([message])).await;
    let batch = client.ok("event.from", json!([["message"], batch["token"], 1.0])).await;
    assert_eq!(told(&batch), [("message".into(), "del".into())]);
    assert_eq!(
        client.refused("message.create", json!(["X", 3, "VM", "none", ""])).await,
        ["UUID_INVALID", "VM", "none"]
    );
}

#[tokio::test]
async fn a_call_is_a_task_for_as_long_as_it_lasts() {
    let (_sim, client) = start(Config { speed: 4.0, ..Config::test() }).await;
    let vm = client.vms("Halted").await[0].clone();
    let since = client.ok("event.from", json!([["task"], "", 0.0])).await["token"].clone();
    let (_, batch) = tokio::join!(client.ok("VM.start", json!([vm, false, false])), async {
        client.ok("event.from", json!([["task"], since, 10.0])).await
    });
    let event = &batch["events"][0];
    assert_eq!((&event["operation"], &event["snapshot"]["name_label"]), (&json!("add"), &json!("VM.start")));
    let batch = client.ok("event.from", json!([["task"], batch["token"], 10.0])).await;
    assert!(told(&batch).contains(&("task".into(), "del".into())), "{batch}");
    assert_eq!(batch["valid_ref_counts"]["task"], 0);
}

#[tokio::test]
async fn injecting_is_a_barrier() {
    let (_sim, client) = start(Config::test()).await;
    let pool = client.ok("pool.get_all", json!([])).await[0].clone();
    let before = client.ok("event.get_current_id", json!([])).await.as_i64().unwrap();
    let token = client.ok("event.inject", json!(["pool", pool])).await;
    assert!(client.ok("event.get_current_id", json!([])).await.as_i64().unwrap() > before);
    let batch = client.ok("event.from", json!([["pool"], token, 5.0])).await;
    assert_eq!(told(&batch), [("pool".into(), "mod".into())]);
    assert!(batch["token"].as_str() > token.as_str());
    assert_eq!(client.refused("event.inject", json!(["pool", "OpaqueRef:none"])).await[0], "HANDLE_INVALID");
    assert!(client.call("event.inject", json!(["POOL", pool])).await.is_err(), "capitals count here");
}
