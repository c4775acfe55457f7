//! The page's store: what the server tells, as signals, and calls to it. Components derive from it and never
//! write to it.

mod begun;
mod rows;
mod socket;

use std::{sync::Arc, time::Duration};

use api::{ApiError, Method};
use futures::{FutureExt, channel::oneshot, pin_mut, select};
use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};
use model::{Kind, View, Window, objects::User};
use serde_json::Value;

use crate::{
    parts::{
        objects::{Connection, Named, Status, Task},
        vm::Vm,
    },
    paths,
    ui::{Toasts, format},
};
use begun::Begun;
pub use rows::{Rows, Shown};
use socket::{Socket, Told};

const FIRST_WAIT_MS: u32 = 300;
const LONGEST_WAIT_MS: u32 = 5_000;

/// The connection to the server. Times are Unix seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Link {
    Connecting,
    Up,
    Lost { since: f64, retry_at: f64 },
}

/// A pool that is out of reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Lost {
    pool: String,
    name: String,
    since: Option<f64>,
}

impl Lost {
    /// Why nothing can be done there.
    pub fn reason(&self) -> String {
        format!("The pool {} is not connected.", self.name)
    }

    /// How old what is shown is.
    pub fn seen(&self, now: f64) -> String {
        self.since.map_or_else(|| "not seen lately".into(), |at| format!("seen {}", format::ago(now - at)))
    }
}

/// Everything that is live. Copies are the same store.
#[derive(Clone, Copy)]
pub struct Live {
    pub link: RwSignal<Link>,
    pub user: RwSignal<Option<User>>,
    /// Pool connections; empty for who may not see them.
    pub servers: Rows<Connection>,
    /// Only its `total` is used.
    pub vm_count: Rows<Vm>,
    /// What runs now.
    pub tasks: Rows<Task>,
    hosts: Rows<Named>,
    pools: Rows<Named>,
    lost: Memo<Vec<Lost>>,
    begun: Begun,
    now: RwSignal<f64>,
    socket: StoredValue<Socket>,
    hurry: StoredValue<Option<oneshot::Sender<()>>>,
    toasts: Toasts,
}

impl Live {
    /// Makes the store available to everything below, and connects it once the page runs in a browser.
    pub fn provide(user: Option<User>, toasts: Toasts) -> Self {
        let (user, socket) = (RwSignal::new(user), StoredValue::new(Socket::default()));
        let here = move |view: View| move || user.with(Option::is_some).then(|| view.clone());
        let servers = watch::<Connection>(socket, here(all(Kind::Server, None)));
        let live = Self {
            link: RwSignal::new(Link::Connecting),
            user,
            servers,
            vm_count: watch(
                socket,
                here(View { window: Some(Window::default()), ..all(Kind::Vm, Some(&[])) }),
            ),
            tasks: watch(
                socket,
                here(View { filter: Some("status:pending".into()), ..all(Kind::Task, None) }),
            ),
            hosts: watch(socket, here(all(Kind::Host, Some(&["name_label"])))),
            pools: watch(socket, here(all(Kind::Pool, Some(&["name_label"])))),
            lost: Memo::new(move |_| lost_of(&servers.list())),
            begun: Begun::new(socket, toasts),
            now: RwSignal::new(0.0),
            socket,
            hurry: StoredValue::new(None),
            toasts,
        };
        provide_context(live);
        Effect::new(move || live.start());
        live
    }

    pub fn here() -> Self {
        expect_context()
    }

    pub fn is_up(self) -> bool {
        self.link.get() == Link::Up
    }

    pub fn is_admin(self) -> bool {
        self.user.with(|user| user.as_ref().is_some_and(|user| user.permission == "admin"))
    }

    /// The time, to the second, as a signal.
    pub fn now(self) -> f64 {
        self.now.get()
    }

    /// If this pool is out of reach: since when.
    pub fn lost(self, pool: &str) -> Option<Lost> {
        self.lost.with(|lost| lost.iter().find(|lost| lost.pool == pool).cloned())
    }

