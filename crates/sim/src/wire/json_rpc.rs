//! JSON-RPC 1.0 and 2.0, as XAPI reads and frames them: one call per body, ids of text or whole numbers.

use serde_json::Value as Json;

use crate::error::Failure;
use crate::wire::writer::{Format, Writer};
use crate::wire::{Framing, Origin, Request, text};

/// Reads a call; an error means an HTTP 500 page, not an answer.
pub fn parse(body: &[u8]) -> Result<(Framing, Request), String> {
    let json: Json = serde_json::from_str(&text(body)).map_err(|e| e.to_string())?;
    let Json::Object(mut members) = json else { return Err("not a call".to_owned()) };
    let id = match members.remove("id") {
        Some(id @ Json::String(_)) => id.to_string(),
        Some(Json::Number(n)) if n.is_i64() || n.is_u64() => n.to_string(),
        _ => return Err("the id must be an integer or a string".to_owned()),
    };
    let Some(Json::String(method)) = members.remove("method") else {
        return Err("no method".to_owned());
    };
    let second = match members.remove("jsonrpc") {
        None => false,
        Some(Json::String(v)) if v == "2.0" => true,
        Some(_) => return Err("unknown version of JSON-RPC".to_owned()),
    };
    let params = match members.remove("params") {
        Some(Json::Array(params)) => params,
        None if second => Vec::new(),
        _ => return Err("params must be an array".to_owned()),
    };
    let framing = if second { Framing::Json2(id) } else { Framing::Json1(id) };
    Ok((framing, Request { method, params, origin: Origin::default() }))
}

/// What comes before a successful result.
pub fn open(framing: &Framing, out: &mut Writer) {
    match framing {
        Framing::Json1(_) => out.raw("{\"result\":"),
        _ => out.raw("{\"jsonrpc\":\"2.0\",\"result\":"),
    }
}

/// What comes after it.
pub fn close(framing: &Framing, out: &mut Writer) {
    match framing {
        Framing::Json1(id) => {
            out.raw(",\"error\":null,\"id\":");
            out.raw(id);
        }
        Framing::Json2(id) => {
            out.raw(",\"id\":");
            out.raw(id);
        }
        Framing::Xml => {}
    }
    out.raw("}");
}

/// A refusal, framed.
pub fn failure(framing: &Framing, failure: &Failure) -> Vec<u8> {
    let mut out = Writer::new(Format::Json);
    let texts = |out: &mut Writer, first: Option<&str>| {
        out.open_array();
        for text in first.into_iter().chain(failure.params.iter().map(String::as_str)) {
            out.string(text);
        }
        out.close_array();
    };
    match framing {
        Framing::Json1(id) => {
            out.raw("{\"result\":null,\"error\":");
            texts(&mut out, Some(&failure.code));
            out.raw(",\"id\":");
            out.raw(id);
        }
        Framing::Json2(id) => {
            out.raw("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1,\"message\":");
            out.string(&failure.code);
            out.raw(",\"data\":");
            texts(&mut out, None);
            out.raw("},\"id\":");
            out.raw(id);
        }
        Framing::Xml => {}
    }
    out.raw("}");
    out.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_versions_are_read() {
        let (framing, request) =
            parse(br#"{"jsonrpc":"2.0","id":1,"method":"VM.start","params":["s"]}"#).unwrap();
        assert_eq!(framing, Framing::Json2("1".into()));
        assert_eq!(
            request,
            Request { method: "VM.start".into(), params: vec!["s".into()], origin: Origin::default() }
        );
        let (framing, _) = parse(br#"{"method":"VM.start","params":[],"id":"x"}"#).unwrap();
        assert_eq!(framing, Framing::Json1("\"x\"".into()));
    }

    #[test]
    fn malformed_calls_are_not_answered() {
        for body in [
            &b"{"[..],
            br#"[{"jsonrpc":"2.0","id":1,"method":"m"}]"#,
            br#"{"jsonrpc":"2.0","id":null,"method":"m"}"#,
            br#"{"jsonrpc":"2.0","method":"m"}"#,
            br#"{"id":1,"method":"m"}"#,
            br#"{"jsonrpc":"3.0","id":1,"method":"m"}"#,
        ] {
            assert!(parse(body).is_err(), "{}", String::from_utf8_lossy(body));
        }
    }

    #[test]
    fn refusals_are_framed() {
        let f = Failure::new("HANDLE_INVALID", ["VM", "OpaqueRef:x"]);
        let text = |framing| String::from_utf8(failure(&framing, &f)).unwrap();
        assert_eq!(
            text(Framing::Json1("3".into())),
            r#"{"result":null,"error":["HANDLE_INVALID","VM","OpaqueRef:x"],"id":3}"#
        );
        assert_eq!(
            text(Framing::Json2("3".into())),
            r#"{"jsonrpc":"2.0","error":{"code":1,"message":"HANDLE_INVALID","data":["VM","OpaqueRef:x"]},"id":3}"#
        );
    }
}
