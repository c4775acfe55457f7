//! M6: memory for each browser that looks on.

use crate::{
    Result, Setting,
    daemon::{Process, Server, Sim},
    floor::Floor,
    report::{Report, Target},
    socket::{Socket, home_view},
};

/// So many come first and fill the memory that the server held already.
const FIRST: usize = 400;
/// So many more are counted.
const CLIENTS: usize = 500;

pub async fn run(setting: &Setting, report: &mut Report) -> Result<()> {
    // enough for a full window; what is left of synchronising a large pool would hide what browsers take
    let sim = Sim::start(setting, 2, 200, &[]).await?;
    let server = Server::start(setting).await?;
    server.add_pool(sim.port).await?;
    let floor = Floor::start().await?;
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    let (mut ours_before, mut bare_before) = (0.0, 0.0);
    for n in 0..FIRST + CLIENTS {
        if n == FIRST {
            (ours_before, bare_before) = (server.process.rss()?, floor.process.rss()?);
        }
        ours.push(Socket::feed(&server, home_view()).await?);
        let mut socket = Socket::open(floor.port, "/echo", None).await?;
        socket.send("x".repeat(200)).await?;
        socket.next().await?;
        bare.push(socket);
    }
    // a server whose memory was used before takes that again without growing: there is one pair
    let pairs = [(each(&server.process, ours_before)?, each(&floor.process, bare_before)?)];
    let detail = format!(
        "{:.1} KiB ÷ {:.1} KiB, {CLIENTS} clients after {FIRST}",
        pairs[0].0 / 1024.0,
        pairs[0].1 / 1024.0
    );
    report.ratio("M6 memory per idle browser ÷ bare", &pairs, Target::AtMost(2.0), detail);
    Ok(())
}

fn each(process: &Process, before: f64) -> Result<f64> {
    Ok((process.rss()? - before) / CLIENTS as f64)
}
