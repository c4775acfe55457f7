//! What each role may do: every call of the data model, every HTTP handler.

use base64::Engine as _;
use serde_json::{Value, json};
use xapi::schema::{CLASSES, Class, HTTP_HANDLERS, Kind, Message, ROLES};

use crate::common::{Client, Line, send, start};
use crate::data_model::sample;
use crate::directory::{admit, config, login};

/// What RBAC says, for a permission that the given roles hold.
fn denied(permission: &str, least: &str) -> Vec<String> {
    let roles = ROLES.iter().position(|r| *r == least).map_or(&[][..], |at| &ROLES[..=at]).join(", ");
    let text = format!("No permission in user session. (Roles with this permission: {roles})");
    ["RBAC_PERMISSION_DENIED", permission, &text].map(str::to_owned).to_vec()
}

fn rank(role: &str) -> Option<usize> {
    ROLES.iter().position(|r| *r == role)
}

fn arguments(message: &Message) -> Vec<Value> {
    message.params.iter().map(|p| sample(&p.ty, 0)).collect()
}

/// Every call that a role may not make is refused in its name, at once, also when it would make a task.
#[tokio::test]
async fn every_call_is_refused_to_the_roles_below() {
    let (sim, root) = start(config()).await;
    let subject = admit(&root, "alice", "pool-admin").await;
    let (mut refused, mut allowed) = (0, 0);
    for (mine, role) in ROLES.iter().enumerate() {
        let all = root.ok("subject.get_roles", json!([subject])).await;
        root.ok("subject.remove_from_roles", json!([subject, all[0]])).await;
        let wanted = root.ok("role.get_by_name_label", json!([role])).await[0].clone();
        root.ok("subject.add_to_roles", json!([subject, wanted])).await;
        let (alice, mut line) = (login(&sim, "alice").await.unwrap(), Line::open(sim.address()).await);
        let calls =
            CLASSES.iter().flat_map(|class| class.messages.iter().map(move |message| (class, message)));
        for (class, message) in calls.filter(|(_, m)| m.session && !m.removed) {
            let mut params = vec![json!(alice.session)];
            params.extend(arguments(message));
            let name = format!("{}.{}", class.name, message.name);
            if rank(message.role).is_some_and(|least| mine <= least) {
                if reads(class, message) {
                    let error = line.call(&name, &params).await.err().unwrap_or_default();
                    assert!(
                        error.first().is_none_or(|c| c != "RBAC_PERMISSION_DENIED"),
                        "{role} {name}: {error:?}"
                    );
                    allowed += 1;
                }
                continue;
            }
            let wanted = denied(&name.to_lowercase(), message.role);
            assert_eq!(line.call(&name, &params).await, Err(wanted.clone()), "{role}");
            if message.async_ok {
                assert_eq!(line.call(&format!("Async.{name}"), &params).await, Err(wanted), "{role}");
            }
            refused += 1;
        }
    }
    assert!(refused > 1500 && allowed > 5000, "{refused} {allowed}");
}

fn reads(class: &Class, message: &Message) -> bool {
    let reading = [Kind::Getter, Kind::GetRecord, Kind::GetAll, Kind::GetByUuid, Kind::GetByNameLabel];
    class.in_database && reading.contains(&message.kind)
}

/// Root may do all: no call is refused for a role's sake.
#[tokio::test]
async fn root_is_refused_nothing_for_a_role() {
    let (_sim, root) = start(config()).await;
    for (method, params) in [
        ("session.change_password", json!(["xenith", "xenith"])),
        ("secret.get_all_records", json!([])),
        ("subject.get_all", json!([])),
    ] {
        root.ok(method, params).await;
    }
}

/// Keys of maps have rights of their own, higher or lower than those of the map.
#[tokio::test]
async fn keys_of_maps_have_rights_of_their_own() {
    let (sim, root) = start(config()).await;
    admit(&root, "alice", "vm-operator").await;
    admit(&root, "bob", "vm-admin").await;
    let (alice, bob) = (login(&sim, "alice").await.unwrap(), login(&sim, "bob").await.unwrap());
    let pool = root.ok("pool.get_all", json!([])).await[0].clone();
    let vm = root.vms("Halted").await[0].clone();
    for key in ["folder", "XenCenter.CustomFields.owner"] {
        alice.ok("pool.add_to_other_config", json!([pool, key, "x"])).await;
        alice.ok("pool.remove_from_other_config", json!([pool, key])).await;
        alice.ok("VM.add_to_other_config", json!([vm, key, "x"])).await;
        alice.ok("VM.remove_from_other_config", json!([vm, key])).await;
    }
    assert_eq!(
        alice.refused("pool.add_to_other_config", json!([pool, "folder2", "x"])).await,
        denied("pool.add_to_other_config", "pool-operator")
    );
    bob.ok("VM.add_to_other_config", json!([vm, "mine", "x"])).await;
    for (field, key) in [("other_config", "pci"), ("other_config", "hvm_serial"), ("platform", "hvm_serial")]
    {
        assert_eq!(
            bob.refused(&format!("VM.add_to_{field}"), json!([vm, key, "x"])).await,
            denied(&format!("vm.add_to_{field}/key:{key}"), "pool-admin")
        );
    }
}

