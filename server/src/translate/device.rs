//! `VBD` → [`Vbd`], `VIF` → [`Vif`].

use cache::Row;
use model::{
    Id, Kind,
    objects::{Vbd, Vif},
};

use super::{Context, Object, class::Head, values::number};

pub const VBD: &[&str] =
    &["uuid", "VM", "VDI", "device", "userdevice", "bootable", "mode", "type", "currently_attached"];

pub const VIF: &[&str] = &[
    "uuid",
    "device",
    "network",
    "VM",
    "MAC",
    "MTU",
    "other_config",
    "currently_attached",
    "qos_algorithm_type",
    "qos_algorithm_params",
    "locking_mode",
    "ipv4_allowed",
    "ipv6_allowed",
];

pub fn vbd(context: &Context<'_>, head: Head<'_>, row: &Row) -> Result<Object, serde_json::Error> {
    let vbd: xapi::Vbd = row.read()?;
    Ok(Object::Vbd(Box::new(Vbd {
        kind: Kind::Vbd,
        id: Id::new(head.id.clone()),
        uuid: vbd.uuid.as_str().into(),
        pool: context.pool(),
        pool_id: context.pool(),
        xapi_ref: head.reference.into(),
        attached: vbd.currently_attached,
        bootable: vbd.bootable,
        device: Some(vbd.device).filter(|device| !device.is_empty()),
        is_cd_drive: vbd.type_ == xapi::VbdType::Cd,
        position: vbd.userdevice,
        read_only: vbd.mode == xapi::VbdMode::Ro,
        vdi: context.id(&vbd.vdi),
        vm: context.id(&vbd.vm),
    })))
}

pub fn vif(context: &Context<'_>, head: Head<'_>, row: &Row) -> Result<Object, serde_json::Error> {
    let vif: xapi::Vif = row.read()?;
    let checksumming = vif.other_config.get("ethtool-tx").map(String::as_str);
    let limited = vif.qos_algorithm_type == "ratelimit";
    Ok(Object::Vif(Box::new(Vif {
        kind: Kind::Vif,
        id: Id::new(head.id.clone()),
        uuid: vif.uuid.as_str().into(),
        pool: context.pool(),
        pool_id: context.pool(),
        xapi_ref: head.reference.into(),
        allowed_ipv4_addresses: vif.ipv4_allowed,
        allowed_ipv6_addresses: vif.ipv6_allowed,
        attached: vif.currently_attached,
        device: vif.device,
        locking_mode: vif.locking_mode.to_string(),
        mac: vif.mac,
        mtu: vif.mtu,
        tx_checksumming: !matches!(checksumming, Some("false" | "off")),
        rate_limit: if limited { number(&vif.qos_algorithm_params, "kbps") } else { None },
        network: context.id(&vif.network),
        vm: context.id(&vif.vm),
        other_config: vif.other_config,
    })))
}
