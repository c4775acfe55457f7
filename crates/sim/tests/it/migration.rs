//! VMs that move with their disks: to other storage, and to another pool.

use serde_json::{Value, json};
use sim::{Config, Sim};

use crate::common::{Client, start, text};

/// The first reference of a class that has a field's value.
async fn find(client: &Client, class: &str, field: &str, value: Value) -> String {
    client.find(class, |r| r[field] == value).await.swap_remove(0)
}

/// Where a VM may be sent.
async fn token(client: &Client, host: &str) -> Value {
    let management = find(client, "PIF", "management", json!(true)).await;
    let network = client.ok("PIF.get_network", json!([management])).await;
    client.ok("host.migrate_receive", json!([host, network, {}])).await
}

/// Its disks (no discs) and interfaces.
async fn parts(client: &Client, vm: &str) -> (Vec<String>, Vec<String>) {
    let disks = client.disks(vm).await.into_iter().map(|(vdi, _)| vdi).collect();
    let vifs = client.ok("VM.get_VIFs", json!([vm])).await;
    (disks, vifs.as_array().unwrap().iter().map(text).collect())
}

fn map(keys: &[String], value: &str) -> Value {
    keys.iter().map(|key| (key.clone(), json!(value))).collect::<serde_json::Map<_, _>>().into()
}

async fn two_pools() -> (Sim, Client, Client) {
    let (sim, here) = start(Config { pools: 2, ..Config::test() }).await;
    let there = Client::login(sim.pools()[1].addresses()[0]).await;
    (sim, here, there)
}

#[tokio::test]
async fn a_vm_goes_to_another_pool() {
    let (_sim, here, there) = two_pools().await;
    let host = there.ok("host.get_all", json!([])).await[0].as_str().unwrap().to_owned();
    let sr = there.ok("SR.get_by_name_label", json!(["NFS storage"])).await[0].as_str().unwrap().to_owned();
    let network = find(&there, "network", "bridge", json!("xenbr0")).await;
    let dest = token(&there, &host).await;
    assert_eq!(dest["host"], json!(host));
    for key in ["SM", "xenops", "master", "session_id"] {
        assert!(dest[key].is_string(), "{key}");
    }
    for (state, copy) in
        [("Halted", "true"), ("Halted", "false"), ("Running", "false"), ("Suspended", "false")]
    {
        let mut vm = String::new();
        for candidate in here.vms(state).await {
            if here.ok("VM.get_snapshots", json!([candidate])).await == json!([]) {
                vm = candidate;
            }
        }
        let before = here.ok("VM.get_record", json!([vm])).await;
        let (mut disks, vifs) = parts(&here, &vm).await;
        if state == "Suspended" {
            disks.push(before["suspend_VDI"].as_str().unwrap().to_owned());
        }
        let snapshot =
            if state == "Halted" { Some(here.ok("VM.snapshot", json!([vm, "then"])).await) } else { None };
        let (vdi_map, vif_map) = (map(&disks, &sr), map(&vifs, &network));
        let options = json!({"copy": copy});
        let params = json!([vm, dest, true, vdi_map, vif_map, options]);
        here.ok("VM.assert_can_migrate", params.clone()).await;
        let disk = format!("vdi={}&format=vhd", disks[0]);
        let seen = if state == "Halted" { here.export(&disk).await } else { Vec::new() };
        let task = here.ok("Async.VM.migrate_send", params).await;
        let task = here.task(&task).await;
        assert_eq!(task["status"], "success", "{task}");
        let new = task["result"].as_str().unwrap().replace("<value>", "").replace("</value>", "");
        let after = there.ok("VM.get_record", json!([new])).await;
        assert_eq!(after["power_state"], state);
        assert_eq!(after["current_operations"], json!({}));
        assert_eq!(after["uuid"] == before["uuid"], copy == "false");
        let (disks_there, vifs_there) = parts(&there, &new).await;
        let mirrored = there.ok("VDI.get_record", json!([disks_there[0]])).await;
        assert_eq!((&mirrored["SR"], &mirrored["current_operations"]), (&json!(sr), &json!({})));
        assert_eq!(there.ok("VIF.get_network", json!([vifs_there[0]])).await, json!(network));
        let macs = [
            there.ok("VIF.get_MAC", json!([vifs_there[0]])).await,
            if copy == "true" { here.ok("VIF.get_MAC", json!([vifs[0]])).await } else { json!("") },
        ];
        assert_ne!(macs[0], macs[1]);
        if state == "Running" {
            assert_eq!(after["resident_on"], json!(host));
            assert_eq!(after["consoles"].as_array().unwrap().len(), 1);
            assert!(
                there.ok("VM_guest_metrics.get_record", json!([after["guest_metrics"]])).await["live"]
                    == true
            );
        }
        if let Some(snapshot) = snapshot {
            assert_eq!(after["snapshots"].as_array().unwrap().len(), 1);
            assert_eq!(after["parent"], after["snapshots"][0]);
            if copy == "true" {
                here.ok("VM.destroy", json!([snapshot])).await;
            }
        }
        if copy == "true" {
            assert_eq!(here.ok("VM.get_current_operations", json!([vm])).await, json!({}));
            assert!(here.export(&disk).await == seen);
        } else {
            assert_eq!(here.refused("VM.get_uuid", json!([vm])).await, ["HANDLE_INVALID", "VM", &vm]);
            for disk in &disks {
                assert_eq!(
                    here.refused("VDI.get_uuid", json!([disk])).await,
                    ["HANDLE_INVALID", "VDI", disk]
                );
            }
        }
        if state == "Halted" {
            // All but the headers, which tell the UUID.
            let came = there.export(&format!("vdi={}&format=vhd", disks_there[0])).await;
            assert_eq!(came.len(), seen.len());
            assert!(came[came.len() / 2..came.len() - 512] == seen[seen.len() / 2..seen.len() - 512]);
        }
        if state == "Suspended" {
            there.ok("VM.resume", json!([new, false, false])).await;
        }
    }
}

