//! M10: a trivial call with session and rights.

use std::time::Duration;

use crate::{
    Result, Setting,
    daemon::{Server, Sim},
    floor::Floor,
    http,
    report::{Report, Target, median},
};

pub async fn run(setting: &Setting, report: &mut Report) -> Result<()> {
    let sim = Sim::start(setting, 1, 100, &[]).await?;
    let server = Server::start(setting).await?;
    server.add_pool(sim.port).await?;
    let vms = server.get("/rest/v0/vms?fields=id").await?;
    let path = format!("/rest/v0/vms/{}", vms[0]["id"].as_str().ok_or("no VM")?);
    let floor = Floor::start().await?;
    let time = Duration::from_millis(800);
    let mut pairs = Vec::new();
    let cpu = server.process.cpu()?;
    for _ in 0..7 {
        let ours = http::load(server.port, &path, &server.cookie(), 16, time).await?;
        let bare = http::load(floor.port, "/json", "", 16, time).await?;
        pairs.push((ours, bare));
    }
    let ours: Vec<f64> = pairs.iter().map(|p| p.0).collect();
    let calls = median(&ours) * 7.0 * time.as_secs_f64();
    let cpu = (server.process.cpu()? - cpu) * 1e6 / calls;
    let detail = format!("{:.0} calls/s, {cpu:.0} µs CPU each", median(&ours));
    report.ratio("M10 GET of a VM ÷ bare JSON handler", &pairs, Target::AtLeast(0.5), detail);
    Ok(())
}
