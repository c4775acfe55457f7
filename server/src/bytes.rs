//! Consoles at `/api/consoles/ID`: a WebSocket that carries raw RFB. Opened with a ticket, or with the cookie of a
//! session as Xen Orchestra's clients do.

use std::sync::Arc;

use api::{ApiError, Entry};
use axum::{
    extract::{Query, Request, State},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use bytes::BytesMut;
use hyper::upgrade::Upgraded;
use hyper_util::{rt::TokioIo, server::conn::auto::upgrade::downcast};
use model::{
    Kind, Privilege,
    objects::{PowerState, Vm},
};
use serde::Deserialize;
use tokio::{io::split, time::Instant};
use xapi::ConsoleStream;

use crate::{
    App, access,
    accounts::Live,
    doors::{
        guard::{self, Visitor},
        handshake::{handshake, names},
        rest::{InPath, failure},
    },
    metrics::Socket,
    pools::PoolHandle,
};

pub mod frames;
pub mod linger;
mod pump;
mod tickets;

use linger::Lingering;
use pump::{Browser, Counts, End, farewell, pump};
pub use tickets::{Ticket, Tickets};

/// The closing code of a console that could not be reached; the reason says why.
const NOT_REACHED: u16 = 4000;
/// The closing code of a console whose session ended.
const SIGNED_OUT: u16 = 4001;
/// The closing code of a console that its user may no longer see.
const FORBIDDEN: u16 = 4003;

/// What may stand behind the path.
#[derive(Deserialize)]
pub struct Asked {
    ticket: Option<String>,
}

/// Opens a console. What is wrong with the caller is told by the HTTP status; what is wrong with the console when the
/// socket closes, since browsers see no more of a failed upgrade than that it failed.
pub async fn console(
    State(app): State<Arc<App>>,
    InPath(id): InPath<String>,
    Query(asked): Query<Asked>,
    Visitor(visitor): Visitor,
    mut request: Request,
) -> Response {
    let session = match &asked.ticket {
        Some(ticket) => admitted(&app, ticket, &id),
        None => visitor.ok_or(ApiError::NotSignedIn).and_then(|session| {
            session.caller().may_call(&Entry::of::<api::vm::Console>())?;
            Ok(session)
        }),
    };
    let session = match session.and_then(|session| allowed(&app, &session, &id).map(|_| session)) {
        Ok(session) => session,
        Err(error) => return failure::answer(&error),
    };
    let client = request.extensions().get::<guard::Client>().map(|client| client.address.to_string());
    let binary = names(request.headers(), &header::SEC_WEBSOCKET_PROTOCOL, "binary");
    let Some((upgrade, mut accepted)) = handshake(&mut request) else {
        let error = serde_json::json!({ "error": "a console is a WebSocket", "code": "malformed" });
        return failure::json(StatusCode::UPGRADE_REQUIRED.as_u16(), &error);
    };
    if binary {
        accepted.headers_mut().insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static("binary"));
    }
    let tasks = app.tasks.clone();
    tasks.spawn(async move {
        match upgrade.await {
            Ok(upgraded) => serve(app, session, id, client.unwrap_or_default(), upgraded).await,
            Err(error) => tracing::debug!(%error, "a console's socket was not upgraded"),
        }
    });
    accepted
}

/// Whose ticket it is, if it is one for the console of that object.
fn admitted(app: &App, ticket: &str, id: &str) -> Result<Arc<Live>, ApiError> {
    let ticket = app.tickets.take(ticket, app.clock.now()).filter(|ticket| ticket.vm.as_str() == id);
    let session = ticket.ok_or(ApiError::TicketVoid)?.session;
    if session.ended().is_cancelled() { Err(ApiError::NotSignedIn) } else { Ok(session) }
}

/// Whether the session's user may use the console of that object, and which pool it is in.
fn allowed(app: &App, session: &Live, id: &str) -> Result<PoolHandle, ApiError> {
    let not_found = || ApiError::NotFound { what: "VM".into(), id: id.into() };
    let object = app.cache.get(id).ok_or_else(not_found)?;
    let may = access::may(session.caller(), &object, &app.cache);
    if !may.has(Privilege::See) || !matches!(object.kind(), Kind::Vm | Kind::VmController) {
        return Err(not_found());
    }
    if !may.has(Privilege::Console) {
        return Err(ApiError::Forbidden { missing: Privilege::Console, object: Some(id.into()) });
    }
    app.pools.of(&object, session.caller())
}

