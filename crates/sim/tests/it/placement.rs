//! Where VMs may run, and what a move changes.

use serde_json::{Value, json};
use sim::Config;

use crate::common::{NULL, start, vbd, vif};
use crate::operations::with_agent;

#[tokio::test]
async fn where_a_vm_fits() {
    let (_sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let vm = client.vms("Halted").await[0].clone();
    let host = client.ok("host.get_all", json!([])).await[0].clone();
    let get = async |class: &str, r: &Value, field: &str| {
        client.ok(&format!("{class}.get_{field}"), json!([r])).await
    };
    // A host has what its memory is, less what everybody there needs at the least.
    let metrics = get("host", &host, "metrics").await;
    let mut free = get("host_metrics", &metrics, "memory_total").await.as_i64().unwrap();
    free -= get("host", &host, "memory_overhead").await.as_i64().unwrap();
    for vm in get("host", &host, "resident_VMs").await.as_array().unwrap() {
        free -= get("VM", vm, "memory_dynamic_min").await.as_i64().unwrap();
        free -= get("VM", vm, "memory_overhead").await.as_i64().unwrap();
    }
    assert_eq!(client.ok("host.compute_free_memory", json!([host])).await, free.max(0));
    let huge = 1i64 << 50;
    client.ok("VM.set_memory_limits", json!([vm, 1 << 20, huge, huge, huge])).await;
    let refused = client.refused("VM.start", json!([vm, false, false])).await;
    assert_eq!(refused[0], "HOST_NOT_ENOUGH_FREE_MEMORY");
    assert!(refused[1].parse::<i64>().unwrap() > huge && refused[2].parse::<i64>().is_ok(), "{refused:?}");
    assert_eq!(client.ok("VM.get_power_state", json!([vm])).await, "Halted");
    assert_eq!(client.ok("VM.get_possible_hosts", json!([vm])).await, json!([]));
    client.ok("VM.set_memory_limits", json!([vm, 1 << 20, 1 << 30, 1 << 30, 1 << 30])).await;

    // A host that is disabled takes nobody in; the affinity is followed where it can be.
    let able = client.ok("VM.get_possible_hosts", json!([vm])).await;
    let wanted = able[0].clone();
    client.ok("VM.set_affinity", json!([vm, wanted])).await;
    client.ok("VM.start", json!([vm, false, false])).await;
    assert_eq!(client.ok("VM.get_resident_on", json!([vm])).await, wanted);
    client.ok("VM.hard_shutdown", json!([vm])).await;
    client.ok("host.disable", json!([wanted])).await;
    assert_eq!(
        client.refused("VM.start_on", json!([vm, wanted, false, false])).await,
        ["HOST_DISABLED", wanted.as_str().unwrap()]
    );
    client.ok("host.enable", json!([wanted])).await;

    // It must see the disks and the networks.
    let hosts = client.ok("host.get_all_records", json!([])).await;
    let [first, second] = [0, 1].map(|n| hosts.as_object().unwrap().keys().nth(n).unwrap().clone());
    let pifs = client.ok("PIF.get_all_records", json!([])).await;
    let carrier = pifs
        .as_object()
        .unwrap()
        .iter()
        .find(|(_, p)| p["host"] == first && p["device"] == "eth1")
        .unwrap()
        .0;
    let network =
        client.ok("network.create", json!([{"name_label": "of one host", "other_config": {}}])).await;
    client.ok("VLAN.create", json!([carrier, 99, network])).await;
    let devices = client.ok("VM.get_allowed_VIF_devices", json!([vm])).await;
    let vif = vif(&vm, &network, devices[0].as_str().unwrap(), "");
    let vif = client.ok("VIF.create", json!([vif])).await;
    let refused = client.refused("VM.assert_can_boot_here", json!([vm, second])).await;
    assert_eq!(refused, ["VM_REQUIRES_NETWORK", &vm, network.as_str().unwrap()]);
    client.ok("VIF.destroy", json!([vif])).await;

    // One without processors goes nowhere; so does one whose disk another writes to.
    let taken = client.vms("Running").await[0].clone();
    let (disk, _) = client.disks(&taken).await.pop().unwrap();
    let vbd = vbd(&vm, &disk, json!({}));
    let vbd = client.ok("VBD.create", json!([vbd])).await;
    let refused = client.refused("VM.start", json!([vm, false, false])).await;
    assert_eq!(refused[..2], ["VDI_IN_USE", &disk]);
    client.ok("VBD.destroy", json!([vbd])).await;
    client.ok("VM.start", json!([vm, false, false])).await;
}

#[tokio::test]
async fn a_move_changes_the_host_and_nothing_else() {
    let (_sim, client) = start(Config { hosts: 2, speed: 4.0, ..Config::test() }).await;
    let vm = with_agent(&client).await;
    let before = client.ok("VM.get_record", json!([vm])).await;
    let hosts = client.ok("host.get_all", json!([])).await;
    let there = hosts.as_array().unwrap().iter().find(|h| **h != before["resident_on"]).unwrap().clone();
    let task = client.ok("Async.VM.pool_migrate", json!([vm, there, {"live": "true"}])).await;
    client.until("VM", &vm, "scheduled_to_be_resident_on", there.clone()).await;
    assert_eq!(
        client.ok("host.get_current_operations", json!([there])).await,
        json!({task.as_str().unwrap(): "vm_migrate"})
    );
    assert_eq!(
        client.ok("VM.get_current_operations", json!([vm])).await,
        json!({task.as_str().unwrap(): "pool_migrate"})
    );
    assert_eq!(client.ok("VM.get_power_state", json!([vm])).await, "Running");
    assert_eq!(client.task(&task).await["status"], "success");
    let after = client.ok("VM.get_record", json!([vm])).await;
    assert_eq!((&after["resident_on"], &after["scheduled_to_be_resident_on"]), (&there, &json!(NULL)));
    assert_eq!(client.ok("host.get_current_operations", json!([there])).await, json!({}));
    for same in ["VBDs", "VIFs", "guest_metrics", "metrics", "power_state"] {
        assert_eq!(after[same], before[same], "{same}");
    }
    assert_ne!(after["consoles"], before["consoles"], "the console is another one");
    let console = client.ok("console.get_record", json!([after["consoles"][0]])).await;
    let address = client.ok("host.get_address", json!([there])).await;
    assert!(console["location"].as_str().unwrap().contains(&format!("//{}:", address.as_str().unwrap())));
    // To where it is: allowed.
    client.ok("VM.pool_migrate", json!([vm, there, {}])).await;
}
