//! A data source's value as a sum of series and constants, each counting from some moment on, and the rows of its
//! archives. Rows are worked out from hours and templates; only what begins within a row makes it look closer.

use std::collections::HashMap;
use std::sync::Arc;

use super::shape::{FAMILIES, PER_HOUR, PER_MINUTE, Series, Shapes, TEMPLATES, template};
use super::{Archive, Consolidation, SAMPLE};

/// A row of all consolidations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    pub average: f64,
    pub min: f64,
    pub max: f64,
}

impl Row {
    pub fn of(&self, consolidation: Consolidation) -> f64 {
        match consolidation {
            Consolidation::Average => self.average,
            Consolidation::Min => self.min,
            Consolidation::Max => self.max,
        }
    }

    const UNKNOWN: Row = Row { average: f64::NAN, min: f64::NAN, max: f64::NAN };
}

#[derive(Clone)]
enum Part {
    Constant(f64),
    Series(f64, Series),
}

/// A value over time.
#[derive(Clone)]
pub struct Curve {
    seed: u64,
    /// The first sample there is.
    since: i64,
    /// Each with the first sample it counts in, in that order.
    parts: Vec<(i64, Part)>,
}

/// What a data source tells: a curve, weighted, and something more. Sources that follow from the same one share it.
#[derive(Clone)]
pub struct Measure {
    curve: Arc<Curve>,
    weight: f64,
    more: f64,
}

impl From<Curve> for Measure {
    fn from(curve: Curve) -> Measure {
        Measure { curve: Arc::new(curve), weight: 1.0, more: 0.0 }
    }
}

impl Measure {
    /// So much of it.
    pub fn times(&self, weight: f64) -> Measure {
        Measure { curve: self.curve.clone(), weight: self.weight * weight, more: self.more * weight }
    }

    /// And so much more, where it is known.
    pub fn and(mut self, more: f64) -> Measure {
        self.more += more;
        self
    }

    /// The row that ends at a time, alone.
    pub fn row_at(&self, archive: Archive, end: i64) -> Row {
        self.of(self.curve.reader().row_at(archive, end))
    }

    /// Its row, of the curve's.
    fn of(&self, row: Row) -> Row {
        let of = |value: f64| value * self.weight + self.more;
        let (min, max) = if self.weight < 0.0 { (row.max, row.min) } else { (row.min, row.max) };
        Row { average: of(row.average), min: of(min), max: of(max) }
    }
}

/// Rows of many measures at the same times: what they share is worked out once.
pub struct Rows<'a> {
    archive: Archive,
    times: &'a [i64],
    known: HashMap<*const Curve, Vec<Row>>,
}

impl<'a> Rows<'a> {
    pub fn new(archive: Archive, times: &'a [i64]) -> Rows<'a> {
        Rows { archive, times, known: HashMap::new() }
    }

    /// The rows of a measure, in the order of the times.
    pub fn of(&mut self, measure: &Measure) -> Vec<Row> {
        let rows = self.known.entry(Arc::as_ptr(&measure.curve)).or_insert_with(|| {
            let mut reader = measure.curve.reader();
            self.times.iter().map(|end| reader.row_at(self.archive, *end)).collect()
        });
        rows.iter().map(|row| measure.of(*row)).collect()
    }
}

/// The first sample that begins at a time or later.
fn sample_from(seconds: i64) -> i64 {
    seconds.div_euclid(SAMPLE) + i64::from(seconds.rem_euclid(SAMPLE) > 0)
}

impl Curve {
    /// Nothing is known before `since`, in seconds since 1970; afterwards it is zero plus what is added.
    pub fn since(seed: u64, since: Option<i64>) -> Curve {
        Curve { seed, since: since.map_or(i64::MAX, sample_from), parts: Vec::new() }
    }

    /// Adds a constant from a time on.
    pub fn constant(mut self, from: i64, value: f64) -> Curve {
        self.put(from, Part::Constant(value));
        self
    }

    /// Adds a series, weighted, from a time on.
    pub fn series(mut self, from: i64, weight: f64, series: &Series) -> Curve {
        self.put(from, Part::Series(weight, series.clone()));
        self
    }

    /// Adds another curve, weighted, where both are known.
    pub fn plus(mut self, weight: f64, other: &Curve) -> Curve {
        self.since = self.since.max(other.since);
        self.add(weight, other)
    }

    /// Adds another curve, weighted, where it is known; elsewhere it counts for nothing.
    pub fn add(mut self, weight: f64, other: &Curve) -> Curve {
        for (from, part) in &other.parts {
            let part = match part {
                Part::Constant(value) => Part::Constant(weight * value),
                Part::Series(w, series) => Part::Series(weight * w, series.clone()),
            };
            self.put_at(*from, part);
        }
        self
    }

    fn put(&mut self, from: i64, part: Part) {
        self.put_at(sample_from(from), part);
    }

    fn put_at(&mut self, from: i64, part: Part) {
        let place = self.parts.partition_point(|(f, _)| *f <= from);
        self.parts.insert(place, (from, part));
    }

