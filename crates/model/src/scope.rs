//! What a token is limited to.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Id;

/// What a token is limited to, besides the rights of its user. All that is given holds at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scope {
    /// Only these calls, by their names or as `vm.*`. Lists, events and single objects count as `xo.getAllObjects`, a
    /// console as `vm.console`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calls: Option<Vec<String>>,
    /// Only calls that change nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub read_only: bool,
    /// Only these objects and what is under them; then no calls that are about anything else, except to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objects: Option<Vec<Id<()>>>,
}

impl Scope {
    /// Whether it leaves out nothing.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a call may be made that `reads` and changes nothing, or is about an object that it names.
    pub fn allows(&self, call: &str, reads: bool, on_object: bool) -> bool {
        let named = self.calls.as_ref().is_none_or(|calls| calls.iter().any(|p| Self::covers(p, call)));
        named && (reads || !self.read_only) && (reads || on_object || self.objects.is_none())
    }

    /// `vm.*` means every call that begins with `vm.`, and `*` every call; all else means itself.
    pub fn covers(pattern: &str, call: &str) -> bool {
        match pattern.strip_suffix('*') {
            Some(beginning) => call.starts_with(beginning),
            None => pattern == call,
        }
    }
}

/// As the end of a sentence about what it is limited to.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if self.read_only {
            parts.push("reading".to_owned());
        }
        if let Some(calls) = &self.calls {
            parts.push(format!("the calls {}", calls.join(", ")));
        }
        if let Some(objects) = &self.objects {
            let ids: Vec<&str> = objects.iter().map(Id::as_str).collect();
            parts.push(format!("the objects {} and what is under them", ids.join(", ")));
        }
        f.write_str(&parts.join(", and to "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(json: &str) -> Scope {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn all_of_a_scope_holds_at_once() {
        let (reads, writes, object) = ((true, false), (false, false), (false, true));
        for (json, call, (read, on_object), expected) in [
            ("{}", "user.create", writes, true),
            (r#"{ "calls": ["vm.*"] }"#, "vm.start", object, true),
            (r#"{ "calls": ["vm.*"] }"#, "vmx.start", object, false),
            (r#"{ "calls": ["vm.*"] }"#, "user.create", writes, false),
            (r#"{ "calls": ["vm.start", "*"] }"#, "user.create", writes, true),
            (r#"{ "calls": ["vm.start"] }"#, "vm.startx", object, false),
            (r#"{ "readOnly": true }"#, "user.getAll", reads, true),
            (r#"{ "readOnly": true }"#, "vm.start", object, false),
            (r#"{ "readOnly": true, "calls": ["user.getAll"] }"#, "group.getAll", reads, false),
            (r#"{ "objects": ["a"] }"#, "vm.start", object, true),
            (r#"{ "objects": ["a"] }"#, "xo.getAllObjects", reads, true),
            (r#"{ "objects": ["a"], "calls": ["*"] }"#, "token.create", writes, false),
        ] {
            assert_eq!(scope(json).allows(call, read, on_object), expected, "{json} {call}");
        }
    }

    #[test]
    fn a_scope_is_told_in_words() {
        let all = scope(r#"{ "readOnly": true, "calls": ["vm.*", "host.*"], "objects": ["a"] }"#);
        let said = "reading, and to the calls vm.*, host.*, and to the objects a and what is under them";
        assert_eq!(all.to_string(), said);
        assert!(scope("{}").is_all() && !all.is_all());
    }
}
