//! Clients that others wrote: PyPI's `XenAPI` and npm's `xen-api`, run as they are by the suites in `tests/clients`.
//! `scripts/setup test` installs them.

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

/// Runs a suite against a pool; what it printed.
async fn suite(program: PathBuf, script: &str, sim: &Sim, more: &[&str]) -> Value {
    let name = program.display().to_string();
    let mut command = Command::new(program);
    command
        .arg(folder().join(script))
        .args([sim.url().as_str(), "root", "xenith"])
        .args(more)
        .stdin(Stdio::null());
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap();
    let output = output.unwrap_or_else(|error| panic!("{name}: {error}; run scripts/setup test"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{script}: {}\n{}", output.status, text(&output.stderr));
    serde_json::from_str(text(&output.stdout).trim()).unwrap()
}

fn config(tls: bool) -> Config {
    // Slow enough for the states of a boot to be seen one by one.
    Config { tls, hosts: 2, vms: 40, speed: 4.0, ..Config::test() }
}

async fn python_suite(tls: bool) {
    assert!(python().exists(), "{} is missing; run scripts/setup test", python().display());
    let sim = Sim::start(config(tls)).await.unwrap();
    let seen = suite(python(), "xenapi_suite.py", &sim, &[]).await;
    assert!(seen["classes"].as_u64().unwrap() > 55, "{seen}");
    assert_eq!(seen["vms"], sim.first().count("VM"));
    assert_eq!(sim.first().sessions(), 0, "every session was ended");
}

async fn node_suite(transport: &str, tls: bool) {
    assert!(
        folder().join("node_modules/xen-api").exists(),
        "npm packages are missing; run scripts/setup test"
    );
    let sim = Sim::start(config(tls)).await.unwrap();
    let seen = suite("node".into(), "xen_api_suite.mjs", &sim, &[transport]).await;
    assert!(seen["classes"].as_u64().unwrap() > 55, "{seen}");
    assert_eq!(seen["vms"], sim.first().count("VM"));
}

#[tokio::test]
async fn xenapi_over_http() {
    python_suite(false).await;
}

#[tokio::test]
async fn xenapi_over_https() {
    python_suite(true).await;
}

/// XVA archives, recomputed and rebuilt by Python's `tarfile`, `hashlib` and `gzip`, and PyPI's `xxhash`.
#[tokio::test]
async fn xva_is_what_others_take_for_xva() {
    assert!(python().exists(), "{} is missing; run scripts/setup test", python().display());
    let sim = Sim::start(Config { vms: 20, ..Config::test() }).await.unwrap();
    let seen = suite(python(), "xva_suite.py", &sim, &[]).await;
    assert_eq!(seen["imported"], 3, "{seen}");
    assert_eq!(sim.first().sessions(), 0, "every session was ended");
}

#[tokio::test]
async fn xen_api_by_json() {
    node_suite("json-rpc", false).await;
}

#[tokio::test]
async fn xen_api_by_xml() {
    node_suite("xml-rpc", false).await;
}

#[tokio::test]
async fn xen_api_over_https() {
    node_suite("auto", true).await;
}
