//! `pool` → [`Pool`].

use cache::Row;
use model::{Id, Kind, objects::Pool};

use super::{
    Context, Object,
    class::Head,
    host::cpus,
    mirror::string,
    values::{flag, text},
};

pub const KEEP: &[&str] = &[
    "uuid",
    "name_label",
    "name_description",
    "master",
    "default_SR",
    "suspend_image_SR",
    "crash_dump_SR",
    "other_config",
    "ha_enabled",
    "ha_statefiles",
    "tags",
    "restrictions",
    "current_operations",
    "cpu_info",
    "migration_compression",
    "ha_reboot_vm_on_internal_shutdown",
];

pub fn translate(context: &Context<'_>, head: Head<'_>, row: &Row) -> Result<Object, serde_json::Error> {
    let pool: xapi::Pool = row.read()?;
    let master: Option<xapi::Host> = context.record(&pool.master);
    let lifted = |key: &str| pool.restrictions.get(key).is_some_and(|value| value == "false");
    let ha_srs = pool.ha_statefiles.iter().filter_map(|disk| {
        let disk = context.row(disk)?;
        context.id_of(string(disk, "SR")?)
    });
    Ok(Object::Pool(Box::new(Pool {
        kind: Kind::Pool,
        id: Id::new(head.id.clone()),
        uuid: pool.uuid.as_str().into(),
        pool: context.pool(),
        pool_id: context.pool(),
        xapi_ref: head.reference.into(),
        platform_version: master.as_ref().and_then(|host| text(&host.software_version, "platform_version")),
        name_label: match master {
            Some(master) if pool.name_label.is_empty() => master.name_label,
            _ => pool.name_label,
        },
        master: context.id(&pool.master),
        auto_poweron: flag(&pool.other_config, "auto_poweron"),
        crash_dump_sr: context.id(&pool.crash_dump_sr),
        suspend_sr: context.id(&pool.suspend_image_sr),
        default_sr: context.id(&pool.default_sr),
        current_operations: context.operations(&pool.current_operations),
        ha_enabled: pool.ha_enabled,
        // Releases without the field behave so.
        ha_reboot_vm_on_internal_shutdown: row.get("ha_reboot_vm_on_internal_shutdown") != Some("false"),
        ha_srs: ha_srs.collect(),
        migration_compression: pool.migration_compression,
        cpus: cpus(&pool.cpu_info),
        zstd_supported: lifted("restrict_zstd_export"),
        vtpm_supported: lifted("restrict_vtpm"),
        name_description: pool.name_description,
        tags: pool.tags,
        other_config: pool.other_config,
    })))
}
