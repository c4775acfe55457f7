//! Stands between the server and the simulated pool: notes when an answer with a marker has been passed on,
//! and plays a console that sends as fast as it can.

use std::{
    collections::HashMap,
    net::Ipv4Addr,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, tcp::OwnedReadHalf, tcp::OwnedWriteHalf},
};

use crate::{Result, http::find};

/// Markers look like this in a description: `bench-<number>.`
pub const MARKER: &str = "bench-";

#[derive(Clone, Default)]
pub struct Marks(Arc<Mutex<HashMap<u64, Instant>>>);

impl Marks {
    /// When the answer with this marker had been written to the server.
    pub fn passed(&self, marker: u64) -> Option<Instant> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&marker).copied()
    }

    fn note(&self, markers: Vec<u64>) {
        let now = Instant::now();
        let mut marks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for marker in markers {
            marks.entry(marker).or_insert(now);
        }
    }
}

/// Passes everything to `target`; answers its port. A `CONNECT` is answered by a flood of bytes. Mentions of
/// `target`'s port in what comes back are replaced by our own, so that consoles are dialled here too.
pub async fn start(target: u16, marks: Marks) -> Result<u16> {
    let listener = loop {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        // answers must keep their length when the port in them is replaced
        if listener.local_addr()?.port().to_string().len() == target.to_string().len() {
            break listener;
        }
    };
    let port = listener.local_addr()?.port();
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            let marks = marks.clone();
            // a connection that breaks is the other side's to notice
            tokio::spawn(async move { pass(near, target, port, marks).await.ok() });
        }
    });
    Ok(port)
}

async fn pass(mut near: TcpStream, target: u16, own: u16, marks: Marks) -> Result<()> {
    near.set_nodelay(true)?;
    let mut first = vec![0; 16 * 1024];
    let n = near.read(&mut first).await?;
    if first.starts_with(b"CONNECT ") {
        while find(&first, b"\r\n\r\n").is_none() {
            first.push(near.read_u8().await?);
        }
        near.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
        return flood(near).await;
    }
    let mut far = TcpStream::connect((Ipv4Addr::LOCALHOST, target)).await?;
    far.set_nodelay(true)?;
    far.write_all(&first[..n]).await?;
    let (near_in, near_out) = near.into_split();
    let (far_in, far_out) = far.into_split();
    tokio::spawn(async move { up(near_in, far_out).await.ok() });
    down(far_in, near_out, target, own, marks).await
}

async fn up(mut from: OwnedReadHalf, mut to: OwnedWriteHalf) -> Result<()> {
    tokio::io::copy(&mut from, &mut to).await?;
    Ok(to.shutdown().await?)
}

async fn down(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    target: u16,
    own: u16,
    marks: Marks,
) -> Result<()> {
    let (theirs, ours) = (format!(":{target}/"), format!(":{own}/"));
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let n = from.read(&mut buffer).await?;
        if n == 0 {
            return Ok(to.shutdown().await?);
        }
        let chunk = &mut buffer[..n];
        if n < 64 * 1024 {
            // the first listing needs neither, and would be slowed down
            while let Some(at) = find(chunk, theirs.as_bytes()) {
                chunk[at..at + ours.len()].copy_from_slice(ours.as_bytes());
            }
        }
        let markers = if n < 64 * 1024 { markers(chunk) } else { Vec::new() };
        to.write_all(chunk).await?;
        marks.note(markers);
    }
}

/// The numbers of the markers in a text.
pub fn markers(mut text: &[u8]) -> Vec<u64> {
    let mut found = Vec::new();
    while let Some(at) = find(text, MARKER.as_bytes()) {
        text = &text[at + MARKER.len()..];
        let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
        if text.get(digits) == Some(&b'.') {
            found.extend(std::str::from_utf8(&text[..digits]).ok().and_then(|d| d.parse::<u64>().ok()));
        }
    }
    found
}

/// Sends until the other side closes.
pub async fn flood(mut to: TcpStream) -> Result<()> {
    let bytes = vec![7; 256 * 1024];
    loop {
        to.write_all(&bytes).await?;
    }
}

/// Floods whoever connects; answers its port.
pub async fn flooder() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let port = listener.local_addr()?.port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move { flood(stream).await.ok() });
        }
    });
    Ok(port)
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_whole_markers_count() {
        assert_eq!(super::markers(b"..bench-12.\"bench-3.bench-x. bench-4"), [12, 3]);
    }
}
