//! Where things are: the repository, the build directory, and the tools that `scripts/setup` installed.

use std::env;
use std::path::{Path, PathBuf};

/// The repository's root, two levels above nothing: xtask is a direct member.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().map_or_else(|| here.to_owned(), Path::to_owned)
}

/// Cargo's build directory, following `CARGO_TARGET_DIR`.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// The finished page, as `server/build.rs` embeds it.
pub fn site() -> PathBuf {
    target().join("site")
}

/// What `scripts/setup` keeps between clones: the same rule as in `scripts/lib.sh`.
pub fn cache() -> PathBuf {
    let home = || PathBuf::from(env::var_os("HOME").unwrap_or_else(|| "/root".into()));
    let under = |name: &str| env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    under("XENITH_CACHE")
        .unwrap_or_else(|| under("XDG_CACHE_HOME").unwrap_or_else(|| home().join(".cache")).join("xenith"))
}
