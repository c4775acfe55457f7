//! The search box's language: blank-separated terms that must all match.
//!
//! `web` looks for the text in names, descriptions, tags, addresses and the id, `prop:text` in one property.
//! Case does not matter; double quotes keep blanks together.

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
pub const SEARCHED: &[&str] = &["name_label", "name_description", "tags", "addresses", "mainIpAddress", "id"];

impl Filter {
    /// Every text is a filter; an unfinished quotation reaches to the end.
    pub fn parse(text: &str) -> Self {
        let mut terms = Vec::new();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (property, after) = match rest.find([':', '"', ' ']) {
                Some(at) if rest.as_bytes()[at] == b':' && at > 0 => {
                    (Some(rest[..at].to_owned()), &rest[at + 1..])
                }
                _ => (None, rest),
            };
            let (word, after) = match after.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
            if !word.is_empty() || property.is_some() {
                terms.push(Term { property, text: word.to_lowercase() });
            }
            rest = after.trim_start();
        }
        Self { terms }
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
                None => SEARCHED.iter().for_each(|name| object.property(name, &mut look)),
            }
            hit
        })
    }
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
            ("\"web", true),
        ] {
            assert_eq!(Filter::parse(text).matches(&Vm), expected, "{text}");
        }
    }
}
