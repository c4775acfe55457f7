//! Enums made from the data model by `cargo xtask codegen`: not to be edited.

use crate::types::xapi_enum;

xapi_enum! {
    /// Enum `after_apply_guidance`.
    AfterApplyGuidance {
        /// `restartHVM`.
        RestartHvm = "restartHVM",
        /// `restartPV`.
        RestartPv = "restartPV",
        /// `restartHost`.
        RestartHost = "restartHost",
        /// `restartXAPI`.
        RestartXapi = "restartXAPI",
    }
}

xapi_enum! {
    /// Enum `allocation_algorithm`.
    AllocationAlgorithm {
        /// `breadth_first`.
        BreadthFirst = "breadth_first",
        /// `depth_first`.
        DepthFirst = "depth_first",
    }
}

xapi_enum! {
    /// Enum `bond_mode`.
    BondMode {
        /// `balance-slb`.
        BalanceSlb = "balance-slb",
        /// `active-backup`.
        ActiveBackup = "active-backup",
        /// `lacp`.
        Lacp = "lacp",
    }
}

xapi_enum! {
    /// Enum `certificate_purpose`.
    CertificatePurpose {
        /// `licensing`.
        Licensing = "licensing",
        /// `ldaps`.
        Ldaps = "ldaps",
    }
}

xapi_enum! {
    /// Enum `certificate_type`.
    CertificateType {
        /// `ca`.
        Ca = "ca",
        /// `host`.
        Host = "host",
        /// `host_internal`.
        HostInternal = "host_internal",
        /// `pinned`.
        Pinned = "pinned",
    }
}

xapi_enum! {
    /// Enum `cls`.
    Cls {
        /// `VM`.
        Vm = "VM",
        /// `Host`.
        Host = "Host",
        /// `SR`.
        Sr = "SR",
        /// `Pool`.
        Pool = "Pool",
        /// `VMPP`.
        Vmpp = "VMPP",
        /// `VMSS`.
        Vmss = "VMSS",
        /// `PVS_proxy`.
        PvsProxy = "PVS_proxy",
        /// `VDI`.
        Vdi = "VDI",
        /// `Certificate`.
        Certificate = "Certificate",
    }
}

xapi_enum! {
    /// Enum `cluster_host_operation`.
    ClusterHostOperation {
        /// `enable`.
        Enable = "enable",
        /// `disable`.
        Disable = "disable",
        /// `destroy`.
        Destroy = "destroy",
    }
}

xapi_enum! {
    /// Enum `cluster_operation`.
    ClusterOperation {
        /// `add`.
        Add = "add",
        /// `remove`.
        Remove = "remove",
        /// `enable`.
        Enable = "enable",
        /// `disable`.
        Disable = "disable",
        /// `destroy`.
        Destroy = "destroy",
    }
}

xapi_enum! {
    /// Enum `console_protocol`.
    ConsoleProtocol {
        /// `vt100`.
        Vt100 = "vt100",
        /// `rfb`.
        Rfb = "rfb",
        /// `rdp`.
        Rdp = "rdp",
    }
}

xapi_enum! {
    /// Enum `domain_type`.
    DomainType {
        /// `hvm`.
        Hvm = "hvm",
        /// `pv`.
        Pv = "pv",
        /// `pv_in_pvh`.
        PvInPvh = "pv_in_pvh",
        /// `pvh`.
        Pvh = "pvh",
        /// `unspecified`.
        Unspecified = "unspecified",
    }
}

xapi_enum! {
    /// Enum `event_operation`.
    EventOperation {
        /// `add`.
        Add = "add",
        /// `del`.
        Del = "del",
        /// `mod`.
        Mod = "mod",
    }
}

xapi_enum! {
    /// Enum `hello_return`.
    HelloReturn {
        /// `ok`.
        Ok = "ok",
        /// `unknown_host`.
        UnknownHost = "unknown_host",
        /// `cannot_talk_back`.
        CannotTalkBack = "cannot_talk_back",
    }
}

