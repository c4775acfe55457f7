//! What is measured: rows, their sums and aggregates, and data sources.

use std::collections::HashMap;
use std::net::SocketAddr;

use crate::common::{Client, hosts, send, start};
use serde_json::{Value, json};
use sim::Config;

/// Gets a path; the head and the body of the answer.
pub async fn get(client: &Client, address: SocketAddr, path: &str, headers: &str) -> (String, String) {
    let path = client.path(path);
    send(address, &format!("GET {path} HTTP/1.1\r\nHost: x\r\n{headers}\r\n")).await.unwrap()
}

pub async fn document(client: &Client, path: &str) -> Value {
    let (head, body) = get(client, client.address, path, "").await;
    assert!(head.starts_with("HTTP/1.1 200") || head.starts_with("HTTP/1.0 200"), "{head}");
    assert!(head.contains("Content-Type: application/json"), "{head}");
    serde_json::from_str(&body).unwrap_or_else(|e| panic!("{e}: {body:.300}"))
}

fn number(value: &Value) -> f64 {
    value.as_str().unwrap_or_else(|| panic!("{value} is a string")).parse().unwrap()
}

/// The rows of `/rrd_updates` by legend: time and value, oldest first.
fn columns(document: &Value) -> HashMap<String, Vec<(i64, f64)>> {
    let legend = document["meta"]["legend"].as_array().unwrap();
    assert_eq!(document["meta"]["columns"], legend.len());
    let rows = document["data"].as_array().unwrap();
    assert_eq!(document["meta"]["rows"], rows.len());
    let mut columns = HashMap::new();
    for (n, name) in legend.iter().enumerate() {
        let value = |row: &Value| (row["t"].as_i64().unwrap(), number(&row["values"][n]));
        columns.insert(name.as_str().unwrap().to_owned(), rows.iter().rev().map(value).collect());
    }
    columns
}

pub async fn updates(client: &Client, query: &str) -> HashMap<String, Vec<(i64, f64)>> {
    columns(&document(client, &format!("/rrd_updates?json=true&{query}")).await)
}

pub fn now() -> i64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64
}

#[tokio::test]
async fn rows_come_newest_first_and_as_the_archive_has_them() {
    let (_sim, client) = start(Config { vms: 3, ..Config::test() }).await;
    for (interval, reach, step, most) in [
        (0, 500, 5, 120),
        (5, 600, 5, 120),
        (6, 600, 60, 120),
        (60, 7_000, 60, 120),
        (3_600, 600_000, 3_600, 168),
        (86_400, 40_000_000, 86_400, 366),
        // The finest archive that still has the start.
        (5, 3_000, 60, 120),
        (5, 100_000, 3_600, 168),
        (60, 10_000_000, 86_400, 366),
    ] {
        let path =
            format!("/rrd_updates?start={}&interval={interval}&cf=AVERAGE&host=true&json", now() - reach);
        let answer = document(&client, &path).await;
        let meta = &answer["meta"];
        assert_eq!(meta["step"], step, "{path}");
        let times: Vec<i64> =
            answer["data"].as_array().unwrap().iter().map(|row| row["t"].as_i64().unwrap()).collect();
        assert!(
            times.len() as i64 <= most && times.len() as i64 >= most.min(reach / step) - 1,
            "{path}: {}",
            times.len()
        );
        assert!(times.windows(2).all(|two| two[0] - two[1] == step), "newest first: {times:?}");
        assert!(times.iter().all(|t| t % step == 0));
        assert_eq!(meta["end"], times[0]);
        assert_eq!(meta["start"], times[times.len() - 1]);
        assert!(now() - times[0] <= step + 5, "as new as can be");
        for row in answer["data"].as_array().unwrap() {
            assert_eq!(row["values"].as_array().unwrap().len(), meta["legend"].as_array().unwrap().len());
        }
    }
    let relative = updates(&client, "start=-60&cf=AVERAGE").await;
    assert_eq!(relative.values().next().unwrap().len(), 12);
}

