//! Roles that were made here: what they allow is felt at once, and they cannot vanish from under their grants.

use std::{collections::BTreeMap, time::Duration};

use http::Method;
use model::Kind;
use rand::{
    Rng, SeedableRng,
    seq::{IndexedRandom, IteratorRandom},
};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use tests::{ADMIN, PASSWORD, eventually};

use crate::grants_rig::{Rig, bits, rights, told};

async fn role(rig: &mut Rig, name: &str, privileges: Value) -> String {
    let asked = json!({ "name": name, "privileges": privileges });
    let id = rig.admin.call("role.create", asked).await.unwrap();
    id.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_role_allows_what_it_names_and_a_change_of_it_is_felt_at_once() {
    let mut rig = Rig::new().await;
    let (vm, admin) = (rig.a_vm("Halted").await["id"].clone(), rig.server.admin().await);
    let asked = json!({ "name": "Watch", "description": "Night shift", "privileges": ["see", "console"] });
    let made = admin.post("/rest/v0/acl-roles", &asked).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let id = made.json()["id"].as_str().unwrap().to_owned();
    rig.grant(&vm, &id).await;
    let path = format!("/rest/v0/vms/{}", vm.as_str().unwrap());
    let http = rig.http().await;
    assert_eq!(http.get(&path).await.status, 200);
    let start = format!("{path}/actions/start?sync=true");
    let refused = http.send(Method::POST, &start, "{}").await;
    assert_eq!((refused.status, refused.json()["data"]["missing"].as_str()), (403, Some("power")));

    let mut open = rig.feed().await;
    let known = format!("/rest/v0/acl-roles/{id}");
    let changed =
        admin.send(Method::PATCH, &known, json!({ "privileges": ["see", "power"] }).to_string()).await;
    assert_eq!(changed.status, 204, "{}", changed.text());
    let closed = tokio::time::timeout(Duration::from_secs(1), open.closed()).await;
    assert!(closed.is_ok_and(|code| code.is_some()), "what was open is opened anew");
    assert_eq!(http.send(Method::POST, &start, "{}").await.status, 204);
    let mut bob = rig.server.rpc_as("bob", "b").await;
    assert_eq!(
        bob.call("vm.console", json!({ "id": vm })).await.unwrap_err()["code"],
        2,
        "no console any more"
    );
    let permissions = bob.call("acl.getCurrentPermissions", json!({})).await.unwrap();
    assert_eq!(permissions, json!({ vm.as_str().unwrap(): { "view": 1 } }), "less than an operator");

    rig.server.restart().await;
    let (admin, http) = (rig.server.admin().await, rig.http().await);
    rig.admin = rig.server.rpc_as(ADMIN, PASSWORD).await;
    eventually("the pool is connected again", async || (http.get(&path).await.status == 200).then_some(()))
        .await;
    let kept = admin.get(&known).await.json();
    assert_eq!((&kept["name"], &kept["description"]), (&json!("Watch"), &json!("Night shift")));
    assert_eq!((&kept["privileges"], &kept["builtIn"]), (&json!(["see", "power"]), &json!(false)));

    let refused = admin.send(Method::DELETE, &known, "").await;
    let said = "the role Watch has a grant: take them back first, or delete it with them";
    assert_eq!((refused.status, refused.json()["error"].as_str()), (409, Some(said)));
    assert_eq!(http.get(&path).await.status, 200, "nothing was taken");
    assert_eq!(admin.send(Method::DELETE, &format!("{known}?withGrants=true"), "").await.status, 204);
    assert_eq!(http.get(&path).await.status, 404);
    assert_eq!(rig.admin.call("acl.get", json!({})).await.unwrap(), json!([]));
    let asked = json!({ "subject": rig.bob, "object": vm, "action": id });
    assert!(rig.admin.call("acl.add", asked).await.unwrap_err().to_string().contains("action must be"));
}

#[tokio::test]
async fn built_in_roles_stay_and_names_are_taken_once() {
    let mut rig = Rig::new().await;
    let admin = rig.server.admin().await;
    let list = admin.get("/rest/v0/acl-roles?fields=id,name,builtIn").await.json();
    let named = |list: &Value| -> Vec<String> {
        let mut names: Vec<String> =
            list.as_array().unwrap().iter().map(|r| r["name"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(named(&list), ["Admin", "Operator", "Viewer"]);
    for (verb, body) in [(Method::PATCH, r#"{"privileges":[]}"#), (Method::DELETE, "")] {
        let refused = admin.send(verb, "/rest/v0/acl-roles/operator", body).await;
        let said = "the role Operator is built in: copy it to have one like it";
        assert_eq!((refused.status, refused.json()["error"].as_str()), (409, Some(said)));
    }
    let copy = admin.post("/rest/v0/acl-roles/operator/actions/copy", &json!({})).await;
    assert_eq!(copy.status, 201, "{}", copy.text());
    let roles = rig.admin.call("role.getAll", json!({})).await.unwrap();
    assert_eq!(roles[3]["name"], "Operator (copy)");
    assert_eq!(roles[3]["privileges"], roles[1]["privileges"]);
    assert_eq!(roles[3]["permissions"], json!(["view", "operate"]));
    for name in ["viewer", "operator (COPY) "] {
        let taken = rig.admin.call("role.create", json!({ "name": name })).await.unwrap_err();
        assert!(taken["message"].as_str().unwrap().contains("a role named"), "{taken}");
    }
    let unknown = rig.admin.call("role.create", json!({ "name": "x", "privileges": ["fly"] })).await;
    assert!(unknown.unwrap_err().to_string().contains("privileges"), "the parameter is named");
    let nowhere = rig.admin.call("role.set", json!({ "id": "nowhere", "name": "x" })).await.unwrap_err();
    assert!(nowhere.to_string().contains("no such role nowhere"), "{nowhere}");
    let mut bob = rig.server.rpc_as("bob", "b").await;
    assert_eq!(bob.call("role.create", json!({ "name": "x" })).await.unwrap_err()["code"], 2);
    assert_eq!(rig.http().await.get("/rest/v0/acl-roles").await.json(), json!([]));
}

#[tokio::test]
async fn whatever_roles_are_granted_somebody_may_what_they_add_up_to() {
    let mut rig = Rig::new().await;
    let group = rig.admin.call("group.create", json!({ "name": "Team" })).await.unwrap();
    rig.admin.call("group.addUser", json!({ "id": group, "userId": rig.bob })).await.unwrap();
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    let all = rig.all().await;
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    for round in 0..8 {
        let names = ["see", "console", "power", "snapshot", "edit", "migrate", "delete"];
        let mut granted: Vec<(Value, u64)> = Vec::new();
        let mut roles = Vec::new();
        for at in 0..3 {
            let privileges: Vec<&str> = names.into_iter().filter(|_| rng.random_bool(0.5)).collect();
            let id = role(&mut rig, &format!("{round}.{at}"), json!(privileges)).await;
            let object = all.keys().choose(&mut rng).unwrap();
            let subject = [json!(rig.bob), group.clone()].choose(&mut rng).unwrap().clone();
            let asked = json!({ "subject": subject, "object": object, "action": id });
            rig.admin.call("acl.add", asked).await.unwrap();
            granted.push((json!({ "object": object }), bits(privileges)));
            roles.push(id);
        }
        let mut expected: BTreeMap<String, u64> = rights(&rig.all().await, &granted);
        expected.retain(|_, may| *may & 1 == 1);
        let mut feed = rig.feed().await;
        assert_eq!(told(&mut feed, 1, &kinds).await, expected, "round {round}: {granted:?}");
        for id in roles {
            rig.admin.call("role.delete", json!({ "id": id, "withGrants": true })).await.unwrap();
        }
    }
}
