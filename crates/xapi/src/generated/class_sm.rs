//! Class `SM`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::ImageFormatType;
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, lenient};

/// A record of class `SM`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Sm {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RO/runtime.
    pub name_label: String,
    /// string, RO/runtime.
    pub name_description: String,
    /// string, RO/runtime.
    #[serde(rename = "type")]
    pub type_: String,
    /// string, RO/runtime.
    pub vendor: String,
    /// string, RO/runtime.
    pub copyright: String,
    /// string, RO/runtime.
    pub version: String,
    /// string, RO/runtime.
    pub required_api_version: String,
    /// (string -> string) map, RO/runtime.
    pub configuration: BTreeMap<String, String>,
    /// string set, RO/runtime.
    pub capabilities: Vec<String>,
    /// (string -> int) map, RO/runtime.
    #[serde(deserialize_with = "lenient::int_map")]
    pub features: BTreeMap<String, i64>,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
    /// string, RO/runtime.
    pub driver_filename: String,
    /// string set, RO/runtime.
    pub required_cluster_stack: Vec<String>,
    /// enum image_format_type set, RO/runtime.
    pub supported_image_formats: Vec<ImageFormatType>,
}

impl Record for Sm {
    const CLASS: &'static str = "SM";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "SM",
    event_class: "sm",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "name_label",
            db_path: "name__label",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "name_description",
            db_path: "name__description",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F { name: "type", db_path: "type", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "vendor", db_path: "vendor", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "copyright", db_path: "copyright", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "version", db_path: "version", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "required_api_version",
            db_path: "required_api_version",
            ty: T::String,
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "configuration",
            db_path: "configuration",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "capabilities",
            db_path: "capabilities",
            ty: T::Set(&T::String),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "features",
            db_path: "features",
            ty: T::Map(&T::String, &T::Int),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "host_pending_features",
            db_path: "host_pending_features",
            ty: T::Map(&T::Ref("host"), &T::Set(&T::String)),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            internal_only: true,
            ..F::BASE
        },
        F {
            name: "other_config",
            db_path: "other_config",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::Rw,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "driver_filename",
            db_path: "driver_filename",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "required_cluster_stack",
            db_path: "required_cluster_stack",
            ty: T::Set(&T::String),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "supported_image_formats",
            db_path: "supported_image_formats",
            ty: T::Set(&T::Enum("image_format_type")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("SM")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("SM")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("SM"), &T::Record("SM")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("SM"), &T::Record("SM")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_type",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_vendor",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_copyright",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_version",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_required_api_version",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_configuration",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SM"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_capabilities",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SM"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_features",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SM"), ..P::BASE }],
            result: T::Map(&T::String, &T::Int),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SM"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("SM"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("SM"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "remove_from_other_config",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("SM"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_driver_filename",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_required_cluster_stack",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SM"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_supported_image_formats",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("SM"), ..P::BASE }],
            result: T::Set(&T::Enum("image_format_type")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("SM"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("SM"), ..P::BASE }],
            result: T::Record("SM"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("SM")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
