//! A manual clock's order: work runs one at a time, the longest begun first, and time moves only when all of it
//! waits.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use tokio::sync::watch;

use crate::pool::lock;
use crate::time::Clock;

/// Who may run, and who is woken when.
pub struct Turns {
    state: Mutex<State>,
    /// Whether all work waits.
    quiet: watch::Sender<bool>,
    /// Held by the one who moves the time.
    moving: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    now: Duration,
    /// By the moment, and then in the order in which they were set.
    timers: BTreeMap<(Duration, u64), Waker>,
    timers_set: u64,
    begun: u64,
    /// All work, with what wakes the task that holds it, once it has been asked.
    work: HashMap<u64, Option<Waker>>,
    ready: BTreeSet<u64>,
    /// Whose turn it is.
    turn: Option<u64>,
}

impl Default for Turns {
    fn default() -> Turns {
        Turns {
            state: Mutex::default(),
            quiet: watch::channel(true).0,
            moving: tokio::sync::Mutex::default(),
        }
    }
}

impl Turns {
    pub fn now(&self) -> Duration {
        lock(&self.state).now
    }

    /// Registers work; it is ready to run.
    fn begin(&self) -> u64 {
        let id = {
            let mut state = lock(&self.state);
            state.begun += 1;
            let id = state.begun;
            state.work.insert(id, None);
            id
        };
        self.ready(id);
        id
    }

    /// Something happened that the work waited for.
    fn ready(&self, id: u64) {
        let mut state = lock(&self.state);
        if state.work.contains_key(&id) {
            state.ready.insert(id);
            self.grant(state);
        }
    }

    /// Gives the turn to whoever is next, if nobody has it.
    fn grant(&self, mut state: std::sync::MutexGuard<'_, State>) {
        let mut next = None;
        if state.turn.is_none() {
            state.turn = state.ready.pop_first();
            // Work that was never asked yet will be, without being woken.
            next = state.turn.and_then(|id| state.work.get(&id).cloned().flatten());
        }
        let quiet = state.turn.is_none();
        self.quiet.send_if_modified(|before| std::mem::replace(before, quiet) != quiet);
        drop(state);
        if let Some(waker) = next {
            waker.wake();
        }
    }

    /// Whether it is the work's turn; if not, it is woken when it is.
    fn may_run(&self, id: u64, waker: &Waker) -> bool {
        let mut state = lock(&self.state);
        state.work.insert(id, Some(waker.clone()));
        state.turn == Some(id)
    }

    /// The work has run as far as it could.
    fn ran(&self, id: u64) {
        let mut state = lock(&self.state);
        if state.turn == Some(id) {
            state.turn = None;
            self.grant(state);
        }
    }

    /// The work is over.
    fn end(&self, id: u64) {
        let mut state = lock(&self.state);
        state.work.remove(&id);
        state.ready.remove(&id);
        if state.turn == Some(id) {
            state.turn = None;
        }
        self.grant(state);
    }

    /// A pause in this time.
    pub fn sleep(self: &Arc<Turns>, pause: Duration) -> Sleep {
        let mut state = lock(&self.state);
        state.timers_set += 1;
        let key = (state.now.saturating_add(pause), state.timers_set);
        Sleep { turns: self.clone(), key }
    }

    /// Moves the time on, from one thing that falls due to the next.
    pub async fn advance(&self, by: Duration) {
        let _moving = self.moving.lock().await;
        let mut quiet = self.quiet.subscribe();
        let target = self.now().saturating_add(by);
        loop {
            // The sender lives as long as this does.
            let _ = quiet.wait_for(|quiet| *quiet).await;
            let due = {
                let mut state = lock(&self.state);
                match state.timers.first_entry() {
                    Some(entry) if entry.key().0 <= target => {
                        let ((moment, _), waker) = entry.remove_entry();
                        state.now = state.now.max(moment);
                        waker
                    }
                    _ => {
                        state.now = target;
                        return;
                    }
                }
            };
            due.wake();
        }
    }
}

