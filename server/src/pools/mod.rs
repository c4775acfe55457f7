//! Configured pools: one task per connection, which connects, watches, translates and writes, and starts over when it
//! must. How each fares is an object too, of kind `server`.

mod handle;
pub mod keep;
mod picture;
mod spec;
mod state;
mod task;
#[cfg(test)]
mod tests;
pub mod told;

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use api::ApiError;
use cache::{Change, Object, Row, Writer};
use model::{Id, Kind, objects::Server};
use tokio::sync::{mpsc, watch};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use xapi::{Address, Connector, Fingerprint, Pins};

pub use handle::PoolHandle;
pub use spec::{Learned, ServerSpec};

use crate::{Caller, access, clock::Clock};
use state::{Live, Status};

/// How long a caller waits for the outcome of an attempt to connect.
const ATTEMPT: Duration = Duration::from_secs(30);
/// How long connections may take to say goodbye when the server stops.
const GOODBYE: Duration = Duration::from_secs(2);

/// All pool connections. Cheap to clone.
#[derive(Clone)]
pub struct Pools(Arc<Inner>);

pub(crate) struct Inner {
    cache: Arc<cache::Store>,
    clock: Clock,
    connector: Connector,
    learned: mpsc::UnboundedSender<Learned>,
    known: Mutex<Known>,
    /// Which connection has which pool, by the pool's uuid.
    claims: Mutex<HashMap<String, String>>,
    panics: AtomicU64,
    stopping: CancellationToken,
    tasks: TaskTracker,
}

/// The connections, and the writer of the objects that tell of them.
struct Known {
    writer: Writer,
    slots: HashMap<String, Slot>,
}

struct Slot {
    /// What is wanted; nothing once it was removed.
    wanted: watch::Sender<Option<Arc<ServerSpec>>>,
    live: watch::Sender<Live>,
    read_only: Arc<AtomicBool>,
}

impl Pools {
    /// No connections yet. What is to be remembered is sent to `learned`.
    pub fn new(
        cache: Arc<cache::Store>,
        clock: Clock,
        connector: Connector,
        learned: mpsc::UnboundedSender<Learned>,
        stopping: CancellationToken,
    ) -> Self {
        let known = Known { writer: cache.writer("servers"), slots: HashMap::new() };
        Self(Arc::new(Inner {
            cache,
            clock,
            connector,
            learned,
            known: Mutex::new(known),
            claims: Mutex::default(),
            panics: AtomicU64::new(0),
            stopping,
            tasks: TaskTracker::new(),
        }))
    }

    /// Takes a connection as it is wanted from now on: a new one is made, a changed one made anew if it must be.
    /// What was found at the same address before is kept: certificates, the pool, and where its hosts are.
    pub fn set(&self, mut spec: ServerSpec) {
        let id = spec.id.clone();
        let mut known = self.0.known();
        if let Some(slot) = known.slots.get(&id) {
            slot.read_only.store(spec.read_only, Ordering::Relaxed);
            let before = slot.wanted.borrow().clone();
            if let Some(before) = before.as_ref().filter(|before| before.host == spec.host) {
                spec.keep_what_was_learned(before);
            }
            let spec = Arc::new(spec);
            if spec.enabled && !before.is_some_and(|before| before.connects_like(&spec)) {
                slot.live.send_modify(Live::begin);
            }
            slot.wanted.send_replace(Some(spec));
        } else {
            let live = Live {
                status: if spec.enabled { Status::Connecting } else { Status::Off },
                ..Live::default()
            };
            let slot = Slot {
                read_only: Arc::new(AtomicBool::new(spec.read_only)),
                wanted: watch::Sender::new(Some(Arc::new(spec))),
                live: watch::Sender::new(live),
            };
            let supervised = task::supervise(self.0.clone(), id.clone(), slot.wanted.subscribe());
            known.slots.insert(id.clone(), slot);
            self.0.tasks.spawn(supervised);
        }
        known.publish(&id);
    }

    /// Ends a connection and forgets it: its objects leave.
    pub fn remove(&self, id: &str) {
        let mut known = self.0.known();
        if let Some(slot) = known.slots.remove(id) {
            slot.wanted.send_replace(None);
            known.writer.apply([Change::Remove(id.into())]);
        }
    }

