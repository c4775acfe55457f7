//! The task of one pool connection.

use std::{
    panic::AssertUnwindSafe,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use api::ApiError;
use futures::FutureExt;
use rand::RngCore;
use tokio::{
    sync::watch,
    time::{Instant, sleep},
};
use tokio_util::sync::CancellationToken;
use xapi::{Address, Client, Config, Error, Fingerprint, Pins, Trust, WatchEvent, WatchOptions};

use super::{
    Inner, ServerSpec,
    picture::Picture,
    state::{Live, Status},
    told::{self, chain, reason},
};

type Wanted = watch::Receiver<Option<Arc<ServerSpec>>>;

/// How long a logout may take.
const LOGOUT: Duration = Duration::from_secs(1);
/// The pause before a task that panicked starts again.
const AFTER_PANIC: Duration = Duration::from_secs(1);

/// Serves a connection as it is wanted until it is removed or the server stops. A panic is counted, and what it broke
/// is made anew.
pub async fn supervise(inner: Arc<Inner>, id: String, mut wanted: Wanted) {
    let mut picture = Picture::new(inner.cache.writer(&id));
    loop {
        let served = AssertUnwindSafe(serve(&inner, &id, &mut wanted, &mut picture)).catch_unwind().await;
        if let Ok(Ok(())) = served {
            return;
        }
        let count = inner.panics.fetch_add(1, Ordering::Relaxed) + 1;
        tracing::error!(server.id = id, count, "the task of a pool broke and is started again");
        inner.update(&id, |live| {
            live.client = None;
            live.error = Some("Xenith failed on this pool's data and starts over.".into());
            live.status = Status::Failing(ApiError::Internal);
        });
        let was_shown = picture.is_shown();
        picture = Picture::new(inner.cache.writer(&id));
        if was_shown {
            outdate(&inner, &id, &mut picture);
        }
        sleep(AFTER_PANIC).await;
    }
}

/// What is shown of a pool is of the past, if not longer than since now.
fn outdate(inner: &Inner, id: &str, picture: &mut Picture) {
    let last_seen = inner.last_seen(id).unwrap_or_else(|| inner.clock.now() as f64 / 1000.0);
    picture.lost(last_seen);
    inner.update(id, |live| live.last_seen = Some(last_seen));
}

/// How a connection came to its end.
enum End {
    /// Something else is wanted.
    Changed,
    /// Something stopped it that lasts until something else is wanted.
    Stopped,
    /// The watcher is gone without a word.
    Broken,
}

struct Broken;

async fn serve(
    inner: &Arc<Inner>,
    id: &str,
    wanted: &mut Wanted,
    picture: &mut Picture,
) -> Result<(), Broken> {
    loop {
        let spec = wanted.borrow_and_update().clone();
        let Some(spec) = spec else { break };
        let wait = if spec.enabled {
            match connection(inner, &spec, wanted, picture).await {
                End::Changed => false,
                End::Stopped => true,
                End::Broken => return Err(Broken),
            }
        } else {
            picture.clear();
            inner.release(id);
            inner.update(id, |live| *live = Live { pool_name: live.pool_name.take(), ..Live::default() });
            true
        };
        if wait && !changed(inner, wanted).await {
            return Ok(());
        }
    }
    picture.clear();
    inner.release(id);
    Ok(())
}

/// Waits until something else is wanted; not so when the server stops.
async fn changed(inner: &Inner, wanted: &mut Wanted) -> bool {
    tokio::select! {
        changed = wanted.changed() => changed.is_ok(),
        () = inner.stopping.cancelled() => false,
    }
}

/// One connection, until another is wanted.
async fn connection(
    inner: &Arc<Inner>,
    spec: &ServerSpec,
    wanted: &mut Wanted,
    picture: &mut Picture,
) -> End {
    let address: Address = match spec.host.parse() {
        Ok(address) => address,
        Err(error) => {
            let reason = format!("{error}.");
            inner.update(&spec.id, |live| stop(live, spec, reason));
            return End::Stopped;
        }
    };
    let client = Client::new(config(inner, spec, address));
    let random = rand::rng().next_u64();
    let mut watch = xapi::watch(client.clone(), WatchOptions::new(Picture::classes()).seed(random));
    let (mut pins, mut members) = (client.pins(), client.members());
    let gone = CancellationToken::new();
    let _gone = gone.clone().drop_guard();
    inner.update(&spec.id, |live| {
        live.gone = gone;
        live.begin();
    });
    if picture.is_shown() {
        // By a connection that was given up for this one.
        outdate(inner, &spec.id, picture);
    }
    // A copy, since who accepts a certificate changes them while holding what is known of all connections.
    let remember_pins = |pins: &mut watch::Receiver<Pins>| {
        let pins = pins.borrow_and_update().clone();
        inner.remember_pins(spec, &pins);
    };
    let mut link = Link { inner, spec, client: &client, picture, heard: None };
    let end = loop {
        tokio::select! {
            event = watch.next() => match event {
                Some(event) => if !link.take(event).await { break End::Stopped },
                None if link.is(|status| matches!(status, Status::Stopped(_))) => break End::Stopped,
                None => break End::Broken,
            },
            changed = pins.changed() => if changed.is_ok() { remember_pins(&mut pins) },
            changed = members.changed() => if changed.is_ok() {
                inner.remember_members(spec, &members.borrow_and_update());
            },
            // Labels may change under a connection; anything else makes another one.
            changed = wanted.changed() => {
                let serves = wanted.borrow_and_update().as_ref().is_some_and(|now| serves(spec, now));
                if changed.is_err() || !serves || !link.is(|status| matches!(status, Status::Connected)) {
                    break End::Changed;
                }
            }
            () = inner.stopping.cancelled() => break End::Stopped,
        }
    };
    remember_pins(&mut pins);
    inner.remember_members(spec, &members.borrow_and_update());
    drop(watch);
    inner.update(&spec.id, |live| live.client = None);
    // Off to say goodbye; a pool that does not answer must not hold up what is wanted now.
    inner.tasks.spawn(async move {
        if tokio::time::timeout(LOGOUT, client.close()).await.is_err() {
            tracing::debug!("a session was not logged out in time");
        }
    });
    end
}

/// Whether the connection made for `then` serves what is wanted now: pins may have come, but none may have changed.
fn serves(then: &ServerSpec, now: &ServerSpec) -> bool {
    now.connects_like(then) && then.pins.iter().all(|pin| now.pins.contains(pin))
}

fn config(inner: &Inner, spec: &ServerSpec, address: Address) -> Config {
    let trust = if spec.allow_unauthorized { Trust::FirstUse } else { Trust::Roots };
    let mut config =
        Config::new(address, &spec.username, &spec.password).trust(trust).connector(inner.connector.clone());
    config.pins = spec.pins.iter().cloned().collect();
    config.pool = spec.pool_id.clone();
    config.members = spec.members.clone();
    config
}

fn stop(live: &mut Live, spec: &ServerSpec, reason: String) {
    live.client = None;
    live.status = Status::Stopped(ApiError::PoolUnavailable { pool: spec.name(), reason: reason.clone() });
    live.error = Some(reason);
}

/// The host and the certificate that only an administrator can accept.
fn offered(why: &Error) -> Option<(String, Fingerprint)> {
    match why {
        Error::CertificateChanged { address, seen, .. }
        | Error::CertificateUntrusted { address, seen, .. } => Some((address.authority(), *seen)),
        _ => None,
    }
}

/// A connection under way.
struct Link<'a> {
    inner: &'a Arc<Inner>,
    spec: &'a ServerSpec,
    client: &'a Client,
    picture: &'a mut Picture,
    /// When the server was last heard of, also in Unix seconds.
    heard: Option<(Instant, f64)>,
}

