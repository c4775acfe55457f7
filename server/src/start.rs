//! Starts everything in order, and stops it in order.
#![expect(clippy::disallowed_methods, reason = "it takes the data directory")]

use std::{
    fs::{self, File},
    io,
    net::SocketAddr,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use tokio::{
    net::TcpListener,
    sync::mpsc,
    task::JoinHandle,
    time::{interval, sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use xapi::Connector;

use crate::{
    App,
    accounts::Accounts,
    clock::Clock,
    lists::Lists,
    methods, own, plain,
    pools::{Pools, keep},
    settings::Settings,
    store::{Store, StoreError},
    web::{self, serve},
};

mod demo;

/// How long requests under way may take to end when the server stops.
const FAREWELL: Duration = Duration::from_secs(3);
/// How often the sessions' last uses are written down.
const NOTE_EVERY: Duration = Duration::from_secs(30);

/// Why the server did not start. Each is one sentence that names the thing.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the data directory {} cannot be used: {}", dir.display(), unusable(why))]
    Data { dir: PathBuf, why: io::Error },
    #[error("another xenith-server is using the data directory {}", dir.display())]
    InUse { dir: PathBuf },
    #[error("cannot listen on {address}: {}", deaf(*address, why))]
    Listen { address: SocketAddr, why: io::Error },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Tls(#[from] serve::tls::TlsError),
    #[error("the first user cannot be made: {0}")]
    FirstUser(api::ApiError),
    #[error("{} has a database that is not a demo's: choose another data directory for --demo", dir.display())]
    NotADemo { dir: PathBuf },
    #[error("the simulated pool cannot be started: {0}")]
    Demo(#[from] sim::StartError),
}

/// A data directory is made if there is none, so that there is none is not the reason.
fn unusable(why: &io::Error) -> String {
    match why.kind() {
        io::ErrorKind::NotFound => "nothing can be made there".into(),
        _ => plain::reason(why),
    }
}

fn deaf(address: SocketAddr, why: &io::Error) -> String {
    match why.kind() {
        io::ErrorKind::AddrInUse => format!("another program uses port {}", address.port()),
        io::ErrorKind::PermissionDenied => format!("this user may not use port {}", address.port()),
        io::ErrorKind::AddrNotAvailable => format!("this machine has no address {}", address.ip()),
        _ => plain::reason(why),
    }
}

/// A running server.
pub struct Server {
    pub app: Arc<App>,
    /// Where it listens.
    pub address: SocketAddr,
    serving: JoinHandle<()>,
    demo: Option<demo::Demo>,
    /// Held as long as the server uses the data directory.
    _lock: File,
}

/// The name of the first administrator.
pub const FIRST_ADMIN: &str = "admin";

impl Server {
    /// Opens the data, listens, and serves from then on.
    pub async fn start(settings: Settings, clock: Clock) -> Result<Self, StartError> {
        let lock = prepare(&settings)?;
        let listen = settings.listen;
        let listener =
            TcpListener::bind(listen).await.map_err(|why| StartError::Listen { address: listen, why })?;
        let address = listener.local_addr().map_err(|why| StartError::Listen { address: listen, why })?;
        let stopping = CancellationToken::new();
        let tls = serve::tls::acceptor(&settings.tls, &settings.data, address, stopping.clone())?;
        let store = Arc::new(Store::open(&settings.data, settings.database.as_deref()).await?);
        let accounts = Accounts::load(store.clone(), clock.clone()).await?;
        let cache = cache::Store::new(uuid::Uuid::new_v4().to_string());
        let (learned, remembered) = mpsc::unbounded_channel();
        let pools = Pools::new(cache.clone(), clock.clone(), Connector::tcp(), learned, stopping.clone());
        tokio::spawn(keep::remember(store.clone(), remembered));
        let app = Arc::new(App {
            settings,
            clock,
            store,
            lists: Lists::new(cache.clone()),
            cache,
            accounts,
            pools,
            changing_servers: tokio::sync::Mutex::default(),
            table: methods::table(),
            one_shots: Default::default(),
            tickets: Default::default(),
            metrics: Default::default(),
            tasks: TaskTracker::new(),
            stopping: stopping.clone(),
        });
        let demo = if app.settings.demo { Some(demo::start(&app).await?) } else { None };
        keep::load(&app.store, &app.pools).await?;
        tokio::spawn(own::publish(app.clone(), app.cache.writer("accounts")));
        tokio::spawn(tidy(app.clone()));
        // The executor may have been chosen by another server in this process already.
        let _ = any_spawner::Executor::init_tokio();
        let serving = tokio::spawn(serve::serve(listener, tls, web::Front::new(app.clone()), stopping));
        Ok(Self { app, address, serving, demo, _lock: lock })
    }

    /// Where nobody can administer the server, makes [`FIRST_ADMIN`] and answers the password, which is kept
    /// nowhere. It takes a password hash, so it is asked for when the server serves already.
    pub async fn first_admin(&self) -> Result<Option<String>, StartError> {
        if !self.app.accounts.has_no_admin() {
            return Ok(None);
        }
        let password: String = crate::accounts::secret().chars().take(20).collect();
        self.app.accounts.make_admin(FIRST_ADMIN, &password).await.map_err(StartError::FirstUser)?;
        Ok(Some(password))
    }

    /// Takes no more requests, says goodbye to every socket, and returns when all is written; within five seconds.
    pub async fn stop(self) {
        self.app.stopping.cancel();
        self.app.tasks.close();
        let quiet = async {
            tokio::join!(self.app.tasks.wait(), self.app.pools.stopped());
            // A failure of the accept loop was a panic, which has been told.
            let _ = self.serving.await;
        };
        if timeout(FAREWELL, quiet).await.is_err() {
            tracing::warn!("some requests did not end in time");
        }
        if let Err(error) = self.app.accounts.note_uses().await {
            tracing::warn!(%error, "the last uses of sessions were not written down");
        }
        self.app.store.close().await;
        drop(self.demo);
        if self.app.settings.data_is_temporary()
            && let Err(error) = fs::remove_dir_all(&self.app.settings.data)
        {
            tracing::warn!(%error, "the demo's data were not removed");
        }
    }
}

/// Makes the data directory if it is not there, for its owner alone.
pub fn make_data_dir(dir: &Path) -> Result<(), StartError> {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(dir);
    made.map_err(|why| StartError::Data { dir: dir.into(), why })
}

/// Makes sure that there is a data directory and that nobody else uses it.
fn prepare(settings: &Settings) -> Result<File, StartError> {
    let dir = &settings.data;
    make_data_dir(dir)?;
    let failed = |why| StartError::Data { dir: dir.clone(), why };
    let lock =
        File::options().create(true).truncate(false).write(true).open(dir.join("lock")).map_err(failed)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(fs::TryLockError::WouldBlock) => Err(StartError::InUse { dir: dir.clone() }),
        Err(fs::TryLockError::Error(why)) => Err(failed(why)),
    }
}

/// Ends expired sessions within a second, and writes their last uses down now and then.
async fn tidy(app: Arc<App>) {
    let mut note = interval(NOTE_EVERY);
    loop {
        tokio::select! {
            () = sleep(Duration::from_secs(1)) => {
                if let Err(error) = app.accounts.sweep().await {
                    tracing::warn!(%error, "expired sessions could not be removed");
                }
            }
            _ = note.tick() => {
                if let Err(error) = app.accounts.note_uses().await {
                    tracing::warn!(%error, "the last uses of sessions were not written down");
                }
            }
            () = app.stopping.cancelled() => return,
        }
    }
}
