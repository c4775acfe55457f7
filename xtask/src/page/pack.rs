//! From bundled and static files to target/site: each with its compressed variants, and a manifest.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::bundle::Bundle;
use super::{files, hex};
use crate::{notices, paths};

/// Beside the manifest: the hash of the inputs that the site was made from.
pub const STAMP: &str = "stamp";

/// What reads the table of files in the server: a copy goes with it, so that the server's build takes no table that it
/// cannot read.
pub const READER: &str = "server/src/assets.rs";

/// What there is, and which files the page's head names.
#[derive(Serialize, Deserialize)]
struct Manifest {
    js: String,
    wasm: String,
    later: String,
    css: String,
    font: String,
    /// By URL path.
    files: BTreeMap<String, File>,
}

#[derive(Serialize, Deserialize)]
struct File {
    /// Under target/site; the variants are this with `.br` and `.gz`.
    file: String,
    content_type: String,
    etag: String,
    /// The name carries the hash, so a browser may keep it for good.
    immutable: bool,
    compressed: bool,
    size: usize,
    size_br: usize,
    size_gz: usize,
}

/// Writes target/site anew. The old site stays until the new one is whole.
pub fn pack(bundle: &Bundle, stamp: &str, dev: bool) -> Result<()> {
    let site = paths::site();
    let fresh = site.with_extension("new");
    if fresh.exists() {
        fs::remove_dir_all(&fresh).context("clearing an unfinished site")?;
    }
    let mut list = BTreeMap::new();
    for path in files(&bundle.dir)? {
        add(&mut list, &fresh, &bundle.dir, &path, Some("assets"), dev)?;
    }
    let public = paths::root().join("public");
    for path in files(&public)? {
        add(&mut list, &fresh, &public, &path, None, dev)?;
    }
    // The binary is handed on alone, so the notices of what it contains are inside.
    let notices = bundle.dir.with_file_name("notices.txt");
    fs::write(&notices, notices::text()?).context("writing the notices")?;
    add(&mut list, &fresh, bundle.dir.parent().unwrap_or(&bundle.dir), &notices, None, dev)?;
    let asset = |name: &String| format!("/assets/{name}");
    let manifest = Manifest {
        js: asset(&bundle.js),
        wasm: asset(&bundle.wasm),
        later: asset(&bundle.later),
        css: asset(&bundle.css),
        font: asset(&bundle.font),
        files: list,
    };
    let text = serde_json::to_string_pretty(&manifest).context("writing the manifest")?;
    fs::write(fresh.join("manifest.json"), text).context("writing the manifest")?;
    fs::write(fresh.join("embed.rs"), manifest.embed()).context("writing the table to embed")?;
    fs::copy(paths::root().join(READER), fresh.join("assets.rs")).context("copying the table's reader")?;
    fs::write(fresh.join(STAMP), stamp).context("writing the stamp")?;
    if site.exists() {
        fs::remove_dir_all(&site).context("clearing the old site")?;
    }
    fs::rename(&fresh, &site).context("putting the new site in place")
}

impl Manifest {
    /// The same as a Rust expression, which `server/src/assets.rs` includes.
    fn embed(&self) -> String {
        let mut text = String::from("Some(&Site {\n");
        let Self { js, wasm, later, css, font, files } = self;
        text += &format!("    head: Head {{ js: {js:?}, wasm: {wasm:?}, later: {later:?}, ");
        text += &format!("css: {css:?}, font: {font:?} }},\n");
        text += "    files: &[\n";
        for (path, file) in files {
            let bytes = |suffix: &str| format!("include_bytes!(\"{}{suffix}\")", file.file);
            let variant = |suffix: &str| match file.compressed {
                true => format!("Some({})", bytes(suffix)),
                false => "None".to_owned(),
            };
            let etag = format!("W/\"{}\"", file.etag);
            text += &format!(
                "        File {{ path: {path:?}, content_type: {:?}, etag: {etag:?}, immutable: {}, \
                 raw: {}, br: {}, gz: {} }},\n",
                file.content_type,
                file.immutable,
                bytes(""),
                variant(".br"),
                variant(".gz"),
            );
        }
        text + "    ],\n})\n"
    }
}

