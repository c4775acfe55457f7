//! M1: from the pool's answer with a change to the patch in the client's hands.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    Result, Setting,
    daemon::{Server, Sim},
    floor::Floor,
    proxy::{self, Marks},
    report::{Report, Target, median, percentile},
    socket::{Socket, home_view},
};

pub async fn run(setting: &Setting, report: &mut Report) -> Result<()> {
    let sim = Sim::start(setting, 16, setting.vms, &[]).await?;
    let marks = Marks::default();
    let proxy = proxy::start(sim.port, marks.clone()).await?;
    let server = Server::start(setting).await?;
    server.add_pool(proxy).await?;
    let floor = Floor::start().await?;
    let (mut feed, first) = Socket::feed(&server, home_view()).await?;
    let vms = refs(&sim, &first).await?;

    let mut next = 0;
    for (name, pause, count) in [("quiet", 200, 20), ("100 changes/s", 10, 200)] {
        let (mut p50, mut p99, mut samples) = (Vec::new(), Vec::new(), Vec::new());
        let cpu = server.process.cpu()?;
        for _ in 0..7 {
            let pause = Duration::from_millis(pause);
            let echo = echo(&floor, count, pause).await?;
            let range = next..next + count;
            next += count;
            let lags = lags(&sim, &mut feed, &marks, &vms, range, pause).await?;
            p50.push((median(&lags), echo));
            p99.push((percentile(&lags, 0.99), echo));
            samples.extend(lags);
        }
        let cpu = (server.process.cpu()? - cpu) * 1e3 / (7 * count) as f64;
        let echoes: Vec<f64> = p50.iter().map(|(_, echo)| *echo).collect();
        let echo = median(&echoes) * 1e3;
        let detail = |p: f64| {
            let lag = percentile(&samples, p) * 1e3;
            format!("{lag:.3} ÷ {echo:.3} ms; {cpu:.2} ms CPU a change")
        };
        report.ratio(&format!("M1 event lag p50 ÷ echo, {name}"), &p50, Target::AtMost(5.0), detail(0.5));
        report.ratio(&format!("M1 event lag p99 ÷ echo, {name}"), &p99, Target::AtMost(20.0), detail(0.99));
    }
    Ok(())
}

/// The session and the references of the VMs in the client's window.
struct Vms {
    session: String,
    refs: Vec<String>,
}

async fn refs(sim: &Sim, first: &Value) -> Result<Vms> {
    let session = sim.login().await?;
    let mut refs = Vec::new();
    for row in first["reset"]["rows"].as_array().ok_or("no rows")? {
        let vm = sim.call("VM.get_by_uuid", json!([session, row["id"]])).await?;
        refs.push(vm.as_str().ok_or("no reference")?.to_owned());
    }
    Ok(Vms { session, refs })
}

/// Changes VMs one after the other and tells how long each change took through the server, in seconds.
async fn lags(
    sim: &Sim,
    feed: &mut Socket,
    marks: &Marks,
    vms: &Vms,
    range: std::ops::Range<u64>,
    pause: Duration,
) -> Result<Vec<f64>> {
    let mut came = HashMap::new();
    let change = async {
        let mut tick = tokio::time::interval(pause);
        for marker in range.clone() {
            tick.tick().await;
            let vm = &vms.refs[marker as usize % vms.refs.len()];
            let text = format!("{}{marker}.", proxy::MARKER);
            sim.call("VM.set_name_description", json!([vms.session, vm, text])).await?;
        }
        // what has not come by then never will
        tokio::time::sleep(Duration::from_secs(1)).await;
        Result::Ok(())
    };
    let listen = async {
        loop {
            let text = feed.next().await?;
            let _: Value = serde_json::from_str(&text)?;
            let now = Instant::now();
            for marker in proxy::markers(text.as_bytes()) {
                came.entry(marker).or_insert(now);
            }
        }
        #[expect(unreachable_code, reason = "it says what the loop may fail with")]
        Result::Ok(())
    };
    tokio::select! { done = change => done?, failed = listen => failed? }
    // a change that was overtaken by the next one of the same VM is neither passed on nor told
    let lag =
        |marker| Some(came.get(&marker)?.saturating_duration_since(marks.passed(marker)?).as_secs_f64());
    let all: Vec<f64> = range.clone().filter_map(lag).collect();
    let passed = range.filter(|m| marks.passed(*m).is_some()).count();
    if all.is_empty() || all.len() < passed {
        return Err(format!("{} of {passed} changes were told", all.len()).into());
    }
    Ok(all)
}

/// The median round trip of 200 bytes over a bare WebSocket, in seconds: as many of them as there are changes, and as
/// far apart, so that both find the processor equally idle and its caches equally cold.
async fn echo(floor: &Floor, count: u64, pause: Duration) -> Result<f64> {
    let mut socket = Socket::open(floor.port, "/echo", None).await?;
    let mut times = Vec::new();
    let mut tick = tokio::time::interval(pause);
    for _ in 0..count {
        tick.tick().await;
        let began = Instant::now();
        socket.send("x".repeat(200)).await?;
        socket.next().await?;
        times.push(began.elapsed().as_secs_f64());
    }
    Ok(median(&times))
}
