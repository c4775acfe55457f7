//! The frames of JSON-RPC 2.0: what is asked, as it may come, and what is answered.

use api::{ApiError, find};
use serde::Deserialize;
use serde_json::{Map, Value, json, value::RawValue};
use tokio::sync::mpsc;

use super::fault;

/// The most requests in one batch.
const BATCH: usize = 100;

/// A call; without an id it is a notification, which wants no answer and does nothing.
#[derive(Debug)]
pub struct Request {
    /// As the client wrote it.
    pub id: Option<Box<RawValue>>,
    pub method: String,
    pub params: Option<Value>,
}

pub enum Asked {
    One(Request),
    Batch(Vec<Result<Request, Bad>>),
}

/// A message that is no call.
#[derive(Debug)]
pub struct Bad {
    pub id: Option<Box<RawValue>>,
    pub code: i32,
    pub message: String,
}

impl Bad {
    pub fn parse(why: &str) -> Self {
        Self { id: None, code: -32700, message: format!("the message is not JSON: {why}") }
    }

    /// The message could not even be taken in.
    pub fn socket(why: &str) -> Self {
        Self { id: None, code: -32600, message: why.to_owned() }
    }

    fn request(id: Option<Box<RawValue>>, why: &str) -> Self {
        Self { id, code: -32600, message: format!("the message is not a JSON-RPC 2.0 request: {why}") }
    }
}

#[derive(Deserialize)]
struct Raw {
    jsonrpc: Option<Value>,
    id: Option<Box<RawValue>>,
    method: Option<Value>,
    params: Option<Value>,
}

pub fn parse(text: &str) -> Result<Asked, Bad> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|e| Bad::parse(&e.to_string()))?;
    if !raw.get().starts_with('[') {
        return one(raw).map(Asked::One);
    }
    let all: Vec<&RawValue> = serde_json::from_str(raw.get()).map_err(|e| Bad::parse(&e.to_string()))?;
    match all.len() {
        0 => Err(Bad::request(None, "the batch is empty")),
        n if n > BATCH => Err(Bad::request(None, &format!("the batch has more than {BATCH} requests"))),
        _ => Ok(Asked::Batch(all.into_iter().map(one).collect())),
    }
}

fn one(raw: &RawValue) -> Result<Request, Bad> {
    if !raw.get().starts_with('{') {
        return Err(Bad::request(None, "it is no object"));
    }
    let raw: Raw = serde_json::from_str(raw.get()).map_err(|e| Bad::request(None, &e.to_string()))?;
    // `null` and a missing member read the same; only the first wants an answer, which nobody can match.
    let id = raw.id;
    if let Some(id) = &id
        && !matches!(id.get().as_bytes(), [b'"' | b'-' | b'0'..=b'9', ..])
    {
        return Err(Bad::request(None, "its id is neither a number nor a text"));
    }
    if raw.jsonrpc != Some(json!("2.0")) {
        return Err(Bad::request(id, "its `jsonrpc` is not \"2.0\""));
    }
    match raw.method {
        Some(Value::String(method)) => Ok(Request { id, method, params: raw.params }),
        _ => Err(Bad::request(id, "its `method` is not a text")),
    }
}

/// Parameters by name, with Xen Orchestra's liberties: an object named after the namespace stands for `id`,
/// and a name that ends in `?` may be unknown.
pub fn named(method: &str, params: Option<Value>) -> Result<Map<String, Value>, Bad> {
    let mut params = match params {
        None | Some(Value::Null) => return Ok(Map::new()),
        Some(Value::Array(list)) if list.is_empty() => return Ok(Map::new()),
        Some(Value::Object(params)) => params,
        Some(_) => {
            let message = "parameters must be an object: they go by name, not by position";
            return Err(Bad { id: None, code: -32602, message: message.into() });
        }
    };
    let Ok(entry) = find(method) else { return Ok(params) };
    let schema = entry.params_schema();
    let declared = |name: &str| schema["properties"].get(name).is_some();
    if let Some((namespace, _)) = method.split_once('.')
        && !params.contains_key("id")
        && declared("id")
        && !declared(namespace)
        && params.get(namespace).is_some_and(Value::is_string)
        && let Some(id) = params.remove(namespace)
    {
        params.insert("id".into(), id);
    }
    let optional: Vec<String> = params.keys().filter(|name| name.ends_with('?')).cloned().collect();
    for name in optional {
        let plain = name.trim_end_matches('?').to_owned();
        if let Some(value) = params.remove(&name)
            && declared(&plain)
        {
            params.entry(plain).or_insert(value);
        }
    }
    Ok(params)
}

