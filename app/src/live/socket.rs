//! The page's end of the feed: one WebSocket that carries calls up and changes down, and comes back by itself.
//! Knows the wire; what the rows mean and how they are shown is others' business.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use api::ApiError;
use futures::{
    FutureExt, SinkExt, StreamExt,
    channel::{mpsc, oneshot},
    pin_mut, select,
};
use gloo_net::websocket::{Message, futures::WebSocket};
use gloo_timers::future::TimeoutFuture;
use model::{Diff, Reset, Resume, View, Window, objects::User};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A quiet connection is asked for a sign of life this often, and given up after as long again.
const QUIET_MS: u32 = 10_000;

/// What a view hears.
pub enum Told {
    Reset(Reset),
    Diff(Diff),
    Error(ApiError),
}

type Hear = Arc<dyn Fn(Told) + Send + Sync>;
type Answer = Result<Value, ApiError>;

struct Watch {
    view: View,
    /// The last number that was heard, to go on from.
    seq: Option<u64>,
    hear: Hear,
}

#[derive(Default)]
struct Inner {
    /// There while the server listens.
    out: Option<mpsc::UnboundedSender<String>>,
    next: u64,
    epoch: Option<String>,
    calls: HashMap<u64, oneshot::Sender<Answer>>,
    watches: HashMap<u64, Watch>,
}

impl Inner {
    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    fn send(&self, message: &Value) {
        if let Some(out) = &self.out {
            // A connection that is just ending takes nothing more; the next one starts from the watches.
            drop(out.unbounded_send(message.to_string()));
        }
    }

    fn ask(&self, id: u64, resume: bool) {
        let Some(watch) = self.watches.get(&id) else { return };
        let mut message = json!({ "watch": id, "view": watch.view });
        if let (true, Some(epoch), Some(seq)) = (resume, &self.epoch, watch.seq) {
            message["resume"] = json!(Resume { epoch: epoch.clone(), seq });
        }
        self.send(&message);
    }
}

/// A handle to the one connection.
#[derive(Clone, Default)]
pub struct Socket(Arc<Mutex<Inner>>);

#[derive(Deserialize)]
struct Hello {
    epoch: String,
    user: Option<User>,
}

/// One frame from the server; the fields tell which kind it is.
#[derive(Deserialize)]
struct Frame {
    hello: Option<Hello>,
    id: Option<u64>,
    watch: Option<u64>,
    seq: Option<u64>,
    #[serde(default)]
    result: Value,
    reset: Option<Reset>,
    diff: Option<Diff>,
    error: Option<ApiError>,
}

impl Socket {
    /// Opens a view; it lasts over lost connections until it is closed.
    pub fn watch(&self, view: View, hear: impl Fn(Told) + Send + Sync + 'static) -> u64 {
        let mut inner = self.lock();
        let id = inner.number();
        inner.watches.insert(id, Watch { view, seq: None, hear: Arc::new(hear) });
        inner.ask(id, false);
        id
    }

    /// Moves the window of a view.
    pub fn slide(&self, id: u64, window: Window) {
        let mut inner = self.lock();
        if let Some(watch) = inner.watches.get_mut(&id) {
            watch.view.window = Some(window);
            inner.send(&json!({ "window": id, "start": window.start, "len": window.len }));
        }
    }

    pub fn unwatch(&self, id: u64) {
        let mut inner = self.lock();
        if inner.watches.remove(&id).is_some() {
            inner.send(&json!({ "unwatch": id }));
        }
    }

    /// Makes a call. Without a connection it fails at once.
    pub async fn call(&self, method: &str, params: Value) -> Answer {
        let gone = || ApiError::Unavailable { reason: "There is no connection to Xenith at the moment.".into() };
        let answer = {
            let mut inner = self.lock();
            if inner.out.is_none() {
                return Err(gone());
            }
            let id = inner.number();
            let (tell, answer) = oneshot::channel();
            inner.calls.insert(id, tell);
            inner.send(&json!({ "id": id, "method": method, "params": params }));
            answer
        };
        answer.await.unwrap_or_else(|_| Err(gone()))
    }

    /// Connects, and stays until the connection ends. `greeted` runs once the server has said who is here.
    pub async fn run_once(&self, url: &str, greeted: impl Fn(Option<User>)) {
        if let Ok(socket) = WebSocket::open(url) {
            self.pump(socket, greeted).await;
        }
        let mut inner = self.lock();
        inner.out = None;
        // Dropping the senders fails the calls that wait.
        inner.calls.clear();
    }

    async fn pump(&self, socket: WebSocket, greeted: impl Fn(Option<User>)) {
        let (mut up, down) = socket.split();
        let (out, queue) = mpsc::unbounded::<String>();
        let (mut down, mut queue) = (down.fuse(), queue.fuse());
        let mut asked = false;
        loop {
            let quiet = TimeoutFuture::new(QUIET_MS).fuse();
            pin_mut!(quiet);
            select! {
                message = down.next() => match message {
                    Some(Ok(Message::Text(text))) => {
                        asked = false;
                        self.hear(&text, &out, &greeted);
                    }
                    Some(Ok(Message::Bytes(_))) => {}
                    Some(Err(_)) | None => return,
                },
                text = queue.select_next_some() => {
                    if up.send(Message::Text(text)).await.is_err() {
                        return;
                    }
                }
                () = quiet => {
                    if asked {
                        return;
                    }
                    asked = true;
                    let mut inner = self.lock();
                    let id = inner.number();
                    inner.send(&json!({ "id": id, "method": "session.getUser", "params": {} }));
                }
            }
        }
    }

    fn hear(&self, text: &str, out: &mpsc::UnboundedSender<String>, greeted: &impl Fn(Option<User>)) {
        let Ok(frame) = serde_json::from_str::<Frame>(text) else { return };
        if let Some(hello) = frame.hello {
            self.greet(hello.epoch, out.clone());
            greeted(hello.user);
        } else if let Some(id) = frame.watch {
            let told = match (frame.reset, frame.diff, frame.error) {
                (Some(reset), ..) => Told::Reset(reset),
                (_, Some(diff), _) => Told::Diff(diff),
                (_, _, Some(error)) => Told::Error(error),
                _ => return,
            };
            let hear = self.lock().watches.get_mut(&id).map(|watch| {
                watch.seq = frame.seq.or(watch.seq);
                watch.hear.clone()
            });
            // Not under the lock: whoever hears may open or close views.
            hear.inspect(|hear| hear(told));
        } else if let Some(id) = frame.id {
            let waiting = self.lock().calls.remove(&id);
            // Nobody may be waiting any more.
            drop(waiting.map(|tell| tell.send(frame.error.map_or(Ok(frame.result), Err))));
        }
    }

    /// The server is there: everything that is open is asked for again, from where it was if it is the same server.
    fn greet(&self, epoch: String, out: mpsc::UnboundedSender<String>) {
        let mut inner = self.lock();
        let same = inner.epoch.as_ref() == Some(&epoch);
        inner.epoch = Some(epoch);
        inner.out = Some(out);
        let mut ids: Vec<u64> = inner.watches.keys().copied().collect();
        ids.sort_unstable();
        ids.into_iter().for_each(|id| inner.ask(id, same));
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The parameters of a call as the wire wants them.
pub fn params(call: &impl serde::Serialize) -> Value {
    serde_json::to_value(call).unwrap_or_else(|_| Value::Object(Map::new()))
}
