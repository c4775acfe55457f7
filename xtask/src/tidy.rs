//! The walls of the house, held by tests: who may know whom, where SQL and HTTP may be, how long a file may get.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{paths, run};

/// A crate, as features and target it is looked at with, and what must not be below it.
struct Wall {
    package: &'static str,
    with: &'static [&'static str],
    never: &'static [&'static str],
}

const WASM: &[&str] = &["--target", "wasm32-unknown-unknown"];
const PAGE: &[&str] = &["--features", "hydrate", "--target", "wasm32-unknown-unknown"];
const OURS: &[&str] =
    &["api", "app", "cache", "cli", "client", "frontend", "model", "sim", "xapi", "xenith-server"];

const WALLS: &[Wall] = &[
    Wall {
        package: "app",
        with: PAGE,
        never: &["tokio", "sqlx", "axum", "reqwest", "hyper", "cache", "xapi"],
    },
    Wall { package: "client", with: WASM, never: &["tokio", "sqlx", "axum", "reqwest", "web-sys", "leptos"] },
    Wall { package: "model", with: &[], never: OURS },
    Wall { package: "api", with: &[], never: &["cache", "client", "sim", "xapi", "tokio", "axum"] },
    Wall { package: "cache", with: &[], never: &["api", "client", "sim", "xapi", "hyper", "axum"] },
    Wall { package: "xapi", with: &[], never: OURS },
    Wall {
        package: "sim",
        with: &[],
        never: &["api", "app", "cache", "client", "model", "xenith-server", "axum", "sqlx"],
    },
    Wall { package: "cli", with: &[], never: &["cache", "sim", "xapi", "xenith-server", "axum", "sqlx"] },
];

/// At this many lines a file has become several.
const LONGEST: usize = 800;

/// Fails with every breach found.
#[expect(clippy::print_stdout, reason = "the closing line is what the task reports")]
pub fn check() -> Result<()> {
    let mut breaches = Vec::new();
    for wall in WALLS {
        breaches.extend(wall.breaches()?);
    }
    let sources = sources()?;
    for source in &sources {
        breaches.extend(source.breaches());
    }
    if !breaches.is_empty() {
        bail!("{} breach(es):\n  {}", breaches.len(), breaches.join("\n  "));
    }
    println!("tidy: {} walls and {} files are in order", WALLS.len(), sources.len());
    Ok(())
}

impl Wall {
    fn breaches(&self) -> Result<Vec<String>> {
        let mut tree = Command::new("cargo");
        tree.current_dir(paths::root())
            .args(["tree", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}"])
            .args(["--package", self.package])
            .args(self.with);
        Ok(self.found_in(&run::output(&mut tree)?))
    }

    fn found_in(&self, tree: &str) -> Vec<String> {
        // The first line is the crate itself.
        let below = tree.lines().skip(1).filter_map(|line| line.split(' ').next());
        let mut found: Vec<_> = below.filter(|name| self.never.contains(name)).collect();
        found.sort_unstable();
        found.dedup();
        found.iter().map(|name| format!("{} must not depend on {name}", self.package)).collect()
    }
}

/// A Rust source file: its path under the root, with `/`, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn breaches(&self) -> Vec<String> {
        let mut found = Vec::new();
        let generated = self.path.contains("/generated/");
        let lines = self.text.lines().count();
        if !generated && lines > LONGEST {
            found.push(format!("{}: {lines} lines; split it", self.path));
        }
        if self.path.starts_with("xtask/") {
            return found;
        }
        let test = self.path.split('/').any(|part| part == "tests");
        if !test
            && !self.path.starts_with("server/src/store")
            && self.says(&["sqlx::", "INSERT INTO ", "DELETE FROM "])
        {
            found.push(format!("{}: SQL belongs under server/src/store", self.path));
        }
        if !self.speaks_http() && self.says(&["axum::", "axum_extra::", "leptos_axum::", "use axum"]) {
            found.push(format!("{}: axum belongs to web, feed, bytes and doors", self.path));
        }
        if self.path.starts_with("crates/sim/src/") {
            let made = |rest: &str| rest.starts_with("generated") || rest.starts_with("schema");
            if !self.text.split("xapi::").skip(1).all(made) {
                found.push(format!(
                    "{}: the simulator knows only xapi::generated and xapi::schema",
                    self.path
                ));
            }
        }
        if self.path.starts_with("app/src/") && self.says(&[" style=\"", " style=format!", "\tstyle=\""]) {
            found.push(format!("{}: a style attribute as text is blocked by the page's policy", self.path));
        }
        found
    }

    /// Whether code, comments apart, contains one of the words.
    fn says(&self, words: &[&str]) -> bool {
        let code = self.text.lines().filter(|line| !line.trim_start().starts_with("//"));
        code.into_iter().any(|line| words.iter().any(|word| line.contains(word)))
    }

    fn speaks_http(&self) -> bool {
        // what the server is measured against is a bare axum
        if self.path == "bench/src/floor.rs" {
            return true;
        }
        ["web", "feed", "bytes", "doors"].iter().any(|room| {
            let rest = self.path.strip_prefix("server/src/").and_then(|p| p.strip_prefix(room));
            rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        })
    }
}

