//! What is on a host's disk, as far as its backup, its logs and its report of the system's status show it.

use std::fmt::Write as _;

use super::archive::File;
use super::database;
use crate::behave::pool_record;
use crate::data::db::Db;
use crate::data::value::Value;
use crate::error::Failure;
use crate::pool::Pool;
use crate::software::packages::{PACKAGES, Package};
use crate::time;

/// The parts a report can have: key, whether it is in it by default, most and least bytes.
const PARTS: &[(&str, bool, u64, u64)] = &[
    ("xenserver-logs", true, 1_048_576, 102_400),
    ("xenserver-config", true, 51_200, 10_240),
    ("xenserver-databases", true, 4_096_000, 512_000),
    ("system-logs", true, 2_048_000, 102_400),
    ("hardware-info", true, 204_800, 51_200),
    ("kernel-info", true, 102_400, 20_480),
    ("network-config", true, 20_480, 1_024),
    ("network-status", true, 102_400, 10_240),
    ("xen-info", true, 61_440, 20_480),
    ("xapi-debug", false, 4_096_000, 0),
    ("yum", true, 20_480, 1_024),
];

/// Whether a report has such a part.
pub fn known(part: &str) -> bool {
    PARTS.iter().any(|(key, ..)| *key == part)
}

/// The parts of a report unless others are asked for.
pub fn by_default() -> Vec<String> {
    PARTS.iter().filter(|(_, default, ..)| *default).map(|(key, ..)| (*key).to_owned()).collect()
}

/// The parts, as `xen-bugtool` lists them.
pub fn capabilities() -> String {
    let mut out = String::from("<?xml version=\"1.0\" ?>\n<system-status-capabilities>\n");
    for (key, checked, most, least) in PARTS {
        let checked = if *checked { "yes" } else { "no" };
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "  <capability content-type=\"text/plain\" default-checked=\"{checked}\" key=\"{key}\" \
             max-size=\"{most}\" max-time=\"60\" min-size=\"{least}\" min-time=\"-1\" pii=\"maybe\"/>"
        );
    }
    out.push_str("</system-status-capabilities>\n");
    out
}

/// The files of some parts.
pub fn of(db: &Db, pool: &Pool, host: &str, parts: &[String]) -> Result<Vec<File>, Failure> {
    let mut files = Vec::new();
    let mut add = |path: &str, body: Vec<u8>| files.push(File { path: path.to_owned(), body });
    for part in parts {
        match part.as_str() {
            "network-config" => {
                add("etc/sysconfig/network", config(db, host)?);
                add(
                    "etc/sysconfig/network-scripts/interface-rename-data/static-rules.conf",
                    rules(db, host)?,
                );
            }
            "network-status" => add("ip-addr.out", addresses(db, host)?),
            "system-logs" => add("var/log/messages", log(db, pool, host)?),
            "xapi-debug" => add("var/log/audit.log", pool.audit.text(None).into_bytes()),
            "xen-info" => add("xl-list.out", domains(db, host)?),
            "xenserver-config" => {
                add("etc/xensource-inventory", inventory(db, host)?);
                add("etc/xensource/pool.conf", role(db, pool, host)?);
                add("etc/hostname", format!("{}\n", db.get_str("host", host, "hostname")?).into_bytes());
            }
            "xenserver-databases" => add("var/xapi/state.db", database::xml(db)),
            "xenserver-logs" => add("var/log/xensource.log", log(db, pool, host)?),
            "hardware-info" => {
                add("dmidecode.out", map(db, host, "bios_strings")?);
                add("proc/cpuinfo", map(db, host, "cpu_info")?);
            }
            "kernel-info" => add("uname.out", map(db, host, "software_version")?),
            "yum" => add("yum-list-installed.out", packages(db, pool, host)),
            _ => {}
        }
    }
    Ok(files)
}

/// `xensource.log`: what was done, and what came to pass.
pub fn log(db: &Db, pool: &Pool, host: &str) -> Result<Vec<u8>, Failure> {
    let name = db.get_str("host", host, "hostname")?;
    let mut lines: Vec<(i64, String)> = Vec::new();
    for message in db.table("message")?.iter() {
        let get = |field| db.get("message", &message.reference, field);
        let (about, what) = (get("cls")?, get("name")?);
        let text = format!(
            "[ info||0 |message|xapi] {} {} {}",
            what.as_str(),
            about.as_str(),
            get("obj_uuid")?.as_str()
        );
        lines.push((get("timestamp")?.as_int(), text));
    }
    for task in db.table("task")?.iter() {
        let get = |field| db.get("task", &task.reference, field);
        let (label, state) = (get("name_label")?, get("status")?);
        let text = format!(
            "[debug||0 |{} R:{}|taskhelper] {}",
            label.as_str(),
            get("uuid")?.as_str(),
            state.as_str()
        );
        lines.push((get("created")?.as_int(), text));
    }
    lines.extend(pool.audit.lines());
    lines.sort_by_key(|(at, _)| *at);
    let line = |(at, text): &(i64, String)| format!("{} {name} xapi: {text}\n", time::format(*at));
    Ok(lines.iter().map(line).collect::<String>().into_bytes())
}

