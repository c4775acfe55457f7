//! Storage repositories, looked for, made, connected and maintained through the front door.

use model::Kind;
use serde_json::{Value, json};
use sim::Config;

use crate::pool_rig::{Rig, id};

async fn rig() -> Rig {
    Rig::new(Config { vms: 12, hosts: 2, ..Config::test() }).await
}

fn host(rig: &Rig) -> String {
    id(&rig.all(Kind::Host)[0])
}

fn config(rig: &Rig, sr: &str) -> Value {
    let of_it = |pbd: &Value| pbd["SR"] == json!(sr);
    let pbd = rig.all(Kind::Pbd).into_iter().find(of_it).unwrap();
    rig.record("PBD", &id(&pbd))["device_config"].clone()
}

fn plugged(rig: &Rig, sr: &str) -> Vec<bool> {
    let of_it = rig.all(Kind::Pbd).into_iter().filter(|pbd| pbd["SR"] == json!(sr));
    of_it.map(|pbd| rig.record("PBD", &id(&pbd))["currently_attached"] == true).collect()
}

async fn connections(rig: &Rig, sr: &str, count: usize) {
    tests::eventually("its connections", async || {
        let of_it = rig.all(Kind::Pbd).into_iter().filter(|pbd| pbd["SR"] == json!(sr));
        Some(()).filter(|()| of_it.count() == count)
    })
    .await;
}

