//! Disks, storage and what attaches them.

use super::calls;
use crate::behave::{
    blob, pbd, sm, sr, sr_checks, sr_create, sr_probe, vbd, vdi, vdi_cbt, vdi_migrate, vdi_records,
    vm_devices,
};
use crate::data::value::Value;
use crate::error::Failure;

calls!(|cx, a, _method| {
    "VBD.create" => vm_devices::create_vbd(cx, &a.value(0)),
    "VBD.destroy" => vm_devices::destroy_device(cx, "VBD", a.str(0)),
    "VBD.plug" => vm_devices::plug(cx, "VBD", a.shared(0)).await,
    "VBD.unplug" | "VBD.unplug_force" => vm_devices::unplug(cx, "VBD", a.shared(0)).await,
    "VBD.unplug_force_no_safety_check" => vm_devices::tear_out(cx, a.shared(0)).await,
    "VBD.insert" => vbd::insert(cx, a.str(0), a.str(1)),
    "VBD.eject" => vbd::eject(cx, a.str(0)),
    "VBD.set_mode" => vbd::set_mode(cx, a.str(0), a.str(1)),
    "VBD.assert_attachable" => vbd::assert_attachable(cx, a.str(0)),
    "VBD.pause" => vbd::pause(cx, a.shared(0)).await,
    "VBD.unpause" => vbd::unpause(cx, a.shared(0), a.str(1)).await,

    "VDI.create" => vdi::create(cx, &a.value(0)),
    "VDI.destroy" => vdi::destroy(cx, a.str(0)),
    "VDI.forget" | "VDI.db_forget" => vdi_records::forget(cx, a.str(0)),
    "VDI.introduce" => vdi_records::introduce(cx, a, true),
    "VDI.pool_introduce" | "VDI.db_introduce" => vdi_records::introduce(cx, a, false),
    "VDI.update" => vdi_records::update(cx, a.shared(0)).await,
    "VDI.open_database" => vdi_records::open_database(cx, a.str(0)),
    "VDI.read_database_pool_uuid" => vdi_records::database_pool(cx, a.str(0)),
    // XAPI itself no longer does it.
    "VDI.force_unlock" | "SR.make" => Err(Failure::bare("MESSAGE_DEPRECATED")),
    "VDI.snapshot" => vdi::twin(cx, a.shared(0), "snapshot").await,
    "VDI.clone" => vdi::twin(cx, a.shared(0), "clone").await,
    "VDI.copy" => vdi::copy(cx, a.shared(0), a.shared(1), a.shared(2), a.shared(3)).await,
    "VDI.resize" => vdi::resize(cx, a.shared(0), a.int(1), "resize").await,
    "VDI.resize_online" => vdi::resize(cx, a.shared(0), a.int(1), "resize_online").await,
    "VDI.set_on_boot" => vdi::set_on_boot(cx, a.str(0), a.str(1)),
    "VDI.pool_migrate" => vdi_migrate::pool_migrate(cx, a.shared(0), a.shared(1)).await,
    "VDI.enable_cbt" => vdi_cbt::track(cx, a.shared(0), true).await,
    "VDI.disable_cbt" => vdi_cbt::track(cx, a.shared(0), false).await,
    "VDI.data_destroy" => vdi_cbt::data_destroy(cx, a.shared(0)).await,
    "VDI.list_changed_blocks" => vdi_cbt::changed_blocks(cx, a.shared(0), a.shared(1)).await,
    "VDI.get_nbd_info" => vdi_cbt::nbd_info(cx, a.str(0)),
    "VDI.checksum" => vdi_cbt::checksum(cx, a.shared(0)).await,
    "VDI.revert" => vdi::revert(cx, a.str(0)),

    "SR.create" => sr_create::create(cx, a).await,
    "SR.introduce" => sr_create::introduce(cx, a),
    "SR.probe" => sr_probe::probe(cx, a.str(0), a.value(1), a.str(2)).await,
    "SR.probe_ext" => sr_probe::probe_ext(cx, a.str(0), a.value(1), a.str(2)).await,
    "SR.get_supported_types" => Ok(Value::set(sm::DRIVERS.iter().map(|driver| driver.kind))),
    "SR.set_shared" => sr::set_shared(cx, a.str(0), a.bool(1)),
    "SR.scan" => sr::scan(cx, a.shared(0), "scan").await,
    "SR.update" => sr::scan(cx, a.shared(0), "update").await,
    "SR.forget" => sr::forget(cx, a.shared(0)).await,
    "SR.destroy" => sr::destroy(cx, a.shared(0)).await,
    "SR.get_live_hosts" => sr_checks::live_hosts(cx, a.str(0)),
    "SR.assert_can_host_ha_statefile" => sr_checks::statefile(cx, a.str(0)),
    "SR.assert_supports_database_replication" => {
        cx.pool.read(|db| sr_checks::replication(db, a.str(0))).map(|()| Value::Void)
    },
    "SR.enable_database_replication" => vdi_records::replicate(cx, a.shared(0)).await,
    "SR.disable_database_replication" => vdi_records::replicate_no_more(cx, a.str(0)),

    "PBD.create" => pbd::create(cx, &a.value(0)),
    "PBD.destroy" => pbd::destroy(cx, a.str(0)),
    "PBD.set_device_config" => pbd::set_device_config(cx, a.str(0), a.value(1)),
    "PBD.plug" => pbd::plug(cx, a.shared(0)).await,
    "PBD.unplug" => pbd::unplug(cx, a.shared(0)).await,

    "blob.create" => blob::create(cx, a.str(0), a.bool(1)),
    "blob.destroy" => blob::destroy(cx, a.str(0)),
    "VM.create_new_blob" => blob::create_on(cx, "VM", a.str(0), a.str(1), a.str(2), a.bool(3)),
    "host.create_new_blob" => blob::create_on(cx, "host", a.str(0), a.str(1), a.str(2), a.bool(3)),
    "network.create_new_blob" => blob::create_on(cx, "network", a.str(0), a.str(1), a.str(2), a.bool(3)),
    "SR.create_new_blob" => blob::create_on(cx, "SR", a.str(0), a.str(1), a.str(2), a.bool(3)),
    "pool.create_new_blob" => blob::create_on(cx, "pool", a.str(0), a.str(1), a.str(2), a.bool(3)),
    "crashdump.destroy" => blob::destroy_crashdump(cx, a.str(0)),
});
