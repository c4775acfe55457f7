//! What kind of interface a PIF is, and what must hold before it is changed.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use crate::behave::{ha, pool_record};
use crate::data::db::Db;
use crate::data::value::Str;
use crate::error::Failure;

/// The bond that an interface is a member of.
pub fn bond_of(db: &Db, pif: &str) -> Result<Option<Str>, Failure> {
    let bond = db.get_str("PIF", pif, "bond_slave_of")?;
    Ok(db.exists("Bond", &bond).then_some(bond))
}

/// The VLAN that an interface is made of.
pub fn vlan_of(db: &Db, pif: &str) -> Result<Option<Str>, Failure> {
    let vlan = db.get_str("PIF", pif, "VLAN_master_of")?;
    Ok(db.exists("VLAN", &vlan).then_some(vlan))
}

/// Whether the VLAN that an interface is made of runs on virtual functions.
pub fn vlan_on_sriov(db: &Db, pif: &str) -> Result<bool, Failure> {
    let Some(vlan) = vlan_of(db, pif)? else { return Ok(false) };
    let carrier = db.get_str("VLAN", &vlan, "tagged_PIF")?;
    Ok(db.exists("PIF", &carrier) && !db.get_refs("PIF", &carrier, "sriov_logical_PIF_of")?.is_empty())
}

/// The interface of a host on a network.
pub fn local(db: &Db, network: &str, host: &str) -> Result<Option<Str>, Failure> {
    for pif in db.get_refs("network", network, "PIFs")? {
        if &*db.get_str("PIF", &pif, "host")? == host {
            return Ok(Some(pif));
        }
    }
    Ok(None)
}

/// The interface of a host on a network that it must be on.
pub fn expect_local(db: &Db, network: &str, host: &str) -> Result<Str, Failure> {
    local(db, network, host)?.ok_or_else(|| Failure::new("PIF_NOT_PRESENT", [host, network]))
}

/// Whether frames go out as they are: by no VLAN, tunnel or virtual function.
pub fn is_plain(db: &Db, pif: &str) -> Result<bool, Failure> {
    let none = |field| Ok::<_, Failure>(db.get("PIF", pif, field)?.items().is_empty());
    Ok(db.get("PIF", pif, "VLAN")?.as_int() == -1
        && none("tunnel_access_PIF_of")?
        && none("sriov_logical_PIF_of")?)
}

pub fn is_management(db: &Db, pif: &str) -> Result<bool, Failure> {
    Ok(db.get("PIF", pif, "management")?.as_bool())
}

pub fn assert_managed(db: &Db, pif: &str) -> Result<(), Failure> {
    if db.get("PIF", pif, "managed")?.as_bool() {
        return Ok(());
    }
    Err(Failure::new("PIF_UNMANAGED", [pif]))
}

pub fn assert_network_managed(db: &Db, network: &str) -> Result<(), Failure> {
    if db.get("network", network, "managed")?.as_bool() {
        return Ok(());
    }
    Err(Failure::new("NETWORK_UNMANAGED", [network]))
}

/// Neither a member of a bond nor a bond.
pub fn assert_not_in_bond(db: &Db, pif: &str) -> Result<(), Failure> {
    if bond_of(db, pif)?.is_some() || !db.get_refs("PIF", pif, "bond_master_of")?.is_empty() {
        return Err(Failure::new("PIF_ALREADY_BONDED", [pif]));
    }
    Ok(())
}

/// Carries no VLANs.
pub fn assert_carries_no_vlans(db: &Db, pif: &str) -> Result<(), Failure> {
    if db.get_refs("PIF", pif, "VLAN_slave_of")?.is_empty() {
        return Ok(());
    }
    Err(Failure::new("PIF_VLAN_STILL_EXISTS", [pif]))
}

/// Neither carries VLANs nor is one.
pub fn assert_no_vlans(db: &Db, pif: &str) -> Result<(), Failure> {
    assert_carries_no_vlans(db, pif)?;
    if db.get("PIF", pif, "VLAN")?.as_int() != -1 {
        return Err(Failure::new("PIF_VLAN_STILL_EXISTS", [pif]));
    }
    Ok(())
}

/// At neither end of a tunnel.
pub fn assert_no_tunnels(db: &Db, pif: &str) -> Result<(), Failure> {
    for end in ["tunnel_transport_PIF_of", "tunnel_access_PIF_of"] {
        if !db.get_refs("PIF", pif, end)?.is_empty() {
            return Err(Failure::new("PIF_TUNNEL_STILL_EXISTS", [pif]));
        }
    }
    Ok(())
}

