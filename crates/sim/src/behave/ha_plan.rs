//! How many hosts may fail before a protected VM finds no place, and where each would go.

use crate::behave::host;
use crate::behave::vm_place::free_memory;
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;

/// Up to so many hosts every choice of failing ones is tried; beyond, only the worst of each kind.
const TRY_ALL: usize = 10;

/// What would be different.
#[derive(Default)]
pub struct Change {
    /// A host that would not be there.
    pub without: Option<Str>,
    /// VMs that would have another priority.
    pub priorities: Vec<(Str, Str)>,
    /// Only these VMs would be protected, whatever their records say.
    pub only: bool,
}

/// A protected VM: where it is and what it needs.
struct Guest {
    vm: Str,
    host: Str,
    needs: i64,
}

/// The hosts that can take VMs with the bytes they have left, and the protected VMs that run.
struct Picture {
    hosts: Vec<(Str, i64)>,
    guests: Vec<Guest>,
}

impl Picture {
    fn take(db: &Db, change: &Change) -> Result<Picture, Failure> {
        let mut hosts = Vec::new();
        for host in db.refs("host") {
            let usable = db.get("host", &host, "enabled")?.as_bool() && host::is_live(db, &host)?;
            if usable && change.without.as_ref() != Some(&host) {
                hosts.push((host.clone(), free_memory(db, &host)?));
            }
        }
        let mut guests = Vec::new();
        for vm in db.refs("VM") {
            if db.get("VM", &vm, "is_a_template")?.as_bool()
                || db.get("VM", &vm, "is_control_domain")?.as_bool()
            {
                continue;
            }
            let changed = change.priorities.iter().find(|(of, _)| *of == vm).map(|(_, p)| p.clone());
            let priority = match changed {
                Some(priority) => priority,
                None if change.only => "".into(),
                None => db.get_str("VM", &vm, "ha_restart_priority")?,
            };
            let host = db.get_str("VM", &vm, "resident_on")?;
            if &*priority == "restart" && &*host != NULL {
                guests.push(Guest { needs: needs(db, &vm)?, vm, host });
            }
        }
        guests.sort_by_key(|guest| std::cmp::Reverse(guest.needs));
        Ok(Picture { hosts, guests })
    }

    /// Where the VMs of failed hosts would go, the biggest first; `None` for one that fits nowhere.
    fn places(&self, failed: &[Str]) -> Vec<(Str, Option<Str>)> {
        let mut left: Vec<(&Str, i64)> =
            self.hosts.iter().filter(|(h, _)| !failed.contains(h)).map(|(h, free)| (h, *free)).collect();
        let mut places = Vec::new();
        let stranded = |guest: &&Guest| {
            failed.contains(&guest.host) || !self.hosts.iter().any(|(host, _)| *host == guest.host)
        };
        for guest in self.guests.iter().filter(stranded) {
            let fits = left.iter_mut().filter(|(_, free)| *free >= guest.needs).min_by_key(|(_, free)| *free);
            places.push((
                guest.vm.clone(),
                fits.map(|(host, free)| {
                    *free -= guest.needs;
                    (*host).clone()
                }),
            ));
        }
        places
    }

    fn survives(&self, failed: &[Str]) -> bool {
        self.places(failed).iter().all(|(_, place)| place.is_some())
    }

    fn survives_any(&self, failures: usize) -> bool {
        if failures >= self.hosts.len() {
            return failures == 0 || (self.guests.is_empty() && failures < self.hosts.len());
        }
        if self.hosts.len() <= TRY_ALL {
            return (0u32..1 << self.hosts.len()).filter(|set| set.count_ones() as usize == failures).all(
                |set| {
                    let failed = self.hosts.iter().enumerate().filter(|(i, _)| set & (1 << i) != 0);
                    self.survives(&failed.map(|(_, (host, _))| host.clone()).collect::<Vec<_>>())
                },
            );
        }
        let load = |host: &Str| self.guests.iter().filter(|g| g.host == *host).map(|g| g.needs).sum::<i64>();
        let worst = |rank: &dyn Fn(&(Str, i64)) -> i64| {
            let mut hosts: Vec<&(Str, i64)> = self.hosts.iter().collect();
            hosts.sort_by_key(|host| std::cmp::Reverse(rank(host)));
            hosts.into_iter().take(failures).map(|(host, _)| host.clone()).collect::<Vec<_>>()
        };
        self.survives(&worst(&|(host, _)| load(host))) && self.survives(&worst(&|(_, free)| *free))
    }
}

