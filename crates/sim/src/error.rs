//! A refusal as XAPI words it: a code and its parameters.

use std::fmt;

/// Why a call was refused: `[CODE, param…]` on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub code: String,
    pub params: Vec<String>,
}

impl Failure {
    pub fn new(code: &str, params: impl IntoIterator<Item = impl Into<String>>) -> Failure {
        Failure { code: code.to_owned(), params: params.into_iter().map(Into::into).collect() }
    }

    /// A refusal without parameters.
    pub fn bare(code: &str) -> Failure {
        Failure { code: code.to_owned(), params: Vec::new() }
    }

    pub fn internal(text: impl Into<String>) -> Failure {
        Failure::new("INTERNAL_ERROR", [text.into()])
    }

    pub fn handle_invalid(class: &str, reference: &str) -> Failure {
        Failure::new("HANDLE_INVALID", [class, reference])
    }

    pub fn not_implemented(method: &str) -> Failure {
        Failure::new("NOT_IMPLEMENTED", [method])
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.code, self.params.join(", "))
    }
}

impl std::error::Error for Failure {}
