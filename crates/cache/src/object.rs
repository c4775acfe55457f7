//! A row that has a name, a kind and a place in time.

use std::{fmt, sync::Arc};

use model::{Haystack, Kind, objects::LAST_SEEN};

use crate::{Interner, Row, intern::Frag};

/// One object as of one moment. What changes is replaced, never written to.
pub struct Object {
    pub(crate) kind: Kind,
    pub(crate) id: Id,
    pub(crate) source: Arc<Source>,
    pub(crate) seq: u64,
    pub(crate) row: Row,
}

/// An id as the fragment that rows name it by: in quotes.
#[derive(Clone)]
pub(crate) struct Id(Frag);

/// Who writes an object, and whether it is still heard of.
pub(crate) struct Source {
    pub(crate) name: Box<str>,
    /// When it was last heard of, if it is not any more.
    pub(crate) last_seen: Option<Frag>,
}

impl Object {
    pub fn kind(&self) -> Kind {
        self.kind
    }

    pub fn id(&self) -> &str {
        let quoted = self.id.0.as_str();
        &quoted[1..quoted.len() - 1]
    }

    /// The name of the writer that it comes from, see [`crate::Store::writer`].
    pub fn source(&self) -> &str {
        &self.source.name
    }

    /// When it last changed: larger is later.
    pub fn seq(&self) -> u64 {
        self.seq
    }

    pub fn row(&self) -> &Row {
        &self.row
    }

    /// The value of a field, as JSON. `id` and `type` are known of every object, [`LAST_SEEN`] of every object of a
    /// source that is lost.
    pub fn get(&self, field: &str) -> Option<&str> {
        match (field, &self.source.last_seen) {
            ("type", _) => Some(quoted_kind(self.kind)),
            (LAST_SEEN, Some(at)) => Some(at.as_str()),
            _ => self.row.get(field),
        }
    }

    /// Reads the object into the type of its kind.
    ///
    /// # Errors
    /// When the type wants something else; the error names it.
    pub fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        self.row.read()
    }

    /// Appends the object as JSON: `{"id":…,"type":…,…}`.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        out.push(b'{');
        self.write_members(out, None);
        out.push(b'}');
    }

    /// Appends `"id":…,"type":…` and the fields (all, or those named), without braces.
    pub fn write_members(&self, out: &mut Vec<u8>, fields: Option<&[String]>) {
        self.write_id(out);
        self.write_kind(out);
        if let Some(at) = self.get(LAST_SEEN).filter(|_| is_wanted(LAST_SEEN, fields)) {
            write_member(LAST_SEEN, at, out);
        }
        let shape = self.row.shape();
        let mut write = |at: usize, text: &[u8]| {
            out.push(b',');
            shape.write_name(at, out);
            out.extend_from_slice(text);
        };
        match fields {
            None => {
                let own = OWN.map(|name| shape.position(name));
                for (at, frag) in self.row.frags().enumerate() {
                    if !own.contains(&Some(at)) {
                        write(at, frag.as_bytes());
                    }
                }
            }
            Some(wanted) => {
                for name in wanted.iter().filter(|name| !OWN.contains(&name.as_str())) {
                    if let Some(at) = shape.position(name) {
                        write(at, self.row.frag(at).as_bytes());
                    }
                }
            }
        }
    }

    /// Appends `"id":…` and what changed since `old` among the fields (all, or those named), `null` for what
    /// went away, without braces; all members when it became something of another kind. Says whether anything
    /// changed.
    pub fn write_changes(&self, old: &Object, out: &mut Vec<u8>, fields: Option<&[String]>) -> bool {
        if self.kind != old.kind {
            self.write_members(out, fields);
            return true;
        }
        let mut any = false;
        self.write_id(out);
        self.row.changes(&old.row, |name, text| {
            if is_wanted(name, fields) && !OWN.contains(&name) {
                any = true;
                write_member(name, text.unwrap_or("null"), out);
            }
        });
        let seen = self.get(LAST_SEEN);
        if seen != old.get(LAST_SEEN) && is_wanted(LAST_SEEN, fields) {
            any = true;
            write_member(LAST_SEEN, seen.unwrap_or("null"), out);
        }
        any
    }

    fn write_id(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\"id\":");
        write_text(self.id(), out);
    }

    fn write_kind(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b",\"type\":");
        out.extend_from_slice(quoted_kind(self.kind).as_bytes());
    }

    /// Equal but for the moment and the writer's name.
    pub(crate) fn says_the_same(&self, kind: Kind, row: &Row, source: &Source) -> bool {
        self.kind == kind && self.row == *row && self.source.last_seen == source.last_seen
    }
}

