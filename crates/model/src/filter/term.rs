//! Terms: what they find, and how they are written.

use std::{fmt, sync::Arc};

use super::{
    Haystack, SEARCHED,
    json::{self, Scalar},
    quantity::{Quantity, js_number},
};

/// So much of an id must be given for a term without a property name to find it: what a UUID has before its first dash.
const SHORTEST_ID: usize = 8;

/// One condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    All(Vec<Term>),
    Any(Vec<Term>),
    Not(Box<Term>),
    /// What a property must be.
    Property(String, Box<Term>),
    /// A property is there.
    Present,
    /// A property is neither absent, empty, zero nor false.
    Truthy(String),
    Text(Text),
    Pattern(Pattern),
    Compare(Operator, Amount),
    /// Exactly this; a number if it is one too.
    Equal(Text, Option<Quantity>),
    Range(Option<Amount>, Option<Amount>),
}

/// Text to be found in other text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    pub text: String,
    pub lower: String,
    pub quoted: bool,
}

/// A regular expression, or a text with `*`.
#[derive(Clone)]
pub struct Pattern {
    /// As it was written.
    pub source: String,
    pub matcher: Arc<Matcher>,
}

/// Whether a text is matched.
pub type Matcher = dyn Fn(&str) -> bool + Send + Sync;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Less,
    LessOrEqual,
    More,
    MoreOrEqual,
}

/// A quantity and how it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    pub source: String,
    pub quantity: Quantity,
}

/// What a term is asked about.
#[derive(Clone, Copy)]
pub enum Subject<'a> {
    Object(&'a dyn Haystack),
    /// A value of it, as JSON.
    Json(&'a str),
}

impl Term {
    pub fn holds(&self, subject: Subject<'_>) -> bool {
        match (self, subject) {
            (Self::All(terms), _) => terms.iter().all(|term| term.holds(subject)),
            (Self::Any(terms), _) => terms.iter().any(|term| term.holds(subject)),
            (Self::Not(term), _) => !term.holds(subject),
            (Self::Property(name, term), _) => {
                let (mut any, mut hit) = (false, false);
                subject.descend(name, &mut |value| {
                    any = true;
                    hit = hit || term.holds(Subject::Json(value));
                });
                hit || (!any && term.holds_of_nothing())
            }
            (Self::Truthy(name), _) => {
                let mut hit = false;
                subject.descend(name, &mut |value| hit = hit || json::is_truthy(value));
                hit
            }
            (_, Subject::Json(json)) => self.holds_of(json),
            (_, Subject::Object(object)) => {
                let searched = SEARCHED.iter().filter_map(|name| object.property(name));
                searched.into_iter().any(|json| self.holds_of(json)) || self.finds_id(object)
            }
        }
    }

    /// Of a property that is not there.
    fn holds_of_nothing(&self) -> bool {
        match self {
            Self::All(terms) => terms.iter().all(Self::holds_of_nothing),
            Self::Any(terms) => terms.iter().any(Self::holds_of_nothing),
            Self::Not(term) => !term.holds_of_nothing(),
            Self::Property(_, term) => term.holds_of_nothing(),
            _ => false,
        }
    }

    fn holds_of(&self, json: &str) -> bool {
        if *self == Self::Present {
            return json != "null";
        }
        if matches!(self, Self::Compare(..) | Self::Range(..)) && json.starts_with(['[', '{']) {
            return false;
        }
        let mut hit = false;
        json::scalars(json, &mut |scalar| {
            hit = self.holds_of_scalar(&scalar);
            hit
        });
        hit
    }

    fn holds_of_scalar(&self, scalar: &Scalar<'_>) -> bool {
        match (self, scalar) {
            (Self::Text(text), Scalar::Text(found)) => contains(found, &text.lower),
            (Self::Text(text), _) if text.quoted => false,
            (Self::Text(text), Scalar::Number(number)) => js_number(&text.text) == Some(*number),
            (Self::Text(text), Scalar::Flag(flag)) => text.lower == if *flag { "true" } else { "false" },
            (Self::Pattern(pattern), Scalar::Text(found)) => (pattern.matcher)(found),
            (Self::Compare(operator, amount), _) => operator.holds(&amount.quantity, scalar),
            (Self::Equal(text, _), Scalar::Text(found)) => *found == text.text,
            (Self::Equal(text, _), Scalar::Flag(flag)) => text.text == if *flag { "true" } else { "false" },
            (Self::Equal(_, Some(quantity)), Scalar::Number(_)) => {
                quantity.against(scalar).is_some_and(|(value, limit)| value == limit)
            }
            (Self::Range(from, to), _) => {
                let within = |operator: Operator, end: &Option<Amount>| {
                    end.as_ref().is_none_or(|end| operator.holds(&end.quantity, scalar))
                };
                within(Operator::MoreOrEqual, from) && within(Operator::LessOrEqual, to)
            }
            _ => false,
        }
    }

    fn finds_id(&self, object: &dyn Haystack) -> bool {
        let Self::Text(text) = self else { return false };
        let mut hit = false;
        if begins_an_id(&text.lower) {
            json::scalars(object.property("id").unwrap_or("null"), &mut |scalar| {
                hit = matches!(scalar, Scalar::Text(id) if begins(id, &text.lower));
                hit
            });
        }
        hit
    }

    pub fn properties<'a>(&'a self, names: &mut Vec<&'a str>) {
        match self {
            Self::All(terms) | Self::Any(terms) => terms.iter().for_each(|term| term.properties(names)),
            Self::Not(term) => term.properties(names),
            Self::Property(name, _) | Self::Truthy(name) => {
                names.push(name);
                names.extend(name.split_once('.').map(|(head, _)| head));
            }
            _ => names.extend(SEARCHED.iter().chain(&["id"])),
        }
    }
}

