//! What rows cost in memory: reads records, one JSON object a line, and tells bytes held by bytes read.
//!
//! `cargo run --release -p cache --example row_memory FILE`

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Write},
};

use cache::{Interner, Row};

fn main() -> io::Result<()> {
    let path = std::env::args().nth(1).ok_or_else(|| io::Error::other("which file of records?"))?;
    let before = resident()?;
    let interner = Interner::new();
    let (mut rows, mut bytes, mut fields) = (Vec::new(), 0, 0);
    for line in BufReader::new(File::open(path)?).lines() {
        let line = line?;
        let row = Row::from_json(&interner, &line)?;
        bytes += line.len();
        fields += row.len();
        rows.push(row);
    }
    let held = resident()?.saturating_sub(before);
    let (fragments, text) = interner.size();
    let count = rows.len();
    writeln!(
        io::stdout(),
        "{count} records of {bytes} bytes: {fields} fields, {fragments} fragments of {text} bytes; \
         {held} bytes held, {:.3} of the JSON, {} a record",
        held as f64 / bytes as f64,
        held / count.max(1)
    )
}

/// Bytes of this process in memory.
fn resident() -> io::Result<usize> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"));
    let kib = line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<usize>().ok());
    Ok(kib.ok_or_else(|| io::Error::other("no VmRSS"))? * 1024)
}
