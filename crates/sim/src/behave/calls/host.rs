//! Hosts.

use super::calls;
use crate::behave::{
    certificate, evacuate, ha, host, host_info, host_power, host_settings, management, pool_settings,
    vm_move, vm_place,
};
use crate::data::value::Value;
use crate::error::Failure;
use crate::machine::Mood;

calls!(|cx, a, method| {
    "host.enable" => host::enable(cx, a.str(0)),
    "host.disable" => host::disable(cx, a.str(0), a.bool(1)),
    "host.evacuate" => evacuate::evacuate(cx, a.str(0), a.str(1), a.int(2)).await,
    "host.assert_can_evacuate" => evacuate::assert_possible(cx, a.str(0)),
    "host.get_vms_which_prevent_evacuation" => evacuate::prevented_by(cx, a.str(0)),
    "host.reboot" | "host.shutdown" => host_power::leave(cx, a.str(0), method.message.name),
    "host.prepare_for_poweroff" => host_power::prepare(cx, a.str(0)).await,
    "host.power_on" => host_power::power_on(cx, a.str(0)).await,
    "host.set_power_on_mode" => host_power::set_power_on_mode(cx, a.str(0), a.str(1), &a.value(2)),
    "host.restart_agent" => host_power::restart_agent(cx, a.str(0)),
    "host.shutdown_agent" => Ok(host_power::shutdown_agent(cx)),
    "host.destroy" => host::destroy(cx, a.str(0)),
    "host.declare_dead" => host::declare_dead(cx, a.str(0)),

    "host.get_servertime" => host_info::time(cx, a.str(0)),
    "host.get_server_localtime" => host_info::local_time(cx, a.str(0)),
    "host.set_servertime" => host_info::set_time(cx, a.str(0), a.int(1)),
    "host.migrate_receive" => vm_move::receive(cx, a.str(0), a.str(1)),
    "host.compute_free_memory" => cx.pool.read(|db| vm_place::free_memory(db, a.str(0))).map(Value::Int),
    "host.compute_memory_overhead" => host_info::memory_overhead(cx, a.str(0)),
    "host.get_uncooperative_resident_VMs" => host_info::uncooperative_vms(cx, a.str(0)),
    "host.get_uncooperative_domains" => host_info::uncooperative_domains(cx, a.str(0)),
    "host.dmesg" => host_info::dmesg(cx, a.str(0), false),
    "host.dmesg_clear" => host_info::dmesg(cx, a.str(0), true),
    "host.send_debug_keys" => host_info::debug_keys(cx, a.str(0), a.str(1)),
    "host.get_system_status_capabilities" => host_info::status_capabilities(cx, a.str(0)),
    "host.get_ntp_servers_status" => host_info::ntp_servers(cx, a.str(0)),
    "host.get_ntp_synchronized" => host_info::ntp_synchronized(cx, a.str(0)),
    "host.is_in_emergency_mode" => Ok(Value::Bool(cx.pool.in_emergency(cx.host))),
    "host.local_assert_healthy" => host_info::assert_healthy(cx),
    "host.ha_xapi_healthcheck" => Ok(Value::Bool(cx.pool.machines.mood(cx.host) == Mood::Ready)),
    // No host of a simulated pool has extensions.
    "host.has_extension" => cx.pool.read(|db| db.get("host", a.str(0), "uuid")).map(|_| Value::Bool(false)),
    "host.call_extension" => {
        cx.pool.read(|db| db.get("host", a.str(0), "uuid"))?;
        Err(Failure::new("MESSAGE_METHOD_UNKNOWN", [a.str(1)]))
    },

    "host.management_reconfigure" => management::reconfigure(cx, a.str(0)),
    "host.local_management_reconfigure" => management::reconfigure_local(cx, a.str(0)),
    "host.management_disable" => management::disable(cx),
    "host.get_management_interface" => management::get(cx, a.str(0)),
    // What is written is in the record already; that the host can be told is all that can fail.
    "host.syslog_reconfigure" | "host.sync_data" | "host.refresh_pack_info" => {
        cx.pool.read(|db| host::assert_live(db, a.str(0))).map(|()| Value::Void)
    },

    "host.set_hostname_live" => host_settings::set_hostname(cx, a.str(0), a.str(1)),
    // No licence file is known to a free product.
    "host.license_add" => {
        cx.pool.read(|db| host::assert_live(db, a.str(0)))?;
        Err(Failure::bare("LICENSE_PROCESSING_ERROR"))
    },
    "host.license_remove" => host_settings::remove_license(cx, a.str(0)),
    "host.set_uefi_certificates" => pool_settings::no_uefi("Pool.set_uefi_certificates"),
    "host.apply_edition" => host_settings::apply_edition(cx, a.str(0), a.str(1)),
    "host.enable_display" => host_settings::display(cx, a.str(0), true),
    "host.disable_display" => host_settings::display(cx, a.str(0), false),
    "host.set_ssl_legacy" => host_settings::set_ssl_legacy(cx, a.str(0), a.bool(1)),
    "host.enable_ssh" => host_settings::ssh(cx, a.str(0), true),
    "host.disable_ssh" => host_settings::ssh(cx, a.str(0), false),
    "host.set_ssh_enabled_timeout" => host_settings::ssh_timeout(cx, a.str(0), a.int(1)),
    "host.set_ssh_auto_mode" => host_settings::set(cx, a.str(0), "ssh_auto_mode", a.value(1)),
    "host.set_https_only" => host_settings::set(cx, a.str(0), "https_only", a.value(1)),
    "host.set_numa_affinity_policy" => host_settings::set(cx, a.str(0), "numa_affinity_policy", a.value(1)),
    "host.set_ntp_mode" => host_settings::set_ntp_mode(cx, a.str(0), a.str(1)),
    "host.set_ntp_custom_servers" => host_settings::set_ntp_servers(cx, a.str(0), &a.value(1)),
    "host.set_timezone" => host_settings::set_timezone(cx, a.str(0), a.str(1)),
    "host.list_timezones" => host_settings::timezones(cx, a.str(0)),
    "host.set_max_cstate" => host_settings::set_max_cstate(cx, a.str(0), a.str(1)),
    "host.get_sched_gran" => {
        let number = cx.pool.member(a.str(0))?;
        Ok(Value::from(cx.pool.machines.sched_gran(number)))
    },
    "host.set_sched_gran" => {
        let number = cx.pool.member(a.str(0))?;
        cx.pool.read(|db| host::assert_live(db, a.str(0)))?;
        cx.pool.machines.set_sched_gran(number, a.shared(1));
        Ok(Value::Void)
    },
    "host.enable_local_storage_caching" => host_settings::enable_caching(cx, a.str(0), a.str(1)),
    "host.disable_local_storage_caching" => host_settings::disable_caching(cx, a.str(0)),
    "host.emergency_disable_tls_verification" => host_settings::suspend_tls(cx),
    "host.emergency_reenable_tls_verification" => host_settings::resume_tls(cx),
    "host.emergency_clear_mandatory_guidance" => host_settings::clear_guidance(cx),
    "host.emergency_ha_disable" => ha::emergency_disable(cx),

    "host.get_server_certificate" => certificate::get(cx, a.str(0)),
    "host.install_server_certificate" => {
        certificate::install(cx, a.str(0), a.str(1), a.str(2), a.str(3))
    },
    "host.reset_server_certificate" => certificate::reset(cx, a.str(0)),
    "host.refresh_server_certificate" => certificate::refresh(cx, a.str(0)),
    "host.emergency_reset_server_certificate" => certificate::emergency_reset(cx),

    "host.enable_external_auth" => {
        pool_settings::enable_auth(cx, a.str(0), &a.value(1), a.str(2), a.str(3))
    },
    "host.disable_external_auth" => pool_settings::disable_auth(cx, a.str(0)),
    "host.external_auth_set_ldaps" => pool_settings::set_ldaps(cx, a.str(0), a.bool(1)),
    "host.retrieve_wlb_evacuate_recommendations" => pool_settings::no_wlb(),
});
