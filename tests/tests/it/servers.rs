//! Pool connections come, go and change at run time.

use serde_json::{Value, json};
use sim::{Config, Sim};
use tests::{ADMIN, PASSWORD, TestServer, eventually};

async fn status(server: &TestServer, id: &str) -> Value {
    let admin = server.admin().await;
    admin.get(&format!("/rest/v0/servers/{id}")).await.json()
}

#[tokio::test]
async fn a_pool_is_added_read_and_left() {
    let (server, sim) = (TestServer::start().await, Sim::start(Config::test()).await.unwrap());
    let mut rpc = server.rpc_as(ADMIN, PASSWORD).await;
    let add = json!({ "host": sim.url(), "username": "root", "password": "xenith", "label": "one",
        "allowUnauthorized": true });
    let id = rpc.call("server.add", add.clone()).await.unwrap();
    let entered =
        rpc.notification(|p| p["type"] == "enter" && p["items"].to_string().contains("\"VM\"")).await;
    let vm = entered["items"].as_object().unwrap().values().find(|o| o["type"] == "VM").unwrap().clone();
    let object = server.admin().await.get(&format!("/rest/v0/vms/{}", vm["id"].as_str().unwrap())).await;
    assert_eq!(object.json()["name_label"], vm["name_label"]);

    let twice = rpc.call("server.add", add).await.unwrap_err();
    assert_eq!(twice["code"], 16, "{twice}");
    let listed = rpc.call("server.getAll", json!({})).await.unwrap();
    assert_eq!(
        (&listed[0]["id"], &listed[0]["status"], &listed[0]["label"]),
        (&id, &json!("connected"), &json!("one"))
    );
    assert!(!listed.to_string().contains("xenith"), "a password never leaves");
    let pool = server.admin().await.get("/rest/v0/pools?fields=name_label,name_description").await.json();
    assert_eq!(
        (&listed[0]["poolNameLabel"], &listed[0]["poolNameDescription"]),
        (&pool[0]["name_label"], &pool[0]["name_description"])
    );
    assert_eq!(listed[0]["poolMembersAddresses"], json!(["127.0.0.1"]));

    assert_eq!(rpc.call("server.set", json!({ "id": id, "label": "" })).await, Ok(json!(true)));
    assert!(rpc.call("server.getAll", json!({})).await.unwrap()[0].get("label").is_none());
    assert_eq!(rpc.call("server.disable", json!({ "id": id })).await, Ok(json!(true)));
    let left = rpc.notification(|p| p["type"] == "exit").await;
    assert_eq!(left["items"][vm["id"].as_str().unwrap()], 0);
    assert_eq!(rpc.call("server.enable", json!({ "id": id })).await, Ok(json!(true)));
    rpc.notification(|p| p["type"] == "enter" && p["items"].get(vm["id"].as_str().unwrap()).is_some()).await;
    assert_eq!(rpc.call("server.remove", json!({ "id": id })).await, Ok(json!(true)));
    rpc.notification(|p| p["type"] == "exit").await;
    assert_eq!(rpc.call("server.getAll", json!({})).await, Ok(json!([])));
    assert_eq!(rpc.call("xo.getAllObjects", json!({})).await, Ok(json!({})));
    assert_eq!(rpc.call("server.remove", json!({ "id": id })).await.unwrap_err()["code"], 1);
}

