//! Devices of hosts that VMs are given: functions of network cards, graphics, USB, platform modules, PVS.

use serde_json::{Value, json};
use sim::Config;

use crate::common::{Client, has, hosts, start};
use crate::hosts_power::until_live;
use crate::networks::{network, pif};

async fn equipped(hosts: usize) -> (sim::Sim, Client) {
    start(Config { hosts, vms: 16, hardware: true, ..Config::test() }).await
}

/// A halted VM whose disks any host can see: it has none.
async fn diskless(client: &Client) -> String {
    let vm = client.vms("Halted").await[0].clone();
    for vbd in client.ok("VM.get_VBDs", json!([vm])).await.as_array().unwrap() {
        client.ok("VBD.destroy", json!([vbd])).await;
    }
    vm
}

#[tokio::test]
async fn hosts_have_none_of_it_unless_asked() {
    let (_sim, client) = start(Config { vms: 4, ..Config::test() }).await;
    for class in ["PCI", "PGPU", "GPU_group", "VGPU_type", "PUSB", "USB_group", "Host_driver"] {
        assert_eq!(client.ok(&format!("{class}.get_all"), json!([])).await, json!([]), "{class}");
    }
    let host = hosts(&client).await[0].clone();
    client.ok("PUSB.scan", json!([host])).await;
    assert_eq!(client.ok("PUSB.get_all", json!([])).await, json!([]));
    let plain = pif(&client, &host, "eth1").await;
    let refused = client.refused("network_sriov.create", json!([plain, network(&client, "vf").await])).await;
    assert_eq!(refused, ["PIF_IS_NOT_SRIOV_CAPABLE", &*plain]);
}

#[tokio::test]
async fn a_driver_that_is_selected_is_loaded_by_the_next_boot() {
    let (sim, client) = equipped(2).await;
    let host = hosts(&client).await[1].clone();
    let all = client.ok("Host_driver.get_all_records", json!([])).await;
    let (driver, record) = all.as_object().unwrap().iter().find(|(_, d)| d["host"] == json!(host)).unwrap();
    let variants = client.ok("Driver_variant.get_all_records", json!([])).await;
    let variant = |status: &str| {
        let mine = |(_, v): &(&String, &Value)| v["driver"] == json!(driver) && v["status"] == status;
        variants.as_object().unwrap().iter().find(mine).unwrap().0.clone()
    };
    let (used, newer, absent) = (variant("production"), variant("beta"), variant("oem"));
    assert_eq!((&record["active_variant"], &record["selected_variant"]), (&json!(used), &json!(used)));
    let foreign = all.as_object().unwrap().values().find(|d| d["host"] != json!(host)).unwrap();
    let foreign = foreign["variants"][0].as_str().unwrap();
    let refused = client.refused("Host_driver.select", json!([driver, foreign])).await;
    assert_eq!(refused, ["INVALID_VALUE", "variant", foreign]);
    for (call, params) in
        [("Host_driver.select", json!([driver, absent])), ("Driver_variant.select", json!([absent]))]
    {
        assert_eq!(client.refused(call, params).await, ["HOST_DRIVER_NO_HARDWARE", &absent]);
    }
    client.ok("Driver_variant.select", json!([newer])).await;
    client.ok("host.rescan_drivers", json!([host])).await;
    assert_eq!(client.ok("Host_driver.get_selected_variant", json!([driver])).await, newer);
    assert_eq!(client.ok("Host_driver.get_active_variant", json!([driver])).await, used);
    sim.first().power_off(1);
    sim.first().power_on(1);
    client.until("Host_driver", driver, "active_variant", json!(newer)).await;
    client.until("host", &host, "enabled", json!(true)).await;
    client.ok("Host_driver.select", json!([driver, used])).await;
    client.ok("Host_driver.deselect", json!([driver])).await;
    let record = client.ok("Host_driver.get_record", json!([driver])).await;
    let none = json!("OpaqueRef:NULL");
    assert_eq!((&record["active_variant"], &record["selected_variant"]), (&none, &none));
    sim.first().power_off(1);
    until_live(&client, &host, false).await;
    let refused = client.refused("Host_driver.select", json!([driver, used])).await;
    assert_eq!(refused, ["HOST_OFFLINE", &host]);
}

