//! What calls do that have a behaviour of their own. The lists of them are in `calls`; whatever is in none says so.

pub mod allowed;
pub mod appliance;
pub mod baggage;
pub mod blob;
pub mod bond;
pub mod calls;
pub mod certificate;
pub mod cluster;
pub mod dr_task;
pub mod evacuate;
pub mod gpu;
pub mod ha;
pub mod ha_plan;
pub mod host;
pub mod host_info;
pub mod host_power;
pub mod host_settings;
pub mod maintenance;
pub mod management;
pub mod membership;
pub mod message;
pub mod metrics;
pub mod network;
pub mod objects;
pub mod passthrough;
pub mod pbd;
pub mod pci;
pub mod pif;
pub mod pif_checks;
pub mod pif_ip;
pub mod plugins;
pub mod pool_record;
pub mod pool_settings;
pub mod pool_update;
pub mod pvs;
pub mod repository;
pub mod schedule;
pub mod schedule_clock;
pub mod sdn;
pub mod session;
pub mod sm;
pub mod space;
pub mod sr;
pub mod sr_checks;
pub mod sr_create;
pub mod sr_probe;
pub mod sriov;
pub mod subject;
pub mod task_calls;
pub mod trust;
pub mod tunnel;
pub mod usb;
pub mod vbd;
pub mod vdi;
pub mod vdi_cbt;
pub mod vdi_migrate;
pub mod vdi_records;
pub mod vif;
pub mod vlan;
pub mod vm_agent;
pub mod vm_copy;
pub mod vm_devices;
pub mod vm_firmware;
pub mod vm_group;
pub mod vm_guest;
pub mod vm_memory;
pub mod vm_migrate;
pub mod vm_more;
pub mod vm_move;
pub mod vm_power;
pub mod vm_recovery;
pub mod vm_settings;
pub mod vm_snapshot;
pub mod vm_state;
pub mod vtpm;

use crate::data::schema::Method;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::generic;

/// Calls declared by hand in the data model whose whole effect is a plain write of the field they name.
const PLAIN: &[&str] = &[
    "SR.set_name_description",
    "SR.set_name_label",
    "SR.set_physical_size",
    "SR.set_physical_utilisation",
    "SR.set_virtual_allocation",
    "VDI.set_allow_caching",
    "VDI.set_cbt_enabled",
    "VDI.set_is_a_snapshot",
    "VDI.set_managed",
    "VDI.set_metadata_of_pool",
    "VDI.set_missing",
    "VDI.set_name_description",
    "VDI.set_name_label",
    "VDI.set_physical_utilisation",
    "VDI.set_read_only",
    "VDI.set_sharable",
    "VDI.set_snapshot_of",
    "VDI.set_snapshot_time",
    "VDI.set_virtual_size",
    "VM.add_to_other_config",
    "VM.add_to_platform",
    "VM.remove_from_other_config",
    "VM.remove_from_platform",
    "VM.set_actions_after_crash",
    "VM.set_appliance",
    "VM.set_ha_always_run",
    "VM.set_other_config",
    "VM.set_platform",
    "host.set_console_idle_timeout",
    "host.set_iscsi_iqn",
    "host.set_multipathing",
    "pool.add_to_guest_agent_config",
    "pool.remove_from_guest_agent_config",
    "pool.set_igmp_snooping_enabled",
    "pool.set_telemetry_next_collection",
];

/// Calls that wait for events and write them as they find them.
pub const WAITING: &[&str] = &["event.from", "event.next"];

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

/// Runs a call.
pub async fn run(cx: &Cx, name: &str, method: Method, args: &[Value]) -> Result<Value, Failure> {
    if PLAIN.contains(&name) {
        return generic::change(cx, method, args);
    }
    calls::run(cx, name, method, args).await
}

/// Setters of the data model that do more than write their field.
const MORE_THAN_WRITES: &[&str] = &["VM.set_is_a_template", "pool.set_wlb_enabled"];

/// Whether a generated call is not answered as those of its kind are.
pub fn overrides(name: &str) -> bool {
    MORE_THAN_WRITES.contains(&name)
}

/// Whether a call that is not answered alike for every class does what it is for.
pub fn behaves(name: &str) -> bool {
    calls::listed(name) || PLAIN.contains(&name) || message::READS.contains(&name) || WAITING.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::schema::Schema;

    #[test]
    fn calls_with_a_behaviour_exist() {
        let known = |name: &&str| Schema::get().method(name).is_some();
        let unknown: Vec<_> = calls::TABLES
            .iter()
            .copied()
            .flatten()
            .chain(message::READS)
            .filter(|name| !known(name))
            .collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn plain_writes_name_a_field() {
        for name in PLAIN {
            let method = Schema::get().method(name).unwrap_or_else(|| panic!("{name} exists"));
            assert!(method.field.is_some(), "{name} names a field");
            assert!(!calls::listed(name), "{name} has a behaviour of its own");
        }
        assert!(PLAIN.is_sorted());
    }
}