fn add(
    list: &mut BTreeMap<String, File>,
    site: &Path,
    base: &Path,
    path: &Path,
    folder: Option<&str>,
    dev: bool,
) -> Result<()> {
    let name = path.strip_prefix(base).unwrap_or(path).to_string_lossy().into_owned();
    let file = folder.map_or_else(|| name.clone(), |folder| format!("{folder}/{name}"));
    let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let out = site.join(&file);
    let parent = out.parent().unwrap_or(site);
    fs::create_dir_all(parent).with_context(|| format!("making {}", parent.display()))?;
    fs::write(&out, &bytes).with_context(|| format!("writing {file}"))?;

    let (content_type, compressed) = kind(&name);
    let (mut size_br, mut size_gz) = (bytes.len(), bytes.len());
    if compressed {
        let (br, gz) = (brotli(&bytes, dev)?, gzip(&bytes)?);
        (size_br, size_gz) = (br.len(), gz.len());
        fs::write(site.join(format!("{file}.br")), br).with_context(|| format!("writing {file}.br"))?;
        fs::write(site.join(format!("{file}.gz")), gz).with_context(|| format!("writing {file}.gz"))?;
    }
    list.insert(
        format!("/{file}"),
        File {
            content_type: content_type.to_owned(),
            etag: hex(&Sha256::digest(&bytes))[..16].to_owned(),
            immutable: folder.is_some(),
            compressed,
            size: bytes.len(),
            size_br,
            size_gz,
            file,
        },
    );
    Ok(())
}

/// Content type by extension, and whether compressing helps.
fn kind(name: &str) -> (&'static str, bool) {
    match name.rsplit('.').next().unwrap_or_default() {
        "wasm" => ("application/wasm", true),
        "js" => ("text/javascript; charset=utf-8", true),
        "css" => ("text/css; charset=utf-8", true),
        "html" => ("text/html; charset=utf-8", true),
        "svg" => ("image/svg+xml", true),
        "txt" => ("text/plain; charset=utf-8", true),
        "json" => ("application/json", true),
        "webmanifest" => ("application/manifest+json", true),
        "png" => ("image/png", false),
        "ico" => ("image/x-icon", false),
        "woff2" => ("font/woff2", false),
        _ => ("application/octet-stream", false),
    }
}

fn brotli(bytes: &[u8], dev: bool) -> Result<Vec<u8>> {
    let quality = if dev { 4 } else { 11 };
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 1 << 16, quality, 22);
    writer.write_all(bytes).context("compressing with brotli")?;
    drop(writer);
    Ok(out)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes).context("compressing with gzip")?;
    writer.finish().context("compressing with gzip")
}

/// Prints what a first visit downloads besides the document itself.
#[expect(clippy::print_stdout, reason = "the table is what the task is for")]
pub fn size() -> Result<()> {
    let text = fs::read(paths::site().join("manifest.json"))
        .context("there is no page yet; `cargo xtask page` builds it")?;
    let manifest: Manifest = serde_json::from_slice(&text).context("reading the manifest")?;
    println!("{:>10} {:>10} {:>10}  first load", "raw", "gzip", "brotli");
    let mut sum = (0, 0, 0);
    for name in [&manifest.js, &manifest.wasm, &manifest.css, &manifest.font] {
        let Some(file) = manifest.files.get(name) else { continue };
        println!("{:>10} {:>10} {:>10}  {name}", file.size, file.size_gz, file.size_br);
        sum = (sum.0 + file.size, sum.1 + file.size_gz, sum.2 + file.size_br);
    }
    println!("{:>10} {:>10} {:>10}  together", sum.0, sum.1, sum.2);
    Ok(())
}
