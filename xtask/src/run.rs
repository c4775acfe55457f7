//! Running other programs: what was run is said when it fails.

use std::env;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::paths;

/// A program that npm installed. Its Node is the machine's, or the one that `scripts/setup` installed.
pub fn node_tool(program: &Path) -> Command {
    let mut command = Command::new(program);
    let own = paths::cache().join("node/bin");
    if own.is_dir() {
        let path = env::var_os("PATH").unwrap_or_default();
        let dirs = std::iter::once(own).chain(env::split_paths(&path));
        if let Ok(path) = env::join_paths(dirs) {
            command.env("PATH", path);
        }
    }
    command
}

/// Runs a command to its end; anything but success is an error that names it.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", name(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", line(command));
    }
    Ok(())
}

/// Runs a command and returns what it printed.
pub fn output(command: &mut Command) -> Result<String> {
    let out = command.output().with_context(|| format!("cannot start {}", name(command)))?;
    if !out.status.success() {
        bail!("{} failed ({}): {}", line(command), out.status, String::from_utf8_lossy(&out.stderr).trim());
    }
    String::from_utf8(out.stdout).with_context(|| format!("{} printed no UTF-8", name(command)))
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn line(command: &Command) -> String {
    let mut words = vec![name(command)];
    words.extend(command.get_args().map(|a| a.to_string_lossy().into_owned()));
    words.join(" ")
}
