//! The listener of one host: it can be taken down with all its connections, brought up again, and given another
//! certificate.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

use crate::fault::{Kind, Site};
use crate::net::http::{self, Door};
use crate::net::tls::Identity;
use crate::pool::lock;

/// TCP connections that a host serves at once; more wait.
const MOST_CONNECTIONS: usize = 800;

/// A host's place on the network.
pub struct Seat {
    door: Door,
    address: SocketAddr,
    identity: Arc<Mutex<Identity>>,
    /// Whether callers have to speak TLS.
    tls: bool,
    accepting: Mutex<Option<JoinHandle<()>>>,
    /// What accepted before; the address is free when it has ended.
    ending: Mutex<Option<JoinHandle<()>>>,
    /// Counts how often all connections were cut.
    cuts: watch::Sender<u64>,
}

impl Seat {
    pub fn new(door: Door, address: SocketAddr, identity: Identity) -> Seat {
        let tls = door.pool.config.tls;
        Seat {
            door,
            address,
            identity: Arc::new(Mutex::new(identity)),
            tls,
            accepting: Mutex::new(None),
            ending: Mutex::new(None),
            cuts: watch::channel(0).0,
        }
    }

    pub fn serves_tls(&self) -> bool {
        self.tls
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The host's certificate, whether it is shown to anybody or not.
    pub fn identity(&self) -> Identity {
        lock(&self.identity).clone()
    }

    /// New connections are shown this certificate.
    pub fn set_identity(&self, identity: Identity) {
        *lock(&self.identity) = identity;
    }

    /// Starts serving on a socket that is bound already.
    pub fn serve(&self, listener: TcpListener) {
        let (door, identity) = (self.door.clone(), self.tls.then(|| self.identity.clone()));
        let task = tokio::spawn(accept(listener, door, identity, self.cuts.subscribe()));
        if let Some(before) = lock(&self.accepting).replace(task) {
            before.abort();
        }
    }

    /// Listens again after [`Seat::down`].
    pub async fn up(&self) -> io::Result<()> {
        if lock(&self.accepting).is_none() {
            let ending = lock(&self.ending).take();
            if let Some(ending) = ending {
                // Aborted is what it shall be.
                let _ = ending.await;
            }
            self.serve(TcpListener::bind(self.address).await?);
        }
        Ok(())
    }

    /// Cuts every connection, and goes on listening.
    pub fn cut(&self) {
        self.cuts.send_modify(|cuts| *cuts += 1);
    }

    /// Stops listening and cuts every connection.
    pub fn down(&self) {
        if let Some(task) = lock(&self.accepting).take() {
            task.abort();
            *lock(&self.ending) = Some(task);
        }
    }

    /// The same, and waits until the address is free again.
    pub async fn ended(&self) {
        self.down();
        let task = lock(&self.ending).take();
        if let Some(task) = task {
            // Aborted is what it shall be.
            let _ = task.await;
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.down();
    }
}

async fn accept(
    listener: TcpListener,
    door: Door,
    identity: Option<Arc<Mutex<Identity>>>,
    mut cuts: watch::Receiver<u64>,
) {
    // Dropping the set, when this task is aborted, aborts every connection.
    let mut connections = JoinSet::new();
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        while connections.try_join_next().is_some() {}
        let Ok(permit) = room.clone().acquire_owned().await else { return };
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(%error, "accept");
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                continue;
            }
        };
        let site = Site::host(door.host);
        if door.pool.faults.is(site, &Kind::Refuse) {
            continue;
        }
        if door.pool.faults.is(site, &Kind::Reset) {
            connections.spawn(async move {
                // Without a request on its way the end would look like any other. A socket that has an end already
                // needs none.
                let _ = stream.readable().await.and_then(|()| stream.set_zero_linger());
            });
            continue;
        }
        let half_open = door.pool.faults.is(site, &Kind::HalfOpen);
        cuts.mark_unchanged();
        let mut cut = cuts.clone();
        let (door, identity) = (door.clone(), identity.as_ref().map(|identity| lock(identity).clone()));
        let clock = door.pool.clock.clone();
        connections.spawn(clock.track(async move {
            let served = async {
                if half_open {
                    door.pool.faults.cleared().await;
                    return;
                }
                if let Err(error) = connection(stream, door, identity).await {
                    tracing::debug!(%error, "connection ended");
                }
            };
            tokio::select! {
                () = served => {}
                // The sender gone means that the seat is gone.
                _ = cut.changed() => {}
            }
            drop(permit);
        }));
    }
}

async fn connection(stream: TcpStream, door: Door, identity: Option<Identity>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    match identity {
        None => http::serve(stream, door).await,
        Some(identity) => {
            let stream = TlsAcceptor::from(identity.config).accept(stream).await?;
            http::serve(stream, door).await
        }
    }
}
