//! Bonds: what moves onto them, and back.

use serde_json::{Value, json};
use sim::Config;

use crate::common::{NULL, has, hosts, start};
use crate::networks::{network, pif};

#[tokio::test]
async fn a_bond_takes_over_management_vlans_and_vifs_and_gives_them_back() {
    let (_sim, client) = start(Config { hosts: 2, vms: 30, ..Config::test() }).await;
    let all = hosts(&client).await;
    let (lan, storage) = (pif(&client, &all[0], "eth0").await, pif(&client, &all[0], "eth1").await);
    let network = network(&client, "bonded").await;
    let both = json!([network, [lan, storage], "", "active-backup", {}]);
    assert_eq!(client.refused("Bond.create", both.clone()).await, ["PIF_BOND_MORE_THAN_ONE_IP"]);
    client.ok("PIF.reconfigure_ip", json!([storage, "None", "", "", "", ""])).await;
    let lan_network = client.ok("PIF.get_network", json!([lan])).await;
    let before = client.record("PIF", &json!(lan)).await;
    let vlan_before = before["VLAN_slave_of"].as_array().unwrap().clone();
    assert_eq!(vlan_before.len(), 1);
    // VIFs of VMs here, and of VMs elsewhere.
    let vifs = client.ok("VIF.get_all_records", json!([])).await;
    let vms = client.ok("VM.get_all_records", json!([])).await;
    let on = |host: &str| {
        let here =
            |v: &Value| v["network"] == lan_network && vms[v["VM"].as_str().unwrap()]["resident_on"] == *host;
        vifs.as_object().unwrap().iter().filter(|(_, v)| here(v)).map(|(k, _)| k.clone()).collect::<Vec<_>>()
    };
    let (here, there) = (on(&all[0]), on(&all[1]));
    assert!(!here.is_empty() && !there.is_empty());

    let bond = client.ok("Bond.create", both).await;
    let made = client.record("Bond", &bond).await;
    assert_eq!((&made["primary_slave"], &made["mode"]), (&json!(lan), &json!("active-backup")));
    assert!(has(&made["slaves"], &lan) && has(&made["slaves"], &storage));
    assert_eq!(made["links_up"], 2);
    let master = client.record("PIF", &made["master"]).await;
    for field in ["IP", "netmask", "gateway", "DNS", "ip_configuration_mode", "MAC", "management", "host"] {
        assert_eq!(master[field], before[field], "{field}");
    }
    assert_eq!((&master["device"], &master["network"]), (&json!("bond0"), &json!(network)));
    assert_eq!((&master["currently_attached"], &master["physical"]), (&json!(true), &json!(false)));
    assert_eq!(master["bond_master_of"], json!([bond]));
    assert!(has(&client.ok("network.get_PIFs", json!([network])).await, made["master"].as_str().unwrap()));
    for member in [&lan, &storage] {
        let member = client.record("PIF", &json!(member)).await;
        assert_eq!((&member["bond_slave_of"], &member["management"]), (&bond, &json!(false)));
        assert_eq!((&member["ip_configuration_mode"], &member["IP"]), (&json!("None"), &json!("")));
        assert_eq!(member["VLAN_slave_of"], json!([]));
    }
    // The VLAN is on the bond now: the same tag and network, other records.
    let vlan = master["VLAN_slave_of"][0].clone();
    assert_eq!(client.refused("VLAN.get_uuid", json!([vlan_before[0]])).await[0], "HANDLE_INVALID");
    let vlan = client.record("VLAN", &vlan).await;
    assert_eq!((&vlan["tag"], &vlan["tagged_PIF"]), (&json!(20), &made["master"]));
    let tagged = client.record("PIF", &vlan["untagged_PIF"]).await;
    assert_eq!((&tagged["device"], &tagged["currently_attached"]), (&json!("bond0"), &json!(true)));
    let dmz = client.ok("network.get_by_name_label", json!(["DMZ"])).await[0].clone();
    assert_eq!(tagged["network"], dmz);
    for vif in &here {
        assert_eq!(client.ok("VIF.get_network", json!([vif])).await, network);
    }
    for vif in &there {
        assert_eq!(client.ok("VIF.get_network", json!([vif])).await, lan_network);
    }

    // Members are the bond's alone.
    let other = crate::networks::network(&client, "other").await;
    let me = storage.as_str();
    assert_eq!(
        client.refused("Bond.create", json!([other, [storage], ""])).await,
        ["PIF_ALREADY_BONDED", me]
    );
    assert_eq!(
        client.refused("VLAN.create", json!([storage, 7, other])).await,
        ["CANNOT_ADD_VLAN_TO_BOND_SLAVE", me]
    );
    assert_eq!(
        client.refused("tunnel.create", json!([storage, other])).await,
        ["CANNOT_ADD_TUNNEL_TO_BOND_SLAVE", me]
    );
    assert_eq!(client.refused("PIF.plug", json!([storage])).await, ["CANNOT_PLUG_BOND_SLAVE", me]);
    assert_eq!(client.refused("PIF.forget", json!([storage])).await, ["PIF_ALREADY_BONDED", me]);
    let top = made["master"].as_str().unwrap();
    assert_eq!(client.refused("PIF.forget", json!([top])).await, ["PIF_ALREADY_BONDED", top]);
    assert_eq!(client.refused("PIF.unplug", json!([top])).await, ["PIF_IS_MANAGEMENT_INTERFACE", top]);

    client.ok("Bond.set_mode", json!([bond, "lacp"])).await;
    let properties = client.ok("Bond.get_properties", json!([bond])).await;
    assert_eq!(properties["hashing_algorithm"], "tcpudp_ports");
    client.ok("Bond.set_property", json!([bond, "hashing_algorithm", "src_mac"])).await;
    assert_eq!(client.ok("Bond.get_properties", json!([bond])).await["hashing_algorithm"], "src_mac");
    assert_eq!(
        client.refused("Bond.set_property", json!([bond, "hashing_algorithm", "none"])).await,
        ["INVALID_VALUE", "properties", "hashing_algorithm = none"]
    );
    client.ok("Bond.set_mode", json!([bond, "balance-slb"])).await;
    assert_eq!(client.ok("Bond.get_properties", json!([bond])).await, json!({}));

    client.ok("Bond.destroy", json!([bond])).await;
    assert_eq!(client.refused("Bond.get_uuid", json!([bond])).await[0], "HANDLE_INVALID");
    assert_eq!(client.refused("PIF.get_uuid", json!([top])).await[0], "HANDLE_INVALID");
    assert_eq!(client.refused("PIF_metrics.get_uuid", json!([master["metrics"]])).await[0], "HANDLE_INVALID");
    let after = client.record("PIF", &json!(lan)).await;
    for field in
        ["IP", "netmask", "gateway", "DNS", "ip_configuration_mode", "management", "currently_attached"]
    {
        assert_eq!(after[field], before[field], "{field}");
    }
    assert_eq!(after["bond_slave_of"], NULL);
    let back = client.record("VLAN", &after["VLAN_slave_of"][0]).await;
    assert_eq!((&back["tag"], &back["tagged_PIF"]), (&json!(20), &json!(lan)));
    for vif in &here {
        assert_eq!(client.ok("VIF.get_network", json!([vif])).await, lan_network);
    }
    assert_eq!(client.ok("network.get_VIFs", json!([network])).await, json!([]));
    assert_eq!(client.ok("network.get_PIFs", json!([network])).await, json!([]));
}

