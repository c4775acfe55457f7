//! Consoles over CONNECT, spoken to as a viewer does.

use std::time::Duration;

use serde_json::{Value, json};
use sim::{Config, Key};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::common::{Client, start};

/// Location of the console of a VM: address to dial and path with query.
async fn location(client: &Client, vm: &str) -> (String, String) {
    let consoles = client.ok("VM.get_consoles", json!([vm])).await;
    let location = client.ok("console.get_location", json!([consoles[0]])).await;
    let location = location.as_str().unwrap().strip_prefix("http://").unwrap().to_owned();
    let (address, path) = location.split_once('/').unwrap();
    (address.to_owned(), format!("/{path}"))
}

/// Sends a CONNECT; the status line, and the stream after the head.
async fn dial(address: &str, path: &str, more: &str) -> (String, TcpStream) {
    dial_and_say(address, path, more, b"").await
}

async fn dial_and_say(address: &str, path: &str, more: &str, early: &[u8]) -> (String, TcpStream) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let mut request = format!("CONNECT {path} HTTP/1.0\r\n{more}\r\n").into_bytes();
    request.extend_from_slice(early);
    stream.write_all(&request).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    (head.lines().next().unwrap().to_owned(), stream)
}

/// Shakes hands as a viewer of 3.8; width, height and name.
async fn greet(stream: &mut TcpStream) -> (u16, u16, String) {
    let mut version = [0u8; 12];
    stream.read_exact(&mut version).await.unwrap();
    assert_eq!(&version, b"RFB 003.008\n");
    stream.write_all(b"RFB 003.008\n").await.unwrap();
    assert_eq!((stream.read_u8().await.unwrap(), stream.read_u8().await.unwrap()), (1, 1));
    stream.write_all(&[1]).await.unwrap();
    assert_eq!(stream.read_u32().await.unwrap(), 0);
    stream.write_all(&[1]).await.unwrap();
    let (width, height) = (stream.read_u16().await.unwrap(), stream.read_u16().await.unwrap());
    let mut format = [0u8; 16];
    stream.read_exact(&mut format).await.unwrap();
    assert_eq!(format[..4], [32, 24, 0, 1]);
    let mut name = vec![0; stream.read_u32().await.unwrap() as usize];
    stream.read_exact(&mut name).await.unwrap();
    (width, height, String::from_utf8(name).unwrap())
}

async fn ask(stream: &mut TcpStream, incremental: bool) {
    stream.write_all(&[3, u8::from(incremental), 0, 0, 0, 0, 0x03, 0x20, 0x02, 0x58]).await.unwrap();
}

/// Reads an update: rectangles and their pixels, four bytes each.
async fn update(stream: &mut TcpStream) -> Vec<((u16, u16, u16, u16), Vec<u8>)> {
    assert_eq!(stream.read_u16().await.unwrap(), 0);
    let mut rectangles = Vec::new();
    for _ in 0..stream.read_u16().await.unwrap() {
        let mut n = [0u16; 4];
        for n in &mut n {
            *n = stream.read_u16().await.unwrap();
        }
        assert_eq!(stream.read_i32().await.unwrap(), 0, "raw");
        let mut pixels = vec![0; usize::from(n[2]) * usize::from(n[3]) * 4];
        stream.read_exact(&mut pixels).await.unwrap();
        rectangles.push(((n[0], n[1], n[2], n[3]), pixels));
    }
    rectangles
}

async fn press(stream: &mut TcpStream, keysym: u32) {
    for down in [1, 0] {
        let mut message = vec![4, down, 0, 0];
        message.extend(keysym.to_be_bytes());
        stream.write_all(&message).await.unwrap();
    }
}