    /// Tries again now, whatever stopped it; one that stands or is being made is left alone.
    pub fn retry(&self, id: &str) {
        let mut known = self.0.known();
        let failed =
            |slot: &Slot| matches!(slot.live.borrow().status, Status::Failing(_) | Status::Stopped(_));
        if let Some(slot) = known.slots.get(id).filter(|slot| failed(slot)) {
            slot.live.send_modify(Live::begin);
            slot.wanted.send_modify(|_| {});
            known.publish(id);
        }
    }

    /// Waits for the outcome of the attempt under way.
    ///
    /// # Errors
    /// Why it failed, or that it takes long.
    pub async fn outcome(&self, id: &str) -> Result<(), ApiError> {
        let (mut live, name) = {
            let known = self.0.known();
            let slot = known.slots.get(id).ok_or_else(|| not_found(id))?;
            let name = slot.wanted.borrow().as_ref().map_or_else(|| id.to_owned(), |spec| spec.name());
            (slot.live.subscribe(), name)
        };
        let outcome = async {
            match live.wait_for(|live| live.status.outcome().is_some()).await {
                Ok(live) => live.status.outcome().unwrap_or(Ok(())),
                Err(_) => Err(not_found(id)),
            }
        };
        let slow = || ApiError::PoolUnavailable { pool: name, reason: "It takes long to answer.".into() };
        tokio::time::timeout(ATTEMPT, outcome).await.unwrap_or_else(|_| Err(slow()))
    }

    /// Trusts the certificate that was offered, if it is still that one, and tries again.
    ///
    /// # Errors
    /// When that certificate is not the one that was offered.
    pub fn accept_certificate(&self, id: &str, fingerprint: &str) -> Result<(), ApiError> {
        let mut known = self.0.known();
        let slot = known.slots.get(id).ok_or_else(|| not_found(id))?;
        let offered = slot.live.borrow().offered.clone();
        let Some((address, offered)) = offered.filter(|(_, it)| fingerprint.parse() == Ok(*it)) else {
            let reason = "This certificate is not the one that was offered last.".into();
            return Err(ApiError::IncorrectState { object: id.into(), reason });
        };
        let at: Address = address.parse().map_err(|_| ApiError::Internal)?;
        self.0.learn(Learned::Pin { server: id.into(), address: address.clone(), fingerprint: offered });
        slot.live.send_modify(|live| {
            live.offered = None;
            match &live.client {
                // Only another host than the master showed it.
                Some(client) => client.pin(&at, offered),
                None => live.begin(),
            }
        });
        slot.wanted.send_modify(|wanted| {
            if let Some(spec) = wanted {
                let spec = Arc::make_mut(spec);
                spec.pins.retain(|(known, _)| *known != address);
                spec.pins.push((address, offered));
            }
        });
        known.publish(id);
        Ok(())
    }

    /// The connection that an object of a pool came by, for somebody who may see the object.
    ///
    /// # Errors
    /// When the pool is not connected at the moment, and why.
    pub fn of(&self, object: &Object, viewer: &Caller) -> Result<PoolHandle, ApiError> {
        let id = object.source();
        let known = self.0.known();
        let slot = known.slots.get(id);
        let gone = || ApiError::NotFound { what: object.kind().as_str().into(), id: object.id().into() };
        let slot = slot.ok_or_else(gone)?;
        let live = slot.live.borrow();
        let spec = slot.wanted.borrow().clone().ok_or_else(gone)?;
        let name = live.pool_name.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| spec.name());
        let pool = object.row().read_field::<String>("$pool").ok().and_then(|id| self.0.cache.get(&id));
        let sees_pool = pool.map_or(viewer.admin, |pool| access::sees(viewer, &pool, &self.0.cache));
        match (&live.status, &live.client) {
            (Status::Connected, Some(client)) => Ok(PoolHandle {
                client: client.clone(),
                server: id.into(),
                name: name.into(),
                read_only: slot.read_only.clone(),
                cache: self.0.cache.clone(),
                gone: live.gone.clone(),
                viewer: viewer.clone(),
                sees_pool,
            }),
            _ if !sees_pool => Err(handle::unseen_pool()),
            _ => {
                let reason = live.error.clone().unwrap_or_else(|| "it is being connected".into());
                Err(ApiError::PoolUnavailable { pool: name, reason })
            }
        }
    }

    /// A host of a connected pool showed another certificate than the trusted one to something else than the watcher.
    pub fn offer(&self, server: &str, address: &Address, seen: Fingerprint) {
        self.0.update(server, |live| live.offered = Some((address.authority(), seen)));
    }

    /// How many tasks of pools panicked since the start.
    pub fn panics(&self) -> u64 {
        self.0.panics.load(Ordering::Relaxed)
    }

    /// Waits until every connection said goodbye, within two seconds. The stop itself is told by the token.
    pub async fn stopped(&self) {
        self.0.tasks.close();
        if tokio::time::timeout(GOODBYE, self.0.tasks.wait()).await.is_err() {
            tracing::warn!("some pools were not told goodbye in time");
        }
    }
}

