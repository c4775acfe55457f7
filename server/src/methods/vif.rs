//! Network cards of VMs: made, plugged, unplugged, changed, replaced, taken away.

use api::{
    ApiError, ParamError,
    vif::{Connect, Create, Delete, Disconnect, GetLockingModeValues, Set},
};
use model::{
    Id,
    objects::{Network, PoolObject, PowerState, Vif, Vm},
};
use serde_json::json;
use xapi::params;

use super::{
    found::{self, Found, choices, id_of, no_resource_set},
    steps::Steps,
};
use crate::{Cx, table::Started};

/// How XAPI knows a limit of the rate.
const LIMIT: &str = "ratelimit";

pub async fn get_locking_mode_values(_: Cx, _: GetLockingModeValues) -> Result<Vec<String>, ApiError> {
    let mut values = choices("vif_locking_mode");
    values.sort_unstable();
    Ok(values)
}

pub async fn create(cx: Cx, call: Create) -> Result<Id<Vif>, ApiError> {
    let found: Found<Vm> = Found::find(&cx, &call.vm)?;
    let network: Network = found.beside(&cx, &call.network)?;
    let mac = call.mac.as_deref().map(mac).transpose()?;
    let device = match call.device {
        Some(device) => device,
        None => first_free(&found).await?,
    };
    let record = json!({
        "VM": found.reference(),
        "network": network.reference(),
        "device": device,
        "MAC": mac.unwrap_or_default(),
        "MTU": call.mtu.unwrap_or(network.mtu),
        "other_config": call.other_config,
        "qos_algorithm_type": call.qos_algorithm_type,
        "qos_algorithm_params": call.qos_algorithm_params,
    });
    let vif: String = found.pool.change("VIF.create", params![record]).await?;
    id_of(&found.pool, &vif).await
}

async fn first_free(vm: &Found<Vm>) -> Result<String, ApiError> {
    let free: Vec<String> = vm.pool.ask("VM.get_allowed_VIF_devices", params![vm.reference()]).await?;
    free.into_iter().min_by_key(|device| device.parse::<u32>().unwrap_or(u32::MAX)).ok_or_else(|| {
        let reason = format!("{} cannot have more network cards.", vm.object.name_label);
        ApiError::IncorrectState { object: vm.object.id.to_string(), reason }
    })
}

/// The address as XAPI wants it.
fn mac(text: &str) -> Result<String, ApiError> {
    let digits: String = text.chars().filter(|c| !matches!(c, ':' | '-' | '.')).collect();
    if digits.len() != 12 || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        let error = ParamError::wrong("mac", "format", "must be a MAC address such as 02:00:5e:10:00:01");
        return Err(ApiError::parameter(error));
    }
    let digits = digits.to_ascii_lowercase();
    let pairs: Vec<&str> = (0..6).map(|i| &digits[2 * i..2 * i + 2]).collect();
    Ok(pairs.join(":"))
}

pub async fn connect(cx: Cx, call: Connect) -> Result<Started<()>, ApiError> {
    Found::find(&cx, &call.id)?.start("VIF.plug", params![]).await
}

pub async fn disconnect(cx: Cx, call: Disconnect) -> Result<Started<()>, ApiError> {
    Found::find(&cx, &call.id)?.start("VIF.unplug_force", params![]).await
}

pub async fn delete(cx: Cx, call: Delete) -> Result<(), ApiError> {
    let found: Found<Vif> = Found::find(&cx, &call.id)?;
    let (vif, mut steps) = (found.reference(), Steps::new(&found.pool));
    if attached(&found).await? {
        steps.long::<()>("VIF.unplug_force", params![vif], vif).await?;
        steps.back("VIF.plug", params![vif]);
    }
    steps.long("VIF.destroy", params![vif], vif).await
}

/// As the pool knows it at this moment.
async fn attached(found: &Found<Vif>) -> Result<bool, ApiError> {
    found.pool.ask("VIF.get_currently_attached", params![found.reference()]).await
}

pub async fn set(cx: Cx, call: Set) -> Result<Id<Vif>, ApiError> {
    no_resource_set(call.resource_set.as_ref())?;
    let found: Found<Vif> = Found::find(&cx, &call.id)?;
    let network: Option<Network> = call.network.as_ref().map(|it| found.beside(&cx, it)).transpose()?;
    let network = network.filter(|network| found.object.network.as_ref() != Some(&network.id));
    let mac = call.mac.as_deref().map(mac).transpose()?;
    found.pool.check_writable()?;
    match mac.filter(|mac| !mac.eq_ignore_ascii_case(&found.object.mac)) {
        Some(mac) => replace(&cx, &found, &mac, network.as_ref(), &call).await,
        None => change(&found, network.as_ref(), &call).await,
    }
}

