//! Networks, interfaces of hosts and cards of VMs, changed through the front door.

use model::Kind;
use serde_json::{Value, json};
use sim::Config;

use crate::pool_rig::{Rig, id};

async fn rig() -> Rig {
    Rig::new(Config { vms: 12, hosts: 2, ..Config::test() }).await
}

fn pool(rig: &Rig) -> String {
    id(&rig.all(Kind::Pool)[0])
}

/// A card of a host that carries nothing but its own network.
fn carrier(rig: &Rig) -> Value {
    rig.one(Kind::Pif, json!({ "physical": true, "device": "eth0" }))
}

#[tokio::test]
async fn the_choices_are_those_of_xapi() {
    let mut rig = rig().await;
    for (method, choices) in [
        ("network.getBondModes", json!(["balance-slb", "active-backup", "lacp"])),
        ("pif.getIpv4ConfigurationModes", json!(["None", "DHCP", "Static"])),
        ("pif.getIpv6ConfigurationModes", json!(["None", "DHCP", "Static", "Autoconf"])),
        ("vif.getLockingModeValues", json!(["disabled", "locked", "network_default", "unlocked"])),
    ] {
        assert_eq!(rig.call(method, json!({})).await, choices, "{method}");
    }
}

#[tokio::test]
async fn a_network_is_made_changed_and_deleted() {
    let mut rig = rig().await;
    let wanted =
        json!({ "pool": pool(&rig), "name": "lab", "description": "inside", "mtu": 9000, "nbd": true });
    let network = rig.made("network.create", wanted).await;
    let record = rig.record("network", &network);
    assert_eq!((&record["name_label"], &record["name_description"]), (&json!("lab"), &json!("inside")));
    assert_eq!(
        (record["MTU"].to_string().replace('"', ""), &record["purpose"]),
        ("9000".into(), &json!(["nbd"]))
    );

    let set = json!({
        "id": network, "name_label": "lab 2", "name_description": "", "automatic": true,
        "defaultIsLocked": true, "mtu": 1400, "nbd": false,
    });
    rig.call("network.set", set).await;
    let record = rig.record("network", &network);
    assert_eq!((&record["name_label"], &record["name_description"]), (&json!("lab 2"), &json!("")));
    assert_eq!(record["other_config"]["automatic"], "true");
    assert_eq!((&record["default_locking_mode"], &record["purpose"]), (&json!("disabled"), &json!([])));
    assert_eq!(record["MTU"].to_string().replace('"', ""), "1400");

    // What fails in the middle leaves nothing changed.
    rig.until(&network, "MTU", json!(1400)).await;
    rig.until(&network, "name_label", json!("lab 2")).await;
    rig.sim.first().add_fault("fail=network.set_MTU:1:INTERNAL_ERROR:no".parse().unwrap());
    rig.refused("network.set", json!({ "id": network, "name_label": "lab 3", "mtu": 1500 })).await;
    assert_eq!(rig.record("network", &network)["name_label"], "lab 2");

    let low = rig.refused("network.set", json!({ "id": network, "mtu": 67 })).await;
    assert_eq!(low["code"], 10, "{low}");
    rig.call("network.delete", json!({ "id": network })).await;
    assert_eq!(rig.found("network", &network), None);
}

