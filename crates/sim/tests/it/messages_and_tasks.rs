//! Messages and tasks as clients make, read and remove them.

use serde_json::{Value, json};
use sim::Config;

use crate::common::{Client, Line, start};

async fn write(client: &Client, name: &str, priority: i64, uuid: &Value) -> String {
    let message = client.ok("message.create", json!([name, priority, "VM", uuid, "<b>body</b>"])).await;
    message.as_str().unwrap().to_owned()
}

/// Messages are about an object that exists, and are read by object, moment and condition.
#[tokio::test]
async fn messages_are_made_read_and_removed() {
    let (_sim, client) = start(Config { vms: 4, ..Config::test() }).await;
    client.ok("message.destroy_all", json!([{}])).await;
    assert_eq!(client.ok("message.get_all", json!([])).await, json!([]));
    let vm = client.vms("Running").await[0].clone();
    let uuid = client.ok("VM.get_uuid", json!([vm])).await;
    assert_eq!(
        client.refused("message.create", json!(["X", 3, "VM", "nope", ""])).await,
        ["UUID_INVALID", "VM", "nope"]
    );
    assert_eq!(
        client.refused("message.create", json!(["X", 3, "Elephant", uuid, ""])).await[0],
        "INVALID_VALUE"
    );
    let one = write(&client, "ONE", 1, &uuid).await;
    let two = write(&client, "TWO", 2, &uuid).await;
    let record = client.ok("message.get_record", json!([one])).await;
    assert_eq!((&record["name"], &record["cls"], &record["obj_uuid"]), (&json!("ONE"), &json!("VM"), &uuid));
    assert_eq!(client.ok("message.get_by_uuid", json!([record["uuid"]])).await, json!(one));
    let count = |records: Value| records.as_object().unwrap().len();
    assert_eq!(count(client.ok("message.get", json!(["VM", uuid, "19700101T00:00:00Z"])).await), 2);
    assert_eq!(count(client.ok("message.get", json!(["VM", uuid, "20991231T00:00:00Z"])).await), 0);
    assert_eq!(count(client.ok("message.get", json!(["Host", uuid, "19700101T00:00:00Z"])).await), 0);
    assert_eq!(count(client.ok("message.get_since", json!(["19700101T00:00:00Z"])).await), 2);
    let such = client.ok("message.get_all_records_where", json!(["field \"name\" = \"TWO\""])).await;
    assert_eq!(such, json!({ two.as_str(): client.ok("message.get_record", json!([two])).await }));
    client.ok("message.destroy_all", json!([{"priority": "2"}])).await;
    assert_eq!(client.ok("message.get_all", json!([])).await, json!([one]));
    client.ok("message.destroy_all", json!([{"before": "20000101T00:00:00Z"}])).await;
    assert_eq!(client.ok("message.get_all", json!([])).await, json!([one]));
    assert_eq!(
        client.refused("message.destroy_all", json!([{"colour": "red"}])).await,
        ["INVALID_VALUE", "colour", "red"]
    );
    let three = write(&client, "THREE", 2, &uuid).await;
    client.ok("message.destroy_many", json!([[one, three]])).await;
    assert_eq!(client.refused("message.destroy", json!([one])).await, ["HANDLE_INVALID", "message", &one]);
}

