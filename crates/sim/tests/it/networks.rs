//! Networks, the interfaces of hosts, their addresses, and the VIFs on them.

use serde_json::{Value, json};
use sim::Config;

use crate::common::{Client, NULL, has, hosts, start, vif};

/// A network without anything on it.
pub async fn network(client: &Client, name: &str) -> String {
    let record = json!({"name_label": name, "name_description": "", "MTU": 1500, "other_config": {}, "bridge": "",
        "managed": true, "tags": []});
    client.ok("network.create", json!([record])).await.as_str().unwrap().to_owned()
}

/// The only interface, VLANs aside, of a host with that device.
pub async fn pif(client: &Client, host: &str, device: &str) -> String {
    let it = |p: &Value| p["device"] == device && p["host"] == host && p["VLAN"] == -1;
    client.find("PIF", it).await.swap_remove(0)
}

#[tokio::test]
async fn networks_come_and_go() {
    let (_sim, client) = start(Config::test()).await;
    let made = network(&client, "private").await;
    let record = client.ok("network.get_record", json!([made])).await;
    assert_eq!(
        (&record["managed"], &record["MTU"], &record["PIFs"]),
        (&json!(true), &json!(1500), &json!([]))
    );
    assert!(record["bridge"].as_str().unwrap().starts_with("xapi"));
    let named = |bridge: &str| {
        json!([{"name_label": "x", "name_description": "", "MTU": 0, "other_config": {}, "bridge": bridge,
            "managed": true, "tags": []}])
    };
    for bad in ["xenbr9", "eth7", "far-too-long-for-a-bridge"] {
        assert_eq!(client.refused("network.create", named(bad)).await, ["INVALID_VALUE", "bridge", bad]);
    }
    let own = client.ok("network.create", named("lab0")).await;
    assert_eq!(client.ok("network.get_bridge", json!([own])).await, "lab0");
    assert_eq!(client.ok("network.get_MTU", json!([own])).await, 1500);
    assert_eq!(client.refused("network.create", named("lab0")).await, ["BRIDGE_NAME_EXISTS", "lab0"]);

    client.ok("network.add_purpose", json!([own, "nbd"])).await;
    client.ok("network.add_purpose", json!([own, "nbd"])).await;
    assert_eq!(client.ok("network.get_purpose", json!([own])).await, json!(["nbd"]));
    let conflict = client.refused("network.add_purpose", json!([made, "insecure_nbd"])).await;
    assert_eq!(conflict, ["NETWORK_INCOMPATIBLE_PURPOSES", "insecure_nbd", "nbd"]);
    client.ok("network.remove_purpose", json!([own, "nbd"])).await;
    client.ok("network.add_purpose", json!([made, "insecure_nbd"])).await;

    // A VIF that is not attached goes with its network; one that is keeps it.
    let vm = client.vms("Halted").await[0].clone();
    let vif = client.ok("VIF.create", json!([vif(&vm, &json!(own), "5", "")])).await;
    client.ok("network.destroy", json!([own])).await;
    assert_eq!(client.refused("VIF.get_uuid", json!([vif])).await[0], "HANDLE_INVALID");
    assert!(!has(&client.ok("VM.get_VIFs", json!([vm])).await, vif.as_str().unwrap()));
    let lan = client.ok("network.get_by_name_label", json!(["LAN"])).await[0].clone();
    let kept = client.refused("network.destroy", json!([lan])).await;
    assert_eq!(kept[0], "NETWORK_CONTAINS_VIF");
    assert!(kept.len() > 2, "all that are attached are told: {kept:?}");
    let storage = client.ok("network.get_by_name_label", json!(["Storage"])).await[0].clone();
    for vif in client.ok("network.get_VIFs", json!([storage])).await.as_array().unwrap() {
        client.ok("VIF.move", json!([vif, made])).await;
    }
    let pifs = client.ok("network.get_PIFs", json!([storage])).await;
    assert_eq!(
        client.refused("network.destroy", json!([storage])).await,
        ["NETWORK_CONTAINS_PIF", pifs[0].as_str().unwrap()]
    );
    let internal = client.ok("network.get_by_name_label", json!(["Host internal management network"])).await;
    assert_eq!(
        client.refused("network.destroy", json!([internal[0]])).await,
        ["CANNOT_DESTROY_SYSTEM_NETWORK", internal[0].as_str().unwrap()]
    );
}

