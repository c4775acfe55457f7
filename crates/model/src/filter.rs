//! The search box's language: blank-separated terms that must all match.
//!
//! `web` looks for the text in names, descriptions, tags and addresses, `prop:text` in one property. An id is found by
//! its beginning, if that is long enough to be meant: otherwise `db` would find whatever has it somewhere in its id.
//! Case does not matter; double quotes keep blanks together and take every character as it is. Outside of them, what
//! means more in Xen Orchestra's language (groups, negation, comparisons, patterns) is refused rather than answered
//! wrongly.

use std::fmt;

/// A parsed filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    terms: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    property: Option<String>,
    /// Lower case.
    text: String,
}

/// Something that can be searched.
pub trait Haystack {
    /// Calls `found` with the text of a property (JSON without quotes for a string); nothing when it has none.
    fn property(&self, name: &str, found: &mut dyn FnMut(&str));
}

/// The properties that a term without a property name is looked for in.
pub const SEARCHED: &[&str] = &["name_label", "name_description", "tags", "addresses", "mainIpAddress"];

/// So much of an id must be given for a term without a property name to find it: what a UUID has before its first dash.
const SHORTEST_ID: usize = 8;

/// Where and why a text is no filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterError {
    /// Counted in characters, from 1.
    pub position: usize,
    /// What is not understood; a quotation that does not end if there is nothing.
    what: Option<char>,
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.position;
        match self.what {
            Some(what) => write!(f, "the {what} at character {at} is only understood in double quotes"),
            None => write!(f, "the quotation that begins at character {at} has no end"),
        }
    }
}

impl std::error::Error for FilterError {}

impl Filter {
    /// Reads a filter.
    ///
    /// # Errors
    /// When a quotation does not end, or a character outside of one is not understood.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        let error = |rest: &str, what| {
            let before = &text[..rest.as_ptr().addr() - text.as_ptr().addr()];
            FilterError { position: before.chars().count() + 1, what }
        };
        let plain = |word: &str| match foreign(word) {
            Some((at, what)) => Err(error(&word[at..], Some(what))),
            None => Ok(()),
        };
        let mut terms = Vec::new();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (property, after) = match rest.find([':', '"', ' ']) {
                Some(at) if rest.as_bytes()[at] == b':' && at > 0 => (Some(&rest[..at]), &rest[at + 1..]),
                _ => (None, rest),
            };
            property.map_or(Ok(()), plain)?;
            let (word, next) = match after.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').ok_or_else(|| error(after, None))?,
                None => {
                    let (word, next) = after.split_once(char::is_whitespace).unwrap_or((after, ""));
                    plain(word)?;
                    (word, next)
                }
            };
            if !word.is_empty() || property.is_some() {
                terms.push(Term { property: property.map(str::to_owned), text: word.to_lowercase() });
            }
            rest = next.trim_start();
        }
        Ok(Self { terms })
    }

    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    pub fn matches(&self, object: &impl Haystack) -> bool {
        self.terms.iter().all(|term| {
            let mut hit = false;
            let mut look = |text: &str| hit = hit || contains(text, &term.text);
            match &term.property {
                Some(name) => object.property(name, &mut look),
                None => {
                    SEARCHED.iter().for_each(|name| object.property(name, &mut look));
                    if begins_an_id(&term.text) {
                        object.property("id", &mut |id| hit = hit || begins(id, &term.text));
                    }
                }
            }
            hit
        })
    }
}

/// The first character of an unquoted word that is not understood, and where it is.
fn foreign(word: &str) -> Option<(usize, char)> {
    word.char_indices().find(|(at, c)| match c {
        '(' | ')' | '|' | '*' | '?' => true,
        '!' | '<' | '>' | '/' => *at == 0,
        _ => false,
    })
}

/// Whether somebody who wrote that may have meant an id.
fn begins_an_id(text: &str) -> bool {
    text.len() >= SHORTEST_ID && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn begins(id: &str, text: &str) -> bool {
    id.get(..text.len()).is_some_and(|start| start.eq_ignore_ascii_case(text))
}

/// `needle` is lower case already.
fn contains(text: &str, needle: &str) -> bool {
    if text.is_ascii() {
        return needle.is_empty()
            || text.as_bytes().windows(needle.len()).any(|w| w.eq_ignore_ascii_case(needle.as_bytes()));
    }
    text.to_lowercase().contains(needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Vm;
    impl Haystack for Vm {
        fn property(&self, name: &str, found: &mut dyn FnMut(&str)) {
            match name {
                "name_label" => found("Web Server Ünï"),
                "power_state" => found("Running"),
                "id" => found("5da91773-5041-4618-9d6a-e7ff8b60710e"),
                _ => {}
            }
        }
    }

    #[test]
    fn all_terms_must_match() {
        for (text, expected) in [
            ("", true),
            ("web", true),
            ("WEB ünï", true),
            ("web db", false),
            ("power_state:run", true),
            ("power_state:halt", false),
            ("name_label:\"web server\"", true),
            ("\"server web\"", false),
            ("no_such:x", false),
            ("power_state:", true),
            ("\"web\"", true),
            ("\"(web\"", false),
            ("fe80::1 10.0.0.0/8 a,b 日本", false),
            ("5da91773", true),
            ("5DA91773-50", true),
            ("5da91773-5041-4618-9d6a-e7ff8b60710e", true),
            ("5da91773-5041-4618-9d6a-e7ff8b60710e0", false),
            ("5da9177", false),
            ("9d6a-e7ff", false),
            ("id:ff8b", true),
        ] {
            assert_eq!(Filter::parse(text).unwrap().matches(&Vm), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_named_with_its_place() {
        for (text, position, what) in [
            ("\"web", 1, None),
            ("ünï name_label:\"web server", 16, None),
            ("(web", 1, Some('(')),
            ("web db)", 7, Some(')')),
            ("power_state:|(Running Suspended)", 13, Some('|')),
            ("ünï !power_state:Running", 5, Some('!')),
            ("power_state:!Running", 13, Some('!')),
            ("memory.size:>1", 13, Some('>')),
            ("name_label:/^web$/", 12, Some('/')),
            ("we*b", 3, Some('*')),
            ("vulnerable?", 11, Some('?')),
        ] {
            let error = Filter::parse(text).unwrap_err();
            assert_eq!(error, FilterError { position, what }, "{text}");
            assert!(error.to_string().contains(&format!("character {position} ")), "{error}");
        }
    }
}
