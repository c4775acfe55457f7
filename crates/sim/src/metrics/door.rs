//! The doors to what is measured: `/rrd_updates`, `/vm_rrd`, `/host_rrd`, `/sr_rrd`.

use std::io;

use tokio::io::AsyncWriteExt;
use tokio::sync::mpsc;

use super::sources::{self, Owner};
use super::updates::{self, Asked};
use super::{Archive, Consolidation, Numbers, dump};
use crate::data::db::Db;
use crate::data::value::Str;
use crate::error::Failure;
use crate::handlers::enter;
use crate::net::http::{Door, Head, Stream, redirect};

/// The paths served here.
pub const PATHS: &[&str] = &["/rrd_updates", "/vm_rrd", "/vm_rrds", "/host_rrd", "/host_rrds", "/sr_rrd"];

/// Answers the request.
pub async fn serve(mut stream: impl Stream, door: &Door, head: &Head, path: &str) -> io::Result<()> {
    let Some(entry) = enter(&mut stream, door, head, path).await? else { return Ok(()) };
    let query = head.pairs();
    let one = |name: &str| query.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str());
    let asked = one("json").is_some();
    let json = wants_json(head.header("accept"), asked).then_some(door.pool.config.rrd_numbers);
    match path {
        "/rrd_updates" => {
            let start = one("start").and_then(|s| s.parse().ok());
            let interval = one("interval").map_or(Some(0), |i| i.parse().ok());
            let consolidation = match one("cf") {
                None => Some(None),
                Some(cf) => Consolidation::ALL.into_iter().find(|c| c.name() == cf).map(Some),
            };
            let (Some(start), Some(interval), Some(consolidation)) = (start, interval, consolidation) else {
                return entry.refuse(&mut stream, 400, "start, interval or cf").await;
            };
            let all = |name: &str| -> Vec<String> {
                query.iter().filter(|(k, _)| k == name).map(|(_, v)| v.clone()).collect()
            };
            let wanted =
                Wanted { vms: all("vm_uuid"), srs: all("sr_uuid"), host: one("host") == Some("true") };
            let owners = door.pool.read(|db| wanted.owners(db, door));
            let mut owners = match owners {
                Ok(owners) => owners,
                Err(failure) => return entry.refuse(&mut stream, 500, &failure.to_string()).await,
            };
            if door.pool.faults.rrd_nan(door.host) {
                owners = owners.into_iter().map(Owner::unmeasured).collect();
            }
            let (asked, now) = (Asked { start, interval, consolidation, json }, crate::time::now());
            // Of a busy host this takes longer than others should wait.
            let body = tokio::task::spawn_blocking(move || updates::answer(&owners, &asked, now));
            let body = body.await.map_err(io::Error::other)?;
            let kind = if json.is_some() { "application/json" } else { "text/xml" };
            let answer = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\
                 Access-Control-Allow-Origin: *\r\n\r\n",
                body.len()
            );
            stream.write_all(answer.as_bytes()).await?;
            stream.write_all(body.as_bytes()).await?;
            stream.flush().await?;
        }
        _ => {
            let object = one("uuid");
            let found = match (path, object) {
                ("/host_rrd" | "/host_rrds", _) => door
                    .pool
                    .read(|db| sources::of_host(db, &door.pool, &door.pool.hosts[door.host].reference)),
                (_, None) => return entry.refuse(&mut stream, 400, "uuid").await,
                ("/sr_rrd", Some(uuid)) => door.pool.read(|db| {
                    let sr = by_uuid(db, "SR", uuid)?;
                    sources::of_repository(db, &door.pool, &sr)
                }),
                (_, Some(uuid)) => match door.pool.read(|db| vm_place(db, door, uuid)) {
                    Ok((_, Some(other))) => return redirect(&mut stream, door, head, other).await,
                    Ok((vm, None)) => door.pool.read(|db| sources::of_vm(db, &door.pool, &vm)),
                    Err(failure) => Err(failure),
                },
            };
            match found {
                Ok(owner) if door.pool.faults.rrd_nan(door.host) => {
                    send(&mut stream, owner.unmeasured(), json).await?;
                }
                Ok(owner) => send(&mut stream, owner, json).await?,
                Err(failure) if failure.code == "UUID_INVALID" => {
                    return entry.refuse(&mut stream, 404, "").await;
                }
                Err(failure) => return entry.refuse(&mut stream, 503, &failure.to_string()).await,
            }
        }
    }
    entry.done();
    stream.shutdown().await
}