/// The answer to a call, its result being JSON already.
pub fn answer(id: &RawValue, result: Result<&str, &ApiError>) -> String {
    let id = id.get();
    match result {
        Ok(json) => format!("{{\"id\":{id},\"jsonrpc\":\"2.0\",\"result\":{json}}}"),
        Err(error) => {
            let error = fault::object(error);
            format!("{{\"error\":{error},\"id\":{id},\"jsonrpc\":\"2.0\"}}")
        }
    }
}

/// The answer to a message that is no call.
pub fn failed(bad: &Bad) -> String {
    let id = bad.id.as_deref().map_or("null", RawValue::get);
    let error = json!({ "code": bad.code, "message": bad.message });
    format!("{{\"error\":{error},\"id\":{id},\"jsonrpc\":\"2.0\"}}")
}

/// Puts the answers of a batch together.
pub async fn collect(
    mut answers: mpsc::UnboundedReceiver<String>,
    expected: usize,
    to: mpsc::Sender<String>,
) {
    let mut all = Vec::with_capacity(expected);
    while all.len() < expected {
        let Some(answer) = answers.recv().await else { break };
        all.push(answer);
    }
    // Whoever asked may be gone.
    let _ = to.send(format!("[{}]", all.join(","))).await;
}

/// A notification.
pub fn notification(kind: &str, items: &str) -> String {
    format!(
        "{{\"jsonrpc\":\"2.0\",\"method\":\"all\",\"params\":{{\"type\":\"{kind}\",\"items\":{{{items}}}}}}}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bad(text: &str) -> (i32, Option<String>) {
        match parse(text) {
            Err(bad) => (bad.code, bad.id.map(|id| id.get().to_owned())),
            Ok(_) => panic!("{text} is a call"),
        }
    }

    #[test]
    fn what_is_no_call_is_told_apart() {
        assert_eq!(bad("{oops"), (-32700, None));
        assert_eq!(bad(""), (-32700, None));
        assert_eq!(bad("1"), (-32600, None));
        assert_eq!(bad("[]"), (-32600, None));
        assert_eq!(bad(r#"{"a":1}"#), (-32600, None));
        assert_eq!(bad(r#"{"jsonrpc":"1.0","id":7,"method":"x"}"#), (-32600, Some("7".into())));
        assert_eq!(bad(r#"{"jsonrpc":"2.0","id":"a","method":1}"#), (-32600, Some("\"a\"".into())));
        assert_eq!(bad(r#"{"jsonrpc":"2.0","id":{},"method":"x"}"#), (-32600, None));
    }

    #[test]
    fn ids_are_kept_as_they_are_written() {
        for id in ["-9007199254740991", "\"a\\u0041\"", "1.50"] {
            let Ok(Asked::One(request)) = parse(&format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"x"}}"#))
            else {
                panic!("{id}");
            };
            let id_sent = request.id.unwrap();
            assert_eq!(answer(&id_sent, Ok("1")), format!(r#"{{"id":{id},"jsonrpc":"2.0","result":1}}"#));
        }
    }

    #[test]
    fn parameters_take_xen_orchestras_liberties() {
        let of =
            |method: &str, params: Value| named(method, Some(params)).map(Value::Object).map_err(|b| b.code);
        assert_eq!(of("vm.start", json!({ "vm": "v" })), Ok(json!({ "id": "v" })));
        assert_eq!(of("vm.start", json!({ "vm": "v", "id": "w" })), Ok(json!({ "vm": "v", "id": "w" })));
        assert_eq!(
            of("vm.start", json!({ "id": "v", "force?": true, "new?": 1 })),
            Ok(json!({ "id": "v", "force": true }))
        );
        assert_eq!(of("vm.start", json!(["v"])), Err(-32602));
        assert_eq!(of("system.getVersion", json!([])), Ok(json!({})));
        assert_eq!(of("system.getVersion", json!("x")), Err(-32602));
    }
}