#[tokio::test]
async fn an_iscsi_disk_is_found_step_by_step_and_used() {
    let mut rig = rig().await;
    let host = host(&rig);
    let at = json!({ "host": host, "target": "10.5.0.1", "port": 3260 });
    let with = |more: Value| {
        let mut all = at.clone();
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    let targets = rig.call("sr.probeIscsiIqns", at.clone()).await;
    assert_eq!(targets[0]["ip"], "10.5.0.1", "{targets}");
    let iqn = targets[0]["iqn"].clone();
    let disks = rig.call("sr.probeIscsiLuns", with(json!({ "targetIqn": iqn }))).await;
    let disk = disks[0].clone();
    for property in ["id", "vendor", "serial", "size", "scsiId"] {
        assert_ne!(disk[property], "", "{property} of {disk}");
    }
    let exact = json!({ "targetIqn": iqn, "scsiId": disk["scsiId"] });
    assert_eq!(rig.call("sr.probeIscsiExists", with(exact.clone())).await, json!([]));
    let mut wanted = with(exact.clone());
    wanted["nameLabel"] = json!("iSCSI");
    wanted["nameDescription"] = json!("");
    wanted["chapUser"] = json!("u");
    wanted["chapPassword"] = json!("p");
    let sr = rig.made("sr.createIscsi", wanted).await;
    let record = rig.record("SR", &sr);
    assert_eq!((&record["type"], &record["shared"]), (&json!("lvmoiscsi"), &json!(true)));
    connections(&rig, &sr, 2).await;
    let told = config(&rig, &sr);
    assert_eq!((&told["chapuser"], &told["port"], &told["targetIQN"]), (&json!("u"), &json!("3260"), &iqn));
    assert_eq!(rig.call("sr.probeIscsiExists", with(exact)).await, json!([{ "uuid": sr }]));

    // A target that is not there is refused with what the storage says.
    let wrong = with(json!({ "targetIqn": "iqn.nowhere" }));
    assert_eq!(rig.refused("sr.probeIscsiLuns", wrong).await["data"]["code"], "SR_BACKEND_FAILURE_141");
    rig.sim.first().add_fault("fail=SR.probe:1:SR_BACKEND_FAILURE_141::no answer:".parse().unwrap());
    assert_eq!(rig.call("sr.probeIscsiIqns", at).await, json!([]), "a server that does not answer has none");

    rig.call("sr.reclaimSpace", json!({ "id": sr })).await;
    assert!(rig.record("SR", &sr)["other_config"]["trim_last_triggered"].is_string());
    let files = id(&rig.one(Kind::Sr, json!({ "SR_type": "nfs" })));
    let refused = rig.refused("sr.reclaimSpace", json!({ "id": files })).await;
    assert!(refused["message"].as_str().unwrap().contains("not supported"), "{refused}");
}

#[tokio::test]
async fn exports_and_adapters_are_found_and_used() {
    let mut rig = rig().await;
    let host = host(&rig);
    let at = json!({ "host": host, "server": "10.40.0.2" });
    let exports = rig.call("sr.probeNfs", at).await;
    assert!(exports.as_array().unwrap().contains(&json!({ "path": "/tank/vms", "acl": "*" })), "{exports}");
    let there = json!({ "host": host, "server": "10.40.0.2", "serverPath": "/tank/vms" });
    let known = id(&rig.one(Kind::Sr, json!({ "SR_type": "nfs" })));
    assert_eq!(rig.call("sr.probeNfsExists", there).await, json!([{ "uuid": known }]));
    let wanted = json!({
        "host": host, "nameLabel": "nfs", "nameDescription": "new", "server": "10.40.0.2",
        "serverPath": "/export/vms", "nfsVersion": "4", "nfsOptions": "soft", "preferredImageFormat": "qcow2, vhd",
    });
    let sr = rig.made("sr.createNfs", wanted).await;
    connections(&rig, &sr, 2).await;
    let told = config(&rig, &sr);
    assert_eq!((&told["nfsversion"], &told["options"]), (&json!("4"), &json!("soft")));
    assert_eq!(told["preferred-image-formats"], "qcow2,vhd");

    let disks = rig.call("sr.probeHba", json!({ "host": host })).await;
    let disk = disks[0].clone();
    for property in ["hba", "id", "lun", "path", "scsiId", "serial", "size", "vendor"] {
        assert_ne!(disk[property], "", "{property} of {disk}");
    }
    let exact = json!({ "host": host, "scsiId": disk["scsiId"] });
    assert_eq!(rig.call("sr.probeHbaExists", exact.clone()).await, json!([]));
    let wanted = json!({ "host": host, "nameLabel": "hba", "nameDescription": "", "scsiId": disk["scsiId"] });
    let sr = rig.made("sr.createHba", wanted).await;
    assert_eq!(rig.record("SR", &sr)["type"], "lvmohba");
    connections(&rig, &sr, 2).await;
    assert_eq!(rig.call("sr.probeHbaExists", exact).await, json!([{ "uuid": sr }]));
    assert_eq!(rig.call("sr.probeZfs", json!({ "host": host })).await, json!({}));
}

#[tokio::test]
async fn every_other_type_is_made_with_what_its_driver_must_be_told() {
    let mut rig = rig().await;
    let host = host(&rig);
    let (smb, share) = ("\\\\files\\vms", "\\\\files\\iso");
    for (method, more, kind, told) in [
        ("sr.createLvm", json!({ "device": "/dev/sdb" }), "lvm", json!({ "device": "/dev/sdb" })),
        ("sr.createExt", json!({ "device": "/dev/sdc" }), "ext", json!({ "device": "/dev/sdc" })),
        ("sr.createZfs", json!({ "location": "/tank" }), "file", json!({ "location": "/tank" })),
        (
            "sr.createSmb",
            json!({ "server": smb, "user": "u", "password": "p" }),
            "smb",
            json!({ "server": smb, "username": "u", "password": "p" }),
        ),
        (
            "sr.createIso",
            json!({ "type": "local", "path": "/media" }),
            "iso",
            json!({ "location": "/media", "legacy_mode": "true" }),
        ),
        (
            "sr.createIso",
            json!({ "type": "nfs", "path": "files:/iso", "nfsVersion": "4" }),
            "iso",
            json!({ "location": "files:/iso", "type": "nfs_iso", "nfsversion": "4" }),
        ),
        (
            "sr.createIso",
            json!({ "type": "smb", "path": share, "user": "u", "password": "p" }),
            "iso",
            json!({ "location": share, "type": "cifs", "username": "u", "cifspassword": "p" }),
        ),
    ] {
        let mut wanted = json!({ "host": host, "nameLabel": "new", "nameDescription": "why" });
        wanted.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let sr = rig.made(method, wanted).await;
        let record = rig.record("SR", &sr);
        let shared = !matches!(kind, "lvm" | "ext" | "file");
        assert_eq!((&record["type"], &record["shared"]), (&json!(kind), &json!(shared)), "{method}");
        assert_eq!(record["content_type"], if kind == "iso" { "iso" } else { "user" });
        assert_eq!((&record["name_label"], &record["name_description"]), (&json!("new"), &json!("why")));
        connections(&rig, &sr, if shared { 2 } else { 1 }).await;
        assert_eq!(config(&rig, &sr), told, "{method}");
    }
    let taken = json!({ "host": host, "nameLabel": "x", "nameDescription": "", "device": "/dev/sdb" });
    assert_eq!(rig.refused("sr.createExt", taken).await["data"]["code"], "SR_DEVICE_IN_USE");

    let admin = rig.server.admin().await;
    let body = json!({
        "hostId": host, "SR_type": "ext", "name_label": "by REST", "device_config": { "device": "/dev/sdd" },
    });
    let made = admin.post("/rest/v0/srs", &body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let record = rig.record("SR", made.json()["id"].as_str().unwrap());
    assert_eq!((&record["name_label"], &record["shared"]), (&json!("by REST"), &json!(false)));
}

#[tokio::test]
async fn a_repository_is_renamed_scanned_disconnected_forgotten_and_attached_again() {
    let mut rig = rig().await;
    let host = host(&rig);
    let wanted = json!({
        "host": host, "nameLabel": "nfs", "nameDescription": "", "server": "10.40.0.9", "serverPath": "/export/vms",
    });
    let sr = rig.made("sr.createNfs", wanted.clone()).await;
    connections(&rig, &sr, 2).await;
    let at = json!({ "id": sr });
    rig.call("sr.set", json!({ "id": sr, "name_label": "filer", "name_description": "of tests" })).await;
    let record = rig.record("SR", &sr);
    assert_eq!((&record["name_label"], &record["name_description"]), (&json!("filer"), &json!("of tests")));
    let disk = rig.made("disk.create", json!({ "name": "kept", "size": 1 << 30, "sr": sr })).await;
    rig.call("sr.scan", at.clone()).await;
    rig.call("sr.disconnectAllPbds", at.clone()).await;
    assert_eq!(plugged(&rig, &sr), [false, false]);
    assert_eq!(rig.refused("sr.scan", at.clone()).await["data"]["code"], "SR_HAS_NO_PBDS");
    rig.call("sr.connectAllPbds", at.clone()).await;
    assert_eq!(plugged(&rig, &sr), [true, true]);

    let pbd = id(&rig.one(Kind::Pbd, json!({ "SR": sr })));
    let plugged_now = |rig: &Rig| rig.record("PBD", &pbd)["currently_attached"].clone();
    rig.call("pbd.disconnect", json!({ "id": pbd })).await;
    assert_eq!(plugged_now(&rig), false);
    rig.call("pbd.connect", json!({ "id": pbd })).await;
    assert_eq!(plugged_now(&rig), true);
    rig.refused("pbd.delete", json!({ "id": pbd })).await;
    rig.call("pbd.disconnect", json!({ "id": pbd })).await;
    rig.call("pbd.delete", json!({ "id": pbd })).await;
    assert_eq!(rig.found("PBD", &pbd), None);

    rig.call("sr.forget", at.clone()).await;
    assert_eq!((rig.found("SR", &sr), rig.found("VDI", &disk)), (None, None));
    let mut again = wanted;
    again["srUuid"] = json!(sr);
    rig.sim.first().add_fault("fail=PBD.plug:1:SR_BACKEND_FAILURE_73::mount error:".parse().unwrap());
    rig.refused("sr.createNfs", again.clone()).await;
    assert_eq!(rig.found("SR", &sr), None, "nothing is left of what failed");
    assert_eq!(rig.call("sr.createNfs", again).await, json!(sr));
    assert!(rig.found("VDI", &disk).is_some(), "what lies there is found again");
    rig.known(&sr).await;
    connections(&rig, &sr, 2).await;
    assert_eq!(plugged(&rig, &sr), [true, true]);

    rig.sim.first().add_fault("fail=SR.destroy:1:INTERNAL_ERROR:no".parse().unwrap());
    rig.refused("sr.destroy", at.clone()).await;
    assert_eq!(plugged(&rig, &sr), [true, true], "the hosts are connected again");
    assert_eq!(rig.refused("sr.destroy", at.clone()).await["data"]["code"], "SR_NOT_EMPTY");
    rig.known(&disk).await;
    rig.call("vdi.delete", json!({ "id": disk })).await;
    rig.call("sr.destroy", at).await;
    assert_eq!(rig.found("SR", &sr), None);
}

#[tokio::test]
async fn a_repository_goes_into_maintenance_and_comes_back() {
    let mut rig = rig().await;
    let sr = id(&rig.one(Kind::Sr, json!({ "SR_type": "nfs" })));
    let refused = rig.refused("sr.enableMaintenanceMode", json!({ "id": sr })).await;
    assert_eq!(refused["code"], 25, "{refused}");
    assert_eq!(plugged(&rig, &sr), [true, true]);
    let running = rig.sim.first().vms("Running");
    let all: Vec<String> = [running, rig.sim.first().vms("Paused")].concat();
    let before: Vec<Value> = all.iter().map(|vm| rig.record("VM", vm)["power_state"].clone()).collect();

    rig.call("sr.enableMaintenanceMode", json!({ "id": sr, "vmsToShutdown": all })).await;
    assert_eq!(plugged(&rig, &sr), [false, false]);
    assert!(rig.record("SR", &sr)["other_config"]["xo:maintenanceState"].is_string());
    rig.until(&sr, "inMaintenanceMode", json!(true)).await;
    let down = all.iter().filter(|vm| rig.record("VM", vm)["power_state"] == "Halted").count();
    assert!(down > 0);
    assert_eq!(rig.refused("sr.enableMaintenanceMode", json!({ "id": sr })).await["code"], 25);

    rig.call("sr.disableMaintenanceMode", json!({ "id": sr })).await;
    assert_eq!(plugged(&rig, &sr), [true, true]);
    assert_eq!(rig.record("SR", &sr)["other_config"].get("xo:maintenanceState"), None);
    let after: Vec<Value> = all.iter().map(|vm| rig.record("VM", vm)["power_state"].clone()).collect();
    assert_eq!(after, before);
    rig.until(&sr, "inMaintenanceMode", json!(false)).await;
    assert_eq!(rig.refused("sr.disableMaintenanceMode", json!({ "id": sr })).await["code"], 25);
}

#[tokio::test]
async fn chains_of_disks_that_wait_to_be_merged_are_told() {
    let mut rig = rig().await;
    let sr = rig.one(Kind::Sr, json!({ "SR_type": "nfs" }));
    let healthy = json!({ "vdisWithUnknownVhdParent": [], "unhealthyVdis": {}, "nUnhealthyVdis": 0 });
    assert_eq!(rig.call("sr.getVdiChainsInfo", json!({ "id": id(&sr) })).await, healthy);
    assert_eq!(rig.call("sr.getAllUnhealthyVdiChainsLength", json!({})).await, json!({}));
    let add = async |name: &str, managed: bool, parent: &str| -> String {
        let fields = json!({
            "name_label": name, "SR": sr["_xapiRef"], "managed": managed, "type": "user",
            "sm_config": { "vhd-parent": parent },
        });
        rig.sim.first().add("VDI", &fields).unwrap();
        let kind = if managed { Kind::Vdi } else { Kind::VdiUnmanaged };
        let known = || rig.all(kind).iter().find(|disk| disk["name_label"] == name).map(id);
        tests::eventually("the disk is known", async || known()).await
    };
    let base = add("base", false, "").await;
    let middle = add("middle", false, &base).await;
    add("leaf", true, &middle).await;
    let orphan = add("orphan", true, "gone").await;
    let info = json!({
        "vdisWithUnknownVhdParent": [orphan], "unhealthyVdis": { &base: 2, &middle: 1 }, "nUnhealthyVdis": 2,
    });
    assert_eq!(rig.call("sr.getVdiChainsInfo", json!({ "id": id(&sr) })).await, info);
    assert_eq!(rig.call("sr.getAllUnhealthyVdiChainsLength", json!({})).await, json!({ id(&sr): info }));

    let driver = rig.call("sm.getFromSr", json!({ "sr": id(&sr) })).await;
    let uuid = driver["uuid"].as_str().unwrap();
    assert_eq!((&driver["type"], &rig.record("SM", uuid)["type"]), (&json!("nfs"), &json!("nfs")));
}
