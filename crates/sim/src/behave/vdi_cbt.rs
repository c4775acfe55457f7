//! Changed blocks of disks, their checksum, and where they could be read by NBD.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::behave::allowed::{check, check_attached};
use crate::behave::certificate::pem;
use crate::behave::sm;
use crate::behave::vdi::begin;
use crate::data::content::CHUNK;
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;

/// Where hosts serve disks by NBD.
const PORT: i64 = 10809;

/// `VDI.enable_cbt` and `VDI.disable_cbt`; again is no error.
pub async fn track(cx: &Cx, vdi: Str, on: bool) -> Result<Value, Failure> {
    let op = if on { "enable_cbt" } else { "disable_cbt" };
    cx.pool.read(|db| {
        check(db, &vdi, op)?;
        if on && db.get("VDI", &vdi, "on_boot")?.as_str() == "reset" {
            return Err(Failure::bare("VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION"));
        }
        Ok(())
    })?;
    if cx.pool.read(|db| db.get("VDI", &vdi, "cbt_enabled"))?.as_bool() == on {
        return Ok(Value::Void);
    }
    let notes = begin(cx, &vdi, op)?;
    cx.work(0.3).await?;
    cx.pool.write(|db| db.set("VDI", &vdi, "cbt_enabled", on))?;
    drop(notes);
    Ok(Value::Void)
}

/// `VDI.data_destroy`: of a snapshot only what tells the changes is left.
pub async fn data_destroy(cx: &Cx, vdi: Str) -> Result<Value, Failure> {
    if cx.pool.read(|db| db.get("VDI", &vdi, "type"))?.as_str() == "cbt_metadata" {
        return Ok(Value::Void);
    }
    let unused = |db: &Db| {
        check(db, &vdi, "data_destroy")?;
        let vbds = db.get("VDI", &vdi, "VBDs")?;
        if vbds.items().is_empty() {
            Ok(())
        } else {
            Err(Failure::new("VDI_IN_USE", [&*vdi, "data_destroy"]))
        }
    };
    cx.pool.read(unused)?;
    let notes = begin(cx, &vdi, "data_destroy")?;
    cx.work(0.4).await?;
    cx.pool.write(|db| {
        let size = db.get("VDI", &vdi, "virtual_size")?.as_int();
        db.set("VDI", &vdi, "type", "cbt_metadata")?;
        // A bit for each block, twice, as the log of changes has it.
        let log = size / (CHUNK as i64 * 8) * 2;
        db.set("VDI", &vdi, "physical_utilisation", (log + 4095) / 4096 * 4096)
    })?;
    drop(notes);
    Ok(Value::Void)
}

/// `VDI.list_changed_blocks`: a bit for each 64 KiB, the first in the highest, worked out from what both hold.
pub async fn changed_blocks(cx: &Cx, from: Str, to: Str) -> Result<Value, Failure> {
    let unrelated = || {
        let text = "Failed to calculate changed blocks for given VDIs. \
                    [opterr=Source and target VDI are unrelated]";
        sm::backend(460, text)
    };
    let (old, new, size) = cx.pool.read(|db| {
        for vdi in [&from, &to] {
            check(db, vdi, "list_changed_blocks")?;
            check_attached(db, &db.get_str("VDI", vdi, "SR")?)?;
            if !db.get("VDI", vdi, "cbt_enabled")?.as_bool() {
                return Err(sm::backend(460, "Failed to calculate changed blocks for given VDIs. [opterr=Changed block tracking is disabled]"));
            }
        }
        let origin = |vdi: &Str| -> Result<Str, Failure> {
            let of = db.get_str("VDI", vdi, "snapshot_of")?;
            Ok(if &*of == NULL { vdi.clone() } else { of })
        };
        let taken = |vdi: &Str| -> Result<Option<i64>, Failure> {
            let snapshot = db.get("VDI", vdi, "is_a_snapshot")?.as_bool();
            Ok(if snapshot { Some(db.get("VDI", vdi, "snapshot_time")?.as_int()) } else { None })
        };
        // Only forward in time: the disk itself is after all of its snapshots.
        let forward = match (taken(&from)?, taken(&to)?) {
            (Some(from), Some(to)) => from <= to,
            (Some(_), None) => true,
            (None, _) => from == to,
        };
        if origin(&from)? != origin(&to)? || !forward {
            return Err(unrelated());
        }
        let size = db.get("VDI", &to, "virtual_size")?.as_int();
        Ok((db.content(&from)?, db.content(&to)?, u64::try_from(size).unwrap_or(0)))
    })?;
    cx.work(0.2).await?;
    let bitmap = tokio::task::spawn_blocking(move || new.bitmap_of_changes(&old, size)).await;
    let bitmap = bitmap.map_err(|e| Failure::internal(e.to_string()))?;
    Ok(Value::from(STANDARD.encode(bitmap)))
}

