//! What is printed: text for people, JSON for programs, failures as sentences.

use std::io::{self, BufWriter, Write};

use serde_json::Value;

use crate::failure::Failure;

pub fn text(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

pub fn json(value: &Value) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    serde_json::to_writer_pretty(&mut out, value).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(out.flush()?)
}

/// An answer as a person reads it: text as it is, a list of objects as a table, an object line by line.
pub fn value(value: &Value) -> Result<(), Failure> {
    match value {
        Value::Array(items) if items.iter().any(Value::is_object) && items.iter().all(Value::is_object) => {
            let mut columns: Vec<String> = Vec::new();
            for name in items.iter().filter_map(Value::as_object).flat_map(|o| o.keys()) {
                if !columns.contains(name) {
                    columns.push(name.clone());
                }
            }
            let rows = items.iter().map(|item| columns.iter().map(|c| cell(&item[c.as_str()])).collect());
            table(&columns, &rows.collect::<Vec<_>>())
        }
        Value::Array(items) => text(&items.iter().map(|item| cell(item) + "\n").collect::<String>()),
        Value::Object(fields) => {
            let width = fields.keys().map(|name| name.chars().count()).max().unwrap_or(0);
            let line = |(name, value): (&String, &Value)| format!("{name:width$}  {}\n", cell(value));
            text(&fields.iter().map(line).collect::<String>())
        }
        _ => text(&cell(value)),
    }
}

/// A value on one line.
pub fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.replace(['\n', '\r', '\t'], " "),
        Value::Array(items) if items.iter().all(|item| item.is_string() || item.is_number()) => {
            items.iter().map(cell).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

/// Columns as wide as their widest cell.
pub fn table(columns: &[String], rows: &[Vec<String>]) -> Result<(), Failure> {
    let mut widths: Vec<usize> = columns.iter().map(|c| c.chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let mut line = |cells: &[String]| -> io::Result<()> {
        let mut text = String::new();
        for (cell, width) in cells.iter().zip(&widths) {
            text.push_str(cell);
            text.extend(std::iter::repeat_n(' ', width + 2 - cell.chars().count()));
        }
        writeln!(out, "{}", text.trim_end())
    };
    line(columns)?;
    rows.iter().try_for_each(|row| line(row))?;
    Ok(out.flush()?)
}

pub fn warning(text: &str) {
    // Nobody is left to tell when standard error is gone.
    let _ = writeln!(io::stderr(), "xenith: {text}");
}

pub fn failure(failure: &Failure) {
    match failure {
        Failure::Output(e) if e.kind() == io::ErrorKind::BrokenPipe => {}
        _ => warning(&failure.to_string()),
    }
}
