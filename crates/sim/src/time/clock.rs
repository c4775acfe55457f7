//! Clocks: each pool has one, all of a simulator go by the same time.

use std::future::Future;
use std::str::FromStr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::time::turns::{Tracked, Turns};

/// When a manual clock begins: always the same, so that dates are the same in every run.
const BEGIN: i64 = 1_750_000_000;

/// What moves the time of a simulator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClockKind {
    /// It runs by itself.
    #[default]
    Auto,
    /// It stands still but for [`crate::Sim::advance`].
    Manual,
}

impl FromStr for ClockKind {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<ClockKind, &'static str> {
        match text {
            "auto" => Ok(ClockKind::Auto),
            "manual" => Ok(ClockKind::Manual),
            _ => Err("a clock is auto or manual"),
        }
    }
}

tokio::task_local! {
    /// The clock of the work under way.
    static CURRENT: Arc<Clock>;
}

/// A pool's clock.
pub struct Clock {
    begun: std::time::Instant,
    /// With a manual clock, who may run when.
    turns: Option<Arc<Turns>>,
    /// By how many seconds it is wrong.
    ahead: AtomicI64,
}

impl Clock {
    pub fn new(kind: ClockKind) -> Clock {
        let turns = match kind {
            ClockKind::Auto => None,
            ClockKind::Manual => Some(Arc::default()),
        };
        Clock { begun: std::time::Instant::now(), turns, ahead: AtomicI64::new(0) }
    }

    /// The clock of another pool of the same simulator.
    pub fn sibling(&self) -> Clock {
        Clock { begun: self.begun, turns: self.turns.clone(), ahead: AtomicI64::new(0) }
    }

    /// The clock of the work under way; what belongs to no simulator goes by the world's.
    pub fn current() -> Arc<Clock> {
        static WORLD: OnceLock<Arc<Clock>> = OnceLock::new();
        CURRENT
            .try_with(Arc::clone)
            .unwrap_or_else(|_| WORLD.get_or_init(|| Arc::new(Clock::new(ClockKind::Auto))).clone())
    }

    /// Does something by this clock.
    pub fn scope<R>(self: &Arc<Clock>, work: impl FnOnce() -> R) -> R {
        CURRENT.sync_scope(self.clone(), work)
    }

    /// Work that goes by this clock, one of all at a time if it is a manual one.
    pub fn track<F: Future>(self: &Arc<Clock>, work: F) -> Tracked<F> {
        Tracked::new(self.clone(), self.turns.clone(), work)
    }

    /// Begins work that goes on by itself, in the time of this clock.
    pub fn spawn(self: &Arc<Clock>, work: impl Future<Output = ()> + Send + 'static) {
        tokio::spawn(self.track(work));
    }

    /// Seconds since 1970 as this clock shows them.
    pub fn now(&self) -> i64 {
        let right = match &self.turns {
            None => SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs() as i64),
            Some(turns) => BEGIN + turns.now().as_secs() as i64,
        };
        right + self.ahead.load(Ordering::Relaxed)
    }

    /// Time since the simulator began.
    pub fn elapsed(&self) -> Duration {
        self.turns.as_ref().map_or_else(|| self.begun.elapsed(), |turns| turns.now())
    }

    /// Puts the clock wrong by some seconds more.
    pub fn jump(&self, seconds: i64) {
        self.ahead.fetch_add(seconds, Ordering::Relaxed);
    }

    /// Puts it right.
    pub fn set_right(&self) {
        self.ahead.store(0, Ordering::Relaxed);
    }

    pub async fn sleep(&self, pause: Duration) {
        match &self.turns {
            None => tokio::time::sleep(pause).await,
            Some(turns) => turns.sleep(pause).await,
        }
    }

    /// Lets the time of a manual clock pass, and all that falls due happen; `false` if the clock runs by itself.
    pub async fn advance(&self, by: Duration) -> bool {
        let Some(turns) = &self.turns else { return false };
        turns.advance(by).await;
        true
    }
}
