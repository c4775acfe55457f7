//! Xenith's own build tasks: everything `make` needs that is more than one command.

use std::process::ExitCode;

use anyhow::{Result, anyhow};
use clap::{Parser, Subcommand};

mod codegen;
mod dist;
mod notices;
mod page;
mod paths;
mod run;
mod tidy;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Build tasks of Xenith")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Make crates/xapi/src/generated from crates/xapi/datamodel.json.
    Codegen {
        /// Write nothing; fail if the generated files are stale.
        #[arg(long)]
        check: bool,
    },
    /// Build the page (WASM, glue, styles, static files) into target/site.
    Page {
        /// Faster to build, larger to load: no optimiser, light compression.
        #[arg(long)]
        dev: bool,
    },
    /// Pack what is in target/release into dist/: a tarball and a Debian package.
    Dist,
    /// Print the notices of the third-party code that is shipped, and check its licences.
    Notices,
    /// Print what a first visit downloads.
    Size,
    /// Check the walls between the crates and the rules for their sources.
    Tidy,
}

fn main() -> ExitCode {
    match Args::parse().task.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

impl Task {
    fn run(self) -> Result<()> {
        match self {
            Task::Codegen { check } => codegen::run(check).map_err(|error| anyhow!("{error}")),
            Task::Page { dev } => page::build(dev),
            Task::Dist => dist::dist(),
            Task::Notices => notices::print(),
            Task::Size => page::size(),
            Task::Tidy => tidy::check(),
        }
    }
}
