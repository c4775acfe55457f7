//! Finding the master of the right pool and logging in to it.
//!
//! The way: the last known master, the configured address, then every known host. Each is first asked something
//! harmless, so that a password goes only to what answers like a XAPI and does not name another host as master.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde::Deserialize;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::address::Address;
use crate::client::Client;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::http::Endpoint;
use crate::net::Dialer;
use crate::params;
use crate::rpc::{self, Call};
use crate::types::NULL_REF;

/// More hosts than this do not name each other as master in earnest.
const HOPS: usize = 4;

/// How long refused credentials are not tried again: directories lock accounts that are.
const REFUSED_FOR: Duration = Duration::from_secs(30);

/// What is known of a pool when connected to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// Its uuid.
    pub uuid: String,
    /// The reference of its `pool` object.
    pub reference: String,
    /// The reference of its master's `host` object.
    pub master: String,
    /// The addresses of its hosts, by reference.
    pub hosts: BTreeMap<String, String>,
}

/// A host with a session on it.
pub(crate) struct Attached {
    pub endpoint: Endpoint,
    pub session: Arc<str>,
    pub pool: Arc<Pool>,
}

/// What outlives a connection.
pub(crate) struct Memory {
    pub master: Address,
    /// A session that may still be good, and the host it was made on.
    pub session: Option<(Address, Arc<str>)>,
    pub pool: Option<String>,
    pub members: watch::Sender<Vec<String>>,
    /// Why another host than the first was passed by when the pool was last looked for: its certificate.
    pub untrusted: Option<Arc<Error>>,
    /// How often a connection was tried.
    attempts: u64,
    failure: Option<Failure>,
}

/// How the last try to connect went wrong, for those who waited for it.
struct Failure {
    why: String,
    until: Instant,
}

impl Memory {
    pub fn new(config: &Config) -> Self {
        Memory {
            master: config.address.clone(),
            session: None,
            pool: config.pool.clone(),
            members: watch::Sender::new(config.members.clone()),
            untrusted: None,
            attempts: 0,
            failure: None,
        }
    }
}

impl Memory {
    /// The session to log out of at the end: the current one, or one whose connection was lost.
    pub fn last_session(
        &mut self,
        attached: Option<Arc<Attached>>,
        dialer: &Arc<Dialer>,
    ) -> Option<Arc<Attached>> {
        let (address, session) = self.session.take()?;
        let lost = || {
            let endpoint = Endpoint::new(address, dialer.clone());
            Arc::new(Attached { endpoint, session, pool: Arc::new(Pool::unknown()) })
        };
        Some(attached.unwrap_or_else(lost))
    }

    /// Remembers where a host of the pool is.
    pub fn met(&self, address: String) {
        self.members.send_if_modified(|members| {
            let new = !address.is_empty() && !members.contains(&address);
            if new {
                members.push(address);
            }
            new
        });
    }
}

impl Attached {
    pub async fn send(&self, call: &Call, silence: Duration) -> Result<Bytes> {
        post(&self.endpoint, call, Some(&self.session), silence).await
    }

    pub async fn logout(&self, wait: Duration) {
        let Ok(call) = Call::new("session.logout", params![]) else { return };
        if let Err(why) = post_twice(&self.endpoint, &call, Some(&self.session), wait).await {
            tracing::debug!(error = %why, "the session could not be logged out");
        }
    }
}

async fn post(endpoint: &Endpoint, call: &Call, session: Option<&str>, silence: Duration) -> Result<Bytes> {
    let body = endpoint.post("/jsonrpc", &call.method, call.body(session), silence).await?;
    rpc::result(&call.method, &body)
}

/// Posts what may be done twice, again if the connection broke: that alone does not mean that the host is gone.
pub(crate) async fn post_twice(
    endpoint: &Endpoint,
    call: &Call,
    session: Option<&str>,
    silence: Duration,
) -> Result<Bytes> {
    match post(endpoint, call, session, silence).await {
        Err(Error::Http { source, .. }) if !source.is_parse() => post(endpoint, call, session, silence).await,
        other => other,
    }
}