#[tokio::test]
async fn a_screen_with_a_clock_and_an_echo() {
    let (sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    for vm in &client.vms("Running").await[..3] {
        let record = client.ok("VM.get_record", json!([vm])).await;
        let (address, path) = location(&client, vm).await;
        let (status, mut stream) = dial(&address, &format!("{path}&session_id={}", client.session), "").await;
        assert_eq!(status, "HTTP/1.1 200 OK");
        let (width, height, name) = greet(&mut stream).await;
        assert!(width >= 800 && height >= 600);
        assert_eq!(name, record["name_label"].as_str().unwrap());
        ask(&mut stream, false).await;
        let first = update(&mut stream).await;
        assert_eq!(first[0].0, (0, 0, width, height));
        let colours: std::collections::HashSet<&[u8]> = first[0].1.chunks(4).collect();
        assert!(colours.len() > 2, "something is drawn");

        // Nothing is asked for but what changes: the clock moves within two seconds.
        ask(&mut stream, true).await;
        let clock = tokio::time::timeout(Duration::from_secs(3), update(&mut stream)).await.unwrap();
        assert!(clock.iter().all(|(r, _)| r.3 <= 16 && r.2 < 200), "a small part: {:?}", clock[0].0);

        // Typed keys are echoed at once.
        ask(&mut stream, true).await;
        for c in "ls".chars() {
            press(&mut stream, c as u32).await;
        }
        press(&mut stream, 0xff0d).await;
        let mut echoed = false;
        for _ in 0..6 {
            let changed = update(&mut stream).await;
            echoed |= changed.iter().any(|(r, _)| r.1 > 130);
            if echoed {
                break;
            }
            ask(&mut stream, true).await;
        }
        assert!(echoed);
        let uuid = record["uuid"].as_str().unwrap();
        for _ in 0..100 {
            if sim.first().typed(uuid) == "ls\n" {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(sim.first().typed(uuid), "ls\n");
        assert_eq!(sim.first().keys(uuid)[0], Key { keysym: u32::from('l'), down: true });
        assert_eq!(sim.first().keys(uuid).len(), 6);
    }
}

#[tokio::test]
async fn a_console_ends_with_its_domain() {
    let (_sim, client) = start(Config::test()).await;
    let vm = client.vms("Running").await[0].clone();
    for op in ["clean_reboot", "hard_shutdown"] {
        let (address, path) = location(&client, &vm).await;
        let cookie = format!("Cookie: session_id={}\r\n", client.session);
        let (status, mut stream) = dial(&address, &path, &cookie).await;
        assert_eq!(status, "HTTP/1.1 200 OK");
        greet(&mut stream).await;
        client.ok(&format!("VM.{op}"), json!([vm])).await;
        let mut rest = Vec::new();
        tokio::time::timeout(Duration::from_secs(2), stream.read_to_end(&mut rest)).await.unwrap().unwrap();
        let (status, _) = dial(&address, &path, &cookie).await;
        assert_eq!(status, "HTTP/1.1 404 Not Found", "the old console is no more after {op}");
    }
}

#[tokio::test]
async fn only_for_sessions_and_only_where_the_vm_is() {
    let (sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let vm = client.vms("Running").await[0].clone();
    let (address, path) = location(&client, &vm).await;
    let with = format!("{path}&session_id={}", client.session);
    assert_eq!(dial(&address, &path, "").await.0, "HTTP/1.1 401 Unauthorized");
    assert_eq!(
        dial(&address, &format!("{path}&session_id=OpaqueRef:x"), "").await.0,
        "HTTP/1.1 401 Unauthorized"
    );
    let other = sim.first().addresses().into_iter().find(|a| a.to_string() != address).unwrap();
    assert_eq!(dial(&other.to_string(), &with, "").await.0, "HTTP/1.1 500 Internal Server Error");
    let halted = client.vms("Halted").await[0].clone();
    let by_ref = |r: &str| format!("/console?ref={r}&session_id={}", client.session);
    assert_eq!(dial(&address, &by_ref(&halted), "").await.0, "HTTP/1.1 500 Internal Server Error");
    assert_eq!(dial(&address, &by_ref("OpaqueRef:x"), "").await.0, "HTTP/1.1 404 Not Found");
    assert_eq!(dial(&address, &by_ref(&vm), "").await.0, "HTTP/1.1 200 OK", "by the VM's reference");
}

#[tokio::test]
async fn a_real_server_behind_every_console() {
    let backend = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let console = Some(backend.local_addr().unwrap().to_string());
    let (_sim, client) = start(Config { console, ..Config::test() }).await;
    let vm = client.vms("Running").await[0].clone();
    let (address, path) = location(&client, &vm).await;
    let serving = async {
        let (mut stream, _) = backend.accept().await.unwrap();
        stream.write_all(b"hello").await.unwrap();
        let mut heard = [0u8; 5];
        stream.read_exact(&mut heard).await.unwrap();
        heard
    };
    let viewing = async {
        // The first bytes right behind the head are carried too.
        let path = format!("{path}&session_id={}", client.session);
        let (_, mut stream) = dial_and_say(&address, &path, "", b"the").await;
        let mut heard = [0u8; 5];
        stream.read_exact(&mut heard).await.unwrap();
        stream.write_all(b"re").await.unwrap();
        (heard, stream)
    };
    let (backend_heard, (viewer_heard, _stream)) = tokio::join!(serving, viewing);
    assert_eq!((&backend_heard, &viewer_heard), (b"there", b"hello"));
}

#[tokio::test]
async fn the_control_socket_shows_keys_and_steers() {
    let control = Some("127.0.0.1:0".parse().unwrap());
    let (sim, client) = start(Config { hosts: 2, control, ..Config::test() }).await;
    let vm = client.vms("Running").await[0].clone();
    let uuid = client.ok("VM.get_uuid", json!([vm])).await.as_str().unwrap().to_owned();
    let (address, path) = location(&client, &vm).await;
    let (_, mut stream) = dial(&address, &format!("{path}&session_id={}", client.session), "").await;
    greet(&mut stream).await;
    press(&mut stream, u32::from('q')).await;
    let control = sim.control_address().unwrap();
    let steer = async |request: String| -> Value {
        let (_, body) = crate::common::send(control, &format!("{request} HTTP/1.1\r\n\r\n")).await.unwrap();
        serde_json::from_str(&body).unwrap()
    };
    let mut shown = json!({});
    for _ in 0..100 {
        shown = steer(format!("GET /sim/keys?vm={uuid}")).await;
        if shown["typed"] == "q" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(shown["typed"], "q");
    assert_eq!(steer(format!("POST /sim/rename?vm={uuid}&name=new%20name")).await, json!({"ok": true}));
    assert_eq!(client.ok("VM.get_name_label", json!([vm])).await, "new name");
    assert_eq!(steer("GET /sim/door".into()).await["logins"], 1);
    assert_eq!(
        steer("POST /sim/fault?spec=storm".into()).await["error"].as_str().unwrap().split(';').next(),
        Some("fault \"storm\" is not understood")
    );
    assert_eq!(steer("POST /sim/stop?host=7".into()).await["error"], "no such host");
    assert_eq!(steer("POST /sim/kill-master".into()).await["master"], 1);
    assert_eq!(steer("GET /sim/pools".into()).await[0]["master"], 1);
}
