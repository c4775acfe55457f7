//! What a host tells of itself as files: its backup, its logs, its status, the audit log and the database.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::archive::{File, Kind, pack};
use super::{Entry, database, files};
use crate::error::Failure;
use crate::net::http::{Door, Head, Stream};
use crate::time;

/// `GET /system-status`: some files of the host, as an archive; or which parts there are.
pub async fn status(stream: &mut impl Stream, door: &Door, head: &Head, entry: &Entry) -> io::Result<()> {
    if head.parameter("list").as_deref() == Some("true") {
        return send(stream, entry, "text/xml", None, files::capabilities().into_bytes()).await;
    }
    let kind = match head.parameter("output").as_deref() {
        None | Some("tar") => Kind::Tar,
        Some("tar.bz2") => Kind::TarBz2,
        Some("zip") => Kind::Zip,
        Some(other) => {
            let failure = Failure::new("SYSTEM_STATUS_RETRIEVAL_FAILED", [format!("unknown output {other}")]);
            return entry.fail(stream, 400, failure).await;
        }
    };
    let parts = match head.parameter("entries") {
        Some(entries) => entries.split(',').map(str::to_owned).filter(|e| !e.is_empty()).collect(),
        None => files::by_default(),
    };
    if let Some(other) = parts.iter().find(|part| !files::known(part)) {
        let failure = Failure::new("SYSTEM_STATUS_RETRIEVAL_FAILED", [format!("unknown entry {other}")]);
        return entry.fail(stream, 400, failure).await;
    }
    let now = time::now();
    let found = gather(door, &parts).map(|mut found| {
        let folder = format!("bug-report-{}", time::format(now).replace([':', 'T', 'Z'], ""));
        found.iter_mut().for_each(|file| file.path = format!("{folder}/{}", file.path));
        found
    });
    archive(stream, entry, kind, found, "system_status").await
}

/// `GET /host_backup`: what a host would be restored from.
pub async fn backup(stream: &mut impl Stream, door: &Door, entry: &Entry) -> io::Result<()> {
    let parts = ["network-config", "xenserver-config", "xenserver-databases", "xenserver-logs"];
    let found = gather(door, &parts.map(str::to_owned));
    archive(stream, entry, Kind::TarGz, found, "host_backup").await
}

/// `GET /host_logs_download`: everything in `/var/log`.
pub async fn logs(stream: &mut impl Stream, door: &Door, entry: &Entry) -> io::Result<()> {
    let parts = ["system-logs", "xapi-debug", "xenserver-logs"];
    archive(stream, entry, Kind::TarGz, gather(door, &parts.map(str::to_owned)), "logs").await
}

fn gather(door: &Door, parts: &[String]) -> Result<Vec<File>, Failure> {
    let (pool, host) = (&door.pool, &door.pool.hosts[door.host].reference);
    pool.read(|db| files::of(db, pool, host, parts))
}

async fn archive(
    stream: &mut impl Stream,
    entry: &Entry,
    kind: Kind,
    files: Result<Vec<File>, Failure>,
    name: &str,
) -> io::Result<()> {
    let files = match files {
        Ok(files) => files,
        Err(failure) => return entry.fail(stream, 500, failure).await,
    };
    let body = pack(kind, &files, time::now()).await?;
    send(stream, entry, kind.content_type(), Some(&format!("{name}.{}", kind.ending())), body).await
}

/// Sends a body until the connection closes, as handlers that stream do.
async fn send(
    stream: &mut impl Stream,
    entry: &Entry,
    kind: &str,
    name: Option<&str>,
    body: Vec<u8>,
) -> io::Result<()> {
    let name = name.map(|n| format!("Content-Disposition: attachment; filename=\"{n}\"\r\n"));
    let answer = format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nCache-Control: no-cache, no-store\r\nContent-Type: {kind}\r\n{}\r\n",
        name.unwrap_or_default()
    );
    stream.write_all(answer.as_bytes()).await?;
    stream.write_all(&body).await?;
    stream.flush().await?;
    entry.done();
    stream.shutdown().await
}

/// `GET /audit_log`.
pub async fn audit(stream: &mut impl Stream, door: &Door, head: &Head, entry: &Entry) -> io::Result<()> {
    let since = match head.parameter("since") {
        None => None,
        Some(text) if text.is_empty() => None,
        Some(text) => match time::parse(&text) {
            Some(since) => Some(since),
            None => return entry.refuse(stream, 400, "since").await,
        },
    };
    let text = door.pool.audit.text(since);
    send(stream, entry, "text/plain", None, text.into_bytes()).await
}

/// `GET /pool/xmldbdump`.
pub async fn dump(stream: &mut impl Stream, door: &Door, entry: &Entry) -> io::Result<()> {
    let body = door.pool.read(database::xml);
    send(stream, entry, "text/xml", Some("state.db"), body).await
}

/// Bodies larger than this are not taken.
const LARGEST: usize = 64 << 20;

/// Reads a request's body: as long as it says, or to its end.
pub async fn body(
    stream: &mut impl Stream,
    mut body: Vec<u8>,
    head: &Head,
) -> io::Result<Result<Vec<u8>, Failure>> {
    let length = head.header("content-length").parse::<usize>().ok();
    while body.len() < length.unwrap_or(usize::MAX) {
        if body.len() > LARGEST {
            return Ok(Err(Failure::internal("the body is too large")));
        }
        if stream.read_buf(&mut body).await? == 0 {
            // Clients that do not know how long it is say too much, and close when they are done.
            break;
        }
    }
    if let Some(length) = length {
        body.truncate(length);
    }
    Ok(Ok(body))
}
