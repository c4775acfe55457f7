//! `GET /vncsnapshot`: what a console shows now, as a JPEG.

use std::io;

use jpeg_encoder::{ColorType, Encoder};
use tokio::io::AsyncWriteExt;

use super::Entry;
use crate::console::{HEIGHT, PALETTE, WIDTH, door as console};
use crate::net::http::{Door, Head, Stream, whole};

/// Out of a hundred.
const QUALITY: u8 = 90;

/// Answers the request.
pub async fn snapshot(stream: &mut impl Stream, door: &Door, head: &Head, entry: &Entry) -> io::Result<()> {
    let wanted = ["uuid", "ref"].iter().find_map(|name| head.parameter(name));
    let Some(wanted) = wanted else { return entry.refuse(stream, 400, "uuid or ref").await };
    let here = door.pool.hosts[door.host].reference.clone();
    let found = match door.pool.read(|db| console::find(db, &wanted, &here)) {
        Ok(found) => found,
        Err(status) => return entry.refuse(stream, status, "").await,
    };
    let screen = door.pool.consoles.screen(&found.vm_uuid).paint(&found.vm_name);
    let pixels: Vec<u8> = screen.iter().flat_map(|colour| PALETTE[usize::from(*colour)]).collect();
    let mut picture = Vec::new();
    Encoder::new(&mut picture, QUALITY)
        .encode(&pixels, WIDTH as u16, HEIGHT as u16, ColorType::Rgb)
        .map_err(io::Error::other)?;
    let name = "Content-Disposition: attachment; filename=\"snapshot.jpg\"\r\n";
    whole(stream, "image/jpeg", name, &picture).await?;
    entry.done();
    stream.shutdown().await
}
