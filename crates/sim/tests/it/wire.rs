//! The wire as clients see it: frames, limits, content types, odd routes, error pages, and garbage.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use sim::Config;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::common::{Line, call, post, runs, send, start};

fn xml(method: &str, params: &[&str]) -> String {
    let params: String = params.iter().map(|p| format!("<param><value>{p}</value></param>")).collect();
    format!(
        "<?xml version=\"1.0\"?><methodCall><methodName>{method}</methodName><params>{params}</params></methodCall>"
    )
}

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
        assert!(!head.to_lowercase().contains("content-encoding"), "{head}");
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

/// Both versions of JSON-RPC, their ids and their errors.
#[tokio::test]
async fn json_rpc_is_framed_by_its_version() {
    let (sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    let ask = async |body: Value| -> (String, String) {
        post(sim.address(), "/jsonrpc", &body.to_string()).await.unwrap()
    };
    let session = &client.session;
    let (_, body) =
        ask(json!({"method": "VM.get_uuid", "params": [session, "OpaqueRef:x"], "id": "one"})).await;
    assert_eq!(body, r#"{"result":null,"error":["HANDLE_INVALID","VM","OpaqueRef:x"],"id":"one"}"#);
    let v2 = json!({"jsonrpc": "2.0", "method": "VM.get_uuid", "params": [session, "OpaqueRef:x"], "id": -7});
    let (_, body) = ask(v2).await;
    assert_eq!(
        body,
        r#"{"jsonrpc":"2.0","error":{"code":1,"message":"HANDLE_INVALID","data":["VM","OpaqueRef:x"]},"id":-7}"#
    );
    let void = json!({"jsonrpc": "2.0", "method": "VM.get_by_name_label", "params": [session, "none such"], "id": 9});
    assert_eq!(ask(void).await.1, r#"{"jsonrpc":"2.0","result":[],"id":9}"#);
    let (_, body) = ask(json!({"jsonrpc": "2.0", "method": "session.logout", "id": 1})).await;
    assert_eq!(
        serde_json::from_str::<Value>(&body).unwrap()["error"]["message"],
        "MESSAGE_PARAMETER_COUNT_MISMATCH"
    );
    for bad in [
        json!({"method": "x", "id": 1}),
        json!({"method": "x", "params": []}),
        json!({"method": "x", "params": [], "id": null}),
        json!({"method": "x", "params": [], "id": 1.5}),
        json!({"method": "x", "params": [], "id": [1]}),
        json!({"params": [], "id": 1}),
        json!([{"method": "x", "params": [], "id": 1}]),
        json!("x"),
    ] {
        let (head, body) = ask(bad.clone()).await;
        assert!(head.starts_with("HTTP/1.1 500 "), "{bad}: {head}");
        assert!(body.contains("<html>"), "{body}");
    }
}

/// Every kind of value in both formats.
#[tokio::test]
async fn values_are_encoded_by_their_type() {
    let (sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    let task = client.ok("task.create", json!(["<label> & \"more\" 'x'", ""])).await;
    client.ok("task.set_progress", json!([task, 0.1])).await;
    client.ok("task.set_other_config", json!([task, {"k": "v"}])).await;
    client.ok("task.set_error_info", json!([task, ["a", "b"]])).await;
    let reference = task.as_str().unwrap();
    let value = |body: &str| {
        let inner = body.split("<name>Value</name>").nth(1).unwrap();
        inner.split("</member></struct></value></param>").next().unwrap().to_owned()
    };
    let ask = async |method: &str, object: &str| {
        post(sim.address(), "/", &xml(method, &[&client.session, object])).await.unwrap().1
    };
    for (field, wanted) in [
        ("name_label", "<value>&lt;label&gt; &amp; &quot;more&quot; &apos;x&apos;</value>"),
        ("progress", "<value><double>0.1</double></value>"),
        ("finished", "<value><dateTime.iso8601>19700101T00:00:00Z</dateTime.iso8601></value>"),
        ("status", "<value>pending</value>"),
        ("subtask_of", "<value>OpaqueRef:NULL</value>"),
        ("error_info", "<value><array><data><value>a</value><value>b</value></data></array></value>"),
        ("other_config", "<value><struct><member><name>k</name><value>v</value></member></struct></value>"),
    ] {
        assert_eq!(value(&ask(&format!("task.get_{field}"), reference).await), wanted, "{field}");
    }
    let vm = client.ok("VM.get_all", json!([])).await[0].as_str().unwrap().to_owned();
    assert_eq!(value(&ask("VM.get_user_version", &vm).await), "<value>1</value>", "integers are text");
    assert!(value(&ask("VM.get_is_a_snapshot", &vm).await).starts_with("<value><boolean>0</boolean>"));
    assert_eq!(value(&ask("VM.update_allowed_operations", &vm).await), "<value></value>", "nothing");
    let batch =
        post(sim.address(), "/", &xml("event.from", &[&client.session, "<array><data/></array>", "", "0"]))
            .await;
    assert!(batch.unwrap().1.contains("<name>vm</name><value><i4>"), "counts are the only small integers");
    let (_, list) = post(sim.address(), "/", &xml("system.listMethods", &[])).await.unwrap();
    assert!(!list.contains("<name>Status</name>"));
    let (_, alive) = post(sim.address(), "/", &xml("system.isAlive:x", &["probe"])).await.unwrap();
    assert!(alive.contains("<value>probe</value>"), "{alive}");
}

/// Integers as text, dates in several shapes; booleans as such only.
#[tokio::test]
async fn parameters_are_read_as_xapi_does() {
    let (_sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    let vm = client.ok("VM.get_all", json!([])).await[0].clone();
    client.ok("VM.set_user_version", json!([vm, "42"])).await;
    assert_eq!(client.ok("VM.get_user_version", json!([vm])).await, 42);
    let task = client.ok("task.create", json!(["", ""])).await;
    for (given, wanted) in [(json!("0.5"), 0.5), (json!(1), 1.0), (json!(0.25), 0.25)] {
        client.ok("task.set_progress", json!([task, given])).await;
        assert_eq!(client.ok("task.get_progress", json!([task])).await, wanted);
    }
    for date in ["20250319T04:16:24Z", "2025-03-19T04:16:24Z", "20250319T04:16:24"] {
        client.ok("message.get_since", json!([date])).await;
    }
    assert_eq!(client.refused("message.get_since", json!(["yesterday"])).await[0], "INVALID_VALUE");
    for bad in [json!("true"), json!(1), json!(null)] {
        let error = client.refused("VM.set_is_a_template", json!([vm, bad])).await;
        assert_eq!(error[0], "INTERNAL_ERROR", "{bad}");
    }
    for text in ["\u{1}", "\u{fffe}", "a\u{b}c"] {
        assert_eq!(client.refused("VM.set_name_label", json!([vm, text])).await[0], "INVALID_VALUE");
    }
    client.ok("VM.set_name_label", json!([vm, "tab\t line\n \u{1f600}"])).await;
}

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
        let mut stream = TcpStream::connect(sim.address()).await.unwrap();
        let head =
            format!("POST {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", bytes.len());
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&bytes).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.contains("INVALID_VALUE"), "{path}: {answer}");
    }
}

/// Names with a dot or an underscore, case by case; the order of checks.
#[tokio::test]
async fn calls_are_checked_in_order() {
    let (sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    let all = client.ok("VM.get_all", json!([])).await;
    assert_eq!(client.ok("VM_get_all", json!([])).await, all);
    assert_eq!(
        client.ok("VM_metrics_get_all", json!([])).await,
        client.ok("VM_metrics.get_all", json!([])).await
    );
    assert_eq!(client.refused("vm.get_all", json!([])).await, ["MESSAGE_METHOD_UNKNOWN", "vm.get_all"]);
    // The session of an unknown call is looked at first.
    let unknown = call(sim.address(), "VM.nope", json!(["OpaqueRef:gone"])).await.unwrap_err();
    assert_eq!(unknown, ["SESSION_INVALID", "OpaqueRef:gone"]);
    let gone = |params: Value| call(sim.address(), "VM.start", params);
    let count = gone(json!(["OpaqueRef:gone", "vm"])).await.unwrap_err();
    assert_eq!(count, ["MESSAGE_PARAMETER_COUNT_MISMATCH", "VM.start", "3", "1"], "the count comes first");
    let kind = gone(json!(["OpaqueRef:gone", "vm", "no", false])).await.unwrap_err();
    assert_eq!(kind[0], "INTERNAL_ERROR", "then the types");
    let session = gone(json!(["OpaqueRef:gone", "vm", true, false])).await.unwrap_err();
    assert_eq!(session, ["SESSION_INVALID", "OpaqueRef:gone"], "then the session");
    assert_eq!(client.refused("VM.get_all", json!([1])).await[0], "MESSAGE_PARAMETER_COUNT_MISMATCH");
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
