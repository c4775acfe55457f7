//! What the simulator itself can do, so that nobody mistakes its limits for a client's: `xapi-sim --bench`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::config::Config;
use crate::data::value::{Str, Value};
use crate::error::Failure;
use crate::generic;
use crate::sim::{Sim, StartError};
use crate::wire::writer::{Format, Writer};

/// Runs of each measurement; the median counts.
const RUNS: usize = 7;

/// Rates measured in this process.
#[derive(Debug, serde::Serialize)]
pub struct Report {
    /// VMs, and objects in all.
    pub vms: usize,
    pub objects: usize,
    /// From the start to listening, seconds.
    pub start_seconds: f64,
    /// MB/s of `VM.get_all_records` written from the database.
    pub records_mb_per_s: f64,
    /// MB/s of serde_json writing the same records.
    pub serde_json_mb_per_s: f64,
    /// Changed objects per second written as events to one subscriber.
    pub events_per_s: f64,
    /// Calls per second that one client gets answered over one connection, by wire format.
    pub json_calls_per_s: f64,
    pub xml_calls_per_s: f64,
    /// The same records to that client over a connection, and those written by serde_json.
    pub records_socket_mb_per_s: f64,
    pub serde_json_socket_mb_per_s: f64,
    /// Events told to one subscriber over a connection while the pool changes as fast as the machine can, the changes
    /// themselves and the reading included.
    pub told_events_per_s: f64,
    /// Cores that this takes for each 5,000 events per second.
    pub cores_for_5000_events_per_s: f64,
}

/// Why nothing could be measured.
#[derive(Debug)]
pub enum BenchError {
    Start(StartError),
    Socket(std::io::Error),
    Call(Failure),
}

impl std::fmt::Display for BenchError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BenchError::Start(_) => f.write_str("the simulator did not start"),
            BenchError::Socket(_) => f.write_str("a connection to it failed"),
            BenchError::Call(_) => f.write_str("a call was refused"),
        }
    }
}

impl std::error::Error for BenchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            BenchError::Start(error) => Some(error),
            BenchError::Socket(error) => Some(error),
            BenchError::Call(failure) => Some(failure),
        }
    }
}

impl From<std::io::Error> for BenchError {
    fn from(error: std::io::Error) -> BenchError {
        BenchError::Socket(error)
    }
}

/// Measures a pool of the configured size.
pub async fn run(config: Config) -> Result<Report, BenchError> {
    let begun = Instant::now();
    let config = Config { tls: false, ..config };
    let sim = Sim::start(config.clone()).await.map_err(BenchError::Start)?;
    let start_seconds = begun.elapsed().as_secs_f64();
    let pool = sim.first().pool();
    let records = || {
        pool.read(|db| {
            let mut out = Writer::new(Format::Json);
            if let Some(id) = db.schema.class_id("VM") {
                out.reserve(db.tables[id].len() * 4600);
                generic::records(db, id, db.tables[id].iter(), &mut out);
            }
            out.finish()
        })
    };
    let text = records();
    let parsed: Json = serde_json::from_slice(&text).unwrap_or_default();
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    for _ in 0..RUNS {
        ours.push(timed(records));
        let serde = || {
            let mut out = Vec::with_capacity(text.len());
            // Writing into a Vec does not fail.
            let _ = serde_json::to_writer(&mut out, &parsed);
            out
        };
        theirs.push(timed(serde));
    }
    let events = events(&sim);
    let mut client = Client::login(&sim, &config).await?;
    let json_calls_per_s = client.calls(Format::Json).await?;
    let xml_calls_per_s = client.calls(Format::Xml).await?;
    let records_socket = client.records().await?;
    let serde_socket = over_a_socket(Arc::new(parsed)).await?;
    let (told, cores) = client.events(&sim).await?;
    Ok(Report {
        vms: sim.first().count("VM"),
        objects: pool.read(|db| db.tables.iter().map(|t| t.len()).sum()),
        start_seconds,
        records_mb_per_s: text.len() as f64 / 1e6 / median(&mut ours),
        serde_json_mb_per_s: text.len() as f64 / 1e6 / median(&mut theirs),
        events_per_s: events,
        json_calls_per_s,
        xml_calls_per_s,
        records_socket_mb_per_s: text.len() as f64 / 1e6 / records_socket,
        serde_json_socket_mb_per_s: text.len() as f64 / 1e6 / serde_socket,
        told_events_per_s: told,
        cores_for_5000_events_per_s: cores * 5000.0 / told,
    })
}

