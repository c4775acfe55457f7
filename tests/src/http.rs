//! A client that sends what it is told and keeps a cookie, nothing more.

use std::net::SocketAddr;

use ::http::{HeaderMap, Method, Request, StatusCode, header};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

/// Where to send requests, and the headers that go with each.
#[derive(Clone, Debug)]
pub struct Http {
    address: SocketAddr,
    headers: HeaderMap,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// One header, empty when it is absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// The session cookie that was set.
    pub fn cookie(&self) -> Option<String> {
        let all = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok());
        all.filter_map(|v| v.split(';').next()?.strip_prefix("token=").map(str::to_owned)).next()
    }
}

impl Http {
    pub fn new(address: SocketAddr) -> Self {
        Self { address, headers: HeaderMap::new() }
    }

    /// The same with one more header.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, value.parse().expect("a header value"));
        self
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, Bytes::new()).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.clone().with("content-type", "application/json").send(Method::POST, path, body.to_string()).await
    }

    pub async fn send(&self, method: Method, path: &str, body: impl Into<Bytes>) -> Answer {
        let stream = TcpStream::connect(self.address).await.expect("the server listens");
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.expect("a handshake");
        tokio::spawn(connection);
        let mut request = Request::builder().method(method).uri(path);
        if !self.headers.contains_key(header::HOST) {
            request = request.header(header::HOST, self.address.to_string());
        }
        let mut request = request.body(Full::new(body.into())).expect("a request");
        request.headers_mut().extend(self.headers.clone());
        let answer = sender.send_request(request).await.expect("an answer");
        let (parts, body) = answer.into_parts();
        let status: StatusCode = parts.status;
        let body = body.collect().await.expect("a body").to_bytes();
        Answer { status: status.as_u16(), headers: parts.headers, body }
    }
}
