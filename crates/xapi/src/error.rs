//! What can go wrong, said as what was being done; the source says why.

use std::fmt::Write as _;
use std::io;
use std::time::Duration;

use crate::address::Address;
use crate::tls::Fingerprint;

/// The result of everything this crate does.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure of a call, or of reaching the server.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// XAPI refused or failed a call.
    #[error("{method} failed: {code}{}", Params(params))]
    Xapi {
        /// The call, such as `VM.start`.
        method: String,
        /// The code, such as `VM_BAD_POWER_STATE`.
        code: String,
        /// Its parameters; there may be fewer or more than the data model says.
        params: Vec<String>,
    },
    /// No connection could be made.
    #[error("connecting to {address}")]
    Connect {
        /// Where to.
        address: Address,
        /// Why not.
        source: io::Error,
    },
    /// The connection was made, but TLS could not be spoken over it.
    #[error("speaking TLS with {address}")]
    Tls {
        /// With whom.
        address: Address,
        /// Why not.
        source: io::Error,
    },
    /// The server shows another certificate than the pinned one. Nothing was sent to it.
    #[error("the certificate of {address} changed: {expected} was pinned, {seen} was shown")]
    CertificateChanged {
        /// Whose.
        address: Address,
        /// The pinned one.
        expected: Fingerprint,
        /// The one shown.
        seen: Fingerprint,
    },
    /// No known authority vouches for the certificate, and none is pinned. Nothing was sent to the server.
    #[error("the certificate {seen} of {address} is not trusted: {why}")]
    CertificateUntrusted {
        /// Whose.
        address: Address,
        /// The one shown.
        seen: Fingerprint,
        /// What the verification said.
        why: String,
    },
    /// Nothing was heard for too long.
    #[error("{doing}: no answer within {after:?}")]
    Timeout {
        /// What was being done.
        doing: String,
        /// How long it was waited for.
        after: Duration,
    },
    /// The connection broke, or what came was not HTTP.
    #[error("{doing}")]
    Http {
        /// What was being done.
        doing: String,
        /// Why it broke.
        source: hyper::Error,
    },
    /// A stream broke.
    #[error("{doing}")]
    Io {
        /// What was being done.
        doing: String,
        /// Why it broke.
        source: io::Error,
    },
    /// The server answered with another status than 200.
    #[error("{doing}: the server answered {status}{}", Text(body))]
    Status {
        /// What was being done.
        doing: String,
        /// The HTTP status.
        status: u16,
        /// The beginning of the body, without tags.
        body: String,
    },
    /// What answers is not a XAPI.
    #[error("{address} does not answer as XAPI does")]
    NotXapi {
        /// Who answers.
        address: Address,
        /// What it did instead.
        #[source]
        source: Box<Error>,
    },
    /// The answer, or a part of it, is not of the expected shape.
    #[error("reading the answer of {doing}")]
    Decode {
        /// What was asked.
        doing: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The result of a task is not of the expected shape.
    #[error("reading the result of {method}: {what}")]
    TaskResult {
        /// The call that made the task.
        method: String,
        /// What is wrong with it.
        what: String,
    },
    /// A parameter cannot be written as JSON.
    #[error("writing the parameters of {method}")]
    Encode {
        /// The call.
        method: String,
        /// Why not.
        source: serde_json::Error,
    },
    /// The address leads to another pool than the one this client is for.
    #[error("{address} belongs to the pool {found}, not to {expected}")]
    OtherPool {
        /// Where.
        address: Address,
        /// The uuid of the expected pool.
        expected: String,
        /// The uuid of the pool found.
        found: String,
    },
    /// Hosts name each other as master in a circle, or there are too many of them on the way.
    #[error("no master of the pool was found from {address}")]
    NoMaster {
        /// Where the search began.
        address: Address,
    },
    /// Connecting failed a moment ago for somebody else, or the credentials were refused and are not tried again yet.
    #[error("the pool at {address} cannot be reached: {why}")]
    Unreachable {
        /// Where it was looked for.
        address: Address,
        /// What the failure was, with its causes.
        why: String,
    },
    /// A task went away before its end was seen, for example since the toolstack was restarted.
    #[error("the task of {method} went away before it ended")]
    TaskLost {
        /// The call that made it.
        method: String,
    },
    /// The location of a console cannot be read.
    #[error("the console location {location:?} is not an address")]
    Location {
        /// The location as given.
        location: String,
    },
    /// The client was closed.
    #[error("the client is closed")]
    Closed,
}

impl Error {
    /// XAPI's error code, if it is one.
    pub fn code(&self) -> Option<&str> {
        match self {
            Error::Xapi { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Whether it is XAPI's error of that code.
    pub fn is(&self, code: &str) -> bool {
        self.code() == Some(code)
    }

    /// Whether trying again can only help after somebody changed something: credentials, a pin, an address.
    pub fn needs_attention(&self) -> bool {
        match self {
            Error::Xapi { code, .. } => {
                matches!(code.as_str(), "SESSION_AUTHENTICATION_FAILED" | "SESSION_AUTHORIZATION_FAILED")
            }
            Error::CertificateChanged { .. }
            | Error::CertificateUntrusted { .. }
            | Error::OtherPool { .. }
            | Error::Closed => true,
            _ => false,
        }
    }

    /// Whether the server could not be reached, or stopped answering: it says nothing about the call.
    pub fn is_transport(&self) -> bool {
        matches!(
            self,
            Error::Connect { .. }
                | Error::Tls { .. }
                | Error::Timeout { .. }
                | Error::Http { .. }
                | Error::Io { .. }
                | Error::Status { .. }
                | Error::NotXapi { .. }
                | Error::NoMaster { .. }
                | Error::Unreachable { .. }
        )
    }

    /// Where to look instead, if it seems that TLS was spoken to what has none, or the other way round.
    pub fn other_scheme(&self) -> Option<Address> {
        let address = match self {
            Error::Tls { address, source } if is_no_tls(source) => address,
            Error::NotXapi { address, source }
                if !address.tls() && matches!(**source, Error::Http { .. }) =>
            {
                address
            }
            _ => return None,
        };
        Some(address.with_other_scheme())
    }

    /// What was being done and why it failed, down to the first cause, in one line.
    pub fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut source = std::error::Error::source(self);
        while let Some(cause) = source {
            let _ = write!(text, ": {cause}");
            source = cause.source();
        }
        text
    }
}

/// Whether what answered a TLS greeting was not TLS, or nothing at all.
fn is_no_tls(source: &io::Error) -> bool {
    let why = source.get_ref().and_then(|why| why.downcast_ref::<rustls::Error>());
    source.kind() == io::ErrorKind::UnexpectedEof || matches!(why, Some(rustls::Error::InvalidMessage(_)))
}

struct Params<'a>(&'a [String]);

impl std::fmt::Display for Params<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, " ({})", self.0.join(", ")) }
    }
}

struct Text<'a>(&'a str);

impl std::fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, " ({})", self.0) }
    }
}