#[tokio::test]
async fn the_networks_come_up_where_a_vm_goes() {
    let (_sim, here, there) = two_pools().await;
    let host = there.ok("host.get_all", json!([])).await[0].as_str().unwrap().to_owned();
    let sr = there.ok("SR.get_by_name_label", json!(["NFS storage"])).await[0].as_str().unwrap().to_owned();
    let network = crate::networks::network(&there, "tagged").await;
    let carrier = crate::networks::pif(&there, &host, "eth0").await;
    let vlan = there.ok("VLAN.create", json!([carrier, 40, network])).await;
    let pif = there.ok("VLAN.get_untagged_PIF", json!([vlan])).await;
    there.ok("PIF.unplug", json!([pif])).await;
    let vm = here.vms("Running").await[0].clone();
    let (disks, vifs) = parts(&here, &vm).await;
    let dest = token(&there, &host).await;
    let params = json!([vm, dest, true, map(&disks, &sr), map(&vifs, &network), {}]);
    here.ok("VM.assert_can_migrate", params.clone()).await;
    assert_eq!(there.ok("PIF.get_currently_attached", json!([pif])).await, false);
    here.ok("VM.migrate_send", params).await;
    assert_eq!(there.ok("PIF.get_currently_attached", json!([pif])).await, true);
}

