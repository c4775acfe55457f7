//! VMs of a simulated pool, moved through the front door.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::{Value, json};
use sim::{Config, Sim};
use tests::{ADMIN, PASSWORD, Socket, TestServer, eventually};

struct Rig {
    sim: Sim,
    server: TestServer,
    rpc: Socket,
}

async fn rig(config: Config) -> Rig {
    let (sim, server) = (Sim::start(config).await.unwrap(), TestServer::start().await);
    server.add_pool(&sim).await;
    let rpc = server.rpc_as(ADMIN, PASSWORD).await;
    Rig { sim, server, rpc }
}

impl Rig {
    fn vm(&self, id: &str) -> Value {
        let mut json = Vec::new();
        self.server.app().cache.get(id).unwrap().write_json(&mut json);
        serde_json::from_slice(&json).unwrap()
    }

    async fn until(&self, id: &str, field: &str, value: Value) {
        let reached = || Some(()).filter(|()| self.vm(id)[field] == value);
        eventually(&format!("{field} = {value}"), async || reached()).await;
    }

    fn first(&self, state: &str) -> String {
        self.sim.first().vms(state).into_iter().next().unwrap()
    }
}

#[tokio::test]
async fn every_power_action_ends_in_its_state() {
    let mut rig = rig(Config { vms: 12, ..Config::test() }).await;
    let vm = rig.first("Halted");
    for (method, more, state) in [
        ("vm.start", json!({}), "Running"),
        ("vm.pause", json!({}), "Paused"),
        ("vm.unpause", json!({}), "Running"),
        ("vm.pause", json!({}), "Paused"),
        ("vm.start", json!({}), "Running"),
        ("vm.restart", json!({ "force": true }), "Running"),
        ("vm.suspend", json!({}), "Suspended"),
        ("vm.start", json!({}), "Running"),
        ("vm.suspend", json!({}), "Suspended"),
        ("vm.resume", json!({}), "Running"),
        ("vm.stop", json!({ "force": true }), "Halted"),
    ] {
        let mut params = more;
        params["id"] = vm.as_str().into();
        let answer = rig.rpc.call(method, params).await;
        assert_eq!(answer, Ok(json!(true)), "{method}");
        rig.until(&vm, "power_state", state.into()).await;
    }
    let refused = rig.rpc.call("vm.pause", json!({ "id": vm })).await.unwrap_err();
    assert_eq!(refused["data"]["code"], "VM_BAD_POWER_STATE", "{refused}");
    let name = rig.vm(&vm)["name_label"].clone();
    assert_eq!(refused["data"]["params"][0], name, "{refused}");
    let gone = rig.rpc.call("vm.pause", json!({ "id": "nope" })).await.unwrap_err();
    assert_eq!(gone["code"], 1);
}

#[tokio::test]
async fn a_vm_that_is_down_has_no_address() {
    let mut rig = rig(Config { vms: 12, ..Config::test() }).await;
    let running = rig.sim.first().vms("Running").into_iter();
    let vm = running.into_iter().find(|vm| rig.vm(vm)["mainIpAddress"].is_string()).unwrap();
    assert_eq!(rig.rpc.call("vm.stop", json!({ "id": vm, "force": true })).await, Ok(json!(true)));
    rig.until(&vm, "power_state", "Halted".into()).await;
    let record = rig.sim.first().record("VM", &vm).unwrap();
    let record: Value = serde_json::from_str(&serde_json::to_string(&record).unwrap()).unwrap();
    assert_ne!(record["guest_metrics"], "OpaqueRef:NULL", "XAPI still has what the guest said last");
    let shown = rig.vm(&vm);
    assert_eq!((shown.get("mainIpAddress"), &shown["addresses"]), (None, &json!({})));
}

#[tokio::test]
async fn a_task_is_answered_at_once_and_its_end_shows() {
    let rig = rig(Config { vms: 12, speed: 5.0, ..Config::test() }).await;
    let admin = rig.server.admin().await;
    let vm = rig.first("Halted");
    let started = admin.post(&format!("/rest/v0/vms/{vm}/actions/start"), &json!({})).await;
    assert_eq!(started.status, 202, "{}", started.text());
    let task = started.json()["taskId"].as_str().unwrap().to_owned();
    eventually("the task among the objects", async || rig.server.app().cache.get(&task)).await;
    rig.until(&vm, "current_operations", json!({ &task: "start" })).await;
    // noted in a call of its own
    rig.until(&task, "applies_to", json!(vm)).await;
    assert_eq!(rig.vm(&task)["status"], "pending");
    rig.until(&vm, "power_state", json!("Running")).await;
    eventually("the task to be cleaned up", async || {
        Some(()).filter(|()| rig.server.app().cache.get(&task).is_none())
    })
    .await;
}

