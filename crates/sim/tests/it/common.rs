//! A small JSON-RPC client over a socket of its own, knowing nothing of the simulator's insides.

use serde_json::{Value, json};
use sim::{Config, Sim};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The reference to nothing.
pub const NULL: &str = "OpaqueRef:NULL";

/// A connection with a session.
pub struct Client {
    pub address: SocketAddr,
    pub session: String,
}

/// Posts a body; the status line and the body of the answer.
pub async fn post(address: SocketAddr, path: &str, body: &str) -> std::io::Result<(String, String)> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    send(address, &format!("{head}{body}")).await
}

/// Sends a request as it is; the head and the body of the answer.
pub async fn send(address: SocketAddr, request: &str) -> std::io::Result<(String, String)> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    match answer.split_once("\r\n\r\n") {
        Some((head, body)) => Ok((head.to_owned(), body.to_owned())),
        None => Err(std::io::ErrorKind::UnexpectedEof.into()),
    }
}

/// Sends a request with any bytes behind it and closes; the head and the bytes of the answer.
pub async fn request(address: SocketAddr, head: &str, body: &[u8]) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(format!("{head}\r\n\r\n").as_bytes()).await.unwrap();
    // Refused, it may close while we still send.
    let _ = stream.write_all(body).await;
    let _ = stream.shutdown().await;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let end = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
    (String::from_utf8(answer[..end].to_vec()).unwrap(), answer.split_off(end + 4))
}

/// A call without a session of its own; an error is `[CODE, param…]`.
pub async fn call(address: SocketAddr, method: &str, params: Value) -> Result<Value, Vec<String>> {
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).to_string();
    let (head, body) = post(address, "/jsonrpc", &body).await.map_err(|e| vec![e.to_string()])?;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let mut answer: Value = serde_json::from_str(&body).unwrap();
    if let Some(error) = answer.get("error") {
        let mut texts = vec![error["message"].as_str().unwrap().to_owned()];
        texts.extend(error["data"].as_array().unwrap().iter().map(|p| p.as_str().unwrap().to_owned()));
        return Err(texts);
    }
    Ok(answer["result"].take())
}

impl Client {
    pub async fn login(address: SocketAddr) -> Client {
        let session = call(address, "session.login_with_password", json!(["root", "xenith"])).await.unwrap();
        Client { address, session: session.as_str().unwrap().to_owned() }
    }

    pub async fn call(&self, method: &str, params: Value) -> Result<Value, Vec<String>> {
        let mut all = vec![json!(self.session)];
        all.extend(params.as_array().unwrap().iter().cloned());
        call(self.address, method, Value::Array(all)).await
    }

    /// Calls what must succeed.
    pub async fn ok(&self, method: &str, params: Value) -> Value {
        self.call(method, params).await.unwrap_or_else(|e| panic!("{method}: {e:?}"))
    }

    /// Calls what must be refused; `[CODE, param…]`.
    pub async fn refused(&self, method: &str, params: Value) -> Vec<String> {
        match self.call(method, params).await {
            Err(error) => error,
            Ok(result) => panic!("{method} answered {result}"),
        }
    }

    /// A path with the session in its query.
    pub fn path(&self, path: &str) -> String {
        let mark = if path.contains('?') { '&' } else { '?' };
        format!("{path}{mark}session_id={}", self.session)
    }

    pub async fn record(&self, class: &str, reference: &Value) -> Value {
        self.ok(&format!("{class}.get_record"), json!([reference])).await
    }

    /// References of the objects of a class whose records fit.
    pub async fn find(&self, class: &str, fits: impl Fn(&Value) -> bool) -> Vec<String> {
        let all = self.ok(&format!("{class}.get_all_records"), json!([])).await;
        all.as_object().unwrap().iter().filter(|(_, r)| fits(r)).map(|(k, _)| k.clone()).collect()
    }

    /// References of guests in a power state.
    pub async fn vms(&self, state: &str) -> Vec<String> {
        let guest = |r: &Value| {
            r["power_state"] == state && r["is_a_template"] == false && r["is_control_domain"] == false
        };
        self.find("VM", guest).await
    }

    /// The disks of a VM, discs aside, each with its drive.
    pub async fn disks(&self, vm: &str) -> Vec<(String, String)> {
        let mut disks = Vec::new();
        for vbd in self.ok("VM.get_VBDs", json!([vm])).await.as_array().unwrap() {
            let record = self.record("VBD", vbd).await;
            if record["type"] == "Disk" {
                disks.push((text(&record["VDI"]), text(vbd)));
            }
        }
        disks
    }