    pub fn reader(&self) -> Reader<'_> {
        Reader { curve: self, sets: Vec::new(), hour: None }
    }
}

/// The parts that count at a time, put together.
struct Set {
    constant: f64,
    /// Swings of the hours and of the samples, by family.
    hours: [f64; FAMILIES],
    samples: [f64; FAMILIES],
    /// The families there are.
    families: Vec<usize>,
    /// The least and greatest swing of each template, once asked for.
    extremes: [Option<(f64, f64)>; TEMPLATES],
    /// The day last looked at, and its average.
    day: Option<(i64, f64)>,
}

impl Set {
    fn new(parts: &[(i64, Part)]) -> Set {
        let mut set = Set {
            constant: 0.0,
            hours: [0.0; FAMILIES],
            samples: [0.0; FAMILIES],
            families: Vec::new(),
            extremes: [None; TEMPLATES],
            day: None,
        };
        for (_, part) in parts {
            match part {
                Part::Constant(value) => set.constant += value,
                Part::Series(weight, series) => {
                    set.hours[series.family] += weight * series.hour;
                    set.samples[series.family] += weight * series.sample;
                    if !set.families.contains(&series.family) {
                        set.families.push(series.family);
                    }
                }
            }
        }
        set
    }

    fn swing(&self, template: usize, sample: usize) -> f64 {
        let shapes = Shapes::get();
        self.families.iter().map(|f| self.samples[*f] * shapes.hour(template, *f)[sample]).sum()
    }

    fn extremes(&mut self, template: usize) -> (f64, f64) {
        if let Some(known) = self.extremes[template] {
            return known;
        }
        let shapes = Shapes::get();
        let found = match self.families.as_slice() {
            [] => (0.0, 0.0),
            [family] => {
                let (by, (least, most)) = (self.samples[*family], shapes.extremes(template, *family));
                if by < 0.0 { (by * most, by * least) } else { (by * least, by * most) }
            }
            families => {
                let mut sums = [0.0; PER_HOUR];
                for family in families {
                    let by = self.samples[*family];
                    for (sum, shape) in sums.iter_mut().zip(shapes.hour(template, *family)) {
                        *sum += by * shape;
                    }
                }
                sums.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, g), v| (v.min(l), v.max(g)))
            }
        };
        self.extremes[template] = Some(found);
        found
    }

    /// The average over a day of the parts, which are those that the set was made of.
    fn day(&mut self, parts: &[(i64, Part)], day: i64) -> f64 {
        if let Some((known, average)) = self.day
            && known == day
        {
            return average;
        }
        let of = |part: &(i64, Part)| match &part.1 {
            Part::Constant(_) => 0.0,
            Part::Series(weight, series) => weight * series.day_average(day),
        };
        let average = self.constant + parts.iter().map(of).sum::<f64>();
        self.day = Some((day, average));
        average
    }

    /// The average over an hour of a day with that average.
    fn hour(&self, day_average: f64, template: usize, hour: usize) -> f64 {
        let shapes = Shapes::get();
        let swings = self.families.iter().map(|f| self.hours[*f] * shapes.day(template, *f)[hour]);
        day_average + swings.sum::<f64>()
    }
}

/// Works out rows of a curve, remembering what neighbours share.
pub struct Reader<'a> {
    curve: &'a Curve,
    /// By how many parts count.
    sets: Vec<(usize, Set)>,
    /// The hour last looked at, of how many parts, and its average.
    hour: Option<(i64, usize, f64)>,
}

/// What is known of some samples.
#[derive(Clone, Copy)]
struct Known {
    samples: i64,
    row: Row,
}

