//! Updates: discs applied host by host, repositories synchronised, packages installed.

use crate::common::{Client, send, start};
use serde_json::{Value, json};
use sim::Config;

const UUID: &str = "b23d2ba2-3ad7-4e0f-8d3e-2f9c9e6a1a11";

fn disc(uuid: &str, size: u64, guidance: &str) -> String {
    format!(
        "{}<update name-label=\"XS71E001\" version=\"1.0\" uuid=\"{uuid}\" installation-size=\"{size}\" key=\"\" \
         after-apply-guidance=\"{guidance}\"><name-description>A hotfix</name-description></update>",
        "\0".repeat(40_000)
    )
}

/// Uploads a disc; the record of the task.
async fn upload(client: &Client, disc: &str) -> Value {
    let task = client.ok("task.create", json!(["upload", ""])).await;
    let request = format!(
        "PUT /pool_patch_upload?session_id={}&task_id={} HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{disc}",
        client.session,
        task.as_str().unwrap(),
        disc.len()
    );
    let (head, _) = send(client.address, &request).await.unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    client.task(&task).await
}

async fn uploaded(client: &Client, disc: &str) -> (Value, Value) {
    let task = upload(client, disc).await;
    assert_eq!(task["status"], "success", "{task}");
    let result = task["result"].as_str().unwrap();
    let patch = json!(result.trim_start_matches("<value>").trim_end_matches("</value>"));
    let update = client.ok("pool_patch.get_pool_update", json!([patch])).await;
    (patch, update)
}

#[tokio::test]
async fn a_disc_is_applied_host_by_host() {
    let (sim, client) = start(Config { hosts: 2, vms: 6, ..Config::test() }).await;
    let (patch, update) = uploaded(&client, &disc(UUID, 1_000, "restartHost,restartHVM")).await;
    let record = client.ok("pool_update.get_record", json!([update])).await;
    assert_eq!(
        (&record["uuid"], &record["name_label"], &record["name_description"]),
        (&json!(UUID), &json!("XS71E001"), &json!("A hotfix"))
    );
    assert_eq!(record["after_apply_guidance"], json!(["restartHost", "restartHVM"]));
    let again = upload(&client, &disc(UUID, 1_000, "")).await;
    assert_eq!(again["error_info"], json!(["UPDATE_ALREADY_EXISTS", UUID]));
    let nothing = upload(&client, "just some text").await;
    assert_eq!(nothing["error_info"][0], "INVALID_UPDATE");

    let hosts = client.ok("host.get_all", json!([])).await;
    let (first, second) = (hosts[0].clone(), hosts[1].clone());
    assert_eq!(client.ok("pool_update.precheck", json!([update, first])).await, "ok");
    client.ok("pool_update.apply", json!([update, first])).await;
    assert_eq!(client.ok("host.get_updates", json!([first])).await, json!([update]));
    assert_eq!(client.ok("pool_update.get_hosts", json!([update])).await, json!([first]));
    assert_eq!(client.ok("host.get_updates_requiring_reboot", json!([first])).await, json!([update]));
    let patches = client.ok("host.get_patches", json!([first])).await;
    assert_eq!(patches.as_array().unwrap().len(), 1);
    assert_eq!(
        client.refused("host_patch.apply", json!([patches[0]])).await,
        ["UPDATE_ALREADY_APPLIED", update.as_str().unwrap()]
    );
    client.ok("pool_patch.clean_on_host", json!([patch, first])).await;
    assert_eq!(
        client.refused("pool_patch.clean_on_host", json!([patch, "x"])).await,
        ["HANDLE_INVALID", "host", "x"]
    );
    assert_eq!(
        client.refused("pool_update.apply", json!([update, first])).await,
        ["UPDATE_ALREADY_APPLIED", update.as_str().unwrap()]
    );
    assert_eq!(client.refused("pool_update.destroy", json!([update])).await, ["UPDATE_IS_APPLIED"]);
    assert_eq!(client.ok("pool_patch.get_pool_applied", json!([patch])).await, false);
    let mut asked = Vec::new();
    for vm in client.vms("Running").await {
        if client.ok("VM.get_resident_on", json!([vm])).await == first {
            assert_eq!(client.ok("VM.get_requires_reboot", json!([vm])).await, true);
            asked.push(vm);
        }
    }
    client.ok("VM.hard_reboot", json!([asked[0]])).await;
    assert_eq!(client.ok("VM.get_requires_reboot", json!([asked[0]])).await, false);

    client.ok("pool_update.pool_apply", json!([update])).await;
    assert_eq!(client.ok("host.get_updates", json!([second])).await, json!([update]));
    assert_eq!(client.ok("pool_patch.get_pool_applied", json!([patch])).await, true);
    assert_eq!(
        client.refused("pool_update.pool_apply", json!([update])).await[0],
        "UPDATE_ALREADY_APPLIED_IN_POOL"
    );
    let disk = client.ok("pool_update.get_vdi", json!([update])).await;
    client.ok("pool_update.pool_clean", json!([update])).await;
    assert_eq!(client.refused("VDI.get_uuid", json!([disk])).await[0], "HANDLE_INVALID");
    // What asked for a reboot has it.
    sim.first().power_off(1);
    sim.first().power_on(1);
    let reboot = client.ok("host.get_record", json!([first])).await;
    let index =
        if reboot["address"] == sim.first().addresses()[1].ip().to_string() { &first } else { &second };
    client.until("host", index.as_str().unwrap(), "updates_requiring_reboot", json!([])).await;
}

