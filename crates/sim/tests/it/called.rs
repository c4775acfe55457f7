//! Every call that real clients make does what it is for.

use std::collections::{BTreeMap, BTreeSet};

const CALLED: &str = include_str!("data/called.txt");

/// What becomes of each call, as the table of the coverage tells.
fn answers() -> BTreeMap<String, String> {
    let table = sim::coverage::markdown();
    let mut answers = BTreeMap::new();
    let mut class = "";
    for line in table.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            class = name;
        } else if let Some((what, names)) = line.strip_prefix("- ").and_then(|l| l.split_once(": ")) {
            for name in names.split(", ") {
                answers.insert(format!("{class}.{name}"), what.to_owned());
            }
        }
    }
    answers
}

fn called() -> Vec<(&'static str, Vec<&'static str>)> {
    let lines = CALLED.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| {
            let (name, by) = line.split_once(": ").unwrap_or_else(|| panic!("{line}: who calls it?"));
            (name, by.split(' ').collect())
        })
        .collect()
}

#[test]
fn what_clients_call_behaves() {
    let answers = answers();
    assert!(answers.len() > 1500, "the table was read");
    let called = called();
    assert!(called.len() > 150);
    let names: BTreeSet<_> = called.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), called.len(), "each once");
    for (name, by) in &called {
        for client in by {
            assert!(
                ["xen-api", "@xen-orchestra/xapi", "xen-orchestra", "xenith"].contains(client),
                "{name}: {client}"
            );
        }
    }
    // It is no call of the data model, and answered all the same.
    let refused: BTreeSet<_> = names
        .iter()
        .filter(|name| **name != "system.listMethods")
        .filter(|name| !matches!(answers.get(**name).map(String::as_str), Some("generic" | "behave")))
        .copied()
        .collect();
    assert!(refused.is_empty(), "real clients make these calls: {refused:?}");
}
