//! A pool: its database, hosts, sessions' statistics, tasks under way and consoles.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::ops::Index;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use rand::{Rng, RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::sync::watch;

use crate::audit::Audit;
use crate::behave::allowed;
use crate::behave::session::Access;
use crate::config::Config;
use crate::console::Consoles;
use crate::data::db::{Clock, Db};
use crate::data::value::{Str, Value};
use crate::error::Failure;
use crate::event::legacy::Queues;
use crate::fault::Faults;
use crate::kept::Kept;
use crate::machine::Machines;
use crate::metrics::Choices;
use crate::software::Software;
use crate::time;

/// A host of the pool as the network sees it.
#[derive(Clone, Debug)]
pub struct HostSeat {
    pub reference: Str,
    pub uuid: Str,
    /// Where it listens.
    pub address: SocketAddr,
}

/// The hosts of a pool in the order of their coming. Only ever added to: who leaves keeps its number, so that numbers
/// held by connections and tasks stay true.
pub struct Hosts(boxcar::Vec<HostSeat>);

impl Hosts {
    /// Seats one more host; its number.
    pub fn add(&self, seat: HostSeat) -> usize {
        self.0.push(seat)
    }

    pub fn iter(&self) -> impl Iterator<Item = &HostSeat> {
        self.0.iter().map(|(_, seat)| seat)
    }

    pub fn len(&self) -> usize {
        self.0.count()
    }

    /// The number of a host by its reference.
    pub fn number(&self, reference: &str) -> Option<usize> {
        self.iter().position(|seat| &*seat.reference == reference)
    }
}

impl Index<usize> for Hosts {
    type Output = HostSeat;

    fn index(&self, number: usize) -> &HostSeat {
        &self.0[number]
    }
}

/// What happened at the door: tests assert on it.
#[derive(Clone, Debug, Default)]
pub struct DoorLog {
    /// Successful logins.
    pub logins: u64,
    /// Every password that was tried, in order.
    pub passwords: Vec<String>,
    /// Calls answered.
    pub calls: u64,
}

/// A pool.
pub struct Pool {
    pub index: usize,
    pub config: Arc<Config>,
    pub hosts: Hosts,
    /// The machines behind the hosts.
    pub machines: Machines,
    db: RwLock<Db>,
    changed: watch::Sender<Clock>,
    rng: Mutex<ChaCha8Rng>,
    pub door: Mutex<DoorLog>,
    pub faults: Faults,
    pub clock: Arc<time::Clock>,
    pub consoles: Consoles,
    /// Which data sources clients switched on or off.
    pub data_sources: Choices,
    /// What the hosts have installed beyond what their records say.
    pub software: Software,
    pub audit: Audit,
    /// What hosts keep beside the database, and a restart does not lose.
    pub kept: Mutex<Kept>,
    /// Whether control domains use devices on their buses, where that was ever changed.
    pub dom0_access: Mutex<HashMap<Str, &'static str>>,
    /// Cancellation of tasks under way.
    pub cancels: Mutex<HashMap<Str, watch::Sender<bool>>>,
    /// Protected VMs are not restarted before this moment (`pool.ha_prevent_restarts_for`).
    pub no_restarts_before: Mutex<Option<time::Instant>>,
    /// Calls that wait for busy objects.
    pub waiting: AtomicUsize,
    pub access: Access,
    /// Of sessions that follow events the old way.
    pub queues: Queues,
}

impl Pool {
    pub fn new(
        index: usize,
        config: Arc<Config>,
        hosts: Vec<HostSeat>,
        db: Db,
        clock: time::Clock,
    ) -> Arc<Pool> {
        let seed = config.seed ^ ((index as u64) << 48) ^ db.clock.rows.rotate_left(17);
        let (changed, _) = watch::channel(db.clock);
        let clock = Arc::new(clock);
        let faults = Faults::new(clock.clone(), config.seed ^ ((index as u64) << 48));
        Arc::new(Pool {
            index,
            machines: Machines::new(hosts.len()),
            hosts: Hosts(hosts.into_iter().collect()),
            kept: Mutex::default(),
            db: RwLock::new(db),
            changed,
            rng: Mutex::new(ChaCha8Rng::seed_from_u64(seed)),
            door: Mutex::default(),
            faults,
            clock,
            consoles: Consoles::default(),
            data_sources: Choices::default(),
            software: Software::default(),
            audit: Audit::default(),
            dom0_access: Mutex::default(),
            cancels: Mutex::default(),
            no_restarts_before: Mutex::default(),
            waiting: AtomicUsize::new(0),
            access: Access::default(),
            queues: Queues::default(),
            config,
        })
    }

