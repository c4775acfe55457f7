//! What is explained, listed and foretold is what is.

use std::collections::{BTreeMap, BTreeSet};

use model::Kind;
use rand::{SeedableRng, seq::IndexedRandom, seq::IteratorRandom};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::{
    grants_rig::{Rig, bits, finds, rights, told, under},
    targets::tag,
};

const NAMES: [&str; 7] = ["see", "console", "power", "snapshot", "edit", "migrate", "delete"];

/// A user, a group that he is in, and another user, with some tags on the objects.
struct World {
    rig: Rig,
    group: String,
    carol: String,
    all: BTreeMap<String, Value>,
}

impl World {
    async fn new() -> Self {
        let mut rig = Rig::new().await;
        let carol = rig.server.user("carol", "c").await;
        let group = rig.admin.call("group.create", json!({ "name": "Team" })).await.unwrap();
        let members = json!({ "id": group, "userIds": [rig.bob, carol] });
        rig.admin.call("group.setUsers", members).await.unwrap();
        let all = rig.all().await;
        for vm in all.values().filter(|object| object["type"] == "VM").take(3) {
            tag(&rig, vm, "add", "mine").await;
        }
        let all = rig.all().await;
        assert_eq!(all.values().filter(|object| finds(&json!({ "tag": "mine" }), "", object)).count(), 3);
        Self { rig, group: group.as_str().unwrap().into(), carol, all }
    }

    fn any_target(&self, rng: &mut ChaCha8Rng) -> Value {
        let object = self.all.keys().choose(rng).unwrap();
        let host = self.all.values().filter(|object| object["type"] == "host").choose(rng).unwrap();
        let targets = [
            json!({ "object": object }),
            json!({ "object": object, "only": true }),
            json!({ "object": host["id"] }),
            json!({ "tag": "mine" }),
            json!({ "filter": "power_state:running" }),
        ];
        targets.choose(rng).unwrap().clone()
    }

    /// What a user may do by the grants on targets that are told as (subject, target, bits).
    fn rights_of(&self, user: &str, grants: &[(String, Value, u64)]) -> BTreeMap<String, u64> {
        let theirs = grants.iter().filter(|(subject, ..)| *subject == user || *subject == self.group);
        let theirs: Vec<(Value, u64)> = theirs.map(|(_, target, bits)| (target.clone(), *bits)).collect();
        let mut rights = rights(&self.all, &theirs);
        rights.retain(|_, may| *may & 1 == 1);
        rights
    }
}

fn bits_of(privileges: &Value) -> u64 {
    bits(privileges.as_array().unwrap().iter().map(|name| name.as_str().unwrap()))
}

fn asked(subject: &str, target: &Value, action: &str) -> Value {
    let mut asked = target.clone();
    asked["subject"] = json!(subject);
    asked["action"] = json!(action);
    asked
}

/// Some grants of some roles, made; as (subject, target, bits).
async fn some_grants(world: &mut World, rng: &mut ChaCha8Rng) -> Vec<(String, Value, u64)> {
    let mut granted = Vec::new();
    for at in 0..4 {
        let mut privileges = NAMES.choose_multiple(rng, 3).copied().collect::<Vec<_>>();
        if at < 2 {
            privileges.push("see");
            privileges.sort_unstable();
            privileges.dedup();
        }
        let role = json!({ "name": format!("Role {at}"), "privileges": privileges });
        let role = world.rig.admin.call("role.create", role).await.unwrap();
        let subject = [&world.rig.bob, &world.group, &world.carol].choose(rng).unwrap().to_string();
        let target = world.any_target(rng);
        let add = asked(&subject, &target, role.as_str().unwrap());
        world.rig.admin.call("acl.add", add).await.unwrap();
        granted.push((subject, target, bits(privileges)));
    }
    granted
}