xapi_enum! {
    /// Enum `host_allowed_operations`.
    HostAllowedOperations {
        /// `provision`.
        Provision = "provision",
        /// `evacuate`.
        Evacuate = "evacuate",
        /// `shutdown`.
        Shutdown = "shutdown",
        /// `reboot`.
        Reboot = "reboot",
        /// `power_on`.
        PowerOn = "power_on",
        /// `vm_start`.
        VmStart = "vm_start",
        /// `vm_resume`.
        VmResume = "vm_resume",
        /// `vm_migrate`.
        VmMigrate = "vm_migrate",
        /// `apply_updates`.
        ApplyUpdates = "apply_updates",
        /// `enable`.
        Enable = "enable",
    }
}

xapi_enum! {
    /// Enum `host_display`.
    HostDisplay {
        /// `enabled`.
        Enabled = "enabled",
        /// `disable_on_reboot`.
        DisableOnReboot = "disable_on_reboot",
        /// `disabled`.
        Disabled = "disabled",
        /// `enable_on_reboot`.
        EnableOnReboot = "enable_on_reboot",
    }
}

xapi_enum! {
    /// Enum `host_ntp_mode`.
    HostNtpMode {
        /// `DHCP`.
        Dhcp = "DHCP",
        /// `Custom`.
        Custom = "Custom",
        /// `Factory`.
        Factory = "Factory",
        /// `Disabled`.
        Disabled = "Disabled",
    }
}

xapi_enum! {
    /// Enum `host_numa_affinity_policy`.
    HostNumaAffinityPolicy {
        /// `any`.
        Any = "any",
        /// `best_effort`.
        BestEffort = "best_effort",
        /// `default_policy`.
        DefaultPolicy = "default_policy",
    }
}

xapi_enum! {
    /// Enum `host_sched_gran`.
    HostSchedGran {
        /// `core`.
        Core = "core",
        /// `cpu`.
        Cpu = "cpu",
        /// `socket`.
        Socket = "socket",
    }
}

xapi_enum! {
    /// Enum `image_format_type`.
    ImageFormatType {
        /// `raw`.
        Raw = "raw",
        /// `vhd`.
        Vhd = "vhd",
        /// `qcow2`.
        Qcow2 = "qcow2",
    }
}

xapi_enum! {
    /// Enum `ip_configuration_mode`.
    IpConfigurationMode {
        /// `None`.
        None = "None",
        /// `DHCP`.
        Dhcp = "DHCP",
        /// `Static`.
        Static = "Static",
    }
}

xapi_enum! {
    /// Enum `ipv6_configuration_mode`.
    Ipv6ConfigurationMode {
        /// `None`.
        None = "None",
        /// `DHCP`.
        Dhcp = "DHCP",
        /// `Static`.
        Static = "Static",
        /// `Autoconf`.
        Autoconf = "Autoconf",
    }
}

xapi_enum! {
    /// Enum `latest_synced_updates_applied_state`.
    LatestSyncedUpdatesAppliedState {
        /// `yes`.
        Yes = "yes",
        /// `no`.
        No = "no",
        /// `unknown`.
        Unknown = "unknown",
    }
}

xapi_enum! {
    /// Enum `livepatch_status`.
    LivepatchStatus {
        /// `ok_livepatch_complete`.
        OkLivepatchComplete = "ok_livepatch_complete",
        /// `ok_livepatch_incomplete`.
        OkLivepatchIncomplete = "ok_livepatch_incomplete",
        /// `ok`.
        Ok = "ok",
    }
}

xapi_enum! {
    /// Enum `network_default_locking_mode`.
    NetworkDefaultLockingMode {
        /// `unlocked`.
        Unlocked = "unlocked",
        /// `disabled`.
        Disabled = "disabled",
    }
}

xapi_enum! {
    /// Enum `network_operations`.
    NetworkOperations {
        /// `attaching`.
        Attaching = "attaching",
    }
}