impl Client {
    /// Finds the master and logs in, once for all who wait.
    pub(crate) async fn attach(&self) -> Result<Arc<Attached>> {
        let before = self.memory().attempts;
        let _one_at_a_time = self.inner.attaching.lock().await;
        if let Some(attached) = self.current() {
            return Ok(attached);
        }
        {
            let memory = self.memory();
            let shared = memory.attempts != before;
            if let Some(failure) = memory.failure.as_ref().filter(|it| shared || it.until > Instant::now()) {
                let (address, why) = (self.inner.config.address.clone(), failure.why.clone());
                return Err(Error::Unreachable { address, why });
            }
        }
        let result = self.find_master().await;
        let mut memory = self.memory();
        memory.attempts += 1;
        memory.failure = result.as_ref().err().map(|why| {
            let pause =
                if why.code().is_some() && why.needs_attention() { REFUSED_FOR } else { Duration::ZERO };
            Failure { why: why.chain(), until: Instant::now() + pause }
        });
        result
    }

    async fn find_master(&self) -> Result<Arc<Attached>> {
        let mut asked = HashSet::new();
        let mut first_error = None;
        self.memory().untrusted = None;
        for (rank, candidate) in self.candidates().into_iter().enumerate() {
            if asked.contains(&candidate) {
                continue;
            }
            match self.attach_from(candidate.clone(), &mut asked).await {
                Ok(attached) => {
                    let attached = Arc::new(attached);
                    tracing::info!(pool = attached.pool.uuid, address = %attached.endpoint.address, "connected");
                    if let Err(closed) = self.set_attached(&attached) {
                        attached.logout(self.inner.config.timeouts.connect).await;
                        return Err(closed);
                    }
                    return Ok(attached);
                }
                Err(why) => {
                    tracing::debug!(address = %candidate, error = %why, "not connected");
                    // Asking more hosts would fail as often as there are hosts, and may lock the account.
                    let hopeless = why.needs_attention() && (rank == 0 || why.code().is_some());
                    let other_pool = matches!(why, Error::OtherPool { .. });
                    if hopeless && !other_pool {
                        return Err(why);
                    }
                    match why {
                        Error::CertificateUntrusted { .. } => self.memory().untrusted = Some(Arc::new(why)),
                        // That is worse than not to be reached: somebody has to look at it.
                        Error::CertificateChanged { .. } => first_error = Some(why),
                        _ => drop(first_error.get_or_insert(why)),
                    }
                }
            }
        }
        Err(first_error.unwrap_or_else(|| Error::NoMaster { address: self.inner.config.address.clone() }))
    }

    fn candidates(&self) -> Vec<Address> {
        let memory = self.memory();
        let configured = &self.inner.config.address;
        let mut all = vec![memory.master.clone(), configured.clone()];
        all.extend(memory.members.borrow().iter().map(|host| configured.with_host(host)));
        all
    }

    async fn attach_from(&self, start: Address, asked: &mut HashSet<Address>) -> Result<Attached> {
        let mut address = start.clone();
        for _ in 0..HOPS {
            if !asked.insert(address.clone()) {
                break;
            }
            let endpoint = Endpoint::new(address.clone(), self.inner.dialer.clone());
            let attached = match self.log_in(&endpoint).await {
                Ok(session) => self.identify(endpoint, session).await,
                Err(why) => Err(why),
            };
            match attached {
                Ok(attached) => return Ok(attached),
                Err(Error::Xapi { code, params, .. }) if code == "HOST_IS_SLAVE" && !params.is_empty() => {
                    address = address.with_host(&params[0]);
                    self.inner.dialer.trusts.named(address.clone());
                }
                Err(why) => return Err(why),
            }
        }
        Err(Error::NoMaster { address: start })
    }

    /// A session on this host: the one from before if it is still good, else a new one.
    async fn log_in(&self, endpoint: &Endpoint) -> Result<Arc<str>> {
        let Config { user, password, originator, timeouts, .. } = &self.inner.config;
        let before = self.memory().session.clone().filter(|(address, _)| *address == endpoint.address);
        let before = before.map(|(_, session)| session);
        let hello = Call::new("session.get_this_host", params![before.as_deref().unwrap_or(NULL_REF)])?;
        match post_twice(endpoint, &hello, Some(before.as_deref().unwrap_or(NULL_REF)), timeouts.connect)
            .await
        {
            Ok(_) => {
                if let Some(session) = before {
                    return Ok(session);
                }
            }
            Err(why @ Error::Xapi { .. }) => {
                let refused = ["HOST_IS_SLAVE", "HOST_STILL_BOOTING"].iter().any(|code| why.is(code));
                if refused {
                    return Err(why);
                }
            }
            Err(why @ (Error::Status { .. } | Error::Decode { .. })) => {
                return Err(Error::NotXapi { address: endpoint.address.clone(), source: Box::new(why) });
            }
            // What wants TLS gives no answer to anything else; a pool that was there before may be restarting.
            Err(why @ Error::Http { .. })
                if is_parse_error(&why) || !endpoint.address.tls() && self.memory().pool.is_none() =>
            {
                return Err(Error::NotXapi { address: endpoint.address.clone(), source: Box::new(why) });
            }
            Err(why) => return Err(why),
        }
        let login = Call::new("session.login_with_password", params![user, password, "1.0", originator])?;
        let result = post(endpoint, &login, None, timeouts.login).await?;
        let session: String = rpc::read(&login.method, &result)?;
        let session: Arc<str> = session.into();
        self.memory().session = Some((endpoint.address.clone(), session.clone()));
        Ok(session)
    }

