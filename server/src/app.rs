//! What every call works with.

use std::sync::Arc;

use api::ApiError;
use model::{Access, Privilege, Target};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    Caller, access, accounts::Accounts, bytes::Tickets, clock::Clock, doors::one_shot::OneShots,
    lists::Lists, metrics::Metrics, pools::Pools, settings::Settings, store::Store, table::Table,
};

/// The running server.
pub struct App {
    pub settings: Settings,
    pub clock: Clock,
    pub store: Arc<Store>,
    /// Objects of all pools and our own.
    pub cache: Arc<cache::Store>,
    /// What somebody watches of them.
    pub lists: Lists,
    pub accounts: Accounts,
    /// Every configured pool.
    pub pools: Pools,
    /// Configured servers change one after the other.
    pub changing_servers: tokio::sync::Mutex<()>,
    pub table: Table,
    /// Answers that wait to be fetched.
    pub one_shots: OneShots,
    /// Consoles that may be opened.
    pub tickets: Tickets,
    pub metrics: Metrics,
    /// Every socket and console runs as one of these, so that a stop can wait for them.
    pub tasks: TaskTracker,
    /// Cancelled when the server is to stop: every socket closes then.
    pub stopping: CancellationToken,
}

/// One call: what it works with, and who makes it.
#[derive(Clone)]
pub struct Cx {
    pub app: Arc<App>,
    pub caller: Caller,
}

impl Cx {
    /// Whether the caller may make a call that needs `access`. Of what they may not see they hear that there
    /// is no such thing.
    pub fn check(&self, access: &Access) -> Result<(), ApiError> {
        let Access::On(needs) = access else { return Ok(()) };
        needs.iter().try_for_each(|(needs, target)| self.check_one(*needs, target))
    }

    fn check_one(&self, needs: Privilege, target: &Target) -> Result<(), ApiError> {
        let Target { id: object, what, kinds } = target;
        // A limited token hears the same of what is not there as of what is out of its reach.
        let not_found = || match self.caller.scope.as_deref() {
            Some(scope) if scope.objects.is_some() => {
                ApiError::OutOfScope { what: format!("{what} {object}"), scope: scope.to_string() }
            }
            _ => ApiError::NotFound { what: (*what).into(), id: object.to_string() },
        };
        let known = self.app.cache.get(object.as_str()).ok_or_else(not_found)?;
        let may = access::may(&self.caller, &known, &self.app.cache);
        if !may.has(Privilege::See) || !kinds.contains(&known.kind()) {
            return Err(not_found());
        }
        if !may.has(needs) {
            return Err(ApiError::Forbidden { missing: needs, object: Some(object.to_string()) });
        }
        Ok(())
    }
}
