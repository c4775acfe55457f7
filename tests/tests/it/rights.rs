//! An administrator sees and may everything; a user without rights sees nothing, by any door.

use std::time::Duration;

use serde_json::{Value, json};
use sim::{Config, Sim};
use tests::{ADMIN, PASSWORD, Socket, TestServer};
use tokio::time::timeout;

#[tokio::test]
async fn a_user_without_rights_sees_nothing_by_any_door() {
    let (server, sim) = (TestServer::start().await, Sim::start(Config::test()).await.unwrap());
    let pool = server.add_pool(&sim).await;
    server.user("bob", "b").await;
    let (mut admin, mut bob) = (server.rpc_as(ADMIN, PASSWORD).await, server.rpc_as("bob", "b").await);
    let all = admin.call("xo.getAllObjects", json!({})).await.unwrap();
    let vm = all
        .as_object()
        .unwrap()
        .values()
        .find(|o| o["type"] == "VM" && o["power_state"] == "Running")
        .unwrap();
    let (vm, http) = (vm["id"].as_str().unwrap(), server.signed_in("bob", "b").await);

    assert_eq!(bob.call("xo.getAllObjects", json!({})).await, Ok(json!({})));
    let lines = bob.call("xo.getAllObjects", json!({ "ndjson": true })).await.unwrap();
    let lines = server.visitor().get(lines["$getFrom"].as_str().unwrap()).await;
    assert_eq!((lines.status, lines.text().as_str()), (200, ""));

    for (call, id) in [("vm.start", vm), ("vm.set", vm), ("vm.console", vm), ("server.disable", &pool)] {
        let seen = bob.call(call, json!({ "id": id })).await.unwrap_err();
        let mut nowhere = bob.call(call, json!({ "id": format!("{id}x") })).await.unwrap_err();
        if nowhere["code"] == 1 {
            nowhere["message"] = json!(nowhere["message"].as_str().unwrap().replace(&format!("{id}x"), id));
            nowhere["data"]["id"] = json!(id);
        }
        assert_eq!(seen, nowhere, "{call}: what is hidden and what is not there are told alike");
        assert!(matches!(seen["code"].as_i64(), Some(1 | 2)), "{call}: {seen}");
    }
    assert_eq!(http.get(&format!("/rest/v0/vms/{vm}")).await.status, 404);
    assert_eq!(http.get("/metrics").await.status, 200, "from this machine it says numbers alone");

    let cookie =
        server.visitor().post("/signin", &json!({ "email": "bob", "password": "b" })).await.cookie().unwrap();
    let cookie = format!("token={cookie}");
    let mut feed = Socket::open(server.address(), "/feed", &[("cookie", &cookie)]).await.unwrap();
    let hello = feed.next().await.unwrap();
    assert_eq!(hello["hello"]["user"]["email"], "bob");
    feed.send(json!({ "watch": 1, "view": { "type": ["VM", "host", "pool", "task", "server", "user", "session"] } }).to_string())
        .await;
    let reset = feed.next().await.unwrap();
    assert_eq!((&reset["reset"]["total"], &reset["reset"]["rows"]), (&json!(0), &json!([])), "{reset}");
    feed.send(json!({ "id": 1, "method": "vm.start", "params": { "id": vm } }).to_string()).await;
    assert_eq!(feed.next().await.unwrap()["error"]["code"], "not_found");

    let console =
        Socket::open(server.address(), &format!("/api/consoles/{vm}"), &[("cookie", &cookie)]).await;
    assert!(console.is_err(), "no console");

    // Everything leaves: the administrator hears of it, the user does not.
    admin.call("server.disable", json!({ "id": pool })).await.unwrap();
    admin.notification(|p| p["type"] == "exit" && p["items"].get(vm).is_some()).await;
    assert!(timeout(Duration::from_millis(500), bob.next()).await.is_err(), "not by `all`");
    assert!(timeout(Duration::from_millis(500), feed.next()).await.is_err(), "nor by the feed");
}

#[tokio::test]
async fn a_permission_counts_at_once_when_it_changes() {
    let (server, sim) = (TestServer::start().await, Sim::start(Config::test()).await.unwrap());
    server.add_pool(&sim).await;
    let bob = server.user("bob", "b").await;
    let http = server.signed_in("bob", "b").await;
    let mut rpc = server.rpc_as("bob", "b").await;
    let mut admin = server.rpc_as(ADMIN, PASSWORD).await;
    assert_eq!(http.get("/rest/v0/vms").await.json(), json!([]));
    admin.call("user.set", json!({ "id": bob, "permission": "admin" })).await.unwrap();
    assert_eq!(rpc.closed().await, Some(1008), "what was opened before must be opened anew");
    assert_ne!(http.get("/rest/v0/vms").await.json(), json!([]), "the browser's session goes on");
    let mut rpc = server.rpc_as("bob", "b").await;
    admin.call("user.set", json!({ "id": bob, "permission": "none" })).await.unwrap();
    assert_eq!(rpc.closed().await, Some(1008));
    assert_eq!(http.get("/rest/v0/vms").await.json(), json!([]));
    let mut rpc = server.rpc_as("bob", "b").await;
    assert_eq!(rpc.call("xo.getAllObjects", json!({})).await, Ok(json!({})));
}

#[tokio::test]
async fn all_objects_are_filtered_cut_and_handed_out_once() {
    let (server, sim) = (TestServer::start().await, Sim::start(Config::test()).await.unwrap());
    server.add_pool(&sim).await;
    let mut admin = server.rpc_as(ADMIN, PASSWORD).await;
    let count = |objects: &Value| objects.as_object().map(serde_json::Map::len);
    let by_object = admin.call("xo.getAllObjects", json!({ "filter": { "type": "VM" } })).await.unwrap();
    assert_eq!(count(&by_object), Some(20));
    let by_text =
        admin.call("xo.getAllObjects", json!({ "filter": "type:vm power_state:running" })).await.unwrap();
    assert!(by_text.as_object().unwrap().values().all(|o| o["power_state"] == "Running"));
    let some =
        admin.call("xo.getAllObjects", json!({ "filter": { "type": "VM" }, "limit": 3 })).await.unwrap();
    assert_eq!(count(&some), Some(3));
    assert_eq!(admin.call("xo.getAllObjects", json!({ "filter": 7 })).await.unwrap_err()["code"], 10);

    let all = admin.call("xo.getAllObjects", json!({})).await.unwrap();
    assert!(all.as_object().unwrap().iter().all(|(id, o)| o["id"] == json!(id) && o["type"].is_string()));
    let path = admin.call("xo.getAllObjects", json!({ "ndjson": true })).await.unwrap();
    let path = path["$getFrom"].as_str().unwrap().to_owned();
    let fetched = server.visitor().get(&path).await;
    assert_eq!((fetched.header("content-type"), fetched.header("content-length")), ("application/json", ""));
    assert_eq!(Some(fetched.text().lines().count()), count(&all));
    assert_eq!(server.visitor().get(&path).await.status, 404, "once");
    let path = admin.call("xo.getAllObjects", json!({ "ndjson": true })).await.unwrap();
    server.pass(Duration::from_secs(61));
    assert_eq!(server.visitor().get(path["$getFrom"].as_str().unwrap()).await.status, 404, "soon");
}