    /// A token of the present moment.
    pub async fn token(&self) -> String {
        text(&self.ok("event.from", json!([[], "", 0.0])).await["token"])
    }

    /// Waits until a field has a value.
    pub async fn until(&self, class: &str, reference: &str, field: &str, wanted: Value) {
        for _ in 0..500 {
            if self.ok(&format!("{class}.get_{field}"), json!([reference])).await == wanted {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{class}.{field} never became {wanted}");
    }

    /// Waits for a task to end; its record.
    pub async fn task(&self, task: &Value) -> Value {
        for _ in 0..1000 {
            let record = self.ok("task.get_record", json!([task])).await;
            if !matches!(record["status"].as_str(), Some("pending" | "cancelling")) {
                return record;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the task never ended");
    }
}

/// The hosts of a pool in the order of their addresses.
pub async fn hosts(client: &Client) -> Vec<String> {
    let records = client.ok("host.get_all_records", json!([])).await;
    let mut hosts: Vec<_> =
        records.as_object().unwrap().iter().map(|(host, r)| (text(&r["address"]), host.clone())).collect();
    hosts.sort();
    hosts.into_iter().map(|(_, host)| host).collect()
}

/// What a drive is made of: a disk that is written to, but for what is said otherwise.
pub fn vbd(vm: &str, vdi: &str, more: Value) -> Value {
    let mut vbd = json!({"VM": vm, "VDI": vdi, "userdevice": "autodetect", "bootable": false, "mode": "RW",
        "type": "Disk", "empty": false, "other_config": {}, "qos_algorithm_type": "", "qos_algorithm_params": {}});
    vbd.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    vbd
}

/// What an interface of a VM is made of; without an address of its own it is given one.
pub fn vif(vm: &str, network: &Value, device: &str, mac: &str) -> Value {
    json!({"VM": vm, "network": network, "device": device, "MAC": mac, "MTU": 1500, "other_config": {},
        "qos_algorithm_type": "", "qos_algorithm_params": {}})
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is a text")).to_owned()
}

/// The texts of a set.
pub fn sorted(set: &Value) -> Vec<String> {
    let mut sorted: Vec<String> = set.as_array().unwrap().iter().map(text).collect();
    sorted.sort();
    sorted
}

pub fn has(set: &Value, item: &str) -> bool {
    set.as_array().unwrap().iter().any(|i| i == item)
}

/// A fast simulator and a client in session.
pub async fn start(config: Config) -> (Sim, Client) {
    let sim = Sim::start(config).await.unwrap();
    let client = Client::login(sim.address()).await;
    (sim, client)
}

/// A connection that is kept, for tests that ask thousands of things.
pub struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Line {
    pub async fn open(address: SocketAddr) -> Line {
        Line { stream: TcpStream::connect(address).await.unwrap(), buffer: Vec::new() }
    }

    /// Calls; an error is `[CODE, param…]`.
    pub async fn call(&mut self, method: &str, params: &[Value]) -> Result<Value, Vec<String>> {
        let body = json!({"method": method, "params": params, "id": 1}).to_string();
        let head = format!("POST /jsonrpc HTTP/1.1\r\nContent-Length: {}\r\n\r\n", body.len());
        let (head, body) = self.ask(&format!("{head}{body}")).await;
        assert!(head.starts_with("HTTP/1.1 200 "), "{method} {params:?}: {head}\n{body}");
        let mut answer: Value = serde_json::from_str(&body).unwrap();
        match answer["error"].as_array() {
            None => Ok(answer["result"].take()),
            Some(texts) => Err(texts.iter().map(|t| t.as_str().unwrap().to_owned()).collect()),
        }
    }

    /// Sends a request as it is; the head and the body of the answer.
    pub async fn ask(&mut self, request: &str) -> (String, String) {
        self.stream.write_all(request.as_bytes()).await.unwrap();
        loop {
            if let Some(end) = self.buffer.windows(4).position(|w| w == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
                let length = head.to_lowercase().lines().find_map(|l| {
                    l.strip_prefix("content-length:").map(|n| n.trim().parse::<usize>().unwrap())
                });
                let whole = end + 4 + length.unwrap_or(0);
                if self.buffer.len() >= whole {
                    let body = String::from_utf8_lossy(&self.buffer[end + 4..whole]).into_owned();
                    self.buffer.drain(..whole);
                    return (head, body);
                }
            }
            assert_ne!(self.stream.read_buf(&mut self.buffer).await.unwrap(), 0, "cut");
        }
    }
}

/// How often a random test runs: a few times, or as often as asked for.
pub fn runs(few: u64) -> u64 {
    std::env::var("XENITH_SEEDS").map_or(few, |n| n.parse().unwrap())
}