#[tokio::test]
async fn names_are_set_and_hosts_chosen() {
    let mut rig = rig(Config { vms: 12, hosts: 3, ..Config::test() }).await;
    let vm = rig.first("Halted");
    let set = json!({ "id": vm, "name_label": "new name", "name_description": "why" });
    assert_eq!(rig.rpc.call("vm.set", set).await, Ok(json!(true)));
    rig.until(&vm, "name_label", "new name".into()).await;
    rig.until(&vm, "name_description", "why".into()).await;
    let empty = rig.rpc.call("vm.set", json!({ "id": vm, "name_label": " " })).await.unwrap_err();
    assert_eq!(empty["code"], 10);

    // Disks on local storage bind a VM to its host.
    let app = rig.server.app();
    let hosts: Vec<String> =
        app.cache.of_kind(model::Kind::Host).iter().map(|it| it.id().to_owned()).collect();
    let halted = rig.sim.first().vms("Halted").into_iter();
    let bound = |vm: &String| hosts.iter().any(|host| rig.vm(vm)["$container"] == host.as_str());
    let vm = halted.into_iter().find(bound).expect("a VM on local storage");
    let own = rig.vm(&vm)["$container"].clone();
    let other = hosts.iter().find(|host| own != host.as_str()).unwrap();
    let refused = rig.rpc.call("vm.start", json!({ "id": vm, "host": other })).await.unwrap_err();
    assert_eq!(refused["data"]["code"], "VM_REQUIRES_SR", "{refused}");
    assert_eq!(rig.rpc.call("vm.start", json!({ "id": vm, "host": own })).await, Ok(json!(true)));
    rig.until(&vm, "power_state", "Running".into()).await;
    assert_eq!(rig.vm(&vm)["$container"], own);
    let nowhere = rig.rpc.call("vm.start", json!({ "id": vm, "host": vm })).await.unwrap_err();
    assert_eq!((&nowhere["code"], &nowhere["data"]["type"]), (&json!(1), &json!("host")));
}

#[tokio::test]
async fn a_block_is_lifted_for_once() {
    let mut rig = rig(Config { vms: 12, ..Config::test() }).await;
    let vm = rig.first("Running");
    let client = xapi::Client::new(xapi::Config::new(rig.sim.url().parse().unwrap(), "root", "xenith"));
    let reference = rig.vm(&vm)["_xapiRef"].as_str().unwrap().to_owned();
    let block = xapi::params![reference, "hard_reboot", "no"];
    client.call::<()>("VM.add_to_blocked_operations", block).await.unwrap();
    rig.until(&vm, "blockedOperations", json!({ "hard_reboot": "no" })).await;
    let refused = rig.rpc.call("vm.restart", json!({ "id": vm, "force": true })).await.unwrap_err();
    assert_eq!(refused["data"]["code"], "OPERATION_BLOCKED", "{refused}");
    let past = json!({ "id": vm, "force": true, "bypassBlockedOperation": true });
    assert_eq!(rig.rpc.call("vm.restart", past).await, Ok(json!(true)));
    let record = rig.sim.first().record("VM", &vm).unwrap();
    let record: Value = serde_json::from_str(&serde_json::to_string(&record).unwrap()).unwrap();
    assert_eq!(record["blocked_operations"], json!({ "hard_reboot": "no" }));
}

#[tokio::test]
async fn what_the_storage_says_is_passed_on_with_its_code() {
    let mut rig = rig(Config::test()).await;
    let vm = rig.first("Halted");
    let why = "The VDI is not available";
    rig.sim.first().add_fault(format!("fail=VM.start:1:SR_BACKEND_FAILURE_46::{why}:").parse().unwrap());
    let refused = rig.rpc.call("vm.start", json!({ "id": vm })).await.unwrap_err();
    assert_eq!(refused["message"], format!("The storage failed: {why} (SR_BACKEND_FAILURE_46)."));
    assert_eq!(refused["data"]["code"], "SR_BACKEND_FAILURE_46");
}

#[tokio::test]
async fn a_pool_that_is_away_refuses_with_the_reason() {
    let mut rig = rig(Config { vms: 6, ..Config::test() }).await;
    let vm = rig.first("Running");
    rig.sim.first().stop_all();
    eventually("the loss to be noticed", async || {
        let servers = rig.server.app().cache.of_kind(model::Kind::Server);
        servers.first().filter(|server| server.get("status") == Some("\"connecting\"")).cloned()
    })
    .await;
    let refused = rig.rpc.call("vm.pause", json!({ "id": vm })).await.unwrap_err();
    let message = refused["message"].as_str().unwrap();
    assert!(message.contains("is not connected") && message.contains("reached"), "{refused}");
    assert_eq!(rig.vm(&vm)["power_state"], "Running", "it is still shown");
}
