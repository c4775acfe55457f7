//! Sessions: their records, passwords, those of single hosts, and how they end.

use serde_json::json;
use sim::{Config, Sim};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::common::{Client, call, send, start};

/// What a session says of itself.
#[tokio::test]
async fn sessions_say_whose_they_are() {
    let (sim, root) = start(Config { vms: 3, ..Config::test() }).await;
    let session =
        call(sim.address(), "session.login_with_password", json!(["root", "xenith", "2.0", "demo"])).await;
    let root2 = Client { address: root.address, session: session.unwrap().as_str().unwrap().to_owned() };
    let record = root2.ok("session.get_record", json!([root2.session])).await;
    let master = root.ok("pool.get_all_records", json!([])).await;
    let master = &master.as_object().unwrap().values().next().unwrap()["master"];
    assert_eq!(&record["this_host"], master);
    for (field, value) in [
        ("this_user", json!("OpaqueRef:NULL")),
        ("subject", json!("OpaqueRef:NULL")),
        ("parent", json!("OpaqueRef:NULL")),
        ("auth_user_name", json!("root")),
        ("originator", json!("demo")),
        ("is_local_superuser", json!(true)),
        ("pool", json!(false)),
        ("client_certificate", json!(false)),
        ("rbac_permissions", json!([])),
    ] {
        assert_eq!(record[field], value, "{field}");
        assert_eq!(root.ok(&format!("session.get_{field}"), json!([root2.session])).await, value);
    }
    root2.ok("session.logout", json!([])).await;
    assert_eq!(root2.refused("session.logout", json!([])).await, ["SESSION_INVALID", &root2.session]);
}

#[tokio::test]
async fn the_password_really_changes() {
    let (sim, root) = start(Config { vms: 3, ..Config::test() }).await;
    assert_eq!(
        root.refused("session.change_password", json!(["wrong", "new"])).await[0],
        "CHANGE_PASSWORD_REJECTED"
    );
    assert_eq!(
        root.refused("session.change_password", json!(["xenith", ""])).await[0],
        "CHANGE_PASSWORD_REJECTED"
    );
    root.ok("session.change_password", json!(["xenith", "new"])).await;
    let login = |password: &'static str| {
        call(sim.address(), "session.login_with_password", json!(["root", password]))
    };
    assert_eq!(login("xenith").await.unwrap_err()[..2], ["SESSION_AUTHENTICATION_FAILED", "root"]);
    login("new").await.unwrap();
    root.ok("VM.get_all", json!([])).await;
}

/// Sessions of one host serve calls for emergencies only, also on members.
#[tokio::test]
async fn sessions_of_one_host_are_for_emergencies() {
    let (sim, root) = start(Config { hosts: 2, vms: 3, ..Config::test() }).await;
    let member = sim.first().addresses()[1];
    for address in [sim.address(), member] {
        let wrong = call(address, "session.slave_local_login_with_password", json!(["root", "no"])).await;
        assert_eq!(wrong.unwrap_err()[..2], ["SESSION_AUTHENTICATION_FAILED", "root"]);
        let session =
            call(address, "session.slave_local_login_with_password", json!(["root", "xenith"])).await;
        let local = Client { address, session: session.unwrap().as_str().unwrap().to_owned() };
        assert_eq!(
            local.ok("pool.is_slave", json!([root.ok("host.get_all", json!([])).await[0]])).await,
            address == member
        );
        let code = if address == member { "HOST_IS_SLAVE" } else { "SESSION_INVALID" };
        assert_eq!(local.refused("VM.get_all", json!([])).await[0], code);
        local.ok("session.local_logout", json!([])).await;
        assert_eq!(local.refused("session.local_logout", json!([])).await[0], code);
    }
    let by_secret = call(member, "session.slave_local_login", json!([sim.first().secret()])).await.unwrap();
    call(member, "session.local_logout", json!([by_secret])).await.unwrap();
    let refused = call(member, "session.slave_local_login", json!(["guess"])).await.unwrap_err();
    assert_eq!(refused, ["SESSION_AUTHENTICATION_FAILED"]);
}