fn inventory(db: &Db, host: &str) -> Result<Vec<u8>, Failure> {
    let get = |field| db.get("host", host, field);
    let version = get("software_version")?;
    let of = |key: &str| version.key(key).map_or("", Value::as_str).to_owned();
    let control = db.get_str("VM", get("control_domain")?.as_str(), "uuid")?;
    let lines = [
        ("PRODUCT_BRAND", of("product_brand")),
        ("PRODUCT_NAME", "xenenterprise".to_owned()),
        ("PRODUCT_VERSION", of("product_version")),
        ("PLATFORM_VERSION", of("platform_version")),
        ("BUILD_NUMBER", of("build_number")),
        ("INSTALLATION_UUID", get("uuid")?.as_str().to_owned()),
        ("CONTROL_DOMAIN_UUID", control.to_string()),
        ("MANAGEMENT_INTERFACE", "xenbr0".to_owned()),
    ];
    Ok(lines.iter().map(|(key, value)| format!("{key}='{value}'\n")).collect::<String>().into_bytes())
}

/// A map of the host's record, a line for each entry.
fn map(db: &Db, host: &str, field: &str) -> Result<Vec<u8>, Failure> {
    let entries = db.get("host", host, field)?;
    let lines = entries.entries().iter().map(|(key, value)| format!("{key}: {}\n", value.as_str()));
    Ok(lines.collect::<String>().into_bytes())
}

fn packages(db: &Db, pool: &Pool, host: &str) -> Vec<u8> {
    let line = |p: &Package| format!("{}.x86_64 {}\n", p.name, pool.software.version(db, pool, host, p));
    PACKAGES.iter().map(line).collect::<String>().into_bytes()
}

fn role(db: &Db, pool: &Pool, host: &str) -> Result<Vec<u8>, Failure> {
    let master = db.get_str("pool", &pool_record::only(db)?, "master")?;
    if &*master == host {
        return Ok(b"master".to_vec());
    }
    let address = pool.hosts.iter().find(|h| h.reference == master).map(|h| h.address.ip().to_string());
    Ok(format!("slave:{}", address.unwrap_or_default()).into_bytes())
}

fn config(db: &Db, host: &str) -> Result<Vec<u8>, Failure> {
    let name = db.get_str("host", host, "hostname")?;
    Ok(format!("NETWORKING=yes\nHOSTNAME={name}\n").into_bytes())
}

fn rules(db: &Db, host: &str) -> Result<Vec<u8>, Failure> {
    interfaces(db, host, |device, mac, _| format!("{device}: mac = \"{mac}\"\n"))
}

fn addresses(db: &Db, host: &str) -> Result<Vec<u8>, Failure> {
    interfaces(db, host, |device, mac, ip| format!("{device}: link/ether {mac} inet {ip}\n"))
}

fn interfaces(db: &Db, host: &str, line: impl Fn(&str, &str, &str) -> String) -> Result<Vec<u8>, Failure> {
    let mut lines = Vec::new();
    for pif in db.get("host", host, "PIFs")?.items() {
        let get = |field| db.get("PIF", pif.as_str(), field);
        if get("physical")?.as_bool() {
            lines.push(line(get("device")?.as_str(), get("MAC")?.as_str(), get("IP")?.as_str()));
        }
    }
    lines.sort();
    Ok(lines.concat().into_bytes())
}

fn domains(db: &Db, host: &str) -> Result<Vec<u8>, Failure> {
    let mut lines = Vec::new();
    for vm in db.get("host", host, "resident_VMs")?.items() {
        let get = |field| db.get("VM", vm.as_str(), field);
        let (id, mib) = (get("domid")?.as_int(), get("memory_target")?.as_int() >> 20);
        lines.push(format!(
            "{}\t{id}\t{mib}\t{}\n",
            get("name_label")?.as_str(),
            get("VCPUs_at_startup")?.as_int()
        ));
    }
    lines.sort();
    Ok(format!("Name\tID\tMem\tVCPUs\n{}", lines.concat()).into_bytes())
}
