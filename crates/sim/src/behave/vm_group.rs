//! Groups of VMs that are kept apart.

use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::error::Failure;

/// Of some hosts those on which the fewest VMs run that are to be kept apart from this one.
pub fn apart(db: &Db, vm: &str, hosts: Vec<Str>) -> Result<Vec<Str>, Failure> {
    let groups = db.get("VM", vm, "groups")?;
    let Some(group) = groups.items().first().map(Value::as_str) else { return Ok(hosts) };
    if db.get("VM_group", group, "placement")?.as_str() != "anti_affinity" {
        return Ok(hosts);
    }
    let others = db.get("VM_group", group, "VMs")?;
    let there = |host: &str| {
        let on = |other: &&Value| {
            let at = |field| db.get("VM", other.as_str(), field).is_ok_and(|at| at.as_str() == host);
            other.as_str() != vm && (at("resident_on") || at("scheduled_to_be_resident_on"))
        };
        others.items().iter().filter(on).count()
    };
    let fewest = hosts.iter().map(|host| there(host)).min().unwrap_or(0);
    Ok(hosts.into_iter().filter(|host| there(host) == fewest).collect())
}
