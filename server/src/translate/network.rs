//! `network` → [`Network`].

use cache::Row;
use model::{Id, Kind, objects::Network};

use super::{
    Context, Object,
    class::Head,
    context::each_reference,
    values::{flag, words},
};

pub const KEEP: &[&str] = &[
    "uuid",
    "name_label",
    "name_description",
    "current_operations",
    "VIFs",
    "PIFs",
    "MTU",
    "other_config",
    "bridge",
    "tags",
    "default_locking_mode",
    "purpose",
];

pub fn translate(context: &Context<'_>, head: Head<'_>, row: &Row) -> Result<Object, serde_json::Error> {
    let network: xapi::Network = row.read()?;
    let purpose = words(&network.purpose);
    let bonded = |pif: &str| {
        context.row(pif).is_some_and(|pif| each_reference(pif, "bond_master_of").next().is_some())
    };
    Ok(Object::Network(Box::new(Network {
        kind: Kind::Network,
        id: Id::new(head.id.clone()),
        uuid: network.uuid.as_str().into(),
        pool: context.pool(),
        pool_id: context.pool(),
        xapi_ref: head.reference.into(),
        automatic: flag(&network.other_config, "automatic"),
        bridge: network.bridge,
        current_operations: context.operations(&network.current_operations),
        default_is_locked: network.default_locking_mode.as_str() == "disabled",
        mtu: network.mtu,
        pifs: context.ids(&network.pifs),
        vifs: context.ids(&network.vifs),
        nbd: purpose.iter().any(|purpose| purpose == "nbd"),
        insecure_nbd: purpose.iter().any(|purpose| purpose == "insecure_nbd"),
        is_bonded: each_reference(row, "PIFs").any(bonded),
        name_label: network.name_label,
        name_description: network.name_description,
        other_config: network.other_config,
        tags: network.tags,
    })))
}
