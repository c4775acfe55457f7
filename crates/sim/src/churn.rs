//! Churn: what a busy pool does all day, at a given rate. Mostly the agents of guests and the metrics of VMs and hosts,
//! then operations of backup software, tasks that come and go, disks that grow, snapshots of disks, discs in drives,
//! messages, and now and then a VM that starts or stops. Everything it adds goes again, so the pool keeps its size.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::behave::vm_copy::{Disks, duplicate_disk};
use crate::behave::vm_devices;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::fault::MOST_AT_ONCE;
use crate::life::{self, Targets};
use crate::pool::{Pool, ref_from, uuid_from};
use crate::time::{self, Instant};

/// Churn is made in portions of this length.
const PORTION: Duration = Duration::from_millis(20);
/// How often the list of objects that churn touches is made anew.
const RELIST: Duration = Duration::from_secs(2);
/// How long an operation of churn's lasts; others on that VM wait for it.
const BLINK: Duration = Duration::from_millis(300);
/// How long snapshots are kept, discs in drives and messages.
const BACKUP: Duration = Duration::from_secs(8);
const DISC: Duration = Duration::from_secs(5);
const NEWS: Duration = Duration::from_secs(60);
/// About as many objects change when a VM starts or stops.
const POWER: f64 = 20.0;
/// The key under which churn's operations are noted.
const KEY: &str = "OpaqueRef:00000000-0000-4000-8000-00000000c0de";

/// What was begun and ends by itself.
enum Ending {
    /// An operation on a VM.
    Operation(Str),
    /// A task half-way, and then done.
    Task(Str, bool),
    Snapshot(Str),
    Disc(Str),
    Message(Str),
}

struct Churn {
    pool: Arc<Pool>,
    rng: ChaCha8Rng,
    targets: Targets,
    /// By the moment they end; those of one length are in their order.
    endings: VecDeque<(Instant, Ending)>,
    serial: i64,
}

/// Changes at the configured rate, for as long as the pool lives.
pub async fn run(pool: Arc<Pool>) {
    let rate = pool.config.churn;
    let seed = pool.config.seed ^ ((pool.index as u64) << 48) ^ 0xC0DE;
    let targets = pool.read(Targets::list);
    let mut churn =
        Churn { pool, rng: ChaCha8Rng::seed_from_u64(seed), targets, endings: VecDeque::new(), serial: 0 };
    let (mut owed, mut last, mut listed) = (0.0, Instant::now(), Instant::now());
    loop {
        time::sleep(PORTION).await;
        owed = (owed + rate * last.elapsed().as_secs_f64()).min(MOST_AT_ONCE);
        last = Instant::now();
        if listed.elapsed() > RELIST {
            churn.targets = churn.pool.read(Targets::list);
            listed = Instant::now();
        }
        let pool = churn.pool.clone();
        owed -= pool.write(|db| {
            let mut done = churn.end(db);
            while done < owed {
                // An object that has gone since it was listed is left alone.
                done += churn.step(db).unwrap_or(0.0).max(1.0);
            }
            done
        });
    }
}

impl Churn {
    /// Ends what has lasted long enough; tells how many objects changed.
    fn end(&mut self, db: &mut Db) -> f64 {
        let mut done = 0.0;
        let now = Instant::now();
        let mut waiting = VecDeque::new();
        for (moment, ending) in std::mem::take(&mut self.endings) {
            if moment > now {
                waiting.push_back((moment, ending));
                continue;
            }
            done += 1.0;
            // It may have gone already, and then nothing is left to end.
            let _ = match ending {
                Ending::Operation(vm) => db.get("VM", &vm, "current_operations").and_then(|ops| {
                    db.set("VM", &vm, "current_operations", ops.without_entry(KEY)).map(drop)
                }),
                Ending::Task(task, false) => {
                    waiting.push_back((now + BLINK, Ending::Task(task.clone(), true)));
                    db.set("task", &task, "progress", 0.5).map(drop)
                }
                Ending::Task(task, true) => db.delete("task", &task),
                Ending::Snapshot(vdi) => match db.get("VDI", &vdi, "VBDs") {
                    Ok(vbds) if vbds.items().is_empty() => {
                        done += 2.0;
                        db.delete("VDI", &vdi)
                    }
                    _ => Ok(()),
                },
                Ending::Disc(vbd) => {
                    done += 1.0;
                    eject(db, &vbd)
                }
                Ending::Message(message) => db.delete("message", &message),
            };
        }
        self.endings = waiting;
        done
    }

