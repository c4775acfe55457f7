//! Class `Certificate`, made from the data model by `cargo xtask codegen`: not to be edited.

use super::{CertificatePurpose, CertificateType, Host};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{DateTime, Record, Ref};

/// A record of class `Certificate`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Certificate {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RO/runtime.
    pub name: String,
    /// enum certificate_type, RO/runtime.
    #[serde(rename = "type")]
    pub type_: CertificateType,
    /// host ref, RO/constructor.
    pub host: Ref<Host>,
    /// datetime, RO/constructor.
    pub not_before: DateTime,
    /// datetime, RO/constructor.
    pub not_after: DateTime,
    /// string, RO/constructor.
    pub fingerprint: String,
    /// string, RO/constructor.
    pub fingerprint_sha256: String,
    /// string, RO/constructor.
    pub fingerprint_sha1: String,
    /// enum certificate_purpose set, RO/constructor.
    pub purpose: Vec<CertificatePurpose>,
}

impl Record for Certificate {
    const CLASS: &'static str = "Certificate";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "Certificate",
    event_class: "certificate",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "name",
            db_path: "name",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "type",
            db_path: "type",
            ty: T::Enum("certificate_type"),
            default: Some("\"host\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "host",
            db_path: "host",
            ty: T::Ref("host"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "not_before",
            db_path: "not_before",
            ty: T::DateTime,
            default: Some("\"19700101T00:00:00Z\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "not_after",
            db_path: "not_after",
            ty: T::DateTime,
            default: Some("\"19700101T00:00:00Z\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "fingerprint",
            db_path: "fingerprint",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "fingerprint_sha256",
            db_path: "fingerprint_sha256",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "fingerprint_sha1",
            db_path: "fingerprint_sha1",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "purpose",
            db_path: "purpose",
            ty: T::Set(&T::Enum("certificate_purpose")),
            default: Some("[]"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "get_all",
            kind: K::GetAll,
            result: T::Set(&T::Ref("Certificate")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("Certificate")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("Certificate"), &T::Record("Certificate")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("Certificate"), &T::Record("Certificate")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Certificate"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Certificate"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_type",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Certificate"), ..P::BASE }],
            result: T::Enum("certificate_type"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_host",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Certificate"), ..P::BASE }],
            result: T::Ref("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_not_before",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Certificate"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_not_after",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Certificate"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_fingerprint",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Certificate"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_fingerprint_sha256",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Certificate"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_fingerprint_sha1",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Certificate"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_purpose",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("Certificate"), ..P::BASE }],
            result: T::Set(&T::Enum("certificate_purpose")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("Certificate"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("Certificate"), ..P::BASE }],
            result: T::Record("Certificate"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
