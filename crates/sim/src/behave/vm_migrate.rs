//! `VM.pool_migrate`: the VM stays Running while its host changes.

use crate::behave::network;
use crate::behave::vm_place::assert_can_boot;
use crate::behave::vm_power::{announce, host_described, new_console};
use crate::behave::vm_state::{Notes, Operation};
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::Pool;

/// The option `force` leaves out what concerns the processors; the others (`live`, `compress`) change nothing that a
/// client sees.
pub async fn pool_migrate(cx: &Cx, vm: Str, to: Str, options: &Value) -> Result<Value, Failure> {
    let force = options.key("force").is_some_and(|force| force.as_str() == "true");
    let operation = Operation::begin(cx, &vm, "pool_migrate").await?;
    let mut notes = Notes::new(cx);
    let from = cx.pool.write(|db| {
        let from = db.get_str("VM", &vm, "resident_on")?;
        if from != to {
            let (here, there) = (Machine::of(db, &from)?, Machine::of(db, &to)?);
            here.assert_not_older(&there, "VM_HOST_INCOMPATIBLE_VERSION", &vm)?;
            if !force {
                here.assert_processors(&there, &vm)?;
            }
            assert_can_boot(db, &vm, &to)?;
        }
        depart(db, &mut notes, &vm, &to)?;
        Ok::<_, Failure>(from)
    })?;
    for step in 1..=8 {
        if let Err(failure) = cx.work(0.5).await {
            cx.pool.write(|db| db.set("VM", &vm, "scheduled_to_be_resident_on", Value::null()))?;
            return Err(failure);
        }
        cx.progress(f64::from(step) * 0.12);
    }
    cx.pool.write(|db| {
        arrive(db, &cx.pool, &vm, &to)?;
        db.set("VM", &vm, "scheduled_to_be_resident_on", Value::null())
    })?;
    drop(notes);
    drop(operation);
    announce_move(cx, &vm, &from, &to)?;
    Ok(Value::Void)
}

/// A running VM sets out for another host of its pool, which gets ready for it.
pub fn depart(db: &mut Db, notes: &mut Notes, vm: &Str, to: &Str) -> Result<(), Failure> {
    network::attach_all(db, vm, to)?;
    notes.add(db, "host", to, "vm_migrate")?;
    db.set("VM", vm, "scheduled_to_be_resident_on", to)?;
    Ok(())
}

/// The domain runs on, there.
pub fn arrive(db: &mut Db, pool: &Pool, vm: &Str, host: &Str) -> Result<(), Failure> {
    let domid = db.get("VM", vm, "domid")?.as_int();
    db.set("VM", vm, "resident_on", host)?;
    db.set("VM", vm, "domid", domid + 1)?;
    new_console(db, pool, vm, host)
}

/// The message at the end of a move within a pool.
pub fn announce_move(cx: &Cx, vm: &Str, from: &str, to: &str) -> Result<(), Failure> {
    announce(cx, "VM_MIGRATED", vm, |cx| {
        let quoted = |host: &str| {
            host_described(cx, host).map(|text| match text.split_once(" (uuid") {
                Some((name, rest)) => format!("'{name}' (uuid{rest}"),
                None => text,
            })
        };
        Ok(format!(" migrated from host {} to host {}", quoted(from)?, quoted(to)?))
    })
}

/// What of a host a running VM depends on.
pub struct Machine {
    host: Str,
    version: Vec<u64>,
    vendor: Str,
    features: Vec<u32>,
}

impl Machine {
    pub fn of(db: &Db, host: &str) -> Result<Machine, Failure> {
        let (software, cpu) = (db.get("host", host, "software_version")?, db.get("host", host, "cpu_info")?);
        let text = |map: &Value, key: &str| map.key(key).map(Value::to_shared).unwrap_or_else(|| "".into());
        let features = text(&cpu, "features_hvm");
        Ok(Machine {
            host: host.into(),
            version: text(&software, "product_version").split('.').map(|n| n.parse().unwrap_or(0)).collect(),
            vendor: text(&cpu, "vendor"),
            features: features.split('-').map(|word| u32::from_str_radix(word, 16).unwrap_or(0)).collect(),
        })
    }

    /// Refuses a host whose version is lower than that of this one.
    pub fn assert_not_older(&self, to: &Machine, code: &str, vm: &str) -> Result<(), Failure> {
        if self.version > to.version { Err(Failure::new(code, [&*to.host, vm])) } else { Ok(()) }
    }

    /// Refuses a host whose processors are of another maker, or lack something that those here have.
    pub fn assert_processors(&self, to: &Machine, vm: &str) -> Result<(), Failure> {
        let why = if self.vendor != to.vendor {
            format!("VM was last booted on a CPU of another vendor ({}, not {})", self.vendor, to.vendor)
        } else {
            let lacks = |(n, word): (usize, &u32)| word & !to.features.get(n).copied().unwrap_or(0) != 0;
            if !self.features.iter().enumerate().any(lacks) {
                return Ok(());
            }
            "VM was last booted on a CPU with features this host's CPU does not have".to_owned()
        };
        Err(Failure::new("VM_INCOMPATIBLE_WITH_THIS_HOST", [vm, &*to.host, &why]))
    }
}
