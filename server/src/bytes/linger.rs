//! A connection that is closed while its peer is still sending: the system would answer what comes with a reset, and a
//! reset makes the peer's system throw away what it has not read yet, such as the reason. So what comes is read and
//! forgotten for a while.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf, sink},
    net::TcpStream,
    runtime::Handle,
    time::timeout,
};

/// How long a peer may go on sending.
const LONGEST: Duration = Duration::from_secs(2);
/// And how much.
const MOST: u64 = 64 * 1024 * 1024;

/// A TCP connection that lingers when it is dropped, if there is something to wait for.
pub struct Lingering(Option<TcpStream>);

impl Lingering {
    pub fn new(stream: TcpStream) -> Self {
        Self(Some(stream))
    }

    /// The connection itself, which does not linger; there is one.
    pub fn into_inner(mut self) -> Option<TcpStream> {
        self.0.take()
    }

    /// There is one until it is dropped.
    fn stream(&mut self) -> io::Result<Pin<&mut TcpStream>> {
        self.0.as_mut().map(Pin::new).ok_or_else(|| io::ErrorKind::NotConnected.into())
    }
}

impl Drop for Lingering {
    fn drop(&mut self) {
        let Some(stream) = self.0.take() else { return };
        let is_sending = stream.try_read(&mut [0; 1024]).is_ok_and(|read| read > 0);
        if let (true, Ok(runtime)) = (is_sending, Handle::try_current()) {
            // nobody waits for it, and it ends by itself
            drop(runtime.spawn(timeout(LONGEST, read_out(stream))));
        }
    }
}

async fn read_out(mut stream: TcpStream) -> io::Result<()> {
    stream.shutdown().await?;
    tokio::io::copy(&mut stream.take(MOST), &mut sink()).await.map(drop)
}

impl AsyncRead for Lingering {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.stream()?.poll_read(cx, buf)
    }
}

impl AsyncWrite for Lingering {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.stream()?.poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.stream()?.poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_shutdown(cx)
    }
}
