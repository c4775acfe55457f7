//! Emptying hosts, and networks across them.

use crate::common::{NULL, start};
use serde_json::{Value, json};
use sim::Config;

fn keys(map: &Value) -> Vec<String> {
    map.as_object().unwrap().keys().cloned().collect()
}

#[tokio::test]
async fn a_host_is_emptied() {
    let (_sim, client) = start(Config { hosts: 3, vms: 12, ..Config::test() }).await;
    let vm = client.vms("Running").await[0].clone();
    let host = client.ok("VM.get_resident_on", json!([vm])).await;
    client.ok("host.disable", json!([host])).await;
    assert_eq!(client.ok("host.get_vms_which_prevent_evacuation", json!([host])).await, json!({}));
    client.ok("host.assert_can_evacuate", json!([host])).await;
    let before = client.vms("Running").await;
    client.ok("host.evacuate", json!([host])).await;
    let mut left = Vec::new();
    for vm in client.ok("host.get_resident_VMs", json!([host])).await.as_array().unwrap() {
        if client.ok("VM.get_is_control_domain", json!([vm])).await == false {
            left.push(vm.clone());
        }
    }
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(client.vms("Running").await, before, "all run on");
    let tasks = client.ok("task.get_all_records", json!([])).await;
    let moves = |t: &&Value| t["name_label"] == "Async.VM.pool_migrate" && t["status"] == "success";
    assert!(tasks.as_object().unwrap().values().filter(moves).count() > 0, "each move is a task");
}

#[tokio::test]
async fn a_vm_that_cannot_move_is_named_and_keeps_its_host_full() {
    let (_sim, client) = start(Config { hosts: 1, vms: 6, ..Config::test() }).await;
    let host = client.ok("host.get_all", json!([])).await[0].clone();
    let stuck = client.ok("host.get_vms_which_prevent_evacuation", json!([host])).await;
    let vm = client.vms("Running").await[0].clone();
    assert!(keys(&stuck).contains(&vm), "{stuck}");
    assert!(stuck[&vm][0].is_string());
    let refused = client.refused("host.assert_can_evacuate", json!([host])).await;
    assert_eq!(refused[0], "CANNOT_EVACUATE_HOST");
    assert!(refused[1].contains("NO_HOSTS_AVAILABLE"), "{refused:?}");
    assert_eq!(client.refused("host.evacuate", json!([host])).await, refused);
    assert_eq!(client.ok("VM.get_resident_on", json!([vm])).await, host);
}

#[tokio::test]
async fn a_vlan_is_on_every_host_until_it_is_destroyed() {
    let (_sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let network = json!({"name_label": "Guests", "name_description": "", "MTU": 1500, "other_config": {}, "bridge": "",
        "managed": true, "tags": []});
    let network = client.ok("network.create", json!([network])).await;
    let pifs = client.ok("PIF.get_all_records", json!([])).await;
    let carrier = pifs.as_object().unwrap().iter().find(|(_, p)| p["device"] == "eth1").unwrap().0.clone();
    let invalid = client.refused("pool.create_VLAN_from_PIF", json!([carrier, network, 4095])).await;
    assert_eq!(invalid, ["VLAN_TAG_INVALID", "4095"]);
    let made = client.ok("pool.create_VLAN_from_PIF", json!([carrier, network, 77])).await;
    assert_eq!(made.as_array().unwrap().len(), 2, "one a host");
    let pif = client.ok("PIF.get_record", json!([made[0]])).await;
    assert_eq!((&pif["VLAN"], &pif["device"], &pif["network"]), (&json!(77), &json!("eth1"), &network));
    let vlan = client.ok("VLAN.get_record", json!([pif["VLAN_master_of"]])).await;
    assert_eq!((&vlan["tag"], &vlan["untagged_PIF"]), (&json!(77), &made[0]));
    let connected = client.refused("VLAN.create", json!([carrier, 78, network])).await;
    let host = client.ok("PIF.get_host", json!([carrier])).await;
    assert_eq!(connected[..2], ["NETWORK_ALREADY_CONNECTED", host.as_str().unwrap()]);
    assert_eq!(client.refused("VLAN.create", json!([made[0], 78, network])).await[0], "PIF_IS_VLAN");

    let vm = client.vms("Running").await[0].clone();
    let vif = client.ok("VM.get_VIFs", json!([vm])).await[0].clone();
    client.ok("VIF.move", json!([vif, network])).await;
    assert_eq!(client.ok("network.get_VIFs", json!([network])).await, json!([vif]));
    let host = client.ok("VM.get_resident_on", json!([vm])).await;
    for pif in made.as_array().unwrap() {
        let record = client.ok("PIF.get_record", json!([pif])).await;
        if record["host"] == host {
            let used = client.refused("VLAN.destroy", json!([record["VLAN_master_of"]])).await;
            assert_eq!(used, ["VIF_IN_USE", network.as_str().unwrap(), vif.as_str().unwrap()]);
            client.ok("VM.hard_shutdown", json!([vm])).await;
        }
    }
    for pif in made.as_array().unwrap() {
        let vlan = client.ok("PIF.get_VLAN_master_of", json!([pif])).await;
        assert_ne!(vlan, NULL);
        client.ok("VLAN.destroy", json!([vlan])).await;
        assert_eq!(client.refused("PIF.get_uuid", json!([pif])).await[0], "HANDLE_INVALID");
    }
    assert_eq!(client.ok("network.get_PIFs", json!([network])).await, json!([]));
}
