//! What holds VMs together, and the smaller calls about VMs.

use super::calls;
use crate::behave::{appliance, objects, schedule, vm_more};

calls!(|cx, a, method| {
    "VM.set_appliance" => appliance::give(cx, a.str(0), a.str(1)),
    "VM_appliance.create" => objects::create_plain(cx, "VM_appliance", &a.value(0)),
    "VM_appliance.destroy" => appliance::destroy(cx, a.str(0)),
    "VM_appliance.start" => appliance::start(cx, a.shared(0), a.bool(1)).await,
    "VM_appliance.clean_shutdown" => appliance::shutdown(cx, a.shared(0), "clean_shutdown").await,
    "VM_appliance.hard_shutdown" => appliance::shutdown(cx, a.shared(0), "hard_shutdown").await,
    "VM_appliance.shutdown" => appliance::shutdown(cx, a.shared(0), "shutdown").await,

    "VM_group.create" => objects::create_plain(cx, "VM_group", &a.value(0)),
    "VM_group.destroy" => objects::destroy_plain(cx, "VM_group", a.str(0)),

    "VMSS.create" => schedule::create(cx, &a.value(0)),
    "VMSS.destroy" => schedule::destroy(cx, a.str(0)),
    "VMSS.snapshot_now" => schedule::snapshot_now(cx, a.shared(0)).await,
    "VMSS.set_retained_snapshots"
    | "VMSS.set_frequency"
    | "VMSS.set_type"
    | "VMSS.set_schedule"
    | "VMSS.add_to_schedule"
    | "VMSS.remove_from_schedule"
    | "VMSS.set_last_run_time" => schedule::set(cx, method, a),
    "VM.set_snapshot_schedule" => schedule::give(cx, method, a),

    "VM.compute_memory_overhead" => vm_more::memory_overhead(cx, a.str(0)),
    "VM.maximise_memory" => vm_more::maximise_memory(cx, a.str(0), a.int(1)),
    "VM.set_memory_target_live" => vm_more::set_memory_target(cx, a.str(0), a.int(1)),
    "VM.wait_memory_target_live" => vm_more::wait_memory_target(cx, a.str(0)),
    "VM.get_cooperative" => vm_more::cooperative(cx, a.str(0)),
    "VM.set_shadow_multiplier_live" => {
        vm_more::set_shadow_multiplier_live(cx, a.str(0), a.value(1).as_float())
    },
    "VM.add_to_VCPUs_params_live" => vm_more::add_vcpus_param(cx, a),
    "VM.copy_bios_strings" => vm_more::copy_bios_strings(cx, a.str(0), a.str(1)),
    "VM.assert_agile" => vm_more::assert_agile(cx, a.str(0)),
    "VM.set_groups" => vm_more::set_groups(cx, a.str(0), &a.value(1)),
});
