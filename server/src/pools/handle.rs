//! A connected pool, as handlers use it.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use api::ApiError;
use model::{Id, Kind, objects::Task};
use serde::de::DeserializeOwned;
use tokio::sync::oneshot;
use xapi::{Client, Error, Params, Ref, params};

use tokio_util::sync::CancellationToken;

use super::told;
use crate::{Caller, access, table::Started};

/// The kinds of objects that refusals name, likeliest first.
const NAMED: &[Kind] = &[
    Kind::Vm,
    Kind::Host,
    Kind::Sr,
    Kind::Network,
    Kind::Pool,
    Kind::Vdi,
    Kind::VmTemplate,
    Kind::VmSnapshot,
    Kind::VmController,
    Kind::VdiSnapshot,
    Kind::Pif,
    Kind::Pbd,
    Kind::Vbd,
    Kind::Vif,
    Kind::Task,
];

/// Calls to one connected pool. Cheap to clone.
#[derive(Clone)]
pub struct PoolHandle {
    pub(super) client: Client,
    /// The id of the configured connection.
    pub(super) server: Arc<str>,
    /// What people call the pool.
    pub(super) name: Arc<str>,
    pub(super) read_only: Arc<AtomicBool>,
    pub(super) cache: Arc<cache::Store>,
    pub(super) gone: CancellationToken,
    /// For whom it is used: errors name nothing that they may not see.
    pub(super) viewer: Caller,
    /// Whether they may see the pool itself.
    pub(super) sees_pool: bool,
}

impl PoolHandle {
    /// What people call the pool.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The id of the configured connection.
    pub fn server(&self) -> &str {
        &self.server
    }

    /// Waits until the connection is ended for good: disabled, removed, or replaced by another.
    pub async fn gone(&self) {
        self.gone.cancelled().await;
    }

    /// Where the screen of the VM with that reference is, if it has one now.
    pub async fn console_location(&self, vm: &str) -> Result<Option<String>, ApiError> {
        let consoles: Vec<Ref<xapi::Console>> = self.ask("VM.get_consoles", params![vm]).await?;
        for console in &consoles {
            match self.client.record(console).await {
                Ok(console) if console.protocol == xapi::ConsoleProtocol::Rfb => {
                    return Ok(Some(console.location));
                }
                Ok(_) => {}
                // It went away meanwhile.
                Err(error) if error.is("HANDLE_INVALID") => {}
                Err(error) => return Err(self.error(&error)),
            }
        }
        Ok(None)
    }

    /// The untyped client, for calls that change nothing.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Asks something that changes nothing.
    pub async fn ask<T: DeserializeOwned>(&self, method: &str, params: Params) -> Result<T, ApiError> {
        self.client.call(method, params).await.map_err(|error| self.error(&error))
    }

    /// Makes a call that changes the pool and is over at once.
    pub async fn change<T: DeserializeOwned>(&self, method: &str, params: Params) -> Result<T, ApiError> {
        self.check_writable()?;
        self.ask(method, params).await
    }

    /// Starts a call that takes its time, about the object with a reference. It goes on when nobody waits for it.
    pub async fn start<T: DeserializeOwned + Send + 'static>(
        &self,
        method: &str,
        params: Params,
        about: &str,
    ) -> Result<Started<T>, ApiError> {
        self.check_writable()?;
        let running = self.client.start_task(method, params).await.map_err(|error| self.error(&error))?;
        let (pool, about) = (self.clone(), about.to_owned());
        let (named, name) = oneshot::channel();
        // It waits here, so that the task is cleaned up even if the caller goes away; not before its id is known.
        let end = tokio::spawn(async move {
            // Nobody may be there to hear it any more.
            let _ = named.send(pool.task_id(running.reference(), &about).await);
            running.wait::<T>().await.map_err(|error| pool.error(&error))
        });
        let task = name.await.map_err(|_| ApiError::Internal)?;
        let done = async move { end.await.unwrap_or(Err(ApiError::Internal)) };
        Ok(Started { task, done: Box::pin(done) })
    }

    /// The id of a task, which is also told what it is about.
    async fn task_id(&self, task: &Ref<xapi::Task>, about: &str) -> Id<Task> {
        let noted = self.client.call::<()>("task.add_to_other_config", params![task, "applies_to", about]);
        let uuid = self.client.call::<String>("task.get_uuid", params![task]);
        let (noted, uuid) = tokio::join!(noted, uuid);
        if let Err(error) = noted {
            tracing::debug!(%task, %error, "the task was not told what it is about");
        }
        // It may be over and gone already.
        uuid.unwrap_or_else(|_| task.as_str().to_owned()).into()
    }

    /// Refuses what a read-only connection may not do.
    pub fn check_writable(&self) -> Result<(), ApiError> {
        if self.read_only.load(Ordering::Relaxed) {
            let name = if self.sees_pool { &self.name } else { "The pool" };
            let reason = format!("{name} is connected read-only.");
            let object = if self.sees_pool { self.server.to_string() } else { String::new() };
            return Err(ApiError::IncorrectState { object, reason });
        }
        Ok(())
    }

    /// The error for people: references become names.
    pub fn error(&self, error: &Error) -> ApiError {
        let mut error = told::api_error(&self.name, error);
        match &mut error {
            ApiError::Xapi { params, .. } => self.name_references(params),
            ApiError::PoolUnavailable { .. } if !self.sees_pool => error = unseen_pool(),
            _ => {}
        }
        error
    }

    fn name_references(&self, params: &mut [String]) {
        let mut unknown: Vec<(&mut String, String)> = params
            .iter_mut()
            .filter(|param| param.starts_with("OpaqueRef:"))
            .map(|param| {
                let quoted = format!("\"{param}\"");
                (param, quoted)
            })
            .collect();
        for kind in NAMED {
            if unknown.is_empty() {
                return;
            }
            for object in self.cache.of_kind(*kind).iter().filter(|object| object.source() == &*self.server) {
                let Some(reference) = object.get("_xapiRef") else { continue };
                unknown.retain_mut(|(param, quoted)| {
                    let found = reference == quoted;
                    if found && !access::sees(&self.viewer, object, &self.cache) {
                        **param = format!("a {} that you may not see", kind.as_str());
                    } else if found {
                        let name = object.row().read_field::<Option<String>>("name_label").ok().flatten();
                        let name = name.filter(|name| !name.is_empty());
                        **param = name.unwrap_or_else(|| object.id().to_owned());
                    }
                    !found
                });
            }
        }
    }
}

/// A pool is not connected, told to somebody who may see an object of it and not the pool.
pub(super) fn unseen_pool() -> ApiError {
    ApiError::Unavailable { reason: "its pool is not connected at the moment".into() }
}
