//! VLANs and the interfaces that carry them; moving a VIF to another network.

use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;

/// A VLAN on top of an interface of one host: its PIF and itself.
pub fn add(db: &mut Db, pool: &Pool, carrier: &str, tag: i64, network: &str) -> Result<(Str, Str), Failure> {
    if !(0..=4094).contains(&tag) {
        return Err(Failure::new("VLAN_TAG_INVALID", [tag.to_string()]));
    }
    if db.get("PIF", carrier, "VLAN")?.as_int() >= 0 {
        return Err(Failure::new("PIF_IS_VLAN", [carrier]));
    }
    if db.get_str("PIF", carrier, "bond_slave_of").is_ok_and(|bond| db.exists("Bond", &bond)) {
        return Err(Failure::new("CANNOT_ADD_VLAN_TO_BOND_SLAVE", [carrier]));
    }
    let (host, device) = (db.get_str("PIF", carrier, "host")?, db.get_str("PIF", carrier, "device")?);
    for pif in db.get("network", network, "PIFs")?.items().iter().map(Value::as_str) {
        if db.get_str("PIF", pif, "host")? == host {
            return Err(Failure::new("NETWORK_ALREADY_CONNECTED", [network, pif]));
        }
    }
    for vlan in db.get("PIF", carrier, "VLAN_slave_of")?.items().iter().map(Value::as_str) {
        if db.get("VLAN", vlan, "tag")?.as_int() == tag {
            return Err(Failure::new("PIF_VLAN_EXISTS", [carrier]));
        }
    }
    let (metrics, pif, vlan) = (pool.fresh_ref(), pool.fresh_ref(), pool.fresh_ref());
    db.insert("PIF_metrics", &metrics, &pool.fresh_uuid(), [("carrier", Value::Bool(true))])?;
    db.insert(
        "PIF",
        &pif,
        &pool.fresh_uuid(),
        [
            ("device", Value::from(device)),
            ("network", Value::from(network)),
            ("host", Value::from(host)),
            ("MAC", db.get("PIF", carrier, "MAC")?),
            ("MTU", db.get("PIF", carrier, "MTU")?),
            ("VLAN", Value::Int(tag)),
            ("metrics", Value::from(&metrics)),
            ("currently_attached", Value::Bool(true)),
        ],
    )?;
    let ends =
        [("tagged_PIF", carrier.into()), ("untagged_PIF", Value::from(&pif)), ("tag", Value::Int(tag))];
    db.insert("VLAN", &vlan, &pool.fresh_uuid(), ends)?;
    db.set("PIF", &pif, "VLAN_master_of", &vlan)?;
    Ok((pif, vlan))
}

/// `VLAN.create`.
pub fn create(cx: &Cx, carrier: &str, tag: i64, network: &str) -> Result<Value, Failure> {
    let (_, vlan) = cx.pool.write(|db| add(db, &cx.pool, carrier, tag, network))?;
    Ok(Value::from(vlan))
}

/// `pool.create_VLAN_from_PIF`: on the same device of every host; the PIFs that came of it.
pub fn create_everywhere(cx: &Cx, carrier: &str, network: &str, tag: i64) -> Result<Value, Failure> {
    let made = cx.pool.write(|db| {
        let device = db.get_str("PIF", carrier, "device")?;
        let mut made = Vec::new();
        for pif in db.refs("PIF") {
            let same =
                db.get_str("PIF", &pif, "device")? == device && db.get("PIF", &pif, "VLAN")?.as_int() < 0;
            if same {
                made.push(add(db, &cx.pool, &pif, tag, network)?.0);
            }
        }
        Ok::<_, Failure>(made)
    })?;
    Ok(Value::set(made))
}

/// `VLAN.destroy`: its PIF goes with it, unless a VM uses the network there.
pub fn destroy(cx: &Cx, vlan: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let pif = db.get_str("VLAN", vlan, "untagged_PIF")?;
        let (network, host) = (db.get_str("PIF", &pif, "network")?, db.get_str("PIF", &pif, "host")?);
        for vif in db.get("network", &network, "VIFs")?.items().iter().map(Value::as_str) {
            let vm = db.get_str("VIF", vif, "VM")?;
            if db.get("VIF", vif, "currently_attached")?.as_bool()
                && db.get_str("VM", &vm, "resident_on")? == host
            {
                return Err(Failure::new("VIF_IN_USE", [&*network, vif]));
            }
        }
        let metrics = db.get_str("PIF", &pif, "metrics")?;
        if db.exists("PIF_metrics", &metrics) {
            db.delete("PIF_metrics", &metrics)?;
        }
        db.delete("PIF", &pif)?;
        db.delete("VLAN", vlan)
    })?;
    Ok(Value::Void)
}

/// `VIF.move`, of a running VM too.
pub async fn move_vif(cx: &Cx, vif: Str, network: Str) -> Result<Value, Failure> {
    cx.pool.read(|db| db.get("VIF", &vif, "uuid").and(db.get("network", &network, "uuid")))?;
    cx.work(0.2).await?;
    cx.pool.write(|db| db.set("VIF", &vif, "network", &network))?;
    Ok(Value::Void)
}
