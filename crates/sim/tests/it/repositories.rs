//! Repositories: made, probed, shared, forgotten and found again, filled; and what disks and drives allow.

use serde_json::{Value, json};
use sim::Config;

use crate::common::{Client, has, request, sorted, start, vbd as drive};
use crate::disks::{MIB, failed, pattern, succeeded};

const FULL: [&str; 4] = ["SR_BACKEND_FAILURE_44", "", "There is insufficient space", ""];

async fn host(client: &Client) -> Value {
    client.ok("host.get_all", json!([])).await[0].clone()
}

/// The texts between two tags.
fn between<'a>(xml: &'a str, tag: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
    xml.split(&open).skip(1).map(|rest| rest.split(&close).next().unwrap().trim()).collect()
}

#[tokio::test]
async fn iscsi_is_probed_step_by_step_and_a_repository_made() {
    let (_sim, client) = start(Config { hosts: 3, ..Config::test() }).await;
    let host = host(&client).await;
    let types = client.ok("SR.get_supported_types", json!([])).await;
    let drivers = client.ok("SM.get_all_records", json!([])).await;
    let kinds: Vec<_> = drivers.as_object().unwrap().values().map(|sm| sm["type"].clone()).collect();
    assert_eq!(sorted(&types), sorted(&json!(kinds)));
    assert!(kinds.contains(&json!("lvmoiscsi")));

    let probe = async |config: Value| client.call("SR.probe", json!([host, config, "lvmoiscsi", {}])).await;
    assert_eq!(probe(json!({})).await.unwrap_err()[0], "SR_BACKEND_FAILURE_95");
    let mut config = json!({"target": "10.1.1.1"});
    let refused = probe(config.clone()).await.unwrap_err();
    assert_eq!((refused[0].as_str(), refused.len()), ("SR_BACKEND_FAILURE_96", 4));
    let iqns = between(&refused[3], "TargetIQN");
    assert_eq!(between(&refused[3], "IPAddress")[0], "10.1.1.1");
    config["targetIQN"] = json!(iqns[1]);
    let refused = probe(config.clone()).await.unwrap_err();
    assert_eq!(refused[0], "SR_BACKEND_FAILURE_107");
    let (ids, sizes) = (between(&refused[3], "SCSIid"), between(&refused[3], "size"));
    assert!(ids.len() > 1 && ids.len() == sizes.len());
    config["SCSIid"] = json!(ids[0]);
    let found = probe(config.clone()).await.unwrap();
    assert!(between(found.as_str().unwrap(), "UUID").is_empty());
    let wrong = json!({"target": "10.1.1.1", "targetIQN": "iqn.none", "SCSIid": ids[0]});
    assert_eq!(probe(wrong).await.unwrap_err()[0], "SR_BACKEND_FAILURE_141");

    let create = async |config: &Value, kind: &str| {
        client.call("SR.create", json!([host, config, 0, "san", "on the SAN", kind, "user", true, {}])).await
    };
    assert_eq!(create(&config, "tape").await.unwrap_err(), ["SR_UNKNOWN_DRIVER", "tape"]);
    assert_eq!(
        create(&json!({"target": "10.1.1.1"}), "lvmoiscsi").await.unwrap_err()[0],
        "SR_BACKEND_FAILURE_96"
    );
    let sr = create(&config, "lvmoiscsi").await.unwrap();
    let record = client.record("SR", &sr).await;
    assert_eq!(record["physical_size"].to_string(), sizes[0]);
    assert_eq!((&record["shared"], record["PBDs"].as_array().unwrap().len()), (&json!(true), 3));
    for pbd in record["PBDs"].as_array().unwrap() {
        let pbd = client.record("PBD", pbd).await;
        assert_eq!((&pbd["currently_attached"], &pbd["device_config"]), (&json!(true), &config));
    }
    let live = client.ok("SR.get_live_hosts", json!([sr])).await;
    assert_eq!(live.as_array().unwrap().len(), 3);
    client.ok("SR.assert_can_host_ha_statefile", json!([sr])).await;
    let found = probe(config.clone()).await.unwrap();
    assert_eq!(between(found.as_str().unwrap(), "UUID"), [record["uuid"].as_str().unwrap()]);
    let found = client.ok("SR.probe_ext", json!([host, config, "lvmoiscsi"])).await;
    assert_eq!(found[0]["sr"]["uuid"], record["uuid"]);
    assert_eq!((&found[0]["complete"], &found[0]["configuration"]), (&json!(true), &config));
    let choices = client.ok("SR.probe_ext", json!([host, {"target": "10.1.1.1"}, "lvmoiscsi"])).await;
    assert_eq!(choices[1]["configuration"]["targetIQN"], json!(iqns[1]));
    assert_eq!(choices[1]["complete"], false);

    // Volumes take their whole size at once, and there is an end to it.
    let disk = |size: u64| {
        json!({"SR": sr, "virtual_size": size, "name_label": "d", "type": "user",
        "sharable": false, "read_only": false, "other_config": {}})
    };
    let size = record["physical_size"].as_u64().unwrap();
    assert_eq!(client.refused("VDI.create", json!([disk(size)])).await, FULL);
    let vdi = client.ok("VDI.create", json!([disk(size / 2)])).await;
    let now = client.record("SR", &sr).await;
    assert_eq!(now["virtual_allocation"], json!(size / 2));
    assert!(now["physical_utilisation"].as_u64().unwrap() > size / 2);
    assert_eq!(client.refused("VDI.snapshot", json!([vdi, {}])).await, FULL);
    assert_eq!(client.refused("VDI.resize", json!([vdi, size])).await, FULL);
    client.ok("VDI.destroy", json!([vdi])).await;
    let now = client.record("SR", &sr).await;
    assert_eq!((&now["virtual_allocation"], &now["physical_utilisation"]), (&json!(0), &json!(0)));
}