#[tokio::test]
async fn interfaces_go_up_and_down_unless_something_needs_them() {
    let (_sim, client) = start(Config { hosts: 2, vms: 30, ..Config::test() }).await;
    let host = hosts(&client).await[0].clone();
    let (lan, storage) = (pif(&client, &host, "eth0").await, pif(&client, &host, "eth1").await);
    assert_eq!(client.refused("PIF.unplug", json!([lan])).await, ["PIF_IS_MANAGEMENT_INTERFACE", &*lan]);
    let net = client.ok("PIF.get_network", json!([storage])).await;
    let used = client.refused("PIF.unplug", json!([storage])).await;
    assert_eq!(used[..2], ["VIF_IN_USE", net.as_str().unwrap()]);
    assert_eq!(client.ok("VIF.get_network", json!([used[2]])).await, net);
    let elsewhere = network(&client, "elsewhere").await;
    for vif in client.ok("network.get_VIFs", json!([net])).await.as_array().unwrap() {
        client.ok("VIF.move", json!([vif, elsewhere])).await;
    }
    client.ok("PIF.set_disallow_unplug", json!([storage, true])).await;
    assert_eq!(
        client.refused("PIF.unplug", json!([storage])).await,
        ["PIF_DOES_NOT_ALLOW_UNPLUG", &*storage]
    );
    client.ok("PIF.set_disallow_unplug", json!([storage, false])).await;
    client.ok("PIF.unplug", json!([storage])).await;
    assert_eq!(client.ok("PIF.get_currently_attached", json!([storage])).await, false);
    // What a host asks for it is given when it comes up, and gives back when it goes down.
    client.ok("PIF.reconfigure_ip", json!([storage, "DHCP", "", "", "", ""])).await;
    assert_eq!(client.ok("PIF.get_IP", json!([storage])).await, "");
    client.ok("PIF.plug", json!([storage])).await;
    let up = client.ok("PIF.get_record", json!([storage])).await;
    assert_eq!((&up["currently_attached"], &up["ip_configuration_mode"]), (&json!(true), &json!("DHCP")));
    assert!(up["IP"].as_str().unwrap().parse::<std::net::Ipv4Addr>().is_ok(), "{up}");
    client.ok("PIF.unplug", json!([storage])).await;
    assert_eq!(client.ok("PIF.get_IP", json!([storage])).await, "");

    assert_eq!(client.refused("PIF.forget", json!([lan])).await[0], "PIF_VLAN_STILL_EXISTS");
    let metrics = client.ok("PIF.get_metrics", json!([storage])).await;
    client.ok("PIF.forget", json!([storage])).await;
    assert_eq!(client.refused("PIF.get_uuid", json!([storage])).await[0], "HANDLE_INVALID");
    assert_eq!(client.refused("PIF_metrics.get_uuid", json!([metrics])).await[0], "HANDLE_INVALID");
    assert!(!has(&client.ok("host.get_PIFs", json!([host])).await, &storage));
    assert!(!has(&client.ok("network.get_PIFs", json!([net])).await, &storage));

    // The card is still there: it is found again, or introduced by name.
    client.ok("PIF.scan", json!([host])).await;
    let found = pif(&client, &host, "eth1").await;
    let record = client.ok("PIF.get_record", json!([found])).await;
    assert_eq!((&record["physical"], &record["network"], &record["MAC"]), (&json!(true), &net, &up["MAC"]));
    assert_eq!(record["ip_configuration_mode"], "None");
    assert!(has(&client.ok("host.get_PIFs", json!([host])).await, &found));
    let count = client.ok("PIF.get_all", json!([])).await.as_array().unwrap().len();
    client.ok("PIF.scan", json!([host])).await;
    assert_eq!(client.ok("PIF.get_all", json!([])).await.as_array().unwrap().len(), count);
    let mac = record["MAC"].as_str().unwrap();
    let twice = client.refused("PIF.introduce", json!([host, mac, "eth1"])).await;
    assert_eq!(twice, ["DUPLICATE_PIF_DEVICE_NAME", "eth1"]);
    client.ok("PIF.forget", json!([found])).await;
    assert_eq!(
        client.refused("PIF.introduce", json!([host, "no-mac", "eth1"])).await,
        ["MAC_INVALID", "no-mac"]
    );
    let other = "02:00:00:00:00:01";
    assert_eq!(
        client.refused("PIF.introduce", json!([host, other, "eth1"])).await,
        ["COULD_NOT_FIND_NETWORK_INTERFACE_WITH_SPECIFIED_DEVICE_NAME_AND_MAC_ADDRESS", "eth1", other]
    );
    let again = client.ok("PIF.introduce", json!([host, mac.to_uppercase(), "eth1", false])).await;
    assert_eq!(client.ok("PIF.get_managed", json!([again])).await, false);
    assert_eq!(client.refused("PIF.plug", json!([again])).await, ["PIF_UNMANAGED", again.as_str().unwrap()]);
}

