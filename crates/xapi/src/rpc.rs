//! Calls as bytes: JSON-RPC 2.0 requests are written and answers taken apart here, without any network.

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::error::{Error, Result};

/// The parameters of a call, the session left out; made by [`params!`](crate::params).
#[derive(Debug, Default)]
pub struct Params {
    json: String,
    failed: Option<serde_json::Error>,
}

impl Params {
    /// No parameters yet.
    pub fn new() -> Self {
        Params::default()
    }

    /// One parameter more.
    pub fn with(mut self, value: impl Serialize) -> Self {
        match serde_json::to_string(&value) {
            Ok(text) => {
                self.json.push(',');
                self.json.push_str(&text);
            }
            Err(why) => self.failed = self.failed.or(Some(why)),
        }
        self
    }

    /// These, and others after them.
    pub fn and(mut self, more: Params) -> Self {
        self.json.push_str(&more.json);
        self.failed = self.failed.or(more.failed);
        self
    }
}

/// The parameters of a call: anything that can be written as JSON.
///
/// ```
/// # use xapi::{params, Ref, Vm};
/// let vm = Ref::<Vm>::new("OpaqueRef:1");
/// let call = ("VM.start", params![vm, false, false]);
/// ```
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { $crate::Params::new()$(.with(&$value))* };
}

/// A call without its session: it can be sent again with another.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub method: String,
    /// Each parameter with a comma before it.
    params: String,
}

impl Call {
    pub fn new(method: &str, params: Params) -> Result<Call> {
        match params.failed {
            None => Ok(Call { method: method.to_owned(), params: params.json }),
            Some(source) => Err(Error::Encode { method: method.to_owned(), source }),
        }
    }

    /// The body of the request; without a session for the few calls that take none.
    pub fn body(&self, session: Option<&str>) -> Bytes {
        let method = json_string(&self.method);
        let first = session.map(json_string);
        let params = match &first {
            Some(_) => self.params.as_str(),
            None => self.params.strip_prefix(',').unwrap_or_default(),
        };
        let first = first.unwrap_or_default();
        Bytes::from(format!(r#"{{"jsonrpc":"2.0","id":1,"method":{method},"params":[{first}{params}]}}"#))
    }
}

fn json_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The result in the answer, still as JSON and not yet looked at; or XAPI's error.
pub(crate) fn result(method: &str, body: &Bytes) -> Result<Bytes> {
    if let Some(range) = plain_result(body) {
        return Ok(body.slice(range));
    }
    let reply: Reply<'_> =
        serde_json::from_slice(body).map_err(|source| Error::Decode { doing: method.to_owned(), source })?;
    match (reply.error, reply.result) {
        (Some(failure), _) => {
            let (code, params) = failure.into_parts();
            Err(Error::Xapi { method: method.to_owned(), code, params })
        }
        (None, Some(result)) => Ok(body.slice_ref(result.get().as_bytes())),
        (None, None) => {
            let source = serde::de::Error::custom("there is neither a result nor an error");
            Err(Error::Decode { doing: method.to_owned(), source })
        }
    }
}

/// Reads a result; an empty text, which stands for "nothing", also reads as `()`.
pub(crate) fn read<'a, T: Deserialize<'a>>(method: &str, result: &'a [u8]) -> Result<T> {
    serde_json::from_slice(result).or_else(|source| {
        let nothing = if result == b"\"\"" { serde_json::from_slice(b"null").ok() } else { None };
        nothing.ok_or_else(|| Error::Decode { doing: method.to_owned(), source })
    })
}

/// Where the result lies in an answer of the usual layout. Large answers are so spared one pass of parsing.
fn plain_result(body: &[u8]) -> Option<std::ops::Range<usize>> {
    const VERSION: &[u8] = b"\"jsonrpc\":\"2.0\"";
    let mut at = 0;
    let mut skip = |token: &[u8]| {
        let found = body[at..].starts_with(token);
        at += if found { token.len() } else { 0 };
        found
    };
    if !skip(b"{") {
        return None;
    }
    loop {
        if skip(b"\"result\":") {
            break;
        }
        if !(skip(b"\"jsonrpc\":\"2.0\",") || skip(b"\"id\":1,")) {
            return None;
        }
    }
    let start = at;
    let mut rest = body[start..].trim_ascii_end().strip_suffix(b"}")?;
    // No text inside the result can end like this: its quotes would be escaped.
    while let Some(shorter) =
        rest.strip_suffix(b",\"id\":1").or_else(|| rest.strip_suffix(b",\"jsonrpc\":\"2.0\""))
    {
        rest = shorter;
    }
    // Version 2 sends a result or an error, never both.
    let version_2 = body[..start].windows(VERSION.len()).any(|it| it == VERSION)
        || body[start + rest.len()..].windows(VERSION.len()).any(|it| it == VERSION);
    let whole = matches!((rest.first()?, rest.last()?), (b'{', b'}') | (b'[', b']') | (b'"', b'"'));
    (version_2 && whole && rest.len() > 1).then_some(start..start + rest.len())
}

#[derive(Deserialize)]
struct Reply<'a> {
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    #[serde(default)]
    error: Option<Failure>,
}

/// An error as version 2 or version 1 of JSON-RPC writes it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Failure {
    V2 {
        message: String,
        #[serde(default)]
        data: serde_json::Value,
    },
    V1(Vec<serde_json::Value>),
}

