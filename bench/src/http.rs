//! Just enough HTTP/1.1 to ask and to load, without a client's own cost in the way.

use std::{
    net::Ipv4Addr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::Instant,
};

use crate::Result;

/// An answer, read whole.
pub struct Answer {
    pub status: u16,
    head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of a cookie that it sets.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            let (cookie, rest) = value.trim().split_once('=')?;
            (key.eq_ignore_ascii_case("set-cookie") && cookie == name)
                .then(|| rest.split(';').next().unwrap_or_default().to_owned())
        })
    }
}

/// One request on a connection of its own. `headers` end with CRLF each.
pub async fn request(port: u16, verb: &str, path: &str, headers: &str, body: &[u8]) -> Result<Answer> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
    let head = format!(
        "{verb} {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body).await?;
    let mut all = Vec::new();
    stream.read_to_end(&mut all).await?;
    let at = find(&all, b"\r\n\r\n").ok_or("no end of the header")?;
    let head = String::from_utf8_lossy(&all[..at]).into_owned();
    let mut body = all.split_off(at + 4);
    if head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
        body = unchunk(&body)?;
    }
    let status = head.split(' ').nth(1).ok_or("no status")?.parse()?;
    Ok(Answer { status, head, body })
}

fn unchunk(mut rest: &[u8]) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = find(rest, b"\r\n").ok_or("no chunk size")?;
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end])?, 16)?;
        if size == 0 {
            return Ok(body);
        }
        body.extend_from_slice(rest.get(end + 2..end + 2 + size).ok_or("a chunk is cut short")?);
        rest = &rest[end + 4 + size..];
    }
}

pub fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}

/// Requests a second that `connections` keep-alive connections get out of a path.
pub async fn load(port: u16, path: &str, headers: &str, connections: u32, time: Duration) -> Result<f64> {
    let request: Arc<str> = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n{headers}\r\n").into();
    let count = Arc::new(AtomicU64::new(0));
    let end = Instant::now() + time;
    let mut tasks = Vec::new();
    for _ in 0..connections {
        let (request, count) = (request.clone(), count.clone());
        tasks.push(tokio::spawn(async move {
            let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
            stream.set_nodelay(true)?;
            let mut buffer = vec![0; 64 * 1024];
            while Instant::now() < end {
                stream.write_all(request.as_bytes()).await?;
                read_answer(&mut stream, &mut buffer).await?;
                count.fetch_add(1, Ordering::Relaxed);
            }
            Result::Ok(())
        }));
    }
    for task in tasks {
        task.await??;
    }
    Ok(count.load(Ordering::Relaxed) as f64 / time.as_secs_f64())
}

/// Reads one answer that has a content length; anything but a 200 is an error.
async fn read_answer(stream: &mut TcpStream, buffer: &mut [u8]) -> Result<()> {
    let mut filled = 0;
    loop {
        let n = stream.read(&mut buffer[filled..]).await?;
        if n == 0 {
            return Err("closed in the middle of an answer".into());
        }
        filled += n;
        let Some(at) = find(&buffer[..filled], b"\r\n\r\n") else { continue };
        let head = std::str::from_utf8(&buffer[..at])?.to_ascii_lowercase();
        if !head.starts_with("http/1.1 200") {
            return Err(head.into());
        }
        let length: usize = head
            .lines()
            .find_map(|l| l.strip_prefix("content-length:"))
            .ok_or("no content length")?
            .trim()
            .parse()?;
        while filled < at + 4 + length {
            let n = stream.read(&mut buffer[filled..]).await?;
            if n == 0 {
                return Err("closed in the middle of a body".into());
            }
            filled += n;
        }
        return Ok(());
    }
}
