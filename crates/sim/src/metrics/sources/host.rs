//! Hosts: sums of what runs on them, and what they do besides; and storage repositories.

use super::super::curve::{Curve, Measure};
use super::super::shape::{Series, digest, fraction, mix};
use super::vm::{devices, load, requests, residents, shares, traffic};
use super::{ANY, Owner, PART, Record, Sources, booted, rate, seed};
use crate::behave::vm_place;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::error::Failure;
use crate::pool::Pool;

/// How much of the time an idle processor sleeps how deeply.
const IDLE_STATES: [f64; 3] = [0.1, 0.2, 0.7];

/// A host's data sources.
pub fn of_host(db: &Db, pool: &Pool, host: &str) -> Result<Owner, Failure> {
    let seed = seed(pool);
    let record = Record { db, class: "host", reference: host };
    let uuid = record.text("uuid")?;
    let since = booted(db, host)?;
    let known = || Curve::since(seed, Some(since));
    let fixed = |value: f64| known().constant(0, value);
    let own =
        |name: &str, low: f64, spread: f64| known().series(since, 1.0, &rate(seed, &uuid, name, low, spread));
    let all = residents(db, pool, host)?;
    let mut s = Sources(Vec::new());

    let mut busy = known();
    for resident in &all.vms {
        let weight = resident.vcpus as f64 / all.cores as f64;
        // What began later counts from then on; it does not hide what was before.
        busy = busy.add(weight, &all.usage(seed, resident));
    }
    let busy = Measure::from(busy);
    let parts = shares(seed, &uuid, all.cores);
    for (n, part) in parts.iter().enumerate() {
        s.add(
            format!("cpu{n}"),
            format!("Physical cpu usage for cpu {n}"),
            "(fraction)",
            PART,
            busy.times(*part),
        );
    }
    s.add("cpu_avg", "Average physical CPU usage", "(fraction)", PART, busy.clone());
    for (n, part) in parts.iter().enumerate() {
        let idle = busy.times(-part).and(1.0);
        for (state, of) in IDLE_STATES.iter().enumerate() {
            let what = format!("Proportion of time CPU {n} spent in C-state {state}");
            s.add_extra(format!("cpu{n}-C{state}"), what, "(fraction)", PART, idle.times(*of));
        }
        let what = format!("Proportion of time CPU {n} spent in P-state 0");
        s.add_extra(format!("cpu{n}-P0"), what, "(fraction)", PART, fixed(1.0));
        let mhz = busy.times(900.0 * part).and(2_000.0);
        s.add_extra(format!("CPU{n}-avg-freq"), format!("Average frequency of CPU {n}"), "MHz", ANY, mhz);
    }
    s.add("loadavg", "Domain0 loadavg", "(fraction)", ANY, own("loadavg", 0.05, 12.0));
    s.add("hostload", "Host load per physical cpu", "(fraction)", ANY, busy.times(1.2));

    let total = db.get("host_metrics", &record.text("metrics")?, "memory_total")?.as_int();
    let kib = |bytes: i64| bytes as f64 / 1024.0;
    let now: i64 = all.vms.iter().map(|r| r.memory).sum();
    let mut free = fixed(kib(vm_place::free_memory(db, host)? + now));
    let (mut vcpus, mut domains) = (known(), known());
    for resident in &all.vms {
        free = free.constant(resident.since, -kib(resident.memory));
        vcpus = vcpus.constant(resident.since, resident.vcpus as f64);
        domains = domains.constant(resident.since, 1.0);
    }
    s.add("memory_total_kib", "Total amount of memory on the host", "KiB", ANY, fixed(kib(total)));
    s.add("memory_free_kib", "Total amount of free memory", "KiB", ANY, free);
    s.add("memory_reclaimed", "Host memory reclaimed by squeezing", "B", ANY, fixed(0.0));
    s.add("memory_reclaimed_max", "Host memory that could be reclaimed by squeezing", "B", ANY, fixed(0.0));
    s.add("running_vcpus", "The total number of running vCPUs per host", "count", ANY, vcpus);
    s.add("running_domains", "The total number of running domains per host", "count", ANY, domains);

    interfaces(&mut s, &record, &all, seed, since)?;
    repositories(&mut s, &record, &all, seed, since)?;

    let allocated = own("xapi_memory", 60_000.0, 2.0);
    s.add(
        "xapi_memory_usage_kib",
        "Total memory allocated used by xapi daemon",
        "KiB",
        ANY,
        allocated.clone(),
    );
    s.add(
        "xapi_free_memory_kib",
        "Free memory available to the xapi daemon",
        "KiB",
        ANY,
        known().plus(0.3, &allocated),
    );
    s.add(
        "xapi_live_memory_kib",
        "Live memory used by xapi daemon",
        "KiB",
        ANY,
        known().plus(0.6, &allocated),
    );
    s.add(
        "xapi_allocation_kib",
        "Memory allocation done by the xapi daemon",
        "KiB",
        ANY,
        own("xapi_allocation", 200.0, 20.0),
    );
    s.add("xapi_open_fds", "Number of open file descriptors held by xapi daemon", "count", ANY, fixed(96.0));
    s.add("DCMI-power-reading", "DCMI power reading", "W", ANY, busy.times(260.0).and(140.0));
    s.add("Tapdisks_in_low_memory_mode", "Tapdisks in low memory mode", "count", ANY, fixed(0.0));
    Ok(Owner { class: "host", uuid: uuid.clone(), sources: s.0 }.chosen(pool))
}

