//! Archives beyond the disks of a VM: who may have one and where from, what is shown meanwhile, metadata and memory.

use serde_json::{Value, json};
use sha1::Digest as _;
use sim::Config;

use crate::common::{Client, NULL, request, start};
use crate::disks::{MIB, failed, succeeded};
use crate::xva::{made, pack, untar};

#[tokio::test]
async fn requests_are_refused_before_the_body() {
    let (sim, client) = start(Config::test()).await;
    let ask = async |verb: &str, target: &str, more: &str| {
        let task = client.ok("task.create", json!(["transfer", ""])).await;
        let session = &client.session;
        let head =
            format!("{verb} {target}&session_id={session}&task_id={} HTTP/1.1{more}", task.as_str().unwrap());
        let (head, _) = request(client.address, &head, b"").await;
        let info = client.task(&task).await["error_info"].clone();
        (head.split(' ').nth(1).unwrap().to_owned(), info)
    };
    let query = client.sr_query().await;
    let target = format!("/import?{query}");
    assert_eq!(
        ask("PUT", &target, "\r\nTransfer-Encoding: chunked").await,
        ("403".to_owned(), json!(["IMPORT_ERROR_CANNOT_HANDLE_CHUNKED"]))
    );
    let isos = client.ok("SR.get_all_records_where", json!(["field \"content_type\" = \"iso\""])).await;
    let iso = isos.as_object().unwrap().keys().next().unwrap().clone();
    assert_eq!(
        ask("PUT", &format!("/import?sr_id={iso}"), "").await,
        ("400".to_owned(), json!(["SR_OPERATION_NOT_SUPPORTED", iso]))
    );
    let pool = client.ok("pool.get_all", json!([])).await[0].take();
    client.ok("pool.set_default_SR", json!([pool, NULL])).await;
    assert_eq!(
        ask("PUT", "/import?x=1", "").await,
        ("500".to_owned(), json!(["DEFAULT_SR_NOT_FOUND", NULL]))
    );
    let running = client.vms("Running").await[0].clone();
    assert_eq!(
        ask("GET", &format!("/export?ref={running}"), "").await,
        ("500".to_owned(), json!(["VM_BAD_POWER_STATE", running, "halted, suspended", "running"]))
    );
    assert_eq!(
        ask("GET", "/export?uuid=none", "").await,
        ("500".to_owned(), json!(["UUID_INVALID", "VM", "none"]))
    );
    // Without a session, and by name and password.
    let (head, _) = request(client.address, &format!("GET /export?ref={running} HTTP/1.1"), b"").await;
    assert!(head.starts_with("HTTP/1.1 401 "), "{head}");
    let sessions = sim.first().sessions();
    let halted = client.vms("Halted").await[0].clone();
    let head = format!("GET /export_metadata?ref={halted} HTTP/1.1\r\nAuthorization: Basic cm9vdDp4ZW5pdGg=");
    let (head, body) = request(client.address, &head, b"").await;
    assert!(
        head.starts_with("HTTP/1.0 200 ") && head.contains(&format!("Content-Length: {}\r\n", body.len()))
    );
    assert_eq!(sim.first().sessions(), sessions);
}

/// The task and its operation show an export as long as it lasts; a cancelled one ends.
#[tokio::test]
async fn an_export_is_shown_while_it_lasts() {
    let (sim, client) = start(Config::test()).await;
    let (vm, _) = client.small_vm().await;
    sim.first().add_fault("slow-stream=100000".parse().unwrap());
    let task = client.ok("task.create", json!(["export", ""])).await;
    let head = format!(
        "GET /export?ref={vm}&session_id={}&task_id={} HTTP/1.1",
        client.session,
        task.as_str().unwrap()
    );
    let address = client.address;
    let reading = tokio::spawn(async move { request(address, &head, b"").await });
    client.until("VM", &vm, "current_operations", json!({task.as_str().unwrap(): "export"})).await;
    client.ok("task.cancel", json!([task])).await;
    assert_eq!(client.task(&task).await["status"], "cancelled");
    reading.await.unwrap();
    client.until("VM", &vm, "current_operations", json!({})).await;
}

