//! The data sources of VMs, hosts and storage repositories, and how each follows from the records.

mod host;
mod vm;

use super::curve::{Curve, Measure};
use super::shape::{Series, digest, fraction, mix};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::error::Failure;
use crate::pool::Pool;

pub use host::{of_host, of_repository};
pub use vm::{of_vm, resident_sources, residents};

/// A data source.
pub struct Source {
    pub name: String,
    pub description: String,
    pub units: &'static str,
    /// How rrdtool would take its samples: `GAUGE`, or `DERIVE` for what is counted.
    pub kind: &'static str,
    pub min: f64,
    pub max: f64,
    /// Recorded unless a client says otherwise.
    pub standard: bool,
    /// Recorded.
    pub enabled: bool,
    pub measure: Measure,
}

/// An object and its data sources.
pub struct Owner {
    /// `vm`, `host` or `sr`.
    pub class: &'static str,
    pub uuid: Str,
    pub sources: Vec<Source>,
}

impl Owner {
    /// Nothing is known of it, and never was.
    pub fn unmeasured(mut self) -> Owner {
        let nothing = Measure::from(Curve::since(0, None));
        self.sources.iter_mut().for_each(|source| source.measure = nothing.clone());
        self
    }

    /// Takes the choices of clients into account.
    fn chosen(mut self, pool: &Pool) -> Owner {
        for source in &mut self.sources {
            source.enabled = pool.data_sources.get(&self.uuid, &source.name).unwrap_or(source.standard);
        }
        self
    }
}

/// Values that a source can have.
const ANY: (f64, f64) = (0.0, f64::INFINITY);
const PART: (f64, f64) = (0.0, 1.0);

/// Sources in the making.
struct Sources(Vec<Source>);

impl Sources {
    fn add(
        &mut self,
        name: impl Into<String>,
        description: impl Into<String>,
        units: &'static str,
        range: (f64, f64),
        measure: impl Into<Measure>,
    ) {
        let counted = matches!(units, "B/s" | "MiB/s" | "requests/s" | "err/s");
        self.0.push(Source {
            name: name.into(),
            description: description.into(),
            units,
            kind: if counted { "DERIVE" } else { "GAUGE" },
            min: range.0,
            max: range.1,
            standard: true,
            enabled: true,
            measure: measure.into(),
        });
    }

    /// A source that is only recorded when a client asks for it.
    fn add_extra(
        &mut self,
        name: impl Into<String>,
        description: impl Into<String>,
        units: &'static str,
        range: (f64, f64),
        measure: impl Into<Measure>,
    ) {
        self.add(name, description, units, range, measure);
        if let Some(last) = self.0.last_mut() {
            last.standard = false;
        }
    }
}

/// What rates are around: somewhere between `low` and `low` times `spread`, and how they swing.
fn rate(seed: u64, object: &str, source: &str, low: f64, spread: f64) -> Series {
    let part = fraction(mix(&[seed, digest(source), digest(object)]));
    Series::new(seed, object, source, low * spread.powf(part), (0.15, 0.3, 0.5))
}

/// The seed of a pool's measurements.
fn seed(pool: &Pool) -> u64 {
    mix(&[pool.config.seed, pool.index as u64])
}

/// A row's fields by name, the class given once.
struct Record<'a> {
    db: &'a Db,
    class: &'static str,
    reference: &'a str,
}

impl Record<'_> {
    fn get(&self, field: &str) -> Result<Value, Failure> {
        self.db.get(self.class, self.reference, field)
    }

    fn int(&self, field: &str) -> Result<i64, Failure> {
        Ok(self.get(field)?.as_int())
    }

    fn text(&self, field: &str) -> Result<Str, Failure> {
        Ok(self.get(field)?.to_shared())
    }
}

/// When a host was booted.
fn booted(db: &Db, host: &str) -> Result<i64, Failure> {
    let config = db.get("host", host, "other_config")?;
    let text = config.key("boot_time").map_or("", Value::as_str).trim_end_matches('.');
    Ok(text.parse::<f64>().map_or(0, |t| t as i64))
}
