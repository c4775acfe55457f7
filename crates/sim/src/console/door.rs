//! `CONNECT /console`: who may, which VM, and then raw bytes both ways; the same in a WebSocket by GET.

use std::io;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::console::{proxy, rfb, websocket};
use crate::data::db::Db;
use crate::data::value::Str;
use crate::net::http::{Door, Head, Stream, page};
use crate::rights;
use crate::transfer::object;

/// The answer to a CONNECT, behind which the console's bytes follow.
const CONNECTED: &str =
    "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nCache-Control: no-cache, no-store\r\n\r\n";
/// How often an idle console is looked at.
const IDLE_LOOK: Duration = Duration::from_millis(500);
/// Bytes of a console that wait for their frame.
const UNREAD: usize = 64 << 10;

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
    let framed = head.verb == "GET";
    let answer = match framed {
        true => websocket::accept(head),
        false => Ok(CONNECTED.to_owned()),
    };
    let answer = match answer {
        Ok(answer) => answer,
        Err(why) => return page(&mut stream, 400, why).await,
    };
    let wanted = ["uuid", "ref"].iter().find_map(|name| head.parameter(name));
    let Some(wanted) = wanted else { return page(&mut stream, 400, "uuid or ref").await };
    let here = door.pool.hosts[door.host].reference.clone();
    let found = match door.pool.read(|db| find(db, &wanted, &here)) {
        Ok(found) => found,
        Err(status) => return page(&mut stream, status, "").await,
    };
    let right =
        if framed { "http/connect_console_ws/host_console" } else { "http/connect_console/host_console" };
    if found.of_host && rights::check(&door.pool, &session, right).is_err() {
        return page(&mut stream, 403, "").await;
    }
    let limited = door.pool.read(|db| {
        let on = |pool| db.get("pool", pool, "limit_console_sessions").is_ok_and(|on| on.as_bool());
        db.refs("pool").iter().any(|pool| on(pool))
    });
    if limited && door.pool.consoles.is_open(&found.console) {
        return page(&mut stream, 503, "").await;
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
    stream.write_all(answer.as_bytes()).await?;
    stream.flush().await?;
    let carried = async {
        if !framed {
            return show(stream, backend, door, &found).await;
        }
        let (inside, outside) = tokio::io::duplex(UNREAD);
        let (shown, carried) =
            tokio::join!(show(inside, backend, door, &found), websocket::carry(stream, outside));
        shown.and(carried)
    };
    tokio::select! {
        result = carried => result,
        _ = ended.wait_for(|ended| *ended) => Ok(()),
        () = idle(door, &found) => Ok(()),
    }
}

/// Ends when nobody has used a console for as long as its host or pool lets that pass. A server of its own behind it
/// is not listened to, so those stay.
async fn idle(door: &Door, found: &Found) {
    let screen = door.pool.consoles.screen(&found.vm_uuid);
    screen.touch();
    loop {
        crate::time::sleep(IDLE_LOOK).await;
        let most = door.pool.read(|db| {
            let (class, field) = if found.of_host {
                ("host", "console_idle_timeout")
            } else {
                ("pool", "vm_console_idle_timeout")
            };
            let own = door.pool.hosts[door.host].reference.clone();
            let of = if found.of_host { Some(own) } else { db.refs(class).into_iter().next() };
            of.and_then(|of| db.get(class, &of, field).ok()).map_or(0, |seconds| seconds.as_int())
        });
        let most = Duration::from_secs(u64::try_from(most).unwrap_or_default());
        if !most.is_zero() && screen.idle() >= most && door.pool.config.console.is_none() {
            return;
        }
    }
}

/// Shows a console to a viewer, until either side ends.
async fn show(stream: impl Stream, backend: Option<TcpStream>, door: &Door, found: &Found) -> io::Result<()> {
    match backend {
        Some(backend) => proxy::carry(stream, backend).await,
        None => {
            let screen = door.pool.consoles.screen(&found.vm_uuid);
            rfb::serve(stream, &screen, &found.vm_name).await
        }
    }
}

/// The console of that UUID or reference, or the console of that VM.
pub fn find(db: &Db, wanted: &str, here: &str) -> Result<Found, u16> {
    let reference = |class: &str| object(db, class, wanted).ok();
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
