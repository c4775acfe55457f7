//! All archives of one object, as `rrdtool dump` writes them, or the same in JSON.

use std::fmt::Write as _;

use super::curve::{Row, Rows};
use super::sources::{Owner, Source};
use super::{Archive, Consolidation, Numbers, SAMPLE, number};

/// Samples later than this count as missed, in seconds.
const HEARTBEAT: f64 = 300.0;

/// Writes the document piece by piece: `take` gets each in turn.
pub fn write(owner: &Owner, json: Option<Numbers>, now: i64, mut take: impl FnMut(String) -> bool) {
    let last = now - now.rem_euclid(SAMPLE);
    let sources: Vec<&Source> = owner.sources.iter().filter(|s| s.enabled).collect();
    let form = Form(json);
    if !take(form.start(&sources, last)) {
        return;
    }
    for (n, archive) in Archive::ALL.into_iter().enumerate() {
        let newest = last - last.rem_euclid(archive.step());
        let times: Vec<i64> = (0..archive.rows()).rev().map(|n| newest - n * archive.step()).collect();
        let mut rows = Rows::new(archive, &times);
        // Column by column: neighbours in time share what was worked out for them.
        let columns: Vec<Vec<Row>> = sources.iter().map(|source| rows.of(&source.measure)).collect();
        for (m, consolidation) in Consolidation::ALL.into_iter().enumerate() {
            let part = Part { archive, consolidation, last, newest, first: n + m == 0 };
            if !take(form.archive(&sources, &columns, &part)) {
                return;
            }
        }
    }
    take(form.end());
}

fn text(value: f64) -> String {
    let mut out = String::new();
    number::write(value, &mut out);
    out
}

struct Form(Option<Numbers>);

/// An archive of a consolidation, as of the last sample.
struct Part {
    archive: Archive,
    consolidation: Consolidation,
    last: i64,
    /// When the newest full row ends.
    newest: i64,
    first: bool,
}

impl Form {
    /// A number in JSON.
    fn json(&self, value: f64) -> String {
        match self.0 {
            Some(Numbers::Bare) => text(value),
            _ => format!("\"{}\"", text(value)),
        }
    }