#[tokio::test]
async fn a_vlan_is_made_on_every_host_renumbered_and_deleted() {
    let mut rig = rig().await;
    let wanted = json!({ "pool": pool(&rig), "name": "v", "pif": id(&carrier(&rig)), "vlan": 41 });
    let network = rig.made("network.create", wanted.clone()).await;
    let vlans = |rig: &Rig| -> Vec<Value> {
        let all = rig.all(Kind::Pif).into_iter();
        all.filter(|pif| pif["$network"] == json!(network)).map(|pif| pif["vlan"].clone()).collect()
    };
    tests::eventually("both hosts are on it", async || Some(()).filter(|()| vlans(&rig) == [41, 41])).await;
    let pif = id(&rig.one(Kind::Pif, json!({ "$network": network })));
    rig.call("pif.editPif", json!({ "id": pif, "vlan": "42" })).await;
    tests::eventually("both have the new number", async || Some(()).filter(|()| vlans(&rig) == [42, 42]))
        .await;

    let card = id(&carrier(&rig));
    for (wrong, code) in [(json!({ "id": card, "vlan": 5 }), 25), (json!({ "id": card, "vlan": 4095 }), 10)] {
        assert_eq!(rig.refused("pif.editPif", wrong).await["code"], code);
    }
    let same = json!({ "pool": pool(&rig), "name": "w", "pif": id(&carrier(&rig)), "vlan": 42 });
    let before = rig.all(Kind::Network).len();
    assert_eq!(rig.refused("network.create", same).await["data"]["code"], "PIF_VLAN_EXISTS");
    let without = json!({ "pool": pool(&rig), "name": "w", "pif": id(&carrier(&rig)) });
    assert_eq!(
        rig.refused("network.create", without).await["data"]["errors"][0]["params"]["missingProperty"],
        "vlan"
    );
    tests::eventually("no network is left", async || {
        Some(()).filter(|()| rig.all(Kind::Network).len() == before)
    })
    .await;

    rig.call("network.delete", json!({ "id": network })).await;
    assert_eq!(rig.found("network", &network), None);
    tests::eventually("its interfaces are gone", async || Some(()).filter(|()| vlans(&rig).is_empty())).await;

    // One host alone leaves a VLAN.
    let network = rig.made("network.create", wanted).await;
    let pif = id(&rig.one(Kind::Pif, json!({ "$network": network })));
    rig.call("pif.delete", json!({ "id": pif })).await;
    assert_eq!(rig.found("PIF", &pif), None);
}

#[tokio::test]
async fn a_network_in_use_or_of_a_card_is_not_deleted() {
    let mut rig = rig().await;
    let network = carrier(&rig)["$network"].clone();
    let refused = rig.refused("network.delete", json!({ "id": network })).await;
    assert_eq!(refused["code"], 25, "{refused}");
    assert!(rig.found("network", network.as_str().unwrap()).is_some());
}

#[tokio::test]
async fn a_bond_is_made_on_every_host() {
    let mut rig = rig().await;
    // One interface at most may have an address.
    for pif in rig.all(Kind::Pif).iter().filter(|pif| pif["device"] == "eth1") {
        rig.call("pif.reconfigureIp", json!({ "id": id(pif), "mode": "None" })).await;
    }
    let own = carrier(&rig)["$host"].clone();
    let mine = rig.all(Kind::Pif).into_iter();
    let pifs: Vec<String> =
        mine.filter(|pif| pif["$host"] == own && pif["physical"] == true).map(|pif| id(&pif)).collect();
    assert!(pifs.len() > 1, "{pifs:?}");
    let wanted = json!({ "pool": pool(&rig), "name": "b", "pifs": pifs, "bondMode": "active-backup" });
    let network = rig.made("network.createBonded", wanted.clone()).await;
    let bonds = tests::eventually("one for each host", async || {
        let on_it = rig.all(Kind::Pif).into_iter().filter(|pif| pif["$network"] == json!(network));
        Some(on_it.collect::<Vec<Value>>()).filter(|bonds| bonds.len() == 2)
    })
    .await;
    rig.until(&network, "isBonded", json!(true)).await;
    assert_eq!(rig.record("PIF", &id(&bonds[0]))["VLAN"].to_string().replace('"', ""), "-1");

    // Its members cannot be in another one, and nothing of that is left.
    let before = rig.all(Kind::Network).len();
    rig.refused("network.createBonded", wanted).await;
    tests::eventually("no network is left", async || {
        Some(()).filter(|()| rig.all(Kind::Network).len() == before)
    })
    .await;
    rig.call("network.delete", json!({ "id": network })).await;
    assert_eq!((rig.found("network", &network), rig.found("PIF", &id(&bonds[0]))), (None, None));
}