#[tokio::test]
async fn a_bond_is_refused_what_cannot_be_bonded() {
    let (_sim, client) = start(Config { hosts: 2, vms: 8, hardware: true, ..Config::test() }).await;
    let all = hosts(&client).await;
    let (a, b) = (pif(&client, &all[0], "eth2").await, pif(&client, &all[0], "eth3").await);
    let far = pif(&client, &all[1], "eth2").await;
    let network = network(&client, "bonded").await;
    assert_eq!(
        client.refused("Bond.create", json!([network, [], ""])).await,
        ["PIF_BOND_NEEDS_MORE_MEMBERS"]
    );
    assert_eq!(
        client.refused("Bond.create", json!([network, [a, far], ""])).await,
        ["PIF_CANNOT_BOND_CROSS_HOST"]
    );
    assert_eq!(client.refused("Bond.create", json!([network, [a, b], "zz"])).await, ["MAC_INVALID", "zz"]);
    assert_eq!(
        client.refused("Bond.create", json!([network, [a, b], "", "balance-slb", {"x": "y"}])).await,
        ["INVALID_VALUE", "properties", "x = y"]
    );
    let lan = client.ok("network.get_by_name_label", json!(["LAN"])).await[0].clone();
    let connected = client.refused("Bond.create", json!([lan, [a, b], ""])).await;
    assert_eq!(connected[..2], ["NETWORK_ALREADY_CONNECTED", &*all[0]]);
    let vlans = client.ok("PIF.get_all_records", json!([])).await;
    let tagged = |p: &Value| p["VLAN"] == 20 && p["host"] == all[0];
    let vlan = vlans.as_object().unwrap().iter().find(|(_, p)| tagged(p)).unwrap().0.clone();
    assert_eq!(
        client.refused("Bond.create", json!([network, [a, vlan], ""])).await,
        ["PIF_VLAN_EXISTS", "eth0"]
    );
    client.ok("PIF.set_property", json!([a, "gro", "off"])).await;
    assert_eq!(
        client.refused("Bond.create", json!([network, [a, b], ""])).await,
        ["INCOMPATIBLE_PIF_PROPERTIES"]
    );
    client.ok("PIF.set_property", json!([b, "gro", "off"])).await;

    // Spare cards: the bond has no address, its own MAC, and counts its devices.
    let mac = "02:11:22:33:44:55";
    let bond =
        client.ok("Bond.create", json!([network, [a, b, a], mac, "lacp", {"lacp-time": "fast"}])).await;
    let made = client.record("Bond", &bond).await;
    assert_eq!(made["slaves"].as_array().unwrap().len(), 2);
    assert_eq!((&made["properties"]["lacp-time"], &made["primary_slave"]), (&json!("fast"), &json!(a)));
    let master = client.record("PIF", &made["master"]).await;
    assert_eq!((&master["MAC"], &master["ip_configuration_mode"]), (&json!(mac), &json!("None")));
    assert_eq!((&master["management"], &master["properties"]), (&json!(false), &json!({"gro": "off"})));
    client.ok("PIF.unplug", json!([made["master"]])).await;
    for pif in [&a, &b] {
        assert_eq!(client.ok("PIF.get_currently_attached", json!([pif])).await, false);
    }
    client.ok("PIF.plug", json!([made["master"]])).await;
    assert_eq!(client.ok("PIF.get_currently_attached", json!([b])).await, true);
}

#[tokio::test]
async fn a_vlan_of_the_whole_pool_may_stand_on_a_bond() {
    let (_sim, client) = start(Config { hosts: 1, vms: 0, ..Config::test() }).await;
    let host = hosts(&client).await[0].clone();
    let storage = pif(&client, &host, "eth1").await;
    let bonded = network(&client, "bonded").await;
    let bond = client.ok("Bond.create", json!([bonded, [storage], "", "active-backup", {}])).await;
    let tagged = network(&client, "tagged").await;
    let made = client.ok("pool.create_VLAN", json!(["bond0", tagged, 50])).await;
    let own = client.record("PIF", &made[0]).await;
    let vlan = client.record("VLAN", &own["VLAN_master_of"]).await;
    let master = client.ok("Bond.get_master", json!([bond])).await;
    assert_eq!((&vlan["tag"], &vlan["tagged_PIF"]), (&json!(50), &master));
    let unknown = client.refused("pool.create_VLAN", json!(["bond9", tagged, 51])).await;
    assert_eq!(unknown, ["INVALID_VALUE", "device", "bond9"]);
}
