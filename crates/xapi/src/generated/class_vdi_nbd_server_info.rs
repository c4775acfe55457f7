//! Class `vdi_nbd_server_info`, made from the data model by `cargo xtask codegen`: not to be edited.

use crate::schema::{Class, Field as F, Qualifier as Q, Type as T};
use crate::types::{Record, lenient};

/// A record of class `vdi_nbd_server_info`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct VdiNbdServerInfo {
    /// string, RO/runtime.
    pub exportname: String,
    /// string, RO/runtime.
    pub address: String,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub port: i64,
    /// string, RO/runtime.
    pub cert: String,
    /// string, RO/runtime.
    pub subject: String,
}

impl Record for VdiNbdServerInfo {
    const CLASS: &'static str = "vdi_nbd_server_info";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "vdi_nbd_server_info",
    event_class: "vdi_nbd_server_info",
    events: false,
    in_database: false,
    persistent: false,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "exportname", db_path: "exportname", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "address", db_path: "address", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "port", db_path: "port", ty: T::Int, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "cert", db_path: "cert", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "subject", db_path: "subject", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
    ],
    messages: &[],
};
