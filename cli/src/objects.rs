//! A list of objects as a table or as JSON.

use std::{cmp::Ordering, time::SystemTime};

use model::Kind;
use serde_json::{Map, Value};

use crate::{describe, failure::Failure, output};

/// The columns that say most about a kind.
const COLUMNS: &[(&str, &[&str])] = &[
    ("VM", &["name_label", "power_state", "CPUs.number", "memory.size", "mainIpAddress", "id"]),
    ("VM-template", &["name_label", "id"]),
    ("host", &["name_label", "power_state", "enabled", "address", "version", "memory.size", "id"]),
    ("pool", &["name_label", "name_description", "id"]),
    ("SR", &["name_label", "SR_type", "physical_usage", "size", "id"]),
    ("VDI", &["name_label", "size", "id"]),
    ("network", &["name_label", "bridge", "MTU", "id"]),
    ("task", &["name_label", "status", "progress", "id"]),
];
const ANY: &[&str] = &["type", "name_label", "id"];

/// Properties that are numbers of bytes.
const BYTES: &[&str] = &["memory.size", "size", "physical_usage"];

/// Since when the pool of an object is not connected: Unix seconds.
const LAST_SEEN: &str = "lastSeen";

/// Prints the answer of `xo.getAllObjects`, a map by id.
pub fn print(
    answer: Value,
    properties: &[String],
    filter: &Map<String, Value>,
    json: bool,
) -> Result<(), Failure> {
    let mut objects: Vec<Value> = match answer {
        Value::Object(map) => map.into_iter().map(|(_, object)| object).collect(),
        Value::Array(list) => list,
        _ => Vec::new(),
    };
    objects.sort_by(order);
    if objects.is_empty() {
        output::warning(&nothing(filter));
    }
    properties.iter().filter_map(|name| unknown(name, &objects)).for_each(|hint| output::warning(&hint));
    if !json
        && let Some(note) = old(&objects, SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default().as_secs_f64())
    {
        output::warning(&note);
    }
    match (json, properties.is_empty()) {
        (true, true) => output::json(&Value::Array(objects)),
        (true, false) => output::json(&objects.iter().map(|o| pick(o, properties)).collect()),
        (false, false) => {
            let row = |o: &Value| properties.iter().map(|p| output::cell(at(o, p))).collect();
            output::table(properties, &objects.iter().map(row).collect::<Vec<_>>())
        }
        (false, true) if objects.is_empty() => Ok(()),
        (false, true) => {
            let columns = columns(&objects);
            let row = |o: &Value| columns.iter().map(|c| readable(c, at(o, c))).collect();
            let names: Vec<String> = columns.iter().map(|c| (*c).to_owned()).collect();
            output::table(&names, &objects.iter().map(row).collect::<Vec<_>>())
        }
    }
}

/// What to say where no object matches: perhaps none can.
fn nothing(filter: &Map<String, Value>) -> String {
    let types: Vec<&str> =
        Kind::ALL.iter().filter(|kind| kind.is_of_pool()).map(|kind| kind.as_str()).collect();
    match filter.get("type").and_then(Value::as_str).filter(|asked| !types.contains(asked)) {
        Some(asked) => format!("no object has the type {asked}: there are {}", types.join(", ")),
        None => "no object matches".into(),
    }
}

/// What to say of a property that none of the objects has.
fn unknown(property: &str, objects: &[Value]) -> Option<String> {
    if objects.is_empty() || objects.iter().any(|object| !at(object, property).is_null()) {
        return None;
    }
    let names = objects.iter().filter_map(Value::as_object).flat_map(Map::keys).map(String::as_str);
    let hint = describe::closest(property, names).filter(|name| *name != property);
    let hint = hint.map_or_else(String::new, |name| format!(": did you mean {name}?"));
    Some(format!("none of these objects has a property {property}{hint}"))
}

/// What to say of objects that are told as they were when their pool was lost.
fn old(objects: &[Value], now: f64) -> Option<String> {
    let ages: Vec<f64> = objects.iter().filter_map(|o| o[LAST_SEEN].as_f64()).map(|at| now - at).collect();
    let newest = ago(ages.iter().copied().reduce(f64::min)?);
    let oldest = ago(ages.iter().copied().fold(0.0, f64::max));
    let when = if newest == oldest { newest } else { format!("{newest} to {oldest}") };
    Some(match ages.len() {
        1 => format!("1 of these was last seen {when}: its pool is not connected"),
        n => format!("{n} of these were last seen {when}: their pool is not connected"),
    })
}

fn ago(seconds: f64) -> String {
    let (amount, unit) = match seconds.max(0.0) {
        s if s < 60.0 => (s, "s"),
        s if s < 3600.0 => (s / 60.0, "min"),
        s if s < 86_400.0 => (s / 3600.0, "h"),
        s => (s / 86_400.0, "d"),
    };
    format!("{} {unit} ago", amount.floor())
}

