//! How faults are written.

use std::str::FromStr;
use std::time::Duration;

use crate::error::Failure;
use crate::fault::{Fault, Kind, Scope, StorageFault};

const KNOWN: &str = "refuse, reset, half-open, delay=MS, drop[=P], stall, slow-headers=S, content-type=TYPE, http-500, \
                     fail=METHOD:N:CODE[:PARAM…], too-many-pending, hold=OPERATION:S, emergency=CODE[:PARAM…], \
                     kill-sessions=S, lose-deletions, rewind-token=N, future-token=N, lose-task, late-task=S, \
                     repeat-task-end, storm=N:S, dangling=CLASS.FIELD:N, no-agent=VM, hang-shutdown=VM, rrd-nan, \
                     clock-jump=S, restart=keep|lose, master=J, certificate, sr-full=SR, corrupt=P, \
                     slow-stream=BYTES_PER_S, cut-stream=BYTES";

impl FromStr for Fault {
    type Err = String;

    fn from_str(spec: &str) -> Result<Fault, String> {
        let mut scope = Scope::default();
        let mut rest = spec;
        // Parameters of errors may hold commas, so only what reads as a scope is taken off the end.
        while let Some((before, last)) = rest.rsplit_once(',') {
            let Some((name, value)) = last.split_once('=') else { break };
            let wrong = || format!("{last:?} is not understood");
            match name {
                "p" => scope.chance = probability(value).ok_or_else(wrong)?,
                "times" => scope.times = Some(value.parse().ok().filter(|n| *n > 0).ok_or_else(wrong)?),
                "host" => scope.host = Some(value.parse().map_err(|_| wrong())?),
                "method" => scope.method = Some(value.to_owned()),
                _ => break,
            }
            rest = before;
        }
        let (name, value) = rest.split_once('=').unwrap_or((rest, ""));
        let kind = match value {
            "" => bare(name),
            value => with_value(name, value, &mut scope),
        };
        let kind = kind.ok_or_else(|| format!("fault {spec:?} is not understood; there are {KNOWN}"))?;
        Ok(Fault { kind, scope })
    }
}

fn bare(name: &str) -> Option<Kind> {
    Some(match name {
        "refuse" => Kind::Refuse,
        "reset" => Kind::Reset,
        "half-open" => Kind::HalfOpen,
        "drop" => Kind::Drop,
        "stall" => Kind::Stall,
        "http-500" => Kind::Http500,
        "too-many-pending" => Kind::TooManyPending,
        "lose-deletions" => Kind::LoseDeletions,
        "lose-task" => Kind::LoseTask,
        "repeat-task-end" => Kind::RepeatTaskEnd,
        "rrd-nan" => Kind::RrdNan,
        "certificate" => Kind::Certificate,
        _ => return None,
    })
}

fn with_value(name: &str, value: &str, scope: &mut Scope) -> Option<Kind> {
    Some(match name {
        "drop" => {
            scope.chance = probability(value)?;
            Kind::Drop
        }
        "delay" => Kind::Delay(Duration::try_from_secs_f64(value.parse::<f64>().ok()? / 1000.0).ok()?),
        "slow-headers" => Kind::SlowHeaders(seconds(value)?),
        "content-type" => {
            // It goes into a head as it is.
            if !value.bytes().all(|b| (b' '..=b'~').contains(&b)) {
                return None;
            }
            Kind::ContentType(if value == "wrong" { "text/html".to_owned() } else { value.to_owned() })
        }
        "fail" => {
            let mut parts = value.split(':').map(str::to_owned);
            let method = parts.next().filter(|m| m.contains('.'))?;
            let nth = match parts.next()?.as_str() {
                "*" => None,
                n => Some(n.parse().ok().filter(|n| *n > 0)?),
            };
            Kind::Fail { method, nth, failure: failure(parts)? }
        }
        "hold" => {
            let (operation, lasts) = value.rsplit_once(':')?;
            Kind::Hold { operation: operation.to_owned(), lasts: seconds(lasts)? }
        }
        "emergency" => Kind::Emergency(failure(value.split(':').map(str::to_owned))?),
        "kill-sessions" => Kind::KillSessions(seconds(value).filter(|s| !s.is_zero())?),
        "rewind-token" => Kind::RewindToken(value.parse().ok()?),
        "future-token" => Kind::FutureToken(value.parse().ok()?),
        "late-task" => Kind::LateTask(seconds(value)?),
        "storm" => {
            let (rate, lasts) = value.split_once(':')?;
            let per_second = rate.parse::<f64>().ok().filter(|r| *r > 0.0 && r.is_finite())?;
            Kind::Storm { per_second, lasts: seconds(lasts)? }
        }
        "dangling" => {
            let (what, count) = value.split_once(':').unwrap_or((value, "1"));
            let (class, field) = what.split_once('.')?;
            Kind::Dangling { class: class.to_owned(), field: field.to_owned(), count: count.parse().ok()? }
        }
        "no-agent" => Kind::NoAgent(value.to_owned()),
        "hang-shutdown" => Kind::HangShutdown(value.to_owned()),
        "clock-jump" => Kind::ClockJump(value.parse().ok()?),
        "restart" => Kind::Restart {
            keep: matches!(value, "keep").then_some(true).or((value == "lose").then_some(false))?,
        },
        "master" => Kind::Master(value.parse().ok()?),
        _ => Kind::Storage(StorageFault::parse(name, value)?),
    })
}

