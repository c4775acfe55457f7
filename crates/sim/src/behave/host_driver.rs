//! Drivers of hosts that come in several variants: which one is loaded, and which one the next boot loads.

use crate::behave::host;
use crate::data::db::Db;
use crate::data::value::Value;
use crate::dispatch::Cx;
use crate::error::Failure;

/// `Host_driver.select`.
pub fn select(cx: &Cx, driver: &str, variant: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        if !db.get("Host_driver", driver, "variants")?.contains(variant) {
            return Err(Failure::new("INVALID_VALUE", ["variant", variant]));
        }
        choose(db, driver, variant)
    })?;
    Ok(Value::Void)
}

/// `Driver_variant.select`.
pub fn select_variant(cx: &Cx, variant: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        let driver = db.get_str("Driver_variant", variant, "driver")?;
        choose(db, &driver, variant)
    })?;
    Ok(Value::Void)
}

fn choose(db: &mut Db, driver: &str, variant: &str) -> Result<(), Failure> {
    host::assert_live(db, &db.get_str("Host_driver", driver, "host")?)?;
    if !db.get("Driver_variant", variant, "hardware_present")?.as_bool() {
        return Err(Failure::new("HOST_DRIVER_NO_HARDWARE", [variant]));
    }
    db.set("Host_driver", driver, "selected_variant", variant)?;
    Ok(())
}

/// `Host_driver.deselect`: the host goes on with what its kernel has.
pub fn deselect(cx: &Cx, driver: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        host::assert_live(db, &db.get_str("Host_driver", driver, "host")?)?;
        db.set("Host_driver", driver, "active_variant", Value::null())?;
        db.set("Host_driver", driver, "selected_variant", Value::null())
    })?;
    Ok(Value::Void)
}

/// `Host_driver.rescan` and `host.rescan_drivers`: no driver comes to a host while it runs.
pub fn rescan(cx: &Cx, host: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| host::assert_live(db, host))?;
    Ok(Value::Void)
}

/// A host that booted has loaded what was selected.
pub fn booted(db: &mut Db, host: &str) -> Result<(), Failure> {
    for driver in db.refs("Host_driver") {
        if *db.get_str("Host_driver", &driver, "host")? == *host {
            let selected = db.get("Host_driver", &driver, "selected_variant")?;
            db.set("Host_driver", &driver, "active_variant", selected)?;
        }
    }
    Ok(())
}
