//! Class `probe_result`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::SrStat;
use crate::schema::{Class, Field as F, Qualifier as Q, Type as T};
use crate::types::{Record, lenient};

/// A record of class `probe_result`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct ProbeResult {
    /// (string -> string) map, RO/runtime.
    pub configuration: BTreeMap<String, String>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub complete: bool,
    /// sr_stat record option, RO/runtime.
    pub sr: Option<SrStat>,
    /// (string -> string) map, RO/runtime.
    pub extra_info: BTreeMap<String, String>,
}

impl Record for ProbeResult {
    const CLASS: &'static str = "probe_result";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "probe_result",
    event_class: "probe_result",
    events: false,
    in_database: false,
    persistent: false,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F {
            name: "configuration",
            db_path: "configuration",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F { name: "complete", db_path: "complete", ty: T::Bool, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "sr",
            db_path: "sr",
            ty: T::Option(&T::Record("sr_stat")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "extra_info",
            db_path: "extra_info",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[],
};