#[tokio::test]
async fn a_card_is_split_and_its_functions_are_given_out() {
    let (_sim, client) = equipped(1).await;
    let host = hosts(&client).await[0].clone();
    let card = pif(&client, &host, "eth2").await;
    let made = network(&client, "vf").await;
    let before = client.ok("PCI.get_all", json!([])).await;
    let sriov = client.ok("network_sriov.create", json!([card, made])).await;
    let record = client.ok("network_sriov.get_record", json!([sriov])).await;
    assert_eq!((&record["physical_PIF"], &record["requires_reboot"]), (&json!(card), &json!(false)));
    let logical = client.ok("PIF.get_record", json!([record["logical_PIF"]])).await;
    assert_eq!((&logical["network"], &logical["currently_attached"]), (&json!(made), &json!(true)));
    assert_eq!(logical["sriov_logical_PIF_of"], json!([sriov]));
    assert_eq!(client.ok("PIF.get_sriov_physical_PIF_of", json!([card])).await, json!([sriov]));
    let other = network(&client, "other").await;
    let again = client.refused("network_sriov.create", json!([card, other])).await;
    assert_eq!(again, ["NETWORK_SRIOV_ALREADY_ENABLED", &*card]);
    assert_eq!(client.refused("PIF.forget", json!([card])).await, ["PIF_SRIOV_STILL_EXISTS", &*card]);
    let below = client.refused("tunnel.create", json!([record["logical_PIF"], other])).await;
    assert_eq!(below[0], "CANNOT_ADD_TUNNEL_TO_SRIOV_LOGICAL");
    let capacity = client.ok("network_sriov.get_remaining_capacity", json!([sriov])).await;
    assert_eq!(capacity, 8);
    let split = client.ok("PCI.get_all", json!([])).await;
    let new: Vec<&Value> =
        split.as_array().unwrap().iter().filter(|pci| !has(&before, pci.as_str().unwrap())).collect();
    assert_eq!(new.len(), 8, "its virtual functions are on the bus");

    let vm = diskless(&client).await;
    let vif = client.ok("VM.get_VIFs", json!([vm])).await[0].clone();
    client.ok("VIF.move", json!([vif, made])).await;
    client.ok("VM.start", json!([vm, false, false])).await;
    let given = client.ok("VM.get_attached_PCIs", json!([vm])).await;
    assert!(given.as_array().unwrap().len() == 1 && new.contains(&&given[0]), "{given}");
    assert_eq!(client.ok("network_sriov.get_remaining_capacity", json!([sriov])).await, 7);
    client.until("VM", &vm, "power_state", json!("Running")).await;
    assert_eq!(client.refused("VM.suspend", json!([vm])).await, ["VM_HAS_SRIOV_VIF", &*vm]);
    assert!(!has(&client.ok("VM.get_allowed_operations", json!([vm])).await, "pool_migrate"));
    assert_eq!(client.refused("network_sriov.destroy", json!([sriov])).await[0], "VIF_IN_USE");
    client.ok("VM.hard_shutdown", json!([vm])).await;
    assert_eq!(client.ok("VM.get_attached_PCIs", json!([vm])).await, json!([]));
    assert_eq!(client.ok("network_sriov.get_remaining_capacity", json!([sriov])).await, 8);

    let vlan = client.ok("VLAN.create", json!([record["logical_PIF"], 60, other])).await;
    let kept = client.refused("network_sriov.destroy", json!([sriov])).await;
    assert_eq!(kept, ["PIF_VLAN_STILL_EXISTS", record["logical_PIF"].as_str().unwrap()]);
    client.ok("VLAN.destroy", json!([vlan])).await;
    client.ok("network_sriov.destroy", json!([sriov])).await;
    assert_eq!(
        client.ok("PCI.get_all", json!([])).await.as_array().unwrap().len(),
        before.as_array().unwrap().len()
    );
    assert_eq!(client.ok("PIF.get_sriov_physical_PIF_of", json!([card])).await, json!([]));
    assert_eq!(client.refused("PIF.get_uuid", json!([record["logical_PIF"]])).await[0], "HANDLE_INVALID");
}

