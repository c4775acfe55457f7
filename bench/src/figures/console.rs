//! M7: bytes a second through the console.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use serde_json::json;
use tokio::{io::AsyncReadExt, net::TcpStream};

use crate::{
    Result, Setting,
    daemon::{self, Process, Server, Sim},
    floor::Floor,
    http,
    proxy::{self, Marks},
    report::{Report, Target, median},
    socket,
};

pub async fn run(setting: &Setting, report: &mut Report) -> Result<()> {
    let sim = Sim::start(setting, 1, 20, &[]).await?;
    let proxy = proxy::start(sim.port, Marks::default()).await?;
    let server = Server::start(setting).await?;
    server.add_pool(proxy).await?;
    let vms = server.get("/rest/v0/vms?fields=id&filter=power_state:running").await?;
    let vm = vms[0]["id"].as_str().ok_or("no running VM")?.to_owned();

    let floor = Floor::start().await?;
    let flooder = proxy::flooder().await?;
    let copy = http::request(floor.port, "GET", &format!("/copy?port={flooder}"), "", b"").await?;
    let copy: u16 = String::from_utf8(copy.body)?.parse()?;
    let websockify_port = daemon::free_port()?;
    let mut command = Command::new("websockify");
    command.args([format!("127.0.0.1:{websockify_port}"), format!("127.0.0.1:{flooder}")]);
    let websockify = Process::spawn(&mut command);
    if websockify.is_ok() {
        daemon::listening(websockify_port).await?;
    }

    let (mut direct, mut peer, mut rates) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..7 {
        let stream = socket::raw(server.port, &format!("/api/consoles/{vm}"), &server.cookie()).await?;
        let ours = rate(stream).await?;
        rates.push(ours);
        direct.push((ours, rate(TcpStream::connect(("127.0.0.1", copy)).await?).await?));
        if websockify.is_ok() {
            peer.push((ours, rate(socket::raw(websockify_port, "/", "").await?).await?));
        }
    }
    let detail = format!("{:.2} GB/s", median(&rates) / 1e9);
    report.ratio("M7 console ÷ 256 KiB TCP copy", &direct, Target::AtLeast(0.8), detail.clone());
    match websockify {
        Ok(_) => report.ratio("M7 console ÷ websockify", &peer, Target::AtLeast(1.4), detail),
        Err(error) => report.failed("M7 console ÷ websockify", &error.to_string()),
    }
    report.add("M7 console", median(&rates) / 1e9, "GB/s", Target::None, "loopback".into(), json!(rates));
    Ok(())
}

/// Bytes a second that come out of a stream.
async fn rate(mut stream: TcpStream) -> Result<f64> {
    let mut buffer = vec![0; 1024 * 1024];
    let time = Duration::from_millis(700);
    // the first moments are those of small buffers
    let warm = Instant::now();
    while warm.elapsed() < Duration::from_millis(150) {
        if stream.read(&mut buffer).await? == 0 {
            return Err("the stream ended".into());
        }
    }
    let (mut bytes, began) = (0, Instant::now());
    while began.elapsed() < time {
        let n = stream.read(&mut buffer).await?;
        if n == 0 {
            return Err("the stream ended".into());
        }
        bytes += n;
    }
    Ok(bytes as f64 / began.elapsed().as_secs_f64())
}
