//! Calls on the wire: both framings, the values of each type, parameters, and the order of checks.

use serde_json::{Value, json};
use sim::Config;

use crate::common::{NULL, call, post, start};

/// A call in XML; parameters are what stands in their `value` elements.
pub fn xml(method: &str, params: &[&str]) -> String {
    let params: String = params.iter().map(|p| format!("<param><value>{p}</value></param>")).collect();
    format!(
        "<?xml version=\"1.0\"?><methodCall><methodName>{method}</methodName><params>{params}</params></methodCall>"
    )
}

/// Both versions of JSON-RPC, their ids and their errors.
#[tokio::test]
async fn json_rpc_is_framed_by_its_version() {
    let (sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    let ask = async |body: Value| -> (String, String) {
        post(sim.address(), "/jsonrpc", &body.to_string()).await.unwrap()
    };
    let session = &client.session;
    let (_, body) =
        ask(json!({"method": "VM.get_uuid", "params": [session, "OpaqueRef:x"], "id": "one"})).await;
    assert_eq!(body, r#"{"result":null,"error":["HANDLE_INVALID","VM","OpaqueRef:x"],"id":"one"}"#);
    let v2 = json!({"jsonrpc": "2.0", "method": "VM.get_uuid", "params": [session, "OpaqueRef:x"], "id": -7});
    let (_, body) = ask(v2).await;
    assert_eq!(
        body,
        r#"{"jsonrpc":"2.0","error":{"code":1,"message":"HANDLE_INVALID","data":["VM","OpaqueRef:x"]},"id":-7}"#
    );
    let alive = json!({"method": "system.isAlive:x", "params": ["me"], "id": 7});
    assert_eq!(ask(alive).await.1, r#"{"result":"me","error":null,"id":7}"#);
    let void = json!({"jsonrpc": "2.0", "method": "VM.get_by_name_label", "params": [session, "none such"], "id": 9});
    assert_eq!(ask(void).await.1, r#"{"jsonrpc":"2.0","result":[],"id":9}"#);
    let (_, body) = ask(json!({"jsonrpc": "2.0", "method": "session.logout", "id": 1})).await;
    assert_eq!(
        serde_json::from_str::<Value>(&body).unwrap()["error"]["message"],
        "MESSAGE_PARAMETER_COUNT_MISMATCH"
    );
    for bad in [
        json!({"method": "x", "id": 1}),
        json!({"method": "x", "params": []}),
        json!({"method": "x", "params": [], "id": null}),
        json!({"method": "x", "params": [], "id": 1.5}),
        json!({"method": "x", "params": [], "id": [1]}),
        json!({"params": [], "id": 1}),
        json!([{"method": "x", "params": [], "id": 1}]),
        json!([{"jsonrpc": "2.0", "method": "x", "params": [], "id": 1}]),
        json!({"jsonrpc": "2.0", "method": "system.listMethods"}),
        json!({"jsonrpc": "2.0", "method": "system.listMethods", "id": null}),
        json!("x"),
    ] {
        let (head, body) = ask(bad.clone()).await;
        assert!(head.starts_with("HTTP/1.1 500 "), "{bad}: {head}");
        assert!(body.contains("<html>"), "{body}");
    }
}

/// Every kind of value in both formats.
#[tokio::test]
async fn values_are_encoded_by_their_type() {
    let (sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    let task = client.ok("task.create", json!(["<label> & \"more\" 'x'", ""])).await;
    client.ok("task.set_progress", json!([task, 0.1])).await;
    client.ok("task.set_other_config", json!([task, {"k": "v"}])).await;
    client.ok("task.set_error_info", json!([task, ["a", "b"]])).await;
    let reference = task.as_str().unwrap();
    let value = |body: &str| {
        let inner = body.split("<name>Value</name>").nth(1).unwrap();
        inner.split("</member></struct></value></param>").next().unwrap().to_owned()
    };
    let ask = async |method: &str, object: &str| {
        post(sim.address(), "/", &xml(method, &[&client.session, object])).await.unwrap().1
    };
    for (field, wanted) in [
        ("name_label", "<value>&lt;label&gt; &amp; &quot;more&quot; &apos;x&apos;</value>"),
        ("progress", "<value><double>0.1</double></value>"),
        ("finished", "<value><dateTime.iso8601>19700101T00:00:00Z</dateTime.iso8601></value>"),
        ("status", "<value>pending</value>"),
        ("subtask_of", "<value>OpaqueRef:NULL</value>"),
        ("error_info", "<value><array><data><value>a</value><value>b</value></data></array></value>"),
        ("other_config", "<value><struct><member><name>k</name><value>v</value></member></struct></value>"),
    ] {
        assert_eq!(value(&ask(&format!("task.get_{field}"), reference).await), wanted, "{field}");
    }
    let vm = client.ok("VM.get_all", json!([])).await[0].as_str().unwrap().to_owned();
    assert_eq!(value(&ask("VM.get_user_version", &vm).await), "<value>1</value>", "integers are text");
    assert!(value(&ask("VM.get_is_a_snapshot", &vm).await).starts_with("<value><boolean>0</boolean>"));
    assert_eq!(value(&ask("VM.update_allowed_operations", &vm).await), "<value></value>", "nothing");
    let batch =
        post(sim.address(), "/", &xml("event.from", &[&client.session, "<array><data/></array>", "", "0"]))
            .await;
    assert!(batch.unwrap().1.contains("<name>vm</name><value><i4>"), "counts are the only small integers");
    // Void is an empty text, and so it is in JSON.
    assert_eq!(client.ok("VM.update_allowed_operations", json!([vm])).await, "");
    let (_, list) = post(sim.address(), "/", &xml("system.listMethods", &[])).await.unwrap();
    assert!(!list.contains("<name>Status</name>"));
    let (_, alive) = post(sim.address(), "/", &xml("system.isAlive:x", &["probe"])).await.unwrap();
    assert!(alive.contains("<value>probe</value>"), "{alive}");
}

/// Integers as text, dates in several shapes; booleans as such only.
#[tokio::test]
async fn parameters_are_read_as_xapi_does() {
    let (_sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    let vm = client.ok("VM.get_all", json!([])).await[0].clone();
    client.ok("VM.set_user_version", json!([vm, "42"])).await;
    assert_eq!(client.ok("VM.get_user_version", json!([vm])).await, 42);
    let task = client.ok("task.create", json!(["", ""])).await;
    for (given, wanted) in [(json!("0.5"), 0.5), (json!(1), 1.0), (json!(0.25), 0.25)] {
        client.ok("task.set_progress", json!([task, given])).await;
        assert_eq!(client.ok("task.get_progress", json!([task])).await, wanted);
    }
    for date in ["20250319T04:16:24Z", "2025-03-19T04:16:24Z", "20250319T04:16:24"] {
        client.ok("message.get_since", json!([date])).await;
    }
    assert_eq!(client.refused("message.get_since", json!(["yesterday"])).await[0], "INVALID_VALUE");
    for bad in [json!("true"), json!(1), json!(null)] {
        let error = client.refused("VM.set_is_a_template", json!([vm, bad])).await;
        assert_eq!(error[0], "INTERNAL_ERROR", "{bad}");
    }
    for text in ["\u{1}", "\u{fffe}", "a\u{b}c"] {
        assert_eq!(client.refused("VM.set_name_label", json!([vm, text])).await[0], "INVALID_VALUE");
    }
    client.ok("VM.set_name_label", json!([vm, "tab\t line\n \u{1f600}"])).await;
}

/// Names with a dot or an underscore, case by case; the order of checks.
#[tokio::test]
async fn calls_are_checked_in_order() {
    let (sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    let all = client.ok("VM.get_all", json!([])).await;
    assert_eq!(client.ok("VM_get_all", json!([])).await, all);
    assert_eq!(
        client.ok("VM_metrics_get_all", json!([])).await,
        client.ok("VM_metrics.get_all", json!([])).await
    );
    assert_eq!(client.refused("vm.get_all", json!([])).await, ["MESSAGE_METHOD_UNKNOWN", "vm.get_all"]);
    // The session of an unknown call is looked at first.
    let unknown = call(sim.address(), "VM.nope", json!(["OpaqueRef:gone"])).await.unwrap_err();
    assert_eq!(unknown, ["SESSION_INVALID", "OpaqueRef:gone"]);
    let gone = |params: Value| call(sim.address(), "VM.start", params);
    let count = gone(json!(["OpaqueRef:gone", "vm"])).await.unwrap_err();
    assert_eq!(count, ["MESSAGE_PARAMETER_COUNT_MISMATCH", "VM.start", "3", "1"], "the count comes first");
    let kind = gone(json!(["OpaqueRef:gone", "vm", "no", false])).await.unwrap_err();
    assert_eq!(kind[0], "INTERNAL_ERROR", "then the types");
    let session = gone(json!(["OpaqueRef:gone", "vm", true, false])).await.unwrap_err();
    assert_eq!(session, ["SESSION_INVALID", "OpaqueRef:gone"], "then the session");
    assert_eq!(client.refused("VM.get_all", json!([1])).await[0], "MESSAGE_PARAMETER_COUNT_MISMATCH");
}

/// Numbers may come as several types, flags as one; sets hold each text once.
#[tokio::test]
async fn parameters_are_taken_in_more_ways_than_one() {
    let (sim, client) = start(Config::test()).await;
    let vm = client.vms("Halted").await[0].clone();
    let set = async |method: &str, value: &str| {
        let body = xml(method, &[&client.session, &vm, value]);
        post(sim.address(), "/", &body).await.unwrap().1
    };
    for number in ["7", "<string>7</string>", "<int>7</int>", "<i4>7</i4>", "<i8>7</i8>"] {
        assert!(set("VM.set_user_version", number).await.contains("Success"), "{number}");
        assert_eq!(client.ok("VM.get_user_version", json!([vm])).await, 7);
    }
    for float in ["<double>1.5</double>", "1.5"] {
        assert!(set("VM.set_HVM_shadow_multiplier", float).await.contains("Success"), "{float}");
    }
    let refused = set("VM.set_user_version", "seven").await;
    assert!(refused.contains("INTERNAL_ERROR") || refused.contains("INVALID_VALUE"), "{refused}");
    // A flag is a flag and nothing else.
    for flag in ["true", "<int>1</int>"] {
        assert!(set("VM.set_ha_always_run", flag).await.contains("Failure"), "{flag}");
    }
    let enumerated = client.refused("VM.set_actions_after_shutdown", json!([vm, "explode"])).await;
    assert_eq!(enumerated[0], "INVALID_VALUE");
    assert_eq!(client.refused("VM.add_to_other_config", json!([vm, "", "x"])).await[0], "INVALID_VALUE");
    client.ok("VM.remove_from_other_config", json!([vm, "was never there"])).await;
    client.ok("VM.add_tags", json!([vm, "one"])).await;
    client.ok("VM.add_tags", json!([vm, "one"])).await;
    client.ok("VM.add_tags", json!([vm, "two"])).await;
    let tags = client.ok("VM.get_tags", json!([vm])).await;
    let ones = tags.as_array().unwrap().iter().filter(|t| **t == "one").count();
    assert_eq!((ones, &tags[0]), (1, &json!("two")), "once each, the newest first");
}

/// How many parameters a call takes, which calls are gone and which are hidden.
#[tokio::test]
async fn names_of_calls_and_how_many_parameters_they_take() {
    let (sim, client) = start(Config::test()).await;
    let address = sim.address();
    let s = &client.session;
    let vm = client.vms("Halted").await[0].clone();
    let refused = async |method: &str, params: Value| call(address, method, params).await.unwrap_err();
    // The session is not counted; what is optional is not expected, and does not mind company.
    assert_eq!(
        refused("VM.get_uuid", json!([s, vm, "more"])).await,
        ["MESSAGE_PARAMETER_COUNT_MISMATCH", "VM.get_uuid", "1", "2"]
    );
    assert_eq!(refused("VM.snapshot", json!([s, vm])).await[1..], ["VM.snapshot", "2", "1"]);
    client.ok("VM.snapshot", json!([vm, "short"])).await;
    client.ok("VM.snapshot", json!([vm, "long", [], "and", "more"])).await;
    assert_eq!(client.refused("VMPP.get_all_records", json!([])).await, ["MESSAGE_REMOVED"]);
    // Hidden calls are not listed, and answered.
    let listed = call(address, "system.listMethods", json!([])).await.unwrap();
    assert!(!listed.as_array().unwrap().contains(&json!("VM.get_all_where")));
    let named = client.ok("VM.get_name_label", json!([vm])).await;
    let by = format!("field \"name__label\" = \"{}\"", named.as_str().unwrap());
    assert!(client.ok("VM.get_all_where", json!([by])).await.as_array().unwrap().contains(&json!(vm)));
    assert_eq!(client.refused("VM.get_all_records_where", json!(["field"])).await[0], "INVALID_VALUE");
}

#[tokio::test]
async fn constructors_say_what_is_missing() {
    let (_sim, client) = start(Config::test()).await;
    let network = json!({"name_label": "made", "unknown_member": 1, "other_config": {}});
    let made = client.ok("network.create", json!([network])).await;
    assert_eq!(client.ok("network.get_MTU", json!([made])).await, 1500, "what has a default takes it");
    let refused = client.refused("VIF.create", json!([{"device": "0"}])).await;
    assert_eq!(refused[0], "INTERNAL_ERROR");
    assert!(refused[1].contains("Dispatcher_FieldNotFound"), "{refused:?}");
    let refused = client.refused("VM.create", json!([{"name_label": "bare"}])).await;
    assert!(refused[1].contains("Dispatcher_FieldNotFound"), "{refused:?}");
}

#[tokio::test]
async fn references_and_what_they_are_not() {
    let (_sim, client) = start(Config::test()).await;
    for (reference, record) in client.ok("VM.get_all_records", json!([])).await.as_object().unwrap() {
        let inside = reference.strip_prefix("OpaqueRef:").unwrap();
        assert_eq!(inside.len(), 36);
        assert_ne!(record["uuid"], inside, "not the object's own");
        for field in ["resident_on", "suspend_VDI", "guest_metrics", "appliance"] {
            assert!(record[field].as_str().unwrap().starts_with("OpaqueRef:"), "{field}");
        }
        let never = record["is_a_snapshot"] == false;
        assert_eq!(never, record["snapshot_time"] == "19700101T00:00:00Z", "1970 is never");
    }
    assert_eq!(client.refused("VM.get_record", json!([NULL])).await, ["HANDLE_INVALID", "VM", NULL]);
}

#[tokio::test]
async fn refusals_come_in_xapis_words() {
    let (sim, client) = start(Config::test()).await;
    assert_eq!(client.refused("VM.fly", json!([])).await, ["MESSAGE_METHOD_UNKNOWN", "VM.fly"]);
    assert_eq!(client.refused("VMPP.get_all_records", json!([])).await, ["MESSAGE_REMOVED"]);
    assert_eq!(client.refused("VM.csvm", json!(["x"])).await, ["NOT_IMPLEMENTED", "VM.csvm"]);
    assert_eq!(client.refused("VM.get_by_uuid", json!(["u"])).await, ["UUID_INVALID", "VM", "u"]);
    assert_eq!(client.refused("VM.get_name_label", json!(["r"])).await, ["HANDLE_INVALID", "VM", "r"]);
    assert_eq!(client.refused("Async.VM.get_all", json!([])).await[0], "INTERNAL_ERROR");
    let login = json!(["root", "wrong"]);
    assert_eq!(
        call(sim.address(), "session.login_with_password", login).await.unwrap_err()[..2],
        ["SESSION_AUTHENTICATION_FAILED", "root"]
    );
    assert_eq!(sim.first().door().passwords, ["xenith", "wrong"]);
    assert_eq!(sim.first().door().logins, 1);
}

#[tokio::test]
async fn every_class_can_be_read() {
    let (sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let listed = client.call("system.listMethods", json!([])).await.unwrap();
    let mut read = 0;
    for method in listed.as_array().unwrap().iter().filter_map(Value::as_str) {
        let Some(class) = method.strip_suffix(".get_all_records") else { continue };
        match client.call(method, json!([])).await {
            Ok(records) => {
                read += 1;
                assert_eq!(records.as_object().unwrap().len(), sim.first().count(class), "{class}");
                if let Some((reference, record)) = records.as_object().unwrap().iter().next() {
                    assert_eq!(&client.ok(&format!("{class}.get_record"), json!([reference])).await, record);
                    let by_uuid = client.ok(&format!("{class}.get_by_uuid"), json!([record["uuid"]])).await;
                    assert_eq!(&by_uuid, reference);
                }
            }
            Err(error) => assert_eq!(error, ["MESSAGE_REMOVED"], "{method}"),
        }
    }
    assert!(read > 55, "{read} classes read");
    let named = client.ok("VM.get_by_name_label", json!(["web-01"])).await;
    let one = client.ok("VM.get_all_records_where", json!([r#"field "name__label" = "web-01""#])).await;
    assert_eq!(one.as_object().unwrap().keys().collect::<Vec<_>>(), [named[0].as_str().unwrap()]);
    let all = client.ok("VM.get_all_records_where", json!(["true"])).await;
    assert_eq!(all.as_object().unwrap().len(), sim.first().count("VM"));
}

#[tokio::test]
async fn fields_are_set_added_to_and_removed_from() {
    let (_sim, client) = start(Config::test()).await;
    let vm = client.ok("VM.get_by_name_label", json!(["web-01"])).await[0].clone();
    client.ok("VM.set_name_label", json!([vm, "front"])).await;
    assert_eq!(client.ok("VM.get_name_label", json!([vm])).await, "front");
    client.ok("VM.add_tags", json!([vm, "new"])).await;
    assert_eq!(client.ok("VM.get_tags", json!([vm])).await, json!(["new", "production", "web"]));
    client.ok("VM.remove_tags", json!([vm, "web"])).await;
    assert_eq!(client.ok("VM.get_tags", json!([vm])).await, json!(["new", "production"]));
    client.ok("VM.add_to_other_config", json!([vm, "k", "1"])).await;
    let error = client.refused("VM.add_to_other_config", json!([vm, "k", "1"])).await;
    assert_eq!(error, ["MAP_DUPLICATE_KEY", "VM", "other_config", vm.as_str().unwrap(), "k"]);
    client.ok("VM.remove_from_other_config", json!([vm, "k"])).await;
    client.ok("VM.remove_from_other_config", json!([vm, "k"])).await;
    assert_eq!(client.ok("VM.get_other_config", json!([vm])).await.get("k"), None);
    client.ok("VM.set_user_version", json!([vm, "7"])).await;
    assert_eq!(client.ok("VM.get_user_version", json!([vm])).await, 7, "integers may come as text");
}
