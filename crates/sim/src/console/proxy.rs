//! A real VNC server behind a console.

use std::io;

use tokio::net::TcpStream;

use crate::net::http::Stream;

/// Bytes carried at a time, each way: the proxy must not be what a measurement of consoles measures.
const PORTION: usize = 256 << 10;

/// Carries bytes both ways until either side ends.
pub async fn carry(mut viewer: impl Stream, mut server: TcpStream) -> io::Result<()> {
    tokio::io::copy_bidirectional_with_sizes(&mut viewer, &mut server, PORTION, PORTION).await?;
    Ok(())
}

/// Dials `HOST:PORT`.
pub async fn dial(address: &str) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}