impl Reader<'_> {
    /// The row that ends at a time, a multiple of the archive's step.
    pub fn row_at(&mut self, archive: Archive, end: i64) -> Row {
        let index = end.div_euclid(archive.step()) - 1;
        match self.known(archive, index) {
            // A row of which less than half is known is not known.
            Some(known) if 2 * known.samples >= archive.step() / SAMPLE => known.row,
            _ => Row::UNKNOWN,
        }
    }

    fn known(&mut self, archive: Archive, index: i64) -> Option<Known> {
        let samples = archive.step() / SAMPLE;
        let (first, end) = (index * samples, (index + 1) * samples);
        if end <= self.curve.since {
            return None;
        }
        let within = |n: i64| n > first && n < end;
        let changes = within(self.curve.since) || self.curve.parts.iter().any(|(from, _)| within(*from));
        let Some(finer) = archive.finer().filter(|_| changes) else {
            let row = self.whole(archive, index, first);
            return Some(Known { samples, row });
        };
        let children = archive.step() / finer.step();
        let mut sum = None::<Known>;
        for child in index * children..(index + 1) * children {
            let Some(known) = self.known(finer, child) else { continue };
            sum = Some(match sum {
                None => known,
                Some(before) => {
                    let samples = before.samples + known.samples;
                    let part = known.samples as f64 / samples as f64;
                    let average = before.row.average + (known.row.average - before.row.average) * part;
                    let min = before.row.min.min(known.row.min);
                    Known { samples, row: Row { average, min, max: before.row.max.max(known.row.max) } }
                }
            });
        }
        sum
    }

    /// A row in which no part begins.
    fn whole(&mut self, archive: Archive, index: i64, first: i64) -> Row {
        let count = self.curve.parts.partition_point(|(from, _)| *from <= first);
        let hour = first.div_euclid(PER_HOUR as i64);
        let shape = template(self.curve.seed, hour);
        let offset = first.rem_euclid(PER_HOUR as i64) as usize;
        match archive {
            Archive::Samples => {
                let value = self.hour(hour, count) + self.set(count).swing(shape, offset);
                Row { average: value, min: value, max: value }
            }
            Archive::Minutes => {
                let base = self.hour(hour, count);
                let set = self.set(count);
                let (mut sum, mut min, mut max) = (0.0, f64::INFINITY, f64::NEG_INFINITY);
                for sample in offset..offset + PER_MINUTE {
                    let swing = set.swing(shape, sample);
                    (sum, min, max) = (sum + swing, swing.min(min), swing.max(max));
                }
                Row { average: base + sum / PER_MINUTE as f64, min: base + min, max: base + max }
            }
            Archive::Hours => self.whole_hour(hour, count),
            Archive::Days => {
                let mut row = self.whole_hour(index * 24, count);
                for hour in index * 24 + 1..(index + 1) * 24 {
                    let next = self.whole_hour(hour, count);
                    row.average += next.average;
                    row.min = row.min.min(next.min);
                    row.max = row.max.max(next.max);
                }
                row.average /= 24.0;
                row
            }
        }
    }

    fn whole_hour(&mut self, hour: i64, count: usize) -> Row {
        let average = self.hour(hour, count);
        let (least, most) = {
            let shape = template(self.curve.seed, hour);
            self.set(count).extremes(shape)
        };
        Row { average, min: average + least, max: average + most }
    }

    fn hour(&mut self, hour: i64, count: usize) -> f64 {
        if let Some((known, parts, average)) = self.hour
            && (known, parts) == (hour, count)
        {
            return average;
        }
        let (day, curve) = (hour.div_euclid(24), self.curve);
        let set = self.set(count);
        let of_day = set.day(&curve.parts[..count], day);
        let average = set.hour(of_day, template(curve.seed, day), hour.rem_euclid(24) as usize);
        self.hour = Some((hour, count, average));
        average
    }

    fn set(&mut self, count: usize) -> &mut Set {
        let place = match self.sets.iter().position(|(c, _)| *c == count) {
            Some(place) => place,
            None => {
                self.sets.push((count, Set::new(&self.curve.parts[..count])));
                self.sets.len() - 1
            }
        };
        &mut self.sets[place].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: i64 = 1_764_547_200;

    fn curve() -> Curve {
        let series = |name| Series::new(7, "object", name, 0.3, (0.1, 0.3, 0.5));
        Curve::since(7, Some(T - 7_000_003))
            .constant(0, 1.0)
            .series(T - 50_000, 2.0, &series("a"))
            .series(T - 300_001, -0.5, &series("b"))
            .constant(T - 4_321, 5.0)
    }

    #[test]
    fn coarse_rows_are_the_aggregates_of_fine_ones() {
        let curve = curve();
        let mut reader = curve.reader();
        for (coarse, fine) in [
            (Archive::Minutes, Archive::Samples),
            (Archive::Hours, Archive::Minutes),
            (Archive::Hours, Archive::Samples),
            (Archive::Days, Archive::Hours),
            (Archive::Days, Archive::Minutes),
        ] {
            for n in 0..8 {
                let end = T - T % coarse.step() - n * coarse.step();
                let row = reader.row_at(coarse, end);
                let parts: Vec<Row> = (0..coarse.step() / fine.step())
                    .map(|i| reader.row_at(fine, end - i * fine.step()))
                    .collect();
                let average = parts.iter().map(|p| p.average).sum::<f64>() / parts.len() as f64;
                let min = parts.iter().fold(f64::INFINITY, |m, p| m.min(p.min));
                let max = parts.iter().fold(f64::NEG_INFINITY, |m, p| m.max(p.max));
                assert!((row.average - average).abs() < 1e-9, "{coarse:?} {n}: {row:?} {average}");
                assert!((row.min - min).abs() < 1e-9, "{coarse:?} {n}: {row:?} {min}");
                assert!((row.max - max).abs() < 1e-9, "{coarse:?} {n}: {row:?} {max}");
            }
        }
    }

    #[test]
    fn nothing_is_known_before_the_beginning() {
        let curve = curve();
        let mut reader = curve.reader();
        assert!(reader.row_at(Archive::Samples, T - 7_000_005).average.is_nan());
        assert!(!reader.row_at(Archive::Samples, T - 6_999_990).average.is_nan());
        assert!(reader.row_at(Archive::Days, T - 90 * 86_400).average.is_nan());
        let never = Curve::since(7, None).constant(0, 1.0);
        assert!(never.reader().row_at(Archive::Days, T).average.is_nan());
    }
}