fn needs(db: &Db, vm: &str) -> Result<i64, Failure> {
    Ok(db.get("VM", vm, "memory_dynamic_min")?.as_int() + db.get("VM", vm, "memory_overhead")?.as_int())
}

/// Whether that many hosts may fail, whichever they are.
pub fn exists(db: &Db, failures: usize, change: &Change) -> Result<bool, Failure> {
    Ok(Picture::take(db, change)?.survives_any(failures))
}

/// How many hosts may fail at most.
pub fn most_failures(db: &Db, change: &Change) -> Result<usize, Failure> {
    let picture = Picture::take(db, change)?;
    let most = (1..picture.hosts.len()).take_while(|failures| picture.survives_any(*failures)).last();
    Ok(most.unwrap_or(0))
}

/// Refuses a priority that there is not, or that the VM cannot have.
pub fn assert_priority(db: &Db, vm: &str, priority: &str) -> Result<(), Failure> {
    db.get("VM", vm, "uuid")?;
    match priority {
        "" | "best-effort" => Ok(()),
        "restart" => assert_agile(db, vm),
        _ => Err(Failure::new("INVALID_VALUE", ["ha_restart_priority", priority])),
    }
}

/// Refuses a VM that only some hosts could run: its disks must be on shared storage.
fn assert_agile(db: &Db, vm: &str) -> Result<(), Failure> {
    for vbd in db.get("VM", vm, "VBDs")?.items() {
        let vdi = db.get_str("VBD", vbd.as_str(), "VDI")?;
        let Ok(sr) = db.get_str("VDI", &vdi, "SR") else { continue };
        if !db.get("SR", &sr, "shared")?.as_bool() {
            return Err(Failure::new("HA_CONSTRAINT_VIOLATION_SR_NOT_SHARED", [&*sr]));
        }
    }
    Ok(())
}

/// `pool.ha_failover_plan_exists`.
pub fn exists_for(cx: &Cx, failures: i64) -> Result<Value, Failure> {
    let failures =
        usize::try_from(failures).map_err(|_| Failure::new("INVALID_VALUE", ["n", &failures.to_string()]))?;
    cx.pool.read(|db| exists(db, failures, &Change::default())).map(Value::Bool)
}

/// `pool.ha_compute_max_host_failures_to_tolerate`.
pub fn most(cx: &Cx) -> Result<Value, Failure> {
    cx.pool.read(|db| most_failures(db, &Change::default())).map(|n| Value::Int(n as i64))
}

/// `pool.ha_compute_hypothetical_max_host_failures_to_tolerate`: if these VMs, and they alone, were protected so.
pub fn hypothetical(cx: &Cx, configuration: &Value) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        let mut priorities = Vec::new();
        for (vm, priority) in configuration.entries() {
            assert_priority(db, vm, priority.as_str())?;
            priorities.push((vm.clone(), priority.to_shared()));
        }
        let change = Change { priorities, only: true, ..Change::default() };
        most_failures(db, &change).map(|n| Value::Int(n as i64))
    })
}

/// `pool.ha_compute_vm_failover_plan`: for each VM the host it would go to, or why it would not.
pub fn failover_plan(cx: &Cx, failed: &Value, vms: &Value) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        let mut priorities: Vec<(Str, Str)> = Vec::new();
        for vm in vms.items() {
            db.get("VM", vm.as_str(), "uuid")?;
            priorities.push((vm.to_shared(), "restart".into()));
        }
        let failed: Vec<Str> = failed.items().iter().map(Value::to_shared).collect();
        failed.iter().try_for_each(|host| db.get("host", host, "uuid").map(|_| ()))?;
        let change = Change { priorities, only: true, ..Change::default() };
        let picture = Picture::take(db, &change)?;
        let mut plan = Vec::new();
        for (vm, place) in picture.places(&failed) {
            let entry = match (assert_agile(db, &vm), place) {
                (Err(failure), _) => ("error_code", Value::from(failure.code)),
                (Ok(()), Some(host)) => ("host", Value::from(host)),
                (Ok(()), None) => ("error_code", Value::from("NO_HOSTS_AVAILABLE")),
            };
            plan.push((vm, Value::Map([(Str::from(entry.0), entry.1)].into())));
        }
        Ok(Value::Map(plan.into()))
    })
}
