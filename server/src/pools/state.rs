//! How a pool connection fares, as the object of kind `server` that readers see.

use api::ApiError;
use model::{
    Id,
    objects::{Server, ServerStatus},
};
use tokio_util::sync::CancellationToken;
use xapi::{Address, Client, Fingerprint};

use super::ServerSpec;

/// The live part of a connection.
#[derive(Default)]
pub struct Live {
    pub status: Status,
    pub pool_id: Option<String>,
    pub pool_name: Option<String>,
    /// The address of the master.
    pub master: Option<String>,
    /// Unix seconds.
    pub last_seen: Option<f64>,
    pub error: Option<String>,
    /// The host, `host:port`, and its certificate that wait for an administrator's word.
    pub offered: Option<(String, Fingerprint)>,
    /// To call the pool with, while connected.
    pub client: Option<Client>,
    /// Cancelled when the connection is ended for good.
    pub gone: CancellationToken,
}

impl Live {
    /// A new attempt is made; what went wrong before is forgotten.
    pub fn begin(&mut self) {
        self.status = Status::Connecting;
        self.error = None;
        self.offered = None;
    }
}

/// What came of connecting.
#[derive(Clone, Debug, Default)]
pub enum Status {
    /// Not wanted.
    #[default]
    Off,
    Connecting,
    Connected,
    /// Tried in vain, and tried again.
    Failing(ApiError),
    /// Waits for an administrator.
    Stopped(ApiError),
}

impl Status {
    fn shown(&self) -> ServerStatus {
        match self {
            Self::Connected => ServerStatus::Connected,
            Self::Connecting | Self::Failing(_) => ServerStatus::Connecting,
            Self::Off | Self::Stopped(_) => ServerStatus::Disconnected,
        }
    }

    /// The outcome of an attempt, once there is one.
    pub fn outcome(&self) -> Option<Result<(), ApiError>> {
        match self {
            Self::Connecting => None,
            Self::Connected | Self::Off => Some(Ok(())),
            Self::Failing(error) | Self::Stopped(error) => Some(Err(error.clone())),
        }
    }
}

/// What readers see of a connection.
pub fn object(spec: &ServerSpec, live: &Live) -> Server {
    let configured = || spec.host.parse().ok().map(|address: Address| address.authority());
    let (offered_by, offered) = live.offered.clone().unzip();
    let shown = offered_by.clone().or_else(|| live.master.clone()).or_else(configured);
    let trusted = spec.pins.iter().find(|(address, _)| Some(address) == shown.as_ref());
    Server {
        id: Id::from(spec.id.as_str()),
        host: spec.host.clone(),
        label: spec.label.clone(),
        username: spec.username.clone(),
        allow_unauthorized: spec.allow_unauthorized,
        enabled: spec.enabled,
        read_only: spec.read_only,
        status: live.status.shown(),
        pool_id: live.pool_id.as_deref().or(spec.pool_id.as_deref()).map(Id::from),
        pool_name_label: live.pool_name.clone(),
        master: live.master.clone(),
        last_seen: live.last_seen,
        error: live.error.clone(),
        fingerprint: trusted.map(|(_, it)| it.to_string()),
        offered_fingerprint: offered.map(|it| it.to_string()),
        offered_by,
    }
}
