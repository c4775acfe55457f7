//! Equal texts are kept once: an interned fragment is a thin pointer, and equality is equality of pointers.

use std::{
    fmt,
    hash::{BuildHasher, Hash, Hasher},
    sync::{Mutex, MutexGuard, PoisonError},
};

use hashbrown::{DefaultHashBuilder, HashTable};
use triomphe::{Arc, ThinArc};

use crate::Shape;

/// A piece of JSON text that is kept once per [`Interner`]. Eight bytes; cheap to clone.
#[derive(Clone)]
pub struct Fragment(ThinArc<(), u8>);

impl Fragment {
    /// The JSON text.
    pub fn as_str(&self) -> &str {
        // it was made from a `str`; a failure here would be a broken invariant, shown as JSON's null
        std::str::from_utf8(&self.0.slice).unwrap_or("null")
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0.slice
    }

    /// Whether both are the same piece of the same interner.
    pub fn same(&self, other: &Self) -> bool {
        std::ptr::eq(self.0.slice.as_ptr(), other.0.slice.as_ptr())
    }
}

impl fmt::Debug for Fragment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Keeps every different fragment and field list once.
#[derive(Default)]
pub struct Interner {
    hasher: DefaultHashBuilder,
    inner: Mutex<Tables>,
}

#[derive(Default)]
struct Tables {
    fragments: HashTable<ThinArc<(), u8>>,
    shapes: HashTable<Arc<Shape>>,
    /// Collect when the table has grown to this.
    collect_at: usize,
}

/// Below this many fragments nothing is collected.
const SMALL: usize = 4096;

impl Interner {
    /// The one fragment with this text.
    pub fn fragment(&self, text: &str) -> Fragment {
        self.lock().fragment(&self.hasher, text)
    }

    /// Interns several texts, locking once.
    pub fn fragments<'a>(&self, texts: impl IntoIterator<Item = Option<&'a str>>) -> Box<[Option<Fragment>]> {
        let mut tables = self.lock();
        texts.into_iter().map(|t| t.map(|t| tables.fragment(&self.hasher, t))).collect()
    }

    /// The one shape with these field names.
    pub fn shape<'a>(&self, names: impl Iterator<Item = &'a str> + Clone) -> Arc<Shape> {
        let mut hasher = self.hasher.build_hasher();
        names.clone().for_each(|n| n.hash(&mut hasher));
        let hash = hasher.finish();
        let mut tables = self.lock();
        if let Some(shape) = tables.shapes.find(hash, |s| s.names().eq(names.clone())) {
            return shape.clone();
        }
        let shape = Arc::new(Shape::new(names));
        let rehash = |s: &Arc<Shape>| {
            let mut hasher = self.hasher.build_hasher();
            s.names().for_each(|n| n.hash(&mut hasher));
            hasher.finish()
        };
        tables.shapes.insert_unique(hash, shape.clone(), rehash);
        shape
    }

    /// How many different fragments are kept.
    pub fn len(&self) -> usize {
        self.lock().fragments.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets the fragments that nobody holds. Called by itself when the table has doubled.
    pub fn collect(&self) {
        self.lock().collect(&self.hasher);
    }

    fn lock(&self) -> MutexGuard<'_, Tables> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tables {
    fn fragment(&mut self, hasher: &DefaultHashBuilder, text: &str) -> Fragment {
        let hash = hasher.hash_one(text.as_bytes());
        if let Some(found) = self.fragments.find(hash, |f| f.slice == *text.as_bytes()) {
            return Fragment(found.clone());
        }
        if self.fragments.len() >= self.collect_at.max(SMALL) {
            self.collect(hasher);
        }
        let fresh = ThinArc::from_header_and_slice((), text.as_bytes());
        self.fragments.insert_unique(hash, fresh.clone(), |f| hasher.hash_one(&f.slice));
        Fragment(fresh)
    }

    fn collect(&mut self, hasher: &DefaultHashBuilder) {
        self.fragments.retain(|f| !ThinArc::with_arc(f, Arc::is_unique));
        self.collect_at = self.fragments.len() * 2;
        self.fragments.shrink_to(self.collect_at, |f| hasher.hash_one(&f.slice));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one_fragment_and_unused_ones_are_forgotten() {
        let interner = Interner::default();
        let a = interner.fragment("\"a\"");
        assert!(a.same(&interner.fragment("\"a\"")));
        assert!(!a.same(&interner.fragment("\"b\"")));
        for i in 0..10 * SMALL {
            interner.fragment(&i.to_string());
        }
        assert!(interner.len() <= SMALL + 1, "{} kept", interner.len());
        assert!(a.same(&interner.fragment("\"a\"")));
        interner.collect();
        assert_eq!(interner.len(), 1);
    }
}