fn order(a: &Value, b: &Value) -> Ordering {
    let text = |o: &Value, key: &str| o[key].as_str().unwrap_or_default().to_lowercase();
    text(a, "type")
        .cmp(&text(b, "type"))
        .then_with(|| natural(&text(a, "name_label"), &text(b, "name_label")))
        .then_with(|| text(a, "id").cmp(&text(b, "id")))
}

/// Text order with numbers by value: `vm 2` before `vm 10`.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let number = |s: &str| s.find(|c: char| !c.is_ascii_digit()).unwrap_or(s.len());
        let (i, j) = (number(a), number(b));
        if i > 0 && j > 0 {
            let (x, y) = (a[..i].trim_start_matches('0'), b[..j].trim_start_matches('0'));
            match x.len().cmp(&y.len()).then_with(|| x.cmp(y)) {
                Ordering::Equal => (a, b) = (&a[i..], &b[j..]),
                other => return other,
            }
            continue;
        }
        match (a.chars().next(), b.chars().next()) {
            (Some(x), Some(y)) if x == y => (a, b) = (&a[x.len_utf8()..], &b[y.len_utf8()..]),
            (x, y) => return x.cmp(&y),
        }
    }
}

fn columns(objects: &[Value]) -> &'static [&'static str] {
    let kind = objects[0]["type"].as_str().unwrap_or_default();
    let same = objects.iter().all(|o| o["type"] == kind);
    COLUMNS.iter().find(|(name, _)| same && *name == kind).map_or(ANY, |(_, columns)| columns)
}

/// The property at a dotted path, or one whose very name has dots.
fn at<'a>(object: &'a Value, path: &str) -> &'a Value {
    match object.get(path) {
        Some(value) => value,
        None => path.split('.').fold(object, |value, name| &value[name]),
    }
}

fn pick(object: &Value, properties: &[String]) -> Value {
    let present = properties.iter().filter(|p| !at(object, p).is_null());
    Value::Object(present.map(|p| (p.clone(), at(object, p).clone())).collect::<Map<_, _>>())
}

fn readable(column: &str, value: &Value) -> String {
    match value.as_f64() {
        Some(bytes) if BYTES.contains(&column) => size(bytes),
        _ => output::cell(value),
    }
}

fn size(bytes: f64) -> String {
    let (mut amount, mut unit) = (bytes, 0);
    while amount >= 1024.0 && unit < 5 {
        (amount, unit) = (amount / 1024.0, unit + 1);
    }
    let name = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"][unit];
    if amount.fract() < 0.05 { format!("{amount:.0} {name}") } else { format!("{amount:.1} {name}") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_property_that_nothing_has_is_told() {
        let objects =
            [json!({ "id": "a", "power_state": "Running", "CPUs": { "number": 1 } }), json!({ "id": "b" })];
        for (property, hint) in [
            ("power_state", None),
            ("CPUs.number", None),
            ("bogus", Some("none of these objects has a property bogus")),
            (
                "powerstate",
                Some("none of these objects has a property powerstate: did you mean power_state?"),
            ),
            ("CPUs.max", Some("none of these objects has a property CPUs.max")),
        ] {
            assert_eq!(unknown(property, &objects).as_deref(), hint, "{property}");
            assert_eq!(unknown(property, &[]), None);
        }
    }

    #[test]
    fn how_old_objects_are_is_told() {
        let seen = |at: u32| json!({ "id": "a", LAST_SEEN: at });
        let of = |objects: &[Value]| old(objects, 100_000.0).unwrap_or_default();
        assert_eq!(of(&[json!({ "id": "a" })]), "");
        assert_eq!(of(&[seen(99_990)]), "1 of these was last seen 10 s ago: its pool is not connected");
        assert_eq!(
            of(&[seen(99_990), json!({}), seen(90_000)]),
            "2 of these were last seen 10 s ago to 2 h ago: their pool is not connected"
        );
    }

    #[test]
    fn names_with_numbers_sort_by_value() {
        let mut names = ["vm 10", "vm 2", "a", "vm 02b", "vm"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["a", "vm", "vm 2", "vm 02b", "vm 10"]);
    }

    #[test]
    fn properties_are_found_by_path() {
        let vm = json!({ "memory": { "size": 2147483648_u64 }, "a.b": 1, "tags": ["x", "y"] });
        assert_eq!(readable("memory.size", at(&vm, "memory.size")), "2 GiB");
        assert_eq!(at(&vm, "a.b"), 1);
        assert_eq!(readable("tags", at(&vm, "tags")), "x, y");
        assert_eq!(
            pick(&vm, &["memory.size".into(), "no.such".into()]),
            json!({ "memory.size": 2147483648_u64 })
        );
        assert_eq!(size(1536.0), "1.5 KiB");
        assert_eq!(size(0.0), "0 B");
    }
}
