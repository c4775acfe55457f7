//! The software of hosts: which packages they have, which newer ones there are, what installing them asks for, and
//! what a restart brings into force.

pub mod packages;
pub mod plugin;

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;

use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::error::Failure;
use crate::pool::{Pool, lock};
use packages::{Package, VERSION};

/// What the hosts of a pool have beyond what their records say, by reference.
#[derive(Default)]
pub struct Software {
    hosts: Mutex<HashMap<Str, Installed>>,
    /// Updates whose files can be fetched from the hosts.
    attached: Mutex<HashSet<Str>>,
    proxies: Mutex<HashMap<Str, Vec<(String, String)>>>,
    /// Services that were stopped.
    stopped: Mutex<HashSet<(Str, String)>>,
}

#[derive(Clone, Default)]
struct Installed {
    /// Packages that were brought up to date.
    packages: HashSet<&'static str>,
    /// What the package manager is doing.
    busy: Option<&'static str>,
}

impl Software {
    /// The packages of which a host does not have the newest yet.
    pub fn pending(&self, pool: &Pool, host: &str) -> Vec<&'static Package> {
        let current = pool.read(|db| runs_newest(db, host));
        let hosts = lock(&self.hosts);
        let has = |package: &Package| hosts.get(host).is_some_and(|i| i.packages.contains(package.name));
        packages::offered(pool).filter(|package| !current && !has(package)).collect()
    }

    /// Notes that packages were brought up to date.
    pub fn install(&self, host: &str, packages: &[&'static Package]) {
        let mut hosts = lock(&self.hosts);
        let installed = hosts.entry(host.into()).or_default();
        installed.packages.extend(packages.iter().map(|p| p.name));
    }

    /// Whether a host has a package's newest version, though it may not run it yet.
    pub fn has(&self, host: &str, package: &str) -> bool {
        lock(&self.hosts).get(host).is_some_and(|i| i.packages.contains(package))
    }

    /// Version and release of a package as a host has it.
    pub fn version(&self, db: &Db, pool: &Pool, host: &str, package: &Package) -> String {
        let offered = packages::offered(pool).any(|p| p.name == package.name);
        match !offered || self.has(host, package.name) || runs_newest(db, host) {
            true => format!("{}-{}", package.version, package.release),
            false => package.installed.to_owned(),
        }
    }

    /// Takes the package manager of a host for as long as what is returned lives, or tells what it is doing.
    fn take<'a>(&'a self, host: &Str, what: &'static str) -> Result<Busy<'a>, &'static str> {
        let mut hosts = lock(&self.hosts);
        let installed = hosts.entry(host.clone()).or_default();
        match installed.busy {
            Some(other) => Err(other),
            None => {
                installed.busy = Some(what);
                Ok(Busy { software: self, host: host.clone() })
            }
        }
    }

    /// Whether a service of a host was stopped.
    pub fn is_stopped(&self, host: &Str, service: &str) -> bool {
        lock(&self.stopped).contains(&(host.clone(), service.to_owned()))
    }

    /// Stops a service of a host, or starts it.
    pub fn stop(&self, host: &Str, service: &str, stop: bool) {
        let key = (host.clone(), service.to_owned());
        let mut stopped = lock(&self.stopped);
        if stop {
            stopped.insert(key);
        } else {
            stopped.remove(&key);
        }
    }

    pub fn attach(&self, update: &Str) -> bool {
        lock(&self.attached).insert(update.clone())
    }

    pub fn detach(&self, update: &str) -> bool {
        lock(&self.attached).remove(update)
    }

    pub fn is_attached(&self, update: &str) -> bool {
        lock(&self.attached).contains(update)
    }
}

/// A package manager at work.
struct Busy<'a> {
    software: &'a Software,
    host: Str,
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        if let Some(installed) = lock(&self.software.hosts).get_mut(&self.host) {
            installed.busy = None;
        }
    }
}

/// Whether a host runs the newest software.
fn runs_newest(db: &Db, host: &str) -> bool {
    let version = db.get("host", host, "software_version").unwrap_or_else(|_| Value::no_entries());
    version.key("xapi_build").is_some_and(|v| v.as_str() == VERSION)
}

/// A host began anew, the whole machine or only its toolstack: what was installed is in force now, and what asked for
/// it asks no more.
pub fn restarted(db: &mut Db, pool: &Pool, host: &str, machine: bool) -> Result<(), Failure> {
    if packages::offered(pool).all(|p| pool.software.has(host, p.name)) {
        let mut version = db.get("host", host, "software_version")?;
        for (key, value) in
            [("xapi_build", VERSION), ("xapi", packages::SHORT_VERSION), ("date", packages::DATE)]
        {
            version = version.with_entry(key, value.into());
        }
        if machine {
            version = version.with_entry("xen", packages::XEN.into());
        }
        db.set("host", host, "software_version", version)?;
    }
    for field in GUIDANCES {
        let pending = db.get("host", host, field)?;
        let stays = |asked: &&Value| {
            let asked = asked.as_str();
            asked != "restart_toolstack" && !(machine && asked.starts_with("reboot_host"))
        };
        let left: Vec<Str> = pending.items().iter().filter(stays).map(Value::to_shared).collect();
        db.set("host", host, field, Value::set(left))?;
    }
    if machine {
        db.set("host", host, "updates_requiring_reboot", Value::no_items())?;
    }
    Ok(())
}

/// The fields of hosts and VMs that tell what an update asks for.
pub const GUIDANCES: [&str; 3] =
    ["pending_guidances", "pending_guidances_recommended", "pending_guidances_full"];

/// A VM began anew, or is no longer running.
pub fn vm_restarted(db: &mut Db, vm: &str) -> Result<(), Failure> {
    db.set("VM", vm, "requires_reboot", false)?;
    for field in GUIDANCES {
        db.set("VM", vm, field, Value::no_items())?;
    }
    Ok(())
}
