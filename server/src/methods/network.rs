//! Networks: inside a pool, on VLANs and on bonds.

use std::collections::{BTreeMap, BTreeSet};

use api::{
    ApiError, ParamError,
    network::{Create, CreateBonded, Delete, GetBondModes, Set},
};
use model::{
    Id, Kind,
    objects::{Host, Network, Pif, Pool, PoolObject},
};
use serde_json::json;
use xapi::{Ref, params};

use super::{
    found::{self, Found, choices, id_of},
    steps::Steps,
};
use crate::{Cx, table::Started};

const DEFAULT_MTU: i64 = 1500;

/// What takes a bond away.
const BOND: &str = "Bond.destroy";

pub async fn get_bond_modes(_: Cx, _: GetBondModes) -> Result<Vec<String>, ApiError> {
    Ok(choices("bond_mode"))
}

/// The record that a new network is made of.
fn record(name: &str, description: &str, mtu: Option<i64>) -> serde_json::Value {
    json!({
        "name_label": name,
        "name_description": description,
        "MTU": mtu.unwrap_or(DEFAULT_MTU),
        "other_config": {},
    })
}

pub async fn create(cx: Cx, call: Create) -> Result<Started<Id<Network>>, ApiError> {
    let found: Found<Pool> = Found::find(&cx, &call.pool)?;
    let record = record(&call.name, &call.description, call.mtu);
    match (&call.pif, call.vlan) {
        (Some(pif), Some(vlan)) => {
            let pif: Pif = found.beside(&cx, pif)?;
            let (mut steps, network) = made(&found, record, call.nbd).await?;
            let params = params![pif.reference(), network, vlan];
            let started = found.pool.start::<Vec<String>>("pool.create_VLAN_from_PIF", params, &network);
            let started = steps.kept(started.await).await?;
            Ok(started.then(move |vlans| async move {
                steps.kept(vlans).await?;
                id_of(&found.pool, &network).await
            }))
        }
        (None, None) => {
            let started = found.pool.start::<String>("network.create", params![record], found.reference());
            Ok(started.await?.then(move |network| async move {
                let network = network?;
                with_purpose(&found, &network, call.nbd).await?;
                id_of(&found.pool, &network).await
            }))
        }
        (Some(_), None) => Err(ApiError::parameter(ParamError::missing("vlan"))),
        (None, Some(_)) => Err(ApiError::parameter(ParamError::missing("pif"))),
    }
}

/// A new network that goes again should what follows fail.
async fn made(
    found: &Found<Pool>,
    record: serde_json::Value,
    nbd: bool,
) -> Result<(Steps, String), ApiError> {
    let network: String = found.pool.change("network.create", params![record]).await?;
    let steps = with_purpose(found, &network, nbd).await?;
    Ok((steps, network))
}

async fn with_purpose(found: &Found<Pool>, network: &str, nbd: bool) -> Result<Steps, ApiError> {
    let mut steps = Steps::new(&found.pool);
    steps.back("network.destroy", params![network]);
    if nbd {
        steps.call::<()>("network.add_purpose", params![network, "nbd"]).await?;
    }
    Ok(steps)
}

pub async fn create_bonded(cx: Cx, call: CreateBonded) -> Result<Started<Id<Network>>, ApiError> {
    let found: Found<Pool> = Found::find(&cx, &call.pool)?;
    let mut bonds = members(&cx, &found, &call.pifs)?.into_iter();
    let Some(first) = bonds.next() else {
        return Err(ApiError::parameter(ParamError::wrong("pifs", "minItems", "must name interfaces")));
    };
    let record = record(&call.name, &call.description, call.mtu);
    let (mut steps, network) = made(&found, record, call.nbd).await?;
    let bond = move |network: &str, pifs: &[String]| {
        params![network, pifs, "", call.bond_mode, BTreeMap::<String, String>::new()]
    };
    let started = found.pool.start::<String>("Bond.create", bond(&network, &first), &network).await;
    let started = steps.kept(started).await?;
    Ok(started.then(move |made| async move {
        let made = steps.kept(made).await?;
        steps.back(BOND, params![made]);
        for pifs in bonds {
            let made: String = steps.long("Bond.create", bond(&network, &pifs), &network).await?;
            steps.back(BOND, params![made]);
        }
        id_of(&found.pool, &network).await
    }))
}

/// References of the interfaces that are named like those given, host by host.
fn members(cx: &Cx, found: &Found<Pool>, given: &[Id<Pif>]) -> Result<Vec<Vec<String>>, ApiError> {
    let given: Vec<Pif> = given.iter().map(|pif| found.beside(cx, pif)).collect::<Result<_, _>>()?;
    let names: BTreeSet<&str> = given.iter().map(|pif| &*pif.device).collect();
    let mut hosts: BTreeMap<Id<Host>, Vec<String>> = BTreeMap::new();
    for pif in found::in_pool::<Pif>(cx, Kind::Pif, &found.object.id)? {
        let Some(host) = pif.host.clone() else { continue };
        let members = hosts.entry(host).or_default();
        if pif.physical && names.contains(&*pif.device) {
            members.push(pif.reference().to_owned());
        }
    }
    for (host, members) in &hosts {
        if members.len() < names.len() {
            let name = found::read(cx, host)?.name_label;
            let names: Vec<&str> = names.into_iter().collect();
            let reason = format!("{name} does not have all of the interfaces {}.", names.join(", "));
            return Err(ApiError::IncorrectState { object: host.to_string(), reason });
        }
    }
    Ok(hosts.into_values().collect())
}

