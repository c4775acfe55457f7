//! The transport by itself: heads, limits, routes, both framings, and what becomes of odd parameters.

use serde_json::{Value, json};
use sim::{Config, Sim};

use crate::common::{Client, call, post, send, start};

fn xml(method: &str, params: &[&str]) -> String {
    let params: String = params.iter().map(|p| format!("<param>{p}</param>")).collect();
    format!(
        "<?xml version='1.0'?><methodCall><methodName>{method}</methodName><params>{params}</params></methodCall>"
    )
}

fn text(value: &str) -> String {
    format!("<value><string>{value}</string></value>")
}

#[tokio::test]
async fn an_answers_head_says_what_it_is() {
    let (sim, client) = start(Config::test()).await;
    let (head, _) =
        post(sim.address(), "/", &xml("VM.get_uuid", &[&text(&client.session), &text("x")])).await.unwrap();
    let head = head.to_lowercase();
    assert!(head.starts_with("http/1.1 200 ok"), "a refusal is an answer like any other: {head}");
    for line in [
        "content-type: text/xml",
        "access-control-allow-origin: *",
        "cache-control: no-cache, no-store",
        "content-length: ",
    ] {
        assert!(head.lines().any(|l| l.starts_with(line)), "{line} in {head}");
    }
    assert!(!head.contains("content-encoding") && !head.contains("transfer-encoding"));
    // The connection goes on, unless the request says otherwise or is of the older kind.
    let body = r#"{"method":"system.listMethods","params":[],"id":1}"#;
    let request = |version: &str, more: &str| {
        format!("POST /jsonrpc HTTP/{version}\r\n{more}Content-Length: {}\r\n\r\n{body}", body.len())
    };
    let answers = |text: &str| text.matches("HTTP/1.1 200 OK").count();
    let last = request("1.1", "Connection: close\r\n");
    let both = format!("{}{last}", request("1.1", ""));
    let (head, rest) = send(sim.address(), &both).await.unwrap();
    assert_eq!(answers(&head) + answers(&rest), 2, "two answers on one connection");
    let both = format!("{}{last}", request("1.0", ""));
    let (head, rest) = send(sim.address(), &both).await.unwrap();
    assert_eq!(answers(&head) + answers(&rest), 1, "the older kind ends with its answer");
}

#[tokio::test]
async fn routes_are_the_longest_that_fit() {
    let (sim, client) = start(Config::test()).await;
    let get = xml("session.get_uuid", &[&text(&client.session), &text(&client.session)]);
    for path in ["/", "/RPC2", "/xmlrpc", "/json", "/anything/at/all"] {
        let (head, body) = post(sim.address(), path, &get).await.unwrap();
        assert!(
            head.contains("text/xml") && body.contains("<value>Success</value>"),
            "{path}: {head} {body}"
        );
    }
    for path in ["/", "/json", "/jsonrpc"] {
        let asked = format!(
            "OPTIONS {path} HTTP/1.1\r\nAccess-Control-Request-Headers: x-a\r\nConnection: close\r\n\r\nGET /none HTTP/1.1\r\n\r\n"
        );
        let (head, _) = send(sim.address(), &asked).await.unwrap();
        for line in [
            "Access-Control-Allow-Origin: *",
            "Access-Control-Allow-Headers: x-a, X-Requested-With",
            "Access-Control-Allow-Methods: PUT",
        ] {
            assert!(head.contains(line), "{path}: {line} in {head}");
        }
    }
    for (request, status) in [
        ("GET /export_raw_vdi HTTP/1.1\r\n\r\n", "401"),
        ("GET /export_raw_vdi/more HTTP/1.1\r\n\r\n", "401"),
        ("GET /export_raw_vdis HTTP/1.1\r\n\r\n", "404"),
    ] {
        let (head, _) = send(sim.address(), request).await.unwrap();
        assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{request}: {head}");
        assert!(head.contains("Connection: close"), "{head}");
        assert_eq!(status == "401", head.contains("WWW-Authenticate: Basic realm="), "{head}");
    }
}

