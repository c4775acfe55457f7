//! Processes under measurement: started on free ports, asked for their memory and CPU time, stopped on drop.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{net::TcpStream, time::Instant};

use crate::{Result, Setting, http};

/// The name and password of the administrator of every measured server.
const NAME: &str = "bench@localhost";
const PASSWORD: &str = "bench-password";

/// A running program.
pub struct Process(Child);

impl Process {
    pub fn spawn(command: &mut Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Ok(Self(child.map_err(|e| format!("{name}: {e}"))?))
    }

    pub fn of(child: Child) -> Self {
        Self(child)
    }

    /// Resident memory in bytes.
    pub fn rss(&self) -> Result<f64> {
        rss(self.0.id())
    }

    /// CPU seconds so far, user and system.
    pub fn cpu(&self) -> Result<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0.id()))?;
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let ticks: f64 =
            after_name.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<f64>().ok()).sum();
        Ok(ticks / 100.0)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // it may have ended by itself
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Resident memory of a process in bytes.
pub fn rss(pid: u32) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    let kib: f64 = line.split_whitespace().next().ok_or("no VmRSS")?.parse()?;
    Ok(kib * 1024.0)
}

/// A port that was free a moment ago on the first loopback addresses.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Waits until something listens.
pub async fn listening(port: u16) -> Result<()> {
    let deadline = Instant::now() + Duration::from_secs(60);
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_err() {
        if Instant::now() > deadline {
            return Err(format!("nothing listens on port {port} after 60 s").into());
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    Ok(())
}

/// `xapi-sim`.
pub struct Sim {
    pub process: Process,
    pub port: u16,
}

impl Sim {
    pub async fn start(setting: &Setting, hosts: u32, vms: u32, more: &[&str]) -> Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(setting.bin.join("xapi-sim"));
        command.args(["--listen", &format!("127.0.0.1:{port}"), "--user", "root", "--password", "secret"]);
        command.args(["--hosts", &hosts.to_string(), "--vms", &vms.to_string()]).args(more);
        let process = Process::spawn(&mut command)?;
        listening(port).await?;
        Ok(Self { process, port })
    }

    /// A session of our own.
    pub async fn login(&self) -> Result<String> {
        let session =
            self.call("session.login_with_password", json!(["root", "secret", "1.0", "bench"])).await?;
        Ok(session.as_str().ok_or("no session")?.to_owned())
    }

    pub async fn call(&self, method: &str, params: Value) -> Result<Value> {
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params }).to_string();
        let answer = http::request(self.port, "POST", "/jsonrpc", "", body.as_bytes()).await?;
        let mut answer: Value = serde_json::from_slice(&answer.body)?;
        match answer.get("error") {
            Some(error) if !error.is_null() => Err(format!("{method}: {error}").into()),
            _ => Ok(answer["result"].take()),
        }
    }
}

/// `xenith-server` with an administrator who is signed in.
pub struct Server {
    pub process: Process,
    pub port: u16,
    pub token: String,
    data: PathBuf,
}

impl Server {
    pub async fn start(setting: &Setting) -> Result<Self> {
        let data = fresh_data(setting)?;
        let port = free_port()?;
        let process = spawn(setting, &data, port)?;
        listening(port).await?;
        let body = json!({ "username": NAME, "password": PASSWORD }).to_string();
        let header = "content-type: application/json\r\n";
        let answer = http::request(port, "POST", "/signin", header, body.as_bytes()).await?;
        let token = answer.cookie("token").ok_or_else(|| format!("no cookie: {}", answer.status))?;
        Ok(Self { process, port, token, data })
    }

    /// A header that says who asks.
    pub fn cookie(&self) -> String {
        format!("cookie: token={}\r\n", self.token)
    }

    pub async fn get(&self, path: &str) -> Result<Value> {
        let answer = http::request(self.port, "GET", path, &self.cookie(), b"").await?;
        if answer.status != 200 {
            return Err(format!("GET {path}: {}", answer.status).into());
        }
        Ok(serde_json::from_slice(&answer.body)?)
    }

    /// Adds a pool and waits until it is connected with all its objects.
    pub async fn add_pool(&self, port: u16) -> Result<()> {
        let body =
            json!({ "host": format!("http://127.0.0.1:{port}"), "username": "root", "password": "secret" });
        let headers = format!("{}content-type: application/json\r\n", self.cookie());
        let answer =
            http::request(self.port, "POST", "/rest/v0/servers", &headers, body.to_string().as_bytes())
                .await?;
        if answer.status != 201 {
            return Err(format!(
                "POST /servers: {} {}",
                answer.status,
                String::from_utf8_lossy(&answer.body)
            )
            .into());
        }
        let deadline = Instant::now() + Duration::from_secs(120);
        loop {
            let servers = self.get("/rest/v0/servers?fields=status,error").await?;
            if servers[0]["status"] == "connected" {
                return Ok(());
            }
            if Instant::now() > deadline {
                return Err(format!("not connected after 120 s: {servers}").into());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // a leftover of a measurement is no reason to stop
        let _ = fs::remove_dir_all(&self.data);
    }
}

/// A data directory of its own that knows the administrator.
pub fn fresh_data(setting: &Setting) -> Result<PathBuf> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let n = COUNT.fetch_add(1, Ordering::Relaxed);
    let data = std::env::temp_dir().join(format!("xenith-bench-{}-{n}", std::process::id()));
    let mut admin = Command::new(setting.bin.join("xenith-server"));
    admin.args(["admin", NAME, "--data"]).arg(&data).env("XENITH_PASSWORD", PASSWORD);
    let status = admin.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    if !status.success() {
        return Err(format!("xenith-server admin: {status}").into());
    }
    Ok(data)
}

/// The server on that data.
pub fn spawn(setting: &Setting, data: &Path, port: u16) -> Result<Process> {
    let mut command = Command::new(setting.bin.join("xenith-server"));
    command.args(["--listen", &format!("127.0.0.1:{port}"), "--data"]).arg(data);
    Process::spawn(&mut command)
}