    fn later(&mut self, after: Duration, ending: Ending) {
        self.endings.push_back((Instant::now() + after, ending));
    }

    /// Changes something; tells how many objects changed.
    fn step(&mut self, db: &mut Db) -> Result<f64, Failure> {
        self.serial += 1;
        match self.rng.random_range(0..1000) {
            0..400 => self.guest_agent(db),
            400..580 => self.vm_metrics(db),
            580..680 => self.host_metrics(db),
            680..790 => self.operation(db),
            790..860 => self.task(db),
            860..910 => self.disk_grows(db),
            910..935 => self.snapshot(db),
            935..955 => self.disc(db),
            955..970 => self.message(db),
            970..992 => self.note(db),
            _ => Ok(self.power()),
        }
    }

    fn pick(&mut self, all: impl Fn(&Targets) -> &Vec<Str>) -> Result<Str, Failure> {
        let one = all(&self.targets).choose(&mut self.rng).cloned();
        one.ok_or_else(|| Failure::internal("there is none"))
    }

    /// A guest's agent reports memory and a stamp.
    fn guest_agent(&mut self, db: &mut Db) -> Result<f64, Failure> {
        let metrics = self.pick(|t| &t.guest_metrics)?;
        let mib = 200 + (self.serial * 7919) % 3000;
        let other = db.get("VM_guest_metrics", &metrics, "other")?;
        let other = other.with_entry("data-updated", Value::from(format!("{}-{mib}", self.serial)));
        db.set("VM_guest_metrics", &metrics, "other", other)?;
        db.set("VM_guest_metrics", &metrics, "last_updated", Value::Time(time::now()))?;
        Ok(1.0)
    }

    /// What XAPI's monitor writes of a VM.
    fn vm_metrics(&mut self, db: &mut Db) -> Result<f64, Failure> {
        let metrics = self.pick(|t| &t.vm_metrics)?;
        let weight = format!("{}", 256 + self.serial % 256);
        db.set("VM_metrics", &metrics, "VCPUs_params", Value::map([("weight", weight)]))?;
        db.set("VM_metrics", &metrics, "last_updated", Value::Time(time::now()))?;
        Ok(1.0)
    }

    /// What it writes of a host.
    fn host_metrics(&mut self, db: &mut Db) -> Result<f64, Failure> {
        let metrics = self.pick(|t| &t.host_metrics)?;
        let total = db.get("host_metrics", &metrics, "memory_total")?.as_int();
        let free = total / 4 + (self.serial * 104_729) % (total / 4).max(1);
        db.set("host_metrics", &metrics, "memory_free", free)?;
        Ok(1.0)
    }

    /// An export of metadata, as backup software does all the time, begins on a VM.
    fn operation(&mut self, db: &mut Db) -> Result<f64, Failure> {
        let vm = self.pick(|t| &t.running)?;
        let operations = db.get("VM", &vm, "current_operations")?;
        if operations.entries().is_empty() {
            let with = operations.with_entry(KEY, "metadata_export".into());
            db.set("VM", &vm, "current_operations", with)?;
            self.later(BLINK, Ending::Operation(vm));
        }
        Ok(1.0)
    }

    /// The task of a call of somebody's appears; it moves, and goes with the end of the call.
    fn task(&mut self, db: &mut Db) -> Result<f64, Failure> {
        let labels =
            ["SR.scan", "VM.get_boot_record", "host.call_plugin", "VDI.update", "pool.sync_database"];
        let label = labels[self.rng.random_range(0..labels.len())];
        let (reference, uuid) = (ref_from(&mut self.rng), uuid_from(&mut self.rng));
        let host = &self.pool.hosts[self.rng.random_range(0..self.pool.hosts.len())].reference;
        let fields = [
            ("name_label", Value::from(label)),
            ("allowed_operations", Value::set(["cancel", "destroy"])),
            ("created", Value::Time(time::now())),
            ("status", Value::from("pending")),
            ("resident_on", Value::from(host)),
            ("type", Value::from("<none/>")),
        ];
        db.insert("task", &reference, &uuid, fields)?;
        self.later(BLINK, Ending::Task(reference, false));
        Ok(1.0)
    }

