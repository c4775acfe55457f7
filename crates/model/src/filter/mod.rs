//! The filter language of lists, REST, the command line and rights: a superset of Xen Orchestra's complex-matcher, so
//! that old filters mean what they meant.
//!
//! | form | finds |
//! |---|---|
//! | `web` | text that has it, whatever its case; also the equal number or flag |
//! | `"my VM"` | the same of text with blanks and signs; `\"` and `\\` in it |
//! | `we*b` | text with both parts in that order; a lone `*` any text |
//! | `/^web\d+$/i` | text that the regular expression matches; without `i` in the same case |
//! | `name_label:web` | `web` in one property; `memory:size:…` or `memory.size:…` in a property of a property |
//! | `snapshots:length:>2` | larger, `>=`, `<`, `<=`; of numbers, sizes (`4GiB`), dates (`2026-01-31`) and ages (`-7d`) |
//! | `memory:size:1GiB..4GiB` | what lies between, both included; one end may be missing |
//! | `name_label:=web` | exactly that text, number, size or flag |
//! | `auto_poweron?` | a property that is neither absent, empty, zero nor false |
//! | `description:` | a property that is there, at the end of a filter or group |
//! | `a b`, `(a b)` | what both find |
//! | `\|(a b)` | what either finds |
//! | `!a` | what it does not find |
//!
//! Without a property, text is looked for in [`SEARCHED`]; an id is found by its beginning, if that is long enough to
//! be meant: otherwise `db` would find whatever has it somewhere in its id.

mod error;
mod json;
mod parse;
mod quantity;
mod term;

use std::fmt;

pub use error::FilterError;
pub use quantity::size;

use term::{Subject, Term};

/// A parsed filter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// All must match.
    terms: Vec<Term>,
}

/// Something that can be searched.
pub trait Haystack {
    /// The JSON text of a property, if it has it.
    fn property(&self, name: &str) -> Option<&str>;
}

/// The properties that a term without a property name is looked for in.
pub const SEARCHED: &[&str] = &["name_label", "name_description", "tags", "addresses", "mainIpAddress"];

impl Filter {
    /// Reads a filter; an empty text lets everything through.
    ///
    /// # Errors
    /// When the text is none; the error says where, why, and what may have been meant.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        parse::read(text)
    }

    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    pub fn matches(&self, object: &impl Haystack) -> bool {
        self.terms.iter().all(|term| term.holds(Subject::Object(object)))
    }

    /// The properties of the object itself that the answer can depend on; each as often as it is named.
    pub fn properties(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.terms.iter().for_each(|term| term.properties(&mut names));
        names
    }
}

/// As it can be read again; equal to what it was read from but for blanks and quotes.
impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        term::write_all(&self.terms, f)
    }
}

#[cfg(test)]
mod tests;
