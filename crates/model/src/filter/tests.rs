use std::collections::HashMap;

use serde_json::{Value, json};

use super::*;

struct Thing(HashMap<String, String>);

impl Haystack for Thing {
    fn property(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

fn thing(json: Value) -> Thing {
    let Value::Object(members) = json else { panic!("{json} is an object") };
    Thing(members.into_iter().map(|(name, value)| (name, value.to_string())).collect())
}

fn vm() -> Thing {
    thing(json!({
        "id": "5da91773-5041-4618-9d6a-e7ff8b60710e",
        "name_label": "Web Server Ünï",
        "name_description": "",
        "power_state": "Running",
        "tags": ["prod", "日本", "a b", "x\"y"],
        "addresses": { "0/ipv4/0": "10.0.0.7", "0/ipv6/0": "fe80::1" },
        "CPUs": { "number": 14, "max": "4" },
        "memory": { "size": 4_294_967_296_u64, "usage": null },
        "snapshots": ["a", "b"],
        "VIFs": [{ "MAC": "00:16:3e:01:02:03" }, { "MAC": "00:16:3e:aa:bb:cc" }],
        "auto_poweron": true,
        "expNestedHvm": false,
        "current_operations": {},
        "other": { "a.b": "dotted" },
        "creation": { "date": "2026-03-05T10:00:00.000Z", "user": "u-1" },
        "startTime": 1_772_000_000,
        "boot": { "order": "cdn" },
    }))
}

fn holds(text: &str) -> bool {
    Filter::parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).matches(&vm())
}

#[test]
fn words_are_found_as_in_complex_matcher() {
    for (text, expected) in [
        ("", true),
        ("web", true),
        ("WEB ünï", true),
        ("web db", false),
        ("\"web server\"", true),
        ("\"server web\"", false),
        ("prod", true),
        ("10.0.0.7", true),
        ("0/ipv4", false),
        ("power_state:run", true),
        ("power_state:halt", false),
        ("power_state : Running", true),
        ("name_label:\"web server\"", true),
        ("no_such:x", false),
        ("CPUs:number:14", true),
        ("CPUs:number:4", false),
        ("CPUs:max:4", true),
        ("CPUs:number:\"14\"", false),
        ("auto_poweron:true", true),
        ("expNestedHvm:true", false),
        ("expNestedHvm:false", true),
        ("tags:\"x\\\"y\"", true),
        ("\"tags\":prod", true),
        ("type:VM", false),
        ("current_operations:\"\"", false),
        ("addresses:\"\"", true),
        ("boot:order:cd", true),
        ("boot:order:cn", false),
        ("creation:user:u-1", true),
        ("memory.size:4294967296", true),
        ("other:a.b:dotted", true),
        ("VIFs:MAC:aa:bb:cc", true),
        ("VIFs:0:MAC:aa:bb:cc", false),
        ("5da91773", true),
        ("5DA91773-50", true),
        ("5da91773-5041-4618-9d6a-e7ff8b60710e0", false),
        ("5da9177", false),
        ("9d6a-e7ff", false),
        ("id:ff8b", true),
    ] {
        assert_eq!(holds(text), expected, "{text}");
    }
}

#[test]
fn signs_and_scripts_need_no_quotes() {
    for text in
        ["日本", "tags:日本", "fe80::1", "VIFs:MAC:00:16:3e", "addresses:fe80::1", "!a,b", "!a@b", "!#1"]
    {
        assert!(holds(text), "{text}");
    }
}

#[test]
fn patterns_and_conditions_are_those_of_complex_matcher() {
    for (text, expected) in [
        ("name_label:we*ver", true),
        ("name_label:ver*we", false),
        ("name_label:*", true),
        ("CPUs:number:*", false),
        ("name_label:/^Web/", true),
        ("name_label:/^web/", false),
        ("name_label:/^web/i", true),
        ("name_label:/^Web$/", false),
        ("tags:/^prod$/", true),
        ("addresses:/^10\\.\\d+\\.0/", true),
        ("snapshots:length:>=2", true),
        ("snapshots:length:>2", false),
        ("memory:size:>=4294967296", true),
        ("CPUs:max:<5", true),
        ("memory:usage:<5", true),
        ("no_such:<5", false),
        ("tags:>1", false),
        ("auto_poweron?", true),
        ("name_description?", false),
        ("current_operations?", true),
        ("memory.usage?", false),
        ("!VTPMs?", true),
        ("!power_state:Running", false),
        ("power_state:!Running", false),
        ("no_such:!x", true),
        ("power_state:|(Running Suspended)", true),
        ("power_state:|(Halted Suspended)", false),
        ("|(db web)", true),
        ("!(web prod)", false),
        ("(web (prod))", true),
        ("web(prod)", true),
        ("|(tags:qa tags:prod) CPUs:number:>4", true),
    ] {
        assert_eq!(holds(text), expected, "{text}");
    }
}

#[test]
fn sizes_dates_ranges_and_exact_values() {
    for (text, expected) in [
        ("memory:size:>=4GiB", true),
        ("memory:size:>4GiB", false),
        ("memory:size:>4GB", true),
        ("memory:size:=4G", true),
        ("memory:size:1GiB..4GiB", true),
        ("memory:size:..1GiB", false),
        ("memory:size:4GiB..", true),
        ("memory:size: > \"4000000000\"", true),
        ("CPUs:number:10..20", true),
        ("creation:date:>2026-03-05", true),
        ("creation:date:>2026-03-06", false),
        ("creation:date:<2026-03-05T10:00:01Z", true),
        ("creation:date:2026-03-01..2026-03-31", true),
        ("startTime:>2026-01-01", true),
        ("startTime:<-7d", true),
        ("startTime:>-100y", true),
        ("name_label:=\"Web Server Ünï\"", true),
        ("name_label:=Web", false),
        ("tags:=prod", true),
        ("tags:=pro", false),
        ("auto_poweron:=true", true),
        ("name_description:=\"\"", true),
        ("name_label:", true),
        ("memory:usage:", false),
        ("no_such:", false),
        ("(power_state:) web", true),
    ] {
        assert_eq!(holds(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_filter_is_told_with_its_place() {
    for (text, position, what) in [
        ("(web", 1, "not closed"),
        ("ünï |(web", 6, "not closed"),
        ("web db)", 7, "closes nothing"),
        ("()", 1, "nothing in the group"),
        ("a | b", 3, "comes a group"),
        ("a|b", 2, "comes a group"),
        ("ünï !", 5, "nothing follows"),
        (">5", 1, "needs the property"),
        ("memory:size:>lots", 14, "no number"),
        ("memory:size:>", 14, "no number"),
        ("name_label:=", 12, "nothing follows"),
        ("name_label:/(/", 12, "unclosed group"),
        ("name_label:/a/gi", 15, "an i to ignore case"),
        ("/dev", 1, "no second slash"),
        ("wh?at", 4, "ends a term"),
        (":web", 1, "no property before"),
        ("?", 1, "no term"),
    ] {
        let error = Filter::parse(text).unwrap_err();
        assert_eq!(error.position, position, "{text}: {error}");
        assert!(error.to_string().contains(what), "{text}: {error}");
    }
    let deep = "(".repeat(100_000);
    assert!(Filter::parse(&deep).is_err_and(|error| error.to_string().contains("too deep")));
}

#[test]
fn a_filter_is_written_as_it_can_be_read() {
    for text in [
        "web \"a b\" 日本",
        "name_label:we*b !tags:/^ha$/i",
        "power_state:|(Running Suspended)",
        "memory:size:>=4GiB snapshots:length:1..3 x:..5",
        "a? !(b c) \"x\\\"y\\\\\"",
        "name_label:=web \"odd name\":1",
        "VIFs:MAC:00:16:3e",
    ] {
        let filter = Filter::parse(text).unwrap();
        assert_eq!(filter.to_string(), text);
        assert_eq!(Filter::parse(&filter.to_string()).unwrap(), filter);
    }
    let filter = Filter::parse("a b:").unwrap();
    let again = Filter::parse(&filter.to_string()).unwrap();
    assert!(again.matches(&thing(json!({ "b": 1, "tags": ["a"] }))));
}

#[test]
fn the_properties_that_decide_are_known() {
    let filter = Filter::parse("tags:x |(!memory.size:>1 web) a?").unwrap();
    let names = filter.properties();
    for name in ["tags", "memory.size", "memory", "name_label", "id", "a"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
}
