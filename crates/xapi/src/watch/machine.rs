//! The watcher: Away → Empty → Listing → Watching, one `step` at a time.
//!
//! - Away: no connection. One is made, after a pause if the last one failed.
//! - Empty: connected, and nothing is known. A token is taken *before* anything is listed, so no change is missed.
//! - Listing: every class is listed, a few at once.
//! - Watching: two chains of polls, one for tasks alone (servers answer those without delay) and one for all else,
//!   plus a sign of life whenever the server is silent.
//!
//! What fails leads to Away; what was listed is kept, and when the same master is found again only what changed
//! meanwhile is told. Another master, a token from the future or lost events lead to Empty.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::Deserialize;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};

use super::lane::{Lane, Reply};
use super::{Event, Op, Records, WatchEvent, WatchOptions};
use crate::attach::{Attached, post_twice};
use crate::client::{Client, Loss};
use crate::error::{Error, Result};
use crate::params;
use crate::rpc::{self, Call};
use crate::schema;
use crate::task::{Feeding, Tasks};

pub(super) struct Machine {
    client: Client,
    options: WatchOptions,
    random: StdRng,
    lanes: Vec<Lane>,
    /// Where the lanes got their tokens: the reference of the master. Nothing is known without it.
    origin: Option<String>,
    /// Whether the reader believes that there is a connection.
    connected: bool,
    last_seen: Option<Instant>,
    /// Failures since a server last answered a poll.
    failures: u32,
    /// How long to wait before the next step.
    pause: Option<Duration>,
    state: State,
}

enum State {
    Away,
    Empty(Arc<Attached>),
    Listing(Listing),
    Watching(Watching),
    /// Somebody has to change something first.
    Over,
}

struct Listing {
    link: Arc<Attached>,
    left: VecDeque<&'static str>,
    work: Work,
}

struct Watching {
    link: Arc<Attached>,
    work: Work,
    /// Listings under way.
    listings: usize,
    /// Whether the reader was told that the picture is current.
    current: bool,
    _feeding: Feeding,
}

type Work = FuturesUnordered<BoxFuture<'static, Outcome>>;

enum Outcome {
    Listed(&'static str, Result<Records>),
    Polled(usize, Result<Reply>),
    Probed(Result<()>),
}

impl Machine {
    pub fn new(client: Client, options: WatchOptions) -> Self {
        let classes =
            options.classes.iter().filter_map(|name| schema::class(name)).filter(|class| class.events);
        let (tasks, others): (Vec<_>, Vec<_>) = classes.partition(|class| class.name == "task");
        let lanes = [others, tasks].into_iter().filter(|lane| !lane.is_empty()).map(Lane::new).collect();
        let random = StdRng::seed_from_u64(options.seed);
        Machine {
            client,
            options,
            random,
            lanes,
            origin: None,
            connected: false,
            last_seen: None,
            failures: 0,
            pause: None,
            state: State::Away,
        }
    }

    /// Steps until nobody listens any more, or until trying again is of no use.
    pub async fn run(mut self, reader: mpsc::Sender<WatchEvent>) {
        let mut seen = Vec::new();
        while !matches!(self.state, State::Over) {
            if matches!(self.state, State::Away) {
                // Said before the attempt, which may take its time.
                let address = self.client.address();
                if !self.connected && reader.send(WatchEvent::Connecting { address }).await.is_err() {
                    return;
                }
            }
            self.step(&mut seen).await;
            let changes = matches!(seen.last(), Some(WatchEvent::Batch(_)));
            for event in seen.drain(..) {
                if reader.send(event).await.is_err() {
                    return;
                }
            }
            if changes {
                // The reader comes first: what is to be asked next would take its place on this thread.
                tokio::task::yield_now().await;
            }
            if let Some(pause) = self.pause.take() {
                tokio::select! {
                    () = sleep(pause) => {}
                    () = reader.closed() => return,
                }
            }
        }
    }

    /// Does the next thing, adds what is to be told, and goes over to the next state.
    async fn step(&mut self, seen: &mut Vec<WatchEvent>) {
        let (link, next) = match std::mem::replace(&mut self.state, State::Away) {
            State::Away => (None, self.connect(seen).await),
            State::Empty(link) => (Some(link.clone()), self.take_token(link).await),
            State::Listing(listing) => (Some(listing.link.clone()), self.list(listing, seen).await),
            State::Watching(watching) => (Some(watching.link.clone()), self.follow(watching, seen).await),
            State::Over => (None, Ok(State::Over)),
        };
        match next {
            Ok(next) => self.state = next,
            Err(why) => self.fail(why, link, seen),
        }
    }

    async fn connect(&mut self, seen: &mut Vec<WatchEvent>) -> Result<State> {
        let link = self.client.attached().await?;
        let resumed = self.origin.as_ref() == Some(&link.pool.master);
        let address = link.endpoint.address.clone();
        seen.push(WatchEvent::Connected { address, pool: link.pool.clone(), resumed });
        self.connected = true;
        if !resumed {
            return Ok(State::Empty(link));
        }
        self.lanes.iter_mut().for_each(Lane::resume);
        Ok(State::Watching(self.watching(link, false)))
    }

