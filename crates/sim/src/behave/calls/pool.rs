//! Pools.

use super::calls;
use crate::behave::{
    ha, ha_plan, host, host_settings, management, membership, pif, pool_settings, trust, vlan,
};
use crate::data::value::Value;

calls!(|cx, a, _method| {
    "pool.join" => membership::join(cx, a.str(0), a.str(1), a.str(2), false).await,
    "pool.join_force" => membership::join(cx, a.str(0), a.str(1), a.str(2), true).await,
    "pool.eject" => membership::eject(cx, a.str(0)).await,
    "pool.designate_new_master" => host::designate_new_master(cx, a.str(0)).await,
    "pool.emergency_transition_to_master" => host::emergency_transition(cx),
    "pool.emergency_reset_master" => host::emergency_reset(cx, a.str(0)),
    "pool.recover_slaves" => host::recover_slaves(cx),
    "pool.is_slave" => Ok(host::is_slave(cx)),
    "pool.hello" => Ok(management::hello(cx, a.str(0), a.str(1))),
    "pool.sync_database" => pool_settings::sync_database(cx),

    "pool.create_VLAN_from_PIF" => vlan::create_everywhere(cx, a.str(0), a.str(1), a.int(2)).await,
    "pool.create_VLAN" => {
        let master = &cx.pool.hosts[cx.pool.master()].reference;
        let pif = cx.pool.read(|db| pif::named(db, master, a.str(0)))?;
        vlan::create_everywhere(cx, &pif, a.str(1), a.int(2)).await
    },
    "pool.management_reconfigure" => management::reconfigure_pool(cx, a.str(0)),
    "pool.set_vswitch_controller" => pool_settings::vswitch_controller(cx, a.str(0)),

    "pool.enable_ha" => ha::enable(cx, &a.value(0), &a.value(1)).await,
    "pool.disable_ha" => ha::disable(cx).await,
    "pool.set_ha_host_failures_to_tolerate" => ha::set_failures(cx, a.str(0), a.int(1)),
    "pool.ha_prevent_restarts_for" => ha::prevent_restarts(cx, a.int(0)),
    "pool.ha_schedule_plan_recomputation" => ha::plan_anew(&cx.pool).map(|()| Value::Void),
    "pool.ha_failover_plan_exists" => ha_plan::exists_for(cx, a.int(0)),
    "pool.ha_compute_max_host_failures_to_tolerate" => ha_plan::most(cx),
    "pool.ha_compute_hypothetical_max_host_failures_to_tolerate" => ha_plan::hypothetical(cx, &a.value(0)),
    "pool.ha_compute_vm_failover_plan" => ha_plan::failover_plan(cx, &a.value(0), &a.value(1)),

    "pool.enable_external_auth" => {
        pool_settings::enable_pool_auth(cx, a.str(0), &a.value(1), a.str(2), a.str(3))
    },
    "pool.disable_external_auth" => pool_settings::disable_pool_auth(cx, a.str(0)),
    "pool.external_auth_set_ldaps" => {
        host_settings::everywhere(cx, a.str(0), |cx, host| pool_settings::set_ldaps(cx, host, a.bool(1)))
    },
    "pool.detect_nonhomogeneous_external_auth" => pool_settings::compare_auth(cx, a.str(0)),
    "pool.set_local_auth_max_threads" => {
        pool_settings::set_count(cx, a.str(0), "local_auth_max_threads", a.int(1))
    },
    "pool.set_ext_auth_max_threads" => pool_settings::set_count(cx, a.str(0), "ext_auth_max_threads", a.int(1)),
    "pool.set_ext_auth_cache_size" => pool_settings::set_count(cx, a.str(0), "ext_auth_cache_size", a.int(1)),
    "pool.set_ext_auth_cache_expiry" => pool_settings::set_count(cx, a.str(0), "ext_auth_cache_expiry", a.int(1)),
    "pool.set_ext_auth_cache_enabled" => pool_settings::set(cx, a.str(0), "ext_auth_cache_enabled", a.value(1)),

    "pool.initialize_wlb" => pool_settings::initialize_wlb(a.str(0)),
    "pool.set_wlb_enabled" => pool_settings::set_wlb(cx, a.str(0), a.bool(1)),
    "pool.deconfigure_wlb"
    | "pool.send_wlb_configuration"
    | "pool.retrieve_wlb_configuration"
    | "pool.retrieve_wlb_recommendations" => pool_settings::no_wlb(),

    "pool.install_ca_certificate" | "pool.certificate_install" => trust::install_ca(cx, a.str(0), a.str(1)),
    "pool.uninstall_ca_certificate" => trust::uninstall_ca(cx, a.str(0), a.bool(1)),
    "pool.certificate_uninstall" => trust::uninstall_ca(cx, a.str(0), false),
    "pool.certificate_list" => trust::list_ca(cx),
    "pool.certificate_sync" => trust::sync(cx),
    "pool.crl_install" => trust::install_crl(cx, a.str(0), a.str(1)),
    "pool.crl_uninstall" => trust::uninstall_crl(cx, a.str(0)),
    "pool.crl_list" => Ok(trust::list_crls(cx)),
    "pool.install_trusted_certificate" => trust::install_trusted(cx, a.bool(1), a.str(2), &a.value(3)),
    "pool.uninstall_trusted_certificate" => trust::uninstall_trusted(cx, a.str(1)),
    "pool.enable_tls_verification" => pool_settings::enable_tls(cx),
    "pool.enable_client_certificate_auth" => pool_settings::client_certificates(cx, a.str(0), Some(a.str(1))),
    "pool.disable_client_certificate_auth" => pool_settings::client_certificates(cx, a.str(0), None),
    "pool.rotate_secret" => pool_settings::rotate_secret(cx),
    "pool.disable_ssl_legacy" => {
        host_settings::everywhere(cx, a.str(0), |cx, host| host_settings::set_ssl_legacy(cx, host, false))
    },
    "pool.set_https_only" => {
        host_settings::everywhere(cx, a.str(0), |cx, h| host_settings::set(cx, h, "https_only", a.value(1)))
    },
    "pool.set_uefi_certificates" => pool_settings::no_uefi("Pool.set_custom_uefi_certificates"),
    "pool.set_custom_uefi_certificates" => pool_settings::custom_uefi(cx, a.str(0), a.str(1)),
    "pool.get_guest_secureboot_readiness" => pool_settings::secure_boot(cx, a.str(0)),

    "pool.enable_redo_log" => pool_settings::enable_redo_log(cx, a.str(0)),
    "pool.disable_redo_log" => pool_settings::disable_redo_log(cx),
    "pool.enable_local_storage_caching" => host_settings::enable_caching_everywhere(cx, a.str(0)),
    "pool.disable_local_storage_caching" => host_settings::everywhere(cx, a.str(0), host_settings::disable_caching),

    "pool.get_license_state" => host_settings::license_state(cx, a.str(0)),
    "pool.apply_edition" => {
        host_settings::everywhere(cx, a.str(0), |cx, host| host_settings::apply_edition(cx, host, a.str(1)))
    },
    "pool.has_extension" => cx.pool.read(|db| db.get("pool", a.str(0), "uuid")).map(|_| Value::Bool(false)),
    "pool.reset_telemetry_uuid" => pool_settings::reset_telemetry(cx, a.str(0)),

    "pool.enable_ssh" => host_settings::everywhere(cx, a.str(0), |cx, h| host_settings::ssh(cx, h, true)),
    "pool.disable_ssh" => host_settings::everywhere(cx, a.str(0), |cx, h| host_settings::ssh(cx, h, false)),
    "pool.set_ssh_enabled_timeout" => {
        host_settings::everywhere(cx, a.str(0), |cx, host| host_settings::ssh_timeout(cx, host, a.int(1)))
    },
    "pool.set_ssh_auto_mode" => {
        host_settings::everywhere(cx, a.str(0), |cx, h| host_settings::set(cx, h, "ssh_auto_mode", a.value(1)))
    },
    "pool.set_console_idle_timeout" => host_settings::everywhere(cx, a.str(0), |cx, host| {
        host_settings::set(cx, host, "console_idle_timeout", a.value(1))
    }),
});
