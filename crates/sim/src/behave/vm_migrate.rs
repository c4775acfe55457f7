//! `VM.pool_migrate`: the VM stays Running while its host changes.

use crate::behave::vm_power::{announce, assert_can_boot, host_described, new_console};
use crate::behave::vm_state::{Notes, Operation};
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;

pub async fn pool_migrate(cx: &Cx, vm: Str, to: Str) -> Result<Value, Failure> {
    let operation = Operation::begin(cx, &vm, "pool_migrate").await?;
    let mut notes = Notes::new(cx);
    let from = cx.pool.write(|db| {
        let from = db.get_str("VM", &vm, "resident_on")?;
        if from != to {
            assert_can_boot(db, &vm, &to)?;
        }
        notes.add(db, "host", &to, "vm_migrate")?;
        db.set("VM", &vm, "scheduled_to_be_resident_on", &to)?;
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
        db.set("VM", &vm, "resident_on", &to)?;
        let domid = db.get("VM", &vm, "domid")?.as_int();
        db.set("VM", &vm, "domid", domid + 1)?;
        new_console(db, &cx.pool, &vm, &to)?;
        db.set("VM", &vm, "scheduled_to_be_resident_on", Value::null())
    })?;
    drop(notes);
    drop(operation);
    announce(cx, "VM_MIGRATED", &vm, |cx| {
        let quoted = |host: &str| {
            host_described(cx, host).map(|text| match text.split_once(" (uuid") {
                Some((name, rest)) => format!("'{name}' (uuid{rest}"),
                None => text,
            })
        };
        Ok(format!(" migrated from host {} to host {}", quoted(&from)?, quoted(&to)?))
    })?;
    Ok(Value::Void)
}
