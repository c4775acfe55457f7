//! Measures the release binaries against floors and peers in the same run, and prints ratios.
//!
//! Every figure starts its own processes, alternates between ours and the floor, and takes medians. The raw
//! samples go to `target/bench.json`. Nothing here fails for being slow.

mod daemon;
mod figures;
mod floor;
mod http;
mod proxy;
mod report;
mod socket;

use std::{io, path::PathBuf};

use clap::{Parser, Subcommand};

use report::Report;

/// An error with its story told; there is nobody to handle it.
type Error = Box<dyn std::error::Error + Send + Sync>;
type Result<T> = std::result::Result<T, Error>;

#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    role: Option<Role>,
    /// Only the figures whose name contains one of these.
    only: Vec<String>,
    /// Where the release binaries are.
    #[arg(long, env = "XENITH_BIN", default_value = "target/release")]
    bin: PathBuf,
    /// Where the samples go.
    #[arg(long, default_value = "target/bench.json")]
    out: PathBuf,
    /// VMs in the large pool.
    #[arg(long, default_value_t = 10_000)]
    vms: u32,
}

#[derive(Subcommand)]
enum Role {
    /// Be the bare server that ours is compared with; prints its port.
    Floor,
}

/// What the figures share.
pub struct Setting {
    pub bin: PathBuf,
    pub vms: u32,
}

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::parse();
    if matches!(args.role, Some(Role::Floor)) {
        return floor::serve().await;
    }
    let setting = Setting { bin: args.bin.canonicalize()?, vms: args.vms };
    let mut report = Report::default();
    let wanted = |name: &str| args.only.is_empty() || args.only.iter().any(|o| name.contains(o.as_str()));
    macro_rules! run {
        ($($name:literal => $figure:expr;)*) => {
            $(if wanted($name) {
                report.say(&format!("{} …", $name));
                if let Err(error) = $figure(&setting, &mut report).await {
                    report.failed($name, &error.to_string());
                }
            })*
        };
    }
    run! {
        "sim" => figures::sim::run;
        "start" => figures::start::run;
        "sync" => figures::sync::run;
        "lag" => figures::lag::run;
        "idle" => figures::idle::run;
        "console" => figures::console::run;
        "rest" => figures::rest::run;
        "cli" => figures::cli::run;
        "page" => figures::page::run;
    }
    report.print(&mut io::stdout().lock())?;
    report.write(&args.out)
}
