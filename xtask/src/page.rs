//! The page: Rust to WASM, its glue, noVNC, styles and static files, hashed, compressed, in target/site.
//!
//! Nothing is rebuilt when no input changed: the hash of all inputs is kept beside the result.

mod bundle;
mod pack;
mod split;
mod wasm;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::paths;
pub use pack::size;

/// What the page is made from, as paths under the repository's root.
const INPUTS: &[&str] = &[
    ".cargo/config.toml",
    "Cargo.toml",
    "Cargo.lock",
    "app/Cargo.toml",
    "app/src",
    "app/glue",
    "crates/api",
    "crates/client",
    "crates/model",
    "frontend/Cargo.toml",
    "frontend/package-lock.json",
    "frontend/src",
    "public",
    pack::READER,
    "style",
    "xtask/src/notices.rs",
    "xtask/src/page",
    "xtask/src/page.rs",
];

/// Builds the page if any of its inputs changed since the last time.
pub fn build(dev: bool) -> Result<()> {
    let toolchain = wasm::Toolchain::find()?;
    let stamp = stamp(&toolchain, dev)?;
    let site = paths::site();
    if fs::read_to_string(site.join(pack::STAMP)).is_ok_and(|old| old == stamp) {
        eprintln!("page: up to date");
        return Ok(());
    }

    let work = paths::target().join("page-work");
    let bound = work.join("bound");
    let made = timed("compile", || wasm::compile(&toolchain, dev))?;
    let parts = timed("split", || split::split(&made, &work.join("split")))?;
    timed("wasm-bindgen", || wasm::bind(&parts.main, &bound, dev))?;
    if !dev {
        timed("wasm-opt", || {
            wasm::optimise(&bound.join(wasm::BOUND_WASM))?;
            wasm::optimise(&parts.later)
        })?;
    }
    let entry = timed("bundle", || bundle::bundle(&bound, &parts, &work.join("bundle"), dev))?;
    timed("compress", || pack::pack(&entry, &stamp, dev))?;
    size()
}

fn timed<T>(what: &str, step: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    let done = step().with_context(|| format!("page: {what}"))?;
    eprintln!("page: {what} {:.1} s", start.elapsed().as_secs_f32());
    Ok(done)
}

fn stamp(toolchain: &wasm::Toolchain, dev: bool) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update([u8::from(dev)]);
    hash.update(toolchain.version()?);
    let root = paths::root();
    for input in INPUTS {
        for file in files(&root.join(input))? {
            let name = file.strip_prefix(&root).unwrap_or(&file);
            hash.update(name.to_string_lossy().as_bytes());
            hash.update([0]);
            let bytes = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
            hash.update(bytes.len().to_le_bytes());
            hash.update(&bytes);
        }
    }
    Ok(hex(&hash.finalize()))
}

/// Every file under a path, sorted, so that the same tree always gives the same list.
fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    if !path.exists() {
        return Ok(Vec::new());
    }
    let mut entries = fs::read_dir(path)
        .and_then(|dir| dir.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>())
        .with_context(|| format!("listing {}", path.display()))?;
    entries.sort();
    let mut all = Vec::new();
    for entry in entries {
        all.extend(files(&entry)?);
    }
    Ok(all)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
