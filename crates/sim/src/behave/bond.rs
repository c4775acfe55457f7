//! Bonds: several interfaces of a host as one, which takes over what ran on them.

use crate::behave::pif_checks::{
    assert_mac, assert_managed, assert_no_other_local, bond_of, is_management, is_plain, vlan_of,
};
use crate::behave::{Args, ha, pif, pif_ip, tunnel, vlan, vm_place};
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;

/// What a bond is to be made of.
struct Plan {
    host: Str,
    members: Vec<Str>,
    primary: Str,
    mac: Str,
    properties: Value,
}

/// `Bond.create`.
pub async fn create(cx: &Cx, a: &Args<'_>) -> Result<Value, Failure> {
    let (network, mode) = (a.shared(0), a.shared(3));
    let make = |db: &mut Db, plan| make(db, &cx.pool, &network, &mode, &plan);
    let bond = cx.change(1.0, |db| plan(db, a), make).await?;
    Ok(Value::from(bond))
}

fn plan(db: &Db, a: &Args<'_>) -> Result<Plan, Failure> {
    let (network, mac, mode) = (a.str(0), a.str(2), a.str(3));
    db.get("network", network, "uuid")?;
    let mut members: Vec<Str> = Vec::new();
    for member in a.value(1).items() {
        if !members.iter().any(|m| **m == *member.as_str()) {
            members.push(member.to_shared());
        }
    }
    let Some(first) = members.first() else { return Err(Failure::bare("PIF_BOND_NEEDS_MORE_MEMBERS")) };
    let host = db.get_str("PIF", first, "host")?;
    assert_no_other_local(db, &host, network)?;
    if !mac.is_empty() {
        assert_mac(mac)?;
    }
    let properties = properties(mode, &a.value(4))?;
    for member in &members {
        assert_bondable(db, member)?;
    }
    for member in &members {
        if db.get_str("PIF", member, "host")? != host {
            return Err(Failure::bare("PIF_CANNOT_BOND_CROSS_HOST"));
        }
    }
    let managing = |pif: &Str| is_management(db, pif).unwrap_or(false);
    if ha::is_enabled(db) && members.iter().any(managing) {
        return Err(Failure::bare("HA_CANNOT_CHANGE_BOND_STATUS_OF_MGMT_IFACE"));
    }
    let of_first = db.get("PIF", first, "properties")?;
    for member in &members {
        if db.get("PIF", member, "properties")? != of_first {
            return Err(Failure::bare("INCOMPATIBLE_PIF_PROPERTIES"));
        }
    }
    let configured: Vec<&Str> = members.iter().filter(|m| pif_ip::configured(db, m)).collect();
    if configured.len() > 1 {
        return Err(Failure::bare("PIF_BOND_MORE_THAN_ONE_IP"));
    }
    for other in db.get_refs("network", network, "PIFs")? {
        if !is_plain(db, &other)? {
            return Err(Failure::new("NETWORK_INCOMPATIBLE_WITH_BOND", [network]));
        }
    }
    // The interface that carries the management, also in a VLAN, comes first; then the one with an address.
    let manages = |pif: &&Str| managing(pif) || carries_management(db, pif).unwrap_or(false);
    let primary = members.iter().find(manages).or(configured.first().copied()).unwrap_or(first).clone();
    let mac = if mac.is_empty() { db.get_str("PIF", &primary, "MAC")? } else { mac.into() };
    Ok(Plan { host, members, primary, mac, properties })
}

fn assert_bondable(db: &Db, pif: &str) -> Result<(), Failure> {
    assert_managed(db, pif)?;
    if bond_of(db, pif)?.is_some() {
        return Err(Failure::new("PIF_ALREADY_BONDED", [pif]));
    }
    if vlan_of(db, pif)?.is_some() {
        return Err(Failure::new("PIF_VLAN_EXISTS", [&*db.get_str("PIF", pif, "device")?]));
    }
    if !db.get_refs("PIF", pif, "tunnel_access_PIF_of")?.is_empty() {
        return Err(Failure::new("IS_TUNNEL_ACCESS_PIF", [pif]));
    }
    if !db.get_refs("PIF", pif, "sriov_logical_PIF_of")?.is_empty() {
        return Err(Failure::new("PIF_IS_SRIOV_LOGICAL", [pif]));
    }
    Ok(())
}

