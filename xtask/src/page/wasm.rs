//! From the `frontend` crate to a bound, optimised WASM module.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::{paths, run};

const TARGET: &str = "wasm32-unknown-unknown";
/// The glue's file name, without `.js`.
pub const STEM: &str = "xenith";
/// The module's file name beside the glue `xenith.js`.
pub const BOUND_WASM: &str = "xenith_bg.wasm";

/// The features that the compiler uses in its output today. They are enabled one by one: with
/// `--all-features` the optimiser emits instructions that no browser accepts yet.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// A Rust toolchain that has the standard library for WASM.
pub enum Toolchain {
    /// The one that builds everything else.
    Own,
    /// Debian's, with a standard library that `scripts/setup` built, in this directory.
    Debian(PathBuf),
}

impl Toolchain {
    /// The toolchain in use where it can build for WASM, else the one that `scripts/setup` prepared.
    pub fn find() -> Result<Toolchain> {
        let prepared = paths::cache().join("wasm-rust");
        let wish = std::env::var("XENITH_WASM_RUST").unwrap_or_default();
        if wish != "debian" {
            let sysroot = run::output(Command::new("rustc").args(["--print", "sysroot"]))?;
            if Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib").is_dir() {
                return Ok(Toolchain::Own);
            }
        }
        if prepared.join("bin/rustc").exists() {
            return Ok(Toolchain::Debian(prepared));
        }
        bail!("no Rust standard library for {TARGET} was found; `scripts/setup` installs it")
    }

    /// What `rustc` says of itself: part of what decides whether the page is up to date.
    pub fn version(&self) -> Result<String> {
        match self {
            Toolchain::Own => run::output(Command::new("rustc").arg("-vV")),
            Toolchain::Debian(dir) => run::output(Command::new(dir.join("bin/rustc")).arg("-vV")),
        }
    }

    fn cargo(&self) -> Command {
        let mut command;
        match self {
            Toolchain::Own => command = Command::new("cargo"),
            Toolchain::Debian(dir) => {
                command = Command::new(dir.join("bin/cargo"));
                command
                    .env("RUSTC", dir.join("bin/rustc"))
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", dir.join("bin/wasm-ld"))
                    .env_remove("RUSTUP_TOOLCHAIN");
            }
        }
        // Set by the cargo that runs this program; meant for it alone.
        command.env_remove("CARGO").env_remove("RUSTFLAGS").current_dir(paths::root());
        command
    }
}

/// Compiles the `frontend` crate and returns the module's path.
pub fn compile(toolchain: &Toolchain, dev: bool) -> Result<PathBuf> {
    same_bindgen()?;
    let profile = if dev { "page-dev" } else { "page" };
    let mut cargo = toolchain.cargo();
    cargo.args(["rustc", "--locked", "--package", "frontend", "--lib", "--target", TARGET]);
    // What refers to what is only known to the linker, and splitting needs it.
    cargo.args(["--profile", profile, "--", "-Clink-arg=--emit-relocs"]);
    run::run(&mut cargo)?;
    Ok(paths::target().join(TARGET).join(profile).join("frontend.wasm"))
}

/// Writes the module that a browser can load, its glue and the snippets it imports into `out`.
pub fn bind(module: &Path, out: &Path, dev: bool) -> Result<()> {
    if out.exists() {
        fs::remove_dir_all(out).with_context(|| format!("clearing {}", out.display()))?;
    }
    let mut bindgen = Bindgen::new();
    bindgen
        .web(true)?
        .input_path(module)
        .out_name(STEM)
        .typescript(false)
        .omit_default_module_path(true)
        .debug(false)
        // The part that is loaded later shares the table of functions.
        .keep_lld_exports(true)
        .keep_debug(dev)
        .remove_name_section(!dev)
        .remove_producers_section(true);
    bindgen.generate(out)
}

/// Shrinks the bound module in place.
pub fn optimise(module: &Path) -> Result<()> {
    let small = module.with_extension("small");
    let mut opt = run::node_tool(&paths::root().join("frontend/node_modules/.bin/wasm-opt"));
    opt.args(["-Oz", "--quiet", "--strip-debug", "--strip-producers", "--strip-target-features"])
        .args(FEATURES)
        .arg("--output")
        .arg(&small)
        .arg(module);
    run::run(&mut opt)?;
    fs::rename(&small, module).with_context(|| format!("replacing {}", module.display()))
}

/// The library that writes the glue must be of the version that the page is compiled against.
fn same_bindgen() -> Result<()> {
    let lock = fs::read_to_string(paths::root().join("Cargo.lock")).context("reading Cargo.lock")?;
    let (page, tool) = (locked(&lock, "wasm-bindgen"), locked(&lock, "wasm-bindgen-cli-support"));
    if page.is_none() || page != tool {
        let shown = |v: Option<&str>| v.unwrap_or("missing").to_owned();
        bail!(
            "Cargo.lock has wasm-bindgen {} but wasm-bindgen-cli-support {}: they must be the same; \
             run `cargo update -p wasm-bindgen-cli-support --precise {}`",
            shown(page),
            shown(tool),
            shown(page),
        );
    }
    Ok(())
}

fn locked<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::locked;

    #[test]
    fn reads_a_version_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-shared\"\nversion = \"0.2.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked(lock, "wasm-bindgen-shared"), Some("0.2.1"));
        assert_eq!(locked(lock, "walrus"), None);
    }
}
