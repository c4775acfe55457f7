//! Disks over HTTP: who may, which disk, on which host, and the task that shows it.

pub mod blob;
pub mod export;
pub mod flow;
pub mod import;
pub mod qcow2;
pub mod vhd;
pub mod xva;

use std::sync::Arc;
use std::time::Duration;

use crate::behave::{self, Args};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::net::gate;
use crate::net::http::{Door, Head, Stream, page, redirect};
use crate::pool::Pool;
use crate::task;
use crate::time::Instant;

/// Progress is told at most this often, at speed 1.
const TELL_EVERY: Duration = Duration::from_secs(10);

/// The session of a request; one that was opened for it ends with it.
pub struct Login {
    pool: Arc<Pool>,
    pub session: Str,
    temporary: bool,
}

impl Drop for Login {
    fn drop(&mut self) {
        if self.temporary {
            // It may have been killed meanwhile.
            let _ = self.pool.write(|db| db.delete("session", &self.session));
        }
    }
}

/// By `session_id`, by the secret that only hosts know, or by name and password.
async fn login(door: &Door, head: &Head) -> Result<Login, Failure> {
    let pool = door.pool.clone();
    // Without its master a host knows nobody.
    pool.admit(door.host, "")?;
    if let Some(session) = head.parameter("session_id") {
        if !pool.read(|db| db.exists("session", &session)) {
            return Err(Failure::new("SESSION_INVALID", [session]));
        }
        return Ok(Login { pool, session: session.into(), temporary: false });
    }
    let master = Cx { host: pool.master(), ..door.cx("".into()) };
    if let Some(secret) = head.parameter("pool_secret") {
        let host = &pool.hosts[door.host].reference;
        let session = behave::session::slave_login(&master, host, &secret)?.to_shared();
        return Ok(Login { pool, session, temporary: true });
    }
    let refused = || Failure::new("SESSION_AUTHENTICATION_FAILED", ["", "No authentication"]);
    let (user, password) = gate::basic(head).ok_or_else(refused)?;
    let args = [user.as_str(), &password, "1.0", "HTTP"].map(Value::from);
    let session = behave::session::login(&master, &Args(&args)).await?.to_shared();
    Ok(Login { pool, session, temporary: true })
}

/// Who sends a request; whoever may not is answered, and the task that was given fails.
pub async fn admit(stream: &mut impl Stream, door: &Door, head: &Head) -> std::io::Result<Option<Login>> {
    match login(door, head).await {
        Ok(login) => Ok(Some(login)),
        Err(failure) => {
            gate::fail_given(door, head, failure);
            page(stream, 401, "").await.map(|()| None)
        }
    }
}

/// Begins a request: who it is, and its task. `place` tells the repository it is about; another host may have to serve.
/// When there is nothing more to do, it was answered.
async fn begin(
    stream: &mut impl Stream,
    door: &Door,
    head: &Head,
    label: &str,
    place: impl Fn(&Db) -> Result<Str, Failure>,
) -> std::io::Result<Option<(Login, Cx)>> {
    begin_at(stream, door, head, label, |db| place(db).map(|sr| vec![sr])).await
}

/// The same for a request that is about several repositories, or none.
async fn begin_at(
    stream: &mut impl Stream,
    door: &Door,
    head: &Head,
    label: &str,
    places: impl Fn(&Db) -> Result<Vec<Str>, Failure>,
) -> std::io::Result<Option<(Login, Cx)>> {
    let Some(login) = admit(stream, door, head).await? else { return Ok(None) };
    let srs = door.pool.read(|db| places(db));
    if let Ok(srs) = &srs
        && let Some(other) = elsewhere(door, srs)
    {
        return redirect(stream, door, head, other).await.map(|()| None);
    }
    let (task, parent) = (head.parameter("task_id"), head.parameter("subtask_of"));
    match task::adopt(door.cx(login.session.clone()), task, parent.as_deref(), label) {
        Ok(cx) => match srs {
            Ok(_) => Ok(Some((login, cx))),
            Err(failure) => {
                refuse(stream, &cx, 500, failure).await?;
                Ok(None)
            }
        },
        Err(failure) => page(stream, 500, &failure.to_string()).await.map(|()| None),
    }
}

