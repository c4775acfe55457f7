//! What disks hold, in the state file: pieces of data once each, whichever disks share them, and for each disk where
//! they belong. What is made from a seed costs a number.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::behave::vdi_records::{Unknown, Written as Record};
use crate::data::content::{Content, Seed, Written};
use crate::data::db::Db;
use crate::data::value::Str;
use crate::error::Failure;

/// A piece of data, by its number in this file.
#[derive(Serialize, Deserialize)]
pub struct Piece {
    piece: u64,
    data: String,
}

/// What of a disk changed: chunks and the pieces there, `None` for zeros over seeded data.
#[derive(Serialize, Deserialize)]
pub struct Held {
    holder: String,
    seed: Option<Seed>,
    /// Forget what was told before.
    anew: bool,
    chunks: Vec<(u64, Option<u64>)>,
    /// Chunks that are as they were from the start.
    cleared: Vec<u64>,
}

/// All disks that lie on repositories without a record.
#[derive(Serialize, Deserialize)]
pub struct Unknowns {
    unknown_disks: Vec<(Record, Held)>,
}

/// The pieces of a file.
#[derive(Default)]
pub struct Pieces(HashMap<u64, Arc<[u8]>>);

impl Pieces {
    pub fn add(&mut self, piece: Piece) -> Result<(), String> {
        let data = STANDARD.decode(piece.data).map_err(|e| e.to_string())?;
        self.0.insert(piece.piece, data.into());
        Ok(())
    }
}

impl Held {
    fn content(self, before: Option<&Content>, pieces: &Pieces) -> Content {
        let before = before.filter(|_| !self.anew);
        let mut written = before.map(|content| content.parts().1.clone()).unwrap_or_default();
        for chunk in self.cleared {
            written.remove(&chunk);
        }
        for (chunk, piece) in self.chunks {
            // A piece that is not there cannot be: it stands before in the same file.
            written.insert(chunk, piece.and_then(|piece| pieces.0.get(&piece).cloned()));
        }
        Content::of(self.seed, written)
    }

    pub fn apply(self, db: &mut Db, pieces: &Pieces) {
        let holder = Str::from(self.holder.as_str());
        let content = self.content(db.contents.get(&holder), pieces);
        db.set_content(&holder, content);
    }
}

impl Unknowns {
    pub fn apply(self, db: &mut Db, pieces: &Pieces) -> Result<(), Failure> {
        let mut all = Vec::new();
        for (record, held) in self.unknown_disks {
            let content = held.content(None, pieces);
            all.push(Unknown { content, ..Unknown::read(db, &record)? });
        }
        db.storage.set_unknown(all);
        Ok(())
    }
}

/// What is to be written of disks at once.
pub struct Batch {
    held: Vec<(Str, Content)>,
    unknown: Option<Vec<Unknown>>,
}

impl Batch {
    pub fn is_empty(&self) -> bool {
        self.held.is_empty() && self.unknown.is_none()
    }
}

/// What of disks is in the file.
#[derive(Default)]
pub struct Disks {
    saved: HashMap<Str, Content>,
    /// Disks that were written since the contents were made.
    ever: HashSet<Str>,
    /// Numbers of pieces by where they are in memory; they are held on to, so that nothing else comes to be there.
    pieces: HashMap<usize, (u64, Arc<[u8]>)>,
}

impl Disks {
    /// What changed since the last time.
    pub fn changed(&mut self, db: &mut Db) -> Batch {
        let written = db.written.as_mut().map(std::mem::take).unwrap_or_default();
        let held = |holder: &Str| db.contents.get(holder).map(|content| (holder.clone(), content.clone()));
        let batch = written.iter().filter_map(held).collect();
        self.ever.extend(written);
        Batch { held: batch, unknown: db.storage.take_unknown_changes().map(<[Unknown]>::to_vec) }
    }

    /// Everything, for a file that is written anew.
    pub fn all(&mut self, db: &mut Db) -> Batch {
        self.changed(db);
        self.saved.clear();
        self.pieces.clear();
        self.ever.retain(|holder| db.contents.contains_key(holder));
        let held = self.ever.iter().map(|holder| (holder.clone(), db.contents[holder].clone())).collect();
        Batch { held, unknown: Some(db.storage.unknown().to_vec()).filter(|all| !all.is_empty()) }
    }

    /// Writes a batch; how many bytes it took.
    pub fn write(&mut self, batch: Batch, out: &mut impl Write) -> io::Result<u64> {
        let mut bytes = 0;
        for (holder, content) in batch.held {
            let before = self.saved.remove(&holder);
            let held = self.held(&holder, &content, before.as_ref(), out, &mut bytes)?;
            line(&held, out, &mut bytes)?;
            self.saved.insert(holder, content);
        }
        if let Some(unknown) = batch.unknown {
            let mut unknown_disks = Vec::new();
            for disk in unknown {
                let held = self.held("", &disk.content, None, out, &mut bytes)?;
                unknown_disks.push((disk.written(), held));
            }
            line(&Unknowns { unknown_disks }, out, &mut bytes)?;
        }
        Ok(bytes)
    }

    fn held(
        &mut self,
        holder: &str,
        content: &Content,
        before: Option<&Content>,
        out: &mut impl Write,
        bytes: &mut u64,
    ) -> io::Result<Held> {
        let (seed, written) = content.parts();
        let before = before.map(Content::parts).filter(|(was, _)| *was == seed);
        let none = Written::new();
        let old = before.map_or(&none, |(_, old)| old);
        let mut chunks = Vec::new();
        for (chunk, data) in written {
            let same = match (data, old.get(chunk)) {
                (Some(now), Some(Some(then))) => Arc::ptr_eq(now, then),
                (None, Some(None)) => true,
                _ => false,
            };
            if !same {
                let piece = data.as_ref().map(|data| self.piece(data, out, bytes)).transpose()?;
                chunks.push((*chunk, piece));
            }
        }
        let cleared = old.keys().filter(|chunk| !written.contains_key(chunk)).copied().collect();
        Ok(Held { holder: holder.to_owned(), seed, anew: before.is_none(), chunks, cleared })
    }

    /// The number of a piece, which is written if it is not there yet.
    fn piece(&mut self, data: &Arc<[u8]>, out: &mut impl Write, bytes: &mut u64) -> io::Result<u64> {
        let place = Arc::as_ptr(data).cast::<u8>() as usize;
        if let Some((number, _)) = self.pieces.get(&place) {
            return Ok(*number);
        }
        let number = self.pieces.len() as u64;
        line(&Piece { piece: number, data: STANDARD.encode(data) }, out, bytes)?;
        self.pieces.insert(place, (number, data.clone()));
        Ok(number)
    }
}

fn line(what: &impl Serialize, out: &mut impl Write, bytes: &mut u64) -> io::Result<()> {
    let mut text = serde_json::to_vec(what)?;
    text.push(b'\n');
    *bytes += text.len() as u64;
    out.write_all(&text)
}
