//! Hosts that join another pool, and hosts that leave theirs.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};
use sim::{Config, Sim};

use crate::common::{Client, call, hosts};
use crate::hosts_power::{guests, until_live, when_back};

async fn only(client: &Client, class: &str) -> Value {
    client.ok(&format!("{class}.get_all"), json!([])).await[0].clone()
}

async fn until_silent(address: SocketAddr) {
    for _ in 0..1000 {
        if tokio::net::TcpStream::connect(address).await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("{address} still listens");
}

#[tokio::test]
async fn a_host_joins_with_its_vms_and_storage() {
    let sim = Sim::start(Config { pools: 2, vms: 8, ..Config::test() }).await.unwrap();
    let (from, to) = (sim.pools()[0].addresses()[0], sim.pools()[1].addresses()[0]);
    let (joining, pool) = (Client::login(from).await, Client::login(to).await);
    let join = async |address: &str, password: &str| {
        joining.call("pool.join", json!([address, "root", password])).await.unwrap_err()
    };
    let to_text = to.to_string();
    assert_eq!(join("127.0.0.9", "xenith").await, ["JOINING_HOST_CONNECTION_FAILED"]);
    assert_eq!(join(&from.to_string(), "xenith").await[0], "OPERATION_NOT_ALLOWED");
    assert_eq!(join(&to_text, "wrong").await[..2], ["SESSION_AUTHENTICATION_FAILED", "root"]);
    assert_eq!(join(&to_text, "xenith").await, ["JOINING_HOST_CANNOT_HAVE_RUNNING_VMS"]);
    for vm in joining.vms("Running").await {
        joining.ok("VM.hard_shutdown", json!([vm])).await;
    }
    assert_eq!(join(&to_text, "xenith").await, ["JOINING_HOST_CANNOT_CONTAIN_SHARED_SRS"]);
    for sr in joining.find("SR", |sr| sr["shared"] == true && sr["is_tools_sr"] == false).await {
        for pbd in joining.ok("SR.get_PBDs", json!([sr])).await.as_array().unwrap() {
            joining.ok("PBD.unplug", json!([pbd])).await;
        }
        joining.ok("SR.forget", json!([sr])).await;
    }
    assert_eq!(join(&to_text, "xenith").await, ["POOL_JOINING_HOST_HAS_NON_MANAGEMENT_VLANS"]);
    for vlan in joining.ok("VLAN.get_all", json!([])).await.as_array().unwrap() {
        joining.ok("VLAN.destroy", json!([vlan])).await;
    }
    let name = joining.ok("host.get_name_label", json!([only(&joining, "host").await])).await;
    let uuid = joining.ok("host.get_uuid", json!([only(&joining, "host").await])).await;
    let vm = joining.vms("Halted").await[0].clone();
    let vm_name = joining.ok("VM.get_name_label", json!([vm])).await;
    let vifs = joining.ok("VM.get_VIFs", json!([vm])).await;
    let (mine, theirs) = (sim.pools()[0].count("VDI"), sim.pools()[1].count("VDI"));
    let tools = joining.find("SR", |sr| sr["is_tools_sr"] == true).await[0].clone();
    let in_tools = joining.ok("SR.get_VDIs", json!([tools])).await.as_array().unwrap().len();
    let cpus = pool.ok("pool.get_cpu_info", json!([only(&pool, "pool").await])).await;

    joining.ok("pool.join", json!([to_text, "root", "xenith"])).await;
    until_silent(from).await;
    let all = hosts(&pool).await;
    assert_eq!(all.len(), 2);
    let host = pool.ok("host.get_by_uuid", json!([uuid])).await.as_str().unwrap().to_owned();
    until_live(&pool, &host, true).await;
    assert_eq!(pool.ok("host.get_name_label", json!([host])).await, name);
    let address = pool.ok("host.get_address", json!([host])).await;
    let address = SocketAddr::new(address.as_str().unwrap().parse().unwrap(), to.port());
    let slave = call(address, "session.login_with_password", json!(["root", "xenith"])).await.unwrap_err();
    assert_eq!(slave, ["HOST_IS_SLAVE".to_owned(), to.ip().to_string()]);
    assert_eq!(sim.pools()[1].count("VDI"), theirs + mine - in_tools, "its disks came with it");
    assert_eq!((sim.pools()[0].count("VM"), sim.pools()[0].count("host")), (0, 0), "its own pool is no more");
    let after = pool.ok("pool.get_cpu_info", json!([only(&pool, "pool").await])).await;
    assert_ne!(cpus["cpu_count"], after["cpu_count"]);

    // It has what every host of the pool has: interfaces on its networks, VLANs, shared storage.
    let networks = |all: &Value| {
        let mut networks: Vec<String> =
            all.as_array().unwrap().iter().map(|n| n.as_str().unwrap().to_owned()).collect();
        networks.sort();
        networks
    };
    let mut seen = Vec::new();
    for host in &all {
        let mut on = Vec::new();
        for pif in pool.ok("host.get_PIFs", json!([host])).await.as_array().unwrap() {
            on.push(pool.ok("PIF.get_network", json!([pif])).await);
        }
        seen.push(networks(&json!(on)));
    }
    assert_eq!(seen[0], seen[1]);
    for sr in pool.find("SR", |sr| sr["shared"] == true).await {
        assert_eq!(pool.ok("SR.get_PBDs", json!([sr])).await.as_array().unwrap().len(), 2);
    }
    let record = pool.ok("VM.get_record", json!([vm])).await;
    assert_eq!((&record["name_label"], &record["VIFs"]), (&vm_name, &vifs));
    let network = pool.ok("VIF.get_network", json!([vifs[0]])).await;
    assert!(pool.ok("network.get_VIFs", json!([network])).await.as_array().unwrap().contains(&vifs[0]));
    let domain = pool.ok("host.get_control_domain", json!([host])).await;
    assert_eq!(pool.ok("VM.get_resident_on", json!([domain])).await, host.as_str());
    let bare = json!({"name_label": "on the new host", "name_description": "", "user_version": 1, "is_a_template": false,
        "affinity": host, "memory_static_max": "1073741824", "memory_dynamic_max": "1073741824",
        "memory_dynamic_min": "1073741824", "memory_static_min": "536870912", "VCPUs_params": {}, "VCPUs_max": 1,
        "VCPUs_at_startup": 1, "actions_after_shutdown": "destroy", "actions_after_reboot": "restart",
        "actions_after_crash": "restart", "PV_bootloader": "", "PV_kernel": "", "PV_ramdisk": "", "PV_args": "",
        "PV_bootloader_args": "", "PV_legacy_args": "", "HVM_boot_policy": "BIOS order", "HVM_boot_params": {},
        "platform": {}, "PCI_bus": "", "other_config": {}, "recommendations": ""});
    let bare = pool.ok("VM.create", json!([bare])).await;
    pool.ok("VM.start_on", json!([bare, host, false, false])).await;
    assert_eq!(pool.ok("VM.get_resident_on", json!([bare])).await, host.as_str());
}

#[tokio::test]
async fn an_ejected_host_is_a_pool_of_its_own_and_may_come_back() {
    let (sim, client) = crate::common::start(Config { hosts: 2, vms: 6, ..Config::test() }).await;
    let all = hosts(&client).await;
    let addresses = sim.first().addresses();
    let running = guests(&client, &all[1]).await;
    assert!(!running.is_empty());
    let refused = client.refused("pool.eject", json!([all[1]])).await;
    assert_eq!(refused, ["OPERATION_NOT_ALLOWED", "VM resident on host"]);
    for vm in running {
        client.ok("VM.hard_shutdown", json!([vm])).await;
    }
    assert_eq!(client.refused("pool.eject", json!([all[0]])).await[0], "INTERNAL_ERROR");
    let refused = client.refused("pool.join", json!([addresses[1].to_string(), "root", "xenith"])).await;
    assert_eq!(refused, ["OPERATION_NOT_ALLOWED", "Host cannot become slave of itself"]);
    let uuid = client.ok("host.get_uuid", json!([all[1]])).await;
    let name = client.ok("host.get_name_label", json!([all[1]])).await;
    let local = client.find("SR", |sr| sr["type"] == "ext").await.len();
    let vms = sim.first().count("VM");

    client.ok("pool.eject", json!([all[1]])).await;
    assert_eq!(hosts(&client).await, all[..1]);
    assert_eq!(client.find("SR", |sr| sr["type"] == "ext").await.len(), local - 1);
    assert_eq!(sim.first().count("VM"), vms - 1, "only its control domain has gone");
    let left = client.find("PIF", |pif| pif["host"] != json!(all[0])).await;
    assert!(left.is_empty(), "{left:?}");

    until_silent(addresses[1]).await;
    let (alone, _) = when_back(addresses[1]).await;
    let host = only(&alone, "host").await.as_str().unwrap().to_owned();
    until_live(&alone, &host, true).await;
    assert_eq!(alone.ok("host.get_uuid", json!([host])).await, uuid);
    assert_eq!(alone.ok("host.get_name_label", json!([host])).await, name);
    assert_eq!(alone.ok("pool.get_name_label", json!([only(&alone, "pool").await])).await, "");
    assert_eq!(alone.ok("pool.get_master", json!([only(&alone, "pool").await])).await, host.as_str());
    assert!(alone.find("SR", |sr| sr["shared"] == true && sr["is_tools_sr"] == false).await.is_empty());
    alone.ok("host.disable", json!([host])).await;
    alone.ok("host.enable", json!([host])).await;

    alone.ok("Async.pool.join", json!([addresses[0].to_string(), "root", "xenith"])).await;
    for _ in 0..500 {
        if hosts(&client).await.len() == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let back = client.ok("host.get_by_uuid", json!([uuid])).await.as_str().unwrap().to_owned();
    until_live(&client, &back, true).await;
    let slave = call(addresses[1], "VM.get_all", json!([client.session])).await.unwrap_err();
    assert_eq!(slave, ["HOST_IS_SLAVE", "127.0.0.1"]);
    client.ok("pool.designate_new_master", json!([back])).await;
    let master = Client::login(addresses[1]).await;
    assert_eq!(hosts(&master).await.len(), 2);
}
