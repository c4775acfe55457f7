//! Events: subscriptions, tokens, batches, and the calls of old.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sim::Config;
use xapi::schema::CLASSES;

use crate::common::{Client, call, start};

async fn from(client: &Client, classes: Value, token: &Value, timeout: f64) -> Value {
    client.ok("event.from", json!([classes, token, timeout])).await
}

fn told(batch: &Value) -> Vec<(String, String)> {
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    let events = batch["events"].as_array().unwrap().iter();
    events.map(|e| (text(&e["operation"]), text(&e["ref"]))).collect()
}

/// Facts 2.1: which subscriptions match, which never do, which are refused.
#[tokio::test]
async fn subscriptions_are_classes_or_objects() {
    let (_sim, client) = start(Config { vms: 8, ..Config::test() }).await;
    let vms = client.vms("Halted").await;
    let token = from(&client, json!([]), &json!(""), 0.0).await["token"].clone();
    for vm in &vms[..2] {
        client.ok("VM.add_tags", json!([vm, "seen"])).await;
    }
    let both = |batch: Value| {
        let mut refs: Vec<String> = told(&batch).into_iter().map(|(_, r)| r).collect();
        refs.sort();
        refs
    };
    let mut wanted = vms[..2].to_vec();
    wanted.sort();
    for classes in [json!(["*"]), json!(["vm"]), json!(["VM"]), json!(["network", "Vm"])] {
        assert_eq!(both(from(&client, classes.clone(), &token, 2.0).await), wanted, "{classes}");
    }
    let one = json!([format!("vm/{}", vms[1])]);
    assert_eq!(both(from(&client, one, &token, 2.0).await), [vms[1].clone()]);
    for classes in [json!([]), json!(["no_such_class"]), json!(["session"]), json!(["network"])] {
        assert_eq!(told(&from(&client, classes.clone(), &token, 0.0).await), [], "{classes}");
    }
    for bad in ["vm/a/b", "", "/x"] {
        assert_eq!(
            client.refused("event.from", json!([[bad], token, 0.0])).await,
            ["EVENT_SUBSCRIPTION_PARSE_FAILURE", bad]
        );
    }
    for bad in ["x", "1", "00000000000000000001,", "1,2,3", "-1,0"] {
        assert_eq!(
            client.refused("event.from", json!([["*"], bad, 0.0])).await,
            ["EVENT_FROM_TOKEN_PARSE_FAILURE", bad]
        );
    }
}

/// Facts 2.1: from the beginning, every object is added, in each class that has events and in no other.
#[tokio::test]
async fn the_beginning_holds_everything_that_has_events() {
    let (sim, client) = start(Config { vms: 8, ..Config::test() }).await;
    for class in CLASSES.iter().filter(|c| c.in_database) {
        sim.first().add(class.name, &json!({})).unwrap();
    }
    let batch = from(&client, json!(["*"]), &json!(""), 0.0).await;
    let events = batch["events"].as_array().unwrap();
    for class in CLASSES.iter().filter(|c| c.in_database) {
        let count = events.iter().filter(|e| e["class"] == class.event_class).count();
        let rows = &batch["valid_ref_counts"][class.event_class];
        assert!(rows.as_u64().unwrap() > 0, "{}", class.name);
        assert_eq!(json!(count), if class.events { rows.clone() } else { json!(0) }, "{}", class.name);
    }
    for event in events {
        assert_eq!((&event["operation"], &event["timestamp"]), (&json!("add"), &json!("0.0")));
        assert!(event["id"].as_str().unwrap().parse::<u64>().is_ok());
    }
    let token = batch["token"].as_str().unwrap();
    assert!(token.len() == 41 && token.as_bytes()[20] == b',', "{token}");
}

