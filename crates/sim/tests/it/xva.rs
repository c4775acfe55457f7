//! VMs as XVA archives: out and in again, restored, and damaged.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use sim::Config;

use crate::common::{Client, NULL, request, start, vbd, vif};
use crate::disks::{MIB, failed, succeeded};

/// Classes of which nothing may be left over.
const CLASSES: &[&str] = &["VM", "VDI", "VBD", "VIF", "network", "VM_metrics", "VM_guest_metrics"];

impl Client {
    pub async fn export_vm(&self, query: &str) -> Vec<u8> {
        let head = format!("GET /export?session_id={}&{query} HTTP/1.1", self.session);
        let (head, body) = request(self.address, &head, b"").await;
        assert!(head.starts_with("HTTP/1.0 200 OK"), "{head}");
        assert!(head.contains("\r\nContent-Type: application/octet-stream\r\n"), "{head}");
        assert!(head.contains("\r\nContent-Disposition: attachment; filename=\"export.xva\""), "{head}");
        body
    }

    /// Imports to `/import` or `/import_metadata`; the record of the task.
    pub async fn import_vm(&self, path: &str, query: &str, body: &[u8]) -> Value {
        let task = self.ok("task.create", json!(["import", ""])).await;
        let head = format!(
            "PUT {path}?{query}&task_id={} HTTP/1.1\r\nCookie: session_id={}",
            task.as_str().unwrap(),
            self.session
        );
        let (head, _) = request(self.address, &head, body).await;
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
        self.task(&task).await
    }

    /// A halted VM with two small disks, of which the second holds something here and there.
    pub async fn small_vm(&self) -> (String, Vec<u8>) {
        let model = &self.vms("Halted").await[0];
        let mut record = self.ok("VM.get_record", json!([model])).await;
        record["name_label"] = json!("small");
        record["other_config"] = json!({"mac_seed": "small", "kept": "yes"});
        record["affinity"] = json!(NULL);
        let vm = self.ok("VM.create", json!([record])).await.as_str().unwrap().to_owned();
        let (first, second) = (self.new_disk(2 * MIB).await, self.new_disk(8 * MIB).await);
        let mut bytes = vec![0; 8 * MIB];
        bytes[3 * MIB + 17] = 7;
        bytes[7 * MIB] = 1;
        succeeded(&self.import(&format!("vdi={second}"), bytes.len(), &bytes).await);
        for (n, vdi) in [(0, first), (1, second)] {
            let n = n.to_string();
            let more = json!({"userdevice": n, "bootable": n == "0", "other_config": {"n": n}});
            self.ok("VBD.create", json!([vbd(&vm, &vdi, more)])).await;
        }
        let network = self.ok("network.get_all", json!([])).await[0].take();
        self.ok("VIF.create", json!([vif(&vm, &network, "0", "02:11:22:33:44:55")])).await;
        (vm, bytes)
    }

    pub async fn counts(&self) -> Vec<usize> {
        let mut counts = Vec::new();
        for class in CLASSES {
            counts.push(self.ok(&format!("{class}.get_all"), json!([])).await.as_array().unwrap().len());
        }
        counts
    }

    pub async fn records(&self, class: &str, of: &Value) -> Vec<Value> {
        let mut records = Vec::new();
        for reference in of.as_array().unwrap() {
            records.push(self.ok(&format!("{class}.get_record"), json!([reference])).await);
        }
        records.sort_by_key(|r| r.get("userdevice").or(r.get("device")).unwrap().to_string());
        records
    }

    pub async fn sr_query(&self) -> String {
        format!("sr_id={}", self.repository().await.as_str().unwrap())
    }
}

/// References in a task's result.
pub fn made(task: &Value) -> Vec<String> {
    succeeded(task);
    let result = task["result"].as_str().unwrap();
    assert!(result.starts_with("<value><array><data>"), "{result}");
    result.split("<value>").filter(|v| v.starts_with("OpaqueRef:")).map(|v| v[..46].to_owned()).collect()
}

/// A file of an archive: its name and what it holds.
pub type File = (String, Vec<u8>);

/// A tar of files.
pub fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, content) in files {
        let mut header = [0u8; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
        header[148..156].fill(b' ');
        header[156] = b'0';
        let sum: u64 = header.iter().map(|b| u64::from(*b)).sum();
        header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        out.extend(header);
        out.extend(*content);
        out.resize(out.len().next_multiple_of(512), 0);
    }
    out.extend([0; 1024]);
    out
}

/// The files of a tar.
pub fn untar(mut archive: &[u8]) -> Vec<File> {
    let mut files = Vec::new();
    while archive[0] != 0 {
        let text = |at: std::ops::Range<usize>| {
            String::from_utf8(archive[at].iter().copied().take_while(|b| *b != 0).collect()).unwrap()
        };
        let (name, size) = (text(0..100), usize::from_str_radix(&text(124..136), 8).unwrap());
        files.push((name, archive[512..512 + size].to_vec()));
        archive = &archive[512 + size.next_multiple_of(512)..];
    }
    files
}