#[tokio::test]
async fn addresses_are_checked_and_the_hosts_follows() {
    let (_sim, client) = start(Config { vms: 4, ..Config::test() }).await;
    let host = hosts(&client).await[0].clone();
    let (lan, storage) = (pif(&client, &host, "eth0").await, pif(&client, &host, "eth1").await);
    let set = |pif: &str, mode: &str, ip: &str, mask: &str, gateway: &str, dns: &str| {
        json!([pif, mode, ip, mask, gateway, dns])
    };
    for (parameters, wrong) in [
        (set(&storage, "Static", "", "255.255.255.0", "", ""), "IP"),
        (set(&storage, "Static", "10.1.1.300", "255.255.255.0", "", ""), "IP"),
        (set(&storage, "Static", "10.1.1.3", "", "", ""), "netmask"),
        (set(&storage, "Static", "10.1.1.3", "255.255.255.0", "here", ""), "gateway"),
    ] {
        let refused = client.refused("PIF.reconfigure_ip", parameters).await;
        assert_eq!(refused, ["INVALID_IP_ADDRESS_SPECIFIED", wrong]);
    }
    client
        .ok("PIF.reconfigure_ip", set(&storage, "Static", "10.1.1.3", "255.255.255.0", "10.1.1.1", "9.9.9.9"))
        .await;
    let record = client.ok("PIF.get_record", json!([storage])).await;
    let told = ["ip_configuration_mode", "IP", "netmask", "gateway", "DNS"].map(|f| record[f].clone());
    assert_eq!(told, ["Static", "10.1.1.3", "255.255.255.0", "10.1.1.1", "9.9.9.9"].map(Value::from));
    client.ok("PIF.reconfigure_ip", set(&storage, "None", "", "", "", "")).await;
    assert_eq!(client.ok("PIF.get_IP", json!([storage])).await, "");

    // The management interface cannot be without, and the host is known by its address.
    let bare = client.refused("PIF.reconfigure_ip", set(&lan, "None", "", "", "", "")).await;
    assert_eq!(bare, ["PIF_IS_MANAGEMENT_INTERFACE", &*lan]);
    assert_eq!(
        client.refused("PIF.set_primary_address_type", json!([lan, "IPv6"])).await,
        ["PIF_IS_MANAGEMENT_INTERFACE", &*lan]
    );
    client.ok("PIF.reconfigure_ip", set(&lan, "Static", "10.20.0.77", "255.255.0.0", "10.20.0.1", "")).await;
    assert_eq!(client.ok("host.get_address", json!([host])).await, "10.20.0.77");
    client.ok("PIF.reconfigure_ip", set(&lan, "DHCP", "", "", "", "")).await;
    assert_eq!(client.ok("PIF.get_IP", json!([lan])).await, "10.20.0.77", "the lease it had");

    let six = |mode: &str, ip: &str| json!([storage, mode, ip, "", ""]);
    let wrong = client.refused("PIF.reconfigure_ipv6", six("Static", "fd00::1/129")).await;
    assert_eq!(wrong, ["INVALID_IP_ADDRESS_SPECIFIED", "Prefix length must be between 0 and 128"]);
    assert_eq!(
        client.refused("PIF.reconfigure_ipv6", six("Static", "fd00/64")).await,
        ["INVALID_IP_ADDRESS_SPECIFIED", "IPv6"]
    );
    client.ok("PIF.reconfigure_ipv6", six("Static", "fd00::1/64")).await;
    assert_eq!(client.ok("PIF.get_IPv6", json!([storage])).await, json!(["fd00::1/64"]));
    client.ok("PIF.reconfigure_ipv6", six("Autoconf", "")).await;
    let record = client.ok("PIF.get_record", json!([storage])).await;
    assert_eq!(record["ipv6_configuration_mode"], "Autoconf");
    assert!(record["IPv6"][0].as_str().unwrap().ends_with("/64"), "{record}");
    client.ok("PIF.reconfigure_ipv6", six("None", "")).await;
    assert_eq!(client.ok("PIF.get_IPv6", json!([storage])).await, json!([]));
    client.ok("PIF.set_primary_address_type", json!([storage, "IPv6"])).await;
    assert_eq!(client.ok("PIF.get_primary_address_type", json!([storage])).await, "IPv6");

    client.ok("PIF.set_property", json!([storage, "gro", "on"])).await;
    assert_eq!(client.ok("PIF.get_properties", json!([storage])).await, json!({"gro": "on"}));
    assert_eq!(
        client.refused("PIF.set_property", json!([storage, "gro", "maybe"])).await,
        ["INVALID_VALUE", "properties", "gro = maybe"]
    );
}

