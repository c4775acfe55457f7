//! Plugins of XCP-ng's hosts.

use crate::common::{Client, start};
use serde_json::{Value, json};
use sim::Config;

async fn plugin(client: &Client, host: &Value, name: &str, function: &str, args: Value) -> Value {
    let answer = client.ok("host.call_plugin", json!([host, name, function, args])).await;
    serde_json::from_str(answer.as_str().unwrap())
        .unwrap_or_else(|e| panic!("{name} {function}: {e}: {answer}"))
}

#[tokio::test]
async fn packages_are_checked_and_brought_up_to_date() {
    let (sim, client) = start(Config { hosts: 2, vms: 2, ..Config::test() }).await;
    let hosts = client.ok("host.get_all_records", json!([])).await;
    let second = sim.first().addresses()[1].ip().to_string();
    let (host, record) = hosts.as_object().unwrap().iter().find(|(_, h)| h["address"] == second).unwrap();
    let other = hosts.as_object().unwrap().keys().find(|h| *h != host).unwrap();
    let (host, other) = (json!(host), json!(other));
    let pending = plugin(&client, &host, "updater.py", "check_update", json!({})).await;
    let pending = pending.as_array().unwrap();
    assert!(pending.len() > 5);
    for package in pending {
        for key in ["name", "version", "release", "description", "url", "license"] {
            assert!(package[key].is_string(), "{package}");
        }
        assert!(package["size"].is_u64() && package["changelog"]["author"].is_string(), "{package}");
    }
    let name = pending[0]["name"].as_str().unwrap();
    let newest =
        format!("{}-{}", pending[0]["version"].as_str().unwrap(), pending[0]["release"].as_str().unwrap());
    let ask = json!({"packages": format!("{name},nothing")});
    let before = plugin(&client, &host, "updater.py", "query_installed", ask.clone()).await;
    assert_ne!(before[name], newest);
    assert_eq!(before["nothing"], "");
    let done = plugin(&client, &host, "updater.py", "update", json!({"packages": name})).await;
    assert_eq!(done["returncode"], 0);
    assert!(done["stdout"].as_str().unwrap().contains(name), "{done}");
    assert_eq!(plugin(&client, &host, "updater.py", "query_installed", ask).await[name], newest);
    let left = plugin(&client, &host, "updater.py", "check_update", json!({})).await;
    assert_eq!(left.as_array().unwrap().len(), pending.len() - 1);
    plugin(&client, &host, "updater.py", "update", json!({})).await;
    assert_eq!(plugin(&client, &host, "updater.py", "check_update", json!({})).await, json!([]));
    let elsewhere = plugin(&client, &other, "updater.py", "check_update", json!({})).await;
    assert_eq!(elsewhere.as_array().unwrap().len(), pending.len(), "the other host was not touched");
    let tasks = client.ok("task.get_all_records", json!([])).await;
    let label = format!(
        "Update host {} ({})",
        record["name_label"].as_str().unwrap(),
        record["uuid"].as_str().unwrap()
    );
    assert!(
        tasks.as_object().unwrap().values().any(|t| t["name_label"] == *label && t["status"] == "success"),
        "{tasks}"
    );
    // In force once the host was restarted.
    let version = client.ok("host.get_software_version", json!([host])).await;
    assert_eq!(version["xapi_build"], record["software_version"]["xapi_build"]);
    sim.first().power_off(1);
    sim.first().power_on(1);
    for _ in 0..500 {
        let version = client.ok("host.get_software_version", json!([host])).await;
        if version["xapi_build"] != record["software_version"]["xapi_build"] {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the host still runs what it did");
}

#[tokio::test]
async fn the_updater_does_one_thing_at_a_time() {
    let (_sim, client) = start(Config { vms: 1, speed: 5.0, ..Config::test() }).await;
    let host = client.ok("host.get_all", json!([])).await[0].clone();
    let task = client.ok("Async.host.call_plugin", json!([host, "updater.py", "update", {}])).await;
    let mut busy = Vec::new();
    for _ in 0..200 {
        match client.call("host.call_plugin", json!([host, "updater.py", "check_update", {}])).await {
            Err(error) => {
                busy = error;
                break;
            }
            Ok(_) => tokio::time::sleep(std::time::Duration::from_millis(2)).await,
        }
    }
    assert_eq!(busy[..2], ["-1", "The updater plugin is busy (current operation: update)"]);
    assert_eq!(client.task(&task).await["status"], "success");
    client.ok("host.call_plugin", json!([host, "updater.py", "check_update", {}])).await;
}

#[tokio::test]
async fn plugins_tell_of_the_hardware() {
    let (_sim, client) = start(Config { hosts: 2, vms: 1, ..Config::test() }).await;
    let hosts = client.ok("host.get_all", json!([])).await;
    let mut mirrored = 0;
    for host in hosts.as_array().unwrap() {
        let devices = plugin(&client, host, "lsblk.py", "list_block_devices", json!({})).await;
        let names: Vec<_> =
            devices["blockdevices"].as_array().unwrap().iter().map(|d| d["name"].clone()).collect();
        let health = plugin(&client, host, "smartctl.py", "health", json!({})).await;
        let drives = plugin(&client, host, "smartctl.py", "information", json!({})).await;
        for name in &names {
            assert_eq!(health[name.as_str().unwrap()], "PASSED");
            assert!(drives[name.as_str().unwrap()]["serial_number"].is_string(), "{drives}");
        }
        let raid = plugin(&client, host, "raid.py", "check_raid_pool", json!({})).await;
        assert_eq!(raid.get("raid").is_some(), names.len() == 2, "{raid}");
        mirrored += usize::from(names.len() == 2);
        assert_eq!(plugin(&client, host, "zfs.py", "list_zfs_pools", json!({})).await, json!({}));
        assert_eq!(plugin(&client, host, "ipmitool.py", "is_ipmi_device_available", json!({})).await, true);
        let sensors = plugin(&client, host, "ipmitool.py", "get_all_sensors", json!({})).await;
        assert!(sensors.as_array().unwrap().len() > 3);
        let one = plugin(&client, host, "ipmitool.py", "get_sensor", json!({"sensors": "Fan1A"})).await;
        assert_eq!(one.as_array().unwrap().len(), 1);
        assert!(
            plugin(&client, host, "hyperthreading.py", "get_hyperthreading", json!({})).await.is_boolean()
        );
    }
    assert_eq!(mirrored, 1);
}

#[tokio::test]
async fn services_stop_and_start() {
    let (_sim, client) = start(Config { vms: 1, ..Config::test() }).await;
    let host = client.ok("host.get_all", json!([])).await[0].clone();
    let ask = json!({"service": "snmpd"});
    assert_eq!(plugin(&client, &host, "service.py", "status_service", ask.clone()).await["active"], "active");
    plugin(&client, &host, "service.py", "stop_service", ask.clone()).await;
    assert_eq!(
        plugin(&client, &host, "service.py", "list_services", json!({})).await["snmpd"]["active"],
        "inactive"
    );
    plugin(&client, &host, "service.py", "restart_service", ask.clone()).await;
    assert_eq!(plugin(&client, &host, "service.py", "status_service", ask).await["active"], "active");
    let refused = client
        .refused("host.call_plugin", json!([host, "service.py", "stop_service", {"service": "x"}]))
        .await;
    assert_eq!(refused[0], "-1");
}

#[tokio::test]
async fn unknown_plugins_and_functions_are_refused_by_name() {
    let (_sim, client) = start(Config { vms: 2, ..Config::test() }).await;
    let host = client.ok("host.get_all", json!([])).await[0].clone();
    let call = |name: &'static str, function: &'static str| json!([host, name, function, {}]);
    assert_eq!(
        client.refused("host.call_plugin", call("nothing", "do")).await,
        ["XENAPI_MISSING_PLUGIN", "nothing"]
    );
    for name in ["updater.py", "raid.py", "service.py", "ipmitool.py"] {
        let refused = client.refused("host.call_plugin", call(name, "fly")).await;
        assert_eq!(refused, ["UNKNOWN_XENAPI_PLUGIN_FUNCTION", "fly"], "{name}");
    }
    let nobody =
        client.refused("host.call_plugin", json!(["OpaqueRef:x", "raid.py", "check_raid_pool", {}])).await;
    assert_eq!(nobody, ["HANDLE_INVALID", "host", "OpaqueRef:x"]);
    let vm = client.vms("Running").await[0].clone();
    let near = client.ok("VM.call_host_plugin", json!([vm, "zfs.py", "list_zfs_pools", {}])).await;
    assert_eq!(near, "{}");
}

#[tokio::test]
async fn space_is_given_back_by_volumes_on_disks_alone() {
    let (_sim, client) = start(Config { vms: 2, ..Config::test() }).await;
    let host = client.ok("host.get_all", json!([])).await[0].clone();
    let config = json!({ "device": "/dev/sdz" });
    let create = json!([host, config, 0, "volumes", "", "lvm", "user", false, {}]);
    let volumes = client.ok("SR.create", create).await;
    let srs = client.ok("SR.get_all_records", json!([])).await;
    let uuid = |sr: &Value| srs[sr.as_str().unwrap()]["uuid"].clone();
    let trim = async |uuid: Value| {
        let asked = json!([host, "trim", "do_trim", { "sr_uuid": uuid }]);
        client.ok("host.call_plugin", asked).await.as_str().unwrap().to_owned()
    };
    assert_eq!(trim(uuid(&volumes)).await, "True");
    let config = client.ok("SR.get_other_config", json!([volumes])).await;
    assert!(config["trim_last_triggered"].is_string(), "{config}");
    let (files, _) = srs.as_object().unwrap().iter().find(|(_, sr)| sr["type"] == "nfs").unwrap();
    let said = trim(uuid(&json!(files))).await;
    assert!(said.contains("<value>UnsupportedSRForTrim</value>"), "{said}");
    assert!(trim(json!("nowhere")).await.contains("SRNotFound"));
}