#[tokio::test]
async fn too_much_is_cut_short() {
    let (sim, client) = start(Config::test()).await;
    let name = |length: usize| {
        json!({"jsonrpc": "2.0", "id": 1, "method": "VM.get_by_name_label",
            "params": [client.session, "x".repeat(length)]})
        .to_string()
    };
    let (head, _) = post(sim.address(), "/jsonrpc", &name(290 << 10)).await.unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let (head, _) = post(sim.address(), "/jsonrpc", &name(301 << 10)).await.unwrap();
    assert!(head.starts_with("HTTP/1.1 500"), "{head}");
    let chunked = "POST /jsonrpc HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n";
    let (head, body) = send(sim.address(), chunked).await.unwrap();
    assert!(head.starts_with("HTTP/1.1 500") && body.contains("Internal Error"), "{head}");
    for (padding, status) in [(900, "404"), (1100, "431")] {
        let request = format!("GET /none HTTP/1.1\r\nX-Padding: {}\r\n\r\n", "x".repeat(padding));
        let (head, _) = send(sim.address(), &request).await.unwrap();
        assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{padding}: {head}");
    }
}

#[tokio::test]
async fn both_versions_of_json_and_what_is_neither() {
    let (sim, _) = start(Config::test()).await;
    let answer = async |body: &str| post(sim.address(), "/jsonrpc", body).await.unwrap();
    let (_, body) =
        answer(r#"{"jsonrpc":"2.0","method":"system.isAlive:x","params":["me"],"id":"one"}"#).await;
    assert_eq!(body, r#"{"jsonrpc":"2.0","result":"me","id":"one"}"#);
    let (_, body) = answer(r#"{"method":"system.isAlive:x","params":["me"],"id":7}"#).await;
    assert_eq!(body, r#"{"result":"me","error":null,"id":7}"#);
    let (_, body) = answer(r#"{"method":"VM.get_all","params":["none"],"id":7}"#).await;
    assert_eq!(body, r#"{"result":null,"error":["SESSION_INVALID","none"],"id":7}"#);
    let (_, body) = answer(r#"{"jsonrpc":"2.0","method":"VM.get_all","params":["none"],"id":7}"#).await;
    assert_eq!(
        body,
        r#"{"jsonrpc":"2.0","error":{"code":1,"message":"SESSION_INVALID","data":["none"]},"id":7}"#
    );
    for odd in [
        r#"[{"jsonrpc":"2.0","method":"system.listMethods","id":1}]"#,
        r#"{"jsonrpc":"2.0","method":"system.listMethods"}"#,
        r#"{"jsonrpc":"2.0","method":"system.listMethods","id":null}"#,
        r#"{"method":"system.listMethods","id":1}"#,
    ] {
        let (head, body) = answer(odd).await;
        assert!(head.starts_with("HTTP/1.1 500") && body.contains("<html>"), "{odd}: {head}");
    }
}

#[tokio::test]
async fn values_come_as_the_wire_format_has_them() {
    let (sim, client) = start(Config::test()).await;
    let vm = client.vms("Running").await[0].clone();
    let ask = async |method: &str| {
        let (_, body) =
            post(sim.address(), "/", &xml(method, &[&text(&client.session), &text(&vm)])).await.unwrap();
        let (_, value) = body.split_once("<name>Value</name>").unwrap();
        value.split_once("</member>").unwrap().0.to_owned()
    };
    let number = ask("VM.get_VCPUs_max").await;
    let digits = number.strip_prefix("<value>").and_then(|n| n.strip_suffix("</value>")).unwrap();
    assert!(digits.parse::<u32>().is_ok(), "integers are text: {number}");
    assert_eq!(ask("VM.get_is_a_template").await, "<value><boolean>0</boolean></value>");
    assert!(ask("VM.get_HVM_shadow_multiplier").await.starts_with("<value><double>"));
    assert_eq!(
        ask("VM.get_snapshot_time").await,
        "<value><dateTime.iso8601>19700101T00:00:00Z</dateTime.iso8601></value>"
    );
    assert!(ask("VM.get_VBDs").await.starts_with("<value><array><data><value>OpaqueRef:"));
    client.ok("VM.set_name_label", json!([vm, "a <b> & \"c\""])).await;
    assert_eq!(ask("VM.get_name_label").await, "<value>a &lt;b&gt; &amp; &quot;c&quot;</value>");
    // Void is an empty text, and so it is in JSON.
    assert_eq!(client.ok("VM.set_name_label", json!([vm, "x"])).await, "");
    // The counts are the only true integers.
    let params = [
        &text(&client.session),
        "<value><array><data><value>vm</value></data></array></value>",
        "<value></value>",
        "<value><double>0</double></value>",
    ];
    let (_, body) = post(sim.address(), "/", &xml("event.from", &params)).await.unwrap();
    assert!(body.contains("<name>vm</name><value><i4>"), "{}", &body[body.len().saturating_sub(900)..]);
}

#[tokio::test]
async fn parameters_are_taken_in_more_ways_than_one() {
    let (sim, client) = start(Config::test()).await;
    let vm = client.vms("Halted").await[0].clone();
    let set = async |method: &str, value: &str| {
        let body = xml(method, &[&text(&client.session), &text(&vm), value]);
        post(sim.address(), "/", &body).await.unwrap().1
    };
    for number in [
        "<value>7</value>",
        "<value><string>7</string></value>",
        "<value><int>7</int></value>",
        "<value><i4>7</i4></value>",
        "<value><i8>7</i8></value>",
    ] {
        assert!(set("VM.set_user_version", number).await.contains("Success"), "{number}");
        assert_eq!(client.ok("VM.get_user_version", json!([vm])).await, 7);
    }
    for float in ["<value><double>1.5</double></value>", "<value>1.5</value>"] {
        assert!(set("VM.set_HVM_shadow_multiplier", float).await.contains("Success"), "{float}");
    }
    let refused = set("VM.set_user_version", "<value>seven</value>").await;
    assert!(refused.contains("INTERNAL_ERROR") || refused.contains("INVALID_VALUE"), "{refused}");
    // A flag is a flag and nothing else.
    for flag in ["<value>true</value>", "<value><int>1</int></value>"] {
        assert!(set("VM.set_ha_always_run", flag).await.contains("Failure"), "{flag}");
    }
    let enumerated = client.refused("VM.set_actions_after_shutdown", json!([vm, "explode"])).await;
    assert_eq!(enumerated[0], "INVALID_VALUE");
    for illegal in ["a\u{1}b", "\u{b}"] {
        assert_eq!(
            client.refused("VM.set_name_label", json!([vm, illegal])).await[0],
            "INVALID_VALUE",
            "{illegal:?}"
        );
    }
    assert_eq!(client.refused("VM.add_to_other_config", json!([vm, "", "x"])).await[0], "INVALID_VALUE");
    client.ok("VM.remove_from_other_config", json!([vm, "was never there"])).await;
    client.ok("VM.add_tags", json!([vm, "one"])).await;
    client.ok("VM.add_tags", json!([vm, "one"])).await;
    client.ok("VM.add_tags", json!([vm, "two"])).await;
    let tags = client.ok("VM.get_tags", json!([vm])).await;
    let ones = tags.as_array().unwrap().iter().filter(|t| **t == "one").count();
    assert_eq!((ones, &tags[0]), (1, &json!("two")), "once each, the newest first");
}

#[tokio::test]
async fn names_of_calls_and_how_many_parameters_they_take() {
    let (sim, client) = start(Config::test()).await;
    let address = sim.address();
    let s = &client.session;
    let vm = client.vms("Halted").await[0].clone();
    let refused = async |method: &str, params: Value| call(address, method, params).await.unwrap_err();
    // The session is not counted; what is optional is not expected, and does not mind company.
    assert_eq!(
        refused("VM.start", json!([s, vm])).await,
        ["MESSAGE_PARAMETER_COUNT_MISMATCH", "VM.start", "3", "1"]
    );
    assert_eq!(
        refused("VM.get_uuid", json!([s, vm, "more"])).await,
        ["MESSAGE_PARAMETER_COUNT_MISMATCH", "VM.get_uuid", "1", "2"]
    );
    assert_eq!(refused("VM.snapshot", json!([s, vm])).await[1..], ["VM.snapshot", "2", "1"]);
    client.ok("VM.snapshot", json!([vm, "short"])).await;
    client.ok("VM.snapshot", json!([vm, "long", [], "and", "more"])).await;
    // Either form of the name; capitals count.
    assert!(call(address, "VM_get_uuid", json!([s, vm])).await.is_ok());
    assert_eq!(refused("vm.get_uuid", json!([s, vm])).await, ["MESSAGE_METHOD_UNKNOWN", "vm.get_uuid"]);
    assert_eq!(refused("no.such", json!(["none"])).await, ["SESSION_INVALID", "none"], "the session first");
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
    let nothing = "OpaqueRef:NULL";
    assert_eq!(client.refused("VM.get_record", json!([nothing])).await, ["HANDLE_INVALID", "VM", nothing]);
}

#[tokio::test]
async fn sessions_know_whose_they_are() {
    let sim = Sim::start(Config { hosts: 2, ..Config::test() }).await.unwrap();
    for params in [
        json!(["root", "xenith"]),
        json!(["root", "xenith", "1.0"]),
        json!(["root", "xenith", "2.0", "demo"]),
    ] {
        let originator = params.get(3).cloned().unwrap_or(json!(""));
        let session = call(sim.address(), "session.login_with_password", params).await.unwrap();
        let client = Client { address: sim.address(), session: session.as_str().unwrap().to_owned() };
        let get = async |field: &str| client.ok(&format!("session.get_{field}"), json!([session])).await;
        let pool = client.ok("pool.get_all", json!([])).await[0].clone();
        assert_eq!(get("this_host").await, client.ok("pool.get_master", json!([pool])).await);
        assert_eq!((get("is_local_superuser").await, get("originator").await), (json!(true), originator));
        client.ok("session.logout", json!([])).await;
        assert_eq!(client.refused("pool.get_all", json!([])).await, ["SESSION_INVALID", &client.session]);
    }
    // None of them is told in events, and a restart would end them all.
    let client = Client::login(sim.address()).await;
    let batch = client.ok("event.from", json!([["*"], "", 0.0])).await;
    assert!(batch["events"].as_array().unwrap().iter().all(|e| e["class"] != "session"));
    assert_eq!(batch["valid_ref_counts"]["session"], 1, "but counted");
}

#[tokio::test]
async fn handlers_take_cookies_as_they_come() {
    let (sim, client) = start(Config::test()).await;
    let disks = client.ok("VDI.get_all_records", json!([])).await;
    let free = |v: &Value| v["type"] == "user" && v["VBDs"] == json!([]);
    let Some((_, vdi)) = disks.as_object().unwrap().iter().find(|(_, v)| free(v)) else {
        panic!("every disk has a VM");
    };
    let (uuid, session) = (vdi["uuid"].as_str().unwrap(), &client.session);
    for cookie in [format!("session_id={session}; vdi={uuid}"), format!("session_id={session}&vdi={uuid}")] {
        let request = format!("GET /export_raw_vdi?format=vhd HTTP/1.0\r\nCookie: {cookie}\r\n\r\n");
        let (head, body) = send(sim.address(), &request).await.unwrap();
        assert!(head.contains(" 200 ") && body.starts_with("conectix"), "{cookie}: {head}");
    }
}