#[tokio::test]
async fn metadata_goes_without_disks() {
    let (_sim, client) = start(Config::test()).await;
    let get = async |query: &str| {
        let head = format!("GET /export_metadata?session_id={}&{query} HTTP/1.1", client.session);
        let (head, body) = request(client.address, &head, b"").await;
        assert!(head.starts_with("HTTP/1.0 200 OK"), "{head}");
        let files = untar(&body);
        assert_eq!(files.len(), 1);
        (body, String::from_utf8(files[0].1.clone()).unwrap())
    };
    let count =
        |xml: &str, class: &str| xml.matches(&format!("<name>class</name><value>{class}</value>")).count();
    let (vm, _) = client.small_vm().await;
    client.ok("VM.snapshot", json!([vm, "then"])).await;
    let (archive, xml) = get(&format!("ref={vm}")).await;
    assert_eq!((count(&xml, "VM"), count(&xml, "VBD"), count(&xml, "VDI"), count(&xml, "VIF")), (2, 4, 4, 2));
    let (_, xml) = get(&format!("ref={vm}&export_snapshots=false&excluded_device_types=vif,vbd")).await;
    assert_eq!((count(&xml, "VM"), count(&xml, "VBD"), count(&xml, "VIF"), count(&xml, "SR")), (1, 0, 0, 0));

    // Where everything is already, a copy of the records takes the same disks.
    let counts = client.counts().await;
    let task = client.import_vm("/import_metadata", "dry_run=true", &archive).await;
    assert_eq!(made(&task).len(), 0);
    assert_eq!(client.counts().await, counts);
    let task = client.import_vm("/import_metadata", "x=1", &archive).await;
    let [new] = &made(&task)[..] else { panic!("the VM, without its snapshot: {task}") };
    let disks = async |vm: &Value| {
        let vbds = client.ok("VM.get_VBDs", json!([vm])).await;
        let mut disks: Vec<_> =
            client.records("VBD", &vbds).await.into_iter().map(|mut vbd| vbd["VDI"].take()).collect();
        disks.sort_by_key(Value::to_string);
        disks
    };
    assert_eq!(disks(&json!(new)).await, disks(&json!(vm)).await);
    let snapshots = client.ok("VM.get_snapshots", json!([new])).await;
    assert_eq!(snapshots.as_array().unwrap().len(), 1, "its snapshot came along");
    assert_eq!(client.ok("VM.get_parent", json!([new])).await, snapshots[0]);

    // A disk that is gone, one that stands in for it, and none needed.
    let gone = disks(&json!(vm)).await[0].clone();
    let (uuid, sr, location) = (
        client.ok("VDI.get_uuid", json!([gone])).await,
        client.ok("VDI.get_SR", json!([gone])).await,
        client.ok("VDI.get_location", json!([gone])).await,
    );
    client.ok("VDI.forget", json!([gone])).await;
    let task = client.import_vm("/import_metadata", "x=1", &archive).await;
    failed(&task, &["VDI_LOCATION_MISSING", sr.as_str().unwrap(), location.as_str().unwrap()]);
    let other = client.new_disk(2 * MIB).await;
    let other_uuid = client.ok("VDI.get_uuid", json!([other])).await;
    let map = format!("vdi:{}={}", uuid.as_str().unwrap(), other_uuid.as_str().unwrap());
    let task = client.import_vm("/import_metadata", &map, &archive).await;
    assert!(disks(&json!(made(&task)[0])).await.contains(&json!(other)));
    let task = client.import_vm("/import_metadata", "force=true", &archive).await;
    assert_eq!(disks(&json!(made(&task)[0])).await.len(), 1);

    let (_, xml) = get("all=true").await;
    let all = client.ok("VM.get_all_records", json!([])).await;
    let wanted = all.as_object().unwrap().values().filter(|vm| vm["is_default_template"] == false).count();
    assert_eq!(count(&xml, "VM"), wanted);
    let (_, xml) = get("all=true&include_dom0=false").await;
    assert_eq!(count(&xml, "VM"), wanted - 1);
}

/// A suspended VM keeps its memory when that is asked for, and is halted when it is not.
#[tokio::test]
async fn memory_goes_along() {
    let (_sim, client) = start(Config::test()).await;
    let (vm, _) = client.small_vm().await;
    client.ok("VM.set_memory", json!([vm, 1 << 29])).await;
    client.ok("VM.start", json!([vm, false, false])).await;
    client.ok("VM.suspend", json!([vm])).await;
    let memory = client.ok("VM.get_suspend_VDI", json!([vm])).await;
    succeeded(&client.import(&format!("vdi={}", memory.as_str().unwrap()), 6, b"memory").await);
    let query = client.sr_query().await;
    for (preserve, state) in [("true", "Suspended"), ("false", "Halted")] {
        let archive = client.export_vm(&format!("ref={vm}&preserve_power_state={preserve}")).await;
        let task = client.import_vm("/import", &query, &archive).await;
        let new = made(&task)[0].clone();
        assert_eq!(client.ok("VM.get_power_state", json!([new])).await, state);
        let attached =
            client.ok("VBD.get_currently_attached", json!([client.ok("VM.get_VBDs", json!([new])).await[0]]));
        assert_eq!(attached.await, state == "Suspended");
        if state == "Suspended" {
            let memory = client.ok("VM.get_suspend_VDI", json!([new])).await;
            let bytes = client.export(&format!("vdi={}&format=vhd", memory.as_str().unwrap())).await;
            assert!(bytes.windows(6).any(|w| w == b"memory"));
            client.ok("VM.resume", json!([new, false, false])).await;
        }
    }
}

