//! VMs: processors, memory, interfaces and disks.

use super::super::curve::{Curve, Measure};
use super::super::shape::{Series, digest, fraction, mix};
use super::{ANY, Owner, PART, Record, Sources, booted, rate, seed};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::error::Failure;
use crate::pool::Pool;

/// Bytes of a request, on average.
const REQUEST: f64 = 16_384.0;
/// Of the processors' time, how much of it each run state takes; the rest is `blocked`.
const RUNSTATES: &[(&str, &str, f64)] = &[
    ("fullrun", "Fraction of time that all vCPUs are running", 0.62),
    ("full_contention", "Fraction of time that all vCPUs are runnable (i.e., waiting for CPU)", 0.02),
    ("concurrency_hazard", "Fraction of time that some vCPUs are running and some are runnable", 0.05),
    ("partial_run", "Fraction of time that some vCPUs are running, and some are blocked", 0.27),
    ("partial_contention", "Fraction of time that some vCPUs are runnable and some are blocked", 0.04),
];

/// What runs on a host and since when, and what of it others add up.
pub struct Resident {
    pub vm: Str,
    pub uuid: Str,
    pub since: i64,
    pub vcpus: i64,
    /// Bytes that the host lacks because of it.
    pub memory: i64,
    cpu: Series,
    /// Zero while it is paused.
    activity: f64,
}

/// Everything that runs on a host, its control domain first.
pub struct Residents {
    pub cores: i64,
    pub vms: Vec<Resident>,
    /// Processors are shared out so that all VMs at their busiest fit the host.
    share: f64,
}

impl Residents {
    /// A resident's use of its virtual processors, on average.
    pub fn usage(&self, seed: u64, resident: &Resident) -> Curve {
        let weight = self.share * resident.activity;
        Curve::since(seed, Some(resident.since)).series(resident.since, weight, &resident.cpu)
    }
}

/// Lists what runs on a host.
pub fn residents(db: &Db, pool: &Pool, host: &str) -> Result<Residents, Failure> {
    let seed = seed(pool);
    let cpus = db.get("host", host, "host_CPUs")?.items().len() as i64;
    let control = db.get_str("host", host, "control_domain")?;
    let mut vms = Vec::new();
    for vm in db.get("host", host, "resident_VMs")?.items() {
        let vm = vm.to_shared();
        let record = Record { db, class: "VM", reference: &vm };
        let state = record.text("power_state")?;
        let since = if vm == control { booted(db, host)? } else { started(&record)? };
        if !matches!(&*state, "Running" | "Paused") {
            continue;
        }
        let uuid = record.text("uuid")?;
        let busy = fraction(mix(&[seed, digest(&uuid), digest("busy")]));
        let cpu = Series::new(seed, &uuid, "cpu_usage", 0.02 + 0.38 * busy * busy, (0.15, 0.3, 0.5));
        vms.push(Resident {
            since,
            vcpus: record.int("VCPUs_at_startup")?.max(1),
            memory: record.int("memory_dynamic_min")? + record.int("memory_overhead")?,
            cpu,
            activity: f64::from(&*state == "Running"),
            uuid,
            vm,
        });
    }
    vms.sort_by_key(|r| r.vm != control);
    let busiest: f64 = vms.iter().map(|r| 1.95 * r.cpu.base * r.vcpus as f64).sum();
    let cores = cpus.max(1);
    let share = (0.95 * cores as f64 / busiest.max(f64::MIN_POSITIVE)).min(1.0);
    Ok(Residents { cores, vms, share })
}

fn started(vm: &Record<'_>) -> Result<i64, Failure> {
    let metrics = vm.text("metrics")?;
    Ok(vm.db.get("VM_metrics", &metrics, "start_time").map_or(0, |t| t.as_int()))
}

