//! The state file: what differs from the seeded contents, appended as it changes, so that a killed simulator loses
//! less than a second.
//!
//! One JSON text per line. The first line tells which contents the file belongs to. Then batches of rows, removals and
//! what disks hold, each closed by a line with the generations; a batch without its closing line did not happen.

mod journal;

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::behave::{vm_power, vm_state};
use crate::data::db::{Clock, Db, Row};
use crate::data::value::{Str, Value, unmarshal};
use crate::error::Failure;
use crate::kept::Kept;
use crate::pool::{Pool, lock};
use crate::wire::writer::{Format, Writer};

/// How often changes are written.
const EVERY: Duration = Duration::from_millis(400);
/// A file that outgrew this, and what it holds by far, is written anew.
const REWRITE: u64 = 64 << 20;

/// Which contents a file belongs to.
#[derive(Serialize, Deserialize, PartialEq, Debug)]
pub struct Contents {
    pub seed: u64,
    pub pool: usize,
    pub hosts: usize,
    pub vms: usize,
    /// When the contents were made; dates in them are told from it.
    pub epoch: i64,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Row {
        class: String,
        reference: String,
        created: u64,
        modified: u64,
        record: serde_json::Map<String, Json>,
    },
    Gone {
        class: String,
        gone: String,
    },
    Piece(journal::Piece),
    Held(journal::Held),
    Unknown(journal::Unknowns),
    Beside {
        kept: Kept,
    },
    End {
        rows: u64,
        messages: u64,
    },
}

/// A file read back.
pub struct Saved {
    pub contents: Contents,
    batches: Vec<Line>,
    pieces: journal::Pieces,
}

/// Reads a file; `None` when there is none yet.
pub fn load(path: &Path) -> io::Result<Option<Saved>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e),
    };
    let mut lines = BufReader::new(file).lines();
    let Some(first) = lines.next() else { return Ok(None) };
    let contents = serde_json::from_str(&first?).map_err(|e| bad(path, &e.to_string()))?;
    let mut saved = Saved { contents, batches: Vec::new(), pieces: Default::default() };
    let mut pending = Vec::new();
    for line in lines {
        // The last line may have been cut by a kill.
        let Ok(line) = serde_json::from_str::<Line>(&line?) else { break };
        let end = matches!(line, Line::End { .. });
        match line {
            Line::Piece(piece) => {
                saved.pieces.add(piece).map_err(|why| bad(path, &why))?;
                continue;
            }
            line => pending.push(line),
        }
        if end {
            saved.batches.append(&mut pending);
        }
    }
    Ok(Some(saved))
}

fn bad(path: &Path, why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{} is not a state file: {why}", path.display()))
}

impl Saved {
    /// Brings seeded contents to the saved state; tells which rows are gone, and what is kept beside them.
    pub fn apply(self, db: &mut Db) -> Result<(Vec<(usize, Str)>, Kept), Failure> {
        let (mut all_gone, mut beside) = (Vec::new(), Kept::default());
        for line in self.batches {
            match line {
                Line::Row { class, reference, created, modified, record } => {
                    let Some(id) = db.schema.class_id(&class) else { continue };
                    let fields = &db.class(id).fields;
                    let values: Result<Vec<Value>, Failure> = fields
                        .iter()
                        .map(|f| match record.get(f.def.name) {
                            Some(json) => unmarshal(&f.def.ty, json),
                            None => Ok(f.default.clone()),
                        })
                        .collect();
                    let row = Row {
                        reference: reference.as_str().into(),
                        created,
                        modified,
                        values: values?.into(),
                    };
                    db.restore(id, row);
                }
                Line::Gone { class, gone } => {
                    if let Some(id) = db.schema.class_id(&class) {
                        db.take(id, &gone);
                        db.contents.remove(gone.as_str());
                        all_gone.push((id, gone.as_str().into()));
                    }
                }
                // They were set apart when the file was read.
                Line::Piece(_) => {}
                Line::Held(held) => held.apply(db, &self.pieces),
                Line::Unknown(unknown) => unknown.apply(db, &self.pieces)?,
                Line::Beside { kept } => beside = kept,
                Line::End { rows, messages } => db.clock = Clock { rows, messages },
            }
        }
        Ok((all_gone, beside))
    }
}

/// After a restart nothing is under way: operations are forgotten, VMs caught half-way are put down.
pub fn settle(db: &mut Db, pool: &Pool) -> Result<(), Failure> {
    for class in db.schema.classes.iter().filter(|class| class.field_id("current_operations").is_some()) {
        let class = class.def.name;
        for row in db.refs(class) {
            if !db.set(class, &row, "current_operations", Value::no_entries())? {
                continue;
            }
            match class {
                "VM" => vm_state::refresh(db, &row)?,
                class => vm_state::refresh_noted(db, class, &row)?,
            }
        }
    }
    for vm in db.refs("VM") {
        if db.get("VM", &vm, "is_control_domain")?.as_bool() {
            // Disks that were being read or written from outside.
            for vbd in db.get("VM", &vm, "VBDs")?.items() {
                db.delete("VBD", vbd.as_str())?;
            }
        }
        db.set("VM", &vm, "scheduled_to_be_resident_on", Value::null())?;
        let live = matches!(db.get("VM", &vm, "power_state")?.as_str(), "Running" | "Paused");
        if live && db.get("VM", &vm, "resident_on")?.is_null() {
            vm_power::halt(db, pool, &vm)?;
        }
    }
    Ok(())
}

/// Writes what changes to a file.
pub struct Journal {
    path: PathBuf,
    contents: Contents,
    /// Generations of the seeded contents.
    base: Clock,
    file: File,
    saved: Clock,
    kept: Kept,
    /// Bytes written since the file was last written anew, and then.
    grown: u64,
    least: u64,
    /// Seeded rows and others that were removed, of all time.
    gone: Vec<(usize, Str)>,
    disks: journal::Disks,
}

