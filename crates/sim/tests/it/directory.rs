//! People of the directory: who they are, how they get in, and what that takes.

use serde_json::{Value, json};
use sim::{Config, Sim};

use crate::common::{Client, call, start};

pub fn config() -> Config {
    Config { external_auth: true, vms: 8, ..Config::test() }
}

/// Makes somebody known to the pool with a role; the subject.
pub async fn admit(root: &Client, name: &str, role: &str) -> Value {
    let identifier = root.ok("auth.get_subject_identifier", json!([name])).await;
    let information = root.ok("auth.get_subject_information_from_identifier", json!([identifier])).await;
    let record = json!({"subject_identifier": identifier, "other_config": information});
    let subject = root.ok("subject.create", json!([record])).await;
    let role = root.ok("role.get_by_name_label", json!([role])).await[0].clone();
    root.ok("subject.add_to_roles", json!([subject, role])).await;
    subject
}

/// Logs in as somebody.
pub async fn login(sim: &Sim, name: &str) -> Result<Client, Vec<String>> {
    let password = format!("{}-secret", name.rsplit('\\').next().unwrap());
    let params = json!([name, password, "2.0", "tests"]);
    let session = call(sim.address(), "session.login_with_password", params).await?;
    Ok(Client { address: sim.address(), session: session.as_str().unwrap().to_owned() })
}