    /// The names of the pools that are out of reach.
    pub fn lost_pools(self) -> Vec<String> {
        self.lost.with(|lost| lost.iter().map(|lost| lost.name.clone()).collect())
    }

    /// A host's name; empty for anything that is not a host.
    pub fn host_name(self, id: &str) -> String {
        name(self.hosts, id)
    }

    pub fn pool_name(self, id: &str) -> String {
        name(self.pools, id)
    }

    /// Keeps a view open for as long as the component lives. A view that changes keeps showing its old rows
    /// until the new ones are there; `None` shows nothing.
    pub fn watch<T: Shown>(self, view: impl Fn() -> Option<View> + Send + Sync + 'static) -> Rows<T> {
        watch(self.socket, view)
    }

    /// Asks for a view once.
    pub fn once<T: Shown>(self, view: View, then: impl Fn(Vec<Arc<T>>) + Send + Sync + 'static) {
        let socket = self.socket.get_value();
        let number = Arc::new(std::sync::OnceLock::<u64>::new());
        let (hanging_up, mine) = (socket.clone(), number.clone());
        let toasts = self.toasts;
        let id = socket.watch(view, move |told| {
            mine.get().inspect(|id| hanging_up.unwatch(**id));
            match told {
                Told::Reset(reset) => {
                    let parse = |row| serde_json::from_value(Value::Object(row)).ok().map(Arc::new);
                    then(reset.rows.into_iter().filter_map(parse).collect());
                }
                Told::Error(error) => toasts.fail("The list cannot be read", error.to_string()),
                Told::Diff(_) => {}
            }
        });
        // It was empty: nothing else sets it.
        let _was_empty = number.set(id);
    }

    /// Makes a call and waits for its answer.
    pub async fn call<M: Method>(self, call: M) -> Result<M::Output, ApiError> {
        let answer = self.socket.get_value().call(M::NAME, socket::params(&call)).await?;
        serde_json::from_value(answer).map_err(|_| ApiError::Internal)
    }

    /// Makes a call; a refusal appears in the corner.
    pub fn act<M: Method>(self, what: &'static str, call: M) {
        spawn_local(async move { self.tell(what, self.call(call).await) });
    }

    /// Makes a call that starts a task, and follows the task: a failure appears in the corner whenever it comes.
    pub fn begin<M: Method>(self, what: String, call: M) {
        let socket = self.socket.get_value();
        spawn_local(async move {
            match socket.call(M::NAME, socket::params(&call)).await {
                Ok(Value::String(task)) => self.begun.follow(task, what),
                Ok(_) => {}
                Err(error) => self.toasts.fail(format!("{what} was refused"), error.to_string()),
            }
        });
    }

    /// Says it if a call failed.
    pub fn tell<T>(self, what: &str, answer: Result<T, ApiError>) {
        if let Err(error) = answer {
            self.toasts.fail(format!("{what}: refused"), error.to_string());
        }
    }

    /// Ends the session here and goes to the sign-in page.
    pub fn sign_out(self) {
        spawn_local(async move {
            let done = gloo_net::http::Request::post(paths::SIGN_OUT).send().await;
            match done {
                Ok(_) => drop(window().location().set_href(paths::SIGN_IN)),
                Err(_) => self.toasts.fail("Sign out", "The server cannot be reached."),
            }
        });
    }

    /// Does not wait for the next attempt to connect.
    pub fn retry_now(self) {
        // Nobody waits when an attempt is under way already.
        let _waiting = self.hurry.try_update_value(Option::take).flatten().map(|hurry| hurry.send(()));
    }

    fn start(self) {
        let tick = move || self.now.set(unix_now());
        tick();
        let clock = set_interval_with_handle(tick, Duration::from_secs(1));
        on_cleanup(move || drop(clock.map(|clock| clock.clear())));
        spawn_local(self.keep_connected());
    }

