//! Each distinct fragment of JSON and each list of field names is stored once.

use std::{
    hash::BuildHasher,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use hashbrown::{DefaultHashBuilder, HashTable};
use triomphe::ThinArc;

/// How many independently locked parts the table of fragments has.
const SHARDS: usize = 16;
/// A shard smaller than this is never swept.
const SMALL: usize = 1024;
/// From so many rows a shape learns what is usual.
const LESSONS: u32 = 64;

/// Where rows get their fragments from. Cheap to clone; rows can only be compared fast within one interner.
#[derive(Clone)]
pub struct Interner(Arc<Inner>);

struct Inner {
    hasher: DefaultHashBuilder,
    shards: [Mutex<Shard>; SHARDS],
    shapes: Mutex<HashTable<Arc<Shape>>>,
}

#[derive(Default)]
struct Shard {
    table: HashTable<Frag>,
    /// Grown to this, fragments that nobody else holds are dropped.
    sweep_at: usize,
}

/// A fragment of JSON text: eight bytes wide, shared by everything that has the same value.
#[derive(Clone)]
pub(crate) struct Frag(ThinArc<(), u8>);

/// The field names of a row, in order.
pub(crate) struct Shape {
    names: Box<[Name]>,
    /// Positions in `names`, ordered by name.
    sorted: Box<[u16]>,
    /// What most rows have in each field, once that is known.
    usual: OnceLock<Box<[Frag]>>,
    votes: Mutex<Votes>,
}

/// What the first rows of a shape say is usual, by majority vote.
#[derive(Default)]
struct Votes {
    rows: u32,
    /// The leading value of each field, and by how many votes it leads.
    leads: Vec<(Frag, u32)>,
}

/// `"name":` as JSON writes it, and where the plain name is.
struct Name {
    plain: Box<str>,
    /// Empty when the name needs no escape.
    escaped: Box<str>,
}

impl Interner {
    /// An empty one.
    #[expect(clippy::new_without_default, reason = "two interners are rarely wanted: make it explicit")]
    pub fn new() -> Self {
        Self(Arc::new(Inner {
            hasher: DefaultHashBuilder::default(),
            shards: std::array::from_fn(|_| Mutex::new(Shard { table: HashTable::new(), sweep_at: SMALL })),
            shapes: Mutex::new(HashTable::new()),
        }))
    }

    /// How many distinct fragments are held, and the bytes of their text.
    pub fn size(&self) -> (usize, usize) {
        let mut sum = (0, 0);
        for shard in &self.0.shards {
            for frag in &lock(shard).table {
                sum = (sum.0 + 1, sum.1 + frag.0.slice.len());
            }
        }
        sum
    }

    /// Drops what nobody holds any more. Happens by itself as the tables grow.
    pub fn sweep(&self) {
        for shard in &self.0.shards {
            lock(shard).sweep();
        }
    }

    pub(crate) fn frag(&self, text: &str) -> Frag {
        let bytes = text.as_bytes();
        let hash = self.0.hasher.hash_one(bytes);
        // the table uses the low and the topmost bits
        let mut shard = lock(&self.0.shards[(hash >> 48) as usize % SHARDS]);
        if let Some(known) = shard.table.find(hash, |f| f.0.slice == *bytes) {
            return known.clone();
        }
        if shard.table.len() >= shard.sweep_at {
            shard.sweep();
        }
        let frag = Frag(ThinArc::from_header_and_slice((), bytes));
        shard.table.insert_unique(hash, frag.clone(), |f| self.0.hasher.hash_one(&f.0.slice));
        frag
    }

    /// The shape with those names, unless one of them comes twice.
    pub(crate) fn shape<'a>(&self, names: impl Iterator<Item = &'a str> + Clone) -> Option<Arc<Shape>> {
        let hash_of = |names: &mut dyn Iterator<Item = &str>| {
            names.fold(0_u64, |sum, name| sum.rotate_left(5) ^ self.0.hasher.hash_one(name))
        };
        let hash = hash_of(&mut names.clone());
        let mut shapes = lock(&self.0.shapes);
        let same = |s: &Arc<Shape>| s.names.iter().map(|n| &*n.plain).eq(names.clone());
        if let Some(known) = shapes.find(hash, same) {
            return Some(known.clone());
        }
        let shape = Arc::new(Shape::new(names.clone())?);
        shapes.insert_unique(hash, shape.clone(), |s| hash_of(&mut s.names.iter().map(|n| &*n.plain)));
        Some(shape)
    }
}

impl Shard {
    fn sweep(&mut self) {
        // one holder is this table; nobody can become a second one while it is locked
        self.table.retain(|f| ThinArc::strong_count(&f.0) > 1);
        self.sweep_at = (self.table.len() + self.table.len() / 2).max(SMALL);
        if self.table.capacity() > 4 * self.sweep_at {
            self.table = std::mem::take(&mut self.table);
        }
    }
}