impl Failure {
    fn into_parts(self) -> (String, Vec<String>) {
        let text = |value: serde_json::Value| match value {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        };
        match self {
            Failure::V2 { message, data: serde_json::Value::Array(data) } => {
                (message, data.into_iter().map(text).collect())
            }
            Failure::V2 { message, .. } => (message, Vec::new()),
            Failure::V1(parts) => {
                let mut parts = parts.into_iter().map(text);
                (parts.next().unwrap_or_default(), parts.collect())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result_of(body: &str) -> Result<String> {
        result("X.y", &Bytes::copy_from_slice(body.as_bytes()))
            .map(|bytes| String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[test]
    fn bodies() {
        let call = Call::new("VM.start", crate::params!["OpaqueRef:v", false, [1, 2]]).unwrap();
        assert_eq!(
            call.body(Some("OpaqueRef:s")),
            r#"{"jsonrpc":"2.0","id":1,"method":"VM.start","params":["OpaqueRef:s","OpaqueRef:v",false,[1,2]]}"#
        );
        let call = Call::new("session.login", crate::params!["a\"b"]).unwrap();
        assert_eq!(call.body(None), r#"{"jsonrpc":"2.0","id":1,"method":"session.login","params":["a\"b"]}"#);
        let call = Call::new("session.logout", crate::params![]).unwrap();
        assert_eq!(
            call.body(Some("s")),
            r#"{"jsonrpc":"2.0","id":1,"method":"session.logout","params":["s"]}"#
        );
    }

    #[test]
    fn parameters_that_are_not_json() {
        let map: std::collections::HashMap<Vec<u8>, u8> = [(vec![1], 1)].into();
        assert!(matches!(Call::new("VM.start", crate::params![map]), Err(Error::Encode { .. })));
    }

    #[test]
    fn results_in_every_layout() {
        let cases = [
            (r#"{"jsonrpc":"2.0","result":{"a":{"id":1}},"id":1}"#, r#"{"a":{"id":1}}"#),
            (r#"{"id":1,"jsonrpc":"2.0","result":{"a":1,"id":1}}"#, r#"{"a":1,"id":1}"#),
            (r#"{"result":"x,\"id\":1","id":1,"jsonrpc":"2.0"}"#, r#""x,\"id\":1""#),
            (r#"{"jsonrpc":"2.0","result":12,"id":1}"#, "12"),
            (r#"{ "jsonrpc" : "2.0", "result" : [1, 2] , "id" : 1 }"#, "[1, 2]"),
            (r#"{"result":"x","error":null,"id":1}"#, r#""x""#),
            (r#"{"jsonrpc":"2.0","result":"","id":1}"#, r#""""#),
        ];
        for (body, expected) in cases {
            assert_eq!(result_of(body).unwrap(), expected, "{body}");
        }
    }

    #[test]
    fn failures_in_both_versions() {
        for body in [
            r#"{"jsonrpc":"2.0","error":{"code":1,"message":"HANDLE_INVALID","data":["VM",1]},"id":1}"#,
            r#"{"result":null,"error":["HANDLE_INVALID","VM","1"],"id":1}"#,
        ] {
            match result_of(body) {
                Err(Error::Xapi { code, params, method }) => {
                    assert_eq!(
                        (code.as_str(), params, method.as_str()),
                        ("HANDLE_INVALID", vec!["VM".into(), "1".into()], "X.y")
                    );
                }
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn what_is_no_answer() {
        for body in ["", "<html>", "[]", r#"{"jsonrpc":"2.0","id":1}"#, r#"{"jsonrpc":"2.0","result":{"#] {
            let read =
                result_of(body).and_then(|text| read::<serde_json::Value>("X.y", text.as_bytes()).map(drop));
            assert!(matches!(read, Err(Error::Decode { .. })), "{body}");
        }
    }

    #[test]
    fn nothing_reads_as_unit() {
        read::<()>("X.y", b"\"\"").unwrap();
        assert_eq!(read::<String>("X.y", b"\"\"").unwrap(), "");
        assert!(read::<()>("X.y", b"\"x\"").is_err());
        assert!(read::<i64>("X.y", b"\"\"").is_err());
    }
}
