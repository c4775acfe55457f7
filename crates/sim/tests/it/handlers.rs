//! HTTP handlers beside the calls: archives, logs, the database, a console's picture.

use std::process::Command;

use crate::common::{Client, request, send, start};
use serde_json::json;
use sim::Config;

/// Gets a path; the head and the bytes of the answer.
async fn get(client: &Client, path: &str) -> (String, Vec<u8>) {
    request(client.address, &format!("GET {} HTTP/1.1\r\nHost: x", client.path(path)), b"").await
}

/// Runs a program on a file with some bytes; what it printed.
fn run(name: &str, bytes: &[u8], program: &str, args: &[&str]) -> String {
    let path = std::env::temp_dir().join(format!("xapi-sim-{}-{name}", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    let args: Vec<&str> =
        args.iter().map(|a| if *a == "FILE" { path.to_str().unwrap() } else { a }).collect();
    let output = Command::new(program).args(args).output().unwrap_or_else(|e| panic!("{program}: {e}"));
    std::fs::remove_file(&path).unwrap();
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test]
async fn the_status_of_the_system_comes_as_tar_or_zip() {
    let (_sim, client) = start(Config { vms: 4, ..Config::test() }).await;
    let list_zip = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print('\\n'.join(z.namelist()))";
    for (output, kind, program, args) in [
        ("tar", "application/x-tar", "tar", vec!["-tf", "FILE"]),
        (
            "tar.bz2",
            "application/x-bzip2",
            "python3",
            vec![
                "-c",
                "import sys, tarfile; print('\\n'.join(tarfile.open(sys.argv[1], 'r:bz2').getnames()))",
                "FILE",
            ],
        ),
        ("zip", "application/zip", "python3", vec!["-c", list_zip, "FILE"]),
    ] {
        let (head, body) = get(
            &client,
            &format!("/system-status?output={output}&entries=xenserver-config,xenserver-databases"),
        )
        .await;
        assert!(
            head.starts_with("HTTP/1.1 200") && head.contains(&format!("Content-Type: {kind}\r\n")),
            "{head}"
        );
        let names = run(output, &body, program, &args);
        for name in ["etc/xensource-inventory", "var/xapi/state.db", "etc/hostname"] {
            assert!(
                names.lines().any(|l| l.starts_with("bug-report-") && l.ends_with(name)),
                "{output}: {names}"
            );
        }
        assert!(!names.contains("var/log"), "only what was asked for: {names}");
    }
    let (_, all) = get(&client, "/system-status").await;
    assert!(run("all", &all, "tar", &["-tf", "FILE"]).contains("var/log/xensource.log"));
    let (head, list) = get(&client, "/system-status?list=true").await;
    assert!(
        head.contains("text/xml") && String::from_utf8_lossy(&list).contains("key=\"xenserver-logs\""),
        "{head}"
    );
    for bad in ["output=rar", "entries=secrets"] {
        assert!(get(&client, &format!("/system-status?{bad}")).await.0.starts_with("HTTP/1.1 400"));
    }
}

#[tokio::test]
async fn backups_and_logs_are_packed_tars() {
    let (_sim, client) = start(Config { vms: 4, ..Config::test() }).await;
    let vm = client.vms("Halted").await;
    if let Some(vm) = vm.first() {
        client.ok("VM.start", json!([vm, false, false])).await;
    }
    for (path, file, text) in [
        ("/host_backup", "etc/xensource-inventory", "INSTALLATION_UUID"),
        ("/host_logs_download", "var/log/xensource.log", "VM_STARTED"),
    ] {
        let (head, body) = get(&client, path).await;
        assert!(head.starts_with("HTTP/1.1 200") && head.contains("application/gzip"), "{head}");
        let content = run(&path[1..], &body, "tar", &["-xzOf", "FILE", file]);
        assert!(content.contains(text), "{content:.300}");
    }
    let host = client.ok("host.get_all", json!([])).await[0].clone();
    assert!(client.ok("host.get_log", json!([host])).await.as_str().unwrap().contains("xapi"));
}

#[tokio::test]
async fn the_database_comes_as_xml() {
    let (_sim, client) = start(Config { vms: 4, ..Config::test() }).await;
    let vm = client.vms("Running").await[0].clone();
    client.ok("VM.set_name_label", json!([vm, "a <b> & \"c\""])).await;
    let (head, body) = get(&client, "/pool/xmldbdump").await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let count = "import sys, xml.etree.ElementTree as e; r = e.parse(sys.argv[1]).getroot(); \
        t = [t for t in r.findall('table') if t.get('name') == 'VM'][0]; \
        print(len(t.findall('row'))); print([v for v in t.findall('row') if v.get('ref') == sys.argv[2]][0].get('name__label'))";
    let printed = run("state.db", &body, "python3", &["-c", count, "FILE", &vm]);
    let vms = client.ok("VM.get_all", json!([])).await.as_array().unwrap().len();
    assert_eq!(printed, format!("{vms}\na <b> & \"c\"\n"));
}

#[tokio::test]
async fn the_audit_log_tells_who_changed_what() {
    let (_sim, client) = start(Config { vms: 4, ..Config::test() }).await;
    let vm = client.vms("Running").await[0].clone();
    let uuid = client.ok("VM.get_uuid", json!([vm])).await;
    client.ok("VM.set_name_description", json!([vm, "x"])).await;
    client.refused("VM.start", json!([vm, false, false])).await;
    client.ok("VM.get_record", json!([vm])).await;
    client.ok("pool.audit_log_append", json!(["a line of another's"])).await;
    let (head, body) = get(&client, "/audit_log").await;
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("text/plain"), "{head}");
    let text = String::from_utf8(body).unwrap();
    let line = |call: &str| {
        text.lines().find(|l| l.contains(&format!("'{call}'"))).unwrap_or_else(|| panic!("{call}: {text}"))
    };
    let changed = line("VM.set_name_description");
    assert!(
        changed.contains("'root' 'ALLOWED' 'OK' 'API'") && changed.contains(uuid.as_str().unwrap()),
        "{changed}"
    );
    assert!(line("VM.start").contains("'ERROR:VM_BAD_POWER_STATE'"));
    assert!(!text.contains("VM.get_record") && text.contains("a line of another's\n"));
    let (_, later) = get(&client, "/audit_log?since=20990101T00:00:00Z").await;
    assert!(later.is_empty());
    assert!(get(&client, "/audit_log?since=soon").await.0.starts_with("HTTP/1.1 400"));
}

#[tokio::test]
async fn a_console_is_pictured() {
    let (_sim, client) = start(Config { vms: 4, ..Config::test() }).await;
    let vm = client.vms("Running").await[0].clone();
    let uuid = client.ok("VM.get_uuid", json!([vm])).await;
    for wanted in [format!("uuid={}", uuid.as_str().unwrap()), format!("ref={vm}")] {
        let (head, body) = get(&client, &format!("/vncsnapshot?{wanted}")).await;
        assert!(head.starts_with("HTTP/1.1 200") && head.contains("Content-Type: image/jpeg"), "{head}");
        assert!(
            head.contains(&format!("Content-Length: {}\r\n", body.len())) && head.contains("snapshot.jpg"),
            "{head}"
        );
        assert!(body.starts_with(&[0xff, 0xd8, 0xff]) && body.ends_with(&[0xff, 0xd9]));
        // The frame says how large the picture is.
        let frame = body.windows(2).position(|w| w == [0xff, 0xc0]).unwrap();
        assert_eq!(body[frame + 5..frame + 9], [2, 88, 3, 32], "600 lines of 800");
    }
    let halted = client.vms("Halted").await;
    if let Some(vm) = halted.first() {
        assert!(get(&client, &format!("/vncsnapshot?ref={vm}")).await.0.starts_with("HTTP/1.1 500"));
    }
    assert!(get(&client, "/vncsnapshot?uuid=nobody").await.0.starts_with("HTTP/1.1 404"));
    assert!(get(&client, "/vncsnapshot").await.0.starts_with("HTTP/1.1 400"));
}

#[tokio::test]
async fn who_does_not_say_who_they_are_is_not_let_in() {
    let (_sim, client) = start(Config { vms: 2, ..Config::test() }).await;
    let task = client.ok("task.create", json!(["mine", ""])).await;
    let task = task.as_str().unwrap();
    let (head, _) =
        send(client.address, &format!("GET /audit_log?task_id={task} HTTP/1.1\r\nHost: x\r\n\r\n"))
            .await
            .unwrap();
    assert!(head.starts_with("HTTP/1.1 401") && head.contains("WWW-Authenticate: Basic"), "{head}");
    assert_eq!(client.ok("task.get_status", json!([task])).await, "failure");
    let basic = "GET /audit_log HTTP/1.1\r\nHost: x\r\nAuthorization: Basic cm9vdDp4ZW5pdGg=\r\n\r\n";
    assert!(send(client.address, basic).await.unwrap().0.starts_with("HTTP/1.1 200"));
    let task = client.ok("task.create", json!(["mine", ""])).await;
    get(&client, &format!("/audit_log?task_id={}", task.as_str().unwrap())).await;
    assert_eq!(client.task(&task).await["status"], "success");
    let task = client.ok("task.create", json!(["mine", ""])).await;
    assert!(
        get(&client, &format!("/wlb_report?task_id={}", task.as_str().unwrap()))
            .await
            .0
            .starts_with("HTTP/1.1 500")
    );
    assert_eq!(client.task(&task).await["error_info"], json!(["WLB_NOT_INITIALIZED"]));
}

/// The committed table tells of each handler what becomes of it.
#[tokio::test]
async fn handlers_do_what_the_table_says() {
    let (_sim, client) = start(Config { vms: 1, ..Config::test() }).await;
    let table = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/COVERAGE.md")).unwrap();
    let (_, rows) = table.split_once("## HTTP handlers").unwrap();
    let mut seen = 0;
    // A console wants more than a request.
    let asked = |l: &&str| (l.starts_with("| GET") || l.starts_with("| PUT")) && !l.contains("/console ");
    for row in rows.lines().filter(asked) {
        let mut cells = row.trim_matches('|').split('|').map(str::trim);
        let (request, word) = (cells.next().unwrap(), cells.next().unwrap());
        let head = format!(
            "{request}?session_id={} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
            client.session
        );
        let (head, _) = send(client.address, &head).await.unwrap();
        assert_eq!(head.starts_with("HTTP/1.1 501"), word != "behaves", "{request}: {head}");
        seen += 1;
    }
    assert!(seen > 40, "{seen}");
}
