//! What a client knows, without any IO: text frames in, text frames out.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    task::Waker,
};

use api::{ApiError, feed::Hello};
use futures::channel::{mpsc, oneshot};
use model::{Diff, Id, Resume, View, Window, objects::Task};
use serde_json::value::RawValue;

use crate::{
    Error, Update,
    wire::{self, Incoming},
};

#[derive(Default)]
pub(crate) struct Core {
    link: Link,
    epoch: String,
    /// Numbers calls and watches.
    last: u64,
    calls: HashMap<u64, Call>,
    watches: HashMap<Key, WatchState>,
    /// Which watch the server means by a number.
    numbers: HashMap<u64, Key>,
    outbox: VecDeque<String>,
    /// Whoever drives the connection.
    driver: Option<Waker>,
}

/// How things stand with the server.
#[derive(Default, PartialEq)]
enum Link {
    /// Not connected yet: what is asked waits.
    #[default]
    Fresh,
    Open,
    /// The connection ended: calls fail until there is another.
    Lost,
}

/// A watch for its whole life; its number changes.
pub(crate) type Key = u64;

struct Call {
    /// There while a long call has not begun.
    task: Option<oneshot::Sender<Id<Task>>>,
    end: oneshot::Sender<Result<Box<RawValue>, Error>>,
}

struct WatchState {
    number: u64,
    view: View,
    /// Where it would be taken up again.
    resume: Option<Resume>,
    /// The ids that the owner holds rows of.
    held: Vec<String>,
    /// Whether the next diff answers a resume.
    resuming: bool,
    tx: mpsc::UnboundedSender<Update>,
}

/// The two moments of a call.
pub(crate) struct Pending {
    /// A long call tells its task first.
    pub task: oneshot::Receiver<Id<Task>>,
    pub end: oneshot::Receiver<Result<Box<RawValue>, Error>>,
}

/// What a frame meant for whoever drives the connection.
pub(crate) enum Heard {
    Nothing,
    Hello(Hello),
    /// An error about the connection as a whole.
    Error(ApiError),
}

impl Core {
    /// Sends a call; `write` makes its frame of the number that it gets.
    pub(crate) fn call(
        &mut self,
        long: bool,
        write: impl FnOnce(u64) -> Result<String, Error>,
    ) -> Result<Pending, Error> {
        if self.link == Link::Lost {
            return Err(Error::Away);
        }
        let number = self.number();
        let frame = write(number)?;
        let (task, end) = (oneshot::channel(), oneshot::channel());
        self.calls.insert(number, Call { task: long.then_some(task.0), end: end.0 });
        self.send(frame);
        Ok(Pending { task: task.1, end: end.1 })
    }

    pub(crate) fn watch(&mut self, view: View, tx: mpsc::UnboundedSender<Update>) -> Key {
        let key = self.number();
        let state = WatchState { number: key, view, resume: None, held: Vec::new(), resuming: false, tx };
        self.watches.insert(key, state);
        self.numbers.insert(key, key);
        self.ask(key);
        key
    }

    /// Asks something else from now on: the next update is a reset.
    pub(crate) fn set_view(&mut self, key: Key, view: View) {
        if let Some(state) = self.watches.get_mut(&key) {
            state.view = view;
            self.ask_afresh(key);
        }
    }

    pub(crate) fn set_window(&mut self, key: Key, window: Window) {
        let Some(state) = self.watches.get_mut(&key) else { return };
        if state.view.window == Some(window) {
            return;
        }
        state.view.window = Some(window);
        if self.link == Link::Open {
            let frame = wire::window(state.number, window);
            self.send(frame);
        }
    }

    pub(crate) fn unwatch(&mut self, key: Key) {
        let Some(state) = self.watches.remove(&key) else { return };
        self.numbers.remove(&state.number);
        if self.link == Link::Open {
            self.send(wire::unwatch(state.number));
        }
    }

    /// A connection is there. Watches that have something to go on from wait for the server's epoch.
    pub(crate) fn opened(&mut self) {
        self.link = Link::Open;
        let mut fresh: Vec<_> =
            self.watches.iter().filter(|(_, s)| s.resume.is_none()).map(|(k, _)| *k).collect();
        fresh.sort_unstable();
        fresh.into_iter().for_each(|key| self.ask(key));
    }

    pub(crate) fn closed(&mut self) {
        self.link = Link::Lost;
        self.driver = None;
        self.outbox.clear();
        for (_, call) in self.calls.drain() {
            // nobody may wait for it any more
            let _ = call.end.send(Err(Error::Lost));
        }
    }