/// What goes through the physical interfaces: what VMs on their networks do, and a little of the host's own.
fn interfaces(
    s: &mut Sources,
    host: &Record<'_>,
    all: &super::vm::Residents,
    seed: u64,
    since: i64,
) -> Result<(), Failure> {
    let db = host.db;
    let known = || Curve::since(seed, Some(since));
    let vifs = devices(db, all, "VIF")?;
    // The device that carries each network on this host: VLANs go through the interface they are on.
    let mut carried: Vec<(Str, Str)> = Vec::new();
    let mut physical: Vec<(Str, Str)> = Vec::new();
    for pif in host.get("PIFs")?.items() {
        let pif = Record { db, class: "PIF", reference: pif.as_str() };
        let device = pif.text("device")?;
        carried.push((pif.text("network")?, device.clone()));
        if pif.get("physical")?.as_bool() {
            physical.push((device, pif.text("uuid")?));
        }
    }
    physical.sort();
    for (way, what) in [("rx", "received"), ("tx", "sent")] {
        let mut sum = known();
        for (device, uuid) in &physical {
            let mut curve = known().plus(1.0, &traffic(seed, uuid, way, since));
            for (vif, uuid, from) in &vifs {
                let network = db.get_str("VIF", vif.as_str(), "network")?;
                if carried.iter().any(|(n, d)| *n == network && d == device) {
                    curve = curve.add(1.0, &traffic(seed, uuid, way, *from));
                }
            }
            let text = format!("Bytes per second {what} on physical interface {device}");
            s.add(format!("pif_{device}_{way}"), text, "B/s", ANY, curve.clone());
            sum = sum.plus(1.0, &curve);
        }
        s.add(
            format!("pif_aggr_{way}"),
            format!("Bytes per second {what} on all physical interfaces"),
            "B/s",
            ANY,
            sum,
        );
    }
    Ok(())
}

/// What goes to and from the repositories plugged in: what the VMs' disks on them do.
fn repositories(
    s: &mut Sources,
    host: &Record<'_>,
    all: &super::vm::Residents,
    seed: u64,
    since: i64,
) -> Result<(), Failure> {
    let db = host.db;
    let known = || Curve::since(seed, Some(since));
    let mib = 1.0 / f64::from(1 << 20);
    let mut disks: Vec<(Str, Str, i64)> = Vec::new();
    for (vbd, uuid, from) in devices(db, all, "VBD")? {
        let vdi = db.get_str("VBD", vbd.as_str(), "VDI")?;
        if let Ok(sr) = db.get_str("VDI", &vdi, "SR") {
            disks.push((sr, uuid, from));
        }
    }
    for pbd in host.get("PBDs")?.items() {
        let pbd = Record { db, class: "PBD", reference: pbd.as_str() };
        let sr = pbd.text("SR")?;
        let record = Record { db, class: "SR", reference: &sr };
        if !pbd.get("currently_attached")?.as_bool() || &*record.text("content_type")? == "iso" {
            continue;
        }
        let uuid = record.text("uuid")?;
        let short = uuid.get(..8).unwrap_or(&uuid).to_owned();
        let sum = |way: &str| {
            let on_it = disks.iter().filter(|(on, ..)| *on == sr);
            on_it.fold(known(), |curve, (_, vbd, from)| curve.add(1.0, &load(seed, vbd, way, *from)))
        };
        let (read, write) = (sum("read"), sum("write"));
        let both = Measure::from(read.clone().plus(1.0, &write));
        let (read, write) = (Measure::from(read), Measure::from(write));
        let own = |name: &str, low: f64, spread: f64| {
            let base = low
                * spread.powf(fraction(mix(&[seed, digest(host.reference), digest(&uuid), digest(name)])));
            let series =
                Series::new(seed, &uuid, &format!("{name}{}", host.reference), base, (0.15, 0.3, 0.5));
            known().series(since, 1.0, &series)
        };
        let (read_latency, write_latency) =
            (own("read_latency", 300.0, 8.0), own("write_latency", 400.0, 8.0));
        let latency = known().plus(0.5, &read_latency).plus(0.5, &write_latency);
        let mut add = |name: &str, what: &str, units, measure: Measure| {
            s.add(format!("{name}_{short}"), format!("{what} on SR {uuid}"), units, ANY, measure);
        };
        for (way, curve) in [("read", &read), ("write", &write), ("total", &both)] {
            add(&format!("io_throughput_{way}"), "Data transferred", "MiB/s", curve.times(mib));
            add(&format!("iops_{way}"), "Requests", "requests/s", curve.times(requests(1.0)));
        }
        add("read_latency", "Read latency", "μs", read_latency.into());
        add("write_latency", "Write latency", "μs", write_latency.into());
        add("latency", "Average I/O latency", "μs", latency.into());
        add("iowait", "Total I/O wait time per second", "s/s", own("iowait", 0.002, 20.0).into());
        add(
            "inflight",
            "Number of I/O requests currently in flight",
            "requests",
            own("inflight", 0.1, 20.0).into(),
        );
    }
    Ok(())
}

/// A storage repository's data sources.
pub fn of_repository(db: &Db, pool: &Pool, sr: &str) -> Result<Owner, Failure> {
    let record = Record { db, class: "SR", reference: sr };
    let mut s = Sources(Vec::new());
    for (name, field, what) in [
        ("size", "physical_size", "Size of the physical storage"),
        ("physical_utilisation", "physical_utilisation", "Physical space in use"),
    ] {
        let value: Value = record.get(field)?;
        let curve = Curve::since(seed(pool), Some(0)).constant(0, value.as_int().max(0) as f64);
        s.add(name, what, "B", ANY, curve);
    }
    Ok(Owner { class: "sr", uuid: record.text("uuid")?, sources: s.0 }.chosen(pool))
}
