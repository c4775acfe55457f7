//! Faults that can be asked for at the start (`--fault SPEC`) or at run time over the control socket.
//!
//! | spec | what happens |
//! |---|---|
//! | `refuse` | every connection is closed at once, before a byte is read |
//! | `delay=MS` | every RPC answer comes MS milliseconds late |
//! | `drop=P` | an RPC is executed and, with probability P (0 to 1), its connection closed instead of answered |
//! | `kill-sessions=S` | all sessions end every S seconds |
//! | `lose-deletions` | `event.from` never tells deletions; only `valid_ref_counts` shows them |
//! | `fail=METHOD:N:CODE[:PARAM…]` | the N-th call of METHOD from now on (1 is the next) fails with that error |
//! | `sr-full=SR` | that repository (UUID or name) has no space left |
//! | `corrupt=P` | each block of data in an export or import is damaged with probability P |
//! | `slow-stream=BYTES_PER_S` | bodies of exports and imports go no faster |
//! | `cut-stream=BYTES` | the connection is closed after so many bytes of the body |

use std::str::FromStr;
use std::sync::Mutex;
use std::time::Duration;

use crate::error::Failure;
use crate::pool::lock;

/// One fault.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    Refuse,
    Delay(Duration),
    Drop(f64),
    KillSessions(Duration),
    LoseDeletions,
    Fail { method: String, nth: u64, failure: Failure },
    Storage(StorageFault),
}

/// What may happen to storage, and to disks on their way in and out.
#[derive(Clone, Debug, PartialEq)]
pub enum StorageFault {
    /// By UUID or name.
    Full(String),
    Corrupt(f64),
    Slow(u64),
    Cut(u64),
}

impl StorageFault {
    fn parse(name: &str, value: &str) -> Option<Result<StorageFault, String>> {
        let number = || value.parse::<u64>();
        Some(match name {
            "sr-full" if !value.is_empty() => Ok(StorageFault::Full(value.to_owned())),
            "sr-full" => Err("sr-full=SR wants the UUID or name of a repository".to_owned()),
            "corrupt" => match value.parse::<f64>() {
                Ok(p) if (0.0..=1.0).contains(&p) => Ok(StorageFault::Corrupt(p)),
                _ => Err("corrupt=P wants a probability from 0 to 1".to_owned()),
            },
            "slow-stream" => match number() {
                Ok(rate) if rate > 0 => Ok(StorageFault::Slow(rate)),
                _ => Err("slow-stream=BYTES_PER_S wants a number from 1".to_owned()),
            },
            "cut-stream" => number()
                .map(StorageFault::Cut)
                .map_err(|_| "cut-stream=BYTES wants a number of bytes".to_owned()),
            _ => return None,
        })
    }
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(spec: &str) -> Result<Fault, String> {
        let (name, value) = spec.split_once('=').unwrap_or((spec, ""));
        let number = || value.parse::<f64>().ok().filter(|n| *n >= 0.0 && n.is_finite());
        match name {
            "refuse" if value.is_empty() => Ok(Fault::Refuse),
            "lose-deletions" if value.is_empty() => Ok(Fault::LoseDeletions),
            "delay" => {
                let ms = number().ok_or("delay=MS wants milliseconds")?;
                Ok(Fault::Delay(Duration::from_secs_f64(ms / 1000.0)))
            }
            "drop" => Ok(Fault::Drop(
                number().filter(|p| *p <= 1.0).ok_or("drop=P wants a probability from 0 to 1")?,
            )),
            "kill-sessions" => {
                let seconds = number().filter(|s| *s > 0.0).ok_or("kill-sessions=S wants seconds")?;
                Ok(Fault::KillSessions(Duration::from_secs_f64(seconds)))
            }
            "fail" => {
                let mut parts = value.split(':').map(str::to_owned);
                let method = parts.next().filter(|m| m.contains('.'));
                let nth = parts.next().and_then(|n| n.parse().ok()).filter(|n| *n > 0);
                let code = parts.next().filter(|c| !c.is_empty());
                match (method, nth, code) {
                    (Some(method), Some(nth), Some(code)) => {
                        Ok(Fault::Fail { method, nth, failure: Failure { code, params: parts.collect() } })
                    }
                    _ => Err("fail=METHOD:N:CODE[:PARAM…] wants a method, a count from 1 and an error code"
                        .to_owned()),
                }
            }
            _ if let Some(fault) = StorageFault::parse(name, value) => fault.map(Fault::Storage),
            _ => Err(format!(
                "unknown fault {spec:?}; there are refuse, delay=MS, drop=P, kill-sessions=S, lose-deletions, \
                 fail=METHOD:N:CODE[:PARAM…], sr-full=SR, corrupt=P, slow-stream=BYTES_PER_S, cut-stream=BYTES"
            )),
        }
    }
}

