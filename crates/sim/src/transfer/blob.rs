//! `GET` and `PUT /blob`: the bytes of a blob. Public ones are read without a session.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};

use super::flow::Flow;
use super::{admit, object};
use crate::data::content::CHUNK;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::error::Failure;
use crate::net::http::{Door, Head, Stream, accept, page};

/// Larger ones are not kept.
const LARGEST: u64 = 64 << 20;

fn blob(db: &Db, head: &Head) -> Result<Str, Failure> {
    let wanted = head.parameter("ref").or_else(|| head.parameter("uuid")).unwrap_or_default();
    object(db, "blob", &wanted)
}

/// Answers `GET`.
pub async fn get(mut stream: impl Stream, door: &Door, head: &Head) -> io::Result<()> {
    let found = door.pool.read(|db| blob(db, head));
    let public = found
        .as_ref()
        .is_ok_and(|blob| door.pool.read(|db| db.get("blob", blob, "public")).is_ok_and(|p| p.as_bool()));
    let _login = match public {
        true => None,
        false => match admit(&mut stream, door, head).await? {
            Some(login) => Some(login),
            None => return Ok(()),
        },
    };
    let opened = found.and_then(|blob| {
        door.pool.read(|db| {
            let size = u64::try_from(db.get("blob", &blob, "size")?.as_int()).unwrap_or(0);
            Ok((db.content(&blob)?, size, db.get_str("blob", &blob, "mime_type")?))
        })
    });
    let Ok((content, size, mime)) = opened else { return page(&mut stream, 404, "").await };
    let answer = format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nCache-Control: no-cache, no-store\r\n\
         Content-Type: {mime}\r\ncontent-length: {size}\r\n\r\n"
    );
    stream.write_all(answer.as_bytes()).await?;
    let mut flow = Flow::new(&mut stream, &door.pool);
    let (mut at, mut buffer) = (0, vec![0; CHUNK]);
    while at < size {
        let piece = &mut buffer[..(size - at).min(CHUNK as u64) as usize];
        content.read_at(at, piece);
        flow.write_all(piece).await?;
        at += piece.len() as u64;
    }
    stream.shutdown().await
}

/// Answers `PUT`: 200 before the bytes are read, as imports do.
pub async fn put(mut stream: impl Stream, early: Vec<u8>, door: &Door, head: &Head) -> io::Result<()> {
    let Some(_login) = admit(&mut stream, door, head).await? else { return Ok(()) };
    let Ok(blob) = door.pool.read(|db| blob(db, head)) else { return page(&mut stream, 404, "").await };
    let length = head.header("content-length").parse().ok().filter(|length| *length <= LARGEST);
    let Some(length) = length else { return page(&mut stream, 400, "").await };
    accept(&mut stream).await?;
    let body = AsyncReadExt::chain(io::Cursor::new(early), &mut stream);
    if let Ok(bytes) = read(Flow::new(body, &door.pool), length).await {
        // It may have been destroyed meanwhile.
        let _ = door.pool.write(|db| {
            db.get("blob", &blob, "uuid")?;
            db.set_content(&blob, Default::default());
            db.write_content(&blob, 0, &bytes)?;
            db.set("blob", &blob, "size", Value::Int(bytes.len() as i64))?;
            db.set("blob", &blob, "last_updated", Value::Time(crate::time::now()))
        });
    }
    stream.shutdown().await
}

/// All that was announced, or nothing.
async fn read(body: impl AsyncRead + Unpin, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    body.take(length).read_to_end(&mut bytes).await?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}
