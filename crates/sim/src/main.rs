//! `xapi-sim`: simulated pools on this machine's loopback addresses.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use sim::{ClockKind, Config, Fault, Numbers, Sim};
use tracing_subscriber::EnvFilter;

/// Simulated XCP-ng pools: XAPI over HTTP(S), with VMs, events, tasks and consoles.
#[derive(Parser)]
#[command(version)]
struct Flags {
    /// Where the first pool's first host listens; pool K listens on port + K. With several hosts, host J of a pool
    /// listens on the J-th loopback address (127.0.0.1, 127.0.0.2, …) at the same port.
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// Number of pools.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pools: usize,
    /// Hosts per pool.
    #[arg(long, value_name = "N", default_value_t = 1)]
    hosts: usize,
    /// VMs per pool, shared out over its hosts.
    #[arg(long, value_name = "N", default_value_t = 20)]
    vms: usize,
    /// Changes per second and pool.
    #[arg(long, value_name = "EVENTS_PER_S", default_value_t = 0.0)]
    churn: f64,
    /// The same seed gives the same references, UUIDs and certificates.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Keep what changed in this file across restarts (FILE.K for pool K > 0).
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Serve HTTPS with self-signed certificates.
    #[arg(long)]
    tls: bool,
    /// Name to log in with.
    #[arg(long, default_value = "root")]
    user: String,
    /// Password to log in with.
    #[arg(long, default_value = "xenith")]
    password: String,
    /// Ask the directory who logs in (as after pool.enable_external_auth): alice, bob, carol, dave, … of EXAMPLE, each with
    /// the password NAME-secret; they may come in once they are subjects with a role.
    #[arg(long)]
    external_auth: bool,
    /// Misbehave: refuse, half-open, stall, delay=MS, drop=P, fail=METHOD:N:CODE[:PARAM…] and many more; give one
    /// that does not exist to see them all.
    #[arg(long = "fault", value_name = "SPEC")]
    faults: Vec<Fault>,
    /// A real VNC server behind every console.
    #[arg(long, value_name = "vnc://HOST:PORT", value_parser = vnc)]
    console: Option<String>,
    /// Control socket for tests: GET /sim/pools, /sim/keys?vm=UUID, POST /sim/kill-master, …
    #[arg(long, value_name = "ADDR:PORT")]
    control: Option<SocketAddr>,
    /// What moves the time: auto, or manual, by POST /sim/advance?seconds=S on the control socket alone.
    #[arg(long, value_name = "auto|manual", default_value = "auto")]
    clock: ClockKind,
    /// How many times faster operations run.
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0)]
    speed: f64,
    /// How numbers stand in the JSON of what is measured: `string` as XAPI does now, `bare` as it did before 23.31.
    #[arg(long, value_name = "FORM", value_parser = numbers, default_value = "string")]
    rrd_numbers: Numbers,
    /// Print what the simulator itself can do at this size, as JSON, and end.
    #[arg(long)]
    bench: bool,
    /// Print what becomes of each call of the data model, as Markdown, and end.
    #[arg(long)]
    coverage: bool,
    /// A VM starts or stops now and then, guest metrics move.
    #[arg(long)]
    life: bool,
    /// Give hosts graphics cards, USB devices and network cards with virtual functions.
    #[arg(long)]
    hardware: bool,
}

fn numbers(text: &str) -> Result<Numbers, String> {
    match text {
        "string" => Ok(Numbers::Strings),
        "bare" => Ok(Numbers::Bare),
        _ => Err("it must be string or bare".to_owned()),
    }
}

fn vnc(text: &str) -> Result<String, String> {
    let address = text.strip_prefix("vnc://").ok_or("it must look like vnc://HOST:PORT")?;
    match address.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => Ok(address.to_owned()),
        _ => Err("it must look like vnc://HOST:PORT".to_owned()),
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let flags = Flags::parse();
    if flags.coverage {
        return coverage();
    }
    if !(flags.speed > 0.0 && flags.speed.is_finite() && flags.churn >= 0.0 && flags.churn.is_finite()) {
        tracing::error!("--speed must be above zero and --churn not below it");
        return ExitCode::FAILURE;
    }
    let config = Config {
        listen: flags.listen,
        pools: flags.pools,
        hosts: flags.hosts,
        vms: flags.vms,
        churn: flags.churn,
        seed: flags.seed,
        state: flags.state,
        tls: flags.tls,
        user: flags.user,
        password: flags.password,
        external_auth: flags.external_auth,
        faults: flags.faults,
        console: flags.console,
        control: flags.control,
        clock: flags.clock,
        speed: flags.speed,
        life: flags.life,
        rrd_numbers: flags.rrd_numbers,
        hardware: flags.hardware,
        ..Config::default()
    };
    if flags.bench {
        return bench(config).await;
    }
    let sim = match Sim::start(config).await {
        Ok(sim) => sim,
        Err(error) => {
            let cause = std::error::Error::source(&error).map(|c| format!(": {c}")).unwrap_or_default();
            tracing::error!("{error}{cause}");
            return ExitCode::FAILURE;
        }
    };
    for pool in sim.pools() {
        tracing::info!(
            url = pool.url(),
            hosts = pool.addresses().len(),
            vms = pool.count("VM"),
            "pool is up"
        );
    }
    if let Some(address) = sim.control_address() {
        tracing::info!(%address, "control socket is up");
    }
    wait_for_signal().await;
    sim.shutdown().await;
    ExitCode::SUCCESS
}

#[expect(clippy::print_stdout, reason = "the table is the output")]
fn coverage() -> ExitCode {
    print!("{}", sim::coverage::markdown());
    ExitCode::SUCCESS
}

#[expect(clippy::print_stdout, reason = "the figures are the output")]
async fn bench(config: Config) -> ExitCode {
    match sim::bench::run(config).await.map(|report| serde_json::to_string_pretty(&report)) {
        Ok(Ok(report)) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Ok(Err(error)) => {
            tracing::error!(%error, "the figures cannot be written");
            ExitCode::FAILURE
        }
        Err(error) => {
            tracing::error!(%error, "nothing to measure");
            ExitCode::FAILURE
        }
    }
}

/// Waits for Ctrl+C or a request to terminate.
async fn wait_for_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => {
            // Without signals of its own it runs until it is killed.
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}
