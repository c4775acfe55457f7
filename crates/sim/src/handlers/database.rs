//! The database as XAPI keeps it on disk: XML, a table per class, a row per object.

use std::fmt::Write as _;

use crate::data::db::Db;
use crate::data::expr::database_text;
use crate::wire::writer::escape_xml;

/// Everything that survives a restart of the toolstack.
pub fn xml(db: &Db) -> Vec<u8> {
    let mut out = Vec::from(*b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<database>");
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "<manifest><pair key=\"schema_major_vsn\" value=\"5\"/><pair key=\"schema_minor_vsn\" value=\"790\"/>\
         <pair key=\"generation_count\" value=\"{}\"/></manifest>",
        db.clock.rows
    );
    out.extend_from_slice(text.as_bytes());
    for (class, table) in db.schema.classes.iter().zip(&db.tables) {
        if !class.def.persistent || !class.def.in_database {
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
