//! Takes TCP connections in, speaks TLS where it is told to, and HTTP/1.1 or HTTP/2 on them, until the server
//! stops.

use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use axum::{body::Body, http::Request};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};
use tokio_rustls::TlsAcceptor;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::Front;
use crate::bytes::linger::Lingering;

pub mod tls;

/// How long a client may take for a TLS handshake, or for the head of a request.
const PATIENCE: Duration = Duration::from_secs(15);
/// At most so many connections at once; more wait to be taken in.
const CONNECTIONS: usize = 16_384;
/// How much of a request's head, or of a body on its way, a connection holds at most.
const BUFFER: usize = 64 * 1024;

/// Serves until `stopping`; returns when every connection has ended its last request.
pub async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    front: Front,
    stopping: CancellationToken,
) {
    let connections = TaskTracker::new();
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &room) => accepted,
            () = stopping.cancelled() => break,
        };
        let (stream, peer, place) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, say: the backlog holds new ones until there is room again.
                tracing::warn!(%error, "a connection could not be accepted");
                sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let (front, tls, stopping) = (front.clone(), tls.clone(), stopping.clone());
        let stream = Lingering::new(stream);
        connections.spawn(async move {
            match tls {
                None => converse(stream, peer, front, stopping).await,
                Some(tls) => match timeout(PATIENCE, tls.accept(stream)).await {
                    Ok(Ok(stream)) => converse(stream, peer, front, stopping).await,
                    Ok(Err(error)) => tracing::debug!(%error, client.address = %peer, "no TLS handshake"),
                    Err(_) => tracing::debug!(client.address = %peer, "the TLS handshake took too long"),
                },
            }
            drop(place);
        });
    }
    drop(listener);
    connections.close();
    connections.wait().await;
}

type Accepted = (TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit);

async fn accept(listener: &TcpListener, room: &Arc<Semaphore>) -> std::io::Result<Accepted> {
    let place = room.clone().acquire_owned().await.map_err(std::io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    stream.set_nodelay(true)?;
    Ok((stream, peer, place))
}

async fn converse(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    front: Front,
    stopping: CancellationToken,
) {
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let answer = front.clone().answer(peer.ip(), request.map(Body::new));
        async { Ok::<_, Infallible>(answer.await) }
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(BUFFER);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(128)
        .max_header_list_size(16 * 1024)
        .keep_alive_interval(Duration::from_secs(30))
        .keep_alive_timeout(Duration::from_secs(20));
    let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = stopping.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, client.address = %peer, "a connection ended badly");
    }
}