fn sources() -> Result<Vec<Source>> {
    let root = paths::root();
    let mut all = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir).with_context(|| format!("listing {}", dir.display()))? {
            let path = entry.with_context(|| format!("listing {}", dir.display()))?.path();
            if path.is_dir() && !skipped(&path) {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text =
                    fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
                let path = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                all.push(Source { path, text });
            }
        }
    }
    all.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(all)
}

fn skipped(dir: &Path) -> bool {
    let build: PathBuf = paths::target();
    let name = dir.file_name().unwrap_or_default().to_string_lossy();
    dir == build || name.starts_with('.') || name == "target" || name == "node_modules"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaches(path: &str, text: &str) -> usize {
        Source { path: path.to_owned(), text: text.to_owned() }.breaches().len()
    }

    #[test]
    fn sql_stays_in_the_store() {
        assert_eq!(breaches("server/src/methods/user.rs", "sqlx::query(\"x\")"), 1);
        assert_eq!(breaches("server/src/methods/user.rs", "\"INSERT INTO user VALUES (1)\""), 1);
        assert_eq!(breaches("server/src/methods/user.rs", "// not sqlx::query"), 0);
        assert_eq!(breaches("server/src/store/user.rs", "sqlx::query(\"x\")"), 0);
        assert_eq!(breaches("tests/tests/it/start.rs", "\"INSERT INTO user VALUES (1)\""), 0);
    }

    #[test]
    fn axum_stays_at_the_doors() {
        assert_eq!(breaches("server/src/table.rs", "use axum::Router;"), 1);
        assert_eq!(breaches("server/src/feeder.rs", "use axum::Router;"), 1);
        assert_eq!(breaches("server/src/feed/socket.rs", "use axum::Router;"), 0);
        assert_eq!(breaches("server/src/web.rs", "use axum::Router;"), 0);
        assert_eq!(breaches("server/src/doors/rpc.rs", "use axum::Router;"), 0);
        assert_eq!(breaches("cli/src/main.rs", "use axum::Router;"), 1);
    }

    #[test]
    fn the_simulator_knows_only_generated_types() {
        assert_eq!(breaches("crates/sim/src/db.rs", "use xapi::generated::Vm;"), 0);
        assert_eq!(breaches("crates/sim/src/db.rs", "use xapi::schema::CLASSES;"), 0);
        assert_eq!(breaches("crates/sim/src/db.rs", "use xapi::session::Session;"), 1);
        assert_eq!(breaches("server/src/pools.rs", "use xapi::session::Session;"), 0);
    }

    #[test]
    fn files_are_short_and_styles_are_set_by_property() {
        let long = "\n".repeat(LONGEST + 1);
        assert_eq!(breaches("app/src/lib.rs", &long), 1);
        assert_eq!(breaches("crates/xapi/src/generated/vm.rs", &long), 0);
        assert_eq!(breaches("app/src/lib.rs", "view! { <p style=\"top:1px\"/> }"), 1);
        assert_eq!(breaches("app/src/lib.rs", "view! { <p style:top=\"1px\"/> }"), 0);
    }

    #[test]
    fn a_wall_sees_below_the_crate_but_not_the_crate_itself() {
        let wall = Wall { package: "xapi", with: &[], never: OURS };
        assert!(wall.found_in("xapi v0.1.0 (/x)\nserde v1.0.0\ntokio v1.0.0\n").is_empty());
        let found = wall.found_in("xapi v0.1.0 (/x)\nmodel v0.1.0 (/x)\nserde v1\nmodel v0.1.0 (/x) (*)\n");
        assert_eq!(found, ["xapi must not depend on model"]);
    }
}
