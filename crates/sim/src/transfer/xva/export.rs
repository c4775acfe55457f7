//! `GET /export` and `GET /export_metadata`: VMs with or without their disks.

use std::collections::HashSet;
use std::io;

use async_compression::tokio::write::{GzipEncoder, ZstdEncoder};
use tokio::io::{AsyncWrite, AsyncWriteExt};

use super::gather::{self, Disk, Wanted};
use super::{MANIFEST, MIB, blocks, tar};
use crate::behave::vm_state::{self, Operation};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::net::http::{Door, Head, Stream};
use crate::task;
use crate::transfer::flow::Flow;
use crate::transfer::{Progress, begin_at, cancelled, io_error, refuse};

/// Who answers, as XAPI names itself.
const SERVER: &str = "xapi/0.2";

/// Answers either request.
pub async fn serve(mut stream: impl Stream, door: &Door, head: &Head) -> io::Result<()> {
    if head.path.starts_with("/export_metadata") {
        return metadata(stream, door, head).await;
    }
    let places = |db: &Db| gather::repositories(db, &vm_of(db, head)?);
    let Some((_login, cx)) = begin_at(&mut stream, door, head, "VM.export", places).await? else {
        return Ok(());
    };
    let wanted = Wanted { power_state: flag(head, "preserve_power_state", false), ..Wanted::default() };
    let opened = open(&cx, head, &wanted).await;
    let (_operation, manifest, disks) = match opened {
        Ok(opened) => opened,
        Err(failure) => return refuse(&mut stream, &cx, 500, failure).await,
    };
    let compression = head.parameter("use_compression");
    let sent = tokio::select! {
        sent = send(&mut stream, &cx, compression.as_deref(), &manifest, disks) => sent.map_err(|_| io_error()),
        failure = cancelled(&cx) => Err(failure),
    };
    task::finish(&cx, sent.map(|()| Value::Void));
    stream.shutdown().await
}

/// The VM of the request.
fn vm_of(db: &Db, head: &Head) -> Result<Str, Failure> {
    if let Some(reference) = head.parameter("ref") {
        db.get("VM", &reference, "uuid")?;
        return Ok(reference.into());
    }
    let uuid = head.parameter("uuid").ok_or_else(|| Failure::internal("Missing uuid or ref"))?;
    let vm = db.table("VM")?.by_uuid(&uuid).cloned();
    vm.ok_or_else(|| Failure::new("UUID_INVALID", ["VM", &uuid]))
}

fn flag(head: &Head, name: &str, default: bool) -> bool {
    head.parameter(name).map_or(default, |value| value == "true")
}

/// Notes the export on the VM for as long as it lasts, and looks at what its disks hold now.
async fn open(cx: &Cx, head: &Head, wanted: &Wanted) -> Result<(Operation, Vec<u8>, Vec<Disk>), Failure> {
    let vm = cx.pool.read(|db| {
        let vm = vm_of(db, head)?;
        // An export does not wait until the VM is free.
        vm_state::check(db, &vm, "export", true)?;
        Ok::<_, Failure>(vm)
    })?;
    let operation = Operation::begin(cx, &vm, "export").await?;
    let (manifest, disks) = cx.pool.read(|db| {
        let (table, manifest) = gather::manifest(db, std::slice::from_ref(&vm), wanted)?;
        Ok::<_, Failure>((manifest, gather::disks(db, &table, &vm, wanted)?))
    })?;
    Ok((operation, manifest, disks))
}

fn answer(cx: &Cx, length: &str) -> String {
    format!(
        "HTTP/1.0 200 OK\r\nConnection: close\r\nCache-Control: no-cache, no-store\r\ntask-id: {}\r\n\
         Server: {SERVER}\r\nContent-Type: application/octet-stream\r\n{length}\
         Content-Disposition: attachment; filename=\"export.xva\"\r\n\r\n",
        cx.task_ref()
    )
}

async fn send(
    stream: &mut impl Stream,
    cx: &Cx,
    compression: Option<&str>,
    manifest: &[u8],
    disks: Vec<Disk>,
) -> io::Result<()> {
    stream.write_all(answer(cx, "").as_bytes()).await?;
    let flow = Flow::new(stream, &cx.pool);
    match compression {
        Some("true" | "gzip") => archive(&mut GzipEncoder::new(flow), cx, manifest, disks).await,
        Some("zstd") => archive(&mut ZstdEncoder::new(flow), cx, manifest, disks).await,
        _ => archive(&mut { flow }, cx, manifest, disks).await,
    }
}

