//! Notices of the third-party code inside the binaries and the page, and a check of its licences.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::{paths, run};

/// The crates that are shipped as binaries, and the one that becomes the page.
const BINARIES: &[&str] = &["xenith-server", "cli", "sim"];
const PAGE: &[&str] = &["frontend"];

/// Licences that a work under Apache-2.0 OR MIT may embed, with a notice.
const ACCEPTED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "IJG",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "bzip2-1.0.6",
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    license_file: Option<String>,
    repository: Option<String>,
    /// Absent for our own.
    source: Option<String>,
    manifest_path: PathBuf,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dep>,
}

#[derive(Deserialize)]
struct Dep {
    pkg: String,
    dep_kinds: Vec<DepKind>,
}

#[derive(Deserialize)]
struct DepKind {
    kind: Option<String>,
}

/// A piece of third-party code, with the licence texts that came with it.
struct Piece {
    license: String,
    origin: String,
    texts: Vec<String>,
}

/// Prints them.
pub fn print() -> Result<()> {
    io::stdout().write_all(text()?.as_bytes()).context("printing the notices")
}

/// The notices as one text, or an error that names every piece whose licence is not accepted.
pub fn text() -> Result<String> {
    let pieces = pieces()?;
    let refused: Vec<_> = pieces
        .iter()
        .filter(|(_, piece)| !accepted(&piece.license))
        .map(|((name, version), piece)| format!("{name} {version}: {}", piece.license))
        .collect();
    if !refused.is_empty() {
        bail!("licences that were not accepted so far:\n  {}", refused.join("\n  "));
    }
    Ok(write(&pieces))
}

fn write(pieces: &BTreeMap<(String, String), Piece>) -> String {
    let mut out = String::from(
        "Xenith is made by its contributors and offered under Apache-2.0 OR MIT.\n\
         It contains the following works of others, unmodified, each under its own licence.\n\
         Their sources are in the registries of Rust (crates) and npm under the name and version given.\n\
         The Rust standard library is part of every binary: Apache-2.0 OR MIT, the Rust project.\n\
         This software is based in part on the work of the Independent JPEG Group.\n\n",
    );
    let mut numbers = BTreeMap::new();
    let mut texts = Vec::new();
    for ((name, version), piece) in pieces {
        out += &format!("{name} {version} · {} · {}\n", piece.license, piece.origin);
        let mut refs = Vec::new();
        for text in &piece.texts {
            let number = *numbers.entry(text.as_str()).or_insert_with(|| {
                texts.push(text.as_str());
                texts.len()
            });
            refs.push(format!("[{number}]"));
        }
        if !refs.is_empty() {
            out += &format!("    texts {}\n", refs.join(" "));
        }
    }
    for (index, text) in texts.iter().enumerate() {
        out += &format!("\n{}\n[{}]\n\n{}\n", "-".repeat(72), index + 1, text);
    }
    out
}

fn pieces() -> Result<BTreeMap<(String, String), Piece>> {
    let mut all = BTreeMap::new();
    crates(&format!("{}-unknown-linux-gnu", std::env::consts::ARCH), BINARIES, &mut all)?;
    crates("wasm32-unknown-unknown", PAGE, &mut all)?;
    let frontend = paths::root().join("frontend");
    let wanted = package_json(&frontend)?;
    // What is listed as needed for development builds the page but does not go into it.
    for name in wanted["dependencies"].as_object().into_iter().flat_map(|list| list.keys()) {
        let dir = frontend.join("node_modules").join(name);
        let json = package_json(&dir)?;
        let field = |key: &str| json[key].as_str().unwrap_or_default().to_owned();
        let mut texts = license_texts(&dir)?;
        // noVNC keeps its own texts and those of a library it brings along in folders.
        for folder in ["docs", "vendor/pako"] {
            texts.extend(license_texts(&dir.join(folder))?);
        }
        let piece = Piece { license: field("license"), origin: "npm".to_owned(), texts };
        all.insert((name.clone(), field("version")), piece);
    }
    Ok(all)
}

