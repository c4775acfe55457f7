//! Every call that real clients make does what it is for.

use std::collections::{BTreeMap, BTreeSet};

const CALLED: &str = include_str!("data/called.txt");

/// Calls that real clients make and that are refused all the same, and why.
const REFUSED: &[(&str, &str)] = &[
    ("Bond.create", "not simulated yet"),
    ("Bond.destroy", "not simulated yet"),
    ("PIF.forget", "not simulated yet"),
    ("PIF.plug", "not simulated yet"),
    ("PIF.reconfigure_ip", "not simulated yet"),
    ("PIF.scan", "not simulated yet"),
    ("PIF.unplug", "not simulated yet"),
    ("PUSB.scan", "not simulated yet"),
    ("PUSB.set_passthrough_enabled", "not simulated yet"),
    ("SR.create", "not simulated yet"),
    ("SR.get_supported_types", "not simulated yet"),
    ("SR.introduce", "not simulated yet"),
    ("SR.probe", "not simulated yet"),
    ("VDI.data_destroy", "not simulated yet"),
    ("VDI.disable_cbt", "not simulated yet"),
    ("VDI.enable_cbt", "not simulated yet"),
    ("VDI.get_nbd_info", "not simulated yet"),
    ("VDI.list_changed_blocks", "not simulated yet"),
    ("VDI.pool_migrate", "not simulated yet"),
    ("VGPU.create", "not simulated yet"),
    ("VGPU.destroy", "not simulated yet"),
    ("VM.assert_can_migrate", "not simulated yet"),
    ("VM.forget_data_source_archives", "not simulated yet"),
    ("VM.migrate_send", "not simulated yet"),
    ("VM.record_data_source", "not simulated yet"),
    ("VM.set_uefi_mode", "not simulated yet"),
    ("VTPM.create", "not simulated yet"),
    ("VTPM.destroy", "not simulated yet"),
    ("VTPM.get_contents", "not simulated yet"),
    ("VTPM.set_contents", "not simulated yet"),
    ("VUSB.create", "not simulated yet"),
    ("VUSB.destroy", "not simulated yet"),
    ("VUSB.unplug", "not simulated yet"),
    ("blob.create", "not simulated yet"),
    ("blob.destroy", "not simulated yet"),
    ("event.next", "event.from is answered, and clients turn to these only where it is unknown"),
    ("event.register", "event.from is answered, and clients turn to these only where it is unknown"),
    ("event.unregister", "event.from is answered, and clients turn to these only where it is unknown"),
    ("host.apply_updates", "not simulated yet"),
    ("host.call_plugin", "not simulated yet"),
    ("host.destroy", "not simulated yet"),
    ("host.get_server_certificate", "not simulated yet"),
    ("host.install_server_certificate", "not simulated yet"),
    ("host.management_reconfigure", "not simulated yet"),
    ("host.migrate_receive", "not simulated yet"),
    ("host.power_on", "not simulated yet"),
    ("host.reboot", "not simulated yet"),
    ("host.restart_agent", "not simulated yet"),
    ("host.shutdown", "not simulated yet"),
    ("host.syslog_reconfigure", "not simulated yet"),
    ("pool.disable_ha", "not simulated yet"),
    ("pool.eject", "not simulated yet"),
    ("pool.emergency_reset_master", "not simulated yet"),
    ("pool.emergency_transition_to_master", "not simulated yet"),
    ("pool.enable_ha", "not simulated yet"),
    ("pool.get_license_state", "not simulated yet"),
    ("pool.join", "not simulated yet"),
    ("pool.management_reconfigure", "not simulated yet"),
    ("pool.recover_slaves", "not simulated yet"),
    ("pool_patch.pool_apply", "not simulated yet"),
    ("pool_update.introduce", "not simulated yet"),
    ("pool_update.pool_apply", "not simulated yet"),
    ("pool_update.precheck", "not simulated yet"),
    ("session.slave_local_login", "not simulated yet"),
    ("session.slave_local_login_with_password", "not simulated yet"),
    ("session.slave_login", "not simulated yet"),
    ("tunnel.destroy", "not simulated yet"),
];

/// What becomes of each call, as the table of the coverage tells.
fn answers() -> BTreeMap<String, String> {
    let table = sim::coverage::markdown();
    let mut answers = BTreeMap::new();
    let mut class = "";
    for line in table.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            class = name;
        } else if let Some((what, names)) = line.strip_prefix("- ").and_then(|l| l.split_once(": ")) {
            for name in names.split(", ") {
                answers.insert(format!("{class}.{name}"), what.to_owned());
            }
        }
    }
    answers
}

fn called() -> Vec<(&'static str, Vec<&'static str>)> {
    let lines = CALLED.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| {
            let (name, by) = line.split_once(": ").unwrap_or_else(|| panic!("{line}: who calls it?"));
            (name, by.split(' ').collect())
        })
        .collect()
}

#[test]
fn what_clients_call_behaves() {
    let answers = answers();
    assert!(answers.len() > 1500, "the table was read");
    let called = called();
    assert!(called.len() > 150);
    let names: BTreeSet<_> = called.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), called.len(), "each once");
    for (name, by) in &called {
        for client in by {
            assert!(
                ["xen-api", "@xen-orchestra/xapi", "xen-orchestra", "xenith"].contains(client),
                "{name}: {client}"
            );
        }
    }
    // It is no call of the data model, and answered all the same.
    let refused: BTreeSet<_> = names
        .iter()
        .filter(|name| **name != "system.listMethods")
        .filter(|name| !matches!(answers.get(**name).map(String::as_str), Some("generic" | "behave")))
        .copied()
        .collect();
    let excused: BTreeSet<_> = REFUSED.iter().map(|(name, _)| *name).collect();
    assert!(REFUSED.iter().all(|(_, why)| !why.is_empty()));
    let wrong: Vec<_> = refused.difference(&excused).collect();
    assert!(wrong.is_empty(), "refused without a reason: {wrong:?}");
}
