//! Who was granted something on an object sees that object and what is under it, by every door, and nothing else.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use http::Method;
use model::{Id, Kind};
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use tests::{ADMIN, Http, PASSWORD, Socket, eventually};
use xapi::params;

use crate::grants_rig::{Rig, ids, under, watched};

#[tokio::test]
async fn a_role_on_a_vm_shows_it_and_allows_what_the_role_has() {
    let mut rig = Rig::new().await;
    let (vm, other) = (rig.a_vm("Halted").await, rig.a_vm("Running").await);
    let (id, hidden) = (&vm["id"], &other["id"]);
    rig.grant(id, "viewer").await;
    rig.grant(id, "viewer").await;
    let http = rig.http().await;
    let path = format!("/rest/v0/vms/{}", id.as_str().unwrap());
    assert_eq!(http.get(&path).await.json()["name_label"], vm["name_label"]);
    assert_eq!(http.get(&format!("/rest/v0/vms/{}", hidden.as_str().unwrap())).await.status, 404);
    assert_eq!(http.get("/rest/v0/vms").await.json().as_array().unwrap().len(), 1);
    assert_eq!(http.get("/rest/v0/hosts").await.json(), json!([]), "what it runs on is above it");
    let refused = http.send(Method::POST, &format!("{path}/actions/start?sync=true"), "{}").await;
    assert_eq!((refused.status, refused.json()["data"]["missing"].as_str()), (403, Some("power")));

    rig.grant(id, "operator").await;
    let mut bob = rig.server.rpc_as("bob", "b").await;
    assert_eq!(
        bob.call("acl.getCurrentPermissions", json!({})).await.unwrap(),
        json!({ id.as_str().unwrap(): { "operate": 1, "view": 1 } })
    );
    let there = rig.all().await.into_values().find(|o| o["type"] == "host").unwrap();
    let nowhere = bob.call("vm.start", json!({ "id": id, "host": there["id"] })).await.unwrap_err();
    assert_eq!((&nowhere["code"], &nowhere["data"]["type"]), (&json!(1), &json!("host")), "{nowhere}");
    let started = http.send(Method::POST, &format!("{path}/actions/start?sync=true"), "{}").await;
    assert_eq!(started.status, 204, "{}", started.text());
    assert_eq!(bob.call("vm.set", json!({ "id": id, "name_label": "x" })).await.unwrap_err()["code"], 2);
    rig.grant(id, "administrate").await;
    let mut bob = rig.server.rpc_as("bob", "b").await;
    assert!(bob.call("vm.set", json!({ "id": id, "name_label": "x" })).await.is_ok());
    assert_eq!(bob.call("vm.start", json!({ "id": hidden })).await.unwrap_err()["code"], 1);
    assert_eq!(bob.call("acl.get", json!({})).await.unwrap_err()["code"], 2);
    let roles = bob.call("role.getAll", json!({})).await.unwrap();
    assert_eq!(roles[1]["permissions"], json!(["view", "operate"]));
}

#[tokio::test]
async fn whatever_is_granted_every_door_shows_just_what_is_under_it() {
    let mut rig = Rig::new().await;
    let all = rig.all().await;
    let grantable: Vec<&String> = all.keys().collect();
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    for round in 0..12 {
        let count = rng.random_range(1..4);
        let granted: BTreeSet<String> =
            grantable.choose_multiple(&mut rng, count).map(|id| (*id).clone()).collect();
        for id in &granted {
            rig.grant(&json!(id), "viewer").await;
        }
        let now = rig.all().await;
        let expected = under(&now, &granted);
        let http = rig.http().await;
        let mut rpc = rig.server.rpc_as("bob", "b").await;
        let told = rpc.call("xo.getAllObjects", json!({})).await.unwrap();
        let told: BTreeSet<String> = told.as_object().unwrap().keys().cloned().collect();
        assert_eq!(told, expected, "round {round}: xo.getAllObjects of {granted:?}");
        let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
        let mut feed = rig.feed().await;
        assert_eq!(watched(&mut feed, &kinds).await, expected, "round {round}: the feed of {granted:?}");
        let mut listed = BTreeSet::new();
        for kind in Kind::ALL {
            let path = format!("/rest/v0/{}?fields=id", kind.collection());
            let list = http.get(&path).await.json();
            listed.extend(ids(list.as_array().unwrap().iter()));
        }
        assert_eq!(listed, expected, "round {round}: REST of {granted:?}");
        for (id, object) in &now {
            let kind = Kind::parse(object["type"].as_str().unwrap()).unwrap();
            if rng.random_bool(0.1) {
                let status = http.get(&format!("/rest/v0/{}/{id}", kind.collection())).await.status;
                assert_eq!(status == 200, expected.contains(id), "round {round}: {kind:?} {id}");
            }
        }
        for id in &granted {
            rig.revoke(&json!(id), "viewer").await;
        }
    }
}

