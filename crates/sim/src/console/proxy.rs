//! A real VNC server behind a console.

use std::io;

use tokio::net::TcpStream;

/// Dials `HOST:PORT`.
pub async fn dial(address: &str) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}
