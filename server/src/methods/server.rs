//! Pool connections: kept in the store first, then told to those who connect.

use api::{
    ApiError, ParamError,
    server::{AcceptCertificate, Add, Disable, Enable, GetAll, Listed, Remove, Set},
};
use model::{Id, Kind, objects::Server};
use xapi::Address;

use crate::{
    Cx,
    pools::keep,
    store::{ServerRow, StoreError},
};

pub async fn add(cx: Cx, call: Add) -> Result<Id<Server>, ApiError> {
    let host = valid_host(&call.host)?;
    let _turn = cx.app.changing_servers.lock().await;
    free(&cx, &host, None).await?;
    let row = ServerRow {
        id: uuid::Uuid::new_v4().to_string(),
        host,
        label: call.label.filter(|l| !l.trim().is_empty()),
        username: call.username,
        password: call.password,
        allow_unauthorized: call.allow_unauthorized,
        enabled: call.auto_connect.unwrap_or(true),
        read_only: call.read_only,
        pool_id: None,
        created_at: i64::try_from(cx.app.clock.now()).unwrap_or(i64::MAX),
    };
    cx.app.store.insert_server(&row).await.map_err(|e| taken(e, &row.host))?;
    let id = Id::from(row.id.as_str());
    cx.app.pools.set(keep::spec(&cx.app.store, row).await?);
    Ok(id)
}

pub async fn set(cx: Cx, call: Set) -> Result<(), ApiError> {
    let host = call.host.as_deref().map(valid_host).transpose()?;
    let _turn = cx.app.changing_servers.lock().await;
    let old = known(&cx, &call.id).await?;
    let mut row = old.clone();
    if let Some(host) = host {
        free(&cx, &host, Some(&call.id)).await?;
        row.host = host;
    }
    if let Some(label) = call.label {
        row.label = Some(label).filter(|l| !l.trim().is_empty());
    }
    row.username = call.username.unwrap_or(row.username);
    row.password = call.password.unwrap_or(row.password);
    row.allow_unauthorized = call.allow_unauthorized.unwrap_or(row.allow_unauthorized);
    row.read_only = call.read_only.unwrap_or(row.read_only);
    if row.host != old.host {
        // Another address may be another pool, with other hosts and certificates.
        row.pool_id = None;
        cx.app.store.forget_hosts(&row.id).await?;
    }
    keep(&cx, row).await
}

pub async fn enable(cx: Cx, call: Enable) -> Result<(), ApiError> {
    {
        let _turn = cx.app.changing_servers.lock().await;
        let row = known(&cx, &call.id).await?;
        keep(&cx, ServerRow { enabled: true, ..row }).await?;
        cx.app.pools.retry(call.id.as_str());
    }
    cx.app.pools.outcome(call.id.as_str()).await
}

pub async fn disable(cx: Cx, call: Disable) -> Result<(), ApiError> {
    let _turn = cx.app.changing_servers.lock().await;
    let row = known(&cx, &call.id).await?;
    keep(&cx, ServerRow { enabled: false, ..row }).await
}

pub async fn accept_certificate(cx: Cx, call: AcceptCertificate) -> Result<(), ApiError> {
    let _turn = cx.app.changing_servers.lock().await;
    let row = known(&cx, &call.id).await?;
    cx.app.pools.accept_certificate(call.id.as_str(), &call.fingerprint)?;
    if !row.enabled {
        keep(&cx, ServerRow { enabled: true, ..row }).await?;
    }
    Ok(())
}

pub async fn remove(cx: Cx, call: Remove) -> Result<(), ApiError> {
    let _turn = cx.app.changing_servers.lock().await;
    let row = known(&cx, &call.id).await?;
    cx.app.store.delete_server(&row.id).await?;
    cx.app.pools.remove(&row.id);
    Ok(())
}

pub async fn get_all(cx: Cx, _: GetAll) -> Result<Vec<Listed>, ApiError> {
    let hosts = cx.app.cache.of_kind(Kind::Host);
    let mut servers = Vec::new();
    for object in cx.app.cache.of_kind(Kind::Server) {
        let server: Server = object.read().map_err(|error| {
            tracing::error!(%error, "a connection cannot be read back");
            ApiError::Internal
        })?;
        let pool = server.pool_id.as_ref().and_then(|pool| cx.app.cache.get(pool.as_str()));
        let pool = pool.filter(|pool| pool.source() == object.id());
        let own = hosts.iter().filter(|host| host.source() == object.id());
        let mut addresses: Vec<String> =
            own.filter_map(|host| host.row().read_field("address").ok()).collect();
        addresses.sort_unstable();
        servers.push(Listed {
            server,
            pool_name_description: pool.and_then(|pool| pool.row().read_field("name_description").ok()),
            pool_members_addresses: Some(addresses).filter(|addresses| !addresses.is_empty()),
        });
    }
    let key = |it: &Listed| (it.server.host.clone(), it.server.id.clone());
    servers.sort_by_cached_key(key);
    Ok(servers)
}

/// Writes a changed row down, then has it.
async fn keep(cx: &Cx, row: ServerRow) -> Result<(), ApiError> {
    cx.app.store.update_server(&row).await.map_err(|e| taken(e, &row.host))?;
    cx.app.pools.set(keep::spec(&cx.app.store, row).await?);
    Ok(())
}

async fn known(cx: &Cx, id: &Id<Server>) -> Result<ServerRow, ApiError> {
    let known = cx.app.store.servers().await?.into_iter().find(|row| row.id == id.as_str());
    known.ok_or_else(|| ApiError::NotFound { what: "server".into(), id: id.to_string() })
}

/// No other server has that address, however it is written.
async fn free(cx: &Cx, host: &str, own: Option<&Id<Server>>) -> Result<(), ApiError> {
    let address = host.parse::<Address>().ok();
    let servers = cx.app.store.servers().await?;
    let others = servers.iter().filter(|row| own.is_none_or(|own| own.as_str() != row.id));
    match others.into_iter().find(|row| row.host.parse::<Address>().ok() == address) {
        Some(other) => Err(exists(&other.host)),
        None => Ok(()),
    }
}

fn valid_host(host: &str) -> Result<String, ApiError> {
    let host = host.trim();
    match host.parse::<Address>() {
        Ok(_) => Ok(host.to_owned()),
        Err(error) => Err(ApiError::parameter(ParamError::wrong("host", "format", error.to_string()))),
    }
}

fn taken(error: StoreError, host: &str) -> ApiError {
    match error {
        StoreError::Exists => exists(host),
        error => error.into(),
    }
}

fn exists(host: &str) -> ApiError {
    ApiError::AlreadyExists { what: format!("a server at {host}"), id: host.to_owned() }
}
