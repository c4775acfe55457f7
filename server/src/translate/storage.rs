//! `SR` → [`Sr`], `SM` → [`Sm`], `PBD` → [`Pbd`].

use cache::Row;
use model::{
    Id, Kind,
    objects::{Pbd, Sm, Sr},
};

use super::{Context, Object, class::Head, context::each_reference, mirror::string, values::words};

pub const SR: &[&str] = &[
    "uuid",
    "name_label",
    "name_description",
    "current_operations",
    "VDIs",
    "PBDs",
    "virtual_allocation",
    "physical_utilisation",
    "physical_size",
    "type",
    "content_type",
    "shared",
    "other_config",
    "tags",
    "sm_config",
];

pub const SM: &[&str] = &[
    "uuid",
    "name_label",
    "name_description",
    "type",
    "vendor",
    "configuration",
    "features",
    "driver_filename",
    "required_cluster_stack",
    "supported_image_formats",
];

pub const PBD: &[&str] = &["uuid", "host", "SR", "device_config", "currently_attached", "other_config"];

/// Words in the names of device settings that are secret.
const SECRET: &[&str] = &["password", "passwd", "secret", "chappassword", "token"];

pub fn sr(context: &Context<'_>, head: Head<'_>, row: &Row) -> Result<Object, serde_json::Error> {
    let sr: xapi::Sr = row.read()?;
    let first_pbd = || context.row(each_reference(row, "PBDs").next()?);
    let local = if sr.shared { None } else { first_pbd() };
    let host = local.and_then(|pbd| context.id_of(string(pbd, "host")?));
    Ok(Object::Sr(Box::new(Sr {
        kind: Kind::Sr,
        id: Id::new(head.id.clone()),
        uuid: sr.uuid.as_str().into(),
        pool: context.pool(),
        pool_id: context.pool(),
        xapi_ref: head.reference.into(),
        container: Some(host.unwrap_or_else(|| context.pool().cast())),
        allocation_strategy: allocation(&sr.type_, first_pbd),
        in_maintenance_mode: sr.other_config.contains_key("xo:maintenanceState"),
        current_operations: context.operations(&sr.current_operations),
        vdis: context.ids(&sr.vdis),
        pbds: context.ids(&sr.pbds),
        name_label: sr.name_label,
        name_description: sr.name_description,
        content_type: sr.content_type,
        sr_type: sr.type_,
        shared: sr.shared,
        size: sr.physical_size,
        physical_usage: sr.physical_utilisation,
        usage: sr.virtual_allocation,
        tags: sr.tags,
        other_config: sr.other_config,
        sm_config: sr.sm_config,
    })))
}

/// Whether a disk takes its whole size at once. Block devices do, file systems do not; LINSTOR is told.
fn allocation<'a>(kind: &str, pbd: impl FnOnce() -> Option<&'a Row>) -> Option<String> {
    let strategy = match kind {
        "ext" | "file" | "nfs" | "smb" | "shm" | "ocfs" | "ocfsohba" | "ocfsoiscsi" | "xosan" | "zfs"
        | "xfs" | "btrfs" | "glusterfs" | "cephfs" | "moosefs" | "largeblock" | "zfs-vol" => "thin",
        "hba" | "iscsi" | "lvhd" | "lvhdofcoe" | "lvhdohba" | "lvhdoiscsi" | "lvm" | "lvmofcoe"
        | "lvmohba" | "lvmoiscsi" | "rawhba" | "rawiscsi" | "udev" => "thick",
        "linstor" => {
            let config = pbd().and_then(|pbd| pbd.get("device_config")).unwrap_or("{}");
            let config: std::collections::BTreeMap<String, String> =
                serde_json::from_str(config).unwrap_or_default();
            return Some(config.get("provisioning").cloned().unwrap_or_else(|| "unknown".into()));
        }
        _ => return None,
    };
    Some(strategy.into())
}

pub fn sm(context: &Context<'_>, head: Head<'_>, row: &Row) -> Result<Object, serde_json::Error> {
    let sm: xapi::Sm = row.read()?;
    Ok(Object::Sm(Box::new(Sm {
        kind: Kind::Sm,
        id: Id::new(head.id.clone()),
        uuid: sm.uuid.as_str().into(),
        pool: context.pool(),
        pool_id: context.pool(),
        xapi_ref: head.reference.into(),
        name_label: sm.name_label,
        name_description: sm.name_description,
        sm_type: sm.type_,
        configuration: sm.configuration,
        vendor: sm.vendor,
        features: sm.features,
        driver_filename: sm.driver_filename,
        required_cluster_stack: sm.required_cluster_stack,
        supported_image_formats: words(&sm.supported_image_formats),
    })))
}

pub fn pbd(context: &Context<'_>, head: Head<'_>, row: &Row) -> Result<Object, serde_json::Error> {
    let pbd: xapi::Pbd = row.read()?;
    let mut device_config = pbd.device_config;
    for (name, value) in &mut device_config {
        let name = name.to_lowercase();
        if SECRET.iter().any(|secret| name.contains(secret)) {
            *value = "* obfuscated *".into();
        }
    }
    Ok(Object::Pbd(Box::new(Pbd {
        kind: Kind::Pbd,
        id: Id::new(head.id.clone()),
        uuid: pbd.uuid.as_str().into(),
        pool: context.pool(),
        pool_id: context.pool(),
        xapi_ref: head.reference.into(),
        attached: pbd.currently_attached,
        host: context.id(&pbd.host),
        sr: context.id(&pbd.sr),
        device_config,
        other_config: pbd.other_config,
    })))
}
