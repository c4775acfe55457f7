//! The interface by which a host is managed.

use crate::behave::pif_checks::{assert_managed, expect_local, is_management};
use crate::behave::{ha, host, pif, pif_ip};
use crate::data::db::Db;
use crate::data::value::Value;
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::machine;

/// `host.get_management_interface`.
pub fn get(cx: &Cx, host: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        for pif in db.get_refs("host", host, "PIFs")? {
            if is_management(db, &pif)? {
                return Ok(Value::from(pif));
            }
        }
        Ok(Value::null())
    })
}

/// Refuses an interface that a host cannot be managed by.
fn assert_usable(db: &Db, pif: &str) -> Result<(), Failure> {
    ha::assert_disabled(db)?;
    pif::assert_pluggable(db, pif)?;
    assert_managed(db, pif)?;
    let get = |field| db.get("PIF", pif, field);
    if get("primary_address_type")?.as_str() == "IPv6" {
        if get("ipv6_configuration_mode")?.as_str() == "None" {
            return Err(Failure::new("PIF_HAS_NO_V6_NETWORK_CONFIGURATION", [pif]));
        }
    } else if get("ip_configuration_mode")?.as_str() == "None" {
        return Err(Failure::new("PIF_HAS_NO_NETWORK_CONFIGURATION", [pif]));
    }
    Ok(())
}

/// Moves management to another interface of its host. The host's record tells that interface's address from then on;
/// the machine itself stays where it listens, since it has no other place in this process.
fn move_to(db: &mut Db, pif: &str) -> Result<(), Failure> {
    assert_usable(db, pif)?;
    let host = db.get_str("PIF", pif, "host")?;
    host::assert_live(db, &host)?;
    if is_management(db, pif)? {
        return Ok(());
    }
    for other in db.get_refs("host", &host, "PIFs")? {
        db.set("PIF", &other, "management", *other == *pif)?;
    }
    pif::bring_up(db, pif)?;
    pif_ip::tell_address(db, pif)?;
    Ok(())
}

/// `host.management_reconfigure`.
pub fn reconfigure(cx: &Cx, pif: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| move_to(db, pif))?;
    Ok(Value::Void)
}

/// `host.local_management_reconfigure`: by the name of a device or bridge of the host that is asked.
pub fn reconfigure_local(cx: &Cx, interface: &str) -> Result<Value, Failure> {
    let host = &cx.pool.hosts[cx.host].reference;
    cx.pool.write(|db| {
        for pif in db.get_refs("host", host, "PIFs")? {
            let network = db.get_str("PIF", &pif, "network")?;
            let bridge = db.get_str("network", &network, "bridge");
            let named = db.get("PIF", &pif, "device")?.as_str() == interface
                && db.get("PIF", &pif, "VLAN")?.as_int() < 0;
            if named || bridge.is_ok_and(|bridge| &*bridge == interface) {
                return move_to(db, &pif);
            }
        }
        Err(Failure::bare("PIF_DEVICE_NOT_FOUND"))
    })?;
    Ok(Value::Void)
}

/// `pool.management_reconfigure`: by the interfaces that all hosts have on a network.
pub fn reconfigure_pool(cx: &Cx, network: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        ha::assert_disabled(db)?;
        let mut chosen = Vec::new();
        for host in db.refs("host") {
            let pif = expect_local(db, network, &host)?;
            assert_usable(db, &pif)?;
            chosen.push(pif);
        }
        chosen.iter().try_for_each(|pif| move_to(db, pif))
    })?;
    Ok(Value::Void)
}

/// `host.management_disable`: nobody reaches the host that is asked any more. A member could then not reach its master.
pub fn disable(cx: &Cx) -> Result<Value, Failure> {
    if cx.pool.master() != cx.host {
        return Err(Failure::bare("SLAVE_REQUIRES_MANAGEMENT_INTERFACE"));
    }
    let host = &cx.pool.hosts[cx.host].reference;
    cx.pool.write(|db| {
        ha::assert_disabled(db)?;
        for pif in db.get_refs("host", host, "PIFs")? {
            db.set("PIF", &pif, "management", false)?;
        }
        db.set("host", host, "address", "")
    })?;
    machine::unplug_soon(&cx.pool, cx.host);
    Ok(Value::Void)
}

/// `pool.hello`: whether a host is known, and whether it can be talked to.
pub fn hello(cx: &Cx, uuid: &str, address: &str) -> Value {
    let known = cx.pool.read(|db| db.table("host").ok().and_then(|t| t.by_uuid(uuid).cloned()));
    let number = known.and_then(|host| cx.pool.member(&host).ok());
    Value::from(match number {
        None => "unknown_host",
        Some(number) if cx.pool.hosts[number].address.ip().to_string() == address => "ok",
        Some(_) => "cannot_talk_back",
    })
}