    /// Makes sure that it is the right pool, and learns of its hosts.
    async fn identify(&self, endpoint: Endpoint, session: Arc<str>) -> Result<Attached> {
        let silence = self.inner.config.timeouts.login;
        let call = Call::new("pool.get_all_records", params![])?;
        let result = post_twice(&endpoint, &call, Some(&session), silence).await?;
        let pools: BTreeMap<String, PoolRecord> = rpc::read(&call.method, &result)?;
        let Some((reference, PoolRecord { uuid, master })) = pools.into_iter().next() else {
            let source = serde::de::Error::custom("there is no pool");
            return Err(Error::Decode { doing: call.method, source });
        };
        let expected = self.memory().pool.clone();
        if let Some(expected) = expected.filter(|expected| *expected != uuid) {
            let address = endpoint.address.clone();
            let attached = Attached { endpoint, session, pool: Arc::new(Pool::unknown()) };
            attached.logout(self.inner.config.timeouts.connect).await;
            self.memory().session = None;
            return Err(Error::OtherPool { address, expected, found: uuid });
        }
        let call = Call::new("host.get_all_records", params![])?;
        let result = post_twice(&endpoint, &call, Some(&session), silence).await?;
        let hosts: BTreeMap<String, HostRecord> = rpc::read(&call.method, &result)?;
        let hosts: BTreeMap<String, String> =
            hosts.into_iter().map(|(key, host)| (key, host.address)).collect();
        {
            let mut memory = self.memory();
            memory.master = endpoint.address.clone();
            memory.pool = Some(uuid.clone());
            let mut members: Vec<_> = hosts.values().filter(|it| !it.is_empty()).cloned().collect();
            members.sort_unstable();
            memory.members.send_replace(members);
        }
        for host in hosts.values() {
            self.inner.dialer.trusts.named(self.inner.config.address.with_host(host));
        }
        if self.inner.dialer.trusts.vouches() {
            self.learn_certificates(&endpoint, &session, &hosts).await;
        }
        Ok(Attached { endpoint, session, pool: Arc::new(Pool { uuid, reference, master, hosts }) })
    }

    /// Pins the certificates that the pool tells of its hosts; old versions tell none.
    async fn learn_certificates(&self, endpoint: &Endpoint, session: &str, hosts: &BTreeMap<String, String>) {
        let told = async {
            let call = Call::new("Certificate.get_all_records", params![])?;
            let silence = self.inner.config.timeouts.login;
            let result = post_twice(endpoint, &call, Some(session), silence).await?;
            rpc::read::<BTreeMap<String, CertificateRecord>>(&call.method, &result)
        };
        match told.await {
            Ok(records) => {
                for record in records.values().filter(|record| record.of == "host") {
                    let host = hosts.get(&record.host).filter(|host| !host.is_empty());
                    if let (Some(host), Ok(fingerprint)) = (host, record.fingerprint_sha256.parse()) {
                        let address = self.inner.config.address.with_host(host);
                        self.inner.dialer.trusts.told(&address, fingerprint);
                    }
                }
            }
            Err(why) => tracing::debug!(error = %why.chain(), "the pool tells no certificates"),
        }
    }
}

impl Pool {
    fn unknown() -> Self {
        Pool { uuid: String::new(), reference: String::new(), master: String::new(), hosts: BTreeMap::new() }
    }
}

fn is_parse_error(why: &Error) -> bool {
    matches!(why, Error::Http { source, .. } if source.is_parse())
}

#[derive(Deserialize)]
struct PoolRecord {
    uuid: String,
    #[serde(default)]
    master: String,
}

#[derive(Deserialize)]
struct CertificateRecord {
    /// `host` for the one that a host shows to clients.
    #[serde(default, rename = "type")]
    of: String,
    #[serde(default)]
    host: String,
    #[serde(default)]
    fingerprint_sha256: String,
}

#[derive(Deserialize)]
struct HostRecord {
    #[serde(default)]
    address: String,
}
