//! The page's store: what the server tells, as signals, and calls to it. Components derive from it and never
//! write to it.

mod fields;
mod link;
mod rows;

use std::{fmt::Display, sync::Arc, time::Duration};

use api::Method;
use client::{Client, Update, Watch};
use futures::{
    FutureExt, StreamExt,
    channel::{mpsc, oneshot},
    pin_mut, select,
};
use leptos::{prelude::*, task::spawn_local};
use model::{Kind, Reset, View, Window, objects::User};

use crate::{
    Boot, First,
    parts::{
        objects::{Connection, Named, Status, Task},
        vm::Vm,
    },
    paths,
    ui::{Toasts, format},
};
pub use fields::{Field, Fields};
pub use link::url;
use rows::Hear;
pub use rows::{Rows, Shown};

/// The connection to the server. Times are Unix seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Link {
    Connecting,
    Up,
    /// Without `since` it never stood.
    Lost {
        since: Option<f64>,
        retry_at: f64,
    },
}

/// A pool that is out of reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Lost {
    pool: Option<String>,
    name: String,
    /// Without it the pool was not reached yet, and nothing of it is known.
    since: Option<f64>,
}

impl Lost {
    /// Why nothing can be done there.
    pub fn reason(&self) -> String {
        format!("The pool {} is not connected.", self.name)
    }

    /// How old what is shown is.
    pub fn seen(&self, now: f64) -> String {
        self.since.map_or_else(|| "some time ago".into(), |at| format::ago(now - at))
    }
}

/// Everything that is live. Copies are the same store.
#[derive(Clone, Copy)]
pub struct Live {
    pub link: RwSignal<Link>,
    pub user: RwSignal<Option<User>>,
    /// Whether the visitor was signed in on this page, and is not any more.
    pub ended: RwSignal<bool>,
    /// Pool connections; empty for who may not see them.
    pub servers: Rows<Connection>,
    /// Only its `total` is used.
    pub vm_count: Rows<Vm>,
    /// What runs now.
    pub tasks: Rows<Task>,
    hosts: Rows<Named>,
    /// Id and name.
    pool_names: Memo<Vec<(String, String)>>,
    lost: Memo<Vec<Lost>>,
    now: RwSignal<f64>,
    /// What came with the document, until it is shown.
    first: StoredValue<Option<First>>,
    client: StoredValue<Client>,
    hurry: StoredValue<Option<oneshot::Sender<()>>>,
    toasts: Toasts,
}

