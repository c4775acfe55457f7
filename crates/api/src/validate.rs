//! Checks JSON against a schema and names everything that is wrong, to programs by the keywords that Xen Orchestra uses
//! and to people in plain words. As there, unknown members are refused, and so is an empty text unless the schema gives
//! a length.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::{ApiError, ParamError, catalogue::inlined};

/// What a client sent, as the type that it should be.
///
/// # Errors
/// Every member that is wrong, by its name.
pub fn read<T: DeserializeOwned + JsonSchema>(sent: Map<String, Value>) -> Result<T, ApiError> {
    let sent = Value::Object(sent);
    T::deserialize(&sent).map_err(|error| {
        let schema = |generator: &mut SchemaGenerator| -> Schema { generator.subschema_for::<T>() };
        let errors = sent.as_object().map(|sent| check(&inlined(schema), sent)).unwrap_or_default();
        match errors.is_empty() {
            true => ApiError::parameter(ParamError::wrong("", "format", error.to_string())),
            false => ApiError::InvalidParameters { errors },
        }
    })
}

/// Everything that is wrong with `params`, as [`crate::Entry::params_schema`] wants them.
pub fn check(schema: &Value, params: &Map<String, Value>) -> Vec<ParamError> {
    let mut errors = Vec::new();
    members(schema, params, "", &mut errors);
    errors
}

fn members(schema: &Value, object: &Map<String, Value>, path: &str, errors: &mut Vec<ParamError>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    let known = schema["properties"].as_object();
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        let alias = known.and_then(|k| k.get(name)).and_then(|p| p["x-alias"].as_str());
        if !object.contains_key(name) && !alias.is_some_and(|a| object.contains_key(a)) {
            errors.push(at(ParamError::missing(name), path));
        }
    }
    for (name, value) in object {
        let property = known.and_then(|k| {
            k.get(name).or_else(|| k.values().find(|p| p["x-alias"].as_str() == Some(name.as_str())))
        });
        match property {
            Some(property) => one(property, value, &below(name), errors),
            None if schema["additionalProperties"] == Value::Bool(false) => {
                errors.push(at(ParamError::unknown(name), path));
            }
            None => {}
        }
    }
}

fn one(schema: &Value, value: &Value, path: &str, errors: &mut Vec<ParamError>) {
    let mut wrong = |keyword, message: String| errors.push(ParamError::wrong(path, keyword, message));
    if let Some(choices) = choices(schema) {
        let not_null = choices.iter().filter(|choice| choice["type"] != "null");
        match not_null.collect::<Vec<_>>()[..] {
            [only] if !value.is_null() => one(only, value, path, errors),
            _ if choices.iter().any(|choice| fits(choice, value, path)) => {}
            _ => wrong("anyOf", must(schema)),
        }
        return;
    }
    let types = types(schema);
    if !types.is_empty() && !types.iter().any(|t| is(t, value)) {
        return wrong("type", must(schema));
    }
    if let Some(allowed) = allowed(schema) {
        if !allowed.contains(&value) {
            wrong("enum", must(schema));
        }
        return;
    }
    match value {
        Value::String(text) => {
            let least = schema["minLength"].as_u64().unwrap_or(1);
            if (text.chars().take(least as usize).count() as u64) < least {
                let message = match least {
                    1 => "must not be empty".into(),
                    _ => format!("must have at least {least} characters"),
                };
                wrong("minLength", message);
            }
        }
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or_default();
            if let Some(least) = schema["minimum"].as_f64().filter(|least| number < *least) {
                wrong("minimum", format!("must be at least {least}"));
            }
            let most = if schema["format"] == "uint32" { Some(u32::MAX) } else { None };
            if let Some(most) = most.filter(|most| number > f64::from(*most)) {
                wrong("maximum", format!("must be at most {most}"));
            }
        }
        Value::Array(items) if schema["items"].is_object() => {
            for (i, item) in items.iter().enumerate() {
                one(&schema["items"], item, &format!("{path}.{i}"), errors);
            }
        }
        Value::Object(object) => members(schema, object, path, errors),
        _ => {}
    }
}

fn fits(schema: &Value, value: &Value, path: &str) -> bool {
    let mut errors = Vec::new();
    one(schema, value, path, &mut errors);
    errors.is_empty()
}

fn choices(schema: &Value) -> Option<&Vec<Value>> {
    schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array())
}

