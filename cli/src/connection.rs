//! One conversation with a server: JSON-RPC over its WebSocket at `/api/`, blocking, one call at a time.

use std::{
    io::{self, Read, Write},
    net::{TcpStream, ToSocketAddrs},
    sync::Arc,
    time::Duration,
};

use rustls::{ClientConnection, StreamOwned, pki_types::ServerName};
use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};
use tungstenite::{
    HandshakeError, Message, WebSocket, client::client_with_config, protocol::WebSocketConfig,
};

use crate::{
    address::Address,
    failure::{Failure, Refusal},
    tls::{self, Trust},
};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

pub struct Connection {
    socket: WebSocket<Stream>,
    address: Address,
    last_id: u64,
    /// The fingerprint of the certificate that the server showed.
    pub shown: Option<String>,
}

/// What a call came to: the answer, or the server's refusal.
pub type Answer = Result<Box<RawValue>, Refusal>;

#[derive(Deserialize)]
struct Incoming<'a> {
    id: Option<u64>,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    error: Option<Refusal>,
}

impl Connection {
    pub fn open(address: &Address, trust: Trust) -> Result<Self, Failure> {
        let tcp = dial(address)?;
        let (stream, shown) = match address.tls {
            false => (Stream::Plain(tcp), None),
            true => secure(address, tcp, trust)?,
        };
        // A list of all objects is one message, however large.
        let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let (socket, _) = client_with_config(address.api(), stream, Some(config)).map_err(|e| {
            let why = match e {
                HandshakeError::Failure(tungstenite::Error::Http(answer)) => {
                    format!("it answered {} where a Xenith server takes calls", answer.status())
                }
                HandshakeError::Failure(e) if !address.tls => {
                    format!("{e}; perhaps it is https://{}{}", address.authority(), address.prefix)
                }
                HandshakeError::Failure(e) => e.to_string(),
                HandshakeError::Interrupted(_) => "it did not answer in time".to_owned(),
            };
            Failure::Unreachable(format!("{address} is not a Xenith server: {why}"))
        })?;
        let tcp = socket.get_ref().tcp();
        // A call may rightly take hours; only the greeting is held to a limit.
        tcp.set_read_timeout(None).map_err(|e| lost(address, &e))?;
        Ok(Self { socket, address: address.clone(), last_id: 0, shown })
    }

    /// Makes a call and waits for its answer.
    pub fn call(&mut self, method: &str, params: &Value) -> Result<Answer, Failure> {
        self.last_id += 1;
        let id = self.last_id;
        let request = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        self.socket.send(Message::text(request.to_string())).map_err(|e| lost(&self.address, &e))?;
        loop {
            let message = self.socket.read().map_err(|e| lost(&self.address, &e))?;
            let Message::Text(text) = message else { continue };
            let incoming: Incoming<'_> = serde_json::from_str(&text).map_err(|e| {
                Failure::Unreachable(format!("{} sent something unreadable: {e}", self.address))
            })?;
            if incoming.id != Some(id) {
                continue; // a notification
            }
            return Ok(match incoming.error {
                Some(refusal) => Err(refusal),
                None => Ok(incoming.result.map_or_else(|| RawValue::NULL.to_owned(), ToOwned::to_owned)),
            });
        }
    }

    /// Signs in; the token or password is all that the failure does not tell.
    pub fn sign_in(&mut self, credentials: &Value) -> Result<Value, Failure> {
        match self.call("session.signIn", credentials)? {
            Ok(user) => read(&self.address, &user),
            Err(refusal) if refusal.code == Refusal::INVALID_CREDENTIALS => {
                let code = refusal.data["code"].as_str();
                if matches!(code, Some("OTP_REQUIRED" | "INVALID_OTP")) {
                    let said = format!("{}: give it with --otp CODE", refusal.message);
                    return Err(Failure::NotSignedIn(said));
                }
                Err(Failure::NotSignedIn(match credentials.get("token") {
                    Some(_) => format!(
                        "{} no longer accepts the token: register again with xenith --register",
                        self.address
                    ),
                    None => format!("{} does not accept this user name and password", self.address),
                }))
            }
            Err(refusal) => Err(Failure::Refused { context: "Signing in failed".into(), refusal }),
        }
    }
}

