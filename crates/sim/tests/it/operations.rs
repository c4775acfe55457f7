//! What VMs allow and what they do, one rule after the other.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use sim::Config;

use crate::common::{Client, NULL, start};

async fn allowed(client: &Client, vm: &str) -> BTreeSet<String> {
    let listed = client.ok("VM.get_allowed_operations", json!([vm])).await;
    listed.as_array().unwrap().iter().map(|op| op.as_str().unwrap().to_owned()).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// A guest whose agent has reported all it can do.
pub async fn with_agent(client: &Client) -> String {
    for vm in client.vms("Running").await {
        let hosts = client.ok("VM.get_possible_hosts", json!([vm])).await;
        if allowed(client, &vm).await.contains("changing_VCPUs_live") && hosts.as_array().unwrap().len() > 1 {
            return vm;
        }
    }
    panic!("no guest has an agent");
}

/// The texts of the messages about a VM, the newest last.
async fn messages(client: &Client, vm: &str) -> Vec<(String, i64, String)> {
    let uuid = client.ok("VM.get_uuid", json!([vm])).await;
    let all = client.ok("message.get", json!(["VM", uuid, "19700101T00:00:00Z"])).await;
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    all.as_object()
        .unwrap()
        .values()
        .map(|m| (text(&m["name"]), m["priority"].as_i64().unwrap(), text(&m["body"])))
        .collect()
}

#[tokio::test]
async fn what_is_allowed_in_each_state() {
    let (_sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let halted = client.vms("Halted").await[0].clone();
    let idle = [
        "changing_dynamic_range",
        "changing_static_range",
        "changing_shadow_memory",
        "changing_NVRAM",
        "make_into_template",
        "migrate_send",
        "destroy",
        "export",
        "metadata_export",
        "start",
        "start_on",
        "clone",
        "copy",
        "snapshot",
        "create_vtpm",
    ];
    assert_eq!(allowed(&client, &halted).await, set(&idle));
    let vm = with_agent(&client).await;
    let busy = [
        "changing_dynamic_range",
        "migrate_send",
        "pool_migrate",
        "changing_VCPUs_live",
        "suspend",
        "hard_reboot",
        "hard_shutdown",
        "clean_reboot",
        "clean_shutdown",
        "pause",
        "checkpoint",
        "snapshot",
        "metadata_export",
        "sysprep",
    ];
    assert_eq!(allowed(&client, &vm).await, set(&busy));
    client.ok("VM.pause", json!([vm])).await;
    let paused = allowed(&client, &vm).await;
    assert!(
        paused.is_superset(&set(&["unpause", "hard_shutdown", "hard_reboot", "checkpoint", "snapshot"])),
        "{paused:?}"
    );
    assert!(
        paused.is_disjoint(&set(&["pause", "suspend", "clean_shutdown", "start", "destroy"])),
        "{paused:?}"
    );
    client.ok("VM.unpause", json!([vm])).await;
    client.ok("VM.suspend", json!([vm])).await;
    let suspended = allowed(&client, &vm).await;
    assert!(
        suspended.is_superset(&set(&["resume", "resume_on", "hard_shutdown", "destroy", "export"])),
        "{suspended:?}"
    );
    assert!(suspended.is_disjoint(&set(&["start", "pause", "clone", "hard_reboot"])), "{suspended:?}");
    let all = client.ok("VM.get_all_records", json!([])).await;
    for (vm, record) in all.as_object().unwrap() {
        let allowed = allowed(&client, vm).await;
        if record["is_a_snapshot"] == true {
            assert!(allowed.is_subset(&set(&[
                "revert",
                "clone",
                "copy",
                "export",
                "destroy",
                "hard_shutdown",
                "metadata_export"
            ])));
        } else if record["is_a_template"] == true {
            assert!(
                allowed.contains("provision") && allowed.is_disjoint(&set(&["start", "snapshot"])),
                "{allowed:?}"
            );
            assert_eq!(record["is_default_template"] == true, !allowed.contains("destroy"));
        }
        for never in ["shutdown", "import", "power_state_reset", "create_template", "reverting", "send_sysrq"]
        {
            assert!(!allowed.contains(never), "{never}");
        }
    }
}

#[tokio::test]
async fn checks_come_in_their_order() {
    let (_sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let vm = client.vms("Halted").await[0].clone();
    // What its owner blocked comes before its state, its state before what it is.
    client.ok("VM.add_to_blocked_operations", json!([vm, "pause", "never"])).await;
    assert_eq!(client.refused("VM.pause", json!([vm])).await, ["OPERATION_BLOCKED", &vm, "never"]);
    client.ok("VM.remove_from_blocked_operations", json!([vm, "pause"])).await;
    assert_eq!(
        client.refused("VM.pause", json!([vm])).await,
        ["VM_BAD_POWER_STATE", &vm, "running", "halted"]
    );
    let all = client.ok("VM.get_all_records", json!([])).await;
    let find =
        |field: &str| all.as_object().unwrap().iter().find(|(_, r)| r[field] == true).unwrap().0.clone();
    let template = find("is_default_template");
    assert_eq!(client.refused("VM.pause", json!([template])).await[0], "VM_BAD_POWER_STATE");
    for op in ["snapshot", "checkpoint"] {
        let refused = client.refused(&format!("VM.{op}"), json!([template, "x"])).await;
        assert!(["VM_IS_TEMPLATE", "VM_BAD_POWER_STATE"].contains(&refused[0].as_str()), "{refused:?}");
    }
    assert_eq!(
        client.refused("VM.snapshot", json!([template, "x"])).await,
        ["VM_IS_TEMPLATE", &template, "snapshot"]
    );
    assert_eq!(client.refused("VM.provision", json!([vm])).await, ["PROVISION_ONLY_ALLOWED_ON_TEMPLATE"]);
    assert_eq!(client.refused("VM.revert", json!([vm])).await, ["REVERT_ONLY_ALLOWED_ON_SNAPSHOT"]);
    let dom0 = find("is_control_domain");
    for op in ["pause", "hard_shutdown", "clean_reboot"] {
        assert_eq!(
            client.refused(&format!("VM.{op}"), json!([dom0])).await[0],
            "OPERATION_NOT_ALLOWED",
            "{op}"
        );
    }
    client.ok("VM.assert_operation_valid", json!([vm, "start"])).await;
    let refused = client.refused("VM.assert_operation_valid", json!([vm, "suspend"])).await;
    assert_eq!(refused, ["VM_BAD_POWER_STATE", &vm, "running", "halted"]);
}

#[tokio::test]
async fn guests_may_refuse_to_sleep_or_to_move() {
    let (_sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let vm = with_agent(&client).await;
    client.ok("VM.add_to_platform", json!([vm, "nomigrate", "true"])).await;
    client.ok("VM.update_allowed_operations", json!([vm])).await;
    let still = allowed(&client, &vm).await;
    assert!(still.is_disjoint(&set(&["suspend", "checkpoint", "pool_migrate", "migrate_send"])), "{still:?}");
    assert!(still.contains("clean_shutdown"));
    client.ok("VM.remove_from_platform", json!([vm, "nomigrate"])).await;
    // A disk that forgets at each boot has no moment to go back to.
    let (vdi, _) = &client.disks(&vm).await[0];
    client.ok("VM.hard_shutdown", json!([vm])).await;
    client.ok("VDI.set_on_boot", json!([vdi, "reset"])).await;
    let refused = client.refused("VM.snapshot", json!([vm, "x"])).await;
    assert_eq!(refused, ["VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION"]);
}

#[tokio::test]
async fn each_operation_leaves_its_message() {
    let (_sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let vm = with_agent(&client).await;
    let record = client.ok("VM.get_record", json!([vm])).await;
    let who = format!(
        "VM '{}' (uuid: {})",
        record["name_label"].as_str().unwrap(),
        record["uuid"].as_str().unwrap()
    );
    let hosts = client.ok("host.get_all_records", json!([])).await;
    let host = |r: &Value| {
        let host = &hosts[r.as_str().unwrap()];
        (host["name_label"].as_str().unwrap().to_owned(), host["uuid"].as_str().unwrap().to_owned())
    };
    let here = host(&record["resident_on"]);
    let other = hosts.as_object().unwrap().keys().find(|h| **h != record["resident_on"]).unwrap().clone();
    let there = host(&json!(other));
    client.ok("VM.pool_migrate", json!([vm, other, {}])).await;
    client.ok("VM.pool_migrate", json!([vm, record["resident_on"], {}])).await;
    for (call, more) in [
        ("pause", json!([])),
        ("unpause", json!([])),
        ("suspend", json!([])),
        ("resume_on", json!([record["resident_on"], false, false])),
        ("clean_reboot", json!([])),
        ("hard_reboot", json!([])),
        ("snapshot", json!(["s"])),
        ("checkpoint", json!(["c"])),
        ("clean_shutdown", json!([])),
        ("start_on", json!([record["resident_on"], false, false])),
        ("hard_shutdown", json!([])),
    ] {
        let mut params = vec![json!(vm)];
        params.extend(more.as_array().unwrap().iter().cloned());
        client.ok(&format!("VM.{call}"), Value::Array(params)).await;
    }
    let clone = client.ok("VM.clone", json!([vm, "twin"])).await;
    let clone = client.ok("VM.get_uuid", json!([clone])).await;
    let told = messages(&client, &vm).await;
    let on = format!("{} (uuid: {})", here.0, here.1);
    for (name, body) in [
        (
            "VM_MIGRATED",
            format!(
                " migrated from host '{}' (uuid: {}) to host '{}' (uuid: {})",
                here.0, here.1, there.0, there.1
            ),
        ),
        ("VM_PAUSED", " paused".into()),
        ("VM_UNPAUSED", " unpaused".into()),
        ("VM_SUSPENDED", " suspended".into()),
        ("VM_RESUMED", format!(" resumed on host: {on}")),
        ("VM_REBOOTED", " rebooted cleanly".into()),
        ("VM_REBOOTED", " rebooted forcibly".into()),
        ("VM_SNAPSHOTTED", " snapshotted, snapshot name: s".into()),
        ("VM_CHECKPOINTED", " checkpointed, snapshot name: c".into()),
        ("VM_SHUTDOWN", " shutdown".into()),
        ("VM_STARTED", format!(" started on host: {on}")),
        ("VM_SHUTDOWN", " shutdown forcibly".into()),
        ("VM_CLONED", format!(" cloned (new uuid: {})", clone.as_str().unwrap())),
    ] {
        let wanted = (name.to_owned(), 5, format!("{who}{body}"));
        assert!(told.contains(&wanted), "{wanted:?} in {told:#?}");
    }
}

#[tokio::test]
async fn memory_on_a_disk() {
    let (_sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let vm = with_agent(&client).await;
    client.ok("VM.suspend", json!([vm])).await;
    let record = client.ok("VM.get_record", json!([vm])).await;
    let image = client.ok("VDI.get_record", json!([record["suspend_VDI"]])).await;
    assert_eq!((&image["type"], &image["name_label"]), (&json!("suspend"), &json!("Suspend image")));
    let wanted = record["memory_static_max"].as_f64().unwrap() * 1.26 + 100.0 * 1024.0 * 1024.0;
    let size = image["virtual_size"].as_f64().unwrap();
    assert!(size >= wanted - 1.0 && size <= wanted + 4.0 * 1024.0 * 1024.0, "{size} for {wanted}");
    assert_eq!((&record["resident_on"], &record["domid"]), (&json!(NULL), &json!(-1)));
    for (class, field) in [("VBD", "VBDs"), ("VIF", "VIFs")] {
        for device in record[field].as_array().unwrap() {
            assert_eq!(
                client.ok(&format!("{class}.get_currently_attached"), json!([device])).await,
                true,
                "{class}"
            );
        }
    }
    // Shut down from there, the image goes; so it does with the VM.
    client.ok("VM.hard_shutdown", json!([vm])).await;
    assert_eq!(client.refused("VDI.get_uuid", json!([record["suspend_VDI"]])).await[0], "HANDLE_INVALID");
    // Its own repository for it comes first; where there is none at all, it says so.
    let srs = client.ok("SR.get_all_records", json!([])).await;
    let local = srs.as_object().unwrap().iter().find(|(_, s)| s["type"] == "ext").unwrap().0.clone();
    client.ok("VM.set_suspend_SR", json!([vm, local])).await;
    client.ok("VM.start", json!([vm, false, false])).await;
    client.ok("VM.suspend", json!([vm])).await;
    let image = client.ok("VM.get_suspend_VDI", json!([vm])).await;
    assert_eq!(client.ok("VDI.get_SR", json!([image])).await, json!(local));
    client.ok("VM.resume", json!([vm, true, false])).await;
    assert_eq!(client.ok("VM.get_power_state", json!([vm])).await, "Paused");
    assert_eq!(client.refused("VDI.get_uuid", json!([image])).await[0], "HANDLE_INVALID");
}

#[tokio::test]
async fn what_a_shutdown_leaves() {
    let (_sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let vm = with_agent(&client).await;
    let before = client.ok("VM.get_record", json!([vm])).await;
    client.ok("VM.clean_shutdown", json!([vm])).await;
    let after = client.ok("VM.get_record", json!([vm])).await;
    assert_eq!(
        (&after["resident_on"], &after["domid"], &after["consoles"]),
        (&json!(NULL), &json!(-1), &json!([]))
    );
    assert_eq!(after["guest_metrics"], before["guest_metrics"], "stale until the next boot");
    assert_eq!(after["metrics"], before["metrics"]);
    for console in before["consoles"].as_array().unwrap() {
        assert_eq!(client.refused("console.get_uuid", json!([console])).await[0], "HANDLE_INVALID");
    }
    for (class, field) in [("VBD", "VBDs"), ("VIF", "VIFs")] {
        for device in after[field].as_array().unwrap() {
            let device = client.ok(&format!("{class}.get_record"), json!([device])).await;
            assert_eq!(
                (&device["currently_attached"], &device["current_operations"]),
                (&json!(false), &json!({}))
            );
        }
    }
    client.ok("VM.start", json!([vm, false, false])).await;
    assert_eq!(
        client.refused("VM_guest_metrics.get_uuid", json!([before["guest_metrics"]])).await[0],
        "HANDLE_INVALID"
    );
}

#[tokio::test]
async fn templates_become_vms_and_vms_templates() {
    let (_sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let vm = client.vms("Halted").await[0].clone();
    client.ok("VM.set_is_a_template", json!([vm, true])).await;
    assert_eq!(client.refused("VM.start", json!([vm, false, false])).await, ["VM_IS_TEMPLATE", &vm, "start"]);
    assert!(allowed(&client, &vm).await.contains("provision"));
    client.ok("VM.set_is_a_template", json!([vm, false])).await;
    assert!(allowed(&client, &vm).await.contains("start"));
    let running = client.vms("Running").await[0].clone();
    assert_eq!(
        client.refused("VM.set_is_a_template", json!([running, true])).await,
        ["VM_BAD_POWER_STATE", &running, "halted", "running"]
    );
    let template = client.ok("VM.get_by_name_label", json!(["Debian Bookworm 12"])).await[0].clone();
    assert_eq!(
        client.refused("VM.destroy", json!([template])).await,
        ["VM_CANNOT_DELETE_DEFAULT_TEMPLATE", template.as_str().unwrap()]
    );
    let clone = client.ok("VM.clone", json!([template, "mine"])).await;
    let config = client.ok("VM.get_other_config", json!([clone])).await;
    assert_eq!(
        (config.get("default_template"), &config["base_template_name"]),
        (None, &json!("Debian Bookworm 12"))
    );
    assert!(config["mac_seed"].is_string());
}

#[tokio::test]
async fn some_things_are_not_changed_while_it_runs() {
    let (_sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let running = client.vms("Running").await[0].clone();
    let bad = ["VM_BAD_POWER_STATE", &running, "halted", "running"];
    for (call, value) in [
        ("set_VCPUs_max", json!(1)),
        ("set_VCPUs_at_startup", json!(1)),
        ("set_memory_static_range", json!(1 << 30)),
        ("set_HVM_shadow_multiplier", json!(2.0)),
        ("set_NVRAM", json!({})),
    ] {
        let params = match call {
            "set_memory_static_range" => json!([running, value, value]),
            _ => json!([running, value]),
        };
        assert_eq!(client.refused(&format!("VM.{call}"), params).await, bad, "{call}");
    }
    let halted = client.vms("Halted").await[0].clone();
    client.ok("VM.set_VCPUs_at_startup", json!([halted, 1])).await;
    client.ok("VM.set_VCPUs_max", json!([halted, 2])).await;
    assert_eq!(client.refused("VM.set_VCPUs_at_startup", json!([halted, 3])).await[0], "INVALID_VALUE");
    client.ok("VM.set_VCPUs_at_startup", json!([halted, 2])).await;
    assert_eq!(client.refused("VM.set_VCPUs_max", json!([halted, 1])).await[0], "INVALID_VALUE");
    for nonsense in [0, -1] {
        assert_eq!(client.refused("VM.set_VCPUs_max", json!([halted, nonsense])).await[0], "INVALID_VALUE");
    }
    assert_eq!(
        client.refused("VM.set_HVM_shadow_multiplier", json!([halted, 0.5])).await[0],
        "INVALID_VALUE"
    );
}
