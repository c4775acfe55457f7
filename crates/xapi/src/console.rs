//! Consoles: a raw stream to a VM's screen or serial line, dialled by HTTP CONNECT.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};

use crate::address::Address;
use crate::client::{Client, Loss};
use crate::error::{Error, Result};
use crate::http::excerpt;
use crate::net::BoxIo;

/// Longer answers than this are not answers.
const MOST_HEADERS: usize = 16 << 10;

/// A dialled console: what the server sends, RFB or terminal bytes, can be read, and what is written reaches it.
pub struct Console {
    io: BoxIo,
    early: Bytes,
}

impl Console {
    /// The stream, and what was already read from it: those bytes come first.
    pub fn into_parts(self) -> (BoxIo, Bytes) {
        (self.io, self.early)
    }
}

impl Client {
    /// Dials a console by its record's `location`. Each host has a certificate of its own, so this may pin one more.
    pub async fn dial_console(&self, location: &str) -> Result<Console> {
        let (address, target) = split(location)?;
        let mut again = true;
        loop {
            let attached = self.attached().await?;
            match self.connect_console(&address, &target, &attached.session).await {
                Err(Error::Status { status: 401, .. }) if again => {
                    again = false;
                    self.lose(&attached, Loss::Session);
                }
                other => return other,
            }
        }
    }

    async fn connect_console(&self, address: &Address, target: &str, session: &str) -> Result<Console> {
        let wait = self.inner.config.timeouts.connect;
        let doing = || format!("dialling a console on {address}");
        let broken = |source| Error::Io { doing: doing(), source };
        let mut io = self.inner.dialer.dial(address).await?;
        let request = format!(
            "CONNECT {target} HTTP/1.0\r\nHost: {}\r\nCookie: session_id={session}\r\n\r\n",
            address.authority()
        );
        let exchange = async {
            io.write_all(request.as_bytes()).await.map_err(broken)?;
            io.flush().await.map_err(broken)?;
            let mut buffer = BytesMut::with_capacity(4 << 10);
            loop {
                if let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                    return Ok((buffer.split_to(end + 4).freeze(), buffer.freeze()));
                }
                if buffer.len() > MOST_HEADERS {
                    return Err(broken(io::Error::new(io::ErrorKind::InvalidData, "the answer has no end")));
                }
                if io.read_buf(&mut buffer).await.map_err(broken)? == 0 {
                    return Err(broken(io::ErrorKind::UnexpectedEof.into()));
                }
            }
        };
        let (head, early) = tokio::time::timeout(wait, exchange)
            .await
            .unwrap_or_else(|_| Err(Error::Timeout { doing: doing(), after: wait }))?;
        match status(&head) {
            Some(200) => Ok(Console { io, early }),
            Some(status) => Err(Error::Status { doing: doing(), status, body: excerpt(&early) }),
            None => Err(broken(io::Error::new(io::ErrorKind::InvalidData, "the answer is not HTTP"))),
        }
    }
}

/// Host and request target of a console's location.
fn split(location: &str) -> Result<(Address, String)> {
    let wrong = || Error::Location { location: location.to_owned() };
    let at = location.find("://").ok_or_else(wrong)? + 3;
    let path = location[at..].find('/').map(|path| at + path).ok_or_else(wrong)?;
    let target = &location[path..];
    let address = location[..path].parse().map_err(|_| wrong())?;
    if target.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(wrong());
    }
    Ok((address, target.to_owned()))
}

fn status(head: &[u8]) -> Option<u16> {
    let line = head.split(|b| *b == b'\r').next()?;
    let mut words = std::str::from_utf8(line).ok()?.split(' ');
    words.next()?.strip_prefix("HTTP/1.")?;
    words.next()?.parse().ok()
}

impl AsyncRead for Console {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.early.is_empty() {
            return Pin::new(&mut self.io).poll_read(cx, buf);
        }
        let count = self.early.len().min(buf.remaining());
        buf.put_slice(&self.early[..count]);
        self.early.advance(count);
        if self.early.is_empty() {
            self.early = Bytes::new();
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Console {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}

impl std::fmt::Debug for Console {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Console").field("early", &self.early.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations() {
        let (address, target) = split("https://10.0.0.1/console?uuid=1-2").unwrap();
        assert_eq!(
            (address.to_string().as_str(), target.as_str()),
            ("https://10.0.0.1", "/console?uuid=1-2")
        );
        let (address, _) = split("http://[::1]:8081/console?ref=OpaqueRef:1").unwrap();
        assert_eq!(address.authority(), "[::1]:8081");
        for wrong in [
            "",
            "10.0.0.1/console",
            "https://10.0.0.1",
            "ftp://x/console",
            "https://x/a b",
            "https://x/a\r\nB: c",
        ] {
            assert!(split(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn statuses() {
        assert_eq!(status(b"HTTP/1.1 200 OK\r\n\r\n"), Some(200));
        assert_eq!(status(b"HTTP/1.0 404\r\n\r\n"), Some(404));
        assert_eq!(status(b"SSH-2.0\r\n\r\n"), None);
    }
}
