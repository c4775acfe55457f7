//! Values as the database file spells them, read back. `expr::database_text` writes them.

use serde_json::Value as Json;
use xapi::schema::Type;

use super::value::{Str, Value, unmarshal};

/// An item of a parenthesised list: a text in quotes, or a list again.
enum Item {
    Text(String),
    List(Vec<Item>),
}

/// Reads a value of a type; `None` when it is not spelled like one.
pub fn read(ty: &Type, text: &str) -> Option<Value> {
    match ty {
        Type::Bool => text.parse().ok().map(Value::Bool),
        Type::Void => Some(Value::Void),
        Type::Option(_) if text.is_empty() => Some(Value::Absent),
        Type::Option(of) => read(of, text),
        Type::Set(of) => {
            let mut items = Vec::new();
            for item in list(text)? {
                let Item::Text(text) = item else { return None };
                items.push(read(of, &text)?);
            }
            Some(if items.is_empty() { Value::no_items() } else { Value::Set(items.into()) })
        }
        Type::Map(_, of) => {
            let mut entries: Vec<(Str, Value)> = Vec::new();
            for item in list(text)? {
                let Item::List(pair) = item else { return None };
                let [Item::Text(key), Item::Text(value)] = pair.as_slice() else { return None };
                entries.push((key.as_str().into(), read(of, value)?));
            }
            Some(if entries.is_empty() { Value::no_entries() } else { Value::Map(entries.into()) })
        }
        _ => unmarshal(ty, &Json::String(text.to_owned())).ok(),
    }
}

/// The items of a list that is all of a text.
fn list(text: &str) -> Option<Vec<Item>> {
    let mut rest = text.trim_start().strip_prefix('(')?;
    let items = items(&mut rest, true)?;
    rest.trim().is_empty().then_some(items)
}

/// The items up to the end of a list that was opened; lists of maps are the only ones within another.
fn items(rest: &mut &str, nests: bool) -> Option<Vec<Item>> {
    let mut items_here = Vec::new();
    loop {
        *rest = rest.trim_start();
        let first = rest.chars().next()?;
        *rest = &rest[first.len_utf8()..];
        match first {
            ')' => return Some(items_here),
            '(' if nests => items_here.push(Item::List(items(rest, false)?)),
            '\'' => items_here.push(Item::Text(quoted(rest)?)),
            _ => return None,
        }
    }
}

/// A text up to its closing quote.
fn quoted(rest: &mut &str) -> Option<String> {
    let mut text = String::new();
    let mut chars = rest.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\'' => {
                *rest = &rest[at + 1..];
                return Some(text);
            }
            '\\' => text.push(chars.next()?.1),
            c => text.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::expr::database_text;

    #[test]
    fn what_is_written_is_read() {
        let texts = Type::Set(&Type::String);
        let map = Type::Map(&Type::String, &Type::Int);
        for (ty, value) in [
            (&Type::String, Value::from("it's \\ a (text)")),
            (&Type::Int, Value::Int(-7)),
            (&Type::Float, Value::Float(0.25)),
            (&Type::Bool, Value::Bool(true)),
            (&Type::DateTime, Value::Time(1_700_000_000)),
            (&texts, Value::no_items()),
            (&texts, Value::set(["a", "it's", "(\\)", "ü"])),
            (&map, Value::no_entries()),
            (&map, Value::Map(vec![("k'".into(), Value::Int(1)), ("".into(), Value::Int(2))].into())),
        ] {
            let text = database_text(&value);
            assert_eq!(read(ty, &text), Some(value), "{text}");
        }
        for bad in ["", "'a'", "('a'", "('a) ", "('a')x", "(a)", "(('a'))", "((('a')))", "('a\\"] {
            assert_eq!(read(&texts, bad), None, "{bad}");
        }
        for bad in ["('a')", "(('a'))", "(('a' 'x'))", "(('a' '1' '2'))"] {
            assert_eq!(read(&map, bad), None, "{bad}");
        }
    }
}
