//! Tokens that may do less than their users.

use http::Method;
use serde_json::{Value, json};
use sim::{Config, Sim};
use tests::{ADMIN, Http, PASSWORD, Socket, TestServer};

/// An administrator's token with that scope, as a connection and as a client of REST.
async fn limited(server: &TestServer, scope: Value) -> (Socket, Http, String) {
    let mut admin = server.rpc_as(ADMIN, PASSWORD).await;
    let token = admin.call("token.create", json!({ "scope": scope })).await.unwrap();
    let token = token.as_str().unwrap().to_owned();
    let mut rpc = server.rpc().await;
    rpc.call("session.signIn", json!({ "token": token })).await.unwrap();
    (rpc, server.visitor().with("cookie", &format!("token={token}")), token)
}

async fn vms(server: &TestServer) -> Vec<String> {
    let running = "/rest/v0/vms?fields=id&filter=power_state:running";
    let list = server.admin().await.get(running).await.json();
    list.as_array().unwrap().iter().map(|vm| vm["id"].as_str().unwrap().to_owned()).collect()
}

fn out_of_scope(error: &Value, said: &str) {
    let message = error["message"].as_str().unwrap();
    assert_eq!((&error["code"], &error["data"]["code"]), (&json!(2), &json!("OUT_OF_SCOPE")), "{error}");
    assert!(message.contains("outside the scope of this token") && message.contains(said), "{message}");
}

#[tokio::test]
async fn a_token_makes_only_the_calls_of_its_scope() {
    let (server, sim) = (TestServer::start().await, Sim::start(Config::test()).await.unwrap());
    server.add_pool(&sim).await;
    let vm = &vms(&server).await[0];
    let scope = json!({ "calls": ["vm.set", "user.*"] });
    let (mut rpc, http, token) = limited(&server, scope.clone()).await;
    rpc.call("vm.set", json!({ "id": vm, "name_description": "by a token" })).await.unwrap();
    let me = rpc.call("session.getUser", json!({})).await.unwrap();
    let listed = rpc.call("user.getAuthenticationTokens", json!({})).await.unwrap();
    assert!(
        listed.as_array().unwrap().iter().any(|t| t["current"] == true && t["scope"] == scope),
        "{listed}"
    );
    for (call, params) in [
        ("vm.stop", json!({ "id": vm })),
        ("vm.console", json!({ "id": vm })),
        ("xo.getAllObjects", json!({})),
        ("token.create", json!({})),
        ("group.create", json!({ "name": "g" })),
    ] {
        out_of_scope(&rpc.call(call, params).await.unwrap_err(), "the calls vm.set, user.*");
    }
    let cookie = format!("token={token}");
    let headers = [("cookie", cookie.as_str())];
    for path in [format!("/rest/v0/vms/{vm}"), "/rest/v0/vms".into(), "/rest/v0/users".into()] {
        let refused = http.get(&path).await;
        assert_eq!((refused.status, refused.json()["code"].as_str()), (403, Some("out_of_scope")), "{path}");
    }
    let console = Socket::open(server.address(), &format!("/api/consoles/{vm}"), &headers).await;
    assert_eq!(console.err(), Some(403));
    let mut feed = Socket::open(server.address(), "/feed", &headers).await.unwrap();
    assert_eq!(feed.next().await.unwrap()["hello"]["user"]["id"], me["id"]);
    feed.send(json!({ "watch": 1, "view": { "type": ["VM"] } }).to_string()).await;
    assert!(feed.next().await.unwrap().to_string().contains("out_of_scope"));
    let mut watcher = server.rpc_as(ADMIN, PASSWORD).await;
    watcher.call("vm.set", json!({ "id": vm, "name_label": "renamed" })).await.unwrap();
    watcher.notification(|p| p["items"][vm]["name_label"] == "renamed").await;
    let quiet = tokio::time::timeout(std::time::Duration::from_millis(300), rpc.next()).await;
    assert!(quiet.is_err(), "it hears of nothing");
}

#[tokio::test]
async fn a_token_that_reads_changes_nothing() {
    let (mut server, sim) = (TestServer::start().await, Sim::start(Config::test()).await.unwrap());
    server.add_pool(&sim).await;
    let vm = vms(&server).await.remove(0);
    let (mut rpc, http, token) = limited(&server, json!({ "readOnly": true })).await;
    assert_eq!(http.get(&format!("/rest/v0/vms/{vm}")).await.status, 200);
    assert!(rpc.call("user.getAll", json!({})).await.is_ok());
    assert_eq!(http.get("/metrics").await.status, 200);
    for (call, params) in [
        ("vm.set", json!({ "id": vm, "name_label": "x" })),
        ("token.deleteOwn", json!({ "tokens": [] })),
        ("user.create", json!({ "email": "x", "password": "x" })),
    ] {
        out_of_scope(&rpc.call(call, params).await.unwrap_err(), "limited to reading");
    }
    server.restart().await;
    let path = format!("/rest/v0/vms/{vm}/actions/start");
    let after =
        server.visitor().with("cookie", &format!("token={token}")).send(Method::POST, &path, "").await;
    assert_eq!(after.json()["code"], "out_of_scope", "the limit is kept");
}