#[tokio::test]
async fn discs_that_cannot_be_applied_are_refused_and_destroyed() {
    let (_sim, client) = start(Config { vms: 2, ..Config::test() }).await;
    let before = client.ok("VDI.get_all", json!([])).await.as_array().unwrap().len();
    let (_, update) = uploaded(&client, &disc(UUID, 9 << 30, "")).await;
    let host = client.ok("host.get_all", json!([])).await[0].clone();
    let refused = client.refused("pool_update.precheck", json!([update, host])).await;
    assert_eq!(refused[..2], ["UPDATE_PRECHECK_FAILED_OUT_OF_SPACE", update.as_str().unwrap()]);
    assert_eq!(client.refused("pool_update.pool_apply", json!([update])).await, refused);
    let path = format!("/update/{UUID}/update.xml");
    let get = format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(send(client.address, &get).await.unwrap().0.starts_with("HTTP/1.1 404"));
    let url = client.ok("pool_update.attach", json!([update, false])).await;
    assert!(url.as_str().unwrap().ends_with(&format!("/update/{UUID}")), "{url}");
    let (head, body) = send(client.address, &get).await.unwrap();
    assert!(head.starts_with("HTTP/1.1 200") && body.contains("name-label=\"XS71E001\""), "{head} {body}");
    client.ok("pool_update.detach", json!([update])).await;
    assert!(send(client.address, &get).await.unwrap().0.starts_with("HTTP/1.1 404"));
    client.ok("pool_update.destroy", json!([update])).await;
    assert_eq!(client.ok("pool_update.get_all", json!([])).await, json!([]));
    assert_eq!(client.ok("pool_patch.get_all", json!([])).await, json!([]));
    assert_eq!(client.ok("VDI.get_all", json!([])).await.as_array().unwrap().len(), before);
}

async fn introduce(client: &Client, name: &str, update: bool) -> Value {
    let url = format!("https://repo.example.net/{name}");
    client.ok("Repository.introduce", json!([name, "", url, "", update, ""])).await
}

