//! HTTP as clients see it: heads, limits, odd routes, pages of errors, and connections that are kept.

use serde_json::{Value, json};
use sim::Config;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::calls::xml;
use crate::common::{Line, post, send, start};

/// The headers of an answer.
#[tokio::test]
async fn answers_have_these_headers() {
    let (sim, _client) = start(Config { vms: 3, ..Config::test() }).await;
    let body = r#"{"method":"session.logout","params":["OpaqueRef:x"],"id":1}"#;
    for (path, body, kind) in
        [("/jsonrpc", body.to_owned(), "application/json"), ("/", xml("x.y", &[]), "text/xml")]
    {
        let (head, answer) = post(sim.address(), path, &body).await.unwrap();
        for line in [
            "HTTP/1.1 200 OK".to_owned(),
            format!("content-type: {kind}"),
            format!("content-length: {}", answer.len()),
            "Access-Control-Allow-Origin: *".to_owned(),
            "cache-control: no-cache, no-store".to_owned(),
        ] {
            assert!(head.lines().any(|l| l == line), "{line}\n{head}");
        }
        let head = head.to_lowercase();
        assert!(!head.contains("content-encoding") && !head.contains("transfer-encoding"), "{head}");
    }
}

/// Calls come in by these paths, each in its own format whatever is posted.
#[tokio::test]
async fn odd_routes_are_calls_too() {
    let (sim, _client) = start(Config { vms: 3, ..Config::test() }).await;
    for path in ["/", "/RPC2", "/xmlrpc", "/json", "/jsonrpc/deeper", "/any/thing?at=all"] {
        let (head, body) = post(sim.address(), path, &xml("VM.nope", &[])).await.unwrap();
        assert!(head.contains("content-type: text/xml"), "{path} {head}");
        assert!(
            body.contains("<value>MESSAGE_METHOD_UNKNOWN</value><value>VM.nope</value>"),
            "{path} {body}"
        );
    }
    let (head, _) = post(sim.address(), "/json", r#"{"method":"VM.nope","params":[],"id":1}"#).await.unwrap();
    assert!(head.starts_with("HTTP/1.1 500 "), "JSON is not understood there: {head}");
    let (head, _) = post(sim.address(), "/jsonrpc", &xml("VM.nope", &[])).await.unwrap();
    assert!(head.starts_with("HTTP/1.1 500 "), "{head}");
}

/// A handler's path may go on behind a slash, and only there; without a session it asks for a name and a password.
#[tokio::test]
async fn routes_are_the_longest_that_fit() {
    let (sim, _client) = start(Config { vms: 3, ..Config::test() }).await;
    for (request, status) in [
        ("GET /export_raw_vdi HTTP/1.1\r\n\r\n", "401"),
        ("GET /export_raw_vdi/more HTTP/1.1\r\n\r\n", "401"),
        ("GET /export_raw_vdis HTTP/1.1\r\n\r\n", "404"),
    ] {
        let (head, _) = send(sim.address(), request).await.unwrap();
        assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{request}: {head}");
        assert!(head.contains("Connection: close"), "{head}");
        assert_eq!(status == "401", head.contains("WWW-Authenticate: Basic realm="), "{head}");
    }
}

/// Pages of HTTP's own errors, after which the connection is closed.
#[tokio::test]
async fn errors_of_http_are_pages() {
    let (sim, _client) = start(Config { vms: 3, ..Config::test() }).await;
    let long = "x".repeat(1100);
    for (request, status) in [
        ("GET /no/such/file HTTP/1.1\r\n\r\n".to_owned(), 404),
        ("PUT /no/such/handler HTTP/1.1\r\nContent-Length: 0\r\n\r\n".to_owned(), 403),
        ("BREW / HTTP/1.1\r\n\r\n".to_owned(), 501),
        ("DELETE / HTTP/1.1\r\n\r\n".to_owned(), 501),
        ("nonsense\r\n\r\n".to_owned(), 400),
        (format!("GET /?{long} HTTP/1.1\r\n\r\n"), 431),
        (format!("GET / HTTP/1.1\r\nCookie: {long}\r\n\r\n"), 431),
        ("POST / HTTP/1.1\r\n\r\n".to_owned(), 500),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".to_owned(), 500),
        (format!("POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n", (300 << 10) + 1), 500),
        ("POST /jsonrpc HTTP/1.1\r\nContent-Length: 4\r\n\r\n{\"a\"".to_owned(), 500),
    ] {
        let (head, body) = send(sim.address(), &request).await.unwrap();
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{request:.80}: {head}");
        assert!(head.contains("Connection: close") && head.contains("content-type: text/html"), "{head}");
        assert!(body.starts_with("<html>"), "{body}");
        if status == 500 {
            assert!(body.contains("Internal Error"), "{body}");
        }
    }
    let below = format!("GET /?{} HTTP/1.1\r\n\r\n", "x".repeat(900));
    assert!(
        send(sim.address(), &below.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"))
            .await
            .unwrap()
            .0
            .contains(" 200 ")
    );
}

/// A body of the largest size is read, whatever pieces it comes in.
#[tokio::test]
async fn the_largest_body_is_read() {
    let (sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    let vm = client.vms("Halted").await.first().cloned().unwrap_or_default();
    let mut body =
        json!({"method": "VM.set_name_description", "params": [client.session, vm, ""], "id": 1}).to_string();
    body.push_str(&" ".repeat((300 << 10) - body.len()));
    let mut stream = TcpStream::connect(sim.address()).await.unwrap();
    let head =
        format!("POST /jsonrpc HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).await.unwrap();
    for piece in body.as_bytes().chunks(70_000) {
        stream.write_all(piece).await.unwrap();
    }
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
}

/// Connections are kept unless the client is old or says otherwise.
#[tokio::test]
async fn connections_are_kept() {
    let (sim, _client) = start(Config { vms: 3, ..Config::test() }).await;
    let body = xml("system.listMethods", &[]);
    let mut line = Line::open(sim.address()).await;
    for _ in 0..3 {
        let (head, _) =
            line.ask(&format!("POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n{body}", body.len())).await;
        assert!(head.contains("connection: keep-alive"), "{head}");
    }
    // Two requests sent at once are answered in turn.
    let request = format!("POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    let first = line.ask(&format!("{request}{request}")).await;
    assert_eq!(line.ask("").await.1, first.1);
    for head in ["HTTP/1.0\r\n", "HTTP/1.1\r\nConnection: close\r\n"] {
        let (answer, _) =
            send(sim.address(), &format!("POST / {head}Content-Length: {}\r\n\r\n{body}", body.len()))
                .await
                .unwrap();
        assert!(answer.contains("connection: close"), "{answer}");
    }
}

/// Browsers of other sites may ask.
#[tokio::test]
async fn options_are_answered_for_browsers() {
    let (sim, _client) = start(Config { vms: 3, ..Config::test() }).await;
    for path in ["/", "/json", "/jsonrpc"] {
        let request = format!("OPTIONS {path} HTTP/1.1\r\nAccess-Control-Request-Headers: X-A, X-B\r\n\r\n");
        let (head, _) = Line::open(sim.address()).await.ask(&request).await;
        for line in [
            "Access-Control-Allow-Origin: *",
            "Access-Control-Allow-Headers: X-A, X-B, X-Requested-With",
            "Access-Control-Allow-Methods: PUT",
        ] {
            assert!(head.lines().any(|l| l == line), "{line}\n{head}");
        }
    }
    let (head, _) = send(sim.address(), "OPTIONS /elsewhere HTTP/1.1\r\n\r\n").await.unwrap();
    assert!(head.starts_with("HTTP/1.1 501 "), "{head}");
}

/// A host serves 800 connections at once; the next waits until one ends.
#[tokio::test]
async fn eight_hundred_connections_are_served_at_once() {
    let (sim, _client) = start(Config { vms: 3, ..Config::test() }).await;
    let mut open = Vec::new();
    for _ in 0..800 {
        open.push(TcpStream::connect(sim.address()).await.unwrap());
    }
    let body = xml("system.listMethods", &[]);
    let request =
        format!("POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    // All of them are served.
    for stream in [0, 400, 799] {
        open[stream].write_all(request.replace("Connection: close\r\n", "").as_bytes()).await.unwrap();
        let mut first = [0; 15];
        open[stream].read_exact(&mut first).await.unwrap();
        assert_eq!(&first, b"HTTP/1.1 200 OK");
    }
    let mut next = TcpStream::connect(sim.address()).await.unwrap();
    next.write_all(request.as_bytes()).await.unwrap();
    let mut answer = [0; 15];
    let waits =
        tokio::time::timeout(std::time::Duration::from_millis(300), next.read_exact(&mut answer)).await;
    assert!(waits.is_err(), "there is no room for it");
    drop(open.pop());
    next.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
}

/// Cookies are split as XAPI does.
#[tokio::test]
async fn handlers_take_cookies_as_they_come() {
    let (sim, client) = start(Config::test()).await;
    let disks = client.ok("VDI.get_all_records", json!([])).await;
    let free = |v: &Value| v["type"] == "user" && v["VBDs"] == json!([]);
    let Some((_, vdi)) = disks.as_object().unwrap().iter().find(|(_, v)| free(v)) else {
        panic!("every disk has a VM");
    };
    let (uuid, session) = (vdi["uuid"].as_str().unwrap(), &client.session);
    for cookie in [format!("session_id={session}; vdi={uuid}"), format!("session_id={session}&vdi={uuid}")] {
        let request = format!("GET /export_raw_vdi?format=vhd HTTP/1.0\r\nCookie: {cookie}\r\n\r\n");
        let (head, body) = send(sim.address(), &request).await.unwrap();
        assert!(head.contains(" 200 ") && body.starts_with("conectix"), "{cookie}: {head}");
    }
}
