//! Calls and watches over one `/feed` socket. The same code in the page, the CLI and the tests; it knows no
//! runtime and no browser: whoever owns the socket sends what [`Client`] gives to its [`Transport`], and hands
//! it what comes in.
//!
//! ```text
//! let client = Client::new(transport);      // transport.send(text) queues a frame on the socket
//! client.opened();                          // when the socket is open: watches are asked for (again)
//! client.receive(&text);                    // for every text that comes in
//! client.closed();                          // when it is lost: calls under way fail, watches wait
//! ```

mod rows;

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

use api::{
    ApiError, Method,
    feed::{Call, Down, Hello, Move, Unwatch, Up, Watch as Open},
};
use futures::channel::oneshot;
use model::{Diff, Id, Reset, Resume, View, Window, objects::Task};
use serde::de::DeserializeOwned;
use serde_json::{Value, value::RawValue};

pub use rows::{Rows, merge};

/// Sends text frames to the server, in order.
pub trait Transport {
    /// Queues a frame; it is lost when the socket is. Must not call back into the client.
    fn send(&self, frame: String);
}

impl<F: Fn(String)> Transport for F {
    fn send(&self, frame: String) {
        self(frame);
    }
}

/// What a watch is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Update {
    /// All that was known before is void.
    Reset(Reset),
    Diff(Diff),
    /// The server refuses the view.
    Refused(ApiError),
}

/// A connection that may come and go. Clones are the same client; it belongs to one thread.
pub struct Client<T>(Rc<Inner<T>>);

struct Inner<T> {
    transport: T,
    open: Cell<bool>,
    next: Cell<u64>,
    epoch: RefCell<Option<String>>,
    calls: RefCell<HashMap<u64, oneshot::Sender<Outcome>>>,
    watches: RefCell<BTreeMap<u32, Watched>>,
    hello: RefCell<Option<OnHello>>,
}

type Outcome = Result<Box<RawValue>, ApiError>;
type OnHello = Box<dyn FnMut(Hello)>;
type Listener = Rc<RefCell<dyn FnMut(Update)>>;

struct Watched {
    view: View,
    /// What the client holds is the view at this number; `None` while an answer is awaited.
    seq: Option<u64>,
    held: rows::Held,
    listener: Listener,
}

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Transport + 'static> Client<T> {
    pub fn new(transport: T) -> Self {
        Self(Rc::new(Inner {
            transport,
            open: Cell::new(false),
            next: Cell::new(1),
            epoch: RefCell::default(),
            calls: RefCell::default(),
            watches: RefCell::default(),
            hello: RefCell::default(),
        }))
    }

    /// `listener` hears who the server takes us for, at every connection.
    pub fn on_hello(&self, listener: impl FnMut(Hello) + 'static) {
        *self.0.hello.borrow_mut() = Some(Box::new(listener));
    }

    /// The socket is open.
    pub fn opened(&self) {
        self.0.open.set(true);
        let numbers: Vec<u32> = self.0.watches.borrow().keys().copied().collect();
        numbers.into_iter().for_each(|n| self.0.ask(n));
    }

    /// The socket is lost. Calls under way fail, since nobody knows what came of them.
    pub fn closed(&self) {
        self.0.open.set(false);
        for (_, answer) in self.0.calls.borrow_mut().drain() {
            // whoever dropped the call does not want to know
            let _ = answer.send(Err(lost()));
        }
    }

    /// A text has come in. One that is not of the protocol is passed over.
    pub fn receive(&self, text: &str) {
        if let Ok(frame) = serde_json::from_str::<Down>(text) {
            self.0.take(frame);
        }
    }

    /// Makes a call and awaits its answer. A call that takes as long as a pool needs is made by
    /// [`Client::start`].
    ///
    /// # Errors
    /// What the server says, or [`ApiError::Unavailable`] when the connection is lost or the answer is not
    /// of the expected form.
    pub async fn call<M: Method>(&self, call: &M) -> Result<M::Output, ApiError> {
        self.request(M::NAME, call).await
    }

    /// Starts a long call; its progress is that of the task, an object like any other.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn start<M: Method>(&self, call: &M) -> Result<Id<Task>, ApiError> {
        self.request(M::NAME, call).await
    }

    async fn request<O: DeserializeOwned>(
        &self,
        name: &str,
        params: &impl serde::Serialize,
    ) -> Result<O, ApiError> {
        let odd = |e: serde_json::Error| ApiError::Unavailable { reason: format!("{name}: {e}") };
        let Value::Object(params) = serde_json::to_value(params).map_err(odd)? else {
            return Err(ApiError::Unavailable { reason: format!("{name}: the parameters are no object") });
        };
        if !self.0.open.get() {
            return Err(lost());
        }
        let id = self.0.next.replace(self.0.next.get() + 1);
        let (tx, rx) = oneshot::channel();
        self.0.calls.borrow_mut().insert(id, tx);
        self.0.send(&Up::Call(Call { id, method: name.into(), params }));
        let result = rx.await.unwrap_or_else(|_| Err(lost()))?;
        serde_json::from_str(result.get()).map_err(odd)
    }

    /// Opens a view; `listener` hears its state and every change until the [`Watch`] is dropped, across
    /// reconnections.
    pub fn watch(&self, view: View, listener: impl FnMut(Update) + 'static) -> Watch<T> {
        let number = self.0.next.replace(self.0.next.get() + 1) as u32;
        let listener: Listener = Rc::new(RefCell::new(listener));
        let watched = Watched { view, seq: None, held: rows::Held::default(), listener };
        self.0.watches.borrow_mut().insert(number, watched);
        self.0.ask(number);
        Watch { client: self.clone(), number }
    }
}

