//! A pool gets its database back.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sim::{Config, Sim};

use crate::common::{Client, send, start};
use crate::hosts_power::{until_live, when_back};

async fn dump(client: &Client) -> String {
    let get = format!("GET /pool/xmldbdump?session_id={} HTTP/1.1\r\nHost: x\r\n\r\n", client.session);
    send(client.address, &get).await.unwrap().1
}

/// Restores a database; the record of the task.
async fn restore(client: &Client, query: &str, dump: &str) -> Value {
    let task = client.ok("task.create", json!(["restore", ""])).await;
    let put = format!(
        "PUT /pool/xmldbdump?session_id={}&task_id={}{query} HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{dump}",
        client.session,
        task.as_str().unwrap(),
        dump.len()
    );
    let (head, _) = send(client.address, &put).await.unwrap();
    assert!(head.starts_with("HTTP/1.1 200 "), "as for all uploads, only the task tells more: {head}");
    client.task(&task).await
}

/// All that the database holds, but for what a restart changes.
async fn everything(client: &Client) -> BTreeMap<&'static str, Value> {
    let mut all = BTreeMap::new();
    for class in xapi::schema::CLASSES.iter().filter(|class| class.persistent && class.in_database) {
        if !class.messages.iter().any(|message| message.name == "get_all_records" && !message.removed) {
            continue;
        }
        let mut records = client.ok(&format!("{}.get_all_records", class.name), json!([])).await;
        for record in records.as_object_mut().unwrap().values_mut() {
            let record = record.as_object_mut().unwrap();
            record.remove("last_updated");
            if class.name == "host" {
                record["other_config"].as_object_mut().unwrap().remove("agent_start_time");
            }
        }
        all.insert(class.name, records);
    }
    assert!(all.len() > 40);
    all
}

#[tokio::test]
async fn a_pool_gets_its_database_back() {
    let (sim, client) = start(Config { vms: 8, hardware: true, ..Config::test() }).await;
    let halted = client.vms("Halted").await;
    client
        .ok("VM.set_name_description", json!([halted[0], "it's <odd> & \"quoted\"\n(twice) \\ 'so'"]))
        .await;
    client.ok("VM.set_other_config", json!([halted[0], {"it's": "(a) \\ 'b'", "x": ""}])).await;
    client.ok("VM.set_tags", json!([halted[0], ["one", "two 'words'"]])).await;
    let (before, text) = (everything(&client).await, dump(&client).await);

    client.ok("VM.set_name_label", json!([halted[0], "renamed"])).await;
    client.ok("VM.destroy", json!([halted[1]])).await;
    client
        .ok("network.create", json!([{"name_label": "new", "name_description": "", "other_config": {}}]))
        .await;
    let running = client.vms("Running").await[0].clone();
    client.ok("VM.hard_shutdown", json!([running])).await;
    let changed = everything(&client).await;
    assert_ne!(changed, before);

    let dry = restore(&client, "&dry_run=true", &text).await;
    assert_eq!(dry["status"], "success", "{dry}");
    for (broken, error) in [
        ("nonsense".to_owned(), vec!["INTERNAL_ERROR"]),
        (text[..text.len() / 2].to_owned(), vec!["INTERNAL_ERROR"]),
        (text.replace("is_a_template=\"true\"", "is_a_template=\"maybe\""), vec!["INTERNAL_ERROR"]),
        (
            text.replace("\"schema_minor_vsn\" value=\"", "\"schema_minor_vsn\" value=\"1"),
            vec!["RESTORE_INCOMPATIBLE_VERSION"],
        ),
        (text.replace("device=\"eth3\"", "device=\"eth7\""), vec!["RESTORE_TARGET_MISSING_DEVICE", "eth7"]),
    ] {
        assert_ne!(broken, text);
        let refused = restore(&client, "", &broken).await;
        assert_eq!(refused["status"], "failure");
        let told = refused["error_info"].as_array().unwrap();
        assert!(told.len() >= error.len() && told.iter().zip(&error).all(|(t, e)| t == e), "{told:?}");
    }
    assert_eq!(everything(&client).await, changed, "nothing has happened yet");

    assert_eq!(restore(&client, "", &text).await["status"], "success");
    for _ in 0..500 {
        if client.call("VM.get_all", json!([])).await.is_err() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let (client, _) = when_back(sim.address()).await;
    let host = client.ok("host.get_all", json!([])).await[0].clone();
    until_live(&client, host.as_str().unwrap(), true).await;
    let after = everything(&client).await;
    for (class, records) in &before {
        assert_eq!(records, &after[class], "{class}");
    }
}

#[tokio::test]
async fn the_database_of_another_pool_leaves_the_master_alone() {
    let other = Sim::start(Config { hosts: 2, vms: 9, seed: 7, ..Config::test() }).await.unwrap();
    let theirs = Client::login(other.address()).await;
    let mut wanted = theirs.vms("Halted").await;
    let text = dump(&theirs).await;
    drop(other);
    let (sim, client) = start(Config { hosts: 2, vms: 3, ..Config::test() }).await;
    let master = client.ok("pool.get_all_records", json!([])).await;
    let master = master.as_object().unwrap().values().next().unwrap()["master"].clone();
    let record = client.ok("host.get_record", json!([master])).await;
    assert_eq!(restore(&client, "", &text).await["status"], "success");
    let mut back = None;
    for _ in 0..500 {
        let (client, _) = when_back(sim.address()).await;
        if client.ok("host.get_all", json!([])).await.as_array().unwrap().len() == 1 {
            back = Some(client);
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let client = back.expect("one host is left");
    assert_eq!(client.ok("host.get_all", json!([])).await, json!([master]));
    assert_eq!(client.ok("host.get_uuid", json!([master])).await, record["uuid"]);
    let mut halted = client.vms("Halted").await;
    // Those that ran on the other host no longer do.
    halted.retain(|vm| wanted.contains(vm));
    halted.sort();
    wanted.sort();
    assert_eq!(halted, wanted);
    for pif in client.ok("PIF.get_all_records", json!([])).await.as_object().unwrap().values() {
        assert_eq!(pif["host"], master);
    }
    let member = sim.first().addresses()[1];
    let told = crate::common::call(member, "session.login_with_password", json!(["root", "xenith"])).await;
    assert_eq!(told.unwrap_err()[0], "HOST_UNKNOWN_TO_MASTER");
}