/// A VM's data sources; on a VM that does not run nothing is known.
pub fn of_vm(db: &Db, pool: &Pool, vm: &str) -> Result<Owner, Failure> {
    let host = db.get_str("VM", vm, "resident_on")?;
    if db.exists("host", &host) {
        let all = residents(db, pool, &host)?;
        if let Some(resident) = all.vms.iter().find(|r| &*r.vm == vm) {
            return resident_sources(db, pool, &all, resident);
        }
    }
    let record = Record { db, class: "VM", reference: vm };
    let resident = Resident {
        vm: vm.into(),
        uuid: record.text("uuid")?,
        since: i64::MAX / 2,
        vcpus: record.int("VCPUs_max")?.max(1),
        memory: 0,
        cpu: Series::new(0, "", "", 0.0, (0.0, 0.0, 0.0)),
        activity: 0.0,
    };
    let none = Residents { cores: 1, vms: Vec::new(), share: 1.0 };
    resident_sources(db, pool, &none, &resident)
}

/// The data sources of what runs on a host.
pub fn resident_sources(
    db: &Db,
    pool: &Pool,
    all: &Residents,
    resident: &Resident,
) -> Result<Owner, Failure> {
    let seed = seed(pool);
    let (since, uuid) = (resident.since, &*resident.uuid);
    let known = || Curve::since(seed, Some(since));
    let record = Record { db, class: "VM", reference: &resident.vm };
    let mut s = Sources(Vec::new());
    let usage = Measure::from(all.usage(seed, resident));
    for (n, part) in shares(seed, uuid, resident.vcpus).into_iter().enumerate() {
        s.add(format!("cpu{n}"), format!("CPU{n} usage"), "(fraction)", PART, usage.times(part));
    }
    s.add("cpu_usage", "Domain CPU usage", "(fraction)", PART, usage.clone());
    for (name, what, part) in RUNSTATES {
        s.add(format!("runstate_{name}"), *what, "(fraction)", PART, usage.times(*part));
    }
    let blocked = usage.times(-1.0).and(1.0);
    s.add(
        "runstate_blocked",
        "Fraction of time that all vCPUs are blocked or offline",
        "(fraction)",
        PART,
        blocked,
    );

    let metrics = record.text("metrics")?;
    let mut memory = db.get("VM_metrics", &metrics, "memory_actual").map_or(0, |m| m.as_int());
    let target = record.int("memory_target")?;
    if memory == 0 {
        memory = target;
    }
    let bytes = |value: i64| known().constant(0, value as f64);
    s.add("memory", "Memory currently allocated to VM", "B", ANY, bytes(memory));
    s.add("memory_target", "Target of VM balloon driver", "B", ANY, bytes(target));
    if db.exists("VM_guest_metrics", &record.text("guest_metrics")?) {
        let free = memory as f64 / 1024.0 * (0.15 + 0.2 * fraction(mix(&[seed, digest(uuid), 5])));
        let free = known().series(since, 1.0, &Series::new(seed, uuid, "free", free, (0.2, 0.3, 0.3)));
        let what = "Memory used as reported by the guest agent";
        s.add("memory_internal_free", what, "KiB", ANY, free);
    }
    for vif in record.get("VIFs")?.items() {
        let vif = Record { db, class: "VIF", reference: vif.as_str() };
        if !vif.get("currently_attached")?.as_bool() {
            continue;
        }
        let (device, uuid) = (vif.text("device")?, vif.text("uuid")?);
        for (way, what) in [("rx", "received"), ("tx", "transmitted")] {
            let name = format!("vif_{device}_{way}");
            let what = format!("Bytes per second {what} on virtual interface number '{device}'");
            s.add(&name, what, "B/s", ANY, known().plus(1.0, &traffic(seed, &uuid, way, since)));
            let what = format!("Errors per second on virtual interface number '{device}'");
            s.add_extra(format!("{name}_errors"), what, "err/s", ANY, known());
        }
    }
    for vbd in record.get("VBDs")?.items() {
        let vbd = Record { db, class: "VBD", reference: vbd.as_str() };
        if vbd.get("currently_attached")?.as_bool() && !vbd.get("empty")?.as_bool() {
            disk(&mut s, seed, since, &vbd.text("device")?, &vbd.text("uuid")?);
        }
    }
    s.add(
        "numa_nodes",
        "Number of NUMA nodes this VM has memory pages in",
        "count",
        ANY,
        known().constant(0, 1.0),
    );
    Ok(Owner { class: "vm", uuid: resident.uuid.clone(), sources: s.0 }.chosen(pool))
}