#[tokio::test]
async fn addresses_of_interfaces_are_changed() {
    let mut rig = Rig::new(Config { vms: 0, hosts: 2, ..Config::test() }).await;
    let pif = rig.one(Kind::Pif, json!({ "physical": true, "management": false }));
    let pif = id(&pif);
    let wanted = json!({
        "id": pif, "mode": "Static", "ip": "10.9.0.7", "netmask": "255.255.255.0", "gateway": "10.9.0.1",
        "dns": "10.9.0.2", "ipv6Mode": "Static", "ipv6": "fd00::7/64",
    });
    rig.call("pif.reconfigureIp", wanted).await;
    let record = rig.record("PIF", &pif);
    assert_eq!((&record["IP"], &record["netmask"]), (&json!("10.9.0.7"), &json!("255.255.255.0")));
    assert_eq!((&record["DNS"], &record["IPv6"]), (&json!("10.9.0.2"), &json!(["fd00::7/64"])));

    // IPv6 is put back when IPv4 cannot be.
    let wrong = json!({ "id": pif, "mode": "Static", "ip": "x", "ipv6Mode": "None" });
    rig.refused("pif.reconfigureIp", wrong).await;
    assert_eq!(rig.record("PIF", &pif)["IPv6"], json!(["fd00::7/64"]));

    rig.call("pif.disconnect", json!({ "id": pif })).await;
    assert_eq!(rig.record("PIF", &pif)["currently_attached"], false);
    rig.call("pif.connect", json!({ "id": pif })).await;
    assert_eq!(rig.record("PIF", &pif)["currently_attached"], true);
    rig.call("pif.delete", json!({ "id": pif })).await;
    assert_eq!(rig.found("PIF", &pif), None);
}

