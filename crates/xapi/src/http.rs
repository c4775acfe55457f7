//! HTTP towards one host: kept-alive connections, timeouts, and when the host was last heard of.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, header};
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::time::{Instant, timeout};

use crate::address::Address;
use crate::error::{Error, Result};
use crate::net::Dialer;

/// Connections beyond this many are closed after use.
const KEPT: usize = 4;
/// XAPI closes idle connections by itself; older ones are not worth the race.
const KEPT_FOR: Duration = Duration::from_secs(30);
/// How long a connection may take to become ready for its next request.
const SETTLING: Duration = Duration::from_millis(200);
/// How much room is made at once for an announced body.
const MOST_ROOM: u64 = 512 << 20;

type Sender = SendRequest<Full<Bytes>>;

/// One host, with its idle connections.
pub(crate) struct Endpoint {
    pub address: Address,
    dialer: Arc<Dialer>,
    idle: Mutex<Vec<(Sender, Instant)>>,
    heard: Mutex<Instant>,
}

impl Endpoint {
    pub fn new(address: Address, dialer: Arc<Dialer>) -> Self {
        Endpoint { address, dialer, idle: Mutex::default(), heard: Mutex::new(Instant::now()) }
    }

    /// When the host last sent anything.
    pub fn heard(&self) -> Instant {
        *self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Posts a JSON body and answers the whole body of the answer. `silence` bounds every wait for bytes.
    pub async fn post(&self, path: &str, doing: &str, body: Bytes, silence: Duration) -> Result<Bytes> {
        let mut request = self.request(path, body);
        let (sender, response) = loop {
            let (mut sender, fresh) = self.sender(doing).await?;
            match timeout(silence, sender.try_send_request(request)).await {
                Err(_) => return Err(Error::Timeout { doing: doing.to_owned(), after: silence }),
                Ok(Ok(response)) => break (sender, response),
                Ok(Err(mut refused)) => match refused.take_message() {
                    // A kept connection closed in the meantime: nothing was sent.
                    Some(unsent) if !fresh => request = unsent,
                    _ => return Err(Error::Http { doing: doing.to_owned(), source: refused.into_error() }),
                },
            }
        };
        self.hear();
        let status = response.status();
        let body = self.read(doing, response.into_body(), silence).await?;
        if !status.is_success() {
            return Err(Error::Status {
                doing: doing.to_owned(),
                status: status.as_u16(),
                body: excerpt(&body),
            });
        }
        self.keep(sender);
        Ok(body)
    }

    fn request(&self, path: &str, body: Bytes) -> Request<Full<Bytes>> {
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = http::Method::POST;
        *request.uri_mut() = http::Uri::try_from(path).expect("paths of calls are constants");
        let headers = request.headers_mut();
        headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
        headers.insert(header::USER_AGENT, header::HeaderValue::from_static("xenith"));
        if let Ok(host) = header::HeaderValue::from_str(&self.address.authority()) {
            headers.insert(header::HOST, host);
        }
        request
    }

    /// An idle connection, or a fresh one (then `true`).
    async fn sender(&self, doing: &str) -> Result<(Sender, bool)> {
        while let Some(mut sender) = self.kept() {
            if timeout(SETTLING, sender.ready()).await.is_ok_and(|ready| ready.is_ok()) {
                return Ok((sender, false));
            }
        }
        let io = self.dialer.dial(&self.address).await?;
        let (sender, connection) = http1::handshake(TokioIo::new(io))
            .await
            .map_err(|source| Error::Http { doing: doing.to_owned(), source })?;
        tokio::spawn(async move {
            if let Err(why) = connection.await {
                tracing::debug!(error = %why, "a connection ended");
            }
        });
        Ok((sender, true))
    }

    fn kept(&self) -> Option<Sender> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|(sender, since)| !sender.is_closed() && since.elapsed() < KEPT_FOR);
        idle.pop().map(|(sender, _)| sender)
    }

    fn keep(&self, sender: Sender) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT {
            idle.push((sender, Instant::now()));
        }
    }

    async fn read(&self, doing: &str, mut body: Incoming, silence: Duration) -> Result<Bytes> {
        let announced = body.size_hint().lower().min(MOST_ROOM);
        let mut whole = Vec::with_capacity(usize::try_from(announced).unwrap_or_default());
        loop {
            let Ok(frame) = timeout(silence, body.frame()).await else {
                return Err(Error::Timeout { doing: doing.to_owned(), after: silence });
            };
            match frame {
                None => return Ok(Bytes::from(whole)),
                Some(Err(source)) => return Err(Error::Http { doing: doing.to_owned(), source }),
                Some(Ok(frame)) => {
                    self.hear();
                    whole.extend_from_slice(frame.data_ref().map_or(&[][..], |data| data));
                }
            }
        }
    }

    fn hear(&self) {
        *self.heard.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }
}

/// The first words of an error page, its tags left out.
pub(crate) fn excerpt(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(2_000)]);
    let mut words = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                words.push(' ');
            }
            c if !inside => words.push(c),
            _ => {}
        }
    }
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ").chars().take(200).collect()
}
