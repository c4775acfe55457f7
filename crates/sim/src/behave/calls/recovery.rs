//! VMs' firmware and agents, and how VMs are brought in and back.

use super::calls;
use crate::behave::{dr_task, plugins, vm_agent, vm_firmware, vm_recovery};
use crate::transfer::xva::fetch;

calls!(|cx, a, _method| {
    "VM.get_boot_record" => vm_firmware::boot_record(cx, a.str(0)),
    "VM.set_NVRAM_EFI_variables" => vm_firmware::set_variables(cx, a.str(0), &a.value(1), a.str(2)),
    "VM.update_secureboot_certificates_on_boot" => {
        vm_firmware::mark_certificates(cx, a.str(0), a.bool(1))
    },
    "VM.set_uefi_mode" => vm_firmware::set_uefi_mode(cx, a.str(0), a.str(1)),
    "VM.get_secureboot_readiness" => vm_firmware::readiness(cx, a.str(0)),
    "VM.update_snapshot_metadata" => {
        vm_firmware::as_snapshot(cx, a.str(0), a.str(1), a.value(2), a.value(3))
    },

    "VM.call_plugin" => vm_agent::call_plugin(cx, a.shared(0), a.str(1), a.str(2)).await,
    "VM.call_host_plugin" => {
        let host = vm_agent::host_of(cx, a.str(0))?;
        plugins::call(cx, &host, a.str(1), a.str(2), &a.value(3)).await
    },
    "VM.s3_suspend" => vm_agent::sleep(cx, a.shared(0), true).await,
    "VM.s3_resume" => vm_agent::sleep(cx, a.shared(0), false).await,
    "VM.sysprep" => vm_agent::sysprep(cx, a.str(0)),
    "VM.query_services" => vm_agent::services(cx, a.str(0)),
    "VM.import_convert" => vm_agent::convert(cx, a.str(3)),
    "VM.retrieve_wlb_recommendations" => vm_agent::no_balancer(cx, a.str(0)),

    "VM.get_SRs_required_for_recovery" => vm_recovery::required(cx, "VM", a.str(0), a.str(1)),
    "VM.assert_can_be_recovered" => vm_recovery::assert_possible(cx, "VM", a.str(0), a.str(1)),
    "VM.recover" => vm_recovery::recover(cx, "VM", a.str(0), a.str(1), a.bool(2)).await,

    "VM.import" => fetch::import(cx, a.str(0), a.shared(1), a.bool(2), a.bool(3)).await,

    "VM_appliance.get_SRs_required_for_recovery" => {
        vm_recovery::required(cx, "VM_appliance", a.str(0), a.str(1))
    },
    "VM_appliance.assert_can_be_recovered" => {
        vm_recovery::assert_possible(cx, "VM_appliance", a.str(0), a.str(1))
    },
    "VM_appliance.recover" => {
        vm_recovery::recover(cx, "VM_appliance", a.str(0), a.str(1), a.bool(2)).await
    },

    "DR_task.create" => dr_task::create(cx, a.str(0), &a.value(1)).await,
    "DR_task.destroy" => dr_task::destroy(cx, a.str(0)),
});
