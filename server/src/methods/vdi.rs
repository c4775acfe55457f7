//! Disks: made, grown, moved, deleted.

use api::{
    ApiError, disk,
    vbd::{self, DriveKind},
    vdi::{Create, Delete, Migrate, Set},
};
use model::{
    Id, Kind,
    objects::{PoolObject, PowerState, Sr, Vdi, Vm},
};
use serde_json::{Value, json};
use xapi::params;

use super::{
    found::{Found, id_of, no_resource_set},
    steps::Steps,
    vbd::record as drive,
};
use crate::{Cx, table::Started};

fn record(sr: &Sr, name: &str, bytes: i64) -> Value {
    json!({
        "name_label": name,
        "name_description": "",
        "SR": sr.reference(),
        "virtual_size": bytes,
        "type": "user",
        "sharable": false,
        "read_only": false,
        "other_config": {},
        "sm_config": {},
        "tags": [],
    })
}

pub async fn create(cx: Cx, call: Create) -> Result<Id<Vdi>, ApiError> {
    let found: Found<Sr> = Found::find(&cx, &call.sr)?;
    let mut record = record(&found.object, &call.name_label, call.virtual_size.bytes());
    record["name_description"] = json!(call.name_description);
    record["sharable"] = json!(call.sharable);
    record["read_only"] = json!(call.read_only);
    record["other_config"] = json!(call.other_config);
    record["sm_config"] = json!(call.sm_config);
    record["tags"] = json!(call.tags);
    let started = found.pool.start::<String>("VDI.create", params![record], found.reference()).await?;
    id_of(&found.pool, &started.done.await?).await
}

/// A disk alone, or with a drive for it; neither stays if the VM cannot get it.
pub async fn create_disk(cx: Cx, call: disk::Create) -> Result<Id<Vdi>, ApiError> {
    let found: Found<Sr> = Found::find(&cx, &call.sr)?;
    let vm: Option<Vm> = call.vm.as_ref().map(|vm| found.beside(&cx, vm)).transpose()?;
    let record = record(&found.object, &call.name, call.size.bytes());
    let mut steps = Steps::new(&found.pool);
    let vdi: String = steps.long("VDI.create", params![record], found.reference()).await?;
    steps.back("VDI.destroy", params![vdi]);
    if let Some(vm) = vm {
        let wanted = vbd::Create {
            vm: vm.id.clone(),
            vdi: None,
            kind: DriveKind::Disk,
            mode: call.mode,
            bootable: call.bootable,
            userdevice: call.position,
            other_config: Default::default(),
        };
        let drive = drive(&vm, Some(&vdi), &wanted);
        let vbd: String = steps.call("VBD.create", params![drive]).await?;
        steps.back("VBD.destroy", params![vbd]);
        if vm.power_state == PowerState::Running {
            steps.long::<()>("VBD.plug", params![vbd], &vdi).await?;
        }
    }
    id_of(&found.pool, &vdi).await
}

pub async fn delete(cx: Cx, call: Delete) -> Result<(), ApiError> {
    Found::find(&cx, &call.id)?.run("VDI.destroy", params![]).await
}

/// All that is asked for is set, or nothing; growing comes last, as nothing undoes it.
pub async fn set(cx: Cx, call: Set) -> Result<(), ApiError> {
    let found: Found<Vdi> = Found::find(&cx, &call.id)?;
    let (now, vdi, mut steps) = (&found.object, found.reference(), Steps::new(&found.pool));
    let size = call.size.map(|size| size.bytes());
    if let Some(size) = size.filter(|size| *size < now.size) {
        let reason = format!("{} has {} bytes and cannot shrink to {size}.", now.name_label, now.size);
        return Err(ApiError::IncorrectState { object: call.id.to_string(), reason });
    }
    found.pool.check_writable()?;
    if let Some(name) = &call.name_label {
        steps.set("VDI.set_name_label", vdi, &now.name_label, name).await?;
    }
    if let Some(description) = &call.name_description {
        steps.set("VDI.set_name_description", vdi, &now.name_description, description).await?;
    }
    if let Some(cbt) = call.cbt {
        let method = |on| if on { "VDI.enable_cbt" } else { "VDI.disable_cbt" };
        steps.long::<()>(method(cbt), params![vdi], vdi).await?;
        steps.back(method(now.cbt_enabled), params![vdi]);
    }
    if let Some(size) = size {
        steps.long::<()>("VDI.resize", params![vdi, size], vdi).await?;
    }
    Ok(())
}

/// A disk of a VM is moved; one of no VM, which XAPI cannot move, is copied and deleted.
pub async fn migrate(cx: Cx, call: Migrate) -> Result<Started<Id<Vdi>>, ApiError> {
    no_resource_set(call.resource_set.as_ref())?;
    let found: Found<Vdi> = Found::find(&cx, &call.id)?;
    let sr: Sr = found.beside(&cx, &call.sr)?;
    if found.object.sr.as_ref() == Some(&sr.id) {
        let reason = format!("{} is on {} already.", found.object.name_label, sr.name_label);
        return Err(ApiError::IncorrectState { object: call.id.to_string(), reason });
    }
    if found.object.kind == Kind::Vdi && !found.object.vbds.is_empty() {
        let options = json!({});
        let started = found.start::<String>("VDI.pool_migrate", params![sr.reference(), options]).await?;
        return Ok(started.then(move |moved| async move { id_of(&found.pool, &moved?).await }));
    }
    let started = found.start::<String>("VDI.copy", params![sr.reference()]).await?;
    Ok(started.then(move |copy| async move {
        let copy = copy?;
        let mut steps = Steps::new(&found.pool);
        steps.back("VDI.destroy", params![copy]);
        steps.long::<()>("VDI.destroy", params![found.reference()], found.reference()).await?;
        id_of(&found.pool, &copy).await
    }))
}