fn types(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The only values that a schema lets through, if it names them.
fn allowed(schema: &Value) -> Option<Vec<&Value>> {
    match schema.get("const") {
        Some(only) => Some(vec![only]),
        None => schema["enum"].as_array().map(|several| several.iter().collect()),
    }
}

/// What a value must be, in plain words.
fn must(schema: &Value) -> String {
    fn gather<'s>(schema: &'s Value, types: &mut Vec<&'s str>, values: &mut Vec<&'s Value>) {
        if let Some(choices) = choices(schema) {
            choices.iter().for_each(|choice| gather(choice, types, values));
        } else if let Some(allowed) = allowed(schema) {
            values.extend(allowed);
        } else {
            types.extend(self::types(schema));
        }
    }
    let (mut types, mut values) = (Vec::new(), Vec::new());
    gather(schema, &mut types, &mut values);
    let mut words: Vec<String> = Vec::new();
    for name in types {
        let word = match name {
            "string" => "a string",
            "boolean" => "true or false",
            "integer" => "a whole number",
            "number" => "a number",
            "object" => "an object",
            "array" => "a list",
            _ => continue,
        };
        if !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match &values.into_iter().map(text).collect::<Vec<_>>()[..] {
        [] => {}
        [only] => words.push(only.clone()),
        several => words.push(format!("one of {}", several.join(", "))),
    }
    format!("must be {}", words.join(" or "))
}

fn is(name: &str, value: &Value) -> bool {
    match name {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "null" => value.is_null(),
        _ => true,
    }
}

/// The same error said of a nested object.
fn at(error: ParamError, path: &str) -> ParamError {
    if path.is_empty() { error } else { ParamError { path: format!("/{}", path.replace('.', "/")), ..error } }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn errors(method: &str, params: Value) -> Vec<(String, String)> {
        let schema = crate::find(method).unwrap().params_schema();
        let errors = check(&schema, params.as_object().unwrap());
        errors.into_iter().map(|e| (format!("{}{}", e.path, e.params), e.message)).collect()
    }

    #[test]
    fn every_wrong_parameter_is_named() {
        let of = |params| errors("vm.start", params);
        assert_eq!(of(json!({ "id": "x", "force": true, "hostId": "h" })), []);
        assert_eq!(of(json!({})), [("{\"missingProperty\":\"id\"}".into(), "'id' is missing".into())]);
        assert_eq!(of(json!({ "id": 1, "force": "true", "nope": 0 })).len(), 3);
        assert_eq!(of(json!({ "id": "" })), [("/id{}".into(), "must not be empty".into())]);
        assert_eq!(
            errors("vm.stop", json!({ "id": "x", "forceShutdownDelay": -1 })),
            [("/forceShutdownDelay{}".into(), "must be at least 0".into())]
        );
    }

    #[test]
    fn unions_nested_objects_and_lists_are_checked() {
        let token = |params| errors("token.create", params);
        assert_eq!(token(json!({ "expiresIn": "1h", "client": { "id": "c" } })), []);
        assert_eq!(token(json!({ "expiresIn": 5 })), []);
        let neither = ("/expiresIn{}".into(), "must be a whole number or a string".into());
        assert_eq!(token(json!({ "expiresIn": [] })), [neither]);
        assert_eq!(token(json!({ "client": {} })).len(), 1);
        assert_eq!(errors("token.deleteOwn", json!({ "tokens": ["a", 1] }))[0].0, "/tokens/1{}");
    }

    #[test]
    fn what_is_wanted_is_said_in_plain_words() {
        let schema = json!({ "properties": {
            "kind": { "oneOf": [{ "type": "string", "enum": ["VM", "host"] }, { "type": "string", "const": "task" }] },
            "sort": { "anyOf": [
                { "type": "object", "properties": { "desc": { "type": "boolean" } }, "required": ["field"] },
                { "type": "null" },
            ] },
            "len": { "type": "integer", "format": "uint32", "minimum": 0 },
            "list": { "type": ["array", "null"], "items": { "type": "string" } },
        } });
        for (value, expected) in [
            (json!({ "kind": "task", "sort": null, "len": 4_294_967_295_u32, "list": ["a"] }), ""),
            (json!({ "kind": "cow" }), "kind must be one of VM, host, task"),
            (json!({ "sort": 1 }), "sort must be an object"),
            (json!({ "sort": { "desc": 1 } }), "sort: 'field' is missing; sort.desc must be true or false"),
            (json!({ "len": 4_294_967_296_u64 }), "len must be at most 4294967295"),
            (json!({ "len": 1.0 }), "len must be a whole number"),
            (json!({ "list": {} }), "list must be a list"),
        ] {
            let errors = check(&schema, value.as_object().unwrap());
            let said = crate::ApiError::InvalidParameters { errors }.to_string();
            assert_eq!(said.trim_start_matches("invalid parameters: "), expected, "{value}");
        }
    }

    #[test]
    fn a_text_may_be_empty_only_where_the_call_says_so() {
        assert_eq!(errors("vm.set", json!({ "id": "x", "name_description": "" })), []);
        assert_eq!(errors("vm.set", json!({ "id": "x", "name_label": "" })).len(), 1);
        assert_eq!(errors("server.set", json!({ "id": "x", "label": "" })), []);
    }
}
