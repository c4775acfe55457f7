//! `PUT /import_raw_vdi`: a disk's content comes as raw bytes, as pieces with their places, as VHD,
//! qcow2 or a tar of blocks.
//!
//! As in XAPI the answer is 200 before the body is read; only the task tells what became of it. What was written
//! before a failure stays.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};

use super::flow::{Flow, spoil};
use super::vhd::{Footer, Header, SECTOR, order};
use super::xva::archive::{Archive, invalid};
use super::xva::blocks::Reader;
use super::{Attached, Progress, begin, cancelled, disk, io_error, no_format, qcow2, refuse};
use crate::behave::{space, vdi};
use crate::data::content::{CHUNK, Content};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::net::http::{Door, Head, Stream, accept};
use crate::task;

/// How the bytes come.
#[derive(Clone, Copy)]
enum Format {
    Raw,
    Pieces,
    Vhd,
    Qcow2,
    Tar,
}

/// Answers the request. `early` came right behind its head.
pub async fn serve(mut stream: impl Stream, early: Vec<u8>, door: &Door, head: &Head) -> io::Result<()> {
    let (wanted, sr) = (head.parameter("vdi"), head.parameter("sr_id"));
    let place = |db: &Db| match (&wanted, &sr) {
        (Some(wanted), _) => db.get_str("VDI", &disk(db, wanted)?, "SR"),
        (None, Some(sr)) if db.exists("SR", sr) => Ok(sr.as_str().into()),
        (None, Some(sr)) => Err(Failure::handle_invalid("SR", sr)),
        (None, None) => Err(Failure::internal("Missing vdi or sr_id")),
    };
    let Some((_login, cx)) = begin(&mut stream, door, head, "Importing raw VDI", place).await? else {
        return Ok(());
    };
    if !head.header("transfer-encoding").is_empty() {
        let failure = Failure::bare("IMPORT_ERROR_CANNOT_HANDLE_CHUNKED");
        return refuse(&mut stream, &cx, 403, failure).await;
    }
    let pieces = head.parameter("chunked").as_deref() == Some("true");
    let format = match head.parameter("format").as_deref() {
        None | Some("" | "raw") if pieces => Format::Pieces,
        None | Some("" | "raw") => Format::Raw,
        Some("vhd") => Format::Vhd,
        Some("qcow2") => Format::Qcow2,
        Some("tar") => Format::Tar,
        Some(other) => {
            let (status, failure) = no_format(other);
            return refuse(&mut stream, &cx, status, failure).await;
        }
    };
    let length = head.header("content-length").parse().ok();
    let (target, attached) = match open(&cx, wanted.as_deref(), sr.as_deref(), length) {
        Ok(opened) => opened,
        Err(failure) => return refuse(&mut stream, &cx, 500, failure).await,
    };
    accept(&mut stream).await?;
    let early = AsyncReadExt::chain(io::Cursor::new(early), &mut stream);
    let mut body = Body { stream: Flow::new(early, &cx.pool), length };
    let received = tokio::select! {
        received = receive(&mut body, &target, format) => received,
        failure = cancelled(&cx) => Err(failure),
    };
    drop(attached);
    // What was written before a failure stays, and takes its room. The disk itself may be gone.
    let _ = cx.pool.write(|db| space::account(db, &target.vdi));
    task::finish(&cx, received.map(|()| Value::from(&target.vdi)));
    stream.shutdown().await
}

/// The disk that is written.
struct Target<'a> {
    cx: &'a Cx,
    vdi: Str,
    size: u64,
    filling: space::Filling,
}

impl Target<'_> {
    fn write(&self, offset: u64, bytes: &mut [u8]) -> Result<(), Failure> {
        spoil(&self.cx.pool, bytes);
        self.put(offset, bytes)
    }

    /// Writes what any fault has damaged by now.
    fn put(&self, offset: u64, bytes: &[u8]) -> Result<(), Failure> {
        if offset.checked_add(bytes.len() as u64).is_none_or(|end| end > self.size) {
            return Err(io_error());
        }
        self.cx.pool.write(|db| self.filling.write(&self.cx.pool, db, offset, bytes))
    }
}

/// The disk asked for, or a new one as long as the body.
fn open<'a>(
    cx: &'a Cx,
    wanted: Option<&str>,
    sr: Option<&str>,
    length: Option<u64>,
) -> Result<(Target<'a>, Attached), Failure> {
    let vdi = match (wanted, length) {
        (Some(wanted), _) => cx.pool.read(|db| disk(db, wanted))?,
        (None, Some(length)) => {
            let size = i64::try_from(length).map_err(|_| Failure::internal("an impossible size"))?;
            let sr = sr.unwrap_or_default();
            cx.pool.write(|db| vdi::add(db, &cx.pool, sr, size, vec![("type", Value::from("user"))]))?
        }
        (None, None) => return Err(Failure::internal("Missing content-length")),
    };
    let attached = Attached::new(cx, &vdi, "RW")?;
    let (size, filling) = cx.pool.read(|db| {
        Ok::<_, Failure>((db.get("VDI", &vdi, "virtual_size")?.as_int(), space::Filling::new(db, &vdi)?))
    })?;
    let size = u64::try_from(size).unwrap_or(0);
    Ok((Target { cx, vdi, size, filling }, attached))
}

