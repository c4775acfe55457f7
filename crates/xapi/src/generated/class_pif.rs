//! Class `PIF`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{
    Bond, Host, IpConfigurationMode, Ipv6ConfigurationMode, Network, NetworkSriov, Pci, PifIgmpStatus,
    PifMetrics, PrimaryAddressType, Tunnel, Vlan,
};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{Record, Ref, lenient};

/// A record of class `PIF`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Pif {
    /// string, RO/runtime.
    pub uuid: String,
    /// string, RO/constructor.
    pub device: String,
    /// network ref, RO/constructor.
    pub network: Ref<Network>,
    /// host ref, RO/constructor.
    pub host: Ref<Host>,
    /// string, RO/constructor.
    #[serde(rename = "MAC")]
    pub mac: String,
    /// int, RO/constructor.
    #[serde(rename = "MTU", deserialize_with = "lenient::int")]
    pub mtu: i64,
    /// int, RO/constructor.
    #[serde(rename = "VLAN", deserialize_with = "lenient::int")]
    pub vlan: i64,
    /// PIF_metrics ref, RO/runtime.
    pub metrics: Ref<PifMetrics>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub physical: bool,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub currently_attached: bool,
    /// enum ip_configuration_mode, RO/runtime.
    pub ip_configuration_mode: IpConfigurationMode,
    /// string, RO/runtime.
    #[serde(rename = "IP")]
    pub ip: String,
    /// string, RO/runtime.
    pub netmask: String,
    /// string, RO/runtime.
    pub gateway: String,
    /// string, RO/runtime.
    #[serde(rename = "DNS")]
    pub dns: String,
    /// Bond ref, RO/runtime.
    pub bond_slave_of: Ref<Bond>,
    /// Bond ref set, RO/runtime.
    pub bond_master_of: Vec<Ref<Bond>>,
    /// VLAN ref, RO/runtime.
    #[serde(rename = "VLAN_master_of")]
    pub vlan_master_of: Ref<Vlan>,
    /// VLAN ref set, RO/runtime.
    #[serde(rename = "VLAN_slave_of")]
    pub vlan_slave_of: Vec<Ref<Vlan>>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub management: bool,
    /// (string -> string) map, RW.
    pub other_config: BTreeMap<String, String>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub disallow_unplug: bool,
    /// tunnel ref set, RO/runtime.
    #[serde(rename = "tunnel_access_PIF_of")]
    pub tunnel_access_pif_of: Vec<Ref<Tunnel>>,
    /// tunnel ref set, RO/runtime.
    #[serde(rename = "tunnel_transport_PIF_of")]
    pub tunnel_transport_pif_of: Vec<Ref<Tunnel>>,
    /// enum ipv6_configuration_mode, RO/runtime.
    pub ipv6_configuration_mode: Ipv6ConfigurationMode,
    /// string set, RO/runtime.
    #[serde(rename = "IPv6")]
    pub ipv6: Vec<String>,
    /// string, RO/runtime.
    pub ipv6_gateway: String,
    /// enum primary_address_type, RO/runtime.
    pub primary_address_type: PrimaryAddressType,
    /// bool, RO/constructor.
    #[serde(deserialize_with = "lenient::boolean")]
    pub managed: bool,
    /// (string -> string) map, RO/runtime.
    pub properties: BTreeMap<String, String>,
    /// string set, RO/runtime.
    pub capabilities: Vec<String>,
    /// enum pif_igmp_status, RO/runtime.
    pub igmp_snooping_status: PifIgmpStatus,
    /// network_sriov ref set, RO/runtime.
    #[serde(rename = "sriov_physical_PIF_of")]
    pub sriov_physical_pif_of: Vec<Ref<NetworkSriov>>,
    /// network_sriov ref set, RO/runtime.
    #[serde(rename = "sriov_logical_PIF_of")]
    pub sriov_logical_pif_of: Vec<Ref<NetworkSriov>>,
    /// PCI ref, RO/runtime.
    #[serde(rename = "PCI")]
    pub pci: Ref<Pci>,
}