#[tokio::test]
async fn graphics_cards_are_cut_and_given_out() {
    let (_sim, client) = equipped(1).await;
    let card = client.ok("PGPU.get_all", json!([])).await[0].clone();
    let group = client.ok("PGPU.get_GPU_group", json!([card])).await;
    let types = client.ok("VGPU_type.get_all_records", json!([])).await;
    let kind = |model: &str| {
        types.as_object().unwrap().iter().find(|(_, t)| t["model_name"] == model).unwrap().0.clone()
    };
    let (third, whole) = (kind("NVIDIA A10-8Q"), kind("passthrough"));
    assert!(has(&client.ok("GPU_group.get_enabled_VGPU_types", json!([group])).await, &third));
    let left = |kind: String| {
        let (client, card) = (&client, &card);
        async move { client.ok("PGPU.get_remaining_capacity", json!([card, kind])).await.as_i64().unwrap() }
    };
    assert_eq!((left(third.clone()).await, left(whole.clone()).await), (3, 1));

    let vm = client.vms("Halted").await[0].clone();
    let running = client.vms("Running").await[0].clone();
    let busy = client.refused("VGPU.create", json!([running, group, "0", {}, third])).await;
    assert_eq!(busy, ["VM_BAD_POWER_STATE", &*running, "halted", "running"]);
    assert_eq!(client.refused("VGPU.create", json!([vm, group, "x"])).await, ["INVALID_DEVICE", "x"]);
    let vgpu = client.ok("VGPU.create", json!([vm, group, "0", {}, third])).await;
    assert_eq!(client.ok("VM.get_VGPUs", json!([vm])).await, json!([vgpu]));
    assert_eq!(client.ok("GPU_group.get_VGPUs", json!([group])).await, json!([vgpu]));
    assert_eq!(
        client.refused("VGPU.create", json!([vm, group, "0", {}, third])).await,
        ["DEVICE_ALREADY_EXISTS", "0"]
    );
    let mixed = client.refused("VGPU.create", json!([vm, group, "1"])).await;
    assert_eq!(mixed, ["VGPU_TYPE_NOT_COMPATIBLE", &*whole]);

    client.ok("PGPU.remove_enabled_VGPU_types", json!([card, third])).await;
    assert!(!has(&client.ok("GPU_group.get_enabled_VGPU_types", json!([group])).await, &third));
    let host = client.ok("PGPU.get_host", json!([card])).await;
    let needs = client.refused("VM.assert_can_boot_here", json!([vm, host])).await;
    assert_eq!(needs, ["VM_REQUIRES_VGPU", &*vm, group.as_str().unwrap(), &*third]);
    client.ok("PGPU.add_enabled_VGPU_types", json!([card, third])).await;
    client.ok("VM.start", json!([vm, false, false])).await;
    let record = client.ok("VGPU.get_record", json!([vgpu])).await;
    assert_eq!((&record["resident_on"], &record["currently_attached"]), (&card, &json!(true)));
    assert_eq!(client.ok("PGPU.get_resident_VGPUs", json!([card])).await, json!([vgpu]));
    assert_eq!((left(third.clone()).await, left(whole.clone()).await), (2, 0));
    let used = client.refused("PGPU.set_enabled_VGPU_types", json!([card, [whole]])).await;
    assert_eq!(used, ["PGPU_IN_USE_BY_VM", &*vm]);
    assert_eq!(client.refused("VGPU.destroy", json!([vgpu])).await[0], "OPERATION_NOT_ALLOWED");
    let spare = client.ok("GPU_group.create", json!(["spare"])).await;
    let used = client.refused("PGPU.set_GPU_group", json!([card, spare])).await;
    assert_eq!(used, ["PGPU_IN_USE_BY_VM", &*vm]);
    client.ok("VM.hard_shutdown", json!([vm])).await;
    assert_eq!(client.ok("PGPU.get_resident_VGPUs", json!([card])).await, json!([]));
    let orphan = client.refused("PGPU.set_GPU_group", json!([card, spare])).await;
    assert_eq!(orphan, ["GPU_GROUP_CONTAINS_VGPU", vgpu.as_str().unwrap()]);
    client.ok("VGPU.destroy", json!([vgpu])).await;
    let kept = client.refused("GPU_group.destroy", json!([group])).await;
    assert_eq!(kept, ["GPU_GROUP_CONTAINS_PGPU", card.as_str().unwrap()]);
    client.ok("PGPU.set_GPU_group", json!([card, spare])).await;
    assert_eq!(client.ok("GPU_group.get_GPU_types", json!([spare])).await, json!(["10de/2236"]));
    assert_eq!(client.ok("GPU_group.get_remaining_capacity", json!([spare, third])).await, 3);
    client.ok("GPU_group.destroy", json!([group])).await;

    // A whole card is a device of the host in the VM.
    let vgpu = client.ok("VGPU.create", json!([vm, spare])).await;
    client.ok("VM.start", json!([vm, false, false])).await;
    let pci = client.ok("PGPU.get_PCI", json!([card])).await;
    assert_eq!(client.ok("VM.get_attached_PCIs", json!([vm])).await, json!([pci]));
    assert_eq!(client.refused("VM.suspend", json!([vm])).await, ["VM_HAS_PCI_ATTACHED", &*vm]);
    client.ok("VM.hard_shutdown", json!([vm])).await;
    client.ok("VM.destroy", json!([vm])).await;
    assert_eq!(client.refused("VGPU.get_uuid", json!([vgpu])).await[0], "HANDLE_INVALID");
}