/// What follows the head, as far as it is announced to go.
struct Body<S> {
    stream: S,
    /// What is left of the announced length.
    length: Option<u64>,
}

impl<S: AsyncRead + Unpin> Body<S> {
    /// Fills as much as there is; less only at the end, and where the connection broke.
    async fn fill(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = self.length.unwrap_or(u64::MAX).min(out.len() as u64) as usize;
        let mut filled = 0;
        while filled < most {
            match self.stream.read(&mut out[filled..most]).await {
                Ok(0) => break,
                Ok(more) => filled += more,
                Err(_) if filled > 0 => break,
                Err(error) => return Err(error),
            }
        }
        self.length = self.length.map(|length| length - filled as u64);
        Ok(filled)
    }

    async fn exact(&mut self, out: &mut [u8]) -> Result<(), Failure> {
        let filled = self.fill(out).await.map_err(|_| io_error())?;
        if filled == out.len() { Ok(()) } else { Err(io_error()) }
    }

    async fn skip(&mut self, mut count: u64) -> Result<(), Failure> {
        let mut waste = vec![0; CHUNK];
        while count > 0 {
            let now = count.min(CHUNK as u64) as usize;
            self.exact(&mut waste[..now]).await?;
            count -= now as u64;
        }
        Ok(())
    }
}

async fn receive<S: AsyncRead + Unpin + Send>(
    body: &mut Body<S>,
    target: &Target<'_>,
    format: Format,
) -> Result<(), Failure> {
    match format {
        Format::Raw => raw(body, target).await,
        Format::Pieces => pieces(body, target).await,
        Format::Vhd => vhd(body, target).await,
        Format::Qcow2 => qcow2(body, target).await,
        Format::Tar => blocks(body, target).await,
    }
}

async fn raw<S: AsyncRead + Unpin>(body: &mut Body<S>, target: &Target<'_>) -> Result<(), Failure> {
    let mut progress = Progress::new(target.cx, target.size);
    let (mut buffer, mut at) = (vec![0; CHUNK], 0);
    loop {
        let filled = body.fill(&mut buffer).await.map_err(|_| io_error())?;
        target.write(at, &mut buffer[..filled])?;
        at += filled as u64;
        progress.reached(at);
        if filled < CHUNK {
            // Whoever knows no length announces far more than comes, and is told so.
            return if body.length.unwrap_or(0) == 0 { Ok(()) } else { Err(io_error()) };
        }
    }
}

/// Each piece has its offset and length before it; one without length is the last.
async fn pieces<S: AsyncRead + Unpin>(body: &mut Body<S>, target: &Target<'_>) -> Result<(), Failure> {
    let mut progress = Progress::new(target.cx, target.size);
    let mut buffer = vec![0; CHUNK];
    loop {
        let (mut offset, mut length) = ([0; 8], [0; 4]);
        body.exact(&mut offset).await?;
        body.exact(&mut length).await?;
        let (mut at, length) = (u64::from_le_bytes(offset), u32::from_le_bytes(length));
        if length == 0 {
            return Ok(());
        }
        let mut left = length as usize;
        while left > 0 {
            let now = left.min(CHUNK);
            body.exact(&mut buffer[..now]).await?;
            target.write(at, &mut buffer[..now])?;
            at += now as u64;
            left -= now;
            progress.reached(at);
        }
    }
}

/// The blocks in the order of the file; a dynamic disk replaces all that was there.
async fn vhd<S: AsyncRead + Unpin>(body: &mut Body<S>, target: &Target<'_>) -> Result<(), Failure> {
    let bad = |why: &str| {
        tracing::debug!(why, "VHD refused");
        io_error()
    };
    let mut footer = [0; SECTOR];
    body.exact(&mut footer).await?;
    let footer = Footer::parse(&footer).map_err(bad)?;
    if footer.size > target.size {
        return Err(bad("larger than the disk"));
    }
    let mut header = [0; 2 * SECTOR];
    let gap = footer.header.checked_sub(SECTOR as u64).ok_or_else(|| bad("the header comes too early"))?;
    body.skip(gap).await?;
    body.exact(&mut header).await?;
    let mut at = SECTOR as u64 + gap + 2 * SECTOR as u64;
    let header = Header::parse(&header).map_err(bad)?;
    body.skip(header.table.checked_sub(at).ok_or_else(|| bad("the table comes too early"))?).await?;
    let mut table = vec![0; header.entries as usize * 4];
    body.exact(&mut table).await?;
    at = header.table + table.len() as u64;
    if !footer.differencing {
        target.cx.pool.write(|db| db.set_content(&target.vdi, Content::default()));
    }
    let order = order(&table);
    let mut progress = Progress::new(target.cx, order.len() as u64);
    let mut bitmap = vec![0; header.bitmap()];
    for (done, (place, block)) in (0..).zip(order) {
        body.skip(place.checked_sub(at).ok_or_else(|| bad("blocks overlap"))?).await?;
        body.exact(&mut bitmap).await?;
        let start = u64::from(block) * u64::from(header.block);
        sectors(body, target, &bitmap, start, header.block as usize, footer.size).await?;
        at = place + (bitmap.len() + header.block as usize) as u64;
        progress.reached(done);
    }
    // The footer once more.
    let mut last = [0; SECTOR];
    body.exact(&mut last).await
}

