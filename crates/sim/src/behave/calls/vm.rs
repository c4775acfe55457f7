//! VMs and what groups them.

use super::calls;
use crate::behave::vm_move::Asked;
use crate::behave::{
    ha, objects, vif, vm_copy, vm_devices, vm_memory, vm_migrate, vm_move, vm_place, vm_power, vm_settings,
    vm_snapshot, vm_state,
};
use crate::data::value::Value;
use crate::generic;

calls!(|cx, a, method| {
    "VM.start" => vm_power::start(cx, a.shared(0), None, a.bool(1)).await,
    "VM.start_on" => vm_power::start(cx, a.shared(0), Some(a.shared(1)), a.bool(2)).await,
    "VM.resume" => vm_power::resume(cx, a.shared(0), None, a.bool(1)).await,
    "VM.resume_on" => vm_power::resume(cx, a.shared(0), Some(a.shared(1)), a.bool(2)).await,
    "VM.pause" => vm_power::pause(cx, a.shared(0)).await,
    "VM.unpause" => vm_power::unpause(cx, a.shared(0)).await,
    "VM.clean_shutdown" => vm_power::shutdown(cx, a.shared(0), "clean_shutdown").await,
    "VM.hard_shutdown" => vm_power::shutdown(cx, a.shared(0), "hard_shutdown").await,
    "VM.shutdown" => vm_power::shutdown(cx, a.shared(0), "shutdown").await,
    "VM.clean_reboot" => vm_power::reboot(cx, a.shared(0), "clean_reboot").await,
    "VM.hard_reboot" => vm_power::reboot(cx, a.shared(0), "hard_reboot").await,
    "VM.suspend" => vm_power::suspend(cx, a.shared(0)).await,
    "VM.power_state_reset" => vm_power::power_state_reset(cx, &a.shared(0)),
    "VM.pool_migrate" => vm_migrate::pool_migrate(cx, a.shared(0), a.shared(1), &a.value(2)).await,
    "VM.migrate_send" => vm_move::send(cx, &Asked::of_send(a)).await,
    "VM.assert_can_migrate" => vm_move::assert_possible(cx, &Asked::of_send(a)),
    "VM.assert_can_migrate_sender" => vm_move::assert_possible(cx, &Asked::of_sender(a)),
    "VM.clone" => vm_copy::copy(cx, a.shared(0), a.str(1), "clone", "").await,
    "VM.copy" => vm_copy::copy(cx, a.shared(0), a.str(1), "copy", a.str(2)).await,
    "VM.snapshot" => vm_snapshot::snapshot(cx, a.shared(0), a.str(1), &a.value(2)).await,
    "VM.checkpoint" => vm_snapshot::checkpoint(cx, a.shared(0), a.str(1)).await,
    "VM.revert" => vm_snapshot::revert(cx, a.shared(0)).await,
    "VM.provision" => vm_copy::provision(cx, a.shared(0)).await,
    "VM.create" => objects::create_vm(cx, &a.value(0)),
    "VM.destroy" => vm_copy::destroy(cx, a.shared(0)).await,
    "VM.assert_operation_valid" => {
        cx.pool.read(|db| vm_state::check(db, a.str(0), a.str(1), false)).map(|()| Value::Void)
    },
    "VM.update_allowed_operations" => {
        cx.pool.write(|db| vm_state::refresh(db, a.str(0))).map(|()| Value::Void)
    },
    "VM.get_possible_hosts" => vm_place::possible_hosts(cx, a.str(0)),
    "VM.assert_can_boot_here" => {
        cx.pool.read(|db| vm_place::assert_can_boot(db, a.str(0), a.str(1))).map(|()| Value::Void)
    },
    "VM.get_allowed_VBD_devices" => vm_devices::free_devices(cx, a.str(0), "VBDs", 255),
    "VM.get_allowed_VIF_devices" => vm_devices::free_devices(cx, a.str(0), "VIFs", vif::MOST),
    "VM.set_blocked_operations"
    | "VM.add_to_blocked_operations"
    | "VM.remove_from_blocked_operations" => {
        generic::change(cx, method, a.0)?;
        cx.pool.write(|db| vm_state::refresh(db, a.str(0))).map(|()| Value::Void)
    },
    "VM.set_memory_limits"
    | "VM.set_memory"
    | "VM.set_memory_static_range"
    | "VM.set_memory_dynamic_range"
    | "VM.set_memory_static_max"
    | "VM.set_memory_static_min"
    | "VM.set_memory_dynamic_max"
    | "VM.set_memory_dynamic_min" => vm_memory::set(cx, method.message.name, a),
    "VM.set_ha_restart_priority" => ha::set_priority(cx, a.str(0), a.str(1)),
    "VM.set_VCPUs_max" | "VM.set_VCPUs_at_startup" => vm_settings::set_vcpus(cx, method, a),
    "VM.set_HVM_shadow_multiplier" => vm_settings::set_shadow_multiplier(cx, method, a),
    "VM.set_NVRAM" | "VM.add_to_NVRAM" | "VM.remove_from_NVRAM" => {
        vm_settings::write_as(cx, method, a, "changing_NVRAM")
    },
    "VM.set_has_vendor_device" => vm_settings::set_vendor_device(cx, method, a),
    "VM.set_HVM_boot_policy" | "VM.set_domain_type" => vm_settings::set_domain_type(cx, method, a),
    "VM.set_bios_strings" => vm_settings::set_bios_strings(cx, method, a),
    "VM.set_start_delay" | "VM.set_shutdown_delay" | "VM.set_order" => vm_settings::set_delay(cx, method, a),
    "VM.set_suspend_VDI" => vm_settings::set_suspend_image(cx, method, a),
    "VM.set_is_a_template" => vm_settings::set_is_a_template(cx, a),
    "VM.set_is_default_template" => vm_settings::set_is_default_template(cx, a),
    "VM.restart_device_models" => vm_settings::restart_device_models(cx, a.shared(0)).await,
    "VM.set_VCPUs_number_live" => vm_memory::set_vcpus_live(cx, a),
});
