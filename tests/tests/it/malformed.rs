//! Nonsense on every door: a clear answer, and nothing lost.

use http::Method;
use serde_json::json;
use tests::TestServer;

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
    rpc.send("[".repeat(100_000)).await;
    assert_eq!(rpc.next().await.unwrap()["error"]["code"], -32700, "however deep");
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
        (Method::GET, "/rest/v0/nope", "", 404),
        (Method::GET, "/rest/v0/vms/nope", "", 404),
        (Method::GET, "/api/nope", "", 404),
        (Method::GET, "/nope.js", "", 404),
        (Method::POST, "/signin", "{oops", 400),
        (Method::DELETE, "/rest/v0/users", "", 405),
    ] {
        let answer = admin.send(method.clone(), path, body).await;
        let answer_json = if path == "/signin" {
            admin.clone().with("content-type", "application/json").send(method.clone(), path, body).await
        } else {
            answer
        };
        assert_eq!(answer_json.status, status, "{method} {path} {body}: {}", answer_json.text());
        if status != 405 {
            assert!(answer_json.json()["error"].is_string(), "{method} {path}: {}", answer_json.text());
        }
    }
    let long = admin.send(Method::POST, "/rest/v0/users", "x".repeat(2 * 1024 * 1024)).await;
    assert_eq!(long.status, 413);
    assert_eq!(admin.get("/rest/v0/users").await.status, 200);
}
