//! Events: subscriptions, tokens, batches, and the calls of old.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sim::Config;
use xapi::schema::CLASSES;

use crate::common::{Client, call, start, text, vif};

async fn from(client: &Client, classes: Value, token: &str, timeout: f64) -> Value {
    client.ok("event.from", json!([classes, token, timeout])).await
}

fn told(batch: &Value) -> Vec<(String, String)> {
    let events = batch["events"].as_array().unwrap().iter();
    events.map(|e| (text(&e["operation"]), text(&e["ref"]))).collect()
}

/// Which subscriptions match, which never do, which are refused.
#[tokio::test]
async fn subscriptions_are_classes_or_objects() {
    let (_sim, client) = start(Config { vms: 8, ..Config::test() }).await;
    let vms = client.vms("Halted").await;
    let token = client.token().await;
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
    for classes in
        [json!(["*"]), json!(["vm"]), json!(["VM"]), json!(["no_such_class", "Vm"]), json!(["vm", "*"])]
    {
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

/// From the beginning, every object is added, in each class that has events and in no other.
#[tokio::test]
async fn the_beginning_holds_everything_that_has_events() {
    let (sim, client) = start(Config { vms: 8, ..Config::test() }).await;
    for class in CLASSES.iter().filter(|c| c.in_database) {
        sim.first().add(class.name, &json!({})).unwrap();
    }
    let batch = from(&client, json!(["*"]), "", 0.0).await;
    let events = batch["events"].as_array().unwrap();
    for class in CLASSES.iter().filter(|c| c.in_database) {
        let count = events.iter().filter(|e| e["class"] == class.event_class).count();
        let rows = &batch["valid_ref_counts"][class.event_class];
        assert!(rows.as_u64().unwrap() > 0, "{}", class.name);
        assert_eq!(json!(count), if class.events { rows.clone() } else { json!(0) }, "{}", class.name);
    }
    for event in events {
        assert_eq!((&event["operation"], &event["timestamp"]), (&json!("add"), &json!("0.0")));
        assert!(event["id"].as_str().unwrap().parse::<u64>().unwrap() > 0);
    }
    for class in ["VM", "VBD", "SR", "VM_metrics", "pool"] {
        let read = client.ok(&format!("{class}.get_all_records"), json!([])).await;
        for event in events.iter().filter(|e| e["class"] == class.to_lowercase()) {
            assert_eq!(event["snapshot"], read[event["ref"].as_str().unwrap()], "as reading has it");
        }
    }
    let counts = batch["valid_ref_counts"].as_object().unwrap();
    assert!(counts.keys().all(|class| *class == class.to_lowercase()));
    assert!(!counts.contains_key("message"), "messages are in no table");
    let token = batch["token"].as_str().unwrap();
    assert!(token.len() == 41 && token.as_bytes()[20] == b',', "{token}");
}

/// One event per object with its latest record; what came and went is never told.
#[tokio::test]
async fn a_batch_is_one_moment() {
    let (_sim, client) = start(Config { vms: 8, ..Config::test() }).await;
    let old = client.ok("network.create", json!([{"name_label": "old", "other_config": {}}])).await;
    let token = client.token().await;
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
    let wanted = [("add", text(&new)), ("mod", vm.clone()), ("del", text(&old))];
    assert_eq!(told(&batch), wanted.map(|(op, r)| (op.to_owned(), r)));
    let events = batch["events"].as_array().unwrap();
    assert_eq!(events[0]["snapshot"], client.ok("network.get_record", json!([new])).await);
    assert_eq!(events[1]["snapshot"]["name_label"], "vm4");
    assert_eq!(events[2].get("snapshot"), None);
    assert!(text(&batch["token"]) > token);
}

/// A relation's other end changes too, an equal write changes nothing.
#[tokio::test]
async fn other_ends_change_and_equal_writes_do_not() {
    let (_sim, client) = start(Config { vms: 8, ..Config::test() }).await;
    let vm = client.vms("Halted").await[0].clone();
    let network = client.ok("network.get_all", json!([])).await[0].clone();
    let token = client.token().await;
    let name = client.ok("VM.get_name_label", json!([vm])).await;
    client.ok("VM.set_name_label", json!([vm, name])).await;
    assert_eq!(told(&from(&client, json!(["*"]), &token, 0.0).await), []);
    let vif = vif(&vm, &network, "6", "");
    let vif = client.ok("VIF.create", json!([vif])).await;
    let batch = from(&client, json!(["vif", "vm", "network"]), &token, 1.0).await;
    let mut seen = told(&batch);
    seen.sort();
    let mut wanted = vec![
        ("add".to_owned(), text(&vif)),
        ("mod".to_owned(), vm.clone()),
        ("mod".to_owned(), text(&network)),
    ];
    wanted.sort();
    assert_eq!(seen, wanted);
    for end in batch["events"].as_array().unwrap().iter().filter(|event| event["operation"] == "mod") {
        assert!(end["snapshot"]["VIFs"].as_array().unwrap().contains(&vif), "{end}");
    }
    client.ok("VIF.destroy", json!([vif])).await;
    let batch = from(&client, json!(["vif", "vm", "network"]), batch["token"].as_str().unwrap(), 1.0).await;
    for one in &mut wanted {
        one.0 = if one.1 == text(&vif) { "del" } else { "mod" }.to_owned();
    }
    wanted.sort();
    let mut seen = told(&batch);
    seen.sort();
    assert_eq!(seen, wanted);
}

/// A long poll ends with what happens, or empty at its deadline; a lost session ends it at once.
#[tokio::test]
async fn polls_wait() {
    let (sim, client) = start(Config { vms: 8, ..Config::test() }).await;
    let token = client.token().await;
    let begun = Instant::now();
    let batch = from(&client, json!(["vm"]), &token, 0.3).await;
    assert!(begun.elapsed() >= Duration::from_millis(300));
    assert_eq!((told(&batch), text(&batch["token"]) >= token), (vec![], true));
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

/// After a token of the future nothing is told, and the answer's token is lower: clients can tell.
#[tokio::test]
async fn tokens_of_the_future_are_noticed() {
    let (_sim, client) = start(Config { vms: 8, ..Config::test() }).await;
    let future = "00000000000099999999,00000000000099999999";
    let vm = client.vms("Halted").await[0].clone();
    client.ok("VM.add_tags", json!([vm, "unseen"])).await;
    let batch = from(&client, json!(["*"]), future, 0.1).await;
    assert_eq!(told(&batch), []);
    assert!(batch["token"].as_str().unwrap() < future);
}

/// An injected event is told from the token that the call answers.
#[tokio::test]
async fn injected_events_are_barriers() {
    let (_sim, client) = start(Config { vms: 8, ..Config::test() }).await;
    let pool = client.ok("pool.get_all", json!([])).await[0].clone();
    let record = client.ok("pool.get_record", json!([pool])).await;
    let before = client.ok("event.get_current_id", json!([])).await;
    let token = client.ok("event.inject", json!(["pool", pool])).await;
    let after = client.ok("event.get_current_id", json!([])).await;
    assert!(after.as_i64() > before.as_i64());
    let batch = from(&client, json!(["pool"]), token.as_str().unwrap(), 5.0).await;
    assert!(batch["token"].as_str() > token.as_str());
    assert_eq!(told(&batch), [("mod".to_owned(), pool.as_str().unwrap().to_owned())]);
    assert_eq!(batch["events"][0]["snapshot"], record);
    assert_eq!(
        client.refused("event.inject", json!(["pool", "OpaqueRef:x"])).await,
        ["HANDLE_INVALID", "pool", "OpaqueRef:x"]
    );
    assert_eq!(client.refused("event.inject", json!(["Pool", pool])).await[0], "HANDLE_INVALID");
}

/// Of each table's deletions the latest 256 to 512 are kept; the counts tell of those that were lost.
#[tokio::test]
async fn old_deletions_are_lost_in_silence() {
    let (sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    let pool = sim.first();
    let made: Vec<String> = (0..513).map(|_| pool.add("network", &json!({})).unwrap()).collect();
    let batch = from(&client, json!(["network"]), "", 0.0).await;
    let (token, known) = (text(&batch["token"]), batch["events"].as_array().unwrap().len());
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

/// Each poll is told what it asked for, whatever others of its session ask for.
#[tokio::test]
async fn many_listen_in_one_session() {
    let (_sim, client) = start(Config::test()).await;
    let vm = client.vms("Halted").await[0].clone();
    let since = client.token().await;
    let wait = async |classes: Value, timeout: f64| from(&client, classes, &since, timeout).await;
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

/// Messages come before all else, and are added and removed, but not changed.
#[tokio::test]
async fn messages_come_first_and_never_change() {
    let (_sim, client) = start(Config::test()).await;
    let vm = client.vms("Halted").await[0].clone();
    let uuid = client.ok("VM.get_uuid", json!([vm])).await;
    let since = client.token().await;
    let message = client.ok("message.create", json!(["HELLO", 3, "VM", uuid, "a body"])).await;
    client.ok("VM_appliance.create", json!([{"name_label": "later", "name_description": ""}])).await;
    let batch = client.ok("event.from", json!([["*"], since, 1.0])).await;
    assert_eq!((&batch["events"][0]["class"], &told(&batch)[0].0), (&json!("message"), &"add".to_owned()));
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
    assert_eq!(told(&batch), [("del".to_owned(), text(&message))]);
    assert_eq!(
        client.refused("message.create", json!(["X", 3, "VM", "none", ""])).await,
        ["UUID_INVALID", "VM", "none"]
    );
}

/// A call that is waited for is a task meanwhile.
#[tokio::test]
async fn a_call_is_a_task_for_as_long_as_it_lasts() {
    let (_sim, client) = start(Config { speed: 4.0, ..Config::test() }).await;
    let vm = client.vms("Halted").await[0].clone();
    let since = client.token().await;
    let (_, batch) = tokio::join!(client.ok("VM.start", json!([vm, false, false])), async {
        client.ok("event.from", json!([["task"], since, 10.0])).await
    });
    let event = &batch["events"][0];
    assert_eq!((&event["operation"], &event["snapshot"]["name_label"]), (&json!("add"), &json!("VM.start")));
    let batch = client.ok("event.from", json!([["task"], batch["token"], 10.0])).await;
    assert!(told(&batch).contains(&("del".to_owned(), text(&event["ref"]))), "{batch}");
    assert_eq!(batch["valid_ref_counts"]["task"], 0);
}

/// The calls of old: a queue for each session.
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
