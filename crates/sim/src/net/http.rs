//! HTTP/1 by hand, since its limits, its odd routes and its error pages are part of what clients meet.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, timeout};

use crate::behave;
use crate::console;
use crate::data::value::Str;
use crate::dispatch::{self, Cx};
use crate::fault::{Kind, Site};
use crate::handlers;
use crate::net::gate::{self, Denied};
use crate::pool::Pool;
use crate::transfer;
use crate::wire::{Framing, Origin, Request, json_rpc, xml_rpc};

/// Request line and headers, at most.
const MAX_HEAD: usize = 1024;
/// The body of a call, at most.
const MAX_BODY: usize = 300 << 10;
/// For each read of the first request's head, and for the whole of it.
const HEAD_READ: Duration = Duration::from_secs(10);
const HEAD_TOTAL: Duration = Duration::from_secs(60);

/// What a connection was made to.
#[derive(Clone)]
pub struct Door {
    pub pool: Arc<Pool>,
    pub host: usize,
}

impl Door {
    /// What is asked here in a session, or before there is one.
    pub fn cx(&self, session: Str) -> Cx {
        Cx { pool: self.pool.clone(), host: self.host, session, task: None, cancelled: None }
    }
}

/// Anything that bytes go both ways through.
pub trait Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> Stream for S {}

/// A request's head.
#[derive(Debug, Default, PartialEq)]
pub struct Head {
    pub verb: String,
    pub path: String,
    /// Path and query as they came.
    pub target: String,
    pub query: HashMap<String, String>,
    pub headers: HashMap<String, String>,
    pub old: bool,
}

impl Head {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// A parameter of the query, else a cookie (`a=b; c=d` and `a=b&c=d`).
    pub fn parameter(&self, name: &str) -> Option<String> {
        if let Some(value) = self.query.get(name) {
            return Some(value.clone());
        }
        let pairs = self.header("cookie").split([';', '&']);
        pairs.filter_map(|p| p.trim().split_once('=')).find(|(k, _)| *k == name).map(|(_, v)| decode(v))
    }

    /// The query as it came: in order, with what is given twice, and with names that have no value.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let query = self.target.split_once('?').map_or("", |(_, query)| query);
        let pairs = query.split('&').filter(|p| !p.is_empty()).map(|p| p.split_once('=').unwrap_or((p, "")));
        pairs.map(|(k, v)| (decode(k), decode(v))).collect()
    }

    /// What the headers say about the task of a call.
    fn origin(&self) -> Origin {
        let header = |name: &str| self.headers.get(name).filter(|v| !v.is_empty()).cloned();
        let noted = |(name, value): (&String, &String)| {
            let key = name.strip_prefix("x-http-other-config-")?;
            Some((key.to_owned(), value.clone()))
        };
        let mut other_config: Vec<_> = self.headers.iter().filter_map(noted).collect();
        other_config.sort();
        Origin { task: header("task-id"), parent: header("subtask-of"), other_config }
    }

    fn keep_alive(&self) -> bool {
        let connection = self.header("connection").to_ascii_lowercase();
        if self.old { connection.contains("keep-alive") } else { !connection.contains("close") }
    }
}