    pub(crate) fn heard(&mut self, text: &str) -> Result<Heard, serde_json::Error> {
        let frame: Incoming<'_> = serde_json::from_str(text)?;
        if let Some(hello) = frame.hello {
            self.hello(&hello);
            return Ok(Heard::Hello(hello));
        }
        match (frame.id.or(frame.ended), frame.watch) {
            (Some(id), _) => self.answer(id, frame),
            (None, Some(number)) => self.update(number, frame),
            (None, None) => return Ok(frame.error.map_or(Heard::Nothing, |e| Heard::Error(wire::error(e)))),
        }
        Ok(Heard::Nothing)
    }

    /// The next frame to send.
    pub(crate) fn take(&mut self) -> Option<String> {
        self.outbox.pop_front()
    }

    pub(crate) fn driven_by(&mut self, waker: &Waker) {
        match &mut self.driver {
            Some(driver) => driver.clone_from(waker),
            None => self.driver = Some(waker.clone()),
        }
    }

    fn hello(&mut self, hello: &Hello) {
        self.epoch.clone_from(&hello.epoch);
        let mut known: Vec<_> =
            self.watches.iter().filter(|(_, s)| s.resume.is_some()).map(|(k, _)| *k).collect();
        known.sort_unstable();
        known.into_iter().for_each(|key| self.ask(key));
    }

    fn answer(&mut self, id: u64, frame: Incoming<'_>) {
        let task = self.calls.get_mut(&id).and_then(|c| c.task.take());
        let begun = frame.result.filter(|_| frame.ended.is_none()).map(|r| serde_json::from_str(r.get()));
        if let (Some(tx), Some(Ok(task))) = (task, begun) {
            // the caller may only care for the end
            let _ = tx.send(task);
            return;
        }
        let Some(call) = self.calls.remove(&id) else { return };
        let end = match (frame.result, frame.error) {
            (_, Some(error)) => Err(Error::Api(wire::error(error))),
            (Some(result), None) => Ok(result.to_owned()),
            (None, None) => Ok(RawValue::NULL.to_owned()),
        };
        // or for nothing at all
        let _ = call.end.send(end);
    }

    fn update(&mut self, number: u64, frame: Incoming<'_>) {
        // what is still under way about a question that is not asked any more is of no interest
        let Some(key) = self.numbers.get(&number).copied() else { return };
        let Some(state) = self.watches.get_mut(&key) else { return };
        let update = match frame {
            Incoming { error: Some(error), .. } => Update::Refused(wire::error(error)),
            Incoming { reset: Some(reset), .. } => {
                state.held =
                    reset.rows.iter().filter_map(|r| r.get("id")?.as_str().map(Into::into)).collect();
                Update::Reset(reset)
            }
            Incoming { diff: Some(diff), .. } => {
                if std::mem::take(&mut state.resuming) && !state.has_all(&diff) {
                    return self.ask_afresh(key);
                }
                if let Some(order) = &diff.order {
                    state.held.clone_from(&order.ids);
                }
                Update::Diff(diff)
            }
            _ => return,
        };
        if let Some(seq) = frame.seq {
            state.resume = Some(Resume { epoch: self.epoch.clone(), seq });
        }
        // its owner may be about to drop it
        let _ = state.tx.unbounded_send(update);
    }

    fn ask_afresh(&mut self, key: Key) {
        let number = self.number();
        let Some(state) = self.watches.get_mut(&key) else { return };
        let before = std::mem::replace(&mut state.number, number);
        state.resume = None;
        self.numbers.remove(&before);
        self.numbers.insert(number, key);
        if self.link == Link::Open {
            self.send(wire::unwatch(before));
        }
        self.ask(key);
    }

    /// Asks now if there is a connection; else when there is one.
    fn ask(&mut self, key: Key) {
        if self.link != Link::Open {
            return;
        }
        let Some(state) = self.watches.get_mut(&key) else { return };
        let resume = state.resume.as_ref().filter(|r| r.epoch == self.epoch);
        state.resuming = resume.is_some();
        let frame = wire::watch(state.number, &state.view, resume);
        self.send(frame);
    }

    fn send(&mut self, frame: String) {
        self.outbox.push_back(frame);
        if let Some(driver) = &self.driver {
            driver.wake_by_ref();
        }
    }

    fn number(&mut self) -> u64 {
        self.last += 1;
        self.last
    }
}

impl WatchState {
    /// A diff after a resume has the rows that are newer; one that is not, but moved into the window
    /// meanwhile, is missing.
    fn has_all(&self, diff: &Diff) -> bool {
        let Some(order) = &diff.order else { return true };
        let sent = diff.set.iter().filter_map(|row| row.get("id")?.as_str());
        let known: HashSet<&str> = self.held.iter().map(String::as_str).chain(sent).collect();
        order.ids.iter().all(|id| known.contains(id.as_str()))
    }
}