    fn start(&self, sources: &[&Source], last: i64) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = match self.0 {
            Some(_) => {
                write!(out, "{{\"version\":\"0003\",\"step\":\"5\",\"lastupdate\":\"{last}\",\"ds\":[")
            }
            None => write!(
                out,
                "<?xml version=\"1.0\"?><rrd><version>0003</version><step>{SAMPLE}</step>\
                 <lastupdate>{last}</lastupdate>"
            ),
        };
        for (n, source) in sources.iter().enumerate() {
            let value = source.measure.row_at(Archive::Samples, last).average;
            let unknown = if value.is_nan() { SAMPLE } else { 0 };
            let (name, kind) = (&source.name, source.kind);
            let numbers = [HEARTBEAT, source.min, source.max, value, value * (last % SAMPLE) as f64];
            let _ = match self.0 {
                Some(_) => {
                    let [heartbeat, min, max, last_ds, value] = numbers.map(|n| self.json(n));
                    // What was measured last is a text as the measurer gave it.
                    let last_ds = last_ds.trim_matches('"');
                    write!(
                        out,
                        "{}{{\"name\":\"{name}\",\"type\":\"{kind}\",\"minimal_heartbeat\":{heartbeat},\"min\":{min},\
                         \"max\":{max},\"last_ds\":\"{last_ds}\",\"value\":{value},\"unknown_sec\":\"{unknown}\"}}",
                        if n > 0 { "," } else { "" }
                    )
                }
                None => {
                    let [heartbeat, min, max, last_ds, value] = numbers.map(text);
                    write!(
                        out,
                        "<ds><name>{name}</name><type>{kind}</type><minimal_heartbeat>{heartbeat}</minimal_heartbeat>\
                         <min>{min}</min><max>{max}</max><last_ds>{last_ds}</last_ds><value>{value}</value>\
                         <unknown_sec>{unknown}</unknown_sec></ds>"
                    )
                }
            };
        }
        if self.0.is_some() {
            out.push_str("],\"rra\":[");
        }
        out
    }

    fn archive(&self, sources: &[&Source], columns: &[Vec<Row>], part: &Part) -> String {
        let Part { archive, consolidation, last, newest, first } = *part;
        let rows = archive.rows();
        let per_row = archive.step() / SAMPLE;
        let partial = (last - newest) / SAMPLE;
        let name = consolidation.name();
        let mut out = String::with_capacity(rows as usize * sources.len() * 26 + 500);
        let _ = match self.0 {
            Some(_) => write!(
                out,
                "{}{{\"cf\":\"{name}\",\"pdp_per_row\":\"{per_row}\",\"params\":{{\"xff\":\"0.5\"}},\
                 \"cdp_prep\":{{\"ds\":[",
                if first { "" } else { "," }
            ),
            None => write!(
                out,
                "<rra><cf>{name}</cf><pdp_per_row>{per_row}</pdp_per_row><params><xff>0.5</xff></params><cdp_prep>"
            ),
        };
        for (n, (source, column)) in sources.iter().zip(columns).enumerate() {
            let begun = self.begun(source, archive, consolidation, newest, partial);
            let latest = column.last().map_or(f64::NAN, |row| row.of(consolidation));
            let unknown = if begun.is_nan() { partial } else { 0 };
            let _ = match self.0 {
                Some(_) => write!(
                    out,
                    "{}{{\"primary_value\":{},\"secondary_value\":{},\"value\":{},\"unknown_datapoints\":\"{unknown}\"}}",
                    if n > 0 { "," } else { "" },
                    self.json(latest),
                    self.json(latest),
                    self.json(begun)
                ),
                None => write!(
                    out,
                    "<ds><primary_value>{0}</primary_value><secondary_value>{0}</secondary_value><value>{1}</value>\
                     <unknown_datapoints>{unknown}</unknown_datapoints></ds>",
                    text(latest),
                    text(begun)
                ),
            };
        }
        out.push_str(if self.0.is_some() { "]},\"database\":[" } else { "</cdp_prep><database>" });
        for row in 0..rows as usize {
            match self.0 {
                Some(numbers) => {
                    out.push_str(if row > 0 { ",[" } else { "[" });
                    let quote = if numbers == Numbers::Strings { "\"" } else { "" };
                    for (n, column) in columns.iter().enumerate() {
                        out.push_str(if n > 0 { "," } else { "" });
                        out.push_str(quote);
                        number::write(column[row].of(consolidation), &mut out);
                        out.push_str(quote);
                    }
                    out.push(']');
                }
                None => {
                    out.push_str("<row>");
                    for column in columns {
                        out.push_str("<v>");
                        number::write(column[row].of(consolidation), &mut out);
                        out.push_str("</v>");
                    }
                    out.push_str("</row>");
                }
            }
        }
        out.push_str(if self.0.is_some() { "]}" } else { "</database></rra>" });
        out
    }

    /// What is gathered for the row that is not full yet.
    fn begun(
        &self,
        source: &Source,
        archive: Archive,
        consolidation: Consolidation,
        newest: i64,
        partial: i64,
    ) -> f64 {
        if partial == 0 || archive == Archive::Samples {
            return 0.0;
        }
        let times: Vec<i64> = (1..=partial).map(|n| newest + n * SAMPLE).collect();
        let samples = Rows::new(Archive::Samples, &times).of(&source.measure);
        let samples = samples.into_iter().map(|row| row.average);
        match consolidation {
            Consolidation::Average => samples.sum(),
            Consolidation::Min => samples.fold(f64::INFINITY, f64::min),
            Consolidation::Max => samples.fold(f64::NEG_INFINITY, f64::max),
        }
    }

    fn end(&self) -> String {
        if self.0.is_some() { "]}".to_owned() } else { "</rrd>".to_owned() }
    }
}