impl Live {
    /// Makes the store available to everything below, and connects it once the page runs in a browser.
    pub fn provide(boot: Boot, toasts: Toasts) -> Self {
        let (user, client) = (RwSignal::new(boot.user), StoredValue::new(Client::new()));
        let here = move |view: View| move || user.with(Option::is_some).then(|| view.clone());
        let servers = watch::<Connection>(client, here(all(Kind::Server, None)));
        let pools = watch::<Named>(client, here(all(Kind::Pool, Some(&["name_label"]))));
        let live = Self {
            link: RwSignal::new(Link::Connecting),
            user,
            ended: RwSignal::new(false),
            servers,
            vm_count: watch(
                client,
                here(View { window: Some(Window::default()), ..all(Kind::Vm, Some(&[])) }),
            ),
            tasks: watch(
                client,
                here(View { filter: Some("status:pending".into()), ..all(Kind::Task, None) }),
            ),
            hosts: watch(client, here(all(Kind::Host, Some(&["name_label"])))),
            pool_names: Memo::new(move |_| pool_names(&pools.list(), &servers.list())),
            lost: Memo::new(move |_| lost_of(&servers.list())),
            now: RwSignal::new(0.0),
            first: StoredValue::new(boot.first),
            client,
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
        self.lost.with(|lost| lost.iter().find(|lost| lost.pool.as_deref() == Some(pool)).cloned())
    }

    /// Why nothing can be done with objects of this pool, if that is so.
    pub fn why_not(self, pool: &str) -> Option<String> {
        if matches!(self.link.get(), Link::Lost { .. }) {
            return Some("There is no connection to Xenith.".into());
        }
        self.lost(pool).map(|lost| lost.reason())
    }

    /// The names of the pools that are out of reach: those whose objects are shown as they were last seen, or
    /// those that were not reached yet.
    fn lost_pools(self, seen: bool) -> Vec<String> {
        let names = |lost: &Vec<Lost>| {
            lost.iter().filter(|lost| lost.since.is_some() == seen).map(|lost| lost.name.clone()).collect()
        };
        self.lost.with(names)
    }

    /// Which pools are shown as they were last seen, as a sentence.
    pub fn outdated(self) -> Option<String> {
        match self.lost_pools(true).as_slice() {
            [] => None,
            [one] => {
                Some(format!("The pool {one} is not connected. Its VMs are shown as they were last seen."))
            }
            many => Some(format!(
                "{} pools are not connected: {}. Their VMs are shown as they were last seen.",
                many.len(),
                many.join(", ")
            )),
        }
    }

    /// Of which pools nothing is known, as a sentence.
    pub fn unreached(self) -> Option<String> {
        match self.lost_pools(false).as_slice() {
            [] => None,
            [one] => Some(format!("The pool {one} has not been reached yet; its VMs are not known.")),
            many => Some(format!(
                "{} pools have not been reached yet: {}. Their VMs are not known.",
                many.len(),
                many.join(", ")
            )),
        }
    }

    /// A host's name; empty for anything that is not a host.
    pub fn host_name(self, id: &str) -> String {
        name(self.hosts, id)
    }

    /// A pool's name, and where it is if another has the same name.
    pub fn pool_name(self, id: &str) -> String {
        let name = |names: &Vec<(String, String)>| names.iter().find(|(of, _)| of == id).map(|n| n.1.clone());
        self.pool_names.with(name).unwrap_or_default()
    }

    /// Keeps a view open for as long as the component lives. A view that changes keeps showing its old rows
    /// until the new ones are there; `None` shows nothing.
    pub fn watch<T: Shown>(self, view: impl Fn() -> Option<View> + Send + Sync + 'static) -> Rows<T> {
        let now = untrack(&view);
        let rows = watch(self.client, view);
        if let Some(first) = now.and_then(|now| self.take_first(&now)) {
            rows.hear(Update::Reset(first));
        }
        rows
    }

    fn take_first(self, view: &View) -> Option<Reset> {
        let first =
            self.first.try_update_value(|first| first.take_if(|first| first.is_of(view))).flatten()?;
        serde_json::from_str(first.reset.get()).ok()
    }

    /// Asks for a view once.
    pub fn once<T: Shown>(self, view: View, then: impl FnOnce(Vec<Arc<T>>) + 'static) {
        let mut watch = self.client.get_value().watch(view);
        spawn_local(async move {
            match watch.next().await {
                Some(Update::Reset(reset)) => {
                    then(reset.rows.iter().map(|row| Arc::new(T::of(Fields(row)))).collect());
                }
                Some(Update::Refused(error)) => self.toasts.fail("The list cannot be read", said(&error)),
                Some(Update::Diff(_)) | None => {}
            }
        });
    }

    /// Makes a call and waits for its answer.
    pub async fn call<M: Method>(self, call: M) -> Result<M::Output, client::Error> {
        self.client.get_value().call(&call).await
    }

    /// Makes a call; a refusal appears in the corner.
    pub fn act<M: Method>(self, what: &'static str, call: M) {
        spawn_local(async move { self.tell(what, self.call(call).await) });
    }

    /// Makes a long call and follows it to its end: a failure appears in the corner whenever it comes.
    pub fn begin<M: Method>(self, what: String, call: M) {
        let started = self.client.get_value().start(&call);
        spawn_local(async move {
            match started.await {
                Err(error) => self.tell::<()>(&what, Err(error)),
                Ok(started) => match started.end().await {
                    Ok(_) => {}
                    Err(client::Error::Lost) => self.toasts.fail(what, LOST_TASK),
                    Err(error) => self.toasts.fail(format!("{what}: failed"), said(&error)),
                },
            }
        });
    }

    /// Says it if a call failed.
    pub fn tell<T>(self, what: &str, answer: Result<T, client::Error>) {
        if let Err(error) = answer {
            let how = match error {
                client::Error::Away => "not sent",
                client::Error::Lost => "no answer",
                client::Error::Api(_) | client::Error::Answer { .. } => "refused",
            };
            self.toasts.fail(format!("{what}: {how}"), said(&error));
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
        spawn_local(link::keep(self.client.get_value(), self.hurry, move |news| self.heard(news)));
    }

    fn heard(self, news: link::News) {
        match news {
            link::News::Up(user) => {
                if self.user.get_untracked() != user {
                    self.ended.set(user.is_none());
                    self.user.set(user);
                }
                self.link.set(Link::Up);
            }
            link::News::Down(wait_ms) => {
                let now = unix_now();
                let since = match self.link.get_untracked() {
                    Link::Lost { since, .. } => since,
                    Link::Connecting => None,
                    Link::Up => Some(now),
                };
                self.link.set(Link::Lost { since, retry_at: now + f64::from(wait_ms) / 1000.0 });
            }
        }
    }
}

const LOST_TASK: &str =
    "The connection to Xenith was lost before it ended. The list of tasks tells how it went.";

/// An error as a sentence.
pub fn said(error: &impl Display) -> String {
    format::sentence(&error.to_string())
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

/// What the pools are called, by id.
fn pool_names(pools: &[Arc<Named>], servers: &[Arc<Connection>]) -> Vec<(String, String)> {
    let name = |pool: &Arc<Named>| {
        let twin = pools.iter().any(|other| other.id != pool.id && other.name_label == pool.name_label);
        let server = servers.iter().find(|server| twin && server.pool_id.as_ref() == Some(&pool.id));
        let name = pool.name_label.clone();
        (pool.id.clone(), server.map_or(name, |server| format!("{} ({})", pool.name_label, server.host)))
    };
    pools.iter().map(name).collect()
}

/// Connections that are meant to stand and do not.
fn lost_of(servers: &[Arc<Connection>]) -> Vec<Lost> {
    let away = |server: &&Arc<Connection>| server.enabled && server.status != Status::Connected;
    let lost = |server: &Arc<Connection>| {
        let name = server.pool_name();
        let twin = servers.iter().any(|other| other.id != server.id && other.pool_name() == name);
        Lost {
            pool: server.pool_id.clone(),
            name: if twin { format!("{name} ({})", server.host) } else { name },
            since: server.last_seen,
        }
    };
    servers.iter().filter(away).map(lost).collect()
}

fn watch<T: Shown>(
    client: StoredValue<Client>,
    view: impl Fn() -> Option<View> + Send + Sync + 'static,
) -> Rows<T> {
    let rows = Rows::new();
    let view = Memo::new(move |_| view());
    let client = client.get_value();
    // The sender goes with the effect, and the effect with the component: that ends the watch.
    let mut wanted = None::<mpsc::UnboundedSender<Option<View>>>;
    Effect::new(move || {
        let wanted = wanted.get_or_insert_with(|| {
            let (sender, changes) = mpsc::unbounded();
            spawn_local(keep_watching(client.clone(), changes, Box::new(rows)));
            sender
        });
        // It listens for as long as we are here.
        drop(wanted.unbounded_send(view.get()));
    });
    rows
}

async fn keep_watching(
    client: Client,
    mut changes: mpsc::UnboundedReceiver<Option<View>>,
    rows: Box<dyn Hear>,
) {
    let mut open = None::<(Watch, View)>;
    loop {
        let told = async {
            match &mut open {
                Some((watch, _)) => watch.next().await,
                None => std::future::pending().await,
            }
        }
        .fuse();
        pin_mut!(told);
        select! {
            update = told => match update {
                Some(update) => rows.hear(update),
                None => return,
            },
            wanted = changes.next() => {
                let Some(wanted) = wanted else { return };
                open = wanted.map(|view| switch(&client, open.take(), view));
                if open.is_none() {
                    rows.forget();
                }
            }
        }
    }
}

/// From the view that is open to the one that is wanted. The old rows stay until the new ones are there.
fn switch(client: &Client, open: Option<(Watch, View)>, view: View) -> (Watch, View) {
    let Some((mut watch, old)) = open else { return (client.watch(view.clone()), view) };
    let rest = |view: &View| View { window: None, ..view.clone() };
    match view.window.filter(|_| rest(&old) == rest(&view)) {
        Some(window) => watch.set_window(window.start, window.len),
        None => watch.set_view(view.clone()),
    }
    (watch, view)
}