fn carries_management(db: &Db, pif: &str) -> Result<bool, Failure> {
    for vlan in db.get_refs("PIF", pif, "VLAN_slave_of")? {
        if is_management(db, &db.get_str("VLAN", &vlan, "untagged_PIF")?)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn make(db: &mut Db, pool: &Pool, network: &Str, mode: &Str, plan: &Plan) -> Result<Str, Failure> {
    let vifs = local_vifs(db, &plan.host, &networks_of(db, &plan.members)?)?;
    let any = |field| plan.members.iter().any(|m| db.get("PIF", m, field).is_ok_and(|v| v.as_bool()));
    let (up, pinned) = (any("currently_attached"), any("disallow_unplug"));
    let device = pif::free_device(db, &plan.host, "bond")?;
    let carriers = carriers(db, &plan.members)?;
    let link = [("carrier", Value::Bool(carriers > 0)), ("duplex", Value::Bool(true))];
    let metrics = pif::new_metrics(db, pool, link)?;
    let own = [
        ("device", Value::from(device.as_str())),
        ("device_name", Value::from(device)),
        ("MAC", Value::from(&plan.mac)),
        ("MTU", db.get("network", network, "MTU")?),
        ("metrics", Value::from(metrics)),
        ("disallow_unplug", Value::Bool(pinned)),
        ("properties", db.get("PIF", &plan.primary, "properties")?),
    ];
    let master = pif::add_above(db, pool, &plan.primary, network, own)?;
    let fields = [
        ("master", Value::from(&master)),
        ("primary_slave", Value::from(&plan.primary)),
        ("mode", Value::from(mode)),
        ("properties", plan.properties.clone()),
        ("links_up", Value::Int(carriers)),
        ("auto_update_mac", Value::Bool(true)),
    ];
    let bond = pool.insert(db, "Bond", fields)?;
    for member in &plan.members {
        db.set("PIF", member, "bond_slave_of", &bond)?;
    }
    pif_ip::move_configuration(db, &plan.primary, &master)?;
    for member in &plan.members {
        move_layers(db, pool, member, &master)?;
    }
    move_vifs(db, &vifs, network)?;
    if up {
        pif::bring_up(db, &master)?;
    }
    for member in &plan.members {
        pif::move_management(db, member, &master)?;
        pif_ip::clear(db, member)?;
        db.set("PIF", member, "disallow_unplug", false)?;
    }
    Ok(bond)
}

/// VLANs and tunnels go from one interface to another.
fn move_layers(db: &mut Db, pool: &Pool, from: &str, to: &str) -> Result<(), Failure> {
    for tunnel in db.get_refs("PIF", from, "tunnel_transport_PIF_of")? {
        tunnel::shift(db, pool, &tunnel, to)?;
    }
    for vlan in db.get_refs("PIF", from, "VLAN_slave_of")? {
        vlan::shift(db, pool, &vlan, to)?;
    }
    Ok(())
}

fn networks_of(db: &Db, pifs: &[Str]) -> Result<Vec<Str>, Failure> {
    pifs.iter().map(|pif| db.get_str("PIF", pif, "network")).collect()
}

/// The VIFs on some networks of the VMs that are on a host, or could be on no other.
fn local_vifs(db: &Db, host: &str, networks: &[Str]) -> Result<Vec<Str>, Failure> {
    let hosts = db.refs("host");
    let mut local = Vec::new();
    for network in networks {
        for vif in db.get_refs("network", network, "VIFs")? {
            let vm = db.get_str("VIF", &vif, "VM")?;
            let Ok(resident) = db.get_str("VM", &vm, "resident_on") else { continue };
            let bound = || {
                let able = |h: &&Str| vm_place::assert_can_boot(db, &vm, h).is_ok();
                hosts.len() == 1 || hosts.iter().filter(able).all(|h| **h == *host)
            };
            if &*resident == host || (&*resident == NULL && bound()) {
                local.push(vif);
            }
        }
    }
    Ok(local)
}

fn move_vifs(db: &mut Db, vifs: &[Str], network: &str) -> Result<(), Failure> {
    for vif in vifs {
        db.set("VIF", vif, "network", network)?;
    }
    Ok(())
}

/// How many of some interfaces have a link.
fn carriers(db: &Db, pifs: &[Str]) -> Result<i64, Failure> {
    let mut up = 0;
    for pif in pifs {
        let metrics = db.get_str("PIF", pif, "metrics")?;
        up += i64::from(db.get("PIF_metrics", &metrics, "carrier").is_ok_and(|c| c.as_bool()));
    }
    Ok(up)
}

/// `Bond.destroy`: its first member takes over what ran on it.
pub async fn destroy(cx: &Cx, bond: &str) -> Result<Value, Failure> {
    let check = |db: &Db| {
        let master = db.get_str("Bond", bond, "master")?;
        if ha::is_enabled(db) && is_management(db, &master)? {
            return Err(Failure::bare("HA_CANNOT_CHANGE_BOND_STATUS_OF_MGMT_IFACE"));
        }
        Ok(master)
    };
    cx.change(1.0, check, |db, master| undo(db, &cx.pool, bond, &master)).await?;
    Ok(Value::Void)
}

fn undo(db: &mut Db, pool: &Pool, bond: &str, master: &str) -> Result<(), Failure> {
    let (members, primary) =
        (db.get_refs("Bond", bond, "slaves")?, db.get_str("Bond", bond, "primary_slave")?);
    let (host, network) = (db.get_str("PIF", master, "host")?, db.get_str("PIF", master, "network")?);
    let up = db.get("PIF", master, "currently_attached")?.as_bool();
    let vifs = local_vifs(db, &host, &[network])?;
    for member in &members {
        db.set("PIF", member, "bond_slave_of", Value::null())?;
        db.set("PIF", member, "currently_attached", false)?;
    }
    pif_ip::move_configuration(db, master, &primary)?;
    let pinned = db.get("PIF", master, "disallow_unplug")?;
    db.set("PIF", &primary, "disallow_unplug", pinned)?;
    if up {
        for member in &members {
            pif::bring_up(db, member)?;
        }
    }
    move_layers(db, pool, master, &primary)?;
    let below = db.get_str("PIF", &primary, "network")?;
    move_vifs(db, &vifs, &below)?;
    pif::move_management(db, master, &primary)?;
    db.delete("Bond", bond)?;
    pif::drop_record(db, master)
}

/// `Bond.set_mode`: properties of the other mode go, those of the new one take their defaults.
pub async fn set_mode(cx: &Cx, bond: &str, mode: &str) -> Result<Value, Failure> {
    cx.change(
        0.3,
        |db| db.get("Bond", bond, "properties"),
        |db, mut kept| {
            for (name, value) in kept.clone().entries() {
                if !sound(mode, name, value.as_str()) {
                    kept = kept.without_entry(name);
                }
            }
            db.set("Bond", bond, "mode", mode)?;
            db.set("Bond", bond, "properties", properties(mode, &kept)?)?;
            restart(db, bond)
        },
    )
    .await?;
    Ok(Value::Void)
}

/// `Bond.set_property`.
pub async fn set_property(cx: &Cx, bond: &str, name: &str, value: &str) -> Result<Value, Failure> {
    let check = |db: &Db| {
        let mode = db.get("Bond", bond, "mode")?;
        if sound(mode.as_str(), name, value) { Ok(()) } else { Err(unsound(name, value)) }
    };
    cx.change(0.3, check, |db, ()| {
        let properties = db.get("Bond", bond, "properties")?.with_entry(name, value.into());
        db.set("Bond", bond, "properties", properties)?;
        restart(db, bond)
    })
    .await?;
    Ok(Value::Void)
}

/// What changes a bond brings its interface up again.
fn restart(db: &mut Db, bond: &str) -> Result<(), Failure> {
    let master = db.get_str("Bond", bond, "master")?;
    db.set("PIF", &master, "currently_attached", false)?;
    pif::bring_up(db, &master)
}

/// Whether a bond of that mode can have that property with that value.
fn sound(mode: &str, name: &str, value: &str) -> bool {
    mode == "lacp"
        && match name {
            "hashing_algorithm" => matches!(value, "src_mac" | "tcpudp_ports"),
            "lacp-time" => matches!(value, "slow" | "fast"),
            "lacp-aggregation-key" => value.parse::<u16>().is_ok(),
            "lacp-fallback-ab" => matches!(value, "true" | "false"),
            _ => false,
        }
}

fn unsound(name: &str, value: &str) -> Failure {
    Failure::new("INVALID_VALUE", ["properties", &format!("{name} = {value}")])
}

/// The properties of a bond: those given, and defaults for the others.
fn properties(mode: &str, given: &Value) -> Result<Value, Failure> {
    let mut all = given.clone();
    for (name, value) in given.entries() {
        if !sound(mode, name, value.as_str()) {
            return Err(unsound(name, value.as_str()));
        }
    }
    if mode == "lacp" {
        for (name, value) in
            [("hashing_algorithm", "tcpudp_ports"), ("lacp-time", "slow"), ("lacp-fallback-ab", "true")]
        {
            if all.key(name).is_none() {
                all = all.with_entry(name, value.into());
            }
        }
    }
    Ok(all)
}
