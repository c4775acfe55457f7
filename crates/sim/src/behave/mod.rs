//! The calls that have a behaviour of their own: one readable list. Whatever is not in it says so.

pub mod evacuate;
pub mod host;
pub mod message;
pub mod objects;
pub mod session;
pub mod sr;
pub mod vdi;
pub mod vlan;
pub mod vm_copy;
pub mod vm_devices;
pub mod vm_guest;
pub mod vm_memory;
pub mod vm_migrate;
pub mod vm_power;
pub mod vm_snapshot;
pub mod vm_state;

use crate::data::schema::Method;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::{event, generic, task};

/// Calls declared by hand in the data model whose whole effect is a plain write of the field they name.
const PLAIN: &[&str] = &[
    "SR.set_name_description",
    "SR.set_name_label",
    "SR.set_physical_size",
    "SR.set_physical_utilisation",
    "SR.set_virtual_allocation",
    "VDI.set_allow_caching",
    "VDI.set_is_a_snapshot",
    "VDI.set_managed",
    "VDI.set_missing",
    "VDI.set_name_description",
    "VDI.set_name_label",
    "VDI.set_on_boot",
    "VDI.set_physical_utilisation",
    "VDI.set_read_only",
    "VDI.set_sharable",
    "VDI.set_snapshot_of",
    "VDI.set_snapshot_time",
    "VDI.set_virtual_size",
    "VIF.set_ipv4_allowed",
    "VIF.set_ipv6_allowed",
    "VIF.set_locking_mode",
    "VM.add_to_NVRAM",
    "VM.add_to_other_config",
    "VM.add_to_platform",
    "VM.remove_from_NVRAM",
    "VM.remove_from_other_config",
    "VM.remove_from_platform",
    "VM.set_HVM_boot_policy",
    "VM.set_HVM_shadow_multiplier",
    "VM.set_NVRAM",
    "VM.set_VCPUs_at_startup",
    "VM.set_VCPUs_max",
    "VM.set_actions_after_crash",
    "VM.set_appliance",
    "VM.set_bios_strings",
    "VM.set_domain_type",
    "VM.set_ha_always_run",
    "VM.set_ha_restart_priority",
    "VM.set_has_vendor_device",
    "VM.set_order",
    "VM.set_other_config",
    "VM.set_platform",
    "VM.set_shutdown_delay",
    "VM.set_start_delay",
    "VM.set_suspend_VDI",
    "host.set_console_idle_timeout",
    "host.set_iscsi_iqn",
    "host.set_multipathing",
    "host.set_timezone",
    "network.set_default_locking_mode",
    "pool.set_igmp_snooping_enabled",
    "task.add_to_other_config",
    "task.remove_from_other_config",
    "task.set_error_info",
    "task.set_other_config",
    "task.set_progress",
    "task.set_result",
];

/// A call's parameters, read by position.
pub struct Args<'a>(pub &'a [Value]);

impl Args<'_> {
    pub fn str(&self, i: usize) -> &str {
        self.0.get(i).map_or("", Value::as_str)
    }

    /// A reference or any other text, to keep.
    pub fn shared(&self, i: usize) -> Str {
        self.0.get(i).map(Value::to_shared).unwrap_or_else(|| "".into())
    }

    pub fn bool(&self, i: usize) -> bool {
        self.0.get(i).is_some_and(Value::as_bool)
    }

    pub fn int(&self, i: usize) -> i64 {
        self.0.get(i).map_or(0, Value::as_int)
    }

    pub fn value(&self, i: usize) -> Value {
        self.0.get(i).cloned().unwrap_or(Value::Void)
    }
}

/// Writes `run` of a list of calls, and the list of their names.
macro_rules! calls {
    (|$cx:ident, $a:ident, $method:ident| { $($($name:literal)|+ => $body:expr),+ $(,)? }) => {
        /// The calls that are not a plain write and have a behaviour.
        const BEHAVES: &[&str] = &[$($($name),+),+];

        /// Runs a call.
        pub async fn run($cx: &Cx, name: &str, $method: Method, args: &[Value]) -> Result<Value, Failure> {
            let $a = Args(args);
            match name {
                $($($name)|+ => $body,)+
                name if PLAIN.contains(&name) => generic::change($cx, $method, args),
                name => Err(Failure::not_implemented(name)),
            }
        }
    };
}

