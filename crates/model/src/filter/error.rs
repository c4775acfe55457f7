//! Why a text is no filter.

use std::fmt;

/// Where and why a text is no filter, and what may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterError {
    /// Counted in characters, from 1.
    pub position: usize,
    /// What is wrong there, to be followed by the place.
    pub what: String,
    /// What to write instead.
    pub suggestion: Option<String>,
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, at character {}", self.what, self.position)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; try {suggestion}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for FilterError {}
