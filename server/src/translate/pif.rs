//! `PIF` → [`Pif`].

use cache::Row;
use model::{Id, Kind, objects::Pif};

use super::{Context, Object, class::Head};

pub const KEEP: &[&str] = &[
    "uuid",
    "device",
    "network",
    "host",
    "MAC",
    "MTU",
    "VLAN",
    "metrics",
    "physical",
    "currently_attached",
    "ip_configuration_mode",
    "IP",
    "netmask",
    "gateway",
    "DNS",
    "bond_slave_of",
    "bond_master_of",
    "management",
    "disallow_unplug",
    "ipv6_configuration_mode",
    "IPv6",
    "primary_address_type",
];

pub fn translate(context: &Context<'_>, head: Head<'_>, row: &Row) -> Result<Object, serde_json::Error> {
    let pif: xapi::Pif = row.read()?;
    let metrics: Option<xapi::PifMetrics> = context.record(&pif.metrics);
    let member_of: Option<xapi::Bond> = context.record(&pif.bond_slave_of);
    let bond: Option<xapi::Bond> = pif.bond_master_of.first().and_then(|bond| context.record(bond));
    Ok(Object::Pif(Box::new(Pif {
        kind: Kind::Pif,
        id: Id::new(head.id.clone()),
        uuid: pif.uuid.as_str().into(),
        pool: context.pool(),
        pool_id: context.pool(),
        xapi_ref: head.reference.into(),
        attached: pif.currently_attached,
        is_bond_master: !pif.bond_master_of.is_empty(),
        is_bond_slave: !pif.bond_slave_of.is_null(),
        bond_master: member_of.and_then(|bond| context.id(&bond.master)),
        bond_slaves: bond.map(|bond| context.ids(&bond.slaves)),
        carrier: metrics.as_ref().is_some_and(|metrics| metrics.carrier),
        speed: metrics.as_ref().map(|metrics| metrics.speed),
        device_name: metrics.map(|metrics| metrics.device_name),
        device: pif.device,
        dns: pif.dns,
        gateway: pif.gateway,
        ip: pif.ip,
        ipv6: pif.ipv6,
        netmask: pif.netmask,
        mac: pif.mac,
        mode: pif.ip_configuration_mode.to_string(),
        ipv6_mode: pif.ipv6_configuration_mode.to_string(),
        mtu: pif.mtu,
        management: pif.management,
        disallow_unplug: pif.disallow_unplug,
        physical: pif.physical,
        primary_address_type: pif.primary_address_type.to_string(),
        vlan: pif.vlan,
        host: context.id(&pif.host),
        network: context.id(&pif.network),
    })))
}
