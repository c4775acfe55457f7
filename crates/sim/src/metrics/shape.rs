//! The shapes of values over time. An hour looks like one of a few templates of samples, a day like one of a few
//! templates of hours; each averages to zero, so that the average over an hour or a day needs no samples at all.

use std::sync::LazyLock;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Series of the same family move together, those of different ones do not.
pub const FAMILIES: usize = 16;
/// Templates to choose from for each hour and each day.
pub const TEMPLATES: usize = 8;
/// Samples of an hour, and of a minute.
pub const PER_HOUR: usize = 720;
pub const PER_MINUTE: usize = 12;

/// All templates.
pub struct Shapes {
    hours: Vec<[f64; PER_HOUR]>,
    days: Vec<[f64; 24]>,
    extremes: Vec<(f64, f64)>,
}

static SHAPES: LazyLock<Shapes> = LazyLock::new(Shapes::build);

impl Shapes {
    pub fn get() -> &'static Shapes {
        &SHAPES
    }

    /// How an hour of a family goes: 720 values between -1 and 1.
    pub fn hour(&self, template: usize, family: usize) -> &[f64; PER_HOUR] {
        &self.hours[template * FAMILIES + family]
    }

    /// The least and the greatest of them.
    pub fn extremes(&self, template: usize, family: usize) -> (f64, f64) {
        self.extremes[template * FAMILIES + family]
    }

    /// How a day of a family goes: 24 values between -1 and 1.
    pub fn day(&self, template: usize, family: usize) -> &[f64; 24] {
        &self.days[template * FAMILIES + family]
    }

    fn build() -> Shapes {
        let mut rng = ChaCha8Rng::seed_from_u64(0x5EED_0F5A_AB1E_5EED);
        let mut hours = Vec::new();
        let mut days = Vec::new();
        for _ in 0..TEMPLATES * FAMILIES {
            hours.push(hour(&mut rng));
            days.push(day(&mut rng));
        }
        let extremes = hours
            .iter()
            .map(|h: &[f64; PER_HOUR]| h.iter().fold((1.0, -1.0), |(l, g), v| (v.min(l), v.max(g))))
            .collect();
        Shapes { hours, days, extremes }
    }
}

/// A slow walk, some noise, and now and then a burst.
fn hour(rng: &mut ChaCha8Rng) -> [f64; PER_HOUR] {
    let mut values = [0.0; PER_HOUR];
    let (mut slow, mut burst) = (0.0, 0.0);
    for value in &mut values {
        slow = slow * 0.97 + rng.random_range(-0.2..0.2);
        burst = if rng.random_bool(0.01) { rng.random_range(0.5..2.0) } else { burst * 0.8 };
        *value = slow + burst + rng.random_range(-0.25..0.25);
    }
    level(&mut values);
    values
}

/// Quiet nights, busy afternoons.
fn day(rng: &mut ChaCha8Rng) -> [f64; 24] {
    let mut values = [0.0; 24];
    let peak = rng.random_range(12.0..17.0);
    for (hour, value) in values.iter_mut().enumerate() {
        let angle = (hour as f64 - peak) / 24.0 * std::f64::consts::TAU;
        *value = angle.cos() + rng.random_range(-0.3..0.3);
    }
    level(&mut values);
    values
}

/// Moves values so that they average to zero, and stretches them to reach 1 or -1.
fn level(values: &mut [f64]) {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter_mut().for_each(|v| *v -= mean);
    let most = values.iter().fold(0.0f64, |most, v| most.max(v.abs())).max(f64::MIN_POSITIVE);
    values.iter_mut().for_each(|v| *v /= most);
}

/// A number from any few numbers, each bit depending on all of theirs.
pub fn mix(parts: &[u64]) -> u64 {
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    for part in parts {
        state ^= part;
        state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        state ^= state >> 31;
    }
    state
}

/// A number from a text.
pub fn digest(text: &str) -> u64 {
    text.bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3))
}

/// Between 0 and 1.
pub fn fraction(hash: u64) -> f64 {
    (hash >> 11) as f64 / (1u64 << 53) as f64
}

/// Which template an hour or a day follows; the same for all series of a pool, so that sums of them have one too.
pub fn template(seed: u64, index: i64) -> usize {
    (mix(&[seed, index as u64]) % TEMPLATES as u64) as usize
}

/// A value over time, between `base` less and plus the three swings.
#[derive(Clone, Debug)]
pub struct Series {
    pub base: f64,
    /// How far days, hours and samples swing from what they belong to.
    pub day: f64,
    pub hour: f64,
    pub sample: f64,
    pub family: usize,
    id: u64,
}

impl Series {
    /// A series of an object's data source. The swings are parts of the base; together at most one, so that the value
    /// never falls below zero.
    pub fn new(seed: u64, object: &str, source: &str, base: f64, swings: (f64, f64, f64)) -> Series {
        let id = mix(&[seed, digest(object), digest(source)]);
        let (day, hour, sample) = swings;
        Series {
            base,
            day: base * day,
            hour: base * hour,
            sample: base * sample,
            family: (id % FAMILIES as u64) as usize,
            id,
        }
    }

    /// The average over a day.
    pub fn day_average(&self, day: i64) -> f64 {
        self.base + self.day * (2.0 * fraction(mix(&[self.id, day as u64])) - 1.0)
    }
}