#[tokio::test]
async fn a_token_reaches_only_the_objects_of_its_scope() {
    let (server, sim) = (TestServer::start().await, Sim::start(Config::test()).await.unwrap());
    server.add_pool(&sim).await;
    let vms = vms(&server).await;
    let (mine, other) = (&vms[0], &vms[1]);
    let (mut rpc, http, _) = limited(&server, json!({ "objects": [mine] })).await;
    let seen = http.get("/rest/v0/vms?fields=id").await.json();
    assert_eq!(seen[0]["id"], json!(mine));
    assert_eq!(seen.as_array().map(Vec::len), Some(1), "{seen}");
    assert_ne!(http.get("/rest/v0/vdis").await.json(), json!([]), "what is under it too");
    assert_eq!(http.get("/rest/v0/users").await.json(), json!([]));
    let lines = rpc.call("xo.getAllObjects", json!({ "ndjson": true })).await.unwrap();
    let lines = server.visitor().get(lines["$getFrom"].as_str().unwrap()).await.text();
    assert!(lines.contains(mine) && lines.lines().all(|line| !line.contains(&format!("\"id\":\"{other}\""))));
    rpc.call("vm.set", json!({ "id": mine, "name_label": "mine" })).await.unwrap();
    let told = rpc.call("vm.set", json!({ "id": other, "name_label": "x" })).await.unwrap_err();
    out_of_scope(&told, other);
    let nowhere = rpc.call("vm.set", json!({ "id": "nowhere", "name_label": "x" })).await.unwrap_err();
    out_of_scope(&nowhere, "nowhere");
    for (call, params) in [
        ("user.getAll", json!({})),
        ("token.create", json!({})),
        ("user.changePassword", json!({ "oldPassword": PASSWORD, "newPassword": "x" })),
    ] {
        let error = rpc.call(call, params).await.unwrap_err();
        assert_eq!(error["code"], 2, "{call}: {error}");
    }

    // never more than its user may
    server.user("bob", "b").await;
    let bob = server.app().accounts.users().into_iter().find(|user| user.email == "bob").unwrap().id;
    let mut admin = server.rpc_as(ADMIN, PASSWORD).await;
    admin.call("acl.add", json!({ "subject": bob, "object": mine, "action": "viewer" })).await.unwrap();
    let mut bob = server.rpc_as("bob", "b").await;
    let hidden = bob.call("token.create", json!({ "scope": { "objects": [other] } })).await.unwrap_err();
    assert_eq!(hidden["data"]["errors"][0]["instancePath"], "/scope/objects/0");
    let token = bob.call("token.create", json!({ "scope": { "objects": [mine] } })).await.unwrap();
    let mut with_it = server.rpc().await;
    with_it.call("session.signIn", json!({ "token": token })).await.unwrap();
    let refused = with_it.call("vm.set", json!({ "id": mine, "name_label": "x" })).await.unwrap_err();
    assert_eq!((&refused["code"], &refused["data"]["permission"]), (&json!(2), &json!("edit")));
}

#[tokio::test]
async fn a_limited_token_makes_no_wider_ones() {
    let server = TestServer::start().await;
    let scope = json!({ "calls": ["token.*"] });
    let (mut rpc, ..) = limited(&server, scope).await;
    let wider = rpc.call("token.create", json!({ "scope": { "calls": ["*"] } })).await.unwrap_err();
    out_of_scope(&wider, "token.*");
    let same = rpc.call("token.create", json!({})).await.unwrap();
    let mut with_it = server.rpc().await;
    with_it.call("session.signIn", json!({ "token": same })).await.unwrap();
    out_of_scope(&with_it.call("user.getAll", json!({})).await.unwrap_err(), "token.*");

    let mut admin = server.rpc_as(ADMIN, PASSWORD).await;
    for (scope, at) in [
        (json!({}), "/scope"),
        (json!({ "calls": [] }), "/scope/calls"),
        (json!({ "calls": ["vm.*", "nope.*"] }), "/scope/calls/1"),
        (json!({ "objects": ["nowhere"] }), "/scope/objects/0"),
        (json!({ "nope": 1 }), "/scope"),
    ] {
        let error = admin.call("token.create", json!({ "scope": scope })).await.unwrap_err();
        assert_eq!((&error["code"], &error["data"]["errors"][0]["instancePath"]), (&json!(10), &json!(at)));
    }

    // a program that asks for other limits keeps nothing of the old
    let asked = |calls: &str| json!({ "client": { "id": "cli" }, "scope": { "calls": [calls] } });
    let first = admin.call("token.create", asked("vm.*")).await.unwrap();
    let mut with_first = server.rpc().await;
    with_first.call("session.signIn", json!({ "token": first })).await.unwrap();
    admin.call("token.create", asked("user.*")).await.unwrap();
    assert_eq!(with_first.closed().await, Some(1008));
}