xapi_enum! {
    /// Enum `network_purpose`.
    NetworkPurpose {
        /// `nbd`.
        Nbd = "nbd",
        /// `insecure_nbd`.
        InsecureNbd = "insecure_nbd",
    }
}

xapi_enum! {
    /// Enum `on_boot`.
    OnBoot {
        /// `reset`.
        Reset = "reset",
        /// `persist`.
        Persist = "persist",
    }
}

xapi_enum! {
    /// Enum `on_crash_behaviour`.
    OnCrashBehaviour {
        /// `destroy`.
        Destroy = "destroy",
        /// `coredump_and_destroy`.
        CoredumpAndDestroy = "coredump_and_destroy",
        /// `restart`.
        Restart = "restart",
        /// `coredump_and_restart`.
        CoredumpAndRestart = "coredump_and_restart",
        /// `preserve`.
        Preserve = "preserve",
        /// `rename_restart`.
        RenameRestart = "rename_restart",
    }
}

xapi_enum! {
    /// Enum `on_normal_exit`.
    OnNormalExit {
        /// `destroy`.
        Destroy = "destroy",
        /// `restart`.
        Restart = "restart",
    }
}

xapi_enum! {
    /// Enum `on_softreboot_behavior`.
    OnSoftrebootBehavior {
        /// `soft_reboot`.
        SoftReboot = "soft_reboot",
        /// `destroy`.
        Destroy = "destroy",
        /// `restart`.
        Restart = "restart",
        /// `preserve`.
        Preserve = "preserve",
    }
}

xapi_enum! {
    /// Enum `origin`.
    Origin {
        /// `remote`.
        Remote = "remote",
        /// `bundle`.
        Bundle = "bundle",
        /// `remote_pool`.
        RemotePool = "remote_pool",
    }
}

xapi_enum! {
    /// Enum `pci_dom0_access`.
    PciDom0Access {
        /// `enabled`.
        Enabled = "enabled",
        /// `disable_on_reboot`.
        DisableOnReboot = "disable_on_reboot",
        /// `disabled`.
        Disabled = "disabled",
        /// `enable_on_reboot`.
        EnableOnReboot = "enable_on_reboot",
    }
}

xapi_enum! {
    /// Enum `persistence_backend`.
    PersistenceBackend {
        /// `xapi`.
        Xapi = "xapi",
    }
}

xapi_enum! {
    /// Enum `pif_igmp_status`.
    PifIgmpStatus {
        /// `enabled`.
        Enabled = "enabled",
        /// `disabled`.
        Disabled = "disabled",
        /// `unknown`.
        Unknown = "unknown",
    }
}

xapi_enum! {
    /// Enum `placement_policy`.
    PlacementPolicy {
        /// `anti_affinity`.
        AntiAffinity = "anti_affinity",
        /// `normal`.
        Normal = "normal",
    }
}

xapi_enum! {
    /// Enum `pool_allowed_operations`.
    PoolAllowedOperations {
        /// `ha_enable`.
        HaEnable = "ha_enable",
        /// `ha_disable`.
        HaDisable = "ha_disable",
        /// `cluster_create`.
        ClusterCreate = "cluster_create",
        /// `designate_new_master`.
        DesignateNewMaster = "designate_new_master",
        /// `configure_repositories`.
        ConfigureRepositories = "configure_repositories",
        /// `sync_updates`.
        SyncUpdates = "sync_updates",
        /// `sync_bundle`.
        SyncBundle = "sync_bundle",
        /// `get_updates`.
        GetUpdates = "get_updates",
        /// `apply_updates`.
        ApplyUpdates = "apply_updates",
        /// `tls_verification_enable`.
        TlsVerificationEnable = "tls_verification_enable",
        /// `cert_refresh`.
        CertRefresh = "cert_refresh",
        /// `exchange_certificates_on_join`.
        ExchangeCertificatesOnJoin = "exchange_certificates_on_join",
        /// `exchange_ca_certificates_on_join`.
        ExchangeCaCertificatesOnJoin = "exchange_ca_certificates_on_join",
        /// `copy_primary_host_certs`.
        CopyPrimaryHostCerts = "copy_primary_host_certs",
        /// `eject`.
        Eject = "eject",
        /// `exchange_crls_on_join`.
        ExchangeCrlsOnJoin = "exchange_crls_on_join",
    }
}

