//! XML-RPC calls and answers. Bare text is a string; anything but a well-formed call is an error.

use serde_json::{Map, Value as Json};

use crate::error::Failure;
use crate::wire::writer::{Format, Writer};
use crate::wire::{Origin, Request, text};

/// How deep values may nest.
const MAX_DEPTH: usize = 64;

/// Reads a call; an error means an HTTP 500 page, not an answer.
pub fn parse(body: &[u8]) -> Result<Request, String> {
    let text = text(body);
    let mut p = Parser { rest: &text, peeked: None };
    p.open("methodCall")?;
    p.open("methodName")?;
    let method = p.text_until("methodName")?;
    let mut params = Vec::new();
    if p.try_open("params")? {
        while p.try_open("param")? {
            params.push(p.value(0)?);
            p.close("param")?;
        }
        p.close("params")?;
    }
    p.close("methodCall")?;
    Ok(Request { method: method.trim().to_owned(), params, origin: Origin::default() })
}

/// Reads one value that stands alone.
pub fn parse_value(body: &[u8]) -> Result<Json, String> {
    let text = std::str::from_utf8(body).map_err(|_| "not UTF-8".to_owned())?;
    Parser { rest: text, peeked: None }.value(0)
}

const OPEN: &str = "<?xml version=\"1.0\"?><methodResponse><params><param>";
const CLOSE: &str = "</param></params></methodResponse>";

/// What comes before a successful result.
pub fn open(out: &mut Writer) {
    out.raw(OPEN);
    out.raw(
        "<value><struct><member><name>Status</name><value>Success</value></member><member><name>Value</name>",
    );
}

/// What comes after it.
pub fn close(out: &mut Writer) {
    out.raw("</member></struct></value>");
    out.raw(CLOSE);
}

/// Around a result without the status wrapper (`system.listMethods`).
pub fn open_bare(out: &mut Writer) {
    out.raw(OPEN);
}

pub fn close_bare(out: &mut Writer) {
    out.raw(CLOSE);
}

/// A refusal, framed.
pub fn failure(failure: &Failure) -> Vec<u8> {
    let mut out = Writer::new(Format::Xml);
    out.raw(OPEN);
    out.open_struct();
    out.member("Status");
    out.string("Failure");
    out.end_member();
    out.member("ErrorDescription");
    out.open_array();
    out.string(&failure.code);
    for param in &failure.params {
        out.string(param);
    }
    out.close_array();
    out.end_member();
    out.close_struct();
    out.raw(CLOSE);
    out.finish()
}

