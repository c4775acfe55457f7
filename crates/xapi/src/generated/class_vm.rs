//! Class `VM`, made from the data model by `cargo xtask codegen`: not to be edited.

use std::collections::BTreeMap;

use super::{
    Blob, Console, Crashdump, DomainType, Host, OnCrashBehaviour, OnNormalExit, OnSoftrebootBehavior, Pci,
    Sr, UpdateGuidances, Vbd, Vdi, Vgpu, Vif, VmAppliance, VmGroup, VmGuestMetrics, VmMetrics, VmOperations,
    VmPowerState, VmSecurebootCertificatesState, Vmpp, Vmss, Vtpm, Vusb,
};
use crate::schema::{Class, Field as F, Kind as K, Message as M, Param as P, Qualifier as Q, Type as T};
use crate::types::{DateTime, Record, Ref, lenient};

/// A record of class `VM`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Vm {
    /// string, RO/runtime.
    pub uuid: String,
    /// enum vm_operations set, RO/runtime.
    pub allowed_operations: Vec<VmOperations>,
    /// (string -> enum vm_operations) map, RO/runtime.
    pub current_operations: BTreeMap<String, VmOperations>,
    /// string, RW.
    pub name_label: String,
    /// string, RW.
    pub name_description: String,
    /// enum vm_power_state, RO/constructor.
    pub power_state: VmPowerState,
    /// int, RW.
    #[serde(deserialize_with = "lenient::int")]
    pub user_version: i64,
    /// bool, RW.
    #[serde(deserialize_with = "lenient::boolean")]
    pub is_a_template: bool,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub is_default_template: bool,
    /// VDI ref, RO/constructor.
    #[serde(rename = "suspend_VDI")]
    pub suspend_vdi: Ref<Vdi>,
    /// host ref, RO/runtime.
    pub resident_on: Ref<Host>,
    /// host ref, RO/runtime.
    pub scheduled_to_be_resident_on: Ref<Host>,
    /// host ref, RW.
    pub affinity: Ref<Host>,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub memory_overhead: i64,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub memory_target: i64,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub memory_static_max: i64,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub memory_dynamic_max: i64,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub memory_dynamic_min: i64,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub memory_static_min: i64,
    /// (string -> string) map, RW.
    #[serde(rename = "VCPUs_params")]
    pub vcpus_params: BTreeMap<String, String>,
    /// int, RO/constructor.
    #[serde(rename = "VCPUs_max", deserialize_with = "lenient::int")]
    pub vcpus_max: i64,
    /// int, RO/constructor.
    #[serde(rename = "VCPUs_at_startup", deserialize_with = "lenient::int")]
    pub vcpus_at_startup: i64,
    /// enum on_softreboot_behavior, RW.
    pub actions_after_softreboot: OnSoftrebootBehavior,
    /// enum on_normal_exit, RW.
    pub actions_after_shutdown: OnNormalExit,
    /// enum on_normal_exit, RW.
    pub actions_after_reboot: OnNormalExit,
    /// enum on_crash_behaviour, RO/constructor.
    pub actions_after_crash: OnCrashBehaviour,
    /// console ref set, RO/runtime.
    pub consoles: Vec<Ref<Console>>,
    /// VIF ref set, RO/runtime.
    #[serde(rename = "VIFs")]
    pub vifs: Vec<Ref<Vif>>,
    /// VBD ref set, RO/runtime.
    #[serde(rename = "VBDs")]
    pub vbds: Vec<Ref<Vbd>>,
    /// VUSB ref set, RO/runtime.
    #[serde(rename = "VUSBs")]
    pub vusbs: Vec<Ref<Vusb>>,
    /// crashdump ref set, RO/runtime.
    pub crash_dumps: Vec<Ref<Crashdump>>,
    /// VTPM ref set, RO/runtime.
    #[serde(rename = "VTPMs")]
    pub vtpms: Vec<Ref<Vtpm>>,
    /// string, RW.
    #[serde(rename = "PV_bootloader")]
    pub pv_bootloader: String,
    /// string, RW.
    #[serde(rename = "PV_kernel")]
    pub pv_kernel: String,
    /// string, RW.
    #[serde(rename = "PV_ramdisk")]
    pub pv_ramdisk: String,
    /// string, RW.
    #[serde(rename = "PV_args")]
    pub pv_args: String,
    /// string, RW.
    #[serde(rename = "PV_bootloader_args")]
    pub pv_bootloader_args: String,
    /// string, RW.
    #[serde(rename = "PV_legacy_args")]
    pub pv_legacy_args: String,
    /// string, RO/constructor.
    #[serde(rename = "HVM_boot_policy")]
    pub hvm_boot_policy: String,
    /// (string -> string) map, RW.
    #[serde(rename = "HVM_boot_params")]
    pub hvm_boot_params: BTreeMap<String, String>,
    /// float, RO/constructor.
    #[serde(rename = "HVM_shadow_multiplier", deserialize_with = "lenient::float")]
    pub hvm_shadow_multiplier: f64,
    /// (string -> string) map, RO/constructor.
    pub platform: BTreeMap<String, String>,
    /// string, RW.
    #[serde(rename = "PCI_bus")]
    pub pci_bus: String,
    /// (string -> string) map, RO/constructor.
    pub other_config: BTreeMap<String, String>,
    /// int, RO/runtime.
    #[serde(deserialize_with = "lenient::int")]
    pub domid: i64,
    /// string, RO/runtime.
    pub domarch: String,
    /// (string -> string) map, RO/constructor.
    #[serde(rename = "last_boot_CPU_flags")]
    pub last_boot_cpu_flags: BTreeMap<String, String>,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub is_control_domain: bool,
    /// VM_metrics ref, RO/runtime.
    pub metrics: Ref<VmMetrics>,
    /// VM_guest_metrics ref, RO/runtime.
    pub guest_metrics: Ref<VmGuestMetrics>,
    /// string, RO/constructor.
    pub last_booted_record: String,
    /// string, RW.
    pub recommendations: String,
    /// (string -> string) map, RW.
    pub xenstore_data: BTreeMap<String, String>,
    /// bool, RO/constructor.
    #[serde(deserialize_with = "lenient::boolean")]
    pub ha_always_run: bool,
    /// string, RO/constructor.
    pub ha_restart_priority: String,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub is_a_snapshot: bool,
    /// VM ref, RO/runtime.
    pub snapshot_of: Ref<Vm>,
    /// VM ref set, RO/runtime.
    pub snapshots: Vec<Ref<Vm>>,
    /// datetime, RO/runtime.
    pub snapshot_time: DateTime,
    /// string, RO/runtime.
    pub transportable_snapshot_id: String,
    /// (string -> blob ref) map, RO/runtime.
    pub blobs: BTreeMap<String, Ref<Blob>>,
    /// string set, RW.
    pub tags: Vec<String>,
    /// (enum vm_operations -> string) map, RO/constructor.
    pub blocked_operations: BTreeMap<VmOperations, String>,
    /// (string -> string) map, RO/runtime.
    pub snapshot_info: BTreeMap<String, String>,
    /// string, RO/runtime.
    pub snapshot_metadata: String,
    /// VM ref, RO/runtime.
    pub parent: Ref<Vm>,
    /// VM ref set, RO/runtime.
    pub children: Vec<Ref<Vm>>,
    /// (string -> string) map, RO/runtime.
    pub bios_strings: BTreeMap<String, String>,
    /// VMPP ref, RO/constructor.
    pub protection_policy: Ref<Vmpp>,
    /// bool, RO/constructor, no longer meaningful.
    #[serde(deserialize_with = "lenient::boolean")]
    pub is_snapshot_from_vmpp: bool,
    /// VMSS ref, RO/constructor.
    pub snapshot_schedule: Ref<Vmss>,
    /// bool, RO/constructor.
    #[serde(deserialize_with = "lenient::boolean")]
    pub is_vmss_snapshot: bool,
    /// VM_appliance ref, RO/constructor.
    pub appliance: Ref<VmAppliance>,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub start_delay: i64,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub shutdown_delay: i64,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub order: i64,
    /// VGPU ref set, RO/runtime.
    #[serde(rename = "VGPUs")]
    pub vgpus: Vec<Ref<Vgpu>>,
    /// PCI ref set, RO/runtime.
    #[serde(rename = "attached_PCIs")]
    pub attached_pcis: Vec<Ref<Pci>>,
    /// SR ref, RW.
    #[serde(rename = "suspend_SR")]
    pub suspend_sr: Ref<Sr>,
    /// int, RO/constructor.
    #[serde(deserialize_with = "lenient::int")]
    pub version: i64,
    /// string, RO/constructor.
    pub generation_id: String,
    /// int, RW.
    #[serde(deserialize_with = "lenient::int")]
    pub hardware_platform_version: i64,
    /// bool, RO/constructor.
    #[serde(deserialize_with = "lenient::boolean")]
    pub has_vendor_device: bool,
    /// bool, RO/runtime.
    #[serde(deserialize_with = "lenient::boolean")]
    pub requires_reboot: bool,
    /// string, RO/constructor.
    pub reference_label: String,
    /// enum domain_type, RO/constructor.
    pub domain_type: DomainType,
    /// (string -> string) map, RO/constructor.
    #[serde(rename = "NVRAM")]
    pub nvram: BTreeMap<String, String>,
    /// enum update_guidances set, RO/runtime.
    pub pending_guidances: Vec<UpdateGuidances>,
    /// enum update_guidances set, RO/runtime.
    pub pending_guidances_recommended: Vec<UpdateGuidances>,
    /// enum update_guidances set, RO/runtime.
    pub pending_guidances_full: Vec<UpdateGuidances>,
    /// VM_group ref set, RO/runtime.
    pub groups: Vec<Ref<VmGroup>>,
    /// enum vm_secureboot_certificates_state, RO/runtime.
    pub secureboot_certificates_state: VmSecurebootCertificatesState,
}

