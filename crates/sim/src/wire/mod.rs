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
