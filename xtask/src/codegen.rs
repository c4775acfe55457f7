//! Makes `crates/xapi/src/generated` from `crates/xapi/datamodel.json`: records, enums and the schema tables.
//!
//! With `--check` nothing is written; the files must say the same as what would be written, layout aside.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

mod emit;
mod model;
mod types;

type Result<T, E = String> = std::result::Result<T, E>;

/// Writes the generated files, or says which of them are stale.
pub fn run(check: bool) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/xapi");
    let text = read(&root.join("datamodel.json"))?;
    let model: model::Model = serde_json::from_str(&text).map_err(|e| format!("datamodel.json: {e}"))?;
    let files = emit::generate(&model)?;
    let dir = root.join("src/generated");
    if check { compare(&dir, &files) } else { write(&dir, &files) }
}

fn write(dir: &Path, files: &BTreeMap<String, String>) -> Result<()> {
    std::fs::create_dir_all(dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    for stale in present(dir)?.iter().filter(|name| !files.contains_key(*name)) {
        std::fs::remove_file(dir.join(stale)).map_err(|e| format!("{stale}: {e}"))?;
    }
    for (name, text) in files {
        let path = dir.join(name);
        let text = rustfmt(text)?;
        if std::fs::read_to_string(&path).ok().as_deref() != Some(&text) {
            std::fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))?;
        }
    }
    Ok(())
}

fn compare(dir: &Path, files: &BTreeMap<String, String>) -> Result<()> {
    let mut stale: Vec<String> = present(dir)?.into_iter().filter(|name| !files.contains_key(name)).collect();
    for (name, text) in files {
        let found = std::fs::read_to_string(dir.join(name)).unwrap_or_default();
        if without_layout(&found) != without_layout(text) {
            stale.push(name.clone());
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!("stale in {}: {}; run `cargo xtask codegen`", dir.display(), stale.join(", ")))
}

/// What is left when everything rustfmt may change is taken away, so that checking needs no rustfmt.
fn without_layout(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect()
}

fn present(dir: &Path) -> Result<Vec<String>> {
    let entries = std::fs::read_dir(dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    Ok(entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect())
}

fn rustfmt(text: &str) -> Result<String> {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rustfmt.toml");
    let mut child =
        Command::new(std::env::var_os("RUSTFMT").map_or_else(|| PathBuf::from("rustfmt"), PathBuf::from))
            .args(["--edition", "2024", "--emit", "stdout", "--config-path"])
            .arg(config)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| format!("rustfmt, which writing generated code needs: {e}"))?;
    let mut input = child.stdin.take().ok_or("rustfmt has no input")?;
    let text = text.to_owned();
    let feed = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().map_err(|e| format!("rustfmt: {e}"))?;
    feed.join().map_err(|_| "rustfmt: the feeding thread panicked")?.map_err(|e| format!("rustfmt: {e}"))?;
    if !output.status.success() {
        return Err("rustfmt refused the generated code".into());
    }
    String::from_utf8(output.stdout).map_err(|e| format!("rustfmt: {e}"))
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_code_is_current() {
        run(true).unwrap();
    }
}
