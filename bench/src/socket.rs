//! The `/feed` socket as a page opens it, and a socket that only counts bytes.

use std::net::Ipv4Addr;

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

use crate::{Result, daemon::Server, http::find};

/// The view that the list of VMs opens with.
pub fn home_view() -> Value {
    json!({
        "type": ["VM"],
        "fields": ["name_label", "name_description", "power_state", "$pool", "$container"],
        "sort": { "field": "name_label" },
        "window": { "start": 0, "len": 60 },
    })
}

pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    pub async fn open(port: u16, path: &str, cookie: Option<&str>) -> Result<Self> {
        let mut request = format!("ws://127.0.0.1:{port}{path}").into_client_request()?;
        if let Some(token) = cookie {
            request.headers_mut().insert("cookie", format!("token={token}").parse()?);
        }
        let (socket, _) = connect_async(request).await?;
        if let MaybeTlsStream::Plain(stream) = socket.get_ref() {
            stream.set_nodelay(true)?;
        }
        Ok(Self(socket))
    }

    /// Opens the feed with the view of the list of VMs, and waits for its rows.
    pub async fn feed(server: &Server, view: Value) -> Result<(Self, Value)> {
        let mut socket = Self::open(server.port, "/feed", Some(&server.token)).await?;
        socket.send(json!({ "watch": 1, "view": view }).to_string()).await?;
        loop {
            let frame: Value = serde_json::from_str(&socket.next().await?)?;
            if frame.get("reset").is_some() {
                return Ok((socket, frame));
            }
            if let Some(error) = frame.get("error") {
                return Err(format!("/feed: {error}").into());
            }
        }
    }

    pub async fn send(&mut self, text: String) -> Result<()> {
        Ok(self.0.send(Message::text(text)).await?)
    }

    /// The next text.
    pub async fn next(&mut self) -> Result<String> {
        loop {
            match self.0.next().await.ok_or("the socket is closed")?? {
                Message::Text(text) => return Ok(text.to_string()),
                Message::Close(why) => return Err(format!("closed: {why:?}").into()),
                _ => {}
            }
        }
    }
}

/// Does a WebSocket's handshake and leaves the rest of the stream as it is.
pub async fn raw(port: u16, path: &str, headers: &str) -> Result<TcpStream> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
    let head = format!(
        "GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n{headers}connection: Upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-protocol: binary\r\n\
         sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await?;
    let mut answer = Vec::new();
    while find(&answer, b"\r\n\r\n").is_none() {
        let byte = stream.read_u8().await?;
        answer.push(byte);
    }
    if !answer.starts_with(b"HTTP/1.1 101") {
        return Err(String::from_utf8_lossy(&answer).into());
    }
    Ok(stream)
}
