//! Random texts as filters: none may panic, and what is read is written as it can be read again.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use model::{Filter, Haystack};
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

/// Random texts per seed.
const CASES: usize = 5000;

/// What filters are made of, and what they are not made of.
const PIECES: &[&str] = &[
    " ",
    " ",
    " ",
    "web",
    "name_label",
    "memory.size",
    "tags",
    "日本",
    "Ünï",
    ":",
    ":",
    "(",
    ")",
    "|",
    "|(",
    "!",
    "?",
    "*",
    "=",
    "<",
    "<=",
    ">",
    ">=",
    "..",
    "1",
    "4GiB",
    "-7d",
    "2026-01-31",
    "\"",
    "\\",
    "/",
    "/^a.*$/i",
    "fe80::1",
    "00:16:3e",
    "\u{0}",
    "\u{202e}",
    "🦀",
];

struct Thing;

impl Haystack for Thing {
    fn property(&self, name: &str) -> Option<&str> {
        match name {
            "id" => Some("\"5da91773-5041-4618-9d6a-e7ff8b60710e\""),
            "name_label" => Some("\"web \\\"日本\\\"\""),
            "memory" => Some("{\"size\":4294967296,\"list\":[1,\"a\",null,{\"b\":false}]}"),
            "tags" => Some("[\"web\",\"Ünï\"]"),
            _ => None,
        }
    }
}

/// How many seeds are tried: a few, or as many as `make soak` asks for.
fn seeds(few: u64) -> u64 {
    std::env::var("XENITH_SEEDS").map_or(few, |n| n.parse().unwrap())
}

#[test]
fn any_text_is_a_filter_or_is_refused_with_its_place() {
    let (mut sense, mut cases) = (0, 0);
    for seed in 0..seeds(2) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        for _ in 0..CASES {
            let len = rng.random_range(0..12);
            let text: String = (0..len).map(|_| *PIECES.choose(&mut rng).unwrap()).collect();
            cases += 1;
            match Filter::parse(&text) {
                Ok(read) => {
                    sense += 1;
                    let written = read.to_string();
                    let again = Filter::parse(&written)
                        .unwrap_or_else(|error| panic!("{text:?}: {written:?}: {error}"));
                    assert_eq!(again.matches(&Thing), read.matches(&Thing), "{text:?}: {written:?}");
                    assert_eq!(again.to_string(), written, "{text:?}");
                }
                Err(error) => {
                    assert!((1..=text.chars().count() + 1).contains(&error.position), "{text:?}: {error:?}");
                }
            }
        }
    }
    assert!(sense > cases / 20 && sense < cases, "{sense} of {cases} made sense");
    println!("filters: {cases} cases, {sense} made sense");
}
