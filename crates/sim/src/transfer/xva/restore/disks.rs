//! The disks of an archive: made anew on one repository, or found where they are.

use super::super::super::disk;
use super::super::records::Object;
use super::{Disks, Restorer};
use crate::behave::vdi;
use crate::data::value::{NULL, Str, Value};
use crate::error::Failure;

impl Restorer<'_> {
    pub(super) fn sr(&mut self, object: &Object) -> Result<(), Failure> {
        let sr = match &self.plan.disks {
            // Discs are looked for, or ejected.
            Disks::Stream(_) if &*object.text("content_type")? == "iso" => None,
            Disks::Stream(sr) => Some(sr.clone()),
            Disks::Present => self.found(object, "SR"),
        };
        sr.inspect(|sr| self.note(object, sr));
        Ok(())
    }

    pub(super) fn vdi(&mut self, object: &Object) -> Result<(), Failure> {
        let old = object.text("SR")?;
        let (location, uuid) = (object.text("location")?, object.text("uuid")?);
        if &*self.original(&old)?.text("content_type")? == "iso" {
            let disc = self.cx.pool.read(|db| {
                let same = |vdi: &Str| {
                    let sr = db.get_str("VDI", vdi, "SR").unwrap_or_else(|_| NULL.into());
                    db.get_str("VDI", vdi, "location").is_ok_and(|theirs| theirs == location)
                        && db.get("SR", &sr, "content_type").is_ok_and(|kind| kind.as_str() == "iso")
                        && db.get("SR", &sr, "type").is_ok_and(|kind| kind.as_str() != "udev")
                };
                db.refs("VDI").into_iter().find(same)
            });
            disc.inspect(|disc| self.note(object, disc));
            return Ok(());
        }
        if let Disks::Stream(_) = self.plan.disks {
            return self.new_vdi(object, &old);
        }
        let sr = self.here(&old).cloned();
        let found = match self.plan.vdis.get(&*uuid) {
            Some(mapped) => self.cx.pool.read(|db| disk(db, mapped)).ok(),
            None => sr.as_ref().and_then(|sr| {
                self.cx.pool.read(|db| {
                    let same = |vdi: &&str| {
                        db.get_str("VDI", vdi, "location").is_ok_and(|l| l == location && !l.is_empty())
                            || db.get_str("VDI", vdi, "uuid").is_ok_and(|u| u == uuid)
                    };
                    let vdis = db.get("SR", sr, "VDIs").ok()?;
                    vdis.items().iter().map(Value::as_str).find(same).map(Str::from)
                })
            }),
        };
        match (found, sr) {
            (Some(vdi), _) => self.note(object, &vdi),
            (None, _) if self.plan.force => {}
            // It would be mirrored before the VM comes.
            (None, _) if self.plan.dry_run && self.plan.disks_follow => {
                let dummy = self.cx.pool.fresh_ref();
                self.note(object, &dummy);
            }
            (None, Some(sr)) => return Err(Failure::new("VDI_LOCATION_MISSING", [&*sr, &location])),
            (None, None) => return Err(Failure::bare("VDI_CONTENT_ID_MISSING")),
        }
        Ok(())
    }

    /// A disk to be filled from the archive.
    fn new_vdi(&mut self, object: &Object, old: &str) -> Result<(), Failure> {
        let sr = self.lookup(old)?;
        let config = object.get("sm_config")?.without_entry("vhd-parent");
        let mut fields = Vec::new();
        for name in vdi::CARRIED {
            fields.push((*name, object.get(name)?));
        }
        fields.push(("sm_config", config.with_entry("import_task", Value::from(self.cx.task_ref()))));
        let (pool, size) = (&self.cx.pool, object.get("virtual_size")?.as_int());
        let vdi = pool.write(|db| vdi::add(db, pool, &sr, size, fields))?;
        self.made.push(("VDI", vdi.clone()));
        self.note(object, &vdi);
        if self.streamed(object)? {
            self.fill.push((object.id.clone(), vdi, u64::try_from(size).unwrap_or(0)));
        }
        Ok(())
    }

    /// Whether the archive holds this disk's blocks: a drive that is none for discs has it, or it holds memory.
    fn streamed(&self, vdi: &Object) -> Result<bool, Failure> {
        if &*vdi.text("type")? == "suspend" {
            return Ok(true);
        }
        for vbd in self.objects.iter().filter(|object| object.class == "VBD") {
            if vbd.text("VDI")? == vdi.id && &*vbd.text("type")? != "CD" {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
