//! What can go wrong with a call, in words for people and in codes for programs.

use std::borrow::Cow;

use model::{FilterError, Kind, Privilege};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use serde_json::{Map, Value, json};

use crate::sentence;

/// So many characters of a name that does not exist are told.
const LONGEST_NAME: usize = 100;

/// Why a call was refused or failed. In JSON `{"code": "not_found", "data": {…}, "message": "…"}`.
#[derive(Clone, Debug, PartialEq, thiserror::Error, Serialize, JsonSchema)]
#[serde(tag = "code", content = "data", rename_all = "snake_case")]
pub enum ApiError {
    /// There is no such object, or the caller may not know that there is.
    #[error("no such {what} {}", short(id))]
    NotFound { what: String, id: String },
    #[error("method not found: {name}")]
    UnknownMethod { name: String },
    #[error("sign in first")]
    NotSignedIn,
    /// The caller sees the object but lacks `missing` on it (on Xenith itself when there is no object).
    #[error("not enough permissions: {} is needed", missing.as_str())]
    Forbidden { missing: Privilege, object: Option<String> },
    /// The token that the call came with is limited to `scope`, which `what` is outside of.
    #[error("{} is outside the scope of this token, which is limited to {}", short(what), scope)]
    OutOfScope { what: String, scope: String },
    #[error("invalid credentials")]
    InvalidCredentials,
    /// Name and password are right; a code is needed too.
    #[error("a one-time code is needed too")]
    OtpRequired,
    #[error("the one-time code is wrong, or was used already")]
    InvalidOtp,
    /// What opens something once does not open it, or not any more.
    #[error("this ticket was used already, has expired or is for something else: ask for another one")]
    TicketVoid,
    #[error("too many attempts to sign in: try again in {seconds} s")]
    Throttled { seconds: u64 },
    #[error("invalid parameters: {}", list(errors))]
    InvalidParameters { errors: Vec<ParamError> },
    #[error("{what} already exists")]
    AlreadyExists { what: String, id: String },
    /// The object is in no state for that.
    #[error("{reason}")]
    IncorrectState { object: String, reason: String },
    /// XAPI refused: its code and parameters, told as a sentence.
    #[error("{}", sentence(code, params))]
    Xapi { code: String, params: Vec<String> },
    /// The pool of the object is not connected at the moment.
    #[error("the pool {pool} is not connected: {reason}")]
    PoolUnavailable { pool: String, reason: String },
    #[error("{reason}")]
    Unavailable { reason: String },
    /// What goes wrong inside is told to the log, not to the caller.
    #[error("internal error, see the server's log")]
    Internal,
}

/// By hand: a derived reader would be by far the largest function of the page.
impl<'de> Deserialize<'de> for ApiError {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Coded { code, data } = Coded::deserialize(deserializer)?;
        Self::of(&code, data).map_err(D::Error::custom)
    }
}

#[derive(Deserialize)]
struct Coded {
    code: String,
    #[serde(default)]
    data: Map<String, Value>,
}

impl ApiError {
    fn of(code: &str, mut data: Map<String, Value>) -> Result<Self, serde_json::Error> {
        let mut take = |name: &str| data.remove(name).unwrap_or_default();
        let mut text = |name: &str| String::deserialize(take(name));
        Ok(match code {
            "not_found" => Self::NotFound { what: text("what")?, id: text("id")? },
            "unknown_method" => Self::UnknownMethod { name: text("name")? },
            "not_signed_in" => Self::NotSignedIn,
            "forbidden" => Self::Forbidden {
                missing: Privilege::deserialize(take("missing"))?,
                object: Option::deserialize(take("object"))?,
            },
            "out_of_scope" => Self::OutOfScope { what: text("what")?, scope: text("scope")? },
            "invalid_credentials" => Self::InvalidCredentials,
            "otp_required" => Self::OtpRequired,
            "invalid_otp" => Self::InvalidOtp,
            "throttled" => Self::Throttled { seconds: u64::deserialize(take("seconds"))? },
            "invalid_parameters" => Self::InvalidParameters { errors: Vec::deserialize(take("errors"))? },
            "already_exists" => Self::AlreadyExists { what: text("what")?, id: text("id")? },
            "incorrect_state" => Self::IncorrectState { object: text("object")?, reason: text("reason")? },
            "xapi" => Self::Xapi { code: text("code")?, params: Vec::deserialize(take("params"))? },
            "pool_unavailable" => Self::PoolUnavailable { pool: text("pool")?, reason: text("reason")? },
            "unavailable" => Self::Unavailable { reason: text("reason")? },
            "internal" => Self::Internal,
            unknown => return Err(serde_json::Error::custom(format_args!("no such error: {unknown}"))),
        })
    }
}

/// One wrong parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ParamError {
    /// Where: `/name`, or empty for the parameters as a whole.
    #[serde(rename = "instancePath")]
    pub path: String,
    /// `required`, `additionalProperties`, `type`, `anyOf`, `enum`, `minLength`, `minimum`, `maximum` or `format`.
    pub keyword: String,
    /// `{"missingProperty": "id"}`, `{"additionalProperty": "x"}`, or what the keyword asks for.
    pub params: Value,
    pub message: String,
}

impl ParamError {
    pub fn missing(name: &str) -> Self {
        Self {
            path: String::new(),
            keyword: "required".into(),
            params: json!({ "missingProperty": name }),
            message: format!("'{name}' is missing"),
        }
    }

    pub fn unknown(name: &str) -> Self {
        Self {
            path: String::new(),
            keyword: "additionalProperties".into(),
            params: json!({ "additionalProperty": short(name) }),
            message: format!("'{}' is not known here", short(name)),
        }
    }