/// Percent-decoding, once.
pub fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = (first == b'%').then(|| tail.get(..2)).flatten();
        let code = hex.and_then(|h| std::str::from_utf8(h).ok()).and_then(|h| u8::from_str_radix(h, 16).ok());
        match code {
            Some(code) => {
                bytes.push(code);
                rest = &tail[2..];
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Reads the text of a head.
pub fn parse_head(text: &str) -> Option<Head> {
    let mut lines = text.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (verb, target, version) = (first.next()?, first.next()?, first.next()?);
    if first.next().is_some() || !version.starts_with("HTTP/1.") || verb.is_empty() {
        return None;
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let query =
        query.split('&').filter_map(|p| p.split_once('=')).map(|(k, v)| (decode(k), decode(v))).collect();
    let mut headers = HashMap::new();
    for line in lines.filter(|l| !l.is_empty()) {
        let (name, value) = line.split_once(':')?;
        headers.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
    }
    let old = version == "HTTP/1.0";
    Some(Head { verb: verb.to_owned(), path: decode(path), target: target.to_owned(), query, headers, old })
}

/// Serves a connection until it ends.
pub async fn serve(mut stream: impl Stream, door: Door) -> io::Result<()> {
    let mut buffer = Vec::new();
    let mut first = true;
    loop {
        let head = match read_head(&mut stream, &mut buffer, first).await? {
            Ok(Some(head)) => head,
            Ok(None) => return Ok(()),
            Err(status) => return page(&mut stream, status, "").await,
        };
        first = false;
        let handler = gate::handler(&head);
        if let Some(handler) = handler
            && let Err(denied) = gate::check(&door, &head, handler)
        {
            return denial(&mut stream, denied).await;
        }
        let path = head.path.as_str();
        match (head.verb.as_str(), handler.map(|h| h.uri)) {
            // A call may come to any path that has no handler.
            ("POST", None | Some("/RPC2" | "/json" | "/jsonrpc")) => {
                if !call(&mut stream, &mut buffer, &door, &head).await? {
                    return Ok(());
                }
            }
            ("OPTIONS", _) if matches!(path, "/" | "/json" | "/jsonrpc") => {
                let asked = head.header("access-control-request-headers");
                let asked = if asked.is_empty() { String::new() } else { format!("{asked}, ") };
                let answer = format!(
                    "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\n\
                     Access-Control-Allow-Headers: {asked}X-Requested-With\r\n\
                     Access-Control-Allow-Methods: PUT\r\ncontent-length: 0\r\n\r\n"
                );
                stream.write_all(answer.as_bytes()).await?;
            }
            ("CONNECT" | "GET", Some("/console")) => {
                if buffer.is_empty() {
                    return console::door::open(stream, &door, &head).await;
                }
                // What came right behind the head belongs to the console.
                let (rest, writer) = tokio::io::split(stream);
                let early = AsyncReadExt::chain(io::Cursor::new(buffer), rest);
                return console::door::open(tokio::io::join(early, writer), &door, &head).await;
            }
            ("GET", _) if path == "/" => {
                let body = "<html><title>XAPI</title><body>A simulated pool.</body></html>\n";
                let answer = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\ncontent-length: {}\r\n\r\n{body}",
                    body.len()
                );
                stream.write_all(answer.as_bytes()).await?;
                if !head.keep_alive() {
                    return Ok(());
                }
            }
            ("GET", Some("/export_raw_vdi")) => {
                return transfer::export::serve(stream, &door, &head).await;
            }
            ("PUT", Some("/import_raw_vdi")) => {
                return transfer::import::serve(stream, buffer, &door, &head).await;
            }
            ("GET", Some("/blob")) => {
                return transfer::blob::get(stream, &door, &head).await;
            }
            ("PUT", Some("/blob")) => {
                return transfer::blob::put(stream, buffer, &door, &head).await;
            }
            ("GET", Some("/export" | "/export_metadata")) => {
                return transfer::xva::export::serve(stream, &door, &head).await;
            }
            ("PUT", Some("/import" | "/import_metadata")) => {
                return transfer::xva::import::serve(stream, buffer, &door, &head).await;
            }
            (verb, Some(uri)) if handlers::BEHAVES.contains(&(verb, uri)) => {
                return handlers::serve(stream, buffer, &door, &head, uri).await;
            }
            (_, Some(_)) => return page(&mut stream, 501, "This handler is not simulated.").await,
            ("GET", None) => return page(&mut stream, 404, "").await,
            ("PUT", None) => return page(&mut stream, 403, "").await,
            _ => return page(&mut stream, 501, "").await,
        }
    }
}

/// Handlers that do what they are for, beside those of [`handlers::BEHAVES`].
const BEHAVES: &[(&str, &str)] = &[
    ("CONNECT", "/console"),
    ("GET", "/console"),
    ("GET", "/"),
    ("GET", "/blob"),
    ("GET", "/export"),
    ("GET", "/export_metadata"),
    ("GET", "/export_raw_vdi"),
    ("PUT", "/blob"),
    ("PUT", "/import"),
    ("PUT", "/import_metadata"),
    ("PUT", "/import_raw_vdi"),
    ("POST", "/"),
    ("POST", "/RPC2"),
    ("POST", "/json"),
    ("POST", "/jsonrpc"),
    ("OPTIONS", "/"),
    ("OPTIONS", "/json"),
    ("OPTIONS", "/jsonrpc"),
];

/// Whether a handler of the data model does what it is for.
pub fn behaves(verb: &str, uri: &str) -> bool {
    BEHAVES.contains(&(verb, uri)) || handlers::BEHAVES.contains(&(verb, uri))
}

/// Reads a head; `None` is an orderly end, an error the status to answer with.
async fn read_head(
    stream: &mut impl Stream,
    buffer: &mut Vec<u8>,
    first: bool,
) -> io::Result<Result<Option<Head>, u16>> {
    let deadline = Instant::now() + HEAD_TOTAL;
    loop {
        if let Some(end) = buffer.windows(4).position(|w| w == b"\r\n\r\n") {
            if end > MAX_HEAD {
                return Ok(Err(431));
            }
            let text: Vec<u8> = buffer.drain(..end + 4).collect();
            let head = std::str::from_utf8(&text[..end]).ok().and_then(parse_head);
            return Ok(head.map(Some).ok_or(400));
        }
        if buffer.len() > MAX_HEAD {
            return Ok(Err(431));
        }
        let read = if first {
            match timeout(HEAD_READ, stream.read_buf(buffer)).await {
                Ok(read) if Instant::now() < deadline => read?,
                _ => return Ok(Err(408)),
            }
        } else {
            stream.read_buf(buffer).await?
        };
        if read == 0 {
            return Ok(Ok(None));
        }
    }
}

/// Serves an RPC; tells whether the connection goes on.
async fn call(stream: &mut impl Stream, buffer: &mut Vec<u8>, door: &Door, head: &Head) -> io::Result<bool> {
    let Ok(length) = head.header("content-length").parse::<usize>() else {
        page(stream, 500, "Internal Error: no content-length").await?;
        return Ok(false);
    };
    if length > MAX_BODY {
        page(stream, 500, "Internal Error: the request is too large").await?;
        return Ok(false);
    }
    if head.header("expect").eq_ignore_ascii_case("100-continue") {
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
    }
    while buffer.len() < length {
        if stream.read_buf(buffer).await? == 0 {
            return Ok(false);
        }
    }
    let body: Vec<u8> = buffer.drain(..length).collect();
    let parsed = if head.path == "/jsonrpc" {
        json_rpc::parse(&body)
    } else {
        xml_rpc::parse(&body).map(|request| (Framing::Xml, request))
    };
    let (framing, request) = match parsed {
        Ok((framing, request)) => (framing, Request { origin: head.origin(), ..request }),
        Err(why) => {
            page(stream, 500, &format!("Internal Error: {why}")).await?;
            return Ok(false);
        }
    };
    let (pool, host, content_type) = (door.pool.clone(), door.host, framing.content_type());
    let waits = behave::WAITING.contains(&request.method.as_str());
    let method = request.method.trim_start_matches("Async.").to_owned();
    if pool.faults.is(Site::call(host, &method), &Kind::Http500) {
        page(stream, 500, "Internal Error").await?;
        return Ok(false);
    }
    // A call runs on when its caller goes away; only a subscriber's wait ends with it.
    let mut running =
        crate::time::spawn(async move { dispatch::answer(&pool, host, &framing, request).await });
    let body = loop {
        tokio::select! {
            done = &mut running => match done {
                Ok(body) => break body,
                Err(_) => {
                    page(stream, 500, "Internal Error").await?;
                    return Ok(false);
                }
            },
            read = stream.read_buf(buffer) => {
                if matches!(read, Ok(0) | Err(_)) || buffer.len() > MAX_HEAD + MAX_BODY {
                    if waits {
                        running.abort();
                    }
                    return Ok(false);
                }
            }
        }
    };
    let faults = &door.pool.faults;
    let site = Site::call(door.host, &method);
    let delay = faults.delay(site);
    // Even a pause of no length takes a millisecond.
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    if faults.is(site, &Kind::Drop) {
        return Ok(false);
    }
    let wrong = faults.strikes(site, |k| if let Kind::ContentType(t) = k { Some(t.clone()) } else { None });
    let content_type = wrong.as_deref().unwrap_or(content_type);
    let keep = head.keep_alive();
    let connection = if keep { "keep-alive" } else { "close" };
    let answer = format!(
        "HTTP/1.1 200 OK\r\nconnection: {connection}\r\ncontent-length: {}\r\ncontent-type: {content_type}\r\n\
         Access-Control-Allow-Origin: *\r\ncache-control: no-cache, no-store\r\n\r\n",
        body.len()
    );
    let slow = faults.strikes(site, |k| if let Kind::SlowHeaders(d) = k { Some(*d) } else { None });
    if let Some(slow) = slow {
        slowly(stream, answer.as_bytes(), slow).await?;
        stream.write_all(&body).await?;
    } else if faults.is(site, &Kind::Stall) {
        stream.write_all(answer.as_bytes()).await?;
        stream.write_all(&body[..body.len() / 2]).await?;
        stream.flush().await?;
        faults.cleared().await;
        return Ok(false);
    } else if body.len() < 16 << 10 {
        let mut whole = answer.into_bytes();
        whole.extend_from_slice(&body);
        stream.write_all(&whole).await?;
    } else {
        stream.write_all(answer.as_bytes()).await?;
        stream.write_all(&body).await?;
    }
    stream.flush().await?;
    Ok(keep)
}

/// Writes in small pieces over some time.
async fn slowly(stream: &mut impl Stream, bytes: &[u8], lasts: Duration) -> io::Result<()> {
    const PIECE: usize = 16;
    let pause = lasts.div_f64(bytes.len().div_ceil(PIECE).max(1) as f64);
    for piece in bytes.chunks(PIECE) {
        stream.write_all(piece).await?;
        stream.flush().await?;
        tokio::time::sleep(pause).await;
    }
    Ok(())
}

/// A small HTML page, after which the connection is closed.
pub async fn page(stream: &mut impl Stream, status: u16, text: &str) -> io::Result<()> {
    html(stream, status, "xapi", text).await
}

/// The 200 that XAPI answers before it reads a body.
pub async fn accept(stream: &mut impl Stream) -> io::Result<()> {
    let answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nCache-Control: no-cache, no-store\r\n\r\n";
    stream.write_all(answer.as_bytes()).await?;
    stream.flush().await
}

/// Answers with a body; `more` are further headers, each with its end of line.
pub async fn whole(stream: &mut impl Stream, kind: &str, more: &str, body: &[u8]) -> io::Result<()> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{more}\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body).await?;
    stream.flush().await
}

