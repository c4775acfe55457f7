//! What the simulator must not know.

use std::path::Path;

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// It shares the data model's tables with the client, and nothing that could carry the client's mistakes over.
#[test]
fn only_the_tables_of_the_data_model_are_shared() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files.len() > 30);
    for (path, text) in files {
        for part in text.split("xapi::").skip(1) {
            assert!(part.starts_with("schema"), "{path}: xapi::{}", part.lines().next().unwrap());
        }
        for wall in ["model::", "xenith_server", "cache::", "client::"] {
            let used = text.split(wall).count() > 1 && !text.contains(&format!("rustls::{wall}"));
            assert!(!used, "{path} uses {wall}");
        }
    }
}

/// What belongs to the simulated pool goes by its own time, else it would not stand still when it is told to. What
/// belongs to the wire goes by the world's.
#[test]
fn the_pool_goes_by_its_own_time() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let pool = |path: &str| {
        let name = path.rsplit_once("/src/").map_or("", |(_, name)| name);
        name.starts_with("behave/")
            || name.starts_with("fault/")
            || ["churn.rs", "dispatch.rs", "life.rs", "task.rs"].contains(&name)
    };
    let ours: Vec<_> = files.iter().filter(|(path, _)| pool(path)).collect();
    assert!(ours.len() > 20);
    for (path, text) in ours {
        for other in ["tokio::time", "tokio::spawn", "std::time::Instant", "SystemTime"] {
            assert!(!text.contains(other), "{path} uses {other}; take it from crate::time instead");
        }
    }
}

/// The rows of its tables are those in the source.
#[test]
fn the_readme_lists_every_fault_and_route() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
    for file in ["src/fault/mod.rs", "src/control.rs"] {
        let source = std::fs::read_to_string(folder.join(file)).unwrap();
        let rows: Vec<_> =
            source.lines().filter_map(|l| l.strip_prefix("//! ")).filter(|l| l.starts_with("| `")).collect();
        assert!(rows.len() > 10, "{file}");
        for row in rows {
            assert!(readme.contains(row), "README.md lacks a row of {file}: {row}");
        }
    }
}