xapi_enum! {
    /// Enum `pool_guest_secureboot_readiness`.
    PoolGuestSecurebootReadiness {
        /// `ready`.
        Ready = "ready",
        /// `ready_no_dbx`.
        ReadyNoDbx = "ready_no_dbx",
        /// `not_ready`.
        NotReady = "not_ready",
    }
}

xapi_enum! {
    /// Enum `primary_address_type`.
    PrimaryAddressType {
        /// `IPv4`.
        Ipv4 = "IPv4",
        /// `IPv6`.
        Ipv6 = "IPv6",
    }
}

xapi_enum! {
    /// Enum `pvs_proxy_status`.
    PvsProxyStatus {
        /// `stopped`.
        Stopped = "stopped",
        /// `initialised`.
        Initialised = "initialised",
        /// `caching`.
        Caching = "caching",
        /// `incompatible_write_cache_mode`.
        IncompatibleWriteCacheMode = "incompatible_write_cache_mode",
        /// `incompatible_protocol_version`.
        IncompatibleProtocolVersion = "incompatible_protocol_version",
    }
}

xapi_enum! {
    /// Enum `sdn_controller_protocol`.
    SdnControllerProtocol {
        /// `ssl`.
        Ssl = "ssl",
        /// `pssl`.
        Pssl = "pssl",
    }
}

xapi_enum! {
    /// Enum `sr_health`.
    SrHealth {
        /// `healthy`.
        Healthy = "healthy",
        /// `recovering`.
        Recovering = "recovering",
        /// `unreachable`.
        Unreachable = "unreachable",
        /// `unavailable`.
        Unavailable = "unavailable",
    }
}

xapi_enum! {
    /// Enum `sriov_configuration_mode`.
    SriovConfigurationMode {
        /// `sysfs`.
        Sysfs = "sysfs",
        /// `modprobe`.
        Modprobe = "modprobe",
        /// `manual`.
        Manual = "manual",
        /// `unknown`.
        Unknown = "unknown",
    }
}

xapi_enum! {
    /// Enum `storage_operations`.
    StorageOperations {
        /// `scan`.
        Scan = "scan",
        /// `destroy`.
        Destroy = "destroy",
        /// `forget`.
        Forget = "forget",
        /// `plug`.
        Plug = "plug",
        /// `unplug`.
        Unplug = "unplug",
        /// `update`.
        Update = "update",
        /// `vdi_create`.
        VdiCreate = "vdi_create",
        /// `vdi_introduce`.
        VdiIntroduce = "vdi_introduce",
        /// `vdi_destroy`.
        VdiDestroy = "vdi_destroy",
        /// `vdi_resize`.
        VdiResize = "vdi_resize",
        /// `vdi_clone`.
        VdiClone = "vdi_clone",
        /// `vdi_snapshot`.
        VdiSnapshot = "vdi_snapshot",
        /// `vdi_mirror`.
        VdiMirror = "vdi_mirror",
        /// `vdi_enable_cbt`.
        VdiEnableCbt = "vdi_enable_cbt",
        /// `vdi_disable_cbt`.
        VdiDisableCbt = "vdi_disable_cbt",
        /// `vdi_data_destroy`.
        VdiDataDestroy = "vdi_data_destroy",
        /// `vdi_list_changed_blocks`.
        VdiListChangedBlocks = "vdi_list_changed_blocks",
        /// `vdi_set_on_boot`.
        VdiSetOnBoot = "vdi_set_on_boot",
        /// `vdi_blocked`.
        VdiBlocked = "vdi_blocked",
        /// `vdi_copy`.
        VdiCopy = "vdi_copy",
        /// `vdi_force_unlock`.
        VdiForceUnlock = "vdi_force_unlock",
        /// `vdi_forget`.
        VdiForget = "vdi_forget",
        /// `vdi_generate_config`.
        VdiGenerateConfig = "vdi_generate_config",
        /// `vdi_resize_online`.
        VdiResizeOnline = "vdi_resize_online",
        /// `vdi_update`.
        VdiUpdate = "vdi_update",
        /// `vdi_revert`.
        VdiRevert = "vdi_revert",
        /// `pbd_create`.
        PbdCreate = "pbd_create",
        /// `pbd_destroy`.
        PbdDestroy = "pbd_destroy",
    }
}

