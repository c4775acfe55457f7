//! VLANs and the interfaces that carry them.

use crate::behave::pif_checks::{
    assert_managed, assert_network_managed, assert_no_other_local, assert_no_protection, assert_not_in_bond,
    assert_not_management, bond_of, vlan_of, vlan_on_sriov,
};
use crate::behave::{host, pif, pif_ip};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;

/// A VLAN with its interface; the interface is the first.
pub struct Made {
    pub pif: Str,
    pub vlan: Str,
}

/// Refuses unless the interface can carry the VLAN and its host is not on the network yet.
fn check(db: &Db, carrier: &str, tag: i64, network: &str) -> Result<(), Failure> {
    assert_network_managed(db, network)?;
    let host = db.get_str("PIF", carrier, "host")?;
    assert_managed(db, carrier)?;
    if bond_of(db, carrier)?.is_some() {
        return Err(Failure::new("CANNOT_ADD_VLAN_TO_BOND_SLAVE", [carrier]));
    }
    if vlan_of(db, carrier)?.is_some() {
        return Err(Failure::new("PIF_IS_VLAN", [carrier]));
    }
    if !db.get_refs("PIF", carrier, "tunnel_access_PIF_of")?.is_empty() {
        return Err(Failure::new("IS_TUNNEL_ACCESS_PIF", [carrier]));
    }
    if !(0..=4094).contains(&tag) {
        return Err(Failure::new("VLAN_TAG_INVALID", [tag.to_string()]));
    }
    for vlan in db.get_refs("PIF", carrier, "VLAN_slave_of")? {
        if db.get("VLAN", &vlan, "tag")?.as_int() == tag {
            return Err(Failure::new("PIF_VLAN_EXISTS", [&*db.get_str("PIF", carrier, "device")?]));
        }
    }
    assert_no_other_local(db, &host, network)?;
    let on_sriov = !db.get_refs("PIF", carrier, "sriov_logical_PIF_of")?.is_empty();
    for other in db.get_refs("network", network, "PIFs")? {
        let alike = vlan_of(db, &other)?.is_some() && vlan_on_sriov(db, &other)? == on_sriov;
        if !alike {
            let what = if on_sriov { "SRIOV" } else { "BRIDGE" };
            return Err(Failure::new(&format!("NETWORK_INCOMPATIBLE_WITH_VLAN_ON_{what}"), [network]));
        }
    }
    Ok(())
}

/// A VLAN on top of an interface, not yet up.
pub fn add(db: &mut Db, pool: &Pool, carrier: &str, tag: i64, network: &str) -> Result<Made, Failure> {
    let pif = pif::add_above(db, pool, carrier, network, [("VLAN", Value::Int(tag))])?;
    let ends =
        [("tagged_PIF", carrier.into()), ("untagged_PIF", Value::from(&pif)), ("tag", Value::Int(tag))];
    let vlan = pool.insert(db, "VLAN", ends)?;
    db.set("PIF", &pif, "VLAN_master_of", &vlan)?;
    Ok(Made { pif, vlan })
}

/// `VLAN.create`.
pub async fn create(cx: &Cx, carrier: &str, tag: i64, network: &str) -> Result<Value, Failure> {
    let made = create_on(cx, &[carrier.into()], tag, network).await?;
    Ok(made.into_iter().next().map_or_else(Value::null, |made| Value::from(made.vlan)))
}

/// The same VLAN on several interfaces: on all of them, or on none.
async fn create_on(cx: &Cx, carriers: &[Str], tag: i64, network: &str) -> Result<Vec<Made>, Failure> {
    let check_all = |db: &Db| carriers.iter().try_for_each(|carrier| check(db, carrier, tag, network));
    cx.change(0.4, check_all, |db, ()| {
        let mut all = Vec::new();
        for carrier in carriers {
            let made = add(db, &cx.pool, carrier, tag, network)?;
            pif::bring_up(db, &made.pif)?;
            all.push(made);
        }
        Ok(all)
    })
    .await
}

/// `pool.create_VLAN_from_PIF`: on the interfaces of all live hosts that are on the same network; the interfaces that
/// came of it.
pub async fn create_everywhere(cx: &Cx, carrier: &str, network: &str, tag: i64) -> Result<Value, Failure> {
    let carriers = cx.pool.read(|db| {
        if vlan_of(db, carrier)?.is_some() {
            return Err(Failure::new("PIF_IS_VLAN", [carrier]));
        }
        let mut carriers = db.get_refs("network", &db.get_str("PIF", carrier, "network")?, "PIFs")?;
        let live = |pif: &Str| host::is_live(db, &db.get_str("PIF", pif, "host")?);
        carriers.retain(|pif| live(pif).unwrap_or(false));
        Ok(carriers)
    })?;
    let made = create_on(cx, &carriers, tag, network).await?;
    Ok(Value::set(made.into_iter().map(|m| m.pif)))
}

/// `VLAN.destroy`: its interface goes with it, unless something uses the network there.
pub async fn destroy(cx: &Cx, vlan: &str) -> Result<Value, Failure> {
    let check = |db: &Db| {
        let pif = db.get_str("VLAN", vlan, "untagged_PIF")?;
        if db.exists("PIF", &pif) {
            assert_not_in_bond(db, &pif)?;
            assert_not_management(db, &pif)?;
            assert_no_protection(db, &pif)?;
            pif::assert_unpluggable(db, &pif)?;
        }
        Ok(pif)
    };
    cx.change(0.3, check, |db, pif| drop_with(db, vlan, &pif)).await?;
    Ok(Value::Void)
}

/// Takes away a VLAN and its interface.
fn drop_with(db: &mut Db, vlan: &str, pif: &str) -> Result<(), Failure> {
    if db.exists("PIF", pif) {
        pif::bring_down(db, pif)?;
        pif::drop_record(db, pif)?;
    }
    db.delete("VLAN", vlan)
}

/// Puts a VLAN onto another interface of its host: the network stays, the records are new.
pub fn shift(db: &mut Db, pool: &Pool, vlan: &str, carrier: &str) -> Result<(), Failure> {
    let old = db.get_str("VLAN", vlan, "untagged_PIF")?;
    let tag = db.get("VLAN", vlan, "tag")?.as_int();
    let network = db.get_str("PIF", &old, "network")?;
    let up = db.get("PIF", &old, "currently_attached")?.as_bool();
    let made = add(db, pool, carrier, tag, &network)?;
    for field in ["other_config", "disallow_unplug"] {
        let value = db.get("PIF", &old, field)?;
        db.set("PIF", &made.pif, field, value)?;
    }
    pif_ip::move_configuration(db, &old, &made.pif)?;
    if up {
        pif::bring_up(db, &made.pif)?;
    }
    pif::move_management(db, &old, &made.pif)?;
    drop_with(db, vlan, &old)
}