#[tokio::test]
async fn what_moves_out_of_reach_leaves_and_what_moves_in_enters() {
    let mut rig = Rig::new().await;
    let vm = rig.a_vm("Running").await;
    let (id, from) = (vm["id"].as_str().unwrap().to_owned(), vm["$container"].clone());
    let hosts: Vec<Value> = rig.all().await.into_values().filter(|o| o["type"] == "host").collect();
    let to = hosts.iter().find(|host| host["id"] != from).unwrap();
    rig.grant(&from, "operator").await;
    let mut rpc = rig.server.rpc_as("bob", "b").await;
    let ticket = rpc.call("vm.console", json!({ "id": id })).await.unwrap();
    let mut console =
        Socket::open(rig.server.address(), ticket["path"].as_str().unwrap(), &[]).await.unwrap();
    let mut feed = rig.feed().await;
    let drive = vm["$VBDs"][0].as_str().unwrap().to_owned();
    assert!(watched(&mut feed, &["VBD"]).await.contains(&drive), "what is under a VM of the host");

    let app = rig.server.app();
    let object = app.cache.get(&id).unwrap();
    let admin = app.accounts.users().into_iter().find(|user| user.email == ADMIN).unwrap().id;
    let pool = app.pools.of(&object, &app.accounts.caller(&admin).unwrap()).unwrap();
    let options = BTreeMap::from([("live", "true")]);
    let migrate = async |host: &Value| {
        let asked = params![vm["_xapiRef"].as_str().unwrap(), host["_xapiRef"].as_str().unwrap(), options];
        pool.change::<Value>("VM.pool_migrate", asked).await.unwrap();
    };
    migrate(to).await;
    let left = rpc.notification(|p| p["type"] == "exit" && p["items"].get(&id).is_some()).await;
    assert!(left["items"].as_object().unwrap().values().all(|gone| *gone == json!(0)));
    eventually("the drive leaves the list", async || {
        let diff = feed.next().await?;
        let order = diff["diff"]["order"]["ids"].as_array()?.clone();
        (!order.iter().any(|id| *id == json!(drive))).then_some(())
    })
    .await;
    assert_eq!(rig.http().await.get(&format!("/rest/v0/vbds/{drive}")).await.status, 404);
    let closed = tokio::time::timeout(Duration::from_secs(5), console.closed()).await;
    assert!(closed.is_ok(), "the host that it left ends its console");
    assert!(rpc.call("vm.console", json!({ "id": id })).await.is_err(), "and there is no other");

    migrate(hosts.iter().find(|host| host["id"] == from).unwrap()).await;
    let back = rpc.notification(|p| p["type"] == "enter" && p["items"].get(&id).is_some()).await;
    assert_eq!(back["items"][&id]["$container"], from);
    eventually("the drive comes back whole", async || {
        let diff = feed.next().await?;
        let set = diff["diff"]["set"].as_array()?.clone();
        set.iter().any(|row| row["id"] == json!(drive) && row["uuid"].is_string()).then_some(())
    })
    .await;
}

#[tokio::test]
async fn what_is_taken_back_is_gone_at_once_from_everything_open() {
    let mut rig = Rig::new().await;
    let vm = rig.a_vm("Running").await;
    let id = vm["id"].clone();
    rig.grant(&id, "operator").await;
    let mut rpc = rig.server.rpc_as("bob", "b").await;
    let mut feed = rig.feed().await;
    assert_eq!(watched(&mut feed, &["VM"]).await.len(), 1);
    let ticket = rpc.call("vm.console", json!({ "id": id })).await.unwrap();
    let mut console =
        Socket::open(rig.server.address(), ticket["path"].as_str().unwrap(), &[]).await.unwrap();
    rig.revoke(&id, "operator").await;
    for (socket, name) in [(&mut rpc, "rpc"), (&mut feed, "feed"), (&mut console, "console")] {
        let closed = tokio::time::timeout(Duration::from_secs(5), socket.closed()).await;
        assert!(closed.is_ok_and(|code| code.is_some()), "{name} closes");
    }
    let mut feed = rig.feed().await;
    assert!(watched(&mut feed, &["VM"]).await.is_empty());
}

