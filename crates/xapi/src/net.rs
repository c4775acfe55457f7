//! The one place where sockets are made: everything else is given streams, so a test or a simulation can make them.
#![expect(clippy::disallowed_methods, reason = "this is the one place that opens sockets")]

use std::io;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::io::{AsyncRead, AsyncWrite};

use crate::address::Address;
use crate::error::{Error, Result};
use crate::tls::Trusts;

/// A stream of bytes both ways.
pub trait Io: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// A stream of bytes both ways, of any kind.
pub type BoxIo = Box<dyn Io>;

/// Makes connections to (host, port).
#[derive(Clone)]
pub struct Connector(Arc<Connect>);

type Connect = dyn Fn(String, u16) -> BoxFuture<'static, io::Result<BoxIo>> + Send + Sync;

impl Connector {
    /// Connections over TCP.
    pub fn tcp() -> Self {
        Connector::new(|host, port| {
            Box::pin(async move {
                let stream = tokio::net::TcpStream::connect((host.as_str(), port)).await?;
                stream.set_nodelay(true)?;
                Ok(Box::new(stream) as BoxIo)
            })
        })
    }

    /// Connections of another kind: simulated, in memory, through a proxy.
    pub fn new(
        connect: impl Fn(String, u16) -> BoxFuture<'static, io::Result<BoxIo>> + Send + Sync + 'static,
    ) -> Self {
        Connector(Arc::new(connect))
    }
}

impl Default for Connector {
    fn default() -> Self {
        Connector::tcp()
    }
}

impl std::fmt::Debug for Connector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Connector")
    }
}

/// Makes connections and speaks TLS over them where the address asks for it.
pub(crate) struct Dialer {
    pub connector: Connector,
    pub trusts: Trusts,
    pub timeout: Duration,
}

impl Dialer {
    pub async fn dial(&self, address: &Address) -> Result<BoxIo> {
        let mut reached = false;
        let dial = async {
            let io = (self.connector.0)(address.host().to_owned(), address.port())
                .await
                .map_err(|source| Error::Connect { address: address.clone(), source })?;
            reached = true;
            if address.tls() { self.trusts.handshake(address, io).await } else { Ok(io) }
        };
        tokio::time::timeout(self.timeout, dial).await.unwrap_or_else(|_| {
            let source =
                io::Error::new(io::ErrorKind::TimedOut, format!("no answer within {:?}", self.timeout));
            let address = address.clone();
            Err(if reached { Error::Tls { address, source } } else { Error::Connect { address, source } })
        })
    }
}
