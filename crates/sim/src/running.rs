//! Handles on a running pool: what tests and the control socket may look at and break.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use tokio::task::JoinSet;

use crate::behave::{certificate, host, session};
use crate::console::Key;
use crate::data::value::{Str, Value, unmarshal};
use crate::error::Failure;
use crate::fault::{self, Fault, Kind};
use crate::machine::{self, Depth, Mood};
use crate::net::listen::Seat;
use crate::pool::{DoorLog, Pool, lock};
use crate::wire::writer::{Format, Writer};

/// A pool being served.
#[derive(Clone)]
pub struct RunningPool {
    pool: Arc<Pool>,
    /// By the numbers of the hosts.
    seats: Arc<Mutex<Vec<Arc<Seat>>>>,
}

/// The pools of a simulator. Hosts may move between them, and a host that is ejected makes a pool of its own.
#[derive(Default)]
pub struct Neighbourhood {
    pools: Mutex<Vec<RunningPool>>,
    workers: Mutex<JoinSet<()>>,
}

impl Neighbourhood {
    /// All pools, those of the start first.
    pub fn pools(&self) -> Vec<RunningPool> {
        lock(&self.pools).clone()
    }

    /// Adds a pool; `work` is done for as long as the simulator runs.
    pub fn add(self: &Arc<Self>, pool: RunningPool, work: impl Future<Output = ()> + Send + 'static) {
        pool.pool.machines.set_neighbourhood(self);
        lock(&self.workers).spawn(work);
        lock(&self.pools).push(pool);
    }

    /// The pool that an object of this process belongs to.
    pub fn running(&self, pool: &Arc<Pool>) -> Option<RunningPool> {
        self.pools().into_iter().find(|running| Arc::ptr_eq(&running.pool, pool))
    }
}

impl RunningPool {
    pub(crate) fn new(pool: Arc<Pool>, seats: Vec<Arc<Seat>>) -> RunningPool {
        for (host, seat) in seats.iter().enumerate() {
            pool.machines.set_seat(host, seat);
        }
        RunningPool { pool, seats: Arc::new(Mutex::new(seats)) }
    }

    /// Gives the next host a place.
    pub(crate) fn add_seat(&self, seat: Arc<Seat>) {
        let mut seats = lock(&self.seats);
        self.pool.machines.set_seat(seats.len(), &seat);
        seats.push(seat);
    }

    fn seat(&self, host: usize) -> Option<Arc<Seat>> {
        lock(&self.seats).get(host).cloned()
    }

    pub(crate) fn pool(&self) -> &Arc<Pool> {
        &self.pool
    }

