//! Calls to the master of a pool, wherever it is: sessions, replays and retries happen here.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use tokio::sync::{Semaphore, watch};
use tokio::time::Instant;

use crate::address::Address;
use crate::attach::{Attached, Memory, Pool};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::net::Dialer;
use crate::rpc::{self, Call, Params};
use crate::task::Tasks;
use crate::tls::{Fingerprint, Pins, Trusts};
use crate::types::{Record, Ref};

/// Calls under way at once; servers are slow at more, and refuse some.
const CONCURRENT: usize = 16;
/// How often a call that a busy server puts off is tried again.
const BUSY_TRIES: usize = 10;

/// A client of one pool. Cheap to clone; all clones share one session.
///
/// It connects at the first call. When its session is lost it logs in again; when the host it talks to is not, or no
/// longer, the master, it follows; when the master is gone it asks the other hosts it knows of.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub config: Config,
    pub dialer: Arc<Dialer>,
    attached: Mutex<Option<Arc<Attached>>>,
    pub memory: Mutex<Memory>,
    pub attaching: tokio::sync::Mutex<()>,
    pub tasks: Tasks,
    calls: Semaphore,
    closed: AtomicBool,
}

impl Client {
    /// A client that connects at its first call.
    pub fn new(config: Config) -> Self {
        let dialer = Arc::new(Dialer {
            connector: config.connector.clone(),
            trusts: Trusts::new(config.trust, config.address.clone(), config.pins.clone()),
            timeout: config.timeouts.connect,
        });
        config.members.iter().for_each(|host| dialer.trusts.named(config.address.with_host(host)));
        let memory = Memory::new(&config);
        let inner = Inner {
            config,
            dialer,
            attached: Mutex::default(),
            memory: Mutex::new(memory),
            attaching: tokio::sync::Mutex::default(),
            tasks: Tasks::default(),
            calls: Semaphore::new(CONCURRENT),
            closed: AtomicBool::new(false),
        };
        Client { inner: Arc::new(inner) }
    }

    /// A client that has logged in.
    pub async fn connect(config: Config) -> Result<Self> {
        let client = Client::new(config);
        client.attached().await?;
        Ok(client)
    }

    /// Calls a method, `Class.name`, and reads its result. The session is put before the parameters.
    pub async fn call<T: DeserializeOwned>(&self, method: &str, params: Params) -> Result<T> {
        let result = self.call_bytes(method, params).await?;
        rpc::read(method, &result)
    }

    /// Calls a method and answers its result as JSON that was not looked at, for callers who parse large ones well.
    pub async fn call_bytes(&self, method: &str, params: Params) -> Result<Bytes> {
        let call = Call::new(method, params)?;
        let _permit = self.inner.calls.acquire().await.map_err(|_| Error::Closed)?;
        self.send(&call, self.inner.config.timeouts.silence).await
    }

    /// Every record of a class.
    pub async fn records<T: Record>(&self) -> Result<BTreeMap<Ref<T>, T>> {
        self.call(&format!("{}.get_all_records", T::CLASS), Params::new()).await
    }

    /// The record of an object.
    pub async fn record<T: Record>(&self, object: &Ref<T>) -> Result<T> {
        self.call(&format!("{}.get_record", T::CLASS), Params::new().with(object)).await
    }

    /// The reference of the object with a uuid.
    pub async fn by_uuid<T: Record>(&self, uuid: &str) -> Result<Ref<T>> {
        self.call(&format!("{}.get_by_uuid", T::CLASS), Params::new().with(uuid)).await
    }

    /// Where the master is, as far as is known.
    pub fn address(&self) -> Address {
        self.memory().master.clone()
    }

    /// The pool, once connected.
    pub fn pool(&self) -> Option<Arc<Pool>> {
        self.current().map(|attached| attached.pool.clone())
    }

    /// When the server was last heard of, while connected to it.
    pub fn heard(&self) -> Option<Instant> {
        self.current().map(|attached| attached.endpoint.heard())
    }

    /// The pinned certificates, and word of each new one: to be stored and given to the next client.
    pub fn pins(&self) -> watch::Receiver<Pins> {
        self.inner.dialer.trusts.pins()
    }

    /// The addresses of the pool's hosts, and word of each change: to be stored and given to the next client.
    pub fn members(&self) -> watch::Receiver<Vec<String>> {
        self.memory().members.subscribe()
    }

    /// Why another host than the first was passed by when the pool was last looked for: nobody vouches for its
    /// certificate.
    pub fn untrusted(&self) -> Option<Arc<Error>> {
        self.memory().untrusted.clone()
    }

    /// Pins a certificate, in place of the one pinned before.
    pub fn pin(&self, address: &Address, fingerprint: Fingerprint) {
        self.inner.dialer.trusts.pin(address, fingerprint);
    }

