//! Disks over HTTP: what comes out, what goes in, and what either is told when it goes wrong.

use std::process::Command;

use serde_json::{Value, json};
use sim::Config;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::common::{Client, request, start};

pub const MIB: usize = 1 << 20;

impl Client {
    pub async fn export(&self, query: &str) -> Vec<u8> {
        let head = format!("GET /export_raw_vdi/?session_id={}&{query} HTTP/1.1", self.session);
        let (head, body) = request(self.address, &head, b"").await;
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
        body
    }

    /// Imports; the record of the task.
    pub async fn import(&self, query: &str, length: usize, body: &[u8]) -> Value {
        let task = self.ok("task.create", json!(["import", ""])).await;
        let head = format!(
            "PUT /import_raw_vdi?{query}&task_id={} HTTP/1.1\r\nContent-Length: {length}\r\n\
             Cookie: session_id={}",
            task.as_str().unwrap(),
            self.session
        );
        let (head, _) = request(self.address, &head, body).await;
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
        self.task(&task).await
    }

    /// A disk of the seeded contents that no running VM uses, and its size.
    pub async fn free_disk(&self) -> (String, usize) {
        let vm = &self.vms("Halted").await[0];
        let (disk, _) = self.disks(vm).await.swap_remove(0);
        let size = self.ok("VDI.get_virtual_size", json!([disk])).await.as_u64().unwrap();
        (disk, size as usize)
    }

    pub async fn repository(&self) -> Value {
        self.ok("SR.get_by_name_label", json!(["NFS storage"])).await[0].take()
    }

    pub async fn new_disk(&self, size: usize) -> String {
        let record = json!({"SR": self.repository().await, "virtual_size": size, "name_label": "new",
            "type": "user", "sharable": false, "read_only": false, "other_config": {}});
        self.ok("VDI.create", json!([record])).await.as_str().unwrap().to_owned()
    }
}

/// Bytes of which every fourth MiB holds something.
pub fn pattern(size: usize) -> Vec<u8> {
    (0..size).map(|i| if i / MIB % 4 == 1 { (i / 7) as u8 | 1 } else { 0 }).collect()
}

pub fn succeeded(task: &Value) {
    assert_eq!((&task["status"], &task["progress"]), (&json!("success"), &json!(1.0)), "{task}");
}

pub fn failed(task: &Value, info: &[&str]) {
    assert_eq!((&task["status"], &task["error_info"]), (&json!("failure"), &json!(info)), "{task}");
}

#[tokio::test]
async fn raw_bytes_come_back_as_they_went() {
    let (_sim, client) = start(Config::test()).await;
    let disk = client.new_disk(8 * MIB).await;
    assert!(client.export(&format!("vdi={disk}")).await == vec![0; 8 * MIB], "a new disk is empty");
    let bytes = pattern(8 * MIB);
    let task = client.import(&format!("vdi={disk}"), bytes.len(), &bytes).await;
    succeeded(&task);
    assert_eq!(task["result"], format!("<value>{disk}</value>"));
    assert!(client.export(&format!("vdi={disk}&format=raw")).await == bytes);

    // Copies hold the same, until one is written.
    let copy = client.ok("VDI.clone", json!([disk, {}])).await.as_str().unwrap().to_owned();
    succeeded(&client.import(&format!("vdi={copy}"), 5, b"other").await);
    let changed = client.export(&format!("vdi={copy}")).await;
    assert!(&changed[..5] == b"other" && changed[5..] == bytes[5..]);
    assert!(client.export(&format!("vdi={disk}")).await == bytes);

    // Grown, there is nothing in what was added.
    client.ok("VDI.resize", json!([disk, 10 * MIB])).await;
    let grown = client.export(&format!("vdi={disk}")).await;
    assert!(grown[..8 * MIB] == bytes && grown[8 * MIB..] == vec![0; 2 * MIB]);

    // Pieces with their places.
    let mut pieces = Vec::new();
    for (offset, text) in [(4 * MIB as u64, "there"), (1, "here")] {
        pieces.extend(offset.to_le_bytes());
        pieces.extend((text.len() as u32).to_le_bytes());
        pieces.extend(text.as_bytes());
    }
    let unfinished = client.import(&format!("vdi={copy}&chunked=true"), 1 << 50, &pieces).await;
    failed(&unfinished, &["VDI_IO_ERROR", "Device I/O errors"]);
    pieces.extend([0; 12]);
    succeeded(&client.import(&format!("vdi={copy}&chunked=true"), pieces.len(), &pieces).await);
    let changed = client.export(&format!("vdi={copy}")).await;
    assert!(&changed[..5] == b"ohere" && &changed[4 * MIB..4 * MIB + 5] == b"there");

    // A repository instead of a disk: one is made.
    let sr = client.repository().await;
    let task = client.import(&format!("sr_id={}", sr.as_str().unwrap()), bytes.len(), &bytes).await;
    let made = task["result"].as_str().unwrap().replace("<value>", "").replace("</value>", "");
    assert!(client.export(&format!("vdi={made}")).await == bytes);
}

