//! Archives that are cut, changed or made up: whatever comes, the pool stays as it was and answers.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use serde_json::Value;
use sim::Config;

use crate::common::{Client, start};
use crate::xva::{File, pack, tar, untar};

/// How many archives each run tries; `XENITH_SEEDS` tells how many runs.
const TRIES: usize = 40;

/// Something that is not quite the archive.
fn damaged(rng: &mut StdRng, archive: &[u8], files: &[File]) -> Vec<u8> {
    match rng.random_range(0..8) {
        0 => archive[..rng.random_range(0..archive.len())].to_vec(),
        1 => {
            let mut all = archive.to_vec();
            for _ in 0..rng.random_range(1..20) {
                let at = rng.random_range(0..all.len());
                all[at] = rng.random();
            }
            all
        }
        2 => {
            // Headers only: there most bytes mean something.
            let mut all = archive.to_vec();
            let at = rng.random_range(0..512);
            all[at] = rng.random();
            all
        }
        3 => {
            let mut text = files[0].1.clone();
            for _ in 0..rng.random_range(1..6) {
                let (at, length) = (rng.random_range(0..text.len()), rng.random_range(0..40));
                let end = text.len().min(at + length);
                text.splice(
                    at..end,
                    (0..rng.random_range(0..20))
                        .map(|_| b"<>/valuestrc&;0129 "[rng.random_range(0..19)])
                        .collect::<Vec<_>>(),
                );
            }
            let mut files = files.to_vec();
            files[0].1 = text;
            pack(&files)
        }
        4 => {
            // A value of another kind or size.
            let text = String::from_utf8(files[0].1.clone()).unwrap();
            let mut parts: Vec<&str> = text.split("<value>").collect();
            let at = rng.random_range(1..parts.len());
            let other =
                ["", "Ref:0", "-1", "99999999999999999999", "<boolean>1</boolean>", "<nil/>", "Suspended"];
            let rest = parts[at].find('<').map_or("", |end| &parts[at][end..]);
            let with = format!("{}{rest}", other.choose(rng).unwrap());
            parts[at] = &with;
            let mut files = files.to_vec();
            files[0].1 = parts.join("<value>").into_bytes();
            pack(&files)
        }
        5 => {
            let mut files = files.to_vec();
            let at = rng.random_range(0..files.len());
            match rng.random_range(0..3) {
                0 => drop(files.remove(at)),
                1 => files.insert(at, files.choose(rng).unwrap().clone()),
                _ => files[at].0 = format!("Ref:{}/{}", rng.random_range(0..30), rng.random::<u64>()),
            }
            pack(&files)
        }
        6 => (0..rng.random_range(0..5000)).map(|_| rng.random()).collect(),
        _ => {
            let kinds: [&[u8]; 4] = [&[0x28, 0xb5, 0x2f, 0xfd], &[0x1f, 0x8b, 8, 0], &[0; 512], b"ova.xml"];
            let mut all = kinds.choose(rng).unwrap().to_vec();
            all.extend((0..rng.random_range(0..3000)).map(|_| rng.random::<u8>()));
            all
        }
    }
}

async fn run(seed: u64, client: &Client, archive: &[u8]) {
    let mut rng = StdRng::seed_from_u64(seed);
    let files = untar(archive);
    let query = client.sr_query().await;
    let mut refused = 0;
    for n in 0..TRIES {
        let body = damaged(&mut rng, archive, &files);
        let before = client.counts().await;
        let path = if rng.random_range(0..6) == 0 { "/import_metadata" } else { "/import" };
        let task = client.import_vm(path, &query, &body).await;
        if task["status"] == "success" {
            continue;
        }
        refused += 1;
        let code = task["error_info"][0].as_str().unwrap();
        assert_ne!(code, "NOT_IMPLEMENTED", "seed {seed}, {n}: {task}");
        assert_eq!(client.counts().await, before, "seed {seed}, {n}: nothing is left over: {task}");
    }
    assert!(refused > TRIES / 3, "seed {seed}: {refused}");
}

#[tokio::test]
async fn damaged_archives_leave_nothing_behind() {
    let seeds = std::env::var("XENITH_SEEDS").ok().and_then(|n| n.parse().ok()).unwrap_or(2);
    let (_sim, client) = start(Config { vms: 5, ..Config::test() }).await;
    let (vm, _) = client.small_vm().await;
    let archive = client.export_vm(&format!("ref={vm}")).await;
    for seed in 1..=seeds {
        run(seed, &client, &archive).await;
    }
}

/// What grows without end when it is unpacked is let go at the first thing that is wrong with it.
#[tokio::test]
async fn bombs_are_not_unpacked() {
    let (_sim, client) = start(Config { vms: 5, ..Config::test() }).await;
    let before = client.counts().await;
    // A manifest that says it is of 7 GiB, and then comes to nothing.
    let mut large = tar(&[("ova.xml", b"")]);
    large[124..135].copy_from_slice(format!("{:011o}", 7u64 << 30).as_bytes());
    large[148..156].fill(b' ');
    let sum: u64 = large[..512].iter().map(|b| u64::from(*b)).sum();
    large[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    let deep = "<value><array><data>".repeat(200_000);
    let query = client.sr_query().await;
    for body in [large, tar(&[("ova.xml", deep.as_bytes())])] {
        let task = client.import_vm("/import", &query, &body).await;
        assert_eq!(task["error_info"][0], Value::from("INTERNAL_ERROR"), "{task}");
        assert_eq!(client.counts().await, before);
    }
}