/// Hosts log in at the master with the pool's secret; such sessions are served by every host.
#[tokio::test]
async fn hosts_log_in_with_the_secret_of_the_pool() {
    let (sim, root) = start(Config { hosts: 2, vms: 3, ..Config::test() }).await;
    let host = root.ok("host.get_all", json!([])).await[1].clone();
    let refused = call(sim.address(), "session.slave_login", json!([host, "guess"])).await.unwrap_err();
    assert_eq!(refused, ["SESSION_AUTHENTICATION_FAILED"]);
    let session =
        call(sim.address(), "session.slave_login", json!([host, sim.first().secret()])).await.unwrap();
    let session = session.as_str().unwrap().to_owned();
    let record = root.ok("session.get_record", json!([session])).await;
    assert_eq!((&record["pool"], &record["this_host"]), (&json!(true), &host));
    for address in sim.first().addresses() {
        let hosts = Client { address, session: session.clone() };
        hosts.ok("VM.get_all", json!([])).await;
    }
    let member = Client { address: sim.first().addresses()[1], session: root.session.clone() };
    assert_eq!(member.refused("VM.get_all", json!([])).await, ["HOST_IS_SLAVE", "127.0.0.1"]);
    assert_eq!(
        root.refused("session.create_from_db_file", json!(["/tmp/state.db"])).await[0],
        "INTERNAL_ERROR",
        "there is no such file"
    );
}

/// Beyond 400 anonymous sessions of root's the longest idle goes, those of named programs apart.
#[tokio::test]
async fn too_many_sessions_end_the_longest_idle() {
    let (sim, first) = start(Config { vms: 3, ..Config::test() }).await;
    let named =
        call(sim.address(), "session.login_with_password", json!(["root", "xenith", "2.0", "named"])).await;
    for _ in 0..400 {
        Client::login(sim.address()).await;
    }
    assert_eq!(sim.first().sessions(), 401);
    assert_eq!(first.refused("VM.get_all", json!([])).await, ["SESSION_INVALID", &first.session]);
    call(sim.address(), "VM.get_all", json!([named.unwrap()])).await.unwrap();
}

/// Failed logins are told of once an hour.
#[tokio::test]
async fn failed_logins_are_told_of() {
    let (sim, root) = start(Config { vms: 3, speed: 10_000.0, ..Config::test() }).await;
    for _ in 0..2 {
        let refused =
            call(sim.address(), "session.login_with_password", json!(["mallory <x>", "guess"])).await;
        assert_eq!(refused.unwrap_err()[0], "SESSION_AUTHENTICATION_FAILED");
    }
    let mut bodies = String::new();
    for _ in 0..600 {
        let found = root.ok("message.get_all_records", json!([])).await;
        let found = found.as_object().unwrap().values().filter(|m| m["name"] == "FAILED_LOGIN_ATTEMPTS");
        bodies = found
            .map(|m| {
                assert_eq!((&m["cls"], &m["priority"]), (&json!("Pool"), &json!(3)));
                m["body"].as_str().unwrap().to_owned()
            })
            .collect();
        let told: u64 = bodies
            .split("<total>")
            .skip(1)
            .map(|b| b.split('<').next().unwrap().parse::<u64>().unwrap())
            .sum();
        if told == 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert!(bodies.contains("<username>mallory &lt;x&gt;</username>"), "{bodies}");
}

/// The secret of the pool opens handlers too.
#[tokio::test]
async fn the_secret_of_the_pool_opens_handlers() {
    let (sim, root) = start(Config { vms: 3, ..Config::test() }).await;
    let vdis = root.ok("VDI.get_all_records_where", json!(["field \"type\" = \"user\""])).await;
    let vdi = vdis.as_object().unwrap().keys().next().unwrap().clone();
    let secret = sim.first().secret();
    let request =
        format!("GET /export_raw_vdi?vdi={vdi}&format=raw HTTP/1.0\r\nCookie: pool_secret={secret}\r\n\r\n");
    let mut stream = TcpStream::connect(sim.address()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut head = [0; 12];
    stream.read_exact(&mut head).await.unwrap();
    assert!(head.ends_with(b" 200"));
    let (head, _) =
        send(sim.address(), "GET /export_raw_vdi?vdi=x HTTP/1.0\r\nCookie: pool_secret=guess\r\n\r\n")
            .await
            .unwrap();
    assert!(head.contains(" 401 "), "{head}");
}

/// A login takes two to four parameters; its session knows its host, its user's standing and who made it.
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