/// Facts 2.3: one event per object with its latest record; what came and went is never told.
#[tokio::test]
async fn a_batch_is_one_moment() {
    let (_sim, client) = start(Config { vms: 8, ..Config::test() }).await;
    let old = client.ok("network.create", json!([{"name_label": "old", "other_config": {}}])).await;
    let token = from(&client, json!([]), &json!(""), 0.0).await["token"].clone();
    let new = client.ok("network.create", json!([{"name_label": "new", "other_config": {}}])).await;
    let brief = client.ok("network.create", json!([{"name_label": "brief", "other_config": {}}])).await;
    let vm = client.vms("Halted").await[0].clone();
    for n in 0..5 {
        client.ok("network.set_name_label", json!([new, format!("new{n}")])).await;
        client.ok("VM.set_name_label", json!([vm, format!("vm{n}")])).await;
    }
    client.ok("network.destroy", json!([brief])).await;
    client.ok("network.destroy", json!([old])).await;
    let batch = from(&client, json!(["network", "vm"]), &token, 1.0).await;
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    let wanted = [("add", text(&new)), ("mod", vm.clone()), ("del", text(&old))];
    assert_eq!(told(&batch), wanted.map(|(op, r)| (op.to_owned(), r)));
    let events = batch["events"].as_array().unwrap();
    assert_eq!(events[0]["snapshot"], client.ok("network.get_record", json!([new])).await);
    assert_eq!(events[1]["snapshot"]["name_label"], "vm4");
    assert_eq!(events[2].get("snapshot"), None);
    assert!(text(&batch["token"]) > text(&token));
}

/// Facts 1.6 and 2.4: a relation's other end changes too, an equal write changes nothing.
#[tokio::test]
async fn other_ends_change_and_equal_writes_do_not() {
    let (_sim, client) = start(Config { vms: 8, ..Config::test() }).await;
    let vm = client.vms("Halted").await[0].clone();
    let network = client.ok("network.get_all", json!([])).await[0].clone();
    let token = from(&client, json!([]), &json!(""), 0.0).await["token"].clone();
    let name = client.ok("VM.get_name_label", json!([vm])).await;
    client.ok("VM.set_name_label", json!([vm, name])).await;
    assert_eq!(told(&from(&client, json!(["*"]), &token, 0.0).await), []);
    let vif = json!({"device": "6", "network": network, "VM": vm, "MAC": "", "MTU": 1500, "other_config": {},
                     "qos_algorithm_type": "", "qos_algorithm_params": {}});
    let vif = client.ok("VIF.create", json!([vif])).await;
    let batch = from(&client, json!(["vif", "vm", "network"]), &token, 1.0).await;
    let mut seen = told(&batch);
    seen.sort();
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    let mut wanted =
        vec![("add".to_owned(), text(&vif)), ("mod".to_owned(), vm), ("mod".to_owned(), text(&network))];
    wanted.sort();
    assert_eq!(seen, wanted);
}

