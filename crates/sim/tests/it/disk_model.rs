//! Random writes, snapshots, clones, copies, resizes, imports and restarts against disks that are plain bytes in memory;
//! and readers of disk formats fed with garbage. `XENITH_SEEDS` asks for more seeds.

use std::path::PathBuf;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, RngCore, SeedableRng};
use serde_json::{Value, json};
use sim::{Config, Sim};

use crate::common::{Client, NULL, runs, start};
use crate::disks::{MIB, succeeded};

const STEPS: usize = 60;
const MOST_DISKS: usize = 8;

/// A simulator whose disks are known.
struct World {
    sim: Sim,
    client: Client,
    config: Config,
    disks: Vec<(String, Vec<u8>)>,
}

impl World {
    fn pick(&self, rng: &mut StdRng) -> usize {
        rng.random_range(0..self.disks.len())
    }

    async fn restart(self) -> World {
        let World { sim, config, disks, .. } = self;
        let config = Config { listen: sim.address(), ..config };
        sim.shutdown().await;
        let (sim, client) = start(config.clone()).await;
        World { sim, client, config, disks }
    }

    /// Bytes of which much is zero, at a place that fits.
    fn piece(rng: &mut StdRng, size: usize) -> (usize, Vec<u8>) {
        let length =
            if rng.random_ratio(1, 4) { rng.random_range(1..=size) } else { rng.random_range(1..100_000) };
        let at = rng.random_range(0..=size - length.min(size));
        let mut bytes = vec![0; length.min(size)];
        match rng.random_range(0..3) {
            0 => {}
            1 => rng.fill_bytes(&mut bytes),
            _ => {
                let half = bytes.len() / 2;
                rng.fill_bytes(&mut bytes[half..]);
            }
        }
        (at, bytes)
    }

    async fn step(&mut self, rng: &mut StdRng) {
        let n = self.pick(rng);
        let (disk, bytes) = self.disks[n].clone();
        let full = self.disks.len() >= MOST_DISKS;
        match rng.random_range(0..11) {
            0..=2 => {
                let (at, piece) = World::piece(rng, bytes.len());
                let mut body = Vec::from((at as u64).to_le_bytes());
                body.extend((piece.len() as u32).to_le_bytes());
                body.extend(&piece);
                body.extend([0; 12]);
                let query = format!("vdi={disk}&chunked=true");
                succeeded(&self.client.import(&query, body.len(), &body).await);
                self.disks[n].1[at..at + piece.len()].copy_from_slice(&piece);
            }
            op @ (3 | 4) if !full => {
                let call = if op == 3 { "VDI.snapshot" } else { "VDI.clone" };
                let twin = self.client.ok(call, json!([disk, {}])).await;
                self.disks.push((twin.as_str().unwrap().to_owned(), bytes));
            }
            5 if !full => {
                let srs = self.client.ok("SR.get_all_records", json!([])).await;
                let user = |r: &&Value| r["content_type"] == "user";
                let uuids: Vec<_> = srs.as_object().unwrap().values().filter(user).collect();
                let sr = self.client.ok("SR.get_by_uuid", json!([uuids.choose(rng).unwrap()["uuid"]])).await;
                let copy = self.client.ok("VDI.copy", json!([disk, sr])).await;
                self.disks.push((copy.as_str().unwrap().to_owned(), bytes));
            }
            6 => {
                let more = rng.random_range(0..3) * 2 * MIB;
                if bytes.len() + more <= 8 * MIB {
                    self.client.ok("VDI.resize", json!([disk, bytes.len() + more])).await;
                    self.disks[n].1.resize(bytes.len() + more, 0);
                }
            }
            7 => {
                // All of one becomes the content of another, in some format.
                let m = self.pick(rng);
                let (other, theirs) = self.disks[m].clone();
                if theirs.len() >= bytes.len() && n != m {
                    let format = *["raw", "vhd", "qcow2"].choose(rng).unwrap();
                    let file = self.client.export(&format!("vdi={disk}&format={format}")).await;
                    let query = format!("vdi={other}&format={format}");
                    succeeded(&self.client.import(&query, file.len(), &file).await);
                    match format {
                        "raw" => self.disks[m].1[..bytes.len()].copy_from_slice(&bytes),
                        "vhd" => {
                            self.disks[m].1.fill(0);
                            self.disks[m].1[..bytes.len()].copy_from_slice(&bytes);
                        }
                        // Clusters that the file does not tell of stay.
                        _ => {
                            let zeros = vec![0; 65536];
                            for (at, chunk) in (0..).step_by(65536).zip(bytes.chunks(65536)) {
                                if chunk != zeros {
                                    self.disks[m].1[at..at + chunk.len()].copy_from_slice(chunk);
                                }
                            }
                        }
                    }
                }
            }
            8 => {
                // A copy into another with a base is as if only the changes were written there.
                let (m, b) = (self.pick(rng), self.pick(rng));
                let ((into, _), (base, was)) = (self.disks[m].clone(), self.disks[b].clone());
                if self.disks[m].1.len() >= bytes.len() && m != n {
                    let whole = rng.random_ratio(1, 2);
                    let base = if whole { NULL } else { base.as_str() };
                    self.client.ok("VDI.copy", json!([disk, NULL, base, into])).await;
                    for (at, chunk) in (0..).step_by(65536).zip(bytes.chunks(65536)) {
                        let mut before = was.get(at..).unwrap_or(&[]).to_vec();
                        before.resize(chunk.len(), 0);
                        if whole || before != chunk {
                            self.disks[m].1[at..at + chunk.len()].copy_from_slice(chunk);
                        }
                    }
                }
            }
            9 if self.disks.len() > 3 => {
                self.client.ok("VDI.destroy", json!([disk])).await;
                self.disks.swap_remove(n);
            }
            _ => {
                // Forgotten, a scan finds it again with all that it holds.
                let uuid = self.client.ok("VDI.get_uuid", json!([disk])).await;
                let sr = self.client.ok("VDI.get_SR", json!([disk])).await;
                self.client.ok("VDI.forget", json!([disk])).await;
                self.client.ok("SR.scan", json!([sr])).await;
                let found = self.client.ok("VDI.get_by_uuid", json!([uuid])).await;
                self.disks[n].0 = found.as_str().unwrap().to_owned();
            }
        }
    }