#[tokio::test]
async fn what_is_explained_is_what_is_and_every_way_leads_from_a_grant_to_the_object() {
    let mut world = World::new().await;
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let granted = some_grants(&mut world, &mut rng).await;
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    let expected = world.rights_of(&world.rig.bob, &granted);
    let mut feed = world.rig.feed().await;
    assert_eq!(told(&mut feed, 1, &kinds).await, expected, "{granted:?}");
    assert!(!expected.is_empty());
    let mut reasons = 0;
    for id in world.all.keys().choose_multiple(&mut rng, 150) {
        let call = json!({ "user": world.rig.bob, "object": id });
        let told = world.rig.admin.call("acl.explain", call).await.unwrap();
        let may = expected.get(id).copied().unwrap_or_default();
        assert_eq!((bits_of(&told["privileges"]), &told["admin"]), (may, &json!(false)), "{id}: {told}");
        let mut sum = 0;
        for reason in told["reasons"].as_array().unwrap() {
            reasons += 1;
            sum |= bits_of(&reason["privileges"]);
            let way: Vec<&str> =
                reason["way"].as_array().unwrap().iter().map(|step| step["id"].as_str().unwrap()).collect();
            assert!(finds(&reason["grant"], way[0], &world.all[way[0]]), "{reason}");
            assert_eq!(way.last(), Some(&id.as_str()));
            for step in way.windows(2) {
                let below = under(&world.all, &BTreeSet::from([step[0].to_owned()]));
                assert!(below.contains(step[1]), "{reason}");
            }
            let by_group = reason["grant"]["subject"] == json!(world.group);
            assert_eq!(reason["group"]["name"] == "Team", by_group, "{reason}");
            assert!(reason["role"].as_str().unwrap().starts_with("Role "));
        }
        assert_eq!(if sum & 1 == 1 { sum } else { 0 }, may, "{id}: the reasons add up: {told}");
    }
    assert!(reasons > 20, "{reasons}");
}

#[tokio::test]
async fn who_can_is_whoever_may() {
    let mut world = World::new().await;
    let mut rng = ChaCha8Rng::seed_from_u64(6);
    let granted = some_grants(&mut world, &mut rng).await;
    let users = [world.rig.bob.clone(), world.carol.clone()];
    let rights = users.clone().map(|user| world.rights_of(&user, &granted));
    let all_users = world.rig.admin.call("user.getAll", json!({})).await.unwrap();
    let all_admins =
        all_users.as_array().unwrap().iter().filter(|user| user["permission"] == "admin").count();
    let mut found = 0;
    for id in world.all.keys().choose_multiple(&mut rng, 40) {
        for name in NAMES {
            let call = json!({ "object": id, "privilege": name });
            let told = world.rig.admin.call("acl.whoCan", call).await.unwrap();
            let told = told.as_array().unwrap();
            let admins = told.iter().filter(|user| user["admin"] == true).count();
            let others: BTreeSet<&str> = told
                .iter()
                .filter(|user| user["admin"] == false)
                .map(|user| user["user"].as_str().unwrap())
                .collect();
            let may = |at: &usize| rights[*at].get(id).is_some_and(|may| may & bits([name]) != 0);
            let expected: BTreeSet<&str> = (0..2).filter(may).map(|at| users[at].as_str()).collect();
            assert_eq!((admins, &others), (all_admins, &expected), "{id} {name}: {told:?}");
            found += others.len();
        }
    }
    assert!(found > 10, "{found}");
}

