//! Networks, the interfaces of hosts, and what is plugged into them.

use super::calls;
use crate::behave::{bond, network, objects, pif, pif_ip, sdn, sriov, tunnel, vif, vlan};

calls!(|cx, a, method| {
    "VIF.create" => vif::create(cx, &a.value(0)),
    "VIF.destroy" => vif::destroy(cx, a.str(0)),
    "VIF.plug" => vif::plug(cx, a.shared(0)).await,
    "VIF.unplug" | "VIF.unplug_force" => vif::unplug(cx, a.shared(0)).await,
    "VIF.move" => vif::move_to(cx, a.shared(0), a.shared(1)).await,
    "VIF.set_locking_mode" => vif::set_locking_mode(cx, a.str(0), a.str(1)),
    "VIF.set_ipv4_allowed" => vif::set_allowed(cx, a.str(0), "ipv4_allowed", &a.value(1)),
    "VIF.add_ipv4_allowed" => vif::add_allowed(cx, a.str(0), "ipv4_allowed", &a.value(1)),
    "VIF.remove_ipv4_allowed" => vif::remove_from(cx, a.str(0), "ipv4_allowed", &a.value(1)),
    "VIF.set_ipv6_allowed" => vif::set_allowed(cx, a.str(0), "ipv6_allowed", &a.value(1)),
    "VIF.add_ipv6_allowed" => vif::add_allowed(cx, a.str(0), "ipv6_allowed", &a.value(1)),
    "VIF.remove_ipv6_allowed" => vif::remove_from(cx, a.str(0), "ipv6_allowed", &a.value(1)),
    "VIF.configure_ipv4" => vif::configure(cx, a, false),
    "VIF.configure_ipv6" => vif::configure(cx, a, true),
    "VIF.set_trunks" => vif::set_trunks(cx, a.str(0), &a.value(1)),
    "VIF.add_trunks" => vif::add_trunk(cx, a.str(0), &a.value(1)),
    "VIF.remove_trunks" => vif::remove_from(cx, a.str(0), "trunks", &a.value(1)),

    "network.create" => network::create(cx, &a.value(0)),
    "network.destroy" => network::destroy(cx, a.str(0)),
    "network.pool_introduce" => objects::introduce(cx, "network", method, a),
    "network.add_purpose" => network::add_purpose(cx, a.str(0), &a.value(1)),
    "network.remove_purpose" => network::remove_purpose(cx, a.str(0), &a.value(1)),
    "network.set_default_locking_mode" => network::set_default_locking_mode(cx, a.str(0), a.str(1)),
    "network.attach" => network::attach(cx, a.shared(0), a.shared(1)).await,
    "network.attach_for_vm" => network::attach_for_vm(cx, a.shared(0), a.shared(1)).await,

    "PIF.create_VLAN" => pif::create_vlan(cx, a).await,
    "PIF.destroy" => pif::destroy(cx, a.str(0)).await,
    "PIF.reconfigure_ip" => pif_ip::reconfigure(cx, a).await,
    "PIF.reconfigure_ipv6" => pif_ip::reconfigure_v6(cx, a).await,
    "PIF.set_primary_address_type" => pif_ip::set_primary(cx, a.str(0), a.str(1)),
    "PIF.scan" => pif::scan(cx, a.shared(0)).await,
    "PIF.introduce" => pif::introduce(cx, a),
    "PIF.forget" => pif::forget(cx, a.shared(0)).await,
    "PIF.plug" => pif::plug(cx, a.shared(0)).await,
    "PIF.unplug" => pif::unplug(cx, a.shared(0)).await,
    "PIF.set_disallow_unplug" => pif::set_disallow_unplug(cx, a.str(0), a.bool(1)),
    "PIF.set_property" => pif::set_property(cx, a.str(0), a.str(1), a.str(2)),
    "PIF.db_introduce" | "PIF.pool_introduce" => pif::db_introduce(cx, method, a),
    "PIF.db_forget" => pif::db_forget(cx, a.str(0)),

    "Bond.create" => bond::create(cx, a).await,
    "Bond.destroy" => bond::destroy(cx, a.str(0)).await,
    "Bond.set_mode" => bond::set_mode(cx, a.str(0), a.str(1)).await,
    "Bond.set_property" => bond::set_property(cx, a.str(0), a.str(1), a.str(2)).await,

    "VLAN.create" => vlan::create(cx, a.str(0), a.int(1), a.str(2)).await,
    "VLAN.destroy" => vlan::destroy(cx, a.str(0)).await,
    "VLAN.pool_introduce" => objects::introduce(cx, "VLAN", method, a),

    "tunnel.create" => tunnel::create(cx, a.str(0), a.str(1), a.str(2)).await,
    "tunnel.destroy" => tunnel::destroy(cx, a.str(0)).await,

    "network_sriov.create" => sriov::create(cx, a.str(0), a.str(1)).await,
    "network_sriov.destroy" => sriov::destroy(cx, a.str(0)).await,
    "network_sriov.get_remaining_capacity" => sriov::remaining(cx, a.str(0)),

    "SDN_controller.introduce" => sdn::introduce(cx, a.str(0), a.str(1), a.int(2)),
    "SDN_controller.forget" => objects::destroy_plain(cx, "SDN_controller", a.str(0)),
});