/// Messages have events of their own kind: added and removed, never changed.
#[tokio::test]
async fn messages_come_first_in_a_batch() {
    let (_sim, client) = start(Config { vms: 4, ..Config::test() }).await;
    let token = client.ok("event.from", json!([["*"], "", 0.0])).await["token"].clone();
    let vm = client.vms("Running").await[0].clone();
    let uuid = client.ok("VM.get_uuid", json!([vm])).await;
    client.ok("VM.set_name_description", json!([vm, "changed"])).await;
    client.ok("network.create", json!([{"name_label": "n", "other_config": {}}])).await;
    let message = write(&client, "ONE", 1, &uuid).await;
    let batch = client.ok("event.from", json!([["message", "vm", "network"], token, 5.0])).await;
    let order: Vec<_> =
        batch["events"].as_array().unwrap().iter().map(|e| (&e["class"], &e["operation"])).collect();
    let text = |t: &str| Value::from(t);
    assert_eq!(
        order,
        [(&text("message"), &text("add")), (&text("network"), &text("add")), (&text("vm"), &text("mod"))]
    );
    assert_eq!(batch["valid_ref_counts"].get("message"), None);
    client.ok("message.destroy", json!([message])).await;
    let batch = client.ok("event.from", json!([["message"], batch["token"], 5.0])).await;
    let events = batch["events"].as_array().unwrap();
    assert_eq!(
        (events.len(), &events[0]["operation"], &events[0]["ref"]),
        (1, &text("del"), &json!(message))
    );
}

