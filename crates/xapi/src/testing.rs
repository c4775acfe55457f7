//! A scripted pool in memory, behind the connector seam: tests say what each call answers.

use std::collections::HashMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures::future::BoxFuture;
use http_body_util::{BodyExt, Full};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::address::Address;
use crate::config::Config;
use crate::net::{BoxIo, Connector};

/// A call as it reached the scripted pool.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    pub host: String,
    pub method: String,
    pub params: Vec<Value>,
}

pub type Answer = Result<Value, (&'static str, Vec<String>)>;
type Script = dyn Fn(Asked) -> BoxFuture<'static, Option<Answer>> + Send + Sync;

/// A pool whose answers are scripted. What the script leaves open has a plain answer: logging in, one pool, its hosts.
#[derive(Clone)]
pub struct Pool(Arc<Shared>);

struct Shared {
    script: Box<Script>,
    pub asked: Mutex<Vec<Asked>>,
    sessions: Mutex<u32>,
    down: Mutex<HashMap<String, Down>>,
    tls: Mutex<HashMap<String, Arc<rustls::ServerConfig>>>,
    html: AtomicBool,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Down {
    /// Connections are refused.
    Refused,
    /// Connections are taken, and nothing is ever answered.
    Silent,
}

impl Pool {
    /// A script that answers some calls; `None` leaves one to the plain answers.
    pub fn new<F>(script: impl Fn(Asked) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Option<Answer>> + Send + 'static,
    {
        Pool(Arc::new(Shared {
            script: Box::new(move |asked| Box::pin(script(asked))),
            asked: Mutex::default(),
            sessions: Mutex::default(),
            down: Mutex::default(),
            tls: Mutex::default(),
            html: AtomicBool::new(false),
        }))
    }

    pub fn plain() -> Self {
        Pool::new(async |_| None)
    }

    pub fn config(&self) -> Config {
        Config::new("http://one".parse::<Address>().unwrap(), "root", "secret").connector(self.connector())
    }

    pub fn connector(&self) -> Connector {
        let pool = self.clone();
        Connector::new(move |host, _| {
            let pool = pool.clone();
            Box::pin(async move { pool.connect(host).await })
        })
    }

    /// Every call that reached a host, in order.
    pub fn asked(&self) -> Vec<Asked> {
        self.0.asked.lock().unwrap().clone()
    }

    pub fn methods(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.method).collect()
    }

    pub fn count(&self, method: &str) -> usize {
        self.methods().iter().filter(|it| *it == method).count()
    }

    pub fn set_down(&self, host: &str, down: Option<Down>) {
        let mut all = self.0.down.lock().unwrap();
        match down {
            Some(down) => drop(all.insert(host.to_owned(), down)),
            None => drop(all.remove(host)),
        }
    }

    /// From now on a host speaks TLS with a fresh certificate, whose DER form is answered.
    pub fn set_tls(&self, host: &str) -> Vec<u8> {
        let made = rcgen::generate_simple_self_signed(vec![host.to_owned()]).unwrap();
        let der = made.cert.der().clone();
        let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![der.clone()], key)
            .unwrap();
        self.0.tls.lock().unwrap().insert(host.to_owned(), Arc::new(config));
        der.to_vec()
    }

    pub fn answer_html(&self) {
        self.0.html.store(true, Ordering::SeqCst);
    }

    async fn connect(self, host: String) -> io::Result<BoxIo> {
        let down = self.0.down.lock().unwrap().get(&host).copied();
        if down == Some(Down::Refused) {
            return Err(io::ErrorKind::ConnectionRefused.into());
        }
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let tls = self.0.tls.lock().unwrap().get(&host).cloned();
        tokio::spawn(async move {
            match tls {
                None => self.serve(host, theirs).await,
                Some(config) => {
                    if let Ok(io) = tokio_rustls::TlsAcceptor::from(config).accept(theirs).await {
                        self.serve(host, io).await;
                    }
                }
            }
        });
        Ok(Box::new(ours))
    }

    async fn serve(self, host: String, mut io: impl crate::net::Io + 'static) {
        let mut first = [0; 1];
        if io.read_exact(&mut first).await.is_err() {
            return;
        }
        if first == *b"C" {
            return self.serve_console(host, io).await;
        }
        let service = service_fn(move |request: http::Request<hyper::body::Incoming>| {
            let (pool, host) = (self.clone(), host.clone());
            async move {
                let body = request.into_body().collect().await?.to_bytes();
                while pool.0.down.lock().unwrap().get(&host) == Some(&Down::Silent) {
                    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                }
                if pool.0.html.load(Ordering::SeqCst) {
                    let mut page =
                        http::Response::new(Full::<Bytes>::from("<html><h1>Not Found</h1></html>"));
                    *page.status_mut() = http::StatusCode::NOT_FOUND;
                    return Ok::<_, hyper::Error>(page);
                }
                Ok(http::Response::new(Full::from(pool.answer(host, &body).await)))
            }
        });
        let io = Rewound { first: Some(first[0]), io };
        let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(io), service).await;
    }

    /// A console that greets, answers what it is told, and remembers the request as a call named after its method.
    async fn serve_console(self, host: String, mut io: impl crate::net::Io) {
        let mut head = b"C".to_vec();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(io.read_u8().await.unwrap());
        }
        let head = String::from_utf8(head).unwrap();
        let known =
            head.contains(&format!("session_id=OpaqueRef:session{}\r\n", *self.0.sessions.lock().unwrap()));
        self.0.asked.lock().unwrap().push(Asked {
            host,
            method: "CONNECT".into(),
            params: vec![json!(head)],
        });
        let answer: &[u8] = if known {
            b"HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n\r\nRFB 003.008\n"
        } else {
            b"HTTP/1.1 401 Unauthorized\r\n\r\n<html>no</html>"
        };
        io.write_all(answer).await.unwrap();
        if known {
            let mut word = [0; 4];
            while io.read_exact(&mut word).await.is_ok() {
                io.write_all(&word).await.unwrap();
            }
        }
    }

    async fn answer(&self, host: String, body: &[u8]) -> Bytes {
        let call: Value = serde_json::from_slice(body).unwrap();
        let asked = Asked {
            host,
            method: call["method"].as_str().unwrap().to_owned(),
            params: call["params"].as_array().unwrap().clone(),
        };
        self.0.asked.lock().unwrap().push(asked.clone());
        let answer = match (self.0.script)(asked.clone()).await {
            Some(answer) => answer,
            None => self.plain_answer(&asked),
        };
        let reply = match answer {
            Ok(result) => json!({"jsonrpc": "2.0", "id": 1, "result": result}),
            Err((code, params)) => {
                json!({"jsonrpc": "2.0", "id": 1, "error": {"code": 1, "message": code, "data": params}})
            }
        };
        Bytes::from(reply.to_string())
    }

    fn plain_answer(&self, asked: &Asked) -> Answer {
        let mut sessions = self.0.sessions.lock().unwrap();
        if asked.method == "session.login_with_password" {
            if asked.params[1] != "secret" {
                return Err(("SESSION_AUTHENTICATION_FAILED", vec!["root".into(), "no".into()]));
            }
            *sessions += 1;
            return Ok(json!(format!("OpaqueRef:session{sessions}")));
        }
        if asked.params.first() != Some(&json!(format!("OpaqueRef:session{sessions}"))) {
            let given = asked.params.first().and_then(Value::as_str).unwrap_or_default().to_owned();
            return Err(("SESSION_INVALID", vec![given]));
        }
        match asked.method.as_str() {
            "session.get_this_host" => Ok(json!("OpaqueRef:host1")),
            "pool.get_all_records" => Ok(
                json!({"OpaqueRef:pool": {"uuid": "pool-1", "master": "OpaqueRef:host1", "name_label": "p"}}),
            ),
            "host.get_all_records" => Ok(json!({
                "OpaqueRef:host1": {"uuid": "h1", "address": "one"},
                "OpaqueRef:host2": {"uuid": "h2", "address": "two"},
            })),
            "session.logout" => Ok(json!("")),
            method if method.ends_with(".get_all_records") => Ok(json!({})),
            method => Err(("MESSAGE_METHOD_UNKNOWN", vec![method.to_owned()])),
        }
    }

    /// Makes the current session unknown.
    pub fn forget_session(&self) {
        *self.0.sessions.lock().unwrap() += 100;
    }
}

/// A stream whose first byte was read already.
struct Rewound<T> {
    first: Option<u8>,
    io: T,
}

impl<T: tokio::io::AsyncRead + Unpin> tokio::io::AsyncRead for Rewound<T> {
    fn poll_read(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
        buf: &mut tokio::io::ReadBuf<'_>,
    ) -> std::task::Poll<io::Result<()>> {
        match self.first.take() {
            Some(first) => {
                buf.put_slice(&[first]);
                std::task::Poll::Ready(Ok(()))
            }
            None => std::pin::Pin::new(&mut self.io).poll_read(cx, buf),
        }
    }
}

impl<T: tokio::io::AsyncWrite + Unpin> tokio::io::AsyncWrite for Rewound<T> {
    fn poll_write(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
        buf: &[u8],
    ) -> std::task::Poll<io::Result<usize>> {
        std::pin::Pin::new(&mut self.io).poll_write(cx, buf)
    }

    fn poll_flush(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<io::Result<()>> {
        std::pin::Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<io::Result<()>> {
        std::pin::Pin::new(&mut self.io).poll_shutdown(cx)
    }
}
