//! Transfers of disks while faults are in force: slow, cut, damaged.

use std::time::{Duration, Instant};

use serde_json::json;
use sim::Config;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::common::{Client, request, start};
use crate::disks::{MIB, failed, pattern, succeeded};

const IO_ERROR: &[&str] = &["VDI_IO_ERROR", "Device I/O errors"];

/// Exports with a task of its own; what came of the body, and the task's record.
async fn export(client: &Client, query: &str) -> (Vec<u8>, serde_json::Value) {
    let task = client.ok("task.create", json!(["export", ""])).await;
    let head = format!(
        "GET /export_raw_vdi?{query}&session_id={}&task_id={} HTTP/1.1",
        client.session,
        task.as_str().unwrap()
    );
    let (head, body) = request(client.address, &head, b"").await;
    assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
    (body, client.task(&task).await)
}

#[tokio::test]
async fn cut_streams_end_where_they_should_and_fail_their_tasks() {
    let (sim, client) = start(Config::test()).await;
    let pool = sim.first();
    let disk = client.new_disk(4 * MIB).await;
    let bytes = pattern(4 * MIB);
    succeeded(&client.import(&format!("vdi={disk}"), bytes.len(), &bytes).await);

    pool.add_fault(format!("cut-stream={}", MIB + 5).parse().unwrap());
    for format in ["raw", "vhd"] {
        let (body, task) = export(&client, &format!("vdi={disk}&format={format}")).await;
        assert_eq!(body.len(), MIB + 5, "{format}");
        failed(&task, IO_ERROR);
    }
    let other = client.new_disk(4 * MIB).await;
    failed(&client.import(&format!("vdi={other}"), bytes.len(), &bytes).await, IO_ERROR);
    // What is shorter goes through.
    succeeded(&client.import(&format!("vdi={other}"), 5, b"whole").await);
    client.until("VDI", &disk, "VBDs", json!([])).await;

    pool.clear_faults();
    let (body, task) = export(&client, &format!("vdi={disk}")).await;
    assert!(body == bytes);
    succeeded(&task);
}