/// Changes a thousand VMs and writes their events, again and again.
fn events(sim: &Sim) -> f64 {
    const PORTION: usize = 1000;
    let pool = sim.first().pool();
    let vms: Vec<_> = pool.read(|db| db.refs("VM")).into_iter().take(PORTION).collect();
    let mut seconds = Vec::new();
    for run in 0..RUNS {
        seconds.push(timed(|| {
            let since = pool.read(|db| db.clock);
            pool.write(|db| {
                for vm in &vms {
                    // They were listed a moment ago and nobody removes any.
                    let _ = db.set("VM", vm, "user_version", Value::Int(run as i64 + 100));
                }
            });
            let mut out = Writer::new(Format::Json);
            pool.read(|db| crate::event::everything_since(db, since, &mut out));
            out.finish()
        }));
    }
    vms.len() as f64 / median(&mut seconds)
}

/// How long rates over a connection are measured.
const WATCH: Duration = Duration::from_secs(2);

/// One client at the other end of one connection.
struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
    session: Str,
}

impl Client {
    async fn login(sim: &Sim, config: &Config) -> Result<Client, BenchError> {
        let stream = TcpStream::connect(sim.address()).await?;
        stream.set_nodelay(true)?;
        let mut client = Client { stream, buffer: vec![0; 1 << 20], session: "".into() };
        let login = json!([config.user, config.password, "1.0", "bench"]);
        let answer = client.json("session.login_with_password", login).await?;
        let answer: Json = serde_json::from_slice(answer).unwrap_or_default();
        match answer["result"].as_str() {
            Some(session) => client.session = session.into(),
            None => return Err(BenchError::Call(Failure::internal(answer["error"].to_string()))),
        }
        Ok(client)
    }

