//! What holds VMs together: appliances, schedules of snapshots, groups; and the smaller calls about VMs.

use serde_json::{Value, json};
use sim::Config;

use crate::common::{Client, NULL, sorted, start};

async fn allows(client: &Client, vm: &str, operation: &str) -> bool {
    let allowed = client.ok("VM.get_allowed_operations", json!([vm])).await;
    allowed.as_array().unwrap().contains(&json!(operation))
}

async fn state(client: &Client, vm: &str) -> Value {
    client.ok("VM.get_power_state", json!([vm])).await
}

#[tokio::test]
async fn an_appliance_starts_and_stops_together() {
    let (_sim, client) = start(Config { hosts: 2, speed: 10.0, ..Config::test() }).await;
    let appliance =
        client.ok("VM_appliance.create", json!([{"name_label": "a", "name_description": ""}])).await;
    let vms: Vec<String> = client.vms("Halted").await.into_iter().take(2).collect();
    for (order, vm) in vms.iter().enumerate() {
        client.ok("VM.set_appliance", json!([vm, appliance])).await;
        client.ok("VM.set_order", json!([vm, 1 - order])).await;
    }
    // What is started with others is no template.
    let part = client.refused("VM.set_is_a_template", json!([vms[0], true])).await;
    assert_eq!(part, ["VM_IS_PART_OF_AN_APPLIANCE", &vms[0], appliance.as_str().unwrap()]);
    assert!(!allows(&client, &vms[0], "make_into_template").await);
    assert_eq!(sorted(&client.ok("VM_appliance.get_VMs", json!([appliance])).await).len(), 2);
    assert_eq!(
        sorted(&client.ok("VM_appliance.get_allowed_operations", json!([appliance])).await),
        ["start"]
    );
    let task = client.ok("Async.VM_appliance.start", json!([appliance, false])).await;
    // The second in order waits for the first.
    client.until("VM", &vms[1], "power_state", json!("Running")).await;
    let noted = client.ok("VM_appliance.get_current_operations", json!([appliance])).await;
    assert_eq!(noted, json!({task.as_str().unwrap(): "start"}));
    let busy = client.refused("VM_appliance.shutdown", json!([appliance])).await;
    assert_eq!(busy[0], "OTHER_OPERATION_IN_PROGRESS");
    assert_eq!(client.task(&task).await["status"], "success");
    assert_eq!(client.ok("task.get_subtasks", json!([task])).await.as_array().unwrap().len(), 2);
    for vm in &vms {
        assert_eq!(state(&client, vm).await, "Running");
    }
    let allowed = client.ok("VM_appliance.get_allowed_operations", json!([appliance])).await;
    assert_eq!(sorted(&allowed), ["clean_shutdown", "hard_shutdown", "shutdown"]);
    // One that cannot is told of; the others go all the same.
    client.ok("VM.add_to_blocked_operations", json!([vms[0], "hard_shutdown", "no"])).await;
    let partly = client.refused("VM_appliance.hard_shutdown", json!([appliance])).await;
    assert_eq!(partly, ["OPERATION_PARTIALLY_FAILED", "VM_appliance.hard_shutdown"]);
    assert_eq!(
        (state(&client, &vms[0]).await, state(&client, &vms[1]).await),
        (json!("Running"), json!("Halted"))
    );
    client.ok("VM.remove_from_blocked_operations", json!([vms[0], "hard_shutdown"])).await;
    client.ok("VM_appliance.shutdown", json!([appliance])).await;
    assert_eq!(state(&client, &vms[0]).await, "Halted");
    client.ok("VM_appliance.destroy", json!([appliance])).await;
    assert_eq!(client.ok("VM.get_appliance", json!([vms[0]])).await, NULL);
    assert!(allows(&client, &vms[0], "make_into_template").await);
    client.ok("VM.set_is_a_template", json!([vms[0], true])).await;
}

#[tokio::test]
async fn snapshots_by_schedule() {
    let (_sim, client) = start(Config::test()).await;
    let record = json!({"name_label": "nightly", "type": "snapshot", "frequency": "daily", "retained_snapshots": 3,
        "schedule": {"hour": "2", "min": "0"}});
    let mut wrong = record.clone();
    wrong["retained_snapshots"] = json!(99);
    assert_eq!(
        client.refused("VMSS.create", json!([wrong])).await,
        ["INVALID_VALUE", "retained_snapshots", "99"]
    );
    let schedule = client.ok("VMSS.create", json!([record])).await;
    assert_eq!(client.ok("VMSS.get_enabled", json!([schedule])).await, true);
    client.ok("VMSS.set_frequency", json!([schedule, "weekly"])).await;
    client.ok("VMSS.add_to_schedule", json!([schedule, "days", "monday"])).await;
    assert_eq!(
        client.refused("VMSS.add_to_schedule", json!([schedule, "year", "1"])).await[0],
        "INVALID_VALUE"
    );
    let vm = client.vms("Halted").await[0].clone();
    client.ok("VM.set_snapshot_schedule", json!([vm, schedule])).await;
    assert_eq!(client.ok("VMSS.get_VMs", json!([schedule])).await, json!([vm]));
    assert_eq!(client.refused("VMSS.destroy", json!([schedule])).await, ["VMSS_HAS_VM"]);
    let template = client.refused("VM.set_is_a_template", json!([vm, true])).await;
    assert_eq!(template, ["VM_ASSIGNED_TO_SNAPSHOT_SCHEDULE", &vm, schedule.as_str().unwrap()]);
    assert!(!allows(&client, &vm, "make_into_template").await);
    client.ok("VMSS.snapshot_now", json!([schedule])).await;
    let taken = client.ok("VM.get_snapshots", json!([vm])).await;
    let newest = taken.as_array().unwrap().first().unwrap();
    assert_eq!(client.ok("VM.get_is_vmss_snapshot", json!([newest])).await, true);
    assert_ne!(client.ok("VMSS.get_last_run_time", json!([schedule])).await, "19700101T00:00:00Z");
    for _ in 0..3 {
        client.ok("VMSS.snapshot_now", json!([schedule])).await;
    }
    let snapshots = client.ok("VM.get_snapshots", json!([vm])).await;
    let mut kept = 0;
    for snapshot in snapshots.as_array().unwrap() {
        kept += usize::from(client.ok("VM.get_is_vmss_snapshot", json!([snapshot])).await == true);
    }
    assert_eq!(kept, 3, "the oldest goes");
    client.ok("VM.set_snapshot_schedule", json!([vm, NULL])).await;
    assert!(allows(&client, &vm, "make_into_template").await);
    client.ok("VMSS.destroy", json!([schedule])).await;
}

