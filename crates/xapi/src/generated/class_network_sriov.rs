//! Class `network_sriov`, made from the data model by `cargo xtask codegen`: not to be edited.

use super::{Pif, SriovConfigurationMode};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `network_sriov`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct NetworkSriov {
    /// string, RO/runtime.
    pub uuid: String,
    /// PIF ref, RO/constructor.
    #[serde(rename = "physical_PIF")]
    pub physical_pif: Ref<Pif>,
    /// PIF ref, RO/constructor.
    #[serde(rename = "logical_PIF")]
    pub logical_pif: Ref<Pif>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub requires_reboot: bool,
    /// enum sriov_configuration_mode, RO/runtime.
    pub configuration_mode: SriovConfigurationMode,
}

impl Record for NetworkSriov {
    const CLASS: &'static str = "network_sriov";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "network_sriov",
    event_class: "network_sriov",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "physical_PIF",
            db_path: "physical_PIF",
            ty: T::Ref("PIF"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "logical_PIF",
            db_path: "logical_PIF",
            ty: T::Ref("PIF"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "requires_reboot",
            db_path: "requires_reboot",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "configuration_mode",
            db_path: "configuration_mode",
            ty: T::Enum("sriov_configuration_mode"),
            default: Some("\"unknown\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "create",
            kind: K::Custom,
            params: &[
                P { name: "pif", ty: T::Ref("PIF"), ..P::BASE },
                P { name: "network", ty: T::Ref("network"), ..P::BASE },
            ],
            result: T::Ref("network_sriov"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("network_sriov"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_remaining_capacity",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("network_sriov"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("network_sriov")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("network_sriov")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("network_sriov"), &T::Record("network_sriov")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("network_sriov"), &T::Record("network_sriov")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network_sriov"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_physical_PIF",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network_sriov"), ..P::BASE }],
            result: T::Ref("PIF"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_logical_PIF",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network_sriov"), ..P::BASE }],
            result: T::Ref("PIF"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_requires_reboot",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network_sriov"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_configuration_mode",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("network_sriov"), ..P::BASE }],
            result: T::Enum("sriov_configuration_mode"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("network_sriov"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("network_sriov"), ..P::BASE }],
            result: T::Record("network_sriov"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
