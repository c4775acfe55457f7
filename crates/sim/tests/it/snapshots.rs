//! Snapshots, checkpoints and the way back; disks and repositories by themselves.

use crate::common::{Client, NULL, start};
use serde_json::{Value, json};
use sim::Config;

/// The disk of a VM.
async fn disk(client: &Client, vm: &Value) -> Value {
    json!(client.disks(vm.as_str().unwrap()).await[0].0)
}

async fn macs(client: &Client, vm: &Value) -> Vec<Value> {
    let mut macs = Vec::new();
    for vif in client.record("VM", vm).await["VIFs"].as_array().unwrap() {
        macs.push(client.record("VIF", vif).await["MAC"].clone());
    }
    macs
}

#[tokio::test]
async fn a_vm_goes_back_to_its_snapshot() {
    let (_sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let vm = json!(client.vms("Running").await[0]);
    let before = client.record("VM", &vm).await;
    let (old_disk, old_macs) = (disk(&client, &vm).await, macs(&client, &vm).await);
    let first = client.ok("VM.snapshot", json!([vm, "first"])).await;
    let second = client.ok("VM.snapshot", json!([vm, "second"])).await;
    client.ok("VM.set_name_label", json!([vm, "it's another"])).await;
    client.ok("VM.set_user_version", json!([vm, 64])).await;
    client.ok("VM.add_tags", json!([vm, "late"])).await;

    assert_eq!(client.refused("VM.revert", json!([vm])).await, ["REVERT_ONLY_ALLOWED_ON_SNAPSHOT"]);
    client.ok("VM.revert", json!([first])).await;

    let after = client.record("VM", &vm).await;
    for same in ["uuid", "name_label", "user_version", "tags", "is_a_template", "affinity"] {
        assert_eq!(after[same], before[same], "{same}");
    }
    assert_eq!((&after["power_state"], &after["parent"]), (&json!("Halted"), &first));
    assert_eq!((&after["current_operations"], &after["consoles"]), (&json!({}), &json!([])));
    assert_eq!(macs(&client, &vm).await, old_macs);
    let new_disk = disk(&client, &vm).await;
    assert_ne!(new_disk, old_disk);
    assert_eq!(client.refused("VDI.get_uuid", json!([old_disk])).await[0], "HANDLE_INVALID");
    assert_eq!(client.record("VDI", &new_disk).await["is_a_snapshot"], false);
    // What was a snapshot of the disk that was is one of the disk that is.
    for snapshot in [&first, &second] {
        let of = client.record("VDI", &disk(&client, snapshot).await).await;
        assert_eq!((&of["is_a_snapshot"], &of["snapshot_of"]), (&json!(true), &new_disk));
    }
    assert_eq!(client.record("VM", &first).await["current_operations"], json!({}));
    let messages = client.ok("message.get_all_records", json!([])).await;
    assert!(messages.as_object().unwrap().values().any(|m| m["name"] == "VM_REVERTED"));
    client.ok("VM.start", json!([vm, false, false])).await;
}

#[tokio::test]
async fn a_checkpoint_keeps_the_memory() {
    let (_sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let vm = json!(client.vms("Running").await[0]);
    let before = client.record("VM", &vm).await;
    let checkpoint = client.ok("VM.checkpoint", json!([vm, "with memory"])).await;

    let after = client.record("VM", &vm).await;
    for same in ["power_state", "resident_on", "suspend_VDI"] {
        assert_eq!(after[same], before[same], "{same}");
    }
    assert_ne!(after["consoles"], before["consoles"]);
    assert_eq!(after["parent"], checkpoint);
    let taken = client.record("VM", &checkpoint).await;
    assert_eq!((&taken["power_state"], &taken["is_a_snapshot"]), (&json!("Suspended"), &json!(true)));
    assert_eq!(taken["snapshot_info"]["power-state-at-snapshot"], "Running");
    let memory = taken["suspend_VDI"].clone();
    assert_eq!(client.record("VDI", &memory).await["type"], "suspend");

    client.ok("VM.revert", json!([checkpoint])).await;
    let reverted = client.record("VM", &vm).await;
    assert_eq!(reverted["power_state"], "Suspended");
    assert_ne!(reverted["suspend_VDI"], memory, "its own image");
    assert_ne!(reverted["suspend_VDI"], NULL);
    client.ok("VM.resume", json!([vm, false, false])).await;
    assert_eq!(client.record("VM", &vm).await["power_state"], "Running");
    assert_eq!(client.record("VM", &checkpoint).await["suspend_VDI"], memory);
}

#[tokio::test]
async fn a_destroyed_vm_comes_back_from_its_snapshot() {
    let (_sim, client) = start(Config { hosts: 1, ..Config::test() }).await;
    let vm = json!(client.vms("Halted").await[0]);
    let name = client.record("VM", &vm).await["name_label"].clone();
    let snapshot = client.ok("VM.snapshot", json!([vm, "kept"])).await;
    client.ok("VM.destroy", json!([vm])).await;
    client.ok("VM.revert", json!([snapshot])).await;
    let all = client.ok("VM.get_by_name_label", json!([name])).await;
    assert_eq!(all.as_array().unwrap().len(), 1);
    let back = client.record("VM", &all[0]).await;
    assert_eq!((&back["is_a_snapshot"], &back["is_a_template"]), (&json!(false), &json!(false)));
    assert_eq!(client.record("VDI", &disk(&client, &all[0]).await).await["is_a_snapshot"], false);
    client.ok("VM.start", json!([all[0], false, false])).await;
}

#[tokio::test]
async fn disks_by_themselves() {
    let (_sim, client) = start(Config { hosts: 1, ..Config::test() }).await;
    let vm = json!(client.vms("Running").await[0]);
    let vdi = disk(&client, &vm).await;
    let source = client.record("VDI", &vdi).await;
    let size = source["virtual_size"].as_i64().unwrap();

    let snapshot = client.ok("VDI.snapshot", json!([vdi, {}])).await;
    let taken = client.record("VDI", &snapshot).await;
    assert_eq!((&taken["is_a_snapshot"], &taken["snapshot_of"]), (&json!(true), &vdi));
    let clone = client.ok("VDI.clone", json!([snapshot, {}])).await;
    let cloned = client.record("VDI", &clone).await;
    assert_eq!((&cloned["is_a_snapshot"], &cloned["snapshot_of"]), (&json!(false), &json!(NULL)));
    assert_eq!((&cloned["SR"], &cloned["virtual_size"]), (&source["SR"], &source["virtual_size"]));

    let vdi_ref = vdi.as_str().unwrap();
    assert_eq!(client.refused("VDI.resize", json!([vdi, 2 * size])).await, ["VDI_IN_USE", vdi_ref, "resize"]);
    assert_eq!(client.refused("VDI.copy", json!([vdi, source["SR"]])).await, ["VDI_IN_USE", vdi_ref, "copy"]);
    client.ok("VDI.resize", json!([clone, size + 1])).await;
    let grown = client.record("VDI", &clone).await["virtual_size"].clone();
    assert_eq!(grown, json!(size + (2 << 20)), "in whole multiples");
    assert_eq!(client.refused("VDI.resize", json!([clone, 1])).await[0], "SR_BACKEND_FAILURE_79");

    let srs = client.ok("SR.get_all_records", json!([])).await;
    let iso = srs.as_object().unwrap().iter().find(|(_, sr)| sr["content_type"] == "iso").unwrap().0.clone();
    let other = srs
        .as_object()
        .unwrap()
        .iter()
        .find(|(sr, record)| record["content_type"] == "user" && json!(sr) != source["SR"]);
    let other = other.unwrap().0.clone();
    assert_eq!(client.refused("VDI.copy", json!([clone, iso])).await, ["SR_OPERATION_NOT_SUPPORTED", &iso]);
    let copy = client.ok("VDI.copy", json!([clone, other])).await;
    assert_eq!(client.record("VDI", &copy).await["SR"], json!(other));
    let small = json!({"SR": other, "virtual_size": 1, "type": "user", "sharable": false, "read_only": false,
        "other_config": {}, "name_label": "s", "name_description": "", "xenstore_data": {}, "sm_config": {}, "tags": []});
    let small = client.ok("VDI.create", json!([small])).await;
    let refused = client.refused("VDI.copy", json!([clone, NULL, NULL, small])).await;
    assert_eq!(refused[..2], ["VDI_TOO_SMALL", small.as_str().unwrap()]);
    client.ok("VDI.forget", json!([small])).await;

    client.ok("SR.scan", json!([other])).await;
    let scanned = client.record("SR", &json!(other)).await;
    let mut sum = 0;
    for vdi in scanned["VDIs"].as_array().unwrap() {
        sum += client.record("VDI", vdi).await["virtual_size"].as_i64().unwrap();
    }
    assert_eq!(scanned["virtual_allocation"], json!(sum));
}

#[tokio::test]
async fn repositories_and_their_connections() {
    let (_sim, client) = start(Config { hosts: 1, ..Config::test() }).await;
    let vm = json!(client.vms("Running").await[0]);
    let vdi = disk(&client, &vm).await;
    let used = client.record("VDI", &vdi).await["SR"].clone();
    let pbd = client.record("SR", &used).await["PBDs"][0].clone();
    assert_eq!(client.refused("PBD.unplug", json!([pbd])).await[0], "VDI_IN_USE");
    assert_eq!(client.refused("SR.forget", json!([used])).await, ["SR_HAS_PBD", used.as_str().unwrap()]);
    assert_eq!(client.refused("PBD.destroy", json!([pbd])).await[0], "OPERATION_NOT_ALLOWED");

    let library = client.ok("SR.get_by_name_label", json!(["ISO library"])).await[0].clone();
    let pbd = client.record("SR", &library).await["PBDs"][0].clone();
    let vbds = client.ok("VBD.get_all_records", json!([])).await;
    for (vbd, _) in vbds.as_object().unwrap().iter().filter(|(_, v)| v["type"] == "CD" && v["empty"] == false)
    {
        client.ok("VBD.eject", json!([vbd])).await;
    }
    client.ok("PBD.unplug", json!([pbd])).await;
    assert_eq!(client.record("PBD", &pbd).await["currently_attached"], false);
    assert_eq!(client.refused("SR.scan", json!([library])).await[0], "SR_HAS_NO_PBDS");
    assert_eq!(client.refused("SR.destroy", json!([library])).await, ["SR_NOT_EMPTY"]);
    let connection = client.record("PBD", &pbd).await;
    let again = client.refused("PBD.create", json!([connection])).await;
    assert_eq!((again[0].as_str(), again[3].as_str()), ("PBD_EXISTS", pbd.as_str().unwrap()));
    client.ok("PBD.plug", json!([pbd])).await;
    client.ok("SR.scan", json!([library])).await;
    client.ok("PBD.unplug", json!([pbd])).await;
    client.ok("PBD.destroy", json!([pbd])).await;
    assert_eq!(client.refused("SR.destroy", json!([library])).await[0], "SR_HAS_NO_PBDS");
    let image = client.record("SR", &library).await["VDIs"][0].clone();
    client.ok("SR.forget", json!([library])).await;
    assert_eq!(client.refused("VDI.get_uuid", json!([image])).await[0], "HANDLE_INVALID");
}