enum Token<'a> {
    Open(&'a str),
    Close(&'a str),
    /// `<nil/>`
    Empty(&'a str),
    Text(String),
    End,
}

struct Parser<'a> {
    rest: &'a str,
    peeked: Option<Token<'a>>,
}

impl<'a> Parser<'a> {
    fn next(&mut self) -> Result<Token<'a>, String> {
        if let Some(token) = self.peeked.take() {
            return Ok(token);
        }
        let mut text = String::new();
        loop {
            let Some(rest) = self.rest.strip_prefix('<') else {
                if self.rest.is_empty() {
                    return Ok(if text.is_empty() { Token::End } else { Token::Text(text) });
                }
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                unescape(&self.rest[..end], &mut text)?;
                self.rest = &self.rest[end..];
                continue;
            };
            if let Some(rest) = rest.strip_prefix("!--") {
                self.rest = after(rest, "-->")?.1;
            } else if let Some(rest) = rest.strip_prefix("![CDATA[") {
                let (data, rest) = after(rest, "]]>")?;
                text.push_str(data);
                self.rest = rest;
            } else if rest.starts_with('?') || rest.starts_with('!') {
                self.rest = after(rest, ">")?.1;
            } else if !text.is_empty() {
                return Ok(Token::Text(text));
            } else {
                let (tag, rest) = after(rest, ">")?;
                self.rest = rest;
                return Ok(if let Some(name) = tag.strip_prefix('/') {
                    Token::Close(name.trim_end())
                } else if let Some(name) = tag.strip_suffix('/') {
                    Token::Empty(name.split_whitespace().next().unwrap_or(""))
                } else {
                    Token::Open(tag.split_whitespace().next().unwrap_or(""))
                });
            }
        }
    }

    /// The next token that is not white space between elements.
    fn next_tag(&mut self) -> Result<Token<'a>, String> {
        match self.next()? {
            Token::Text(t) if t.trim().is_empty() => self.next(),
            token => Ok(token),
        }
    }

    fn open(&mut self, name: &str) -> Result<(), String> {
        if self.try_open(name)? { Ok(()) } else { Err(format!("<{name}> expected")) }
    }

    /// Opens the element when it is next; an empty element of that name counts as absent.
    fn try_open(&mut self, name: &str) -> Result<bool, String> {
        match self.next_tag()? {
            Token::Open(n) if n == name => Ok(true),
            Token::Empty(n) if n == name => Ok(false),
            token => {
                self.peeked = Some(token);
                Ok(false)
            }
        }
    }

    fn close(&mut self, name: &str) -> Result<(), String> {
        match self.next_tag()? {
            Token::Close(n) if n == name => Ok(()),
            _ => Err(format!("</{name}> expected")),
        }
    }

    fn text_until(&mut self, name: &str) -> Result<String, String> {
        match self.next()? {
            Token::Text(text) => {
                self.close(name)?;
                Ok(text)
            }
            Token::Close(n) if n == name => Ok(String::new()),
            _ => Err(format!("text expected in <{name}>")),
        }
    }

    fn value(&mut self, depth: usize) -> Result<Json, String> {
        if depth > MAX_DEPTH {
            return Err("values nest too deep".to_owned());
        }
        match self.next_tag()? {
            Token::Empty("value") => return Ok(Json::String(String::new())),
            Token::Open("value") => {}
            _ => return Err("<value> expected".to_owned()),
        }
        let kind = match self.next()? {
            Token::Close("value") => return Ok(Json::String(String::new())),
            Token::Text(text) => match self.next()? {
                Token::Close("value") => return Ok(Json::String(text)),
                token if text.trim().is_empty() => token,
                _ => return Err("text and elements in one <value>".to_owned()),
            },
            token => token,
        };
        let value = match kind {
            Token::Empty("nil") => Json::Null,
            Token::Empty("string" | "base64") => Json::String(String::new()),
            Token::Empty("struct") => Json::Object(Map::new()),
            Token::Open("nil") => {
                self.close("nil")?;
                Json::Null
            }
            Token::Open(name @ ("string" | "base64" | "dateTime.iso8601")) => {
                Json::String(self.text_until(name)?)
            }
            Token::Open(name @ ("int" | "i4" | "i8")) => {
                Json::from(self.text_until(name)?.trim().parse::<i64>().map_err(|e| e.to_string())?)
            }
            Token::Open("double") => {
                Json::from(self.text_until("double")?.trim().parse::<f64>().map_err(|e| e.to_string())?)
            }
            Token::Open("boolean") => match self.text_until("boolean")?.trim() {
                "1" | "true" => Json::Bool(true),
                "0" | "false" => Json::Bool(false),
                other => return Err(format!("{other} is not a boolean")),
            },
            Token::Open("array") => {
                let mut items = Vec::new();
                if self.try_open("data")? {
                    loop {
                        match self.next_tag()? {
                            Token::Close("data") => break,
                            token => self.peeked = Some(token),
                        }
                        items.push(self.value(depth + 1)?);
                    }
                }
                self.close("array")?;
                Json::Array(items)
            }
            Token::Open("struct") => {
                let mut members = Map::new();
                while self.try_open("member")? {
                    self.open("name")?;
                    let name = self.text_until("name")?;
                    members.insert(name, self.value(depth + 1)?);
                    self.close("member")?;
                }
                self.close("struct")?;
                Json::Object(members)
            }
            _ => return Err("unknown kind of value".to_owned()),
        };
        self.close("value")?;
        Ok(value)
    }
}

fn after<'a>(text: &'a str, mark: &str) -> Result<(&'a str, &'a str), String> {
    text.split_once(mark).ok_or_else(|| format!("{mark} expected"))
}

/// Appends a text, its entities resolved.
pub fn unescape(text: &str, out: &mut String) -> Result<(), String> {
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('&') {
        out.push_str(before);
        let (name, tail) = after(tail, ";")?;
        let c = match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => {
                let code = name.strip_prefix('#').ok_or_else(|| format!("unknown entity {name}"))?;
                let code = match code.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => code.parse(),
                };
                code.ok().and_then(char::from_u32).ok_or_else(|| format!("unknown entity {name}"))?
            }
        };
        out.push(c);
        rest = tail;
    }
    out.push_str(rest);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn call(params: &str) -> Result<Vec<Json>, String> {
        let body = format!(
            "<?xml version='1.0'?>\n<methodCall>\n <methodName>VM.x</methodName><params>{params}</params></methodCall>\n"
        );
        parse(body.as_bytes()).map(|r| r.params)
    }

    #[test]
    fn every_kind_of_value_is_read() {
        let params = call(
            "<param><value>bare &lt;text&#33;</value></param>\
             <param>\n<value>\n<struct><member><name>k</name><value><i4>5</i4></value></member></struct>\n</value>\n</param>\
             <param><value><array><data><value><boolean>1</boolean></value><value/><value><nil/></value></data></array></value></param>\
             <param><value><double>0.5</double></value></param>\
             <param><value><string><![CDATA[<x>]]></string></value></param>",
        )
        .unwrap();
        assert_eq!(
            params,
            [json!("bare <text!"), json!({"k": 5}), json!([true, "", null]), json!(0.5), json!("<x>")]
        );
        assert_eq!(call("").unwrap(), [] as [Json; 0]);
    }

    #[test]
    fn malformed_xml_is_refused() {
        for params in
            ["<param>", "<param><value><int>x</int></value></param>", "<param><value>&nope;</value></param>"]
        {
            assert!(call(params).is_err(), "{params}");
        }
        assert!(parse(b"<html></html>").is_err());
        assert!(parse(b"").is_err());
        let deep = "<value><array><data>".repeat(100_000);
        assert!(call(&format!("<param>{deep}")).is_err());
    }
}
