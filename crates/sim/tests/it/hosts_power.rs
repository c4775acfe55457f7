//! Hosts that go down and come back, their toolstacks, and members that lose their master.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};
use sim::{Config, Sim};

use crate::common::{Client, call, hosts, send, start};

/// The VMs on a host that are not part of it.
pub async fn guests(client: &Client, host: &str) -> Vec<Value> {
    let mut guests = Vec::new();
    for vm in client.ok("host.get_resident_VMs", json!([host])).await.as_array().unwrap() {
        if client.ok("VM.get_is_control_domain", json!([vm])).await == false {
            guests.push(vm.clone());
        }
    }
    guests
}

/// Waits until a host says whether it is live.
pub async fn until_live(client: &Client, host: &str, live: bool) {
    let metrics = client.ok("host.get_metrics", json!([host])).await;
    client.until("host_metrics", metrics.as_str().unwrap(), "live", json!(live)).await;
}

/// Logs in as soon as a host lets in; every other answer on the way is noted.
pub async fn when_back(address: SocketAddr) -> (Client, Vec<String>) {
    let mut answers = Vec::new();
    for _ in 0..1000 {
        match call(address, "session.login_with_password", json!(["root", "xenith"])).await {
            Ok(session) => {
                let session = session.as_str().unwrap().to_owned();
                return (Client { address, session }, answers);
            }
            Err(why) => answers.push(why[0].clone()),
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("{address} did not come back: {:?}", answers.last());
}

/// Asks until a call is refused with a code.
async fn until_refused(address: SocketAddr, method: &str, params: Value, code: &str) {
    for _ in 0..1000 {
        if call(address, method, params.clone()).await.is_err_and(|why| why[0] == code) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("{method} was never refused with {code}");
}

async fn three() -> (Sim, Client, Vec<String>) {
    // Slow enough to be watched on a busy machine.
    let (sim, client) = start(Config { hosts: 3, vms: 12, speed: 8.0, ..Config::test() }).await;
    let hosts = hosts(&client).await;
    (sim, client, hosts)
}

#[tokio::test]
async fn a_member_reboots_and_what_ran_on_it_is_halted() {
    let (_sim, client, hosts) = three().await;
    let host = &hosts[1];
    assert_eq!(client.refused("host.reboot", json!([host])).await, ["HOST_NOT_DISABLED"]);
    let allowed = client.ok("host.get_allowed_operations", json!([host])).await;
    assert!(!allowed.as_array().unwrap().contains(&json!("reboot")), "{allowed}");
    let ran = guests(&client, host).await;
    assert!(!ran.is_empty());
    let before = client.ok("host.get_other_config", json!([host])).await;
    client.ok("host.disable", json!([host])).await;
    let allowed = client.ok("host.get_allowed_operations", json!([host])).await;
    assert!(allowed.as_array().unwrap().contains(&json!("reboot")), "{allowed}");
    // A second passes, so that the times of boots differ.
    tokio::time::sleep(Duration::from_millis(1100)).await;

    client.ok("host.reboot", json!([host])).await;
    let metrics = client.ok("host.get_metrics", json!([host])).await;
    assert_eq!(client.ok("host_metrics.get_live", json!([metrics])).await, false, "at once");
    let current = client.ok("host.get_current_operations", json!([host])).await;
    assert!(current.as_object().unwrap().values().any(|op| op == "reboot"), "{current}");
    assert_eq!(client.ok("VM.get_power_state", json!([ran[0]])).await, "Running", "nobody knows better yet");
    assert_eq!(client.refused("VM.pause", json!([ran[0]])).await, ["HOST_OFFLINE", host.as_str()]);

    until_live(&client, host, true).await;
    client.until("host", host, "enabled", json!(true)).await;
    assert_eq!(client.ok("host.get_current_operations", json!([host])).await, json!({}));
    for vm in &ran {
        assert_eq!(client.ok("VM.get_power_state", json!([vm])).await, "Halted");
    }
    let after = client.ok("host.get_other_config", json!([host])).await;
    assert_ne!(before["boot_time"], after["boot_time"]);
    assert_ne!(before["agent_start_time"], after["agent_start_time"]);
    for pbd in client.ok("host.get_PBDs", json!([host])).await.as_array().unwrap() {
        client.until("PBD", pbd.as_str().unwrap(), "currently_attached", json!(true)).await;
    }
    client.ok("VM.start_on", json!([ran[0], host, false, false])).await;
}

#[tokio::test]
async fn a_host_that_is_off_is_powered_on_from_afar() {
    let (_sim, client, hosts) = three().await;
    let host = &hosts[2];
    assert_eq!(client.refused("host.power_on", json!([host])).await, ["HOST_IS_LIVE", host.as_str()]);
    // Disabled for good, it stays so when it is back.
    client.ok("host.disable", json!([host, false])).await;
    client.ok("host.shutdown", json!([host])).await;
    until_live(&client, host, false).await;
    client.until("host", host, "current_operations", json!({})).await;
    assert_eq!(client.refused("host.power_on", json!([host])).await, ["HOST_POWER_ON_MODE_DISABLED"]);
    client.ok("host.set_power_on_mode", json!([host, "wake-on-lan", {}])).await;
    assert_eq!(client.ok("host.get_allowed_operations", json!([host])).await, json!(["power_on"]));
    client.ok("host.power_on", json!([host])).await;
    until_live(&client, host, true).await;
    assert_eq!(client.ok("host.get_enabled", json!([host])).await, false);
    client.ok("host.enable", json!([host])).await;
    assert_eq!(client.ok("host.get_enabled", json!([host])).await, true);
}

#[tokio::test]
async fn a_dead_host_is_declared_dead_and_its_records_go() {
    let (sim, client, hosts) = three().await;
    let host = &hosts[1];
    for call in ["host.destroy", "host.declare_dead"] {
        assert_eq!(client.refused(call, json!([host])).await, ["HOST_IS_LIVE", host.as_str()]);
    }
    let ran = guests(&client, host).await;
    sim.first().power_off(1);
    until_live(&client, host, false).await;
    assert_eq!(client.refused("host.disable", json!([host])).await, ["HOST_OFFLINE", host.as_str()]);
    assert_eq!(client.refused("host.destroy", json!([host])).await, ["HOST_HAS_RESIDENT_VMS", host.as_str()]);
    client.ok("host.declare_dead", json!([host])).await;
    for vm in &ran {
        assert_eq!(client.ok("VM.get_power_state", json!([vm])).await, "Halted");
    }
    let (pifs, pbds) = (sim.first().count("PIF"), sim.first().count("PBD"));
    let pool = client.ok("pool.get_all", json!([])).await[0].clone();
    let cpus = client.ok("pool.get_cpu_info", json!([pool])).await;
    client.ok("host.destroy", json!([host])).await;
    assert_eq!(client.refused("host.get_uuid", json!([host])).await[0], "HANDLE_INVALID");
    assert_eq!((sim.first().count("host"), sim.first().count("host_metrics")), (2, 2));
    assert!(sim.first().count("PIF") < pifs && sim.first().count("PBD") < pbds);
    assert_ne!(client.ok("pool.get_cpu_info", json!([pool])).await, cpus);
    let records = client.ok("PIF.get_all_records", json!([])).await;
    assert!(records.as_object().unwrap().values().all(|pif| pif["host"] != json!(host)));
    for vm in &ran {
        client.ok("VM.get_uuid", json!([vm])).await;
    }
}

#[tokio::test]
async fn the_masters_toolstack_restarts_and_vms_run_on() {
    let (sim, client, hosts) = three().await;
    let running = client.vms("Running").await;
    client.ok("host.restart_agent", json!([hosts[0]])).await;
    // It goes on answering for a moment.
    let old = json!([client.session]);
    for _ in 0..1000 {
        if call(sim.address(), "VM.get_all", old.clone()).await.is_err() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let (again, answers) = when_back(sim.address()).await;
    assert!(answers.iter().any(|answer| answer == "HOST_STILL_BOOTING"), "{answers:?}");
    assert_eq!(client.refused("VM.get_all", json!([])).await[0], "SESSION_INVALID", "sessions are lost");
    assert_eq!(again.vms("Running").await, running);
    let metrics = again.ok("host.get_metrics", json!([hosts[0]])).await;
    assert_eq!(again.ok("host_metrics.get_live", json!([metrics])).await, true);
}

#[tokio::test]
async fn members_without_a_master_answer_emergency_calls_until_one_takes_over() {
    let (sim, client, hosts) = three().await;
    let addresses = sim.first().addresses();
    sim.first().stop(0);
    for member in &addresses[1..] {
        let login = json!(["root", "xenith"]);
        until_refused(*member, "session.login_with_password", login, "HOST_IN_EMERGENCY_MODE").await;
        let read = call(*member, "VM.get_all", json!([client.session])).await;
        assert_eq!(read.unwrap_err(), ["HOST_IN_EMERGENCY_MODE"]);
        let request = format!("GET /rrd_updates?start=0&session_id={} HTTP/1.0\r\n\r\n", client.session);
        let (head, _) = send(*member, &request).await.unwrap();
        assert!(head.contains(" 401 "), "sessions are the master's to know: {head}");
        let mode = call(*member, "host.is_in_emergency_mode", json!([client.session])).await;
        assert_eq!(mode.unwrap(), true);
    }
    let wrong = call(addresses[2], "pool.emergency_reset_master", json!([client.session, "10.9.9.9"])).await;
    assert_eq!(wrong.unwrap(), "");
    let read = call(addresses[2], "VM.get_all", json!([client.session])).await;
    assert_eq!(read.unwrap_err(), ["HOST_MASTER_CANNOT_TALK_BACK", "10.9.9.9"]);

    let taken = call(addresses[1], "pool.emergency_transition_to_master", json!([client.session])).await;
    assert_eq!(taken.unwrap(), "");
    let new = Client::login(addresses[1]).await;
    assert_eq!(sim.first().master(), 1);
    assert!(call(addresses[2], "VM.get_all", json!([new.session])).await.is_err(), "it was not told");
    assert_eq!(new.ok("pool.recover_slaves", json!([])).await, json!([hosts[2]]));
    let slave = call(addresses[2], "VM.get_all", json!([new.session])).await;
    assert_eq!(slave.unwrap_err(), ["HOST_IS_SLAVE", "127.0.0.2"]);
    until_live(&new, &hosts[0], false).await;
    while sim.first().restart(0).await.is_err() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let slave = call(addresses[0], "VM.get_all", json!([new.session])).await;
    assert_eq!(slave.unwrap_err(), ["HOST_IS_SLAVE", "127.0.0.2"]);
}

#[tokio::test]
async fn a_master_that_is_back_ends_the_emergency() {
    let (sim, client, _) = three().await;
    let addresses = sim.first().addresses();
    sim.first().stop(0);
    until_refused(addresses[1], "VM.get_all", json!([client.session]), "HOST_IN_EMERGENCY_MODE").await;
    while sim.first().restart(0).await.is_err() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let read = call(addresses[1], "VM.get_all", json!([client.session])).await;
    assert_eq!(read.unwrap_err(), ["HOST_IS_SLAVE", "127.0.0.1"]);
    client.ok("VM.get_all", json!([])).await;
}

#[tokio::test]
async fn another_master_is_designated_only_if_it_can_serve() {
    let (sim, client, hosts) = three().await;
    client.ok("host.disable", json!([hosts[1]])).await;
    let refused = client.refused("pool.designate_new_master", json!([hosts[1]])).await;
    assert_eq!(refused, ["HOST_DISABLED", hosts[1].as_str()]);
    sim.first().power_off(2);
    until_live(&client, &hosts[2], false).await;
    let refused = client.refused("pool.designate_new_master", json!([hosts[2]])).await;
    assert_eq!(refused, ["HOST_OFFLINE", hosts[2].as_str()]);
    client.ok("host.enable", json!([hosts[1]])).await;
    client.ok("pool.designate_new_master", json!([hosts[1]])).await;
    assert_eq!(client.refused("VM.get_all", json!([])).await, ["HOST_IS_SLAVE", "127.0.0.2"]);
    let new = Client::login(sim.first().addresses()[1]).await;
    assert_eq!(new.ok("pool.is_slave", json!([hosts[1]])).await, false);
}

#[tokio::test]
async fn hosts_tell_about_themselves_and_take_settings() {
    let (_sim, client, hosts) = three().await;
    let host = &hosts[1];
    for (bad, why) in [("", "empty"), ("a b", "spaces"), ("a_b", "characters"), ("-a", "begins")] {
        let refused = client.refused("host.set_hostname_live", json!([host, bad])).await;
        assert_eq!(refused[0], "HOST_NAME_INVALID");
        assert!(refused[1].contains(why), "{refused:?}");
    }
    client.ok("host.set_hostname_live", json!([host, "node-2.example"])).await;
    assert_eq!(client.ok("host.get_hostname", json!([host])).await, "node-2.example");

    let log = client.ok("host.dmesg", json!([host])).await;
    assert!(log.as_str().unwrap().contains("Xen version"));
    client.ok("host.send_debug_keys", json!([host, "q"])).await;
    assert!(client.ok("host.dmesg_clear", json!([host])).await.as_str().unwrap().contains("'q' pressed"));
    assert_eq!(client.ok("host.dmesg", json!([host])).await, "");

    let refused = client.refused("host.set_servertime", json!([host, "20200101T00:00:00Z"])).await;
    assert_eq!(refused, ["NOT_ALLOWED_WHEN_NTP_IS_ENABLED", host.as_str()]);
    client.ok("host.set_ntp_mode", json!([host, "Disabled"])).await;
    client.ok("host.set_servertime", json!([host, "20200101T00:00:00Z"])).await;
    let told = client.ok("host.get_servertime", json!([host])).await;
    assert!(told.as_str().unwrap().starts_with("202001"), "{told}");
    assert_eq!(client.refused("host.set_ntp_mode", json!([host, "Custom"])).await[0], "INVALID_NTP_CONFIG");
    client.ok("host.set_ntp_custom_servers", json!([host, ["ntp.example"]])).await;
    client.ok("host.set_ntp_mode", json!([host, "Custom"])).await;
    let servers = client.ok("host.get_ntp_servers_status", json!([host])).await;
    assert_eq!(servers, json!({"ntp.example": "synchronized"}));

    let management = client.ok("host.get_management_interface", json!([host])).await;
    let pifs = client.ok("host.get_PIFs", json!([host])).await;
    let mut other = None;
    for pif in pifs.as_array().unwrap() {
        let record = client.ok("PIF.get_record", json!([pif])).await;
        if record["VLAN"] == json!(20) {
            let refused = client.refused("host.management_reconfigure", json!([pif])).await;
            assert_eq!(refused[0], "PIF_HAS_NO_NETWORK_CONFIGURATION");
        } else if *pif != management {
            other = Some((pif.clone(), record["IP"].clone()));
        }
    }
    let (other, ip) = other.unwrap();
    client.ok("host.management_reconfigure", json!([other])).await;
    assert_eq!(client.ok("host.get_management_interface", json!([host])).await, other);
    assert_eq!(client.ok("PIF.get_management", json!([management])).await, false);
    assert_eq!(client.ok("host.get_address", json!([host])).await, ip);

    assert_eq!(
        client.refused("host.apply_edition", json!([host, "platinum"])).await,
        ["INVALID_EDITION", "platinum"]
    );
    client.ok("host.license_remove", json!([host])).await;
    client.ok("host.refresh_pack_info", json!([host])).await;
    let pool = client.ok("pool.get_all", json!([])).await[0].clone();
    for (call, object) in
        [("host.set_uefi_certificates", json!(host)), ("pool.set_uefi_certificates", pool.clone())]
    {
        assert_eq!(client.refused(call, json!([object, ""])).await[0], "OPERATION_NOT_ALLOWED");
    }
    let state = client.ok("pool.get_license_state", json!([pool])).await;
    assert_eq!(state, json!({"edition": "xcp-ng", "expiry": "never"}));
    assert_eq!(client.refused("pool.set_wlb_enabled", json!([pool, true])).await, ["WLB_NOT_INITIALIZED"]);
    let wrong = client.refused("host.set_timezone", json!([host, "Mars/Olympus"])).await;
    assert_eq!(wrong, ["INVALID_VALUE", "timezone", "Mars/Olympus"]);
    client.ok("host.set_timezone", json!([host, "Europe/Paris"])).await;
    assert_eq!(client.ok("host.get_timezone", json!([host])).await, "Europe/Paris");
    // Seconds of the day: `20200101T12:30:00Z`.
    let told = async |call: &str| {
        let time = client.ok(call, json!([host])).await;
        let part = |at: usize| time.as_str().unwrap()[at..at + 2].parse::<i64>().unwrap();
        part(9) * 3600 + part(12) * 60 + part(15)
    };
    let universal = told("host.get_servertime").await;
    let ahead = (told("host.get_server_localtime").await - universal).rem_euclid(86_400);
    assert!((3600..7260).contains(&ahead), "an hour, or two in summer: {ahead}");
    assert_eq!(client.ok("host.disable_display", json!([host])).await, "disable_on_reboot");
    assert_eq!(client.ok("host.has_extension", json!([host, "x"])).await, false);
    assert_eq!(
        client.refused("host.call_extension", json!([host, "x.y"])).await,
        ["MESSAGE_METHOD_UNKNOWN", "x.y"]
    );
}

#[tokio::test]
async fn ssh_closes_itself_after_a_while() {
    let (_sim, client, hosts) = three().await;
    let host = &hosts[1];
    let long = client.refused("host.set_ssh_enabled_timeout", json!([host, 200_000])).await;
    assert_eq!(long, ["INVALID_VALUE", "ssh_enabled_timeout", "200000"]);
    client.ok("host.set_ssh_enabled_timeout", json!([host, 1])).await;
    client.ok("host.enable_ssh", json!([host])).await;
    assert_ne!(client.ok("host.get_ssh_expiry", json!([host])).await, "19700101T00:00:00Z");
    client.until("host", host, "ssh_enabled", json!(false)).await;
}

#[tokio::test]
async fn a_host_that_is_emptied_says_so() {
    let (_sim, client) = start(Config { hosts: 3, vms: 12, speed: 8.0, ..Config::test() }).await;
    let host = &hosts(&client).await[1];
    client.ok("host.disable", json!([host])).await;
    let networks = client.ok("network.get_all_records", json!([])).await;
    let (dmz, _) = networks.as_object().unwrap().iter().find(|(_, n)| n["name_label"] == "DMZ").unwrap();
    let refused = client.refused("host.evacuate", json!([host, dmz])).await;
    assert_eq!(refused[0], "INTERFACE_HAS_NO_IP");
    let task = client.ok("Async.host.evacuate", json!([host])).await;
    for _ in 0..500 {
        let current = client.ok("host.get_current_operations", json!([host])).await;
        if current.as_object().unwrap().values().any(|op| op == "evacuate") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    assert_eq!(client.ok("host.get_allowed_operations", json!([host])).await, json!([]));
    let refused = client.refused("host.enable", json!([host])).await;
    assert_eq!(refused, ["HOST_EVACUATE_IN_PROGRESS", host.as_str()]);
    assert_eq!(client.refused("host.reboot", json!([host])).await[0], "OTHER_OPERATION_IN_PROGRESS");
    assert_eq!(client.task(&task).await["status"], "success");
    client.until("host", host, "current_operations", json!({})).await;
    assert!(guests(&client, host).await.is_empty());
    client.ok("host.enable", json!([host])).await;
}

#[tokio::test]
async fn who_takes_over_from_a_dead_master_is_alive() {
    let (sim, client, hosts) = three().await;
    sim.first().power_off(1);
    until_live(&client, &hosts[1], false).await;
    assert_eq!(sim.first().kill_master(), Ok(2));
    let client = Client::login(sim.first().addresses()[2]).await;
    until_live(&client, &hosts[0], false).await;
    assert!(guests(&client, &hosts[0]).await.is_empty(), "it was declared dead");
    assert!(!guests(&client, &hosts[1]).await.is_empty(), "nobody declared this one dead");
}
