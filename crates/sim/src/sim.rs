//! A simulator in this process: started, asked, poked, shut down.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::behave::{certificate, host, schedule_clock, session, sr};
use crate::config::Config;
use crate::error::Failure;
use crate::kept::Kept;
use crate::net::http::Door;
use crate::net::listen::Seat;
use crate::pool::{Pool, lock};
use crate::running::{Neighbourhood, RunningPool};
use crate::state::{Contents, Journal};
use crate::time::Clock;
use crate::{churn, control, fault, life, state, task, world};

/// Tries to find a port that is free on every loopback address of a pool.
const PORT_TRIES: usize = 50;

/// Why a simulator could not start.
#[derive(Debug)]
pub enum StartError {
    /// An address could not be listened on.
    Listen(SocketAddr, io::Error),
    /// The state file cannot be read, written or belongs to other contents.
    State(PathBuf, String),
    /// The size asked for is impossible.
    Size(&'static str),
    /// A certificate could not be made.
    Certificate(String),
    /// The contents could not be made.
    Contents(Failure),
    /// A fault could not be brought about.
    Fault(Failure),
}

impl std::fmt::Display for StartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StartError::Listen(address, _) => write!(f, "cannot listen on {address}"),
            StartError::State(path, why) => write!(f, "state file {}: {why}", path.display()),
            StartError::Size(why) => f.write_str(why),
            StartError::Certificate(why) => write!(f, "cannot make a certificate: {why}"),
            StartError::Contents(failure) => write!(f, "cannot make the contents: {failure}"),
            StartError::Fault(failure) => write!(f, "cannot bring about a fault: {failure}"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            StartError::Listen(_, error) => Some(error),
            StartError::Contents(failure) | StartError::Fault(failure) => Some(failure),
            _ => None,
        }
    }
}

/// A running simulator. Dropping it ends it at once; [`Sim::shutdown`] saves the state first.
pub struct Sim {
    pools: Vec<RunningPool>,
    neighbourhood: Arc<Neighbourhood>,
    workers: JoinSet<()>,
    journals: JoinSet<()>,
    stop: watch::Sender<bool>,
    control: Option<SocketAddr>,
}

impl Sim {
    /// Starts listening and living.
    pub async fn start(config: Config) -> Result<Sim, StartError> {
        if config.pools == 0 || config.hosts == 0 || config.hosts > 250 {
            return Err(StartError::Size("there must be at least one pool, and 1 to 250 hosts in it"));
        }
        if config.hosts > 1 && config.listen.ip().is_unspecified() {
            return Err(StartError::Size(
                "several hosts need an address of their own each; listen on 127.0.0.1",
            ));
        }
        let config = Arc::new(config);
        let (stop, stopped) = watch::channel(false);
        let mut workers = JoinSet::new();
        let mut journals = JoinSet::new();
        let mut pools = Vec::new();
        let clock = Clock::new(config.clock);
        let neighbourhood = Arc::new(Neighbourhood::default());
        for index in 0..config.pools {
            let (pool, journal) = open_pool(index, &config, clock.sibling()).await?;
            let inner = pool.pool().clone();
            if let Some(journal) = journal {
                journals.spawn(journal.run(inner.clone(), stopped.clone()));
            }
            let clock = inner.clock.clone();
            neighbourhood.add(pool.clone(), clock.track(task::collect(inner.clone())));
            workers.spawn(clock.track(session::look_after(inner.clone())));
            workers.spawn(clock.track(fault::kill_sessions(inner.clone())));
            workers.spawn(clock.track(fault::storm(inner.clone())));
            workers.spawn(clock.track(schedule_clock::run(inner.clone())));
            workers.spawn(clock.track(sr::scan_by_itself(inner.clone())));
            if config.churn > 0.0 {
                workers.spawn(clock.track(churn::run(inner.clone())));
            }
            if config.life {
                workers.spawn(clock.track(life::live(inner)));
            }
            pools.push(pool);
        }
        let mut control = None;
        if let Some(address) = config.control {
            let listener = TcpListener::bind(address).await.map_err(|e| StartError::Listen(address, e))?;
            control = listener.local_addr().ok();
            workers.spawn(control::serve(listener, neighbourhood.clone()));
        }
        Ok(Sim { pools, neighbourhood, workers, journals, stop, control })
    }

    /// The first pool.
    pub fn first(&self) -> &RunningPool {
        // There is at least one: `start` saw to it.
        &self.pools[0]
    }

    /// All pools.
    pub fn pools(&self) -> &[RunningPool] {
        &self.pools
    }

    /// Where the first host of the first pool listens.
    pub fn address(&self) -> SocketAddr {
        self.first().addresses()[0]
    }

    /// `http://…` or `https://…` of the first pool's master.
    pub fn url(&self) -> String {
        self.first().url()
    }

    /// Lets time pass, which needs a manual clock, and all that falls due happen; see [`Config::clock`].
    pub async fn advance(&self, by: Duration) -> Result<(), Failure> {
        self.first().advance(by).await
    }