#[tokio::test]
async fn legends_name_consolidation_object_and_source() {
    let (_sim, client) = start(Config { vms: 6, ..Config::test() }).await;
    let host = client.ok("host.get_all_records", json!([])).await;
    let host = host.as_object().unwrap().values().next().unwrap()["uuid"].as_str().unwrap().to_owned();
    let running = client.vms("Running").await;
    let record = client.ok("VM.get_record", json!([running[0]])).await;
    let vm = record["uuid"].as_str().unwrap();
    let start = now() - 100;

    let all = updates(&client, &format!("start={start}")).await;
    assert!(all.keys().all(|k| k.contains(":vm:")), "no host unless asked for");
    for cf in ["AVERAGE", "MIN", "MAX"] {
        assert!(
            all.contains_key(&format!("{cf}:vm:{vm}:cpu0")),
            "all consolidations unless one is asked for"
        );
    }
    let owners: std::collections::HashSet<&str> = all.keys().map(|k| k.split(':').nth(2).unwrap()).collect();
    assert_eq!(owners.len(), running.len() + client.vms("Paused").await.len() + 1, "and the control domain");

    let one = updates(&client, &format!("start={start}&cf=MAX&vm_uuid={vm}&host=true")).await;
    assert!(
        one.keys()
            .all(|k| k.starts_with(&format!("MAX:vm:{vm}:")) || k.starts_with(&format!("MAX:host:{host}:")))
    );
    let has = |name: &str| one.contains_key(&format!("MAX:vm:{vm}:{name}"));
    for name in [
        "cpu0",
        "cpu_usage",
        "memory",
        "memory_target",
        "memory_internal_free",
        "vif_0_rx",
        "vif_0_tx",
        "vbd_xvda_read",
        "vbd_xvda_write",
        "vbd_xvda_iops_total",
        "vbd_xvda_io_throughput_total",
        "vbd_xvda_latency",
        "vbd_xvda_read_latency",
        "vbd_xvda_iowait",
        "vbd_xvda_inflight",
        "vbd_xvda_avgqu_sz",
        "runstate_fullrun",
        "runstate_blocked",
        "numa_nodes",
    ] {
        assert!(has(name), "{name}");
    }
    assert!(!has("vif_0_rx_errors"), "recorded only on demand");
    let sr = client.ok("SR.get_by_name_label", json!(["NFS storage"])).await;
    let sr = client.ok("SR.get_uuid", json!([sr[0]])).await;
    let sr = sr.as_str().unwrap();
    let has = |name: &str| one.contains_key(&format!("MAX:host:{host}:{name}"));
    for name in [
        "cpu0",
        "cpu31",
        "cpu_avg",
        "loadavg",
        "hostload",
        "memory_total_kib",
        "memory_free_kib",
        "memory_reclaimed",
        "running_vcpus",
        "running_domains",
        "pif_eth0_rx",
        "pif_eth1_tx",
        "pif_aggr_rx",
        "xapi_memory_usage_kib",
        "xapi_open_fds",
        "DCMI-power-reading",
        "Tapdisks_in_low_memory_mode",
    ] {
        assert!(has(name), "{name}");
    }
    for name in ["io_throughput_read", "io_throughput_total", "iops_write", "iowait", "latency", "inflight"] {
        assert!(has(&format!("{name}_{}", &sr[..8])), "{name}");
    }
    // Other VMs by another parameter's name are not heard; a repository only when it is asked for.
    let two = updates(&client, &format!("start={start}&cf=MAX&vm_uuid=none&sr_uuid={sr}")).await;
    let mut names: Vec<_> = two.keys().cloned().collect();
    names.sort();
    assert_eq!(names, [format!("MAX:sr:{sr}:physical_utilisation"), format!("MAX:sr:{sr}:size")]);
}

