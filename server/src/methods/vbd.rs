//! Drives of VMs: made, plugged, unplugged, moved, taken away.

use api::{
    ApiError,
    vbd::{Connect, Create, Delete, Disconnect, DriveKind, DriveMode, Set, SetBootable},
};
use model::{
    Id,
    objects::{PoolObject, Vbd, Vdi, Vm},
};
use serde_json::{Value, json};
use xapi::params;

use super::found::{Found, id_of};
use crate::{Cx, table::Started};

/// Where XAPI chooses the position.
const ANYWHERE: &str = "autodetect";

/// The record of a drive.
pub fn record(vm: &Vm, vdi: Option<&str>, call: &Create) -> Value {
    let cd = call.kind == DriveKind::Cd;
    json!({
        "VM": vm.reference(),
        "VDI": vdi.unwrap_or("OpaqueRef:NULL"),
        "userdevice": call.userdevice.as_ref().map_or(ANYWHERE, |device| device.as_str()),
        "bootable": call.bootable,
        "mode": call.mode.unwrap_or(if cd { DriveMode::Ro } else { DriveMode::Rw }),
        "type": call.kind,
        "unpluggable": true,
        "empty": vdi.is_none(),
        "other_config": call.other_config,
        "qos_algorithm_type": "",
        "qos_algorithm_params": {},
    })
}

pub async fn create(cx: Cx, call: Create) -> Result<Id<Vbd>, ApiError> {
    let found: Found<Vm> = Found::find(&cx, &call.vm)?;
    let vdi: Option<Vdi> = call.vdi.as_ref().map(|vdi| found.beside(&cx, vdi)).transpose()?;
    let record = record(&found.object, vdi.as_ref().map(Vdi::reference), &call);
    let vbd: String = found.pool.change("VBD.create", params![record]).await?;
    id_of(&found.pool, &vbd).await
}

pub async fn connect(cx: Cx, call: Connect) -> Result<Started<()>, ApiError> {
    Found::find(&cx, &call.id)?.start("VBD.plug", params![]).await
}

pub async fn disconnect(cx: Cx, call: Disconnect) -> Result<Started<()>, ApiError> {
    Found::find(&cx, &call.id)?.start("VBD.unplug", params![]).await
}

pub async fn delete(cx: Cx, call: Delete) -> Result<(), ApiError> {
    Found::find(&cx, &call.id)?.run("VBD.destroy", params![]).await
}

pub async fn set(cx: Cx, call: Set) -> Result<(), ApiError> {
    let found = Found::find(&cx, &call.id)?;
    match &call.position {
        Some(position) => found.change("VBD.set_userdevice", params![position.as_str()]).await,
        None => Ok(()),
    }
}

pub async fn set_bootable(cx: Cx, call: SetBootable) -> Result<(), ApiError> {
    Found::find(&cx, &call.vbd)?.change("VBD.set_bootable", params![call.bootable]).await
}