xapi_enum! {
    /// Enum `task_allowed_operations`.
    TaskAllowedOperations {
        /// `cancel`.
        Cancel = "cancel",
        /// `destroy`.
        Destroy = "destroy",
    }
}

xapi_enum! {
    /// Enum `task_status_type`.
    TaskStatusType {
        /// `pending`.
        Pending = "pending",
        /// `success`.
        Success = "success",
        /// `failure`.
        Failure = "failure",
        /// `cancelling`.
        Cancelling = "cancelling",
        /// `cancelled`.
        Cancelled = "cancelled",
    }
}

xapi_enum! {
    /// Enum `telemetry_frequency`.
    TelemetryFrequency {
        /// `daily`.
        Daily = "daily",
        /// `weekly`.
        Weekly = "weekly",
        /// `monthly`.
        Monthly = "monthly",
    }
}

xapi_enum! {
    /// Enum `tristate_type`.
    TristateType {
        /// `yes`.
        Yes = "yes",
        /// `no`.
        No = "no",
        /// `unspecified`.
        Unspecified = "unspecified",
    }
}

xapi_enum! {
    /// Enum `tunnel_protocol`.
    TunnelProtocol {
        /// `gre`.
        Gre = "gre",
        /// `vxlan`.
        Vxlan = "vxlan",
    }
}

xapi_enum! {
    /// Enum `update_after_apply_guidance`.
    UpdateAfterApplyGuidance {
        /// `restartHVM`.
        RestartHvm = "restartHVM",
        /// `restartPV`.
        RestartPv = "restartPV",
        /// `restartHost`.
        RestartHost = "restartHost",
        /// `restartXAPI`.
        RestartXapi = "restartXAPI",
    }
}

xapi_enum! {
    /// Enum `update_guidances`.
    UpdateGuidances {
        /// `reboot_host`.
        RebootHost = "reboot_host",
        /// `reboot_host_on_livepatch_failure`.
        RebootHostOnLivepatchFailure = "reboot_host_on_livepatch_failure",
        /// `reboot_host_on_kernel_livepatch_failure`.
        RebootHostOnKernelLivepatchFailure = "reboot_host_on_kernel_livepatch_failure",
        /// `reboot_host_on_xen_livepatch_failure`.
        RebootHostOnXenLivepatchFailure = "reboot_host_on_xen_livepatch_failure",
        /// `restart_toolstack`.
        RestartToolstack = "restart_toolstack",
        /// `restart_device_model`.
        RestartDeviceModel = "restart_device_model",
        /// `restart_vm`.
        RestartVm = "restart_vm",
    }
}

xapi_enum! {
    /// Enum `update_status`.
    UpdateStatus {
        /// `yes`.
        Yes = "yes",
        /// `no`.
        No = "no",
        /// `unspecified`.
        Unspecified = "unspecified",
    }
}

xapi_enum! {
    /// Enum `update_sync_frequency`.
    UpdateSyncFrequency {
        /// `daily`.
        Daily = "daily",
        /// `weekly`.
        Weekly = "weekly",
    }
}

xapi_enum! {
    /// Enum `vbd_mode`.
    VbdMode {
        /// `RO`.
        Ro = "RO",
        /// `RW`.
        Rw = "RW",
    }
}

