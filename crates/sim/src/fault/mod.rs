//! Faults that can be asked for at the start (`--fault SPEC`), at run time over the control socket, and as methods.
//!
//! Connections, asked when one is accepted:
//!
//! | spec | what happens |
//! |---|---|
//! | `refuse` | a connection is closed at once, before a byte is read |
//! | `reset` | a connection is reset when its first request arrives, which is not executed |
//! | `half-open` | a connection is accepted and never answered; it ends with the faults |
//!
//! Answers to calls:
//!
//! | spec | what happens |
//! |---|---|
//! | `delay=MS` | an answer comes MS milliseconds late |
//! | `drop[=P]` | a call is executed and, with probability P (1 when left out), its connection closed instead of answered |
//! | `stall` | an answer stops in the middle of its body and goes on no more |
//! | `slow-headers=S` | the head of an answer takes S seconds, a few bytes at a time |
//! | `content-type=TYPE` | the answer's content type is that (`wrong` is `text/html`) |
//! | `http-500` | the call is not executed; an error page comes instead of an answer |
//! | `fail=METHOD:N:CODE[:PARAM…]` | the N-th call of METHOD from now on (1 is the next, `*` is every one) fails with that error |
//! | `too-many-pending` | calls that work on objects are refused with `TOO_MANY_PENDING_TASKS` |
//! | `hold=OPERATION:S` | for S seconds objects are busy with something else when OPERATION (`start`, `VM.start`) is asked for |
//! | `emergency=CODE[:PARAM…]` | a host is in emergency mode for that reason and serves only calls meant for it |
//!
//! Events, sessions and tasks:
//!
//! | spec | what happens |
//! |---|---|
//! | `kill-sessions=S` | all sessions end every S seconds |
//! | `lose-deletions` | `event.from` never tells deletions; only `valid_ref_counts` shows them |
//! | `rewind-token=N` | once: the database is N generations younger, so tokens told before lie in the future |
//! | `future-token=N` | tokens told are N generations ahead of the database |
//! | `lose-task` | an asynchronous call's task is gone when it should end |
//! | `late-task=S` | the end of a task is told S seconds after its effect |
//! | `repeat-task-end` | the end of a task is told twice |
//! | `storm=N:S` | N changes per second for S seconds, all by one guest |
//! | `dangling=CLASS.FIELD:N` | references of N objects lead nowhere, until the faults end |
//!
//! Guests, hosts and clocks:
//!
//! | spec | what happens |
//! |---|---|
//! | `no-agent=VM` | the agent of a guest (a name, a UUID, `*` for all) never reports after a boot |
//! | `hang-shutdown=VM` | a guest does not listen to clean shutdowns and reboots |
//! | `rrd-nan` | statistics hold no numbers |
//! | `clock-jump=S` | the pool's clock is S seconds ahead (or behind, below zero), until the faults end |
//! | `restart=keep`, `restart=lose` | once: the toolstack restarts; generations go on, or start anew |
//! | `master=J` | once: host J becomes master |
//! | `certificate` | once: a host gets another certificate |
//!
//! Storage:
//!
//! | spec | what happens |
//! |---|---|
//! | `sr-full=SR` | that repository (UUID or name) has no space left |
//! | `corrupt=P` | each block of data in an export or import is damaged with probability P |
//! | `slow-stream=BYTES_PER_S` | bodies of exports and imports go no faster |
//! | `cut-stream=BYTES` | the connection is closed after so many bytes of the body |
//!
//! Behind a comma a spec says where and how often it strikes: `,p=P` with that probability, `,times=N` at most N
//! times, `,host=J` at that host only, `,method=METHOD` at calls of that name only.
//! For instance `stall,method=VM.get_all_records,times=1`.

mod act;
mod force;
mod spec;
mod storage;

use std::time::Duration;

use crate::error::Failure;

pub use act::{MOST_AT_ONCE, kill_sessions, recover, restart, storm, strike};
pub use force::{Faults, Site};
pub use storage::StorageFault;

/// A fault: what, where, how often.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub kind: Kind,
    pub scope: Scope,
}

/// Where and how often a fault strikes.
#[derive(Clone, Debug, PartialEq)]
pub struct Scope {
    /// Probability from 0 to 1.
    pub chance: f64,
    /// At most so often.
    pub times: Option<u64>,
    /// At this host only.
    pub host: Option<usize>,
    /// At calls of this name only, such as `VM.start`.
    pub method: Option<String>,
}

impl Default for Scope {
    fn default() -> Scope {
        Scope { chance: 1.0, times: None, host: None, method: None }
    }
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Refuse,
    Reset,
    HalfOpen,
    Delay(Duration),
    Drop,
    Stall,
    SlowHeaders(Duration),
    ContentType(String),
    Http500,
    /// The n-th call of a method; every one without a number.
    Fail {
        method: String,
        nth: Option<u64>,
        failure: Failure,
    },
    TooManyPending,
    Hold {
        operation: String,
        lasts: Duration,
    },
    Emergency(Failure),
    KillSessions(Duration),
    LoseDeletions,
    RewindToken(u64),
    FutureToken(u64),
    LoseTask,
    LateTask(Duration),
    RepeatTaskEnd,
    Storm {
        per_second: f64,
        lasts: Duration,
    },
    Dangling {
        class: String,
        field: String,
        count: usize,
    },
    NoAgent(String),
    HangShutdown(String),
    RrdNan,
    ClockJump(i64),
    /// Whether generations go on.
    Restart {
        keep: bool,
    },
    Master(usize),
    Certificate,
    Storage(StorageFault),
}

impl Kind {
    /// Whether it happens once, when it is asked for, and is in force no longer than that.
    fn at_once(&self) -> bool {
        matches!(self, Kind::RewindToken(_) | Kind::Restart { .. } | Kind::Master(_) | Kind::Certificate)
    }
}
