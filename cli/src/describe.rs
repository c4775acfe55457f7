//! What the declarations say about a call: its parameters and their types. All of it offline.

use api::{Entry, Permission};
use serde_json::{Map, Value, json};

use crate::failure::Failure;

/// A parameter as its schema has it.
pub struct Parameter {
    pub name: String,
    pub required: bool,
    /// `string`, or several joined by `|`.
    pub kind: String,
    pub description: String,
}

/// The declaration of a call, when this version knows it.
pub fn find(method: &str) -> Option<&'static Entry> {
    api::METHODS.iter().find(|entry| entry.name == method)
}

/// The value that `text` stands for: `json:…`, or what the declared type asks for, or text.
pub fn parameter(method: &str, name: &str, text: &str) -> Result<Value, Failure> {
    let schema = find(method).map(|entry| entry.params_schema()["properties"][name].take());
    match schema {
        Some(schema) if !schema.is_null() && !text.starts_with("json:") => {
            let types = types(&schema);
            let literal = types.iter().any(|t| t != "string" && t != "null");
            let parsed = literal.then(|| serde_json::from_str(text).ok()).flatten();
            Ok(parsed.filter(|v: &Value| !v.is_string()).unwrap_or_else(|| text.into()))
        }
        _ => value(name, text),
    }
}

/// The value that `text` stands for where no type is declared: `true`, `false`, `json:…`, or text.
pub fn value(name: &str, text: &str) -> Result<Value, Failure> {
    match text {
        "true" => Ok(true.into()),
        "false" => Ok(false.into()),
        _ => match text.strip_prefix("json:") {
            Some(json) => serde_json::from_str(json)
                .map_err(|e| Failure::Usage(format!("the value of {name} is not JSON: {e}"))),
            None => Ok(text.into()),
        },
    }
}

/// The parameters of a call, those it cannot do without first.
pub fn parameters(entry: &Entry) -> Vec<Parameter> {
    let schema = entry.params_schema();
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let empty = Map::new();
    let mut parameters: Vec<Parameter> = schema["properties"]
        .as_object()
        .unwrap_or(&empty)
        .iter()
        .map(|(name, schema)| {
            let types: Vec<String> = types(schema).into_iter().filter(|t| t != "null").collect();
            Parameter {
                name: name.clone(),
                required: required.contains(&name.as_str()),
                kind: if types.is_empty() { "any".into() } else { types.join("|") },
                description: text(schema),
            }
        })
        .collect();
    parameters.sort_by_key(|p| !p.required);
    parameters
}

/// What a call does.
pub fn summary(entry: &Entry) -> String {
    text(&entry.params_schema())
}

/// What a program wants to know of a call.
pub fn json(entry: &Entry) -> Value {
    json!({
        "name": entry.name,
        "description": summary(entry),
        "permission": match entry.permission {
            Permission::Anyone => "anyone",
            Permission::SignedIn => "signed in",
            Permission::Admin => "admin",
        },
        "params": entry.params_schema(),
        "result": entry.output_schema(),
    })
}

/// The call whose name looks most like `method`.
pub fn similar(method: &str) -> Option<&'static str> {
    closest(method, api::METHODS.iter().map(|entry| entry.name))
}

/// The name that looks most like `word`, if one does.
pub fn closest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let near = names.map(|name| (distance(word, name), name)).min();
    near.filter(|(far, name)| *far <= 3 && *far < name.len()).map(|(_, name)| name)
}

fn text(schema: &Value) -> String {
    schema["description"].as_str().unwrap_or_default().replace('\n', " ")
}

/// The JSON types that a schema lets through.
fn types(schema: &Value) -> Vec<String> {
    let choices = ["anyOf", "oneOf"].iter().filter_map(|key| schema[*key].as_array()).flatten();
    let own = match &schema["type"] {
        Value::String(one) => vec![one.clone()],
        Value::Array(several) => several.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    choices.flat_map(types).fold(own, |mut all, t| {
        if !all.contains(&t) {
            all.push(t);
        }
        all
    })
}

/// How many letters must be added, dropped or replaced to make one of the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_follow_choices() {
        let entry = find("token.create").unwrap();
        let expires = parameters(entry).into_iter().find(|p| p.name == "expiresIn").unwrap();
        assert!(!expires.required);
        assert_eq!(expires.kind, "integer|string");
        assert_eq!(parameter("token.create", "expiresIn", "3600000").unwrap(), 3_600_000);
        assert_eq!(parameter("token.create", "expiresIn", "1h").unwrap(), "1h");
        assert_eq!(parameter("vm.set", "name_label", "true").unwrap(), "true");
        assert_eq!(parameter("vm.set", "name_label", "42").unwrap(), "42");
        assert_eq!(parameter("xo.getAllObjects", "filter", "type:VM").unwrap(), "type:VM");
    }

    #[test]
    fn a_slip_is_recognised() {
        assert_eq!(similar("vm.strat"), Some("vm.start"));
        assert_eq!(similar("frob.nicate"), None);
        assert_eq!(closest("x", ["id", "cpu"].into_iter()), None, "short names look like anything");
    }
}
