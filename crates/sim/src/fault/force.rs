//! The faults in force, and what those ask who might be struck by one.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::time::Clock;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::sync::watch;

use crate::error::Failure;
use crate::fault::act::Dangled;
use crate::fault::{Fault, Kind};
use crate::pool::lock;

/// Where something could go wrong.
#[derive(Clone, Copy, Default)]
pub struct Site<'a> {
    pub host: Option<usize>,
    pub method: Option<&'a str>,
}

impl<'a> Site<'a> {
    /// At a host's door.
    pub fn host(host: usize) -> Site<'a> {
        Site { host: Some(host), method: None }
    }

    /// At a call to a host.
    pub fn call(host: usize, method: &'a str) -> Site<'a> {
        Site { host: Some(host), method: Some(method) }
    }
}

struct InForce {
    fault: Fault,
    /// In the pool's time.
    since: Duration,
}

/// The faults in force.
pub struct Faults {
    all: Mutex<Vec<InForce>>,
    clock: Arc<Clock>,
    /// Its own, so that faults do not change what a seed gives otherwise.
    pub(super) rng: Mutex<ChaCha8Rng>,
    /// What dangles, to be undone.
    pub(super) dangled: Mutex<Vec<Dangled>>,
    /// Counts changes of the list, and how often it was cleared.
    changed: watch::Sender<(u64, u64)>,
}

impl Faults {
    pub fn new(clock: Arc<Clock>, seed: u64) -> Faults {
        Faults {
            clock,
            all: Mutex::default(),
            rng: Mutex::new(ChaCha8Rng::seed_from_u64(seed ^ 0xFA17)),
            dangled: Mutex::default(),
            changed: watch::channel((0, 0)).0,
        }
    }

    pub fn add(&self, fault: Fault) {
        lock(&self.all).push(InForce { fault, since: self.clock.elapsed() });
        self.changed.send_modify(|(changes, _)| *changes += 1);
    }

    pub fn clear(&self) {
        lock(&self.all).clear();
        self.changed.send_modify(|(changes, clears)| {
            *changes += 1;
            *clears += 1;
        });
    }

    /// Hears when faults come and go.
    pub fn changes(&self) -> watch::Receiver<(u64, u64)> {
        self.changed.subscribe()
    }

    /// Waits until the faults are cleared.
    pub async fn cleared(&self) {
        let mut changes = self.changed.subscribe();
        let (_, before) = *changes.borrow();
        // The sender lives as long as this does.
        let _ = changes.wait_for(|(_, clears)| *clears != before).await;
    }

    /// What the fault does that strikes here and now: the first that `pick` knows and whose turn it is. One that has
    /// struck as often as it may is over.
    pub fn strikes<R>(&self, site: Site<'_>, mut pick: impl FnMut(&Kind) -> Option<R>) -> Option<R> {
        let mut all = lock(&self.all);
        let mut struck = None;
        for (at, InForce { fault, .. }) in all.iter_mut().enumerate() {
            let scope = &mut fault.scope;
            let elsewhere = scope.host.is_some_and(|host| site.host != Some(host))
                || scope.method.as_deref().is_some_and(|method| site.method != Some(method));
            if elsewhere {
                continue;
            }
            let Some(picked) = pick(&fault.kind) else { continue };
            if scope.chance < 1.0 && !lock(&self.rng).random_bool(scope.chance) {
                continue;
            }
            let over = scope.times.as_mut().is_some_and(|times| {
                *times -= 1;
                *times == 0
            });
            struck = Some((picked, over.then_some(at)));
            break;
        }
        let (picked, over) = struck?;
        if let Some(at) = over {
            all.remove(at);
            self.changed.send_modify(|(changes, _)| *changes += 1);
        }
        Some(picked)
    }

    /// Whether this fault strikes here and now.
    pub fn is(&self, site: Site<'_>, kind: &Kind) -> bool {
        self.strikes(site, |k| (k == kind).then_some(())).is_some()
    }

    /// Whether statistics asked of a host hold no numbers.
    pub fn rrd_nan(&self, host: usize) -> bool {
        self.is(Site::host(host), &Kind::RrdNan)
    }

    /// Whether a guest's agent keeps silent.
    pub fn no_agent(&self, uuid: &str, name: &str) -> bool {
        self.guest(uuid, name, |k| if let Kind::NoAgent(vm) = k { Some(vm) } else { None })
    }

    /// Whether a guest does not listen to clean shutdowns.
    pub fn hangs(&self, uuid: &str, name: &str) -> bool {
        self.guest(uuid, name, |k| if let Kind::HangShutdown(vm) = k { Some(vm) } else { None })
    }

