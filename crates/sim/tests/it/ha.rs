//! Pools with high availability.

use serde_json::{Value, json};
use sim::Config;

use crate::common::{Client, hosts, start};
use crate::hosts_power::{guests, until_live};

async fn messages(client: &Client, name: &str) -> Vec<Value> {
    let all = client.ok("message.get_all_records", json!([])).await;
    all.as_object().unwrap().values().filter(|m| m["name"] == json!(name)).cloned().collect()
}

async fn until_message(client: &Client, name: &str) {
    for _ in 0..500 {
        if !messages(client, name).await.is_empty() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("no message {name}");
}

async fn pool(client: &Client) -> Value {
    client.ok("pool.get_all", json!([])).await[0].clone()
}

#[tokio::test]
async fn it_is_turned_on_with_a_statefile_and_off_again() {
    let (_sim, client) = start(Config { hosts: 3, vms: 6, ..Config::test() }).await;
    let pool = pool(&client).await;
    let srs = client.ok("SR.get_all_records", json!([])).await;
    let sr = |wanted: &dyn Fn(&Value) -> bool| {
        srs.as_object().unwrap().iter().find(|(_, sr)| wanted(sr)).unwrap().0.clone()
    };
    let (local, shared) = (sr(&|sr| sr["type"] == "ext"), sr(&|sr| sr["type"] == "nfs"));
    let refused = client.refused("pool.enable_ha", json!([[local], {}])).await;
    assert_eq!(refused, ["HA_CONSTRAINT_VIOLATION_SR_NOT_SHARED", local.as_str()]);
    assert_eq!(client.refused("pool.disable_ha", json!([])).await, ["HA_NOT_ENABLED"]);
    let early = client.refused("pool.set_ha_host_failures_to_tolerate", json!([pool, 1])).await;
    assert_eq!(early, ["HA_NOT_ENABLED"]);

    client.ok("pool.enable_ha", json!([[shared], {"timeout": "60"}])).await;
    assert_eq!(client.ok("pool.get_ha_enabled", json!([pool])).await, true);
    let statefiles = client.ok("pool.get_ha_statefiles", json!([pool])).await;
    assert_eq!(client.ok("VDI.get_type", json!([statefiles[0]])).await, "ha_statefile");
    assert_eq!(client.ok("VDI.get_SR", json!([statefiles[0]])).await, shared);
    let allowed = client.ok("pool.get_allowed_operations", json!([pool])).await;
    assert!(allowed.as_array().unwrap().contains(&json!("ha_disable")), "{allowed}");
    for host in hosts(&client).await {
        assert_eq!(client.ok("host.get_ha_statefiles", json!([host])).await, statefiles);
        assert_eq!(client.ok("host.get_ha_network_peers", json!([host])).await.as_array().unwrap().len(), 3);
    }
    assert_eq!(client.refused("pool.enable_ha", json!([[], {}])).await, ["HA_IS_ENABLED"]);
    assert_eq!(client.ok("pool.ha_compute_max_host_failures_to_tolerate", json!([])).await, 2);
    assert_eq!(client.ok("pool.ha_failover_plan_exists", json!([2])).await, true);
    assert_eq!(client.ok("pool.ha_failover_plan_exists", json!([3])).await, false);
    assert_eq!(
        client.refused("pool.set_ha_host_failures_to_tolerate", json!([pool, 3])).await,
        ["HA_NO_PLAN"]
    );
    client.ok("pool.set_ha_host_failures_to_tolerate", json!([pool, 2])).await;
    assert_eq!(client.ok("pool.get_ha_plan_exists_for", json!([pool])).await, 2);
    // Two may fail of three; with one disabled that would be one.
    let host = hosts(&client).await[1].clone();
    let breaks = client.refused("host.disable", json!([host])).await;
    assert_eq!(breaks, ["HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN"]);
    client.ok("pool.set_ha_allow_overcommit", json!([pool, true])).await;
    client.ok("host.disable", json!([host])).await;
    assert_eq!(client.ok("pool.get_ha_overcommitted", json!([pool])).await, true);
    assert_eq!(messages(&client, "HA_POOL_OVERCOMMITTED").await.len(), 1);

    client.ok("pool.disable_ha", json!([])).await;
    assert_eq!(client.ok("pool.get_ha_statefiles", json!([pool])).await, json!([]));
    assert_eq!(client.refused("VDI.get_uuid", json!([statefiles[0]])).await[0], "HANDLE_INVALID");
}

#[tokio::test]
async fn protected_vms_of_a_dead_host_are_started_elsewhere() {
    let (sim, client) = start(Config { hosts: 3, vms: 24, ..Config::test() }).await;
    let all = hosts(&client).await;
    client.ok("pool.enable_ha", json!([[], {}])).await;
    let ran = guests(&client, &all[1]).await;
    let mut protected = None;
    for vm in &ran {
        match client.call("VM.set_ha_restart_priority", json!([vm, "restart"])).await {
            Ok(_) if protected.is_none() => protected = Some(vm.clone()),
            Ok(_) => {
                client.ok("VM.set_ha_restart_priority", json!([vm, ""])).await;
            }
            Err(why) => assert_eq!(why[0], "HA_CONSTRAINT_VIOLATION_SR_NOT_SHARED"),
        }
    }
    let protected = protected.unwrap();
    let wrong = client.refused("VM.set_ha_restart_priority", json!([protected, "always"])).await;
    assert_eq!(wrong, ["INVALID_VALUE", "ha_restart_priority", "always"]);
    let plan = client.ok("pool.ha_compute_vm_failover_plan", json!([[all[1]], [protected]])).await;
    let place = plan[protected.as_str().unwrap()]["host"].clone();
    assert!(place == json!(all[0]) || place == json!(all[2]), "{plan}");

    sim.first().power_off(1);
    until_live(&client, &all[1], false).await;
    let vm = protected.as_str().unwrap();
    for other in ran.iter().filter(|vm| **vm != protected) {
        client.until("VM", other.as_str().unwrap(), "power_state", json!("Halted")).await;
    }
    for _ in 0..500 {
        let record = client.ok("VM.get_record", json!([vm])).await;
        if record["power_state"] == "Running"
            && record["resident_on"] != json!(all[1])
            && record["resident_on"] != "OpaqueRef:NULL"
        {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let on = client.ok("VM.get_resident_on", json!([vm])).await;
    assert!(on == json!(all[0]) || on == json!(all[2]), "{on}");
    assert_eq!(messages(&client, "HA_HOST_FAILED").await.len(), 1);
    sim.first().power_on(1);
    until_live(&client, &all[1], true).await;
    until_message(&client, "HA_HOST_WAS_FENCED").await;
}

#[tokio::test]
async fn a_pool_that_loses_its_master_elects_another() {
    let (sim, client) = start(Config { hosts: 3, vms: 6, ..Config::test() }).await;
    let all = hosts(&client).await;
    client.ok("pool.enable_ha", json!([[], {}])).await;
    sim.first().power_off(0);
    let (client, _) = crate::hosts_power::when_back(sim.first().addresses()[1]).await;
    until_live(&client, &all[0], false).await;
    until_message(&client, "HA_HOST_FAILED").await;
    assert_eq!(messages(&client, "POOL_MASTER_TRANSITION").await.len(), 1);
    assert_eq!(sim.first().master(), 1);
    let refused = client.refused("pool.emergency_transition_to_master", json!([])).await;
    assert_eq!(refused, ["HA_IS_ENABLED"]);
}

#[tokio::test]
async fn a_cluster_counts_its_members() {
    let (sim, client) = start(Config { hosts: 3, vms: 0, ..Config::test() }).await;
    let all = hosts(&client).await;
    let pifs = client.ok("PIF.get_all_records", json!([])).await;
    let on = |wanted: &dyn Fn(&Value) -> bool| {
        let found = pifs.as_object().unwrap().iter().find(|(_, pif)| wanted(pif)).unwrap();
        (found.0.clone(), found.1["network"].clone())
    };
    let (_, lan) = on(&|pif| pif["management"] == true);
    let (loose, storage) = on(&|pif| pif["management"] == false && pif["VLAN"] == json!(-1));
    let refused = client.refused("Cluster.pool_create", json!([lan, "xhad"])).await;
    assert_eq!(refused, ["INVALID_CLUSTER_STACK", "xhad"]);
    assert_eq!(
        client.refused("Cluster.pool_create", json!([storage, "corosync"])).await[0],
        "PIF_ALLOWS_UNPLUG"
    );
    let short = client.refused("Cluster.create", json!([loose, "corosync", true, 0.5])).await;
    assert_eq!(short[..2], ["INVALID_VALUE", "token_timeout"]);

    let cluster = client.ok("Cluster.pool_create", json!([lan, "corosync"])).await;
    let name = cluster.as_str().unwrap();
    assert_eq!(client.ok("Cluster.get_network", json!([cluster])).await, lan);
    let record = client.ok("Cluster.get_record", json!([cluster])).await;
    assert_eq!(
        (&record["live_hosts"], &record["quorum"], &record["is_quorate"]),
        (&json!(3), &json!(2), &json!(true))
    );
    let again = client.refused("Cluster.pool_create", json!([lan, "corosync"])).await;
    assert_eq!(again, ["CLUSTER_ALREADY_EXISTS"]);
    let refused = client.refused("Cluster.destroy", json!([cluster])).await;
    assert_eq!(refused, ["CLUSTER_DOES_NOT_HAVE_ONE_NODE", "3"]);

    sim.first().power_off(2);
    client.until("Cluster", name, "live_hosts", json!(2)).await;
    sim.first().power_off(1);
    client.until("Cluster", name, "is_quorate", json!(false)).await;
    sim.first().power_on(1);
    client.until("Cluster", name, "is_quorate", json!(true)).await;
    let members = client.ok("Cluster_host.get_all_records", json!([])).await;
    let of =
        |host: &str| members.as_object().unwrap().iter().find(|(_, m)| m["host"] == host).unwrap().0.clone();
    client.ok("Cluster_host.disable", json!([of(&all[1])])).await;
    client.until("Cluster", name, "expected_hosts", json!(2)).await;
    let refused = client.refused("Cluster_host.destroy", json!([of(&all[1])])).await;
    assert_eq!(refused, ["CLUSTERING_DISABLED".to_owned(), of(&all[1])]);
    client.ok("Cluster_host.enable", json!([of(&all[1])])).await;
    client.ok("Cluster_host.destroy", json!([of(&all[1])])).await;
    client.ok("Cluster_host.force_destroy", json!([of(&all[2])])).await;
    let last = client.refused("Cluster_host.destroy", json!([of(&all[0])])).await;
    assert_eq!(last, ["CLUSTER_HOST_IS_LAST".to_owned(), of(&all[0])]);
    client.ok("Cluster.destroy", json!([cluster])).await;
    assert_eq!(client.ok("Cluster_host.get_all", json!([])).await, json!([]));
}