impl Subject<'_> {
    /// Calls `each` with what a property is: by its name, or by the parts of its name between dots.
    fn descend(self, name: &str, each: &mut dyn FnMut(&str)) {
        let mut any = false;
        self.step(name, &mut |value| {
            any = true;
            each(value);
        });
        if let (false, Some((head, rest))) = (any, name.split_once('.')) {
            self.step(head, &mut |value| Subject::Json(value).descend(rest, each));
        }
    }

    fn step(self, name: &str, each: &mut dyn FnMut(&str)) {
        match self {
            Self::Object(object) => object.property(name).into_iter().for_each(each),
            Self::Json(json) => json::members(json, name, each),
        }
    }
}

impl Operator {
    fn holds(self, quantity: &Quantity, scalar: &Scalar<'_>) -> bool {
        quantity.against(scalar).is_some_and(|(value, limit)| match self {
            Self::Less => value < limit,
            Self::LessOrEqual => value <= limit,
            Self::More => value > limit,
            Self::MoreOrEqual => value >= limit,
        })
    }
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

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

/// Terms that must all hold.
pub fn write_all(terms: &[Term], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (n, term) in terms.iter().enumerate() {
        write!(f, "{}{term}", if n == 0 { "" } else { " " })?;
    }
    Ok(())
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(terms) | Self::Any(terms) => {
                f.write_str(if matches!(self, Self::Any(_)) { "|(" } else { "(" })?;
                write_all(terms, f)?;
                f.write_str(")")
            }
            Self::Not(term) => write!(f, "!{term}"),
            // In a group it stays apart from what follows.
            Self::Property(name, term) if **term == Self::Present => write!(f, "({}:)", Name(name)),
            Self::Property(name, term) => write!(f, "{}:{term}", Name(name)),
            Self::Present => Ok(()),
            Self::Truthy(name) => write!(f, "{}?", Name(name)),
            Self::Text(text) => text.fmt(f),
            Self::Pattern(pattern) => f.write_str(&pattern.source),
            Self::Compare(operator, amount) => {
                let sign = match operator {
                    Operator::Less => "<",
                    Operator::LessOrEqual => "<=",
                    Operator::More => ">",
                    Operator::MoreOrEqual => ">=",
                };
                write!(f, "{sign}{}", amount.source)
            }
            Self::Equal(text, _) => write!(f, "={text}"),
            Self::Range(from, to) => {
                let source =
                    |end: &Option<Amount>| end.as_ref().map(|end| end.source.clone()).unwrap_or_default();
                write!(f, "{}..{}", source(from), source(to))
            }
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.quoted { write_quoted(&self.text, f) } else { f.write_str(&self.text) }
    }
}

/// The name of a property, in quotes where it needs them.
struct Name<'a>(&'a str);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |c: char| c.is_alphanumeric() || "_-.$".contains(c);
        if self.0.chars().all(plain) && !self.0.is_empty() {
            f.write_str(self.0)
        } else {
            write_quoted(self.0, f)
        }
    }
}

fn write_quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
