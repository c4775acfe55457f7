//! `VDI` → [`Vdi`]: disks, their snapshots, and disks that only storage drivers use.

use std::borrow::Cow;

use cache::Row;
use model::{Id, Kind, objects::Vdi};
use serde::Deserialize;

use super::{
    Context, Object,
    class::Head,
    values::{moment, text},
};

pub const KEEP: &[&str] = &[
    "uuid",
    "name_label",
    "name_description",
    "current_operations",
    "SR",
    "VBDs",
    "virtual_size",
    "physical_utilisation",
    "type",
    "other_config",
    "managed",
    "missing",
    "sm_config",
    "is_a_snapshot",
    "snapshot_of",
    "snapshots",
    "snapshot_time",
    "tags",
    "cbt_enabled",
];

/// Longer chains are broken ones.
const LONGEST_CHAIN: usize = 64;

/// The uuid of the disk that a disk's record says it builds on.
pub fn parent_uuid(row: &Row) -> Option<Cow<'_, str>> {
    #[derive(Deserialize)]
    struct SmConfig<'a> {
        #[serde(borrow, default, rename = "vhd-parent")]
        parent: Option<Cow<'a, str>>,
    }
    let config = row.get("sm_config").filter(|config| config.contains("\"vhd-parent\""))?;
    serde_json::from_str::<SmConfig<'_>>(config).ok()?.parent
}

pub fn translate(context: &Context<'_>, head: Head<'_>, row: &Row) -> Result<Object, serde_json::Error> {
    let vdi: xapi::Vdi = row.read()?;
    let snapshot_of = context.id(&vdi.snapshot_of);
    let snapshot = vdi.is_a_snapshot || snapshot_of.is_some();
    // A record without the field is of a disk that is managed.
    let kind = match row.get("managed") {
        Some("false") => Kind::VdiUnmanaged,
        _ if snapshot => Kind::VdiSnapshot,
        _ => Kind::Vdi,
    };
    let snapshot = kind == Kind::VdiSnapshot;
    let parent = parent_uuid(row).and_then(|uuid| context.disk(&uuid));
    Ok(Object::Vdi(Box::new(Vdi {
        kind,
        id: Id::new(head.id.clone()),
        uuid: vdi.uuid.as_str().into(),
        pool: context.pool(),
        pool_id: context.pool(),
        xapi_ref: head.reference.into(),
        vdi_type: vdi.type_.to_string(),
        size: vdi.virtual_size,
        usage: vdi.physical_utilisation,
        chain_physical_usage: (kind == Kind::Vdi).then(|| vdi.physical_utilisation + below(context, row)),
        sr: context.id(&vdi.sr),
        vbds: context.ids(&vdi.vbds),
        snapshots: context.ids(&vdi.snapshots),
        parent: parent.map(|(id, _)| Id::new(id)),
        image_format: text(&vdi.sm_config, "image-format"),
        cbt_enabled: vdi.cbt_enabled,
        missing: vdi.missing,
        current_operations: context.operations(&vdi.current_operations),
        snapshot_time: if snapshot { moment(&vdi.snapshot_time) } else { None },
        snapshot_of: snapshot_of.filter(|_| snapshot),
        name_label: vdi.name_label,
        name_description: vdi.name_description,
        tags: vdi.tags,
        other_config: vdi.other_config,
    })))
}

/// What the disks take that a disk builds on.
fn below(context: &Context<'_>, row: &Row) -> i64 {
    let parent = |row: &Row| Some(context.disk(&parent_uuid(row)?)?.1);
    let chain = std::iter::successors(parent(row), |row| parent(row)).take(LONGEST_CHAIN);
    let usage = |row: &Row| row.get("physical_utilisation")?.trim_matches('"').parse::<i64>().ok();
    chain.filter_map(usage).sum()
}
