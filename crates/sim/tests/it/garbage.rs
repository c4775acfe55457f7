//! Garbage on the wire is answered or cut, and survived.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::json;
use sim::Config;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::calls::xml;
use crate::common::{request, runs, start};

/// Bytes that are no UTF-8 are an invalid value, in either format.
#[tokio::test]
async fn bytes_that_are_no_utf_8_are_invalid_values() {
    let (sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    let vm = client.ok("VM.get_all", json!([])).await[0].as_str().unwrap().to_owned();
    let bodies = [
        ("/", xml("VM.set_name_label", &[&client.session, &vm, "bad ?byte"])),
        (
            "/jsonrpc",
            json!({"method": "VM.set_name_label", "params": [client.session, vm, "bad ?byte"], "id": 1})
                .to_string(),
        ),
    ];
    for (path, body) in bodies {
        let bytes: Vec<u8> = body
            .replace("bad ?byte", "bad \u{1}byte")
            .bytes()
            .map(|b| if b == 1 { 0xff } else { b })
            .collect();
        let head = format!("POST {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}", bytes.len());
        let answer = String::from_utf8(request(sim.address(), &head, &bytes).await.1).unwrap();
        assert!(answer.contains("INVALID_VALUE"), "{path}: {answer}");
    }
}

/// A text made of another by small damage.
fn damaged(rng: &mut StdRng, text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..rng.random_range(1..6) {
        let at = rng.random_range(0..bytes.len());
        match rng.random_range(0..5) {
            0 => bytes[at] = rng.random(),
            1 => bytes.truncate(at.max(1)),
            2 => bytes.insert(at, *b"<>&\"{}[],:\\/0e".get(rng.random_range(0..14)).unwrap()),
            3 => {
                bytes.remove(at);
                if bytes.is_empty() {
                    bytes.push(b' ');
                }
            }
            _ => {
                let piece = bytes[at..(at + 9).min(bytes.len())].to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

/// Garbage of every kind is answered, and the host lives on.
#[tokio::test]
async fn garbage_is_answered_and_survived() {
    let (sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    let mut rng = StdRng::seed_from_u64(7);
    let bodies = [
        ("/", xml("VM.get_record", &[&client.session, "OpaqueRef:x"])),
        (
            "/",
            xml(
                "event.from",
                &[
                    &client.session,
                    "<array><data><value>*</value></data></array>",
                    "1,2",
                    "<double>0</double>",
                ],
            ),
        ),
        (
            "/jsonrpc",
            json!({"jsonrpc": "2.0", "id": 1, "method": "VM.get_record", "params": [client.session, "x"]})
                .to_string(),
        ),
        (
            "/jsonrpc",
            json!({"id": "a", "method": "event.from", "params": [client.session, ["vm/x"], "00,11", 0.0]})
                .to_string(),
        ),
        (
            "/jsonrpc",
            json!({"id": "a", "method": "VM.get_all_records_where",
                            "params": [client.session, "not (field \"uuid\" = \"x\" or true) and false"]})
            .to_string(),
        ),
    ];
    for round in 0..300 * runs(1) as usize {
        let (path, body) = &bodies[round % bodies.len()];
        let mut bytes = damaged(&mut rng, body);
        if round % 17 == 0 {
            bytes = (0..rng.random_range(0..300)).map(|_| rng.random()).collect();
        }
        let head =
            format!("POST {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", bytes.len());
        let mut stream = TcpStream::connect(sim.address()).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&bytes).await.unwrap();
        let mut answer = Vec::new();
        // A poll that the damage left whole, but for its time-out, may wait.
        let read =
            tokio::time::timeout(std::time::Duration::from_secs(5), stream.read_to_end(&mut answer)).await;
        if read.is_ok() {
            let status = String::from_utf8_lossy(&answer[..12.min(answer.len())]).into_owned();
            assert!(matches!(&*status, "HTTP/1.1 200" | "HTTP/1.1 500"), "{status}");
        }
    }
    client.ok("VM.get_all", json!([])).await;
}

/// Damaged heads are refused with a page or cut; nothing else.
#[tokio::test]
async fn damaged_heads_are_refused() {
    let (sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    let mut rng = StdRng::seed_from_u64(9);
    let body = xml("system.listMethods", &[]);
    let whole = format!(
        "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    for _ in 0..200 * runs(1) {
        let bytes = damaged(&mut rng, &whole);
        let mut stream = TcpStream::connect(sim.address()).await.unwrap();
        stream.write_all(&bytes).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = Vec::new();
        // The other side may have gone already.
        let _ = stream.read_to_end(&mut answer).await;
        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1."), "{}", String::from_utf8_lossy(&answer));
    }
    client.ok("VM.get_all", json!([])).await;
}
