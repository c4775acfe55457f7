//! The records of a VM and all that belongs to it, with references that mean something in the archive only.

use std::collections::{HashMap, HashSet};

use xapi::schema::Type;

use super::VERSION;
use super::tables::{CLASSES, OF_SNAPSHOTS, blank, of_power};
use crate::behave::pool_record;
use crate::data::content::Content;
use crate::data::db::Db;
use crate::data::schema::blank as nothing;
use crate::data::value::{Str, Value};
use crate::error::Failure;
use crate::wire::writer::{Format, Writer};

/// What of a VM goes along.
#[derive(Clone, Default)]
pub struct Wanted {
    pub snapshots: bool,
    pub power_state: bool,
    pub vhd_parents: bool,
    /// Of `vif`, `vbd`, `vgpu` and `vtpm`.
    pub without: HashSet<String>,
}

/// A disk to send.
pub struct Disk {
    /// Its reference in the archive.
    pub id: String,
    pub size: u64,
    pub content: Content,
}

/// Numbers objects as they are met.
#[derive(Default)]
pub struct Table {
    ids: HashMap<Str, String>,
}

impl Table {
    /// Whether it was not in the table yet.
    fn add(&mut self, reference: &str) -> bool {
        let next = format!("Ref:{}", self.ids.len());
        if self.ids.contains_key(reference) {
            return false;
        }
        self.ids.insert(reference.into(), next);
        true
    }

    fn id(&self, reference: &str) -> Option<&str> {
        self.ids.get(reference).map(String::as_str)
    }

    /// Adds a VM and what it refers to.
    fn vm(&mut self, db: &Db, vm: &str, wanted: &Wanted) -> Result<(), Failure> {
        if !db.exists("VM", vm) || !self.add(vm) {
            return Ok(());
        }
        let takes = |kind: &str| !wanted.without.contains(kind);
        for vif in db.get("VM", vm, "VIFs")?.items().iter().map(Value::as_str).filter(|_| takes("vif")) {
            self.add(vif);
            self.one(db, "network", &db.get_str("VIF", vif, "network")?);
        }
        for vbd in db.get("VM", vm, "VBDs")?.items().iter().map(Value::as_str).filter(|_| takes("vbd")) {
            self.add(vbd);
            self.vdi(db, &db.get_str("VBD", vbd, "VDI")?, wanted)?;
        }
        for vgpu in db.get("VM", vm, "VGPUs")?.items().iter().map(Value::as_str).filter(|_| takes("vgpu")) {
            self.add(vgpu);
            self.one(db, "VGPU_type", &db.get_str("VGPU", vgpu, "type")?);
            self.one(db, "GPU_group", &db.get_str("VGPU", vgpu, "GPU_group")?);
        }
        for vtpm in db.get("VM", vm, "VTPMs")?.items().iter().map(Value::as_str).filter(|_| takes("vtpm")) {
            self.add(vtpm);
        }
        let below = Wanted { snapshots: false, ..wanted.clone() };
        if wanted.snapshots {
            for snapshot in db.get("VM", vm, "snapshots")?.items() {
                self.vm(db, snapshot.as_str(), &below)?;
            }
        }
        if wanted.power_state && db.get("VM", vm, "power_state")?.as_str() == "Suspended" {
            self.vdi(db, &db.get_str("VM", vm, "suspend_VDI")?, wanted)?;
        }
        for (class, field) in [
            ("VM_metrics", "metrics"),
            ("VM_guest_metrics", "guest_metrics"),
            ("host", "resident_on"),
            ("host", "affinity"),
        ] {
            self.one(db, class, &db.get_str("VM", vm, field)?);
        }
        if wanted.snapshots {
            self.vm(db, &db.get_str("VM", vm, "parent")?, &below)?;
        }
        Ok(())
    }

    fn one(&mut self, db: &Db, class: &str, reference: &str) {
        if db.exists(class, reference) {
            self.add(reference);
        }
    }

    /// Adds a disk, its repository, and those it builds on if they are wanted.
    fn vdi(&mut self, db: &Db, vdi: &str, wanted: &Wanted) -> Result<(), Failure> {
        if !db.exists("VDI", vdi) {
            return Ok(());
        }
        self.add(vdi);
        self.one(db, "SR", &db.get_str("VDI", vdi, "SR")?);
        let config = db.get("VDI", vdi, "sm_config")?;
        let parent = config.key("vhd-parent").filter(|_| wanted.vhd_parents).map_or("", Value::as_str);
        match db.table("VDI")?.by_uuid(parent) {
            Some(parent) if self.id(parent).is_none() => self.vdi(db, &parent.clone(), wanted),
            _ => Ok(()),
        }
    }

