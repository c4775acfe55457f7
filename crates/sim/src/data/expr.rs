//! The little language of `get_all_records_where`: `field "name__label" = "x" and not (true)`.

use crate::data::schema::{Class, FieldId};
use crate::data::value::Value;
use crate::error::Failure;
use crate::time;
use crate::wire::writer::significant;

/// A condition on a row.
#[derive(Debug, PartialEq)]
pub enum Expr {
    True,
    False,
    /// As long as it likes: a chain is no deeper than its parts.
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
    Equal(Operand, Operand),
}

#[derive(Debug, PartialEq)]
pub enum Operand {
    Field(FieldId),
    Literal(String),
}

const MAX_DEPTH: usize = 100;

impl Expr {
    /// Parses a condition on rows of a class.
    pub fn parse(class: &Class, text: &str) -> Result<Expr, Failure> {
        let bad = || Failure::new("INVALID_VALUE", ["expr", text]);
        let tokens = tokenize(text).ok_or_else(bad)?;
        let mut p = Parser { class, tokens: &tokens, depth: 0 };
        let expr = p.either().ok_or_else(bad)?;
        if p.tokens.is_empty() { Ok(expr) } else { Err(bad()) }
    }

    pub fn holds(&self, values: &[Value]) -> bool {
        match self {
            Expr::True => true,
            Expr::False => false,
            Expr::And(all) => all.iter().all(|e| e.holds(values)),
            Expr::Or(any) => any.iter().any(|e| e.holds(values)),
            Expr::Not(e) => !e.holds(values),
            Expr::Equal(a, b) => a.text(values) == b.text(values),
        }
    }
}

impl Operand {
    fn text(&self, values: &[Value]) -> String {
        match self {
            Operand::Literal(text) => text.clone(),
            Operand::Field(field) => database_text(&values[*field]),
        }
    }
}

/// A value as the database spells it: sets and maps are parenthesised lists.
pub fn database_text(value: &Value) -> String {
    match value {
        Value::Str(s) => s.to_string(),
        Value::Int(i) => i.to_string(),
        Value::Float(f) => significant(*f),
        Value::Bool(b) => b.to_string(),
        Value::Time(t) => time::format(*t),
        Value::Void | Value::Absent => String::new(),
        Value::Set(items) => {
            let items: Vec<_> = items.iter().map(|i| quoted(&database_text(i))).collect();
            format!("({})", items.join(" "))
        }
        Value::Map(entries) => {
            let entries: Vec<_> = entries
                .iter()
                .map(|(k, v)| format!("({} {})", quoted(k), quoted(&database_text(v))))
                .collect();
            format!("({})", entries.join(" "))
        }
    }
}

/// A text within a set or map: in quotes, what would end them escaped.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

#[derive(Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Open,
    Close,
    Equals,
}

fn tokenize(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(c) = rest.chars().next() {
        match c {
            '(' => tokens.push(Token::Open),
            ')' => tokens.push(Token::Close),
            '=' => tokens.push(Token::Equals),
            '"' | '\'' => {
                let (literal, tail) = rest[1..].split_once(c)?;
                tokens.push(Token::Text(literal.to_owned()));
                rest = tail.trim_start();
                continue;
            }
            c if c.is_ascii_alphabetic() => {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
                tokens.push(Token::Word(rest[..end].to_owned()));
                rest = rest[end..].trim_start();
                continue;
            }
            _ => return None,
        }
        rest = rest[1..].trim_start();
    }
    Some(tokens)
}

struct Parser<'a> {
    class: &'a Class,
    tokens: &'a [Token],
    depth: usize,
}

impl Parser<'_> {
    fn take(&mut self) -> Option<&Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    fn next_is(&self, word: &str) -> bool {
        matches!(self.tokens.first(), Some(Token::Word(w)) if w == word)
    }

    fn either(&mut self) -> Option<Expr> {
        let mut any = vec![self.both()?];
        while self.next_is("or") {
            self.take();
            any.push(self.both()?);
        }
        if any.len() == 1 { any.pop() } else { Some(Expr::Or(any)) }
    }

    fn both(&mut self) -> Option<Expr> {
        let mut all = vec![self.single()?];
        while self.next_is("and") {
            self.take();
            all.push(self.single()?);
        }
        if all.len() == 1 { all.pop() } else { Some(Expr::And(all)) }
    }

    fn single(&mut self) -> Option<Expr> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let expr = match self.tokens.first()? {
            Token::Open => {
                self.take();
                let inner = self.either()?;
                (self.take()? == &Token::Close).then_some(inner)
            }
            Token::Word(w) if w == "not" => {
                self.take();
                Some(Expr::Not(Box::new(self.single()?)))
            }
            Token::Word(w) if w == "true" => {
                self.take();
                Some(Expr::True)
            }
            Token::Word(w) if w == "false" => {
                self.take();
                Some(Expr::False)
            }
            _ => {
                let left = self.operand()?;
                if self.take()? != &Token::Equals {
                    return None;
                }
                Some(Expr::Equal(left, self.operand()?))
            }
        };
        self.depth -= 1;
        expr
    }

    fn operand(&mut self) -> Option<Operand> {
        let class = self.class;
        match self.take()? {
            Token::Text(text) => Some(Operand::Literal(text.clone())),
            Token::Word(w) if w == "field" => match self.take()? {
                Token::Text(path) => {
                    class.fields.iter().position(|f| f.def.db_path == path).map(Operand::Field)
                }
                _ => None,
            },
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::schema::Schema;

    fn holds(text: &str) -> Result<bool, Failure> {
        let class = Schema::get().class("VM").unwrap();
        let mut values: Vec<Value> = class.fields.iter().map(|f| f.default.clone()).collect();
        values[class.field_id("name_label").unwrap()] = "web".into();
        values[class.field_id("memory_static_max").unwrap()] = 42i64.into();
        Expr::parse(class, text).map(|e| e.holds(&values))
    }

    #[test]
    fn conditions_are_evaluated() {
        for (text, expected) in [
            ("true", true),
            ("not true", false),
            (r#"field "name__label" = "web""#, true),
            (r#"field "memory__static_max" = "42""#, true),
            (r#"field "is_a_template" = "false" and not (field "name__label" = "x")"#, true),
            (r#"false or (true and field "tags" = "()")"#, true),
        ] {
            assert_eq!(holds(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn nonsense_is_an_invalid_value() {
        for text in ["", "maybe", r#"field "nope" = "x""#, "true true", "(true", r#"field "uuid""#, "%"] {
            assert_eq!(holds(text).unwrap_err().code, "INVALID_VALUE", "{text}");
        }
        assert!(holds(&"(".repeat(100_000)).is_err());
        assert!(holds(&"not ".repeat(100_000)).is_err());
        assert_eq!(holds(&("false or ".repeat(100_000) + "true")), Ok(true));
        assert_eq!(holds(&("true and ".repeat(100_000) + "false")), Ok(false));
    }
}