fn disk(s: &mut Sources, seed: u64, since: i64, device: &str, vbd: &str) {
    let known = || Curve::since(seed, Some(since));
    let own =
        |name: &str, low: f64, spread: f64| known().series(since, 1.0, &rate(seed, vbd, name, low, spread));
    let (read, write) = (load(seed, vbd, "read", since), load(seed, vbd, "write", since));
    let both = Measure::from(read.clone().plus(1.0, &write));
    let (read, write) = (Measure::from(read), Measure::from(write));
    let (read_latency, write_latency) = (own("read_latency", 200.0, 20.0), own("write_latency", 300.0, 20.0));
    let latency = known().plus(0.5, &read_latency).plus(0.5, &write_latency);
    let mib = 1.0 / f64::from(1 << 20);
    let mut add = |name: &str, what: &str, units, measure: Measure| {
        let name = format!("vbd_{device}_{name}");
        s.add(name, format!("{what} of device '{device}'"), units, ANY, measure);
    };
    add("read", "Reads", "B/s", read.times(1.0));
    add("write", "Writes", "B/s", write.times(1.0));
    add("iops_read", "Read requests", "requests/s", read.times(1.0 / REQUEST));
    add("iops_write", "Write requests", "requests/s", write.times(1.0 / REQUEST));
    add("iops_total", "Read and write requests", "requests/s", both.times(1.0 / REQUEST));
    add("io_throughput_read", "Data read", "MiB/s", read.times(mib));
    add("io_throughput_write", "Data written", "MiB/s", write.times(mib));
    add("io_throughput_total", "All I/O", "MiB/s", both.times(mib));
    add("read_latency", "Read latency", "μs", read_latency.into());
    add("write_latency", "Write latency", "μs", write_latency.into());
    add("latency", "I/O latency", "μs", latency.into());
    add("iowait", "Total I/O wait time per second", "s/s", own("iowait", 0.001, 30.0).into());
    add(
        "inflight",
        "Number of I/O requests currently in flight",
        "requests",
        own("inflight", 0.05, 20.0).into(),
    );
    add("avgqu_sz", "Average I/O queue size", "requests", own("avgqu_sz", 0.05, 20.0).into());
}

/// Bytes per second on an interface.
pub fn traffic(seed: u64, vif: &str, way: &str, since: i64) -> Curve {
    Curve::since(seed, Some(since)).series(since, 1.0, &rate(seed, vif, way, 2_000.0, 700.0))
}

/// Bytes per second to or from a disk.
pub fn load(seed: u64, vbd: &str, way: &str, since: i64) -> Curve {
    Curve::since(seed, Some(since)).series(since, 1.0, &rate(seed, vbd, way, 3_000.0, 1_500.0))
}

/// How the use of processors is spread over them; it averages to one.
pub fn shares(seed: u64, object: &str, processors: i64) -> Vec<f64> {
    let mut shares = vec![1.0; processors.max(1) as usize];
    // What one of a pair does more, the other does less.
    for (n, pair) in shares.chunks_exact_mut(2).enumerate() {
        let lean = 0.05 * (2.0 * fraction(mix(&[seed, digest(object), 4, n as u64])) - 1.0);
        pair[0] += lean;
        pair[1] -= lean;
    }
    shares
}

/// The attached interfaces and disks of what runs on a host: reference, UUID of the device, and since when.
pub fn devices(db: &Db, all: &Residents, class: &'static str) -> Result<Vec<(Value, Str, i64)>, Failure> {
    let mut found = Vec::new();
    for resident in &all.vms {
        let field = if class == "VIF" { "VIFs" } else { "VBDs" };
        for device in db.get("VM", &resident.vm, field)?.items() {
            let record = Record { db, class, reference: device.as_str() };
            let empty = class == "VBD" && record.get("empty")?.as_bool();
            if record.get("currently_attached")?.as_bool() && !empty {
                found.push((device.clone(), record.text("uuid")?, resident.since));
            }
        }
    }
    Ok(found)
}

/// Requests per second of so many bytes per second.
pub const fn requests(weight: f64) -> f64 {
    weight / REQUEST
}
