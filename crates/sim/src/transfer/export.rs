//! `GET /export_raw_vdi`: a disk as raw bytes, VHD, qcow2 or a tar of its blocks, or what of it is another than in its
//! base.

use std::io;
use std::sync::Arc;

use tokio::io::{AsyncWrite, AsyncWriteExt};

use super::flow::{Flow, spoil};
use super::vhd::{Image, LARGEST, SECTOR};
use super::xva::{blocks, tar};
use super::{Attached, Progress, begin, cancelled, disk, io_error, no_format, qcow2, refuse};
use crate::data::content::CHUNK;
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::net::http::{Door, Head, Stream, page};
use crate::task;

/// What is sent.
#[derive(Clone, Copy, PartialEq)]
enum Format {
    Raw,
    Vhd,
    Qcow2,
    Tar,
}

/// Answers the request.
pub async fn serve(mut stream: impl Stream, door: &Door, head: &Head) -> io::Result<()> {
    let wanted = head.parameter("vdi").unwrap_or_default();
    let place = |db: &_| db_sr(db, &wanted);
    let Some((_login, cx)) = begin(&mut stream, door, head, "Exporting raw VDI", place).await? else {
        return Ok(());
    };
    let format = match head.parameter("format").as_deref() {
        None | Some("" | "raw") => Format::Raw,
        Some("vhd") => Format::Vhd,
        Some("qcow2") => Format::Qcow2,
        Some("tar") => Format::Tar,
        Some(other) => {
            let (status, failure) = no_format(other);
            return refuse(&mut stream, &cx, status, failure).await;
        }
    };
    let base = head.parameter("base").filter(|_| matches!(format, Format::Vhd | Format::Qcow2));
    let (image, attached) = match open(&cx, &wanted, base.as_deref()) {
        Ok(opened) => opened,
        Err(failure) => return refuse(&mut stream, &cx, 500, failure).await,
    };
    let (kind, ending) = match format {
        Format::Raw => ("application/octet-stream", "raw"),
        Format::Vhd => ("application/vhd", "vhd"),
        Format::Qcow2 => ("application/x-qemu-disk", "qcow2"),
        Format::Tar => ("application/x-tar", "tar"),
    };
    let answer = format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nCache-Control: no-cache, no-store\r\nContent-Type: {kind}\r\n\
         Content-Disposition: attachment; filename=\"{}.{ending}\"\r\n\r\n",
        uuid::Uuid::from_bytes(image.uuid)
    );
    let sent = tokio::select! {
        sent = send(&mut stream, &cx, answer, image, format) => sent,
        failure = cancelled(&cx) => Err(failure),
    };
    drop(attached);
    let failed_midway = matches!(&sent, Err(failure) if failure.code == "VDI_TOO_LARGE");
    task::finish(&cx, sent.map(|()| crate::data::value::Value::Void));
    if failed_midway {
        // XAPI has promised 200 by now; its page of the error comes as the body.
        return page(&mut stream, 500, "Internal Error").await;
    }
    stream.shutdown().await
}

fn db_sr(db: &crate::data::db::Db, wanted: &str) -> Result<crate::data::value::Str, Failure> {
    db.get_str("VDI", &disk(db, wanted)?, "SR")
}

/// Attaches the disk and looks at what it holds now: later writes do not change what is sent.
fn open(cx: &Cx, wanted: &str, base: Option<&str>) -> Result<(Image, Attached), Failure> {
    let vdi = cx.pool.read(|db| disk(db, wanted))?;
    let attached = Attached::new(cx, &vdi, "RO")?;
    let image = cx.pool.read(|db| {
        let uuid = |vdi: &str| {
            let uuid = db.get_str("VDI", vdi, "uuid")?;
            let uuid = uuid::Uuid::parse_str(&uuid).map_err(|e| Failure::internal(e.to_string()))?;
            Ok::<_, Failure>(uuid.into_bytes())
        };
        let base = match base {
            Some(base) => {
                let base = disk(db, base)?;
                Some((uuid(&base)?, db.content(&base)?))
            }
            None => None,
        };
        let size = db.get("VDI", &vdi, "virtual_size")?.as_int();
        let size = u64::try_from(size).map_err(|e| Failure::internal(e.to_string()))?;
        Ok::<_, Failure>(Image { content: db.content(&vdi)?, size, uuid: uuid(&vdi)?, base })
    })?;
    Ok((image, attached))
}