#[tokio::test]
async fn a_tar_holds_the_blocks_of_a_disk() {
    let (_sim, client) = start(Config::test()).await;
    let (size, raw) = (8 * MIB, pattern(8 * MIB));
    let disk = client.new_disk(size).await;
    succeeded(&client.import(&format!("vdi={disk}"), size, &raw).await);
    let mut archive = client.export(&format!("vdi={disk}&format=tar")).await;
    let path = std::env::temp_dir().join(format!("sim-blocks-{}.tar", std::process::id()));
    std::fs::write(&path, &archive).unwrap();
    let tar = |args: &[&str]| {
        let done = Command::new("tar").args(args).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        done.stdout
    };
    let names = String::from_utf8(tar(&["-tf", path.to_str().unwrap()])).unwrap();
    let names: Vec<_> = names.lines().collect();
    assert_eq!(names[..2], ["00000000", "00000000.xxhash"]);
    let blocks: Vec<usize> = names.iter().filter_map(|name| name.parse().ok()).collect();
    // What was never written is left out, but for the first and the last block.
    assert_eq!(blocks, [0, 1, 4, 5, 7]);
    assert_eq!(names.len(), 2 * blocks.len());
    for block in &blocks {
        let held = tar(&["-xOf", path.to_str().unwrap(), &format!("{block:08}")]);
        assert!(held == raw[block * MIB..(block + 1) * MIB], "block {block}");
    }
    std::fs::remove_file(path).unwrap();

    let copy = client.new_disk(size).await;
    let into = format!("vdi={copy}&format=tar");
    succeeded(&client.import(&into, archive.len(), &archive).await);
    assert!(client.export(&format!("vdi={copy}")).await == raw);
    // A byte of the first block.
    archive[700] ^= 1;
    let damaged = client.import(&into, archive.len(), &archive).await;
    failed(&damaged, &["IMPORT_ERROR_SOME_CHECKSUMS_FAILED"]);
    archive.truncate(5 * MIB / 2);
    archive[700] ^= 1;
    failed(&client.import(&into, archive.len(), &archive).await, &["IMPORT_ERROR_PREMATURE_EOF"]);
    failed(&client.import(&into, 4, b"text").await, &["IMPORT_ERROR_PREMATURE_EOF"]);
}

