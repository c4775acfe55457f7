//! Clients that others wrote: PyPI's `XenAPI` and npm's `xen-api`, run as they are by the suites in
//! `tests/clients/xapi`, each with a simulator of its own. `scripts/setup test` installs them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use sim::{Config, Sim};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/clients")
}

/// The Python that `scripts/setup` installed `XenAPI` for; the same rule as in `scripts/lib.sh`.
fn python() -> PathBuf {
    let under = |name: &str, rest: &str| std::env::var_os(name).map(|base| PathBuf::from(base).join(rest));
    let cache = under("XENITH_CACHE", "")
        .or_else(|| under("XDG_CACHE_HOME", "xenith"))
        .or_else(|| under("HOME", ".cache/xenith"))
        .unwrap_or_else(|| PathBuf::from("/root/.cache/xenith"));
    cache.join("python/bin/python")
}

/// What a suite runs against: three hosts, and a socket over which it asks for faults.
fn config() -> Config {
    Config { hosts: 3, vms: 40, control: Some(([127, 0, 0, 1], 0).into()), ..Config::test() }
}

/// Runs a suite against a pool; what it printed.
async fn suite(program: PathBuf, script: &str, more: &[&str], config: Config) -> Value {
    let name = program.display().to_string();
    let installed =
        if script.ends_with(".py") { program.exists() } else { folder().join("node_modules").exists() };
    assert!(installed, "{name} or its packages are missing; run scripts/setup test");
    let sim = Sim::start(config).await.unwrap();
    let control = format!("http://{}", sim.control_address().unwrap());
    let mut command = Command::new(program);
    command
        .arg(folder().join("xapi").join(script))
        .args([sim.url().as_str(), "root", "xenith", &control])
        .args(more)
        .env("PYTHONWARNINGS", "ignore")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::null());
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap();
    let output = output.unwrap_or_else(|error| panic!("{name}: {error}; run scripts/setup test"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{script}: {}\n{}", output.status, text(&output.stderr));
    // Sessions that a fault said were gone are not, and nobody ends them.
    if !script.starts_with("faults") {
        assert_eq!(sim.first().sessions(), 0, "{script}: every session was ended");
    }
    serde_json::from_str(text(&output.stdout).trim()).unwrap()
}

async fn by_python(topic: &str, config: Config) -> Value {
    suite(python(), &format!("{topic}.py"), &[], config).await
}

async fn by_node(topic: &str, transport: &str, config: Config) -> Value {
    suite("node".into(), &format!("{topic}.mjs"), &[transport], config).await
}

/// The suites of one topic: by Python, and by JavaScript over both of its transports.
macro_rules! topics {
    ($($topic:ident => $speed:literal),+ $(,)?) => {$(
        mod $topic {
            use super::*;

            fn paced() -> Config {
                Config { speed: $speed, ..config() }
            }

            #[tokio::test]
            async fn python() {
                by_python(stringify!($topic), paced()).await;
            }

            #[tokio::test]
            async fn json_rpc() {
                by_node(stringify!($topic), "json-rpc", paced()).await;
            }

            #[tokio::test]
            async fn xml_rpc() {
                by_node(stringify!($topic), "xml-rpc", paced()).await;
            }
        }
    )+};
}

topics! {
    // Slow enough for the states of a boot to be seen one by one.
    life => 6.0,
    snapshots => 20.0,
    disks => 20.0,
    events => 10.0,
    faults => 20.0,
    failover => 20.0,
}

/// Reading everything: as much as there is.
fn everything_read(seen: &Value) {
    assert!(seen["classes"].as_u64().unwrap() > 55, "{seen}");
    assert!(seen["vms"].as_u64().unwrap() > 40, "{seen}");
}

#[tokio::test]
async fn reading_by_python() {
    everything_read(&by_python("reading", config()).await);
}

#[tokio::test]
async fn reading_by_json_rpc() {
    everything_read(&by_node("reading", "json-rpc", config()).await);
}

/// XVA archives, recomputed and rebuilt by Python's `tarfile`, `hashlib` and `gzip`, and PyPI's `xxhash`.
#[tokio::test]
async fn xva_is_what_others_take_for_xva() {
    let seen = by_python("xva", config()).await;
    assert_eq!(seen["imported"], 3, "{seen}");
}

#[tokio::test]
async fn reading_by_xml_rpc() {
    everything_read(&by_node("reading", "xml-rpc", config()).await);
}

#[tokio::test]
async fn all_over_https() {
    let config = || Config { tls: true, ..config() };
    everything_read(&by_python("reading", config()).await);
    everything_read(&by_node("reading", "auto", config()).await);
    by_python("disks", config()).await;
    by_node("disks", "auto", config()).await;
}