xapi_enum! {
    /// Enum `vbd_operations`.
    VbdOperations {
        /// `attach`.
        Attach = "attach",
        /// `eject`.
        Eject = "eject",
        /// `insert`.
        Insert = "insert",
        /// `plug`.
        Plug = "plug",
        /// `unplug`.
        Unplug = "unplug",
        /// `unplug_force`.
        UnplugForce = "unplug_force",
        /// `pause`.
        Pause = "pause",
        /// `unpause`.
        Unpause = "unpause",
    }
}

xapi_enum! {
    /// Enum `vbd_type`.
    VbdType {
        /// `CD`.
        Cd = "CD",
        /// `Disk`.
        Disk = "Disk",
        /// `Floppy`.
        Floppy = "Floppy",
    }
}

xapi_enum! {
    /// Enum `vdi_operations`.
    VdiOperations {
        /// `clone`.
        Clone = "clone",
        /// `copy`.
        Copy = "copy",
        /// `resize`.
        Resize = "resize",
        /// `resize_online`.
        ResizeOnline = "resize_online",
        /// `snapshot`.
        Snapshot = "snapshot",
        /// `mirror`.
        Mirror = "mirror",
        /// `destroy`.
        Destroy = "destroy",
        /// `forget`.
        Forget = "forget",
        /// `update`.
        Update = "update",
        /// `force_unlock`.
        ForceUnlock = "force_unlock",
        /// `generate_config`.
        GenerateConfig = "generate_config",
        /// `enable_cbt`.
        EnableCbt = "enable_cbt",
        /// `disable_cbt`.
        DisableCbt = "disable_cbt",
        /// `data_destroy`.
        DataDestroy = "data_destroy",
        /// `list_changed_blocks`.
        ListChangedBlocks = "list_changed_blocks",
        /// `set_on_boot`.
        SetOnBoot = "set_on_boot",
        /// `blocked`.
        Blocked = "blocked",
        /// `revert_to`.
        RevertTo = "revert_to",
        /// `revert_from`.
        RevertFrom = "revert_from",
    }
}

xapi_enum! {
    /// Enum `vdi_type`.
    VdiType {
        /// `system`.
        System = "system",
        /// `user`.
        User = "user",
        /// `ephemeral`.
        Ephemeral = "ephemeral",
        /// `suspend`.
        Suspend = "suspend",
        /// `crashdump`.
        Crashdump = "crashdump",
        /// `ha_statefile`.
        HaStatefile = "ha_statefile",
        /// `metadata`.
        Metadata = "metadata",
        /// `redo_log`.
        RedoLog = "redo_log",
        /// `rrd`.
        Rrd = "rrd",
        /// `pvs_cache`.
        PvsCache = "pvs_cache",
        /// `cbt_metadata`.
        CbtMetadata = "cbt_metadata",
    }
}

xapi_enum! {
    /// Enum `vgpu_type_implementation`.
    VgpuTypeImplementation {
        /// `passthrough`.
        Passthrough = "passthrough",
        /// `nvidia`.
        Nvidia = "nvidia",
        /// `nvidia_sriov`.
        NvidiaSriov = "nvidia_sriov",
        /// `gvt_g`.
        GvtG = "gvt_g",
        /// `mxgpu`.
        Mxgpu = "mxgpu",
    }
}

xapi_enum! {
    /// Enum `vif_ipv4_configuration_mode`.
    VifIpv4ConfigurationMode {
        /// `None`.
        None = "None",
        /// `Static`.
        Static = "Static",
        /// `DHCP`.
        Dhcp = "DHCP",
    }
}

xapi_enum! {
    /// Enum `vif_ipv6_configuration_mode`.
    VifIpv6ConfigurationMode {
        /// `None`.
        None = "None",
        /// `Static`.
        Static = "Static",
        /// `Autoconf`.
        Autoconf = "Autoconf",
    }
}

xapi_enum! {
    /// Enum `vif_locking_mode`.
    VifLockingMode {
        /// `network_default`.
        NetworkDefault = "network_default",
        /// `locked`.
        Locked = "locked",
        /// `unlocked`.
        Unlocked = "unlocked",
        /// `disabled`.
        Disabled = "disabled",
    }
}

