//! `/feed`: one WebSocket for a page, a command or a script; calls go up, answers and changes come down.
//!
//! Never holds more for a reader than the rows it was told last: a slow one is told the latest state when it
//! listens again. `docs/feed.md` describes the frames.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use api::{
    ApiError, ParamError,
    feed::{Call, Move, Up, Watch},
};
use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::Response,
};
use model::Window;
use said::{Said, Say};
use tokio::{
    sync::Notify,
    time::{Instant, MissedTickBehavior, interval},
};
use tokio_tungstenite::tungstenite::{Error, Message, protocol::frame::coding::CloseCode};
use wire::Wire;

use crate::{
    App, Caller, Cx,
    accounts::Live,
    doors::{guard::Visitor, handshake::handshake, misuse, rest::failure},
    lists::{Held, List},
    metrics, properties,
    table::{Answer, Started},
};

mod frames;
mod said;
mod wire;

/// So many calls of one connection run at once.
const AT_ONCE: usize = 32;
/// So many more may wait for their turn or for their task; beyond that they are refused.
const WAITING: usize = 1024;
/// So many lists may one connection watch.
const WATCHES: usize = 256;
const PING_EVERY: Duration = Duration::from_secs(30);

/// The upgrade to a feed, for whoever the session says, or for nobody.
pub async fn open(State(app): State<Arc<App>>, visitor: Visitor, mut request: Request) -> Response {
    let Some((upgrade, accepted)) = handshake(&mut request) else {
        let error = serde_json::json!({ "error": "the feed is a WebSocket", "code": "malformed" });
        return failure::json(StatusCode::UPGRADE_REQUIRED.as_u16(), &error);
    };
    let tasks = app.tasks.clone();
    tasks.spawn(async move {
        match upgrade.await {
            Ok(upgraded) => {
                let wire = Wire::new(upgraded).await;
                Connection::new(app, visitor.0).run(wire).await;
            }
            Err(error) => tracing::debug!(%error, "a feed's socket was not upgraded"),
        }
    });
    accepted
}

struct Connection {
    app: Arc<App>,
    live: Option<Arc<Live>>,
    caller: Caller,
    epoch: String,
    /// Boxed, since a map has room for more than the one list that most watch.
    watches: BTreeMap<u32, Box<Watching>>,
    /// Rings when a list that is watched here has changed, and when a call has something to say.
    bell: Arc<Notify>,
    say: Say,
    /// Calls that have not been answered.
    running: usize,
    /// Long calls that have been answered with their task and not ended.
    under_way: usize,
    waiting: VecDeque<Call>,
}

/// A list that the client watches.
struct Watching {
    list: Arc<List>,
    held: Held,
    due: Due,
}

/// What the client is to be told of a list next.
enum Due {
    Reset,
    /// What is newer than what it holds from an earlier connection.
    Resumed(u64),
    /// What changed, at any rate.
    Answer,
    /// What changed, if anything.
    Changes,
}

/// Why the connection is over.
enum End {
    /// The client left, or takes nothing any more.
    Gone,
    /// It is told why, and the socket is closed.
    Told(ApiError, CloseCode),
}

impl Connection {
    fn new(app: Arc<App>, live: Option<Arc<Live>>) -> Self {
        let caller = live.as_ref().map_or_else(Caller::visitor, |l| l.caller().clone());
        // with other rights the same numbers mean other things
        let epoch = format!("{}.{:?}", app.cache.epoch(), caller.rights_key());
        let bell = Arc::<Notify>::default();
        Self {
            app,
            live,
            caller,
            epoch,
            watches: BTreeMap::new(),
            say: Say::new(bell.clone()),
            bell,
            running: 0,
            under_way: 0,
            waiting: VecDeque::new(),
        }
    }

    async fn run(mut self, mut wire: Wire) {
        let _open = self.app.metrics.open(metrics::Socket::Feed);
        let app = self.app.clone();
        let live = self.live.clone();
        let ended = async {
            match &live {
                Some(live) => live.ended().cancelled().await,
                None => std::future::pending().await,
            }
        };
        // also while the client takes nothing
        let end = tokio::select! {
            biased;
            () = app.stopping.cancelled() => {
                End::Told(ApiError::Unavailable { reason: "the server stops".into() }, CloseCode::Away)
            }
            () = ended => End::Told(ApiError::NotSignedIn, CloseCode::Policy),
            end = self.converse(&mut wire) => end,
        };
        if let End::Told(error, code) = end {
            wire.close(frames::error(&error), code, &error.to_string()).await;
        }
    }

