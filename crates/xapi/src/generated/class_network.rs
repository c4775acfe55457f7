//! Class `network`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{Blob, NetworkDefaultLockingMode, NetworkOperations, NetworkPurpose, Pif, Vif};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `network`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Network {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RW.
    pub name_label: String,
    /// string, RW.
    pub name_description: String,
    /// enum network_operations set, RO/runtime.
    pub allowed_operations: Vec<NetworkOperations>,
    /// (string -> enum network_operations) map, RO/runtime.
    pub current_operations: BTreeMap<String, NetworkOperations>,
    /// VIF ref set, RO/runtime.
    #[serde(rename = "VIFs")]
    pub vifs: Vec<Ref<Vif>>,
    /// PIF ref set, RO/runtime.
    #[serde(rename = "PIFs")]
    pub pifs: Vec<Ref<Pif>>,
    /// int, RW.
    #[serde(rename = "MTU", deserialize_with = "lenient::int")]
    pub mtu: i64,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
    /// string, RO/constructor.
    pub bridge: String,
    /// bool, RO/constructor.
    #[serde(deserialize_with = "lenient::boolean")]
    pub managed: bool,
    /// (string -> blob ref) map, RO/runtime.
    pub blobs: BTreeMap<String, Ref<Blob>>,
    /// string set, RW.
    pub tags: Vec<String>,
    /// enum network_default_locking_mode, RO/runtime.
    pub default_locking_mode: NetworkDefaultLockingMode,
    /// (VIF ref -> string) map, RO/runtime.
    pub assigned_ips: BTreeMap<Ref<Vif>, String>,
    /// enum network_purpose set, RO/runtime.
    pub purpose: Vec<NetworkPurpose>,
}

impl Record for Network {
    const CLASS: &'static str = "network";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "network",
    event_class: "network",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: true,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "name_label",
            db_path: "name__label",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "name_description",
            db_path: "name__description",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "allowed_operations",
            db_path: "allowed_operations",
            ty: T::Set(&T::Enum("network_operations")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "current_operations",
            db_path: "current_operations",
            ty: T::Map(&T::String, &T::Enum("network_operations")),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F { name: "VIFs", db_path: "VIFs", ty: T::Set(&T::Ref("VIF")), qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "PIFs", db_path: "PIFs", ty: T::Set(&T::Ref("PIF")), qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "MTU",
            db_path: "MTU",
            ty: T::Int,
            default: Some("1500"),
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "other_config",
            db_path: "other_config",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            map_key_roles: &[
                ("XenCenter.CustomFields.*", "vm-operator"),
                ("XenCenterCreateInProgress", "vm-operator"),
                ("folder", "vm-operator"),
            ],
            ..F::BASE
        },
        F {
            name: "bridge",
            db_path: "bridge",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "managed",
            db_path: "managed",
            ty: T::Bool,
            default: Some("true"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "blobs",
            db_path: "blobs",
            ty: T::Map(&T::String, &T::Ref("blob")),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "tags",
            db_path: "tags",
            ty: T::Set(&T::String),
            default: Some("[]"),
            qualifier: Q::Rw,
            write_role: "vm-operator",
            ..F::BASE
        },
        F {
            name: "default_locking_mode",
            db_path: "default_locking_mode",
            ty: T::Enum("network_default_locking_mode"),
            default: Some("\"unlocked\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "assigned_ips",
            db_path: "assigned_ips",
            ty: T::Map(&T::Ref("VIF"), &T::String),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "purpose",
            db_path: "purpose",
            ty: T::Set(&T::Enum("network_purpose")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "attach",
            kind: K::Custom,
            params: &[
                P { name: "network", ty: T::Ref("network"), ..P::BASE },
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "pool_introduce",
            kind: K::Custom,
            params: &[
                P { name: "name_label", ty: T::String, ..P::BASE },
                P { name: "name_description", ty: T::String, ..P::BASE },
                P { name: "MTU", ty: T::Int, ..P::BASE },
                P { name: "other_config", ty: T::Map(&T::String, &T::String), ..P::BASE },
                P { name: "bridge", ty: T::String, ..P::BASE },
                P { name: "managed", ty: T::Bool, ..P::BASE },
                P { name: "purpose", ty: T::Set(&T::Enum("network_purpose")), ..P::BASE },
            ],
            result: T::Ref("network"),
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "create_new_blob",
            kind: K::Custom,
            params: &[
                P { name: "network", ty: T::Ref("network"), ..P::BASE },
                P { name: "name", ty: T::String, ..P::BASE },
                P { name: "mime_type", ty: T::String, ..P::BASE },
                P { name: "public", ty: T::Bool, default: Some("false"), optional: true },
            ],
            result: T::Ref("blob"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_default_locking_mode",
            kind: K::Custom,
            params: &[
                P { name: "network", ty: T::Ref("network"), ..P::BASE },
                P { name: "value", ty: T::Enum("network_default_locking_mode"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "attach_for_vm",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-power-admin",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "detach_for_vm",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-power-admin",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "add_purpose",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("network"), ..P::BASE },
                P { name: "value", ty: T::Enum("network_purpose"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            errors: &["NETWORK_INCOMPATIBLE_PURPOSES"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "remove_purpose",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("network"), ..P::BASE },
                P { name: "value", ty: T::Enum("network_purpose"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("network")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("network")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("network"), &T::Record("network")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("network"), &T::Record("network")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_label",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("network"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_description",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("network"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_allowed_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network"), ..P::BASE }],
            result: T::Set(&T::Enum("network_operations")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_current_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network"), ..P::BASE }],
            result: T::Map(&T::String, &T::Enum("network_operations")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VIFs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network"), ..P::BASE }],
            result: T::Set(&T::Ref("VIF")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_PIFs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network"), ..P::BASE }],
            result: T::Set(&T::Ref("PIF")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_MTU",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_MTU",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("network"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("network"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "add_to_other_config",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("network"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            map_key_roles: &[
                ("XenCenter.CustomFields.*", "vm-operator"),
                ("XenCenterCreateInProgress", "vm-operator"),
                ("folder", "vm-operator"),
            ],
            ..M::BASE
        },
        M {
            name: "remove_from_other_config",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("network"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            map_key_roles: &[
                ("XenCenter.CustomFields.*", "vm-operator"),
                ("XenCenterCreateInProgress", "vm-operator"),
                ("folder", "vm-operator"),
            ],
            ..M::BASE
        },
        M {
            name: "get_bridge",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_managed",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_blobs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network"), ..P::BASE }],
            result: T::Map(&T::String, &T::Ref("blob")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_tags",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_tags",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("network"), ..P::BASE },
                P { name: "value", ty: T::Set(&T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-operator",
            ..M::BASE
        },
        M {
            name: "add_tags",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("network"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-operator",
            ..M::BASE
        },
        M {
            name: "remove_tags",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("network"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-operator",
            ..M::BASE
        },
        M {
            name: "get_default_locking_mode",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network"), ..P::BASE }],
            result: T::Enum("network_default_locking_mode"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_assigned_ips",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network"), ..P::BASE }],
            result: T::Map(&T::Ref("VIF"), &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_purpose",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network"), ..P::BASE }],
            result: T::Set(&T::Enum("network_purpose")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "create",
            kind: K::Create,
            params: &[P { name: "args", ty: T::Record("network"), ..P::BASE }],
            result: T::Ref("network"),
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Destroy,
            params: &[P { name: "self", ty: T::Ref("network"), ..P::BASE }],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("network"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("network"), ..P::BASE }],
            result: T::Record("network"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("network")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
