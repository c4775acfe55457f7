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
/// After so long without a failure everything is forgiven.
const FORGIVEN_MS: u64 = 15 * 60_000;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Pair(String, IpAddr),
    Address(IpAddr),
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: u32,
    last: u64,
    until: u64,
}

/// Remembers failures.
#[derive(Default)]
pub struct Throttle(Mutex<HashMap<Key, Failures>>);

impl Throttle {
    /// How many milliseconds a try must still wait; 0 when it may go on.
    pub fn wait(&self, name: &str, address: IpAddr, now: u64) -> u64 {
        let known = self.lock();
        let until = keys(name, address).iter().filter_map(|k| known.get(k)).map(|f| f.until).max();
        until.unwrap_or_default().saturating_sub(now)
    }

    /// A try failed.
    pub fn failed(&self, name: &str, address: IpAddr, now: u64) {
        let mut known = self.lock();
        for key in keys(name, address) {
            let free = if matches!(key, Key::Address(_)) { FREE_PER_ADDRESS } else { 0 };
            let before = known.get(&key).filter(|f| f.last + FORGIVEN_MS > now).map_or(0, |f| f.count);
            let count = before + 1;
            let delay = match count.checked_sub(free + 1) {
                Some(over) => (1000 << over.min(6)).min(LONGEST_MS),
                None => 0,
            };
            known.insert(key, Failures { count, last: now, until: now + delay });
        }
        if known.len() > REMEMBERED {
            let mut times: Vec<u64> = known.values().map(|f| f.last).collect();
            let (_, middle, _) = times.select_nth_unstable(REMEMBERED / 2);
            let middle = *middle;
            known.retain(|_, f| f.last > middle);
        }
    }

    /// A try succeeded: the pair is forgiven. The address is not, or one good name would pay for many tries.
    pub fn succeeded(&self, name: &str, address: IpAddr) {
        self.lock().remove(&keys(name, address)[0]);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Failures>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn keys(name: &str, address: IpAddr) -> [Key; 2] {
    let place = place(address);
    [Key::Pair(name.to_lowercase(), place), Key::Address(place)]
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

    #[test]
    fn waiting_grows_for_a_pair_and_ends_with_success() {
        let throttle = Throttle::default();
        let here = ip("10.0.0.1");
        assert_eq!(throttle.wait("a", here, 0), 0);
        for (nth, expected) in [1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000].into_iter().enumerate() {
            throttle.failed("a", here, 1_000_000);
            assert_eq!(throttle.wait("A", here, 1_000_000), expected, "after {nth}");
        }
        assert_eq!(throttle.wait("a", here, 1_060_000), 0);
        throttle.succeeded("a", here);
        assert_eq!(throttle.wait("a", here, 1_000_000), 0);
    }

    #[test]
    fn nobody_is_locked_out_from_another_address() {
        let throttle = Throttle::default();
        for _ in 0..100 {
            throttle.failed("admin", ip("10.0.0.1"), 0);
        }
        assert!(throttle.wait("admin", ip("10.0.0.1"), 0) > 0);
        assert_eq!(throttle.wait("admin", ip("10.0.0.2"), 0), 0);
        assert!(throttle.wait("other", ip("::ffff:10.0.0.1"), 0) > 0, "the address itself waits too");
    }

    #[test]
    fn an_ipv6_network_is_one_address() {
        let throttle = Throttle::default();
        throttle.failed("a", ip("2001:db8::1"), 0);
        assert!(throttle.wait("a", ip("2001:db8::2"), 0) > 0);
        assert_eq!(throttle.wait("a", ip("2001:db8:0:1::1"), 0), 0);
    }

    #[test]
    fn failures_are_forgiven_and_memory_is_bounded() {
        let throttle = Throttle::default();
        throttle.failed("a", ip("10.0.0.1"), 0);
        throttle.failed("a", ip("10.0.0.1"), FORGIVEN_MS + 1);
        assert_eq!(throttle.wait("a", ip("10.0.0.1"), FORGIVEN_MS + 1), 1000);
        for n in 0..40_000 {
            throttle.failed(&format!("u{n}"), ip("10.0.0.9"), 1_000_000 + n);
        }
        assert!(throttle.lock().len() <= REMEMBERED + 1);
    }
}