/// The whole archive. A first disk that is smaller than a block would make gaps mean something else, so that there are
/// none behind it.
async fn archive(
    out: &mut (impl AsyncWrite + Unpin),
    cx: &Cx,
    manifest: &[u8],
    disks: Vec<Disk>,
) -> io::Result<()> {
    blocks::file(out, MANIFEST, manifest).await?;
    let first = disks.iter().map(|disk| disk.size).find(|size| *size > 0).unwrap_or(0);
    let mut all = Vec::new();
    for disk in disks {
        let sparse = first >= MIB as u64;
        // Of a large disk this takes longer than others should wait.
        let looked = tokio::task::spawn_blocking(move || {
            let numbers = blocks::numbers(&disk.content, disk.size, sparse);
            (disk, numbers)
        });
        all.push(looked.await.map_err(io::Error::other)?);
    }
    let mut progress = Progress::new(cx, all.iter().map(|(_, numbers)| numbers.len() as u64).sum());
    let mut done = 0;
    for (disk, numbers) in all {
        let prefix = format!("{}/", disk.id);
        for number in numbers {
            blocks::send(out, &cx.pool, &prefix, &disk.content, disk.size, number).await?;
            done += 1;
            progress.reached(done);
        }
    }
    out.write_all(&tar::END).await?;
    // Compression ends here; the connection is closed behind it.
    out.shutdown().await
}

/// The records alone, of one VM or of all.
async fn metadata(mut stream: impl Stream, door: &Door, head: &Head) -> io::Result<()> {
    let none = |_: &Db| Ok(Vec::new());
    let Some((_login, cx)) = begin_at(&mut stream, door, head, "VM.export_metadata", none).await? else {
        return Ok(());
    };
    let mut body = match written(&cx, head).await {
        Ok(manifest) => {
            tar::header(MANIFEST, manifest.len() as u64).into_iter().chain(manifest).collect::<Vec<_>>()
        }
        Err(failure) => return refuse(&mut stream, &cx, 500, failure).await,
    };
    body.resize(body.len() + tar::padding(body.len() as u64), 0);
    body.extend(tar::END);
    let length = format!("Content-Length: {}\r\n", body.len());
    let sent = async {
        stream.write_all(answer(&cx, &length).as_bytes()).await?;
        Flow::new(&mut stream, &cx.pool).write_all(&body).await
    };
    let sent = sent.await.map_err(|_| io_error());
    task::finish(&cx, sent.map(|()| Value::Void));
    stream.shutdown().await
}

async fn written(cx: &Cx, head: &Head) -> Result<Vec<u8>, Failure> {
    let without = head.parameter("excluded_device_types").unwrap_or_default();
    let wanted = Wanted {
        snapshots: flag(head, "export_snapshots", true),
        power_state: true,
        vhd_parents: flag(head, "include_vhd_parents", false),
        without: without.split(',').map(|kind| kind.trim().to_lowercase()).collect::<HashSet<_>>(),
    };
    let (all, dom0) = (flag(head, "all", false), flag(head, "include_dom0", true));
    let vms = cx.pool.read(|db| {
        if !all {
            let vm = vm_of(db, head)?;
            if db.get("VM", &vm, "is_a_snapshot")?.as_bool() {
                let text = "Exporting metadata of a snapshot is not allowed";
                return Err(Failure::new("OPERATION_NOT_ALLOWED", [text]));
            }
            return Ok(vec![vm]);
        }
        let mut vms = Vec::new();
        for vm in db.refs("VM") {
            let is = |field| db.get("VM", &vm, field).map(|value| value.as_bool());
            if !is("is_default_template")? && (dom0 || !is("is_control_domain")?) {
                vms.push(vm);
            }
        }
        Ok(vms)
    })?;
    let mut operations = Vec::new();
    for vm in &vms {
        // Control domains take no operations.
        if cx.pool.read(|db| db.get("VM", vm, "is_control_domain"))?.as_bool() {
            continue;
        }
        cx.pool.read(|db| vm_state::check(db, vm, "metadata_export", true)).or_else(|failure| {
            // Snapshots and templates have their own rules, which `all` does not ask for.
            if all && failure.code != "OTHER_OPERATION_IN_PROGRESS" { Ok(()) } else { Err(failure) }
        })?;
        operations.push(Operation::begin(cx, vm, "metadata_export").await?);
    }
    cx.pool.read(|db| gather::manifest(db, &vms, &wanted)).map(|(_, manifest)| manifest)
}