async fn serve(app: Arc<App>, session: Arc<Live>, id: String, client: String, upgraded: Upgraded) {
    // Straight on the socket where there is no TLS.
    match downcast::<TokioIo<Lingering>>(upgraded) {
        Ok(parts) => {
            let Some(stream) = parts.io.into_inner().into_inner() else { return };
            let (read, write) = stream.into_split();
            let browser = Browser { read, write, early: BytesMut::from(&parts.read_buf[..]) };
            carry(app, session, id, client, browser).await;
        }
        Err(upgraded) => {
            let (read, write) = split(TokioIo::new(upgraded));
            carry(app, session, id, client, Browser { read, write, early: BytesMut::new() }).await;
        }
    }
}

async fn carry<R, W>(app: Arc<App>, session: Arc<Live>, id: String, client: String, browser: Browser<R, W>)
where
    R: tokio::io::AsyncRead + Unpin,
    W: tokio::io::AsyncWrite + Unpin,
{
    let _open = app.metrics.open(Socket::Console);
    let user = session.caller().name.clone();
    let dialled = match allowed(&app, &session, &id) {
        Ok(pool) => dial(&app, &pool, &id).await.map(|console| (console, pool)),
        Err(error) => Err(error),
    };
    let (console, pool) = match dialled {
        Ok(dialled) => dialled,
        Err(error) => {
            tracing::info!(user.name = %user, vm.id = id, client.address = client, %error, "console not reached");
            farewell(browser, End::Told(NOT_REACHED, error.to_string()), true).await;
            return;
        }
    };
    tracing::info!(user.name = %user, vm.id = id, client.address = client, "console opened");
    let (began, counts) = (Instant::now(), Counts::default());
    let stop = async {
        tokio::select! {
            () = session.ended().cancelled() => End::Told(SIGNED_OUT, "The session has ended.".into()),
            () = app.stopping.cancelled() => End::Told(1001, "The server stops.".into()),
            () = access::until_lost(session.caller(), &id, Privilege::Console, &app.cache) => {
                End::Told(FORBIDDEN, "You may not use this console any more.".into())
            }
            () = pool.gone() => End::Told(NOT_REACHED, "The pool was disconnected.".into()),
        }
    };
    let ended = pump(browser, console, stop, &counts).await;
    tracing::info!(
        user.name = %user,
        vm.id = id,
        client.address = client,
        seconds = began.elapsed().as_secs(),
        bytes.down = counts.down.load(std::sync::atomic::Ordering::Relaxed),
        bytes.up = counts.up.load(std::sync::atomic::Ordering::Relaxed),
        ?ended,
        "console closed"
    );
}

/// Why there is nothing to see of a VM.
pub fn no_screen(vm: &Vm) -> ApiError {
    let (name, state) = (&vm.name_label, vm.power_state.as_str().to_lowercase());
    let reason = match vm.power_state {
        PowerState::Running | PowerState::Paused => {
            format!("{name} has no console yet: try again in a moment.")
        }
        _ => format!("{name} has no screen now: it is {state}."),
    };
    ApiError::IncorrectState { object: vm.id.to_string(), reason }
}

/// A stream to the graphical console of a VM.
async fn dial(app: &App, pool: &PoolHandle, id: &str) -> Result<ConsoleStream, ApiError> {
    let not_found = || ApiError::NotFound { what: "VM".into(), id: id.into() };
    let vm: Vm = app.cache.get(id).ok_or_else(not_found)?.read().map_err(|_| ApiError::Internal)?;
    if vm.other.get("disable_pv_vnc").is_some_and(|value| value == "1") {
        let reason = format!("The console of {} is switched off in its settings.", vm.name_label);
        return Err(ApiError::IncorrectState { object: id.into(), reason });
    }
    let location = pool.console_location(&vm.xapi_ref).await?.ok_or_else(|| no_screen(&vm))?;
    pool.client().dial_console(&location).await.map_err(|error| {
        use xapi::Error::{CertificateChanged, CertificateUntrusted};
        if let CertificateChanged { address, seen, .. } | CertificateUntrusted { address, seen, .. } = &error
        {
            app.pools.offer(pool.server(), address, *seen);
        }
        pool.error(&error)
    })
}
