//! Network interfaces of hosts: up, down, away; addresses and VLANs.

use api::{
    ApiError, ParamError,
    pif::{
        Connect, Delete, Disconnect, EditPif, GetIpv4ConfigurationModes, GetIpv6ConfigurationModes,
        ReconfigureIp,
    },
};
use model::objects::Pif;
use xapi::{Ref, params};

use super::{
    found::{Found, choices},
    steps::Steps,
};
use crate::{Cx, table::Started};

/// The highest number of a VLAN.
const MOST: i64 = 4094;

pub async fn get_ipv4_configuration_modes(
    _: Cx,
    _: GetIpv4ConfigurationModes,
) -> Result<Vec<String>, ApiError> {
    Ok(choices("ip_configuration_mode"))
}

pub async fn get_ipv6_configuration_modes(
    _: Cx,
    _: GetIpv6ConfigurationModes,
) -> Result<Vec<String>, ApiError> {
    Ok(choices("ipv6_configuration_mode"))
}

pub async fn connect(cx: Cx, call: Connect) -> Result<Started<()>, ApiError> {
    Found::find(&cx, &call.id)?.start("PIF.plug", params![]).await
}

pub async fn disconnect(cx: Cx, call: Disconnect) -> Result<Started<()>, ApiError> {
    Found::find(&cx, &call.id)?.start("PIF.unplug", params![]).await
}

pub async fn delete(cx: Cx, call: Delete) -> Result<(), ApiError> {
    let found: Found<Pif> = Found::find(&cx, &call.id)?;
    let record = found.record().await?;
    let (method, what) = match (record.vlan_master_of.get(), record.tunnel_access_pif_of.first()) {
        (Some(vlan), _) => ("VLAN.destroy", vlan),
        (None, Some(tunnel)) => ("tunnel.destroy", tunnel.as_str()),
        (None, None) => return found.run("PIF.forget", params![]).await,
    };
    found.pool.start::<()>(method, params![what], found.reference()).await?.done.await
}

impl Found<Pif> {
    async fn record(&self) -> Result<xapi::Pif, ApiError> {
        self.pool.ask("PIF.get_record", params![self.reference()]).await
    }
}

/// IPv6 first, then IPv4; then a host that is managed by the interface is told.
pub async fn reconfigure_ip(cx: Cx, call: ReconfigureIp) -> Result<(), ApiError> {
    let found: Found<Pif> = Found::find(&cx, &call.id)?;
    let (before, pif) = (found.record().await?, found.reference());
    let mut steps = Steps::new(&found.pool);
    if let Some(mode) = call.ipv6_mode {
        let after = params![pif, mode, call.ipv6, call.gateway, call.dns];
        steps.long::<()>("PIF.reconfigure_ipv6", after, pif).await?;
        let address = before.ipv6.first().map_or("", String::as_str);
        let back = params![pif, before.ipv6_configuration_mode, address, before.ipv6_gateway, before.dns];
        steps.back("PIF.reconfigure_ipv6", back);
    }
    if let Some(mode) = call.mode {
        let after = params![pif, mode, call.ip, call.netmask, call.gateway, call.dns];
        steps.long::<()>("PIF.reconfigure_ip", after, pif).await?;
        let (mode, ip, netmask) = (before.ip_configuration_mode, &before.ip, &before.netmask);
        let back = params![pif, mode, ip, netmask, before.gateway, before.dns];
        steps.back("PIF.reconfigure_ip", back);
    }
    if before.management && (call.mode.is_some() || call.ipv6_mode.is_some()) {
        steps.call::<()>("host.management_reconfigure", params![pif]).await?;
    }
    Ok(())
}

/// Every VLAN of the network goes, and comes again with the new number; with the old one should that fail.
pub async fn edit_pif(cx: Cx, call: EditPif) -> Result<(), ApiError> {
    let tag = call.vlan.get();
    if !(0..=MOST).contains(&tag) {
        let error = ParamError::wrong("vlan", "maximum", format!("must be between 0 and {MOST}"));
        return Err(ApiError::parameter(error));
    }
    let found: Found<Pif> = Found::find(&cx, &call.id)?;
    let own = found.record().await?;
    if own.vlan_master_of.is_null() {
        let reason = format!("{} is not on a VLAN.", own.device);
        return Err(ApiError::IncorrectState { object: call.id.to_string(), reason });
    }
    let pifs: Vec<Ref<xapi::Pif>> = found.pool.ask("network.get_PIFs", params![own.network]).await?;
    let mut vlans = Vec::new();
    for pif in &pifs {
        let vlan: Ref<xapi::Vlan> = found.pool.ask("PIF.get_VLAN_master_of", params![pif]).await?;
        if !vlan.is_null() {
            let record: xapi::Vlan = found.pool.ask("VLAN.get_record", params![vlan]).await?;
            vlans.push((vlan, record));
        }
    }
    let mut steps = Steps::new(&found.pool);
    for (vlan, record) in &vlans {
        steps.long::<()>("VLAN.destroy", params![vlan], found.reference()).await?;
        steps.back("VLAN.create", params![record.tagged_pif, record.tag, own.network]);
    }
    let carrier = &vlans.iter().find(|(vlan, _)| *vlan == own.vlan_master_of).unwrap_or(&vlans[0]).1;
    let params = params![carrier.tagged_pif, own.network, tag];
    steps.long::<Vec<String>>("pool.create_VLAN_from_PIF", params, found.reference()).await.map(drop)
}
