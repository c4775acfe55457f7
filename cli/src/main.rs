//! `xenith`, the command line: registers with a server, lists objects, makes any declared call.
//! Plain blocking sockets and one thread, so that a call costs little more than its round trips.

mod address;
mod args;
mod config;
mod connection;
mod describe;
mod failure;
mod help;
mod objects;
mod output;
mod register;
mod run;
mod tls;

use std::process::ExitCode;

fn main() -> ExitCode {
    match args::parse(std::env::args().skip(1)).and_then(run::run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::failure(&failure);
            failure.exit_code()
        }
    }
}