fn failure(mut parts: impl Iterator<Item = String>) -> Option<Failure> {
    let code = parts.next().filter(|c| !c.is_empty())?;
    Some(Failure { code, params: parts.collect() })
}

fn probability(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|p| (0.0..=1.0).contains(p))
}

fn seconds(text: &str) -> Option<Duration> {
    Duration::try_from_secs_f64(text.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(spec: &str) -> Kind {
        spec.parse::<Fault>().unwrap_or_else(|e| panic!("{e}")).kind
    }

    #[test]
    fn specs_are_read() {
        assert_eq!(kind("refuse"), Kind::Refuse);
        assert_eq!(kind("reset"), Kind::Reset);
        assert_eq!(kind("delay=250"), Kind::Delay(Duration::from_millis(250)));
        assert_eq!("drop=0.5".parse::<Fault>().unwrap().scope.chance, 0.5);
        assert_eq!(kind("kill-sessions=2"), Kind::KillSessions(Duration::from_secs(2)));
        assert_eq!(kind("content-type=wrong"), Kind::ContentType("text/html".into()));
        assert_eq!(kind("clock-jump=-86400"), Kind::ClockJump(-86_400));
        assert_eq!(kind("restart=lose"), Kind::Restart { keep: false });
        assert_eq!(
            kind("fail=VM.start:2:SR_FULL:a:b"),
            Kind::Fail {
                method: "VM.start".into(),
                nth: Some(2),
                failure: Failure::new("SR_FULL", ["a", "b"])
            }
        );
        assert_eq!(kind("sr-full=NFS storage"), Kind::Storage(StorageFault::Full("NFS storage".into())));
        assert_eq!(kind("slow-stream=1000"), Kind::Storage(StorageFault::Slow(1000)));
        assert_eq!(kind("cut-stream=0"), Kind::Storage(StorageFault::Cut(0)));
        let every = kind("fail=VM.start:*:SR_FULL");
        assert!(matches!(every, Kind::Fail { nth: None, .. }), "{every:?}");
        assert_eq!(
            kind("dangling=VBD.VDI:3"),
            Kind::Dangling { class: "VBD".into(), field: "VDI".into(), count: 3 }
        );
    }

    #[test]
    fn scopes_are_read_off_the_end() {
        let fault: Fault = "stall,method=VM.get_all_records,times=1,p=0.5,host=2".parse().unwrap();
        assert_eq!(fault.kind, Kind::Stall);
        let method = Some("VM.get_all_records".to_owned());
        assert_eq!(fault.scope, Scope { chance: 0.5, times: Some(1), host: Some(2), method });
        let Kind::Fail { failure, .. } = kind("fail=VM.start:1:X:a, b=c,d,times=3") else { panic!() };
        assert_eq!(failure, Failure::new("X", ["a, b=c,d"]));
    }

    #[test]
    fn nonsense_is_refused() {
        for bad in [
            "",
            "delay",
            "delay=-1",
            "drop=2",
            "fail=VM.start",
            "fail=VM.start:0:X",
            "storm",
            "storm=0:1",
            "refuse=1",
            "refuse,p=2",
            "refuse,times=0",
            "refuse,often=1",
            "restart=maybe",
            "content-type=a\r\nb",
            "dangling=VM",
            "sr-full",
            "corrupt=2",
            "corrupt=NaN",
            "slow-stream=0",
            "cut-stream=-1",
        ] {
            assert!(bad.parse::<Fault>().is_err(), "{bad}");
        }
    }
}
