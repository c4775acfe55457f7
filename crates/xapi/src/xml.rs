//! Results of tasks: XML-RPC values, whatever way the call came in.

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Map, Number, Value};

/// Reads `<value>…</value>` as JSON; a text without tags is taken as it is, nothing at all as the empty text.
///
/// Numbers and truth values stay texts where the server sent them as such.
pub(crate) fn value(text: &str) -> Result<Value, String> {
    let trimmed = text.trim();
    if !trimmed.starts_with('<') {
        return Ok(Value::String(text.to_owned()));
    }
    let root = parse(trimmed)?;
    match root.children.as_slice() {
        [node] if node.name == "value" => convert(node),
        _ => Err("it is not one XML-RPC value".into()),
    }
}

#[derive(Default)]
struct Node {
    name: String,
    text: String,
    children: Vec<Node>,
}

/// Deeper results than this are not results.
const DEPTH: usize = 64;

fn parse(text: &str) -> Result<Node, String> {
    let mut reader = Reader::from_str(text);
    let mut stack = vec![Node::default()];
    let name = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    loop {
        let event = reader.read_event().map_err(|e| e.to_string())?;
        let top = stack.last_mut().ok_or("a tag too many is closed")?;
        match event {
            Event::Start(tag) => {
                let node = Node { name: name(tag.name().as_ref()), ..Node::default() };
                stack.push(node);
                if stack.len() > DEPTH {
                    return Err("it is nested too deeply".into());
                }
            }
            Event::Empty(tag) => {
                top.children.push(Node { name: name(tag.name().as_ref()), ..Node::default() })
            }
            Event::End(_) => {
                let done = stack.pop().ok_or("a tag too many is closed")?;
                stack.last_mut().ok_or("a tag too many is closed")?.children.push(done);
            }
            Event::Text(text) => top.text.push_str(&text.decode().map_err(|e| e.to_string())?),
            Event::CData(text) => top.text.push_str(&text.decode().map_err(|e| e.to_string())?),
            Event::GeneralRef(entity) => {
                let named = entity.decode().map_err(|e| e.to_string())?;
                match entity.resolve_char_ref().map_err(|e| e.to_string())? {
                    Some(c) => top.text.push(c),
                    None => top.text.push_str(
                        quick_xml::escape::resolve_predefined_entity(&named)
                            .ok_or_else(|| format!("unknown entity {named}"))?,
                    ),
                }
            }
            Event::Eof => break,
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    match (stack.pop(), stack.is_empty()) {
        (Some(root), true) => Ok(root),
        _ => Err("a tag is not closed".into()),
    }
}

fn convert(value: &Node) -> Result<Value, String> {
    let Some(inner) = value.children.first() else { return Ok(Value::String(value.text.clone())) };
    let text = inner.text.trim();
    match inner.name.as_str() {
        "string" | "dateTime.iso8601" | "base64" => Ok(Value::String(inner.text.clone())),
        "int" | "i4" | "i8" => {
            text.parse::<i64>().map(Value::from).map_err(|_| format!("{text:?} is not an integer"))
        }
        "double" => {
            let number = text.parse::<f64>().map_err(|_| format!("{text:?} is not a number"))?;
            Ok(Number::from_f64(number).map_or_else(|| Value::String(text.to_owned()), Value::Number))
        }
        "boolean" => Ok(Value::Bool(matches!(text, "1" | "true"))),
        "nil" => Ok(Value::Null),
        "array" => {
            let values =
                inner.children.iter().filter(|node| node.name == "data").flat_map(|data| &data.children);
            values
                .filter(|node| node.name == "value")
                .map(convert)
                .collect::<Result<_, _>>()
                .map(Value::Array)
        }
        "struct" => {
            let mut members = Map::new();
            for member in inner.children.iter().filter(|node| node.name == "member") {
                let part = |name| member.children.iter().find(|node| node.name == name);
                let (Some(name), Some(value)) = (part("name"), part("value")) else {
                    return Err("a member without name or value".into());
                };
                members.insert(name.text.clone(), convert(value)?);
            }
            Ok(Value::Object(members))
        }
        other => Err(format!("unknown element {other}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values() {
        let cases = [
            ("", json!("")),
            ("OpaqueRef:1", json!("OpaqueRef:1")),
            ("<value></value>", json!("")),
            ("<value/>", json!("")),
            ("<value>OpaqueRef:1</value>\n", json!("OpaqueRef:1")),
            ("<value>a &amp; b &#65;</value>", json!("a & b A")),
            ("<value><string>x</string></value>", json!("x")),
            ("<value><i4>-3</i4></value>", json!(-3)),
            ("<value><double>0.5</double></value>", json!(0.5)),
            ("<value><boolean>1</boolean></value>", json!(true)),
            ("<value><nil/></value>", json!(null)),
            (
                "<value><array><data><value>a</value><value><int>2</int></value></data></array></value>",
                json!(["a", 2]),
            ),
            ("<value><array><data/></array></value>", json!([])),
            (
                "<value><struct><member><name>k</name><value>v</value></member></struct></value>",
                json!({"k": "v"}),
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(value(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_value() {
        let deep = "<value>".repeat(100_000);
        let cases = [
            "<value>",
            "</value>",
            "<value></valu>",
            "<other/>",
            "<value/><value/>",
            "<value><int>x</int></value>",
            "<value>&nope;</value>",
            "<value><thing/></value>",
            &deep,
        ];
        for text in cases {
            assert!(value(text).is_err(), "{}", &text[..text.len().min(40)]);
        }
    }
}