/// A task made by a client lives as its maker says.
#[tokio::test]
async fn tasks_of_clients_live_as_their_makers_say() {
    let (_sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    let task = client.ok("task.create", json!(["label", "what it is for"])).await;
    let record = client.ok("task.get_record", json!([task])).await;
    for (field, value) in [
        ("name_label", json!("label")),
        ("name_description", json!("what it is for")),
        ("status", json!("pending")),
        ("progress", json!(0.0)),
        ("type", json!("<none/>")),
        ("finished", json!("19700101T00:00:00Z")),
        ("error_info", json!([])),
        ("backtrace", json!("()")),
        ("resident_on", client.ok("host.get_all", json!([])).await[0].clone()),
    ] {
        assert_eq!(record[field], value, "{field}");
    }
    for internal in ["session", "externalpid", "forwarded_to"] {
        assert_eq!(record.get(internal), None, "{internal}");
    }
    client.ok("task.set_progress", json!([task, 0.25])).await;
    client.ok("task.set_result", json!([task, "<value>x</value>"])).await;
    client.ok("task.set_error_info", json!([task, ["A", "b"]])).await;
    client.ok("task.set_other_config", json!([task, {"xo:mark": "1"}])).await;
    client.ok("task.add_to_other_config", json!([task, "applies_to", "x"])).await;
    assert_eq!(
        client.refused("task.add_to_other_config", json!([task, "applies_to", "x"])).await[0],
        "MAP_DUPLICATE_KEY"
    );
    client.ok("task.remove_from_other_config", json!([task, "applies_to"])).await;
    assert_eq!(client.refused("task.set_status", json!([task, "nonsense"])).await[0], "INVALID_VALUE");
    let record = client.ok("task.get_record", json!([task])).await;
    assert_eq!((&record["progress"], &record["result"]), (&json!(0.25), &json!("<value>x</value>")));
    assert_eq!(record["other_config"], json!({"xo:mark": "1"}));
    client.ok("task.destroy", json!([task])).await;
    let gone = ["HANDLE_INVALID", "task", task.as_str().unwrap()];
    assert_eq!(client.refused("task.get_record", json!([task])).await, gone);

    let done = client.ok("task.create", json!(["l", ""])).await;
    client.ok("task.set_status", json!([done, "success"])).await;
    let record = client.ok("task.get_record", json!([done])).await;
    assert_ne!(record["finished"], "19700101T00:00:00Z");
    assert_eq!(record["allowed_operations"], json!([]));
    assert_eq!(client.refused("task.cancel", json!([done])).await[0], "OPERATION_NOT_ALLOWED");
    client.ok("task.destroy", json!([done])).await;
    assert_eq!(client.refused("task.destroy", json!([done])).await[0], "HANDLE_INVALID");
}

/// Asynchronous calls end in their task, successes with an XML fragment, failures with the error.
#[tokio::test]
async fn asynchronous_calls_end_in_their_task() {
    let (_sim, client) = start(Config { vms: 6, ..Config::test() }).await;
    let vm = client.vms("Halted").await[0].clone();
    let task = client.ok("Async.VM.clone", json!([vm, "copy"])).await;
    let record = client.task(&task).await;
    assert_eq!((&record["status"], &record["name_label"]), (&json!("success"), &json!("Async.VM.clone")));
    let result = record["result"].as_str().unwrap();
    let copy = result.strip_prefix("<value>").and_then(|r| r.strip_suffix("</value>")).unwrap();
    assert_eq!(client.ok("VM.get_name_label", json!([copy])).await, "copy");
    let task = client.ok("Async.VM.hard_shutdown", json!([vm])).await;
    let record = client.task(&task).await;
    assert_eq!((&record["status"], &record["progress"]), (&json!("failure"), &json!(1.0)));
    assert_eq!(record["error_info"][0], "VM_BAD_POWER_STATE");
    assert_ne!(record["backtrace"], "()");
    let task = client.ok("Async.VM.destroy", json!([copy])).await;
    assert_eq!(client.task(&task).await["result"], "<value></value>", "nothing");
    let count = client.refused("Async.VM.start", json!([vm])).await;
    assert_eq!(count, ["MESSAGE_PARAMETER_COUNT_MISMATCH", "Async.VM.start", "3", "1"]);
    let none = client.refused("Async.task.create", json!(["a", "b"])).await;
    assert_eq!(none[0], "INTERNAL_ERROR", "{none:?}");
}

/// Headers around a call say what is noted on its task.
#[tokio::test]
async fn headers_around_a_call_reach_its_task() {
    let (sim, client) = start(Config { vms: 6, ..Config::test() }).await;
    let parent = client.ok("task.create", json!(["parent", ""])).await;
    let vm = client.vms("Halted").await[0].clone();
    let mut line = Line::open(sim.address()).await;
    let mut call = async |method: &str, params: Value, headers: String| -> Value {
        let body = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).to_string();
        let request =
            format!("POST /jsonrpc HTTP/1.1\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len());
        serde_json::from_str(&line.ask(&request).await.1).unwrap()
    };
    let headers = format!("subtask-of: {}\r\nx-http-other-config-Trace: 12\r\n", parent.as_str().unwrap());
    let task = call("Async.VM.clone", json!([client.session, vm, "c"]), headers).await["result"].clone();
    let record = client.task(&task).await;
    assert_eq!(record["subtask_of"], parent);
    assert_eq!(record["other_config"], json!({"http:trace": "12"}));
    assert_eq!(client.ok("task.get_subtasks", json!([parent])).await, json!([task]));
    // A call that is part of another task leaves its end to whoever made it.
    let token = client.ok("event.from", json!([["task"], "", 0.0])).await["token"].clone();
    let headers = format!("task-id: {}\r\n", parent.as_str().unwrap());
    let answer = call("VM.clone", json!([client.session, vm, "d"]), headers).await;
    assert!(answer["result"].as_str().is_some(), "{answer}");
    assert_eq!(client.ok("task.get_status", json!([parent])).await, "pending");
    let batch = client.ok("event.from", json!([["task"], token, 0.2])).await;
    let others = batch["events"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|e| e["ref"] != parent && e["snapshot"]["name_label"] == "VM.clone");
    assert_eq!(others.count(), 0, "no task of its own");
}

/// More than a hundred calls that wait for a busy object are not let wait.
#[tokio::test]
async fn too_many_waiting_calls_are_refused() {
    let (sim, client) = start(Config { vms: 6, speed: 0.2, ..Config::test() }).await;
    let vm = client.vms("Running").await[0].clone();
    let mut refused = 0;
    for _ in 0..110 {
        client.ok("Async.VM.clean_reboot", json!([vm])).await;
    }
    for _ in 0..500 {
        let tasks = client.ok("task.get_all_records", json!([])).await;
        let told = |r: &&Value| r["error_info"] == json!(["TOO_MANY_PENDING_TASKS"]);
        refused = tasks.as_object().unwrap().values().filter(told).count();
        if refused > 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert!((1..=10).contains(&refused), "{refused}");
    drop(sim);
}