    /// Logs out; calls fail from here on. A client that is merely dropped logs out too, but nobody hears how it went.
    pub async fn close(&self) {
        self.inner.closed.store(true, Ordering::Release);
        self.inner.calls.close();
        let attached = self.take_attached(None);
        let last = self.memory().last_session(attached, &self.inner.dialer);
        if let Some(attached) = last {
            attached.logout(self.inner.config.timeouts.connect).await;
        }
    }

    /// Sends a call, again where that is safe and useful.
    pub(crate) async fn send(&self, call: &Call, silence: Duration) -> Result<Bytes> {
        let (mut replays, mut busy) = (0, 0);
        loop {
            let attached = self.attached().await?;
            let why = match attached.send(call, silence).await {
                Ok(result) => return Ok(result),
                Err(why) => why,
            };
            match &why {
                Error::Xapi { code, params, .. } => match code.as_str() {
                    "SESSION_INVALID" if params.first().is_some_and(|it| *it == *attached.session) => {
                        self.lose(&attached, Loss::Session);
                        replays += 1;
                    }
                    "HOST_IS_SLAVE" => {
                        self.lose(&attached, Loss::Master(params.first().map(String::as_str)));
                        replays += 1;
                    }
                    "TOO_MANY_PENDING_TASKS" if busy < BUSY_TRIES => {
                        busy += 1;
                        tokio::time::sleep(self.inner.config.timeouts.busy).await;
                        continue;
                    }
                    _ => return Err(why),
                },
                // Nothing was sent.
                Error::Connect { .. } | Error::Tls { .. } => {
                    self.lose(&attached, Loss::Connection);
                    replays += 1;
                }
                // Perhaps it was sent, but it changes nothing.
                Error::Http { .. } if call.method.contains(".get_") => replays += 1,
                _ => return Err(why),
            }
            if replays > 1 {
                return Err(why);
            }
            tracing::debug!(call.method, error = %why, "calling again");
        }
    }

    /// The connection to the master, made if there is none.
    pub(crate) async fn attached(&self) -> Result<Arc<Attached>> {
        if self.inner.closed.load(Ordering::Acquire) {
            return Err(Error::Closed);
        }
        match self.current() {
            Some(attached) => Ok(attached),
            None => self.attach().await,
        }
    }

    /// Notes where a host of the pool is, as the pool told.
    pub(crate) fn met(&self, host: String) {
        self.inner.dialer.trusts.named(self.inner.config.address.with_host(&host));
        self.memory().met(host);
    }

    pub(crate) fn current(&self) -> Option<Arc<Attached>> {
        self.slot().clone()
    }

    pub(crate) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.inner.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a connection the current one, unless the client was closed meanwhile.
    pub(crate) fn set_attached(&self, attached: &Arc<Attached>) -> Result<()> {
        *self.slot() = Some(attached.clone());
        if self.inner.closed.load(Ordering::Acquire) {
            return Err(Error::Closed);
        }
        Ok(())
    }

    /// Gives up a connection; others who use it find out by themselves.
    pub(crate) fn lose(&self, attached: &Arc<Attached>, loss: Loss<'_>) {
        if self.take_attached(Some(attached)).is_none() {
            return;
        }
        let mut memory = self.memory();
        match loss {
            Loss::Session => memory.session = None,
            Loss::Connection => {}
            Loss::Master(None) => memory.session = None,
            Loss::Master(Some(host)) => {
                memory.session = None;
                memory.master = attached.endpoint.address.with_host(host);
                self.inner.dialer.trusts.named(memory.master.clone());
            }
        }
    }

    fn take_attached(&self, only: Option<&Arc<Attached>>) -> Option<Arc<Attached>> {
        let mut slot = self.slot();
        let same = match (&*slot, only) {
            (Some(current), Some(only)) => Arc::ptr_eq(current, only),
            (current, _) => current.is_some(),
        };
        if same { slot.take() } else { None }
    }

    fn slot(&self) -> MutexGuard<'_, Option<Arc<Attached>>> {
        self.inner.attached.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is no longer there.
pub(crate) enum Loss<'a> {
    /// The session: a new one is needed.
    Session,
    /// The connection: the session may still be good.
    Connection,
    /// The role of master, which the named host has now.
    Master(Option<&'a str>),
}

impl Drop for Inner {
    fn drop(&mut self) {
        let attached = self.attached.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        let memory = self.memory.get_mut().unwrap_or_else(PoisonError::into_inner);
        let attached = memory.last_session(attached, &self.dialer);
        if let (Some(attached), Ok(runtime)) = (attached, tokio::runtime::Handle::try_current()) {
            let wait = self.config.timeouts.connect;
            runtime.spawn(async move { attached.logout(wait).await });
        }
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("config", &self.inner.config).finish_non_exhaustive()
    }
}