/// One block's data, of which only those sectors count that are in its bitmap.
async fn sectors<S: AsyncRead + Unpin>(
    body: &mut Body<S>,
    target: &Target<'_>,
    bitmap: &[u8],
    start: u64,
    block: usize,
    size: u64,
) -> Result<(), Failure> {
    let held = |sector: usize| bitmap[sector / 8] & (0x80 >> (sector % 8)) != 0;
    let mut buffer = vec![0; CHUNK.min(block)];
    for from in (0..block).step_by(buffer.len()) {
        body.exact(&mut buffer).await?;
        let mut sector = 0;
        let all = buffer.len() / SECTOR;
        while sector < all {
            let run = (sector..all).take_while(|s| held(from / SECTOR + s)).count();
            let at = start + (from + sector * SECTOR) as u64;
            // The last block may reach beyond the disk.
            let inside = size.saturating_sub(at).min((run * SECTOR) as u64) as usize;
            if inside > 0 {
                target.write(at, &mut buffer[sector * SECTOR..sector * SECTOR + inside])?;
            }
            sector += run.max(1);
        }
    }
    Ok(())
}

/// The file is kept as it comes, since its parts may be in any order, and read when it is there.
async fn qcow2<S: AsyncRead + Unpin>(body: &mut Body<S>, target: &Target<'_>) -> Result<(), Failure> {
    let bad = |why: &str| Failure::internal(format!("qcow2: {why}"));
    let mut file = Content::default();
    let (mut header, mut length) = (None, 0u64);
    let mut progress = Progress::new(target.cx, body.length.unwrap_or(u64::MAX).min(target.size));
    let mut buffer = vec![0; CHUNK];
    // Beside the data there are tables, and clusters that are counted but no longer used.
    let most = target.size.saturating_mul(2).saturating_add(64 << 20);
    loop {
        let filled = body.fill(&mut buffer).await.map_err(|_| io_error())?;
        if header.is_none() {
            let head = buffer[..filled].first_chunk().ok_or_else(io_error)?;
            let read = qcow2::Header::parse(head).map_err(bad)?;
            if read.size > target.size.next_multiple_of(SECTOR as u64) {
                return Err(io_error());
            }
            header = Some(read);
        } else {
            spoil(&target.cx.pool, &mut buffer[..filled]);
        }
        file.write(length, &buffer[..filled]);
        length += filled as u64;
        progress.reached(length);
        if length > most {
            return Err(bad("the file is far larger than the disk"));
        }
        if filled < CHUNK {
            break;
        }
    }
    if body.length.unwrap_or(0) != 0 {
        return Err(io_error());
    }
    let Some(header) = header else { return Err(io_error()) };
    let before = target.cx.pool.read(|db| db.content(&target.vdi))?;
    let mut content = before.clone();
    let applied =
        tokio::task::spawn_blocking(move || header.apply(&file, length, &mut content).map(|()| content));
    let content = applied.await.map_err(|e| Failure::internal(e.to_string()))?.map_err(bad)?;
    target.cx.pool.write(|db| {
        let held = |content: &Content| content.blocks(target.size).len() as i64;
        let more = (held(&content) - held(&before)) * space::ALLOCATED;
        target.filling.grow(&target.cx.pool, db, more)?;
        db.set_content(&target.vdi, content);
        Ok(())
    })
}

/// The blocks with their checksums, those left out being as they were.
async fn blocks<S: AsyncRead + Unpin + Send>(body: &mut Body<S>, target: &Target<'_>) -> Result<(), Failure> {
    let length = body.length.unwrap_or(u64::MAX);
    let mut archive = Archive::open((&mut body.stream).take(length)).await?;
    let mut progress = Progress::new(target.cx, target.size);
    let write = |at, block: &[u8]| {
        progress.reached(at);
        target.put(at, block)
    };
    Reader::new(true, false).disk(&mut archive, &target.cx.pool, "", target.size, write).await?;
    match archive.next().await? {
        None => Ok(()),
        Some(entry) => Err(invalid(&format!("{} lies beyond the disk", entry.name))),
    }
}