/// A pause in a manual clock's time.
pub struct Sleep {
    turns: Arc<Turns>,
    key: (Duration, u64),
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = lock(&self.turns.state);
        // A pause of no length is over at once, any other when the time was moved.
        if state.now >= self.key.0 {
            state.timers.remove(&self.key);
            return Poll::Ready(());
        }
        state.timers.insert(self.key, cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        let waker = lock(&self.turns.state).timers.remove(&self.key);
        drop(waker);
    }
}

/// Wakes work by making it ready for a turn.
struct Bell {
    turns: Arc<Turns>,
    id: u64,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.turns.ready(self.id);
    }
}

/// Work that goes by a clock, and with a manual one takes its turn.
pub struct Tracked<F> {
    clock: Arc<Clock>,
    turn: Option<(Arc<Turns>, u64, Waker)>,
    work: Option<Pin<Box<F>>>,
}

impl<F: Future> Tracked<F> {
    pub fn new(clock: Arc<Clock>, turns: Option<Arc<Turns>>, work: F) -> Tracked<F> {
        let turn = turns.map(|turns| {
            let id = turns.begin();
            let bell = Waker::from(Arc::new(Bell { turns: turns.clone(), id }));
            (turns, id, bell)
        });
        Tracked { clock, turn, work: Some(Box::pin(work)) }
    }
}

impl<F> Drop for Tracked<F> {
    fn drop(&mut self) {
        // What the work leaves behind is part of its turn.
        self.clock.scope(|| self.work = None);
        if let Some((turns, id, _)) = &self.turn {
            turns.end(*id);
        }
    }
}

impl<F: Future> Future for Tracked<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = &mut *self;
        let Some(work) = &mut this.work else { return Poll::Pending };
        let Some((turns, id, bell)) = &this.turn else {
            return this.clock.scope(|| work.as_mut().poll(cx));
        };
        if !turns.may_run(*id, cx.waker()) {
            return Poll::Pending;
        }
        let polled = this.clock.scope(|| work.as_mut().poll(&mut Context::from_waker(bell)));
        if polled.is_ready() {
            // Gone before another's turn begins.
            this.clock.scope(|| this.work = None);
        }
        turns.ran(*id);
        polled
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{ClockKind, Instant, sleep, spawn};

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn all_that_falls_due_happens_in_its_order() {
        let mut first = None;
        for _ in 0..20 {
            let clock = Arc::new(Clock::new(ClockKind::Manual));
            let heard = Arc::new(Mutex::new(Vec::new()));
            let tell = |n: u64| {
                let heard = heard.clone();
                async move {
                    for round in 0..3 {
                        sleep(Duration::from_secs(10 - n)).await;
                        lock(&heard).push((n, round, Instant::now()));
                        let heard = heard.clone();
                        spawn(async move { lock(&heard).push((100 + n, round, Instant::now())) });
                    }
                }
            };
            for n in 0..8 {
                tokio::spawn(clock.track(tell(n)));
            }
            clock.advance(Duration::from_secs(1)).await;
            assert!(lock(&heard).is_empty(), "nothing is due yet");
            clock.advance(Duration::from_secs(29)).await;
            let heard = lock(&heard).clone();
            assert_eq!(heard.len(), 48);
            assert!(heard.is_sorted_by_key(|(_, _, at)| *at));
            assert_eq!(&heard, first.get_or_insert(heard.clone()), "the same every time");
        }
    }

    #[tokio::test]
    async fn work_that_is_aborted_or_panics_gives_its_turn_away() {
        let clock = Arc::new(Clock::new(ClockKind::Manual));
        let aborted = tokio::spawn(clock.track(std::future::pending::<()>()));
        let panics = tokio::spawn(clock.track(async { panic!("on purpose") }));
        aborted.abort();
        assert!(panics.await.is_err());
        let fine = tokio::spawn(clock.track(async {
            sleep(Duration::from_secs(1)).await;
            5
        }));
        clock.advance(Duration::from_secs(1)).await;
        assert_eq!(fine.await.unwrap(), 5);
    }
}
