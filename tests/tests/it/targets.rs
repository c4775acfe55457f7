//! Grants on tags and filters follow the objects: what gains the tag enters, what loses it leaves, wherever it is open.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use model::Kind;
use rand::{
    Rng, SeedableRng,
    seq::{IndexedRandom, IteratorRandom},
};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use tests::{ADMIN, PASSWORD, Socket, eventually};
use xapi::params;

use crate::grants_rig::{Rig, bits, rights, told};

fn every_kind() -> Vec<&'static str> {
    Kind::ALL.iter().map(|kind| kind.as_str()).collect()
}

/// Has a tag put on or taken off an object, by its pool.
pub async fn tag(rig: &Rig, object: &Value, verb: &str, tag: &str) {
    let app = rig.server.app();
    let known = app.cache.get(object["id"].as_str().unwrap()).unwrap();
    let admin = app.accounts.users().into_iter().find(|user| user.email == ADMIN).unwrap().id;
    let pool = app.pools.of(&known, &app.accounts.caller(&admin).unwrap()).unwrap();
    let class = match object["type"].as_str().unwrap() {
        "VM-template" | "VM-snapshot" | "VM-controller" => "VM",
        "VDI-snapshot" | "VDI-unmanaged" => "VDI",
        class => class,
    };
    let call = format!("{class}.{verb}_tags");
    pool.change::<Value>(&call, params![object["_xapiRef"].as_str().unwrap(), tag]).await.unwrap();
    let quoted = json!(tag).to_string();
    eventually("the pool tells of the tag", async || {
        let known = app.cache.get(known.id())?;
        (known.get("tags")?.contains(&quoted) == (verb == "add")).then_some(())
    })
    .await;
}

async fn give(rig: &mut Rig, target: &Value, action: &str, verb: &str) -> Result<Value, Value> {
    let mut asked = target.clone();
    asked["subject"] = json!(rig.bob);
    asked["action"] = json!(action);
    rig.admin.call(verb, asked).await
}

async fn seen(rpc: &mut Socket) -> BTreeSet<String> {
    let all = rpc.call("xo.getAllObjects", json!({})).await.unwrap();
    all.as_object().unwrap().keys().cloned().collect()
}

#[tokio::test]
async fn a_tag_opens_an_object_and_what_is_under_it_and_its_loss_closes_all_of_that() {
    let mut rig = Rig::new().await;
    let vm = rig.a_vm("Running").await;
    let (id, drive) = (vm["id"].as_str().unwrap().to_owned(), vm["$VBDs"][0].as_str().unwrap().to_owned());
    give(&mut rig, &json!({ "tag": "mine" }), "operator", "acl.add").await.unwrap();
    let mut rpc = rig.server.rpc_as("bob", "b").await;
    assert!(seen(&mut rpc).await.is_empty());
    let mut feed = rig.feed().await;
    assert!(told(&mut feed, 1, &["VBD"]).await.is_empty());

    tag(&rig, &vm, "add", "mine").await;
    let entered = rpc.notification(|p| p["type"] == "enter" && p["items"].get(&id).is_some()).await;
    assert!(entered["items"][&id]["tags"].as_array().unwrap().contains(&json!("mine")));
    eventually("the drive enters the list", async || {
        let diff = feed.next().await?;
        diff["diff"]["set"].as_array()?.iter().any(|row| row["id"] == json!(drive)).then_some(())
    })
    .await;
    let expected = rights(&rig.all().await, &[(json!({ "tag": "mine" }), 15)]);
    assert_eq!(seen(&mut rpc).await, expected.keys().cloned().collect());
    let permissions = rpc.call("acl.getCurrentPermissions", json!({})).await.unwrap();
    assert_eq!(permissions, json!({ id.as_str(): { "operate": 1, "view": 1 } }));
    let ticket = rpc.call("vm.console", json!({ "id": id })).await.unwrap();
    let mut console =
        Socket::open(rig.server.address(), ticket["path"].as_str().unwrap(), &[]).await.unwrap();

    tag(&rig, &vm, "remove", "mine").await;
    let closed = tokio::time::timeout(Duration::from_secs(1), console.closed()).await;
    assert_eq!(closed, Ok(Some(4003)), "within a second");
    rpc.notification(|p| p["type"] == "exit" && p["items"].get(&id) == Some(&json!(0))).await;
    eventually("the drive leaves the list", async || {
        let diff = feed.next().await?;
        (!diff["diff"]["order"]["ids"].as_array()?.contains(&json!(drive))).then_some(())
    })
    .await;
    assert_eq!(rig.http().await.get(&format!("/rest/v0/vbds/{drive}")).await.status, 404);
    assert!(rpc.call("vm.console", json!({ "id": id })).await.is_err());
}