    async fn json(&mut self, method: &str, params: Json) -> Result<&[u8], BenchError> {
        let body = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).to_string();
        self.post("/jsonrpc", &body).await
    }

    async fn post(&mut self, path: &str, body: &str) -> Result<&[u8], BenchError> {
        let head = format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n", body.len());
        self.stream.write_all((head + body).as_bytes()).await?;
        let (mut filled, mut wanted) = (0, None);
        loop {
            if self.buffer.len() - filled < 1 << 16 {
                self.buffer.resize(self.buffer.len() * 2, 0);
            }
            let read = self.stream.read(&mut self.buffer[filled..]).await?;
            if read == 0 {
                return Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof).into());
            }
            filled += read;
            let head = &self.buffer[..filled.min(4096)];
            if wanted.is_none()
                && let Some(at) = head.windows(4).position(|w| w == b"\r\n\r\n")
            {
                let head = String::from_utf8_lossy(&head[..at]).to_ascii_lowercase();
                let length = head.lines().find_map(|l| l.strip_prefix("content-length:"));
                let length = length.and_then(|l| l.trim().parse::<usize>().ok());
                wanted = Some((at + 4, at + 4 + length.unwrap_or(0)));
            }
            if let Some((start, end)) = wanted.filter(|(_, end)| filled >= *end) {
                return Ok(&self.buffer[start..end]);
            }
        }
    }

    /// Calls per second: the record of the pool, again and again.
    async fn calls(&mut self, format: Format) -> Result<f64, BenchError> {
        let session = self.session.to_string();
        let (path, body) = match format {
            Format::Json => {
                let call =
                    json!({"jsonrpc": "2.0", "id": 1, "method": "pool.get_all_records", "params": [session]});
                ("/jsonrpc", call.to_string())
            }
            Format::Xml => (
                "/",
                format!(
                    "<methodCall><methodName>pool.get_all_records</methodName><params><param><value>{session}\
                     </value></param></params></methodCall>"
                ),
            ),
        };
        let (begun, mut count) = (Instant::now(), 0);
        while begun.elapsed() < WATCH {
            self.post(path, &body).await?;
            count += 1;
        }
        Ok(f64::from(count) / begun.elapsed().as_secs_f64())
    }

    /// Seconds that all records of the VMs take.
    async fn records(&mut self) -> Result<f64, BenchError> {
        let mut seconds = Vec::new();
        for _ in 0..RUNS {
            let begun = Instant::now();
            let session = self.session.to_string();
            self.json("VM.get_all_records", json!([session])).await?;
            seconds.push(begun.elapsed());
        }
        Ok(median(&mut seconds))
    }

    /// Events told per second, and the cores in use meanwhile.
    async fn events(&mut self, sim: &Sim) -> Result<(f64, f64), BenchError> {
        let pool = sim.first().pool().clone();
        let vms = pool.read(|db| db.refs("VM"));
        let stop = Arc::new(AtomicBool::new(false));
        let changing = tokio::spawn({
            let stop = stop.clone();
            async move {
                for round in 1000i64.. {
                    // As many as are told at once, about.
                    for some in vms.chunks(500) {
                        pool.write(|db| {
                            for vm in some {
                                // They were listed a moment ago and nobody removes any.
                                let _ = db.set("VM", vm, "user_version", Value::Int(round));
                            }
                        });
                        if stop.load(Ordering::Relaxed) {
                            return;
                        }
                        tokio::time::sleep(Duration::from_millis(25)).await;
                    }
                }
            }
        });
        let session = self.session.to_string();
        let now = |answer: &[u8]| {
            let tail = String::from_utf8_lossy(&answer[answer.len().saturating_sub(200)..]).into_owned();
            let token = tail.rsplit_once("\"token\":\"").map(|(_, rest)| rest.to_owned());
            token.and_then(|t| t.split('"').next().map(str::to_owned)).unwrap_or_default()
        };
        let mut token = now(self.json("event.from", json!([session, ["vm"], "", 0.0])).await?);
        let (begun, before) = (Instant::now(), cpu_seconds());
        let mut told = 0;
        while begun.elapsed() < WATCH {
            let answer = self.json("event.from", json!([session, ["vm"], token, 10.0])).await?;
            let mark = b"\"operation\":\"";
            told += answer.windows(mark.len()).filter(|w| w == mark).count();
            token = now(answer);
        }
        let seconds = begun.elapsed().as_secs_f64();
        let cores = (cpu_seconds() - before) / seconds;
        stop.store(true, Ordering::Relaxed);
        // It ends at its next look; if it panicked there is nothing more to measure.
        let _ = changing.await;
        Ok((told as f64 / seconds, cores))
    }
}

/// CPU seconds of this process so far; nothing where the system does not tell.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// Seconds that serde_json takes to write records to a connection, and the other end to read them.
async fn over_a_socket(records: Arc<Json>) -> Result<f64, BenchError> {
    let listener = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let writing = tokio::spawn(async move {
        for _ in 0..RUNS {
            let (mut stream, _) = listener.accept().await?;
            let text = serde_json::to_vec(&*records)?;
            stream.write_all(&text).await?;
        }
        Ok::<_, std::io::Error>(())
    });
    let (mut seconds, mut buffer) = (Vec::new(), vec![0; 1 << 20]);
    for _ in 0..RUNS {
        let begun = Instant::now();
        let mut stream = TcpStream::connect(address).await?;
        while stream.read(&mut buffer).await? > 0 {}
        seconds.push(begun.elapsed());
    }
    match writing.await {
        Ok(done) => done?,
        Err(error) => return Err(std::io::Error::other(error).into()),
    }
    Ok(median(&mut seconds))
}

fn timed<R>(work: impl FnOnce() -> R) -> Duration {
    let begun = Instant::now();
    let result = work();
    let took = begun.elapsed();
    drop(result);
    took
}

fn median(durations: &mut [Duration]) -> f64 {
    durations.sort();
    durations[durations.len() / 2].as_secs_f64().max(1e-9)
}
