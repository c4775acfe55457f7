//! What hosts measure. Nothing is stored: every value is worked out from the seed, the object, the data source and
//! the time, by one function behind every door, so that the same question always has the same answer and coarse
//! archives are exactly the aggregates of fine ones.

mod curve;
pub mod door;
mod dump;
mod number;
mod shape;
pub mod sources;
mod updates;

use std::collections::HashMap;
use std::sync::Mutex;

use crate::data::value::Str;
use crate::pool::lock;

/// Seconds between two samples.
pub const SAMPLE: i64 = 5;

/// An archive: how many seconds a row covers, and how many rows are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Archive {
    /// 5 s, ten minutes.
    Samples,
    /// A minute, two hours.
    Minutes,
    /// An hour, a week.
    Hours,
    /// A day, a year.
    Days,
}

impl Archive {
    /// From the finest to the coarsest.
    pub const ALL: [Archive; 4] = [Archive::Samples, Archive::Minutes, Archive::Hours, Archive::Days];

    /// Seconds of a row.
    pub const fn step(self) -> i64 {
        match self {
            Archive::Samples => SAMPLE,
            Archive::Minutes => 60,
            Archive::Hours => 3_600,
            Archive::Days => 86_400,
        }
    }

    /// Rows kept.
    pub const fn rows(self) -> i64 {
        match self {
            Archive::Samples | Archive::Minutes => 120,
            Archive::Hours => 168,
            Archive::Days => 366,
        }
    }

    /// The next finer one.
    const fn finer(self) -> Option<Archive> {
        match self {
            Archive::Samples => None,
            Archive::Minutes => Some(Archive::Samples),
            Archive::Hours => Some(Archive::Minutes),
            Archive::Days => Some(Archive::Hours),
        }
    }
}

/// How the samples of a row are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consolidation {
    Average,
    Min,
    Max,
}

impl Consolidation {
    pub const ALL: [Consolidation; 3] = [Consolidation::Average, Consolidation::Min, Consolidation::Max];

    pub const fn name(self) -> &'static str {
        match self {
            Consolidation::Average => "AVERAGE",
            Consolidation::Min => "MIN",
            Consolidation::Max => "MAX",
        }
    }
}

/// Which data sources clients switched on or off, by the object's UUID and the source's name.
#[derive(Default)]
pub struct Choices(Mutex<HashMap<(Str, String), bool>>);

impl Choices {
    pub fn set(&self, uuid: &Str, source: &str, enabled: bool) {
        lock(&self.0).insert((uuid.clone(), source.to_owned()), enabled);
    }

    fn get(&self, uuid: &Str, source: &str) -> Option<bool> {
        lock(&self.0).get(&(uuid.clone(), source.to_owned())).copied()
    }
}

/// How numbers stand in JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbers {
    /// As strings, which is what XAPI does since 23.31.
    #[default]
    Strings,
    /// As they are, `NaN` and `Infinity` too, which is no JSON; as XAPI did before.
    Bare,
}
