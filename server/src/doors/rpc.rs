//! JSON-RPC 2.0 over a WebSocket at `/api/`, as Xen Orchestra speaks it: sign-in on the connection, any
//! declared call, and `all` notifications of what the caller may see.

use std::{sync::Arc, time::Duration};

use api::{ApiError, session};
use axum::{
    extract::{
        State, WebSocketUpgrade,
        ws::{CloseFrame, Message, Utf8Bytes, WebSocket, close_code},
    },
    http::request::Parts,
    response::Response,
};
use futures::{SinkExt, StreamExt, stream::SplitSink};
use model::{Id, objects::User};
use serde_json::{Map, Value};
use tokio::{
    sync::{Semaphore, mpsc},
    time::{Instant, MissedTickBehavior, interval, timeout},
};
use tokio_tungstenite::tungstenite;

use super::{
    guard::{self, Client},
    misuse,
};
use crate::{
    App, Caller, Cx,
    accounts::Live,
    metrics::Socket,
    table::{Answer, Started},
};

mod all;
mod fault;
mod wire;

use all::Changes;
use wire::{Bad, Request};

/// The longest message that is read.
const LONGEST: usize = 4 * 1024 * 1024;
/// So many answers wait for a slow reader; then calls wait.
const WAITING: usize = 16;
/// So many calls of one connection run at once; more are refused.
const AT_ONCE: usize = 64;
const PING_EVERY: Duration = Duration::from_secs(30);
/// A peer that takes nothing for so long is gone.
const STUCK: Duration = Duration::from_secs(60);

pub async fn open(State(app): State<Arc<App>>, parts: Parts, upgrade: WebSocketUpgrade) -> Response {
    let client = guard::client(&parts);
    upgrade
        .max_message_size(LONGEST)
        .max_frame_size(LONGEST)
        .read_buffer_size(8 * 1024)
        .write_buffer_size(8 * 1024)
        .on_upgrade(move |socket| {
            let tasks = app.tasks.clone();
            tasks.track_future(Connection::new(app, client).run(socket))
        })
}

struct Connection {
    app: Arc<App>,
    client: Client,
    signed_in: Option<SignedIn>,
    answers: mpsc::Sender<String>,
    answered: mpsc::Receiver<String>,
    turns: Arc<Semaphore>,
}

/// The session of a connection. One that was opened for it alone ends with it.
struct SignedIn {
    app: Arc<App>,
    live: Arc<Live>,
    changes: Changes,
}

impl Drop for SignedIn {
    fn drop(&mut self) {
        self.app.accounts.close(&self.live);
    }
}

/// Why a connection ends.
type End = Option<CloseFrame>;

fn end(code: u16, reason: impl Into<Utf8Bytes>) -> End {
    Some(CloseFrame { code, reason: reason.into() })
}

