//! Emptying a host of its VMs.

use tokio::task::JoinSet;

use crate::behave::host;
use crate::behave::pif_checks::local;
use crate::behave::vm_migrate;
use crate::behave::vm_place::assert_can_boot;
use crate::behave::vm_state::{self, Notes};
use crate::data::db::Db;
use crate::data::value::{NULL, Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::task;

/// VMs on the move at once when the caller does not say.
const BATCH: usize = 10;

/// A host that takes a VM, or why none does.
fn refuge(db: &Db, vm: &str, from: &str) -> Result<Str, Failure> {
    vm_state::check(db, vm, "pool_migrate", true)?;
    let mut why = Failure::bare("NO_HOSTS_AVAILABLE");
    for host in db.refs("host").into_iter().filter(|host| **host != *from) {
        match assert_can_boot(db, vm, &host) {
            Ok(()) => return Ok(host),
            Err(failure) => why = failure,
        }
    }
    Err(why)
}

fn obstacles(db: &Db, host: &str) -> Result<Vec<(Str, Failure)>, Failure> {
    let stuck = |vm: Str| refuge(db, &vm, host).err().map(|why| (vm, why));
    Ok(host::guests(db, host)?.into_iter().filter_map(stuck).collect())
}

/// `host.get_vms_which_prevent_evacuation`: VM → code and parameters.
pub fn prevented_by(cx: &Cx, host: &str) -> Result<Value, Failure> {
    let texts = |why: Failure| Value::set(std::iter::once(why.code).chain(why.params));
    let obstacles = cx.pool.read(|db| obstacles(db, host))?;
    Ok(Value::Map(obstacles.into_iter().map(|(vm, why)| (vm, texts(why))).collect()))
}

/// `host.assert_can_evacuate`.
pub fn assert_possible(cx: &Cx, host: &str) -> Result<Value, Failure> {
    let obstacles = cx.pool.read(|db| obstacles(db, host))?;
    if obstacles.is_empty() {
        return Ok(Value::Void);
    }
    let text = |(_, why): &(Str, Failure)| {
        std::iter::once(&why.code).chain(&why.params).cloned().collect::<Vec<_>>().join(",")
    };
    let all: Vec<String> = obstacles.iter().map(text).collect();
    Err(Failure::new("CANNOT_EVACUATE_HOST", [all.join("|")]))
}

/// `host.evacuate`: every VM moves to another host, some at a time, each by a task of its own. The first failure is
/// told once those under way have ended.
///
/// With a network, memory goes over it: both hosts need an address there.
pub async fn evacuate(cx: &Cx, host: &str, network: &str, batch: i64) -> Result<Value, Failure> {
    let _notes = begin(cx, host, network)?;
    empty(cx, host, batch).await
}

/// Notes the evacuation on the host.
fn begin(cx: &Cx, host: &str, network: &str) -> Result<Notes, Failure> {
    assert_possible(cx, host)?;
    let mut notes = Notes::new(cx);
    cx.pool.write(|db| {
        host::assert_live(db, host)?;
        host::assert_none_of(db, host, &host::REMOVE)?;
        host::assert_none_of(db, host, &host::CREATE)?;
        if network != NULL {
            assert_reachable_on(db, host, network)?;
        }
        notes.add(db, "host", &host.into(), "evacuate")
    })?;
    Ok(notes)
}

/// Refuses a network on which a host has no interface with an address.
fn assert_reachable_on(db: &Db, host: &str, network: &str) -> Result<(), Failure> {
    let Some(pif) = local(db, network, host)? else {
        return Err(Failure::new("HOST_CANNOT_ATTACH_NETWORK", [host, network]));
    };
    if db.get("PIF", &pif, "IP")?.as_str().is_empty() {
        return Err(Failure::new("INTERFACE_HAS_NO_IP", [&*pif]));
    }
    Ok(())
}

async fn empty(cx: &Cx, host: &str, batch: i64) -> Result<Value, Failure> {
    let mut waiting = cx.pool.read(|db| host::guests(db, host))?.into_iter();
    let count = waiting.len().max(1);
    let batch = usize::try_from(batch).ok().filter(|batch| *batch > 0).unwrap_or(BATCH);
    let (mut moving, mut done, mut failed) = (JoinSet::new(), 0, None);
    loop {
        while failed.is_none() && moving.len() < batch {
            let Some(vm) = waiting.next() else { break };
            let begun = cx
                .pool
                .read(|db| refuge(db, &vm, host))
                .and_then(|to| Ok((to, task::begin(cx.clone(), "Async.VM.pool_migrate")?)));
            let (to, child) = match begun {
                Ok(begun) => begun,
                Err(failure) => {
                    failed = Some(failure);
                    break;
                }
            };
            moving.spawn(async move {
                let moved = vm_migrate::pool_migrate(&child, vm, to, &Value::no_entries()).await;
                task::finish(&child, moved.clone());
                moved
            });
        }
        match moving.join_next().await {
            None => break,
            Some(Ok(Ok(_))) => done += 1,
            Some(Ok(Err(failure))) => failed = failed.or(Some(failure)),
            Some(Err(panic)) => failed = failed.or(Some(Failure::internal(panic.to_string()))),
        }
        cx.progress(f64::from(done) / count as f64);
    }
    failed.map_or(Ok(Value::Void), Err)
}
