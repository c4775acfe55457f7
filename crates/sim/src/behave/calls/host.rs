//! Hosts.

use super::calls;
use crate::behave::{evacuate, host, vm_power};
use crate::data::value::Value;

calls!(|cx, a, _method| {
    "host.enable" => host::set_enabled(cx, a.str(0), true),
    "host.disable" => host::set_enabled(cx, a.str(0), false),
    "host.evacuate" => evacuate::evacuate(cx, a.str(0), a.int(2)).await,
    "host.assert_can_evacuate" => evacuate::assert_possible(cx, a.str(0)),
    "host.get_vms_which_prevent_evacuation" => evacuate::prevented_by(cx, a.str(0)),
    "host.get_servertime" => Ok(Value::Time(crate::time::now())),
    "host.compute_free_memory" => cx.pool.read(|db| vm_power::free_memory(db, a.str(0))).map(Value::Int),
});
