//! Pools.

use super::calls;
use crate::behave::{host, vlan};
use crate::data::value::Value;

calls!(|cx, a, _method| {
    "pool.designate_new_master" => host::designate_new_master(cx, a.str(0)),
    "pool.create_VLAN_from_PIF" => vlan::create_everywhere(cx, a.str(0), a.str(1), a.int(2)),
    "pool.is_slave" => Ok(Value::Bool(cx.pool.master() != cx.host)),
});
