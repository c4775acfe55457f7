//! JSON-RPC at `/api/`, as Xen Orchestra's clients speak it.

use serde_json::{Value, json};
use tests::{ADMIN, PASSWORD, TestServer};

#[tokio::test]
async fn what_needs_no_sign_in_and_what_does() {
    let server = TestServer::start().await;
    let mut rpc = server.rpc().await;
    assert_eq!(rpc.call("system.getServerVersion", json!({ "foo": 1 })).await, Ok(json!("0.1.0")));
    assert_eq!(rpc.call("system.getVersion", json!([])).await, Ok(json!("0.1")));
    assert_eq!(rpc.call("session.getUser", json!({})).await, Ok(Value::Null));
    assert_eq!(rpc.call("xo.getAllObjects", json!({})).await.unwrap_err()["code"], 2);
    assert_eq!(rpc.call("session.signOut", json!({})).await.unwrap_err()["code"], 2);
    let wrong = rpc.call("session.signIn", json!({ "email": ADMIN, "password": "bad" })).await.unwrap_err();
    assert_eq!(wrong, json!({ "code": 3, "message": "invalid credentials" }));
    let throttled =
        rpc.call("session.signIn", json!({ "email": ADMIN, "password": PASSWORD })).await.unwrap_err();
    assert!(throttled["message"].as_str().unwrap().starts_with("too many attempts"), "{throttled}");
    server.pass(std::time::Duration::from_secs(2));
    let user = rpc.call("session.signIn", json!({ "username": ADMIN, "password": PASSWORD })).await.unwrap();
    assert_eq!((user["permission"].as_str(), &user["groups"]), (Some("admin"), &json!([])));
    assert_eq!(rpc.call("session.getUser", json!({})).await, Ok(user));
    assert_eq!(rpc.call("session.signOut", json!({})).await, Ok(json!(true)));
    assert_eq!(rpc.call("session.getUser", json!({})).await, Ok(Value::Null));
}

#[tokio::test]
async fn errors_have_xen_orchestras_numbers_and_name_the_parameter() {
    let server = TestServer::start().await;
    let mut rpc = server.rpc_as(ADMIN, PASSWORD).await;
    let unknown = rpc.call("no.such", json!({})).await.unwrap_err();
    assert_eq!(unknown, json!({ "code": -32601, "data": "no.such", "message": "method not found: no.such" }));
    let missing = rpc.call("user.create", json!({ "email": "" , "nope": 1 })).await.unwrap_err();
    assert_eq!(missing["code"], 10);
    let errors = missing["data"]["errors"].as_array().unwrap();
    let named: Vec<String> =
        errors.iter().map(|e| format!("{}{}", e["instancePath"].as_str().unwrap(), e["params"])).collect();
    for expected in [r#"{"missingProperty":"password"}"#, r#"{"additionalProperty":"nope"}"#, "/email{}"] {
        assert!(named.iter().any(|n| n == expected), "{expected} in {named:?}");
    }
    let typed = rpc.call("user.create", json!({ "email": 1, "password": "x" })).await.unwrap_err();
    assert_eq!(typed["data"]["errors"][0]["message"], "must be a string");
    let nobody = rpc.call("user.delete", json!({ "id": "nope" })).await.unwrap_err();
    assert_eq!(
        nobody,
        json!({ "code": 1, "data": { "id": "nope", "type": "user" }, "message": "no such user nope" })
    );
    let by_position = rpc.call("user.delete", json!(["nope"])).await.unwrap_err();
    assert_eq!(by_position["code"], -32602);
    let exists = rpc.call("user.create", json!({ "email": ADMIN, "password": "x" })).await.unwrap_err();
    assert_eq!(exists["code"], 16);
}

