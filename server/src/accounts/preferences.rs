//! What users keep about themselves: any JSON by name, with Xen Orchestra's names.

use api::{ApiError, ParamError};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};

/// Bytes of all that one user keeps, as JSON.
const LARGEST: usize = 64 * 1024;
/// Characters of a name.
const LONGEST_NAME: usize = 200;
/// Characters of the title of an SSH key.
const LONGEST_TITLE: usize = 200;

/// What is kept after a change: members are replaced one by one, and `null` takes one away.
pub fn merged(old: &str, changes: Map<String, Value>) -> Result<String, ApiError> {
    let mut all: Map<String, Value> = serde_json::from_str(old).map_err(|error| {
        tracing::error!(%error, "the preferences of a user are damaged");
        ApiError::Internal
    })?;
    for (name, value) in changes {
        check(&name, &value)?;
        match value {
            Value::Null => all.remove(&name),
            value => all.insert(name, value),
        };
    }
    let json = Value::Object(all).to_string();
    if json.len() > LARGEST {
        return Err(wrong("", "maxLength", format!("must be at most {LARGEST} bytes in all")));
    }
    Ok(json)
}

fn check(name: &str, value: &Value) -> Result<(), ApiError> {
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(wrong("", "format", format!("must have names of 1 to {LONGEST_NAME} characters")));
    }
    match (name, value) {
        (_, Value::Null) => Ok(()),
        ("sshKeys", Value::Array(keys)) => keys.iter().enumerate().try_for_each(|(i, key)| ssh_key(i, key)),
        ("sshKeys", _) => Err(wrong(".sshKeys", "type", "must be a list")),
        // as a preference everybody who may read the user could read it
        ("otp", _) => {
            Err(wrong(".otp", "enum", "cannot be set here: call user.startOtp and user.confirmOtp"))
        }
        _ => Ok(()),
    }
}

fn ssh_key(i: usize, key: &Value) -> Result<(), ApiError> {
    let at = |member: &str| format!(".sshKeys.{i}{member}");
    let Value::Object(members) = key else { return Err(wrong(&at(""), "type", "must be an object")) };
    if members.len() != 2 || !members.contains_key("title") || !members.contains_key("key") {
        return Err(wrong(&at(""), "required", "must have a title and a key, and nothing else"));
    }
    let title = members["title"].as_str().map(|title| title.trim().chars().count());
    if !title.is_some_and(|count| (1..=LONGEST_TITLE).contains(&count)) {
        let message = format!("must be a text of 1 to {LONGEST_TITLE} characters");
        return Err(wrong(&at(".title"), "format", message));
    }
    if !members["key"].as_str().is_some_and(is_public_key) {
        let message = "must be a public key in one line, as ssh-keygen writes it: ssh-ed25519 AAAA…";
        return Err(wrong(&at(".key"), "format", message));
    }
    Ok(())
}

/// One line: a type, and in base64 data that begins with the same type; a comment may follow.
fn is_public_key(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (Some(kind), Some(data)) = (words.next(), words.next()) else { return false };
    let Ok(data) = STANDARD.decode(data) else { return false };
    let Some((length, rest)) = data.split_first_chunk::<4>() else { return false };
    let length = u32::from_be_bytes(*length) as usize;
    let known = ["ssh-", "ecdsa-", "sk-"].iter().any(|beginning| kind.starts_with(beginning));
    known
        && !text.trim().contains(['\n', '\r'])
        && length < rest.len()
        && rest.starts_with(kind.as_bytes())
        && length == kind.len()
}

fn wrong(below: &str, keyword: &str, message: impl Into<String>) -> ApiError {
    ApiError::parameter(ParamError::wrong(&format!("preferences{below}"), keyword, message))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const KEY: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f bob@host";

    fn merge(old: &str, changes: Value) -> Result<Value, String> {
        let merged = merged(old, changes.as_object().unwrap().clone());
        merged.map(|json| serde_json::from_str(&json).unwrap()).map_err(|error| error.to_string())
    }

    #[test]
    fn members_are_replaced_one_by_one_and_null_takes_away() {
        let old = r#"{"a":1,"b":{"c":2}}"#;
        assert_eq!(
            merge(old, json!({ "b": { "d": 3 }, "e": false })),
            Ok(json!({ "a": 1, "b": { "d": 3 }, "e": false }))
        );
        assert_eq!(merge(old, json!({ "a": null, "nope": null })), Ok(json!({ "b": { "c": 2 } })));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let key = |title: Value, key: Value| json!({ "sshKeys": [{ "title": title, "key": key }] });
        assert!(merge("{}", key(json!("laptop"), json!(KEY))).is_ok());
        for (changes, named) in [
            (key(json!(""), json!(KEY)), "preferences.sshKeys.0.title"),
            (key(json!("x"), json!("ssh-ed25519 AAAA")), "preferences.sshKeys.0.key"),
            (key(json!("x"), json!(KEY.replace("ssh-ed25519 ", "ssh-rsa "))), "preferences.sshKeys.0.key"),
            (key(json!("x"), json!(5)), "preferences.sshKeys.0.key"),
            (json!({ "sshKeys": [{ "title": "x" }] }), "preferences.sshKeys.0"),
            (json!({ "sshKeys": {} }), "preferences.sshKeys"),
            (json!({ "otp": "SECRET" }), "preferences.otp"),
            (json!({ "x": "y".repeat(LARGEST) }), "at most 65536 bytes"),
            (json!({ ("n".repeat(201)): 1 }), "names of 1 to 200"),
        ] {
            let said = merge("{}", changes).unwrap_err();
            assert!(said.contains(named), "{named}: {said}");
        }
    }
}
