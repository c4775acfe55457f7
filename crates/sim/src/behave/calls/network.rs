//! Networks and what is plugged into them.

use super::calls;
use crate::behave::{objects, vlan, vm_devices};

calls!(|cx, a, _method| {
    "VIF.create" => vm_devices::create_vif(cx, &a.value(0)),
    "VIF.destroy" => vm_devices::destroy_device(cx, "VIF", a.str(0)),
    "VIF.plug" => vm_devices::plug(cx, "VIF", a.shared(0)).await,
    "VIF.unplug" | "VIF.unplug_force" => vm_devices::unplug(cx, "VIF", a.shared(0)).await,

    "network.create" => objects::create_network(cx, &a.value(0)),
    "network.destroy" => objects::destroy_network(cx, a.str(0)),

    "VLAN.create" => vlan::create(cx, a.str(0), a.int(1), a.str(2)),
    "VLAN.destroy" => vlan::destroy(cx, a.str(0)),

    "VIF.move" => vlan::move_vif(cx, a.shared(0), a.shared(1)).await,
});
