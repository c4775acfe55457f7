//! The demo: a simulated pool in this process, already added, and a user whose password everybody knows.

use std::sync::Arc;

use sim::{Config, Sim};

use super::StartError;
use crate::{App, store::ServerRow};

const USER: &str = "admin@admin.net";
const PASSWORD: &str = "admin";
/// The id of the demo's server; its presence says that a database is a demo's.
const SERVER: &str = "00000000-0000-4000-8000-00000000de80";

/// The simulated pool, alive as long as this.
pub struct Demo {
    _sim: Sim,
}

pub async fn start(app: &Arc<App>) -> Result<Demo, StartError> {
    let servers = app.store.servers().await?;
    let ours = servers.iter().find(|s| s.id == SERVER);
    if ours.is_none() && !(servers.is_empty() && app.accounts.users().is_empty()) {
        return Err(StartError::NotADemo { dir: app.settings.data.clone() });
    }
    let config = Config::demo();
    let (username, password) = (config.user.clone(), config.password.clone());
    let sim = Sim::start(config).await?;
    let server = ServerRow {
        id: SERVER.into(),
        host: sim.url(),
        label: Some("Demo".into()),
        username,
        password,
        allow_unauthorized: false,
        enabled: true,
        read_only: false,
        pool_id: None,
        created_at: i64::try_from(app.clock.now()).unwrap_or(i64::MAX),
    };
    match ours {
        Some(_) => app.store.update_server(&server).await?,
        None => app.store.insert_server(&server).await?,
    }
    if app.accounts.has_no_admin() {
        app.accounts.make_admin(USER, PASSWORD).await.map_err(StartError::FirstUser)?;
    }
    Ok(Demo { _sim: sim })
}
