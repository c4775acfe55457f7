//! Consoles in WebSockets (RFC 6455): the handshake, and the bytes of a console in binary frames.

use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest, Sha1};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::Mutex;

use crate::net::http::{Head, Stream};

/// What the key of a handshake is joined with.
const MAGIC: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/// Bytes of a console that go into a frame, at most, and that of a frame are kept at a time.
const PORTION: usize = 16 << 10;
/// A frame of control is no longer.
const MOST_CONTROL: u64 = 125;

const CONTINUED: u8 = 0;
const TEXT: u8 = 1;
const BINARY: u8 = 2;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;

/// Why a socket is closed: all is said, or it was said wrongly.
const NORMAL: u16 = 1000;
const WRONG: u16 = 1002;

/// The answer to a handshake, or what is wrong with it.
pub fn accept(head: &Head) -> Result<String, &'static str> {
    let has = |name: &str, wanted: &str| {
        head.header(name).split(',').any(|word| word.trim().eq_ignore_ascii_case(wanted))
    };
    if !has("upgrade", "websocket") || !has("connection", "upgrade") {
        return Err("A console is reached by CONNECT, or by GET with an upgrade to WebSocket.");
    }
    if head.header("sec-websocket-version") != "13" {
        return Err("Sec-WebSocket-Version must be 13.");
    }
    let key = head.header("sec-websocket-key");
    if STANDARD.decode(key).map(|key| key.len()) != Ok(16) {
        return Err("Sec-WebSocket-Key must be 16 bytes in base64.");
    }
    let accept = STANDARD.encode(Sha1::digest(format!("{key}{MAGIC}")));
    let protocol =
        if has("sec-websocket-protocol", "binary") { "Sec-WebSocket-Protocol: binary\r\n" } else { "" };
    Ok(format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Accept: {accept}\r\n{protocol}\r\n"
    ))
}

/// Carries bytes between a viewer, in frames, and a console, until either side ends.
pub async fn carry(viewer: impl Stream, console: impl Stream) -> io::Result<()> {
    let (mut from_viewer, to_viewer) = tokio::io::split(viewer);
    let (mut from_console, mut to_console) = tokio::io::split(console);
    let to_viewer = Mutex::new(to_viewer);
    let ended = tokio::select! {
        ended = unpack(&mut from_viewer, &mut to_console, &to_viewer) => ended,
        ended = pack(&mut from_console, &to_viewer) => ended.map(|()| NORMAL),
    };
    let mut to_viewer = to_viewer.into_inner();
    frame(&mut to_viewer, CLOSE, &ended?.to_be_bytes()).await?;
    to_viewer.shutdown().await
}

/// Puts what the console tells into frames, to its end.
async fn pack(
    console: &mut (impl AsyncRead + Unpin),
    viewer: &Mutex<impl AsyncWrite + Unpin>,
) -> io::Result<()> {
    let mut buffer = vec![0; PORTION];
    loop {
        match console.read(&mut buffer).await? {
            0 => return Ok(()),
            read => frame(&mut *viewer.lock().await, BINARY, &buffer[..read]).await?,
        }
    }
}

/// Takes what the viewer says out of its frames; why the socket is to be closed.
pub async fn unpack(
    viewer: &mut (impl AsyncRead + Unpin),
    console: &mut (impl AsyncWrite + Unpin),
    answers: &Mutex<impl AsyncWrite + Unpin>,
) -> io::Result<u16> {
    let mut buffer = vec![0; PORTION];
    loop {
        let Some(start) = Start::read(viewer).await? else { return Ok(WRONG) };
        match start.kind {
            CONTINUED | TEXT | BINARY => {
                let (mut left, mut at) = (start.length, 0);
                while left > 0 {
                    let now = left.min(PORTION as u64) as usize;
                    let piece = &mut buffer[..now];
                    viewer.read_exact(piece).await?;
                    start.unmask(piece, at);
                    console.write_all(piece).await?;
                    left -= now as u64;
                    at += now;
                }
                console.flush().await?;
            }
            _ => {
                let piece = &mut buffer[..start.length as usize];
                viewer.read_exact(piece).await?;
                start.unmask(piece, 0);
                match start.kind {
                    PING => frame(&mut *answers.lock().await, PONG, piece).await?,
                    CLOSE => return Ok(NORMAL),
                    _ => {}
                }
            }
        }
    }
}

/// The start of a viewer's frame.
struct Start {
    kind: u8,
    length: u64,
    mask: [u8; 4],
}

impl Start {
    /// `None` for one that no viewer may send.
    async fn read(viewer: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Start>> {
        let (first, second) = (viewer.read_u8().await?, viewer.read_u8().await?);
        let length = match second & 0x7f {
            126 => u64::from(viewer.read_u16().await?),
            127 => viewer.read_u64().await?,
            length => u64::from(length),
        };
        let (last, reserved, kind) = (first & 0x80 != 0, first & 0x70, first & 0x0f);
        let known = match kind {
            CONTINUED | TEXT | BINARY => true,
            CLOSE | PING | PONG => last && length <= MOST_CONTROL,
            _ => false,
        };
        if !known || reserved != 0 || second & 0x80 == 0 {
            return Ok(None);
        }
        let mut mask = [0; 4];
        viewer.read_exact(&mut mask).await?;
        Ok(Some(Start { kind, length, mask }))
    }

    /// Makes bytes readable that stand at a place of the frame.
    fn unmask(&self, bytes: &mut [u8], at: usize) {
        for (n, byte) in bytes.iter_mut().enumerate() {
            *byte ^= self.mask[(at + n) % 4];
        }
    }
}

/// Sends one whole frame, which a server does not mask.
async fn frame(viewer: &mut (impl AsyncWrite + Unpin), kind: u8, content: &[u8]) -> io::Result<()> {
    let mut whole = vec![0x80 | kind];
    match content.len() {
        short @ 0..=125 => whole.push(short as u8),
        middle @ 126..=0xffff => {
            whole.push(126);
            whole.extend_from_slice(&(middle as u16).to_be_bytes());
        }
        long => {
            whole.push(127);
            whole.extend_from_slice(&(long as u64).to_be_bytes());
        }
    }
    whole.extend_from_slice(content);
    viewer.write_all(&whole).await?;
    viewer.flush().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::http::parse_head;

    #[test]
    fn a_handshake_is_answered_as_the_standard_does() {
        let head = |more: &str| {
            parse_head(&format!(
                "GET /console HTTP/1.1\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n\
                 Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{more}"
            ))
            .unwrap()
        };
        let answer =
            accept(&head("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: base64, binary")).unwrap();
        // The key and its answer of RFC 6455, section 1.3.
        assert!(answer.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), "{answer}");
        assert!(answer.ends_with("Sec-WebSocket-Protocol: binary\r\n\r\n"), "{answer}");
        assert!(!accept(&head("Sec-WebSocket-Version: 13")).unwrap().contains("Protocol:"));
        assert!(accept(&head("Sec-WebSocket-Version: 8")).is_err());
    }
}