    async fn compare(&self) {
        for (disk, bytes) in &self.disks {
            let now = self.client.export(&format!("vdi={disk}")).await;
            assert_eq!(now.len(), bytes.len(), "{disk}");
            if now != *bytes {
                panic!("{disk} differs from byte {:?} on", now.iter().zip(bytes).position(|(a, b)| a != b));
            }
        }
    }
}

/// A file that goes with the test.
struct File(PathBuf);

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[tokio::test]
async fn disks_hold_what_plain_bytes_would() {
    for seed in 1..=runs(2) {
        let file = File(std::env::temp_dir().join(format!("sim-disks-{}-{seed}", std::process::id())));
        let config = Config { seed, speed: 1000.0, state: Some(file.0.clone()), vms: 4, ..Config::test() };
        let (sim, client) = start(config.clone()).await;
        let mut world = World { sim, client, config, disks: Vec::new() };
        for size in [2, 6] {
            let disk = world.client.new_disk(size * MIB).await;
            world.disks.push((disk, vec![0; size * MIB]));
        }
        let mut rng = StdRng::seed_from_u64(seed);
        for step in 0..STEPS {
            world.step(&mut rng).await;
            if step % 20 == 19 {
                world = world.restart().await;
                world.compare().await;
            }
        }
    }
}

/// Damages a file here and there, or cuts it.
fn damage(rng: &mut StdRng, file: &[u8]) -> Vec<u8> {
    let mut bytes = file.to_vec();
    match rng.random_range(0..4) {
        0 => bytes.truncate(rng.random_range(0..file.len())),
        1 => {
            // The tables are at the beginning.
            for _ in 0..rng.random_range(1..20) {
                let at = rng.random_range(0..bytes.len().min(4096));
                bytes[at] = rng.random();
            }
        }
        2 => {
            for _ in 0..rng.random_range(1..50) {
                let at = rng.random_range(0..bytes.len());
                bytes[at] ^= 1 << rng.random_range(0..8);
            }
        }
        _ => {
            let (from, to) = (rng.random_range(0..bytes.len()), rng.random_range(0..bytes.len()));
            let length = rng.random_range(0..4096).min(bytes.len() - from.max(to));
            bytes.copy_within(from..from + length, to);
        }
    }
    bytes
}

#[tokio::test]
async fn garbage_is_refused_or_read_but_never_harms() {
    let (sim, client) = start(Config { speed: 1000.0, vms: 4, ..Config::test() }).await;
    let disk = client.new_disk(4 * MIB).await;
    succeeded(&client.import(&format!("vdi={disk}"), 100, &[7; 100]).await);
    let mut files = Vec::new();
    for format in ["vhd", "qcow2"] {
        files.push((format, client.export(&format!("vdi={disk}&format={format}")).await));
    }
    let target = client.new_disk(4 * MIB).await;
    let mut rng = StdRng::seed_from_u64(5);
    let (mut read, mut refused) = (0, 0);
    for _ in 0..runs(3) * 40 {
        for (format, file) in &files {
            let bytes = if rng.random_ratio(1, 8) {
                let mut noise = vec![0; rng.random_range(0..10_000)];
                rng.fill_bytes(&mut noise);
                noise
            } else {
                damage(&mut rng, file)
            };
            let task = client.import(&format!("vdi={target}&format={format}"), bytes.len(), &bytes).await;
            match task["status"].as_str().unwrap() {
                "success" => read += 1,
                _ => {
                    let code = task["error_info"][0].as_str().unwrap();
                    assert!(matches!(code, "VDI_IO_ERROR" | "INTERNAL_ERROR"), "{task}");
                    refused += 1;
                }
            }
        }
    }
    assert!(read > 10 && refused > 10, "{read} read, {refused} refused");
    // Nobody holds on to the disk.
    assert_eq!(client.ok("VDI.get_VBDs", json!([target])).await, json!([]));
    client.ok("VDI.destroy", json!([target])).await;
    drop(sim);
}