impl Connection {
    fn new(app: Arc<App>, client: Client) -> Self {
        let (answers, answered) = mpsc::channel(WAITING);
        Self { app, client, signed_in: None, answers, answered, turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    async fn run(mut self, socket: WebSocket) {
        let _open = self.app.metrics.open(Socket::Rpc);
        let stopping = self.app.stopping.clone();
        let (mut sink, mut stream) = socket.split();
        let mut pings = interval(PING_EVERY);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut heard = Instant::now();
        let end = loop {
            let session = self.signed_in.as_mut();
            let told = tokio::select! {
                // What has happened comes before what is asked, so that an answer never overtakes its cause.
                biased;
                () = stopping.cancelled() => break end(close_code::AWAY, "the server stops"),
                told = changes(session) => match told {
                    Ok(message) => Told::Message(message),
                    Err(end) => break end,
                },
                Some(answer) = self.answered.recv() => Told::Message(answer),
                message = stream.next() => {
                    heard = Instant::now();
                    match message {
                        Some(Ok(Message::Text(text))) => Told::Asked(text.as_str().to_owned()),
                        Some(Ok(Message::Binary(bytes))) => match String::from_utf8(bytes.into()) {
                            Ok(text) => Told::Asked(text),
                            Err(_) => Told::Message(wire::failed(&Bad::parse("it is not UTF-8"))),
                        },
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                        Some(Err(error)) => break broken(&mut sink, error).await,
                        Some(Ok(Message::Close(_))) | None => break None,
                    }
                }
                _ = pings.tick() => {
                    if heard.elapsed() > 3 * PING_EVERY {
                        break None;
                    }
                    Told::Ping
                }
            };
            let sent = match told {
                Told::Message(text) => send(&mut sink, Message::Text(text.into())).await,
                Told::Ping => send(&mut sink, Message::Ping(Default::default())).await,
                Told::Asked(text) => match self.asked(&text).await {
                    Some(answer) => send(&mut sink, Message::Text(answer.into())).await,
                    None => true,
                },
            };
            if !sent {
                break None;
            }
        };
        // The peer may be gone; then there is nobody to say goodbye to.
        let _ = timeout(Duration::from_secs(1), sink.send(Message::Close(end))).await;
    }

    /// Takes a message; answers at once what needs no waiting.
    async fn asked(&mut self, text: &str) -> Option<String> {
        match wire::parse(text) {
            Err(bad) => Some(wire::failed(&bad)),
            Ok(wire::Asked::One(request)) => self.request(request, None).await,
            Ok(wire::Asked::Batch(requests)) => {
                let (tx, rx) = mpsc::unbounded_channel();
                let mut expected = 0;
                for request in requests {
                    match request {
                        // A notification wants no answer.
                        Ok(request) if request.id.is_none() => {}
                        Ok(request) => {
                            expected += 1;
                            if let Some(answer) = self.request(request, Some(tx.clone())).await {
                                // The receiver is right here.
                                let _ = tx.send(answer);
                            }
                        }
                        Err(bad) => {
                            expected += 1;
                            let _ = tx.send(wire::failed(&bad));
                        }
                    }
                }
                if expected > 0 {
                    tokio::spawn(wire::collect(rx, expected, self.answers.clone()));
                }
                None
            }
        }
    }

    /// Runs a request: the connection's own calls right here, all others beside it. Their answers go to
    /// `batch`, or into the queue.
    async fn request(
        &mut self,
        request: Request,
        batch: Option<mpsc::UnboundedSender<String>>,
    ) -> Option<String> {
        let id = request.id?;
        let params = match wire::named(&request.method, request.params) {
            Ok(params) => params,
            Err(bad) => return Some(wire::failed(&Bad { id: Some(id), ..bad })),
        };
        match request.method.as_str() {
            "session.signIn" | "session.signInWithPassword" | "session.signInWithToken" => {
                let user = self.sign_in(params).await;
                return Some(wire::answer(&id, user.as_deref()));
            }
            "session.signOut" => return Some(wire::answer(&id, self.sign_out().as_deref())),
            _ => {}
        }
        let Ok(turn) = self.turns.clone().try_acquire_owned() else {
            let error = ApiError::Unavailable {
                reason: format!(
                    "{AT_ONCE} calls of this connection are still running: wait for their answers"
                ),
            };
            return Some(wire::answer(&id, Err(&error)));
        };
        let cx = Cx { app: self.app.clone(), caller: self.caller() };
        let answers = self.answers.clone();
        self.app.tasks.spawn(async move {
            let result = call(cx, &request.method, params).await;
            let answer = wire::answer(&id, result.as_deref());
            drop(turn);
            // Whoever asked may be gone.
            match batch {
                Some(batch) => drop(batch.send(answer)),
                None => drop(answers.send(answer).await),
            }
        });
        None
    }

    fn caller(&self) -> Caller {
        self.signed_in.as_ref().map_or_else(Caller::visitor, |s| s.live.caller().clone())
    }

    async fn sign_in(&mut self, params: Map<String, Value>) -> Result<String, ApiError> {
        let asked: session::SignIn = api::read(params)?;
        let accounts = &self.app.accounts;
        let live = match (asked.token, asked.email.or(asked.username), asked.password) {
            (Some(token), _, _) => {
                accounts.authenticate(&token, self.client.address).ok_or(ApiError::InvalidCredentials)?
            }
            (None, Some(name), Some(password)) => {
                let user =
                    accounts.verify(&name, &password, asked.otp.as_deref(), self.client.address).await?;
                accounts.open_connection(&user)?
            }
            (None, None, _) => return Err(ApiError::parameter(api::ParamError::missing("email"))),
            (None, Some(_), None) => return Err(ApiError::parameter(api::ParamError::missing("password"))),
        };
        let changes = Changes::of(&self.app, live.caller());
        let user = self.user(&live.caller().user_id)?;
        self.signed_in = Some(SignedIn { app: self.app.clone(), live, changes });
        Ok(user)
    }

    fn sign_out(&mut self) -> Result<String, ApiError> {
        self.signed_in.take().map(|_| "true".to_owned()).ok_or(ApiError::NotSignedIn)
    }

    fn user(&self, id: &Id<User>) -> Result<String, ApiError> {
        let user = self.app.accounts.user(id).ok_or(ApiError::InvalidCredentials)?;
        serde_json::to_string(&user).map_err(|_| ApiError::Internal)
    }
}

enum Told {
    Asked(String),
    Message(String),
    Ping,
}

/// The next notification, or why the connection must end; never, while nobody is signed in.
async fn changes(session: Option<&mut SignedIn>) -> Result<String, End> {
    let Some(session) = session else { return std::future::pending().await };
    tokio::select! {
        biased;
        () = session.live.ended().cancelled() => Err(end(close_code::POLICY, "the session has ended")),
        told = session.changes.next(&session.app) => {
            told.ok_or_else(|| end(close_code::AGAIN, "too far behind: connect again"))
        }
    }
}

async fn send(sink: &mut SplitSink<WebSocket, Message>, message: Message) -> bool {
    matches!(timeout(STUCK, sink.send(message)).await, Ok(Ok(())))
}

/// Says what was wrong with the socket, if the client could mend it.
async fn broken(sink: &mut SplitSink<WebSocket, Message>, error: axum::Error) -> End {
    let error = error.into_inner().downcast::<tungstenite::Error>().ok()?;
    let (what, code) = misuse::of_socket(&error)?;
    let told = send(sink, Message::Text(wire::failed(&Bad::socket(&what)).into())).await;
    if told { end(code.into(), &*what) } else { None }
}

/// Makes a call and waits for its end; what answers nothing answers `true`.
async fn call(cx: Cx, method: &str, params: Map<String, Value>) -> Result<String, ApiError> {
    let app = cx.app.clone();
    let json = match app.table.call(cx, method, params).await? {
        Answer::Nothing => None,
        Answer::Json(json) => Some(json),
        Answer::Started(Started { done, .. }) => done.await?,
    };
    Ok(json.unwrap_or_else(|| "true".into()))
}
