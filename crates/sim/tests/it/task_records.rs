//! Tasks, from their beginning to their end.

use serde_json::json;
use sim::Config;

use crate::common::start;

const NEVER: &str = "19700101T00:00:00Z";

#[tokio::test]
async fn a_task_from_its_beginning_to_its_end() {
    let (_sim, client) = start(Config { speed: 4.0, hosts: 2, ..Config::test() }).await;
    let vm = client.vms("Halted").await[0].clone();
    // What is wrong with the call is told at once.
    assert_eq!(client.refused("Async.VM.start", json!([vm])).await[0], "MESSAGE_PARAMETER_COUNT_MISMATCH");
    let task = client.ok("Async.VM.start", json!([vm, false, false])).await;
    let begun = client.ok("task.get_record", json!([task])).await;
    assert_eq!((&begun["name_label"], &begun["status"]), (&json!("Async.VM.start"), &json!("pending")));
    assert_eq!(
        (&begun["finished"], &begun["result"], &begun["type"]),
        (&json!(NEVER), &json!(""), &json!("<none/>"))
    );
    assert!(begun["allowed_operations"].as_array().unwrap().contains(&json!("cancel")));
    assert!(begun["progress"].as_f64().unwrap() < 1.0 && begun["created"] != NEVER);
    assert_eq!(begun["subtask_of"], "OpaqueRef:NULL");
    let ended = client.task(&task).await;
    assert_eq!((&ended["status"], &ended["progress"]), (&json!("success"), &json!(1.0)));
    assert_eq!((&ended["allowed_operations"], &ended["error_info"]), (&json!([]), &json!([])));
    assert!(ended["finished"] != NEVER && ended["result"] == "<value></value>");
    // What is wrong with the state is told by the task.
    let task = client.ok("Async.VM.unpause", json!([vm])).await;
    let failed = client.task(&task).await;
    assert_eq!((&failed["status"], &failed["progress"]), (&json!("failure"), &json!(1.0)));
    assert_eq!(failed["error_info"], json!(["VM_BAD_POWER_STATE", vm, "paused", "running"]));
    assert!(failed["finished"] != NEVER && failed["backtrace"] != "" && failed["result"] == "");
    assert_eq!(failed["allowed_operations"], json!([]));
    // It stays until somebody destroys it.
    assert!(client.ok("task.get_all", json!([])).await.as_array().unwrap().contains(&task));
    client.ok("task.destroy", json!([task])).await;
    assert_eq!(client.refused("task.get_status", json!([task])).await[..2], ["HANDLE_INVALID", "task"]);
    // A reference is a value in XML, whatever the call came by.
    let task = client.ok("Async.VM.clone", json!([vm, "no"])).await;
    assert_eq!(client.task(&task).await["status"], "failure", "it runs");
    client.ok("VM.hard_shutdown", json!([vm])).await;
    let task = client.ok("Async.VM.clone", json!([vm, "twin"])).await;
    let result = client.task(&task).await["result"].as_str().unwrap().to_owned();
    let made = result.strip_prefix("<value>").and_then(|r| r.strip_suffix("</value>")).unwrap();
    assert_eq!(client.ok("VM.get_name_label", json!([made])).await, "twin");
}

#[tokio::test]
async fn a_pending_task_goes_when_it_is_done() {
    let (_sim, client) = start(Config { speed: 2.0, ..Config::test() }).await;
    let vm = client.vms("Halted").await[0].clone();
    let task = client.ok("Async.VM.start", json!([vm, false, false])).await;
    client.ok("task.destroy", json!([task])).await;
    assert_eq!(client.ok("task.get_status", json!([task])).await, "pending", "not before");
    let noted = client.ok("task.get_current_operations", json!([task])).await;
    assert!(noted.as_object().unwrap().values().any(|op| op == "destroy"), "{noted}");
    client.until("VM", &vm, "current_operations", json!({})).await;
    for _ in 0..500 {
        if client.call("task.get_status", json!([task])).await.is_err() {
            assert_eq!(client.ok("VM.get_power_state", json!([vm])).await, "Running");
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("it stays");
}

#[tokio::test]
async fn a_task_made_by_hand() {
    let (_sim, client) = start(Config::test()).await;
    let task = client.ok("task.create", json!(["mine", "by hand"])).await;
    client.ok("task.set_progress", json!([task, 0.25])).await;
    client.ok("task.add_to_other_config", json!([task, "applies_to", "me"])).await;
    let record = client.ok("task.get_record", json!([task])).await;
    assert_eq!((&record["name_label"], &record["name_description"]), (&json!("mine"), &json!("by hand")));
    assert_eq!((&record["progress"], &record["status"]), (&json!(0.25), &json!("pending")));
    assert_eq!(record["other_config"]["applies_to"], "me");
    client.ok("task.set_result", json!([task, "<value>x</value>"])).await;
    client.ok("task.set_status", json!([task, "success"])).await;
    let record = client.ok("task.get_record", json!([task])).await;
    assert_eq!((&record["status"], &record["result"]), (&json!("success"), &json!("<value>x</value>")));
    let other = client.ok("task.create", json!(["fails", ""])).await;
    client.ok("task.set_error_info", json!([other, ["WHAT", "EVER"]])).await;
    client.ok("task.set_status", json!([other, "failure"])).await;
    assert_eq!(client.ok("task.get_error_info", json!([other])).await, json!(["WHAT", "EVER"]));
    for task in [task, other] {
        client.ok("task.destroy", json!([task])).await;
    }
    assert_eq!(client.ok("task.get_all", json!([])).await, json!([]));
}

#[tokio::test]
async fn disks_are_tasks_below_that_of_their_vm() {
    let (_sim, client) = start(Config { speed: 2.0, ..Config::test() }).await;
    let vm = client.vms("Halted").await[0].clone();
    let sr = client.ok("SR.get_by_name_label", json!(["NFS storage"])).await[0].clone();
    for (call, params, label) in [
        ("VM.copy", json!([vm, "copy", sr]), "Async.VDI.copy"),
        ("VM.snapshot", json!([vm, "snapshot"]), "Async.VDI.snapshot"),
    ] {
        let task = client.ok(&format!("Async.{call}"), params).await;
        let mut seen = false;
        while client.ok("task.get_status", json!([task])).await == "pending" {
            for part in client.ok("task.get_subtasks", json!([task])).await.as_array().unwrap() {
                // It may be gone by now.
                let Ok(part) = client.call("task.get_record", json!([part])).await else { continue };
                assert_eq!((&part["name_label"], &part["subtask_of"]), (&json!(label), &task));
                seen = true;
            }
        }
        assert!(seen, "{call}");
        assert_eq!(client.ok("task.get_subtasks", json!([task])).await, json!([]));
    }
}