/// Sends the client to another host of the pool.
pub async fn redirect(stream: &mut impl Stream, door: &Door, head: &Head, host: usize) -> io::Result<()> {
    let (host, scheme) = (&door.pool.hosts[host], if door.pool.config.tls { "https" } else { "http" });
    let answer = format!(
        "HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: {scheme}://{}{}\r\ncontent-length: 0\r\n\r\n",
        host.address, head.target
    );
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await
}

/// The page for somebody who may not use a handler.
async fn denial(stream: &mut impl Stream, denied: Denied) -> io::Result<()> {
    html(stream, denied.status, denied.realm, "").await
}

async fn html(stream: &mut impl Stream, status: u16, realm: &str, text: &str) -> io::Result<()> {
    let reason = match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        408 => "Request Timeout",
        431 => "Request Header Fields Too Large",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    };
    let extra = match status {
        401 => format!("WWW-Authenticate: Basic realm=\"{realm}\"\r\n"),
        _ => String::new(),
    };
    let body = format!("<html><body><h1>HTTP {status} {reason}</h1>{text}</body></html>");
    let answer = format!(
        "HTTP/1.1 {status} {reason}\r\n{extra}content-type: text/html\r\ncontent-length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(answer.as_bytes()).await?;
    stream.flush().await?;
    stream.shutdown().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read() {
        let head = parse_head(
            "CONNECT /console?uuid=a%2Db&x=1 HTTP/1.0\r\nCookie: session_id=OpaqueRef:s; y=2\r\nX-A:  b ",
        )
        .unwrap();
        assert_eq!((head.verb.as_str(), head.path.as_str(), head.old), ("CONNECT", "/console", true));
        assert_eq!(head.parameter("uuid").as_deref(), Some("a-b"));
        assert_eq!(head.parameter("session_id").as_deref(), Some("OpaqueRef:s"));
        assert_eq!(head.parameter("z"), None);
        assert_eq!(head.header("x-a"), "b");
        assert!(!head.keep_alive());
        for bad in ["", "GET", "GET /", "GET / HTTP/2", "GET / x HTTP/1.1", "GET / HTTP/1.1\r\nnonsense"] {
            assert_eq!(parse_head(bad), None, "{bad}");
        }
    }
}