#[tokio::test]
async fn what_is_foretold_comes_to_be() {
    let mut world = World::new().await;
    let mut rng = ChaCha8Rng::seed_from_u64(8);
    some_grants(&mut world, &mut rng).await;
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    let roles = world.rig.admin.call("role.getAll", json!({})).await.unwrap();
    let role = &roles[3]["id"];
    let (bob, group) = (world.rig.bob.clone(), world.group.clone());
    let target = world.any_target(&mut rng);
    let granted = world.rig.admin.call("acl.get", json!({})).await.unwrap();
    let mut revoked = granted[0].clone();
    revoked.as_object_mut().unwrap().remove("id");
    let changes = [
        ("add", "acl.add", asked(&bob, &target, "operator")),
        ("add", "acl.add", asked(&group, &json!({ "tag": "mine" }), "admin")),
        ("setRole", "role.set", json!({ "id": role, "privileges": ["see", "patch"] })),
        ("remove", "acl.remove", revoked),
        ("setUsers", "group.setUsers", json!({ "id": group, "userIds": [] })),
        ("remove", "acl.remove", asked(&bob, &target, "operator")),
        ("deleteRole", "role.delete", json!({ "id": role, "withGrants": true })),
    ];
    let mut felt = 0;
    for (name, call, change) in changes {
        let before = told(&mut world.rig.feed().await, 1, &kinds).await;
        let foretold =
            world.rig.admin.call("acl.preview", json!({ name: change, "limit": 100_000 })).await.unwrap();
        let same = told(&mut world.rig.feed().await, 1, &kinds).await;
        assert_eq!(same, before, "{name}: nothing is changed yet");
        let mut expected = before.clone();
        for effect in foretold.as_array().unwrap() {
            if !effect["users"].as_array().unwrap().contains(&json!(bob)) {
                continue;
            }
            assert_eq!(effect["total"], effect["objects"].as_array().unwrap().len());
            for difference in effect["objects"].as_array().unwrap() {
                let id = difference["object"]["id"].as_str().unwrap();
                let may = expected.entry(id.to_owned()).or_default();
                *may = (*may | bits_of(&difference["gained"])) & !bits_of(&difference["lost"]);
                felt += 1;
            }
        }
        expected.retain(|_, may| *may != 0);
        world.rig.admin.call(call, change.clone()).await.unwrap();
        let after = told(&mut world.rig.feed().await, 1, &kinds).await;
        assert_eq!(after, expected, "{name} {change}");
    }
    assert!(felt > 20, "{felt}");
}

#[tokio::test]
async fn what_cannot_be_asked_is_named() {
    let mut rig = Rig::new().await;
    let vm = rig.a_vm("Halted").await["id"].clone();
    for (call, params, named) in [
        ("acl.explain", json!({ "user": "nobody", "object": vm }), "no such user nobody"),
        ("acl.explain", json!({ "user": rig.bob, "object": "nowhere" }), "no such object nowhere"),
        ("acl.whoCan", json!({ "object": rig.bob, "privilege": "see" }), "no such object"),
        ("acl.whoCan", json!({ "object": vm, "privilege": "fly" }), "privilege must be"),
        ("acl.preview", json!({}), "only one of them"),
        ("acl.preview", json!({ "deleteRole": { "id": "viewer" } }), "is built in"),
        ("acl.preview", json!({ "setRole": { "id": "nowhere" } }), "no such role nowhere"),
        (
            "acl.preview",
            json!({ "add": { "subject": "nobody", "tag": "a", "action": "view" } }),
            "no such user or group",
        ),
        (
            "acl.preview",
            json!({ "remove": { "subject": rig.bob, "tag": "a", "action": "view" } }),
            "no such grant",
        ),
    ] {
        let refused = rig.admin.call(call, params).await.unwrap_err();
        assert!(refused.to_string().contains(named), "{call}: {refused}");
    }
    let admin = rig.admin.call("user.getAll", json!({})).await.unwrap();
    let admin = admin.as_array().unwrap().iter().find(|user| user["permission"] == "admin").unwrap();
    let told = rig.admin.call("acl.explain", json!({ "user": admin["id"], "object": vm })).await.unwrap();
    assert_eq!((&told["admin"], told["privileges"].as_array().unwrap().len()), (&json!(true), 10));
    let mut bob = rig.server.rpc_as("bob", "b").await;
    assert_eq!(
        bob.call("acl.whoCan", json!({ "object": vm, "privilege": "see" })).await.unwrap_err()["code"],
        2
    );
}