/// An archive comes from wherever it lies; here from another pool's export.
#[tokio::test]
async fn archives_are_fetched() {
    let (sim, client) = start(Config { pools: 2, ..Config::test() }).await;
    let there = Client::login(sim.pools()[1].addresses()[0]).await;
    let (vm, bytes) = there.small_vm().await;
    let url = format!("http://{}/export?ref={vm}&session_id={}", there.address, there.session);
    let sr = client.repository().await;
    let made = client.ok("VM.import", json!([url, sr, false, false])).await;
    let vbds = client.ok("VM.get_VBDs", json!([made[0]])).await;
    let disk = &client.records("VBD", &vbds).await[1]["VDI"];
    assert!(client.export(&format!("vdi={}", disk.as_str().unwrap())).await == bytes);
    let counts = client.counts().await;
    for wrong in [
        format!("http://{}/export?ref=none&session_id={}", there.address, there.session),
        format!("http://{}/", there.address),
        "ftp://nowhere/".to_owned(),
    ] {
        let told = client.refused("VM.import", json!([wrong, sr, false, false])).await;
        assert!(matches!(&*told[0], "INTERNAL_ERROR" | "IMPORT_ERROR_PREMATURE_EOF"), "{told:?}");
    }
    assert_eq!(client.counts().await, counts);
}

/// Empty blocks keep a connection alive: they use up a number, but no room.
#[tokio::test]
async fn what_other_writers_make_is_read() {
    let (_sim, client) = start(Config::test()).await;
    let (vm, bytes) = client.small_vm().await;
    let files = untar(&client.export_vm(&format!("ref={vm}")).await);
    let query = client.sr_query().await;
    let holds = async |task: &Value| {
        let vbds = client.ok("VM.get_VBDs", json!([made(task)[0]])).await;
        let disk = client.records("VBD", &vbds).await[1]["VDI"].clone();
        client.export(&format!("vdi={}", disk.as_str().unwrap())).await == bytes
    };

    let mut kept_alive = vec![files[0].clone()];
    for (name, content) in &files[1..] {
        let (disk, number) = name.split_once('/').unwrap();
        if number == "00000002" {
            kept_alive.push((format!("{disk}/00000002"), Vec::new()));
            kept_alive.push((format!("{disk}/00000002.xxhash"), b"EF46DB3751D8E999".to_vec()));
        }
        let (number, check) = number.split_at(8);
        let number: u32 = number.parse().unwrap();
        let number = if number >= 2 { number + 1 } else { number };
        kept_alive.push((format!("{disk}/{number:08}{check}"), content.clone()));
    }
    assert!(holds(&client.import_vm("/import", &query, &pack(&kept_alive)).await).await);

    // Old archives have all checksums at their end.
    let manifest = String::from_utf8(files[0].1.clone()).unwrap();
    let version = |n: u32| format!("<name>export_vsn</name><value>{n}</value>");
    let mut old = vec![("ova.xml".to_owned(), manifest.replace(&version(2), &version(1)).into_bytes())];
    let mut table = "<value><struct>".to_owned();
    for (name, content) in files[1..].iter().filter(|(name, _)| !name.ends_with(".xxhash")) {
        let sum: String = sha1::Sha1::digest(content).iter().map(|b| format!("{b:02x}")).collect();
        table += &format!("<member><name>{name}</name><value>{sum}</value></member>");
        old.push((name.clone(), content.clone()));
    }
    table += "</struct></value>";
    old.push(("checksum.xml".to_owned(), table.into_bytes()));
    assert!(holds(&client.import_vm("/import", &query, &pack(&old)).await).await);
    let counts = client.counts().await;
    old[1].1[5] ^= 1;
    let task = client.import_vm("/import", &query, &pack(&old)).await;
    failed(&task, &["IMPORT_ERROR_SOME_CHECKSUMS_FAILED"]);
    assert_eq!(client.counts().await, counts);
}
