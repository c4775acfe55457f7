//! `/rrd_updates`: the newest rows of many data sources in one answer, as rrdtool's `xport` has them.

use std::fmt::Write as _;

use super::curve::Rows;
use super::sources::Owner;
use super::{Archive, Consolidation, Numbers, SAMPLE, number};

/// What was asked for.
pub struct Asked {
    /// Seconds since 1970, or before the last sample if below zero.
    pub start: i64,
    pub interval: i64,
    /// All if none.
    pub consolidation: Option<Consolidation>,
    /// JSON, and how numbers stand in it; else XML.
    pub json: Option<Numbers>,
}

/// The rows since a time that the archive for it has, newest first.
struct Table {
    archive: Archive,
    /// When each row ends.
    times: Vec<i64>,
    legend: Vec<String>,
    /// Column by column.
    values: Vec<f64>,
}

/// The answer's body.
pub fn answer(owners: &[Owner], asked: &Asked, now: i64) -> String {
    let table = Table::new(owners, asked, now);
    match asked.json {
        Some(numbers) => table.json(numbers),
        None => table.xml(),
    }
}

/// The archive for an interval that still has what was at the start; the coarsest at worst.
fn archive(asked: &Asked, start: i64, now: i64) -> Archive {
    let fine = Archive::ALL.into_iter().filter(|a| asked.interval <= a.step() || *a == Archive::Days);
    let reaches = |a: &Archive| start >= now - now.rem_euclid(a.step()) - a.step() * a.rows();
    fine.into_iter().find(reaches).unwrap_or(Archive::Days)
}

impl Table {
    fn new(owners: &[Owner], asked: &Asked, now: i64) -> Table {
        let last = now - now.rem_euclid(SAMPLE);
        let start = if asked.start < 0 { last + asked.start } else { asked.start };
        let archive = archive(asked, start, last);
        let step = archive.step();
        let newest = last - last.rem_euclid(step);
        let rows = ((newest - start + step - 1).div_euclid(step)).clamp(0, archive.rows());
        let times: Vec<i64> = (0..rows).map(|n| newest - n * step).collect();
        let (mut legend, mut values) = (Vec::new(), Vec::new());
        let mut all = Rows::new(archive, &times);
        for owner in owners {
            for source in owner.sources.iter().filter(|s| s.enabled) {
                let found = all.of(&source.measure);
                for consolidation in Consolidation::ALL {
                    if asked.consolidation.is_some_and(|only| only != consolidation) {
                        continue;
                    }
                    let (class, uuid) = (owner.class, &owner.uuid);
                    legend.push(format!("{}:{class}:{uuid}:{}", consolidation.name(), source.name));
                    values.extend(found.iter().map(|row| row.of(consolidation)));
                }
            }
        }
        Table { archive, times, legend, values }
    }

    fn value(&self, column: usize, row: usize) -> f64 {
        self.values[column * self.times.len() + row]
    }

    /// When the oldest and the newest row end.
    fn span(&self) -> (i64, i64) {
        let end = self.times.first().copied().unwrap_or(0);
        (self.times.last().copied().unwrap_or(end), end)
    }

    fn json(&self, numbers: Numbers) -> String {
        let (start, end) = self.span();
        let (rows, columns) = (self.times.len(), self.legend.len());
        let mut out = String::with_capacity(200 + columns * (70 + rows * 20));
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            "{{\"meta\":{{\"start\":{start},\"step\":{},\"end\":{end},\"rows\":{rows},\"columns\":{columns},\
             \"legend\":[",
            self.archive.step()
        );
        for (column, name) in self.legend.iter().enumerate() {
            let _ = write!(out, "{}\"{name}\"", if column > 0 { "," } else { "" });
        }
        out.push_str("]},\"data\":[");
        let quote = if numbers == Numbers::Strings { "\"" } else { "" };
        for (row, time) in self.times.iter().enumerate() {
            let _ = write!(out, "{}{{\"t\":{time},\"values\":[", if row > 0 { "," } else { "" });
            for column in 0..columns {
                out.push_str(if column > 0 { "," } else { "" });
                out.push_str(quote);
                number::write(self.value(column, row), &mut out);
                out.push_str(quote);
            }
            out.push_str("]}");
        }
        out.push_str("]}");
        out
    }

    fn xml(&self) -> String {
        let (start, end) = self.span();
        let (rows, columns) = (self.times.len(), self.legend.len());
        let mut out = String::with_capacity(200 + columns * (90 + rows * 26));
        let _ = write!(
            out,
            "<xport><meta><start>{start}</start><step>{}</step><end>{end}</end><rows>{rows}</rows>\
             <columns>{columns}</columns><legend>",
            self.archive.step()
        );
        for name in &self.legend {
            let _ = write!(out, "<entry>{name}</entry>");
        }
        out.push_str("</legend></meta><data>");
        for (row, time) in self.times.iter().enumerate() {
            let _ = write!(out, "<row><t>{time}</t>");
            for column in 0..columns {
                out.push_str("<v>");
                number::write(self.value(column, row), &mut out);
                out.push_str("</v>");
            }
            out.push_str("</row>");
        }
        out.push_str("</data></xport>");
        out
    }
}