#[tokio::test]
async fn nobody_of_the_directory_comes_in_while_it_is_not_asked() {
    let (sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    assert_eq!(login(&sim, "alice").await.err().unwrap()[..2], ["SESSION_AUTHENTICATION_FAILED", "alice"]);
    for question in
        ["get_subject_identifier", "get_subject_information_from_identifier", "get_group_membership"]
    {
        assert_eq!(client.refused(&format!("auth.{question}"), json!(["alice"])).await, ["AUTH_IS_DISABLED"]);
    }
}

#[tokio::test]
async fn the_directory_knows_people_and_groups() {
    let (_sim, client) = start(config()).await;
    let alice = client.ok("auth.get_subject_identifier", json!(["alice"])).await;
    assert_eq!(client.ok("auth.get_subject_identifier", json!(["EXAMPLE\\Alice"])).await, alice);
    assert_eq!(
        client.refused("auth.get_subject_identifier", json!(["zoe"])).await,
        ["SUBJECT_CANNOT_BE_RESOLVED"]
    );
    let about = client.ok("auth.get_subject_information_from_identifier", json!([alice])).await;
    assert_eq!(about["subject-name"], "EXAMPLE\\alice");
    assert_eq!((&about["subject-sid"], &about["subject-is-group"]), (&alice, &json!("false")));
    let groups = client.ok("auth.get_group_membership", json!([alice])).await;
    let staff = client.ok("auth.get_subject_identifier", json!(["it-staff"])).await;
    assert!(groups.as_array().unwrap().contains(&staff), "{groups}");
    let error = client.refused("auth.get_group_membership", json!(["S-1-5-0"])).await;
    assert_eq!(error, ["SUBJECT_CANNOT_BE_RESOLVED"]);
}

#[tokio::test]
async fn people_come_in_once_they_are_subjects_with_a_role() {
    let (sim, root) = start(config()).await;
    let refused = login(&sim, "alice").await.err().unwrap();
    assert_eq!(refused[..2], ["SESSION_AUTHORIZATION_FAILED", "alice"], "not a subject");
    let identifier = root.ok("auth.get_subject_identifier", json!(["alice"])).await;
    let record = json!({"subject_identifier": identifier, "other_config": {}});
    let subject = root.ok("subject.create", json!([record])).await;
    assert_eq!(root.refused("subject.create", json!([record])).await, ["SUBJECT_ALREADY_EXISTS"]);
    assert_eq!(root.ok("subject.get_roles", json!([subject])).await, json!([]));
    assert_eq!(login(&sim, "alice").await.err().unwrap()[0], "RBAC_PERMISSION_DENIED", "no role");
    assert_eq!(
        root.refused("subject.add_to_roles", json!([subject, "OpaqueRef:x"])).await,
        ["ROLE_NOT_FOUND"]
    );
    let role = root.ok("role.get_by_name_label", json!(["vm-operator"])).await[0].clone();
    root.ok("subject.add_to_roles", json!([subject, role])).await;
    assert_eq!(root.refused("subject.add_to_roles", json!([subject, role])).await, ["ROLE_ALREADY_EXISTS"]);

    let alice = login(&sim, "EXAMPLE\\alice").await.unwrap();
    let session = alice.ok("session.get_record", json!([alice.session])).await;
    assert_eq!(
        (&session["auth_user_name"], &session["originator"]),
        (&json!("EXAMPLE\\alice"), &json!("tests"))
    );
    assert_eq!((&session["auth_user_sid"], &session["subject"]), (&identifier, &subject));
    assert_eq!(session["is_local_superuser"], false);
    let held = root.ok("subject.get_permissions_name_label", json!([subject])).await;
    assert_eq!(session["rbac_permissions"], held);
    let held: Vec<String> = serde_json::from_value(held).unwrap();
    assert!(held.iter().any(|p| p == "vm.start") && !held.iter().any(|p| p == "vm.destroy"));

    root.ok("subject.remove_from_roles", json!([subject, role])).await;
    assert_eq!(root.refused("subject.remove_from_roles", json!([subject, role])).await, ["ROLE_NOT_FOUND"]);
    alice.ok("VM.get_all", json!([])).await;
    root.ok("subject.destroy", json!([subject])).await;
    assert_eq!(login(&sim, "alice").await.err().unwrap()[0], "SESSION_AUTHORIZATION_FAILED");
}

#[tokio::test]
async fn groups_let_their_members_in_but_not_those_who_are_barred() {
    let (sim, root) = start(config()).await;
    admit(&root, "helpdesk", "read-only").await;
    admit(&root, "it-staff", "pool-operator").await;
    login(&sim, "carol").await.unwrap().ok("VM.get_all", json!([])).await;
    let bob = login(&sim, "bob").await.unwrap();
    bob.ok("pool.get_all", json!([])).await;
    let network =
        json!({"name_label": "n", "name_description": "", "MTU": 1500, "other_config": {}, "tags": []});
    bob.ok("network.create", json!([network])).await;
    assert_eq!(login(&sim, "dave").await.err().unwrap()[0], "SESSION_AUTHORIZATION_FAILED");
    for barred in ["erin", "frank", "grace"] {
        assert_eq!(login(&sim, barred).await.err().unwrap()[..2], ["SESSION_AUTHORIZATION_FAILED", barred]);
    }
    let wrong = call(sim.address(), "session.login_with_password", json!(["carol", "x"])).await.unwrap_err();
    assert_eq!(wrong[..2], ["SESSION_AUTHENTICATION_FAILED", "carol"]);
}

#[tokio::test]
async fn sessions_of_a_person_are_listed_and_ended() {
    let (sim, root) = start(config()).await;
    admit(&root, "alice", "pool-operator").await;
    let (first, second) = (login(&sim, "alice").await.unwrap(), login(&sim, "alice").await.unwrap());
    let identifier = root.ok("auth.get_subject_identifier", json!(["alice"])).await;
    assert_eq!(root.ok("session.get_all_subject_identifiers", json!([])).await, json!([identifier]));
    first.ok("session.logout_subject_identifier", json!([identifier])).await;
    first.ok("VM.get_all", json!([])).await;
    assert_eq!(second.refused("VM.get_all", json!([])).await, ["SESSION_INVALID", &second.session]);
    root.ok("session.logout_subject_identifier", json!([identifier])).await;
    assert_eq!(first.refused("VM.get_all", json!([])).await[0], "SESSION_INVALID");
    assert_eq!(root.ok("session.get_all_subject_identifiers", json!([])).await, json!([]));
}

#[tokio::test]
async fn roles_and_permissions_find_each_other() {
    let (_sim, root) = start(Config { vms: 3, ..Config::test() }).await;
    let roles = root.ok("role.get_all_records", json!([])).await;
    assert_eq!(roles.as_object().unwrap().len(), 6);
    let admin = &roles["OpaqueRef:0165f154-ba3e-034e-6b27-5d271af109ba"];
    assert_eq!(admin["name_label"], "pool-admin");
    let sizes: Vec<usize> =
        ["pool-admin", "pool-operator", "vm-power-admin", "vm-admin", "vm-operator", "read-only"]
            .iter()
            .map(|name| {
                let role = roles.as_object().unwrap().values().find(|r| r["name_label"] == *name).unwrap();
                role["subroles"].as_array().unwrap().len()
            })
            .collect();
    assert!(sizes.is_sorted_by(|a, b| a > b), "{sizes:?}");
    let start = root.ok("role.get_by_name_label", json!(["vm.start"])).await[0].clone();
    let record = root.ok("role.get_record", json!([start])).await;
    assert_eq!((&record["name_label"], &record["subroles"]), (&json!("vm.start"), &json!([])));
    assert_eq!(root.ok("role.get_name_label", json!([start])).await, "vm.start");
    assert_eq!(root.ok("role.get_by_uuid", json!([record["uuid"]])).await, start);
    let by_label = root.ok("role.get_by_permission_name_label", json!(["vm.start"])).await;
    assert_eq!(root.ok("role.get_by_permission", json!([start])).await, by_label);
    assert_eq!(by_label.as_array().unwrap().len(), 5, "all but read-only");
    for role in by_label.as_array().unwrap() {
        let held = root.ok("role.get_permissions_name_label", json!([role])).await;
        assert!(held.as_array().unwrap().contains(&json!("vm.start")));
        let held = root.ok("role.get_permissions", json!([role])).await;
        assert!(held.as_array().unwrap().contains(&start));
    }
    for create in [json!([{"short_name": "x", "fullname": "y"}])] {
        assert_eq!(root.refused("user.create", create).await, ["MESSAGE_DEPRECATED"]);
    }
}