#[tokio::test]
async fn slow_streams_take_their_time_until_the_fault_ends() {
    let (sim, client) = start(Config::test()).await;
    let pool = sim.first();
    let disk = client.new_disk(2 * MIB).await;
    pool.add_fault("slow-stream=200000".parse().unwrap());
    let begun = Instant::now();
    // At that rate the rest would take ten seconds more.
    let query = format!("vdi={disk}");
    let (sent, ()) = tokio::join!(export(&client, &query), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        pool.clear_faults();
    });
    assert_eq!(sent.0.len(), 2 * MIB);
    succeeded(&sent.1);
    assert!(begun.elapsed() >= Duration::from_millis(300));

    // While it is slow, it can be cancelled in the middle.
    pool.add_fault("slow-stream=100000".parse().unwrap());
    let task = client.ok("task.create", json!(["import", ""])).await;
    let head = format!(
        "PUT /import_raw_vdi?vdi={disk}&task_id={}&session_id={} HTTP/1.1\r\nContent-Length: {}\r\n\r\n",
        task.as_str().unwrap(),
        client.session,
        2 * MIB
    );
    let mut stream = TcpStream::connect(client.address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&vec![1; 256 << 10]).await.unwrap();
    // Half-way some of it is told.
    loop {
        let progress = client.ok("task.get_progress", json!([task])).await.as_f64().unwrap();
        if progress > 0.0 {
            assert!(progress < 0.5, "{progress}");
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    client.ok("task.cancel", json!([task])).await;
    let record = client.task(&task).await;
    assert_eq!(
        (&record["status"], &record["error_info"][0]),
        (&json!("cancelled"), &json!("TASK_CANCELLED"))
    );
    // It may be reset: not all that was sent is read.
    let _ = stream.read_to_end(&mut Vec::new()).await;
    client.until("VDI", &disk, "VBDs", json!([])).await;
}

#[tokio::test]
async fn damaged_blocks_differ_by_a_bit() {
    let (sim, client) = start(Config::test()).await;
    let pool = sim.first();
    let disk = client.new_disk(4 * MIB).await;
    let bytes = pattern(4 * MIB);
    succeeded(&client.import(&format!("vdi={disk}"), bytes.len(), &bytes).await);
    let different = |body: &[u8]| -> u32 {
        assert_eq!(body.len(), bytes.len());
        body.iter().zip(&bytes).map(|(a, b)| (a ^ b).count_ones()).sum()
    };
    pool.add_fault("corrupt=1".parse().unwrap());
    let (damaged, task) = export(&client, &format!("vdi={disk}")).await;
    // Nobody notices here: one bit in each block of 64 KiB.
    succeeded(&task);
    assert_eq!(different(&damaged), 64);
    pool.clear_faults();
    assert_eq!(different(&export(&client, &format!("vdi={disk}")).await.0), 0);

    pool.add_fault("corrupt=0.5".parse().unwrap());
    succeeded(&client.import(&format!("vdi={disk}"), bytes.len(), &bytes).await);
    pool.clear_faults();
    let damaged = different(&export(&client, &format!("vdi={disk}")).await.0);
    assert!((1..64).contains(&damaged), "{damaged}");
}

/// Without a task of its own a transfer makes one, below the task it is told.
#[tokio::test]
async fn transfers_are_parts_of_other_tasks() {
    let (_sim, client) = start(Config::test()).await;
    let disk = client.new_disk(2 * MIB).await;
    let parent = client.ok("task.create", json!(["backup", ""])).await;
    let query = format!("vdi={disk}&session_id={}&subtask_of={}", client.session, parent.as_str().unwrap());
    let put = format!("PUT /import_raw_vdi?{query} HTTP/1.1\r\nContent-Length: 3");
    assert!(request(client.address, &put, b"abc").await.0.starts_with("HTTP/1.1 200 OK"));
    let get = format!("GET /export_raw_vdi?{query}&format=qcow2 HTTP/1.1");
    assert!(request(client.address, &get, b"").await.0.starts_with("HTTP/1.1 200 OK"));
    let parts = client.ok("task.get_subtasks", json!([parent])).await;
    assert_eq!(parts.as_array().unwrap().len(), 2);
    for part in parts.as_array().unwrap() {
        succeeded(&client.task(part).await);
        assert_eq!(client.ok("task.get_subtask_of", json!([part])).await, parent);
    }
}

/// An archive that does not fit leaves nothing behind.
#[tokio::test]
async fn an_archive_does_not_fit_on_a_full_repository() {
    let (sim, client) = start(Config { vms: 4, ..Config::test() }).await;
    let vm = client.vms("Halted").await[0].clone();
    let (head, archive) =
        request(client.address, &format!("GET /export?ref={vm}&session_id={} HTTP/1.1", client.session), b"")
            .await;
    assert!(head.contains(" 200 OK"), "{head}");
    let sr = client.repository().await;
    sim.first().add_fault("sr-full=NFS storage".parse().unwrap());
    let (vms, disks) = (sim.first().count("VM"), sim.first().count("VDI"));
    let task = client.ok("task.create", json!(["import", ""])).await;
    let head = format!(
        "PUT /import?sr_id={}&session_id={}&task_id={} HTTP/1.1",
        sr.as_str().unwrap(),
        client.session,
        task.as_str().unwrap()
    );
    request(client.address, &head, &archive).await;
    let task = client.task(&task).await;
    assert_eq!(
        (&task["status"], &task["error_info"][0]),
        (&json!("failure"), &json!("SR_BACKEND_FAILURE_44"))
    );
    assert_eq!((sim.first().count("VM"), sim.first().count("VDI")), (vms, disks));
}
