//! Xenith's own users, groups, roles and sessions as objects, so that they reach readers the way pool objects do.

use std::sync::Arc;

use cache::{Row, Writer};
use model::Kind;
use serde::Serialize;

use crate::App;

/// Keeps the cache equal to the accounts until the server stops.
pub async fn publish(app: Arc<App>, mut writer: Writer) {
    let mut changes = app.accounts.changes();
    loop {
        changes.mark_unchanged();
        let users = app.accounts.users();
        let groups = app.accounts.groups();
        let roles = app.accounts.roles();
        let sessions = app.accounts.sessions(None, None);
        let users = users.iter().filter_map(|u| row(&writer, Kind::User, u.id.as_str(), u));
        let groups = groups.iter().filter_map(|g| row(&writer, Kind::Group, g.id.as_str(), g));
        let roles = roles.iter().filter_map(|r| row(&writer, Kind::AclRole, r.id.as_str(), r));
        let sessions = sessions.iter().filter_map(|s| row(&writer, Kind::Session, s.id.as_str(), s));
        let all: Vec<_> = users.chain(groups).chain(roles).chain(sessions).collect();
        writer.replace_all(all);
        tokio::select! {
            changed = changes.changed() => if changed.is_err() { return },
            () = app.stopping.cancelled() => return,
        }
    }
}

fn row(writer: &Writer, kind: Kind, id: &str, object: &impl Serialize) -> Option<(Kind, Arc<str>, Row)> {
    match Row::of(writer.store().interner(), object) {
        Ok(row) => Some((kind, id.into(), row)),
        Err(error) => {
            tracing::error!(%error, kind = kind.as_str(), "an object cannot be written as a row");
            None
        }
    }
}
