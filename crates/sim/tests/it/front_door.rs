//! The simulator through its front door: wire formats, errors, records, setters, sessions.

use crate::common::{Client, call, post, send, start, vbd};
use serde_json::{Value, json};
use sim::{Config, Sim};

#[tokio::test]
async fn both_wire_formats_and_their_frames() {
    let (sim, client) = start(Config::test()).await;
    let address = sim.address();
    let (head, body) =
        post(address, "/jsonrpc", r#"{"method":"system.listMethods","params":[],"id":"a"}"#).await.unwrap();
    assert!(head.contains("\r\ncontent-type: application/json\r\n"), "{head}");
    let answer: Value = serde_json::from_str(&body).unwrap();
    assert_eq!((&answer["id"], &answer["error"]), (&json!("a"), &Value::Null));
    let listed = answer["result"].as_array().unwrap();
    assert!(listed.contains(&json!("VM.start")) && !listed.contains(&json!("VM.get_all_records_where")));

    let xml = |method: &str, params: &str| {
        format!(
            "<?xml version='1.0'?><methodCall><methodName>{method}</methodName><params>{params}</params></methodCall>"
        )
    };
    let text = |t: &str| format!("<param><value><string>{t}</string></value></param>");
    for path in ["/", "/RPC2", "/anything", "/json"] {
        let (head, body) =
            post(address, path, &xml("VM.get_record", &(text(&client.session) + &text("OpaqueRef:x"))))
                .await
                .unwrap();
        assert!(head.contains("content-type: text/xml"), "{head}");
        assert!(
            body.contains("<value>HANDLE_INVALID</value><value>VM</value><value>OpaqueRef:x</value>"),
            "{body}"
        );
    }
    let (_, body) = post(address, "/", &xml("system.listMethods", "")).await.unwrap();
    assert!(
        body.contains("<param><value><array><data><value>system.listMethods</value>"),
        "no status around it"
    );
    let host = client.ok("host.get_all", json!([])).await[0].as_str().unwrap().to_owned();
    let asked = xml("host.get_servertime", &(text(&client.session) + &text(&host)));
    let (_, body) = post(address, "/", &asked).await.unwrap();
    assert!(body.contains("<dateTime.iso8601>20"), "{body}");
    for (path, body) in
        [("/jsonrpc", "{"), ("/jsonrpc", r#"{"id":null,"method":"a","jsonrpc":"2.0"}"#), ("/", "<a>")]
    {
        let (head, body) = post(address, path, body).await.unwrap();
        assert!(head.starts_with("HTTP/1.1 500"), "{head}");
        assert!(body.contains("Internal Error"));
    }
    sim.shutdown().await;
}

#[tokio::test]
async fn odd_requests_get_their_pages() {
    let (sim, _) = start(Config::test()).await;
    let address = sim.address();
    let status = |request: String| async move { send(address, &request).await.unwrap().0[9..12].to_owned() };
    assert_eq!(status("GET /nope HTTP/1.1\r\n\r\n".into()).await, "404");
    assert_eq!(status("PUT /nope HTTP/1.1\r\n\r\n".into()).await, "403");
    assert_eq!(status("BREW / HTTP/1.1\r\n\r\n".into()).await, "501");
    assert_eq!(status("GET /export?uuid=x HTTP/1.1\r\n\r\n".into()).await, "401", "no session");
    assert_eq!(status("nonsense\r\n\r\n".into()).await, "400");
    assert_eq!(status(format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(1100))).await, "431");
    assert_eq!(status("POST /jsonrpc HTTP/1.1\r\nContent-Length: 400000\r\n\r\n".into()).await, "500");
    assert_eq!(status("GET / HTTP/1.1\r\nConnection: close\r\n\r\n".into()).await, "200");
    let (head, _) = send(
        address,
        "OPTIONS /jsonrpc HTTP/1.1\r\nAccess-Control-Request-Headers: x-a\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
    )
    .await
    .unwrap();
    assert!(head.contains("Access-Control-Allow-Headers: x-a, X-Requested-With"), "{head}");
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
async fn refusals_come_in_xapis_order_and_words() {
    let (sim, client) = start(Config::test()).await;
    let address = sim.address();
    let refused = async |method: &str, params: Value| call(address, method, params).await.unwrap_err();
    assert_eq!(
        refused("VM.start", json!(["bad", "vm"])).await,
        ["MESSAGE_PARAMETER_COUNT_MISMATCH", "VM.start", "3", "1"]
    );
    assert_eq!(
        refused("VM.start", json!(["bad", "vm", 1, false])).await[0],
        "INTERNAL_ERROR",
        "types before session"
    );
    assert_eq!(refused("VM.start", json!(["bad", "vm", true, false])).await, ["SESSION_INVALID", "bad"]);
    assert_eq!(refused("VM.fly", json!(["bad"])).await, ["SESSION_INVALID", "bad"]);
    assert_eq!(refused("VM.fly", json!([client.session])).await, ["MESSAGE_METHOD_UNKNOWN", "VM.fly"]);
    assert_eq!(client.refused("VMPP.get_all_records", json!([])).await, ["MESSAGE_REMOVED"]);
    assert_eq!(client.refused("VM.csvm", json!(["x"])).await, ["NOT_IMPLEMENTED", "VM.csvm"]);
    assert_eq!(client.refused("VM.get_by_uuid", json!(["u"])).await, ["UUID_INVALID", "VM", "u"]);
    assert_eq!(client.refused("VM.get_name_label", json!(["r"])).await, ["HANDLE_INVALID", "VM", "r"]);
    assert_eq!(client.refused("Async.VM.get_all", json!([])).await[0], "INTERNAL_ERROR");
    let login = json!(["root", "wrong"]);
    assert_eq!(
        refused("session.login_with_password", login).await[..2],
        ["SESSION_AUTHENTICATION_FAILED", "root"]
    );
    assert_eq!(sim.first().door().passwords, ["xenith", "wrong"]);
    assert_eq!(sim.first().door().logins, 1);
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

#[tokio::test]
async fn devices_are_made_and_kept_in_step() {
    let (_sim, client) = start(Config::test()).await;
    let vm = client.vms("Running").await[0].clone();
    let sr = client.ok("SR.get_by_name_label", json!(["NFS storage"])).await[0].clone();
    let vdi = json!({"name_label": "data", "SR": sr, "virtual_size": "1000", "type": "user", "sharable": false,
                     "read_only": false, "other_config": {}});
    let vdi = client.ok("VDI.create", json!([vdi])).await;
    assert_eq!(client.ok("VDI.get_virtual_size", json!([vdi])).await, 2 << 20, "rounded up");
    assert!(client.ok("SR.get_VDIs", json!([sr])).await.as_array().unwrap().contains(&vdi));
    let mut vbd = vbd(&vm, vdi.as_str().unwrap(), json!({"userdevice": "0"}));
    assert_eq!(client.refused("VBD.create", json!([vbd])).await, ["DEVICE_ALREADY_EXISTS", "0"]);
    vbd["userdevice"] = json!("autodetect");
    let vbd = client.ok("VBD.create", json!([vbd])).await;
    assert!(client.ok("VM.get_VBDs", json!([vm])).await.as_array().unwrap().contains(&vbd));
    assert_eq!(client.ok("VDI.get_VBDs", json!([vdi])).await, json!([vbd]));
    client.ok("VBD.plug", json!([vbd])).await;
    assert_eq!(client.refused("VBD.plug", json!([vbd])).await[0], "DEVICE_ALREADY_ATTACHED");
    assert_eq!(client.refused("VDI.destroy", json!([vdi])).await[0], "VDI_IN_USE");
    client.ok("VBD.unplug", json!([vbd])).await;
    client.ok("VBD.destroy", json!([vbd])).await;
    client.ok("VDI.destroy", json!([vdi])).await;
    assert_eq!(client.refused("VDI.get_uuid", json!([vdi])).await[0], "HANDLE_INVALID");
    assert_eq!(
        client.refused("VDI.create", json!([{"name_label": "x"}])).await[0],
        "INTERNAL_ERROR",
        "no SR given"
    );
}

#[tokio::test]
async fn sessions_end() {
    let (sim, client) = start(Config::test()).await;
    let other = Client::login(sim.address()).await;
    assert_eq!(sim.first().sessions(), 2);
    other.ok("session.logout", json!([])).await;
    assert_eq!(other.refused("VM.get_all", json!([])).await, ["SESSION_INVALID", &other.session]);
    client.ok("VM.get_all", json!([])).await;
    sim.first().kill_sessions();
    assert_eq!(client.refused("VM.get_all", json!([])).await[0], "SESSION_INVALID");
}

#[tokio::test]
async fn impossible_sizes_and_taken_ports_are_refused() {
    let first = Sim::start(Config::test()).await.unwrap();
    let taken = Config { listen: first.address(), ..Config::test() };
    assert!(Sim::start(taken).await.err().unwrap().to_string().contains("cannot listen"));
    assert!(Sim::start(Config { hosts: 0, ..Config::test() }).await.is_err());
}
