//! `PUT /pool/xmldbdump`: a pool gets a database back, its own or that of another pool with the same hardware.
//!
//! As in XAPI only the master is left of the hosts: the others have to join again.

use std::io;
use std::sync::Arc;

use tokio::io::AsyncWriteExt;

use super::Entry;
use super::database::{self, VERSION};
use super::system::body;
use crate::behave::{appliance, certificate, host, pool_record, vm_devices, vm_state};
use crate::data::db::{Db, Row};
use crate::data::value::{Str, Value};
use crate::error::Failure;
use crate::machine::{self, Depth, Mood};
use crate::net::http::{Door, Head, Stream, accept};
use crate::pool::Pool;
use crate::state;

/// Answers the request. `early` came right behind its head.
pub async fn serve(
    stream: &mut impl Stream,
    early: Vec<u8>,
    door: &Door,
    head: &Head,
    entry: &Entry,
) -> io::Result<()> {
    accept(stream).await?;
    let dry = head.parameter("dry_run").as_deref() == Some("true");
    let read = match body(stream, early, head).await? {
        Ok(text) => read(&door.pool, door.host, &text),
        Err(failure) => Err(failure),
    };
    let (restored, result) = match read {
        Ok(restored) => (Some(restored).filter(|_| !dry), Ok(Value::Void)),
        Err(failure) => (None, Err(failure)),
    };
    entry.finish(result);
    if let Some(restored) = restored {
        let (pool, host) = (door.pool.clone(), door.host);
        door.pool.clock.spawn(begin_anew(pool, host, restored));
    }
    stream.shutdown().await
}

/// The toolstack ends, and starts with another database.
async fn begin_anew(pool: Arc<Pool>, here: usize, restored: Db) {
    crate::time::sleep(machine::grace(&pool)).await;
    machine::go_down(&pool, here, Depth::Toolstack);
    let strangers: Vec<usize> = pool.members().into_iter().filter(|member| *member != here).collect();
    if let Err(failure) = pool.write(|db| replace(db, &pool, &restored)) {
        tracing::error!(%failure, "a database was not restored as a whole");
    }
    if let Some(seat) = pool.machines.seat(here)
        && let Err(failure) = certificate::settle(&pool, here, &seat.identity())
    {
        tracing::error!(%failure, "the record of a certificate is not that of the one shown");
    }
    for stranger in strangers {
        let reference = &*pool.hosts[stranger].reference;
        let unknown = Failure::new("HOST_UNKNOWN_TO_MASTER", [reference]);
        pool.machines.set_mood(stranger, Mood::Emergency(unknown));
    }
    machine::begin(&pool, here, Depth::Toolstack);
}

/// Reads a database and makes it one that fits this host.
fn read(pool: &Pool, here: usize, text: &[u8]) -> Result<Db, Failure> {
    let invalid = |why: String| Failure::internal(format!("not a database: {why}"));
    let text = std::str::from_utf8(text).map_err(|_| invalid("it is not UTF-8".to_owned()))?;
    let dump = database::read(text).map_err(invalid)?;
    if dump.version != VERSION {
        return Err(Failure::bare("RESTORE_INCOMPATIBLE_VERSION"));
    }
    let mut db = database_of(dump.rows);
    let master = db.get_str("pool", &pool_record::only(&db)?, "master")?;
    let mine = &pool.hosts[here].reference;
    if master != *mine {
        // Another host, or this one as it was before it was installed anew: its records are this host's from now on.
        let dump = database::read(&text.replace(&*master, mine)).map_err(invalid)?;
        db = database_of(dump.rows);
    }
    pool.read(|now| fit(&mut db, now, pool, mine))?;
    Ok(db)
}

fn database_of(rows: Vec<(usize, Row)>) -> Db {
    let mut db = Db::new();
    for (class, row) in rows {
        db.clock.rows = db.clock.rows.max(row.modified) + 1;
        let modified = db.clock.rows;
        db.restore(class, Row { modified, ..row });
    }
    db
}

/// The master is this host, with its names and its network cards; other hosts are forgotten.
fn fit(db: &mut Db, now: &Db, pool: &Pool, mine: &Str) -> Result<(), Failure> {
    for other in db.refs("host") {
        if other != *mine {
            host::halt_residents(db, pool, &other)?;
            host::remove(db, &other)?;
        }
    }
    let uuid = now.get("host", mine, "uuid")?;
    db.preset("host", mine, "uuid", uuid)?;
    let domain = db.get_str("host", mine, "control_domain")?;
    let uuid = now.get("VM", &now.get_str("host", mine, "control_domain")?, "uuid")?;
    db.preset("VM", &domain, "uuid", uuid)?;

    let (mut cards, mut management) = (Vec::new(), None);
    for pif in now.get_refs("host", mine, "PIFs")? {
        let device = now.get_str("PIF", &pif, "device")?;
        if now.get("PIF", &pif, "management")?.as_bool() {
            management = Some((device.clone(), now.get("PIF", &pif, "VLAN")?));
        }
        if now.get("PIF", &pif, "physical")?.as_bool() {
            cards.push((device, now.get("PIF", &pif, "MAC")?));
        }
    }
    let (mut devices, mut found) = (Vec::new(), false);
    for pif in db.get_refs("host", mine, "PIFs")? {
        let device = db.get_str("PIF", &pif, "device")?;
        // Tagged interfaces are called like the one below them.
        let name = (device.clone(), db.get("PIF", &pif, "VLAN")?);
        let manages = Some(&name) == management.as_ref();
        found |= manages;
        db.preset("PIF", &pif, "management", Value::Bool(manages))?;
        if db.get("PIF", &pif, "physical")?.as_bool() {
            let card = cards.iter().find(|(name, _)| *name == device);
            let (_, mac) = card.ok_or_else(|| Failure::new("RESTORE_TARGET_MISSING_DEVICE", [&*device]))?;
            db.preset("PIF", &pif, "MAC", mac.clone())?;
        }
        devices.push(device);
    }
    match management {
        Some(_) if !found => Err(Failure::new(
            "RESTORE_TARGET_MGMT_IF_NOT_IN_BACKUP",
            devices.iter().map(|device| &**device).collect::<Vec<_>>(),
        )),
        _ => Ok(()),
    }
}

/// Makes the database of a pool the restored one. What no database holds stays as it is.
fn replace(db: &mut Db, pool: &Pool, restored: &Db) -> Result<(), Failure> {
    for (class, known) in db.schema.classes.iter().enumerate() {
        if !database::holds(known) {
            continue;
        }
        let name = known.def.name;
        for gone in db.refs(name).into_iter().filter(|row| !restored.exists(name, row)) {
            db.delete(name, &gone)?;
        }
        for row in restored.tables[class].iter() {
            if !db.exists(name, &row.reference) {
                db.insert_values(class, &row.reference, row.values.to_vec());
                continue;
            }
            for (field, value) in row.values.iter().enumerate() {
                if known.fields[field].def.persist {
                    db.write(class, &row.reference, field, value.clone())?;
                }
            }
        }
    }
    db.forget_deleted();
    state::settle(db, pool)?;
    for vm in db.refs("VM") {
        vm_state::refresh(db, &vm)?;
        vm_devices::refresh_all(db, &vm)?;
    }
    db.refs("VM_appliance").iter().try_for_each(|appliance| appliance::refresh(db, appliance))?;
    db.refs("host").iter().try_for_each(|host| host::refresh(db, host))
}
