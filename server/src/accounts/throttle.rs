//! Slows down guessing: after a failure the next try must wait, longer each time. Per name and address, so
//! that nobody can lock somebody else out from another address, and per address over all names.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::Mutex,
};

/// At most so many names and addresses are remembered; the longest quiet are forgotten first.
const REMEMBERED: usize = 10_000;
/// A single pair waits 1, 2, 4 … seconds, up to this.
const LONGEST_MS: u64 = 60_000;
/// What an address may get wrong, over all names, before it waits.
const FREE_PER_ADDRESS: u32 = 10;
/// So many tries may be under way at once, or a burst would all be judged by the failures before it.
const PER_PAIR_AT_ONCE: u32 = 4;
const PER_ADDRESS_AT_ONCE: u32 = 16;
/// After so long without a failure everything is forgiven.
const FORGIVEN_MS: u64 = 15 * 60_000;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Pair(String, IpAddr),
    Address(IpAddr),
    /// Somebody who has signed in.
    Own(String),
}

#[derive(Clone, Copy, Debug, Default)]
struct Tries {
    failures: u32,
    /// When the last one failed or began.
    last: u64,
    until: u64,
    under_way: u32,
}

/// Remembers tries.
#[derive(Default)]
pub struct Throttle(Mutex<HashMap<Key, Tries>>);

/// A try under way. It counts as failed unless it is told to have succeeded.
pub struct Try<'a> {
    throttle: &'a Throttle,
    keys: Vec<Key>,
    now: u64,
    outcome: Outcome,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Failed,
    Succeeded,
    /// Neither: it goes on with another try.
    Undecided,
}

impl Try<'_> {
    /// The pair is forgiven. The address is not, or one good name would pay for many tries.
    pub fn succeeded(mut self) {
        self.outcome = Outcome::Succeeded;
    }

    /// What was tried so far is right, but does not suffice: nothing is forgiven and nothing held against anybody.
    pub fn undecided(mut self) {
        self.outcome = Outcome::Undecided;
    }
}

impl Drop for Try<'_> {
    fn drop(&mut self) {
        self.throttle.end(&self.keys, self.now, self.outcome);
    }
}

