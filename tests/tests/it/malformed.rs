//! Nonsense on every door: a clear answer, and nothing lost.

use http::Method;
use serde_json::json;
use tests::{ADMIN, PASSWORD, Socket, TestServer};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

#[tokio::test]
async fn nonsense_on_rpc_is_answered_and_the_connection_goes_on() {
    let server = TestServer::start().await;
    let mut rpc = server.rpc().await;
    for (sent, code) in [
        ("{oops", -32700),
        ("", -32700),
        ("\u{0}", -32700),
        ("[1", -32700),
        ("null", -32600),
        ("[]", -32600),
        (r#"{"a":1}"#, -32600),
        (r#"{"jsonrpc":"2.0","id":1}"#, -32600),
        (r#"{"jsonrpc":"2.0","id":1,"method":"system.getVersion","params":7}"#, -32602),
    ] {
        rpc.send(sent).await;
        let answer = rpc.next().await.unwrap_or_else(|| panic!("{sent} ended the connection"));
        assert_eq!(answer["error"]["code"], code, "{sent}: {answer}");
    }
    assert_eq!(rpc.call("system.getVersion", json!({})).await, Ok(json!("0.1")));
    let long = "né".repeat(1024 * 1024);
    for error in [
        rpc.call(&long, json!({})).await.unwrap_err(),
        rpc.call("user.delete", json!({ (long.as_str()): 1 })).await.unwrap_err(),
        rpc.call("token.create", json!({ "client": { "id": "x", (long.as_str()): 1 } })).await.unwrap_err(),
    ] {
        assert!(error.to_string().len() < 1000, "it is told in short");
    }
    rpc.send("[".repeat(100_000)).await;
    assert_eq!(rpc.next().await.unwrap()["error"]["code"], -32700, "however deep");
}

#[tokio::test]
async fn what_breaks_a_socket_is_told_before_it_is_closed() {
    let server = TestServer::start().await;
    let admin = server.rpc_as(ADMIN, PASSWORD).await.call("token.create", json!({})).await.unwrap();
    let cookie = format!("token={}", admin.as_str().unwrap());
    // frames: a header of two bytes, a mask of zeros, a payload
    let too_long = [&[0x81, 0xff, 0, 0, 0, 0, 0, 0x50, 0, 0, 0, 0, 0, 0][..], &[b'x'; 70_000]].concat();
    for (bytes, code, said) in [
        (&b"\x81\x82\0\0\0\0\xff\xfe"[..], 1007, "UTF-8"),
        (&too_long, 1009, "MiB"),
        (b"\x81\x01a", 1002, "unmasked"),
        (b"\x83\x80\0\0\0\0", 1002, "opcode"),
    ] {
        for path in ["/api/", "/feed"] {
            let mut socket = Socket::open(server.address(), path, &[("cookie", &cookie)]).await.unwrap();
            socket.send_bytes(bytes).await;
            assert_eq!(socket.closed().await, Some(code), "{path}: {said}");
            let mut told = socket.next().await.unwrap();
            if told["hello"].is_object() {
                told = socket.next().await.unwrap();
            }
            assert!(told["error"]["message"].as_str().unwrap().contains(said), "{path}: {told}");
        }
    }
}

#[tokio::test]
async fn nonsense_over_http_is_answered_with_its_reason() {
    let server = TestServer::start().await;
    let admin = server.admin().await;
    for (method, path, body, status) in [
        (Method::POST, "/rest/v0/users", "{oops", 400),
        (Method::POST, "/rest/v0/users", "[]", 400),
        (Method::POST, "/rest/v0/users", "", 422),
        (Method::POST, "/rest/v0/users", r#"{"email":1,"password":"x"}"#, 422),
        (Method::POST, "/rest/v0/users?nope=1", r#"{"email":"a","password":"x"}"#, 422),
        (Method::GET, "/rest/v0/vms?limit=many", "", 422),
        (Method::GET, "/rest/v0/vms?nope=1", "", 422),
        (Method::GET, "/rest/v0/users?fields=email,nope", "", 422),
        (Method::GET, "/rest/v0/users?sort=nope", "", 422),
        (Method::GET, "/rest/v0/users?limit=1&limit=2", "", 422),
        (Method::GET, "/rest/v0/users?filter=%ff", "", 400),
        (Method::GET, "/rest/v0/users?filter=%zz", "", 400),
        (Method::POST, "/rest/v0/users?email=%ff", r#"{"password":"x"}"#, 400),
        (Method::POST, "/rest/v0/users?email=a&email=b", r#"{"password":"x"}"#, 422),
        (Method::GET, "/rest/v0/users/%ff", "", 400),
        (Method::PATCH, "/rest/v0/users/%ff", "", 400),
        (Method::GET, "/api/%ff", "", 400),
        (Method::GET, "/rest/v0/nope", "", 404),
        (Method::GET, "/rest/v0/vms/nope", "", 404),
        (Method::GET, "/api/nope", "", 404),
        (Method::GET, "/nope.js", "", 404),
        (Method::POST, "/signin", "{oops", 400),
        (Method::POST, "/signin", "[]", 400),
        (Method::POST, "/signin", r#"{"email":"a"}"#, 422),
        (Method::DELETE, "/rest/v0/users", "", 405),
        (Method::POST, "/health", "", 405),
    ] {
        let answer = admin.send(method.clone(), path, body).await;
        let answer_json = if path == "/signin" {
            admin.clone().with("content-type", "application/json").send(method.clone(), path, body).await
        } else {
            answer
        };
        assert_eq!(answer_json.status, status, "{method} {path} {body}: {}", answer_json.text());
        assert!(answer_json.json()["error"].is_string(), "{method} {path}: {}", answer_json.text());
        assert_eq!(status == 405, !answer_json.header("allow").is_empty(), "{method} {path}");
    }
    let long = admin.send(Method::POST, "/rest/v0/users", "x".repeat(2 * 1024 * 1024)).await;
    assert_eq!(long.status, 413);
    assert_eq!(admin.get("/rest/v0/users").await.status, 200);
}

#[tokio::test]
async fn who_sends_too_much_is_told_though_still_sending() {
    let server = TestServer::start().await;
    for _ in 0..20 {
        let mut stream = TcpStream::connect(server.address()).await.unwrap();
        let size = 8 * 1024 * 1024;
        let head =
            format!("POST /signin HTTP/1.1\r\nhost: {}\r\ncontent-length: {size}\r\n\r\n", server.address());
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&vec![b'x'; size]).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("longer than 1 MiB"), "{answer}");
    }
}
