//! The frames of `/feed` as the client writes and reads them.

use api::{ApiError, feed::Hello};
use model::{Diff, Reset, Resume, View, Window};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{
    Value, json,
    value::{RawValue, to_raw_value},
};

/// Anything that a server says.
#[derive(Deserialize)]
pub(crate) struct Incoming<'a> {
    pub hello: Option<Hello>,
    pub id: Option<u64>,
    pub ended: Option<u64>,
    #[serde(borrow, default, deserialize_with = "present")]
    pub result: Option<&'a RawValue>,
    #[serde(borrow)]
    pub error: Option<&'a RawValue>,
    pub watch: Option<u64>,
    pub seq: Option<u64>,
    pub reset: Option<Reset>,
    pub diff: Option<Diff>,
}

/// A `null` that is there is something else than nothing.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

/// The error, or the nearest that this version knows.
pub(crate) fn error(raw: &RawValue) -> ApiError {
    serde_json::from_str(raw.get()).unwrap_or_else(|_| {
        let value: Value = serde_json::from_str(raw.get()).unwrap_or_default();
        let reason = value["message"].as_str().unwrap_or("an error without a message").to_owned();
        ApiError::Unavailable { reason }
    })
}

pub(crate) fn call(id: u64, method: &str, params: &impl Serialize) -> Result<String, serde_json::Error> {
    #[derive(Serialize)]
    struct Call<'a> {
        id: u64,
        method: &'a str,
        params: Box<RawValue>,
    }
    serde_json::to_string(&Call { id, method, params: to_raw_value(params)? })
}

pub(crate) fn watch(watch: u64, view: &View, resume: Option<&Resume>) -> String {
    let mut frame = json!({ "watch": watch, "view": view });
    if let Some(resume) = resume {
        frame["resume"] = json!(resume);
    }
    frame.to_string()
}

pub(crate) fn window(watch: u64, window: Window) -> String {
    json!({ "window": watch, "start": window.start, "len": window.len }).to_string()
}

pub(crate) fn unwatch(watch: u64) -> String {
    json!({ "unwatch": watch }).to_string()
}
