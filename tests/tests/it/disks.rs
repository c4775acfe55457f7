//! Disks, and the drives that hold them, changed through the front door.

use model::Kind;
use serde_json::{Value, json};
use sim::Config;

use crate::pool_rig::{Rig, id};

async fn rig() -> Rig {
    Rig::new(Config { vms: 12, hosts: 2, ..Config::test() }).await
}

fn number(value: &Value) -> i64 {
    value.as_str().map_or_else(|| value.as_i64().unwrap(), |text| text.parse().unwrap())
}

#[tokio::test]
async fn a_disk_is_made_grown_moved_and_deleted() {
    let mut rig = rig().await;
    let shared = id(&rig.one(Kind::Sr, json!({ "SR_type": "nfs" })));
    let local = id(&rig.one(Kind::Sr, json!({ "SR_type": "ext" })));
    let disk = rig.made("disk.create", json!({ "name": "data", "size": "10GiB", "sr": shared })).await;
    let record = rig.record("VDI", &disk);
    assert_eq!((&record["name_label"], number(&record["virtual_size"])), (&json!("data"), 10 << 30));

    let set = json!({
        "id": disk, "name_label": "data 2", "name_description": "why", "size": "12 GiB", "cbt": true,
    });
    rig.call("vdi.set", set).await;
    let record = rig.record("VDI", &disk);
    assert_eq!((&record["name_label"], &record["name_description"]), (&json!("data 2"), &json!("why")));
    assert_eq!((number(&record["virtual_size"]), &record["cbt_enabled"]), (12 << 30, &json!(true)));
    rig.until(&disk, "size", json!(12i64 << 30)).await;
    rig.until(&disk, "name_label", json!("data 2")).await;
    assert_eq!(rig.refused("vdi.set", json!({ "id": disk, "size": 1 })).await["code"], 25);
    rig.sim.first().add_fault("fail=VDI.resize:1:INTERNAL_ERROR:no".parse().unwrap());
    rig.refused("vdi.set", json!({ "id": disk, "name_label": "data 3", "size": "13GiB" })).await;
    assert_eq!(rig.record("VDI", &disk)["name_label"], "data 2", "all of it or nothing");
    rig.until(&disk, "name_label", json!("data 2")).await;

    rig.call("vdi.set", json!({ "id": disk, "cbt": false })).await;
    let moved = rig.made("vdi.migrate", json!({ "id": disk, "sr_id": local })).await;
    assert_eq!((&rig.object(&moved)["$SR"], rig.found("VDI", &disk)), (&json!(local), None));
    let again = rig.refused("vdi.migrate", json!({ "id": moved, "sr_id": local })).await;
    assert_eq!(again["code"], 25, "{again}");
    rig.call("vdi.delete", json!({ "id": moved })).await;
    assert_eq!(rig.found("VDI", &moved), None);
    let wrong = json!({ "name": "x", "size": "big", "sr": shared });
    assert_eq!(rig.refused("disk.create", wrong).await["data"]["errors"][0]["instancePath"], "/size");

    let admin = rig.server.admin().await;
    let body = json!({ "srId": shared, "name_label": "by REST", "virtual_size": 1 << 20, "tags": ["t"] });
    let made = admin.post("/rest/v0/vdis", &body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let record = rig.record("VDI", made.json()["id"].as_str().unwrap());
    assert_eq!((&record["name_label"], &record["tags"]), (&json!("by REST"), &json!(["t"])));
}

#[tokio::test]
async fn a_drive_is_made_plugged_moved_and_taken_away() {
    let mut rig = rig().await;
    let (shared, running) =
        (id(&rig.one(Kind::Sr, json!({ "SR_type": "nfs" }))), rig.sim.first().vms("Running"));
    let vm = &running[0];
    let wanted =
        json!({ "name": "d", "size": 1 << 30, "sr": shared, "vm": vm, "mode": "RO", "bootable": true });
    let disk = rig.made("disk.create", wanted).await;
    tests::eventually("its drive", async || rig.object(&disk)["$VBDs"][0].as_str().map(|_| ())).await;
    let drive = rig.object(&disk)["$VBDs"][0].as_str().unwrap().to_owned();
    let record = rig.record("VBD", &drive);
    assert_eq!((&record["mode"], &record["bootable"]), (&json!("RO"), &json!(true)));
    assert_eq!(record["currently_attached"], true, "a running VM gets it at once");

    rig.call("vbd.disconnect", json!({ "id": drive })).await;
    assert_eq!(rig.record("VBD", &drive)["currently_attached"], false);
    rig.call("vbd.connect", json!({ "id": drive })).await;
    assert_eq!(rig.record("VBD", &drive)["currently_attached"], true);
    rig.refused("vbd.delete", json!({ "id": drive })).await;
    rig.call("vbd.disconnect", json!({ "id": drive })).await;
    rig.call("vbd.setBootable", json!({ "vbd": drive, "bootable": false })).await;
    rig.call("vbd.set", json!({ "id": drive, "position": 11 })).await;
    let record = rig.record("VBD", &drive);
    assert_eq!((&record["bootable"], &record["userdevice"]), (&json!(false), &json!("11")));
    rig.call("vbd.delete", json!({ "id": drive })).await;
    assert_eq!(rig.found("VBD", &drive), None);
    assert!(rig.found("VDI", &disk).is_some(), "the disk stays");

    let admin = rig.server.admin().await;
    let made = admin.post("/rest/v0/vbds", &json!({ "VM": vm, "VDI": disk, "userdevice": "12" })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let drive = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(rig.record("VBD", &drive)["userdevice"], "12");

    // What the VM cannot get is not left behind.
    let before = rig.all(Kind::Vdi).len();
    let taken = json!({ "name": "e", "size": 1 << 30, "sr": shared, "vm": vm, "position": "12" });
    assert_eq!(rig.refused("disk.create", taken).await["data"]["code"], "DEVICE_ALREADY_EXISTS");
    tests::eventually("no disk is left", async || Some(()).filter(|()| rig.all(Kind::Vdi).len() == before))
        .await;

    // A disk of a VM is moved where it runs too, and the VM goes on with it.
    let attached = rig.one(Kind::Vbd, json!({ "attached": true, "is_cd_drive": false }));
    let disk = attached["VDI"].as_str().unwrap().to_owned();
    let from = rig.object(&disk)["$SR"].clone();
    let vm = rig.object(attached["VM"].as_str().unwrap());
    let within =
        |sr: &Value| sr["SR_type"] == "nfs" || sr["$container"] == vm["$container"] && sr["SR_type"] == "ext";
    let to = rig.all(Kind::Sr).into_iter().find(|sr| sr["id"] != from && within(sr));
    let to = to.unwrap_or_else(|| panic!("nowhere to move {disk}: {vm}"));
    let moved = rig.made("vdi.migrate", json!({ "id": disk, "sr_id": id(&to) })).await;
    assert_eq!(rig.object(&moved)["$SR"], to["id"]);
    rig.until(&id(&attached), "VDI", json!(moved)).await;
}