    /// Where the control socket listens.
    pub fn control_address(&self) -> Option<SocketAddr> {
        self.control
    }

    /// Stops everything, the state saved to the last change.
    pub async fn shutdown(mut self) {
        self.workers.shutdown().await;
        for pool in self.neighbourhood.pools() {
            pool.end().await;
        }
        self.stop.send_replace(true);
        while self.journals.join_next().await.is_some() {}
    }
}

async fn open_pool(
    index: usize,
    config: &Arc<Config>,
    clock: Clock,
) -> Result<(RunningPool, Option<Journal>), StartError> {
    let listeners = bind(index, config).await?;
    let mut addresses = Vec::new();
    for (listener, wanted) in &listeners {
        addresses.push(listener.local_addr().map_err(|e| StartError::Listen(*wanted, e))?);
    }
    let path = config.state.clone().map(|path| match index {
        0 => path,
        k => PathBuf::from(format!("{}.{k}", path.display())),
    });
    let saved = match &path {
        Some(path) => state::load(path).map_err(|e| StartError::State(path.clone(), e.to_string()))?,
        None => None,
    };
    let epoch = saved.as_ref().map_or_else(|| clock.now(), |s| s.contents.epoch);
    let contents = Contents { seed: config.seed, pool: index, hosts: config.hosts, vms: config.vms, epoch };
    if let (Some(saved), Some(path)) = (&saved, &path)
        && saved.contents != contents
    {
        let why = format!("it was made with {:?}, not {:?}", saved.contents, contents);
        return Err(StartError::State(path.clone(), why));
    }
    let seats = world::seats(config, index, &addresses);
    let mut db = world::build(config, index, &seats, epoch).map_err(StartError::Contents)?;
    let base = db.clock;
    let (mut gone, mut kept) = (Vec::new(), Kept::default());
    if path.is_some() {
        db.written = Some(Default::default());
    }
    if let Some(saved) = saved {
        (gone, kept) = saved.apply(&mut db).map_err(StartError::Contents)?;
    }
    if path.is_some() {
        db.removed = Some(Vec::new());
    }
    let pool = Pool::new(index, config.clone(), seats, db, clock);
    pool.write(|db| state::settle(db, &pool)).map_err(StartError::Contents)?;
    *lock(&pool.kept) = kept;
    // Hosts that came from other pools do not come again.
    pool.write(|db| host::lose_strangers(db, &pool)).map_err(StartError::Contents)?;

    let mut places = Vec::new();
    for (number, (listener, _)) in listeners.into_iter().enumerate() {
        let address = addresses[number];
        let identity = certificate::identity(&pool, number)
            .map_err(|failure| StartError::Certificate(failure.to_string()))?;
        certificate::settle(&pool, number, &identity).map_err(StartError::Contents)?;
        let place = Arc::new(Seat::new(Door { pool: pool.clone(), host: number }, address, identity));
        // A host that left the pool before the restart is no part of it any more.
        if pool.member(&pool.hosts[number].reference).is_ok() {
            place.serve(listener);
        }
        places.push(place);
    }
    let journal = match path {
        Some(path) => Some(
            Journal::start(path.clone(), contents, base, gone, &pool)
                .map_err(|e| StartError::State(path, e.to_string()))?,
        ),
        None => None,
    };
    let pool = RunningPool::new(pool, places);
    for fault in &config.faults {
        pool.strike(fault.clone()).map_err(StartError::Fault)?;
    }
    Ok((pool, journal))
}

/// Binds the listeners of a pool's hosts, all at one port.
async fn bind(index: usize, config: &Config) -> Result<Vec<(TcpListener, SocketAddr)>, StartError> {
    let port = match config.listen.port() {
        0 => 0,
        port => u16::try_from(usize::from(port) + index)
            .map_err(|_| StartError::Size("more pools than ports above the first"))?,
    };
    let mut tries = 0;
    loop {
        tries += 1;
        match bind_at(port, config).await {
            // A free port of the first address may be taken on another.
            Err(StartError::Listen(_, error))
                if port == 0 && error.kind() == io::ErrorKind::AddrInUse && tries < PORT_TRIES => {}
            bound => return bound,
        }
    }
}

async fn bind_at(mut port: u16, config: &Config) -> Result<Vec<(TcpListener, SocketAddr)>, StartError> {
    let mut bound = Vec::new();
    for host in 0..config.hosts {
        let ip = match host {
            0 => config.listen.ip(),
            j => IpAddr::V4(Ipv4Addr::new(127, 0, 0, (j + 1) as u8)),
        };
        let address = SocketAddr::new(ip, port);
        let listener = TcpListener::bind(address).await.map_err(|e| StartError::Listen(address, e))?;
        port = listener.local_addr().map_err(|e| StartError::Listen(address, e))?.port();
        bound.push((listener, address));
    }
    Ok(bound)
}