/// `VDI.get_nbd_info`: an entry for each address at which a host that reaches the disk serves it.
pub fn nbd_info(cx: &Cx, vdi: &str) -> Result<Value, Failure> {
    let found = cx.pool.read(|db| {
        if db.get("VDI", vdi, "type")?.as_str() == "cbt_metadata" {
            return Err(Failure::new("VDI_INCOMPATIBLE_TYPE", [vdi, "cbt_metadata"]));
        }
        let sr = db.get_str("VDI", vdi, "SR")?;
        let export = format!("/{}?session_id={}", db.get_str("VDI", vdi, "uuid")?, cx.session);
        let mut found = Vec::new();
        for pbd in db.get("SR", &sr, "PBDs")?.items().iter().map(Value::as_str) {
            if !db.get("PBD", pbd, "currently_attached")?.as_bool() {
                continue;
            }
            let host = db.get_str("PBD", pbd, "host")?;
            for pif in db.get("host", &host, "PIFs")?.items().iter().map(Value::as_str) {
                let network = db.get_str("PIF", pif, "network")?;
                let purpose = db.get("network", &network, "purpose")?;
                let address = db.get_str("PIF", pif, "IP")?;
                let served = purpose.contains("nbd") || purpose.contains("insecure_nbd");
                if served && !address.is_empty() && db.get("PIF", pif, "currently_attached")?.as_bool() {
                    found.push((host.clone(), address, export.clone()));
                }
            }
        }
        Ok(found)
    })?;
    let mut records = Vec::new();
    for (host, address, export) in found {
        let Some(seat) = cx.pool.hosts.number(&host) else { continue };
        let at = cx.pool.hosts[seat].address.ip();
        let Some(der) = cx.pool.machines.seat(seat).map(|seat| seat.identity().der) else { continue };
        records.push(Value::record([
            ("exportname", Value::from(export)),
            ("address", Value::from(address)),
            ("port", Value::Int(PORT)),
            ("cert", Value::from(pem(&der))),
            ("subject", Value::from(at.to_string())),
        ]));
    }
    Ok(Value::Set(records.into()))
}

/// `VDI.checksum`: MD5 of all that a disk holds.
pub async fn checksum(cx: &Cx, vdi: Str) -> Result<Value, Failure> {
    use md5::{Digest as _, Md5};
    let notes = begin(cx, &vdi, "copy")?;
    let (content, size) = cx.pool.read(|db| {
        let size = db.get("VDI", &vdi, "virtual_size")?.as_int();
        Ok::<_, Failure>((db.content(&vdi)?, u64::try_from(size).unwrap_or(0)))
    })?;
    let cancelled = cx.cancelled.clone();
    let summed = tokio::task::spawn_blocking(move || {
        let (mut sum, mut buffer) = (Md5::new(), vec![0; CHUNK]);
        for chunk in 0..size.div_ceil(CHUNK as u64) {
            if cancelled.as_ref().is_some_and(|cancelled| *cancelled.borrow()) {
                return None;
            }
            let left = (size - chunk * CHUNK as u64).min(CHUNK as u64) as usize;
            content.read(chunk, &mut buffer[..left]);
            sum.update(&buffer[..left]);
        }
        Some(format!("{:x}", sum.finalize()))
    });
    let summed = summed.await.map_err(|e| Failure::internal(e.to_string()))?;
    drop(notes);
    summed.map(Value::from).ok_or_else(|| Failure::new("TASK_CANCELLED", [&*cx.task_ref()]))
}
