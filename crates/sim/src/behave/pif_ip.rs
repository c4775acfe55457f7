//! Addresses of interfaces: by hand, by a lease, or none.

use crate::behave::Args;
use crate::behave::pif_checks::{
    assert_ip, assert_ipv4, assert_ipv6, assert_managed, assert_no_protection, bond_of, is_management,
};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;

/// `PIF.reconfigure_ip`.
pub async fn reconfigure(cx: &Cx, a: &Args<'_>) -> Result<Value, Failure> {
    let (pif, mode) = (a.shared(0), a.shared(1));
    let (ip, netmask, gateway, dns) = (a.shared(2), a.shared(3), a.shared(4), a.shared(5));
    let check = |db: &Db| {
        assert_configurable(db, &pif)?;
        if &*mode == "Static" {
            assert_ipv4("IP", &ip)?;
            assert_ipv4("netmask", &netmask)?;
        }
        for (name, value) in [("IP", &ip), ("netmask", &netmask), ("gateway", &gateway)] {
            if !value.is_empty() {
                assert_ip(name, value)?;
            }
        }
        if &*mode == "None" {
            assert_not_primary(db, &pif, "IPv4")?;
        }
        Ok(())
    };
    cx.change(0.5, check, |db, ()| {
        let (before, leased) = (address(db, &pif)?, &*mode == "DHCP");
        db.set("PIF", &pif, "ip_configuration_mode", &mode)?;
        // Who asks for a lease is given the address it had.
        if !leased || !db.get("PIF", &pif, "currently_attached")?.as_bool() {
            db.set("PIF", &pif, "IP", &ip)?;
            db.set("PIF", &pif, "netmask", &netmask)?;
            db.set("PIF", &pif, "gateway", &gateway)?;
        }
        if !dns.is_empty() {
            db.set("PIF", &pif, "DNS", &dns)?;
        }
        lease(db, &pif)?;
        if address(db, &pif)? != before {
            tell_address(db, &pif)?;
        }
        Ok(Value::Void)
    })
    .await
}

/// `PIF.reconfigure_ipv6`.
pub async fn reconfigure_v6(cx: &Cx, a: &Args<'_>) -> Result<Value, Failure> {
    let (pif, mode) = (a.shared(0), a.shared(1));
    let (ip, gateway, dns) = (a.shared(2), a.shared(3), a.shared(4));
    let check = |db: &Db| {
        assert_configurable(db, &pif)?;
        if !gateway.is_empty() {
            assert_ip("gateway", &gateway)?;
        }
        if &*mode == "Static" || !ip.is_empty() {
            assert_prefixed(&ip)?;
        }
        if &*mode == "None" {
            assert_not_primary(db, &pif, "IPv6")?;
        }
        Ok(())
    };
    cx.change(0.5, check, |db, ()| {
        let before = address(db, &pif)?;
        db.set("PIF", &pif, "ipv6_configuration_mode", &mode)?;
        db.set("PIF", &pif, "ipv6_gateway", &gateway)?;
        let own = if ip.is_empty() { Value::no_items() } else { Value::set([ip.clone()]) };
        db.set("PIF", &pif, "IPv6", own)?;
        if !dns.is_empty() {
            db.set("PIF", &pif, "DNS", &dns)?;
        }
        lease(db, &pif)?;
        if address(db, &pif)? != before {
            tell_address(db, &pif)?;
        }
        Ok(Value::Void)
    })
    .await
}

/// `PIF.set_primary_address_type`.
pub fn set_primary(cx: &Cx, pif: &str, kind: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        assert_managed(db, pif)?;
        assert_no_protection(db, pif)?;
        if is_management(db, pif)? {
            return Err(Failure::new("PIF_IS_MANAGEMENT_INTERFACE", [pif]));
        }
        db.set("PIF", pif, "primary_address_type", kind)
    })?;
    Ok(Value::Void)
}

fn assert_configurable(db: &Db, pif: &str) -> Result<(), Failure> {
    assert_managed(db, pif)?;
    assert_no_protection(db, pif)?;
    if bond_of(db, pif)?.is_some() {
        return Err(Failure::new("PIF_ALREADY_BONDED", [pif]));
    }
    Ok(())
}

/// The management interface keeps an address of its primary kind.
fn assert_not_primary(db: &Db, pif: &str, kind: &str) -> Result<(), Failure> {
    if is_management(db, pif)? && db.get("PIF", pif, "primary_address_type")?.as_str() == kind {
        return Err(Failure::new("PIF_IS_MANAGEMENT_INTERFACE", [pif]));
    }
    Ok(())
}

fn assert_prefixed(text: &str) -> Result<(), Failure> {
    let refuse = |why: String| Err(Failure::new("INVALID_IP_ADDRESS_SPECIFIED", [why]));
    let Some((address, prefix)) = text.split_once('/') else {
        return refuse("Prefix length must be specified (format: <ipv6>/<prefix>)".to_owned());
    };
    assert_ipv6("IPv6", address)?;
    match prefix.parse::<i64>() {
        Ok(0..=128) => Ok(()),
        Ok(_) => refuse("Prefix length must be between 0 and 128".to_owned()),
        Err(_) => refuse(format!("Cannot parse prefix length '{prefix}'")),
    }
}

