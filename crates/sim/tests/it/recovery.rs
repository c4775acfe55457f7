//! Bringing VMs back elsewhere, and keeping them apart.

use serde_json::{Value, json};
use sim::Config;

use crate::common::{Client, start};

fn refused_with(told: Vec<String>, wanted: &[&str]) {
    assert_eq!(told, wanted);
}

/// A halted VM without snapshots.
async fn plain_vm(client: &Client) -> String {
    for vm in client.vms("Halted").await {
        if client.ok("VM.get_snapshots", json!([vm])).await == json!([]) {
            return vm;
        }
    }
    panic!("all have snapshots");
}

#[tokio::test]
async fn recovery_needs_the_storage_there() {
    let (sim, client) = start(Config { pools: 2, vms: 10, ..Config::test() }).await;
    let there = Client::login(sim.pools()[1].addresses()[0]).await;
    let vm = plain_vm(&client).await;
    let mut srs = Vec::new();
    for (vdi, _) in client.disks(&vm).await {
        srs.push(client.ok("VDI.get_SR", json!([vdi])).await);
    }
    let params = json!([vm, there.session]);
    assert_eq!(client.ok("VM.get_SRs_required_for_recovery", params.clone()).await, json!(srs));
    let told = ["VM_REQUIRES_SR", &*vm, srs[0].as_str().unwrap()];
    refused_with(client.refused("VM.assert_can_be_recovered", params).await, &told);
    refused_with(client.refused("VM.recover", json!([vm, there.session, false])).await, &told);
    refused_with(
        client.refused("VM.recover", json!([vm, "OpaqueRef:no", false])).await,
        &["SESSION_INVALID", "OpaqueRef:no"],
    );
    // Where it still is, there is nothing to recover; what has no disks comes back anywhere.
    let told = client.refused("VM.recover", json!([vm, client.session, false])).await;
    assert_eq!(told[0], "VM_TO_IMPORT_IS_NOT_NEWER_VERSION");
    for vbd in client.ok("VM.get_VBDs", json!([vm])).await.as_array().unwrap() {
        client.ok("VBD.destroy", json!([vbd])).await;
    }
    let appliance =
        client.ok("VM_appliance.create", json!([{"name_label": "shop", "name_description": ""}])).await;
    client.ok("VM.set_appliance", json!([vm, appliance])).await;
    refused_with(
        client.refused("VM.recover", json!([vm, there.session, false])).await,
        &["VM_IS_PART_OF_AN_APPLIANCE", &vm, appliance.as_str().unwrap()],
    );
    client.ok("VM_appliance.recover", json!([appliance, there.session, false])).await;
    let uuid = client.ok("VM.get_uuid", json!([vm])).await;
    let new = there.ok("VM.get_by_uuid", json!([uuid])).await;
    let shop = there.ok("VM_appliance.get_by_name_label", json!(["shop"])).await[0].take();
    assert_eq!(there.ok("VM.get_appliance", json!([new])).await, shop);
}

#[tokio::test]
async fn vms_of_a_group_are_kept_apart() {
    let (_sim, client) = start(Config { hosts: 3, vms: 60, ..Config::test() }).await;
    let record = json!({"name_label": "apart", "name_description": "", "placement": "anti_affinity"});
    let group = client.ok("VM_group.create", json!([record])).await;
    let mut hosts = Vec::new();
    for vm in client.vms("Halted").await {
        let possible = client.ok("VM.get_possible_hosts", json!([vm])).await;
        if possible.as_array().unwrap().len() < 3 {
            continue;
        }
        client.ok("VM.set_memory", json!([vm, 1 << 28])).await;
        client.ok("VM.set_groups", json!([vm, [group]])).await;
        client.ok("VM.start", json!([vm, false, false])).await;
        hosts.push(client.ok("VM.get_resident_on", json!([vm])).await.to_string());
        if hosts.len() == 3 {
            break;
        }
    }
    hosts.sort();
    hosts.dedup();
    assert_eq!(hosts.len(), 3, "one on each host");
}

#[tokio::test]
async fn recoveries_look_at_storage_of_some_kinds() {
    let (_sim, client) = start(Config::test()).await;
    let ask = |kind: &str, config: Value| json!([kind, config, []]);
    refused_with(
        client.refused("DR_task.create", ask("nfs", json!({}))).await,
        &["OPERATION_NOT_ALLOWED", "Disaster recovery not supported on SRs of type nfs"],
    );
    let told = client.refused("DR_task.create", ask("lvmohba", json!({}))).await;
    assert_eq!(told[0], "SR_BACKEND_FAILURE_107");
    let config = json!({"targetIQN": "iqn.2024-01.test:x", "SCSIid": "36001405"});
    let task = client.ok("DR_task.create", ask("lvmoiscsi", config)).await;
    assert_eq!(client.ok("DR_task.get_introduced_SRs", json!([task])).await, json!([]));
    client.ok("DR_task.destroy", json!([task])).await;
}