xapi_enum! {
    /// Enum `vif_operations`.
    VifOperations {
        /// `attach`.
        Attach = "attach",
        /// `plug`.
        Plug = "plug",
        /// `unplug`.
        Unplug = "unplug",
    }
}

xapi_enum! {
    /// Enum `vm_appliance_operation`.
    VmApplianceOperation {
        /// `start`.
        Start = "start",
        /// `clean_shutdown`.
        CleanShutdown = "clean_shutdown",
        /// `hard_shutdown`.
        HardShutdown = "hard_shutdown",
        /// `shutdown`.
        Shutdown = "shutdown",
    }
}

xapi_enum! {
    /// Enum `vm_operations`.
    VmOperations {
        /// `snapshot`.
        Snapshot = "snapshot",
        /// `clone`.
        Clone = "clone",
        /// `copy`.
        Copy = "copy",
        /// `create_template`.
        CreateTemplate = "create_template",
        /// `revert`.
        Revert = "revert",
        /// `checkpoint`.
        Checkpoint = "checkpoint",
        /// `snapshot_with_quiesce`.
        SnapshotWithQuiesce = "snapshot_with_quiesce",
        /// `provision`.
        Provision = "provision",
        /// `start`.
        Start = "start",
        /// `start_on`.
        StartOn = "start_on",
        /// `pause`.
        Pause = "pause",
        /// `unpause`.
        Unpause = "unpause",
        /// `clean_shutdown`.
        CleanShutdown = "clean_shutdown",
        /// `clean_reboot`.
        CleanReboot = "clean_reboot",
        /// `hard_shutdown`.
        HardShutdown = "hard_shutdown",
        /// `power_state_reset`.
        PowerStateReset = "power_state_reset",
        /// `hard_reboot`.
        HardReboot = "hard_reboot",
        /// `suspend`.
        Suspend = "suspend",
        /// `csvm`.
        Csvm = "csvm",
        /// `resume`.
        Resume = "resume",
        /// `resume_on`.
        ResumeOn = "resume_on",
        /// `pool_migrate`.
        PoolMigrate = "pool_migrate",
        /// `migrate_send`.
        MigrateSend = "migrate_send",
        /// `get_boot_record`.
        GetBootRecord = "get_boot_record",
        /// `send_sysrq`.
        SendSysrq = "send_sysrq",
        /// `send_trigger`.
        SendTrigger = "send_trigger",
        /// `query_services`.
        QueryServices = "query_services",
        /// `shutdown`.
        Shutdown = "shutdown",
        /// `call_plugin`.
        CallPlugin = "call_plugin",
        /// `changing_memory_live`.
        ChangingMemoryLive = "changing_memory_live",
        /// `awaiting_memory_live`.
        AwaitingMemoryLive = "awaiting_memory_live",
        /// `changing_dynamic_range`.
        ChangingDynamicRange = "changing_dynamic_range",
        /// `changing_static_range`.
        ChangingStaticRange = "changing_static_range",
        /// `changing_memory_limits`.
        ChangingMemoryLimits = "changing_memory_limits",
        /// `changing_shadow_memory`.
        ChangingShadowMemory = "changing_shadow_memory",
        /// `changing_shadow_memory_live`.
        ChangingShadowMemoryLive = "changing_shadow_memory_live",
        /// `changing_VCPUs`.
        ChangingVcpus = "changing_VCPUs",
        /// `changing_VCPUs_live`.
        ChangingVcpusLive = "changing_VCPUs_live",
        /// `changing_NVRAM`.
        ChangingNvram = "changing_NVRAM",
        /// `assert_operation_valid`.
        AssertOperationValid = "assert_operation_valid",
        /// `data_source_op`.
        DataSourceOp = "data_source_op",
        /// `update_allowed_operations`.
        UpdateAllowedOperations = "update_allowed_operations",
        /// `make_into_template`.
        MakeIntoTemplate = "make_into_template",
        /// `import`.
        Import = "import",
        /// `export`.
        Export = "export",
        /// `metadata_export`.
        MetadataExport = "metadata_export",
        /// `reverting`.
        Reverting = "reverting",
        /// `destroy`.
        Destroy = "destroy",
        /// `create_vtpm`.
        CreateVtpm = "create_vtpm",
        /// `sysprep`.
        Sysprep = "sysprep",
    }
}