    /// The filter in parameter `name` cannot be read.
    pub fn filter(name: &str, error: &FilterError) -> Self {
        let wrong = Self::wrong(name, "format", format!("cannot be read: {error}"));
        Self { params: json!({ "position": error.position }), ..wrong }
    }

    /// Parameter `name` has a property that no object of these kinds has.
    pub fn property(name: &str, kinds: &[Kind], property: &str) -> Self {
        let whose = match kinds {
            [kind] => format!("no {}", kind.as_str()),
            _ => "none of these kinds".into(),
        };
        Self::wrong(name, "enum", format!("names a property that {whose} has: {}", short(property)))
    }

    /// Parameter `name` stands there more than once.
    pub fn repeated(name: &str) -> Self {
        Self::wrong(&short(name), "uniqueItems", "is given more than once")
    }

    /// The value of parameter `name` is not what it must be.
    pub fn wrong(name: &str, keyword: &str, message: impl Into<String>) -> Self {
        let path = if name.is_empty() { String::new() } else { format!("/{}", name.replace('.', "/")) };
        Self { path, keyword: keyword.into(), params: json!({}), message: message.into() }
    }
}

/// A name that somebody made up, as long as anyone would read it.
fn short(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => format!("{}…", &name[..end]).into(),
        None => name.into(),
    }
}

fn list(errors: &[ParamError]) -> String {
    let one = |e: &ParamError| {
        let name = e.path.trim_start_matches('/').replace('/', ".");
        match e.keyword.as_str() {
            _ if name.is_empty() => e.message.clone(),
            "required" | "additionalProperties" => format!("{name}: {}", e.message),
            _ => format!("{name} {}", e.message),
        }
    };
    errors.iter().map(one).collect::<Vec<_>>().join("; ")
}

impl ApiError {
    /// There is no call of that name, which is told only as far as anyone would read it.
    pub fn unknown_method(name: &str) -> Self {
        Self::UnknownMethod { name: short(name).into_owned() }
    }

    /// One wrong parameter.
    pub fn parameter(error: ParamError) -> Self {
        Self::InvalidParameters { errors: vec![error] }
    }

    /// The HTTP status that says the same.
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound { .. } | Self::UnknownMethod { .. } => 404,
            Self::NotSignedIn | Self::InvalidCredentials | Self::OtpRequired | Self::InvalidOtp => 401,
            Self::Forbidden { .. } | Self::OutOfScope { .. } | Self::TicketVoid => 403,
            Self::Throttled { .. } => 429,
            Self::InvalidParameters { .. } => 422,
            Self::AlreadyExists { .. } | Self::IncorrectState { .. } => 409,
            Self::Xapi { code, .. } if is_state_refusal(code) => 409,
            Self::Xapi { .. } => 502,
            Self::PoolUnavailable { .. } | Self::Unavailable { .. } => 503,
            Self::Internal => 500,
        }
    }

    /// `{code, data?, message}`, as on `/feed` and in REST bodies.
    pub fn to_json(&self) -> Value {
        let mut value = serde_json::to_value(self).unwrap_or_else(|_| json!({ "code": "internal" }));
        value["message"] = Value::String(self.to_string());
        value
    }
}

/// XAPI codes that say "not now", as opposed to "it went wrong".
fn is_state_refusal(code: &str) -> bool {
    matches!(
        code,
        "VM_BAD_POWER_STATE"
            | "OPERATION_NOT_ALLOWED"
            | "OPERATION_BLOCKED"
            | "OTHER_OPERATION_IN_PROGRESS"
            | "VM_MISSING_PV_DRIVERS"
            | "VM_LACKS_FEATURE"
            | "VM_LACKS_FEATURE_SHUTDOWN"
            | "VM_LACKS_FEATURE_SUSPEND"
            | "VM_IS_TEMPLATE"
            | "HOST_OFFLINE"
            | "HOST_DISABLED"
            | "NO_HOSTS_AVAILABLE"
            | "HOST_NOT_ENOUGH_FREE_MEMORY"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_survive_the_wire_and_speak_plainly() {
        let word = || "x".to_owned();
        let errors = [
            ApiError::NotFound { what: "VM".into(), id: word() },
            ApiError::UnknownMethod { name: word() },
            ApiError::NotSignedIn,
            ApiError::Forbidden { missing: Privilege::Power, object: Some(word()) },
            ApiError::Forbidden { missing: Privilege::Administer, object: None },
            ApiError::OutOfScope { what: word(), scope: word() },
            ApiError::InvalidCredentials,
            ApiError::OtpRequired,
            ApiError::InvalidOtp,
            ApiError::Throttled { seconds: 7 },
            ApiError::parameter(ParamError::missing("id")),
            ApiError::AlreadyExists { what: "user".into(), id: word() },
            ApiError::IncorrectState { object: word(), reason: word() },
            ApiError::Xapi {
                code: "VM_BAD_POWER_STATE".into(),
                params: vec!["r".into(), "halted".into(), "running".into()],
            },
            ApiError::PoolUnavailable { pool: word(), reason: word() },
            ApiError::Unavailable { reason: word() },
            ApiError::Internal,
        ];
        for e in errors {
            let json = e.to_json();
            assert_eq!(json["message"], e.to_string());
            assert_eq!(serde_json::from_value::<ApiError>(json).unwrap(), e);
        }
        assert_eq!(
            ApiError::parameter(ParamError::wrong("id", "type", "must be a string")).to_string(),
            "invalid parameters: id must be a string"
        );
        let long = ApiError::NotFound { what: "VM".into(), id: "ü".repeat(101) };
        assert_eq!(long.to_string(), format!("no such VM {}…", "ü".repeat(100)));
    }
}
