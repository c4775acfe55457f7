//! The simulator itself: what it costs to start, to tell events and to write records, so that nobody mistakes its
//! limits for ours.

use std::{
    net::Ipv4Addr,
    process::Command,
    time::{Duration, Instant},
};

use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    Result, Setting,
    daemon::{self, Process, Sim},
    floor::Floor,
    http::{self, find},
    report::{Report, Target, median},
};

const POOLS: u16 = 20;
/// Events a second to one subscriber.
const RATE: f64 = 5000.0;

pub async fn run(setting: &Setting, report: &mut Report) -> Result<()> {
    start(setting, report).await?;
    events(setting, report).await?;
    records(setting, report).await
}

/// Many pools, until the last of them listens.
async fn start(setting: &Setting, report: &mut Report) -> Result<()> {
    let (mut cpu, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let port = ports(POOLS)?;
        let mut command = Command::new(setting.bin.join("xapi-sim"));
        command.args(["--listen", &format!("127.0.0.1:{port}"), "--pools", &POOLS.to_string()]);
        command.args(["--hosts", "16", "--vms", "500"]);
        let process = Process::spawn(&mut command)?;
        daemon::listening(port + POOLS - 1).await?;
        cpu.push(process.cpu()?);
        memory.push(process.rss()? / 1e6);
    }
    let what = "20 pools of 16 hosts and 500 VMs";
    report.add("sim: start, CPU", median(&cpu), "s", Target::AtMost(3.0), what.into(), json!(cpu));
    report.add("sim: memory", median(&memory), "MB", Target::AtMost(400.0), what.into(), json!(memory));
    Ok(())
}

/// The first of several ports in a row that were free a moment ago.
fn ports(count: u16) -> Result<u16> {
    for _ in 0..100 {
        let first = daemon::free_port()?;
        let free = |port: u16| std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
        if first.checked_add(count).is_some() && (first..first + count).all(free) {
            return Ok(first);
        }
    }
    Err("no ports in a row".into())
}

/// What one subscriber hears of a busy pool, and what telling it costs. The changes themselves are part of the cost.
async fn events(setting: &Setting, report: &mut Report) -> Result<()> {
    let sim = Sim::start(setting, 16, setting.vms, &["--churn", "7000"]).await?;
    let session = sim.login().await?;
    let mut connection = Connection::open(sim.port).await?;
    let call = |token: &str| json!({"jsonrpc": "2.0", "id": 1, "method": "event.from", "params": [session, ["*"], token, 30.0]});
    // The first answer holds everything there is.
    let mut token = last_token(connection.post(&call("").to_string()).await?)?;
    let mut samples = Vec::new();
    for _ in 0..5 {
        let (begun, before) = (Instant::now(), sim.process.cpu()?);
        let (mut told, mut answers) = (0, 0);
        while begun.elapsed() < Duration::from_secs(4) {
            let answer = connection.post(&call(&token).to_string()).await?;
            told += count(answer, b"\"operation\":\"");
            answers += 1;
            token = last_token(answer)?;
        }
        let seconds = begun.elapsed().as_secs_f64();
        samples.push((f64::from(told) / seconds, (sim.process.cpu()? - before) / seconds, answers));
    }
    let rates: Vec<f64> = samples.iter().map(|s| s.0).collect();
    let cores: Vec<f64> = samples.iter().map(|s| s.1 * RATE / s.0).collect();
    let detail = format!("{} VMs, all classes, as JSON", setting.vms);
    report.add(
        "sim: events to one subscriber",
        median(&rates),
        "/s",
        Target::AtLeast(RATE),
        detail,
        json!(samples),
    );
    let detail = format!("cores for {RATE} events/s, changes and all");
    report.add("sim: CPU of its events", median(&cores), "cores", Target::AtMost(0.5), detail, json!(cores));
    Ok(())
}

