//! The database as XAPI keeps it on disk: XML, a table per class, a row per object.

use std::fmt::Write as _;

use crate::data::db::{Db, Row};
use crate::data::expr::database_text;
use crate::data::schema::{Class, Schema};
use crate::data::text;
use crate::data::value::Value;
use crate::wire::writer::escape_xml;
use crate::wire::xml_rpc::unescape;

/// Of the schema: databases of another one are not read.
pub const VERSION: (u32, u32) = (5, 790);

/// Whether the database has a table of a class.
pub fn holds(class: &Class) -> bool {
    class.def.persistent && class.def.in_database
}

/// Everything that survives a restart of the toolstack.
pub fn xml(db: &Db) -> Vec<u8> {
    let mut out = Vec::from(*b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<database>");
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "<manifest><pair key=\"schema_major_vsn\" value=\"{}\"/><pair key=\"schema_minor_vsn\" value=\"{}\"/>\
         <pair key=\"generation_count\" value=\"{}\"/></manifest>",
        VERSION.0, VERSION.1, db.clock.rows
    );
    out.extend_from_slice(text.as_bytes());
    for (class, table) in db.schema.classes.iter().zip(&db.tables) {
        if !holds(class) {
            continue;
        }
        out.extend_from_slice(format!("<table name=\"{}\">", class.def.name).as_bytes());
        for row in table.iter() {
            let (created, modified, reference) = (row.created, row.modified, &row.reference);
            text.clear();
            let _ = write!(
                text,
                "<row ref=\"{reference}\" __ctime=\"{created}\" __mtime=\"{modified}\" _ref=\"{reference}\""
            );
            out.extend_from_slice(text.as_bytes());
            for (field, value) in class.fields.iter().zip(row.values.iter()).filter(|(f, _)| f.def.persist) {
                out.push(b' ');
                out.extend_from_slice(field.def.db_path.as_bytes());
                out.extend_from_slice(b"=\"");
                escape_xml(&database_text(value), &mut out);
                out.push(b'"');
            }
            out.extend_from_slice(b"/>");
        }
        out.extend_from_slice(b"</table>");
    }
    out.extend_from_slice(b"</database>\n");
    out
}

/// A database that was read.
pub struct Dump {
    pub version: (u32, u32),
    /// Rows with the numbers of their classes.
    pub rows: Vec<(usize, Row)>,
}

/// Reads a database. Classes and fields that are not known are left out, fields that are missing have their defaults.
pub fn read(text: &str) -> Result<Dump, String> {
    let schema = Schema::get();
    let mut dump = Dump { version: (0, 0), rows: Vec::new() };
    let (mut table, mut rest, mut whole) = (None, text, false);
    while let Some((_, tail)) = rest.split_once('<') {
        let (tag, tail) = tail.split_once('>').ok_or("a tag has no end")?;
        rest = tail;
        let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        match name.trim_end_matches('/') {
            "pair" => {
                let pair = attributes_of(attributes)?;
                let number = find(&pair, "value").and_then(|value| value.parse().ok());
                match find(&pair, "key") {
                    Some("schema_major_vsn") => dump.version.0 = number.ok_or("a version is no number")?,
                    Some("schema_minor_vsn") => dump.version.1 = number.ok_or("a version is no number")?,
                    _ => {}
                }
            }
            "table" => {
                let attributes = attributes_of(attributes)?;
                let name = find(&attributes, "name").ok_or("a table has no name")?;
                table = schema.class_id(name).filter(|class| holds(&schema.classes[*class]));
            }
            "row" => {
                if let Some(class) = table {
                    dump.rows.push((class, row(&schema.classes[class], &attributes_of(attributes)?)?));
                }
            }
            "/database" => whole = true,
            _ => {}
        }
    }
    if whole { Ok(dump) } else { Err("</database> expected".to_owned()) }
}

fn row(class: &Class, attributes: &[(&str, String)]) -> Result<Row, String> {
    let of = class.def.name;
    let reference = find(attributes, "ref").ok_or_else(|| format!("a {of} has no reference"))?;
    let generation = |name: &str| find(attributes, name).and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut values: Vec<Value> = Vec::with_capacity(class.fields.len());
    for field in &class.fields {
        let given = find(attributes, field.def.db_path).filter(|_| field.def.persist);
        values.push(match given {
            Some(given) => text::read(&field.def.ty, given)
                .ok_or_else(|| format!("{reference}: {of}.{} is not {given:?}", field.def.name))?,
            None => field.default.clone(),
        });
    }
    let (created, modified) = (generation("__ctime"), generation("__mtime"));
    Ok(Row { reference: reference.into(), created, modified, values: values.into() })
}

fn find<'a>(attributes: &'a [(&str, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(other, _)| *other == name).map(|(_, value)| value.as_str())
}

/// `a="b" c="d"`, with entities resolved.
fn attributes_of(text: &str) -> Result<Vec<(&str, String)>, String> {
    let mut all = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() && !rest.starts_with(['/', '?']) {
        let (name, tail) = rest.split_once('=').ok_or("an attribute has no value")?;
        let quote = tail.chars().next().filter(|c| matches!(c, '"' | '\'')).ok_or("a value has no quotes")?;
        let (raw, tail) = tail[1..].split_once(quote).ok_or("a value has no end")?;
        let mut value = String::with_capacity(raw.len());
        unescape(raw, &mut value)?;
        all.push((name.trim(), value));
        rest = tail.trim_start();
    }
    Ok(all)
}