pub fn pack(files: &[File]) -> Vec<u8> {
    tar(&files.iter().map(|(name, content)| (name.as_str(), &content[..])).collect::<Vec<_>>())
}

fn same(a: &Value, b: &Value, but: &[&str]) {
    for (field, value) in a.as_object().unwrap() {
        if !but.contains(&field.as_str()) {
            assert_eq!(value, &b[field], "{field}");
        }
    }
}

#[tokio::test]
async fn what_goes_out_comes_in_again() {
    let (_sim, client) = start(Config::test()).await;
    let (vm, bytes) = client.small_vm().await;
    let archive = client.export_vm(&format!("ref={vm}")).await;
    let files = untar(&archive);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[0], "ova.xml");
    // Of each disk the first and last block, and what its storage gave room to; the drive made last comes first.
    let blocks: Vec<&str> = names[1..].iter().step_by(2).map(|n| n.split_once('/').unwrap().1).collect();
    assert_eq!(blocks, ["00000000", "00000002", "00000003", "00000006", "00000007", "00000000", "00000001"]);
    assert!(names[2..].iter().step_by(2).all(|name| name.ends_with(".xxhash")));
    let zeros = files.iter().find(|(name, _)| name.ends_with("/00000000.xxhash")).unwrap();
    assert_eq!(zeros.1, b"87D2A1B6E1163EF1");

    // Others list it, too.
    let mut lister =
        Command::new("tar").arg("tf").arg("-").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    lister.stdin.take().unwrap().write_all(&archive).unwrap();
    let listed = lister.wait_with_output().unwrap();
    assert!(listed.status.success());
    assert_eq!(String::from_utf8(listed.stdout).unwrap().lines().collect::<Vec<_>>(), names);

    let before = client.ok("VM.get_record", json!([vm])).await;
    for (query, compressed) in
        [("", ""), ("", "&use_compression=zstd"), ("&force=true", "&use_compression=true")]
    {
        let archive =
            client.export_vm(&format!("uuid={}{compressed}", before["uuid"].as_str().unwrap())).await;
        let query = format!("{}{query}", client.sr_query().await);
        let task = client.import_vm("/import", &query, &archive).await;
        assert_eq!(task["other_config"]["object_creation"], "complete");
        let [new] = &made(&task)[..] else { panic!("one VM: {task}") };
        let after = client.ok("VM.get_record", json!([new])).await;
        let but = ["uuid", "VBDs", "VIFs", "metrics", "other_config", "generation_id", "guest_metrics"];
        same(&before, &after, &but);
        assert_ne!(before["uuid"], after["uuid"]);
        assert_eq!(after["other_config"]["kept"], "yes");
        assert_ne!(after["other_config"]["mac_seed"], "small");
        assert_eq!(after["other_config"]["import_task"].as_str().unwrap().len(), 46);

        let (theirs, ours) =
            (client.records("VBD", &before["VBDs"]).await, client.records("VBD", &after["VBDs"]).await);
        assert_eq!(ours.len(), 2);
        for (a, b) in theirs.iter().zip(&ours) {
            same(a, b, &["uuid", "VM", "VDI"]);
            let (a, b) = (client.ok("VDI.get_record", json!([a["VDI"]])).await, b["VDI"].clone());
            same(
                &a,
                &client.ok("VDI.get_record", json!([b])).await,
                &["uuid", "location", "VBDs", "sm_config"],
            );
        }
        assert!(client.export(&format!("vdi={}", ours[1]["VDI"].as_str().unwrap())).await == bytes);
        let vif = &client.records("VIF", &after["VIFs"]).await[0];
        assert_eq!(vif["MAC_autogenerated"], true);
        assert_ne!(vif["MAC"], "02:11:22:33:44:55");
    }
}

