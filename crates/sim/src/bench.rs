//! What the simulator itself can do, so that nobody mistakes its limits for a client's: `xapi-sim --bench`.

use std::time::{Duration, Instant};

use serde_json::Value as Json;

use crate::config::Config;
use crate::data::value::Value;
use crate::generic;
use crate::sim::{Sim, StartError};
use crate::wire::writer::{Format, Writer};

/// Runs of each measurement; the median counts.
const RUNS: usize = 7;

/// Rates measured in this process.
#[derive(Debug, serde::Serialize)]
pub struct Report {
    /// VMs, and objects in all.
    pub vms: usize,
    pub objects: usize,
    /// From the start to listening, seconds.
    pub start_seconds: f64,
    /// MB/s of `VM.get_all_records` written from the database.
    pub records_mb_per_s: f64,
    /// MB/s of serde_json writing the same records.
    pub serde_json_mb_per_s: f64,
    /// Changed objects per second written as events to one subscriber.
    pub events_per_s: f64,
}

/// Measures a pool of the configured size.
pub async fn run(config: Config) -> Result<Report, StartError> {
    let begun = Instant::now();
    let sim = Sim::start(config).await?;
    let start_seconds = begun.elapsed().as_secs_f64();
    let pool = sim.first().pool();
    let records = || {
        pool.read(|db| {
            let mut out = Writer::new(Format::Json);
            if let Some(id) = db.schema.class_id("VM") {
                out.reserve(db.tables[id].len() * 4600);
                generic::records(db, id, db.tables[id].iter(), &mut out);
            }
            out.finish()
        })
    };
    let text = records();
    let parsed: Json = serde_json::from_slice(&text).unwrap_or_default();
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    for _ in 0..RUNS {
        ours.push(timed(records));
        let serde = || {
            let mut out = Vec::with_capacity(text.len());
            // Writing into a Vec does not fail.
            let _ = serde_json::to_writer(&mut out, &parsed);
            out
        };
        theirs.push(timed(serde));
    }
    let events = events(&sim);
    Ok(Report {
        vms: sim.first().count("VM"),
        objects: pool.read(|db| db.tables.iter().map(|t| t.len()).sum()),
        start_seconds,
        records_mb_per_s: text.len() as f64 / 1e6 / median(&mut ours),
        serde_json_mb_per_s: text.len() as f64 / 1e6 / median(&mut theirs),
        events_per_s: events,
    })
}

/// Changes a thousand VMs and writes their events, again and again.
fn events(sim: &Sim) -> f64 {
    const PORTION: usize = 1000;
    let pool = sim.first().pool();
    let vms: Vec<_> = pool.read(|db| db.refs("VM")).into_iter().take(PORTION).collect();
    let mut seconds = Vec::new();
    for run in 0..RUNS {
        seconds.push(timed(|| {
            let since = pool.read(|db| db.clock);
            pool.write(|db| {
                for vm in &vms {
                    // They were listed a moment ago and nobody removes any.
                    let _ = db.set("VM", vm, "user_version", Value::Int(run as i64 + 100));
                }
            });
            let mut out = Writer::new(Format::Json);
            pool.read(|db| crate::event::everything_since(db, since, &mut out));
            out.finish()
        }));
    }
    vms.len() as f64 / median(&mut seconds)
}

fn timed<R>(work: impl FnOnce() -> R) -> Duration {
    let begun = Instant::now();
    let result = work();
    let took = begun.elapsed();
    drop(result);
    took
}

fn median(durations: &mut [Duration]) -> f64 {
    durations.sort();
    durations[durations.len() / 2].as_secs_f64().max(1e-9)
}
