//! M3, M4, M11: the first synchronisation of a large pool, and the memory that it leaves.

use std::{
    io::BufRead,
    process::{Command, Stdio},
    time::Instant,
};

use serde::de::IgnoredAny;
use serde_json::json;

use crate::{
    Result, Setting,
    daemon::{Process, Server, Sim},
    http,
    report::{Report, Target, median},
};

pub async fn run(setting: &Setting, report: &mut Report) -> Result<()> {
    let sim = Sim::start(setting, 16, setting.vms, &[]).await?;
    let session = sim.login().await?;
    let classes = classes(&sim).await?;
    let (mut pairs, mut memory, mut total, mut cpu) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut bytes = 0;
    for _ in 0..7 {
        let began = Instant::now();
        bytes = download(&sim, &session, &classes).await?;
        let floor = began.elapsed().as_secs_f64();

        let server = Server::start(setting).await?;
        let before = server.process.rss()?;
        let cpu_before = server.process.cpu()?;
        let began = Instant::now();
        server.add_pool(sim.port).await?;
        pairs.push((began.elapsed().as_secs_f64(), floor));
        cpu.push(server.process.cpu()? - cpu_before);
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        memory.push((server.process.rss()? - before) / bytes as f64);
        total.push(server.process.rss()?);
    }
    let ours: Vec<f64> = pairs.iter().map(|p| p.0).collect();
    let detail =
        format!("{:.2} s for {:.1} MB, {:.2} s CPU", median(&ours), bytes as f64 / 1e6, median(&cpu));
    report.ratio("M4 sync ÷ (download + scan)", &pairs, Target::AtMost(4.0), detail);
    let detail = format!("{} VMs", setting.vms);
    report.add(
        "M3 cache bytes ÷ raw JSON bytes",
        median(&memory),
        "×",
        Target::AtMost(0.8),
        detail,
        json!(memory),
    );

    let peer = peer_memory(&sim)?;
    let ratio = median(&total) / peer;
    let detail = format!("{:.0} MB ÷ {:.0} MB", median(&total) / 1e6, peer / 1e6);
    report.add("M11 server memory ÷ npm xen-api", ratio, "×", Target::AtMost(0.25), detail, json!(total));
    Ok(())
}

/// The classes that can be listed.
async fn classes(sim: &Sim) -> Result<Vec<String>> {
    let methods = sim.call("system.listMethods", json!([])).await?;
    let methods: Vec<String> = serde_json::from_value(methods)?;
    Ok(methods.iter().filter_map(|m| m.strip_suffix(".get_all_records")).map(Into::into).collect())
}

/// Downloads every class and scans it as cheaply as can be. Answers the bytes.
async fn download(sim: &Sim, session: &str, classes: &[String]) -> Result<usize> {
    let mut bytes = 0;
    for class in classes {
        let method = format!("{class}.get_all_records");
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": [session] }).to_string();
        let answer = http::request(sim.port, "POST", "/jsonrpc", "", body.as_bytes()).await?;
        bytes += answer.body.len();
        let _: IgnoredAny = serde_json::from_slice(&answer.body)?;
    }
    Ok(bytes)
}

/// Memory of npm's `xen-api` when it holds the same pool.
fn peer_memory(sim: &Sim) -> Result<f64> {
    let mut child = Command::new("node")
        .args(["tests/clients/hold.mjs", &format!("http://root:secret@127.0.0.1:{}", sim.port)])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let out = child.stdout.take().ok_or("no output")?;
    let process = Process::of(child);
    let mut line = String::new();
    std::io::BufReader::new(out).read_line(&mut line)?;
    if line.trim() != "ready" {
        return Err("npm xen-api did not get ready; run scripts/setup test".into());
    }
    process.rss()
}