#[tokio::test]
async fn the_control_domain_lets_a_device_go_at_the_next_boot() {
    let (sim, client) = equipped(2).await;
    let all = hosts(&client).await;
    let cards = client.ok("PGPU.get_all_records", json!([])).await;
    let (card, record) = cards.as_object().unwrap().iter().find(|(_, c)| c["host"] == all[1]).unwrap();
    assert_eq!(client.ok("PGPU.disable_dom0_access", json!([card])).await, "disable_on_reboot");
    assert_eq!(client.ok("PCI.get_dom0_access_status", json!([record["PCI"]])).await, "disable_on_reboot");
    assert_eq!(client.ok("PGPU.get_dom0_access", json!([card])).await, "disable_on_reboot");
    assert_eq!(client.ok("PCI.enable_dom0_access", json!([record["PCI"]])).await, "enabled");
    client.ok("PCI.disable_dom0_access", json!([record["PCI"]])).await;
    let pifs = client.ok("PIF.get_all_records", json!([])).await;
    let on_it = |p: &&Value| p["host"] == all[1];
    let of_host: Vec<&Value> = pifs.as_object().unwrap().values().filter(on_it).collect();
    sim.first().power_off(1);
    sim.first().power_on(1);
    client.until("PGPU", card, "dom0_access", json!("disabled")).await;
    for before in of_host {
        // Cards are up again; a VLAN waits for a VM that needs it.
        let after = client.ok("PIF.get_by_uuid", json!([before["uuid"]])).await;
        let up = client.ok("PIF.get_currently_attached", json!([after])).await;
        assert_eq!(up, before["VLAN"] == -1, "{before}");
    }
    client.until("host", &all[1], "enabled", json!(true)).await;
    assert_eq!(client.ok("PCI.enable_dom0_access", json!([record["PCI"]])).await, "enable_on_reboot");

    // Devices named by a VM's configuration are its own while it runs.
    let vm = diskless(&client).await;
    client.ok("VM.add_to_other_config", json!([vm, "pci", "0/0000:3b:00.0"])).await;
    client.ok("VM.start_on", json!([vm, all[1], false, false])).await;
    assert_eq!(client.ok("VM.get_attached_PCIs", json!([vm])).await, json!([record["PCI"]]));
    client.ok("VM.hard_shutdown", json!([vm])).await;
    assert_eq!(client.ok("VM.get_attached_PCIs", json!([vm])).await, json!([]));
}

