//! The two wire formats: reading calls, writing answers.

pub mod json_rpc;
pub mod writer;
pub mod xml_rpc;

use serde_json::Value as Json;

/// A call as it came, whatever the format.
#[derive(Debug, PartialEq)]
pub struct Request {
    pub method: String,
    pub params: Vec<Json>,
    pub origin: Origin,
}

/// What the headers around a call say about its task.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Origin {
    /// The call is part of this task and gets none of its own (`task-id`).
    pub task: Option<String>,
    /// Its task is a part of this one (`subtask-of`).
    pub parent: Option<String>,
    /// What is noted on its task (`x-http-other-config-KEY`).
    pub other_config: Vec<(String, String)>,
}

/// How the answer must be framed.
#[derive(Clone, Debug, PartialEq)]
pub enum Framing {
    Xml,
    /// JSON-RPC 1.0 with the id of the call, as JSON text.
    Json1(String),
    /// JSON-RPC 2.0 with the id of the call, as JSON text.
    Json2(String),
}

impl Framing {
    pub fn format(&self) -> writer::Format {
        match self {
            Framing::Xml => writer::Format::Xml,
            Framing::Json1(_) | Framing::Json2(_) => writer::Format::Json,
        }
    }

    /// The exact content type; the JavaScript client compares it strictly.
    pub fn content_type(&self) -> &'static str {
        match self {
            Framing::Xml => "text/xml",
            Framing::Json1(_) | Framing::Json2(_) => "application/json",
        }
    }
}

/// The text of a body. Bytes that are no UTF-8 become a character that no text may hold, so that the call they are in is
/// refused as one with an invalid value.
pub fn text(body: &[u8]) -> String {
    body.utf8_chunks()
        .flat_map(|chunk| [chunk.valid(), if chunk.invalid().is_empty() { "" } else { ILLEGAL }])
        .collect()
}

/// A character that XML has not.
const ILLEGAL: &str = "\u{fffe}";

/// Whether a text may be kept: XML must have all its characters.
pub fn is_legal(text: &str) -> bool {
    text.chars().all(|c| match c {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        c => c >= ' ',
    })
}