    /// Where its hosts listen, in the order of their coming.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        lock(&self.seats).iter().map(|seat| seat.address()).collect()
    }

    /// `http://…` or `https://…` of the master.
    pub fn url(&self) -> String {
        let scheme = if self.pool.config.tls { "https" } else { "http" };
        format!("{scheme}://{}", self.pool.hosts[self.master()].address)
    }

    /// Index of the master.
    pub fn master(&self) -> usize {
        self.pool.master()
    }

    /// SHA-256 of a host's certificate, as `AB:CD:…`; `None` without TLS.
    pub fn fingerprint(&self, host: usize) -> Option<String> {
        let der = self.certificate(host)?;
        let bytes: Vec<String> = Sha256::digest(der).iter().map(|b| format!("{b:02X}")).collect();
        Some(bytes.join(":"))
    }

    /// DER of a host's certificate; `None` without TLS.
    pub fn certificate(&self, host: usize) -> Option<Vec<u8>> {
        let seat = self.seat(host)?;
        seat.serves_tls().then(|| seat.identity().der)
    }

    /// Gives a host a new certificate; returns its fingerprint. Connections made before keep the old one.
    pub fn change_certificate(&self, host: usize) -> Option<String> {
        self.certificate(host)?;
        certificate::renew(&self.pool, host).ok()?;
        self.fingerprint(host)
    }

    /// Lets the time of the simulator pass, which needs a manual clock, and all that falls due happen.
    pub async fn advance(&self, by: Duration) -> Result<(), Failure> {
        match self.pool.clock.advance(by).await {
            true => Ok(()),
            false => Err(Failure::internal("the clock runs by itself")),
        }
    }

    /// Stops a host's listener and cuts its connections, as if its cable were pulled. If that lasts, the pool takes it
    /// for dead; a pool without its master is in emergency mode, or elects another if HA is on.
    pub fn stop(&self, host: usize) {
        if self.seat(host).is_some() {
            machine::cut_off(&self.pool, host);
        }
    }

    /// Stops all hosts, for good or until they are restarted.
    pub fn stop_all(&self) {
        lock(&self.seats).iter().for_each(|seat| seat.down());
    }

    /// Stops all hosts for good; their addresses are free then.
    pub(crate) async fn end(&self) {
        let seats = lock(&self.seats).clone();
        for seat in seats {
            seat.ended().await;
        }
    }

    /// Lets a stopped host listen again.
    pub async fn restart(&self, host: usize) -> io::Result<()> {
        machine::reconnect(&self.pool, host).await
    }

    /// Takes a host's power away: what ran on it is lost.
    pub fn power_off(&self, host: usize) {
        if self.seat(host).is_some() {
            machine::go_down(&self.pool, host, Depth::Machine);
        }
    }

    /// Gives a host power; it boots.
    pub fn power_on(&self, host: usize) {
        if self.seat(host).is_some() && self.pool.machines.mood(host) == Mood::Down {
            machine::power_up(&self.pool, host);
        }
    }

    /// Puts a host into emergency mode, as if it had lost its master.
    pub fn emergency(&self, host: usize) {
        let reason = Failure::bare("HOST_IN_EMERGENCY_MODE");
        self.pool.machines.set_mood(host, Mood::Emergency(reason));
    }

    /// Makes a host the master: sessions and tasks are lost, the others answer `HOST_IS_SLAVE`.
    pub fn set_master(&self, host: usize) -> Result<(), Failure> {
        if !self.pool.members().contains(&host) {
            return Err(Failure::new("HOST_NOT_LIVE", [host.to_string()]));
        }
        host::take_over(&self.pool, host)
    }

    /// The master dies and the next host takes over and declares it dead; its VMs are lost with it. Returns the new
    /// master's index.
    pub fn kill_master(&self) -> Result<usize, Failure> {
        let old = self.master();
        let members = self.pool.members();
        let at = members.iter().position(|m| *m == old).unwrap_or(0);
        let next = || members.iter().cycle().skip(at + 1).take(members.len());
        let answers = |member: &&usize| self.pool.machines.mood(**member) != Mood::Down && **member != old;
        let new = *next().find(answers).or_else(|| next().next()).unwrap_or(&old);
        if new == old {
            return Err(Failure::bare("NO_HOSTS_AVAILABLE"));
        }
        machine::cut_off(&self.pool, old);
        host::take_over(&self.pool, new)?;
        host::mourn(&self.pool, old)?;
        Ok(new)
    }

    /// Ends every session.
    pub fn kill_sessions(&self) {
        self.pool.kill_sessions();
    }

    /// Sessions open now.
    pub fn sessions(&self) -> usize {
        self.count("session")
    }

    /// Logins, passwords tried and calls so far.
    pub fn door(&self) -> DoorLog {
        lock(&self.pool.door).clone()
    }

    /// Adds a fault to those in force.
    pub fn add_fault(&self, fault: Fault) {
        if let Err(failure) = self.strike(fault) {
            tracing::warn!(%failure, "the fault did not come about");
        }
    }

    /// Adds a fault, or does at once what happens only once; an error tells why it cannot be.
    pub fn strike(&self, fault: Fault) -> Result<(), Failure> {
        let host = fault.scope.host;
        match fault.kind {
            Kind::Restart { keep } => self.restart_toolstack(keep),
            Kind::Master(host) => self.set_master(host),
            Kind::Certificate => match self.change_certificate(host.unwrap_or(self.master())) {
                Some(_) => Ok(()),
                None => Err(Failure::internal("the pool is served without TLS, or has no such host")),
            },
            _ => fault::strike(&self.pool, fault),
        }
    }

    /// The master's toolstack starts again: connections, sessions, tasks and operations are gone, and what deletions
    /// it could still tell. Generations go on, or start anew, so that tokens told before lie in the future.
    pub fn restart_toolstack(&self, keep: bool) -> Result<(), Failure> {
        fault::restart(&self.pool, keep)?;
        if let Some(seat) = self.seat(self.master()) {
            seat.cut();
        }
        Ok(())
    }

    /// Ends all faults.
    pub fn clear_faults(&self) {
        fault::recover(&self.pool);
    }

    /// Objects of a class.
    pub fn count(&self, class: &str) -> usize {
        self.pool.read(|db| db.table(class).map_or(0, |t| t.len()))
    }

    /// UUIDs of all objects of a class.
    pub fn uuids(&self, class: &str) -> Vec<String> {
        self.pool.read(|db| {
            let uuid = |row: Str| db.get_str(class, &row, "uuid").ok().map(|uuid| uuid.to_string());
            db.refs(class).into_iter().filter_map(uuid).collect()
        })
    }

    /// Record of an object by class and UUID, as `get_record` answers it.
    pub fn record(&self, class: &str, uuid: &str) -> Option<Json> {
        self.pool.read(|db| {
            let id = db.schema.class_id(class)?;
            let reference = db.tables[id].by_uuid(uuid)?;
            let mut out = Writer::new(Format::Json);
            out.record(db.class(id), &db.row(id, reference).ok()?.values, false);
            serde_json::from_slice(&out.finish()).ok()
        })
    }

    /// Adds an object behind everybody's back; fields that are not given hold their defaults. Its reference.
    pub fn add(&self, class: &str, fields: &Json) -> Result<String, Failure> {
        let (reference, uuid) = (self.pool.fresh_ref(), self.pool.fresh_uuid());
        self.pool.write(|db| {
            let known =
                db.schema.class(class).ok_or_else(|| Failure::internal(format!("no class {class}")))?;
            let mut values = Vec::new();
            for field in &known.fields {
                if let Some(json) = fields.get(field.def.name) {
                    values.push((field.def.name, unmarshal(&field.def.ty, json)?));
                }
            }
            db.insert(class, &reference, &uuid, values)
        })?;
        Ok(reference.to_string())
    }

    /// Removes an object behind everybody's back.
    pub fn remove(&self, class: &str, reference: &str) -> Result<(), Failure> {
        self.pool.write(|db| db.delete(class, reference))
    }

    /// What the hosts of the pool know each other by.
    pub fn secret(&self) -> String {
        session::pool_secret(&self.pool)
    }

    /// UUIDs of the guests (no templates, snapshots or control domains) in a power state.
    pub fn vms(&self, power_state: &str) -> Vec<String> {
        self.pool.read(|db| {
            let mut found = Vec::new();
            for vm in db.refs("VM") {
                let get = |field| db.get("VM", &vm, field).unwrap_or(Value::Void);
                let guest = !get("is_a_template").as_bool() && !get("is_control_domain").as_bool();
                if guest && get("power_state").as_str() == power_state {
                    found.push(get("uuid").as_str().to_owned());
                }
            }
            found
        })
    }

    /// UUID of the first VM of that name.
    pub fn vm(&self, name: &str) -> Option<String> {
        self.pool.read(|db| {
            let named = |vm: &Str| db.get("VM", vm, "name_label").is_ok_and(|n| n.as_str() == name);
            let vm = db.refs("VM").into_iter().find(named)?;
            db.get_str("VM", &vm, "uuid").ok().map(|uuid| uuid.to_string())
        })
    }

    /// Renames a VM by its UUID, behind everybody's back.
    pub fn rename(&self, vm_uuid: &str, name: &str) -> Result<(), Failure> {
        self.pool.write(|db| {
            let vm = db.table("VM")?.by_uuid(vm_uuid).cloned();
            let vm = vm.ok_or_else(|| Failure::new("UUID_INVALID", ["VM", vm_uuid]))?;
            db.set("VM", &vm, "name_label", name)
        })?;
        Ok(())
    }

    /// Keys pressed and released on a VM's console.
    pub fn keys(&self, vm_uuid: &str) -> Vec<Key> {
        self.pool.consoles.keys(vm_uuid)
    }

    /// Text typed on a VM's console.
    pub fn typed(&self, vm_uuid: &str) -> String {
        self.pool.consoles.typed(vm_uuid)
    }
}
