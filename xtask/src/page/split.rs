//! From one WASM module to two: what every visit needs, and what `app::later` loads when it is wanted.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

use super::wasm::STEM;

/// The module to bind, and what came off it.
pub struct Parts {
    pub main: PathBuf,
    /// Loads the part; stands beside the glue, which imports it.
    pub loader: PathBuf,
    /// The part, by the file name that the loader knows it by.
    pub later: PathBuf,
}

/// Splits at the functions marked with `wasm_split`. The module needs its relocations and names.
pub fn split(module: &Path, dir: &Path) -> Result<Parts> {
    if dir.exists() {
        fs::remove_dir_all(dir).with_context(|| format!("clearing {}", dir.display()))?;
    }
    let (main, glue) = (dir.join("main.wasm"), format!("./{STEM}.js"));
    let bytes = fs::read(module).with_context(|| format!("reading {}", module.display()))?;
    let mut options = Options::new(&bytes);
    options.output_dir = dir;
    options.main_out_path = &main;
    options.main_module = &glue;
    let loader = dir.join(options.link_name);
    let made = transform(options).map_err(|error| anyhow!("{error:#}"))?;
    let [later] = <[PathBuf; 1]>::try_from(made.split_modules)
        .map_err(|many| anyhow!("one part was expected to be loaded later, not {}", many.len()))?;
    Ok(Parts { main, loader, later })
}