#[tokio::test]
async fn other_drivers_say_what_they_miss() {
    let (_sim, client) = start(Config::test()).await;
    let host = host(&client).await;
    let code = async |call: &str, kind: &str, config: Value| {
        let args = match call {
            "SR.create" => json!([host, config, 0, "new", "", kind, "", false, {}]),
            _ => json!([host, config, kind, {}]),
        };
        client.call(call, args).await.map(|answer| answer.to_string()).map_err(|error| error[0].clone())
    };
    for (kind, config, failure) in [
        ("nfs", json!({}), 102),
        ("nfs", json!({"server": "filer"}), 101),
        ("nfs", json!({"server": "filer", "serverpath": "none"}), 103),
        ("nfs", json!({"server": "filer", "serverpath": "/a", "nfsversion": "9"}), 72),
        ("smb", json!({}), 115),
        ("smb", json!({"server": "filer"}), 111),
        ("ext", json!({}), 90),
        ("lvm", json!({"device": "sdb"}), 91),
        ("lvmohba", json!({}), 107),
    ] {
        for call in ["SR.create", "SR.probe"] {
            let refused = code(call, kind, config.clone()).await;
            assert_eq!(refused, Err(format!("SR_BACKEND_FAILURE_{failure}")), "{call} {kind} {config}");
        }
    }
    assert_eq!(code("SR.create", "iso", json!({})).await, Err("SR_BACKEND_FAILURE_220".to_owned()));
    assert_eq!(
        code("SR.create", "iso", json!({"location": "x"})).await,
        Err("SR_BACKEND_FAILURE_225".to_owned())
    );
    assert_eq!(code("SR.probe", "iso", json!({})).await, Err("SR_BACKEND_FAILURE_38".to_owned()));
    assert_eq!(code("SR.probe", "none", json!({})).await, Err("SR_UNKNOWN_DRIVER".to_owned()));
    // What the pool uses of a server is among what it exports.
    let refused = client.refused("SR.probe", json!([host, {"server": "10.40.0.2"}, "nfs"])).await;
    assert!(between(&refused[3], "Path").contains(&"/tank/vms"));
    let here =
        client.ok("SR.probe", json!([host, {"server": "10.40.0.2", "serverpath": "/tank/vms"}, "nfs"])).await;
    let sr = client.repository().await;
    let uuid = client.ok("SR.get_uuid", json!([sr])).await;
    assert_eq!(between(here.as_str().unwrap(), "UUID"), [uuid.as_str().unwrap()]);

    // A drive holds one repository.
    let drive = json!({"device": "/dev/sdb"});
    let made = client.ok("SR.create", json!([host, drive, 0, "disks", "", "ext", "", false, {}])).await;
    assert_eq!(client.ok("SR.get_content_type", json!([made])).await, "user");
    assert_eq!(code("SR.create", "lvm", drive).await, Err("SR_DEVICE_IN_USE".to_owned()));
    assert_eq!(
        client.refused("SR.assert_can_host_ha_statefile", json!([made])).await[0],
        "HA_CONSTRAINT_VIOLATION_SR_NOT_SHARED"
    );
    assert_eq!(
        client.refused("SR.make", json!([host, {}, 0, "", "", "ext", ""])).await,
        ["MESSAGE_DEPRECATED"]
    );
    // A library is found with its discs.
    let library = json!([host, {"location": "filer:/iso"}, 0, "discs", "", "iso", "iso", true, {}]);
    let library = client.ok("SR.create", library).await;
    let discs = client.ok("SR.get_VDIs", json!([library])).await;
    assert!(!discs.as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_forgotten_repository_is_introduced_with_its_disks() {
    let (_sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let host = host(&client).await;
    let config = json!({"server": "filer", "serverpath": "/a"});
    let sr = client.ok("SR.create", json!([host, config, 0, "a", "", "nfs", "user", true, {}])).await;
    let record = client.record("SR", &sr).await;
    let disk = json!({"SR": sr, "virtual_size": 4 * MIB, "name_label": "kept", "type": "user", "sharable": false,
        "read_only": false, "other_config": {}});
    let disk = client.ok("VDI.create", json!([disk])).await;
    let bytes = pattern(4 * MIB);
    let vdi = disk.as_str().unwrap();
    succeeded(&client.import(&format!("vdi={vdi}"), bytes.len(), &bytes).await);
    let kept = client.record("VDI", &disk).await;
    assert_eq!(client.refused("SR.set_shared", json!([sr, false])).await[0], "SR_HAS_MULTIPLE_PBDS");
    let allowed = client.record("SR", &sr).await["allowed_operations"].clone();
    assert!(!has(&allowed, "forget"));
    assert_eq!(client.refused("SR.forget", json!([sr])).await, ["SR_HAS_PBD", sr.as_str().unwrap()]);
    let pbds = record["PBDs"].as_array().unwrap();
    assert_eq!(
        client.refused("PBD.set_device_config", json!([pbds[0], {}])).await[0],
        "OPERATION_NOT_ALLOWED"
    );
    for pbd in pbds {
        client.ok("PBD.unplug", json!([pbd])).await;
        client.ok("PBD.unplug", json!([pbd])).await;
    }
    let allowed = client.record("SR", &sr).await["allowed_operations"].clone();
    assert!(has(&allowed, "forget") && !has(&allowed, "destroy"));
    // Nothing is done to disks that no host reaches.
    for (call, args) in [("VDI.snapshot", json!([disk, {}])), ("VDI.destroy", json!([disk]))] {
        assert_eq!(client.refused(call, args).await, ["SR_NOT_ATTACHED", sr.as_str().unwrap()]);
    }
    client.ok("PBD.set_device_config", json!([pbds[0], {"server": "filer"}])).await;
    assert_eq!(client.refused("PBD.plug", json!([pbds[0]])).await[0], "SR_BACKEND_FAILURE_101");
    client.ok("PBD.set_device_config", json!([pbds[0], config])).await;
    assert_eq!(client.refused("SR.destroy", json!([sr])).await, ["SR_NOT_EMPTY"]);
    client.ok("SR.forget", json!([sr])).await;
    assert_eq!(client.refused("VDI.get_uuid", json!([disk])).await[0], "HANDLE_INVALID");

    let args = json!([record["uuid"], "again", "", "nfs", "user", true, {}]);
    let sr = client.ok("SR.introduce", args.clone()).await;
    assert_eq!(
        client.refused("SR.introduce", args).await,
        ["SR_UUID_EXISTS", record["uuid"].as_str().unwrap()]
    );
    assert_eq!(client.refused("SR.scan", json!([sr])).await, ["SR_HAS_NO_PBDS", sr.as_str().unwrap()]);
    let pbd = json!({"host": host, "SR": sr, "device_config": config, "other_config": {}});
    let pbd = client.ok("PBD.create", json!([pbd])).await;
    client.ok("PBD.plug", json!([pbd])).await;
    let found = client.ok("VDI.get_by_uuid", json!([kept["uuid"]])).await;
    assert_eq!(client.record("VDI", &found).await["name_label"], "kept");
    assert!(client.export(&format!("vdi={}", found.as_str().unwrap())).await == bytes);
    let figures = client.record("SR", &sr).await;
    assert_eq!(figures["virtual_allocation"], kept["virtual_size"]);
    assert_eq!(figures["physical_utilisation"], kept["physical_utilisation"]);
    // A single disk likewise; its driver cannot introduce it, only the scan or a record finds it.
    client.ok("VDI.forget", json!([found])).await;
    let given = json!([kept["uuid"], "given", "", sr, "user", false, false, {}, kept["uuid"]]);
    let refused = client.refused("VDI.introduce", given.clone()).await;
    assert_eq!(refused, ["SR_OPERATION_NOT_SUPPORTED", sr.as_str().unwrap()]);
    let again = client.ok("VDI.pool_introduce", given.clone()).await;
    assert_eq!(client.record("VDI", &again).await["virtual_size"], kept["virtual_size"]);
    assert!(client.export(&format!("vdi={}", again.as_str().unwrap())).await == bytes);
    assert_eq!(client.refused("VDI.pool_introduce", given).await[0], "SR_BACKEND_FAILURE_43");
    client.ok("VDI.destroy", json!([again])).await;
    client.ok("SR.scan", json!([sr])).await;
    assert_eq!(client.ok("SR.get_VDIs", json!([sr])).await, json!([]));
    client.ok("PBD.unplug", json!([pbd])).await;
    client.ok("SR.set_shared", json!([sr, false])).await;
    client.ok("SR.destroy", json!([sr])).await;
    assert_eq!(client.refused("SR.get_uuid", json!([sr])).await[0], "HANDLE_INVALID");
}

#[tokio::test]
async fn a_repository_scans_itself_when_asked_to() {
    let (_sim, client) = start(Config { speed: 100.0, ..Config::test() }).await;
    let disk = client.new_disk(1 << 20).await;
    let uuid = client.ok("VDI.get_uuid", json!([disk])).await;
    let sr = client.ok("VDI.get_SR", json!([disk])).await;
    client.ok("VDI.forget", json!([disk])).await;
    client.ok("SR.add_to_other_config", json!([sr, "auto-scan", "true"])).await;
    for _ in 0..500 {
        if client.call("VDI.get_by_uuid", json!([uuid])).await.is_ok() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the disk was not found again");
}

#[tokio::test]
async fn a_full_repository_takes_nothing_more() {
    let (sim, client) = start(Config::test()).await;
    let sr = client.repository().await;
    let disk = client.new_disk(8 * MIB).await;
    let bytes = pattern(8 * MIB);
    sim.first().add_fault("sr-full=NFS storage".parse().unwrap());
    let figures = client.record("SR", &sr).await;
    assert_eq!(figures["physical_utilisation"], figures["physical_size"]);
    let new = json!({"SR": sr, "virtual_size": MIB, "name_label": "d", "type": "user", "sharable": false,
        "read_only": false, "other_config": {}});
    assert_eq!(client.refused("VDI.create", json!([new])).await, FULL);
    assert_eq!(client.refused("VDI.clone", json!([disk, {}])).await, FULL);
    assert_eq!(client.refused("VDI.copy", json!([disk, sr])).await, FULL);
    // Nor what makes disks on the way.
    let vm = client.vms("Halted").await[0].clone();
    let drive = json!({"VM": vm, "VDI": disk, "userdevice": "7", "bootable": false, "mode": "RW", "type": "Disk",
        "empty": false, "other_config": {}, "qos_algorithm_type": "", "qos_algorithm_params": {}});
    let drive = client.ok("VBD.create", json!([drive])).await;
    for (call, params) in [
        ("VM.clone", json!([vm, "c"])),
        ("VM.copy", json!([vm, "c", sr])),
        ("VM.copy", json!([vm, "c", "OpaqueRef:NULL"])),
        ("VM.snapshot", json!([vm, "s"])),
    ] {
        assert_eq!(client.refused(call, params).await, FULL, "{call}");
    }
    let template = client.ok("VM.get_by_name_label", json!(["Debian Bookworm 12"])).await[0].clone();
    let fresh = client.ok("VM.clone", json!([template, "fresh"])).await;
    assert_eq!(client.refused("VM.provision", json!([fresh])).await, FULL);
    assert_eq!(client.ok("VM.get_is_a_template", json!([fresh])).await, true);
    let discs = client.ok("SR.get_by_name_label", json!(["ISO library"])).await[0].clone();
    assert_eq!(
        client.refused("VM.copy", json!([vm, "c", discs])).await,
        ["SR_OPERATION_NOT_SUPPORTED", discs.as_str().unwrap()]
    );
    client.ok("VBD.destroy", json!([drive])).await;
    let running = client.vms("Running").await[0].clone();
    client.ok("VM.set_suspend_SR", json!([running, sr])).await;
    let refused = client.refused("VM.suspend", json!([running])).await;
    assert_eq!(refused, ["SR_SUSPEND_SPACE_INSUFFICIENT", sr.as_str().unwrap()]);
    assert_eq!(client.ok("VM.get_power_state", json!([running])).await, "Running");
    // What comes over HTTP is told by the device, or by the driver when a disk is to be made.
    let task = client.import(&format!("vdi={disk}"), bytes.len(), &bytes).await;
    failed(&task, &["VDI_IO_ERROR", "Device I/O errors"]);
    let task = client.ok("task.create", json!(["import", ""])).await;
    let head = format!(
        "PUT /import_raw_vdi?sr_id={}&session_id={}&task_id={} HTTP/1.1\r\nContent-Length: {}",
        sr.as_str().unwrap(),
        client.session,
        task.as_str().unwrap(),
        bytes.len()
    );
    let (head, _) = request(client.address, &head, &bytes).await;
    assert!(head.starts_with("HTTP/1.1 500 "), "{head}");
    failed(&client.task(&task).await, &FULL);

    sim.first().clear_faults();
    client.ok("SR.scan", json!([sr])).await;
    assert_ne!(client.record("SR", &sr).await["physical_utilisation"], figures["physical_size"]);
    let before = client.record("SR", &sr).await["physical_utilisation"].as_u64().unwrap();
    succeeded(&client.import(&format!("vdi={disk}"), bytes.len(), &bytes).await);
    // Two of eight MiB hold something, each in a block of its own.
    let taken = client.record("VDI", &json!(disk)).await["physical_utilisation"].as_u64().unwrap();
    assert!((4 * MIB as u64..5 * MIB as u64).contains(&taken), "{taken}");
    let after = client.record("SR", &sr).await["physical_utilisation"].as_u64().unwrap();
    assert_eq!(after - before, 2 * (2 * MIB as u64 + 512));
    let twin = client.ok("VDI.snapshot", json!([disk, {}])).await;
    assert!(client.record("VDI", &twin).await["physical_utilisation"].as_u64().unwrap() < 100_000);
}

#[tokio::test]
async fn what_is_allowed_follows_what_is_done() {
    let (_sim, client) = start(Config { speed: 4.0, ..Config::test() }).await;
    let vm = client.vms("Running").await[0].clone();
    let detached = ["clone", "copy", "destroy", "forget", "generate_config", "resize", "snapshot", "update"];
    let used = ["clone", "snapshot"];
    let allowed = async |class: &str, reference: &Value| {
        let record = client.record(class, reference).await;
        sorted(&record["allowed_operations"])
    };
    // From the first moment on.
    let vbds = client.ok("VM.get_VBDs", json!([vm])).await;
    let seeded = client.record("VBD", &vbds[0]).await;
    if seeded["type"] == "Disk" {
        assert_eq!(allowed("VDI", &seeded["VDI"]).await, used);
    }
    let disk = json!(client.new_disk(4 * MIB).await);
    assert_eq!(allowed("VDI", &disk).await, detached);
    let vbd = drive(&vm, disk.as_str().unwrap(), json!({"unpluggable": true}));
    let vbd = client.ok("VBD.create", json!([vbd])).await;
    client.ok("VBD.assert_attachable", json!([vbd])).await;
    assert_eq!(allowed("VBD", &vbd).await, ["attach", "plug"]);
    client.ok("VBD.plug", json!([vbd])).await;
    assert_eq!(allowed("VBD", &vbd).await, ["pause", "unpause", "unplug", "unplug_force"]);
    assert_eq!(allowed("VDI", &disk).await, used);
    for (call, args, op) in [
        ("VDI.destroy", json!([disk]), "destroy"),
        ("VDI.resize", json!([disk, 8 * MIB]), "resize"),
        ("VDI.copy", json!([disk, client.repository().await]), "copy"),
        ("VDI.forget", json!([disk]), "forget"),
    ] {
        assert_eq!(client.refused(call, args).await, ["VDI_IN_USE", disk.as_str().unwrap(), op]);
    }
    let sr = client.repository().await;
    let online = client.refused("VDI.resize_online", json!([disk, 8 * MIB])).await;
    assert_eq!(online, ["SR_OPERATION_NOT_SUPPORTED", sr.as_str().unwrap()]);
    assert_eq!(
        client.refused("VBD.set_mode", json!([vbd, "RO"])).await,
        ["VM_BAD_POWER_STATE", &vm, "halted", "running"]
    );
    // Another VM cannot have it too.
    let other = client.vms("Running").await[1].clone();
    let second = drive(&other, disk.as_str().unwrap(), json!({"mode": "RO", "unpluggable": true}));
    let second = client.ok("VBD.create", json!([second])).await;
    for call in ["VBD.assert_attachable", "VBD.plug"] {
        assert_eq!(client.refused(call, json!([second])).await, ["VDI_IN_USE", disk.as_str().unwrap()]);
    }
    // Paused and back, with the token.
    let token = client.ok("VBD.pause", json!([vbd])).await;
    assert_eq!(client.ok("VBD.pause", json!([vbd])).await, token);
    assert_eq!(client.refused("VBD.unpause", json!([vbd, "other"])).await[0], "OPERATION_NOT_ALLOWED");
    client.ok("VBD.unpause", json!([vbd, token])).await;
    client.ok("VBD.set_unpluggable", json!([vbd, false])).await;
    assert_eq!(client.refused("VBD.unplug", json!([vbd])).await[0], "VBD_NOT_UNPLUGGABLE");
    client.ok("VBD.unplug_force_no_safety_check", json!([vbd])).await;
    assert_eq!(
        client.refused("VBD.pause", json!([vbd])).await,
        ["DEVICE_NOT_ATTACHED", vbd.as_str().unwrap()]
    );
    assert_eq!(allowed("VDI", &disk).await, detached);

    // While something is done to it, nothing is allowed but what goes beside a copy.
    let task = client.ok("Async.VDI.copy", json!([disk, sr])).await;
    client
        .until("VDI", disk.as_str().unwrap(), "current_operations", json!({task.as_str().unwrap(): "copy"}))
        .await;
    assert_eq!(allowed("VDI", &disk).await, ["clone", "copy", "snapshot"]);
    assert_eq!(
        client.refused("VDI.destroy", json!([disk])).await[..3],
        ["OTHER_OPERATION_IN_PROGRESS", "VDI", disk.as_str().unwrap()]
    );
    succeeded(&client.task(&task).await);
    assert_eq!(allowed("VDI", &disk).await, detached);

    // What must not be written is not.
    client.ok("VDI.set_read_only", json!([disk, true])).await;
    let reason = ["VDI_READONLY", disk.as_str().unwrap()];
    assert_eq!(client.refused("VBD.plug", json!([vbd])).await, reason);
    let head = format!(
        "PUT /import_raw_vdi?vdi={}&session_id={} HTTP/1.1\r\nContent-Length: 3",
        reason[1], client.session
    );
    let (head, body) = request(client.address, &head, b"abc").await;
    assert!(head.starts_with("HTTP/1.1 500 ") && String::from_utf8_lossy(&body).contains("VDI_READONLY"));
}

#[tokio::test]
async fn drives_take_discs_that_can_be_reached() {
    let (_sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let vbds = client.ok("VBD.get_all_records", json!([])).await;
    let vms = client.vms("Running").await;
    let (drive, record) = vbds
        .as_object()
        .unwrap()
        .iter()
        .find(|(_, v)| v["type"] == "CD" && vms.iter().any(|vm| v["VM"] == json!(vm)))
        .unwrap();
    let library = client.ok("SR.get_by_name_label", json!(["ISO library"])).await[0].clone();
    let discs = client.ok("SR.get_VDIs", json!([library])).await;
    if record["empty"] == false {
        client.ok("VBD.eject", json!([drive])).await;
    }
    assert_eq!(client.refused("VBD.eject", json!([drive])).await, ["VBD_IS_EMPTY", drive]);
    let disk = client.new_disk(2 * MIB).await;
    assert_eq!(client.refused("VBD.insert", json!([drive, disk])).await, ["VDI_IS_NOT_ISO", &disk, "user"]);
    client.ok("VBD.insert", json!([drive, discs[0]])).await;
    assert_eq!(client.refused("VBD.insert", json!([drive, discs[0]])).await, ["VBD_NOT_EMPTY", drive]);
    let refused = client.refused("VBD.set_mode", json!([drive, "RW"])).await;
    assert_eq!(refused[0], "VM_BAD_POWER_STATE");
    client.ok("VBD.eject", json!([drive])).await;
    let (plain, _) = vbds.as_object().unwrap().iter().find(|(_, v)| v["type"] == "Disk").unwrap();
    assert_eq!(
        client.refused("VBD.insert", json!([plain, discs[0]])).await,
        ["VBD_NOT_REMOVABLE_MEDIA", plain]
    );
    // A disc on a host's own storage is out of reach of VMs elsewhere.
    let vm = record["VM"].clone();
    let home = client.ok("VM.get_resident_on", json!([vm])).await;
    let hosts = client.ok("host.get_all", json!([])).await;
    let away = hosts.as_array().unwrap().iter().find(|h| **h != home).unwrap();
    let far = json!([away, {"location": "filer:/iso"}, 0, "far", "", "iso", "iso", false, {}]);
    let far = client.ok("SR.create", far).await;
    let disc = client.ok("SR.get_VDIs", json!([far])).await[0].clone();
    let refused = client.refused("VBD.insert", json!([drive, disc])).await;
    assert_eq!(refused, ["VM_REQUIRES_SR", vm.as_str().unwrap(), far.as_str().unwrap()]);
    let copy = json!({"host": home, "SR": far, "device_config": {}, "other_config": {}});
    assert_eq!(
        client.refused("PBD.create", json!([copy])).await,
        ["SR_NOT_SHARABLE", far.as_str().unwrap(), home.as_str().unwrap()]
    );
}
