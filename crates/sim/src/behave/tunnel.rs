//! Tunnels between hosts: an access interface on a network of their own, over a transport interface.

use crate::behave::pif;
use crate::behave::pif_checks::{
    assert_managed, assert_network_managed, assert_no_other_local, bond_of, vlan_on_sriov,
};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;

/// `tunnel.create`.
pub async fn create(cx: &Cx, transport: &str, network: &str, protocol: &str) -> Result<Value, Failure> {
    let check = |db: &Db| check(db, transport, network);
    cx.change(0.4, check, |db, ()| {
        let (tunnel, access) = add(db, &cx.pool, transport, network, protocol)?;
        pif::bring_up(db, &access)?;
        Ok(Value::from(tunnel))
    })
    .await
}

fn check(db: &Db, transport: &str, network: &str) -> Result<(), Failure> {
    assert_network_managed(db, network)?;
    assert_managed(db, transport)?;
    if bond_of(db, transport)?.is_some() {
        return Err(Failure::new("CANNOT_ADD_TUNNEL_TO_BOND_SLAVE", [transport]));
    }
    if !db.get_refs("PIF", transport, "tunnel_access_PIF_of")?.is_empty() {
        return Err(Failure::new("IS_TUNNEL_ACCESS_PIF", [transport]));
    }
    if !db.get_refs("PIF", transport, "sriov_logical_PIF_of")?.is_empty() {
        return Err(Failure::new("CANNOT_ADD_TUNNEL_TO_SRIOV_LOGICAL", [transport]));
    }
    if vlan_on_sriov(db, transport)? {
        return Err(Failure::new("CANNOT_ADD_TUNNEL_TO_VLAN_ON_SRIOV_LOGICAL", [transport]));
    }
    assert_no_other_local(db, &db.get_str("PIF", transport, "host")?, network)?;
    for other in db.get_refs("network", network, "PIFs")? {
        if db.get_refs("PIF", &other, "tunnel_access_PIF_of")?.is_empty() {
            return Err(Failure::new("NETWORK_INCOMPATIBLE_WITH_TUNNEL", [network]));
        }
    }
    for host in db.refs("host") {
        let software = db.get("host", &host, "software_version")?;
        if software.key("network_backend").is_none_or(|backend| backend.as_str() != "openvswitch") {
            return Err(Failure::bare("OPENVSWITCH_NOT_ACTIVE"));
        }
    }
    if db.get("PIF", transport, "ip_configuration_mode")?.as_str() == "None" {
        return Err(Failure::new("TRANSPORT_PIF_NOT_CONFIGURED", [transport]));
    }
    Ok(())
}

/// A tunnel that is not up yet, and its access interface.
fn add(
    db: &mut Db,
    pool: &Pool,
    transport: &str,
    network: &str,
    protocol: &str,
) -> Result<(Str, Str), Failure> {
    let device = pif::free_device(db, &db.get_str("PIF", transport, "host")?, "tunnel")?;
    let own = [
        ("device", Value::from(device.as_str())),
        ("device_name", Value::from(device)),
        ("MAC", Value::from(super::vif::mac_from(&pool.fresh_uuid(), "0"))),
        ("MTU", db.get("network", network, "MTU")?),
    ];
    let access = pif::add_above(db, pool, transport, network, own)?;
    let fields = [
        ("access_PIF", Value::from(&access)),
        ("transport_PIF", Value::from(transport)),
        ("protocol", Value::from(protocol)),
        ("status", Value::map([("active", "false")])),
    ];
    Ok((pool.insert(db, "tunnel", fields)?, access))
}

/// `tunnel.destroy`: its access interface goes with it.
pub async fn destroy(cx: &Cx, tunnel: &str) -> Result<Value, Failure> {
    let check = |db: &Db| {
        let access = db.get_str("tunnel", tunnel, "access_PIF")?;
        pif::assert_unpluggable(db, &access)?;
        Ok(access)
    };
    cx.change(0.3, check, |db, access| drop_with(db, tunnel, &access)).await?;
    Ok(Value::Void)
}

fn drop_with(db: &mut Db, tunnel: &str, access: &str) -> Result<(), Failure> {
    pif::bring_down(db, access)?;
    pif::drop_record(db, access)?;
    db.delete("tunnel", tunnel)
}

/// Puts a tunnel onto another interface of its host: the network stays, the records are new.
pub fn shift(db: &mut Db, pool: &Pool, tunnel: &str, transport: &str) -> Result<(), Failure> {
    let access = db.get_str("tunnel", tunnel, "access_PIF")?;
    let network = db.get_str("PIF", &access, "network")?;
    let protocol = db.get_str("tunnel", tunnel, "protocol")?;
    let config = db.get("tunnel", tunnel, "other_config")?;
    let up = db.get("PIF", &access, "currently_attached")?.as_bool();
    let (new, new_access) = add(db, pool, transport, &network, &protocol)?;
    db.set("tunnel", &new, "other_config", config)?;
    drop_with(db, tunnel, &access)?;
    if up { pif::bring_up(db, &new_access) } else { Ok(()) }
}
