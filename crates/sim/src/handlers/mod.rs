//! HTTP handlers beside the calls: which there are, who may, and the task that a client may have made for one.

mod archive;
mod database;
pub mod files;
mod restore;
mod screen;
mod system;
mod updates;

use std::io;

use crate::data::value::Value;
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::metrics;
use crate::net::http::{Door, Head, Stream, page, redirect};
use crate::task;
use crate::transfer::{Login, admit};

/// Handlers that do what they are for: method and path.
pub const BEHAVES: &[(&str, &str)] = &[
    ("GET", "/rrd_updates"),
    ("GET", "/vm_rrd"),
    ("GET", "/vm_rrds"),
    ("GET", "/host_rrd"),
    ("GET", "/host_rrds"),
    ("GET", "/sr_rrd"),
    ("GET", "/vncsnapshot"),
    ("GET", "/host_backup"),
    ("GET", "/host_logs_download"),
    ("GET", "/pool/xmldbdump"),
    ("PUT", "/pool/xmldbdump"),
    ("GET", "/system-status"),
    ("GET", "/audit_log"),
    ("PUT", "/pool_patch_upload"),
    ("GET", "/update/"),
    ("GET", "/updates"),
    ("GET", "/host_updates"),
    ("PUT", "/bundle"),
    ("GET", "/wlb_report"),
    ("GET", "/wlb_diagnostics"),
];

/// Answers a request to a handler of [`BEHAVES`]. `early` came right behind its head.
pub async fn serve(
    mut stream: impl Stream,
    early: Vec<u8>,
    door: &Door,
    head: &Head,
    uri: &'static str,
) -> io::Result<()> {
    if metrics::door::PATHS.contains(&uri) {
        return metrics::door::serve(stream, door, head, uri).await;
    }
    if uri == "/update/" {
        // Hosts fetch these without a session.
        return updates::file(&mut stream, door, head).await;
    }
    if uri == "/updates" && door.host != door.pool.master() {
        return redirect(&mut stream, door, head, door.pool.master()).await;
    }
    let Some(entry) = enter(&mut stream, door, head, uri).await? else { return Ok(()) };
    let s = &mut stream;
    match uri {
        "/vncsnapshot" => screen::snapshot(s, door, head, &entry).await,
        "/host_backup" => system::backup(s, door, &entry).await,
        "/host_logs_download" => system::logs(s, door, &entry).await,
        "/pool/xmldbdump" if head.verb == "PUT" => restore::serve(s, early, door, head, &entry).await,
        "/pool/xmldbdump" => system::dump(s, door, &entry).await,
        "/system-status" => system::status(s, door, head, &entry).await,
        "/audit_log" => system::audit(s, door, head, &entry).await,
        "/pool_patch_upload" => updates::upload(s, early, head, &entry).await,
        "/updates" => updates::list(s, door, head, &entry).await,
        "/host_updates" => updates::of_host(s, door, &entry).await,
        "/bundle" => updates::bundle(s, early, head, &entry).await,
        // The rest asks a balancer.
        _ => entry.fail(s, 500, Failure::bare("WLB_NOT_INITIALIZED")).await,
    }
}

/// A request that may go on.
pub struct Entry {
    _login: Login,
    /// The call it stands for; its task is the one the client made, if any.
    pub cx: Cx,
}

impl Entry {
    /// Ends the client's task well.
    pub fn done(&self) {
        self.finish(Ok(Value::Void));
    }

    /// Ends the client's task.
    pub fn finish(&self, result: Result<Value, Failure>) {
        task::finish(&self.cx, result);
    }

    /// Refuses with a page, and fails the client's task.
    pub async fn refuse(&self, stream: &mut impl Stream, status: u16, text: &str) -> io::Result<()> {
        self.fail(stream, status, Failure::internal(text)).await
    }

    /// Refuses with a page that tells the failure, which also becomes that of the client's task.
    pub async fn fail(&self, stream: &mut impl Stream, status: u16, failure: Failure) -> io::Result<()> {
        let text = match failure.code.as_str() {
            "INTERNAL_ERROR" => failure.params.join(" "),
            _ => format!("{} [ {} ]", failure.code, failure.params.join("; ")),
        };
        self.finish(Err(failure));
        page(stream, status, &text).await
    }
}

/// Lets a request in. When it was refused, that was answered.
pub async fn enter(
    stream: &mut impl Stream,
    door: &Door,
    head: &Head,
    uri: &str,
) -> io::Result<Option<Entry>> {
    let Some(login) = admit(stream, door, head).await? else { return Ok(None) };
    let cx = door.cx(login.session.clone());
    let adopted = match head.parameter("task_id") {
        Some(given) => task::adopt(cx, Some(given), None, uri),
        None => Ok(cx),
    };
    match adopted {
        Ok(cx) => Ok(Some(Entry { _login: login, cx })),
        Err(failure) => page(stream, 500, &failure.to_string()).await.map(|()| None),
    }
}
