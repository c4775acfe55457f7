//! Reading filters.

use std::{net::IpAddr, sync::Arc};

use regex::RegexBuilder;

use super::{
    Filter, FilterError,
    quantity::Quantity,
    term::{Amount, Matcher, Operator, Pattern, Term, Text},
};

/// Groups, negations and properties lie in one another at most so deep.
const DEEPEST: usize = 64;
/// What a regular expression may take, in bytes.
const LARGEST_PATTERN: usize = 1 << 18;

pub fn read(text: &str) -> Result<Filter, FilterError> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    Ok(Filter { terms: parser.terms(None, false)? })
}

/// A matcher of a regular expression, or why there can be none.
fn compile(source: &str, ignore_case: bool) -> Result<Arc<Matcher>, String> {
    let regex = RegexBuilder::new(source).case_insensitive(ignore_case).size_limit(LARGEST_PATTERN).build();
    match regex {
        Ok(regex) => Ok(Arc::new(move |text: &str| regex.is_match(text))),
        // The last line says what is wrong, those before draw it.
        Err(error) => {
            let told = error.to_string();
            let last = told.lines().last().unwrap_or_default();
            Err(last.trim_start_matches("error: ").to_owned())
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    /// In bytes.
    at: usize,
    depth: usize,
}

type Parsed<T> = Result<T, FilterError>;

impl Parser<'_> {
    /// Terms up to the end, or up to the parenthesis that closes the one at `open`. `inside` a property there may be
    /// comparisons.
    fn terms(&mut self, open: Option<usize>, inside: bool) -> Parsed<Vec<Term>> {
        let mut terms = Vec::new();
        loop {
            self.blanks();
            match (self.peek(), open) {
                (None, None) => return Ok(terms),
                (None, Some(open)) => return Err(self.error(open, "the ( is not closed", None)),
                (Some(')'), None) => {
                    return Err(self.error(self.at, "the ) closes nothing", Some("\")\" to look for it")));
                }
                (Some(')'), Some(open)) if terms.is_empty() => {
                    return Err(self.error(open, "there is nothing in the group", None));
                }
                (Some(')'), Some(_)) => {
                    self.at += 1;
                    return Ok(terms);
                }
                _ => terms.push(self.term(inside)?),
            }
        }
    }

    fn term(&mut self, inside: bool) -> Parsed<Term> {
        if self.depth == DEEPEST {
            return Err(self.error(self.at, "groups, negations and properties are nested too deep", None));
        }
        self.depth += 1;
        let term = self.any_term(inside)?;
        self.depth -= 1;
        Ok(term)
    }

    fn any_term(&mut self, inside: bool) -> Parsed<Term> {
        let start = self.at;
        match self.peek() {
            Some('(') => {
                self.at += 1;
                let mut terms = self.terms(Some(start), inside)?;
                let one = if terms.len() == 1 { terms.pop() } else { None };
                Ok(one.unwrap_or(Term::All(terms)))
            }
            Some('|') => {
                self.at += 1;
                self.blanks();
                let open = self.at;
                if !self.take('(') {
                    return Err(self.error(start, "after a | comes a group", Some("|(this that)")));
                }
                Ok(Term::Any(self.terms(Some(open), inside)?))
            }
            Some('!') => {
                self.at += 1;
                self.blanks();
                if matches!(self.peek(), None | Some(')')) {
                    return Err(self.error(start, "nothing follows the !", Some("!power_state:Running")));
                }
                Ok(Term::Not(Box::new(self.term(inside)?)))
            }
            Some('<' | '>' | '=') if !inside => {
                let why = "a comparison needs the property that is compared";
                Err(self.error(start, why, Some("memory:size:>4GiB, or double quotes to look for the sign")))
            }
            Some('<' | '>') => self.comparison(),
            Some('=') => self.equal(),
            Some('"') => {
                let text = self.quoted();
                self.named(start, text, true, inside)
            }
            Some('/') => self.regex(),
            _ => self.word(inside),
        }
    }

    fn comparison(&mut self) -> Parsed<Term> {
        let more = self.peek() == Some('>');
        self.at += 1;
        let operator = match (more, self.take('=')) {
            (false, false) => Operator::Less,
            (false, true) => Operator::LessOrEqual,
            (true, false) => Operator::More,
            (true, true) => Operator::MoreOrEqual,
        };
        self.blanks();
        let start = self.at;
        let source = if self.peek() == Some('"') { self.quoted() } else { self.run(is_plain_or_colon) };
        match Quantity::read(&source) {
            Some(quantity) => Ok(Term::Compare(operator, Amount { source, quantity })),
            None => {
                let why = "it is compared with no number, size, date or age";
                Err(self.error(start, why, Some("10, 4GiB, 2026-01-31 or -7d")))
            }
        }
    }

    fn equal(&mut self) -> Parsed<Term> {
        let start = self.at;
        self.at += 1;
        let quoted = self.peek() == Some('"');
        let text = if quoted { self.quoted() } else { self.run(is_plain_or_colon) };
        if text.is_empty() && !quoted {
            return Err(self.error(start, "nothing follows the =", Some("=\"\" for an empty text")));
        }
        let quantity = if quoted { None } else { Quantity::read(&text) };
        Ok(Term::Equal(self.found(text, quoted), quantity))
    }

    /// A regular expression between slashes, with or without `i`.
    fn regex(&mut self) -> Parsed<Term> {
        let start = self.at;
        let mut escaped = false;
        let end = self.text[start + 1..].char_indices().find(|(_, c)| {
            let ends = *c == '/' && !escaped;
            escaped = *c == '\\' && !escaped;
            ends
        });
        let Some((len, _)) = end else {
            let why = "the regular expression has no second slash";
            return Err(self.error(start, why, Some("double quotes to look for text with slashes")));
        };
        let source = &self.text[start + 1..start + 1 + len];
        self.at = start + len + 2;
        let ignore_case = self.take('i');
        if self.peek().is_some_and(|c| !c.is_whitespace() && c != ')') {
            let why = "after a regular expression comes a blank, or an i to ignore case";
            return Err(self.error(self.at, why, Some("double quotes to look for text with slashes")));
        }
        let matcher = compile(&source.replace("\\/", "/"), ignore_case).map_err(|why| {
            let what = format!("the regular expression is none ({why})");
            FilterError { what, ..self.error(start, "", None) }
        })?;
        Ok(Term::Pattern(Pattern { source: self.text[start..self.at].to_owned(), matcher }))
    }

    fn word(&mut self, inside: bool) -> Parsed<Term> {
        let start = self.at;
        if let Some(address) = self.address() {
            // Written after another word its colon would make a property of that.
            let quoted = address.starts_with(':');
            return Ok(Term::Text(self.found(address, quoted)));
        }
        let word = self.run(is_plain);
        if word.is_empty() {
            let (what, suggestion) = match self.peek() {
                Some(':') => ("there is no property before the colon", "name_label:web"),
                _ => ("that is no term", "double quotes to look for signs"),
            };
            return Err(self.error(start, what, Some(suggestion)));
        }
        self.named(start, word, false, inside)
    }

    /// What was read is the name of a property if a colon or question mark follows; else it is looked for.
    fn named(&mut self, start: usize, text: String, quoted: bool, inside: bool) -> Parsed<Term> {
        if self.take('?') {
            if self.peek().is_some_and(|c| !c.is_whitespace() && c != ')') {
                let why = "a ? ends a term";
                return Err(self.error(self.at, why, Some("double quotes to look for it")));
            }
            return Ok(Term::Truthy(text));
        }
        let end = self.at;
        self.blanks();
        if self.take(':') {
            self.blanks();
            let term = if matches!(self.peek(), None | Some(')')) { Term::Present } else { self.term(true)? };
            return Ok(Term::Property(text, Box::new(term)));
        }
        self.at = end;
        if quoted {
            return Ok(Term::Text(self.found(text, true)));
        }
        if let Some(range) = range(&text).filter(|_| inside) {
            return Ok(range);
        }
        if text.contains('*') {
            let matcher = compile(&glob(&text), true).map_err(|why| {
                let what = format!("the pattern cannot be used ({why})");
                FilterError { what, ..self.error(start, "", None) }
            })?;
            return Ok(Term::Pattern(Pattern { source: text, matcher }));
        }
        Ok(Term::Text(self.found(text, false)))
    }

    /// Text in double quotes, in which a backslash takes the next character as it is. The end ends it, too.
    fn quoted(&mut self) -> String {
        let mut text = String::new();
        let mut chars = self.text[self.at + 1..].char_indices();
        let mut end = self.text.len();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    end = self.at + 1 + at + 1;
                    break;
                }
                '\\' => text.extend(chars.next().map(|(_, c)| c)),
                c => text.push(c),
            }
        }
        self.at = end;
        text
    }

    /// An IPv6 or a MAC address, or its beginning, has colons but no properties.
    fn address(&mut self) -> Option<String> {
        let start = self.at;
        let text = self.run(is_plain_or_colon);
        let is_pair = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_hexdigit());
        let is_mac = text.matches(':').count() >= 2 && text.split(':').all(is_pair);
        let is_ip = text.contains("::") || text.matches(':').count() == 7;
        if is_mac || (is_ip && text.split('/').next().is_some_and(|ip| ip.parse::<IpAddr>().is_ok())) {
            return Some(text);
        }
        self.at = start;
        None
    }

    fn found(&self, text: String, quoted: bool) -> Text {
        Text { lower: text.to_lowercase(), text, quoted }
    }

    fn run(&mut self, wanted: fn(char) -> bool) -> String {
        let rest = &self.text[self.at..];
        let run = &rest[..rest.find(|c| !wanted(c)).unwrap_or(rest.len())];
        self.at += run.len();
        run.to_owned()
    }

    fn blanks(&mut self) {
        self.run(char::is_whitespace);
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        let is_there = self.peek() == Some(wanted);
        if is_there {
            self.at += wanted.len_utf8();
        }
        is_there
    }

    fn error(&self, at: usize, what: &str, suggestion: Option<&str>) -> FilterError {
        FilterError {
            position: self.text[..at].chars().count() + 1,
            what: what.to_owned(),
            suggestion: suggestion.map(str::to_owned),
        }
    }
}

/// What words are made of.
fn is_plain(c: char) -> bool {
    is_plain_or_colon(c) && c != ':'
}

fn is_plain_or_colon(c: char) -> bool {
    !c.is_whitespace() && !"()\"|?".contains(c)
}

/// `1GiB..4GiB`, `2026-01-01..`: something on one side at least.
fn range(text: &str) -> Option<Term> {
    let (from, to) = text.split_once("..")?;
    let end = |text: &str| match text {
        "" => Some(None),
        _ => Some(Some(Amount { source: text.to_owned(), quantity: Quantity::read(text)? })),
    };
    match (end(from)?, end(to)?) {
        (None, None) => None,
        (from, to) => Some(Term::Range(from, to)),
    }
}

/// As a regular expression: `*` is any text, the rest itself.
fn glob(text: &str) -> String {
    let parts: Vec<String> = text.split('*').map(regex::escape).collect();
    parts.join("(?s:.)*")
}
