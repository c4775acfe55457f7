//! The records that go with a host from pool to pool.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;

use crate::behave::{cluster, host, pif, pool_record, vlan};
use crate::data::content::Content;
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::error::Failure;
use crate::pool::Pool;

/// Fields by which VMs and their disks lead to what is a part of them: class, field, class of the part.
const PARTS: [(&str, &str, &str); 5] = [
    ("VM", "VBDs", "VBD"),
    ("VM", "VIFs", "VIF"),
    ("VM", "VTPMs", "VTPM"),
    ("VM", "metrics", "VM_metrics"),
    ("VM", "guest_metrics", "VM_guest_metrics"),
];

struct Item {
    class: &'static str,
    reference: Str,
    values: Vec<Value>,
}

/// A host with its parts, its own storage, its VMs, and networks.
pub struct Baggage {
    items: Vec<Item>,
    contents: Vec<(Str, Content)>,
    /// Networks by their bridges and names, and the SR of tools: a pool that has such keeps its own.
    networks: Vec<(Str, Str, Str)>,
    tools: Option<Str>,
}

/// The SRs that only one host has.
fn own_storage(db: &Db, host: &str) -> Result<Vec<Str>, Failure> {
    let mut own = Vec::new();
    for pbd in db.get("host", host, "PBDs")?.items() {
        let sr = db.get_str("PBD", pbd.as_str(), "SR")?;
        if db.exists("SR", &sr) && !db.get("SR", &sr, "shared")?.as_bool() {
            own.push(sr);
        }
    }
    Ok(own)
}

fn tools(db: &Db) -> Option<Str> {
    db.refs("SR").into_iter().find(|sr| db.get("SR", sr, "is_tools_sr").is_ok_and(|tools| tools.as_bool()))
}

