//! A WebSocket that speaks JSON, or anything else it is told to.

use std::{collections::VecDeque, net::SocketAddr, time::Duration};

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{io::AsyncWriteExt, net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest},
};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// One connection.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    next: i64,
    /// Messages that came while something else was waited for.
    aside: VecDeque<Value>,
}

impl Socket {
    /// The status of the refusal when it is refused.
    pub async fn open(
        address: SocketAddr,
        path: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, u16> {
        let mut request = format!("ws://{address}{path}").into_client_request().expect("a request");
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().expect("a header value"));
        }
        match connect_async(request).await {
            Ok((stream, _)) => Ok(Self { stream, next: -9007199254740991, aside: VecDeque::new() }),
            Err(Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(error) => panic!("no WebSocket at {path}: {error}"),
        }
    }

    /// If the socket is closed, whoever reads from it next is told.
    pub async fn send(&mut self, text: impl Into<String>) {
        let _ = self.stream.send(Message::text(text.into())).await;
    }

    /// Writes bytes that need not be a frame.
    pub async fn send_bytes(&mut self, bytes: &[u8]) {
        let _ = self.stream.get_mut().write_all(bytes).await;
    }

    /// The next message; `None` when the server closed.
    pub async fn next(&mut self) -> Option<Value> {
        if let Some(message) = self.aside.pop_front() {
            return Some(message);
        }
        self.read().await
    }

    async fn read(&mut self) -> Option<Value> {
        loop {
            let message = timeout(PATIENCE, self.stream.next()).await.expect("a message in time");
            match message? {
                Ok(Message::Text(text)) => return Some(serde_json::from_str(&text).expect("JSON")),
                Ok(Message::Binary(bytes)) => return Some(serde_json::from_slice(&bytes).expect("JSON")),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// How the server closes: the code, once it does, everything else put aside.
    pub async fn closed(&mut self) -> Option<u16> {
        loop {
            let message = timeout(PATIENCE, self.stream.next()).await.expect("the socket closes in time");
            match message {
                Some(Ok(Message::Close(frame))) => return frame.map(|f| f.code.into()),
                Some(Ok(Message::Text(text))) => {
                    self.aside.push_back(serde_json::from_str(&text).expect("JSON"));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }

    /// A JSON-RPC call: its result, or its error. Notifications are put aside.
    pub async fn call(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.next;
        self.next += 1;
        self.send(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string())
            .await;
        loop {
            let mut message = self.read().await.expect("the socket is open");
            if message["id"] != json!(id) {
                self.aside.push_back(message);
                continue;
            }
            return match message["error"].take() {
                Value::Null => Ok(message["result"].take()),
                error => Err(error),
            };
        }
    }

    /// The next notification that `wanted` accepts.
    pub async fn notification(&mut self, mut wanted: impl FnMut(&Value) -> bool) -> Value {
        loop {
            let message = self.next().await.expect("the socket is open");
            if message["method"] == "all" && wanted(&message["params"]) {
                return message["params"].clone();
            }
        }
    }
}