impl Throttle {
    /// Begins a try, or says how many milliseconds it must still wait.
    pub fn begin(&self, name: &str, address: IpAddr, now: u64) -> Result<Try<'_>, u64> {
        self.begin_with(keys(name, address), now)
    }

    /// The same for somebody who has signed in already and proves anew who they are, from wherever that is.
    pub fn begin_own(&self, user: &str, now: u64) -> Result<Try<'_>, u64> {
        self.begin_with(vec![Key::Own(user.to_owned())], now)
    }

    fn begin_with(&self, keys: Vec<Key>, now: u64) -> Result<Try<'_>, u64> {
        let mut known = self.lock();
        for key in &keys {
            let Some(tries) = known.get(key) else { continue };
            let most = if matches!(key, Key::Address(_)) { PER_ADDRESS_AT_ONCE } else { PER_PAIR_AT_ONCE };
            let crowded = if tries.under_way >= most { 1000 } else { 0 };
            // A clock that was set back must not make anybody wait for long.
            let wait = tries.until.saturating_sub(now).min(LONGEST_MS).max(crowded);
            if wait > 0 {
                return Err(wait);
            }
        }
        for key in &keys {
            let tries = known.entry(key.clone()).or_default();
            if tries.last + FORGIVEN_MS <= now {
                tries.failures = 0;
            }
            tries.under_way += 1;
            tries.last = tries.last.max(now);
        }
        Ok(Try { throttle: self, keys, now, outcome: Outcome::Failed })
    }

    fn end(&self, keys: &[Key], now: u64, outcome: Outcome) {
        let mut known = self.lock();
        for key in keys {
            let Some(tries) = known.get_mut(key) else { continue };
            tries.under_way = tries.under_way.saturating_sub(1);
            let pair = !matches!(key, Key::Address(_));
            if outcome != Outcome::Failed {
                if pair && outcome == Outcome::Succeeded {
                    (tries.failures, tries.until) = (0, 0);
                }
                if tries.under_way == 0 && tries.failures == 0 {
                    known.remove(key);
                }
                continue;
            }
            tries.failures += 1;
            let free = if pair { 0 } else { FREE_PER_ADDRESS };
            let delay = match tries.failures.checked_sub(free + 1) {
                Some(over) => (1000 << over.min(6)).min(LONGEST_MS),
                None => 0,
            };
            (tries.last, tries.until) = (now, if delay > 0 { now + delay } else { 0 });
        }
        if known.len() > REMEMBERED {
            let mut times: Vec<u64> = known.values().map(|t| t.last).collect();
            let (_, middle, _) = times.select_nth_unstable(REMEMBERED / 2);
            let middle = *middle;
            known.retain(|_, t| t.last > middle || t.under_way > 0);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Tries>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn keys(name: &str, address: IpAddr) -> Vec<Key> {
    let place = place(address);
    vec![Key::Pair(name.to_lowercase(), place), Key::Address(place)]
}

/// Whoever has an IPv6 address has a /64 of them.
fn place(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let mut parts = v6.segments();
            parts[4..].fill(0);
            IpAddr::V6(Ipv6Addr::from(parts))
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn fail(throttle: &Throttle, name: &str, address: &str, now: u64) {
        drop(throttle.begin(name, ip(address), now).unwrap_or_else(|wait| panic!("{name} waits {wait} ms")));
    }

    fn wait(throttle: &Throttle, name: &str, address: &str, now: u64) -> u64 {
        match throttle.begin(name, ip(address), now) {
            Ok(attempt) => {
                attempt.succeeded();
                0
            }
            Err(wait) => wait,
        }
    }

    #[test]
    fn waiting_grows_for_a_pair_and_ends_with_success() {
        let throttle = Throttle::default();
        let mut now = 1_000_000;
        for (nth, expected) in [1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000].into_iter().enumerate() {
            fail(&throttle, "a", "10.0.0.1", now);
            assert_eq!(wait(&throttle, "A", "10.0.0.1", now), expected, "after {nth}");
            now += expected;
        }
        assert_eq!(wait(&throttle, "a", "10.0.0.1", now), 0);
        fail(&throttle, "a", "10.0.0.1", now);
        assert_eq!(wait(&throttle, "a", "10.0.0.1", now), 1000, "it begins anew");
    }

    #[test]
    fn nobody_is_locked_out_from_another_address() {
        let throttle = Throttle::default();
        for n in 0..20 {
            fail(&throttle, "admin", "10.0.0.1", n * 60_000);
        }
        let now = 19 * 60_000;
        assert!(wait(&throttle, "admin", "10.0.0.1", now) > 0);
        assert_eq!(wait(&throttle, "admin", "10.0.0.2", now), 0);
        assert!(wait(&throttle, "other", "::ffff:10.0.0.1", now) > 0, "the address itself waits too");
    }

    #[test]
    fn a_burst_is_no_way_around_waiting() {
        let throttle = Throttle::default();
        let tries: Vec<_> = (0..10).map(|_| throttle.begin("a", ip("10.0.0.1"), 0)).collect();
        assert_eq!(tries.iter().filter(|t| t.is_ok()).count(), 4);
        drop(tries);
        assert_eq!(wait(&throttle, "a", "10.0.0.1", 0), 8000);
    }

    #[test]
    fn half_a_success_forgives_nothing_and_costs_nothing() {
        let throttle = Throttle::default();
        let half = |now| {
            throttle.begin("a", ip("10.0.0.1"), now).unwrap_or_else(|wait| panic!("{wait}")).undecided()
        };
        half(0);
        assert!(throttle.lock().is_empty());
        fail(&throttle, "a", "10.0.0.1", 0);
        half(1_000);
        fail(&throttle, "a", "10.0.0.1", 1_000);
        assert_eq!(wait(&throttle, "a", "10.0.0.1", 1_000), 2_000, "it is the second failure");
    }

    #[test]
    fn proving_anew_is_slowed_down_apart_from_signing_in() {
        let throttle = Throttle::default();
        drop(throttle.begin_own("u", 0));
        assert_eq!(throttle.begin_own("u", 0).err(), Some(1_000));
        assert!(throttle.begin_own("v", 0).is_ok());
        assert_eq!(wait(&throttle, "u", "10.0.0.1", 0), 0);
    }

    #[test]
    fn an_ipv6_network_is_one_address() {
        let throttle = Throttle::default();
        fail(&throttle, "a", "2001:db8::1", 0);
        assert!(wait(&throttle, "a", "2001:db8::2", 0) > 0);
        assert_eq!(wait(&throttle, "a", "2001:db8:0:1::1", 0), 0);
    }

    #[test]
    fn failures_are_forgiven_and_memory_is_bounded() {
        let throttle = Throttle::default();
        fail(&throttle, "a", "10.0.0.1", 0);
        fail(&throttle, "a", "10.0.0.1", 2_000);
        fail(&throttle, "a", "10.0.0.1", 10_000 + FORGIVEN_MS);
        assert_eq!(wait(&throttle, "a", "10.0.0.1", 10_000 + FORGIVEN_MS), 1000);
        for n in 0..40_000_u64 {
            let now = 1_000_000 + n * 60_000;
            fail(&throttle, &format!("u{n}"), &format!("10.{}.{}.1", n / 250 % 250, n % 250), now);
        }
        assert!(throttle.lock().len() <= REMEMBERED + 2);
    }
}
