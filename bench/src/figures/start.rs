//! Start to the first answer of the API, and memory when idle.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::{
    Result, Setting, daemon, http,
    report::{Report, Target, median},
};

pub async fn run(setting: &Setting, report: &mut Report) -> Result<()> {
    let (mut times, mut memory, mut cpu) = (Vec::new(), Vec::new(), Vec::new());
    let data = daemon::fresh_data(setting)?;
    for _ in 0..7 {
        let port = daemon::free_port()?;
        let began = Instant::now();
        let process = daemon::spawn(setting, &data, port)?;
        while http::request(port, "GET", "/rest/v0/ping", "", b"").await.is_err() {
            if began.elapsed() > Duration::from_secs(30) {
                return Err("no answer after 30 s".into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        times.push(began.elapsed().as_secs_f64() * 1e3);
        tokio::time::sleep(Duration::from_millis(500)).await;
        memory.push(process.rss()? / 1e6);
        cpu.push(process.cpu()?);
    }
    std::fs::remove_dir_all(&data)?;
    let detail = format!("{:.2} s CPU, 7 starts", median(&cpu));
    report.add("start to first answer", median(&times), "ms", Target::AtMost(150.0), detail, json!(times));
    report.add("memory idle", median(&memory), "MB", Target::AtMost(30.0), "no pool".into(), json!(memory));
    Ok(())
}