/// Takes an answer apart.
pub fn read(address: &Address, raw: &RawValue) -> Result<Value, Failure> {
    serde_json::from_str(raw.get())
        .map_err(|e| Failure::Unreachable(format!("{address} sent something unreadable: {e}")))
}

fn lost(address: &Address, why: &dyn std::fmt::Display) -> Failure {
    Failure::Unreachable(format!("the connection to {address} was lost: {why}"))
}

fn dial(address: &Address) -> Result<TcpStream, Failure> {
    let failed =
        |why: &io::Error| Failure::Unreachable(format!("cannot connect to {address}: {}", plain(why)));
    let addresses = (address.host.as_str(), address.port).to_socket_addrs().map_err(|_| {
        Failure::Unreachable(format!("cannot connect to {address}: the host {} is unknown", address.host))
    })?;
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
    for candidate in addresses {
        match TcpStream::connect_timeout(&candidate, CONNECT_TIMEOUT) {
            Ok(tcp) => {
                tcp.set_nodelay(true)
                    .and_then(|()| tcp.set_read_timeout(Some(CONNECT_TIMEOUT)))
                    .map_err(|e| failed(&e))?;
                return Ok(tcp);
            }
            Err(e) => last = e,
        }
    }
    Err(failed(&last))
}

fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => "nothing listens there".into(),
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => "it did not answer in time".into(),
        _ => error.to_string(),
    }
}

fn secure(address: &Address, mut tcp: TcpStream, trust: Trust) -> Result<(Stream, Option<String>), Failure> {
    let (config, shown) = tls::client_config(trust.clone())
        .map_err(|e| Failure::Unreachable(format!("cannot prepare TLS: {e}")))?;
    let name = ServerName::try_from(address.host.clone())
        .map_err(|_| Failure::Usage(format!("{} is not a host name", address.host)))?;
    let mut session = ClientConnection::new(Arc::new(config), name)
        .map_err(|e| Failure::Unreachable(format!("cannot prepare TLS: {e}")))?;
    let greeted = session.complete_io(&mut tcp);
    let shown = shown.lock().ok().and_then(|mut shown| shown.take());
    match greeted {
        Ok(_) => Ok((Stream::Tls(Box::new(StreamOwned::new(session, tcp))), shown)),
        Err(e) => Err(Failure::Unreachable(distrust(address, &trust, shown.as_deref(), &e))),
    }
}

/// Why a TLS greeting failed, and what to do about it.
fn distrust(address: &Address, trust: &Trust, shown: Option<&str>, error: &io::Error) -> String {
    match (trust, shown, tls_error(error)) {
        (Trust::Pinned(pin), Some(shown), Some(rustls::Error::InvalidCertificate(_))) => format!(
            "{address} shows another certificate than the one that is trusted, so nothing was sent to it.\n  \
             trusted: {pin}\n  shown:   {shown}\n\
             If that is right, register again with xenith --register --allowUnauthorized"
        ),
        (_, Some(shown), Some(rustls::Error::InvalidCertificate(why))) => format!(
            "the certificate of {address} is not trusted ({why}), so nothing was sent to it.\n  \
             SHA-256: {shown}\n\
             To trust this very certificate: xenith --register --allowUnauthorized {address} USER"
        ),
        (_, None, Some(rustls::Error::InvalidMessage(_))) => format!(
            "{address} does not speak TLS; perhaps it is http://{}{}",
            address.authority(),
            address.prefix
        ),
        _ => format!("cannot connect to {address}: {}", plain(error)),
    }
}

fn tls_error(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Stream {
    fn tcp(&self) -> &TcpStream {
        match self {
            Self::Plain(tcp) => tcp,
            Self::Tls(tls) => &tls.sock,
        }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(tcp) => tcp.read(buffer),
            Self::Tls(tls) => tls.read(buffer),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(tcp) => tcp.write(bytes),
            Self::Tls(tls) => tls.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(tcp) => tcp.flush(),
            Self::Tls(tls) => tls.flush(),
        }
    }
}