impl Baggage {
    pub fn pack(db: &Db, host: &str) -> Result<Baggage, Failure> {
        let mut rows: Vec<(&'static str, Str)> = host::parts(db, host)?;
        rows.push(("host", host.into()));
        let (own, tools) = (own_storage(db, host)?, tools(db));
        rows.retain(|(class, row)| {
            let sr = db.get_str("PBD", row, "SR");
            *class != "PBD" || sr.is_ok_and(|sr| own.contains(&sr) || Some(&sr) == tools.as_ref())
        });
        for sr in own {
            rows.extend(db.get("SR", &sr, "VDIs")?.items().iter().map(|vdi| ("VDI", vdi.to_shared())));
            rows.push(("SR", sr));
        }
        for vm in db.refs("VM") {
            let get = |field| db.get("VM", &vm, field);
            if get("is_default_template")?.as_bool() || get("is_control_domain")?.as_bool() {
                continue;
            }
            for (_, field, class) in PARTS {
                let part = get(field)?;
                let one = std::iter::once(&part).filter(|part| db.exists(class, part.as_str()));
                rows.extend(one.chain(part.items()).map(|part| (class, part.to_shared())));
            }
            rows.push(("VM", vm));
        }
        let mut networks = Vec::new();
        for network in db.refs("network") {
            let get = |field| db.get_str("network", &network, field);
            networks.push((network.clone(), get("bridge")?, get("name_label")?));
            rows.push(("network", network));
        }
        let mut seen = HashSet::new();
        rows.retain(|row| seen.insert(row.clone()));
        let item = |(class, reference): (&'static str, Str)| {
            let id = db.schema.class_id(class).ok_or_else(|| Failure::internal(class))?;
            let values = db.row(id, &reference)?.values.to_vec();
            Ok(Item { class, reference, values })
        };
        let items = rows.into_iter().map(item).collect::<Result<Vec<_>, Failure>>()?;
        let held = |item: &Item| Some((item.reference.clone(), db.contents.get(&item.reference)?.clone()));
        Ok(Baggage { contents: items.iter().filter_map(held).collect(), items, networks, tools })
    }

    /// Puts the records into another pool: what that has already is referred to, what came along with nothing is left
    /// out.
    pub fn unpack(&self, db: &mut Db) -> Result<(), Failure> {
        let mut same: HashMap<Str, Str> = HashMap::new();
        for (network, bridge, name) in &self.networks {
            let alike = db.refs("network").into_iter().find(|theirs| {
                let get = |field| db.get_str("network", theirs, field);
                get("bridge").is_ok_and(|b| b == *bridge) || get("name_label").is_ok_and(|n| n == *name)
            });
            if let Some(theirs) = alike {
                same.insert(network.clone(), theirs);
            }
        }
        if let (Some(ours), Some(theirs)) = (&self.tools, tools(db)) {
            same.insert(ours.clone(), theirs);
        }
        let come = || self.items.iter().filter(|item| !same.contains_key(&item.reference));
        let mut known: HashSet<Str> = come().map(|item| item.reference.clone()).collect();
        for table in &db.tables {
            known.extend(table.iter().map(|row| row.reference.clone()));
        }
        for item in come() {
            let id = db.schema.class_id(item.class).ok_or_else(|| Failure::internal(item.class))?;
            let values = item.values.iter().map(|value| translate(value, &same, &known)).collect();
            db.insert_values(id, &item.reference, values);
        }
        for (vdi, content) in &self.contents {
            db.contents.insert(vdi.clone(), content.clone());
        }
        // Drives whose discs stayed behind are empty.
        for item in come().filter(|item| item.class == "VBD") {
            let vdi = db.get("VBD", &item.reference, "VDI")?;
            db.set("VBD", &item.reference, "empty", vdi.is_null())?;
        }
        Ok(())
    }
}

fn translate(value: &Value, same: &HashMap<Str, Str>, known: &HashSet<Str>) -> Value {
    match value {
        Value::Str(text) if text.starts_with("OpaqueRef:") => match same.get(text) {
            Some(theirs) => Value::from(theirs),
            None if known.contains(text) => value.clone(),
            None => Value::null(),
        },
        Value::Set(items) => {
            let items: Vec<Value> = items.iter().map(|item| translate(item, same, known)).collect();
            let led_somewhere = |item: &Value| !matches!(item, Value::Str(text) if &**text == NULL);
            Value::Set(items.into_iter().filter(led_somewhere).collect())
        }
        value => value.clone(),
    }
}

/// A host that joined is like the others of its pool: it has their shared storage, VLANs and directory.
pub fn settle_in(
    db: &mut Db,
    pool: &Pool,
    host: &Str,
    before: SocketAddr,
    after: SocketAddr,
) -> Result<(), Failure> {
    let master = db.get_str("pool", &pool_record::only(db)?, "master")?;
    db.set("host", host, "address", after.ip().to_string())?;
    for field in ["external_auth_type", "external_auth_service_name", "external_auth_configuration"] {
        let theirs = db.get("host", &master, field)?;
        db.set("host", host, field, theirs)?;
    }
    let metrics = db.get_str("host", host, "metrics")?;
    db.set("host_metrics", &metrics, "live", false)?;
    let domain = db.get_str("host", host, "control_domain")?;
    for console in db.get("VM", &domain, "consoles")?.items() {
        let location = db.get_str("console", console.as_str(), "location")?;
        let moved = location.replace(&before.to_string(), &after.to_string());
        db.set("console", console.as_str(), "location", moved)?;
    }
    let mut devices = HashMap::new();
    for pif in db.get("host", host, "PIFs")?.items() {
        let get = |field| db.get("PIF", pif.as_str(), field);
        if get("physical")?.as_bool() {
            devices.insert(get("device")?.to_shared(), pif.to_shared());
        }
        if get("management")?.as_bool() {
            db.set("PIF", pif.as_str(), "IP", after.ip().to_string())?;
        }
    }
    for pif in db.get("host", &master, "PIFs")?.items() {
        let get = |field| db.get("PIF", pif.as_str(), field);
        let (tag, network) = (get("VLAN")?.as_int(), get("network")?);
        if let (0.., Some(carrier)) = (tag, devices.get(&get("device")?.to_shared())) {
            let made = vlan::add(db, pool, carrier, tag, network.as_str())?;
            pif::bring_up(db, &made.pif)?;
        }
    }
    for pbd in db.get("host", &master, "PBDs")?.items() {
        let sr = db.get_str("PBD", pbd.as_str(), "SR")?;
        let mine = db.get("SR", &sr, "PBDs")?;
        let plugged = |pbd: &Value| db.get_str("PBD", pbd.as_str(), "host").is_ok_and(|of| of == *host);
        if !db.get("SR", &sr, "shared")?.as_bool() || mine.items().iter().any(plugged) {
            continue;
        }
        let config = db.get("PBD", pbd.as_str(), "device_config")?;
        let fields = [
            ("host", Value::from(host)),
            ("SR", Value::from(sr)),
            ("device_config", config),
            ("currently_attached", Value::Bool(true)),
        ];
        db.insert("PBD", &pool.fresh_ref(), &pool.fresh_uuid(), fields)?;
    }
    cluster::auto_join(db, pool, host)?;
    host::refresh(db, host)?;
    pool_record::count_cpus(db)
}

/// The SRs that only this host has are gone for the pool, with their disks and what they were plugged into.
pub fn lose_own_storage(db: &mut Db, host: &str) -> Result<(), Failure> {
    for sr in own_storage(db, host)? {
        for vdi in db.get("SR", &sr, "VDIs")?.items() {
            for vbd in db.get("VDI", vdi.as_str(), "VBDs")?.items() {
                db.delete("VBD", vbd.as_str())?;
            }
            db.delete("VDI", vdi.as_str())?;
        }
        for pbd in db.get("SR", &sr, "PBDs")?.items() {
            db.delete("PBD", pbd.as_str())?;
        }
        db.delete("SR", &sr)?;
    }
    Ok(())
}

/// A pool whose only host has left is no more.
pub fn clear_out(db: &mut Db) {
    for class in &db.schema.classes {
        for row in db.refs(class.def.name) {
            // It was listed under the same lock.
            let _ = db.delete(class.def.name, &row);
        }
    }
}

/// A pool as a host has it that was just installed: nameless, with storage of the host's own alone.
pub fn look_new(db: &mut Db, name: &str) -> Result<(), Failure> {
    let pool = pool_record::only(db)?;
    db.set("pool", &pool, "name_label", "")?;
    db.set("pool", &pool, "name_description", "")?;
    for sr in db.refs("SR") {
        if !db.get("SR", &sr, "shared")?.as_bool() || db.get("SR", &sr, "is_tools_sr")?.as_bool() {
            continue;
        }
        for (class, field) in [("PBD", "PBDs"), ("VDI", "VDIs")] {
            for part in db.get("SR", &sr, field)?.items() {
                db.delete(class, part.as_str())?;
            }
        }
        db.delete("SR", &sr)?;
    }
    for field in ["default_SR", "suspend_image_SR", "crash_dump_SR"] {
        db.set("pool", &pool, field, Value::null())?;
    }
    for vlan in db.refs("VLAN") {
        let pif = db.get_str("VLAN", &vlan, "untagged_PIF")?;
        db.delete("VLAN", &vlan)?;
        if db.exists("PIF", &pif) {
            db.delete("PIF", &pif)?;
        }
    }
    for message in db.refs("message") {
        db.delete("message", &message)?;
    }
    for host in db.refs("host") {
        db.set("host", &host, "name_label", name)?;
        db.set("host", &host, "hostname", name)?;
        let metrics = db.get_str("host", &host, "metrics")?;
        db.set("host_metrics", &metrics, "live", false)?;
    }
    Ok(())
}