#[tokio::test]
async fn what_does_not_answer_says_why_and_is_kept() {
    let (server, sim) = (TestServer::start().await, Sim::start(Config::test()).await.unwrap());
    let mut rpc = server.rpc_as(ADMIN, PASSWORD).await;
    let add = |host: &str, password: &str| {
        json!({ "host": host, "username": "root", "password": password, "autoConnect": false,
            "allowUnauthorized": true })
    };
    for host in ["", "http://", "ftp://x", "a b", "h:99999", "https://h:9620/foo"] {
        let wrong = rpc.call("server.add", add(host, "x")).await.unwrap_err();
        assert_eq!(wrong["code"], 10, "{host}: {wrong}");
        assert_eq!(wrong["data"]["errors"][0]["instancePath"], "/host", "{host}");
    }
    let endless = rpc.call("server.add", add(&"x".repeat(5000), "x")).await.unwrap_err();
    let error = endless["data"]["errors"][0].clone();
    assert_eq!(error["instancePath"], "/host", "{endless}");
    assert!(
        error["message"].as_str().unwrap().ends_with("the host is longer than 253 characters"),
        "{error}"
    );
    let unheard = rpc.call("server.add", add("no-such.invalid", "x")).await.unwrap();
    let error = rpc.call("server.enable", json!({ "id": unheard })).await.unwrap_err();
    assert!(error["message"].as_str().unwrap().contains("The name no-such.invalid is not known."), "{error}");
    let nobody = rpc.call("server.add", add("http://127.0.0.1:1", "x")).await.unwrap();
    let error = rpc.call("server.enable", json!({ "id": nobody })).await.unwrap_err();
    assert!(error["message"].as_str().is_some_and(|m| m.contains("127.0.0.1")), "{error}");

    let not_xapi = rpc.call("server.add", add(&format!("http://{}", server.address()), "x")).await.unwrap();
    let error = rpc.call("server.enable", json!({ "id": not_xapi })).await.unwrap_err();
    assert!(error["message"].as_str().is_some_and(|m| !m.is_empty()), "{error}");

    let guarded = Sim::start(Config { tls: true, ..Config::test() }).await.unwrap();
    for (given, right) in [
        (
            format!("https://{}", server.address()),
            format!("No TLS is spoken there. Perhaps it is http://{}.", server.address()),
        ),
        (
            format!("http://{}", guarded.address()),
            format!("Nothing answers there without TLS. Perhaps it is {}.", guarded.url()),
        ),
    ] {
        let id = rpc.call("server.add", add(&given, "xenith")).await.unwrap();
        let error = rpc.call("server.enable", json!({ "id": id })).await.unwrap_err();
        assert!(error["message"].as_str().unwrap().ends_with(&right), "{given}: {error}");
        let shown = status(&server, id.as_str().unwrap()).await;
        assert_eq!(
            (&shown["status"], &shown["error"]),
            (&json!("connecting"), &json!(format!("{right} Xenith keeps trying.")))
        );
    }
    assert_eq!(guarded.first().door().passwords.len(), 0);

    let wrong = rpc.call("server.add", add(&sim.url(), "wrong")).await.unwrap();
    let error = rpc.call("server.enable", json!({ "id": wrong })).await.unwrap_err();
    assert!(error["message"].as_str().unwrap().contains("password"), "{error}");
    let wrong_id = wrong.as_str().unwrap();
    let shown = status(&server, wrong_id).await;
    assert_eq!(shown["status"], "disconnected", "another attempt would be in vain");
    assert_eq!(shown["error"], "The pool refused the user name or password.");
    let right = json!({ "id": wrong, "password": "xenith" });
    assert_eq!(rpc.call("server.set", right).await, Ok(json!(true)));
    eventually("the connection", async || {
        Some(status(&server, wrong_id).await).filter(|s| s["status"] == "connected")
    })
    .await;
}

#[tokio::test]
async fn after_a_restart_pools_are_connected_again() {
    let (mut server, sim) = (TestServer::start().await, Sim::start(Config::test()).await.unwrap());
    let id = server.add_pool(&sim).await;
    server.restart().await;
    let connected = async || status(&server, &id).await;
    let it =
        eventually("the connection", async || Some(connected().await).filter(|s| s["status"] == "connected"))
            .await;
    assert_eq!(it["host"], json!(sim.url()));
    let vms = server.admin().await.get("/rest/v0/vms").await.json();
    assert_eq!(vms.as_array().map(Vec::len), Some(20));
}