#[tokio::test]
async fn values_are_those_of_the_records_and_add_up() {
    let (_sim, client) = start(Config { vms: 8, ..Config::test() }).await;
    let records = client.ok("host.get_all_records", json!([])).await;
    let (host_ref, host) = records.as_object().unwrap().iter().next().unwrap();
    let host_uuid = host["uuid"].as_str().unwrap();
    let rows = updates(&client, &format!("start={}&cf=AVERAGE&host=true", now() - 300)).await;
    let last = |name: &str| rows[&format!("AVERAGE:{name}")].last().unwrap().1;
    let (mut busy, mut vcpus, mut domains) = (0.0, 0, 0);
    for vm in host["resident_VMs"].as_array().unwrap() {
        let vm = client.ok("VM.get_record", json!([vm])).await;
        let uuid = vm["uuid"].as_str().unwrap();
        let usage = last(&format!("vm:{uuid}:cpu_usage"));
        let count = vm["VCPUs_at_startup"].as_i64().unwrap();
        let cpus: Vec<f64> = (0..count).map(|n| last(&format!("vm:{uuid}:cpu{n}"))).collect();
        assert!(cpus.iter().all(|c| (0.0..=1.0).contains(c)), "{cpus:?}");
        assert!((cpus.iter().sum::<f64>() / count as f64 - usage).abs() < 1e-9);
        assert_eq!(usage == 0.0, vm["power_state"] == "Paused");
        let states = [
            "fullrun",
            "full_contention",
            "concurrency_hazard",
            "blocked",
            "partial_run",
            "partial_contention",
        ];
        let sum: f64 = states.iter().map(|s| last(&format!("vm:{uuid}:runstate_{s}"))).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
        if vm["is_control_domain"] == false {
            let metrics = client.ok("VM_metrics.get_record", json!([vm["metrics"]])).await;
            assert_eq!(last(&format!("vm:{uuid}:memory")), metrics["memory_actual"].as_f64().unwrap());
            assert!(
                last(&format!("vm:{uuid}:memory_internal_free")) * 1024.0
                    < metrics["memory_actual"].as_f64().unwrap()
            );
        }
        (busy, vcpus, domains) = (busy + usage * count as f64, vcpus + count, domains + 1);
    }
    let cores = host["host_CPUs"].as_array().unwrap().len() as f64;
    let of = |name: &str| last(&format!("host:{host_uuid}:{name}"));
    assert!((of("cpu_avg") * cores - busy).abs() < 1e-6, "{} {busy}", of("cpu_avg"));
    let sum: f64 = (0..cores as i64).map(|n| of(&format!("cpu{n}"))).sum();
    assert!((sum / cores - of("cpu_avg")).abs() < 1e-9);
    assert_eq!(of("running_vcpus"), vcpus as f64);
    assert_eq!(of("running_domains"), f64::from(domains));
    let free = client.ok("host.compute_free_memory", json!([host_ref])).await.as_f64().unwrap();
    assert_eq!(of("memory_free_kib") * 1024.0, free);
    assert!((of("pif_eth0_rx") + of("pif_eth1_rx") - of("pif_aggr_rx")).abs() < 1e-3);
    // The same question has the same answer.
    let again = updates(&client, &format!("start={}&cf=AVERAGE&host=true", now() - 300)).await;
    for (name, rows) in &rows {
        let known: HashMap<_, _> = again[name].iter().copied().collect();
        assert!(
            rows.iter().all(|(t, v)| known.get(t).is_none_or(|k| k == v || (k.is_nan() && v.is_nan()))),
            "{name}"
        );
    }
}

#[tokio::test]
async fn coarse_archives_are_made_of_fine_ones() {
    let (_sim, client) = start(Config { vms: 4, ..Config::test() }).await;
    for (fine, reach, coarse) in [(5, 590, 60), (60, 7_100, 3_600), (3_600, 600_000, 86_400)] {
        let start = now() - reach;
        let fine = updates(&client, &format!("start={start}&interval={fine}&host=true")).await;
        let coarse_rows = updates(&client, &format!("start={start}&interval={coarse}&host=true")).await;
        let mut compared = 0;
        for (name, rows) in &coarse_rows {
            let (cf, source) = name.split_once(':').unwrap();
            let parts = &fine[&format!("{cf}:{source}")];
            for (t, value) in rows {
                let within: Vec<f64> =
                    parts.iter().filter(|(u, _)| u > &(t - coarse) && u <= t).map(|p| p.1).collect();
                let step = parts[1].0 - parts[0].0;
                if within.len() as i64 != coarse / step || within.iter().any(|v| v.is_nan()) {
                    continue;
                }
                let wanted = match cf {
                    "AVERAGE" => within.iter().sum::<f64>() / within.len() as f64,
                    "MIN" => within.iter().copied().fold(f64::INFINITY, f64::min),
                    _ => within.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                };
                assert!(
                    (wanted - value).abs() <= 1e-9 * wanted.abs().max(1.0),
                    "{name} at {t}: {value}, not {wanted}"
                );
                compared += 1;
            }
        }
        assert!(compared > 100, "{compared}");
    }
}

