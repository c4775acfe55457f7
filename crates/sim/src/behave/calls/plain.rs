//! Calls declared by hand in the data model whose whole effect is a plain write of the field they name.

use super::calls;
use crate::generic;

calls!(|cx, a, method| {
    "SR.set_name_description"
    | "SR.set_name_label"
    | "SR.set_physical_size"
    | "SR.set_physical_utilisation"
    | "SR.set_virtual_allocation"
    | "VDI.set_allow_caching"
    | "VDI.set_cbt_enabled"
    | "VDI.set_is_a_snapshot"
    | "VDI.set_managed"
    | "VDI.set_metadata_of_pool"
    | "VDI.set_missing"
    | "VDI.set_name_description"
    | "VDI.set_name_label"
    | "VDI.set_physical_utilisation"
    | "VDI.set_read_only"
    | "VDI.set_sharable"
    | "VDI.set_snapshot_of"
    | "VDI.set_snapshot_time"
    | "VDI.set_virtual_size"
    | "VM.add_to_other_config"
    | "VM.add_to_platform"
    | "VM.remove_from_other_config"
    | "VM.remove_from_platform"
    | "VM.set_actions_after_crash"
    | "VM.set_ha_always_run"
    | "VM.set_other_config"
    | "VM.set_platform"
    | "host.set_console_idle_timeout"
    | "host.set_iscsi_iqn"
    | "host.set_multipathing"
    | "pool.add_to_guest_agent_config"
    | "pool.remove_from_guest_agent_config"
    | "pool.set_igmp_snooping_enabled"
    | "pool.set_telemetry_next_collection" => generic::change(cx, method, a.0),
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::schema::Schema;

    #[test]
    fn plain_writes_name_a_field() {
        for name in BEHAVES {
            let method = Schema::get().method(name).unwrap_or_else(|| panic!("{name} exists"));
            assert!(method.field.is_some(), "{name} names a field");
        }
    }
}
