//! Data sources by calls: listed, asked, switched on and off. The values are those that the archives have.

use crate::behave::vm_state;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::metrics::Archive;
use crate::metrics::sources::{self, Owner, Source};

/// The data sources of a VM, a host or a repository. A VM must run.
fn owner(cx: &Cx, db: &Db, class: &str, reference: &str) -> Result<Owner, Failure> {
    let owner = match class {
        "VM" => {
            vm_state::check(db, reference, "data_source_op", false)?;
            sources::of_vm(db, &cx.pool, reference)
        }
        "host" => sources::of_host(db, &cx.pool, reference),
        _ => sources::of_repository(db, &cx.pool, reference),
    }?;
    Ok(if cx.pool.faults.rrd_nan(cx.host) { owner.unmeasured() } else { owner })
}

/// What the newest sample has.
fn latest(source: &Source) -> f64 {
    let now = crate::time::now();
    let step = Archive::Samples.step();
    source.measure.row_at(Archive::Samples, now - now.rem_euclid(step)).average
}

/// `get_data_sources`.
pub fn list(cx: &Cx, class: &str, reference: &str) -> Result<Value, Failure> {
    let owner = cx.pool.read(|db| owner(cx, db, class, reference))?;
    let record = |source: &Source| {
        let fields = [
            ("name_label", Value::from(source.name.as_str())),
            ("name_description", Value::from(source.description.as_str())),
            ("enabled", Value::Bool(source.enabled)),
            ("standard", Value::Bool(source.standard)),
            ("units", Value::from(source.units)),
            ("min", Value::Float(source.min)),
            ("max", Value::Float(source.max)),
            ("value", Value::Float(latest(source))),
        ];
        Value::Map(fields.into_iter().map(|(k, v)| (Str::from(k), v)).collect())
    };
    Ok(Value::Set(owner.sources.iter().map(record).collect()))
}

/// `query_data_source`.
pub fn query(cx: &Cx, class: &str, reference: &str, name: &str) -> Result<Value, Failure> {
    let owner = cx.pool.read(|db| owner(cx, db, class, reference))?;
    find(&owner, name).filter(|s| s.enabled).map(|s| Value::Float(latest(s))).ok_or_else(|| unknown(name))
}

/// `record_data_source` and `forget_data_source_archives`.
pub fn switch(cx: &Cx, class: &str, reference: &str, name: &str, enabled: bool) -> Result<Value, Failure> {
    let owner = cx.pool.read(|db| owner(cx, db, class, reference))?;
    find(&owner, name).ok_or_else(|| unknown(name))?;
    cx.pool.data_sources.set(&owner.uuid, name, enabled);
    Ok(Value::Void)
}

fn find<'a>(owner: &'a Owner, name: &str) -> Option<&'a Source> {
    owner.sources.iter().find(|s| s.name == name)
}

fn unknown(name: &str) -> Failure {
    Failure::internal(format!("Rrd_interface.Rrdd_error(Failure(\"No such data source: {name}\"))"))
}