    async fn converse(&mut self, wire: &mut Wire) -> End {
        let user = self.app.accounts.user(&self.caller.user_id);
        if !wire.send(frames::hello(&self.epoch, user.as_ref())).await {
            return End::Gone;
        }
        let mut pings = interval(PING_EVERY);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut heard = Instant::now();
        loop {
            let text = tokio::select! {
                // what has happened comes before what is asked, so that an answer never overtakes its cause
                biased;
                () = self.bell.notified() => {
                    if !self.tell(wire).await {
                        return End::Gone;
                    }
                    continue;
                }
                message = wire.next() => {
                    heard = Instant::now();
                    match message {
                        Some(Ok(Message::Text(text))) => match self.asked(&text) {
                            Some(answer) => answer,
                            None => continue,
                        },
                        Some(Ok(Message::Binary(_))) => frames::error(&malformed("a frame must be text")),
                        Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => continue,
                        Some(Ok(Message::Close(_))) | None => return End::Gone,
                        Some(Err(error)) => return broken(&error),
                    }
                }
                _ = pings.tick() => {
                    if heard.elapsed() > 3 * PING_EVERY || !wire.ping().await {
                        return End::Gone;
                    }
                    continue;
                }
            };
            if !wire.send(text).await {
                return End::Gone;
            }
        }
    }

    /// Tells what is due of every list, one after the other, so that none keeps the others waiting; then what calls
    /// said before that.
    async fn tell(&mut self, wire: &mut Wire) -> bool {
        let said = self.say.take();
        let mut next = 0;
        while let Some((number, watching)) = self.watches.range_mut(next..).next() {
            let number = *number;
            if let Some(frame) = watching.frame(number)
                && !wire.send(frame).await
            {
                return false;
            }
            let Some(after) = number.checked_add(1) else { break };
            next = after;
        }
        for said in said {
            let text = self.spoken(said);
            if !wire.send(text).await {
                return false;
            }
        }
        true
    }

    /// Takes a frame; answers at once what needs no waiting.
    fn asked(&mut self, text: &str) -> Option<String> {
        match Up::parse(text) {
            Ok(Up::Call(call)) => self.call(call),
            Ok(Up::Watch(watch)) => self.watch(watch),
            Ok(Up::Window(window)) => self.move_window(window),
            Ok(Up::Unwatch(unwatch)) => self.unwatch(unwatch.unwatch),
            Err(wrong) => Some(frames::wrong(text, &wrong)),
        }
    }

    fn call(&mut self, call: Call) -> Option<String> {
        if self.running >= AT_ONCE {
            if self.waiting.len() + self.under_way >= WAITING {
                let reason =
                    format!("{WAITING} calls of this connection are waiting: wait for their answers");
                return Some(frames::answer(call.id, Err(&ApiError::Unavailable { reason })));
            }
            self.waiting.push_back(call);
        } else {
            self.start(call);
        }
        None
    }

    fn start(&mut self, call: Call) {
        self.running += 1;
        let cx = Cx { app: self.app.clone(), caller: self.caller.clone() };
        let say = self.say.clone();
        // it runs to its end even if the client leaves, and whether or not it listens
        self.app.tasks.spawn(async move {
            let app = cx.app.clone();
            let id = call.id;
            let result = app.table.call(cx, &call.method, call.params).await;
            match result {
                Err(error) => say.say(Said::Answer(frames::answer(id, Err(&error)))),
                Ok(Answer::Nothing) => say.say(Said::Answer(frames::answer(id, Ok("null")))),
                Ok(Answer::Json(json)) => say.say(Said::Answer(frames::answer(id, Ok(&json)))),
                Ok(Answer::Started(Started { task, done })) => {
                    say.say(Said::Begun(frames::begun(id, &task)));
                    let end = done.await;
                    let end = end.as_ref().map(|json| json.as_deref().unwrap_or("null"));
                    say.say(Said::Ended(frames::ended(id, end)));
                }
            }
        });
    }