    /// A value with its references translated; those to what is not in the archive are left out.
    fn translated(&self, ty: &Type, value: &Value) -> Value {
        match (ty, value) {
            (Type::Ref(_), value) => self.id(value.as_str()).map_or_else(Value::null, Value::from),
            (Type::Set(of), Value::Set(items)) if matches!(**of, Type::Ref(_)) => {
                Value::set(items.iter().filter_map(|item| self.id(item.as_str())))
            }
            _ => value.clone(),
        }
    }
}

/// `ova.xml` of some VMs, and the references in it.
pub fn manifest(db: &Db, vms: &[Str], wanted: &Wanted) -> Result<(Table, Vec<u8>), Failure> {
    let mut table = Table::default();
    for vm in vms {
        table.vm(db, vm, wanted)?;
    }
    let mut out = Writer::new(Format::Xml);
    out.raw("<?xml version=\"1.0\"?>");
    out.open_struct();
    out.member("version");
    out.value(&version(db)?);
    out.end_member();
    out.member("objects");
    out.open_array();
    for name in CLASSES {
        let Some(id) = db.schema.class_id(name) else { continue };
        let class = db.class(id);
        for row in db.tables[id].iter() {
            let Some(number) = table.id(&row.reference) else { continue };
            let emptied = |field: &str| {
                blank(name).contains(&field)
                    || (*name == "VM" && !wanted.snapshots && OF_SNAPSHOTS.contains(&field))
                    || (!wanted.power_state && of_power(name).contains(&field))
            };
            let fields = class.fields.iter().zip(row.values.iter());
            let values: Vec<Value> = fields
                .map(|(field, value)| match field.def.name {
                    // Not a reference to anything in the archive, but it is looked for where it goes.
                    "suspend_SR" => value.clone(),
                    name if emptied(name) => nothing(&field.def.ty),
                    _ => table.translated(&field.def.ty, value),
                })
                .collect();
            out.open_struct();
            for (name, text) in [("class", *name), ("id", number)] {
                out.member(name);
                out.string(text);
                out.end_member();
            }
            out.member("snapshot");
            out.record(class, &values, false);
            out.end_member();
            out.close_struct();
        }
    }
    out.close_array();
    out.end_member();
    out.close_struct();
    Ok((table, out.finish()))
}

/// Who wrote the archive.
fn version(db: &Db) -> Result<Value, Failure> {
    let master = db.get_str("pool", &pool_record::only(db)?, "master")?;
    let software = db.get("host", &master, "software_version")?;
    let of = |key: &str| software.key(key).map(Value::to_shared).unwrap_or_else(|| "".into());
    let number = |field| db.get("host", &master, field).map(|n| Str::from(n.as_int().to_string()));
    Ok(Value::map([
        ("hostname", db.get_str("host", &master, "hostname")?),
        ("date", of("date")),
        ("product_version", of("product_version")),
        ("product_brand", of("product_brand")),
        ("build_number", of("build_number")),
        ("xapi_major", number("API_version_major")?),
        ("xapi_minor", number("API_version_minor")?),
        ("export_vsn", VERSION.to_string().into()),
    ]))
}

/// The disks of a VM that are sent, in the order of their references in the archive as texts.
pub fn disks(db: &Db, table: &Table, vm: &str, wanted: &Wanted) -> Result<Vec<Disk>, Failure> {
    let mut vdis = Vec::new();
    for vbd in db.get("VM", vm, "VBDs")?.items().iter().map(Value::as_str) {
        if db.get("VBD", vbd, "type")?.as_str() != "CD" {
            vdis.push(db.get_str("VBD", vbd, "VDI")?);
        }
    }
    if wanted.power_state && db.get("VM", vm, "power_state")?.as_str() == "Suspended" {
        vdis.push(db.get_str("VM", vm, "suspend_VDI")?);
    }
    let mut disks = Vec::new();
    for vdi in vdis {
        let Some(id) = table.id(&vdi) else { continue };
        let sr = db.get_str("VDI", &vdi, "SR")?;
        if db.get("SR", &sr, "content_type").is_ok_and(|kind| kind.as_str() == "iso") {
            continue;
        }
        let size = u64::try_from(db.get("VDI", &vdi, "virtual_size")?.as_int()).unwrap_or(0);
        disks.push(Disk { id: id.to_owned(), size, content: db.content(&vdi)? });
    }
    disks.sort_by(|a, b| a.id.cmp(&b.id));
    disks.dedup_by(|a, b| a.id == b.id);
    Ok(disks)
}

/// The repositories that a VM's disks are on.
pub fn repositories(db: &Db, vm: &str) -> Result<Vec<Str>, Failure> {
    let mut srs = Vec::new();
    let drives = db.get("VM", vm, "VBDs")?;
    let vdis = drives.items().iter().map(|vbd| db.get_str("VBD", vbd.as_str(), "VDI"));
    for vdi in vdis.chain([db.get_str("VM", vm, "suspend_VDI")]) {
        if let Ok(sr) = db.get_str("VDI", &vdi?, "SR")
            && !srs.contains(&sr)
        {
            srs.push(sr);
        }
    }
    Ok(srs)
}
