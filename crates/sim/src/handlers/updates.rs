//! Updates over HTTP: sent to the pool, fetched from it, and told about.

use std::io;

use serde_json::{Value as Json, json};
use tokio::io::AsyncWriteExt;

use super::Entry;
use super::system::body;
use crate::behave::{pool_record, pool_update, repository, vdi};
use crate::data::value::{Str, Value};
use crate::error::Failure;
use crate::net::http::{Door, Head, Stream, accept, page, whole};
use crate::transfer::xva::tar;

/// `GET /updates`: what the hosts named lack.
pub async fn list(stream: &mut impl Stream, door: &Door, head: &Head, entry: &Entry) -> io::Result<()> {
    let hosts = head.parameter("host_refs").unwrap_or_default();
    let hosts: Vec<String> = hosts.split(';').filter(|h| !h.is_empty()).map(str::to_owned).collect();
    match repository::updates(&door.pool, &hosts) {
        Ok(updates) => send(stream, entry, &updates).await,
        Err((status, failure)) => entry.fail(stream, status, failure).await,
    }
}

/// `GET /host_updates`: what this host lacks.
pub async fn of_host(stream: &mut impl Stream, door: &Door, entry: &Entry) -> io::Result<()> {
    let host = &door.pool.hosts[door.host].reference;
    let pending = door.pool.software.pending(&door.pool, host);
    let update = |p: &&crate::software::packages::Package| {
        json!({"name": p.name, "arch": "x86_64", "newEpochVerRel": format!("{}-{}", p.version, p.release),
            "oldEpochVerRel": p.installed, "repository": "remote"})
    };
    let updates: Vec<Json> = pending.iter().map(update).collect();
    let installed = json!({"accumulative_updates": updates, "livepatches": [], "applied_livepatches": []});
    send(stream, entry, &installed).await
}

async fn send(stream: &mut impl Stream, entry: &Entry, answer: &Json) -> io::Result<()> {
    let body = answer.to_string();
    whole(stream, "application/json", "", body.as_bytes()).await?;
    entry.done();
    stream.shutdown().await
}

/// `GET /update/UUID/update.xml`: what an update that is attached says of itself.
pub async fn file(stream: &mut impl Stream, door: &Door, head: &Head) -> io::Result<()> {
    let mut parts = head.path.trim_start_matches("/update/").split('/');
    let found = match (parts.next(), parts.next(), parts.next()) {
        (Some(uuid), Some("update.xml"), None) => pool_update::description(&door.pool, uuid),
        _ => None,
    };
    let Some(body) = found else { return page(stream, 404, "").await };
    whole(stream, "text/xml", "", body.as_bytes()).await?;
    stream.shutdown().await
}

/// `PUT /pool_patch_upload`: an update's disc becomes a VDI and is introduced. As in XAPI the answer is 200 before the
/// body is read; the task's result is the patch.
pub async fn upload(stream: &mut impl Stream, early: Vec<u8>, head: &Head, entry: &Entry) -> io::Result<()> {
    if !head.header("transfer-encoding").is_empty() {
        return entry.fail(stream, 403, Failure::bare("IMPORT_ERROR_CANNOT_HANDLE_CHUNKED")).await;
    }
    let pool = &entry.cx.pool;
    let sr = match head.parameter("sr_id") {
        Some(sr) => pool.read(|db| db.get("SR", &sr, "uuid")).map(|_| Str::from(sr)),
        None => pool.read(pool_record::default_sr),
    };
    let sr = match sr {
        Ok(sr) => sr,
        Err(failure) => return entry.fail(stream, 500, failure).await,
    };
    accept(stream).await?;
    let taken = match body(stream, early, head).await? {
        Ok(disc) => take(entry, &sr, &disc),
        Err(failure) => Err(failure),
    };
    entry.finish(taken);
    stream.shutdown().await
}

fn take(entry: &Entry, sr: &Str, disc: &[u8]) -> Result<Value, Failure> {
    let cx = &entry.cx;
    let size = disc.len().next_multiple_of(2 << 20).max(2 << 20) as i64;
    let record = [
        ("name_label", Value::from("Update")),
        ("name_description", Value::from("Uploaded update")),
        ("SR", Value::from(sr)),
        ("virtual_size", Value::Int(size)),
        ("type", Value::from("user")),
        ("sharable", Value::Bool(false)),
        ("read_only", Value::Bool(false)),
        ("other_config", Value::no_entries()),
    ];
    let disk = vdi::create(cx, &Value::record(record))?.to_shared();
    let introduced =
        cx.pool.write(|db| db.write_content(&disk, 0, disc)).and_then(|()| pool_update::introduce(cx, &disk));
    match introduced {
        Ok(update) => Ok(pool_update::to_patch(cx, update.as_str())),
        Err(failure) => {
            // What was made for an update that is none goes again.
            vdi::destroy(cx, &disk)?;
            Err(failure)
        }
    }
}

/// `PUT /bundle`: the updates come as one file, for the repository that is there for it.
pub async fn bundle(stream: &mut impl Stream, early: Vec<u8>, head: &Head, entry: &Entry) -> io::Result<()> {
    let pool = &entry.cx.pool;
    let enabled = pool.read(|db| {
        let of_bundles = |r: &Str| db.get("Repository", r, "origin").is_ok_and(|o| o.as_str() == "bundle");
        let enabled = db.get("pool", &pool_record::only(db)?, "repositories")?;
        Ok::<_, Failure>(db.refs("Repository").iter().any(|r| of_bundles(r) && enabled.contains(r)))
    });
    if !enabled.unwrap_or(false) {
        return entry.fail(stream, 500, Failure::bare("BUNDLE_REPO_NOT_ENABLED")).await;
    }
    accept(stream).await?;
    let result = match body(stream, early, head).await? {
        Ok(bundle) if is_tar(&bundle) => repository::sync(&entry.cx, true).await.map(|_| Value::Void),
        Ok(_) => Err(Failure::new("BUNDLE_UNPACK_FAILED", ["not a tar archive"])),
        Err(failure) => Err(failure),
    };
    entry.finish(result);
    stream.shutdown().await
}

fn is_tar(bytes: &[u8]) -> bool {
    let first = bytes.get(..tar::PIECE).and_then(|b| <&[u8; tar::PIECE]>::try_from(b).ok());
    first.is_some_and(|header| matches!(tar::parse(header), Ok(Some(_))))
}
