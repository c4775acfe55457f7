//! The list of what a pool does names tests that exist.

use std::path::{Path, PathBuf};

const LIST: &str = include_str!("../../FACTS.md");

/// Whether a test of that name is in a file.
fn holds(path: &Path, name: &str) -> bool {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.match_indices(&format!("fn {name}(")).any(|(at, _)| {
        let before: Vec<_> = text[..at].trim_end().lines().rev().take(3).collect();
        before.iter().any(|line| line.contains("#[test]") || line.contains("#[tokio::test"))
    })
}

/// All files below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

#[test]
fn every_test_named_here_exists() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut shown = 0;
    for line in LIST.lines().filter(|line| line.starts_with("- ")) {
        let (_, shows) = line.split_once(" — ").unwrap_or_else(|| panic!("what shows it? {line}"));
        if let Some(why) = shows.strip_prefix("not shown: ") {
            assert!(why.len() > 20, "why not? {line}");
            continue;
        }
        for test in shows.split(", ") {
            let test = test.strip_prefix('`').and_then(|t| t.strip_suffix('`'));
            let test = test.unwrap_or_else(|| panic!("{line}"));
            let there = match test.split_once("::") {
                Some(("src", name)) => sources(&home.join("src")).iter().any(|file| holds(file, name)),
                Some((file, name)) => {
                    let tests = sources(&home.join("tests"));
                    tests.iter().filter(|path| path.ends_with(file)).any(|path| holds(path, name))
                }
                None => home.join("../../tests/clients").join(test).exists(),
            };
            assert!(there, "there is no {test}: {line}");
            shown += 1;
        }
    }
    assert!(shown > 150, "{shown} tests are named");
}
