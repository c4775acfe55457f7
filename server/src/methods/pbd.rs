//! How hosts reach storage: connect, disconnect, forget.

use api::{
    ApiError,
    pbd::{Connect, Delete, Disconnect},
};
use xapi::params;

use super::found::Found;
use crate::{Cx, table::Started};

pub async fn connect(cx: Cx, call: Connect) -> Result<Started<()>, ApiError> {
    Found::find(&cx, &call.id)?.start("PBD.plug", params![]).await
}

pub async fn disconnect(cx: Cx, call: Disconnect) -> Result<Started<()>, ApiError> {
    Found::find(&cx, &call.id)?.start("PBD.unplug", params![]).await
}

pub async fn delete(cx: Cx, call: Delete) -> Result<(), ApiError> {
    Found::find(&cx, &call.id)?.change("PBD.destroy", params![]).await
}