impl Frag {
    pub(crate) fn as_str(&self) -> &str {
        // made from a `str`; the check costs a fraction of a nanosecond per byte
        std::str::from_utf8(&self.0.slice).unwrap_or_default()
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0.slice
    }

    pub(crate) fn is(&self, other: &Frag) -> bool {
        std::ptr::eq(self.0.slice.as_ptr(), other.0.slice.as_ptr())
    }
}

/// Pointers first: within one interner they decide.
impl PartialEq for Frag {
    fn eq(&self, other: &Self) -> bool {
        self.is(other) || self.0.slice == other.0.slice
    }
}

impl Shape {
    fn new<'a>(names: impl Iterator<Item = &'a str>) -> Option<Self> {
        let names: Box<[Name]> = names.map(Name::new).collect();
        let mut sorted: Box<[u16]> = (0..u16::try_from(names.len()).ok()?).collect();
        sorted.sort_unstable_by(|a, b| names[usize::from(*a)].plain.cmp(&names[usize::from(*b)].plain));
        let twice = |pair: &[u16]| names[usize::from(pair[0])].plain == names[usize::from(pair[1])].plain;
        if sorted.windows(2).any(twice) {
            return None;
        }
        Some(Self { names, sorted, usual: OnceLock::new(), votes: Mutex::default() })
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// What most rows have in each field; empty as long as that is not known. It never changes after that, so that
    /// rows may leave it out.
    pub(crate) fn usual(&self) -> &[Frag] {
        self.usual.get().map(|usual| &**usual).unwrap_or_default()
    }

    /// Takes in the values of a row, and at the last one knows what is usual.
    pub(crate) fn learn(&self, row: &[Frag]) {
        let mut votes = lock(&self.votes);
        if votes.rows == 0 {
            votes.leads = row.iter().map(|frag| (frag.clone(), 0)).collect();
        }
        for ((leader, lead), frag) in votes.leads.iter_mut().zip(row) {
            match (leader.is(frag), *lead) {
                (true, _) => *lead += 1,
                (false, 0) => (*leader, *lead) = (frag.clone(), 1),
                (false, _) => *lead -= 1,
            }
        }
        votes.rows += 1;
        if votes.rows == LESSONS {
            let leaders = std::mem::take(&mut votes.leads).into_iter().map(|(leader, _)| leader);
            // there is one last lesson, so it is not set yet
            let _ = self.usual.set(leaders.collect());
        }
    }

    pub(crate) fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.names.iter().map(|n| &*n.plain)
    }

    pub(crate) fn name(&self, position: usize) -> &str {
        &self.names[position].plain
    }

    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        let found =
            self.sorted.binary_search_by(|at| (*self.names[usize::from(*at)].plain).cmp(name)).ok()?;
        Some(usize::from(self.sorted[found]))
    }

    /// `"name":`
    pub(crate) fn write_name(&self, position: usize, out: &mut Vec<u8>) {
        let name = &self.names[position];
        if name.escaped.is_empty() {
            out.push(b'"');
            out.extend_from_slice(name.plain.as_bytes());
            out.push(b'"');
        } else {
            out.extend_from_slice(name.escaped.as_bytes());
        }
        out.push(b':');
    }
}

impl Name {
    fn new(plain: &str) -> Self {
        let escaped = serde_json::Value::from(plain).to_string();
        let escaped = if escaped.len() == plain.len() + 2 { String::new() } else { escaped };
        Self { plain: plain.into(), escaped: escaped.into() }
    }
}

/// A panic while a table was locked leaves it usable: every step on it is whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_is_the_same_fragment() {
        let interner = Interner::new();
        let (a, b) = (interner.frag("\"x\""), interner.frag("\"x\""));
        assert!(a.is(&b) && !a.is(&interner.frag("1")));
        assert_eq!(interner.size().0, 2);
    }

    #[test]
    fn what_nobody_holds_is_swept_and_what_somebody_holds_stays() {
        let interner = Interner::new();
        let kept = interner.frag("\"kept\"");
        for n in 0..100_000 {
            interner.frag(&n.to_string());
        }
        assert!(interner.size().0 <= SHARDS * (SMALL + 1), "{:?}", interner.size());
        interner.sweep();
        assert_eq!(interner.size(), (1, 6));
        assert!(interner.frag("\"kept\"").is(&kept));
    }

    #[test]
    fn shapes_are_shared_find_their_names_and_have_none_twice() {
        let interner = Interner::new();
        let names = ["uuid", "a\"b", "$pool", "name_label"];
        let shape = interner.shape(names.into_iter()).unwrap();
        assert!(Arc::ptr_eq(&shape, &interner.shape(names.into_iter()).unwrap()));
        for (i, name) in names.into_iter().enumerate() {
            assert_eq!(shape.position(name), Some(i));
        }
        assert_eq!(shape.position("b"), None);
        let mut out = Vec::new();
        shape.write_name(1, &mut out);
        assert_eq!(out, br#""a\"b":"#);
        assert!(interner.shape(["a", "b", "a"].into_iter()).is_none());
    }
}