#[tokio::test]
async fn what_cannot_go_is_told_before() {
    let (_sim, here, there) = two_pools().await;
    let host = there.ok("host.get_all", json!([])).await[0].as_str().unwrap().to_owned();
    let sr = there.ok("SR.get_by_name_label", json!(["NFS storage"])).await[0].as_str().unwrap().to_owned();
    let network = find(&there, "network", "bridge", json!("xenbr0")).await;
    let iso = find(&there, "SR", "content_type", json!("iso")).await;
    let dest = token(&there, &host).await;
    let vm = &here.vms("Running").await[0];
    let (disks, vifs) = parts(&here, vm).await;
    let ask = async |dest: &Value, vdis: Value, vifs: Value, options: Value| {
        let params = json!([vm, dest, true, vdis, vifs, options]);
        let told = here.refused("VM.assert_can_migrate", params.clone()).await;
        assert_eq!(here.refused("VM.migrate_send", params).await, told);
        assert_eq!(here.ok("VM.get_current_operations", json!([vm])).await, json!({}));
        told
    };
    let (vdi_map, vif_map) = (map(&disks, &sr), map(&vifs, &network));
    let none = json!({});
    assert_eq!(ask(&dest, json!({}), vif_map.clone(), none.clone()).await, ["VDI_NOT_IN_MAP", &disks[0]]);
    assert_eq!(ask(&dest, vdi_map.clone(), json!({}), none.clone()).await, ["VIF_NOT_IN_MAP", &vifs[0]]);
    assert_eq!(
        ask(&dest, map(&disks, &iso), vif_map.clone(), none.clone()).await,
        ["SR_DOES_NOT_SUPPORT_MIGRATION", &iso, ""]
    );
    let nowhere = map(&vifs, "OpaqueRef:no");
    let told = ask(&dest, vdi_map.clone(), nowhere, none.clone()).await;
    assert_eq!(told, ["HANDLE_INVALID", "network", "OpaqueRef:no"]);
    assert_eq!(
        ask(&dest, vdi_map.clone(), vif_map.clone(), json!({"copy": "true"})).await,
        ["VM_BAD_POWER_STATE", vm, "halted", "running"]
    );
    let mut stale = dest.clone();
    stale["session_id"] = json!("OpaqueRef:old");
    assert_eq!(ask(&stale, vdi_map.clone(), vif_map.clone(), none.clone()).await[0], "SESSION_INVALID");
    assert_eq!(
        ask(&json!({}), vdi_map.clone(), vif_map.clone(), none.clone()).await,
        ["INTERNAL_ERROR", "Not_found"]
    );
    there.ok("host.disable", json!([host])).await;
    assert_eq!(ask(&dest, vdi_map.clone(), vif_map.clone(), none.clone()).await, ["HOST_DISABLED", &host]);
    there.ok("host.enable", json!([host])).await;
    for name in ["one", "two"] {
        here.ok("VM.snapshot", json!([vm, name])).await;
    }
    assert_eq!(
        ask(&dest, vdi_map.clone(), vif_map.clone(), none.clone()).await,
        ["VM_HAS_TOO_MANY_SNAPSHOTS", vm]
    );
    for snapshot in here.ok("VM.get_snapshots", json!([vm])).await.as_array().unwrap() {
        here.ok("VM.destroy", json!([snapshot])).await;
    }
    // Only what is not in use can be told to forget.
    let drive = here.ok("VDI.get_VBDs", json!([disks[0]])).await[0].clone();
    here.ok("VBD.unplug", json!([drive])).await;
    here.ok("VDI.set_on_boot", json!([disks[0], "reset"])).await;
    assert_eq!(
        ask(&dest, vdi_map.clone(), vif_map.clone(), none.clone()).await,
        ["VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION"]
    );
    here.ok("VDI.set_on_boot", json!([disks[0], "persist"])).await;
    here.ok("VBD.plug", json!([drive])).await;

    // Cancelled in the middle, everything is as it was.
    let counts = (here.counts().await, there.counts().await);
    let params = json!([vm, dest, true, vdi_map, vif_map, {}]);
    let task = here.ok("Async.VM.migrate_send", params).await;
    here.until("VDI", &disks[0], "current_operations", json!({task.as_str().unwrap(): "mirror"})).await;
    here.ok("task.cancel", json!([task])).await;
    assert_eq!(here.task(&task).await["status"], "cancelled");
    assert_eq!((here.counts().await, there.counts().await), counts);
    assert_eq!(here.ok("VDI.get_current_operations", json!([disks[0]])).await, json!({}));
    assert_eq!(there.ok("host.get_current_operations", json!([host])).await, json!({}));
}

