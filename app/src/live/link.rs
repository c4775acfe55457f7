//! The browser's connection to the feed: opened, probed, and opened again when it ends.

use std::cell::Cell;

use client::{Client, Transport};
use futures::{FutureExt, SinkExt, StreamExt, channel::oneshot, future::ready, pin_mut, select};
use gloo_net::websocket::{Message, WebSocketError, futures::WebSocket};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::{UpdateValue, window};
use model::objects::User;

use crate::paths;

const FIRST_WAIT_MS: u32 = 300;
const LONGEST_WAIT_MS: u32 = 5_000;
/// How long a server may take to greet.
const HELLO_WAIT_MS: u32 = 6_000;
/// One that stands still later is found out by asking it something this often, and waiting this long.
const PROBE_EVERY_MS: u32 = 10_000;
const PROBE_WAIT_MS: u32 = 8_000;

/// What happens to the connection.
pub enum News {
    /// It stands, and the server takes us for this user.
    Up(Option<User>),
    /// It ended; it is tried again after this many milliseconds.
    Down(u32),
}

/// A WebSocket of this page's own server.
pub fn url(path: &str) -> String {
    let location = window().location();
    let (protocol, host) = (location.protocol().unwrap_or_default(), location.host().unwrap_or_default());
    format!("{}//{host}{path}", if protocol == "https:" { "wss:" } else { "ws:" })
}

/// Keeps the client connected for good. `hurry` holds what ends a wait early.
pub async fn keep(
    client: Client,
    hurry: leptos::prelude::StoredValue<Option<oneshot::Sender<()>>>,
    tell: impl Fn(News),
) {
    let url = url(paths::FEED);
    let mut wait = FIRST_WAIT_MS;
    loop {
        let came_up = Cell::new(false);
        if let Ok(socket) = WebSocket::open(&url) {
            let driven = client.run(frames(socket), |hello| {
                came_up.set(true);
                tell(News::Up(hello.user));
            });
            let (driven, silence) = (driven.fuse(), silence(&client, &came_up).fuse());
            pin_mut!(driven, silence);
            select! { _ = driven => {}, () = silence => {} }
        }
        wait = if came_up.get() { FIRST_WAIT_MS } else { wait };
        tell(News::Down(wait));
        let (sender, hurried) = oneshot::channel::<()>();
        hurry.try_update_value(|slot| *slot = Some(sender));
        let (rest, hurried) = (TimeoutFuture::new(wait).fuse(), hurried.fuse());
        pin_mut!(rest, hurried);
        select! { () = rest => {}, _ = hurried => {} }
        wait = (wait * 2).min(LONGEST_WAIT_MS);
    }
}

/// Text frames both ways; others are not for us.
fn frames(socket: WebSocket) -> impl Transport {
    socket
        .filter_map(|message| {
            ready(match message {
                Ok(Message::Text(text)) => Some(Ok(text)),
                Ok(Message::Bytes(_)) => None,
                Err(error) => Some(Err(error)),
            })
        })
        .with(|text| ready(Ok::<_, WebSocketError>(Message::Text(text))))
}

/// Ends when the server has not greeted, or not answered a probe, in time.
async fn silence(client: &Client, came_up: &Cell<bool>) {
    TimeoutFuture::new(HELLO_WAIT_MS).await;
    while came_up.get() {
        let answer = client.call(&api::session::GetUser {}).fuse();
        let patience = TimeoutFuture::new(PROBE_WAIT_MS).fuse();
        pin_mut!(answer, patience);
        select! { _ = answer => {}, () = patience => return }
        TimeoutFuture::new(PROBE_EVERY_MS).await;
    }
}