#[tokio::test]
async fn a_card_is_made_plugged_changed_replaced_and_taken_away() {
    let mut rig = rig().await;
    let networks = rig.all(Kind::Network);
    let running = rig.sim.first().vms("Running");
    let attached = |rig: &Rig, vm: &str| {
        let mine = rig.all(Kind::Vif).into_iter();
        mine.into_iter().find(|vif| vif["$VM"] == json!(vm) && vif["attached"] == true)
    };
    let old = running.iter().find_map(|vm| attached(&rig, vm)).unwrap();
    let (old, vm) = (id(&old), old["$VM"].as_str().unwrap().to_owned());

    let admin = rig.server.admin().await;
    let network =
        &networks.iter().find(|network| !network["PIFs"].as_array().unwrap().is_empty()).unwrap()["id"];
    let body = json!({ "networkId": network, "vmId": vm, "mac": "02-00-5E-10-00-01" });
    let made = admin.post("/rest/v0/vifs", &body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let vif = made.json()["id"].as_str().unwrap().to_owned();
    rig.known(&vif).await;
    assert_eq!(rig.record("VIF", &vif)["MAC"], "02:00:5e:10:00:01");
    rig.call("vif.connect", json!({ "id": vif })).await;
    assert_eq!(rig.record("VIF", &vif)["currently_attached"], true);
    rig.call("vif.disconnect", json!({ "id": vif })).await;
    assert_eq!(rig.record("VIF", &vif)["currently_attached"], false);

    let settings = json!({
        "id": vif, "allowedIpv4Addresses": ["10.1.1.1"], "allowedIpv6Addresses": ["fd00::1"],
        "lockingMode": "locked", "rateLimit": 1000, "txChecksumming": false,
    });
    assert_eq!(rig.call("vif.set", settings).await, json!(vif));
    let record = rig.record("VIF", &vif);
    assert_eq!(
        (&record["ipv4_allowed"], &record["ipv6_allowed"]),
        (&json!(["10.1.1.1"]), &json!(["fd00::1"]))
    );
    assert_eq!(
        (&record["locking_mode"], &record["other_config"]["ethtool-tx"]),
        (&json!("locked"), &json!("off"))
    );
    assert_eq!(record["qos_algorithm_params"], json!({ "kbps": "1000" }));
    rig.until(&vif, "rateLimit", json!(1000)).await;
    rig.call("vif.set", json!({ "id": vif, "rateLimit": null })).await;
    assert_eq!(rig.record("VIF", &vif)["qos_algorithm_type"], "");

    // Another network moves it, another MAC address replaces it.
    let wanted = json!({ "pool": pool(&rig), "name": "other" });
    let other = rig.made("network.create", wanted).await;
    assert_eq!(rig.call("vif.set", json!({ "id": vif, "network": other })).await, json!(vif));
    rig.until(&vif, "$network", json!(other)).await;
    let new = rig
        .made("vif.set", json!({ "id": old, "mac": "02:00:00:00:00:99", "lockingMode": "unlocked" }))
        .await;
    assert_ne!(new, old);
    let record = rig.record("VIF", &new);
    assert_eq!((&record["MAC"], &record["locking_mode"]), (&json!("02:00:00:00:00:99"), &json!("unlocked")));
    assert_eq!((&record["currently_attached"], rig.found("VIF", &old)), (&json!(true), None));

    let wrong = rig.refused("vif.set", json!({ "id": new, "mac": "nonsense" })).await;
    assert_eq!(wrong["data"]["errors"][0]["instancePath"], "/mac", "{wrong}");
    rig.call("vif.delete", json!({ "id": new })).await;
    assert_eq!(rig.found("VIF", &new), None);
}

#[tokio::test]
async fn a_card_and_the_network_it_goes_to_both_need_rights() {
    let mut rig = rig().await;
    let running = rig.sim.first().vms("Running");
    let card = running.iter().find_map(|vm| {
        let mine = rig.all(Kind::Vif).into_iter();
        mine.into_iter().find(|vif| vif["$VM"] == json!(vm) && vif["attached"] == true)
    });
    let (vm, card) = card.map(|card| (card["$VM"].clone(), id(&card))).unwrap();
    let target = rig.made("network.create", json!({ "pool": pool(&rig), "name": "target" })).await;
    let bob = rig.server.user("bob", "b").await;
    let mut bobs = rig.server.rpc_as("bob", "b").await;
    let unplug = json!({ "id": card });
    let unseen = bobs.call("vif.disconnect", unplug.clone()).await.unwrap_err();
    assert_eq!(unseen["code"], 1, "{unseen}");
    let grant = |object: &Value, action: &str| json!({ "subject": bob, "object": object, "action": action });
    rig.call("acl.add", grant(&vm, "operator")).await;
    let mut bobs = rig.server.rpc_as("bob", "b").await;
    assert_eq!(bobs.call("vif.disconnect", unplug.clone()).await, Ok(json!(true)));
    assert_eq!(rig.record("VIF", &card)["currently_attached"], false);
    let edit = json!({ "id": card, "lockingMode": "disabled" });
    assert_eq!(bobs.call("vif.set", edit.clone()).await.unwrap_err()["code"], 2);
    rig.call("acl.add", grant(&vm, "admin")).await;
    let mut bobs = rig.server.rpc_as("bob", "b").await;
    assert_eq!(bobs.call("vif.set", edit).await, Ok(json!(card)));
    let there = json!({ "id": card, "network": target });
    assert_eq!(bobs.call("vif.set", there.clone()).await.unwrap_err()["code"], 1, "a network not to be seen");
    rig.call("acl.add", grant(&json!(target), "viewer")).await;
    let mut bobs = rig.server.rpc_as("bob", "b").await;
    assert_eq!(bobs.call("vif.set", there.clone()).await.unwrap_err()["code"], 2, "seen is not enough");
    rig.call("acl.add", grant(&json!(target), "admin")).await;
    let mut bobs = rig.server.rpc_as("bob", "b").await;
    assert_eq!(bobs.call("vif.set", there).await, Ok(json!(card)));
    rig.until(&card, "$network", json!(target)).await;
}

#[tokio::test]
async fn networks_are_made_by_rest_at_once_or_as_tasks() {
    let rig = rig().await;
    let admin = rig.server.admin().await;
    let at = |action: &str| format!("/rest/v0/pools/{}/actions/{action}", pool(&rig));
    let sync = at("create_internal_network") + "?sync=true";
    let made = admin.post(&sync, &json!({ "name": "inside" })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let network = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(rig.record("network", &network)["name_label"], "inside");
    let body = json!({ "name": "v", "pif": id(&carrier(&rig)), "vlan": 77 });
    let started = admin.post(&at("create_network"), &body).await;
    assert_eq!(started.status, 202, "{}", started.text());
    tests::eventually("both hosts are on it", async || {
        let on_it = rig.all(Kind::Pif).into_iter().filter(|pif| pif["vlan"] == 77).count();
        Some(()).filter(|()| on_it == 2)
    })
    .await;
    rig.known(&network).await;
    let gone = admin.send(http::Method::DELETE, &format!("/rest/v0/networks/{network}"), "").await;
    assert_eq!((gone.status, rig.found("network", &network)), (204, None));
}
