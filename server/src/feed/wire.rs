//! The socket of a feed: texts go out in fragments, since a socket keeps a buffer as long as the longest frame that it
//! ever wrote.

use std::time::Duration;

use bytes::Bytes;
use futures::{SinkExt, StreamExt};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::time::timeout;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Message, Result,
        protocol::{
            CloseFrame, Role, WebSocketConfig,
            frame::{
                Frame,
                coding::{CloseCode, Data, OpCode},
            },
        },
    },
};

/// The longest frame that is read.
const LONGEST: usize = 1024 * 1024;
/// The most text that goes into one frame on its way out: with its head it makes 4 KiB.
const FRAGMENT: usize = 4092;
/// A peer that takes nothing for so long is gone.
const STUCK: Duration = Duration::from_secs(60);
/// So long it is waited for a peer to take the reason why it is sent off.
const GOODBYE: Duration = Duration::from_secs(1);

pub struct Wire {
    socket: WebSocketStream<TokioIo<Upgraded>>,
    /// Whether a text has begun and not ended: nothing but control frames may come in between.
    midway: bool,
}

impl Wire {
    pub async fn new(upgraded: Upgraded) -> Self {
        let config = WebSocketConfig::default()
            .max_message_size(Some(LONGEST))
            .max_frame_size(Some(LONGEST))
            // the defaults cost an idle connection 128 KiB
            .read_buffer_size(2048)
            .write_buffer_size(0);
        let io = TokioIo::new(upgraded);
        Self { socket: WebSocketStream::from_raw_socket(io, Role::Server, Some(config)).await, midway: false }
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
            if !self.midway {
                self.write(text).await?;
            }
            self.socket.send(Message::Close(Some(close))).await
        })
        .await;
    }

    async fn write(&mut self, text: String) -> Result<()> {
        let mut rest = Bytes::from(text);
        let mut kind = Data::Text;
        self.midway = true;
        loop {
            let fragment = rest.split_to(rest.len().min(FRAGMENT));
            let last = rest.is_empty();
            self.socket.feed(Message::Frame(Frame::message(fragment, OpCode::Data(kind), last))).await?;
            if last {
                self.midway = false;
                return self.socket.flush().await;
            }
            kind = Data::Continue;
        }
    }
}