/// Within a pool the VM is the same record on other storage and another host.
#[tokio::test]
async fn storage_changes_under_a_vm() {
    let (_sim, client) = start(Config { hosts: 2, vms: 40, ..Config::test() }).await;
    let local = client.ok("SR.get_by_name_label", json!(["Local storage"])).await;
    for state in ["Running", "Halted"] {
        let shared = client.ok("SR.get_by_name_label", json!(["NFS storage"])).await[0].clone();
        let mut found = None;
        for vm in client.vms(state).await {
            let (disks, _) = parts(&client, &vm).await;
            let snapshots = client.ok("VM.get_snapshots", json!([vm])).await;
            if client.ok("VDI.get_SR", json!([disks[0]])).await == shared && snapshots == json!([]) {
                found = Some((vm, disks));
                break;
            }
        }
        let (vm, disks) = found.unwrap();
        let before = client.ok("VM.get_record", json!([vm])).await;
        let hosts = client.ok("host.get_all", json!([])).await;
        let host = hosts.as_array().unwrap().iter().find(|h| **h != before["resident_on"]).unwrap().clone();
        let mut sr = Value::Null;
        for candidate in local.as_array().unwrap() {
            let pbd = client.ok("SR.get_PBDs", json!([candidate])).await[0].take();
            if client.ok("PBD.get_host", json!([pbd])).await == host {
                sr = candidate.clone();
            }
        }
        let snapshot = client.ok("VM.snapshot", json!([vm, "then"])).await;
        let dest = token(&client, host.as_str().unwrap()).await;
        let params = json!([vm, dest, true, map(&disks, sr.as_str().unwrap()), {}, {}]);
        assert_eq!(client.ok("VM.migrate_send", params).await, json!(vm));
        let after = client.ok("VM.get_record", json!([vm])).await;
        assert_eq!((&after["VBDs"], &after["power_state"]), (&before["VBDs"], &json!(state)));
        if state == "Running" {
            assert_eq!(after["resident_on"], host);
            assert_ne!(after["consoles"], before["consoles"]);
        }
        let (now, _) = parts(&client, &vm).await;
        assert_ne!(now, disks);
        assert_eq!(client.ok("VDI.get_SR", json!([now[0]])).await, sr);
        assert_eq!(client.refused("VDI.get_uuid", json!([disks[0]])).await[0], "HANDLE_INVALID");
        // Its snapshot's disk is of the new one, and on the same storage.
        let (then, _) = parts(&client, snapshot.as_str().unwrap()).await;
        assert_eq!(client.ok("VDI.get_snapshot_of", json!([then[0]])).await, json!(now[0]));
        assert_eq!(client.ok("VDI.get_SR", json!([then[0]])).await, sr);
        let snapshots = client.ok("VDI.get_snapshots", json!([now[0]])).await;
        assert_eq!(snapshots, json!(then), "those of the mirror are gone");
        let copy = json!([vm, dest, true, {}, {}, {"copy": "true"}]);
        let code = if state == "Running" { "VM_BAD_POWER_STATE" } else { "OPERATION_NOT_ALLOWED" };
        assert_eq!(client.refused("VM.migrate_send", copy).await[0], code);
    }
}

#[tokio::test]
async fn a_host_without_the_storage_takes_no_vm() {
    let (_sim, client) = start(Config { hosts: 2, vms: 40, ..Config::test() }).await;
    let hosts = client.ok("host.get_all", json!([])).await;
    for vm in client.vms("Running").await {
        let (disks, _) = parts(&client, &vm).await;
        let sr = client.ok("VDI.get_SR", json!([disks[0]])).await;
        if client.ok("SR.get_shared", json!([sr])).await == json!(true) {
            continue;
        }
        let on = client.ok("VM.get_resident_on", json!([vm])).await;
        let other = hosts.as_array().unwrap().iter().find(|h| **h != on).unwrap();
        let told = client.refused("VM.pool_migrate", json!([vm, other, {"live": "true"}])).await;
        assert_eq!(told, ["VM_REQUIRES_SR", &vm, sr.as_str().unwrap()]);
        return;
    }
    panic!("all are on shared storage");
}

/// Processors of another maker take nothing that runs, unless it is forced.
#[tokio::test]
async fn processors_must_be_alike() {
    let (sim, here) = start(Config { pools: 3, vms: 10, ..Config::test() }).await;
    let there = Client::login(sim.pools()[2].addresses()[0]).await;
    let host = there.ok("host.get_all", json!([])).await[0].as_str().unwrap().to_owned();
    let sr = there.ok("SR.get_by_name_label", json!(["NFS storage"])).await[0].as_str().unwrap().to_owned();
    let network = find(&there, "network", "bridge", json!("xenbr0")).await;
    let dest = token(&there, &host).await;
    let vm = here.vms("Running").await[0].clone();
    let (disks, vifs) = parts(&here, &vm).await;
    let params =
        |force: &str| json!([vm, dest, true, map(&disks, &sr), map(&vifs, &network), {"force": force}]);
    let told = here.refused("VM.migrate_send", params("false")).await;
    assert_eq!(told[..3], ["VM_INCOMPATIBLE_WITH_THIS_HOST", &*vm, &*host]);
    let new = here.ok("VM.migrate_send", params("true")).await;
    assert_eq!(there.ok("VM.get_power_state", json!([new])).await, "Running");
}
