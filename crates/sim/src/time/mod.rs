//! The time of a simulator. It runs by itself, or only when it is told to (`--clock manual`): then nothing that waits
//! goes on without a poke, and a poke runs everything that falls due, in its order and one at a time, so that the
//! same seed and the same calls give the same run.
//!
//! What belongs to the simulated pool waits and reads dates here ([`sleep`], [`Instant`], [`now`]) and begins further
//! work with [`spawn`]. What belongs to the wire (time limits of HTTP, long polls, frames of consoles, speeds of
//! transfers) goes by the time of those who are connected, which is tokio's.

mod clock;
mod date;
mod turns;

use std::future::Future;
use std::ops::{Add, Sub};
use std::time::Duration;

pub use clock::{Clock, ClockKind};
pub use date::{civil, format, parse};

/// Seconds since 1970, now.
pub fn now() -> i64 {
    Clock::current().now()
}

/// A moment of the simulator's time, which no jump of its clock moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(Duration);

impl Instant {
    pub fn now() -> Instant {
        Instant(Clock::current().elapsed())
    }

    pub fn elapsed(self) -> Duration {
        Instant::now() - self
    }
}

impl Add<Duration> for Instant {
    type Output = Instant;

    fn add(self, later: Duration) -> Instant {
        Instant(self.0.saturating_add(later))
    }
}

impl Sub for Instant {
    type Output = Duration;

    fn sub(self, earlier: Instant) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

/// Lets time pass.
pub async fn sleep(pause: Duration) {
    Clock::current().sleep(pause).await;
}

/// Waits for something until a moment; `None` when it did not come.
pub async fn timeout_at<T>(deadline: Instant, wait: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        biased;
        done = wait => Some(done),
        () = sleep(deadline - Instant::now()) => None,
    }
}

/// Begins work that goes on by itself, in the time of the work that begins it.
pub fn spawn<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> tokio::task::JoinHandle<T> {
    tokio::spawn(Clock::current().track(work))
}
