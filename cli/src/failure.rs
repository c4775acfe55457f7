//! Why a command failed, and the exit code that says so.

use std::{io, process::ExitCode};

use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The command line makes no sense: nothing was sent.
    #[error("{0}")]
    Usage(String),
    /// No answer: no connection, a certificate that is not trusted, or something that is no Xenith.
    #[error("{0}")]
    Unreachable(String),
    /// No token, or one that is not accepted.
    #[error("{0}")]
    NotSignedIn(String),
    /// The server answered with an error; `context` names the call and the object.
    #[error("{}", told(context, refusal))]
    Refused { context: String, refusal: Refusal },
    /// The configuration could not be read or written.
    #[error("{0}")]
    Config(String),
    #[error("could not write the output: {0}")]
    Output(#[from] io::Error),
}

impl Failure {
    /// 1 refused, 2 wrong command line, 3 no connection, 4 not signed in.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Refused { .. } | Self::Config(_) => 1.into(),
            // Whoever reads has seen enough, as `head` does.
            Self::Output(e) if e.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Self::Output(_) => 1.into(),
            Self::Usage(_) => 2.into(),
            Self::Unreachable(_) => 3.into(),
            Self::NotSignedIn(_) => 4.into(),
        }
    }
}

/// A JSON-RPC error, with Xen Orchestra's codes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Refusal {
    pub code: i64,
    pub message: String,
    #[serde(default)]
    pub data: Value,
}

impl Refusal {
    pub const NO_SUCH_OBJECT: i64 = 1;
    pub const INVALID_CREDENTIALS: i64 = 3;
    pub const INVALID_PARAMETERS: i64 = 10;
    pub const UNKNOWN_METHOD: i64 = -32601;

    /// What is wrong, each parameter by its name.
    pub fn sentence(&self) -> String {
        let errors = match (self.code, self.data.get("errors").and_then(Value::as_array)) {
            (Self::INVALID_PARAMETERS, Some(errors)) if !errors.is_empty() => errors,
            _ => return self.message.clone(),
        };
        errors.iter().map(parameter).collect::<Vec<_>>().join("; ")
    }
}

fn parameter(error: &Value) -> String {
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let params = &error["params"];
    match error["keyword"].as_str() {
        Some("required") => format!("the parameter {} is missing", text(&params["missingProperty"])),
        Some("additionalProperties") => {
            format!("there is no parameter {}", text(&params["additionalProperty"]))
        }
        _ => {
            let name = text(&error["instancePath"]).trim_start_matches('/').replace('/', ".");
            let message = text(&error["message"]);
            if name.is_empty() { message } else { format!("the parameter {name} {message}") }
        }
    }
}

fn told(context: &str, refusal: &Refusal) -> String {
    let sentence = refusal.sentence();
    if context.is_empty() { sentence } else { format!("{context}: {sentence}") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn wrong_parameters_are_named() {
        let refusal = Refusal {
            code: 10,
            message: "invalid parameters".into(),
            data: json!({ "errors": [
                { "instancePath": "", "keyword": "required", "params": { "missingProperty": "id" }, "message": "…" },
                { "instancePath": "/force", "keyword": "type", "params": {}, "message": "must be boolean" },
                { "instancePath": "", "keyword": "additionalProperties", "params": { "additionalProperty": "x" }, "message": "…" },
            ]}),
        };
        assert_eq!(
            refusal.sentence(),
            "the parameter id is missing; the parameter force must be boolean; there is no parameter x"
        );
        let other = Refusal { code: 1, message: "no such VM x".into(), data: json!({ "id": "x" }) };
        assert_eq!(other.sentence(), "no such VM x");
    }
}