    fn spoken(&mut self, said: Said) -> String {
        let text = match said {
            Said::Ended(text) => {
                self.under_way -= 1;
                return text;
            }
            Said::Begun(text) => {
                self.under_way += 1;
                text
            }
            Said::Answer(text) => text,
        };
        self.running -= 1;
        if let Some(call) = self.waiting.pop_front() {
            self.start(call);
        }
        text
    }

    fn watch(&mut self, Watch { watch, view, resume }: Watch) -> Option<String> {
        let refused = |error| Some(frames::refused(watch, &error));
        if let Err(error) = self.caller.may_read() {
            return refused(error);
        }
        if view.kinds.is_empty() {
            let error = ParamError::wrong("view.type", "minItems", "must name at least one kind");
            return refused(ApiError::parameter(error));
        }
        let fields = view.fields.iter().flatten();
        let known = fields.map(|name| properties::check(&view.kinds, "view.fields", name)).chain(
            view.sort.iter().map(|sort| properties::check_sort(&view.kinds, "view.sort.field", &sort.field)),
        );
        if let Err(error) = known.collect::<Result<(), ApiError>>() {
            return refused(error);
        }
        self.close(watch);
        if self.watches.len() >= WATCHES {
            let reason = format!("{WATCHES} lists are watched on this connection: end some");
            return refused(ApiError::Unavailable { reason });
        }
        let list = match self.app.lists.open(&view, &self.caller, &self.bell) {
            Ok(list) => list,
            Err(error) => return refused(ApiError::parameter(ParamError::filter("view.filter", &error))),
        };
        let due = match resume {
            // what others decide is seen or not without a change of its own
            Some(resume) if resume.epoch == self.epoch && !self.caller.depends_on_links() => {
                Due::Resumed(resume.seq)
            }
            _ => Due::Reset,
        };
        let watching = Watching { list, held: Held::new(view.window), due };
        self.watches.insert(watch, Box::new(watching));
        self.bell.notify_one();
        None
    }

    fn move_window(&mut self, Move { window, start, len }: Move) -> Option<String> {
        let Some(watching) = self.watches.get_mut(&window) else { return Some(unknown(window)) };
        watching.held.set_window(Window { start, len });
        watching.due = match watching.due {
            Due::Changes | Due::Answer => Due::Answer,
            // what the client holds is of another part of the list
            Due::Reset | Due::Resumed(_) => Due::Reset,
        };
        self.bell.notify_one();
        None
    }

    fn unwatch(&mut self, number: u32) -> Option<String> {
        if self.close(number) { None } else { Some(unknown(number)) }
    }

    fn close(&mut self, number: u32) -> bool {
        let Some(watching) = self.watches.remove(&number) else { return false };
        watching.list.close(&self.bell);
        true
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        for watching in self.watches.values() {
            watching.list.close(&self.bell);
        }
    }
}

impl Watching {
    /// What is to be told now, if anything.
    fn frame(&mut self, number: u32) -> Option<String> {
        if !self.list.is_ready() {
            return None;
        }
        let mut out = Vec::new();
        match std::mem::replace(&mut self.due, Due::Changes) {
            Due::Reset => self.list.write_reset(number, &mut self.held, &mut out),
            Due::Resumed(seq) => self.list.write_resumed(number, seq, &mut self.held, &mut out),
            Due::Answer => drop(self.list.write_diff(number, &mut self.held, true, &mut out)),
            Due::Changes if !self.list.is_newer(&self.held) => return None,
            Due::Changes => {
                if !self.list.write_diff(number, &mut self.held, false, &mut out) {
                    return None;
                }
            }
        }
        // it is made of JSON texts
        String::from_utf8(out).ok()
    }
}

fn malformed(what: impl Into<String>) -> ApiError {
    ApiError::parameter(ParamError::wrong("", "format", what))
}

fn unknown(watch: u32) -> String {
    frames::refused(watch, &ApiError::NotFound { what: "watch".into(), id: watch.to_string() })
}

fn broken(error: &Error) -> End {
    match misuse::of_socket(error) {
        Some((what, code)) => End::Told(malformed(what), code),
        None => {
            tracing::debug!(%error, "a feed broke off");
            End::Gone
        }
    }
}