impl Record for Pif {
    const CLASS: &'static str = "PIF";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "PIF",
    event_class: "pif",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: false,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "device", db_path: "device", ty: T::String, qualifier: Q::RoConstructor, ..F::BASE },
        F {
            name: "network",
            db_path: "network",
            ty: T::Ref("network"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F { name: "host", db_path: "host", ty: T::Ref("host"), qualifier: Q::RoConstructor, ..F::BASE },
        F { name: "MAC", db_path: "MAC", ty: T::String, qualifier: Q::RoConstructor, ..F::BASE },
        F { name: "MTU", db_path: "MTU", ty: T::Int, qualifier: Q::RoConstructor, ..F::BASE },
        F { name: "VLAN", db_path: "VLAN", ty: T::Int, qualifier: Q::RoConstructor, ..F::BASE },
        F {
            name: "device_name",
            db_path: "device_name",
            ty: T::String,
            qualifier: Q::Rw,
            internal_only: true,
            write_role: "pool-operator",
            ..F::BASE
        },
        F {
            name: "metrics",
            db_path: "metrics",
            ty: T::Ref("PIF_metrics"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "physical",
            db_path: "physical",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "currently_attached",
            db_path: "currently_attached",
            ty: T::Bool,
            default: Some("true"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "ip_configuration_mode",
            db_path: "ip_configuration_mode",
            ty: T::Enum("ip_configuration_mode"),
            default: Some("\"None\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "IP",
            db_path: "IP",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "netmask",
            db_path: "netmask",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "gateway",
            db_path: "gateway",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "DNS",
            db_path: "DNS",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "bond_slave_of",
            db_path: "bond_slave_of",
            ty: T::Ref("Bond"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "bond_master_of",
            db_path: "bond_master_of",
            ty: T::Set(&T::Ref("Bond")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "VLAN_master_of",
            db_path: "VLAN_master_of",
            ty: T::Ref("VLAN"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "VLAN_slave_of",
            db_path: "VLAN_slave_of",
            ty: T::Set(&T::Ref("VLAN")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "management",
            db_path: "management",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
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
            name: "disallow_unplug",
            db_path: "disallow_unplug",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "tunnel_access_PIF_of",
            db_path: "tunnel_access_PIF_of",
            ty: T::Set(&T::Ref("tunnel")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "tunnel_transport_PIF_of",
            db_path: "tunnel_transport_PIF_of",
            ty: T::Set(&T::Ref("tunnel")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "ipv6_configuration_mode",
            db_path: "ipv6_configuration_mode",
            ty: T::Enum("ipv6_configuration_mode"),
            default: Some("\"None\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "IPv6",
            db_path: "IPv6",
            ty: T::Set(&T::String),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "ipv6_gateway",
            db_path: "ipv6_gateway",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "primary_address_type",
            db_path: "primary_address_type",
            ty: T::Enum("primary_address_type"),
            default: Some("\"IPv4\""),
            qualifier: Q::RoRuntime,
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
            name: "properties",
            db_path: "properties",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
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
            name: "igmp_snooping_status",
            db_path: "igmp_snooping_status",
            ty: T::Enum("pif_igmp_status"),
            default: Some("\"unknown\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "sriov_physical_PIF_of",
            db_path: "sriov_physical_PIF_of",
            ty: T::Set(&T::Ref("network_sriov")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "sriov_logical_PIF_of",
            db_path: "sriov_logical_PIF_of",
            ty: T::Set(&T::Ref("network_sriov")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "PCI",
            db_path: "PCI",
            ty: T::Ref("PCI"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "create_VLAN",
            kind: K::Custom,
            params: &[
                P { name: "device", ty: T::String, ..P::BASE },
                P { name: "network", ty: T::Ref("network"), ..P::BASE },
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "VLAN", ty: T::Int, ..P::BASE },
            ],
            result: T::Ref("PIF"),
            role: "pool-operator",
            errors: &["VLAN_TAG_INVALID"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            errors: &["PIF_IS_PHYSICAL"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "reconfigure_ip",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("PIF"), ..P::BASE },
                P { name: "mode", ty: T::Enum("ip_configuration_mode"), ..P::BASE },
                P { name: "IP", ty: T::String, ..P::BASE },
                P { name: "netmask", ty: T::String, ..P::BASE },
                P { name: "gateway", ty: T::String, ..P::BASE },
                P { name: "DNS", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            errors: &["CLUSTERING_ENABLED"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "reconfigure_ipv6",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("PIF"), ..P::BASE },
                P { name: "mode", ty: T::Enum("ipv6_configuration_mode"), ..P::BASE },
                P { name: "IPv6", ty: T::String, ..P::BASE },
                P { name: "gateway", ty: T::String, ..P::BASE },
                P { name: "DNS", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            errors: &["CLUSTERING_ENABLED"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_primary_address_type",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("PIF"), ..P::BASE },
                P { name: "primary_address_type", ty: T::Enum("primary_address_type"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "scan",
            kind: K::Custom,
            params: &[P { name: "host", ty: T::Ref("host"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "introduce",
            kind: K::Custom,
            params: &[
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "MAC", ty: T::String, ..P::BASE },
                P { name: "device", ty: T::String, ..P::BASE },
                P { name: "managed", ty: T::Bool, default: Some("true"), optional: true },
            ],
            result: T::Ref("PIF"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "forget",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            errors: &["PIF_TUNNEL_STILL_EXISTS", "CLUSTERING_ENABLED"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "unplug",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            errors: &[
                "HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN",
                "VIF_IN_USE",
                "PIF_DOES_NOT_ALLOW_UNPLUG",
                "PIF_HAS_FCOE_SR_IN_USE",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_disallow_unplug",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("PIF"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            errors: &["OTHER_OPERATION_IN_PROGRESS", "CLUSTERING_ENABLED"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "plug",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            errors: &["TRANSPORT_PIF_NOT_CONFIGURED"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "pool_introduce",
            kind: K::Custom,
            params: &[
                P { name: "device", ty: T::String, ..P::BASE },
                P { name: "network", ty: T::Ref("network"), ..P::BASE },
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "MAC", ty: T::String, ..P::BASE },
                P { name: "MTU", ty: T::Int, ..P::BASE },
                P { name: "VLAN", ty: T::Int, ..P::BASE },
                P { name: "physical", ty: T::Bool, ..P::BASE },
                P { name: "ip_configuration_mode", ty: T::Enum("ip_configuration_mode"), ..P::BASE },
                P { name: "IP", ty: T::String, ..P::BASE },
                P { name: "netmask", ty: T::String, ..P::BASE },
                P { name: "gateway", ty: T::String, ..P::BASE },
                P { name: "DNS", ty: T::String, ..P::BASE },
                P { name: "bond_slave_of", ty: T::Ref("Bond"), ..P::BASE },
                P { name: "VLAN_master_of", ty: T::Ref("VLAN"), ..P::BASE },
                P { name: "management", ty: T::Bool, ..P::BASE },
                P { name: "other_config", ty: T::Map(&T::String, &T::String), ..P::BASE },
                P { name: "disallow_unplug", ty: T::Bool, default: Some("false"), optional: true },
                P {
                    name: "ipv6_configuration_mode",
                    ty: T::Enum("ipv6_configuration_mode"),
                    default: Some("\"None\""),
                    optional: true,
                },
                P { name: "IPv6", ty: T::Set(&T::String), default: Some("[]"), optional: true },
                P { name: "ipv6_gateway", ty: T::String, default: Some("\"\""), optional: true },
                P {
                    name: "primary_address_type",
                    ty: T::Enum("primary_address_type"),
                    default: Some("\"IPv4\""),
                    optional: true,
                },
                P { name: "managed", ty: T::Bool, default: Some("true"), optional: true },
                P {
                    name: "properties",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
            ],
            result: T::Ref("PIF"),
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "db_introduce",
            kind: K::Custom,
            params: &[
                P { name: "device", ty: T::String, ..P::BASE },
                P { name: "network", ty: T::Ref("network"), ..P::BASE },
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "MAC", ty: T::String, ..P::BASE },
                P { name: "MTU", ty: T::Int, ..P::BASE },
                P { name: "VLAN", ty: T::Int, ..P::BASE },
                P { name: "physical", ty: T::Bool, ..P::BASE },
                P { name: "ip_configuration_mode", ty: T::Enum("ip_configuration_mode"), ..P::BASE },
                P { name: "IP", ty: T::String, ..P::BASE },
                P { name: "netmask", ty: T::String, ..P::BASE },
                P { name: "gateway", ty: T::String, ..P::BASE },
                P { name: "DNS", ty: T::String, ..P::BASE },
                P { name: "bond_slave_of", ty: T::Ref("Bond"), ..P::BASE },
                P { name: "VLAN_master_of", ty: T::Ref("VLAN"), ..P::BASE },
                P { name: "management", ty: T::Bool, ..P::BASE },
                P { name: "other_config", ty: T::Map(&T::String, &T::String), ..P::BASE },
                P { name: "disallow_unplug", ty: T::Bool, default: Some("false"), optional: true },
                P {
                    name: "ipv6_configuration_mode",
                    ty: T::Enum("ipv6_configuration_mode"),
                    default: Some("\"None\""),
                    optional: true,
                },
                P { name: "IPv6", ty: T::Set(&T::String), default: Some("[]"), optional: true },
                P { name: "ipv6_gateway", ty: T::String, default: Some("\"\""), optional: true },
                P {
                    name: "primary_address_type",
                    ty: T::Enum("primary_address_type"),
                    default: Some("\"IPv4\""),
                    optional: true,
                },
                P { name: "managed", ty: T::Bool, default: Some("true"), optional: true },
                P {
                    name: "properties",
                    ty: T::Map(&T::String, &T::String),
                    default: Some("{}"),
                    optional: true,
                },
            ],
            result: T::Ref("PIF"),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "db_forget",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_property",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("PIF"), ..P::BASE },
                P { name: "name", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("PIF")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("PIF")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("PIF"), &T::Record("PIF")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("PIF"), &T::Record("PIF")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_device",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_network",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Ref("network"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_host",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Ref("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_MAC",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_MTU",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VLAN",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_metrics",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Ref("PIF_metrics"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_physical",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_currently_attached",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ip_configuration_mode",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Enum("ip_configuration_mode"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_IP",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_netmask",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_gateway",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_DNS",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_bond_slave_of",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Ref("Bond"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_bond_master_of",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Set(&T::Ref("Bond")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VLAN_master_of",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Ref("VLAN"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VLAN_slave_of",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Set(&T::Ref("VLAN")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_management",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("PIF"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("PIF"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("PIF"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "get_disallow_unplug",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_tunnel_access_PIF_of",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Set(&T::Ref("tunnel")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_tunnel_transport_PIF_of",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Set(&T::Ref("tunnel")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ipv6_configuration_mode",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Enum("ipv6_configuration_mode"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_IPv6",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ipv6_gateway",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_primary_address_type",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Enum("primary_address_type"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_managed",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_properties",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_capabilities",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_igmp_snooping_status",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Enum("pif_igmp_status"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_sriov_physical_PIF_of",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Set(&T::Ref("network_sriov")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_sriov_logical_PIF_of",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Set(&T::Ref("network_sriov")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_PCI",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Ref("PCI"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("PIF"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("PIF"), ..P::BASE }],
            result: T::Record("PIF"),
            role: "read-only",
            ..M::BASE
        },
    ],
};