#[tokio::test]
async fn ids_are_echoed_batches_answered_and_notifications_ignored() {
    let server = TestServer::start().await;
    let mut rpc = server.rpc().await;
    rpc.send(r#"{"jsonrpc":"2.0","method":"system.getVersion"}"#).await;
    rpc.send(r#"{"jsonrpc":"2.0","id":"a\"b","method":"system.getVersion"}"#).await;
    assert_eq!(rpc.next().await.unwrap()["id"], "a\"b");
    rpc.send(
        r#"[{"jsonrpc":"2.0","id":-9007199254740991,"method":"system.getVersion","params":{}},
            {"jsonrpc":"2.0","method":"system.getVersion"}, 7,
            {"jsonrpc":"2.0","id":"x","method":"no.such"}]"#,
    )
    .await;
    let batch = rpc.next().await.unwrap();
    let batch = batch.as_array().unwrap();
    assert_eq!(batch.len(), 3);
    let of = |id: Value| batch.iter().find(|a| a["id"] == id).unwrap_or_else(|| panic!("{id} in {batch:?}"));
    assert_eq!(of(json!(-9007199254740991i64))["result"], "0.1");
    assert_eq!(of(json!("x"))["error"]["code"], -32601);
    assert_eq!(of(Value::Null)["error"]["code"], -32600);
}

#[tokio::test]
async fn every_declared_call_is_described() {
    let server = TestServer::start().await;
    let mut rpc = server.rpc().await;
    let names = rpc.call("system.listMethods", json!({})).await.unwrap();
    let info = rpc.call("system.getMethodsInfo", json!({})).await.unwrap();
    assert_eq!(names.as_array().unwrap().len(), info.as_object().unwrap().len());
    for name in names.as_array().unwrap() {
        assert!(info[name.as_str().unwrap()]["description"].is_string(), "{name}");
    }
    assert_eq!(info["vm.start"]["params"]["id"]["type"], "string");
    assert_eq!(info["vm.start"]["params"]["id"].get("optional"), None);
    assert_eq!(info["vm.start"]["params"]["force"]["optional"], true);
    assert_eq!(
        (&info["system.getVersion"]["permission"], &info["user.create"]["permission"]),
        (&Value::Null, &json!("admin"))
    );
}

#[tokio::test]
async fn a_message_that_is_too_long_ends_its_connection_only() {
    let server = TestServer::start().await;
    let mut rpc = server.rpc().await;
    rpc.send(format!("\"{}\"", "x".repeat(5 * 1024 * 1024))).await;
    let told = rpc.next().await.unwrap();
    assert_eq!(told["error"]["message"], "a message must not be longer than 4 MiB");
    assert_eq!(rpc.next().await, None, "the connection ends");
    assert_eq!(server.visitor().get("/health").await.status, 200);
}

#[tokio::test]
async fn too_many_calls_at_once_are_refused_plainly_and_the_others_go_on() {
    let server = TestServer::start().await;
    // It takes connections and says nothing.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut rpc = server.rpc_as(ADMIN, PASSWORD).await;
    let host = format!("http://{}", silent.local_addr().unwrap());
    let add = json!({ "host": host, "username": "root", "password": "x", "autoConnect": false });
    let id = rpc.call("server.add", add).await.unwrap();
    for n in 0..65 {
        let call = json!({ "jsonrpc": "2.0", "id": n, "method": "server.enable", "params": { "id": id } });
        rpc.send(call.to_string()).await;
    }
    let refused = rpc.next().await.unwrap();
    assert_eq!((&refused["id"], &refused["error"]["code"]), (&json!(64), &json!(28)));
    assert!(refused["error"]["message"].as_str().unwrap().contains("64 calls"), "{refused}");
    let mut other = server.rpc_as(ADMIN, PASSWORD).await;
    assert_eq!(other.call("server.disable", json!({ "id": id })).await, Ok(json!(true)));
    for _ in 0..64 {
        assert!(
            rpc.next().await.unwrap()["id"].as_i64().is_some_and(|id| id < 64),
            "every call gets an answer"
        );
    }
}