impl Link<'_> {
    /// Takes in what the watcher tells. False when it must not go on.
    async fn take(&mut self, event: WatchEvent) -> bool {
        match event {
            WatchEvent::Connecting { .. } => {
                self.update(|live| {
                    if !matches!(live.status, Status::Failing(_)) {
                        live.status = Status::Connecting;
                    }
                });
            }
            WatchEvent::Connected { address, pool, resumed } => {
                if !self.inner.claim(&pool.uuid, &self.spec.id) {
                    tracing::info!(
                        server.id = self.spec.id,
                        pool.id = pool.uuid,
                        "this pool is already connected"
                    );
                    let spec = self.spec;
                    self.update(|live| stop(live, spec, "this pool is already connected".into()));
                    self.picture.clear();
                    return false;
                }
                self.inner.remember_pool(self.spec, &pool.uuid);
                self.picture.begin(&pool, resumed);
                self.update(|live| {
                    live.pool_id = Some(pool.uuid.clone());
                    live.master = Some(address.authority());
                });
            }
            WatchEvent::Listing { class, records } => self.picture.listing(class, records).await,
            WatchEvent::ListingDone => {
                self.picture.listed().await;
                let pins = self.client.pins().borrow().clone();
                self.inner.remember_pins(self.spec, &pins);
                let (client, name) = (self.client.clone(), self.picture.pool_name().map(str::to_owned));
                self.update(|live| {
                    live.status = Status::Connected;
                    live.pool_name = name;
                    live.error = None;
                    live.last_seen = None;
                    live.offered = None;
                    live.client = Some(client);
                });
            }
            WatchEvent::Batch(events) => {
                self.picture.batch(events).await;
                self.tell_renaming();
            }
            WatchEvent::Disconnected { why, last_seen, retry_in } => {
                self.lost(&why, last_seen, retry_in.is_some());
            }
        }
        true
    }

    fn lost(&mut self, why: &Error, last_seen: Option<Instant>, again: bool) {
        let mut reason = reason(why);
        tracing::info!(server.id = self.spec.id, again, error = %chain(why), "a pool is not connected");
        let last_seen =
            last_seen.map(|moment| self.unix(moment)).or_else(|| self.inner.last_seen(&self.spec.id));
        if let Some(last_seen) = last_seen {
            self.picture.lost(last_seen);
        }
        let mut offered = offered(why);
        if let Some(other) = self.client.untrusted().filter(|_| offered.is_none()) {
            offered = self::offered(&other);
            reason = format!("{reason} {}", told::reason(&other));
        }
        let reason = if again { format!("{reason} Xenith keeps trying.") } else { reason };
        let error = told::api_error(&self.spec.name(), why);
        self.update(|live| {
            live.client = None;
            live.last_seen = last_seen;
            live.error = Some(reason);
            live.offered = offered.or(live.offered.take());
            live.status = if again { Status::Failing(error) } else { Status::Stopped(error) };
        });
    }

    /// A moment in Unix seconds; the same number whenever it is asked for the same moment.
    fn unix(&mut self, moment: Instant) -> f64 {
        match self.heard {
            Some((known, unix)) if known == moment => unix,
            _ => {
                let ago = u64::try_from(moment.elapsed().as_millis()).unwrap_or(u64::MAX);
                let unix = self.inner.clock.now().saturating_sub(ago) as f64 / 1000.0;
                self.heard = Some((moment, unix));
                unix
            }
        }
    }

    fn is(&self, what: impl FnOnce(&Status) -> bool) -> bool {
        let known = self.inner.known();
        known.slots.get(&self.spec.id).is_some_and(|slot| what(&slot.live.borrow().status))
    }

    fn tell_renaming(&mut self) {
        let Some(name) = self.picture.pool_name() else { return };
        let known = self.inner.known();
        let told = |slot: &super::Slot| slot.live.borrow().pool_name.as_deref() == Some(name);
        if known.slots.get(&self.spec.id).is_none_or(told) {
            return;
        }
        drop(known);
        let name = name.to_owned();
        self.update(|live| live.pool_name = Some(name));
    }

    fn update(&self, change: impl FnOnce(&mut Live)) {
        self.inner.update(&self.spec.id, change);
    }
}
