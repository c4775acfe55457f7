//! Tells the compiler where the built page is, so that `assets.rs` can embed it.

#![expect(clippy::disallowed_methods, reason = "it writes for the compiler")]

use std::path::{Path, PathBuf};
use std::{env, fs};

/// What reads the table of the page's files; the page has a copy of the one it was made for.
const READER: &str = "src/assets.rs";

fn main() {
    println!("cargo::rerun-if-env-changed=XENITH_SITE");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let site = env::var_os("XENITH_SITE").map_or_else(|| target(&out).join("site"), PathBuf::from);
    // Cargo runs this again whenever a watched path is missing, so the folder is made to be watched.
    if let Err(error) = fs::create_dir_all(&site) {
        println!("cargo::warning=cannot make {}: {error}", site.display());
    }
    println!("cargo::rerun-if-changed={}", site.display());

    // A page that an older or newer version built may be told in words that this one does not know.
    println!("cargo::rerun-if-changed={READER}");
    let same = |a: &Path, b: &Path| matches!((fs::read(a), fs::read(b)), (Ok(a), Ok(b)) if a == b);
    let mut embed = site.join("embed.rs");
    if !same(&site.join("assets.rs"), Path::new(READER)) {
        if embed.exists() {
            println!("cargo::warning=the page is of another version and left out: run cargo xtask page");
        }
        embed = out.join("embed.rs");
        fs::write(&embed, "None\n").expect("cargo's OUT_DIR is writable");
    }
    println!("cargo::rustc-env=XENITH_EMBED={}", embed.display());
}

/// Cargo's build directory: the one above ours that is marked as a cache, else `out` less
/// `<profile>/build/<package>/out`, since Cargo does not mark a directory that was there before it.
fn target(out: &Path) -> PathBuf {
    let marked = out.ancestors().filter(|dir| dir.join("CACHEDIR.TAG").exists()).last();
    marked.or_else(|| out.ancestors().nth(4)).unwrap_or(out).to_owned()
}
