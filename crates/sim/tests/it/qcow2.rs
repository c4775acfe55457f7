//! qcow2 both ways: `qemu-img` reads and checks what is exported, and what it writes is imported.

use std::path::PathBuf;
use std::process::Command;

use serde_json::json;
use sim::Config;

use crate::common::{Client, start};
use crate::disks::{MIB, failed, pattern, succeeded};

/// A folder of a test, gone when it ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("sim-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.0.join(name), bytes).unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.0.join(name)).unwrap()
    }

    fn qemu(&self, args: &[&str]) -> String {
        let done = Command::new("qemu-img").args(args).current_dir(&self.0).output();
        let done = done.unwrap_or_else(|error| panic!("qemu-img: {error}; run scripts/setup test"));
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn disk_with(client: &Client, bytes: &[u8]) -> String {
    let disk = client.new_disk(bytes.len()).await;
    succeeded(&client.import(&format!("vdi={disk}"), bytes.len(), bytes).await);
    disk
}

#[tokio::test]
async fn others_take_what_is_exported_for_qcow2() {
    let (_sim, client) = start(Config::test()).await;
    let folder = Folder::new("qcow2-out");
    let bytes = pattern(64 * MIB);
    let disk = disk_with(&client, &bytes).await;
    let file = client.export(&format!("vdi={disk}&format=qcow2")).await;
    assert!(file.len() < 17 * MIB, "zeros are left out: {}", file.len());
    folder.write("out.qcow2", &file);
    assert!(folder.qemu(&["check", "-f", "qcow2", "out.qcow2"]).contains("No errors were found"));
    folder.qemu(&["convert", "-f", "qcow2", "-O", "raw", "out.qcow2", "out.raw"]);
    assert!(folder.read("out.raw") == bytes);

    // A seeded disk, and VHD beside it.
    let (seeded, _) = client.free_disk().await;
    for format in ["qcow2", "vhd"] {
        folder.write(format, &client.export(&format!("vdi={seeded}&format={format}")).await);
    }
    folder.qemu(&["check", "-f", "qcow2", "qcow2"]);
    folder.qemu(&["compare", "-f", "qcow2", "-F", "vpc", "qcow2", "vhd"]);

    // An empty one, and one of terabytes.
    for size in [2 * MIB, 3 << 40] {
        let disk = client.new_disk(size).await;
        succeeded(&client.import(&format!("vdi={disk}"), 4, b"here").await);
        folder.write("sparse.qcow2", &client.export(&format!("vdi={disk}&format=qcow2")).await);
        assert!(folder.qemu(&["check", "-f", "qcow2", "sparse.qcow2"]).contains("No errors were found"));
        let info = folder.qemu(&["info", "--output=json", "-f", "qcow2", "sparse.qcow2"]);
        let info: serde_json::Value = serde_json::from_str(&info).unwrap();
        assert_eq!(info["virtual-size"], json!(size));
        assert!(info["actual-size"].as_u64().unwrap() < 2 * MIB as u64);
    }
}

#[tokio::test]
async fn what_others_write_is_imported() {
    let (_sim, client) = start(Config::test()).await;
    let folder = Folder::new("qcow2-in");
    // The last cluster of the larger sizes is not whole.
    let bytes = pattern(10 * MIB);
    folder.write("in.raw", &bytes);
    let options = [
        "cluster_size=65536",
        "cluster_size=512",
        "cluster_size=4096",
        "cluster_size=2097152",
        "compat=0.10",
        "preallocation=metadata",
        "preallocation=full",
        "lazy_refcounts=on",
        "refcount_bits=1",
    ];
    for option in options {
        folder.qemu(&["convert", "-f", "raw", "-O", "qcow2", "-o", option, "in.raw", "in.qcow2"]);
        let theirs = folder.read("in.qcow2");
        let disk = client.new_disk(bytes.len()).await;
        succeeded(&client.import(&format!("vdi={disk}&format=qcow2"), theirs.len(), &theirs).await);
        assert!(client.export(&format!("vdi={disk}")).await == bytes, "{option}");
        assert_eq!(
            client.ok("VDI.get_physical_utilisation", json!([disk])).await.as_i64().unwrap() / MIB as i64,
            6
        );
    }
    // Without a length, as clients send it that do not know it.
    let theirs = folder.read("in.qcow2");
    let disk = client.new_disk(bytes.len()).await;
    let task = client.import(&format!("vdi={disk}&format=qcow2"), 1 << 50, &theirs).await;
    failed(&task, &["VDI_IO_ERROR", "Device I/O errors"]);

    // Told zeros are written over what was there.
    folder.qemu(&["create", "-f", "qcow2", "zeros.qcow2", "10M"]);
    let done = Command::new("qemu-io")
        .args(["-f", "qcow2", "-c", "write -z 0 1M", "zeros.qcow2"])
        .current_dir(&folder.0)
        .output();
    // It comes in the same package.
    assert!(done.unwrap().status.success());
    let zeros = folder.read("zeros.qcow2");
    let disk = disk_with(&client, &vec![7; 10 * MIB]).await;
    succeeded(&client.import(&format!("vdi={disk}&format=qcow2"), zeros.len(), &zeros).await);
    let now = client.export(&format!("vdi={disk}")).await;
    assert!(now[..MIB] == vec![0; MIB] && now[MIB..] == vec![7; 9 * MIB]);

    // What is not understood is refused, and nothing changes.
    folder.qemu(&["convert", "-c", "-f", "raw", "-O", "qcow2", "in.raw", "packed.qcow2"]);
    folder.qemu(&["create", "-f", "qcow2", "-o", "extended_l2=on", "extended.qcow2", "10M"]);
    for (name, why) in [
        ("packed.qcow2", "qcow2: compressed clusters are not supported"),
        ("extended.qcow2", "qcow2: features that are not supported"),
        ("in.raw", "qcow2: not a qcow2 file"),
    ] {
        let file = folder.read(name);
        let task = client.import(&format!("vdi={disk}&format=qcow2"), file.len(), &file).await;
        failed(&task, &["INTERNAL_ERROR", why]);
    }
    // Cut, or larger than the disk.
    let small = client.new_disk(2 * MIB).await;
    for (disk, file) in [(&disk, &theirs[..theirs.len() / 2]), (&disk, &theirs[..50]), (&small, &theirs[..])]
    {
        let task = client.import(&format!("vdi={disk}&format=qcow2"), theirs.len(), file).await;
        failed(&task, &["VDI_IO_ERROR", "Device I/O errors"]);
    }
    assert!(client.export(&format!("vdi={disk}")).await == now);
}

#[tokio::test]
async fn a_difference_brings_the_base_up_to_date() {
    let (_sim, client) = start(Config::test()).await;
    let folder = Folder::new("qcow2-base");
    let bytes = pattern(16 * MIB);
    let disk = disk_with(&client, &bytes).await;
    let base = client.ok("VDI.snapshot", json!([disk, {}])).await.as_str().unwrap().to_owned();
    let nothing = client.export(&format!("vdi={disk}&format=qcow2&base={base}")).await;
    assert!(nothing.len() < MIB, "nothing differs");
    succeeded(&client.import(&format!("vdi={disk}"), 7, b"changed").await);
    // A MiB that held something is emptied.
    let mut empty = Vec::from((MIB as u64).to_le_bytes());
    empty.extend((MIB as u32).to_le_bytes());
    empty.extend(vec![0; MIB]);
    empty.extend([0; 12]);
    succeeded(&client.import(&format!("vdi={disk}&chunked=true"), empty.len(), &empty).await);

    let difference = client.export(&format!("vdi={disk}&format=qcow2&base={base}")).await;
    assert!(difference.len() < MIB, "{}", difference.len());
    folder.write("difference.qcow2", &difference);
    assert!(folder.qemu(&["check", "-f", "qcow2", "difference.qcow2"]).contains("No errors were found"));
    let copy = client.ok("VDI.clone", json!([base, {}])).await.as_str().unwrap().to_owned();
    succeeded(&client.import(&format!("vdi={copy}&format=qcow2"), difference.len(), &difference).await);
    let (there, here) =
        (client.export(&format!("vdi={copy}")).await, client.export(&format!("vdi={disk}")).await);
    assert!(there == here && there[MIB..2 * MIB] == vec![0; MIB]);
    // The same over its base, as qemu puts them together.
    folder.write("base.qcow2", &client.export(&format!("vdi={base}&format=qcow2")).await);
    folder.qemu(&["rebase", "-u", "-f", "qcow2", "-F", "qcow2", "-b", "base.qcow2", "difference.qcow2"]);
    folder.qemu(&["convert", "-f", "qcow2", "-O", "raw", "difference.qcow2", "together.raw"]);
    assert!(folder.read("together.raw") == here);
}