async fn send(
    stream: &mut impl Stream,
    cx: &Cx,
    answer: String,
    image: Image,
    format: Format,
) -> Result<(), Failure> {
    stream.write_all(answer.as_bytes()).await.map_err(|_| io_error())?;
    let stream = &mut Flow::new(stream, &cx.pool);
    let sent = match format {
        Format::Raw => raw(stream, cx, &image).await,
        Format::Vhd if image.size > LARGEST => {
            let (size, most) = (image.size.to_string(), LARGEST.to_string());
            return Err(Failure::new("VDI_TOO_LARGE", [size, most]));
        }
        Format::Vhd => vhd(stream, cx, image).await,
        Format::Qcow2 => qcow2(stream, cx, image).await,
        Format::Tar => blocks_of(stream, cx, image).await,
    };
    sent.map_err(|_| io_error())
}

async fn raw(stream: &mut (impl AsyncWrite + Unpin), cx: &Cx, image: &Image) -> io::Result<()> {
    let mut progress = Progress::new(cx, image.size);
    let mut buffer = vec![0; CHUNK];
    for chunk in 0..image.size.div_ceil(CHUNK as u64) {
        let at = chunk * CHUNK as u64;
        let piece = &mut buffer[..(image.size - at).min(CHUNK as u64) as usize];
        image.content.read(chunk, piece);
        spoil(&cx.pool, piece);
        stream.write_all(piece).await?;
        progress.reached(at);
    }
    stream.flush().await
}

async fn vhd(stream: &mut (impl AsyncWrite + Unpin), cx: &Cx, image: Image) -> io::Result<()> {
    let image = Arc::new(image);
    let looking = image.clone();
    // Of a large disk this takes longer than others should wait.
    let blocks = tokio::task::spawn_blocking(move || looking.blocks()).await.map_err(io::Error::other)?;
    stream.write_all(&image.start(&blocks)).await?;
    let mut progress = Progress::new(cx, blocks.len() as u64);
    let mut buffer = Vec::new();
    for (done, block) in (0..).zip(&blocks) {
        image.block(*block, &mut buffer);
        spoil(&cx.pool, &mut buffer[SECTOR..]);
        stream.write_all(&buffer).await?;
        progress.reached(done);
    }
    stream.write_all(&image.footer()).await?;
    stream.flush().await
}

async fn qcow2(stream: &mut (impl AsyncWrite + Unpin), cx: &Cx, image: Image) -> io::Result<()> {
    let image = Arc::new(image);
    let looking = image.clone();
    let begun = tokio::task::spawn_blocking(move || {
        let clusters = qcow2::clusters(&looking);
        (qcow2::start(&looking, &clusters), clusters)
    });
    let (start, clusters) = begun.await.map_err(io::Error::other)?;
    stream.write_all(&start).await?;
    let mut progress = Progress::new(cx, clusters.len() as u64);
    let mut buffer = vec![0; qcow2::CLUSTER];
    for (done, cluster) in (0..).zip(&clusters) {
        if cluster.data {
            qcow2::data(&image, *cluster, &mut buffer);
            spoil(&cx.pool, &mut buffer);
            stream.write_all(&buffer).await?;
        }
        progress.reached(done);
    }
    stream.flush().await
}

/// The blocks as they stand in archives of VMs, without a folder.
async fn blocks_of(stream: &mut (impl AsyncWrite + Unpin), cx: &Cx, image: Image) -> io::Result<()> {
    let image = Arc::new(image);
    let looking = image.clone();
    let numbers = tokio::task::spawn_blocking(move || blocks::numbers(&looking.content, looking.size, true));
    let numbers = numbers.await.map_err(io::Error::other)?;
    let mut progress = Progress::new(cx, numbers.len() as u64);
    for (done, number) in (0..).zip(numbers) {
        blocks::send(stream, &cx.pool, "", &image.content, image.size, number).await?;
        progress.reached(done);
    }
    stream.write_all(&tar::END).await?;
    stream.flush().await
}