#[tokio::test]
async fn nothing_is_known_of_a_vm_before_it_started() {
    let (_sim, client) = start(Config { vms: 12, ..Config::test() }).await;
    let vm = client.vms("Halted").await[0].clone();
    let uuid = client.ok("VM.get_uuid", json!([vm])).await;
    let uuid = uuid.as_str().unwrap().to_owned();
    let query = format!("start={}&cf=AVERAGE&vm_uuid={uuid}", now() - 300);
    assert!(updates(&client, &query).await.is_empty(), "it does not run");
    let dump = document(&client, &format!("/vm_rrd?uuid={uuid}&json")).await;
    let rows = dump["rra"][0]["database"].as_array().unwrap();
    assert!(rows.iter().flat_map(|r| r.as_array().unwrap()).all(|v| v == "NaN"));
    let refused = client.refused("VM.get_data_sources", json!([vm])).await;
    assert_eq!(refused, ["VM_BAD_POWER_STATE", &vm, "running", "halted"]);

    client.ok("VM.start", json!([vm, false, false])).await;
    let mut rows = Vec::new();
    for _ in 0..200 {
        rows = updates(&client, &query).await[&format!("AVERAGE:vm:{uuid}:cpu0")].clone();
        if rows.last().unwrap().1.is_finite() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(rows.last().unwrap().1.is_finite(), "{rows:?}");
    assert!(rows[0].1.is_nan(), "{rows:?}");
}

#[tokio::test]
async fn a_fault_leaves_no_numbers_in_what_is_measured() {
    let (sim, client) = start(Config { hosts: 2, vms: 4, ..Config::test() }).await;
    let pool = sim.first();
    let vms = client.ok("VM.get_all_records", json!([])).await;
    let own = hosts(&client).await[0].clone();
    let (vm, record) = vms
        .as_object()
        .unwrap()
        .iter()
        .find(|(_, vm)| vm["power_state"] == "Running" && vm["resident_on"] == json!(own))
        .unwrap();
    let uuid = record["uuid"].as_str().unwrap();
    let sr = client.ok("SR.get_by_name_label", json!(["NFS storage"])).await[0].clone();
    let sr = client.ok("SR.get_uuid", json!([sr])).await;
    let sr = sr.as_str().unwrap();
    let query = format!("start=-60&host=true&sr_uuid={sr}");
    let numbers = |found: &HashMap<String, Vec<(i64, f64)>>| {
        found.values().flatten().filter(|(_, value)| value.is_finite()).count()
    };
    let before = updates(&client, &query).await;
    assert!(numbers(&before) > 100);

    pool.add_fault("rrd-nan".parse().unwrap());
    let during = updates(&client, &query).await;
    assert_eq!(numbers(&during), 0);
    let legends = |found: &HashMap<String, Vec<(i64, f64)>>| {
        found.keys().cloned().collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(legends(&during), legends(&before), "the data sources are there all the same");
    let (_, xml) = get(&client, client.address, &format!("/rrd_updates?{query}"), "").await;
    assert!(
        xml.matches("<v>NaN</v>").count() > 100
            && xml.matches("<v>").count() == xml.matches("<v>NaN</v>").count()
    );
    for path in [format!("/vm_rrd?uuid={uuid}"), "/host_rrd?".to_owned(), format!("/sr_rrd?uuid={sr}")] {
        let dump = document(&client, &format!("{path}&json")).await;
        let archives = dump["rra"].as_array().unwrap();
        let rows = archives.iter().flat_map(|archive| archive["database"].as_array().unwrap());
        assert!(rows.flat_map(|row| row.as_array().unwrap()).all(|value| value == "NaN"), "{path}");
        let (_, xml) = get(&client, client.address, &path, "").await;
        assert!(
            xml.contains("<v>NaN</v>") && xml.matches("<v>").count() == xml.matches("<v>NaN</v>").count()
        );
    }
    // JSON has no number for it; a text at least parses.
    assert_eq!(client.ok("VM.query_data_source", json!([vm, "cpu0"])).await, "NaN");

    pool.clear_faults();
    assert!(numbers(&updates(&client, &query).await) > 100);
    pool.add_fault("rrd-nan,host=1,times=1".parse().unwrap());
    assert!(numbers(&updates(&client, &query).await) > 100, "another host is meant");
    let other = pool.addresses()[1];
    let (_, once) = get(&client, other, "/rrd_updates?start=-60&host=true", "").await;
    let (_, again) = get(&client, other, "/rrd_updates?start=-60&host=true", "").await;
    let known = |xml: &str| xml.matches("<v>").count() - xml.matches("<v>NaN</v>").count();
    assert!(known(&once) == 0 && known(&again) > 100, "once only");
}

#[tokio::test]
async fn data_sources_are_listed_asked_and_switched() {
    let (_sim, client) = start(Config { vms: 4, ..Config::test() }).await;
    let vm = client.vms("Running").await[0].clone();
    let uuid = client.ok("VM.get_uuid", json!([vm])).await;
    let uuid = uuid.as_str().unwrap();
    let host = client.ok("VM.get_resident_on", json!([vm])).await;
    let sr = client.ok("SR.get_by_name_label", json!(["NFS storage"])).await[0].clone();
    for (class, object, name, extra) in [
        ("VM", json!(vm), "cpu0", "vif_0_rx_errors"),
        ("host", host, "cpu_avg", "cpu0-C1"),
        ("SR", sr, "size", ""),
    ] {
        let list = client.ok(&format!("{class}.get_data_sources"), json!([object])).await;
        let find = |list: &Value, name: &str| {
            list.as_array().unwrap().iter().find(|s| s["name_label"] == name).cloned()
        };
        let source = find(&list, name).unwrap();
        assert_eq!((&source["enabled"], &source["standard"]), (&json!(true), &json!(true)));
        for key in ["name_description", "units"] {
            assert!(!source[key].as_str().unwrap().is_empty());
        }
        assert!(source["min"].is_number() && source["value"].is_number(), "{source}");
        let value = client.ok(&format!("{class}.query_data_source"), json!([object, name])).await;
        assert!(value.is_number(), "{value}");
        let unknown = client.refused(&format!("{class}.query_data_source"), json!([object, "nothing"])).await;
        assert_eq!(unknown[0], "INTERNAL_ERROR");
        client.ok(&format!("{class}.forget_data_source_archives"), json!([object, name])).await;
        let list = client.ok(&format!("{class}.get_data_sources"), json!([object])).await;
        assert_eq!(find(&list, name).unwrap()["enabled"], false);
        assert_eq!(
            client.refused(&format!("{class}.query_data_source"), json!([object, name])).await[0],
            "INTERNAL_ERROR"
        );
        if !extra.is_empty() {
            assert_eq!(find(&list, extra).unwrap()["enabled"], false);
            client.ok(&format!("{class}.record_data_source"), json!([object, extra])).await;
            let list = client.ok(&format!("{class}.get_data_sources"), json!([object])).await;
            assert_eq!(find(&list, extra).unwrap()["enabled"], true);
        }
    }
    let rows = updates(&client, &format!("start=-60&cf=AVERAGE&vm_uuid={uuid}")).await;
    assert!(!rows.contains_key(&format!("AVERAGE:vm:{uuid}:cpu0")), "forgotten");
    assert!(rows.contains_key(&format!("AVERAGE:vm:{uuid}:vif_0_rx_errors")), "recorded now");
}
