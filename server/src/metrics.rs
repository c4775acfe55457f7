//! What is counted, and how it is told to those who collect it (OpenMetrics).
#![expect(clippy::disallowed_methods, reason = "the system tells a process of itself by files")]

use std::{
    fmt::Write,
    fs,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use model::{Kind, objects::Server};

use crate::App;

/// Counters of this process.
#[derive(Default)]
pub struct Metrics {
    /// By class of status: 1xx to 5xx.
    answers: [AtomicU64; 5],
    sockets: [Arc<AtomicI64>; 3],
}

/// What a WebSocket is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Socket {
    Feed,
    Rpc,
    Console,
}

const SOCKETS: [(Socket, &str); 3] =
    [(Socket::Feed, "feed"), (Socket::Rpc, "rpc"), (Socket::Console, "console")];

/// An open socket; it counts as long as this lives.
pub struct Open(Arc<AtomicI64>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Metrics {
    pub fn answered(&self, status: u16) {
        if let Some(count) = usize::from(status / 100).checked_sub(1).and_then(|i| self.answers.get(i)) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Counts a socket for as long as the result lives.
    pub fn open(&self, socket: Socket) -> Open {
        let count = self.sockets[socket as usize].clone();
        count.fetch_add(1, Ordering::Relaxed);
        Open(count)
    }
}

/// How many servers are in which state: connected, connecting, disconnected.
pub fn pools(app: &App) -> [(&'static str, usize); 3] {
    let mut states = [("connected", 0), ("connecting", 0), ("disconnected", 0)];
    for server in app.cache.of_kind(Kind::Server) {
        let Ok(server) = server.read::<Server>() else { continue };
        states[server.status as usize].1 += 1;
    }
    states
}

/// Everything as OpenMetrics text.
pub fn text(app: &App) -> String {
    let mut out = String::with_capacity(4096);
    let m = &app.metrics;
    family(&mut out, "xenith_http_answers", "counter", "HTTP answers by class of status.");
    for (i, count) in m.answers.iter().enumerate() {
        sample(&mut out, "xenith_http_answers_total", &format!("status=\"{}xx\"", i + 1), load(count));
    }
    family(&mut out, "xenith_sign_ins_failed", "counter", "Sign-ins that were refused.");
    sample(&mut out, "xenith_sign_ins_failed_total", "", app.accounts.refused() as f64);
    family(&mut out, "xenith_sockets", "gauge", "Open WebSockets by what they are for.");
    for (socket, name) in SOCKETS {
        let open = m.sockets[socket as usize].load(Ordering::Relaxed);
        sample(&mut out, "xenith_sockets", &format!("door=\"{name}\""), open as f64);
    }
    family(&mut out, "xenith_servers", "gauge", "Configured pool connections by state.");
    for (state, count) in pools(app) {
        sample(&mut out, "xenith_servers", &format!("state=\"{state}\""), count as f64);
    }
    family(&mut out, "xenith_pool_restarts", "counter", "Tasks of pools that broke and were started again.");
    sample(&mut out, "xenith_pool_restarts_total", "", app.pools.panics() as f64);
    family(&mut out, "xenith_objects", "gauge", "Objects in the cache by kind.");
    for kind in Kind::ALL {
        let label = format!("type=\"{}\"", kind.as_str());
        sample(&mut out, "xenith_objects", &label, app.cache.count(*kind) as f64);
    }
    family(&mut out, "xenith_changes", "counter", "Changes of objects since the start.");
    sample(&mut out, "xenith_changes_total", "", app.cache.seq() as f64);
    family(&mut out, "process_resident_memory_bytes", "gauge", "Memory that the process holds.");
    sample(&mut out, "process_resident_memory_bytes", "", resident().unwrap_or_default());
    family(&mut out, "process_cpu_seconds", "counter", "Processor time that the process used.");
    sample(&mut out, "process_cpu_seconds_total", "", cpu_seconds().unwrap_or_default());
    out.push_str("# EOF\n");
    out
}

fn load(count: &AtomicU64) -> f64 {
    count.load(Ordering::Relaxed) as f64
}

// Writing into a String cannot fail.
fn family(out: &mut String, name: &str, kind: &str, help: &str) {
    let _ = write!(out, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
}

fn sample(out: &mut String, name: &str, labels: &str, value: f64) {
    let _ = match labels {
        "" => writeln!(out, "{name} {value}"),
        labels => writeln!(out, "{name}{{{labels}}} {value}"),
    };
}

/// From `/proc/self/status`; `None` where there is no such file.
fn resident() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse::<f64>().ok().map(|kib| kib * 1024.0)
}

/// From `/proc/self/stat`, whose ticks are hundredths of a second on every Linux we know.
fn cpu_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |i: usize| fields.get(i)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}
