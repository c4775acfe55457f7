//! The doors of what is measured: JSON or XML, which host answers for what, and archives that rrdtool reads.

use std::process::Command;

use serde_json::{Value, json};
use sim::{Config, Numbers};

use crate::common::{send, start};
use crate::metrics::{document, get, now, updates};

#[tokio::test]
async fn json_by_its_mere_presence_and_by_accept() {
    let (_sim, client) = start(Config { vms: 2, ..Config::test() }).await;
    for (query, headers, json) in [
        ("start=-60", "", false),
        ("start=-60&json=false", "", true),
        ("start=-60&json", "", true),
        ("start=-60&json=true", "Accept: text/xml\r\n", false),
        ("start=-60", "Accept: application/json\r\n", true),
        ("start=-60&json=true", "Accept: */*\r\n", true),
    ] {
        let (head, body) = get(&client, client.address, &format!("/rrd_updates?{query}"), headers).await;
        let wanted = if json { "Content-Type: application/json" } else { "Content-Type: text/xml" };
        assert!(head.starts_with("HTTP/1.1 200") && head.contains(wanted), "{query} {headers}: {head}");
        assert!(head.contains(&format!("Content-Length: {}", body.len())), "{head}");
        assert_eq!(body.starts_with("<xport><meta><start>"), !json, "{body:.80}");
        if !json {
            let rows = body.matches("<row><t>").count();
            let columns = body.matches("<entry>").count();
            assert!(body.contains(&format!("<rows>{rows}</rows><columns>{columns}</columns>")) && rows == 12);
            assert_eq!(body.matches("<v>").count(), rows * columns);
        }
    }
    for path in
        ["/rrd_updates", "/rrd_updates?start=soon", "/rrd_updates?start=1&cf=MEDIAN", "/vm_rrd", "/sr_rrd"]
    {
        assert!(get(&client, client.address, path, "").await.0.starts_with("HTTP/1.1 400"), "{path}");
    }
    for path in ["/vm_rrd?uuid=nobody", "/sr_rrd?uuid=nobody"] {
        assert!(get(&client, client.address, path, "").await.0.starts_with("HTTP/1.1 404"), "{path}");
    }
    let (head, _) =
        send(client.address, "GET /rrd_updates?start=1 HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    assert!(head.starts_with("HTTP/1.1 401"), "{head}");
}

#[tokio::test]
async fn numbers_of_old_are_bare() {
    let (_sim, client) = start(Config { vms: 2, rrd_numbers: Numbers::Bare, ..Config::test() }).await;
    let answer = document(&client, "/rrd_updates?start=-60&cf=AVERAGE&json").await;
    assert!(answer["data"][0]["values"][0].is_number(), "{}", answer["data"][0]);
}

#[tokio::test]
async fn each_host_has_its_own_and_sends_on_for_others() {
    let (sim, client) = start(Config { hosts: 2, vms: 8, ..Config::test() }).await;
    let addresses = sim.first().addresses();
    let records = client.ok("VM.get_all_records", json!([])).await;
    let hosts = client.ok("host.get_all_records", json!([])).await;
    for (address, other) in [(addresses[0], addresses[1]), (addresses[1], addresses[0])] {
        let ip = address.ip().to_string();
        let (host, record) = hosts.as_object().unwrap().iter().find(|(_, h)| h["address"] == ip).unwrap();
        let (_, body) = get(&client, address, "/rrd_updates?start=-60&cf=AVERAGE&host=true&json", "").await;
        let rows: Value = serde_json::from_str(&body).unwrap();
        let mut seen: Vec<&str> = rows["meta"]["legend"]
            .as_array()
            .unwrap()
            .iter()
            .map(|l| l.as_str().unwrap().split(':').nth(2).unwrap())
            .collect();
        seen.dedup();
        assert_eq!(seen.pop().unwrap(), record["uuid"], "the host itself comes last");
        assert!(!seen.is_empty());
        for uuid in seen {
            let vm = records.as_object().unwrap().values().find(|v| v["uuid"] == uuid).unwrap();
            assert_eq!(vm["resident_on"], *host);
            let path = format!("/vm_rrd?uuid={uuid}");
            let (head, _) = get(&client, address, &path, "").await;
            assert!(head.starts_with("HTTP/1.0 200"), "{head}");
            let (head, _) = get(&client, other, &path, "").await;
            let location = format!("Location: http://{address}{path}&session_id=");
            assert!(head.starts_with("HTTP/1.1 302") && head.contains(&location), "{head}");
        }
        let (head, body) = get(&client, address, "/host_rrd", "").await;
        assert!(head.starts_with("HTTP/1.0 200") && body.contains("<name>cpu_avg</name>"), "{head}");
    }
    // The archives of what runs nowhere are the master's.
    let halted = client.vms("Halted").await;
    let uuid = client.ok("VM.get_uuid", json!([halted[0]])).await;
    let path = format!("/vm_rrd?uuid={}", uuid.as_str().unwrap());
    assert!(get(&client, addresses[0], &path, "").await.0.starts_with("HTTP/1.0 200"));
    assert!(get(&client, addresses[1], &path, "").await.0.starts_with("HTTP/1.1 302"));
}

#[tokio::test]
async fn rrdtool_reads_the_archives() {
    let (_sim, client) = start(Config { vms: 4, ..Config::test() }).await;
    let vm = client.vms("Running").await[0].clone();
    let uuid = client.ok("VM.get_uuid", json!([vm])).await;
    let sr = client.ok("SR.get_by_name_label", json!(["NFS storage"])).await;
    let sr = client.ok("SR.get_uuid", json!([sr[0]])).await;
    let folder = std::env::temp_dir().join(format!("xapi-sim-rrd-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for (n, path) in [
        format!("/vm_rrd?uuid={}", uuid.as_str().unwrap()),
        "/host_rrd".to_owned(),
        format!("/sr_rrd?uuid={}", sr.as_str().unwrap()),
    ]
    .iter()
    .enumerate()
    {
        let (head, body) = get(&client, client.address, path, "").await;
        assert!(head.starts_with("HTTP/1.0 200") && !head.contains("Content-Length"), "{head}");
        // rrdtool's names are shorter than XAPI's.
        let mut text = String::new();
        let mut names = Vec::new();
        for (i, part) in body.split("<name>").enumerate() {
            match part.split_once("</name>") {
                Some((name, rest)) if i > 0 => {
                    names.push(name.to_owned());
                    text.push_str(&format!("<name>ds{i}</name>{rest}"));
                }
                _ => text.push_str(part),
            }
        }
        let (xml, rrd) = (folder.join(format!("{n}.xml")), folder.join(format!("{n}.rrd")));
        std::fs::write(&xml, text).unwrap();
        let run = |args: &[&str]| {
            let output = Command::new("rrdtool").args(args).output();
            let output = output.unwrap_or_else(|e| panic!("rrdtool: {e}; run scripts/setup test"));
            assert!(output.status.success(), "{path}: {}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap()
        };
        let (xml, rrd) = (xml.to_str().unwrap(), rrd.to_str().unwrap());
        run(&["restore", "-f", xml, rrd]);
        let info = run(&["info", rrd]);
        assert!(info.contains("step = 5"), "{info:.500}");
        for (rra, (cf, per_row, rows)) in [
            ("AVERAGE", 1, 120),
            ("MIN", 1, 120),
            ("MAX", 1, 120),
            ("AVERAGE", 12, 120),
            ("MIN", 12, 120),
            ("MAX", 12, 120),
            ("AVERAGE", 720, 168),
            ("MIN", 720, 168),
            ("MAX", 720, 168),
            ("AVERAGE", 17_280, 366),
            ("MIN", 17_280, 366),
            ("MAX", 17_280, 366),
        ]
        .iter()
        .enumerate()
        {
            for line in [
                format!("rra[{rra}].cf = \"{cf}\""),
                format!("rra[{rra}].rows = {rows}"),
                format!("rra[{rra}].pdp_per_row = {per_row}"),
            ] {
                assert!(info.contains(&line), "{line}");
            }
        }
        // What rrdtool fetches is what `/rrd_updates` says.
        if n == 0 {
            let place = names.iter().position(|name| name == "cpu_usage").unwrap();
            let rows = updates(
                &client,
                &format!("start={}&cf=AVERAGE&vm_uuid={}", now() - 400, uuid.as_str().unwrap()),
            )
            .await;
            let rows = &rows[&format!("AVERAGE:vm:{}:cpu_usage", uuid.as_str().unwrap())];
            let (t, value) = rows[rows.len() / 2];
            let fetched =
                run(&["fetch", rrd, "AVERAGE", "-r", "5", "-s", &(t - 5).to_string(), "-e", &t.to_string()]);
            let line = fetched
                .lines()
                .find_map(|l| l.strip_prefix(&format!("{t}: ")))
                .unwrap_or_else(|| panic!("{fetched}"));
            let got: f64 = line.split(' ').nth(place).unwrap().parse().unwrap();
            assert!((got - value).abs() < 1e-9, "{got} {value}");
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