#[tokio::test]
async fn a_restored_vm_is_the_same_vm() {
    let (_sim, client) = start(Config::test()).await;
    let (vm, _) = client.small_vm().await;
    let before = client.ok("VM.get_record", json!([vm])).await;
    let archive = client.export_vm(&format!("ref={vm}")).await;
    let query = format!("restore=true&{}", client.sr_query().await);
    let counts = client.counts().await;

    // Of the version that is there already nothing is taken, but by force.
    let task = client.import_vm("/import", &query, &archive).await;
    failed(&task, &["VM_TO_IMPORT_IS_NOT_NEWER_VERSION", &vm, "0", "0"]);
    client.ok("VM.start", json!([vm, false, false])).await;
    let task = client.import_vm("/import", &query, &archive).await;
    failed(&task, &["VM_BAD_POWER_STATE", &vm, "Halted", "Running"]);
    client.ok("VM.hard_shutdown", json!([vm])).await;
    // The metrics of the guest are the start's.
    let mut now = client.counts().await;
    now[6] = counts[6];
    assert_eq!(now, counts, "nothing is left over");

    // Another with the seed of its addresses stands in the way.
    let copy = client.ok("VM.clone", json!([vm, "copy"])).await;
    client.ok("VM.remove_from_other_config", json!([copy, "mac_seed"])).await;
    client.ok("VM.add_to_other_config", json!([copy, "mac_seed", "small"])).await;
    failed(&client.import_vm("/import", &query, &archive).await, &["DUPLICATE_MAC_SEED", "small"]);
    client.ok("VM.destroy", json!([copy])).await;

    let task = client.import_vm("/import", &format!("{query}&force=true"), &archive).await;
    let [new] = &made(&task)[..] else { panic!("one VM: {task}") };
    assert!(client.refused("VM.get_uuid", json!([vm])).await[0] == "HANDLE_INVALID", "it was replaced");
    let after = client.ok("VM.get_record", json!([new])).await;
    assert_eq!((&after["uuid"], &after["version"]), (&before["uuid"], &json!(1)));
    let vif = &client.records("VIF", &after["VIFs"]).await[0];
    assert_eq!((&vif["MAC"], &vif["MAC_autogenerated"]), (&json!("02:11:22:33:44:55"), &json!(false)));
    // What is newer than what is there needs no force.
    client.ok("VM.destroy", json!([new])).await;
    made(&client.import_vm("/import", &query, &archive).await);
}

#[tokio::test]
async fn what_is_no_archive_or_damaged_leaves_nothing_behind() {
    let (sim, client) = start(Config::test()).await;
    let (vm, _) = client.small_vm().await;
    let archive = client.export_vm(&format!("ref={vm}")).await;
    let query = client.sr_query().await;
    let counts = client.counts().await;
    let refused = async |body: &[u8], info: &[&str]| {
        failed(&client.import_vm("/import", &query, body).await, info);
        assert_eq!(client.counts().await, counts, "{info:?}");
    };
    refused(&archive[..archive.len() / 2], &["IMPORT_ERROR_PREMATURE_EOF"]).await;
    refused(b"", &["IMPORT_ERROR_PREMATURE_EOF"]).await;
    refused(&tar(&[("readme.txt", b"hello")]), &["IMPORT_ERROR_UNEXPECTED_FILE", "ova.xml", "readme.txt"])
        .await;
    let files = untar(&archive);
    let change = |at: usize, with: &dyn Fn(&mut File)| {
        let mut files = files.clone();
        with(&mut files[at]);
        pack(&files)
    };
    let manifest = String::from_utf8(files[0].1.clone()).unwrap();
    let replaced = |from: &str, to: &str| {
        assert!(manifest.contains(from), "{from}");
        change(0, &|file| file.1 = manifest.replacen(from, to, 1).into_bytes())
    };
    let newer =
        replaced("<name>export_vsn</name><value>2</value>", "<name>export_vsn</name><value>3</value>");
    refused(&newer, &["IMPORT_INCOMPATIBLE_VERSION"]).await;
    let wrong =
        replaced("<name>memory_static_max</name><value>", "<name>memory_static_max</name><value>much");
    refused(&wrong, &["FIELD_TYPE_ERROR", "memory_static_max"]).await;
    refused(&change(1, &|file| file.1[9] ^= 1), &["IMPORT_ERROR_SOME_CHECKSUMS_FAILED"]).await;
    for damage in [
        change(2, &|file| file.0.push('x')),
        change(1, &|file| file.0 = file.0.replace("Ref:", "Other:")),
        change(3, &|file| file.0 = files[1].0.clone()),
    ] {
        let task = client.import_vm("/import", &query, &damage).await;
        assert_eq!(task["error_info"][0], "INTERNAL_ERROR", "{task}");
        assert!(task["error_info"][1].as_str().unwrap().starts_with("Invalid XVA file"), "{task}");
        assert_eq!(client.counts().await, counts);
    }
    // A checksum that is wrong is nothing to one who forces it.
    let damaged = change(1, &|file| file.1[9] ^= 1);
    made(&client.import_vm("/import", &format!("{query}&force=true"), &damaged).await);
    let counts = client.counts().await;

    // Damage on the way is noticed at either end.
    sim.first().add_fault("corrupt=1".parse().unwrap());
    let task = client.import_vm("/import", &query, &archive).await;
    failed(&task, &["IMPORT_ERROR_SOME_CHECKSUMS_FAILED"]);
    let spoiled = client.export_vm(&format!("ref={vm}")).await;
    sim.first().clear_faults();
    let task = client.import_vm("/import", &query, &spoiled).await;
    failed(&task, &["IMPORT_ERROR_SOME_CHECKSUMS_FAILED"]);
    sim.first().add_fault(format!("cut-stream={MIB}").parse().unwrap());
    failed(&client.import_vm("/import", &query, &archive).await, &["VDI_IO_ERROR", "Device I/O errors"]);
    sim.first().clear_faults();
    assert_eq!(client.counts().await, counts);
}