/// All that is asked for is set, or nothing.
pub async fn set(cx: Cx, call: Set) -> Result<(), ApiError> {
    let found: Found<Network> = Found::find(&cx, &call.id)?;
    let (now, network, mut steps) = (&found.object, found.reference(), Steps::new(&found.pool));
    found.pool.check_writable()?;
    if let Some(name) = &call.name_label {
        steps.set("network.set_name_label", network, &now.name_label, name).await?;
    }
    if let Some(description) = &call.name_description {
        steps.set("network.set_name_description", network, &now.name_description, description).await?;
    }
    if let Some(automatic) = call.automatic {
        let before = now.other_config.get("automatic").map(String::as_str);
        let after = automatic.then_some("true");
        steps.key(("network", "other_config"), network, "automatic", (before, after)).await?;
    }
    if let Some(locked) = call.default_is_locked {
        let mode = |locked| if locked { "disabled" } else { "unlocked" };
        let (before, after) = (mode(now.default_is_locked), mode(locked));
        steps.set("network.set_default_locking_mode", network, before, after).await?;
    }
    if let Some(mtu) = call.mtu {
        steps.set("network.set_MTU", network, now.mtu, mtu).await?;
    }
    if let Some(nbd) = call.nbd {
        purpose(&mut steps, network, "insecure_nbd", (now.insecure_nbd, false)).await?;
        purpose(&mut steps, network, "nbd", (now.nbd, nbd)).await?;
    }
    Ok(())
}

async fn purpose(
    steps: &mut Steps,
    network: &str,
    purpose: &str,
    (before, after): (bool, bool),
) -> Result<(), ApiError> {
    let method = |there| if there { "network.add_purpose" } else { "network.remove_purpose" };
    steps.call::<()>(method(after), params![network, purpose]).await?;
    steps.back(method(before), params![network, purpose]);
    Ok(())
}

/// What is attached, and what no call can take away, is looked at before anything goes.
pub async fn delete(cx: Cx, call: Delete) -> Result<(), ApiError> {
    let found: Found<Network> = Found::find(&cx, &call.id)?;
    let refuse = |reason: String| ApiError::IncorrectState { object: call.id.to_string(), reason };
    let name = &found.object.name_label;
    let mut upper = Vec::new();
    let pifs: Vec<Ref<xapi::Pif>> = found.pool.ask("network.get_PIFs", params![found.reference()]).await?;
    for pif in &pifs {
        let pif: xapi::Pif = found.pool.ask("PIF.get_record", params![pif]).await?;
        match (pif.vlan_master_of.get(), pif.bond_master_of.first(), pif.tunnel_access_pif_of.first()) {
            (Some(vlan), ..) => upper.push(("VLAN.destroy", vlan.to_owned())),
            (_, Some(bond), _) => upper.push((BOND, bond.as_str().to_owned())),
            (.., Some(tunnel)) => upper.push(("tunnel.destroy", tunnel.as_str().to_owned())),
            _ => return Err(refuse(format!("{name} is the network of {}, a card of a host.", pif.device))),
        }
    }
    // What is on a bond moves to the first of its members when the bond goes.
    let attached =
        |vif: &&Id<_>| cx.app.cache.get(vif.as_str()).is_some_and(|vif| vif.get("attached") == Some("true"));
    let attached = found.object.vifs.iter().filter(attached).count();
    let bonded = upper.iter().any(|(method, _)| *method == BOND);
    if attached > 0 && !bonded {
        return Err(refuse(format!("{name} is in use: {attached} cards of running VMs are on it.")));
    }
    for (gone, (method, what)) in upper.iter().enumerate() {
        let done = found.pool.start::<()>(method, params![what], found.reference()).await;
        let done = match done {
            Ok(started) => started.done.await,
            Err(error) => Err(error),
        };
        done.map_err(|error| partly(&call.id, gone, upper.len(), error))?;
    }
    let done = found.change("network.destroy", params![]).await;
    done.map_err(|error| partly(&call.id, upper.len(), upper.len(), error))
}

/// The failure, with what is gone already.
fn partly(network: &Id<Network>, gone: usize, of: usize, error: ApiError) -> ApiError {
    if gone == 0 {
        return error;
    }
    let reason = format!("{error} The network is left without {gone} of its {of} interfaces of hosts.");
    ApiError::IncorrectState { object: network.to_string(), reason }
}