#[tokio::test]
async fn groups_grant_to_their_members_and_survive_a_restart() {
    let mut rig = Rig::new().await;
    let vm = rig.a_vm("Halted").await;
    let admin = rig.server.admin().await;
    let made = admin.post("/rest/v0/groups", &json!({ "name": "Web team" })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let group = made.json()["id"].as_str().unwrap().to_owned();
    let again = admin.post("/rest/v0/groups", &json!({ "name": "web TEAM " })).await;
    assert_eq!(again.json()["error"], "a group named web TEAM already exists");
    let granted = json!({ "subject": group, "object": vm["id"], "action": "viewer" });
    rig.admin.call("acl.add", granted.clone()).await.unwrap();
    let http = rig.http().await;
    let count = async |http: &Http| http.get("/rest/v0/vms").await.json().as_array().unwrap().len();
    assert_eq!(count(&http).await, 0);
    let member = format!("/rest/v0/groups/{group}/users/{}", rig.bob);
    assert_eq!(admin.send(Method::PUT, &member, "").await.status, 204);
    assert_eq!(count(&http).await, 1);
    let nobody = admin.send(Method::PUT, &format!("/rest/v0/groups/{group}/users/nobody"), "").await;
    assert_eq!((nobody.status, nobody.json()["error"].as_str()), (404, Some("no such user nobody")));

    rig.server.restart().await;
    let (admin, http) = (rig.server.admin().await, rig.http().await);
    rig.admin = rig.server.rpc_as(ADMIN, PASSWORD).await;
    eventually("the pool is connected again", async || (count(&http).await == 1).then_some(())).await;
    let groups = rig.admin.call("group.getAll", json!({})).await.unwrap();
    assert_eq!(groups, json!([{ "id": group, "name": "Web team", "users": [rig.bob] }]));
    let user = eventually("the user knows their group", async || {
        let user = admin.get(&format!("/rest/v0/users/{}", rig.bob)).await.json();
        (user["groups"] == json!([group])).then_some(user)
    });
    assert_eq!(user.await["email"], "bob");
    assert_eq!(admin.send(Method::DELETE, &member, "").await.status, 204);
    assert_eq!(count(&http).await, 0);
    rig.admin.call("group.setUsers", json!({ "id": group, "userIds": [rig.bob] })).await.unwrap();
    assert_eq!(count(&http).await, 1);
    let renamed = json!({ "name": "Shop team" }).to_string();
    let path = format!("/rest/v0/groups/{group}");
    assert_eq!(admin.send(Method::PATCH, &path, renamed).await.status, 204);
    assert_eq!(admin.send(Method::DELETE, &path, "").await.status, 204);
    assert_eq!(count(&http).await, 0, "what was granted to the group went with it");
    assert_eq!(rig.admin.call("acl.get", json!({})).await.unwrap(), json!([]));
    let gone = rig.admin.call("acl.add", granted).await.unwrap_err();
    assert_eq!(gone["data"]["id"], json!(group), "{gone}");
}

#[tokio::test]
async fn what_cannot_be_granted_is_named() {
    let mut rig = Rig::new().await;
    let vm = rig.a_vm("Halted").await["id"].clone();
    let bob = json!(rig.bob);
    for (subject, object, action, named) in [
        (json!("nobody"), vm.clone(), "viewer", "no such user or group nobody"),
        (bob.clone(), json!("nowhere"), "viewer", "no such object nowhere"),
        (bob.clone(), bob.clone(), "viewer", "no such object"),
        (bob.clone(), vm.clone(), "root", "action must be"),
    ] {
        let asked = json!({ "subject": subject, "object": object, "action": action });
        let refused = rig.admin.call("acl.add", asked).await.unwrap_err();
        assert!(refused.to_string().contains(named), "{refused}");
    }
    let never = json!({ "subject": bob, "object": vm, "action": "viewer" });
    assert!(rig.admin.call("acl.remove", never).await.unwrap_err().to_string().contains("no such grant"));
    let user = rig.server.app().accounts.user(&Id::from(rig.bob.as_str())).unwrap();
    rig.grant(&vm, "viewer").await;
    rig.admin.call("user.delete", json!({ "id": user.id })).await.unwrap();
    assert_eq!(rig.admin.call("acl.get", json!({})).await.unwrap(), json!([]));
}