#[tokio::test]
async fn smaller_things_about_vms() {
    let (_sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let halted = client.vms("Halted").await[0].clone();
    let running = client.vms("Running").await[0].clone();
    let overhead = client.ok("VM.compute_memory_overhead", json!([halted])).await.as_i64().unwrap();
    let most = client.ok("VM.maximise_memory", json!([halted, 4i64 << 30, true])).await.as_i64().unwrap();
    assert!(overhead > 0 && most <= (4 << 30) - overhead && most > 3 << 30);
    let bad = ["VM_BAD_POWER_STATE", &halted, "running", "halted"];
    assert_eq!(client.refused("VM.set_memory_target_live", json!([halted, 1])).await, bad);
    client.ok("VM.set_memory_target_live", json!([running, 1])).await;
    let least = client.ok("VM.get_memory_dynamic_min", json!([running])).await;
    assert_eq!(client.ok("VM.get_memory_target", json!([running])).await, least, "no less than it may have");
    client.ok("VM.wait_memory_target_live", json!([running])).await;
    client.ok("VM.add_to_VCPUs_params_live", json!([running, "suite", "1"])).await;
    let again = client.refused("VM.add_to_VCPUs_params_live", json!([running, "suite", "1"])).await;
    assert_eq!(again[0], "MAP_DUPLICATE_KEY");
    assert_eq!(
        client.refused("VM.set_shadow_multiplier_live", json!([running, 0.1])).await[0],
        "INVALID_VALUE"
    );

    let host = client.ok("host.get_all", json!([])).await[0].clone();
    let record = client.ok("VM.get_record", json!([halted])).await;
    let bare = client.ok("VM.create", json!([record])).await;
    client.ok("VM.copy_bios_strings", json!([bare, host])).await;
    let strings = client.ok("VM.get_bios_strings", json!([bare])).await;
    assert_eq!(strings, client.ok("host.get_bios_strings", json!([host])).await);
    assert_ne!(strings, json!({}));
    let twice = client.refused("VM.set_bios_strings", json!([bare, {"bios-vendor": "me"}])).await;
    assert_eq!(twice, ["VM_BIOS_STRINGS_ALREADY_SET"]);
    let other = client.ok("VM.create", json!([record])).await;
    assert_eq!(
        client.refused("VM.set_bios_strings", json!([other, {"colour": "red"}])).await[0],
        "INVALID_VALUE"
    );

    // A VM with a disk on local storage is tied to its host.
    let mut tied = 0;
    for vm in client.vms("Running").await {
        let shared = client.ok("VM.get_possible_hosts", json!([vm])).await.as_array().unwrap().len() == 2;
        match client.call("VM.assert_agile", json!([vm])).await {
            Ok(_) => assert!(shared),
            Err(error) => {
                assert_eq!(error[0], "HA_CONSTRAINT_VIOLATION_SR_NOT_SHARED");
                tied += 1;
            }
        }
    }
    assert!(tied > 0);

    let group = json!({"name_label": "apart", "name_description": "", "placement": "anti_affinity"});
    let groups = [
        client.ok("VM_group.create", json!([group])).await,
        client.ok("VM_group.create", json!([group])).await,
    ];
    assert_eq!(client.refused("VM.set_groups", json!([halted, groups])).await, ["TOO_MANY_GROUPS"]);
    client.ok("VM.set_groups", json!([halted, [groups[0]]])).await;
    assert_eq!(client.ok("VM_group.get_VMs", json!([groups[0]])).await, json!([halted]));
    client.ok("VM.set_groups", json!([halted, []])).await;
    assert_eq!(client.ok("VM_group.get_VMs", json!([groups[0]])).await, json!([]));

    // Each says what the other is.
    client.ok("VM.set_HVM_boot_policy", json!([halted, ""])).await;
    assert_eq!(client.ok("VM.get_domain_type", json!([halted])).await, "pv");
    client.ok("VM.set_domain_type", json!([halted, "hvm"])).await;
    assert_eq!(client.ok("VM.get_HVM_boot_policy", json!([halted])).await, "BIOS order");
    for call in ["set_start_delay", "set_shutdown_delay", "set_order"] {
        assert_eq!(
            client.refused(&format!("VM.{call}"), json!([halted, -1])).await[0],
            "INVALID_VALUE",
            "{call}"
        );
    }
    let image = client.refused("VM.set_suspend_VDI", json!([halted, NULL])).await;
    assert_eq!(image, ["VM_BAD_POWER_STATE", &halted, "suspended", "halted"]);
    let before = client.ok("VM.get_domid", json!([running])).await;
    client.ok("VM.restart_device_models", json!([running])).await;
    assert_ne!(client.ok("VM.get_domid", json!([running])).await, before);
}
