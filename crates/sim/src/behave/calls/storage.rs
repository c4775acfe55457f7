//! Disks, storage and what attaches them.

use super::calls;
use crate::behave::{sr, vdi, vm_devices};

calls!(|cx, a, _method| {
    "VBD.create" => vm_devices::create_vbd(cx, &a.value(0)),
    "VBD.destroy" => vm_devices::destroy_device(cx, "VBD", a.str(0)),
    "VBD.plug" => vm_devices::plug(cx, "VBD", a.shared(0)).await,
    "VBD.unplug" | "VBD.unplug_force" => vm_devices::unplug(cx, "VBD", a.shared(0)).await,
    "VBD.insert" => vm_devices::insert(cx, a.str(0), a.str(1)),
    "VBD.eject" => vm_devices::eject(cx, a.str(0)),

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
});