#[tokio::test]
async fn vlans_and_tunnels_stand_on_interfaces() {
    let (_sim, client) = start(Config { hosts: 2, vms: 8, ..Config::test() }).await;
    let all = hosts(&client).await;
    let (host, lan) = (all[0].clone(), pif(&client, &all[0], "eth0").await);
    let made = network(&client, "tagged").await;
    let vlan = client.ok("VLAN.create", json!([lan, 0, made])).await;
    let own = client.ok("VLAN.get_untagged_PIF", json!([vlan])).await;
    let (below, above) =
        (client.ok("PIF.get_record", json!([lan])).await, client.ok("PIF.get_record", json!([own])).await);
    assert_eq!(above["VLAN_master_of"], vlan);
    assert!(has(&below["VLAN_slave_of"], vlan.as_str().unwrap()));
    assert_eq!(
        (&above["device"], &above["host"], &above["VLAN"]),
        (&below["device"], &json!(host), &json!(0))
    );
    assert_eq!((&above["currently_attached"], &above["physical"]), (&json!(true), &json!(false)));
    let second = network(&client, "second").await;
    let exists = client.refused("VLAN.create", json!([lan, 20, second])).await;
    assert_eq!(exists, ["PIF_VLAN_EXISTS", "eth0"]);
    let dmz = client.ok("network.get_by_name_label", json!(["LAN"])).await[0].clone();
    assert_eq!(client.refused("VLAN.create", json!([lan, 9, dmz])).await[0], "NETWORK_ALREADY_CONNECTED");
    let pif_made = client.ok("PIF.create_VLAN", json!(["eth0", second, host, 30])).await;
    assert_eq!(client.ok("PIF.get_VLAN", json!([pif_made])).await, 30);
    assert_eq!(
        client.refused("PIF.create_VLAN", json!(["eth9", second, host, 30])).await,
        ["INVALID_VALUE", "device", "eth9"]
    );
    assert_eq!(client.refused("PIF.destroy", json!([lan])).await, ["PIF_IS_PHYSICAL", &*lan]);
    client.ok("PIF.destroy", json!([pif_made])).await;
    assert_eq!(client.refused("PIF.get_uuid", json!([pif_made])).await[0], "HANDLE_INVALID");
    assert_eq!(client.ok("network.get_PIFs", json!([second])).await, json!([]));
    assert!(client.ok("PIF_metrics.get_carrier", json!([below["metrics"]])).await.as_bool().unwrap());

    let tunnel = client.ok("tunnel.create", json!([lan, second, "vxlan"])).await;
    let record = client.ok("tunnel.get_record", json!([tunnel])).await;
    assert_eq!((&record["transport_PIF"], &record["protocol"]), (&json!(lan), &json!("vxlan")));
    assert_eq!(record["status"], json!({"active": "true"}));
    let access = client.ok("PIF.get_record", json!([record["access_PIF"]])).await;
    assert_eq!((&access["device"], &access["network"]), (&json!("tunnel0"), &json!(second)));
    assert_eq!(access["tunnel_access_PIF_of"], json!([tunnel]));
    assert_eq!(client.ok("PIF.get_tunnel_transport_PIF_of", json!([lan])).await, json!([tunnel]));
    let third = network(&client, "third").await;
    let nested = client.refused("tunnel.create", json!([record["access_PIF"], third])).await;
    assert_eq!(nested, ["IS_TUNNEL_ACCESS_PIF", record["access_PIF"].as_str().unwrap()]);
    let nested = client.refused("VLAN.create", json!([record["access_PIF"], 5, third])).await;
    assert_eq!(nested, ["IS_TUNNEL_ACCESS_PIF", record["access_PIF"].as_str().unwrap()]);
    let mixed = client.refused("tunnel.create", json!([pif(&client, &all[1], "eth0").await, made])).await;
    assert_eq!(mixed, ["NETWORK_INCOMPATIBLE_WITH_TUNNEL", &*made]);
    client.ok("PIF.unplug", json!([record["access_PIF"]])).await;
    assert_eq!(client.ok("tunnel.get_status", json!([tunnel])).await, json!({"active": "false"}));
    client.ok("tunnel.destroy", json!([tunnel])).await;
    assert_eq!(client.ok("PIF.get_tunnel_transport_PIF_of", json!([lan])).await, json!([]));
    assert_eq!(client.refused("PIF.get_uuid", json!([record["access_PIF"]])).await[0], "HANDLE_INVALID");
    // Without an address there is nothing to send through.
    client.ok("PIF.reconfigure_ip", json!([pif(&client, &host, "eth1").await, "None", "", "", "", ""])).await;
    let storage = pif(&client, &host, "eth1").await;
    let bare = client.refused("tunnel.create", json!([storage, third])).await;
    assert_eq!(bare, ["TRANSPORT_PIF_NOT_CONFIGURED", &*storage]);
}