#[tokio::test]
async fn usb_devices_are_found_enabled_and_given() {
    let (_sim, client) = equipped(2).await;
    let all = hosts(&client).await;
    let before = client.ok("host.get_PUSBs", json!([all[0]])).await;
    client.ok("PUSB.scan", json!([all[0]])).await;
    let after = client.ok("host.get_PUSBs", json!([all[0]])).await;
    assert_eq!(
        after.as_array().unwrap().len(),
        before.as_array().unwrap().len() + 1,
        "one was plugged in since"
    );
    client.ok("PUSB.scan", json!([all[0]])).await;
    assert_eq!(client.ok("host.get_PUSBs", json!([all[0]])).await, after);
    let usb = after[0].clone();
    let group = client.ok("PUSB.get_USB_group", json!([usb])).await;
    assert_eq!(client.ok("USB_group.get_PUSBs", json!([group])).await, json!([usb]));
    let kept = client.refused("USB_group.destroy", json!([group])).await;
    assert_eq!(kept, ["USB_GROUP_CONTAINS_PUSB", usb.as_str().unwrap()]);

    let vm = diskless(&client).await;
    let vusb = client.ok("VUSB.create", json!([vm, group, {}])).await;
    assert_eq!(client.ok("VM.get_VUSBs", json!([vm])).await, json!([vusb]));
    let twice = client.refused("VUSB.create", json!([vm, group, {}])).await;
    assert_eq!(twice, ["USB_GROUP_CONFLICT", group.as_str().unwrap()]);
    let needs = client.refused("VM.start_on", json!([vm, all[0], false, false])).await;
    assert_eq!(needs, ["VM_REQUIRES_VUSB", &*vm, group.as_str().unwrap()]);
    client.ok("PUSB.set_passthrough_enabled", json!([usb, true])).await;
    client.ok("VM.start", json!([vm, false, false])).await;
    assert_eq!(client.ok("VM.get_resident_on", json!([vm])).await, all[0]);
    let record = client.ok("VUSB.get_record", json!([vusb])).await;
    assert_eq!(record["currently_attached"], true);
    assert!(has(&record["allowed_operations"], "unplug"));
    let used = client.refused("PUSB.set_passthrough_enabled", json!([usb, false])).await;
    assert_eq!(used, ["USB_ALREADY_ATTACHED", usb.as_str().unwrap(), &*vm]);
    assert_eq!(client.refused("VUSB.destroy", json!([vusb])).await[0], "OPERATION_NOT_ALLOWED");
    assert_eq!(client.refused("VM.suspend", json!([vm])).await, ["VM_HAS_VUSBS", &*vm]);
    client.ok("VUSB.unplug", json!([vusb])).await;
    let record = client.ok("VUSB.get_record", json!([vusb])).await;
    assert_eq!((&record["currently_attached"], &record["current_operations"]), (&json!(false), &json!({})));
    let gone = client.refused("VUSB.unplug", json!([vusb])).await;
    assert_eq!(gone, ["DEVICE_ALREADY_DETACHED", vusb.as_str().unwrap()]);
    client.ok("VM.hard_shutdown", json!([vm])).await;
    // What is no longer for VMs is taken from them.
    client.ok("PUSB.set_passthrough_enabled", json!([usb, false])).await;
    assert_eq!(client.refused("VUSB.get_uuid", json!([vusb])).await[0], "HANDLE_INVALID");
    assert_eq!(client.ok("VM.get_VUSBs", json!([vm])).await, json!([]));
    let mut last = Value::Null;
    for n in 0..7 {
        let group = client.ok("USB_group.create", json!([format!("g{n}")])).await;
        let made = client.call("VUSB.create", json!([vm, group, {}])).await;
        assert_eq!(made.is_ok(), n < 6);
        if n == 6 {
            assert_eq!(made.unwrap_err(), ["TOO_MANY_VUSBS", "6"]);
        }
        last = group;
    }
    client.ok("USB_group.destroy", json!([last])).await;
}

#[tokio::test]
async fn platform_modules_keep_what_they_are_given() {
    let (_sim, client) = start(Config { vms: 12, ..Config::test() }).await;
    let (vm, running) = (client.vms("Halted").await[0].clone(), client.vms("Running").await[0].clone());
    let busy = client.refused("VTPM.create", json!([running, false])).await;
    assert_eq!(busy, ["VM_BAD_POWER_STATE", &*running, "halted", "running"]);
    let module = client.ok("VTPM.create", json!([vm, false])).await;
    let record = client.ok("VTPM.get_record", json!([module])).await;
    assert_eq!((&record["VM"], &record["persistence_backend"]), (&json!(vm), &json!("xapi")));
    assert_eq!(record["allowed_operations"], json!(["destroy"]));
    assert_eq!(client.ok("VM.get_VTPMs", json!([vm])).await, json!([module]));
    assert_eq!(client.refused("VTPM.create", json!([vm, false])).await, ["VTPM_MAX_AMOUNT_REACHED", "1"]);
    assert_eq!(client.ok("VTPM.get_contents", json!([module])).await, "");
    client.ok("VTPM.set_contents", json!([module, "c3RhdGU="])).await;
    assert_eq!(client.ok("VTPM.get_contents", json!([module])).await, "c3RhdGU=");
    assert_eq!(client.refused("VTPM.set_contents", json!([module, "?"])).await[0], "INTERNAL_ERROR");
    let secrets = client.ok("secret.get_all", json!([])).await.as_array().unwrap().len();
    client.ok("VM.start", json!([vm, false, false])).await;
    assert_eq!(client.ok("VTPM.get_allowed_operations", json!([module])).await, json!([]));
    assert_eq!(client.refused("VTPM.destroy", json!([module])).await[0], "VM_BAD_POWER_STATE");
    client.ok("VM.hard_shutdown", json!([vm])).await;
    client.ok("VTPM.destroy", json!([module])).await;
    assert_eq!(client.ok("VM.get_VTPMs", json!([vm])).await, json!([]));
    assert_eq!(client.ok("secret.get_all", json!([])).await.as_array().unwrap().len(), secrets - 1);
}