impl Id {
    pub(crate) fn new(interner: &Interner, id: &str) -> Self {
        Self(interner.frag(&format!("\"{id}\"")))
    }
}

impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
            && self.seq == other.seq
            && self.says_the_same(other.kind, &other.row, &other.source)
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} of {} at {}", self.kind.as_str(), self.id(), self.source(), self.seq)?;
        if let Some(at) = &self.source.last_seen {
            write!(f, ", last seen {}", at.as_str())?;
        }
        write!(f, ": {:?}", self.row)
    }
}

impl Haystack for Object {
    fn property(&self, name: &str) -> Option<&str> {
        if name == "id" { Some(self.id.0.as_str()) } else { self.get(name) }
    }
}

/// What is written before the fields of the row.
const OWN: [&str; 3] = ["id", "type", LAST_SEEN];

fn is_wanted(name: &str, fields: Option<&[String]>) -> bool {
    fields.is_none_or(|wanted| wanted.iter().any(|w| w == name))
}

/// `,"name":…`
fn write_member(name: &str, json: &str, out: &mut Vec<u8>) {
    out.push(b',');
    write_text(name, out);
    out.push(b':');
    out.extend_from_slice(json.as_bytes());
}

/// A JSON string.
fn write_text(text: &str, out: &mut Vec<u8>) {
    if text.bytes().all(|b| b >= 0x20 && b != b'"' && b != b'\\') {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(serde_json::Value::from(text).to_string().as_bytes());
    }
}

macro_rules! quoted {
    ($($kind:ident = $text:literal),* $(,)?) => {
        fn quoted_kind(kind: Kind) -> &'static str {
            match kind { $(Kind::$kind => concat!("\"", $text, "\"")),* }
        }
    };
}

quoted! {
    Vm = "VM", VmTemplate = "VM-template", VmSnapshot = "VM-snapshot", VmController = "VM-controller",
    Host = "host", Pool = "pool", Sr = "SR", Sm = "SM", Vdi = "VDI", VdiSnapshot = "VDI-snapshot",
    VdiUnmanaged = "VDI-unmanaged", Vbd = "VBD", Vif = "VIF", Pif = "PIF", Pbd = "PBD", Network = "network",
    Message = "message", Task = "task", Server = "server", User = "user", Group = "group",
    AclRole = "acl-role",
    Session = "session",
}

#[cfg(test)]
mod tests {
    use model::Filter;
    use serde_json::{Value, json};

    use super::*;
    use crate::Interner;

    fn object(interner: &Interner, kind: Kind, row: Value) -> Object {
        seen(interner, kind, row, None)
    }

    fn seen(interner: &Interner, kind: Kind, row: Value, last_seen: Option<&str>) -> Object {
        let last_seen = last_seen.map(|at| interner.frag(at));
        Object {
            kind,
            id: Id::new(interner, "a-1"),
            source: Arc::new(Source { name: "pool".into(), last_seen }),
            seq: 1,
            row: Row::from_json(interner, &row.to_string()).unwrap(),
        }
    }

