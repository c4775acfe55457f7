//! The frames of `/feed`, the socket that carries calls up and changes down. `docs/feed.md` tells the same in prose.

use model::{Diff, Reset, Resume, View, objects::User};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, value::RawValue};

use crate::{ApiError, ParamError, read};

/// What a client sends: exactly one of a call, a watch, a move of a window, or the end of a watch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Up {
    Call(Call),
    Watch(Watch),
    Window(Move),
    Unwatch(Unwatch),
}

/// Make a call; the answer carries the same id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Call {
    pub id: u64,
    pub method: String,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub params: Map<String, Value>,
}

/// Open a view under a number that the client chooses, or ask something else under a number in use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Watch {
    pub watch: u32,
    pub view: View,
    /// The client still holds the rows of this window as they were then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resume: Option<Resume>,
}

/// Look at another part of the list. It is always answered, if only with the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Move {
    pub window: u32,
    pub start: u32,
    pub len: u32,
}

/// Close a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unwatch {
    pub unwatch: u32,
}

impl Up {
    /// Reads a frame.
    ///
    /// # Errors
    /// What is wrong with it, each member by its name.
    pub fn parse(text: &str) -> Result<Self, ApiError> {
        let malformed = |message: &str| ApiError::parameter(ParamError::wrong("", "format", message));
        let frame: Map<String, Value> = serde_json::from_str(text)
            .map_err(|e| malformed(&format!("a frame must be a JSON object: {e}")))?;
        let frame_has = |key: &str| frame.contains_key(key);
        let has =
            ["method", "watch", "window", "unwatch"].into_iter().filter(|k| frame_has(k)).collect::<Vec<_>>();
        match has[..] {
            ["method"] => read(frame).map(Self::Call),
            ["watch"] => read(frame).map(Self::Watch),
            ["window"] => read(frame).map(Self::Window),
            ["unwatch"] => read(frame).map(Self::Unwatch),
            _ => Err(malformed("a frame must have exactly one of method, watch, window, unwatch")),
        }
    }
}

/// What the server sends. Which members are there says what it is.
#[derive(Debug, Default, Deserialize)]
pub struct Down {
    /// The first frame of a connection.
    pub hello: Option<Hello>,
    /// The answer to the call with this id: `result` or `error`.
    pub id: Option<u64>,
    pub result: Option<Box<RawValue>>,
    pub error: Option<ApiError>,
    /// The watch that this frame is about: `reset`, `diff` or `error`.
    pub watch: Option<u32>,
    /// Where the reader is after this frame.
    pub seq: Option<u64>,
    pub reset: Option<Reset>,
    pub diff: Option<Diff>,
}

/// Who the server is and whom it takes the client for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hello {
    /// Sequence numbers of different epochs have nothing to do with each other.
    pub epoch: String,
    pub user: Option<User>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_read_and_wrong_ones_are_named() {
        let ok = [
            r#"{"id":1,"method":"vm.start","params":{"id":"x"}}"#,
            r#"{"watch":1,"view":{"type":["VM"],"window":{"start":0,"len":60}},"resume":{"epoch":"e","seq":3}}"#,
            r#"{"window":1,"start":5,"len":6}"#,
            r#"{"unwatch":1}"#,
        ];
        for text in ok {
            let frame = Up::parse(text).unwrap();
            assert_eq!(Up::parse(&serde_json::to_string(&frame).unwrap()).unwrap(), frame);
        }
        for (text, named) in [
            ("{oops", "JSON object"),
            ("[]", "JSON object"),
            ("{}", "exactly one of"),
            (r#"{"method":"x","watch":1}"#, "exactly one of"),
            (r#"{"method":"x"}"#, ": 'id' is missing"),
            (r#"{"id":1,"method":"x","params":[]}"#, ": params must be an object"),
            (r#"{"id":"x","method":"vm.start"}"#, ": id must be a whole number"),
            (r#"{"id":-1,"method":3}"#, ": id must be at least 0; method must be a string"),
            (
                r#"{"watch":1,"view":{"type":["VM"],"sorted":1,"filter":""}}"#,
                ": view: 'sorted' is not known here",
            ),
            (r#"{"watch":1,"view":{"type":["vm"]}}"#, ": view.type.0 must be one of VM, VM-template, "),
            (r#"{"watch":1,"view":{"type":["VM"],"sort":"x"}}"#, ": view.sort must be an object"),
            (
                r#"{"watch":1,"view":{"type":["VM"],"sort":{"field":1}}}"#,
                ": view.sort.field must be a string",
            ),
            (r#"{"window":1,"start":5}"#, ": 'len' is missing"),
            (r#"{"unwatch":"a"}"#, ": unwatch must be a whole number"),
            (r#"{"unwatch":5000000000}"#, ": unwatch must be at most 4294967295"),
        ] {
            let error = Up::parse(text).unwrap_err().to_string();
            assert!(error.contains(named), "{text}: {error}");
        }
    }
}