    fn guest(&self, uuid: &str, name: &str, of: impl Fn(&Kind) -> Option<&String>) -> bool {
        let named = |wanted: &String| wanted == "*" || wanted == uuid || wanted == name;
        self.strikes(Site::default(), |k| of(k).is_some_and(named).then_some(())).is_some()
    }

    pub fn delay(&self, site: Site<'_>) -> Duration {
        let delay = self.strikes(site, |k| if let Kind::Delay(d) = k { Some(*d) } else { None });
        delay.unwrap_or_default()
    }

    /// How far tokens are ahead of the database.
    pub fn token_ahead(&self) -> u64 {
        let ahead =
            self.strikes(Site::default(), |k| if let Kind::FutureToken(n) = k { Some(*n) } else { None });
        ahead.unwrap_or(0)
    }

    /// Why a host is in emergency mode.
    pub fn emergency(&self, host: usize) -> Option<Failure> {
        self.strikes(Site::host(host), |k| if let Kind::Emergency(f) = k { Some(f.clone()) } else { None })
    }

    pub fn kill_sessions_every(&self) -> Option<Duration> {
        // Looking at how often is not a strike yet.
        lock(&self.all)
            .iter()
            .find_map(|f| if let Kind::KillSessions(d) = f.fault.kind { Some(d) } else { None })
    }

    /// Changes per second of the storm that rages now.
    pub fn storm(&self) -> Option<f64> {
        let now = self.clock.elapsed();
        lock(&self.all).iter().find_map(|f| match f.fault.kind {
            Kind::Storm { per_second, lasts } if now - f.since < lasts => Some(per_second),
            _ => None,
        })
    }

    /// Whether an operation is held up now.
    pub fn holds(&self, method: &str) -> bool {
        let operation = method.split_once('.').map_or(method, |(_, operation)| operation);
        let now = self.clock.elapsed();
        let held = |f: &InForce| match &f.fault.kind {
            Kind::Hold { operation: held, lasts } => {
                (held == method || held == operation) && now - f.since < *lasts
            }
            _ => false,
        };
        lock(&self.all).iter().any(held)
    }

    /// Counts a call; the failure it must meet, if its turn has come.
    pub fn failure_of(&self, host: usize, called: &str) -> Option<Failure> {
        // Those that count on, and those whose turn has come and which are then over.
        let mut due = None;
        lock(&self.all).retain_mut(|f| {
            let Kind::Fail { method, nth: Some(nth), failure } = &mut f.fault.kind else { return true };
            if method != called || f.fault.scope.host.is_some_and(|h| h != host) {
                return true;
            }
            *nth -= 1;
            if *nth > 0 {
                return true;
            }
            due = due.take().or(Some(failure.clone()));
            false
        });
        if due.is_some() {
            return due;
        }
        self.strikes(Site::call(host, called), |k| match k {
            Kind::Fail { method, nth: None, failure } if method == called => Some(failure.clone()),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(specs: &[&str]) -> Faults {
        let faults = Faults::new(Clock::current(), 1);
        specs.iter().for_each(|spec| faults.add(spec.parse().unwrap()));
        faults
    }

    #[test]
    fn only_the_nth_call_fails() {
        let faults = faults(&["fail=VM.start:2:SR_FULL"]);
        assert_eq!(faults.failure_of(0, "VM.start"), None);
        assert_eq!(faults.failure_of(0, "VM.pause"), None);
        assert_eq!(faults.failure_of(0, "VM.start"), Some(Failure::bare("SR_FULL")));
        assert_eq!(faults.failure_of(0, "VM.start"), None);
    }

    #[test]
    fn every_call_fails_as_often_as_it_may() {
        let faults = faults(&["fail=VM.start:*:SR_FULL,times=2"]);
        let failed = (0..5).filter(|_| faults.failure_of(0, "VM.start").is_some()).count();
        assert_eq!(failed, 2);
    }

    #[test]
    fn they_strike_where_they_should() {
        let faults = faults(&["stall,host=1,method=VM.get_all", "refuse,p=0"]);
        let stall = |host, method| faults.is(Site::call(host, method), &Kind::Stall);
        assert!(stall(1, "VM.get_all"));
        assert!(!stall(0, "VM.get_all") && !stall(1, "VM.get_uuid"));
        assert!(!faults.is(Site::host(0), &Kind::Refuse));
    }

    #[test]
    fn chance_is_chance() {
        let faults = faults(&["refuse,p=0.5"]);
        let struck = (0..1000).filter(|_| faults.is(Site::host(0), &Kind::Refuse)).count();
        assert!((350..650).contains(&struck), "{struck}");
    }
}