/// Why a disk does not come or go in a format, and the status that says so.
fn no_format(format: &str) -> (u16, Failure) {
    (404, Failure::internal(format!("Unknown format {format}")))
}

/// Refuses before anything was answered.
async fn refuse(stream: &mut impl Stream, cx: &Cx, status: u16, failure: Failure) -> std::io::Result<()> {
    let text = format!("Internal Error: {failure}");
    task::finish(cx, Err(failure));
    page(stream, status, &text).await
}

/// The host that serves repositories when this one cannot reach them all.
fn elsewhere(door: &Door, srs: &[Str]) -> Option<usize> {
    let hosts = &door.pool.hosts;
    let serves = |host: usize| {
        door.pool.read(|db| srs.iter().all(|sr| behave::pbd::reaches(db, &hosts[host].reference, sr)))
    };
    if serves(door.host) { None } else { (0..hosts.len()).find(|host| serves(*host)) }
}

/// The object of that reference or UUID.
pub fn object(db: &Db, class: &str, wanted: &str) -> Result<Str, Failure> {
    let table = db.table(class)?;
    let found = table.by_uuid(wanted).cloned().or_else(|| table.row(wanted).map(|row| row.reference.clone()));
    found.ok_or_else(|| Failure::handle_invalid(class, wanted))
}

fn disk(db: &Db, wanted: &str) -> Result<Str, Failure> {
    object(db, "VDI", wanted)
}

/// A disk as long as it is read or written: a drive of the control domain holds it.
struct Attached {
    pool: Arc<Pool>,
    vbd: Str,
}

impl Attached {
    fn new(cx: &Cx, vdi: &Str, mode: &str) -> Result<Attached, Failure> {
        let (pool, host) = (&cx.pool, &cx.pool.hosts[cx.host].reference);
        let vbd = pool.fresh_ref();
        pool.write(|db| {
            behave::vdi::check(db, vdi, if mode == "RO" { "attach_reading" } else { "attach" })?;
            if mode == "RW" && db.get("VDI", vdi, "read_only")?.as_bool() {
                return Err(Failure::new("VDI_READONLY", [&**vdi]));
            }
            let domain = db.get("host", host, "control_domain")?;
            let fields = [
                ("VM", domain),
                ("VDI", Value::from(vdi)),
                ("mode", Value::from(mode)),
                ("type", Value::from("Disk")),
                ("userdevice", Value::from("autodetect")),
                ("currently_attached", Value::Bool(true)),
            ];
            db.insert("VBD", &vbd, &pool.fresh_uuid(), fields)
        })?;
        Ok(Attached { pool: pool.clone(), vbd })
    }
}

impl Drop for Attached {
    fn drop(&mut self) {
        // It may have been destroyed meanwhile.
        let _ = self.pool.write(|db| db.delete("VBD", &self.vbd));
    }
}

/// Tells now and then how far a transfer is.
struct Progress<'a> {
    cx: &'a Cx,
    every: Duration,
    told: Instant,
    total: u64,
}

impl Progress<'_> {
    fn new(cx: &Cx, total: u64) -> Progress<'_> {
        let every = TELL_EVERY.div_f64(cx.pool.config.speed.max(0.01));
        Progress { cx, every, told: Instant::now(), total: total.max(1) }
    }

    fn reached(&mut self, done: u64) {
        if self.told.elapsed() >= self.every {
            self.told = Instant::now();
            self.cx.progress(done as f64 / self.total as f64);
        }
    }
}

/// Ends when the task is cancelled.
async fn cancelled(cx: &Cx) -> Failure {
    let Some(mut cancelled) = cx.cancelled.clone() else { return std::future::pending().await };
    if cancelled.wait_for(|c| *c).await.is_err() {
        // Nobody is left who could cancel it.
        return std::future::pending().await;
    }
    Failure::new("TASK_CANCELLED", [&*cx.task_ref()])
}

/// A stream that was cut, or what came was not what it should be.
fn io_error() -> Failure {
    Failure::new("VDI_IO_ERROR", ["Device I/O errors"])
}
