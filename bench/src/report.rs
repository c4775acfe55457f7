//! The table of figures, and the samples behind it.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use serde::Serialize;
use serde_json::{Value, json};

use crate::Result;

/// What has been measured so far.
#[derive(Default)]
pub struct Report {
    lines: Vec<Line>,
    failures: Vec<(String, String)>,
}

#[derive(Serialize)]
struct Line {
    figure: String,
    value: f64,
    unit: &'static str,
    target: Target,
    /// What the value was made of, in words.
    detail: String,
    samples: Value,
}

/// What a figure should be.
#[derive(Clone, Copy, Debug, Serialize)]
pub enum Target {
    AtMost(f64),
    AtLeast(f64),
    /// Only reported.
    None,
}

impl Report {
    pub fn say(&self, text: &str) {
        // progress is for whoever looks on; the table goes to standard output
        let _ = writeln!(io::stderr(), "{text}");
    }

    pub fn add(
        &mut self,
        figure: &str,
        value: f64,
        unit: &'static str,
        target: Target,
        detail: String,
        samples: Value,
    ) {
        self.say(&format!("  {figure}: {value:.3} {unit}  ({detail})"));
        self.lines.push(Line { figure: figure.into(), value, unit, target, detail, samples });
    }

    /// The median of the ratios of interleaved pairs (ours, floor).
    pub fn ratio(&mut self, figure: &str, pairs: &[(f64, f64)], target: Target, detail: String) {
        let ratios: Vec<f64> = pairs.iter().map(|(ours, floor)| ours / floor).collect();
        self.add(figure, median(&ratios), "×", target, detail, json!(pairs));
    }

    pub fn failed(&mut self, figure: &str, error: &str) {
        self.say(&format!("  {figure}: {error}"));
        self.failures.push((figure.into(), error.into()));
    }

    pub fn print(&self, out: &mut impl Write) -> Result<()> {
        writeln!(out, "\n| figure | value | target | |\n|---|---|---|---|")?;
        for l in &self.lines {
            let (target, met) = match l.target {
                Target::AtMost(t) => (format!("≤ {t}"), Some(l.value <= t)),
                Target::AtLeast(t) => (format!("≥ {t}"), Some(l.value >= t)),
                Target::None => (String::new(), None),
            };
            let met = met.map_or("", |m| if m { "met" } else { "**missed**" });
            writeln!(out, "| {} | {:.3} {} | {target} | {met} {} |", l.figure, l.value, l.unit, l.detail)?;
        }
        for (figure, error) in &self.failures {
            writeln!(out, "| {figure} | not measured | | {error} |")?;
        }
        Ok(())
    }

    pub fn write(&self, path: &Path) -> Result<()> {
        let machine = fs::read_to_string("/proc/cpuinfo")?;
        let model = machine.lines().find(|l| l.starts_with("model name")).unwrap_or_default();
        let failures: Vec<Value> =
            self.failures.iter().map(|(f, e)| json!({ "figure": f, "error": e })).collect();
        let all = json!({
            "cores": std::thread::available_parallelism()?.get(),
            "cpu": model.split(':').nth(1).unwrap_or_default().trim(),
            "figures": self.lines,
            "failures": failures,
        });
        if let Some(dir) = path.parent() {
            fs::create_dir_all(dir)?;
        }
        Ok(fs::write(path, serde_json::to_vec_pretty(&all)?)?)
    }
}

pub fn median(values: &[f64]) -> f64 {
    percentile(values, 0.5)
}

/// The value that a share `p` of the values does not exceed.
pub fn percentile(values: &[f64], p: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = ((sorted.len() as f64 - 1.0) * p).round() as usize;
    sorted.get(at).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    #[test]
    fn percentiles_are_of_the_sorted_values() {
        assert_eq!(super::median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(super::percentile(&[4.0, 1.0, 2.0, 3.0, 5.0], 1.0), 5.0);
    }
}
