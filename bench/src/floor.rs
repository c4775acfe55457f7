//! The bare server that ours is compared with: what axum does when there is nothing to do.

use std::{
    io::{self, Write},
    net::Ipv4Addr,
    sync::Arc,
};

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Query, State, WebSocketUpgrade},
    routing::get,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::RwLock,
};

use crate::{Result, daemon::Process};

#[derive(Serialize)]
struct Small {
    id: &'static str,
    name_label: &'static str,
    power_state: &'static str,
}

#[derive(Deserialize)]
struct To {
    port: u16,
}

/// Serves `/json`, `/echo` (a WebSocket with small buffers), `/copy?port=` (a TCP proxy by 256 KiB), and `/records`
/// (whatever JSON was posted there, written by serde_json each time), after printing its port.
pub async fn serve() -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let mut out = io::stdout().lock();
    writeln!(out, "{}", listener.local_addr()?.port())?;
    out.flush()?;
    drop(out);
    let router = Router::new()
        .route(
            "/json",
            get(|| async { Json(Small { id: "a", name_label: "web-01", power_state: "Running" }) }),
        )
        .route("/echo", get(|ws: WebSocketUpgrade| async { small_buffers(ws).on_upgrade(echo) }))
        .route("/copy", get(copy))
        .route("/records", get(written).post(keep).layer(DefaultBodyLimit::disable()))
        .with_state(Kept::default());
    Ok(axum::serve(listener, router).await?)
}

/// What `/records` writes.
type Kept = Arc<RwLock<Value>>;

async fn keep(State(kept): State<Kept>, Json(records): Json<Value>) {
    *kept.write().await = records;
}

async fn written(State(kept): State<Kept>) -> std::result::Result<Vec<u8>, String> {
    serde_json::to_vec(&*kept.read().await).map_err(|e| e.to_string())
}

fn small_buffers(ws: WebSocketUpgrade) -> WebSocketUpgrade {
    ws.read_buffer_size(2048).write_buffer_size(0)
}

async fn echo(mut socket: axum::extract::ws::WebSocket) {
    while let Some(Ok(message)) = socket.recv().await {
        if socket.send(message).await.is_err() {
            break;
        }
    }
}

/// Starts a TCP proxy to a port of this machine and answers its own port.
async fn copy(Query(to): Query<To>) -> std::result::Result<String, String> {
    let text = |e: io::Error| e.to_string();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(text)?;
    let port = listener.local_addr().map_err(text)?.port();
    tokio::spawn(async move {
        while let Ok((mut near, _)) = listener.accept().await {
            tokio::spawn(async move {
                let Ok(mut far) = TcpStream::connect((Ipv4Addr::LOCALHOST, to.port)).await else { return };
                const SIZE: usize = 256 * 1024;
                // it ends when either side closes
                let _ = tokio::io::copy_bidirectional_with_sizes(&mut near, &mut far, SIZE, SIZE).await;
            });
        }
    });
    Ok(port.to_string())
}

/// A floor in a process of its own.
pub struct Floor {
    pub process: Process,
    pub port: u16,
}

impl Floor {
    pub async fn start() -> Result<Self> {
        let mut child = std::process::Command::new(std::env::current_exe()?)
            .arg("floor")
            .stdin(std::process::Stdio::null())
            .stdout(std::process::Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let out = child.stdout.take().ok_or("no output")?;
        io::BufRead::read_line(&mut io::BufReader::new(out), &mut line)?;
        Ok(Self { process: Process::of(child), port: line.trim().parse()? })
    }
}
