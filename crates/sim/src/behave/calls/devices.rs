//! Devices of hosts that VMs can be given, and what VMs have of them.

use super::calls;
use crate::behave::{gpu, host_driver, objects, pci, pvs, usb, vtpm};
use crate::data::value::Value;

calls!(|cx, a, method| {
    "PCI.get_dom0_access_status" => pci::dom0_access(cx, a.str(0)),
    "PCI.enable_dom0_access" => pci::set_dom0_access(cx, a.str(0), true),
    "PCI.disable_dom0_access" => pci::set_dom0_access(cx, a.str(0), false),

    "PGPU.set_enabled_VGPU_types" => gpu::enable_types(cx, a.str(0), |_| a.value(1)),
    "PGPU.add_enabled_VGPU_types" => {
        gpu::enable_types(cx, a.str(0), |now| now.with_item(&a.value(1)).unwrap_or_else(|| now.clone()))
    },
    "PGPU.remove_enabled_VGPU_types" => {
        gpu::enable_types(cx, a.str(0), |now| now.without_item(&a.value(1)).unwrap_or_else(|| now.clone()))
    },
    "PGPU.set_GPU_group" => gpu::set_group(cx, a.str(0), a.str(1)),
    "PGPU.get_remaining_capacity" => gpu::card_capacity(cx, a.str(0), a.str(1)),
    "PGPU.enable_dom0_access" => pci::set_card_access(cx, a.str(0), true),
    "PGPU.disable_dom0_access" => pci::set_card_access(cx, a.str(0), false),

    "GPU_group.create" => objects::introduce(cx, "GPU_group", method, a),
    "GPU_group.destroy" => objects::destroy_group(cx, "GPU_group", a.str(0), "VGPU", "PGPU"),
    "GPU_group.update_enabled_VGPU_types" => gpu::update(cx, a.str(0), "enabled_VGPU_types"),
    "GPU_group.update_supported_VGPU_types" => gpu::update(cx, a.str(0), "supported_VGPU_types"),
    "GPU_group.get_remaining_capacity" => gpu::group_capacity(cx, a.str(0), a.str(1)),

    "VGPU.create" => gpu::create(cx, a),
    "VGPU.destroy" => gpu::destroy(cx, a.str(0)),

    "PUSB.scan" => usb::scan(cx, a.shared(0)).await,
    "PUSB.set_passthrough_enabled" => usb::set_passthrough(cx, a.str(0), a.bool(1)),
    "USB_group.create" => objects::introduce(cx, "USB_group", method, a),
    "USB_group.destroy" => objects::destroy_group(cx, "USB_group", a.str(0), "VUSB", "PUSB"),
    "VUSB.create" => usb::create(cx, method, a),
    "VUSB.unplug" => usb::unplug(cx, a.shared(0)).await,
    "VUSB.destroy" => usb::destroy(cx, a.str(0)),

    "VTPM.create" => vtpm::create(cx, a.str(0), a.bool(1)),
    "VTPM.destroy" => vtpm::destroy(cx, a.str(0)),
    "VTPM.get_contents" => vtpm::contents(cx, a.str(0)),
    "VTPM.set_contents" => vtpm::set_contents(cx, a.str(0), a.str(1)),

    "Host_driver.select" => host_driver::select(cx, a.str(0), a.str(1)),
    "Host_driver.deselect" => host_driver::deselect(cx, a.str(0)),
    "Driver_variant.select" => host_driver::select_variant(cx, a.str(0)),
    "Host_driver.rescan" | "host.rescan_drivers" => host_driver::rescan(cx, a.str(0)),

    "PVS_site.introduce" => objects::introduce(cx, "PVS_site", method, a),
    "PVS_site.forget" => pvs::forget_site(cx, a.str(0)),
    "PVS_site.set_PVS_uuid" => pvs::set_uuid(cx, a.str(0), a.str(1)),
    "PVS_server.introduce" => pvs::introduce_server(cx, a),
    "PVS_server.forget" => objects::destroy_plain(cx, "PVS_server", a.str(0)),
    "PVS_proxy.create" => pvs::create_proxy(cx, a.str(0), a.str(1)),
    "PVS_proxy.destroy" => objects::destroy_plain(cx, "PVS_proxy", a.str(0)),
    "PVS_cache_storage.create" => pvs::create_cache(cx, &a.value(0)),
    "PVS_cache_storage.destroy" => pvs::destroy_cache(cx, a.str(0)),

    "console.destroy" => {
        cx.pool.write(|db| db.delete("console", a.str(0)))?;
        cx.pool.consoles.end(a.str(0));
        Ok(Value::Void)
    },
});