/// Facts 2.1: a long poll ends with what happens, or empty at its deadline; a lost session ends it at once.
#[tokio::test]
async fn polls_wait() {
    let (sim, client) = start(Config { vms: 8, ..Config::test() }).await;
    let token = from(&client, json!(["vm"]), &json!(""), 0.0).await["token"].clone();
    let begun = Instant::now();
    let batch = from(&client, json!(["vm"]), &token, 0.3).await;
    assert!(begun.elapsed() >= Duration::from_millis(300));
    assert_eq!((told(&batch), batch["token"].as_str() >= token.as_str()), (vec![], true));
    let vm = client.vms("Halted").await[0].clone();
    // A negative time-out is a day.
    let (session, address) = (client.session.clone(), sim.address());
    let waiting = tokio::spawn(async move {
        call(address, "event.from", json!([session, ["vm"], token, -1.0])).await.unwrap()
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    client.ok("VM.add_tags", json!([vm, "now"])).await;
    assert_eq!(told(&waiting.await.unwrap()), [("mod".to_owned(), vm)]);
    let (session, address) = (client.session.clone(), sim.address());
    let waiting = tokio::spawn(async move {
        call(address, "event.from", json!([session, ["network"], "", 60.0])).await.unwrap();
        let future = "00000000000099999999,00000000000099999999";
        call(address, "event.from", json!([session, ["network"], future, 60.0])).await
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    sim.first().kill_sessions();
    assert_eq!(waiting.await.unwrap().unwrap_err(), ["SESSION_INVALID", &client.session]);
}

/// Facts 2.4: after a token of the future nothing is told, and the answer's token is lower: clients can tell.
#[tokio::test]
async fn tokens_of_the_future_are_noticed() {
    let (_sim, client) = start(Config { vms: 8, ..Config::test() }).await;
    let future = json!("00000000000099999999,00000000000099999999");
    let vm = client.vms("Halted").await[0].clone();
    client.ok("VM.add_tags", json!([vm, "unseen"])).await;
    let batch = from(&client, json!(["*"]), &future, 0.1).await;
    assert_eq!(told(&batch), []);
    assert!(batch["token"].as_str().unwrap() < future.as_str().unwrap());
}

/// Facts 2.5: an injected event is told from the token that the call answers.
#[tokio::test]
async fn injected_events_are_barriers() {
    let (_sim, client) = start(Config { vms: 8, ..Config::test() }).await;
    let pool = client.ok("pool.get_all", json!([])).await[0].clone();
    let record = client.ok("pool.get_record", json!([pool])).await;
    let before = client.ok("event.get_current_id", json!([])).await;
    let token = client.ok("event.inject", json!(["pool", pool])).await;
    let after = client.ok("event.get_current_id", json!([])).await;
    assert!(after.as_i64() > before.as_i64());
    let batch = from(&client, json!(["pool"]), &token, 5.0).await;
    assert_eq!(told(&batch), [("mod".to_owned(), pool.as_str().unwrap().to_owned())]);
    assert_eq!(batch["events"][0]["snapshot"], record);
    assert_eq!(
        client.refused("event.inject", json!(["pool", "OpaqueRef:x"])).await,
        ["HANDLE_INVALID", "pool", "OpaqueRef:x"]
    );
    assert_eq!(client.refused("event.inject", json!(["Pool", pool])).await[0], "HANDLE_INVALID");
}

/// Facts 2.4: of each table's deletions the latest 256 to 512 are kept; the counts tell of those that were lost.
#[tokio::test]
async fn old_deletions_are_lost_in_silence() {
    let (sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    let pool = sim.first();
    let made: Vec<String> = (0..513).map(|_| pool.add("network", &json!({})).unwrap()).collect();
    let batch = from(&client, json!(["network"]), &json!(""), 0.0).await;
    let (token, known) = (batch["token"].clone(), batch["events"].as_array().unwrap().len());
    made[..512].iter().for_each(|n| pool.remove("network", n).unwrap());
    let all = from(&client, json!(["network"]), &token, 0.0).await;
    assert_eq!(all["events"].as_array().unwrap().len(), 512);
    assert_eq!(all["valid_ref_counts"]["network"], known - 512);
    pool.remove("network", &made[512]).unwrap();
    let rest = from(&client, json!(["network"]), &token, 0.0).await;
    let left = told(&rest);
    assert_eq!(left.len(), 256);
    assert!(left.contains(&("del".to_owned(), made[512].clone())));
    assert_eq!(rest["valid_ref_counts"]["network"], known - 513, "256 are known too many");
}

/// Facts 2.5: the calls of old: a queue for each session.
#[tokio::test]
async fn the_calls_of_old_queue_events() {
    let (sim, client) = start(Config { vms: 8, ..Config::test() }).await;
    let other = Client::login(sim.address()).await;
    assert_eq!(other.refused("event.next", json!([])).await, ["SESSION_NOT_REGISTERED", &other.session]);
    client.ok("event.register", json!([["VM", "network"]])).await;
    other.ok("event.register", json!([["*"]])).await;
    let vm = client.vms("Halted").await[0].clone();
    for name in ["one", "two"] {
        client.ok("VM.set_name_label", json!([vm, name])).await;
    }
    client.ok("VDI.get_all", json!([])).await;
    let events = client.ok("event.next", json!([])).await;
    let names: Vec<&Value> =
        events.as_array().unwrap().iter().map(|e| &e["snapshot"]["name_label"]).collect();
    assert_eq!(names, ["one", "two"], "each change is an event of its own");
    let event = &events[0];
    assert_eq!(
        (&event["class"], &event["operation"], &event["ref"]),
        (&json!("vm"), &json!("mod"), &json!(vm))
    );
    assert_eq!(event["obj_uuid"], client.ok("VM.get_uuid", json!([vm])).await);
    client.ok("event.unregister", json!([["network"]])).await;
    let network = client.ok("network.create", json!([{"name_label": "n", "other_config": {}}])).await;
    client.ok("VM.add_tags", json!([vm, "t"])).await;
    let events = client.ok("event.next", json!([])).await;
    assert_eq!(events.as_array().unwrap().len(), 1, "{events}");
    client.ok("network.destroy", json!([network])).await;
    let events = other.ok("event.next", json!([])).await;
    let about: Vec<&Value> =
        events.as_array().unwrap().iter().filter(|e| e["ref"] == network).map(|e| &e["operation"]).collect();
    assert_eq!(about, ["add", "del"]);
    client.ok("event.unregister", json!([["VM"]])).await;
    assert_eq!(client.refused("event.next", json!([])).await[0], "SESSION_NOT_REGISTERED");
}
