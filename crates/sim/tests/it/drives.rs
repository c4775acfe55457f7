//! Drives and disks of VMs, one rule after the other.

use serde_json::{Value, json};
use sim::Config;

use crate::common::{Client, NULL, has, sorted, start, vbd};

async fn new_disk(client: &Client, more: Value) -> String {
    let sr = client.ok("SR.get_by_name_label", json!(["NFS storage"])).await[0].clone();
    let mut vdi = json!({"name_label": "d", "SR": sr, "virtual_size": 1 << 21, "type": "user", "sharable": false,
        "read_only": false, "other_config": {}});
    vdi.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    client.ok("VDI.create", json!([vdi])).await.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn drives_are_numbered() {
    let (_sim, client) = start(Config::test()).await;
    let vm = client.vms("Running").await[0].clone();
    let vdi = new_disk(&client, json!({})).await;
    let free = client.ok("VM.get_allowed_VBD_devices", json!([vm])).await;
    assert!(free.as_array().unwrap().len() > 200);
    for wrong in ["999", "-1", "floppy", "xvd1"] {
        let refused =
            client.refused("VBD.create", json!([vbd(&vm, &vdi, json!({"userdevice": wrong}))])).await;
        assert_eq!(refused, ["INVALID_DEVICE", wrong]);
    }
    let made = client.ok("VBD.create", json!([vbd(&vm, &vdi, json!({"userdevice": "xvdf"}))])).await;
    let record = client.ok("VBD.get_record", json!([made])).await;
    assert_eq!((&record["device"], &record["currently_attached"]), (&json!("xvdf"), &json!(false)));
    for taken in ["5", "xvdf"] {
        let refused =
            client.refused("VBD.create", json!([vbd(&vm, &vdi, json!({"userdevice": taken}))])).await;
        assert_eq!(refused, ["DEVICE_ALREADY_EXISTS", "5"]);
    }
    assert!(!has(&client.ok("VM.get_allowed_VBD_devices", json!([vm])).await, "5"));
    let next = client.ok("VBD.create", json!([vbd(&vm, &vdi, json!({}))])).await;
    let next = client.ok("VBD.get_userdevice", json!([next])).await;
    assert_eq!(next, free[0], "the first that is free");
    let nowhere = client.refused("VBD.create", json!([vbd("OpaqueRef:none", &vdi, json!({}))])).await;
    assert_eq!(nowhere, ["HANDLE_INVALID", "VM", "OpaqueRef:none"]);
    let nothing = client.refused("VBD.create", json!([vbd(&vm, "OpaqueRef:none", json!({}))])).await;
    assert_eq!(nothing, ["HANDLE_INVALID", "VDI", "OpaqueRef:none"]);
}

#[tokio::test]
async fn plugging_and_what_it_asks_for() {
    let (_sim, client) = start(Config::test()).await;
    let running = client.vms("Running").await;
    let (vm, other) = (running[0].clone(), running[1].clone());
    let halted = client.vms("Halted").await[0].clone();
    let vdi = new_disk(&client, json!({})).await;
    let made = client.ok("VBD.create", json!([vbd(&vm, &vdi, json!({}))])).await;
    let m = made.as_str().unwrap();
    assert_eq!(sorted(&client.ok("VBD.get_allowed_operations", json!([m])).await), ["attach", "plug"]);
    assert_eq!(client.refused("VBD.unplug", json!([m])).await, ["DEVICE_ALREADY_DETACHED", m]);
    client.ok("VBD.plug", json!([m])).await;
    assert_eq!(
        sorted(&client.ok("VBD.get_allowed_operations", json!([m])).await),
        ["pause", "unpause", "unplug", "unplug_force"]
    );
    assert_eq!(client.refused("VBD.plug", json!([m])).await, ["DEVICE_ALREADY_ATTACHED", m]);
    assert_eq!(client.refused("VBD.destroy", json!([m])).await[0], "OPERATION_NOT_ALLOWED");
    let twin = client.ok("VBD.create", json!([vbd(&other, &vdi, json!({}))])).await;
    assert_eq!(client.refused("VBD.plug", json!([twin])).await, ["VDI_IN_USE", &vdi], "one parameter here");
    client.ok("VBD.unplug", json!([m])).await;
    client.ok("VBD.plug", json!([twin])).await;
    let idle = client.ok("VBD.create", json!([vbd(&halted, &vdi, json!({}))])).await;
    assert_eq!(
        client.refused("VBD.plug", json!([idle])).await,
        ["VM_BAD_POWER_STATE", &halted, "running", "halted"]
    );
    assert_eq!(sorted(&client.ok("VBD.get_allowed_operations", json!([idle])).await), ["attach"]);
    // Many may read what nobody writes; a sharable disk is everybody's.
    let shared = new_disk(&client, json!({"sharable": true})).await;
    for vm in [&vm, &other] {
        let vbd = client.ok("VBD.create", json!([vbd(vm, &shared, json!({}))])).await;
        client.ok("VBD.plug", json!([vbd])).await;
    }
    let read = new_disk(&client, json!({})).await;
    for vm in [&vm, &other] {
        let vbd = client.ok("VBD.create", json!([vbd(vm, &read, json!({"mode": "RO"}))])).await;
        client.ok("VBD.plug", json!([vbd])).await;
    }
    let fixed = new_disk(&client, json!({"read_only": true})).await;
    let refused = client.refused("VBD.create", json!([vbd(&vm, &fixed, json!({}))])).await;
    assert_eq!(refused, ["VDI_READONLY", &fixed]);
    client.ok("VBD.create", json!([vbd(&vm, &fixed, json!({"mode": "RO"}))])).await;
}

#[tokio::test]
async fn discs_go_in_and_out() {
    let (_sim, client) = start(Config::test()).await;
    let vm = client.vms("Running").await[0].clone();
    let library = client.ok("SR.get_by_name_label", json!(["ISO library"])).await[0].clone();
    let disc = client.ok("SR.get_VDIs", json!([library])).await[0].clone();
    let disc = disc.as_str().unwrap();
    let refused = client.refused("VBD.create", json!([vbd(&vm, disc, json!({"type": "CD"}))])).await;
    assert_eq!(refused, ["VBD_CDS_MUST_BE_READONLY"]);
    let drive = json!({"type": "CD", "mode": "RO", "empty": true});
    let drive = client.ok("VBD.create", json!([vbd(&vm, NULL, drive)])).await;
    assert!(has(&client.ok("VBD.get_allowed_operations", json!([drive])).await, "insert"));
    assert_eq!(client.refused("VBD.eject", json!([drive])).await, ["VBD_IS_EMPTY", drive.as_str().unwrap()]);
    client.ok("VBD.insert", json!([drive, disc])).await;
    assert_eq!(
        client.refused("VBD.insert", json!([drive, disc])).await,
        ["VBD_NOT_EMPTY", drive.as_str().unwrap()]
    );
    assert!(client.ok("VDI.get_VBDs", json!([disc])).await.as_array().unwrap().contains(&drive));
    client.ok("VBD.eject", json!([drive])).await;
    assert_eq!(client.ok("VBD.get_VDI", json!([drive])).await, NULL);
    let vdi = new_disk(&client, json!({})).await;
    let disk = client.ok("VBD.create", json!([vbd(&vm, &vdi, json!({}))])).await;
    for (call, params) in [("VBD.eject", json!([disk])), ("VBD.insert", json!([disk, disc]))] {
        assert_eq!(
            client.refused(call, params).await,
            ["VBD_NOT_REMOVABLE_MEDIA", disk.as_str().unwrap()],
            "{call}"
        );
    }
}

#[tokio::test]
async fn devices_are_made_and_kept_in_step() {
    let (_sim, client) = start(Config::test()).await;
    let vm = client.vms("Running").await[0].clone();
    let sr = client.ok("SR.get_by_name_label", json!(["NFS storage"])).await[0].clone();
    let vdi = json!({"name_label": "data", "SR": sr, "virtual_size": "1000", "type": "user", "sharable": false,
                     "read_only": false, "other_config": {}});
    let vdi = client.ok("VDI.create", json!([vdi])).await;
    assert_eq!(client.ok("VDI.get_virtual_size", json!([vdi])).await, 2 << 20, "rounded up");
    assert!(client.ok("SR.get_VDIs", json!([sr])).await.as_array().unwrap().contains(&vdi));
    let mut vbd = vbd(&vm, vdi.as_str().unwrap(), json!({"userdevice": "0"}));
    assert_eq!(client.refused("VBD.create", json!([vbd])).await, ["DEVICE_ALREADY_EXISTS", "0"]);
    vbd["userdevice"] = json!("autodetect");
    let vbd = client.ok("VBD.create", json!([vbd])).await;
    assert!(client.ok("VM.get_VBDs", json!([vm])).await.as_array().unwrap().contains(&vbd));
    assert_eq!(client.ok("VDI.get_VBDs", json!([vdi])).await, json!([vbd]));
    client.ok("VBD.plug", json!([vbd])).await;
    assert_eq!(client.refused("VBD.plug", json!([vbd])).await[0], "DEVICE_ALREADY_ATTACHED");
    assert_eq!(client.refused("VDI.destroy", json!([vdi])).await[0], "VDI_IN_USE");
    client.ok("VBD.unplug", json!([vbd])).await;
    client.ok("VBD.destroy", json!([vbd])).await;
    client.ok("VDI.destroy", json!([vdi])).await;
    assert_eq!(client.refused("VDI.get_uuid", json!([vdi])).await[0], "HANDLE_INVALID");
    assert_eq!(
        client.refused("VDI.create", json!([{"name_label": "x"}])).await[0],
        "INTERNAL_ERROR",
        "no SR given"
    );
}
