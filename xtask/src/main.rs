//! Development helper: `cargo xtask codegen` makes the XAPI records.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod codegen;

#[derive(Parser)]
#[command(name = "cargo xtask", about)]
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
}

fn main() -> ExitCode {
    let result = match Args::parse().task {
        Task::Codegen { check } => codegen::run(check),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}