/// Reading a secret takes a higher role than reading everything else.
#[tokio::test]
async fn secrets_are_not_for_everybody() {
    let (sim, root) = start(config()).await;
    admit(&root, "alice", "vm-power-admin").await;
    let secret = root.ok("secret.create", json!([{"value": "x", "other_config": {}}])).await;
    let alice = login(&sim, "alice").await.unwrap();
    assert_eq!(
        alice.refused("secret.get_value", json!([secret])).await,
        denied("secret.get_value", "pool-operator")
    );
    let events = alice.ok("event.from", json!([["secret"], "", 0.0])).await;
    assert_eq!(events["events"], json!([]));
}

/// One's own tasks may be cancelled and destroyed by any role, those of others from `pool-operator` on.
#[tokio::test]
async fn tasks_of_others_need_a_right_of_their_own() {
    let (sim, root) = start(config()).await;
    for (name, role) in [("alice", "read-only"), ("bob", "pool-operator"), ("dave", "read-only")] {
        admit(&root, name, role).await;
    }
    let alice = login(&sim, "alice").await.unwrap();
    let task = alice.ok("task.create", json!(["mine", ""])).await;
    let dave = login(&sim, "dave").await.unwrap();
    assert_eq!(dave.refused("task.cancel", json!([task])).await, denied("task.cancel/any", "pool-operator"));
    assert_eq!(
        dave.refused("task.destroy", json!([task])).await,
        denied("task.destroy/any", "pool-operator")
    );
    for (call, params) in [("set_progress", json!([task, 0.5])), ("set_status", json!([task, "success"]))] {
        assert_eq!(dave.refused(&format!("task.{call}"), params).await[0], "RBAC_PERMISSION_DENIED");
    }
    login(&sim, "alice").await.unwrap().ok("task.set_progress", json!([task, 0.5])).await;
    login(&sim, "bob").await.unwrap().ok("task.cancel", json!([task])).await;
    assert_eq!(root.ok("task.get_status", json!([task])).await, "cancelling");
    alice.ok("task.set_status", json!([task, "cancelled"])).await;
    alice.ok("task.destroy", json!([task])).await;
}

async fn status(client: &Client, verb: &str, path: &str, more: &str) -> (u16, String) {
    let request = format!("{verb} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n{more}\r\n");
    let (head, _) = send(client.address, &request).await.unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), head)
}

/// Every HTTP handler asks for credentials, says 401 with its realm without, and 403 when the role is too low.
#[tokio::test]
async fn every_http_handler_checks_who_asks() {
    let (sim, root) = start(config()).await;
    admit(&root, "alice", "read-only").await;
    admit(&root, "bob", "vm-admin").await;
    let people =
        [("read-only", login(&sim, "alice").await.unwrap()), ("vm-admin", login(&sim, "bob").await.unwrap())];
    let mut refused = 0;
    for handler in HTTP_HANDLERS.iter().filter(|h| !h.no_rbac) {
        let (code, head) = status(&root, handler.method, handler.uri, "").await;
        assert_eq!(code, 401, "{}", handler.name);
        assert!(head.contains(&format!("WWW-Authenticate: Basic realm=\"{}\"\r\n", handler.name)), "{head}");
        let bad = format!("{}?session_id=OpaqueRef:gone", handler.uri);
        assert_eq!(status(&root, handler.method, &bad, "").await.0, 401, "{}", handler.name);
        for (role, person) in &people {
            if rank(handler.role).is_some_and(|least| rank(role).unwrap() <= least) {
                continue;
            }
            let task = person.ok("task.create", json!(["t", ""])).await;
            let path =
                format!("{}?session_id={}&task_id={}", handler.uri, person.session, task.as_str().unwrap());
            assert_eq!(status(&root, handler.method, &path, "").await.0, 403, "{role} {}", handler.name);
            let record = root.ok("task.get_record", json!([task])).await;
            assert_eq!(record["status"], "failure", "{}", handler.name);
            assert_eq!(record["error_info"], json!(denied(&format!("http/{}", handler.name), handler.role)));
            refused += 1;
        }
    }
    assert!(refused > 40, "{refused}");
    let basic = base64::engine::general_purpose::STANDARD.encode("alice:alice-secret");
    let header = format!("Authorization: Basic {basic}\r\n");
    assert_eq!(status(&root, "GET", "/export_raw_vdi?vdi=x", &header).await.0, 403);
    let cookie = format!("Cookie: session_id={}\r\n", people[0].1.session);
    assert_eq!(status(&root, "GET", "/export_raw_vdi?vdi=x", &cookie).await.0, 403);
}
