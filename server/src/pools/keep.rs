//! Writes down what pool connections learn, and reads back what is configured.

use std::sync::Arc;

use tokio::sync::mpsc;

use super::{Learned, Pools, ServerSpec};
use crate::store::{Pin, ServerRow, Store, StoreError};

/// Makes a connection of every configured server.
pub async fn load(store: &Store, pools: &Pools) -> Result<(), StoreError> {
    for row in store.servers().await? {
        pools.set(spec(store, row).await?);
    }
    Ok(())
}

/// The connection that a row wants, with what was learned of its pool before.
pub async fn spec(store: &Store, row: ServerRow) -> Result<ServerSpec, StoreError> {
    let members = store.members(&row.id).await?;
    let pins = store.pins(&row.id).await?.into_iter().filter_map(|pin| match pin.fingerprint.parse() {
        Ok(fingerprint) => Some((pin.address, fingerprint)),
        Err(error) => {
            tracing::warn!(%error, address = pin.address, "a pinned certificate is not readable");
            None
        }
    });
    Ok(ServerSpec {
        pins: pins.collect(),
        members,
        id: row.id,
        host: row.host,
        label: row.label,
        username: row.username,
        password: row.password,
        allow_unauthorized: row.allow_unauthorized,
        enabled: row.enabled,
        read_only: row.read_only,
        pool_id: row.pool_id,
    })
}

/// Writes down what is learned, until nobody learns anything any more.
pub async fn remember(store: Arc<Store>, mut learned: mpsc::UnboundedReceiver<Learned>) {
    while let Some(learned) = learned.recv().await {
        let written = match &learned {
            Learned::Pin { server, address, fingerprint } => {
                let pin = Pin { address: address.clone(), fingerprint: fingerprint.to_string() };
                store.pin(server, &pin).await
            }
            Learned::Pool { server, pool } => store.note_pool(server, pool).await,
            Learned::Members { server, members } => store.note_members(server, members).await,
        };
        if let Err(error) = written {
            tracing::warn!(%error, ?learned, "what was learned of a pool is not written down");
        }
    }
}