/// An `Accept` header that names one of the two kinds decides; else it counts whether `json` was there at all.
fn wants_json(accept: &str, asked: bool) -> bool {
    match (accept.contains("application/json"), accept.contains("text/xml")) {
        (true, _) => true,
        (false, true) => false,
        (false, false) => asked,
    }
}

fn by_uuid(db: &Db, class: &str, uuid: &str) -> Result<Str, Failure> {
    let found = db.table(class)?.by_uuid(uuid).cloned();
    found.ok_or_else(|| Failure::new("UUID_INVALID", [class, uuid]))
}

/// A VM, and the host that has its archives if it is not this one: where it runs, else the master.
fn vm_place(db: &Db, door: &Door, uuid: &str) -> Result<(Str, Option<usize>), Failure> {
    let vm = by_uuid(db, "VM", uuid)?;
    let resident = db.get_str("VM", &vm, "resident_on")?;
    let hosts = &door.pool.hosts;
    let place = match hosts.number(&resident) {
        Some(place) => place,
        None => {
            let pool = db.refs("pool").into_iter().next();
            let master = pool.and_then(|p| db.get_str("pool", &p, "master").ok());
            hosts.iter().position(|h| Some(&h.reference) == master.as_ref()).unwrap_or(door.host)
        }
    };
    Ok((vm, (place != door.host).then_some(place)))
}

/// Whose data sources are wanted.
struct Wanted {
    vms: Vec<String>,
    srs: Vec<String>,
    host: bool,
}

impl Wanted {
    fn owners(&self, db: &Db, door: &Door) -> Result<Vec<Owner>, Failure> {
        let (pool, host) = (&door.pool, &door.pool.hosts[door.host].reference);
        let all = sources::residents(db, pool, host)?;
        let mut owners = Vec::new();
        for resident in &all.vms {
            if self.vms.is_empty() || self.vms.iter().any(|vm| **vm == *resident.uuid) {
                owners.push(sources::resident_sources(db, pool, &all, resident)?);
            }
        }
        for sr in &self.srs {
            // Of what is not there, nothing is told.
            if let Ok(sr) = by_uuid(db, "SR", sr) {
                owners.push(sources::of_repository(db, pool, &sr)?);
            }
        }
        if self.host {
            owners.push(sources::of_host(db, pool, host)?);
        }
        Ok(owners)
    }
}

/// Sends all archives of an object, as they are written.
async fn send(stream: &mut impl Stream, owner: Owner, json: Option<Numbers>) -> io::Result<()> {
    let kind = if json.is_some() { "application/json" } else { "text/xml" };
    let answer = format!(
        "HTTP/1.0 200 OK\r\nConnection: close\r\nCache-Control: no-cache, no-store\r\nContent-Type: {kind}\r\n\
         Access-Control-Allow-Origin: *\r\n\r\n"
    );
    stream.write_all(answer.as_bytes()).await?;
    let (pieces, mut written) = mpsc::channel(Archive::ALL.len());
    let now = crate::time::now();
    let writing = tokio::task::spawn_blocking(move || {
        dump::write(&owner, json, now, |piece| pieces.blocking_send(piece).is_ok());
    });
    while let Some(piece) = written.recv().await {
        stream.write_all(piece.as_bytes()).await?;
    }
    writing.await.map_err(io::Error::other)?;
    stream.flush().await
}