impl Inner {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn learn(&self, learned: Learned) {
        if self.learned.send(learned).is_err() {
            tracing::debug!("nobody remembers what is learned of pools");
        }
    }

    /// Changes what is told of a connection.
    fn update(&self, id: &str, change: impl FnOnce(&mut Live)) {
        let mut known = self.known();
        if let Some(slot) = known.slots.get(id) {
            slot.live.send_modify(change);
            known.publish(id);
        }
    }

    /// When a pool that is not connected was last heard of, Unix seconds.
    fn last_seen(&self, id: &str) -> Option<f64> {
        self.known().slots.get(id).and_then(|slot| slot.live.borrow().last_seen)
    }

    /// Notes certificates that are trusted since now.
    fn remember_pins(&self, of: &ServerSpec, pins: &Pins) {
        self.remember(of, |spec| {
            for (address, fingerprint) in pins {
                if !spec.pins.iter().any(|(known, _)| known == address) {
                    Arc::make_mut(spec).pins.push((address.clone(), *fingerprint));
                    let (server, address) = (of.id.clone(), address.clone());
                    self.learn(Learned::Pin { server, address, fingerprint: *fingerprint });
                }
            }
        });
    }

    /// Notes which pool is there.
    fn remember_pool(&self, of: &ServerSpec, pool: &str) {
        self.remember(of, |spec| {
            if spec.pool_id.as_deref() != Some(pool) {
                Arc::make_mut(spec).pool_id = Some(pool.to_owned());
                self.learn(Learned::Pool { server: of.id.clone(), pool: pool.to_owned() });
            }
        });
    }

    /// Notes where the hosts of the pool are.
    fn remember_members(&self, of: &ServerSpec, members: &[String]) {
        self.remember(of, |spec| {
            if spec.members != members {
                Arc::make_mut(spec).members = members.to_owned();
                self.learn(Learned::Members { server: of.id.clone(), members: members.to_owned() });
            }
        });
    }

    /// Notes what a connection learned, unless another address is wanted by now.
    fn remember(&self, of: &ServerSpec, note: impl FnOnce(&mut Arc<ServerSpec>)) {
        let known = self.known();
        let Some(slot) = known.slots.get(&of.id) else { return };
        slot.wanted.send_if_modified(|wanted| {
            if let Some(spec) = wanted.as_mut().filter(|spec| spec.host == of.host) {
                note(spec);
            }
            // The connection that learned it knows it.
            false
        });
    }

    /// Notes that a pool is this connection's, and no other one is: whether it is nobody else's.
    fn claim(&self, pool: &str, server: &str) -> bool {
        let mut claims = self.claims.lock().unwrap_or_else(PoisonError::into_inner);
        let free = claims.entry(pool.to_owned()).or_insert_with(|| server.to_owned()) == server;
        claims.retain(|known, holder| holder != server || known == pool);
        free
    }

    fn release(&self, server: &str) {
        self.claims.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, holder| holder != server);
    }
}

impl Known {
    /// Writes the object of a connection.
    fn publish(&mut self, id: &str) {
        let Some(slot) = self.slots.get(id) else { return };
        let Some(spec) = slot.wanted.borrow().clone() else { return };
        let server = state::object(&spec, &slot.live.borrow());
        match Row::of(self.writer.store().interner(), &server) {
            Ok(row) => {
                self.writer.apply([Change::Put { kind: Kind::Server, id: id.into(), row }]);
            }
            Err(error) => tracing::error!(%error, "a connection cannot be written as an object"),
        }
    }
}

fn not_found(id: &str) -> ApiError {
    ApiError::NotFound { what: "server".into(), id: Id::<Server>::from(id).to_string() }
}
