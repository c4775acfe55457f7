//! `VM.import`: an archive is fetched from where it lies, over plain HTTP.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::import::{assert_takes_disks, receive};
use super::restore::{Disks, Plan};
use crate::behave::pool_record::default_sr;
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::transfer::cancelled;
use crate::transfer::flow::Flow;

/// No server's head is longer.
const LONGEST_HEAD: usize = 16 << 10;

pub async fn import(cx: &Cx, url: &str, sr: Str, restore: bool, force: bool) -> Result<Value, Failure> {
    let sr = cx.pool.read(|db| {
        let sr = if &*sr == NULL { default_sr(db)? } else { sr };
        assert_takes_disks(db, &sr)?;
        Ok::<_, Failure>(sr)
    })?;
    let plan = Plan::new(Disks::Stream(sr), restore, force);
    tokio::select! {
        fetched = fetch(cx, url, plan) => fetched,
        failure = cancelled(cx) => Err(failure),
    }
}

async fn fetch(cx: &Cx, url: &str, plan: Plan) -> Result<Value, Failure> {
    let failed = |error: io::Error| Failure::internal(format!("{url}: {error}"));
    let rest = url.strip_prefix("http://");
    let rest = rest.ok_or_else(|| Failure::internal(format!("{url}: only http:// is fetched")))?;
    let (place, path) = rest.split_once('/').unwrap_or((rest, ""));
    let address = if place.contains(':') { place.to_owned() } else { format!("{place}:80") };
    if path.contains(|c: char| c.is_control() || c == ' ') {
        return Err(Failure::internal(format!("{url}: this is no URL")));
    }
    let mut stream = TcpStream::connect(address).await.map_err(failed)?;
    let request = format!("GET /{path} HTTP/1.0\r\nHost: {place}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.map_err(failed)?;
    let mut head = Vec::new();
    let end = loop {
        if let Some(end) = head.windows(4).position(|w| w == b"\r\n\r\n") {
            break end;
        }
        if head.len() > LONGEST_HEAD || stream.read_buf(&mut head).await.map_err(failed)? == 0 {
            return Err(Failure::internal(format!("{url}: no HTTP came back")));
        }
    };
    let body = head.split_off(end + 4);
    let status =
        String::from_utf8_lossy(head.split(|byte| *byte == b'\r').next().unwrap_or(&[])).into_owned();
    if status.split(' ').nth(1) != Some("200") {
        return Err(Failure::internal(format!("{url}: {status}")));
    }
    let body = AsyncReadExt::chain(io::Cursor::new(body), stream);
    receive(cx, Flow::new(body, &cx.pool), plan).await
}