/// Neither split into virtual functions nor made of them.
pub fn assert_no_sriov(db: &Db, pif: &str) -> Result<(), Failure> {
    if !db.get_refs("PIF", pif, "sriov_logical_PIF_of")?.is_empty() {
        return Err(Failure::new("CANNOT_FORGET_SRIOV_LOGICAL", [pif]));
    }
    if !db.get_refs("PIF", pif, "sriov_physical_PIF_of")?.is_empty() {
        return Err(Failure::new("PIF_SRIOV_STILL_EXISTS", [pif]));
    }
    Ok(())
}

/// The host would be lost without its management interface.
pub fn assert_not_management(db: &Db, pif: &str) -> Result<(), Failure> {
    if is_management(db, pif)? && db.get("PIF", pif, "currently_attached")?.as_bool() {
        return Err(Failure::new("PIF_IS_MANAGEMENT_INTERFACE", [pif]));
    }
    Ok(())
}

/// While high availability or the redo log is on, attached interfaces are left alone.
pub fn assert_no_protection(db: &Db, pif: &str) -> Result<(), Failure> {
    if !db.get("PIF", pif, "currently_attached")?.as_bool() {
        return Ok(());
    }
    ha::assert_disabled(db)?;
    if db.get("pool", &pool_record::only(db)?, "redo_log_enabled")?.as_bool() {
        return Err(Failure::bare("REDO_LOG_IS_ENABLED"));
    }
    Ok(())
}

/// A host has at most one interface on a network.
pub fn assert_no_other_local(db: &Db, host: &str, network: &str) -> Result<(), Failure> {
    match local(db, network, host)? {
        Some(pif) => Err(Failure::new("NETWORK_ALREADY_CONNECTED", [host, &*pif])),
        None => Ok(()),
    }
}

/// No VM that runs on the host uses the network.
pub fn assert_unused_on(db: &Db, host: &str, network: &str) -> Result<(), Failure> {
    for vif in db.get_refs("network", network, "VIFs")? {
        let vm = db.get_str("VIF", &vif, "VM")?;
        if db.get("VIF", &vif, "currently_attached")?.as_bool()
            && db.get_str("VM", &vm, "resident_on").is_ok_and(|h| &*h == host)
        {
            return Err(Failure::new("VIF_IN_USE", [network, &*vif]));
        }
    }
    Ok(())
}

/// An address of a kind, or a refusal that names the parameter.
fn assert_address<A: FromStr>(parameter: &str, text: &str) -> Result<(), Failure> {
    match text.parse::<A>() {
        Ok(_) => Ok(()),
        Err(_) => Err(Failure::new("INVALID_IP_ADDRESS_SPECIFIED", [parameter])),
    }
}

pub fn assert_ipv4(parameter: &str, text: &str) -> Result<(), Failure> {
    assert_address::<Ipv4Addr>(parameter, text)
}

pub fn assert_ipv6(parameter: &str, text: &str) -> Result<(), Failure> {
    assert_address::<Ipv6Addr>(parameter, text)
}

/// An address of either family.
pub fn assert_ip(parameter: &str, text: &str) -> Result<(), Failure> {
    assert_address::<IpAddr>(parameter, text)
}

/// `address/prefix` of a family with so many bits.
pub fn assert_cidr(parameter: &str, text: &str, v6: bool) -> Result<(), Failure> {
    let most = if v6 { 128 } else { 32 };
    let sound = text.split_once('/').is_some_and(|(address, prefix)| {
        address.parse::<IpAddr>().is_ok_and(|a| a.is_ipv6() == v6)
            && prefix.parse::<u8>().is_ok_and(|n| n <= most)
    });
    if sound { Ok(()) } else { Err(Failure::new("INVALID_CIDR_ADDRESS_SPECIFIED", [parameter])) }
}

/// Six bytes in hexadecimal.
pub fn assert_mac(mac: &str) -> Result<(), Failure> {
    let bytes: Vec<&str> = mac.split(':').collect();
    let sound = bytes.len() == 6 && bytes.iter().all(|b| b.len() == 2 && u8::from_str_radix(b, 16).is_ok());
    if sound { Ok(()) } else { Err(Failure::new("MAC_INVALID", [mac])) }
}