#[tokio::test]
async fn an_interface_that_takes_over_management_comes_up_with_what_carries_it() {
    let (_sim, client) = start(Config { vms: 0, ..Config::test() }).await;
    let host = hosts(&client).await[0].clone();
    let carrier = pif(&client, &host, "eth1").await;
    let made = network(&client, "management").await;
    let vlan = client.ok("VLAN.create", json!([carrier, 7, made])).await;
    let own = client.ok("VLAN.get_untagged_PIF", json!([vlan])).await;
    client.ok("PIF.unplug", json!([own])).await;
    client.ok("PIF.unplug", json!([carrier])).await;
    client.ok("PIF.reconfigure_ip", json!([own, "DHCP", "", "", "", ""])).await;
    assert_eq!(client.ok("PIF.get_IP", json!([own])).await, "");

    client.ok("host.management_reconfigure", json!([own])).await;
    for pif in [&own, &json!(carrier)] {
        assert_eq!(client.ok("PIF.get_currently_attached", json!([pif])).await, true);
    }
    let leased = client.ok("PIF.get_IP", json!([own])).await;
    assert_ne!(leased, "");
    assert_eq!(client.ok("host.get_address", json!([host])).await, leased);
}

#[tokio::test]
async fn a_vm_starts_only_where_its_networks_are() {
    let (_sim, client) = start(Config { hosts: 2, vms: 12, ..Config::test() }).await;
    let all = hosts(&client).await;
    let made = network(&client, "tagged").await;
    let lan = pif(&client, &all[1], "eth0").await;
    let vlan = client.ok("VLAN.create", json!([lan, 40, made])).await;
    let vm = client.vms("Halted").await[0].clone();
    for vif in client.ok("VM.get_VIFs", json!([vm])).await.as_array().unwrap() {
        client.ok("VIF.move", json!([vif, made])).await;
    }
    // The disks must not decide.
    for vbd in client.ok("VM.get_VBDs", json!([vm])).await.as_array().unwrap() {
        client.ok("VBD.destroy", json!([vbd])).await;
    }
    let requires = ["VM_REQUIRES_NETWORK", &*vm, &*made];
    assert_eq!(client.refused("VM.assert_can_boot_here", json!([vm, all[0]])).await, requires);
    assert_eq!(client.refused("VM.start_on", json!([vm, all[0], false, false])).await, requires);
    client.ok("VM.assert_can_boot_here", json!([vm, all[1]])).await;
    assert_eq!(client.ok("VM.get_possible_hosts", json!([vm])).await, json!([all[1]]));
    // A start brings the VLAN up where it is down.
    let own = client.ok("VLAN.get_untagged_PIF", json!([vlan])).await;
    client.ok("PIF.unplug", json!([own])).await;
    client.ok("VM.start", json!([vm, false, false])).await;
    assert_eq!(client.ok("VM.get_resident_on", json!([vm])).await, all[1]);
    assert_eq!(client.ok("PIF.get_currently_attached", json!([own])).await, true);
    // So does a resume.
    client.ok("VM.suspend", json!([vm])).await;
    client.ok("PIF.unplug", json!([own])).await;
    client.ok("VM.resume", json!([vm, false, false])).await;
    assert_eq!(client.ok("PIF.get_currently_attached", json!([own])).await, true);
    let vif = client.ok("VM.get_VIFs", json!([vm])).await[0].clone();
    assert_eq!(
        client.refused("PIF.unplug", json!([own])).await,
        ["VIF_IN_USE", &*made, vif.as_str().unwrap()]
    );
    // A network inside one host: who joins must be on it.
    let inside = network(&client, "inside").await;
    client.ok("VIF.move", json!([vif, inside])).await;
    client.ok("VLAN.destroy", json!([vlan])).await;
    let other = client.vms("Halted").await.into_iter().find(|other| *other != vm).unwrap();
    let second = client.ok("VM.get_VIFs", json!([other])).await[0].clone();
    client.ok("VIF.move", json!([second, inside])).await;
    let apart = client.refused("VM.assert_can_boot_here", json!([other, all[0]])).await;
    assert_eq!(apart, ["VM_REQUIRES_NETWORK", &*other, &*inside]);
}

