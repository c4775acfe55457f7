//! Checks parameters against a call's JSON schema and names everything that is wrong, as Xen Orchestra does:
//! unknown members are refused, and so is an empty text unless the schema gives a length.

use api::ParamError;
use serde_json::{Map, Value};

/// Everything that is wrong with `params`.
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
    if let Some(choices) = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array()) {
        let fits = |choice| {
            let mut errors = Vec::new();
            one(choice, value, path, &mut errors);
            errors.is_empty()
        };
        if !choices.iter().any(fits) {
            wrong("anyOf", "must match a schema in anyOf".into());
        }
        return;
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.iter().any(|t| is(t, value)) {
        let names: Vec<&str> = types.iter().copied().filter(|t| *t != "null").collect();
        wrong("type", format!("must be {}", names.join(" or ")));
        return;
    }
    if let Some(choices) = schema["enum"].as_array()
        && !choices.contains(value)
    {
        wrong("enum", "must be equal to one of the allowed values".into());
    }
    match value {
        Value::String(text) => {
            let least = schema["minLength"].as_u64().unwrap_or(1);
            if (text.chars().take(least as usize).count() as u64) < least {
                wrong("minLength", format!("must NOT have fewer than {least} characters"));
            }
        }
        Value::Number(number) => {
            if let (Some(least), Some(number)) = (schema["minimum"].as_f64(), number.as_f64())
                && number < least
            {
                wrong("minimum", format!("must be >= {least}"));
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

fn is(name: &str, value: &Value) -> bool {
    match name {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|f| f.fract() == 0.0),
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
        let schema = api::find(method).unwrap().params_schema();
        let errors = check(&schema, params.as_object().unwrap());
        errors.into_iter().map(|e| (format!("{}{}", e.path, e.params), e.message)).collect()
    }

    #[test]
    fn every_wrong_parameter_is_named() {
        let of = |params| errors("vm.start", params);
        assert_eq!(of(json!({ "id": "x", "force": true, "hostId": "h" })), []);
        assert_eq!(
            of(json!({})),
            [("{\"missingProperty\":\"id\"}".into(), "must have required property 'id'".into())]
        );
        assert_eq!(of(json!({ "id": 1, "force": "true", "nope": 0 })).len(), 3);
        assert_eq!(
            of(json!({ "id": "" })),
            [("/id{}".into(), "must NOT have fewer than 1 characters".into())]
        );
        assert_eq!(
            errors("vm.stop", json!({ "id": "x", "forceShutdownDelay": -1 })),
            [("/forceShutdownDelay{}".into(), "must be >= 0".into())]
        );
    }

    #[test]
    fn unions_nested_objects_and_lists_are_checked() {
        let token = |params| errors("token.create", params);
        assert_eq!(token(json!({ "expiresIn": "1h", "client": { "id": "c" } })), []);
        assert_eq!(token(json!({ "expiresIn": 5 })), []);
        assert_eq!(token(json!({ "expiresIn": [] }))[0].0, "/expiresIn{}");
        assert_eq!(token(json!({ "client": {} })).len(), 1);
        assert_eq!(errors("token.deleteOwn", json!({ "tokens": ["a", 1] }))[0].0, "/tokens/1{}");
    }

    #[test]
    fn a_text_may_be_empty_only_where_the_call_says_so() {
        assert_eq!(errors("vm.set", json!({ "id": "x", "name_description": "" })), []);
        assert_eq!(errors("vm.set", json!({ "id": "x", "name_label": "" })).len(), 1);
        assert_eq!(errors("server.set", json!({ "id": "x", "label": "" })), []);
    }
}