calls!(|cx, a, method| {
    "session.login_with_password" => session::login(cx, &a).await,
    "session.logout" => session::logout(cx),

    "event.inject" => event::inject(cx, a.str(0), a.str(1)),
    "event.get_current_id" => Ok(Value::Int(cx.pool.read(|db| db.clock.rows as i64))),

    "task.create" => task::create(&cx.pool, a.str(0), a.str(1), cx.host, &cx.session).map(Value::from),
    "task.destroy" => task::destroy(cx, a.str(0)),
    "task.cancel" => task::cancel(cx, a.str(0)),
    "task.set_status" => objects::set_task_status(cx, &a),

    "message.create" => message::create(cx, &a),
    "message.destroy" => message::destroy(cx, &a.value(0)),
    "message.destroy_many" => message::destroy_many(cx, &a.value(0)),
    "message.get_all" => Ok(message::all(cx)),
    "message.get_by_uuid" => message::by_uuid(cx, a.str(0)),

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
    "VM.pool_migrate" => vm_migrate::pool_migrate(cx, a.shared(0), a.shared(1)).await,
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
    "VM.get_possible_hosts" => vm_power::possible_hosts(cx, a.str(0)),
    "VM.assert_can_boot_here" => {
        cx.pool.read(|db| vm_power::assert_can_boot(db, a.str(0), a.str(1))).map(|()| Value::Void)
    },
    "VM.get_allowed_VBD_devices" => vm_devices::free_devices(cx, a.str(0), "VBDs", 255),
    "VM.get_allowed_VIF_devices" => vm_devices::free_devices(cx, a.str(0), "VIFs", 7),
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
    | "VM.set_memory_dynamic_min" => vm_memory::set(cx, method.message.name, &a),
    "VM.set_VCPUs_number_live" => vm_memory::set_vcpus_live(cx, &a),

    "VBD.create" => vm_devices::create_vbd(cx, &a.value(0)),
    "VBD.destroy" => vm_devices::destroy_device(cx, "VBD", a.str(0)),
    "VBD.plug" => vm_devices::plug(cx, "VBD", a.shared(0)).await,
    "VBD.unplug" | "VBD.unplug_force" => vm_devices::unplug(cx, "VBD", a.shared(0)).await,
    "VBD.insert" => vm_devices::insert(cx, a.str(0), a.str(1)),
    "VBD.eject" => vm_devices::eject(cx, a.str(0)),
    "VIF.create" => vm_devices::create_vif(cx, &a.value(0)),
    "VIF.destroy" => vm_devices::destroy_device(cx, "VIF", a.str(0)),
    "VIF.plug" => vm_devices::plug(cx, "VIF", a.shared(0)).await,
    "VIF.unplug" | "VIF.unplug_force" => vm_devices::unplug(cx, "VIF", a.shared(0)).await,
    "VDI.create" => vdi::create(cx, &a.value(0)),
    "VDI.destroy" => vdi::destroy(cx, a.str(0)),
    "VDI.forget" => vdi::forget(cx, a.str(0)),
    "VDI.snapshot" => vdi::twin(cx, a.shared(0), "snapshot").await,
    "VDI.clone" => vdi::twin(cx, a.shared(0), "clone").await,
    "VDI.copy" => vdi::copy(cx, a.shared(0), a.shared(1), a.shared(3)).await,
    "VDI.resize" => vdi::resize(cx, a.shared(0), a.int(1), "resize").await,
    "VDI.resize_online" => vdi::resize(cx, a.shared(0), a.int(1), "resize_online").await,

    "SR.scan" | "SR.update" => sr::scan(cx, a.shared(0)).await,
    "SR.forget" => sr::forget(cx, a.shared(0)).await,
    "SR.destroy" => sr::destroy(cx, a.shared(0)).await,
    "PBD.create" => sr::create_pbd(cx, &a.value(0)),
    "PBD.destroy" => sr::destroy_pbd(cx, a.str(0)),
    "PBD.plug" => sr::plug(cx, a.shared(0)).await,
    "PBD.unplug" => sr::unplug(cx, a.shared(0)).await,

    "VM_appliance.create" => objects::create_plain(cx, "VM_appliance", &a.value(0)),
    "VM_appliance.destroy" => objects::destroy_plain(cx, "VM_appliance", a.str(0)),
    "VM_group.create" => objects::create_plain(cx, "VM_group", &a.value(0)),
    "VM_group.destroy" => objects::destroy_plain(cx, "VM_group", a.str(0)),
    "secret.create" => objects::create_plain(cx, "secret", &a.value(0)),
    "secret.destroy" => objects::destroy_plain(cx, "secret", a.str(0)),

    "network.create" => objects::create_network(cx, &a.value(0)),
    "network.destroy" => objects::destroy_network(cx, a.str(0)),

    "host.enable" => host::set_enabled(cx, a.str(0), true),
    "host.disable" => host::set_enabled(cx, a.str(0), false),
    "host.evacuate" => evacuate::evacuate(cx, a.str(0), a.int(2)).await,
    "host.assert_can_evacuate" => evacuate::assert_possible(cx, a.str(0)),
    "host.get_vms_which_prevent_evacuation" => evacuate::prevented_by(cx, a.str(0)),
    "host.get_servertime" => Ok(Value::Time(crate::time::now())),
    "host.compute_free_memory" => cx.pool.read(|db| vm_power::free_memory(db, a.str(0))).map(Value::Int),
    "pool.designate_new_master" => host::designate_new_master(cx, a.str(0)),
    "pool.create_VLAN_from_PIF" => vlan::create_everywhere(cx, a.str(0), a.str(1), a.int(2)),
    "VLAN.create" => vlan::create(cx, a.str(0), a.int(1), a.str(2)),
    "VLAN.destroy" => vlan::destroy(cx, a.str(0)),
    "VIF.move" => vlan::move_vif(cx, a.shared(0), a.shared(1)).await,
    "pool.is_slave" => Ok(Value::Bool(cx.pool.master() != cx.host)),
});

/// Whether a call that is not answered alike for every class does what it is for.
pub fn behaves(name: &str) -> bool {
    [BEHAVES, PLAIN, message::READS].iter().any(|names| names.contains(&name)) || name == "event.from"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::schema::Schema;

    #[test]
    fn calls_with_a_behaviour_exist() {
        let known = |name: &&str| Schema::get().method(name).is_some();
        let unknown: Vec<_> = BEHAVES.iter().chain(message::READS).filter(|name| !known(name)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn plain_writes_name_a_field() {
        for name in PLAIN {
            let method = Schema::get().method(name).unwrap_or_else(|| panic!("{name} exists"));
            assert!(method.field.is_some(), "{name} names a field");
        }
        assert!(PLAIN.is_sorted());
    }
}
