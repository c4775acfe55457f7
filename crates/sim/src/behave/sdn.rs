//! The controller of the pool's virtual switches.

use crate::behave::pif_checks::assert_ip;
use crate::behave::pvs::assert_port;
use crate::data::value::Value;
use crate::dispatch::Cx;
use crate::error::Failure;

/// Where a controller listens unless told otherwise.
const PORT: i64 = 6632;

/// `SDN_controller.introduce`: there is at most one.
pub fn introduce(cx: &Cx, protocol: &str, address: &str, port: i64) -> Result<Value, Failure> {
    let refuse = |why: &str| Failure::new("OPERATION_NOT_ALLOWED", [why]);
    if protocol == "pssl" {
        // The switches wait for the controller to come.
        if !address.is_empty() {
            return Err(refuse("IP address should not be specified when protocol is pssl"));
        }
        if port != 0 {
            return Err(refuse("TCP port should not be specified when protocol is pssl"));
        }
    } else {
        assert_ip("address", address)?;
        if port != 0 {
            assert_port("port", port)?;
        }
    }
    let port = if protocol == "ssl" && port == 0 { PORT } else { port };
    let controller = cx.pool.write(|db| {
        if !db.refs("SDN_controller").is_empty() {
            return Err(refuse("SDN controller has been configured. Please forget it first."));
        }
        let fields = [
            ("protocol", Value::from(protocol)),
            ("address", Value::from(address)),
            ("port", Value::Int(port)),
        ];
        cx.pool.insert(db, "SDN_controller", fields)
    })?;
    Ok(Value::from(controller))
}
