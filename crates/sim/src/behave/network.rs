//! Networks: made and taken away, their purposes, and hosts that attach to them.

use crate::behave::pif_checks::{assert_network_managed, local};
use crate::behave::vm_devices::constructor;
use crate::behave::{objects, pif};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;

/// Beginnings of names that bridges made by hand may not have.
const RESERVED: &[&str] = &["xen", "xapi", "vif", "tap", "eth"];

/// `network.create`.
pub fn create(cx: &Cx, record: &Value) -> Result<Value, Failure> {
    let made = cx.pool.write(|db| {
        let mut fields = constructor(db, "network", record)?;
        let wanted = record.key("bridge").map_or("", Value::as_str);
        let networks = db.refs("network");
        let taken = |name: &str| {
            networks.iter().any(|n| db.get_str("network", n, "bridge").is_ok_and(|b| &*b == name))
        };
        if wanted.is_empty() {
            let free = (0..).map(|n| format!("xapi{n}")).find(|name| !taken(name));
            fields.push(("bridge", Value::from(free.unwrap_or_default())));
        } else if wanted.len() > 15 || RESERVED.iter().any(|r| wanted.starts_with(r)) {
            return Err(Failure::new("INVALID_VALUE", ["bridge", wanted]));
        } else if taken(wanted) {
            return Err(Failure::new("BRIDGE_NAME_EXISTS", [wanted]));
        }
        if record.key("MTU").is_some_and(|mtu| mtu.as_int() <= 0) {
            fields.push(("MTU", Value::Int(1500)));
        }
        cx.pool.insert(db, "network", fields)
    })?;
    Ok(Value::from(made))
}

/// `network.destroy`: VIFs that are not attached go with it.
pub fn destroy(cx: &Cx, network: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let vifs = objects::assert_deserted(db, "network", network, "VIF", "PIF")?;
        let config = db.get("network", network, "other_config")?;
        if config.key("is_host_internal_management_network").is_some_and(|v| v.as_str() == "true") {
            return Err(Failure::new("CANNOT_DESTROY_SYSTEM_NETWORK", [network]));
        }
        for vif in vifs {
            db.delete("VIF", &vif)?;
        }
        db.delete("network", network)
    })?;
    Ok(Value::Void)
}

/// `network.add_purpose`: the two kinds of access to disks cannot be had at once.
pub fn add_purpose(cx: &Cx, network: &str, purpose: &Value) -> Result<Value, Failure> {
    let other = if purpose.as_str() == "nbd" { "insecure_nbd" } else { "nbd" };
    cx.pool.write(|db| {
        if db.get("network", network, "purpose")?.items().contains(purpose) {
            return Ok(false);
        }
        let conflict = db
            .refs("network")
            .iter()
            .any(|n| db.get("network", n, "purpose").is_ok_and(|p| p.contains(other)));
        if conflict {
            return Err(Failure::new("NETWORK_INCOMPATIBLE_PURPOSES", [purpose.as_str(), other]));
        }
        db.include("network", network, "purpose", purpose)
    })?;
    Ok(Value::Void)
}

/// `network.remove_purpose`.
pub fn remove_purpose(cx: &Cx, network: &str, purpose: &Value) -> Result<Value, Failure> {
    cx.pool.write(|db| db.exclude("network", network, "purpose", purpose))?;
    Ok(Value::Void)
}

/// `network.set_default_locking_mode`, while nothing is attached.
pub fn set_default_locking_mode(cx: &Cx, network: &str, mode: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        for vif in db.get_refs("network", network, "VIFs")? {
            if db.get("VIF", &vif, "currently_attached")?.as_bool() {
                return Err(Failure::new("VIF_IN_USE", [network, &*vif]));
            }
        }
        db.set("network", network, "default_locking_mode", mode)
    })?;
    Ok(Value::Void)
}

/// `network.attach`: the interface of the host on the network comes up.
pub async fn attach(cx: &Cx, network: Str, host: Str) -> Result<Value, Failure> {
    let check = |db: &Db| {
        db.get("host", &host, "uuid")?;
        if assert_network_managed(db, &network).is_err() {
            // Bridges that are managed elsewhere are not made here.
            return Err(Failure::new("BRIDGE_NOT_AVAILABLE", [&*db.get_str("network", &network, "bridge")?]));
        }
        Ok(())
    };
    cx.change(0.3, check, |db, ()| bring_up(db, &network, &host)).await?;
    Ok(Value::Void)
}

/// `network.attach_for_vm`: the same for every network of a VM.
pub async fn attach_for_vm(cx: &Cx, host: Str, vm: Str) -> Result<Value, Failure> {
    let check = |db: &Db| db.get("host", &host, "uuid").and(db.get("VM", &vm, "uuid"));
    cx.change(0.3, check, |db, _| attach_all(db, &vm, &host)).await?;
    Ok(Value::Void)
}

/// Brings up the interface of a host on a network, if it has one.
pub fn bring_up(db: &mut Db, network: &str, host: &str) -> Result<(), Failure> {
    match local(db, network, host)? {
        Some(pif) if db.get("PIF", &pif, "managed")?.as_bool() => pif::bring_up(db, &pif),
        _ => Ok(()),
    }
}

/// Brings up the interfaces of a host that the VIFs of a VM need.
pub fn attach_all(db: &mut Db, vm: &str, host: &str) -> Result<(), Failure> {
    for vif in db.get_refs("VM", vm, "VIFs")? {
        let network = db.get_str("VIF", &vif, "network")?;
        if db.exists("network", &network) {
            bring_up(db, &network, host)?;
        }
    }
    Ok(())
}
