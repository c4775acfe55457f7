//! `PUT /import` and `PUT /import_metadata`: VMs out of an archive.
//!
//! As in XAPI the answer is 200 before the body is read; only the task tells what became of it. What fails leaves
//! nothing behind, unless it was forced.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};

use super::MANIFEST;
use super::archive::{Archive, invalid};
use super::blocks::Reader;
use super::records::Manifest;
use super::restore::{Disks, Plan, Restorer};
use crate::behave::pool_record::default_sr;
use crate::behave::space::{self, Filling};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::net::http::{Door, Head, Stream, accept, page};
use crate::task;
use crate::transfer::flow::Flow;
use crate::transfer::{Progress, begin_at, cancelled, object, refuse};

/// No manifest of a real pool is larger.
const LARGEST_MANIFEST: usize = 64 << 20;

/// Answers either request. `early` came right behind its head.
pub async fn serve(mut stream: impl Stream, early: Vec<u8>, door: &Door, head: &Head) -> io::Result<()> {
    let alone = head.path.starts_with("/import_metadata");
    let label = if alone { "VM.metadata_import" } else { "Importing VM" };
    let places = |db: &Db| if alone { Ok(Vec::new()) } else { sr_of(db, head).map(|sr| vec![sr]) };
    let Some((_login, cx)) = begin_at(&mut stream, door, head, label, places).await? else { return Ok(()) };
    if head.header("transfer-encoding").to_ascii_lowercase().contains("chunked") {
        let failure = Failure::bare("IMPORT_ERROR_CANNOT_HANDLE_CHUNKED");
        return refuse(&mut stream, &cx, 403, failure).await;
    }
    let plan = match plan(&cx, head, alone) {
        Ok(plan) => plan,
        Err(failure) => {
            task::finish(&cx, Err(failure));
            return page(&mut stream, 400, "").await;
        }
    };
    accept(&mut stream).await?;
    let length = head.header("content-length").parse().unwrap_or(u64::MAX);
    let body = AsyncReadExt::chain(io::Cursor::new(early), &mut stream).take(length);
    let received = tokio::select! {
        received = receive(&cx, Flow::new(body, &cx.pool), plan) => received,
        failure = cancelled(&cx) => Err(failure),
    };
    task::finish(&cx, received);
    stream.shutdown().await
}

/// The repository for the disks: the one asked for, by reference or UUID, or the pool's default.
fn sr_of(db: &Db, head: &Head) -> Result<Str, Failure> {
    if let Some(uuid) = head.parameter("sr_uuid") {
        let sr = db.table("SR")?.by_uuid(&uuid).cloned();
        return sr.ok_or_else(|| Failure::new("UUID_INVALID", ["SR", &uuid]));
    }
    match head.parameter("sr_id") {
        Some(sr) => object(db, "SR", &sr),
        None => default_sr(db),
    }
}

fn plan(cx: &Cx, head: &Head, alone: bool) -> Result<Plan, Failure> {
    let flag = |name: &str| head.parameter(name).is_some_and(|value| value == "true");
    let disks = if alone {
        Disks::Present
    } else {
        Disks::Stream(cx.pool.read(|db| {
            let sr = sr_of(db, head)?;
            assert_takes_disks(db, &sr)?;
            Ok::<_, Failure>(sr)
        })?)
    };
    let mapped =
        |(key, vdi): (&String, &String)| Some((key.strip_prefix("vdi:")?.to_owned(), vdi.as_str().into()));
    let host = &cx.pool.hosts[cx.host].reference;
    Ok(Plan {
        dry_run: alone && flag("dry_run"),
        disks_follow: flag("live"),
        live: (alone && flag("live")).then(|| host.clone()),
        vdis: head.query.iter().filter_map(mapped).collect(),
        ..Plan::new(disks, flag("restore"), flag("force"))
    })
}

/// Discs are no place for disks.
pub fn assert_takes_disks(db: &Db, sr: &str) -> Result<(), Failure> {
    if db.get("SR", sr, "content_type")?.as_str() == "iso" {
        return Err(Failure::new("SR_OPERATION_NOT_SUPPORTED", [sr]));
    }
    Ok(())
}

/// Reads an archive to its end; the references of the VMs it made.
pub async fn receive(cx: &Cx, body: impl AsyncRead + Unpin + Send, plan: Plan) -> Result<Value, Failure> {
    let mut archive = Archive::open(body).await?;
    let first = archive.next().await?.ok_or_else(|| Failure::bare("IMPORT_ERROR_PREMATURE_EOF"))?;
    if first.name != MANIFEST {
        return Err(Failure::new("IMPORT_ERROR_UNEXPECTED_FILE", [MANIFEST, &first.name]));
    }
    let manifest = archive.content(&first, LARGEST_MANIFEST).await?;
    let manifest = Manifest::parse(&manifest, plan.force)?;
    let force = plan.force;
    let mut restorer = Restorer::run(cx, &manifest.objects, plan)?;
    let mut disks = std::mem::take(&mut restorer.fill);
    disks.sort();
    let total = disks.iter().fold(0, |sum: u64, (_, _, size)| sum.saturating_add(*size));
    let mut progress = Progress::new(cx, total);
    let mut reader = Reader::new(manifest.inline_checksums, force);
    let mut before: u64 = 0;
    for (id, vdi, size) in &disks {
        let room = cx.pool.read(|db| db.get("VDI", vdi, "virtual_size"))?.as_int();
        let room = u64::try_from(room).unwrap_or(0);
        let filling = cx.pool.read(|db| Filling::new(db, vdi))?;
        let write = |at: u64, block: &[u8]| {
            if at.checked_add(block.len() as u64).is_none_or(|end| end > room) {
                return Err(invalid("a block lies beyond its disk"));
            }
            progress.reached(before.saturating_add(at));
            cx.pool.write(|db| filling.write(&cx.pool, db, at, block))
        };
        reader.disk(&mut archive, &cx.pool, &format!("{id}/"), *size, write).await?;
        cx.pool.write(|db| space::account(db, vdi))?;
        before = before.saturating_add(*size);
    }
    if !disks.is_empty() {
        reader.end(&mut archive).await?;
    }
    restorer.keep().map(Value::set)
}