impl Record for Vm {
    const CLASS: &'static str = "VM";
}

/// The class as data.
pub(crate) static CLASS: Class = Class {
    name: "VM",
    event_class: "vm",
    events: true,
    in_database: true,
    persistent: true,
    ctor_dtor: true,
    async_ok: true,
    fields: &[
        F { name: "uuid", db_path: "uuid", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "allowed_operations",
            db_path: "allowed_operations",
            ty: T::Set(&T::Enum("vm_operations")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "current_operations",
            db_path: "current_operations",
            ty: T::Map(&T::String, &T::Enum("vm_operations")),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            persist: false,
            ..F::BASE
        },
        F {
            name: "name_label",
            db_path: "name__label",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "name_description",
            db_path: "name__description",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "power_state",
            db_path: "power_state",
            ty: T::Enum("vm_power_state"),
            default: Some("\"Halted\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "user_version",
            db_path: "user_version",
            ty: T::Int,
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "is_a_template",
            db_path: "is_a_template",
            ty: T::Bool,
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "is_default_template",
            db_path: "is_default_template",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "suspend_VDI",
            db_path: "suspend_VDI",
            ty: T::Ref("VDI"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "resident_on",
            db_path: "resident_on",
            ty: T::Ref("host"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "scheduled_to_be_resident_on",
            db_path: "scheduled_to_be_resident_on",
            ty: T::Ref("host"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "affinity",
            db_path: "affinity",
            ty: T::Ref("host"),
            qualifier: Q::Rw,
            write_role: "vm-power-admin",
            ..F::BASE
        },
        F {
            name: "memory_overhead",
            db_path: "memory__overhead",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "memory_target",
            db_path: "memory__target",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "memory_static_max",
            db_path: "memory__static_max",
            ty: T::Int,
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "memory_dynamic_max",
            db_path: "memory__dynamic_max",
            ty: T::Int,
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "memory_dynamic_min",
            db_path: "memory__dynamic_min",
            ty: T::Int,
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "memory_static_min",
            db_path: "memory__static_min",
            ty: T::Int,
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "VCPUs_params",
            db_path: "VCPUs__params",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F { name: "VCPUs_max", db_path: "VCPUs__max", ty: T::Int, qualifier: Q::RoConstructor, ..F::BASE },
        F {
            name: "VCPUs_at_startup",
            db_path: "VCPUs__at_startup",
            ty: T::Int,
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "actions_after_softreboot",
            db_path: "actions__after_softreboot",
            ty: T::Enum("on_softreboot_behavior"),
            default: Some("\"soft_reboot\""),
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "actions_after_shutdown",
            db_path: "actions__after_shutdown",
            ty: T::Enum("on_normal_exit"),
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "actions_after_reboot",
            db_path: "actions__after_reboot",
            ty: T::Enum("on_normal_exit"),
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "actions_after_crash",
            db_path: "actions__after_crash",
            ty: T::Enum("on_crash_behaviour"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "consoles",
            db_path: "consoles",
            ty: T::Set(&T::Ref("console")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F { name: "VIFs", db_path: "VIFs", ty: T::Set(&T::Ref("VIF")), qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "VBDs", db_path: "VBDs", ty: T::Set(&T::Ref("VBD")), qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "VUSBs",
            db_path: "VUSBs",
            ty: T::Set(&T::Ref("VUSB")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "crash_dumps",
            db_path: "crash_dumps",
            ty: T::Set(&T::Ref("crashdump")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "VTPMs",
            db_path: "VTPMs",
            ty: T::Set(&T::Ref("VTPM")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "PV_bootloader",
            db_path: "PV__bootloader",
            ty: T::String,
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "PV_kernel",
            db_path: "PV__kernel",
            ty: T::String,
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "PV_ramdisk",
            db_path: "PV__ramdisk",
            ty: T::String,
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "PV_args",
            db_path: "PV__args",
            ty: T::String,
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "PV_bootloader_args",
            db_path: "PV__bootloader_args",
            ty: T::String,
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "PV_legacy_args",
            db_path: "PV__legacy_args",
            ty: T::String,
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "HVM_boot_policy",
            db_path: "HVM__boot_policy",
            ty: T::String,
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "HVM_boot_params",
            db_path: "HVM__boot_params",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "HVM_shadow_multiplier",
            db_path: "HVM__shadow_multiplier",
            ty: T::Float,
            default: Some("1"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "platform",
            db_path: "platform",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::RoConstructor,
            map_key_roles: &[("hvm_serial", "pool-admin")],
            ..F::BASE
        },
        F {
            name: "PCI_bus",
            db_path: "PCI_bus",
            ty: T::String,
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "other_config",
            db_path: "other_config",
            ty: T::Map(&T::String, &T::String),
            qualifier: Q::RoConstructor,
            map_key_roles: &[
                ("XenCenter.CustomFields.*", "vm-operator"),
                ("folder", "vm-operator"),
                ("hvm_serial", "pool-admin"),
                ("pci", "pool-admin"),
            ],
            ..F::BASE
        },
        F { name: "domid", db_path: "domid", ty: T::Int, qualifier: Q::RoRuntime, ..F::BASE },
        F { name: "domarch", db_path: "domarch", ty: T::String, qualifier: Q::RoRuntime, ..F::BASE },
        F {
            name: "last_boot_CPU_flags",
            db_path: "last_boot_CPU_flags",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "is_control_domain",
            db_path: "is_control_domain",
            ty: T::Bool,
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "metrics",
            db_path: "metrics",
            ty: T::Ref("VM_metrics"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "guest_metrics",
            db_path: "guest_metrics",
            ty: T::Ref("VM_guest_metrics"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "last_booted_record",
            db_path: "last_booted_record",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "recommendations",
            db_path: "recommendations",
            ty: T::String,
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "xenstore_data",
            db_path: "xenstore_data",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "ha_always_run",
            db_path: "ha_always_run",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "ha_restart_priority",
            db_path: "ha_restart_priority",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "is_a_snapshot",
            db_path: "is_a_snapshot",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "snapshot_of",
            db_path: "snapshot_of",
            ty: T::Ref("VM"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "snapshots",
            db_path: "snapshots",
            ty: T::Set(&T::Ref("VM")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "snapshot_time",
            db_path: "snapshot_time",
            ty: T::DateTime,
            default: Some("\"19700101T00:00:00Z\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "transportable_snapshot_id",
            db_path: "transportable_snapshot_id",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
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
            name: "blocked_operations",
            db_path: "blocked_operations",
            ty: T::Map(&T::Enum("vm_operations"), &T::String),
            default: Some("{}"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "snapshot_info",
            db_path: "snapshot_info",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "snapshot_metadata",
            db_path: "snapshot_metadata",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "parent",
            db_path: "parent",
            ty: T::Ref("VM"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "children",
            db_path: "children",
            ty: T::Set(&T::Ref("VM")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "bios_strings",
            db_path: "bios_strings",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "protection_policy",
            db_path: "protection_policy",
            ty: T::Ref("VMPP"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "is_snapshot_from_vmpp",
            db_path: "is_snapshot_from_vmpp",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoConstructor,
            removed: true,
            ..F::BASE
        },
        F {
            name: "snapshot_schedule",
            db_path: "snapshot_schedule",
            ty: T::Ref("VMSS"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "is_vmss_snapshot",
            db_path: "is_vmss_snapshot",
            ty: T::Bool,
            default: Some("false"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "appliance",
            db_path: "appliance",
            ty: T::Ref("VM_appliance"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "start_delay",
            db_path: "start_delay",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "shutdown_delay",
            db_path: "shutdown_delay",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "order",
            db_path: "order",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "VGPUs",
            db_path: "VGPUs",
            ty: T::Set(&T::Ref("VGPU")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "attached_PCIs",
            db_path: "attached_PCIs",
            ty: T::Set(&T::Ref("PCI")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "suspend_SR",
            db_path: "suspend_SR",
            ty: T::Ref("SR"),
            default: Some("\"OpaqueRef:NULL\""),
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "version",
            db_path: "version",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "generation_id",
            db_path: "generation_id",
            ty: T::String,
            default: Some("\"0:0\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "hardware_platform_version",
            db_path: "hardware_platform_version",
            ty: T::Int,
            default: Some("0"),
            qualifier: Q::Rw,
            write_role: "vm-admin",
            ..F::BASE
        },
        F {
            name: "has_vendor_device",
            db_path: "has_vendor_device",
            ty: T::Bool,
            default: Some("true"),
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
            name: "reference_label",
            db_path: "reference_label",
            ty: T::String,
            default: Some("\"\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "domain_type",
            db_path: "domain_type",
            ty: T::Enum("domain_type"),
            default: Some("\"unspecified\""),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "NVRAM",
            db_path: "NVRAM",
            ty: T::Map(&T::String, &T::String),
            default: Some("{}"),
            qualifier: Q::RoConstructor,
            ..F::BASE
        },
        F {
            name: "pending_guidances",
            db_path: "pending_guidances",
            ty: T::Set(&T::Enum("update_guidances")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "recommended_guidances",
            db_path: "recommended_guidances",
            ty: T::Set(&T::Enum("update_guidances")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            internal_only: true,
            removed: true,
            ..F::BASE
        },
        F {
            name: "pending_guidances_recommended",
            db_path: "pending_guidances_recommended",
            ty: T::Set(&T::Enum("update_guidances")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "pending_guidances_full",
            db_path: "pending_guidances_full",
            ty: T::Set(&T::Enum("update_guidances")),
            default: Some("[]"),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "groups",
            db_path: "groups",
            ty: T::Set(&T::Ref("VM_group")),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
        F {
            name: "secureboot_certificates_state",
            db_path: "secureboot_certificates_state",
            ty: T::Enum("vm_secureboot_certificates_state"),
            default: Some("\"ok\""),
            qualifier: Q::RoRuntime,
            ..F::BASE
        },
    ],
    messages: &[
        M {
            name: "snapshot",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "new_name", ty: T::String, ..P::BASE },
                P { name: "ignore_vdis", ty: T::Set(&T::Ref("VDI")), default: Some("[]"), optional: true },
            ],
            result: T::Ref("VM"),
            role: "vm-power-admin",
            errors: &["VM_BAD_POWER_STATE", "SR_FULL", "OPERATION_NOT_ALLOWED"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "snapshot_with_quiesce",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "new_name", ty: T::String, ..P::BASE },
            ],
            result: T::Ref("VM"),
            role: "vm-power-admin",
            errors: &[
                "VM_BAD_POWER_STATE",
                "SR_FULL",
                "OPERATION_NOT_ALLOWED",
                "VM_SNAPSHOT_WITH_QUIESCE_FAILED",
                "VM_SNAPSHOT_WITH_QUIESCE_TIMEOUT",
                "VM_SNAPSHOT_WITH_QUIESCE_PLUGIN_DEOS_NOT_RESPOND",
                "VM_SNAPSHOT_WITH_QUIESCE_NOT_SUPPORTED",
            ],
            async_ok: true,
            removed: true,
            ..M::BASE
        },
        M {
            name: "clone",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "new_name", ty: T::String, ..P::BASE },
            ],
            result: T::Ref("VM"),
            role: "vm-admin",
            errors: &["VM_BAD_POWER_STATE", "SR_FULL", "OPERATION_NOT_ALLOWED", "LICENCE_RESTRICTION"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "copy",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "new_name", ty: T::String, ..P::BASE },
                P { name: "sr", ty: T::Ref("SR"), ..P::BASE },
            ],
            result: T::Ref("VM"),
            role: "vm-admin",
            errors: &["VM_BAD_POWER_STATE", "SR_FULL", "OPERATION_NOT_ALLOWED", "LICENCE_RESTRICTION"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "revert",
            kind: K::Custom,
            params: &[P { name: "snapshot", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Void,
            role: "vm-power-admin",
            errors: &["VM_BAD_POWER_STATE", "OPERATION_NOT_ALLOWED", "SR_FULL", "VM_REVERT_FAILED"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "checkpoint",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "new_name", ty: T::String, ..P::BASE },
            ],
            result: T::Ref("VM"),
            role: "vm-power-admin",
            errors: &[
                "VM_BAD_POWER_STATE",
                "SR_FULL",
                "OPERATION_NOT_ALLOWED",
                "VM_CHECKPOINT_SUSPEND_FAILED",
                "VM_CHECKPOINT_RESUME_FAILED",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "provision",
            kind: K::Custom,
            params: &[P { name: "vm", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Void,
            role: "vm-admin",
            errors: &["VM_BAD_POWER_STATE", "SR_FULL", "OPERATION_NOT_ALLOWED", "LICENCE_RESTRICTION"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "start",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "start_paused", ty: T::Bool, ..P::BASE },
                P { name: "force", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-operator",
            errors: &[
                "VM_BAD_POWER_STATE",
                "VM_HVM_REQUIRED",
                "VM_IS_TEMPLATE",
                "OTHER_OPERATION_IN_PROGRESS",
                "OPERATION_NOT_ALLOWED",
                "BOOTLOADER_FAILED",
                "UNKNOWN_BOOTLOADER",
                "NO_HOSTS_AVAILABLE",
                "LICENCE_RESTRICTION",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "start_on",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "start_paused", ty: T::Bool, ..P::BASE },
                P { name: "force", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-power-admin",
            errors: &[
                "VM_BAD_POWER_STATE",
                "VM_IS_TEMPLATE",
                "OTHER_OPERATION_IN_PROGRESS",
                "OPERATION_NOT_ALLOWED",
                "BOOTLOADER_FAILED",
                "UNKNOWN_BOOTLOADER",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "pause",
            kind: K::Custom,
            params: &[P { name: "vm", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Void,
            role: "vm-operator",
            errors: &[
                "VM_BAD_POWER_STATE",
                "OTHER_OPERATION_IN_PROGRESS",
                "OPERATION_NOT_ALLOWED",
                "VM_IS_TEMPLATE",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "unpause",
            kind: K::Custom,
            params: &[P { name: "vm", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Void,
            role: "vm-operator",
            errors: &["VM_BAD_POWER_STATE", "OPERATION_NOT_ALLOWED", "VM_IS_TEMPLATE"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "clean_shutdown",
            kind: K::Custom,
            params: &[P { name: "vm", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Void,
            role: "vm-operator",
            errors: &[
                "VM_BAD_POWER_STATE",
                "OTHER_OPERATION_IN_PROGRESS",
                "OPERATION_NOT_ALLOWED",
                "VM_IS_TEMPLATE",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "shutdown",
            kind: K::Custom,
            params: &[P { name: "vm", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Void,
            role: "vm-operator",
            errors: &[
                "VM_BAD_POWER_STATE",
                "OTHER_OPERATION_IN_PROGRESS",
                "OPERATION_NOT_ALLOWED",
                "VM_IS_TEMPLATE",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "clean_reboot",
            kind: K::Custom,
            params: &[P { name: "vm", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Void,
            role: "vm-operator",
            errors: &[
                "VM_BAD_POWER_STATE",
                "OTHER_OPERATION_IN_PROGRESS",
                "OPERATION_NOT_ALLOWED",
                "VM_IS_TEMPLATE",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "hard_shutdown",
            kind: K::Custom,
            params: &[P { name: "vm", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Void,
            role: "vm-operator",
            errors: &[
                "VM_BAD_POWER_STATE",
                "OTHER_OPERATION_IN_PROGRESS",
                "OPERATION_NOT_ALLOWED",
                "VM_IS_TEMPLATE",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "power_state_reset",
            kind: K::Custom,
            params: &[P { name: "vm", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "hard_reboot",
            kind: K::Custom,
            params: &[P { name: "vm", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Void,
            role: "vm-operator",
            errors: &[
                "VM_BAD_POWER_STATE",
                "OTHER_OPERATION_IN_PROGRESS",
                "OPERATION_NOT_ALLOWED",
                "VM_IS_TEMPLATE",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "suspend",
            kind: K::Custom,
            params: &[P { name: "vm", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Void,
            role: "vm-operator",
            errors: &[
                "VM_BAD_POWER_STATE",
                "OTHER_OPERATION_IN_PROGRESS",
                "OPERATION_NOT_ALLOWED",
                "VM_IS_TEMPLATE",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "csvm",
            kind: K::Custom,
            params: &[P { name: "vm", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Ref("VM"),
            role: "vm-admin",
            errors: &["VM_BAD_POWER_STATE", "SR_FULL", "OPERATION_NOT_ALLOWED", "LICENCE_RESTRICTION"],
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "resume",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "start_paused", ty: T::Bool, ..P::BASE },
                P { name: "force", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-operator",
            errors: &["VM_BAD_POWER_STATE", "OPERATION_NOT_ALLOWED", "VM_IS_TEMPLATE"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_is_default_template",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "hard_reboot_internal",
            kind: K::Custom,
            params: &[P { name: "vm", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "resume_on",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "start_paused", ty: T::Bool, ..P::BASE },
                P { name: "force", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-power-admin",
            errors: &["VM_BAD_POWER_STATE", "OPERATION_NOT_ALLOWED", "VM_IS_TEMPLATE"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "pool_migrate",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
                P { name: "options", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-power-admin",
            errors: &[
                "VM_BAD_POWER_STATE",
                "OTHER_OPERATION_IN_PROGRESS",
                "VM_IS_TEMPLATE",
                "OPERATION_NOT_ALLOWED",
                "VM_BAD_POWER_STATE",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "pool_migrate_complete",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-power-admin",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "set_VCPUs_number_live",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "nvcpu", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            errors: &["OPERATION_NOT_ALLOWED", "LICENCE_RESTRICTION"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "add_to_VCPUs_params_live",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_NVRAM",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "add_to_NVRAM",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "remove_from_NVRAM",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "set_ha_restart_priority",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "set_ha_always_run",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "compute_memory_overhead",
            kind: K::Custom,
            params: &[P { name: "vm", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_memory_dynamic_max",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-power-admin",
            ..M::BASE
        },
        M {
            name: "set_memory_dynamic_min",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-power-admin",
            ..M::BASE
        },
        M {
            name: "set_memory_dynamic_range",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "min", ty: T::Int, ..P::BASE },
                P { name: "max", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-power-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_memory_static_max",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-power-admin",
            errors: &["HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN"],
            ..M::BASE
        },
        M {
            name: "set_memory_static_min",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-power-admin",
            ..M::BASE
        },
        M {
            name: "set_memory_static_range",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "min", ty: T::Int, ..P::BASE },
                P { name: "max", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-power-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_memory_limits",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "static_min", ty: T::Int, ..P::BASE },
                P { name: "static_max", ty: T::Int, ..P::BASE },
                P { name: "dynamic_min", ty: T::Int, ..P::BASE },
                P { name: "dynamic_max", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-power-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_memory",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-power-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_memory_target_live",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "target", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-power-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "wait_memory_target_live",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Void,
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_cooperative",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_HVM_shadow_multiplier",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Float, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-power-admin",
            ..M::BASE
        },
        M {
            name: "set_shadow_multiplier_live",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "multiplier", ty: T::Float, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-power-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_VCPUs_max",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "set_VCPUs_at_startup",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "send_sysrq",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            errors: &["VM_BAD_POWER_STATE"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "send_trigger",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "trigger", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-admin",
            errors: &["VM_BAD_POWER_STATE"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "maximise_memory",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "total", ty: T::Int, ..P::BASE },
                P { name: "approximate", ty: T::Bool, ..P::BASE },
            ],
            result: T::Int,
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "migrate_send",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "dest", ty: T::Map(&T::String, &T::String), ..P::BASE },
                P { name: "live", ty: T::Bool, ..P::BASE },
                P { name: "vdi_map", ty: T::Map(&T::Ref("VDI"), &T::Ref("SR")), ..P::BASE },
                P { name: "vif_map", ty: T::Map(&T::Ref("VIF"), &T::Ref("network")), ..P::BASE },
                P { name: "options", ty: T::Map(&T::String, &T::String), ..P::BASE },
                P {
                    name: "vgpu_map",
                    ty: T::Map(&T::Ref("VGPU"), &T::Ref("GPU_group")),
                    default: Some("{}"),
                    optional: true,
                },
                P {
                    name: "vdi_format_map",
                    ty: T::Map(&T::Ref("VDI"), &T::String),
                    default: Some("{}"),
                    optional: true,
                },
            ],
            result: T::Ref("VM"),
            role: "vm-power-admin",
            errors: &["VM_BAD_POWER_STATE", "LICENCE_RESTRICTION"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "assert_can_migrate",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "dest", ty: T::Map(&T::String, &T::String), ..P::BASE },
                P { name: "live", ty: T::Bool, ..P::BASE },
                P { name: "vdi_map", ty: T::Map(&T::Ref("VDI"), &T::Ref("SR")), ..P::BASE },
                P { name: "vif_map", ty: T::Map(&T::Ref("VIF"), &T::Ref("network")), ..P::BASE },
                P { name: "options", ty: T::Map(&T::String, &T::String), ..P::BASE },
                P {
                    name: "vgpu_map",
                    ty: T::Map(&T::Ref("VGPU"), &T::Ref("GPU_group")),
                    default: Some("{}"),
                    optional: true,
                },
            ],
            result: T::Void,
            role: "vm-power-admin",
            errors: &["LICENCE_RESTRICTION"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "assert_can_migrate_sender",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "dest", ty: T::Map(&T::String, &T::String), ..P::BASE },
                P { name: "live", ty: T::Bool, ..P::BASE },
                P { name: "vdi_map", ty: T::Map(&T::Ref("VDI"), &T::Ref("SR")), ..P::BASE },
                P { name: "vif_map", ty: T::Map(&T::Ref("VIF"), &T::Ref("network")), ..P::BASE },
                P { name: "vgpu_map", ty: T::Map(&T::Ref("VGPU"), &T::Ref("GPU_group")), ..P::BASE },
                P { name: "options", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-power-admin",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_boot_record",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Record("VM"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_data_sources",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Set(&T::Record("data_source")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "record_data_source",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "data_source", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "query_data_source",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "data_source", ty: T::String, ..P::BASE },
            ],
            result: T::Float,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "forget_data_source_archives",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "data_source", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "assert_operation_valid",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "op", ty: T::Enum("vm_operations"), ..P::BASE },
            ],
            result: T::Void,
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "update_allowed_operations",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Void,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_allowed_VBD_devices",
            kind: K::Custom,
            params: &[P { name: "vm", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            no_current_operations: true,
            ..M::BASE
        },
        M {
            name: "get_allowed_VIF_devices",
            kind: K::Custom,
            params: &[P { name: "vm", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            no_current_operations: true,
            ..M::BASE
        },
        M {
            name: "get_possible_hosts",
            kind: K::Custom,
            params: &[P { name: "vm", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Set(&T::Ref("host")),
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "assert_can_boot_here",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
            ],
            result: T::Void,
            role: "read-only",
            errors: &[
                "HOST_NOT_ENOUGH_FREE_MEMORY",
                "HOST_NOT_ENOUGH_PCPUS",
                "NETWORK_SRIOV_INSUFFICIENT_CAPACITY",
                "HOST_NOT_LIVE",
                "HOST_DISABLED",
                "HOST_CANNOT_ATTACH_NETWORK",
                "VM_HVM_REQUIRED",
                "VM_REQUIRES_GPU",
                "VM_REQUIRES_IOMMU",
                "VM_REQUIRES_NETWORK",
                "VM_REQUIRES_SR",
                "VM_REQUIRES_VGPU",
                "VM_HOST_INCOMPATIBLE_VERSION",
                "VM_HOST_INCOMPATIBLE_VIRTUAL_HARDWARE_PLATFORM_VERSION",
                "INVALID_VALUE",
                "MEMORY_CONSTRAINT_VIOLATION",
                "OPERATION_NOT_ALLOWED",
                "VALUE_NOT_SUPPORTED",
                "VM_INCOMPATIBLE_WITH_THIS_HOST",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "atomic_set_resident_on",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
            ],
            result: T::Void,
            role: "local-root",
            async_ok: true,
            hidden: true,
            pool_internal: true,
            ..M::BASE
        },
        M {
            name: "create_new_blob",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "name", ty: T::String, ..P::BASE },
                P { name: "mime_type", ty: T::String, ..P::BASE },
                P { name: "public", ty: T::Bool, default: Some("false"), optional: true },
            ],
            result: T::Ref("blob"),
            role: "vm-power-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "s3_suspend",
            kind: K::Custom,
            params: &[P { name: "vm", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Void,
            role: "vm-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "s3_resume",
            kind: K::Custom,
            params: &[P { name: "vm", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Void,
            role: "vm-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "assert_agile",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Void,
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "update_snapshot_metadata",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "snapshot_of", ty: T::Ref("VM"), ..P::BASE },
                P { name: "snapshot_time", ty: T::DateTime, ..P::BASE },
                P { name: "transportable_snapshot_id", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            hidden: true,
            ..M::BASE
        },
        M {
            name: "retrieve_wlb_recommendations",
            kind: K::Custom,
            params: &[P { name: "vm", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Map(&T::Ref("host"), &T::Set(&T::String)),
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_bios_strings",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            errors: &["VM_BIOS_STRINGS_ALREADY_SET", "INVALID_VALUE"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "copy_bios_strings",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "host", ty: T::Ref("host"), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_protection_policy",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Ref("VMPP"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            removed: true,
            ..M::BASE
        },
        M {
            name: "set_snapshot_schedule",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Ref("VMSS"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            ..M::BASE
        },
        M {
            name: "set_start_delay",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_shutdown_delay",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_order",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_suspend_VDI",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Ref("VDI"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "assert_can_be_recovered",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "session_to", ty: T::Ref("session"), ..P::BASE },
            ],
            result: T::Void,
            role: "read-only",
            errors: &["VM_IS_PART_OF_AN_APPLIANCE", "VM_REQUIRES_SR"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_SRs_required_for_recovery",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "session_to", ty: T::Ref("session"), ..P::BASE },
            ],
            result: T::Set(&T::Ref("SR")),
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "recover",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "session_to", ty: T::Ref("session"), ..P::BASE },
                P { name: "force", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "read-only",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "import_convert",
            kind: K::Custom,
            params: &[
                P { name: "type", ty: T::String, ..P::BASE },
                P { name: "username", ty: T::String, ..P::BASE },
                P { name: "password", ty: T::String, ..P::BASE },
                P { name: "sr", ty: T::Ref("SR"), ..P::BASE },
                P { name: "remote_config", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_appliance",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Ref("VM_appliance"), ..P::BASE },
            ],
            result: T::Void,
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_groups",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Set(&T::Ref("VM_group")), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            errors: &["OPERATION_NOT_ALLOWED"],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "query_services",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "call_plugin",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "plugin", ty: T::String, ..P::BASE },
                P { name: "fn", ty: T::String, ..P::BASE },
                P { name: "args", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::String,
            role: "vm-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "call_host_plugin",
            kind: K::Custom,
            params: &[
                P { name: "vm", ty: T::Ref("VM"), ..P::BASE },
                P { name: "plugin", ty: T::String, ..P::BASE },
                P { name: "fn", ty: T::String, ..P::BASE },
                P { name: "args", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::String,
            role: "vm-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_has_vendor_device",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "import",
            kind: K::Custom,
            params: &[
                P { name: "url", ty: T::String, ..P::BASE },
                P { name: "sr", ty: T::Ref("SR"), ..P::BASE },
                P { name: "full_restore", ty: T::Bool, ..P::BASE },
                P { name: "force", ty: T::Bool, ..P::BASE },
            ],
            result: T::Set(&T::Ref("VM")),
            role: "pool-operator",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_actions_after_crash",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Enum("on_crash_behaviour"), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_domain_type",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Enum("domain_type"), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "set_HVM_boot_policy",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "set_NVRAM_EFI_variables",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
                P {
                    name: "update",
                    ty: T::Enum("update_status"),
                    default: Some("\"unspecified\""),
                    optional: true,
                },
            ],
            result: T::Void,
            role: "local-root",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "restart_device_models",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Void,
            role: "vm-power-admin",
            errors: &[
                "VM_BAD_POWER_STATE",
                "OTHER_OPERATION_IN_PROGRESS",
                "VM_IS_TEMPLATE",
                "OPERATION_NOT_ALLOWED",
                "VM_BAD_POWER_STATE",
            ],
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_uefi_mode",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "mode", ty: T::Enum("vm_uefi_mode"), ..P::BASE },
            ],
            result: T::String,
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_secureboot_readiness",
            kind: K::Custom,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Enum("vm_secureboot_readiness"),
            role: "pool-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "update_secureboot_certificates_on_boot",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "mark", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "set_blocked_operations",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::Enum("vm_operations"), &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "add_to_blocked_operations",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "key", ty: T::Enum("vm_operations"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "remove_from_blocked_operations",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "key", ty: T::Enum("vm_operations"), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "sysprep",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "unattend", ty: T::String, ..P::BASE },
                P { name: "timeout", ty: T::Float, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "add_to_other_config",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            map_key_roles: &[
                ("XenCenter.CustomFields.*", "vm-operator"),
                ("folder", "vm-operator"),
                ("hvm_serial", "pool-admin"),
                ("pci", "pool-admin"),
            ],
            ..M::BASE
        },
        M {
            name: "remove_from_other_config",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            map_key_roles: &[
                ("XenCenter.CustomFields.*", "vm-operator"),
                ("folder", "vm-operator"),
                ("hvm_serial", "pool-admin"),
                ("pci", "pool-admin"),
            ],
            ..M::BASE
        },
        M {
            name: "set_other_config",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "add_to_platform",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            map_key_roles: &[("hvm_serial", "pool-admin")],
            ..M::BASE
        },
        M {
            name: "remove_from_platform",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            map_key_roles: &[("hvm_serial", "pool-admin")],
            ..M::BASE
        },
        M {
            name: "set_platform",
            kind: K::Custom,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M { name: "get_all", kind: K::GetAll, result: T::Set(&T::Ref("VM")), role: "read-only", ..M::BASE },
        M {
            name: "get_all_where",
            kind: K::GetAllWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VM")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records_where",
            kind: K::GetAllRecordsWhere,
            params: &[P { name: "expr", ty: T::String, ..P::BASE }],
            result: T::Map(&T::Ref("VM"), &T::Record("VM")),
            role: "read-only",
            hidden: true,
            ..M::BASE
        },
        M {
            name: "get_all_records",
            kind: K::GetAllRecords,
            result: T::Map(&T::Ref("VM"), &T::Record("VM")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_uuid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_allowed_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Set(&T::Enum("vm_operations")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_current_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Map(&T::String, &T::Enum("vm_operations")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_name_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_label",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_name_description",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_name_description",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_power_state",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Enum("vm_power_state"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_user_version",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_user_version",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_is_a_template",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_is_a_template",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Bool, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_is_default_template",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_suspend_VDI",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Ref("VDI"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_resident_on",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Ref("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_scheduled_to_be_resident_on",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Ref("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_affinity",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Ref("host"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_affinity",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Ref("host"), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-power-admin",
            ..M::BASE
        },
        M {
            name: "get_memory_overhead",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_memory_target",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_memory_static_max",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_memory_dynamic_max",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_memory_dynamic_min",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_memory_static_min",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VCPUs_params",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_VCPUs_params",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "add_to_VCPUs_params",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "remove_from_VCPUs_params",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_VCPUs_max",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VCPUs_at_startup",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_actions_after_softreboot",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Enum("on_softreboot_behavior"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_actions_after_softreboot",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Enum("on_softreboot_behavior"), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_actions_after_shutdown",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Enum("on_normal_exit"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_actions_after_shutdown",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Enum("on_normal_exit"), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_actions_after_reboot",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Enum("on_normal_exit"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_actions_after_reboot",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Enum("on_normal_exit"), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_actions_after_crash",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Enum("on_crash_behaviour"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_consoles",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Set(&T::Ref("console")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VIFs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Set(&T::Ref("VIF")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VBDs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Set(&T::Ref("VBD")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VUSBs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Set(&T::Ref("VUSB")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_crash_dumps",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Set(&T::Ref("crashdump")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VTPMs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Set(&T::Ref("VTPM")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_PV_bootloader",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_PV_bootloader",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_PV_kernel",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_PV_kernel",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_PV_ramdisk",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_PV_ramdisk",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_PV_args",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_PV_args",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_PV_bootloader_args",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_PV_bootloader_args",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_PV_legacy_args",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_PV_legacy_args",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_HVM_boot_policy",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_HVM_boot_params",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_HVM_boot_params",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "add_to_HVM_boot_params",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "remove_from_HVM_boot_params",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_HVM_shadow_multiplier",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Float,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_platform",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_PCI_bus",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_PCI_bus",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_other_config",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_domid",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_domarch",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_last_boot_CPU_flags",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_is_control_domain",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_metrics",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Ref("VM_metrics"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_guest_metrics",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Ref("VM_guest_metrics"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_last_booted_record",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_recommendations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_recommendations",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_xenstore_data",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_xenstore_data",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Map(&T::String, &T::String), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "add_to_xenstore_data",
            kind: K::Add,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "remove_from_xenstore_data",
            kind: K::Remove,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "key", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_ha_always_run",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_ha_restart_priority",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_is_a_snapshot",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_snapshot_of",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Ref("VM"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_snapshots",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Set(&T::Ref("VM")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_snapshot_time",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::DateTime,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_transportable_snapshot_id",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_blobs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Map(&T::String, &T::Ref("blob")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_tags",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Set(&T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_tags",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
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
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::String, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-operator",
            ..M::BASE
        },
        M {
            name: "get_blocked_operations",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Map(&T::Enum("vm_operations"), &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_snapshot_info",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_snapshot_metadata",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_parent",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Ref("VM"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_children",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Set(&T::Ref("VM")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_bios_strings",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_protection_policy",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Ref("VMPP"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_is_snapshot_from_vmpp",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            removed: true,
            ..M::BASE
        },
        M {
            name: "get_snapshot_schedule",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Ref("VMSS"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_is_vmss_snapshot",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_appliance",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Ref("VM_appliance"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_start_delay",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_shutdown_delay",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_order",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_VGPUs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Set(&T::Ref("VGPU")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_attached_PCIs",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Set(&T::Ref("PCI")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_suspend_SR",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Ref("SR"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_suspend_SR",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Ref("SR"), ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_version",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_generation_id",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_hardware_platform_version",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Int,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "set_hardware_platform_version",
            kind: K::Setter,
            params: &[
                P { name: "self", ty: T::Ref("VM"), ..P::BASE },
                P { name: "value", ty: T::Int, ..P::BASE },
            ],
            result: T::Void,
            role: "vm-admin",
            ..M::BASE
        },
        M {
            name: "get_has_vendor_device",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_requires_reboot",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Bool,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_reference_label",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::String,
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_domain_type",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Enum("domain_type"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_NVRAM",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Map(&T::String, &T::String),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_pending_guidances",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Set(&T::Enum("update_guidances")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_pending_guidances_recommended",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Set(&T::Enum("update_guidances")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_pending_guidances_full",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Set(&T::Enum("update_guidances")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_groups",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Set(&T::Ref("VM_group")),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_secureboot_certificates_state",
            kind: K::Getter,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Enum("vm_secureboot_certificates_state"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "create",
            kind: K::Create,
            params: &[P { name: "args", ty: T::Record("VM"), ..P::BASE }],
            result: T::Ref("VM"),
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "destroy",
            kind: K::Destroy,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Void,
            role: "vm-admin",
            async_ok: true,
            ..M::BASE
        },
        M {
            name: "get_by_uuid",
            kind: K::GetByUuid,
            params: &[P { name: "uuid", ty: T::String, ..P::BASE }],
            result: T::Ref("VM"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_record",
            kind: K::GetRecord,
            params: &[P { name: "self", ty: T::Ref("VM"), ..P::BASE }],
            result: T::Record("VM"),
            role: "read-only",
            ..M::BASE
        },
        M {
            name: "get_by_name_label",
            kind: K::GetByNameLabel,
            params: &[P { name: "label", ty: T::String, ..P::BASE }],
            result: T::Set(&T::Ref("VM")),
            role: "read-only",
            ..M::BASE
        },
    ],
};
