//! M6: memory for each browser that looks on.

use crate::{
    Result, Setting,
    daemon::{Process, Server, Sim},
    floor::Floor,
    report::{Report, Target},
    socket::{Socket, home_view},
};

const CLIENTS: usize = 300;

pub async fn run(setting: &Setting, report: &mut Report) -> Result<()> {
    let sim = Sim::start(setting, 16, setting.vms, &[]).await?;
    let server = Server::start(setting).await?;
    server.add_pool(sim.port).await?;
    let mut pairs = Vec::new();
    for _ in 0..7 {
        // the first socket opens the shared list, which is no client's own
        let _first = Socket::feed(&server, home_view()).await?;
        let before = server.process.rss()?;
        let mut sockets = Vec::new();
        for _ in 0..CLIENTS {
            sockets.push(Socket::feed(&server, home_view()).await?);
        }
        let ours = each(&server.process, before)?;
        drop(sockets);
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;

        let floor = Floor::start().await?;
        let _first = Socket::open(floor.port, "/echo", None).await?;
        let before = floor.process.rss()?;
        let mut sockets = Vec::new();
        for _ in 0..CLIENTS {
            let mut socket = Socket::open(floor.port, "/echo", None).await?;
            socket.send("x".repeat(200)).await?;
            socket.next().await?;
            sockets.push(socket);
        }
        pairs.push((ours.max(0.0), each(&floor.process, before)?));
        // memory that was used before is taken again without growing: only a fresh server tells the truth
        if pairs.len() == 1 {
            break;
        }
    }
    let detail =
        format!("{:.1} KiB ÷ {:.1} KiB, {CLIENTS} clients", pairs[0].0 / 1024.0, pairs[0].1 / 1024.0);
    report.ratio("M6 memory per idle browser ÷ bare", &pairs, Target::AtMost(2.0), detail);
    Ok(())
}

fn each(process: &Process, before: f64) -> Result<f64> {
    Ok((process.rss()? - before) / CLIENTS as f64)
}
