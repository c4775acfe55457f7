//! `CONNECT /console`: who may, which VM, and then raw bytes both ways.

use std::io;

use tokio::io::AsyncWriteExt;

use crate::console::{proxy, rfb};
use crate::data::db::Db;
use crate::data::value::Str;
use crate::net::http::{Door, Head, Stream, page};
use crate::rights;

/// A console that can be opened.
pub struct Found {
    pub console: Str,
    pub vm_uuid: Str,
    pub vm_name: Str,
    /// It shows a control domain.
    pub of_host: bool,
}

/// Answers the request and carries the console until either side ends it.
pub async fn open(mut stream: impl Stream, door: &Door, head: &Head) -> io::Result<()> {
    let session = head.parameter("session_id").unwrap_or_default();
    if !door.pool.read(|db| db.exists("session", &session)) {
        return page(&mut stream, 401, "").await;
    }
    if head.verb == "GET" {
        return page(&mut stream, 400, "WebSocket consoles are not simulated; use CONNECT.").await;
    }
    let wanted = ["uuid", "ref"].iter().find_map(|name| head.parameter(name));
    let Some(wanted) = wanted else { return page(&mut stream, 400, "uuid or ref").await };
    let here = door.pool.hosts[door.host].reference.clone();
    let found = match door.pool.read(|db| find(db, &wanted, &here)) {
        Ok(found) => found,
        Err(status) => return page(&mut stream, status, "").await,
    };
    if found.of_host && rights::check(&door.pool, &session, "http/connect_console/host_console").is_err() {
        return page(&mut stream, 403, "").await;
    }
    let mut ended = door.pool.consoles.ended(&found.console);
    let backend = match &door.pool.config.console {
        Some(address) => match proxy::dial(address).await {
            Ok(backend) => Some(backend),
            Err(error) => {
                tracing::warn!(%error, address, "no VNC server");
                return page(&mut stream, 404, "no backend").await;
            }
        },
        None => None,
    };
    stream
        .write_all(b"HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nCache-Control: no-cache, no-store\r\n\r\n")
        .await?;
    stream.flush().await?;
    let carried = async {
        match backend {
            Some(backend) => proxy::carry(stream, backend).await,
            None => {
                let screen = door.pool.consoles.screen(&found.vm_uuid);
                rfb::serve(stream, &screen, &found.vm_name).await
            }
        }
    };
    tokio::select! {
        result = carried => result,
        _ = ended.wait_for(|ended| *ended) => Ok(()),
    }
}

/// The console of that UUID or reference, or the console of that VM.
pub fn find(db: &Db, wanted: &str, here: &str) -> Result<Found, u16> {
    let reference = |class: &str| {
        let table = db.table(class).ok()?;
        table.by_uuid(wanted).cloned().or_else(|| table.row(wanted).map(|row| row.reference.clone()))
    };
    let console = match (reference("console"), reference("VM")) {
        (Some(console), _) => console,
        (None, Some(vm)) => {
            let consoles = db.get("VM", &vm, "consoles").map_err(|_| 500u16)?;
            consoles.items().first().ok_or(500u16)?.to_shared()
        }
        (None, None) => return Err(404),
    };
    let vm = db.get_str("console", &console, "VM").map_err(|_| 500u16)?;
    let field = |field| db.get_str("VM", &vm, field).map_err(|_| 500u16);
    // No redirect: a VM that is not running here is an error here.
    if !matches!(&*field("power_state")?, "Running" | "Paused")
        || (&*field("resident_on")? != here && is_placed(db, &vm))
    {
        return Err(500);
    }
    let of_host = db.get("VM", &vm, "is_control_domain").is_ok_and(|c| c.as_bool());
    Ok(Found { console, vm_uuid: field("uuid")?, vm_name: field("name_label")?, of_host })
}

/// While a VM boots, its console is there before the host is noted on it.
fn is_placed(db: &Db, vm: &str) -> bool {
    db.get("VM", vm, "resident_on").is_ok_and(|host| !host.is_null())
}
