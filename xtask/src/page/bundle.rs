//! From glue, snippets, noVNC and styles to the few files that a browser loads, by esbuild.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{hex, split::Parts, wasm};
use crate::{paths, run};

/// The bundled files and which of them a first visit loads.
pub struct Bundle {
    /// Holds the bundled files, all with the hash of their content in the name.
    pub dir: PathBuf,
    /// File names inside `dir`.
    pub js: String,
    pub wasm: String,
    /// Loaded when something outside of the first page is wanted.
    pub later: String,
    pub css: String,
    /// The one that the styles name.
    pub font: String,
}

/// The document's head has begun to compile the module, which takes over the document by itself.
const START: &str = "import init from \"./xenith.js\";\nawait init({ module_or_path: self.page });\n";
/// Loaded with the first console.
const NOVNC: &str = "@novnc/novnc";

#[derive(Deserialize)]
struct Meta {
    outputs: BTreeMap<String, Output>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Output {
    entry_point: Option<String>,
}

/// Bundles what `wasm::bind` wrote with the page's styles into `dir`.
pub fn bundle(bound: &Path, parts: &Parts, dir: &Path, dev: bool) -> Result<Bundle> {
    if dir.exists() {
        fs::remove_dir_all(dir).with_context(|| format!("clearing {}", dir.display()))?;
    }
    fs::create_dir_all(dir).with_context(|| format!("making {}", dir.display()))?;

    let wasm = place_wasm(&bound.join(wasm::BOUND_WASM), "page", dir)?;
    let later = place_wasm(&parts.later, "later", dir)?;
    let loader = parts.loader.file_name().context("a loader without a name")?;
    fs::write(bound.join(loader), load(&parts.loader, &parts.later, &later)?)
        .context("writing the loader")?;

    // By itself and not split off the page: they would share a third file, to be loaded before the page runs.
    let console = esbuild(bound, dir, dev, &[NOVNC.as_ref()], &[])?;
    let console = made(&console, "")?;
    let entry = bound.join("page.js");
    fs::write(&entry, START).context("writing the entry")?;
    let style = paths::root().join("style/main.css");
    let elsewhere = [format!("--alias:{NOVNC}=/assets/{console}"), "--external:/assets/*".to_owned()];
    let page = esbuild(bound, dir, dev, &[&entry, &style], &elsewhere)?;
    let (js, css) = (made(&page, "page.js")?, made(&page, "main.css")?);
    let font =
        page.outputs.keys().find(|path| path.ends_with(".woff2")).context("the styles name no font")?;
    let font = file_name(font);
    Ok(Bundle { dir: dir.to_owned(), js, wasm, later, css, font })
}

fn esbuild(bound: &Path, dir: &Path, dev: bool, entries: &[&Path], more: &[String]) -> Result<Meta> {
    let frontend = paths::root().join("frontend");
    let meta_file = bound.join("meta.json");
    let mut esbuild = run::node_tool(&frontend.join("node_modules/.bin/esbuild"));
    esbuild
        .current_dir(&frontend)
        // The glue lies outside the folder that npm installs into.
        .env("NODE_PATH", frontend.join("node_modules"))
        .args(entries)
        .args(["--bundle", "--format=esm", "--target=es2022", "--log-level=warning"])
        .args(["--legal-comments=none", "--public-path=/assets/"])
        .args(["--entry-names=[name]-[hash]", "--asset-names=[name]-[hash]"])
        .args(["--loader:.svg=file", "--loader:.png=file", "--loader:.woff2=file"])
        .args((!dev).then_some("--minify"))
        .args(more)
        .arg(format!("--metafile={}", meta_file.display()))
        .arg(format!("--outdir={}", dir.display()));
    run::run(&mut esbuild)?;
    let meta = fs::read(&meta_file).context("reading what esbuild made")?;
    serde_json::from_slice(&meta).context("reading what esbuild made")
}

/// The file that was made of an entry, by how the entry's name ends.
fn made(meta: &Meta, suffix: &str) -> Result<String> {
    let of_entry = |output: &Output| output.entry_point.as_ref().is_some_and(|e| e.ends_with(suffix));
    let (path, _) = meta
        .outputs
        .iter()
        .find(|(_, output)| of_entry(output))
        .with_context(|| format!("esbuild made nothing of {suffix}"))?;
    Ok(file_name(path))
}

fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

/// The loader, with the name under which the part is served.
fn load(loader: &Path, part: &Path, served: &str) -> Result<String> {
    let text = fs::read_to_string(loader).context("reading the loader")?;
    let name = part.file_name().and_then(|name| name.to_str()).context("a part without a name")?;
    if text.matches(name).count() != 1 {
        bail!("the loader should name {name} once");
    }
    Ok(text.replace(name, served))
}

fn place_wasm(module: &Path, stem: &str, dir: &Path) -> Result<String> {
    let bytes = fs::read(module).with_context(|| format!("reading {}", module.display()))?;
    let name = format!("{stem}-{}.wasm", &hex(&Sha256::digest(&bytes))[..12]);
    fs::write(dir.join(&name), bytes).with_context(|| format!("writing {name}"))?;
    Ok(name)
}