    async fn take_token(&mut self, link: Arc<Attached>) -> Result<State> {
        self.origin = None;
        let call = Call::new("event.from", params![["pool"], "", 5.0])?;
        let reply: Reply =
            rpc::read(&call.method, &link.send(&call, self.options.poll + self.options.grace).await?)?;
        for lane in &mut self.lanes {
            lane.reset(&reply.token);
        }
        let left = self.lanes.iter().flat_map(|lane| &lane.classes).map(|class| class.name).collect();
        Ok(State::Listing(Listing { link, left, work: Work::new() }))
    }

    async fn list(&mut self, mut listing: Listing, seen: &mut Vec<WatchEvent>) -> Result<State> {
        while listing.work.len() < self.options.listings.max(1) {
            let Some(class) = listing.left.pop_front() else { break };
            listing.work.push(self.listing(class, &listing.link));
        }
        match listing.work.next().await {
            Some(Outcome::Listed(class, records)) => {
                self.listed(class, records?, seen);
                Ok(State::Listing(listing))
            }
            Some(Outcome::Polled(..) | Outcome::Probed(..)) => Ok(State::Listing(listing)),
            None => {
                self.origin = Some(listing.link.pool.master.clone());
                seen.push(WatchEvent::ListingDone);
                Ok(State::Watching(self.watching(listing.link, true)))
            }
        }
    }

    async fn follow(&mut self, mut watching: Watching, seen: &mut Vec<WatchEvent>) -> Result<State> {
        match watching.work.next().await {
            Some(Outcome::Polled(at, reply)) => {
                let applied = self.lanes[at].apply(reply?);
                self.failures = 0;
                if applied.backwards {
                    tracing::warn!("the server is at an earlier time than before: listing everything again");
                    return Ok(State::Empty(watching.link));
                }
                if !applied.events.is_empty() {
                    self.take_in(&applied.events);
                    seen.push(WatchEvent::Batch(applied.events));
                }
                if !applied.differing.is_empty() {
                    tracing::info!(classes = ?applied.differing, "events were lost: listing these classes again");
                    self.lanes[at].resync.extend(applied.differing);
                }
                self.go_on(at, &mut watching, self.options.poll);
            }
            Some(Outcome::Listed(class, records)) => {
                watching.listings -= 1;
                self.listed(class, records?, seen);
                let lane = self.lanes.iter().position(|lane| lane.classes.iter().any(|it| it.name == class));
                if let Some(at) = lane.filter(|at| self.lanes[*at].resync.is_empty()) {
                    self.go_on(at, &mut watching, Duration::ZERO);
                }
            }
            // A server that makes a long listing may be too busy for anything else.
            Some(Outcome::Probed(Err(_))) if watching.listings > 0 => {
                watching.work.push(self.probe(&watching.link))
            }
            Some(Outcome::Probed(sign)) => {
                sign?;
                watching.work.push(self.probe(&watching.link));
            }
            None => watching.work.push(self.probe(&watching.link)),
        }
        if !watching.current && self.lanes.iter().all(|lane| lane.verified && lane.resync.is_empty()) {
            watching.current = true;
            seen.push(WatchEvent::ListingDone);
        }
        Ok(State::Watching(watching))
    }

    /// Polls on every lane; the first answers come at once, to compare numbers.
    fn watching(&mut self, link: Arc<Attached>, current: bool) -> Watching {
        let feeding = Tasks::feeding(&self.client);
        let mut watching = Watching { link, work: Work::new(), listings: 0, current, _feeding: feeding };
        watching.work.push(self.probe(&watching.link));
        for at in 0..self.lanes.len() {
            self.go_on(at, &mut watching, Duration::ZERO);
        }
        watching
    }

    /// The next thing to do on a lane: to list what differs, then to poll. Never both at once, since a listing that
    /// is older than a batch would take back its changes.
    fn go_on(&mut self, at: usize, watching: &mut Watching, wait: Duration) {
        let lane = &self.lanes[at];
        if lane.resync.is_empty() {
            watching.work.push(self.poll(at, &watching.link, wait));
        } else {
            watching.listings += lane.resync.len();
            watching.work.extend(lane.resync.iter().map(|class| self.listing(class, &watching.link)));
        }
    }

    fn listed(&mut self, class: &'static str, records: Records, seen: &mut Vec<WatchEvent>) {
        if let Some(lane) = self.lanes.iter_mut().find(|lane| lane.classes.iter().any(|it| it.name == class))
        {
            lane.listed(class, &records);
        }
        if class == "task" {
            self.client.inner.tasks.listed(records.iter());
        }
        seen.push(WatchEvent::Listing { class, records });
    }