#[tokio::test]
async fn hosts_are_updated_from_repositories() {
    let (sim, client) = start(Config { hosts: 2, vms: 4, ..Config::test() }).await;
    let pool = client.ok("pool.get_all", json!([])).await[0].clone();
    let hosts = client.ok("host.get_all_records", json!([])).await;
    let second = sim.first().addresses()[1].ip().to_string();
    let (host, _) = hosts.as_object().unwrap().iter().find(|(_, h)| h["address"] == second).unwrap();
    let sync = json!([pool, false, "", "", "", ""]);
    let url = format!("/updates?session_id={}&host_refs={host}", client.session);
    let get = format!("GET {url} HTTP/1.1\r\nHost: x\r\n\r\n");
    let (head, body) = send(client.address, &get).await.unwrap();
    assert!(head.starts_with("HTTP/1.1 404") && body.contains("NO_REPOSITORY_ENABLED"), "{head} {body}");
    assert_eq!(client.refused("pool.sync_updates", sync.clone()).await, ["NO_REPOSITORY_ENABLED"]);
    assert_eq!(
        client.refused("pool.set_update_sync_enabled", json!([pool, true])).await,
        ["NO_REPOSITORIES_CONFIGURED"]
    );

    let base = introduce(&client, "base", false).await;
    let updates = introduce(&client, "updates", true).await;
    let more = introduce(&client, "more", true).await;
    let same = client
        .refused("Repository.introduce", json!(["base", "", "https://x.example.net", "", false, ""]))
        .await;
    assert_eq!(same, ["REPOSITORY_ALREADY_EXISTS", base.as_str().unwrap()]);
    let bad = client.refused("Repository.introduce", json!(["bad", "", "ftp://x", "", false, ""])).await;
    assert_eq!(bad, ["INVALID_BASE_URL", "ftp://x"]);
    let unsafe_key =
        client.refused("Repository.introduce", json!(["bad", "", "https://x", "", false, "../key"])).await;
    assert_eq!(unsafe_key, ["INVALID_GPGKEY_PATH", "../key"]);
    let unsafe_key = client.refused("Repository.set_gpgkey_path", json!([base, "a/b"])).await;
    assert_eq!(unsafe_key, ["INVALID_GPGKEY_PATH", "a/b"]);
    client.ok("Repository.set_gpgkey_path", json!([base, "RPM-GPG-KEY-lab"])).await;
    assert_eq!(client.ok("Repository.get_gpgkey_path", json!([base])).await, "RPM-GPG-KEY-lab");
    assert_eq!(
        client.refused("pool.set_repositories", json!([pool, [updates, more]])).await,
        ["MULTIPLE_UPDATE_REPOSITORIES_ENABLED"]
    );
    client.ok("pool.set_repositories", json!([pool, [base]])).await;
    client.ok("pool.add_repository", json!([pool, updates])).await;
    assert_eq!(client.refused("Repository.forget", json!([base])).await, ["REPOSITORY_IS_IN_USE"]);
    client.ok("Repository.forget", json!([more])).await;
    client.ok("pool.set_update_sync_enabled", json!([pool, true])).await;
    assert_eq!(
        client.refused("pool.configure_update_sync", json!([pool, "weekly", 9])).await,
        ["INVALID_UPDATE_SYNC_DAY", "9"]
    );
    client.ok("pool.configure_update_sync", json!([pool, "weekly", 3])).await;
    client.ok("pool.configure_repository_proxy", json!([pool, "http://proxy:3128", "me", "secret"])).await;
    assert_ne!(client.ok("pool.get_repository_proxy_password", json!([pool])).await, "OpaqueRef:NULL");
    client.ok("pool.disable_repository_proxy", json!([pool])).await;
    assert_eq!(client.ok("pool.get_repository_proxy_url", json!([pool])).await, "");

    let hash = client.ok("pool.sync_updates", sync).await;
    assert_eq!(client.ok("Repository.get_hash", json!([updates])).await, hash);
    assert_eq!(client.ok("host.get_latest_synced_updates_applied", json!([host])).await, "no");
    let (head, body) = send(client.address, &get).await.unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let told: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(told["hash"], hash);
    assert_eq!(told["hosts"][0]["ref"], json!(host));
    let lacking = told["hosts"][0]["updates"].as_array().unwrap();
    assert!(
        lacking.len() > 5
            && lacking.iter().all(|id| told["updates"].as_array().unwrap().iter().any(|u| u["id"] == *id))
    );
    assert_eq!(told["hosts"][0]["guidance"]["mandatory"], json!(["reboot_host"]));
    // Other hosts send on to the master, which knows the updates.
    let (head, _) = send(sim.first().addresses()[1], &get).await.unwrap();
    assert!(head.starts_with("HTTP/1.1 302"), "{head}");

    assert_eq!(client.refused("host.apply_updates", json!([host, hash])).await, ["HOST_NOT_DISABLED"]);
    client.ok("host.disable", json!([host])).await;
    assert_eq!(
        client.refused("host.apply_updates", json!([host, "old"])).await,
        ["UPDATEINFO_HASH_MISMATCH"]
    );
    assert_eq!(
        client.refused("host.apply_updates", json!([host, hash])).await,
        ["HOST_EVACUATION_IS_REQUIRED", host]
    );
    client.ok("host.evacuate", json!([host])).await;
    assert_eq!(client.ok("host.apply_updates", json!([host, hash])).await, json!([]));
    let record = client.ok("host.get_record", json!([host])).await;
    assert_eq!(record["pending_guidances"], json!(["reboot_host"]));
    assert_eq!(
        (&record["latest_synced_updates_applied"], &record["last_update_hash"]),
        (&json!("yes"), &hash)
    );
    let pending = client.refused("host.apply_updates", json!([host, hash])).await;
    assert_eq!(pending, ["HOST_PENDING_MANDATORY_GUIDANCE_NOT_EMPTY", host]);
    let before = record["software_version"]["xapi_build"].clone();
    sim.first().power_off(1);
    sim.first().power_on(1);
    client.until("host", host, "pending_guidances", json!([])).await;
    assert_ne!(client.ok("host.get_software_version", json!([host])).await["xapi_build"], before);
    let (_, body) = send(client.address, &get).await.unwrap();
    let told: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(told["hosts"][0]["updates"], json!([]));
}

#[tokio::test]
async fn observers_watch_what_they_may() {
    let (_sim, client) = start(Config { vms: 1, ..Config::test() }).await;
    let record = json!({"name_label": "o", "name_description": "", "hosts": [], "attributes": {}, "endpoints": [],
        "components": [], "enabled": false});
    let observer = client.ok("Observer.create", json!([record])).await;
    let made = client.ok("Observer.get_record", json!([observer])).await;
    assert_eq!(made["endpoints"], json!(["bugtool"]));
    assert_eq!(made["components"].as_array().unwrap().len(), 4);
    client.ok("Observer.set_enabled", json!([observer, true])).await;
    client.ok("Observer.set_components", json!([observer, ["xapi"]])).await;
    assert_eq!(client.ok("Observer.get_components", json!([observer])).await, json!(["xapi"]));
    assert_eq!(
        client.refused("Observer.set_components", json!([observer, ["kernel"]])).await[0],
        "INVALID_VALUE"
    );
    assert_eq!(
        client.refused("Observer.set_hosts", json!([observer, ["OpaqueRef:x"]])).await[0],
        "HANDLE_INVALID"
    );
    client.ok("Observer.destroy", json!([observer])).await;
    assert_eq!(client.ok("Observer.get_all", json!([])).await, json!([]));
}