impl Journal {
    /// Starts a journal by writing the file anew.
    pub fn start(
        path: PathBuf,
        contents: Contents,
        base: Clock,
        gone: Vec<(usize, Str)>,
        pool: &Pool,
    ) -> io::Result<Journal> {
        let file = OpenOptions::new().append(true).create(true).open(&path)?;
        let kept = Kept::default();
        let disks = journal::Disks::default();
        let mut journal =
            Journal { path, contents, base, file, saved: base, kept, grown: 0, least: 0, gone, disks };
        journal.rewrite(pool)?;
        Ok(journal)
    }

    /// Writes everything that differs from the seeded contents to a new file and puts it in place.
    fn rewrite(&mut self, pool: &Pool) -> io::Result<()> {
        let temporary = self.path.with_extension("new");
        let mut out = BufWriter::new(File::create(&temporary)?);
        serde_json::to_writer(&mut out, &self.contents)?;
        out.write_all(b"\n")?;
        let (lines, held, clock) = pool.write(|db| {
            let mut lines = Vec::new();
            self.gone.retain(|(class, gone)| db.row(*class, gone).is_err());
            for (class, gone) in &self.gone {
                gone_line(db, *class, gone, &mut lines);
            }
            rows(db, self.base, &mut lines);
            (lines, self.disks.all(db), db.clock)
        });
        out.write_all(&lines)?;
        let held = self.disks.write(held, &mut out)?;
        self.kept = lock(&pool.kept).clone();
        beside_line(&self.kept, &mut out)?;
        out.write_all(&end_line(clock))?;
        out.into_inner().map_err(|e| e.into_error())?;
        std::fs::rename(&temporary, &self.path)?;
        self.file = OpenOptions::new().append(true).open(&self.path)?;
        self.least = lines.len() as u64 + held;
        self.grown = 0;
        self.saved = clock;
        Ok(())
    }

    /// Appends what changed since the last time.
    fn save(&mut self, pool: &Pool) -> io::Result<()> {
        let kept = lock(&pool.kept).clone();
        let (removed, mut lines, held, clock) = pool.write(|db| {
            let removed = db.removed.as_mut().map(std::mem::take).unwrap_or_default();
            let mut lines = Vec::new();
            for (class, gone) in &removed {
                gone_line(db, *class, gone, &mut lines);
            }
            rows(db, self.saved, &mut lines);
            (removed, lines, self.disks.changed(db), db.clock)
        });
        if clock == self.saved && kept == self.kept && held.is_empty() {
            return Ok(());
        }
        self.gone.extend(removed);
        self.file.write_all(&lines)?;
        let mut out = BufWriter::new(&self.file);
        self.grown += self.disks.write(held, &mut out)?;
        if kept != self.kept {
            beside_line(&kept, &mut out)?;
        }
        out.flush()?;
        drop(out);
        lines = end_line(clock);
        self.file.write_all(&lines)?;
        self.kept = kept;
        self.saved = clock;
        self.grown += lines.len() as u64;
        if self.grown > REWRITE && self.grown > 4 * self.least {
            self.rewrite(pool)?;
        }
        Ok(())
    }

    /// Saves for as long as the pool lives, and once more at the end.
    pub async fn run(mut self, pool: Arc<Pool>, mut stop: tokio::sync::watch::Receiver<bool>) {
        loop {
            let stopping = tokio::time::timeout(EVERY, stop.wait_for(|s| *s)).await.is_ok();
            let (journal, pool) = (self, pool.clone());
            let saved = tokio::task::spawn_blocking(move || {
                let mut journal = journal;
                let result = journal.save(&pool);
                (journal, result)
            });
            match saved.await {
                Ok((journal, Ok(()))) => self = journal,
                Ok((journal, Err(error))) => {
                    tracing::error!(%error, path = %journal.path.display(), "state not saved");
                    self = journal;
                }
                Err(error) => {
                    tracing::error!(%error, "state no longer saved");
                    return;
                }
            }
            if stopping {
                return;
            }
        }
    }
}

fn beside_line(kept: &Kept, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &serde_json::json!({ "kept": kept }))?;
    out.write_all(b"\n")
}

fn end_line(clock: Clock) -> Vec<u8> {
    let end = serde_json::json!({"rows": clock.rows, "messages": clock.messages});
    format!("{end}\n").into_bytes()
}

fn gone_line(db: &Db, class: usize, gone: &str, out: &mut Vec<u8>) {
    if db.row(class, gone).is_err() && persistent(db, class) {
        let line = serde_json::json!({"class": db.class(class).def.name, "gone": gone});
        out.extend(format!("{line}\n").into_bytes());
    }
}

/// Sessions and tasks are lost; messages are kept though they are no table.
fn persistent(db: &Db, class: usize) -> bool {
    let def = db.class(class).def;
    def.persistent || def.name == "message"
}

fn rows(db: &Db, since: Clock, out: &mut Vec<u8>) {
    let changed = db.changed_since(since.rows, false).chain(db.changed_since(since.messages, true));
    for (class, row) in changed.filter(|(class, _)| persistent(db, *class)) {
        let c = db.class(class);
        let mut w = Writer::new(Format::Json);
        w.open_struct();
        for (name, text) in [("class", c.def.name), ("reference", &row.reference)] {
            w.member(name);
            w.string(text);
        }
        for (name, n) in [("created", row.created), ("modified", row.modified)] {
            w.member(name);
            w.int(n as i64);
        }
        w.member("record");
        w.record(c, &row.values, true);
        w.close_struct();
        w.raw("\n");
        out.extend(w.finish());
    }
}