    /// A thin disk takes some more room.
    fn disk_grows(&mut self, db: &mut Db) -> Result<f64, Failure> {
        const PIECE: i64 = 4 << 20;
        let vdi = self.pick(|t| &t.disks)?;
        let (used, size) =
            (db.get("VDI", &vdi, "physical_utilisation")?, db.get("VDI", &vdi, "virtual_size")?);
        if used.as_int() + PIECE > size.as_int() {
            return Ok(0.0);
        }
        let sr = db.get_str("VDI", &vdi, "SR")?;
        let (taken, room) = (db.get("SR", &sr, "physical_utilisation")?, db.get("SR", &sr, "physical_size")?);
        if taken.as_int() + PIECE > room.as_int() {
            return Ok(0.0);
        }
        db.set("VDI", &vdi, "physical_utilisation", used.as_int() + PIECE)?;
        db.set("SR", &sr, "physical_utilisation", taken.as_int() + PIECE)?;
        Ok(2.0)
    }

    /// Backup software takes a snapshot of a disk, and drops it when it has read it.
    fn snapshot(&mut self, db: &mut Db) -> Result<f64, Failure> {
        let vdi = self.pick(|t| &t.disks)?;
        let pool = self.pool.clone();
        let snapshot = duplicate_disk(db, &pool, &vdi, Disks::Snapshot(&Value::no_items()))?;
        self.later(BACKUP, Ending::Snapshot(snapshot));
        Ok(3.0)
    }

    /// A disc goes into a drive, for a while.
    fn disc(&mut self, db: &mut Db) -> Result<f64, Failure> {
        let drive = self.pick(|t| &t.drives)?;
        let disc = self.pick(|t| &t.discs)?;
        if !db.get("VBD", &drive, "empty")?.as_bool() || !db.exists("VDI", &disc) {
            return Ok(0.0);
        }
        db.set("VBD", &drive, "VDI", &disc)?;
        db.set("VBD", &drive, "empty", false)?;
        vm_devices::refresh(db, "VBD", &drive)?;
        self.later(DISC, Ending::Disc(drive));
        Ok(2.0)
    }

    /// Something is told about a VM, and forgotten.
    fn message(&mut self, db: &mut Db) -> Result<f64, Failure> {
        let vm = self.pick(|t| &t.running)?;
        let (reference, uuid) = (ref_from(&mut self.rng), uuid_from(&mut self.rng));
        let body = format!("value: {:.3}\nconfig:\n<variable>cpu_usage</variable>", self.rng.random::<f64>());
        let fields = [
            ("name", Value::from("ALARM")),
            ("priority", Value::Int(5)),
            ("cls", Value::from("VM")),
            ("obj_uuid", db.get("VM", &vm, "uuid")?),
            ("timestamp", Value::Time(time::now())),
            ("body", Value::from(body)),
        ];
        db.insert("message", &reference, &uuid, fields)?;
        self.later(NEWS, Ending::Message(reference));
        Ok(1.0)
    }

    /// Somebody's software notes something on a VM.
    fn note(&mut self, db: &mut Db) -> Result<f64, Failure> {
        let vm = self.pick(|t| &t.running)?;
        let config = db.get("VM", &vm, "other_config")?;
        let config = config.with_entry("last-checked", Value::from(time::format(time::now())));
        let config = config.with_entry("checks", Value::from(self.serial.to_string()));
        db.set("VM", &vm, "other_config", config)?;
        Ok(1.0)
    }

    /// A VM that nobody minds starts or stops.
    fn power(&mut self) -> f64 {
        let pool = self.pool.clone();
        let choice = self.rng.random_range(0..1 << 20);
        time::spawn(async move {
            let host = pool.master();
            let cx = Cx { pool, host, session: "".into(), task: None, cancelled: None };
            if let Err(failure) = life::act(cx, choice).await {
                tracing::debug!(%failure, "churn");
            }
        });
        POWER
    }
}

fn eject(db: &mut Db, drive: &str) -> Result<(), Failure> {
    if db.get("VBD", drive, "empty")?.as_bool() {
        return Ok(());
    }
    db.set("VBD", drive, "VDI", Value::null())?;
    db.set("VBD", drive, "empty", true)?;
    vm_devices::refresh(db, "VBD", drive)
}