#[tokio::test]
async fn what_a_tag_adds_or_takes_is_told_of_an_object_that_stays_in_sight() {
    let mut rig = Rig::new().await;
    let vm = rig.a_vm("Running").await;
    rig.grant(&vm["id"], "viewer").await;
    give(&mut rig, &json!({ "filter": "tags:mine power_state:running" }), "operator", "acl.add")
        .await
        .unwrap();
    let mut feed = rig.feed().await;
    assert_eq!(told(&mut feed, 1, &["VM"]).await.into_values().collect::<Vec<_>>(), [1]);
    for (verb, may) in [("add", 15), ("remove", 1)] {
        tag(&rig, &vm, verb, "mine").await;
        eventually("the row says what is allowed now", async || {
            let diff = feed.next().await?;
            diff["diff"]["set"].as_array()?.iter().any(|row| row["may"] == may).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn whatever_is_tagged_every_reader_holds_just_what_follows() {
    let mut rig = Rig::new().await;
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let all = rig.all().await;
    let kinds = every_kind();
    let tagged: Vec<&Value> = all.values().filter(|object| object["tags"].is_array()).collect();
    assert!(tagged.len() > 20);
    for round in 0..4 {
        let mut granted: Vec<(Value, u64)> = Vec::new();
        let targets = [
            json!({ "tag": "a" }),
            json!({ "tag": "b" }),
            json!({ "filter": "tags:c type:vm" }),
            json!({ "filter": "power_state:halted" }),
            json!({ "object": all.keys().choose(&mut rng).unwrap(), "only": true }),
            json!({ "object": all.keys().choose(&mut rng).unwrap() }),
        ];
        for target in targets.choose_multiple(&mut rng, 3) {
            let (action, may) = *[("viewer", 1), ("operator", 15)].choose(&mut rng).unwrap();
            give(&mut rig, target, action, "acl.add").await.unwrap();
            granted.push((target.clone(), may));
        }
        // what these hold is followed from change to change, and never read anew
        let mut rpc = rig.server.rpc_as("bob", "b").await;
        let mut held = seen(&mut rpc).await;
        let mut feed = rig.feed().await;
        told(&mut feed, 1, &kinds).await;
        for step in 0..6 {
            let verb = if rng.random_bool(0.6) { "add" } else { "remove" };
            tag(&rig, tagged.choose(&mut rng).unwrap(), verb, ["a", "b", "c"].choose(&mut rng).unwrap())
                .await;
            let now = rig.all().await;
            let expected = rights(&now, &granted);
            let ids: BTreeSet<String> = expected.keys().cloned().collect();
            let at = format!("round {round}, step {step}: {granted:?}");
            let rights: BTreeMap<String, u64> = eventually(&at, async || {
                // a second watch of the list that the first keeps open
                let told = told(&mut feed, 2, &kinds).await;
                feed.send(json!({ "unwatch": 2 }).to_string()).await;
                (told == expected).then_some(told)
            })
            .await;
            assert_eq!(rights.len(), ids.len(), "{at}");
            let told = tokio::time::timeout(Duration::from_secs(5), async {
                while held != ids {
                    let said = rpc.notification(|p| p["items"].is_object()).await;
                    for id in said["items"].as_object().unwrap().keys() {
                        match said["type"].as_str().unwrap() {
                            "enter" => held.insert(id.clone()),
                            _ => held.remove(id),
                        };
                    }
                }
            });
            assert!(told.await.is_ok(), "{at}: `all` tells of every coming and going");
        }
        for (target, may) in granted {
            let action = if may == 1 { "viewer" } else { "operator" };
            give(&mut rig, &target, action, "acl.remove").await.unwrap();
        }
        assert!(seen(&mut rig.server.rpc_as("bob", "b").await).await.is_empty());
    }
    assert_eq!(bits(["see", "console", "power", "snapshot"]), 15);
}

#[tokio::test]
async fn what_is_no_target_is_named_and_targets_survive_a_restart() {
    let mut rig = Rig::new().await;
    let vm = rig.a_vm("Halted").await;
    for (target, named) in [
        (json!({}), "object or `tag` or `filter` must be given"),
        (json!({ "tag": "a", "filter": "b" }), "only one of them"),
        (json!({ "tag": "a", "only": true }), "only is for an object"),
        (json!({ "tag": "a".repeat(1001) }), "tag must have"),
        (json!({ "filter": "(" }), "filter cannot be read"),
        (json!({ "filter": " " }), "filter must not let everything through"),
        (json!({ "object": "nowhere", "only": true }), "no such object nowhere"),
    ] {
        let refused = give(&mut rig, &target, "viewer", "acl.add").await.unwrap_err();
        assert!(refused.to_string().contains(named), "{target}: {refused}");
    }
    let targets = [
        json!({ "filter": "name_label:x" }),
        json!({ "object": vm["id"], "only": true }),
        json!({ "tag": "a" }),
        json!({ "object": vm["id"] }),
    ];
    for target in &targets {
        give(&mut rig, target, "viewer", "acl.add").await.unwrap();
        give(&mut rig, target, "viewer", "acl.add").await.unwrap();
    }
    rig.server.restart().await;
    rig.admin = rig.server.rpc_as(ADMIN, PASSWORD).await;
    let mut kept = rig.admin.call("acl.get", json!({})).await.unwrap();
    for grant in kept.as_array_mut().unwrap() {
        for name in ["id", "subject", "action"] {
            grant.as_object_mut().unwrap().remove(name);
        }
    }
    assert_eq!(kept, json!(targets));
    let never = give(&mut rig, &json!({ "tag": "b" }), "viewer", "acl.remove").await.unwrap_err();
    assert!(never.to_string().contains("no such grant of viewer on the tag b"), "{never}");
}
