//! Consoles over CONNECT, spoken to as a viewer does.

use std::time::Duration;

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use sim::{Config, Key};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};

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
async fn greet(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> (u16, u16, String) {
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

async fn ask(stream: &mut (impl AsyncWrite + Unpin), incremental: bool) {
    stream.write_all(&[3, u8::from(incremental), 0, 0, 0, 0, 0x03, 0x20, 0x02, 0x58]).await.unwrap();
}

/// Reads an update: rectangles and their pixels, four bytes each.
async fn update(stream: &mut (impl AsyncRead + Unpin)) -> Vec<((u16, u16, u16, u16), Vec<u8>)> {
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

async fn press(stream: &mut (impl AsyncWrite + Unpin), keysym: u32) {
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
async fn a_pool_may_let_one_viewer_in_and_send_idle_ones_off() {
    let (_sim, client) = start(Config::test()).await;
    let vm = client.vms("Running").await[0].clone();
    let pool = client.ok("pool.get_all", json!([])).await[0].clone();
    let (address, path) = location(&client, &vm).await;
    let cookie = format!("Cookie: session_id={}\r\n", client.session);
    client.ok("pool.set_limit_console_sessions", json!([pool, true])).await;
    let (status, mut first) = dial(&address, &path, &cookie).await;
    assert_eq!(status, "HTTP/1.1 200 OK");
    greet(&mut first).await;
    assert_eq!(dial(&address, &path, &cookie).await.0, "HTTP/1.1 503 Service Unavailable");
    client.ok("pool.set_limit_console_sessions", json!([pool, false])).await;
    assert_eq!(dial(&address, &path, &cookie).await.0, "HTTP/1.1 200 OK");
    client.ok("pool.set_vm_console_idle_timeout", json!([pool, 1])).await;
    let mut rest = Vec::new();
    tokio::time::timeout(Duration::from_secs(20), first.read_to_end(&mut rest)).await.unwrap().unwrap();
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

/// Opens a console as browsers do, by a WebSocket of `tungstenite`: its bytes, without the frames.
async fn browse(address: &str, path: &str, cookie: &str) -> Result<DuplexStream, Error> {
    let mut request = format!("ws://{address}{path}").into_client_request().unwrap();
    request.headers_mut().insert("Sec-WebSocket-Protocol", "binary".parse().unwrap());
    request.headers_mut().insert("Cookie", cookie.parse().unwrap());
    let (socket, answer) = tokio_tungstenite::connect_async(request).await?;
    assert_eq!(answer.headers()["Sec-WebSocket-Protocol"], "binary");
    let (near, far) = tokio::io::duplex(1 << 20);
    tokio::spawn(async move {
        let (mut sink, mut frames) = socket.split();
        let (mut said, mut heard) = tokio::io::split(far);
        let speak = async {
            let mut buffer = vec![0; 1 << 10];
            while let Ok(read @ 1..) = said.read(&mut buffer).await {
                sink.send(Message::Ping("still there?".into())).await.unwrap();
                sink.send(Message::Binary(buffer[..read].to_vec().into())).await.unwrap();
            }
            let _ = sink.close().await;
        };
        let listen = async {
            let (mut bytes, mut pongs) = (0, 0);
            while let Some(Ok(frame)) = frames.next().await {
                match frame {
                    Message::Binary(data) => {
                        bytes += data.len();
                        heard.write_all(&data).await.unwrap();
                    }
                    Message::Pong(echo) => {
                        assert_eq!(echo, "still there?".as_bytes());
                        pongs += 1;
                    }
                    Message::Close(_) => {}
                    other => panic!("{other}"),
                }
            }
            assert!(pongs > 0 || bytes < 100, "{bytes} bytes came, and no answer to a ping");
            heard.shutdown().await.unwrap();
        };
        tokio::join!(speak, listen);
    });
    Ok(near)
}

#[tokio::test]
async fn a_console_in_a_websocket() {
    let (sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let vm = client.vms("Running").await[0].clone();
    let record = client.ok("VM.get_record", json!([vm])).await;
    let uuid = record["uuid"].as_str().unwrap();
    let (address, path) = location(&client, &vm).await;
    let cookie = format!("session_id={}", client.session);
    let mut stream = browse(&address, &path, &cookie).await.unwrap();
    let (width, height, name) = greet(&mut stream).await;
    assert_eq!(name, record["name_label"].as_str().unwrap());
    ask(&mut stream, false).await;
    assert_eq!(update(&mut stream).await[0].0, (0, 0, width, height));
    for c in "pwd".chars() {
        press(&mut stream, c as u32).await;
    }
    let typed = async |wanted: &str| {
        for _ in 0..200 {
            if sim.first().typed(uuid) == wanted {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{:?} was typed, not {wanted:?}", sim.first().typed(uuid));
    };
    typed("pwd").await;

    // Whoever may not by CONNECT may not so either.
    let status = async |path: &str, cookie: &str| match browse(&address, path, cookie).await.unwrap_err() {
        Error::Http(answer) => answer.status().as_u16(),
        other => panic!("{other}"),
    };
    assert_eq!(status(&path, "").await, 401);
    assert_eq!(status("/console?ref=OpaqueRef:x", &cookie).await, 404);
    let halted = client.vms("Halted").await[0].clone();
    assert_eq!(status(&format!("/console?ref={halted}"), &cookie).await, 500);
    let plain = format!("GET {path}&session_id={} HTTP/1.1\r\nHost: x\r\n\r\n", client.session);
    let (head, _) = crate::common::send(address.parse().unwrap(), &plain).await.unwrap();
    assert!(head.starts_with("HTTP/1.1 400 "), "without an upgrade: {head}");

    // Frames that no client may send close the socket, those without a mask among them.
    let mut bad = TcpStream::connect(&address).await.unwrap();
    let request = format!(
        "GET {path}&session_id={} HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        client.session
    );
    bad.write_all(request.as_bytes()).await.unwrap();
    bad.write_all(&[0x82, 1, b'x']).await.unwrap();
    let mut rest = Vec::new();
    tokio::time::timeout(Duration::from_secs(5), bad.read_to_end(&mut rest)).await.unwrap().unwrap();
    assert!(rest.starts_with(b"HTTP/1.1 101 ") && rest.ends_with(&[0x88, 2, 0x03, 0xea]), "{rest:?}");

    client.ok("VM.hard_shutdown", json!([vm])).await;
    let mut rest = Vec::new();
    tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut rest)).await.unwrap().unwrap();
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