#[tokio::test]
async fn vifs_are_made_plugged_and_told_their_addresses() {
    let (_sim, client) = start(Config { vms: 12, ..Config::test() }).await;
    let vm = client.vms("Running").await[0].clone();
    let lan = client.ok("network.get_by_name_label", json!(["LAN"])).await[0].clone();
    let record = |device: &str, mac: &str| json!([vif(&vm, &lan, device, mac)]);
    let free = client.ok("VM.get_allowed_VIF_devices", json!([vm])).await;
    assert!(!has(&free, "0") && has(&free, "6"));
    assert_eq!(client.refused("VIF.create", record("a", "")).await, ["INVALID_DEVICE", "a"]);
    assert_eq!(client.refused("VIF.create", record("16", "")).await, ["INVALID_DEVICE", "16"]);
    assert_eq!(client.refused("VIF.create", record("0", "")).await, ["DEVICE_ALREADY_EXISTS", "0"]);
    assert_eq!(client.refused("VIF.create", record("6", "02:x")).await, ["MAC_INVALID", "02:x"]);
    let vif = client.ok("VIF.create", record("6", "")).await;
    let made = client.ok("VIF.get_record", json!([vif])).await;
    assert_eq!((&made["MAC_autogenerated"], &made["currently_attached"]), (&json!(true), &json!(false)));
    assert!(has(&client.ok("network.get_VIFs", json!([lan])).await, vif.as_str().unwrap()));
    assert!(has(&made["allowed_operations"], "plug") && !has(&made["allowed_operations"], "unplug"));
    // The address follows from the VM's seed and the device.
    client.ok("VIF.destroy", json!([vif])).await;
    let vif = client.ok("VIF.create", record("6", "")).await;
    assert_eq!(client.ok("VIF.get_MAC", json!([vif])).await, made["MAC"]);

    let me = vif.as_str().unwrap();
    assert_eq!(client.refused("VIF.unplug", json!([vif])).await, ["DEVICE_ALREADY_DETACHED", me]);
    let task = client.ok("Async.VIF.plug", json!([vif])).await;
    client.task(&task).await;
    let plugged = client.ok("VIF.get_record", json!([vif])).await;
    assert_eq!((&plugged["currently_attached"], &plugged["current_operations"]), (&json!(true), &json!({})));
    assert!(has(&plugged["allowed_operations"], "unplug") && !has(&plugged["allowed_operations"], "plug"));
    assert_eq!(client.refused("VIF.plug", json!([vif])).await, ["DEVICE_ALREADY_ATTACHED", me]);
    assert_eq!(
        client.refused("VIF.destroy", json!([vif])).await,
        ["OPERATION_NOT_ALLOWED", "VIF currently attached to a running VM"]
    );
    assert_eq!(
        client.refused("network.set_default_locking_mode", json!([lan, "disabled"])).await[0],
        "VIF_IN_USE"
    );
    client.ok("VIF.unplug", json!([vif])).await;
    let halted = client.vms("Halted").await[0].clone();
    let cold = client.ok("VM.get_VIFs", json!([halted])).await[0].clone();
    assert_eq!(client.ok("VIF.get_allowed_operations", json!([cold])).await, json!(["attach"]));
    assert_eq!(
        client.refused("VIF.plug", json!([cold])).await,
        ["VM_BAD_POWER_STATE", &*halted, "running", "halted"]
    );

    client.ok("VIF.set_ipv4_allowed", json!([vif, ["10.0.0.1", "10.0.0.2", "10.0.0.1"]])).await;
    let allowed = client.ok("VIF.get_ipv4_allowed", json!([vif])).await;
    assert!(has(&allowed, "10.0.0.1") && has(&allowed, "10.0.0.2") && allowed.as_array().unwrap().len() == 2);
    client.ok("VIF.add_ipv4_allowed", json!([vif, "10.0.0.3"])).await;
    client.ok("VIF.remove_ipv4_allowed", json!([vif, "10.0.0.1"])).await;
    let allowed = client.ok("VIF.get_ipv4_allowed", json!([vif])).await;
    assert!(has(&allowed, "10.0.0.3") && !has(&allowed, "10.0.0.1"));
    for (call, address, field) in [
        ("VIF.add_ipv4_allowed", "fd00::1", "ipv4_allowed"),
        ("VIF.add_ipv6_allowed", "10.0.0.1", "ipv6_allowed"),
    ] {
        assert_eq!(
            client.refused(call, json!([vif, address])).await,
            ["INVALID_IP_ADDRESS_SPECIFIED", field]
        );
    }
    client.ok("VIF.add_ipv6_allowed", json!([vif, "fd00::1"])).await;
    client.ok("VIF.remove_ipv6_allowed", json!([vif, "fd00::1"])).await;
    assert_eq!(client.ok("VIF.get_ipv6_allowed", json!([vif])).await, json!([]));
    client.ok("VIF.set_locking_mode", json!([vif, "locked"])).await;
    let outside =
        client.refused("VIF.configure_ipv4", json!([vif, "Static", "10.0.0.9/24", "10.0.0.254"])).await;
    assert_eq!(outside, ["ADDRESS_VIOLATES_LOCKING_CONSTRAINT", "10.0.0.9"]);
    let bare = client.refused("VIF.configure_ipv4", json!([vif, "Static", "10.0.0.2"])).await;
    assert_eq!(bare, ["INVALID_CIDR_ADDRESS_SPECIFIED", "address"]);
    client.ok("VIF.configure_ipv4", json!([vif, "Static", "10.0.0.2/24", "10.0.0.254"])).await;
    let told = client.ok("VIF.get_record", json!([vif])).await;
    assert_eq!(
        (&told["ipv4_addresses"], &told["ipv4_gateway"]),
        (&json!(["10.0.0.2/24"]), &json!("10.0.0.254"))
    );
    client.ok("VIF.configure_ipv4", json!([vif, "None"])).await;
    assert_eq!(client.ok("VIF.get_ipv4_addresses", json!([vif])).await, json!([]));
    client.ok("VIF.set_locking_mode", json!([vif, "unlocked"])).await;
    client.ok("VIF.configure_ipv6", json!([vif, "Static", "fd00::2/64", "fd00::1"])).await;
    assert_eq!(client.ok("VIF.get_ipv6_addresses", json!([vif])).await, json!(["fd00::2/64"]));

    client.ok("VIF.set_trunks", json!([vif, [10, 20, 10]])).await;
    client.ok("VIF.add_trunks", json!([vif, 30])).await;
    client.ok("VIF.remove_trunks", json!([vif, 10])).await;
    let mut trunks: Vec<i64> = client
        .ok("VIF.get_trunks", json!([vif]))
        .await
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t.as_i64().unwrap())
        .collect();
    trunks.sort_unstable();
    assert_eq!(trunks, [20, 30]);
    assert_eq!(client.refused("VIF.add_trunks", json!([vif, 4095])).await, ["VLAN_TAG_INVALID", "4095"]);
    let dmz = client.ok("network.get_by_name_label", json!(["DMZ"])).await[0].clone();
    client.ok("VIF.move", json!([vif, dmz])).await;
    assert_eq!(
        client.refused("VIF.set_trunks", json!([vif, [7]])).await,
        ["NETWORK_INCOMPATIBLE_WITH_TRUNKS", dmz.as_str().unwrap()]
    );

    // A controller of the switches keeps the locks to itself.
    let controller = client.ok("SDN_controller.introduce", json!(["ssl", "10.0.0.5"])).await;
    assert_eq!(client.ok("SDN_controller.get_port", json!([controller])).await, 6632);
    assert_eq!(client.refused("SDN_controller.introduce", json!(["pssl"])).await[0], "OPERATION_NOT_ALLOWED");
    assert_eq!(
        client.refused("VIF.set_locking_mode", json!([vif, "locked"])).await[0],
        "OPERATION_NOT_ALLOWED"
    );
    client.ok("SDN_controller.forget", json!([controller])).await;
    client.ok("VIF.set_locking_mode", json!([vif, "locked"])).await;
}

#[tokio::test]
async fn a_vif_is_not_plugged_into_a_guest_without_drivers() {
    let (_sim, client) = start(Config { vms: 12, speed: 8.0, ..Config::test() }).await;
    let vm = client.vms("Halted").await[0].clone();
    client.ok("VM.start", json!([vm, true, false])).await;
    let vif = client.ok("VM.get_VIFs", json!([vm])).await[0].clone();
    let allowed = client.ok("VIF.get_allowed_operations", json!([vif])).await;
    assert_eq!(allowed, json!(["attach"]), "the VM is paused");
    client.ok("VM.unpause", json!([vm])).await;
    // The guest reports on its own time: until it did the call is refused, after that it is not.
    client.until("VIF", vif.as_str().unwrap(), "allowed_operations", json!(["attach", "unplug"])).await;
    assert_ne!(client.ok("VM.get_guest_metrics", json!([vm])).await, NULL);
    client.ok("VIF.unplug", json!([vif])).await;
}