/// The address of the kind that an interface is known by, without its prefix.
fn address(db: &Db, pif: &str) -> Result<Str, Failure> {
    if db.get("PIF", pif, "primary_address_type")?.as_str() != "IPv6" {
        return db.get_str("PIF", pif, "IP");
    }
    let all = db.get("PIF", pif, "IPv6")?;
    Ok(all.items().first().and_then(|first| first.as_str().split('/').next()).unwrap_or_default().into())
}

/// The address of the management interface is the host's.
pub fn tell_address(db: &mut Db, pif: &str) -> Result<(), Failure> {
    let address = address(db, pif)?;
    if is_management(db, pif)? && !address.is_empty() {
        let host = db.get_str("PIF", pif, "host")?;
        db.set("host", &host, "address", address)?;
    }
    Ok(())
}

/// An interface that asks for its addresses is given them while it is up: they follow from its MAC address.
pub fn lease(db: &mut Db, pif: &str) -> Result<(), Failure> {
    if !db.get("PIF", pif, "currently_attached")?.as_bool() {
        return Ok(());
    }
    let bytes = mac_bytes(db, pif)?;
    let hash = bytes.iter().fold(7u32, |sum, b| sum.wrapping_mul(31).wrapping_add(u32::from(*b)));
    if db.get("PIF", pif, "ip_configuration_mode")?.as_str() == "DHCP"
        && db.get_str("PIF", pif, "IP")?.is_empty()
    {
        let net = 100 + hash / 250 % 100;
        db.set("PIF", pif, "IP", format!("10.60.{net}.{}", 2 + hash % 250))?;
        db.set("PIF", pif, "netmask", "255.255.255.0")?;
        db.set("PIF", pif, "gateway", format!("10.60.{net}.1"))?;
        db.set("PIF", pif, "DNS", format!("10.60.{net}.1"))?;
    }
    let asks = matches!(db.get("PIF", pif, "ipv6_configuration_mode")?.as_str(), "DHCP" | "Autoconf");
    if asks
        && db.get("PIF", pif, "IPv6")?.items().is_empty()
        && let [a, b, c, d, e, f] = bytes[..]
    {
        let own = format!("{:02x}{b:02x}:{c:02x}ff:fe{d:02x}:{e:02x}{f:02x}", a ^ 2);
        db.set("PIF", pif, "IPv6", Value::set([format!("fd00:60::{own}/64")]))?;
        db.set("PIF", pif, "ipv6_gateway", "fd00:60::1")?;
    }
    Ok(())
}

fn mac_bytes(db: &Db, pif: &str) -> Result<Vec<u8>, Failure> {
    let mac = db.get_str("PIF", pif, "MAC")?;
    Ok(mac.split(':').filter_map(|b| u8::from_str_radix(b, 16).ok()).collect())
}

/// What was leased is given back when an interface goes down.
pub fn end_lease(db: &mut Db, pif: &str) -> Result<(), Failure> {
    if db.get("PIF", pif, "ip_configuration_mode")?.as_str() == "DHCP" {
        for field in ["IP", "netmask", "gateway", "DNS"] {
            db.set("PIF", pif, field, "")?;
        }
    }
    if matches!(db.get("PIF", pif, "ipv6_configuration_mode")?.as_str(), "DHCP" | "Autoconf") {
        db.set("PIF", pif, "IPv6", Value::no_items())?;
        db.set("PIF", pif, "ipv6_gateway", "")?;
    }
    Ok(())
}

/// The fields that hold an interface's addresses.
const CONFIGURATION: &[&str] = &[
    "ip_configuration_mode",
    "IP",
    "netmask",
    "gateway",
    "DNS",
    "ipv6_configuration_mode",
    "IPv6",
    "ipv6_gateway",
    "primary_address_type",
];

/// Gives one interface the addresses of another, which then has none.
pub fn move_configuration(db: &mut Db, from: &str, to: &str) -> Result<(), Failure> {
    for field in CONFIGURATION {
        let value = db.get("PIF", from, field)?;
        db.set("PIF", to, field, value)?;
    }
    clear(db, from)
}

/// Takes an interface's addresses away.
pub fn clear(db: &mut Db, pif: &str) -> Result<(), Failure> {
    for field in ["ip_configuration_mode", "ipv6_configuration_mode"] {
        db.set("PIF", pif, field, "None")?;
    }
    for field in ["IP", "netmask", "gateway", "DNS", "ipv6_gateway"] {
        db.set("PIF", pif, field, "")?;
    }
    db.set("PIF", pif, "IPv6", Value::no_items())?;
    Ok(())
}

/// Whether an interface has, or asks for, an address.
pub fn configured(db: &Db, pif: &Str) -> bool {
    let some = |field| db.get("PIF", pif, field).is_ok_and(|mode| mode.as_str() != "None");
    some("ip_configuration_mode") || some("ipv6_configuration_mode")
}