/// `qemu-img` reads what is exported, and what it writes is imported.
#[tokio::test]
async fn vhd_is_what_others_take_for_vhd() {
    let (_sim, client) = start(Config::test()).await;
    let folder = std::env::temp_dir().join(format!("sim-disks-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = |name: &str| folder.join(name);
    let qemu = |args: &[&str]| {
        let done = Command::new("qemu-img").args(args).current_dir(&folder).output();
        let done = done.unwrap_or_else(|error| panic!("qemu-img: {error}; run scripts/setup test"));
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    };
    // What was written is exported as VHD, block by block.
    let bytes = pattern(64 * MIB);
    let disk = client.new_disk(bytes.len()).await;
    succeeded(&client.import(&format!("vdi={disk}"), bytes.len(), &bytes).await);
    let vhd = client.export(&format!("vdi={disk}&format=vhd")).await;
    assert!(vhd.len() < bytes.len(), "zeros are left out");
    std::fs::write(file("out.vhd"), &vhd).unwrap();
    qemu(&["convert", "-f", "vpc", "-O", "raw", "out.vhd", "out.raw"]);
    assert!(std::fs::read(file("out.raw")).unwrap() == bytes);

    std::fs::write(file("in.raw"), &bytes).unwrap();
    qemu(&["convert", "-f", "raw", "-O", "vpc", "-o", "force_size=on", "in.raw", "in.vhd"]);
    let theirs = std::fs::read(file("in.vhd")).unwrap();
    let other = client.new_disk(bytes.len()).await;
    // What was there before goes.
    succeeded(&client.import(&format!("vdi={other}"), 5, b"stale").await);
    succeeded(&client.import(&format!("vdi={other}&format=vhd"), theirs.len(), &theirs).await);
    assert!(client.export(&format!("vdi={other}")).await == bytes);

    // A fixed one tells what it is at its end only, too late for who reads it as it comes.
    qemu(&[
        "convert",
        "-f",
        "raw",
        "-O",
        "vpc",
        "-o",
        "subformat=fixed,force_size=on",
        "in.raw",
        "fixed.vhd",
    ]);
    let fixed = std::fs::read(file("fixed.vhd")).unwrap();
    let task = client.import(&format!("vdi={other}&format=vhd"), fixed.len(), &fixed).await;
    failed(&task, &["VDI_IO_ERROR", "Device I/O errors"]);
    std::fs::remove_dir_all(&folder).unwrap();

    // Cut and damaged files fail; so does one that is too large for the disk.
    let small = client.new_disk(2 * MIB).await;
    let mut damaged = vhd.clone();
    damaged[600] ^= 1;
    for (target, body) in [(&other, &vhd[..vhd.len() - 600]), (&other, &damaged[..]), (&small, &vhd[..])] {
        let task = client.import(&format!("vdi={target}&format=vhd"), vhd.len(), body).await;
        failed(&task, &["VDI_IO_ERROR", "Device I/O errors"]);
    }
}

#[tokio::test]
async fn a_difference_brings_the_base_up_to_date() {
    let (_sim, client) = start(Config::test()).await;
    let (disk, size) = client.free_disk().await;
    let whole = client.export(&format!("vdi={disk}&format=vhd")).await;
    assert!((2 * MIB..200 * MIB).contains(&whole.len()) && whole.len() < size, "{} of {size}", whole.len());
    assert!(client.export(&format!("vdi={disk}&format=vhd")).await == whole, "always the same");
    let base = client.ok("VDI.snapshot", json!([disk, {}])).await.as_str().unwrap().to_owned();
    assert!(
        client.export(&format!("vdi={disk}&format=vhd&base={base}")).await.len() < MIB,
        "nothing differs"
    );
    succeeded(&client.import(&format!("vdi={disk}"), 7, b"changed").await);
    let difference = client.export(&format!("vdi={disk}&format=vhd&base={base}")).await;
    assert!(difference.len() < 3 * MIB);
    assert_eq!(difference[60..64], [0, 0, 0, 4], "a differencing disk");
    let copy = client.ok("VDI.clone", json!([base, {}])).await.as_str().unwrap().to_owned();
    succeeded(&client.import(&format!("vdi={copy}&format=vhd"), difference.len(), &difference).await);
    let same = client.export(&format!("vdi={copy}&format=vhd&base={disk}")).await;
    assert!(same.len() < MIB, "nothing differs any more");
}

#[tokio::test]
async fn terabytes_cost_what_they_hold() {
    let (_sim, client) = start(Config::test()).await;
    let disk = client.new_disk(2040 << 30).await;
    succeeded(&client.import(&format!("vdi={disk}"), 4, b"here").await);
    let vhd = client.export(&format!("vdi={disk}&format=vhd")).await;
    assert!((5 * MIB..7 * MIB).contains(&vhd.len()), "{}", vhd.len());
    // Larger ones do not fit, which is told in the middle of the answer.
    let larger = client.new_disk(2050 << 30).await;
    let refused = client.export(&format!("vdi={larger}&format=vhd")).await;
    assert!(refused.starts_with(b"HTTP/1.1 500 "), "{}", String::from_utf8_lossy(&refused));
}

#[tokio::test]
async fn refusals_are_told_to_the_client_and_the_task() {
    let (sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let (disk, _) = client.free_disk().await;
    let get = async |query: &str, more: &str| {
        let head = format!("GET /export_raw_vdi?{query} HTTP/1.1{more}");
        request(client.address, &head, b"").await.0
    };
    let mine = format!("session_id={}", client.session);
    let task = client.ok("task.create", json!(["export", ""])).await;
    let given = format!("task_id={}", task.as_str().unwrap());
    assert!(
        get(&format!("session_id=OpaqueRef:no&vdi={disk}&{given}"), "").await.starts_with("HTTP/1.1 401 ")
    );
    failed(&client.task(&task).await, &["SESSION_INVALID", "OpaqueRef:no"]);

    let task = client.ok("task.create", json!(["export", ""])).await;
    let given = format!("task_id={}", task.as_str().unwrap());
    assert!(get(&format!("{mine}&vdi=none&{given}"), "").await.starts_with("HTTP/1.1 500 "));
    failed(&client.task(&task).await, &["HANDLE_INVALID", "VDI", "none"]);

    assert!(get(&format!("{mine}&vdi={disk}&format=vmdk"), "").await.starts_with("HTTP/1.1 404 "));

    // By name and password, for as long as the request lasts.
    let sessions = sim.first().sessions();
    let basic = |secret: &str| format!("\r\nAuthorization: Basic {secret}");
    let base = client.ok("VDI.snapshot", json!([disk, {}])).await;
    let query = format!("vdi={disk}&format=vhd&base={}", base.as_str().unwrap());
    assert!(get(&query, &basic("cm9vdDp4ZW5pdGg=")).await.starts_with("HTTP/1.1 200 "));
    assert!(get(&query, &basic("cm9vdDp3cm9uZw==")).await.starts_with("HTTP/1.1 401 "));
    assert!(get(&query, "").await.starts_with("HTTP/1.1 401 "));
    assert_eq!(sim.first().sessions(), sessions);

    // A disk that a running VM writes to cannot be read.
    let running = &client.vms("Running").await[0];
    let vbds = client.ok("VM.get_VBDs", json!([running])).await;
    let used = client.ok("VBD.get_VDI", json!([vbds[0]])).await;
    assert!(get(&format!("{mine}&vdi={}", used.as_str().unwrap()), "").await.starts_with("HTTP/1.1 500 "));

    // A host that cannot reach the disk names one that can.
    let local = client.ok("SR.get_by_name_label", json!(["Local storage"])).await;
    for sr in local.as_array().unwrap() {
        let record = json!({"SR": sr, "virtual_size": MIB, "type": "user", "name_label": "",
            "sharable": false, "read_only": false, "other_config": {}});
        let disk = client.ok("VDI.create", json!([record])).await;
        let target = format!("/export_raw_vdi?{mine}&vdi={}", disk.as_str().unwrap());
        let mut moved = 0;
        for address in sim.first().addresses() {
            let (head, _) = request(address, &format!("GET {target} HTTP/1.1"), b"").await;
            if let Some((_, place)) = head.split_once("Location: ") {
                assert!(head.starts_with("HTTP/1.1 302 Found") && place.contains(&target), "{head}");
                moved += 1;
            }
        }
        assert_eq!(moved, 1);
    }
}

#[tokio::test]
async fn a_disk_is_held_while_it_is_sent_and_a_cancelled_task_ends_it() {
    let (_sim, client) = start(Config::test()).await;
    let disk = client.new_disk(64 << 30).await;
    let task = client.ok("task.create", json!(["export", ""])).await;
    let mut stream = TcpStream::connect(client.address).await.unwrap();
    let head = format!(
        "GET /export_raw_vdi?session_id={}&vdi={disk}&task_id={} HTTP/1.1\r\n\r\n",
        client.session,
        task.as_str().unwrap()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.read_exact(&mut vec![0; MIB]).await.unwrap();
    assert_eq!(client.refused("VDI.destroy", json!([disk])).await, ["VDI_IN_USE", &disk, "destroy"]);
    client.ok("task.cancel", json!([task])).await;
    assert_eq!(client.task(&task).await["status"], "cancelled");
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.unwrap();
    client.until("VDI", &disk, "VBDs", json!([])).await;
    client.ok("VDI.destroy", json!([disk])).await;

    // Whoever goes away fails the task.
    let disk = client.new_disk(64 << 30).await;
    let task = client.ok("task.create", json!(["export", ""])).await;
    let query = format!("vdi={disk}&task_id={}&session_id={}", task.as_str().unwrap(), client.session);
    let mut stream = TcpStream::connect(client.address).await.unwrap();
    stream.write_all(format!("GET /export_raw_vdi?{query} HTTP/1.1\r\n\r\n").as_bytes()).await.unwrap();
    stream.read_exact(&mut vec![0; MIB]).await.unwrap();
    drop(stream);
    failed(&client.task(&task).await, &["VDI_IO_ERROR", "Device I/O errors"]);
}
