//! Xen Orchestra's patterns: JSON that says what other JSON must have.

use serde_json::Value;

/// Whether `value` has what `pattern` wants; `None` stands for a member that is not there.
///
/// An object wants its members and allows more, an array wants an element for each of its own; an object with nothing
/// but `__and`, `__or` or `__not` combines patterns; all else must be equal.
pub fn matches(pattern: &Value, value: Option<&Value>) -> bool {
    match pattern {
        Value::Array(all) => match value {
            Some(Value::Array(items)) => all.iter().all(|p| items.iter().any(|item| matches(p, Some(item)))),
            _ => false,
        },
        Value::Object(members) => {
            let only = if members.len() == 1 { members.iter().next() } else { None };
            match only.map(|(name, operand)| (name.as_str(), operand)) {
                Some(("__and", Value::Array(all))) => all.iter().all(|p| matches(p, value)),
                Some(("__or", Value::Array(any))) => any.iter().any(|p| matches(p, value)),
                Some(("__not", not)) => !matches(not, value),
                _ => match value {
                    Some(Value::Object(value)) => {
                        members.iter().all(|(name, pattern)| matches(pattern, value.get(name)))
                    }
                    _ => false,
                },
            }
        }
        literal => Some(literal) == value,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_pattern_matches_deeply() {
        let vm = json!({ "type": "VM", "tags": ["a", "b"], "memory": { "size": 1, "usage": 2 } });
        for (pattern, expected) in [
            (json!({}), true),
            (json!({ "memory": { "size": 1 }, "tags": ["b"] }), true),
            (json!({ "memory": { "size": 2 } }), false),
            (json!({ "tags": ["c"] }), false),
            (json!({ "tags": "a" }), false),
            (json!({ "nope": null }), false),
            (json!({ "nope": { "__not": 1 } }), true),
            (json!({ "type": { "__or": ["host", "VM"] } }), true),
            (json!({ "type": { "__or": [] } }), false),
            (json!({ "__and": [{ "type": "VM" }, { "tags": [{ "__not": "a" }] }] }), true),
            (json!({ "__and": [{ "type": "VM" }, { "__not": { "tags": ["a"] } }] }), false),
            (json!({ "__not": {}, "type": "VM" }), false),
        ] {
            assert_eq!(matches(&pattern, Some(&vm)), expected, "{pattern}");
        }
        assert!(!matches(&json!({}), Some(&json!([]))), "an array is no object");
        assert!(matches(&json!(5), Some(&json!(5))) && !matches(&json!(5), None));
    }
}