    /// Looks at the database.
    pub fn read<R>(&self, look: impl FnOnce(&Db) -> R) -> R {
        self.clock.scope(|| look(&self.db.read().unwrap_or_else(PoisonError::into_inner)))
    }

    /// Changes the database and wakes those who wait for changes.
    pub fn write<R>(&self, change: impl FnOnce(&mut Db) -> R) -> R {
        let mut db = self.db.write().unwrap_or_else(PoisonError::into_inner);
        let result = self.clock.scope(|| {
            let result = change(&mut db);
            allowed::settle(&mut db);
            self.queues.note(&db);
            result
        });
        let clock = db.clock;
        drop(db);
        self.changed.send_if_modified(|seen| {
            let moved = *seen != clock;
            *seen = clock;
            moved
        });
        result
    }

    /// Hears of every change.
    pub fn changes(&self) -> watch::Receiver<Clock> {
        self.changed.subscribe()
    }

    /// Makes waiting calls look again although nothing changed (a session was killed).
    pub fn wake(&self) {
        self.changed.send_modify(|_| {});
    }

    pub fn random(&self) -> MutexGuard<'_, ChaCha8Rng> {
        lock(&self.rng)
    }

    pub fn fresh_uuid(&self) -> Str {
        uuid_from(&mut *self.random())
    }

    pub fn fresh_ref(&self) -> Str {
        ref_from(&mut *self.random())
    }

    /// Adds a record under a fresh reference, which it answers, and a fresh UUID.
    pub fn insert(
        &self,
        db: &mut Db,
        class: &str,
        fields: impl IntoIterator<Item = (&'static str, Value)>,
    ) -> Result<Str, Failure> {
        let reference = self.fresh_ref();
        db.insert(class, &reference, &self.fresh_uuid(), fields)?;
        Ok(reference)
    }

    /// A duration of simulated work, varied a little and divided by the speed.
    pub fn pace(&self, seconds: f64) -> Duration {
        let vary = self.random().random_range(0.85..1.15);
        Duration::from_secs_f64((seconds * vary / self.config.speed).max(0.0))
    }

    /// The seat of the master.
    pub fn master(&self) -> usize {
        let master = self.read(|db| {
            let pool = db.refs("pool").into_iter().next()?;
            db.get_str("pool", &pool, "master").ok()
        });
        master.and_then(|m| self.hosts.number(&m)).unwrap_or(0)
    }

    /// The pool that a session belongs to, among those of this simulator.
    pub fn of_session(&self, session: &str) -> Option<Arc<Pool>> {
        let pools = self.machines.neighbourhood()?.pools();
        let has = |pool: &Arc<Pool>| pool.read(|db| db.exists("session", session));
        pools.iter().map(|pool| pool.pool().clone()).find(has)
    }

    /// Refuses unless that host is the master.
    pub fn assert_master(&self, host: usize) -> Result<(), Failure> {
        let master = self.master();
        if master == host {
            return Ok(());
        }
        Err(Failure::new("HOST_IS_SLAVE", [self.hosts[master].address.ip().to_string()]))
    }

    /// Ends every session; calls that wait are woken and refused.
    pub fn kill_sessions(&self) {
        self.write(|db| {
            for session in db.refs("session") {
                // The row was just listed.
                let _ = db.delete("session", &session);
            }
        });
        self.wake();
    }

    /// Adds a message about an object, as XAPI does after operations.
    pub fn message(&self, name: &'static str, class: &'static str, uuid: &Str, priority: i64, body: String) {
        let added = self.write(|db| {
            self.insert(
                db,
                "message",
                [
                    ("name", Value::from(name)),
                    ("priority", Value::Int(priority)),
                    ("cls", Value::from(class)),
                    ("obj_uuid", Value::from(uuid)),
                    ("timestamp", Value::Time(crate::time::now())),
                    ("body", Value::from(body)),
                ],
            )
        });
        if let Err(error) = added {
            tracing::error!(%error, "message not added");
        }
    }
}

/// Locks, whatever happened to those who locked before.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A random UUID (version 4).
pub fn uuid_from(rng: &mut impl RngCore) -> Str {
    let mut bytes = [0u8; 16];
    rng.fill_bytes(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string().into()
}

/// A random reference.
pub fn ref_from(rng: &mut impl RngCore) -> Str {
    format!("OpaqueRef:{}", uuid_from(rng)).into()
}
