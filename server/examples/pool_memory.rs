//! What a pool costs in memory: reads its records, `CLASS<tab>REFERENCE<tab>JSON` a line, into the mirror, then
//! makes objects of them in the cache, and tells the bytes held by bytes of JSON after each step.

#![expect(clippy::disallowed_methods, reason = "an example reads files by itself")]

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Write},
};

use cache::{Change, Row, Store};
use xenith_server::translate::{Class, Mirror, Object, Stale};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> io::Result<()> {
    let path = std::env::args().nth(1).ok_or_else(|| io::Error::other("which file of records?"))?;
    let store = Store::new("e");
    let mut mirror = Mirror::new(store.interner().clone(), "pool", "pool");
    let mut stale = Stale::default();
    let before = resident()?;
    let mut bytes = 0;
    for line in BufReader::new(File::open(path)?).lines() {
        let line = line?;
        let mut parts = line.splitn(3, '\t');
        let (Some(class), Some(reference), Some(json)) = (parts.next(), parts.next(), parts.next()) else {
            continue;
        };
        bytes += json.len();
        if let Some(class) = Class::of(class) {
            mirror.put(class, reference, json, &mut stale)?;
        }
    }
    drop(stale);
    tell("mirror", mirror.len(), before, bytes, &store)?;
    let keys = mirror.shown();
    let mut writer = store.writer("p");
    for keys in keys.chunks(1000) {
        let mut all = Vec::new();
        for key in keys {
            if let Some(Ok(object)) = mirror.translate(*key) {
                let row = Row::of(store.interner(), &object)?;
                all.push(Change::Put { kind: object.kind(), id: Object::id(&object), row });
            }
        }
        writer.apply(all);
    }
    tell("mirror and cache", keys.len(), before, bytes, &store)?;
    drop(mirror);
    store.interner().sweep();
    tell("cache", keys.len(), before, bytes, &store)
}

fn tell(what: &str, count: usize, before: usize, bytes: usize, store: &Store) -> io::Result<()> {
    let held = resident()?.saturating_sub(before);
    let (fragments, text) = store.interner().size();
    writeln!(
        io::stdout(),
        "{what}: {count} objects, {held} bytes, {:.3} of {bytes}; {fragments} fragments of {text} bytes",
        held as f64 / bytes as f64
    )
}

/// Bytes of this process in memory.
fn resident() -> io::Result<usize> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"));
    let kib = line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<usize>().ok());
    Ok(kib.ok_or_else(|| io::Error::other("no VmRSS"))? * 1024)
}
