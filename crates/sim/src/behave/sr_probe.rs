//! `SR.probe` and `SR.probe_ext`: what storage is there, as its drivers tell it.
//!
//! Targets, LUNs and exports are made from the addresses asked about, the same each time. What is missing from a
//! configuration is answered, as by the drivers, with a failure that carries the choices as XML.

use crate::behave::sm::{self, Driver};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;

const GIB: i64 = 1 << 30;
const XML: &str = "<?xml version=\"1.0\" ?>\n";

/// FNV-1a: what is made from a text stays the same.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// Size of storage made from a text: 512 GiB to 8 TiB.
pub fn size_from(text: &str) -> i64 {
    512 * GIB * (1 + (hash(text) % 16) as i64)
}

fn text<'a>(config: &'a Value, key: &str) -> &'a str {
    config.key(key).map_or("", Value::as_str)
}

/// A LUN of a target.
struct Lun {
    id: usize,
    scsi_id: String,
    serial: String,
    size: i64,
}

fn luns(target: &str) -> Vec<Lun> {
    let lun = |id: usize| {
        let number = hash(&format!("{target}/{id}"));
        Lun {
            id,
            scsi_id: format!("36{number:016x}{:014x}", hash(target) & 0x00ff_ffff_ffff_ffff),
            serial: format!("{number:016x}"),
            size: size_from(&format!("{target}/{id}")),
        }
    };
    (0..2 + (hash(target) % 3) as usize).map(lun).collect()
}

/// The targets behind an address.
fn iqns(address: &str) -> Vec<String> {
    let number = hash(address) % 10_000;
    (0..2).map(|n| format!("iqn.2019-03.org.example:{number:04}.target{n}")).collect()
}

fn lun_source(driver: &Driver, config: &Value) -> String {
    if driver.kind == "lvmohba" { "hba".to_owned() } else { text(config, "targetIQN").to_owned() }
}

/// How large the storage of a configuration is.
pub fn size_of(driver: &Driver, config: &Value) -> i64 {
    if matches!(driver.kind, "lvmoiscsi" | "lvmohba") {
        let found = luns(&lun_source(driver, config)).into_iter().find(|lun| is_wanted(lun, config));
        return found.map_or(0, |lun| lun.size);
    }
    size_from(&config.entries().iter().map(|(k, v)| format!("{k}={}", v.as_str())).collect::<String>())
}

fn is_wanted(lun: &Lun, config: &Value) -> bool {
    let id = text(config, "SCSIid");
    if id.is_empty() { lun.id.to_string() == text(config, "LUNid") } else { lun.scsi_id == id }
}

/// Refuses a configuration that does not lead to storage, with what there is to choose.
pub fn refuse_incomplete(db: &Db, driver: &Driver, config: &Value) -> Result<(), Failure> {
    let missing = driver.missing(config);
    let choose = |code: u16, text: &str, xml: String| {
        Failure::new(&format!("SR_BACKEND_FAILURE_{code}"), ["", text, &xml])
    };
    match (driver.kind, missing) {
        ("lvmoiscsi" | "iscsi", Some(("targetIQN", _))) => {
            let address = text(config, "target");
            let mut xml = format!("{XML}<iscsi-target-iqns>\n");
            for (n, iqn) in iqns(address).iter().enumerate() {
                xml += &format!(
                    "\t<TGT>\n\t\t<Index>\n\t\t\t{n}\n\t\t</Index>\n\t\t<IPAddress>\n\t\t\t{}\n\t\t</IPAddress>\n\
                     \t\t<TargetIQN>\n\t\t\t{iqn}\n\t\t</TargetIQN>\n\t</TGT>\n",
                    escape(address)
                );
            }
            Err(choose(96, "The target IQN is missing", xml + "</iscsi-target-iqns>\n"))
        }
        ("lvmoiscsi", None | Some(("SCSIid", _))) => {
            let target = text(config, "targetIQN").to_owned();
            if !iqns(text(config, "target")).contains(&target) {
                return Err(sm::backend(141, "Unable to connect to ISCSI service on target"));
            }
            if luns(&target).iter().any(|lun| is_wanted(lun, config)) {
                return Ok(());
            }
            Err(choose(107, "The SCSIid parameter is missing or incorrect", lun_list(&target)))
        }
        ("lvmohba", None | Some(_)) => {
            if luns("hba").iter().any(|lun| is_wanted(lun, config)) {
                return Ok(());
            }
            Err(choose(107, "The SCSIid parameter is missing or incorrect", block_devices()))
        }
        ("nfs", Some(("serverpath", _))) => {
            let server = text(config, "server");
            let mut xml = format!("{XML}<nfs-exports>\n");
            for path in exports(db, server) {
                xml += &format!(
                    "\t<Export>\n\t\t<Target>\n\t\t\t{}\n\t\t</Target>\n\t\t<Path>\n\t\t\t{}\n\t\t</Path>\n\
                     \t\t<Accesslist>\n\t\t\t*\n\t\t</Accesslist>\n\t</Export>\n",
                    escape(server),
                    escape(&path)
                );
            }
            Err(choose(101, "The request is missing the serverpath parameter", xml + "</nfs-exports>\n"))
        }
        (_, Some((_, failure))) => Err(failure),
        (_, None) => Ok(()),
    }
}

