//! Calls about VMs' firmware and agents.

use serde_json::json;
use sim::Config;

use crate::common::start;

#[tokio::test]
async fn firmware_goes_from_mode_to_mode() {
    let (_sim, client) = start(Config::test()).await;
    let vm = client.vms("Halted").await[0].clone();
    let ready = async || client.ok("VM.get_secureboot_readiness", json!([vm])).await;
    assert_eq!(ready().await, "disabled");
    client.ok("VM.remove_from_platform", json!([vm, "secureboot"])).await;
    client.ok("VM.add_to_platform", json!([vm, "secureboot", "true"])).await;
    assert_eq!(ready().await, "first_boot");
    client.ok("VM.set_uefi_mode", json!([vm, "setup"])).await;
    assert_eq!(ready().await, "setup_mode");
    client.ok("VM.set_uefi_mode", json!([vm, "user"])).await;
    assert_eq!(ready().await, "ready");
    client.ok("VM.set_NVRAM_EFI_variables", json!([vm, "VkFSUwBQSwBLRUsAZGI="])).await;
    assert_eq!(ready().await, "ready_no_dbx");
    client.ok("VM.update_secureboot_certificates_on_boot", json!([vm, true])).await;
    assert_eq!(client.ok("VM.get_secureboot_certificates_state", json!([vm])).await, "update_on_boot");
    let running = client.vms("Running").await[0].clone();
    assert_eq!(client.refused("VM.set_uefi_mode", json!([running, "setup"])).await[0], "VM_BAD_POWER_STATE");
    client.ok("VM.set_HVM_boot_params", json!([vm, {"firmware": "bios"}])).await;
    assert_eq!(ready().await, "not_supported");
    assert_eq!(client.refused("VM.set_uefi_mode", json!([vm, "user"])).await[0], "OPERATION_NOT_ALLOWED");
}

#[tokio::test]
async fn agents_and_services_answer_or_refuse() {
    let (_sim, client) = start(Config { hosts: 2, vms: 30, ..Config::test() }).await;
    let (vm, halted) = (client.vms("Running").await[0].clone(), client.vms("Halted").await[0].clone());
    let agent = client.ok("VM.get_guest_metrics", json!([vm])).await;
    let call = |vm: &str, plugin: &str, function: &str| json!([vm, plugin, function, {}]);
    client.ok("VM.call_plugin", call(&vm, "guest-agent-operation", "request-rdp-on")).await;
    assert_eq!(client.ok("VM_guest_metrics.get_other", json!([agent])).await["data-ts"], "1");
    for (params, told) in [
        (call(&vm, "other", "x"), vec!["XENAPI_MISSING_PLUGIN", "other"]),
        (call(&vm, "guest-agent-operation", "x"), vec!["UNKNOWN_XENAPI_PLUGIN_FUNCTION", "x"]),
        (
            call(&halted, "guest-agent-operation", "x"),
            vec!["VM_BAD_POWER_STATE", &*halted, "running", "halted"],
        ),
    ] {
        assert_eq!(client.refused("VM.call_plugin", params).await, told);
    }
    let told = client.refused("VM.call_host_plugin", call(&vm, "nothing", "x")).await;
    assert_eq!(told, ["XENAPI_MISSING_PLUGIN", "nothing"]);
    let told = client.refused("VM.call_host_plugin", call(&halted, "nothing", "x")).await;
    assert_eq!(told[0], "VM_BAD_POWER_STATE");
    client.ok("VM.s3_suspend", json!([vm])).await;
    assert_eq!(client.ok("VM_guest_metrics.get_live", json!([agent])).await, false);
    client.ok("VM.s3_resume", json!([vm])).await;
    assert_eq!(client.ok("VM_guest_metrics.get_live", json!([agent])).await, true);
    let sr = client.ok("SR.get_by_name_label", json!(["NFS storage"])).await[0].take();
    for (method, params, told) in [
        ("VM.send_sysrq", json!([vm, "b"]), vec!["NOT_IMPLEMENTED", "VM.send_sysrq"]),
        ("VM.retrieve_wlb_recommendations", json!([vm]), vec!["WLB_NOT_INITIALIZED"]),
        (
            "VM.import_convert",
            json!(["vmware", "u", "p", sr, {}]),
            vec!["XENAPI_MISSING_PLUGIN", "conversion"],
        ),
        ("VM.query_services", json!([vm]), vec!["OPERATION_NOT_ALLOWED", "The VM is not a system domain"]),
        ("VM.sysprep", json!([vm, "<unattend/>", 10.0]), vec!["SYSPREP", &*vm, "API call is disabled"]),
    ] {
        assert_eq!(client.refused(method, params).await, told, "{method}");
    }
    let host = client.ok("host.get_all", json!([])).await[0].take();
    let told = client.refused("VM.copy_bios_strings", json!([halted, host])).await;
    assert_eq!(told, ["VM_BIOS_STRINGS_ALREADY_SET"]);
    let record = client.ok("VM.get_record", json!([halted])).await;
    let mut record = record.as_object().unwrap().clone();
    record["affinity"] = json!("OpaqueRef:NULL");
    record.remove("bios_strings");
    let new = client.ok("VM.create", json!([record])).await;
    client.ok("VM.copy_bios_strings", json!([new, host])).await;
    let strings = client.ok("host.get_bios_strings", json!([host])).await;
    assert_eq!(client.ok("VM.get_bios_strings", json!([new])).await, strings);
    let boot = client.ok("VM.get_boot_record", json!([vm])).await;
    assert_eq!(boot, client.ok("VM.get_record", json!([vm])).await);
    assert_eq!(client.refused("VM.get_boot_record", json!([halted])).await[0], "VM_BAD_POWER_STATE");
    let taken = json!([new, halted, "20240102T03:04:05Z", "other"]);
    client.ok("VM.update_snapshot_metadata", taken).await;
    assert_eq!(client.ok("VM.get_snapshots", json!([halted])).await[0], new);
}
