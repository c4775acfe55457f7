//! M12: the command line listing 100 VMs.

use std::{
    process::{Command, Stdio},
    time::Instant,
};

use crate::{
    Result, Setting,
    daemon::{Server, Sim},
    report::{Report, Target, median},
};

pub async fn run(setting: &Setting, report: &mut Report) -> Result<()> {
    let sim = Sim::start(setting, 1, 100, &[]).await?;
    let server = Server::start(setting).await?;
    server.add_pool(sim.port).await?;
    let mut list = Command::new(setting.bin.join("xenith"));
    list.args(["--list-objects", "type=VM"])
        .env("XENITH_URL", format!("http://127.0.0.1:{}", server.port))
        .env("XENITH_TOKEN", &server.token);
    let mut nothing = Command::new("node");
    nothing.args(["-e", "0"]);
    let mut pairs = Vec::new();
    for _ in 0..15 {
        pairs.push((wall(&mut list)?, wall(&mut nothing)?));
    }
    let ours: Vec<f64> = pairs.iter().map(|p| p.0 * 1e3).collect();
    let detail = format!("{:.1} ms", median(&ours));
    report.ratio("M12 CLI listing 100 VMs ÷ node -e 0", &pairs, Target::AtMost(0.25), detail);
    Ok(())
}

fn wall(command: &mut Command) -> Result<f64> {
    let began = Instant::now();
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    if !status.success() {
        return Err(format!("{command:?}: {status}").into());
    }
    Ok(began.elapsed().as_secs_f64())
}