xapi_enum! {
    /// Enum `vm_power_state`.
    VmPowerState {
        /// `Halted`.
        Halted = "Halted",
        /// `Paused`.
        Paused = "Paused",
        /// `Running`.
        Running = "Running",
        /// `Suspended`.
        Suspended = "Suspended",
    }
}

xapi_enum! {
    /// Enum `vm_secureboot_certificates_state`.
    VmSecurebootCertificatesState {
        /// `ok`.
        Ok = "ok",
        /// `update_available`.
        UpdateAvailable = "update_available",
        /// `update_on_boot`.
        UpdateOnBoot = "update_on_boot",
    }
}

xapi_enum! {
    /// Enum `vm_secureboot_readiness`.
    VmSecurebootReadiness {
        /// `not_supported`.
        NotSupported = "not_supported",
        /// `disabled`.
        Disabled = "disabled",
        /// `first_boot`.
        FirstBoot = "first_boot",
        /// `ready`.
        Ready = "ready",
        /// `ready_no_dbx`.
        ReadyNoDbx = "ready_no_dbx",
        /// `setup_mode`.
        SetupMode = "setup_mode",
        /// `certs_incomplete`.
        CertsIncomplete = "certs_incomplete",
    }
}

xapi_enum! {
    /// Enum `vm_uefi_mode`.
    VmUefiMode {
        /// `setup`.
        Setup = "setup",
        /// `user`.
        User = "user",
    }
}

xapi_enum! {
    /// Enum `vmpp_archive_frequency`.
    VmppArchiveFrequency {
        /// `never`.
        Never = "never",
        /// `always_after_backup`.
        AlwaysAfterBackup = "always_after_backup",
        /// `daily`.
        Daily = "daily",
        /// `weekly`.
        Weekly = "weekly",
    }
}

xapi_enum! {
    /// Enum `vmpp_archive_target_type`.
    VmppArchiveTargetType {
        /// `none`.
        None = "none",
        /// `cifs`.
        Cifs = "cifs",
        /// `nfs`.
        Nfs = "nfs",
    }
}

xapi_enum! {
    /// Enum `vmpp_backup_frequency`.
    VmppBackupFrequency {
        /// `hourly`.
        Hourly = "hourly",
        /// `daily`.
        Daily = "daily",
        /// `weekly`.
        Weekly = "weekly",
    }
}

xapi_enum! {
    /// Enum `vmpp_backup_type`.
    VmppBackupType {
        /// `snapshot`.
        Snapshot = "snapshot",
        /// `checkpoint`.
        Checkpoint = "checkpoint",
    }
}

xapi_enum! {
    /// Enum `vmss_frequency`.
    VmssFrequency {
        /// `hourly`.
        Hourly = "hourly",
        /// `daily`.
        Daily = "daily",
        /// `weekly`.
        Weekly = "weekly",
    }
}

xapi_enum! {
    /// Enum `vmss_type`.
    VmssType {
        /// `snapshot`.
        Snapshot = "snapshot",
        /// `checkpoint`.
        Checkpoint = "checkpoint",
        /// `snapshot_with_quiesce`.
        SnapshotWithQuiesce = "snapshot_with_quiesce",
    }
}

xapi_enum! {
    /// Enum `vtpm_operations`.
    VtpmOperations {
        /// `destroy`.
        Destroy = "destroy",
    }
}

xapi_enum! {
    /// Enum `vusb_operations`.
    VusbOperations {
        /// `attach`.
        Attach = "attach",
        /// `plug`.
        Plug = "plug",
        /// `unplug`.
        Unplug = "unplug",
    }
}