    async fn keep_connected(self) {
        let location = window().location();
        let (protocol, host) = (location.protocol().unwrap_or_default(), location.host().unwrap_or_default());
        let url = format!("{}//{host}{}", if protocol == "https:" { "wss:" } else { "ws:" }, paths::FEED);
        let socket = self.socket.get_value();
        let mut wait = FIRST_WAIT_MS;
        let mut since = unix_now();
        loop {
            socket.run_once(&url, |user| self.greeted(user)).await;
            if self.link.get_untracked() == Link::Up {
                (wait, since) = (FIRST_WAIT_MS, unix_now());
            }
            self.link.set(Link::Lost { since, retry_at: unix_now() + f64::from(wait) / 1000.0 });
            let (hurry, hurried) = oneshot::channel::<()>();
            self.hurry.set_value(Some(hurry));
            let (rest, hurried) = (TimeoutFuture::new(wait).fuse(), hurried.fuse());
            pin_mut!(rest, hurried);
            select! { () = rest => {}, _ = hurried => {} }
            wait = (wait * 2).min(LONGEST_WAIT_MS);
        }
    }

    fn greeted(self, user: Option<User>) {
        if self.user.get_untracked() != user {
            self.user.set(user);
        }
        self.link.set(Link::Up);
    }
}

fn unix_now() -> f64 {
    js_sys::Date::now() / 1000.0
}

fn all(kind: Kind, fields: Option<&[&str]>) -> View {
    let fields = fields.map(|fields| fields.iter().map(|field| (*field).to_owned()).collect());
    View { kinds: vec![kind], fields, ..View::default() }
}

fn name(rows: Rows<Named>, id: &str) -> String {
    rows.span.track();
    rows.get(id).map(|row| row.with(|named| named.name_label.clone())).unwrap_or_default()
}

/// A connection that is meant to stand and does not, of a pool that was seen before.
fn lost_of(servers: &[Arc<Connection>]) -> Vec<Lost> {
    let lost = |server: &Arc<Connection>| {
        let pool = server.pool_id.clone().filter(|_| server.enabled && server.status != Status::Connected)?;
        Some(Lost { pool, name: server.name().to_owned(), since: server.last_seen })
    };
    servers.iter().filter_map(lost).collect()
}

fn watch<T: Shown>(
    socket: StoredValue<Socket>,
    view: impl Fn() -> Option<View> + Send + Sync + 'static,
) -> Rows<T> {
    let rows = Rows::new();
    let view = Memo::new(move |_| view());
    let socket = socket.get_value();
    let open = Arc::new(std::sync::Mutex::new(None::<(u64, View)>));
    let (hanging_up, last) = (socket.clone(), open.clone());
    Effect::new(move || {
        let wanted = view.get();
        let Ok(mut open) = open.lock() else { return };
        *open = switch(&socket, open.take(), wanted, rows);
    });
    on_cleanup(move || {
        if let Ok(Some((id, _))) = last.lock().map(|mut open| open.take()) {
            hanging_up.unwatch(id);
        }
    });
    rows
}

/// From the view that is open to the one that is wanted, with as little said as possible.
fn switch<T: Shown>(
    socket: &Socket,
    open: Option<(u64, View)>,
    wanted: Option<View>,
    rows: Rows<T>,
) -> Option<(u64, View)> {
    if let (Some((id, old)), Some(new)) = (&open, &wanted) {
        let only_moved = View { window: None, ..old.clone() } == View { window: None, ..new.clone() };
        if let (true, Some(window)) = (only_moved, new.window) {
            socket.slide(*id, window);
            return Some((*id, new.clone()));
        }
    }
    open.inspect(|(id, _)| socket.unwatch(*id));
    let Some(view) = wanted else {
        rows.forget();
        return None;
    };
    let hear = move |told| match told {
        Told::Reset(reset) => rows.reset(reset),
        Told::Diff(diff) => rows.apply(diff),
        Told::Error(error) => rows.fail(error),
    };
    Some((socket.watch(view.clone(), hear), view))
}
