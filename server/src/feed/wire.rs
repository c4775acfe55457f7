//! The socket of a feed. Texts are framed here and written from where they are: the library's socket would copy each
//! frame into a buffer, which it keeps as long as the longest one ever was.

use std::time::Duration;

use bytes::{Buf, Bytes, buf::Chain};
use futures::{SinkExt, StreamExt};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::{io::AsyncWriteExt, time::timeout};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Message, Result,
        protocol::{CloseFrame, Role, WebSocketConfig, frame::coding::CloseCode},
    },
};

use crate::bytes::frames::{self, HEAD};

/// The longest frame that is read.
const LONGEST: usize = 1024 * 1024;
/// The most text that goes into one frame on its way out: a text that is cut off ends with its frame.
const FRAGMENT: usize = 64 * 1024;
/// A peer that takes nothing for so long is gone.
const STUCK: Duration = Duration::from_secs(60);
/// So long it is waited for a peer to take the reason why it is sent off.
const GOODBYE: Duration = Duration::from_secs(1);

pub struct Wire {
    socket: WebSocketStream<TokioIo<Upgraded>>,
    /// What has not gone out yet of the frame that is being written.
    frame: Chain<Bytes, Bytes>,
    /// Whether more frames of the text must follow that one: nothing but control frames may come in between.
    midway: bool,
}

impl Wire {
    pub async fn new(upgraded: Upgraded) -> Self {
        let config = WebSocketConfig::default()
            .max_message_size(Some(LONGEST))
            .max_frame_size(Some(LONGEST))
            // the default costs an idle connection 128 KiB; few frames of a browser are longer than this
            .read_buffer_size(1024)
            .write_buffer_size(0);
        let io = TokioIo::new(upgraded);
        let socket = WebSocketStream::from_raw_socket(io, Role::Server, Some(config)).await;
        Self { socket, frame: nothing(), midway: false }
    }

    pub async fn next(&mut self) -> Option<Result<Message>> {
        self.socket.next().await
    }

    /// Sends a text; false when the peer is gone.
    pub async fn send(&mut self, text: String) -> bool {
        matches!(timeout(STUCK, self.write(text)).await, Ok(Ok(())))
    }

    pub async fn ping(&mut self) -> bool {
        matches!(timeout(STUCK, self.socket.send(Message::Ping(Bytes::new()))).await, Ok(Ok(())))
    }

    /// Says why, unless a text was cut off that has not gone out whole, and closes.
    pub async fn close(mut self, text: String, code: CloseCode, reason: &str) {
        let close = CloseFrame { code, reason: reason.into() };
        // the peer may be gone; then there is nobody to say goodbye to
        let _ = timeout(GOODBYE, async {
            self.finish_frame().await?;
            if !self.midway {
                self.write(text).await?;
            }
            self.socket.send(Message::Close(Some(close))).await
        })
        .await;
    }

    async fn write(&mut self, text: String) -> Result<()> {
        // what the socket has to say by itself, such as a pong, goes out whole before
        self.socket.flush().await?;
        let mut rest = Bytes::from(text);
        let mut kind = frames::TEXT;
        loop {
            let payload = rest.split_to(rest.len().min(FRAGMENT));
            let mut room = [0; HEAD];
            let start = frames::head(&mut room, kind, payload.len(), rest.is_empty());
            self.frame = Bytes::copy_from_slice(&room[start..]).chain(payload);
            self.midway = !rest.is_empty();
            self.finish_frame().await?;
            if !self.midway {
                return Ok(());
            }
            kind = frames::CONTINUED;
        }
    }

    async fn finish_frame(&mut self) -> Result<()> {
        let io = self.socket.get_mut();
        io.write_all_buf(&mut self.frame).await?;
        self.frame = nothing();
        Ok(io.flush().await?)
    }
}

fn nothing() -> Chain<Bytes, Bytes> {
    Bytes::new().chain(Bytes::new())
}
