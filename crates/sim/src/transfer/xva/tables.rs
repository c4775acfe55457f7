//! What of each class's records goes into an archive.

/// The classes of an archive, in their order.
pub const CLASSES: &[&str] = &[
    "host",
    "VM",
    "VM_metrics",
    "VM_guest_metrics",
    "VBD",
    "VIF",
    "network",
    "VDI",
    "SR",
    "VGPU_type",
    "VGPU",
    "GPU_group",
    "PVS_proxy",
    "PVS_site",
    "VTPM",
];

/// Fields that are empty in an archive: they mean nothing elsewhere, or change all the time.
pub fn blank(class: &str) -> &'static [&'static str] {
    match class {
        "host" => &[
            "PIFs",
            "PBDs",
            "PGPUs",
            "PCIs",
            "host_CPUs",
            "license_params",
            "blobs",
            "external_auth_type",
            "external_auth_service_name",
            "external_auth_configuration",
            "metrics",
            "patches",
            "crashdumps",
            "logging",
            "supported_bootloaders",
            "cpu_configuration",
            "other_config",
            "capabilities",
            "software_version",
            "sched_policy",
            "ha_statefiles",
            "ha_network_peers",
            "tags",
        ],
        "VM" => &[
            "current_operations",
            "allowed_operations",
            "crash_dumps",
            "consoles",
            "protection_policy",
            "blobs",
        ],
        "VBD" | "VIF" => &["metrics", "current_operations", "allowed_operations"],
        "network" => &["PIFs", "current_operations", "allowed_operations"],
        "VDI" => &["crash_dumps", "current_operations", "allowed_operations"],
        "SR" => &["PBDs", "current_operations", "allowed_operations"],
        "GPU_group" => &["PGPUs"],
        "PVS_proxy" => &["currently_attached"],
        "PVS_site" => &["cache_storage", "servers"],
        _ => &[],
    }
}

/// Fields of a VM that tell of its snapshots.
pub const OF_SNAPSHOTS: &[&str] = &[
    "is_a_snapshot",
    "snapshot_of",
    "snapshots",
    "snapshot_time",
    "transportable_snapshot_id",
    "parent",
    "children",
];

/// Fields that are empty unless the power state is kept.
pub fn of_power(class: &str) -> &'static [&'static str] {
    match class {
        "VM" => &["power_state", "suspend_VDI"],
        "VBD" | "VIF" | "VGPU" => &["currently_attached"],
        _ => &[],
    }
}