fn lun_list(target: &str) -> String {
    let mut xml = format!("{XML}<iscsi-target>\n");
    for lun in luns(target) {
        xml += &format!(
            "\t<LUN>\n\t\t<vendor>\n\t\t\tLIO-ORG\n\t\t</vendor>\n\t\t<serial>\n\t\t\t{}\n\t\t</serial>\n\
             \t\t<LUNid>\n\t\t\t{}\n\t\t</LUNid>\n\t\t<size>\n\t\t\t{}\n\t\t</size>\n\
             \t\t<SCSIid>\n\t\t\t{}\n\t\t</SCSIid>\n\t</LUN>\n",
            lun.serial, lun.id, lun.size, lun.scsi_id
        );
    }
    xml + "</iscsi-target>\n"
}

fn block_devices() -> String {
    let mut xml = format!("{XML}<Devlist>\n");
    for lun in luns("hba") {
        xml += &format!(
            "\t<BlockDevice>\n\t\t<path>\n\t\t\t/dev/disk/by-id/scsi-{0}\n\t\t</path>\n\t\t<vendor>\n\t\t\tPURE\n\
             \t\t</vendor>\n\t\t<serial>\n\t\t\t{1}\n\t\t</serial>\n\t\t<size>\n\t\t\t{2}\n\t\t</size>\n\
             \t\t<hba>\n\t\t\tqla2xxx\n\t\t</hba>\n\t\t<adapter>\n\t\t\thost1\n\t\t</adapter>\n\
             \t\t<channel>\n\t\t\t0\n\t\t</channel>\n\t\t<id>\n\t\t\t0\n\t\t</id>\n\
             \t\t<SCSIid>\n\t\t\t{0}\n\t\t</SCSIid>\n\
             \t\t<lun>\n\t\t\t{3}\n\t\t</lun>\n\t</BlockDevice>\n",
            lun.scsi_id, lun.serial, lun.size, lun.id
        );
    }
    xml + "</Devlist>\n"
}