#[tokio::test]
async fn provisioning_sites_hold_together() {
    let (_sim, client) = start(Config { vms: 12, ..Config::test() }).await;
    let host = hosts(&client).await[0].clone();
    let site = client.ok("PVS_site.introduce", json!(["site", "", "abc"])).await;
    client.ok("PVS_site.set_PVS_uuid", json!([site, "def"])).await;
    assert_eq!(client.ok("PVS_site.get_PVS_uuid", json!([site])).await, "def");
    let ports = |first: i64, last: i64| json!([["10.0.0.1"], first, last, site]);
    assert_eq!(
        client.refused("PVS_server.introduce", ports(0, 5)).await[..2],
        ["VALUE_NOT_SUPPORTED", "first_port"]
    );
    assert_eq!(
        client.refused("PVS_server.introduce", ports(9, 5)).await[..2],
        ["VALUE_NOT_SUPPORTED", "last_port"]
    );
    let server = client.ok("PVS_server.introduce", ports(6910, 6930)).await;
    let twice = client.refused("PVS_server.introduce", ports(6910, 6930)).await;
    assert_eq!(twice, ["PVS_SERVER_ADDRESS_IN_USE", "10.0.0.1"]);
    assert_eq!(client.ok("PVS_site.get_servers", json!([site])).await, json!([server]));
    let srs = client.ok("SR.get_all_records", json!([])).await;
    let (sr, _) = srs.as_object().unwrap().iter().find(|(_, s)| s["shared"] == true).unwrap();
    let cache = json!([{"host": host, "SR": sr, "site": site, "size": 1 << 30}]);
    let made = client.ok("PVS_cache_storage.create", cache.clone()).await;
    let twice = client.refused("PVS_cache_storage.create", cache).await;
    assert_eq!(twice, ["PVS_CACHE_STORAGE_ALREADY_PRESENT", site.as_str().unwrap(), &*host]);

    let vm = client.vms("Halted").await[0].clone();
    let vifs = client.ok("VIF.get_all_records", json!([])).await;
    let of = |device: &str| {
        vifs.as_object()
            .unwrap()
            .iter()
            .find(|(_, v)| v["VM"] == vm && v["device"] == device)
            .map(|(k, _)| k.clone())
    };
    if let Some(second) = of("1") {
        let later = client.refused("PVS_proxy.create", json!([site, second])).await;
        assert_eq!(later, ["PVS_VIF_MUST_BE_FIRST_DEVICE"]);
    }
    let vif = of("0").unwrap();
    let proxy = client.ok("PVS_proxy.create", json!([site, vif])).await;
    let twice = client.refused("PVS_proxy.create", json!([site, vif])).await;
    assert_eq!(twice, ["PVS_PROXY_ALREADY_PRESENT", proxy.as_str().unwrap()]);
    assert_eq!(client.ok("PVS_proxy.get_currently_attached", json!([proxy])).await, false);
    client.ok("VM.start", json!([vm, false, false])).await;
    let record = client.ok("PVS_proxy.get_record", json!([proxy])).await;
    assert_eq!((&record["currently_attached"], &record["status"]), (&json!(true), &json!("initialised")));
    let used = client.refused("PVS_site.forget", json!([site])).await;
    assert_eq!(used, ["PVS_SITE_CONTAINS_RUNNING_PROXIES", proxy.as_str().unwrap()]);
    assert_eq!(
        client.refused("PVS_cache_storage.destroy", json!([made])).await[0],
        "PVS_CACHE_STORAGE_IS_IN_USE"
    );
    client.ok("VM.hard_shutdown", json!([vm])).await;
    assert_eq!(client.ok("PVS_proxy.get_status", json!([proxy])).await, "stopped");
    let kept = client.refused("PVS_site.forget", json!([site])).await;
    assert_eq!(kept, ["PVS_SITE_CONTAINS_SERVERS", server.as_str().unwrap()]);
    client.ok("PVS_proxy.destroy", json!([proxy])).await;
    client.ok("PVS_server.forget", json!([server])).await;
    client.ok("PVS_site.forget", json!([site])).await;
    assert_eq!(client.refused("PVS_cache_storage.get_uuid", json!([made])).await[0], "HANDLE_INVALID");
}