/// An open view. Dropping it closes the view.
pub struct Watch<T: Transport + 'static> {
    client: Client<T>,
    number: u32,
}

impl<T: Transport + 'static> Watch<T> {
    /// Looks at another part of the list.
    pub fn set_window(&self, window: Window) {
        let inner = &self.client.0;
        let open = inner.open.get();
        if let Some(watched) = inner.watches.borrow_mut().get_mut(&self.number) {
            if watched.view.window == Some(window) {
                return;
            }
            watched.view.window = Some(window);
            watched.seq = None;
        }
        if open {
            inner.send(&Up::Window(Move { window: self.number, start: window.start, len: window.len }));
        }
    }

    /// Asks something else under the same watch; a [`Update::Reset`] follows.
    pub fn set_view(&self, view: View) {
        if let Some(watched) = self.client.0.watches.borrow_mut().get_mut(&self.number) {
            if watched.view == view {
                return;
            }
            watched.view = view;
            watched.seq = None;
        }
        self.client.0.ask(self.number);
    }
}

impl<T: Transport + 'static> Drop for Watch<T> {
    fn drop(&mut self) {
        self.client.0.watches.borrow_mut().remove(&self.number);
        if self.client.0.open.get() {
            self.client.0.send(&Up::Unwatch(Unwatch { unwatch: self.number }));
        }
    }
}

impl<T: Transport> Inner<T> {
    fn send(&self, frame: &Up) {
        if let Ok(text) = serde_json::to_string(frame) {
            self.transport.send(text);
        }
    }

    fn ask(&self, number: u32) {
        if !self.open.get() {
            return;
        }
        let frame = {
            let watches = self.watches.borrow();
            let Some(watched) = watches.get(&number) else { return };
            let resume = match (&*self.epoch.borrow(), watched.seq) {
                (Some(epoch), Some(seq)) => Some(Resume { epoch: epoch.clone(), seq }),
                _ => None,
            };
            Up::Watch(Open { watch: number, view: watched.view.clone(), resume })
        };
        self.send(&frame);
    }

    fn take(&self, frame: Down) {
        if let Some(hello) = frame.hello {
            *self.epoch.borrow_mut() = Some(hello.epoch.clone());
            // taken out while it runs, so that it may use the client
            let listener = self.hello.borrow_mut().take();
            if let Some(mut listener) = listener {
                listener(hello);
                self.hello.borrow_mut().get_or_insert(listener);
            }
            return;
        }
        if let Some(number) = frame.watch {
            let update = match (frame.reset, frame.diff, frame.error) {
                (Some(reset), ..) => Update::Reset(reset),
                (_, Some(diff), _) => Update::Diff(diff),
                (_, _, Some(error)) => Update::Refused(error),
                _ => return,
            };
            return self.update(number, frame.seq, update);
        }
        let Some(answer) = frame.id.and_then(|id| self.calls.borrow_mut().remove(&id)) else { return };
        let result = match (frame.error, frame.result) {
            (Some(error), _) => Err(error),
            (None, Some(result)) => Ok(result),
            (None, None) => Ok(RawValue::NULL.to_owned()),
        };
        // whoever dropped the call does not want to know
        let _ = answer.send(result);
    }

    fn update(&self, number: u32, seq: Option<u64>, update: Update) {
        let listener = {
            let mut watches = self.watches.borrow_mut();
            let Some(watched) = watches.get_mut(&number) else { return };
            if !watched.held.apply(&update) {
                // a row was left out that is not held here: only a fresh start mends that
                watched.seq = None;
                drop(watches);
                return self.ask(number);
            }
            watched.seq = seq;
            watched.listener.clone()
        };
        // nothing is borrowed here but the listener itself, so that it may use the client
        if let Ok(mut listener) = listener.try_borrow_mut() {
            listener(update);
        }
    }
}

fn lost() -> ApiError {
    ApiError::Unavailable { reason: "the connection to the server is lost".into() }
}

#[cfg(test)]
mod tests;