    fn parsed(write: impl FnOnce(&mut Vec<u8>)) -> Value {
        let mut out = b"{".to_vec();
        write(&mut out);
        out.push(b'}');
        serde_json::from_slice(&out).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&out)))
    }

    #[test]
    fn json_has_id_and_type_once_and_the_wanted_fields() {
        let interner = Interner::new();
        let vm = object(&interner, Kind::Vm, json!({"id": "a-1", "name_label": "x", "tags": ["t"]}));
        let mut out = Vec::new();
        vm.write_json(&mut out);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            r#"{"id":"a-1","type":"VM","name_label":"x","tags":["t"]}"#
        );
        let fields = ["tags".to_owned(), "id".into(), "absent".into()];
        let some = parsed(|out| vm.write_members(out, Some(&fields)));
        assert_eq!(some, json!({"id": "a-1", "type": "VM", "tags": ["t"]}));
    }

    #[test]
    fn changes_are_the_id_and_what_differs() {
        let interner = Interner::new();
        let old = object(&interner, Kind::Vm, json!({"id": "a-1", "a": 1, "b": 2, "c": 3}));
        let new = object(&interner, Kind::Vm, json!({"id": "a-1", "a": 1, "b": 3}));
        let other = object(&interner, Kind::VmTemplate, json!({"id": "a-1", "a": 1, "b": 2, "c": 3}));
        let changes = |fields: Option<&[String]>, new: &Object| {
            let mut any = false;
            let json = parsed(|out| any = new.write_changes(&old, out, fields));
            (any, json)
        };
        assert_eq!(changes(None, &new), (true, json!({"id": "a-1", "b": 3, "c": null})));
        let whole = json!({"id": "a-1", "type": "VM-template", "b": 2});
        assert_eq!(changes(Some(&["b".into()]), &other), (true, whole));
        let same = object(&interner, Kind::Vm, json!({"id": "a-1", "a": 1, "b": 5, "c": 3}));
        assert_eq!(changes(Some(&["a".into()]), &same), (false, json!({"id": "a-1"})));
    }

    #[test]
    fn what_is_lost_says_so_beside_its_row() {
        let interner = Interner::new();
        let row = json!({ "id": "a-1", "a": 1 });
        let fresh = object(&interner, Kind::Vm, row.clone());
        let lost = seen(&interner, Kind::Vm, row, Some("12.5"));
        assert_eq!((fresh.get("lastSeen"), lost.get("lastSeen")), (None, Some("12.5")));
        assert_ne!(fresh, lost);
        let mut out = Vec::new();
        lost.write_json(&mut out);
        assert_eq!(String::from_utf8(out).unwrap(), r#"{"id":"a-1","type":"VM","lastSeen":12.5,"a":1}"#);
        let named = ["lastSeen".to_owned()];
        let some = parsed(|out| lost.write_members(out, Some(&named)));
        assert_eq!(some, json!({"id": "a-1", "type": "VM", "lastSeen": 12.5}));

        let changes = |new: &Object, old: &Object, fields: Option<&[String]>| {
            let mut any = false;
            let json = parsed(|out| any = new.write_changes(old, out, fields));
            any.then_some(json)
        };
        let marked = json!({"id": "a-1", "lastSeen": 12.5});
        assert_eq!(changes(&lost, &fresh, None), Some(marked.clone()));
        assert_eq!(changes(&lost, &fresh, Some(&named)), Some(marked));
        assert_eq!(changes(&fresh, &lost, None), Some(json!({"id": "a-1", "lastSeen": null})));
        assert_eq!(changes(&lost, &fresh, Some(&["a".into()])), None);

        // where it is a field of the row it is written once all the same
        let own = object(&interner, Kind::Server, json!({ "lastSeen": 3, "b": 1 }));
        let mut out = Vec::new();
        own.write_json(&mut out);
        assert_eq!(String::from_utf8(out).unwrap(), r#"{"id":"a-1","type":"server","lastSeen":3,"b":1}"#);
        for (object, found) in [(&fresh, false), (&lost, true), (&own, true)] {
            assert_eq!(Filter::parse("lastSeen:").unwrap().matches(object), found);
        }
    }

    #[test]
    fn a_filter_finds_texts_wherever_they_are() {
        let interner = Interner::new();
        let vm = object(
            &interner,
            Kind::Vm,
            json!({"id": "a-1", "name_label": "W\u{e9}b \"one\"", "tags": ["prod"], "n": 12, "ok": true,
                   "addresses": {"0/ip": "10.0.0.7"}}),
        );
        for (text, expected) in [
            ("w\u{e9}b", true),
            ("10.0.0.7", true),
            ("0/ip", false),
            ("prod", true),
            ("a-1", false),
            ("id:a-1", true),
            ("n:12", true),
            ("ok:true", true),
            ("type:vm", true),
            ("name_label:one\"", true),
            ("n:1", false),
            ("nothing", false),
        ] {
            assert_eq!(Filter::parse(text).unwrap().matches(&vm), expected, "{text}");
        }
    }

    #[test]
    fn every_kind_is_quoted_as_it_is_named() {
        for kind in Kind::ALL {
            assert_eq!(quoted_kind(*kind), format!("\"{}\"", kind.as_str()));
        }
    }
}