fn package_json(dir: &Path) -> Result<serde_json::Value> {
    let file = dir.join("package.json");
    let text = fs::read(&file)
        .with_context(|| format!("{} is not there; `scripts/setup` installs it", file.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("reading {}", file.display()))
}

/// Adds every crate that is linked below `roots`: not what only runs while compiling.
fn crates(platform: &str, roots: &[&str], all: &mut BTreeMap<(String, String), Piece>) -> Result<()> {
    let mut metadata = Command::new("cargo");
    metadata.current_dir(paths::root()).args([
        "metadata",
        "--format-version",
        "1",
        "--locked",
        "--filter-platform",
        platform,
    ]);
    let metadata: Metadata =
        serde_json::from_str(&run::output(&mut metadata)?).context("reading cargo's metadata")?;
    let packages: BTreeMap<_, _> = metadata.packages.iter().map(|p| (p.id.as_str(), p)).collect();
    let nodes: BTreeMap<_, _> = metadata.resolve.nodes.iter().map(|n| (n.id.as_str(), n)).collect();

    let own = |p: &&Package| p.source.is_none() && roots.contains(&p.name.as_str());
    let mut open: Vec<&str> = metadata.packages.iter().filter(own).map(|p| p.id.as_str()).collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        let (Some(package), Some(node)) = (packages.get(id), nodes.get(id)) else { continue };
        if !seen.insert(id) || package.targets.iter().any(|t| t.kind.iter().any(|k| k == "proc-macro")) {
            continue;
        }
        let linked = |dep: &&Dep| dep.dep_kinds.iter().any(|k| k.kind.is_none());
        open.extend(node.deps.iter().filter(linked).map(|dep| dep.pkg.as_str()));
        if package.source.is_some() {
            all.insert((package.name.clone(), package.version.clone()), package.piece()?);
        }
    }
    Ok(())
}

impl Package {
    fn piece(&self) -> Result<Piece> {
        let dir = self.manifest_path.parent().unwrap_or(Path::new("."));
        let mut texts = license_texts(dir)?;
        if let Some(file) = &self.license_file {
            let text = fs::read_to_string(dir.join(file)).unwrap_or_default();
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        let license = self.license.clone().unwrap_or_else(|| "see its text".to_owned());
        Ok(Piece { license, origin: self.repository.clone().unwrap_or_else(|| "crate".to_owned()), texts })
    }
}

/// The texts beside a manifest that speak of licences.
fn license_texts(dir: &Path) -> Result<Vec<String>> {
    if !dir.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(dir).with_context(|| format!("listing {}", dir.display()))?;
    let mut names: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.is_file()).collect();
    names.sort();
    let speaks = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE", "AUTHORS"]
            .iter()
            .any(|word| name.starts_with(word))
    };
    let read = |path: PathBuf| Some(fs::read_to_string(path).ok()?.replace("\r\n", "\n").trim().to_owned());
    Ok(names.into_iter().filter(speaks).filter_map(read).collect())
}

/// Whether one of an SPDX expression's alternatives has only accepted licences.
fn accepted(expression: &str) -> bool {
    let flat = expression.replace('/', " OR ");
    // `(A OR B) AND C` needs both sides; alternatives bind within their parentheses.
    let mut parts = vec![];
    let mut rest = flat.as_str();
    while let Some((before, after)) = rest.split_once('(') {
        let Some((inside, tail)) = after.split_once(')') else { return false };
        parts.push(inside);
        let outside = before.trim().trim_end_matches("AND").trim();
        if !outside.is_empty() {
            parts.push(outside);
        }
        rest = tail.trim().trim_start_matches("AND").trim();
    }
    if !rest.trim().is_empty() {
        parts.push(rest);
    }
    let whole = |alternative: &str| alternative.split(" AND ").all(|one| ACCEPTED.contains(&one.trim()));
    !parts.is_empty() && parts.iter().all(|part| part.split(" OR ").any(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_accepted_if_one_alternative_is() {
        assert!(accepted("MIT OR Apache-2.0"));
        assert!(accepted("MIT/Apache-2.0"));
        assert!(accepted("GPL-3.0 OR MIT"));
        assert!(accepted("Apache-2.0 WITH LLVM-exception OR MIT"));
        assert!(accepted("(MIT OR GPL-3.0) AND Unicode-3.0"));
        assert!(accepted("Apache-2.0 AND ISC"));
        assert!(!accepted("AGPL-3.0"));
        assert!(!accepted("MIT AND GPL-3.0"));
        assert!(!accepted("(MIT OR Apache-2.0) AND GPL-3.0"));
        assert!(!accepted("see its text"));
        assert!(!accepted(""));
    }

    #[test]
    fn equal_texts_are_printed_once() {
        let piece =
            |text: &str| Piece { license: "MIT".into(), origin: "crate".into(), texts: vec![text.into()] };
        let key = |name: &str| (name.to_owned(), "1.0.0".to_owned());
        let pieces =
            BTreeMap::from([(key("a"), piece("one")), (key("b"), piece("one")), (key("c"), piece("two"))]);
        let out = write(&pieces);
        assert!(out.contains("b 1.0.0 · MIT · crate\n    texts [1]\n"));
        assert!(out.contains("c 1.0.0 · MIT · crate\n    texts [2]\n"));
        assert_eq!(out.matches("one").count(), 1);
    }
}