/// Changes what can be changed of a card; all of it, or nothing.
async fn change(found: &Found<Vif>, network: Option<&Network>, call: &Set) -> Result<Id<Vif>, ApiError> {
    let mut steps = Steps::new(&found.pool);
    let (now, vif) = (&found.object, found.reference());
    if let Some(network) = network {
        let before: String = found.pool.ask("VIF.get_network", params![vif]).await?;
        steps.long::<()>("VIF.move", params![vif, network.reference()], vif).await?;
        steps.back("VIF.move", params![vif, before]);
    }
    settle(&mut steps, vif, now, call).await?;
    if let Some(wanted) = call.attached
        && wanted != attached(found).await?
    {
        let method = if wanted { "VIF.plug" } else { "VIF.unplug_force" };
        steps.long::<()>(method, params![vif], vif).await?;
    }
    Ok(found.object.id.clone())
}

/// Gives a card, which is as `now` says, the settings that are asked for.
async fn settle(steps: &mut Steps, vif: &str, now: &Vif, call: &Set) -> Result<(), ApiError> {
    if let Some(allowed) = &call.allowed_ipv4_addresses {
        steps.set("VIF.set_ipv4_allowed", vif, &now.allowed_ipv4_addresses, allowed).await?;
    }
    if let Some(allowed) = &call.allowed_ipv6_addresses {
        steps.set("VIF.set_ipv6_allowed", vif, &now.allowed_ipv6_addresses, allowed).await?;
    }
    if let Some(mode) = call.locking_mode {
        let (before, after) = (json!(now.locking_mode), json!(mode));
        steps.set("VIF.set_locking_mode", vif, before, after).await?;
    }
    if let Some(on) = call.tx_checksumming {
        let before = now.other_config.get("ethtool-tx").map(String::as_str);
        let after = (!on).then_some("off");
        steps.key(("VIF", "other_config"), vif, "ethtool-tx", (before, after)).await?;
    }
    if let Some(limit) = call.rate_limit {
        let kind = |limited: bool| if limited { LIMIT } else { "" };
        let rate = |limit: Option<i64>| limit.map(|limit| json!({ "kbps": limit.to_string() }));
        let (before, after) = (now.rate_limit, limit.filter(|limit| *limit > 0.0).map(|l| l.round() as i64));
        let none = || json!({});
        let (old, new) = (rate(before).unwrap_or_else(none), rate(after).unwrap_or_else(none));
        steps.set("VIF.set_qos_algorithm_params", vif, old, new).await?;
        let (old, new) = (kind(before.is_some()), kind(after.is_some()));
        steps.set("VIF.set_qos_algorithm_type", vif, old, new).await?;
    }
    Ok(())
}

/// Puts a card with another MAC address in the place of one; should that fail, the old one comes back.
async fn replace(
    cx: &Cx,
    found: &Found<Vif>,
    mac: &str,
    network: Option<&Network>,
    call: &Set,
) -> Result<Id<Vif>, ApiError> {
    let vif = found.reference();
    let old: xapi::Vif = found.pool.ask("VIF.get_record", params![vif]).await?;
    let vm = found.object.vm.as_ref().map(|vm| found::read::<Vm>(cx, vm)).transpose()?;
    let runs = vm.is_some_and(|vm| vm.power_state == PowerState::Running);
    let record = |network: &str, mac: &str| {
        json!({
            "VM": old.vm,
            "network": network,
            "device": old.device,
            "MAC": mac,
            "MTU": old.mtu,
            "other_config": old.other_config,
            "qos_algorithm_type": old.qos_algorithm_type,
            "qos_algorithm_params": old.qos_algorithm_params,
            "locking_mode": old.locking_mode,
            "ipv4_allowed": old.ipv4_allowed,
            "ipv6_allowed": old.ipv6_allowed,
        })
    };
    let mut steps = Steps::new(&found.pool);
    if old.currently_attached && runs {
        steps.long::<()>("VIF.unplug_force", params![vif], vif).await?;
        steps.back("VIF.plug", params![vif]);
    }
    steps.long::<()>("VIF.destroy", params![vif], vif).await?;
    // Its reference is void from here on; the same card is made anew if need be.
    let mut steps = Steps::new(&found.pool);
    let again = record(old.network.as_str(), &old.mac);
    steps.back("VIF.create", params![again]);
    let target = network.map_or(old.network.as_str(), |network| network.reference());
    let fresh = async {
        let new: String = steps.call("VIF.create", params![record(target, mac)]).await?;
        steps.back("VIF.destroy", params![new]);
        settle(&mut steps, &new, &found.object, call).await?;
        if runs && call.attached.unwrap_or(old.currently_attached) {
            steps.long::<()>("VIF.plug", params![new], &new).await?;
        }
        Ok(new)
    };
    let new = fresh.await.map_err(|error: ApiError| {
        let reason = format!("{error} The card was made anew as it was, and is not plugged in.");
        ApiError::IncorrectState { object: found.object.id.to_string(), reason }
    })?;
    id_of(&found.pool, &new).await
}