/// The faults in force.
pub struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub fn new(faults: Vec<Fault>) -> Faults {
        Faults(Mutex::new(faults))
    }

    pub fn add(&self, fault: Fault) {
        lock(&self.0).push(fault);
    }

    pub fn clear(&self) {
        lock(&self.0).clear();
    }

    pub fn refuses(&self) -> bool {
        lock(&self.0).contains(&Fault::Refuse)
    }

    pub fn delay(&self) -> Duration {
        lock(&self.0).iter().map(|f| if let Fault::Delay(d) = f { *d } else { Duration::ZERO }).sum()
    }

    /// Probability that an answer is dropped.
    pub fn drop_rate(&self) -> f64 {
        lock(&self.0).iter().map(|f| if let Fault::Drop(p) = f { *p } else { 0.0 }).fold(0.0, f64::max)
    }

    pub fn kill_sessions_every(&self) -> Option<Duration> {
        lock(&self.0).iter().find_map(|f| if let Fault::KillSessions(d) = f { Some(*d) } else { None })
    }

    /// What the first fault of storage that `pick` knows tells.
    pub fn storage<T>(&self, pick: impl Fn(&StorageFault) -> Option<T>) -> Option<T> {
        lock(&self.0).iter().find_map(|f| if let Fault::Storage(f) = f { pick(f) } else { None })
    }

    /// Bytes a second that go through a transfer.
    pub fn stream_rate(&self) -> Option<u64> {
        self.storage(|f| if let StorageFault::Slow(rate) = f { Some(*rate) } else { None })
    }

    /// Bytes after which a transfer is cut.
    pub fn stream_cut(&self) -> Option<u64> {
        self.storage(|f| if let StorageFault::Cut(bytes) = f { Some(*bytes) } else { None })
    }

    /// Counts a call; the failure it must meet, if its turn has come.
    pub fn failure_of(&self, called: &str) -> Option<Failure> {
        let mut faults = lock(&self.0);
        let mut due = None;
        faults.retain_mut(|fault| {
            let Fault::Fail { method, nth, failure } = fault else { return true };
            if method != called {
                return true;
            }
            *nth -= 1;
            if *nth > 0 {
                return true;
            }
            due = due.take().or(Some(failure.clone()));
            false
        });
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specs_are_read() {
        assert_eq!("refuse".parse(), Ok(Fault::Refuse));
        assert_eq!("delay=250".parse(), Ok(Fault::Delay(Duration::from_millis(250))));
        assert_eq!("drop=0.5".parse(), Ok(Fault::Drop(0.5)));
        assert_eq!("kill-sessions=2".parse(), Ok(Fault::KillSessions(Duration::from_secs(2))));
        assert_eq!(
            "fail=VM.start:2:SR_FULL:a:b".parse(),
            Ok(Fault::Fail {
                method: "VM.start".into(),
                nth: 2,
                failure: Failure::new("SR_FULL", ["a", "b"])
            })
        );
        assert_eq!(
            "sr-full=NFS storage".parse(),
            Ok(Fault::Storage(StorageFault::Full("NFS storage".into())))
        );
        assert_eq!("slow-stream=1000".parse(), Ok(Fault::Storage(StorageFault::Slow(1000))));
        assert_eq!("cut-stream=0".parse(), Ok(Fault::Storage(StorageFault::Cut(0))));
        for bad in ["sr-full", "corrupt=2", "corrupt=NaN", "slow-stream=0", "cut-stream=-1"] {
            assert!(bad.parse::<Fault>().is_err(), "{bad}");
        }
        for bad in
            ["", "delay", "delay=-1", "drop=2", "fail=VM.start", "fail=VM.start:0:X", "storm", "refuse=1"]
        {
            assert!(bad.parse::<Fault>().is_err(), "{bad}");
        }
    }

    #[test]
    fn only_the_nth_call_fails() {
        let faults = Faults::new(vec!["fail=VM.start:2:SR_FULL".parse().unwrap()]);
        assert_eq!(faults.failure_of("VM.start"), None);
        assert_eq!(faults.failure_of("VM.pause"), None);
        assert_eq!(faults.failure_of("VM.start"), Some(Failure::bare("SR_FULL")));
        assert_eq!(faults.failure_of("VM.start"), None);
    }
}