/// All records of the VMs, against serde_json that writes the same to a socket.
async fn records(setting: &Setting, report: &mut Report) -> Result<()> {
    let sim = Sim::start(setting, 16, setting.vms, &[]).await?;
    let session = sim.login().await?;
    let floor = Floor::start().await?;
    let call =
        json!({"jsonrpc": "2.0", "id": 1, "method": "VM.get_all_records", "params": [session]}).to_string();
    let mut ours = Connection::open(sim.port).await?;
    let text = ours.post(&call).await?.to_vec();
    let bytes = text.len() as f64;
    http::request(floor.port, "POST", "/records", "content-type: application/json\r\n", &text).await?;
    let mut theirs = Connection::open(floor.port).await?;
    let (mut pairs, mut cpu) = (Vec::new(), Vec::new());
    for _ in 0..9 {
        let (begun, before) = (Instant::now(), sim.process.cpu()?);
        ours.post(&call).await?;
        let (own, own_cpu) = (begun.elapsed().as_secs_f64(), sim.process.cpu()? - before);
        let (begun, before) = (Instant::now(), floor.process.cpu()?);
        theirs.get("/records").await?;
        let (other, other_cpu) = (begun.elapsed().as_secs_f64(), floor.process.cpu()? - before);
        pairs.push((bytes / own, bytes / other));
        cpu.push((own_cpu, other_cpu));
    }
    let sum = |of: fn(&(f64, f64)) -> f64| cpu.iter().map(of).sum::<f64>() / cpu.len() as f64;
    let detail = format!(
        "{:.0} MB/s of {:.1} MB; CPU {:.0} ms, theirs {:.0} ms",
        median(&pairs.iter().map(|p| p.0).collect::<Vec<_>>()) / 1e6,
        bytes / 1e6,
        sum(|c| c.0) * 1e3,
        sum(|c| c.1) * 1e3,
    );
    report.ratio("sim: VM.get_all_records ÷ serde_json, bytes/s", &pairs, Target::AtLeast(0.5), detail);
    Ok(())
}

/// A connection that is kept, and room for what comes.
struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(port: u16) -> Result<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: vec![0; 1 << 20] })
    }

    async fn post(&mut self, body: &str) -> Result<&[u8]> {
        let head = format!("POST /jsonrpc HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n", body.len());
        self.ask(&(head + body)).await
    }

    async fn get(&mut self, path: &str) -> Result<&[u8]> {
        self.ask(&format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n")).await
    }

    async fn ask(&mut self, request: &str) -> Result<&[u8]> {
        self.stream.write_all(request.as_bytes()).await?;
        let (mut filled, mut end) = (0, None);
        loop {
            if self.buffer.len() - filled < 1 << 16 {
                self.buffer.resize(self.buffer.len() * 2, 0);
            }
            let read = self.stream.read(&mut self.buffer[filled..]).await?;
            if read == 0 {
                return Err("closed in the middle of an answer".into());
            }
            filled += read;
            if end.is_none()
                && let Some(at) = find(&self.buffer[..filled.min(4096)], b"\r\n\r\n")
            {
                let head = std::str::from_utf8(&self.buffer[..at])?.to_ascii_lowercase();
                let length = head.lines().find_map(|l| l.strip_prefix("content-length:"));
                end = Some((at + 4, at + 4 + length.ok_or("no content length")?.trim().parse::<usize>()?));
            }
            if let Some((start, end)) = end.filter(|(_, end)| filled >= *end) {
                return Ok(&self.buffer[start..end]);
            }
        }
    }
}

fn count(text: &[u8], what: &[u8]) -> u32 {
    text.windows(what.len()).filter(|w| w == &what).count() as u32
}

/// The token at the end of an answer.
fn last_token(answer: &[u8]) -> Result<String> {
    let tail = std::str::from_utf8(&answer[answer.len().saturating_sub(200)..])?;
    let token = tail.rsplit_once("\"token\":\"").and_then(|(_, rest)| rest.split('"').next());
    Ok(token.ok_or("no token")?.to_owned())
}
