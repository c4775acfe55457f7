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
pub mod host_driver;
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
pub mod rate_limit;
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
pub mod vm_guest;
pub mod vm_memory;
pub mod vm_migrate;
pub mod vm_more;
pub mod vm_move;
pub mod vm_place;
pub mod vm_power;
pub mod vm_recovery;
pub mod vm_settings;
pub mod vm_snapshot;
pub mod vm_state;
pub mod vtpm;

use crate::data::schema::Method;
use crate::data::value::{Str, Value};

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

    /// All of them by the names that the data model gives them, for records of which they are the fields.
    pub fn fields(&self, method: Method) -> Vec<(&'static str, Value)> {
        method.message.params.iter().enumerate().map(|(i, p)| (p.name, self.value(i))).collect()
    }
}

/// Whether a call that is not answered alike for every class does what it is for.
pub fn behaves(name: &str) -> bool {
    calls::listed(name) || message::READS.contains(&name) || WAITING.contains(&name)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::data::schema::Schema;

    #[test]
    fn calls_with_a_behaviour_exist() {
        let known = |name: &&str| Schema::get().method(name).is_some();
        let names: Vec<_> = calls::TABLES.iter().copied().flatten().chain(message::READS).collect();
        let unknown: Vec<_> = names.iter().filter(|name| !known(name)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
        let mut seen = HashSet::new();
        let twice: Vec<_> = names.iter().filter(|name| !seen.insert(***name)).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
}