    /// What the client itself makes use of: the ends of tasks, and where hosts are.
    fn take_in(&self, events: &[Event]) {
        #[derive(Deserialize)]
        struct Host {
            #[serde(default)]
            address: String,
        }
        for event in events {
            let snapshot = event.snapshot.as_ref().map(|raw| raw.get());
            match (event.class, event.op, snapshot) {
                ("task", Op::Del, _) => self.client.inner.tasks.gone(&event.reference),
                ("task", _, Some(record)) => self.client.inner.tasks.changed(&event.reference, record),
                ("host", _, Some(record)) => {
                    if let Ok(Host { address }) = serde_json::from_str(record) {
                        self.client.met(address);
                    }
                }
                _ => {}
            }
        }
    }

    fn fail(&mut self, why: Error, link: Option<Arc<Attached>>, seen: &mut Vec<WatchEvent>) {
        if why.is("EVENTS_LOST") || why.is("EVENT_FROM_TOKEN_PARSE_FAILURE") {
            self.failures += 1;
            self.back_off();
            self.origin = None;
            self.state = link.map_or(State::Away, State::Empty);
            return;
        }
        if let Some(link) = &link {
            self.last_seen = Some(link.endpoint.heard());
        }
        // With a lost session or a new master the way on is known: the reader need not be alarmed.
        let mut alarming = true;
        if let Some(link) = &link {
            let loss = match &why {
                Error::Xapi { code, .. } if code == "SESSION_INVALID" => Loss::Session,
                Error::Xapi { code, params, .. } if code == "HOST_IS_SLAVE" => {
                    Loss::Master(params.first().map(String::as_str))
                }
                _ => Loss::Connection,
            };
            alarming = matches!(loss, Loss::Connection) || self.failures > 0;
            self.client.lose(link, loss);
        }
        self.failures += 1;
        let over = link.is_none() && why.needs_attention();
        self.state = if over { State::Over } else { State::Away };
        if alarming {
            self.connected = false;
            let retry_in = (!over).then(|| self.back_off());
            tracing::info!(error = %why, ?retry_in, "the pool cannot be reached");
            seen.push(WatchEvent::Disconnected { why: Arc::new(why), last_seen: self.last_seen, retry_in });
        }
    }
}

/// What is done at the same time as other things.
impl Machine {
    fn listing(&self, class: &'static str, link: &Arc<Attached>) -> BoxFuture<'static, Outcome> {
        let link = link.clone();
        let silence = self.client.inner.config.timeouts.silence;
        Box::pin(async move { Outcome::Listed(class, list(class, &link, silence).await) })
    }

    fn poll(&self, at: usize, link: &Arc<Attached>, wait: Duration) -> BoxFuture<'static, Outcome> {
        let link = link.clone();
        // Even what needs no waiting may be a lot; a stopped server is found out by probes.
        let silence = self.options.poll + self.options.grace;
        let call = Call::new("event.from", self.lanes[at].poll(wait.as_secs_f64()));
        Box::pin(async move {
            let reply = async {
                let call = call?;
                rpc::read::<Reply>(
                    &call.method,
                    &post_twice(&link.endpoint, &call, Some(&link.session), silence).await?,
                )
            };
            Outcome::Polled(at, reply.await)
        })
    }

    /// Waits until the server was silent for a while, and then asks for a sign of life.
    fn probe(&self, link: &Arc<Attached>) -> BoxFuture<'static, Outcome> {
        let link = link.clone();
        let (after, wait) = (self.options.probe_after, self.options.probe_wait);
        Box::pin(async move {
            loop {
                let due = link.endpoint.heard() + after;
                if due <= Instant::now() {
                    break;
                }
                sleep_until(due).await;
            }
            let asked = Instant::now();
            let sign = async {
                let call = Call::new("session.get_this_host", params![link.session])?;
                link.send(&call, wait).await
            };
            // The dialling of a new connection has a patience of its own.
            let sign = tokio::time::timeout(wait, sign).await.unwrap_or_else(|_| {
                Err(Error::Timeout { doing: "asking for a sign of life".into(), after: wait })
            });
            Outcome::Probed(match sign {
                Err(why) if why.is_transport() && link.endpoint.heard() <= asked => Err(why),
                Err(why) if why.is("SESSION_INVALID") || why.is("HOST_IS_SLAVE") => Err(why),
                _ => Ok(()),
            })
        })
    }

    /// Makes the next step wait: longer with every failure, and never two watchers in step.
    fn back_off(&mut self) -> Duration {
        let doublings = self.failures.saturating_sub(1).min(16);
        let longest = self.options.backoff_from.saturating_mul(1 << doublings).min(self.options.backoff_to);
        let pause = longest.mul_f64(self.random.random_range(0.5..=1.0));
        self.pause = Some(pause);
        pause
    }
}

async fn list(class: &'static str, link: &Attached, silence: Duration) -> Result<Records> {
    let call = Call::new(&format!("{class}.get_all_records"), params![])?;
    match post_twice(&link.endpoint, &call, Some(&link.session), silence).await {
        Ok(bytes) => Records::parse(bytes).map_err(|source| Error::Decode { doing: call.method, source }),
        // Servers older or newer than the data model do not have the class.
        Err(why) if why.is("MESSAGE_REMOVED") || why.is("MESSAGE_METHOD_UNKNOWN") => Ok(Records::default()),
        Err(why) => Err(why),
    }
}