/// What a server exports: what the pool uses of it, and a little more.
fn exports(db: &Db, server: &str) -> Vec<String> {
    let mut paths = vec!["/export/backup".to_owned(), "/export/vms".to_owned()];
    for pbd in db.refs("PBD") {
        let Ok(config) = db.get("PBD", &pbd, "device_config") else { continue };
        let path = text(&config, "serverpath").to_owned();
        if text(&config, "server") == server && !path.is_empty() && !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A repository found on storage.
struct Found {
    uuid: Str,
    name: Value,
    description: Value,
    size: i64,
    used: i64,
}

/// The pool's own repositories that lie where a configuration leads.
fn found(db: &Db, driver: &Driver, config: &Value) -> Result<Vec<Found>, Failure> {
    let keys: &[&str] = match driver.kind {
        "nfs" => &["server", "serverpath"],
        "lvmoiscsi" => &["targetIQN", "SCSIid"],
        "lvmohba" => &["SCSIid"],
        "smb" => &["server"],
        "ext" | "lvm" => &["device"],
        _ => &["location"],
    };
    let mut all: Vec<Found> = Vec::new();
    for sr in db.refs("SR") {
        if db.get("SR", &sr, "type")?.as_str() != driver.kind {
            continue;
        }
        let here = |pbd: &Value| {
            db.get("PBD", pbd.as_str(), "device_config")
                .is_ok_and(|theirs| keys.iter().all(|key| text(&theirs, key) == text(config, key)))
        };
        if db.get("SR", &sr, "PBDs")?.items().iter().any(here) {
            all.push(Found {
                uuid: db.get_str("SR", &sr, "uuid")?,
                name: db.get("SR", &sr, "name_label")?,
                description: db.get("SR", &sr, "name_description")?,
                size: db.get("SR", &sr, "physical_size")?.as_int(),
                used: db.get("SR", &sr, "physical_utilisation")?.as_int(),
            });
        }
    }
    Ok(all)
}

fn assert_probes(driver: &Driver) -> Result<(), Failure> {
    if driver.can("SR_PROBE") {
        return Ok(());
    }
    Err(sm::backend(38, "Operation not supported by driver [opterr=sr_probe]"))
}

/// `SR.probe`.
pub async fn probe(cx: &Cx, host: &str, config: Value, kind: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| db.get("host", host, "uuid"))?;
    let driver = sm::wanted(kind)?;
    assert_probes(driver)?;
    cx.work(0.3).await?;
    cx.pool.read(|db| {
        refuse_incomplete(db, driver, &config)?;
        driver.check(&config)?;
        let mut xml = format!("{XML}<SRlist>\n");
        for sr in found(db, driver, &config)? {
            xml += &format!("\t<SR>\n\t\t<UUID>\n\t\t\t{}\n\t\t</UUID>\n", sr.uuid);
            let device = text(&config, "device");
            if !device.is_empty() {
                xml += &format!("\t\t<Devlist>\n\t\t\t{}\n\t\t</Devlist>\n", escape(device));
            }
            xml += "\t</SR>\n";
        }
        Ok(Value::from(xml + "</SRlist>\n"))
    })
}

/// `SR.probe_ext`: the choices and what is found, as records.
pub async fn probe_ext(cx: &Cx, host: &str, config: Value, kind: &str) -> Result<Value, Failure> {
    cx.pool.read(|db| db.get("host", host, "uuid"))?;
    let driver = sm::wanted(kind)?;
    assert_probes(driver)?;
    cx.work(0.3).await?;
    cx.pool.read(|db| {
        if let Some(choices) = choices(db, driver, &config) {
            let records = choices.into_iter().map(|(key, value, more)| {
                result(config.with_entry(key, Value::from(value)), false, Value::Absent, more)
            });
            return Ok(Value::Set(records.collect()));
        }
        refuse_incomplete(db, driver, &config)?;
        driver.check(&config)?;
        let mut records = Vec::new();
        for sr in found(db, driver, &config)? {
            let stat = record([
                ("uuid", Value::from(&sr.uuid)),
                ("name_label", sr.name),
                ("name_description", sr.description),
                ("free_space", Value::Int((sr.size - sr.used).max(0))),
                ("total_space", Value::Int(sr.size)),
                ("clustered", Value::Bool(false)),
                ("health", Value::from("healthy")),
            ]);
            records.push(result(config.clone(), true, stat, Value::no_entries()));
        }
        if records.is_empty() {
            // Storage that can be used, with nothing on it yet.
            records.push(result(config.clone(), true, Value::Absent, Value::no_entries()));
        }
        Ok(Value::Set(records.into()))
    })
}

/// What the first missing part of a configuration may be.
fn choices(db: &Db, driver: &Driver, config: &Value) -> Option<Vec<(&'static str, String, Value)>> {
    let (missing, _) = driver.missing(config)?;
    let none = Value::no_entries;
    Some(match (driver.kind, missing) {
        ("lvmoiscsi" | "iscsi", "targetIQN") => {
            iqns(text(config, "target")).into_iter().map(|iqn| ("targetIQN", iqn, none())).collect()
        }
        ("lvmoiscsi" | "lvmohba", "SCSIid") => luns(&lun_source(driver, config))
            .into_iter()
            .map(|lun| {
                let more = [("size", lun.size.to_string()), ("serial", lun.serial)];
                ("SCSIid", lun.scsi_id, Value::map(more))
            })
            .collect(),
        ("nfs", "serverpath") => {
            exports(db, text(config, "server")).into_iter().map(|path| ("serverpath", path, none())).collect()
        }
        _ => return None,
    })
}

fn record<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    Value::record(fields.into_iter().filter(|(_, value)| *value != Value::Absent))
}

fn result(configuration: Value, complete: bool, sr: Value, more: Value) -> Value {
    record([
        ("configuration", configuration),
        ("complete", Value::Bool(complete)),
        ("sr", sr),
        ("extra_info", more),
    ])
}
